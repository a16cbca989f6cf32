/** What agents report, those that came last first; first of all those that wait for a decision. */
import { Button } from '@mantine/core'
import IconLaptop from '@tabler/icons-react/dist/esm/icons/IconDeviceLaptop.mjs'
import { useState } from 'react'
import { useWhere } from '#record/items/web/more.ts'
import { Filters } from '#web/kit/filters.tsx'
import { keyTexts } from '#web/kit/keyTexts.ts'
import { Link, listOf, useGo, useUrlState } from '#web/kit/links.tsx'
import { useLoadList } from '#web/kit/load.ts'
import { Empty, Failure } from '#web/kit/marks.tsx'
import { Page } from '#web/kit/page.tsx'
import { useMay } from '#web/kit/person.ts'
import { Side } from '#web/kit/side.tsx'
import { type Column, Table } from '#web/kit/table.tsx'
import { type Text, useText } from '#web/kit/texts.ts'
import { Time } from '#web/kit/time.tsx'
import { type Agent, agentStates } from '../intake/contract.ts'
import { AgentSide } from './agentSide.tsx'
import { intake } from './calls.ts'
import { Decide } from './decide.tsx'
import { AgentState, agentKind, agentName } from './marks.tsx'
import { DevicePlaces } from './places.tsx'
import { webTexts } from './texts.ts'

type T = Text<keyof typeof webTexts & string>
const name = (t: T): Column<Agent> => ({ key: 'name', title: t('devices.col.name'), lead: true, fixed: true, render: agentName })
const kind = (t: T): Column<Agent> => ({ key: 'agent', title: t('devices.col.agent'), width: 170, render: agentKind })
const seen = (t: T): Column<Agent> => ({
  key: 'lastSeen',
  title: t('devices.col.lastSeen'),
  width: 130,
  render: ({ lastSeenAt }) => <Time at={lastSeenAt} />,
})
const address = (t: T): Column<Agent> => ({
  key: 'address',
  title: t('devices.col.address'),
  width: 124,
  mono: true,
  wideOnly: true,
  hidden: true,
  render: (row) => row.address,
})
const columnsOf = (t: T, organisation: ((id: string) => string) | undefined): Column<Agent>[] => [
  name(t),
  kind(t),
  {
    key: 'item',
    title: t('devices.col.item'),
    width: 200,
    render: ({ item }) => (item ? <Link to={`/items/${item.number}`}>{item.name}</Link> : <span className="dim">{t('devices.agent.noItem')}</span>),
  },
  ...(organisation
    ? [
        {
          key: 'organisation',
          title: t('devices.col.organisation'),
          width: 160,
          wideOnly: true,
          render: ({ organisationId }: Agent) => (organisationId ? organisation(organisationId) : ''),
        },
      ]
    : []),
  address(t),
  { key: 'state', title: t('devices.col.state'), width: 180, render: AgentState },
  seen(t),
]
const waitingColumnsOf = (t: T): Column<Agent>[] => [
  name(t),
  kind(t),
  { ...address(t), hidden: false, wideOnly: false },
  {
    key: 'firstSeen',
    title: t('devices.col.firstSeen'),
    width: 140,
    wideOnly: true,
    hidden: true,
    render: ({ firstSeenAt }) => <Time at={firstSeenAt} />,
  },
  seen(t),
  { key: 'decide', title: t('devices.col.decide'), width: 210, fixed: true, render: (agent) => <Decide agents={[agent]} named /> },
]

export default function AgentsPage() {
  const t = useText(webTexts)
  const [query] = useUrlState()
  const organisations = useWhere('devices.read')
  const decides = useMay('devices.configure')
  const [openId, setOpenId] = useState<string>()
  const state = agentStates.find((one) => one === listOf(query.state)[0])
  const search = listOf(query.search)[0]?.slice(0, 100)
  const list = useLoadList({
    key: ['devices', 'agents', state ?? '', search ?? ''],
    load: (after, signal) =>
      intake.agents({ query: { limit: 50, ...(state && { state }), ...(search && { search }), ...(after && { after }) } }, { signal }),
    on: ['devices.'],
  })
  const waiting = state === 'quarantined'
  const named = (id: string) => organisations.find((one) => one.id === id)?.name ?? ''
  const shown = (['accepted', 'refused'] as const).map((value) => ({ value, label: t(`devices.state.${value}`) }))
  const fields = waiting ? [] : [{ key: 'state', label: t('devices.state'), single: true, options: shown }]
  const open = list.rows?.find(({ id }) => id === openId)
  return (
    <Page title={waiting ? t('devices.waiting') : t('devices.agents')} lead={t('devices.lead')} width="fill">
      <DevicePlaces />
      {list.error && !list.rows ? (
        <Failure error={list.error} retry={list.retry} />
      ) : (
        <Table
          key={waiting ? 'waiting' : 'all'}
          name={waiting ? 'devices/waiting' : 'devices/agents'}
          label={waiting ? t('devices.waiting') : t('devices.agents')}
          columns={waiting ? waitingColumnsOf(t) : columnsOf(t, organisations.length > 1 ? named : undefined)}
          rows={list.rows}
          rowKey={({ id }) => id}
          rowName={agentName}
          onOpen={({ id }) => setOpenId(id)}
          onPeek={({ id }) => setOpenId(id)}
          loadMore={list.loadMore}
          loadingMore={list.loadingMore}
          {...(waiting && decides && { actions: (chosen: readonly Agent[], clear: () => void) => <Decide agents={chosen} done={clear} /> })}
          bar={<Filters fields={fields} text="search" textLabel={t('devices.search')} />}
          empty={<Nothing of={search ? 'search' : waiting ? 'waiting' : state ? 'search' : 'all'} />}
        />
      )}
      <Side opened={open !== undefined} onClose={() => setOpenId(undefined)} title={open ? agentName(open) : ''}>
        {open && <AgentSide key={open.id} agent={open} organisation={organisations.length > 1 ? named : undefined} />}
      </Side>
    </Page>
  )
}

function Nothing({ of }: { of: 'search' | 'waiting' | 'all' }) {
  const t = useText(webTexts)
  const ofKeys = useText(keyTexts)
  const go = useGo()
  const decides = useMay('devices.configure')
  if (of === 'search') return <Empty title={t('devices.agents.noneFound')}>{t('devices.agents.noneFoundWhat')}</Empty>
  if (of === 'waiting')
    return <Empty title={t('devices.agents.noneWaiting')}>{t(decides ? 'devices.agents.noneWaitingWhat' : 'devices.decide.notYours')}</Empty>
  return (
    <Empty
      icon={IconLaptop}
      title={t('devices.agents.empty')}
      action={decides && <Button onClick={() => go('/devices/keys')}>{ofKeys('kit.keys.new')}</Button>}
    >
      {t(decides ? 'devices.agents.emptyWhat' : 'devices.agents.emptyAsk')}
    </Empty>
  )
}
