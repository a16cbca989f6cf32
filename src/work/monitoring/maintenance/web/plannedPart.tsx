/** Preventive work of the coming hundred days, and the checklists that come with Spil. */
import { Button } from '@mantine/core'
import { useState } from 'react'
import { useMayAt } from '#record/items/web/more.ts'
import { Link } from '#web/kit/links.tsx'
import { useLoad, useReload } from '#web/kit/load.ts'
import { Empty, Failure, Note, Skeletons } from '#web/kit/marks.tsx'
import { Section } from '#web/kit/page.tsx'
import { useText } from '#web/kit/texts.ts'
import { Time } from '#web/kit/time.tsx'
import { toast, toastProblem } from '#web/kit/toast.tsx'
import { dayFromNow, today } from '#web/kit/wall.ts'
import type { Planned } from '#work/desk/recurring/contract.ts'
import type { ShippedChecklist } from '../checklists/contract.ts'
import { checklists, recurring } from './calls.ts'
import classes from './maintenance.module.css'
import { maintenanceWords } from './texts.ts'

/** What is planned from today on, of all or about one item. */
export const usePlanned = (organisationId: string, itemId?: string, when = true) =>
  useLoad({
    key: ['monitoring', 'planned', organisationId, itemId ?? ''],
    load: (signal) => recurring.planned({ query: { organisationId, from: today(), until: dayFromNow(99), ...(itemId && { itemId }) } }, { signal }),
    on: ['desk.recurring.'],
    when,
  })

export function PlannedPart({ organisationId }: { organisationId: string }) {
  const t = useText(maintenanceWords)
  const sees = useMayAt('desk.work', organisationId)
  const planned = usePlanned(organisationId, undefined, sees)
  return (
    <>
      <Section title={t('maintenance.planned.quarter')} actions={sees && <Link to="/desk/recurring">{t('maintenance.planned.toDesk')}</Link>}>
        {!sees && <Note>{t('maintenance.planned.notDesk')}</Note>}
        {planned.error && <Failure error={planned.error} retry={() => void planned.refetch()} />}
        {sees && !planned.data && !planned.error && <Skeletons rows={5} />}
        {planned.data?.items.length === 0 && <Empty title={t('maintenance.planned.none')}>{t('maintenance.planned.noneWhat')}</Empty>}
        <PlannedRows rows={planned.data?.items ?? []} />
      </Section>
      <Shipped organisationId={organisationId} />
    </>
  )
}
/** `on`: the item on whose page it stands. */
export function PlannedRows({ rows, on }: { rows: readonly Planned[]; on?: string }) {
  const t = useText(maintenanceWords)
  return (
    <ul className={classes.list} aria-label={t('maintenance.part.planned')}>
      {rows.map((one) => (
        <li key={`${one.scheduleId} ${one.turn}`} className={classes.row}>
          <Time at={one.at} as="absolute" />
          <span className={classes.wide}>
            {one.case ? <Link to={`/desk/cases/${one.case.number}`}>{one.name}</Link> : one.name}
            {one.items.slice(0, on === undefined ? 3 : 0).map((item) => (
              <span key={item.id}>
                {' · '}
                <Link to={`/items/${item.number}`}>{item.name}</Link>
              </span>
            ))}
            <span className="dim small">
              {on === undefined && one.items.length > 3 && ` +${one.items.length - 3}`}
              {one.team && ` · ${one.team.name}`}
            </span>
          </span>
          <span className="dim small">{t(`maintenance.planned.state.${one.state}`)}</span>
        </li>
      ))}
    </ul>
  )
}

function Shipped({ organisationId }: { organisationId: string }) {
  const t = useText(maintenanceWords)
  const { data, error } = useLoad({
    key: ['monitoring', 'checklists', organisationId, t.locale],
    load: (signal) => checklists.shippedChecklists({ query: { organisationId } }, { signal }),
    on: ['cases.checklistSaved'],
  })
  return (
    <Section title={t('maintenance.lists')}>
      {error && <Failure error={error} />}
      {!data && !error && <Skeletons rows={5} />}
      <ul className={classes.list}>
        {data?.items.map((one) => (
          <ShippedRow key={one.key} one={one} organisationId={organisationId} />
        ))}
      </ul>
    </Section>
  )
}
function ShippedRow({ one, organisationId }: { one: ShippedChecklist; organisationId: string }) {
  const t = useText(maintenanceWords)
  const reload = useReload()
  const may = useMayAt('monitoring.configure', organisationId)
  const [busy, setBusy] = useState(false)
  const take = async () => {
    setBusy(true)
    try {
      await checklists.takeOverChecklist({ params: { key: one.key }, body: { organisationId } })
      toast(t('maintenance.lists.took', { name: one.name }))
      await reload(['monitoring', 'checklists'])
    } catch (error) {
      toastProblem(error, t('maintenance.failed'))
    }
    setBusy(false)
  }
  return (
    <li className={classes.row}>
      <details className={classes.wide}>
        <summary>
          {one.name} <span className="dim small">{t('maintenance.lists.usual', { months: one.months, minutes: one.minutes })}</span>
        </summary>
        <p className="dim small">{one.text}</p>
        <ol className="small">
          {one.tasks.map((task) => (
            <li key={task}>{task}</li>
          ))}
        </ol>
      </details>
      {one.takenOver !== null && <span className="dim small">{t('maintenance.lists.taken')}</span>}
      {one.takenOver === null && may && (
        <Button
          size="compact-sm"
          variant="default"
          loading={busy}
          aria-label={t('maintenance.lists.takeOne', { name: one.name })}
          onClick={() => void take()}
        >
          {t('maintenance.lists.take')}
        </Button>
      )}
    </li>
  )
}
