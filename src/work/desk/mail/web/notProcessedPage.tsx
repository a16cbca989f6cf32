/** Mail that became nothing yet: why, what it says, and what to do with it. */

import IconMailCheck from '@tabler/icons-react/dist/esm/icons/IconMailCheck.mjs'
import { useState } from 'react'
import { sizeOf } from '#web/kit/fileField.tsx'
import { useLoadList } from '#web/kit/load.ts'
import { Empty, Failure } from '#web/kit/marks.tsx'
import { Page } from '#web/kit/page.tsx'
import { Side } from '#web/kit/side.tsx'
import { StateBadge } from '#web/kit/stateBadge.tsx'
import { type Column, Table } from '#web/kit/table.tsx'
import { type Text, useText } from '#web/kit/texts.ts'
import { Time } from '#web/kit/time.tsx'
import { post } from './mailCalls.ts'
import { type Mail, Message } from './message.tsx'
import { reasonOf } from './reason.ts'
import { postWords } from './texts.ts'

type T = Text<keyof typeof postWords & string>

const columnsOf = (t: T): readonly Column<Mail>[] => [
  { key: 'received', title: t('desk.post.received'), width: 112, fixed: true, render: (row) => <Time at={row.receivedAt} /> },
  { key: 'sender', title: t('desk.post.sender'), width: 220, render: (row) => row.sender ?? <span className="dim">{t('desk.post.noSender')}</span> },
  {
    key: 'subject',
    title: t('desk.post.subject'),
    lead: true,
    fixed: true,
    render: (row) => row.subject || <span className="dim">{t('desk.post.noSubject')}</span>,
  },
  {
    key: 'reason',
    title: t('desk.post.reason'),
    width: 340,
    render: (row) => (
      <StateBadge meaning="broken" plain>
        {reasonOf(t, row.reason)}
      </StateBadge>
    ),
  },
  { key: 'size', title: t('desk.post.size'), width: 84, end: true, mono: true, wideOnly: true, render: (row) => sizeOf(row.size, t.locale) },
]

export default function NotProcessedPage() {
  const t = useText(postWords)
  const [openId, setOpenId] = useState<string>()
  const { rows, loadMore, loadingMore, error, retry } = useLoadList({
    key: ['desk', 'notProcessed'],
    load: (after, signal) => post.notProcessed({ query: { limit: 50, ...(after && { after }) } }, { signal }),
    on: ['desk.mail.'],
  })
  const open = rows?.find(({ id }) => id === openId)
  return (
    <Page title={t('desk.post.title')} lead={t('desk.post.lead')} width="fill">
      {error && !rows ? (
        <Failure error={error} retry={retry} />
      ) : (
        <Table
          name="desk/notProcessed"
          label={t('desk.post.title')}
          columns={columnsOf(t)}
          rows={rows}
          rowKey={({ id }) => id}
          rowName={({ subject, sender }) => subject ?? sender ?? ''}
          onOpen={({ id }) => setOpenId(id)}
          onPeek={({ id }) => setOpenId(id)}
          loadMore={loadMore}
          loadingMore={loadingMore}
          empty={
            <Empty icon={IconMailCheck} title={t('desk.post.empty')}>
              {t('desk.post.empty.text')}
            </Empty>
          }
        />
      )}
      <Side
        opened={open !== undefined}
        onClose={() => setOpenId(undefined)}
        title={open ? t('desk.post.message', { sender: open.sender ?? t('desk.post.noSender') }) : ''}
      >
        {open && <Message key={open.id} mail={open} onDone={() => setOpenId(undefined)} />}
      </Side>
    </Page>
  )
}
