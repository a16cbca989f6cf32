/** The list of cases: standing views as tabs, filters in the address, everything by keyboard, alive without moving under your hands. */
import { Button } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import IconInbox from '@tabler/icons-react/dist/esm/icons/IconInbox.mjs'
import IconNext from '@tabler/icons-react/dist/esm/icons/IconPlayerTrackNext.mjs'
import { lazy, Suspense, useCallback, useMemo, useRef, useState } from 'react'
import { kinds, priorities, states } from '#record/cases/contract.ts'
import { columnsOfView } from '#record/views/web/openView.ts'
import { type FilterField, Filters } from '#web/kit/filters.tsx'
import { listOf, useGo, useUrlState } from '#web/kit/links.tsx'
import { useNarrow } from '#web/kit/list.ts'
import { useLoadList } from '#web/kit/load.ts'
import { Empty, Failure } from '#web/kit/marks.tsx'
import { Page } from '#web/kit/page.tsx'
import { useMay } from '#web/kit/person.ts'
import { Table } from '#web/kit/table.tsx'
import { useText } from '#web/kit/texts.ts'
import type { CaseItem } from '../../contract.ts'
import { calls, reading, useEngineers, useMyOrganisations, useTeams } from '../calls.ts'
import { DeskPlaces } from '../places.tsx'
import { useTakeNext } from '../takeNext.ts'
import { deskWords } from '../texts.ts'
import { type Begun, Bulk, Many } from './bulk.tsx'
import { columnsOf } from './columns.tsx'
import classes from './list.module.css'
import { useOpenCases } from './openView.ts'
import { useSteady } from './steady.ts'
import { Views } from './tabs.tsx'
import { isNarrowed, narrowing, queryOf, sortOf, type View } from './views.ts'

/** Loaded when somebody first looks at a row from the list: the panel and what it floats on are a tenth of the page. */
const Peek = lazy(() => import('./peek.tsx').then((file) => ({ default: file.Peek })))

export default function ListPage() {
  const t = useText(deskWords)
  const mayWork = useMay('desk.work')
  const [search, change] = useUrlState()
  const open = useOpenCases(search)
  const { view, kept, name } = open
  const box = useRef<HTMLDivElement>(null)
  const organisations = useMyOrganisations(reading)
  const narrow = useNarrow()
  const tight = useMediaQuery('(max-width: 1240px)', false, { getInitialValueInEffect: false }) ?? false
  const query = queryOf(view, search)
  const question = JSON.stringify(query)
  const list = useLoadList({
    key: ['desk', 'list', question],
    when: open.ready,
    load: (after, signal) => calls.cases({ query: { ...(query as object), limit: 50, ...(after && { after }) } }, { signal }),
    on: ['cases.'],
  })
  const { rows, waiting, show } = useSteady<CaseItem>(list.rows, question, box)
  const [begun, setBegun] = useState<Begun>()
  const [peeked, setPeeked] = useState<string>()
  // Once asked for it stays, so that it can also slide away.
  const [peekAsked, setPeekAsked] = useState(false)
  const at = rows?.findIndex(({ id }) => id === peeked) ?? -1
  const move = useCallback((by: 1 | -1) => setPeeked((now) => rows?.[(rows.findIndex(({ id }) => id === now) ?? 0) + by]?.id ?? now), [rows])
  const closePeek = useCallback(() => setPeeked(undefined), [])
  const columns = useMemo(
    () =>
      columnsOfView(
        columnsOf(t, (id) => organisations.find((one) => one.id === id)?.name, narrow, tight),
        kept,
      ),
    [t, organisations, narrow, tight, kept],
  )
  const sort = sortOf(view, search)
  return (
    <Page title={t('desk.title')} width="fill" actions={mayWork && <TakeNext />}>
      <DeskPlaces />
      <Views open={open} query={query} columns={columns} organisationId={organisations[0]?.id} />
      <div ref={box} className={classes.list}>
        {list.error && !rows ? (
          <Failure error={list.error} retry={list.retry} />
        ) : (
          <Table
            key={name}
            name={`desk/${name}`}
            label={t('desk.cases')}
            columns={columns}
            rows={rows}
            rowKey={({ id }) => id}
            rowName={({ number }) => number}
            href={({ number }) => `/desk/cases/${number}`}
            onPeek={({ id }) => {
              setPeekAsked(true)
              setPeeked(id)
            }}
            loadMore={list.loadMore}
            loadingMore={list.loadingMore}
            sort={{ key: sort, down: sort === 'updated' || sort === 'created' }}
            onSort={({ key }) => change({ sort: key })}
            {...(mayWork && {
              actions: (chosen: readonly CaseItem[], clear: () => void) => <Bulk rows={chosen} clear={clear} query={query} begin={setBegun} />,
            })}
            empty={<Nothing view={typeof view === 'string' ? view : 'all'} narrowed={isNarrowed(search)} clear={() => change(noFilters)} />}
            bar={<Bar waiting={waiting} show={show} />}
          />
        )}
      </div>
      <Many begun={begun} close={() => setBegun(undefined)} />
      <Suspense fallback={null}>{peekAsked && <Peek row={at < 0 ? undefined : rows?.[at]} onClose={closePeek} move={move} />}</Suspense>
    </Page>
  )
}

