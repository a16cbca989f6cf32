/** SNMP traps, newest first; the whole of one beside the list. */
import { useState } from 'react'
import { Link } from '#web/kit/links.tsx'
import { useLoadList } from '#web/kit/load.ts'
import { Empty, Failure, Note } from '#web/kit/marks.tsx'
import { Section } from '#web/kit/page.tsx'
import { Facts } from '#web/kit/recordPage.tsx'
import { Side } from '#web/kit/side.tsx'
import { StateBadge } from '#web/kit/stateBadge.tsx'
import { type Column, Table } from '#web/kit/table.tsx'
import { type Text, useText } from '#web/kit/texts.ts'
import { Time } from '#web/kit/time.tsx'
import type { Trap } from '../contract.ts'
import { receiving } from './calls.ts'
import classes from './receiving.module.css'
import { receivingTexts } from './receivingTexts.ts'

type T = Text<keyof typeof receivingTexts & string>
const nameOf = (t: T, { name, reason }: Trap) => name ?? reason ?? t('monitoring.traps.soon')
const from = ({ item, address }: Trap) => item?.name ?? address
const columnsOf = (t: T): Column<Trap>[] => [
  { key: 'received', title: t('monitoring.traps.received'), width: 140, fixed: true, render: (row) => <Time at={row.receivedAt} /> },
  { key: 'from', title: t('monitoring.traps.from'), width: 200, lead: true, fixed: true, render: from },
  {
    key: 'which',
    title: t('monitoring.traps.which'),
    width: 240,
    render: (row) =>
      row.reason === null ? (
        nameOf(t, row)
      ) : (
        <StateBadge meaning="broken" plain>
          {row.reason}
        </StateBadge>
      ),
  },
  {
    key: 'told',
    title: t('monitoring.traps.told'),
    wideOnly: true,
    render: ({ told }) =>
      told
        .slice(0, 6)
        .map(({ oid, name, value }) => `${name ?? oid} ${value}`)
        .join(', '),
  },
]

export function Traps() {
  const t = useText(receivingTexts)
  const [openId, setOpenId] = useState<string>()
  const list = useLoadList({
    key: ['monitoring', 'traps'],
    load: (after, signal) => receiving.traps({ query: { limit: 25, ...(after && { after }) } }, { signal }),
  })
  const open = list.rows?.find(({ id }) => id === openId)
  return (
    <Section title={t('monitoring.traps')}>
      <p className="dim">{t('monitoring.traps.lead')}</p>
      {list.error && !list.rows ? (
        <Failure error={list.error} retry={list.retry} />
      ) : (
        <Table
          name="monitoring/traps"
          label={t('monitoring.traps')}
          columns={columnsOf(t)}
          rows={list.rows}
          rowKey={({ id }) => id}
          rowName={(row) => `${from(row)} ${nameOf(t, row)}`}
          onOpen={({ id }) => setOpenId(id)}
          onPeek={({ id }) => setOpenId(id)}
          loadMore={list.loadMore}
          loadingMore={list.loadingMore}
          empty={<Empty title={t('monitoring.traps.empty')}>{t('monitoring.traps.emptyWhat')}</Empty>}
        />
      )}
      <Side opened={open !== undefined} onClose={() => setOpenId(undefined)} title={open ? nameOf(t, open) : ''}>
        {open && <Whole trap={open} />}
      </Side>
    </Section>
  )
}
function Whole({ trap }: { trap: Trap }) {
  const t = useText(receivingTexts)
  const { item, told, reason } = trap
  return (
    <div className={classes.stack}>
      {reason !== null && <Note tone="red">{reason}</Note>}
      <Facts
        rows={[
          { label: t('monitoring.traps.received'), value: <Time at={trap.receivedAt} as="absolute" /> },
          {
            label: t('monitoring.traps.from'),
            value: item ? <Link to={`/items/${item.number}`}>{`${item.name} (${trap.address})`}</Link> : trap.address,
          },
          ...(trap.version ? [{ label: t('monitoring.traps.version'), value: trap.version }] : []),
          ...(trap.oid ? [{ label: t('monitoring.traps.which'), value: <code>{trap.oid}</code> }] : []),
          ...told.map(({ oid, name, value }) => ({ label: name ?? oid, value })),
        ]}
      />
    </div>
  )
}
