/** Back-ups: what is wrong first, with the newest copy, its size beside those before it, and when a restore was last tested. */
import { Button, Menu } from '@mantine/core'
import IconBackup from '@tabler/icons-react/dist/esm/icons/IconDatabaseExport.mjs'
import { useState } from 'react'
import { useWhere } from '#record/items/web/more.ts'
import { problemIn } from '#web/kit/api.ts'
import { useGo } from '#web/kit/links.tsx'
import { useLoad } from '#web/kit/load.ts'
import { Empty, Failure } from '#web/kit/marks.tsx'
import { type Column, Table } from '#web/kit/table.tsx'
import { type Text, useText } from '#web/kit/texts.ts'
import { Time } from '#web/kit/time.tsx'
import { toast } from '#web/kit/toast.tsx'
import { MonitoringPage } from '../../web/places.tsx'
import type { Backup } from '../contract.ts'
import { backups } from './backupCalls.ts'
import { BackupForm } from './backupForm.tsx'
import { BackupState, ReadShare, Sizes, Tested } from './backupMarks.tsx'
import { backupTexts } from './backupTexts.ts'

type T = Text<keyof typeof backupTexts & string>
const columnsOf = (t: T): Column<Backup>[] => [
  { key: 'name', title: t('monitoring.backups.name'), lead: true, fixed: true, render: ({ name }) => name },
  { key: 'state', title: t('monitoring.backups.state'), width: 120, render: (row) => <BackupState state={row.state} active={row.active} plain /> },
  { key: 'item', title: t('monitoring.backups.item'), width: 200, render: ({ item }) => item && `${item.number} ${item.name}` },
  { key: 'newest', title: t('monitoring.backups.newest'), width: 150, render: ({ newest }) => newest && <Time at={newest.at} /> },
  { key: 'size', title: t('monitoring.backups.size'), width: 170, render: (backup) => <Sizes backup={backup} /> },
  { key: 'tested', title: t('monitoring.backups.tested'), width: 160, render: (backup) => <Tested backup={backup} /> },
  { key: 'read', title: t('monitoring.backups.read'), width: 140, wideOnly: true, render: (backup) => <ReadShare backup={backup} /> },
]

export default function BackupsPage() {
  const t = useText(backupTexts)
  const where = useWhere('monitoring.configure')
  const [adding, setAdding] = useState(false)
  const { data, error, refetch } = useLoad({
    key: ['monitoring', 'backups', t.locale],
    load: (signal) => backups.backups({}, { signal }),
    on: ['monitoring.backup'],
  })
  const add = where.length > 0 && <Button onClick={() => setAdding(true)}>{t('monitoring.backups.add')}</Button>
  const some = (data?.items.length ?? 0) > 0
  return (
    <MonitoringPage
      title={t('monitoring.backups')}
      lead={t('monitoring.backups.lead')}
      width="fill"
      actions={
        some && (
          <>
            {add}
            <TakeOver />
          </>
        )
      }
    >
      {error && !data ? (
        <Failure error={error} retry={() => void refetch()} />
      ) : (
        <Table
          name="monitoring/backups"
          label={t('monitoring.backups')}
          columns={columnsOf(t)}
          rows={data?.items}
          rowKey={({ id }) => id}
          rowName={({ name }) => name}
          href={({ id }) => `/monitoring/backups/${id}`}
          empty={
            <Empty icon={IconBackup} title={t('monitoring.backups.empty')} action={add}>
              {t(where.length > 0 ? 'monitoring.backups.emptyWhat' : 'monitoring.backups.emptyAsk')}
            </Empty>
          }
        />
      )}
      {adding && <BackupForm backup={undefined} where={where} close={() => setAdding(false)} />}
    </MonitoringPage>
  )
}

/** What must hold of back-ups becomes a baseline, to be tried and published. */
function TakeOver() {
  const t = useText(backupTexts)
  const go = useGo()
  const where = useWhere('norms.configure')
  const [only] = where
  if (!only) return null
  const take = (organisationId: string) =>
    void backups.takeOver({ body: { organisationId } }).then(
      ({ baselineId }) => {
        toast(t('monitoring.backups.baselineDone'))
        go(`/norms/baselines/${baselineId}`)
      },
      (thrown: unknown) => toast(problemIn(thrown)?.title ?? t('monitoring.backups.failed')),
    )
  if (where.length === 1)
    return (
      <Button variant="default" onClick={() => take(only.id)}>
        {t('monitoring.backups.baseline')}
      </Button>
    )
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button variant="default">{t('monitoring.backups.baseline')}</Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{t('monitoring.backups.baselineOf')}</Menu.Label>
        {where.map(({ id, name }) => (
          <Menu.Item key={id} onClick={() => take(id)}>
            {name}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}