const noFilters = Object.fromEntries(narrowing.map((key) => [key, undefined]))

function Bar({ waiting, show }: { waiting: number; show: () => void }) {
  const t = useText(deskWords)
  return (
    <div className={classes.bar}>
      <CaseFilters />
      {waiting > 0 && (
        <button type="button" className={classes.fresh} onClick={show}>
          {t('desk.list.new', { count: waiting })} · {t('desk.list.show')}
        </button>
      )}
    </div>
  )
}

function CaseFilters() {
  const t = useText(deskWords)
  const [search] = useUrlState()
  const organisations = useMyOrganisations(reading)
  const chosen = listOf(search.organisationId)[0]
  const teams = useTeams(chosen)
  const engineers = useEngineers(chosen)
  const reporter = listOf(search.reporterId)[0]
  const fields = useMemo<readonly FilterField[]>(
    () => [
      { key: 'state', label: t('desk.filter.state'), options: states.map((value) => ({ value, label: t(`cases.state.${value}`).toLowerCase() })) },
      {
        key: 'priority',
        label: t('desk.filter.priority'),
        options: priorities.map((value) => ({ value, label: t(`cases.priority.${value}`).toLowerCase() })),
      },
      { key: 'kind', label: t('desk.filter.kind'), options: kinds.map((value) => ({ value, label: t(`cases.kind.${value}`).toLowerCase() })) },
      {
        key: 'assignee',
        label: t('desk.filter.assignee'),
        single: true,
        options: [
          { value: 'me', label: t('desk.filter.me') },
          { value: 'none', label: t('desk.filter.nobody') },
          ...(engineers ?? []).map(({ id, name }) => ({ value: id, label: name })),
        ],
      },
      ...(teams && teams.length > 0
        ? [{ key: 'teamId', label: t('desk.filter.team'), single: true, options: teams.map(({ id, name }) => ({ value: id, label: name })) }]
        : []),
      ...(organisations.length > 1
        ? [
            {
              key: 'organisationId',
              label: t('desk.filter.organisation'),
              single: true,
              options: organisations.map(({ id, name }) => ({ value: id, label: name })),
            },
          ]
        : []),
      ...(reporter
        ? [{ key: 'reporterId', label: t('desk.filter.reporter'), single: true, options: [{ value: reporter, label: t('desk.results.person') }] }]
        : []),
    ],
    [t, engineers, teams, organisations, reporter],
  )
  return <Filters fields={fields} text="search" textLabel={t('desk.filter.search')} />
}

function Nothing({ view, narrowed, clear }: { view: View; narrowed: boolean; clear: () => void }) {
  const t = useText(deskWords)
  const go = useGo()
  const mayWork = useMay('desk.work')
  if (narrowed)
    return (
      <Empty
        icon={IconInbox}
        title={t('desk.list.empty')}
        action={
          <Button variant="default" onClick={clear}>
            {t('desk.list.clearFilters')}
          </Button>
        }
      >
        {t('desk.list.empty.filtered')}
      </Empty>
    )
  if (view === 'mine')
    return (
      <Empty
        icon={IconInbox}
        title={t('desk.list.empty')}
        action={
          <Button variant="default" onClick={() => go('/desk?view=unassigned')}>
            {t('desk.list.toUnassigned')}
          </Button>
        }
      >
        {t('desk.list.empty.mine')}
      </Empty>
    )
  if (view !== 'open')
    return (
      <Empty icon={IconInbox} title={t('desk.list.empty')}>
        {t('desk.list.empty.view')}
      </Empty>
    )
  return (
    <Empty
      icon={IconInbox}
      title={t('desk.list.empty')}
      action={
        mayWork && (
          <Button variant="default" onClick={() => go('/desk/new')}>
            {t('desk.register')}
          </Button>
        )
      }
    >
      {t('desk.list.empty.open')}
    </Empty>
  )
}

function TakeNext() {
  const t = useText(deskWords)
  const { take, busy } = useTakeNext()
  return (
    <Button variant="default" loading={busy} leftSection={<IconNext size={16} aria-hidden />} onClick={() => void take()}>
      {t('desk.takeNext')}
    </Button>
  )
}
