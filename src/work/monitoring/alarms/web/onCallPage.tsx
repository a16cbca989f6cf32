/** Who is on call, who takes over, and who is told when. */
import { Button, Modal, NativeSelect } from '@mantine/core'
import { useState } from 'react'
import { useMayAt, useWhere } from '#record/items/web/more.ts'
import { Confirm } from '#web/kit/confirm.tsx'
import { useLoad, useReload } from '#web/kit/load.ts'
import { Empty, Failure, PersonChip, Skeletons } from '#web/kit/marks.tsx'
import { useText } from '#web/kit/texts.ts'
import { Time } from '#web/kit/time.tsx'
import { toastProblem } from '#web/kit/toast.tsx'
import classes from '../../web/monitoring.module.css'
import { MonitoringPage } from '../../web/places.tsx'
import type { OnCall } from '../oncall/contract.ts'
import { onCallCalls } from './alarmCalls.ts'
import { EscalationSection } from './escalation.tsx'
import { OnCallForm, TakeOverForm } from './onCallForm.tsx'
import { onCallTexts } from './onCallTexts.ts'

type Opened = { what: 'add' } | { what: 'change' | 'takeOver' | 'remove'; schedule: OnCall }
export default function OnCallPage() {
  const t = useText(onCallTexts)
  const organisations = useWhere('monitoring.read')
  const [chosen, setChosen] = useState<string>()
  const organisationId = chosen ?? organisations[0]?.id ?? ''
  const may = useMayAt('monitoring.configure', organisationId)
  const works = useMayAt('monitoring.work', organisationId)
  const [opened, setOpened] = useState<Opened>()
  const { data, error, refetch } = useLoad({
    key: ['monitoring', 'oncall', organisationId],
    load: (signal) => onCallCalls.schedules({ query: { organisationId } }, { signal }),
    when: organisationId !== '',
    on: ['monitoring.onCallChanged'],
  })
  return (
    <MonitoringPage title={t('monitoring.oncall')} actions={may && <Button onClick={() => setOpened({ what: 'add' })}>{t('oncall.add')}</Button>}>
      {organisations.length > 1 && (
        <NativeSelect
          label={t('oncall.organisation')}
          value={organisationId}
          data={organisations.map(({ id, name }) => ({ value: id, label: name }))}
          onChange={(event) => setChosen(event.currentTarget.value)}
        />
      )}
      {error && <Failure error={error} retry={() => void refetch()} />}
      {!data && !error && <Skeletons rows={4} />}
      {data?.items.length === 0 && <Empty title={t('oncall.empty')}>{t('oncall.emptyWhat')}</Empty>}
      <ul className={classes.list}>
        {data?.items.map((schedule) => (
          <Row key={schedule.id} schedule={schedule} may={may} works={works} open={(what) => setOpened({ what, schedule })} />
        ))}
      </ul>
      {data && <EscalationSection organisationId={organisationId} schedules={data.items} may={may} />}
      <Dialogs opened={opened} organisationId={organisationId} close={() => setOpened(undefined)} />
    </MonitoringPage>
  )
}

function Dialogs({ opened, organisationId, close }: { opened: Opened | undefined; organisationId: string; close: () => void }) {
  const t = useText(onCallTexts)
  const reload = useReload()
  const schedule = opened && 'schedule' in opened ? opened.schedule : undefined
  const edits = opened?.what === 'add' || opened?.what === 'change'
  const remove = () =>
    onCallCalls
      .removeSchedule({ params: { id: schedule?.id ?? '' } })
      .then(() => reload(['monitoring']))
      .catch((error: unknown) => toastProblem(error, t('oncall.failed')))
  const closing = { onClose: close, closeButtonProps: { 'aria-label': t('oncall.cancel') } }
  return (
    <>
      <Modal opened={edits} size="lg" title={t(schedule ? 'oncall.change' : 'oncall.add')} {...closing}>
        <OnCallForm key={schedule?.id ?? 'new'} before={schedule} organisationId={organisationId} close={close} />
      </Modal>
      <Modal opened={opened?.what === 'takeOver'} title={t('oncall.takeOver')} {...closing}>
        {schedule && <TakeOverForm schedule={schedule} close={close} />}
      </Modal>
      <Confirm
        opened={opened?.what === 'remove'}
        onClose={close}
        title={t('oncall.removeAsk')}
        consequences={t('oncall.removeWhat')}
        verb={t('oncall.remove')}
        danger
        onConfirm={remove}
      />
    </>
  )
}

interface RowProps {
  schedule: OnCall
  may: boolean
  works: boolean
  open: (what: 'change' | 'takeOver' | 'remove') => void
}
function Row({ schedule: { id, name, now, overrides }, may, works, open }: RowProps) {
  const t = useText(onCallTexts)
  const reload = useReload()
  const [first, ...others] = now
  const giveBack = (overrideId: string) =>
    onCallCalls
      .giveBack({ params: { id, overrideId } })
      .then(() => reload(['monitoring']))
      .catch((error: unknown) => toastProblem(error, t('oncall.failed')))
  return (
    <li className={classes.row} data-plain>
      <div className={classes.what}>
        <div className={classes.title}>
          <strong>{name}</strong>
          <span className="dim">{t('oncall.now')}</span>
          {first ? <PersonChip name={first.person.name} /> : <span>{t('oncall.nobody')}</span>}
          {first?.until && (
            <span className="dim">
              {t('oncall.until')} <Time at={first.until} as="absolute" />
            </span>
          )}
        </div>
        <div className={classes.details}>
          {others.length > 0 && (
            <span>
              <span className="dim">{t('oncall.behind')}</span> {others.map(({ person }) => person.name).join(', ')}
            </span>
          )}
          {overrides.map((one) => (
            <span key={one.id}>
              <span className="dim">{t('oncall.overrides')}</span> {one.person.name} <Time at={one.from} as="absolute" /> –{' '}
              <Time at={one.until} as="absolute" />{' '}
              {works && (
                <Button size="compact-xs" variant="subtle" onClick={() => void giveBack(one.id)}>
                  {t('oncall.giveBack')}
                </Button>
              )}
            </span>
          ))}
        </div>
      </div>
      <div className={classes.deeds}>
        {works && (
          <Button size="compact-sm" variant="default" aria-label={`${t('oncall.takeOver')}: ${name}`} onClick={() => open('takeOver')}>
            {t('oncall.takeOver')}
          </Button>
        )}
        {may && (
          <>
            <Button size="compact-sm" variant="subtle" aria-label={`${t('oncall.change')}: ${name}`} onClick={() => open('change')}>
              {t('oncall.change')}
            </Button>
            <Button size="compact-sm" variant="subtle" aria-label={`${t('oncall.remove')}: ${name}`} onClick={() => open('remove')}>
              {t('oncall.remove')}
            </Button>
          </>
        )}
      </div>
    </li>
  )
}
