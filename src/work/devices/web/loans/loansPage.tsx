/** The loan desk: who reserved what for which days, and what there is to lend. */
import { Button } from '@mantine/core'
import IconLend from '@tabler/icons-react/dist/esm/icons/IconCalendarTime.mjs'
import { useState } from 'react'
import { ChosenOrganisation, useChosenOrganisation } from '#record/items/web/chosenOrganisation.tsx'
import { useMayAt } from '#record/items/web/more.ts'
import { Link, useGo } from '#web/kit/links.tsx'
import { useLoad, useReload } from '#web/kit/load.ts'
import { Empty, Failure, Refused, Skeletons } from '#web/kit/marks.tsx'
import { Page, Section } from '#web/kit/page.tsx'
import { StateBadge } from '#web/kit/stateBadge.tsx'
import { type Text, tagOf, useText } from '#web/kit/texts.ts'
import { toast, toastProblem } from '#web/kit/toast.tsx'
import { dayFromNow } from '#web/kit/wall.ts'
import type { LoanItem, Reservation } from '../../loans/contract.ts'
import classes from '../devices.module.css'
import { DevicePlaces } from '../places.tsx'
import { loans } from './calls.ts'
import { AddLent, Reserve } from './loanForms.tsx'
import { loanTexts } from './loanTexts.ts'

const shownDays = 60
type T = Text<keyof typeof loanTexts & string>
const dayWords = (t: T, day: string) =>
  new Intl.DateTimeFormat(tagOf(t.locale), { weekday: 'short', day: 'numeric', month: 'short', timeZone: 'UTC' }).format(new Date(day))

export default function LoansPage() {
  const t = useText(loanTexts)
  const { organisationId = '' } = useChosenOrganisation()
  const may = useMayAt('devices.work', organisationId)
  const [asking, setAsking] = useState<'add' | 'reserve'>()
  const when = organisationId !== ''
  const on = ['devices.reservationChanged', 'devices.lendingChanged', 'devices.handedOut', 'devices.takenBack']
  const pool = useLoad({
    key: ['devices', 'loans', 'pool', organisationId],
    load: (signal) => loans.loanItems({ query: { organisationId } }, { signal }),
    on,
    when,
  })
  const coming = useLoad({
    key: ['devices', 'loans', 'coming', organisationId],
    load: (signal) => loans.reservations({ query: { organisationId, from: dayFromNow(-30), until: dayFromNow(shownDays) } }, { signal }),
    on,
    when,
  })
  const error = pool.error ?? coming.error
  const lent = pool.data?.items
  const add = (
    <Refused why={may ? undefined : t('devices.loans.notYours')}>
      <Button variant={lent?.length ? 'default' : 'filled'} onClick={() => setAsking('add')}>
        {t('devices.loans.add')}
      </Button>
    </Refused>
  )
  return (
    <Page
      title={t('devices.loans')}
      under={[{ label: t('devices.title'), to: '/devices' }]}
      lead={t('devices.loans.lead')}
      actions={
        lent &&
        lent.length > 0 && (
          <span className={classes.deeds}>
            {add}
            <Refused why={may ? undefined : t('devices.loans.notYours')}>
              <Button onClick={() => setAsking('reserve')}>{t('devices.loans.reserve')}</Button>
            </Refused>
          </span>
        )
      }
    >
      <DevicePlaces />
      <ChosenOrganisation />
      {error && <Failure error={error} retry={() => void Promise.all([pool.refetch(), coming.refetch()])} />}
      {!(lent && coming.data) && !error && <Skeletons rows={6} />}
      {lent?.length === 0 && (
        <Empty icon={IconLend} title={t('devices.loans.empty')} action={add}>
          {t('devices.loans.emptyWhat')}
        </Empty>
      )}
      {lent && lent.length > 0 && coming.data && (
        <>
          <Section title={t('devices.loans.coming')}>
            {coming.data.items.length === 0 && <p className="dim">{t('devices.loans.none', { days: shownDays })}</p>}
            <ul className={classes.list} aria-label={t('devices.loans.coming')}>
              {coming.data.items.map((one) => (
                <ReservationRow key={one.id} one={one} may={may} />
              ))}
            </ul>
          </Section>
          <Section title={t('devices.loans.pool')}>
            <ul className={classes.list} aria-label={t('devices.loans.pool')}>
              {lent.map((one) => (
                <LentRow key={one.id} one={one} may={may} />
              ))}
            </ul>
          </Section>
        </>
      )}
      {asking === 'add' && <AddLent organisationId={organisationId} close={() => setAsking(undefined)} />}
      {asking === 'reserve' && <Reserve organisationId={organisationId} close={() => setAsking(undefined)} />}
    </Page>
  )
}

