/** Who is away, who stands in, and what was left; and the hours in which I work. */
import { Button, Modal, SegmentedControl } from '@mantine/core'
import IconBeach from '@tabler/icons-react/dist/esm/icons/IconBeach.mjs'
import { useState } from 'react'
import { Link } from '#web/kit/links.tsx'
import { useLoad, useLoadList } from '#web/kit/load.ts'
import { Empty, Failure, Skeletons } from '#web/kit/marks.tsx'
import { Section } from '#web/kit/page.tsx'
import { useMay, useMe } from '#web/kit/person.ts'
import { useText, useWords } from '#web/kit/texts.ts'
import { Time } from '#web/kit/time.tsx'
import { DeskPage } from '../../web/places.tsx'
import type { Absence } from '../contract.ts'
import classes from './absence.module.css'
import { AbsenceForm } from './absenceForm.tsx'
import { absenceCalls, absenceKey } from './calls.ts'
import { HoursForm } from './hoursForm.tsx'
import { absenceWords } from './texts.ts'

const whens = ['now', 'coming', 'past'] as const
type Open = { form: Absence | 'new' } | { left: Absence }

export default function AbsencePage() {
  const t = useText(absenceWords)
  const words = useWords()
  const me = useMe()
  const mayWork = useMay('desk.work')
  const [when, setWhen] = useState<(typeof whens)[number]>('now')
  const [open, setOpen] = useState<Open>()
  const found = useLoadList({
    key: [...absenceKey, 'list', when],
    load: (after, signal) => absenceCalls.absences({ query: { when, limit: 50, ...(after && { after }) } }, { signal }),
    on: ['desk.absence.', 'cases.assigned'],
  })
  const add = <Button onClick={() => setOpen({ form: 'new' })}>{t('desk.away.add')}</Button>
  const close = () => setOpen(undefined)
  const title = !open
    ? ''
    : 'left' in open
      ? t('desk.away.leftOf', { name: open.left.person.name })
      : open.form === 'new'
        ? t('desk.away.add')
        : t('desk.away.edit', { name: open.form.person.name })
  return (
    <DeskPage title={t('desk.away.title')} lead={t('desk.away.lead')} actions={add}>
      <SegmentedControl
        className={classes.tabs ?? ''}
        aria-label={t('desk.away.when')}
        value={when}
        onChange={(value) => setWhen(value as typeof when)}
        data={whens.map((value) => ({ value, label: t(`desk.away.${value}`) }))}
      />
      {found.error && <Failure error={found.error} retry={found.retry} />}
      {!found.rows && !found.error && <Skeletons rows={3} />}
      {found.rows?.length === 0 && (
        <Empty icon={IconBeach} title={t('desk.away.none')}>
          {t('desk.away.none.text')}
        </Empty>
      )}
      <ul className={classes.list}>
        {found.rows?.map((one) => (
          <Line key={one.id} one={one} now={when === 'now'} mine={one.person.id === me?.id} mayWork={mayWork} open={setOpen} />
        ))}
      </ul>
      {found.loadMore && (
        <Button mt="sm" variant="default" loading={found.loadingMore} onClick={found.loadMore}>
          {words('kit.loading')}
        </Button>
      )}
      {mayWork && (
        <Section title={t('desk.away.hours')}>
          <p className={`dim ${classes.lead}`}>{t('desk.away.hours.lead')}</p>
          <HoursForm />
        </Section>
      )}
      <Modal opened={open !== undefined} onClose={close} size="lg" title={title} closeButtonProps={{ 'aria-label': words('kit.close') }}>
        {open && 'form' in open && <AbsenceForm absence={open.form === 'new' ? undefined : open.form} close={close} />}
        {open && 'left' in open && <Left absence={open.left} />}
      </Modal>
    </DeskPage>
  )
}

interface LineProps {
  one: Absence
  now: boolean
  mine: boolean
  mayWork: boolean
  open: (open: Open) => void
}
function Line({ one, now, mine, mayWork, open }: LineProps) {
  const t = useText(absenceWords)
  const { person, from, until, standsIn, substitute, substituteTeam, note } = one
  const planned = substitute?.name ?? substituteTeam?.name
  const stands = standsIn.length > 0 ? t('desk.away.standsIn', { names: standsIn.map(({ name }) => name).join(', ') }) : t('desk.away.nobodyIn')
  return (
    <li className={classes.one}>
      <div className={classes.who}>
        <strong>{person.name}</strong>
        <p>
          <Time at={from} as="absolute" /> –{' '}
          {until === null ? <span className="dim">{t('desk.away.openEnd')}</span> : <Time at={until} as="absolute" />}
        </p>
        <p className="dim">{now ? stands : t('desk.away.planned', { name: planned ?? t('desk.away.substitute.none') })}</p>
        {note && <p className="dim">{note}</p>}
      </div>
      <div className={classes.acts}>
        {mayWork && (
          <Button size="xs" variant="subtle" onClick={() => open({ left: one })} aria-label={`${t('desk.away.leftShow')}: ${person.name}`}>
            {t('desk.away.left', { count: one.open })}
          </Button>
        )}
        {(one.mine || mine) && (
          <Button size="xs" variant="default" onClick={() => open({ form: one })} aria-label={t('desk.away.edit', { name: person.name })}>
            {t('desk.away.change')}
          </Button>
        )}
      </div>
    </li>
  )
}

/** What lies with who is away: to look at, and to hand over from the list. */
function Left({ absence }: { absence: Absence }) {
  const t = useText(absenceWords)
  const { data, error, refetch } = useLoad({
    key: [...absenceKey, 'left', absence.id],
    load: (signal) => absenceCalls.left({ params: { id: absence.id }, query: { limit: 50 } }, { signal }),
    on: ['cases.'],
  })
  if (error) return <Failure error={error} retry={() => void refetch()} />
  if (!data) return <Skeletons rows={3} />
  if (data.items.length === 0) return <p className="dim">{t('desk.away.left', { count: 0 })}</p>
  return (
    <>
      <ul className={classes.left}>
        {data.items.map((one) => (
          <li key={one.id}>
            <Link to={`/desk/cases/${one.number}`}>
              <span className="mono">{one.number}</span> {one.title}
            </Link>
          </li>
        ))}
      </ul>
      <Link to={`/desk?view=open&assignee=${absence.person.id}`}>{t('desk.away.toList')}</Link>
    </>
  )
}
