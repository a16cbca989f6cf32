/** What senders sent and was not understood: why, from whom, how often, and its beginning to look at. */
import { useState } from 'react'
import { sizeOf } from '#web/kit/fileField.tsx'
import { useLoadList } from '#web/kit/load.ts'
import { Empty, Failure, Note } from '#web/kit/marks.tsx'
import { Section } from '#web/kit/page.tsx'
import { Facts } from '#web/kit/recordPage.tsx'
import { Side } from '#web/kit/side.tsx'
import { StateBadge } from '#web/kit/stateBadge.tsx'
import { type Column, Table } from '#web/kit/table.tsx'
import { type Text, useText } from '#web/kit/texts.ts'
import { Time } from '#web/kit/time.tsx'
import type { Refused as Row, Way } from '../contract.ts'
import { rawOf, receiving } from './calls.ts'
import classes from './receiving.module.css'
import { receivingTexts } from './receivingTexts.ts'

const wayNames: Readonly<Record<Way, string>> = {
  remoteWrite1: 'remote-write 1.0',
  remoteWrite2: 'remote-write 2.0',
  otlp: 'OpenTelemetry',
  zabbix: 'Zabbix',
  traps: 'SNMP',
}
type T = Text<keyof typeof receivingTexts & string>
const sender = ({ key, address }: Row) => key ?? address
const columnsOf = (t: T): Column<Row>[] => [
  { key: 'received', title: t('monitoring.traps.received'), width: 140, fixed: true, render: (row) => <Time at={row.receivedAt} /> },
  { key: 'sender', title: t('monitoring.refused.sender'), width: 180, lead: true, fixed: true, render: sender },
  { key: 'way', title: t('monitoring.refused.way'), width: 130, wideOnly: true, render: ({ via }) => wayNames[via] },
  {
    key: 'reason',
    title: t('monitoring.refused.reason'),
    render: (row) => (
      <StateBadge meaning="broken" plain>
        {row.reason}
      </StateBadge>
    ),
  },
  { key: 'times', title: t('monitoring.refused.times'), width: 70, end: true, mono: true, wideOnly: true, render: ({ times }) => times },
  {
    key: 'size',
    title: t('monitoring.refused.size'),
    width: 84,
    end: true,
    mono: true,
    wideOnly: true,
    render: ({ size }) => sizeOf(size, t.locale),
  },
]

export function NotProcessed() {
  const t = useText(receivingTexts)
  const [openId, setOpenId] = useState<string>()
  const list = useLoadList({
    key: ['monitoring', 'refused'],
    load: (after, signal) => receiving.refused({ query: { limit: 25, ...(after && { after }) } }, { signal }),
    on: ['monitoring.notUnderstood'],
  })
  const open = list.rows?.find(({ id }) => id === openId)
  return (
    <Section title={t('monitoring.refused')}>
      <p className="dim">{t('monitoring.refused.lead')}</p>
      {list.error && !list.rows ? (
        <Failure error={list.error} retry={list.retry} />
      ) : (
        <Table
          name="monitoring/refused"
          label={t('monitoring.refused')}
          columns={columnsOf(t)}
          rows={list.rows}
          rowKey={({ id }) => id}
          rowName={sender}
          onOpen={({ id }) => setOpenId(id)}
          onPeek={({ id }) => setOpenId(id)}
          loadMore={list.loadMore}
          loadingMore={list.loadingMore}
          empty={<Empty title={t('monitoring.refused.empty')}>{t('monitoring.refused.emptyWhat')}</Empty>}
        />
      )}
      <Side opened={open !== undefined} onClose={() => setOpenId(undefined)} title={open ? sender(open) : ''}>
        {open && (
          <div className={classes.stack}>
            <Note tone="red">{open.reason}</Note>
            <Facts
              rows={[
                { label: t('monitoring.traps.received'), value: <Time at={open.receivedAt} as="absolute" /> },
                { label: t('monitoring.refused.sender'), value: [open.key, open.address].filter(Boolean).join(' · ') },
                { label: t('monitoring.refused.way'), value: [wayNames[open.via], open.contentType].filter(Boolean).join(' · ') },
                { label: t('monitoring.refused.times'), value: open.times },
                { label: t('monitoring.refused.size'), value: sizeOf(open.size, t.locale) },
              ]}
            />
            <a href={rawOf(open.id)} download>
              {t('monitoring.refused.save')}
            </a>
          </div>
        )}
      </Side>
    </Section>
  )
}
