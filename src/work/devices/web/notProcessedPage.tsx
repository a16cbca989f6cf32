/** What agents sent and was not understood: why, the whole of it, and what to do with it. */
import { Button } from '@mantine/core'
import { useState } from 'react'
import { useMayAt } from '#record/items/web/more.ts'
import { Confirm } from '#web/kit/confirm.tsx'
import { sizeOf } from '#web/kit/fileField.tsx'
import { useLoadList, useReload } from '#web/kit/load.ts'
import { Empty, Failure, Note, Refused } from '#web/kit/marks.tsx'
import { Page } from '#web/kit/page.tsx'
import { Facts } from '#web/kit/recordPage.tsx'
import { Side } from '#web/kit/side.tsx'
import { StateBadge } from '#web/kit/stateBadge.tsx'
import { type Column, Table } from '#web/kit/table.tsx'
import { type Text, useText } from '#web/kit/texts.ts'
import { Time } from '#web/kit/time.tsx'
import { toast, toastProblem } from '#web/kit/toast.tsx'
import type { Document } from '../intake/contract.ts'
import { rawOf } from './agentSide.tsx'
import { intake } from './calls.ts'
import classes from './devices.module.css'
import { agentName, dialectNames } from './marks.tsx'
import { DevicePlaces } from './places.tsx'
import { webTexts } from './texts.ts'

type T = Text<keyof typeof webTexts & string>
const sender = (t: T, { agent }: Document) => (agent ? agentName(agent) : t('devices.post.unread'))
const columnsOf = (t: T): Column<Document>[] => [
  { key: 'received', title: t('devices.col.received'), width: 140, fixed: true, render: (row) => <Time at={row.receivedAt} /> },
  {
    key: 'agent',
    title: t('devices.col.name'),
    width: 220,
    lead: true,
    fixed: true,
    render: (row) => (row.agent ? sender(t, row) : <span className="dim">{sender(t, row)}</span>),
  },
  {
    key: 'reason',
    title: t('devices.col.reason'),
    render: (row) => (
      <StateBadge meaning="broken" plain>
        {row.reason}
      </StateBadge>
    ),
  },
  { key: 'attempts', title: t('devices.col.attempts'), width: 90, end: true, wideOnly: true, render: (row) => row.attempts },
  { key: 'size', title: t('devices.col.size'), width: 84, end: true, mono: true, wideOnly: true, render: (row) => sizeOf(row.size, t.locale) },
]

export default function NotProcessedPage() {
  const t = useText(webTexts)
  const [openId, setOpenId] = useState<string>()
  const list = useLoadList({
    key: ['devices', 'documents', 'notProcessed'],
    load: (after, signal) => intake.documents({ query: { state: 'notProcessed', limit: 50, ...(after && { after }) } }, { signal }),
    on: ['devices.'],
  })
  const open = list.rows?.find(({ id }) => id === openId)
  return (
    <Page title={t('devices.notProcessed')} under={[{ label: t('devices.title'), to: '/devices' }]} lead={t('devices.post.lead')} width="fill">
      <DevicePlaces />
      {list.error && !list.rows ? (
        <Failure error={list.error} retry={list.retry} />
      ) : (
        <Table
          name="devices/notProcessed"
          label={t('devices.notProcessed')}
          columns={columnsOf(t)}
          rows={list.rows}
          rowKey={({ id }) => id}
          rowName={(row) => sender(t, row)}
          onOpen={({ id }) => setOpenId(id)}
          onPeek={({ id }) => setOpenId(id)}
          loadMore={list.loadMore}
          loadingMore={list.loadingMore}
          empty={<Empty title={t('devices.post.empty')}>{t('devices.post.emptyWhat')}</Empty>}
        />
      )}
      <Side opened={open !== undefined} onClose={() => setOpenId(undefined)} title={open ? sender(t, open) : ''}>
        {open && <Standing key={open.id} row={open} done={() => setOpenId(undefined)} />}
      </Side>
    </Page>
  )
}

function Standing({ row, done }: { row: Document; done: () => void }) {
  const t = useText(webTexts)
  const reload = useReload()
  const [busy, setBusy] = useState(false)
  const [asked, setAsked] = useState(false)
  const why = useMayAt('devices.work', row.organisationId ?? '') ? undefined : t('devices.post.notYours')
  const params = { id: row.id }
  const act = async (what: Promise<Document>, said: string) => {
    setBusy(true)
    try {
      await what
      toast(said)
      done()
    } catch (error) {
      toastProblem(error, t('devices.decide.failed'))
    } finally {
      setBusy(false)
      await reload(['devices'])
    }
  }
  return (
    <div className={classes.stack}>
      <Note tone="red">{row.reason}</Note>
      <Facts
        rows={[
          { label: t('devices.col.received'), value: <Time at={row.receivedAt} as="absolute" /> },
          ...(row.agent ? [{ label: t('devices.col.agent'), value: `${dialectNames[row.agent.dialect]} ${row.agent.deviceId}` }] : []),
          { label: t('devices.col.size'), value: sizeOf(row.size, t.locale) },
          { label: t('devices.col.attempts'), value: row.attempts },
        ]}
      />
      <div className={classes.deeds}>
        <Refused why={why}>
          <Button loading={busy} onClick={() => void act(intake.retry({ params }), t('devices.post.retried'))}>
            {t('devices.post.retry')}
          </Button>
        </Refused>
        <Refused why={why}>
          <Button variant="default" onClick={() => setAsked(true)}>
            {t('devices.post.discard')}
          </Button>
        </Refused>
      </div>
      <a href={rawOf(row.id)} download>
        {t('devices.post.save')}
      </a>
      <Confirm
        opened={asked}
        onClose={() => setAsked(false)}
        title={t('devices.post.discardTitle')}
        consequences={t('devices.post.discardWhat')}
        verb={t('devices.post.discard')}
        danger
        onConfirm={() => act(intake.discard({ params }), t('devices.post.discarded'))}
      />
    </div>
  )
}
