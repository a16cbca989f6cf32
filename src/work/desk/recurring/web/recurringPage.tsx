/** Work that comes back: a list with the next turn of each, and a month as a calendar. */
import { ActionIcon, Button, Modal, NativeSelect, SegmentedControl } from '@mantine/core'
import IconRepeat from '@tabler/icons-react/dist/esm/icons/IconCalendarRepeat.mjs'
import IconLeft from '@tabler/icons-react/dist/esm/icons/IconChevronLeft.mjs'
import IconRight from '@tabler/icons-react/dist/esm/icons/IconChevronRight.mjs'
import { useState } from 'react'
import { Link } from '#web/kit/links.tsx'
import { useLoad } from '#web/kit/load.ts'
import { Empty, Failure, Skeletons } from '#web/kit/marks.tsx'
import { useMay } from '#web/kit/person.ts'
import { useRepeatInWords } from '#web/kit/repeat.tsx'
import { StateBadge } from '#web/kit/stateBadge.tsx'
import { useText, useWords } from '#web/kit/texts.ts'
import { Time } from '#web/kit/time.tsx'
import { useMyOrganisations } from '../../web/calls.ts'
import { DeskPage } from '../../web/places.tsx'
import type { Schedule } from '../contract.ts'
import { recurringCalls, recurringKey } from './calls.ts'
import { Month } from './month.tsx'
import classes from './recurring.module.css'
import { ScheduleForm } from './scheduleForm.tsx'
import { planWords } from './texts.ts'

export default function RecurringPage() {
  const t = useText(planWords)
  const words = useWords()
  const may = useMay('desk.configure')
  const organisations = useMyOrganisations()
  const [organisationId, setOrganisationId] = useState(organisations[0]?.id ?? '')
  const [how, setHow] = useState('list')
  const [month, setMonth] = useState(0)
  const [open, setOpen] = useState<Schedule | 'new'>()
  const close = () => setOpen(undefined)
  return (
    <DeskPage
      title={t('desk.plan.title')}
      lead={t('desk.plan.lead')}
      actions={may && <Button onClick={() => setOpen('new')}>{t('desk.plan.add')}</Button>}
    >
      <div className={classes.tools}>
        <SegmentedControl
          aria-label={t('desk.plan.view')}
          value={how}
          onChange={setHow}
          data={(['list', 'calendar'] as const).map((value) => ({ value, label: t(`desk.plan.${value}`) }))}
        />
        {organisations.length > 1 && (
          <NativeSelect
            aria-label={t('cases.field.organisationId')}
            value={organisationId}
            onChange={(event) => setOrganisationId(event.currentTarget.value)}
            data={organisations.map(({ id, name }) => ({ value: id, label: name }))}
          />
        )}
        {how === 'calendar' && (
          <>
            <ActionIcon aria-label={t('desk.plan.previous.month')} onClick={() => setMonth(month - 1)}>
              <IconLeft size={16} aria-hidden />
            </ActionIcon>
            <ActionIcon aria-label={t('desk.plan.next.month')} onClick={() => setMonth(month + 1)}>
              <IconRight size={16} aria-hidden />
            </ActionIcon>
          </>
        )}
      </div>
      {how === 'list' ? <List organisationId={organisationId} may={may} open={setOpen} /> : <Month organisationId={organisationId} offset={month} />}
      <Modal
        opened={open !== undefined}
        onClose={close}
        size="xl"
        title={open === 'new' ? t('desk.plan.add') : open && t('desk.plan.edit', { name: open.name })}
        closeButtonProps={{ 'aria-label': words('kit.close') }}
      >
        {open && <ScheduleForm schedule={open === 'new' ? undefined : open} organisationId={organisationId} close={close} />}
      </Modal>
    </DeskPage>
  )
}

function List({ organisationId, may, open }: { organisationId: string; may: boolean; open: (one: Schedule) => void }) {
  const t = useText(planWords)
  const repeatInWords = useRepeatInWords()
  const { data, error, refetch } = useLoad({
    key: [...recurringKey, organisationId],
    load: (signal) => recurringCalls.schedules({ query: { organisationId } }, { signal }),
    on: ['desk.recurring.'],
    when: organisationId !== '',
  })
  if (error) return <Failure error={error} retry={() => void refetch()} />
  if (!data) return <Skeletons rows={4} />
  if (data.items.length === 0)
    return (
      <Empty icon={IconRepeat} title={t('desk.plan.none')}>
        {t('desk.plan.none.text')}
      </Empty>
    )
  return (
    <ul className={classes.list}>
      {data.items.map((one) => (
        <li key={one.id} className={classes.one}>
          <div className={classes.what}>
            <strong>{one.name}</strong> {!one.active && <StateBadge meaning="waiting">{t('desk.plan.paused')}</StateBadge>}
            <p>
              {one.next ? (
                <>
                  {t('desk.plan.next')}: <Time at={one.next.at} as="absolute" />
                </>
              ) : (
                <span className="dim">{t(one.active ? 'desk.plan.noNext' : 'desk.plan.resting')}</span>
              )}
            </p>
            <p className="dim">
              {repeatInWords(one.rrule)} · {t('desk.plan.made', { count: one.made })}
              {one.last && (
                <>
                  {' · '}
                  <Link to={`/desk/cases/${one.last.number}`}>{t('desk.plan.last', { number: one.last.number })}</Link>
                  {one.last.open && ` (${t('desk.plan.stillOpen')})`}
                </>
              )}
            </p>
          </div>
          {may && (
            <Button size="xs" variant="default" onClick={() => open(one)} aria-label={t('desk.plan.edit', { name: one.name })}>
              {t('desk.plan.change')}
            </Button>
          )}
        </li>
      ))}
    </ul>
  )
}