/** Does it, says so, and shows what is so now. */
function useDoing() {
  const t = useText(loanTexts)
  const reload = useReload()
  const [busy, setBusy] = useState(false)
  const run = async (call: () => Promise<unknown>) => {
    setBusy(true)
    await call().catch((error: unknown) => toastProblem(error, t('devices.loans.failed')))
    await reload(['devices', 'loans'])
    setBusy(false)
  }
  return { busy, run }
}

function ReservationRow({ one, may }: { one: Reservation; may: boolean }) {
  const t = useText(loanTexts)
  const go = useGo()
  const { busy, run } = useDoing()
  const { item, person, from, until, purpose, state, handout } = one
  const params = { id: one.id }
  const issue = () =>
    run(async () => {
      const done = await loans.issue({ params, body: {} })
      toast(t('devices.loans.issued', { number: done.handout ?? '', name: person.name }))
      go(`/devices/handouts/${done.handout}`)
    })
  const cancel = () =>
    run(async () => {
      await loans.cancel({ params })
      toast(t('devices.loans.cancelled'))
    })
  return (
    <li className={classes.row}>
      <span className={classes.wide}>
        <Link to={`/items/${item.number}`}>{item.name}</Link> <span>{person.name}</span>
        <div className="dim small">
          {[t('devices.loans.days.shown', { from: dayWords(t, from), until: dayWords(t, until) }), purpose].filter(Boolean).join(' · ')}
        </div>
      </span>
      <StateBadge plain meaning={state === 'issued' ? (until < dayFromNow(0) ? 'late' : 'progress') : 'waiting'}>
        {t(state === 'issued' ? 'devices.loans.state.issued' : 'devices.loans.state.reserved')}
      </StateBadge>
      {handout && <Link to={`/devices/handouts/${handout}`}>{handout}</Link>}
      {state === 'reserved' && (
        <span className={classes.deeds}>
          <Refused why={may ? undefined : t('devices.loans.notYours')}>
            <Button
              size="compact-sm"
              loading={busy}
              aria-label={t('devices.loans.issueOf', { item: item.name, name: person.name })}
              onClick={() => void issue()}
            >
              {t('devices.loans.issue')}
            </Button>
          </Refused>
          <Refused why={may ? undefined : t('devices.loans.notYours')}>
            <Button
              size="compact-sm"
              variant="subtle"
              disabled={busy}
              aria-label={t('devices.loans.cancelOf', { name: person.name })}
              onClick={() => void cancel()}
            >
              {t('devices.loans.cancel')}
            </Button>
          </Refused>
        </span>
      )}
    </li>
  )
}

function LentRow({ one, may }: { one: LoanItem; may: boolean }) {
  const t = useText(loanTexts)
  const { busy, run } = useDoing()
  const { number, name, code, kind, state, out, wipes } = one
  const remove = () =>
    run(async () => {
      await loans.lend({ params: { id: one.id }, body: { lent: false } })
      toast(t('devices.loans.removed', { name }))
    })
  return (
    <li className={classes.row}>
      <span className={classes.wide}>
        <Link to={`/items/${number}`}>{name}</Link>{' '}
        <span className="dim small">{[kind, code, ...(wipes ? [t('devices.loans.wiped')] : [])].filter(Boolean).join(' · ')}</span>
      </span>
      <span className="small">
        {state}{' '}
        {out && (
          <>
            {t('devices.loans.outWith', { name: out.receiver })} <Link to={`/devices/handouts/${out.number}`}>{out.number}</Link>
          </>
        )}
      </span>
      <Refused why={may ? undefined : t('devices.loans.notYours')}>
        <Button size="compact-sm" variant="subtle" loading={busy} aria-label={t('devices.loans.removeOf', { name })} onClick={() => void remove()}>
          {t('devices.loans.remove')}
        </Button>
      </Refused>
    </li>
  )
}
