/** What can be done with the selected cases together. */
import { Button, Menu } from '@mantine/core'
import IconDown from '@tabler/icons-react/dist/esm/icons/IconChevronDown.mjs'
import { useState } from 'react'
import { problemIn } from '#web/kit/api.ts'
import { useReload } from '#web/kit/load.ts'
import { useText } from '#web/kit/texts.ts'
import { toast } from '#web/kit/toast.tsx'
import type { CaseItem } from '../../contract.ts'
import { calls, useEngineers, useTeams } from '../calls.ts'
import { fitting, Shown, useTitle } from '../part.tsx'
import { deskWords } from '../texts.ts'
import { selectionDialogs } from './parts.ts'

type Change = (row: CaseItem) => Promise<unknown>

export function Bulk({ rows, clear }: { rows: readonly CaseItem[]; clear: () => void }) {
  const t = useText(deskWords)
  const reload = useReload()
  const [busy, setBusy] = useState(false)
  const organisations = new Set(rows.map(({ organisationId }) => organisationId))
  const organisationId = organisations.size === 1 ? rows[0]?.organisationId : undefined
  const engineers = useEngineers(organisationId)
  const teams = useTeams(organisationId)
  const all = async (change: Change) => {
    setBusy(true)
    const results = await Promise.allSettled(rows.map(change))
    const failed = results.filter((result) => result.status === 'rejected')
    const count = results.length - failed.length
    if (count > 0) toast(t('desk.bulk.done', { count }))
    if (failed[0]) toast(t('desk.bulk.failed', { count: failed.length, why: problemIn(failed[0].reason)?.title ?? '' }))
    setBusy(false)
    clear()
    await reload(['desk'])
  }
  const assign = (body: { assigneeId?: string | null; teamId?: string | null }) =>
    void all((row) => calls.assign({ params: { id: row.id }, body: { version: row.version, ...body } }))
  return (
    <>
      <Button
        size="xs"
        variant="default"
        loading={busy}
        onClick={() => void all((row) => calls.take({ params: { id: row.id }, body: { version: row.version } }))}
      >
        {t('desk.take')}
      </Button>
      <Menu position="bottom-start" withInitialFocusPlaceholder={false} withinPortal={false}>
        <Menu.Target>
          <Button size="xs" variant="default" disabled={busy} rightSection={<IconDown size={14} aria-hidden />}>
            {t('desk.assignTo')}
          </Button>
        </Menu.Target>
        <Menu.Dropdown mah={360} style={{ overflowY: 'auto' }}>
          <Menu.Label>{t('desk.assign.person')}</Menu.Label>
          <Menu.Item onClick={() => assign({ assigneeId: null })}>{t('desk.nobody')}</Menu.Item>
          {engineers?.map(({ id, name }) => (
            <Menu.Item key={id} onClick={() => assign({ assigneeId: id })}>
              {name}
            </Menu.Item>
          ))}
          {teams && teams.length > 0 && <Menu.Label>{t('desk.assign.team')}</Menu.Label>}
          {teams?.map(({ id, name }) => (
            <Menu.Item key={id} onClick={() => assign({ teamId: id })}>
              {name}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      <More rows={rows} clear={clear} />
    </>
  )
}

/** What the wings can do with the selection. */
function More({ rows, clear }: { rows: readonly CaseItem[]; clear: () => void }) {
  const t = useText(deskWords)
  const titleOf = useTitle()
  const [dialog, setDialog] = useState<string>()
  const props = { rows, clear, close: () => setDialog(undefined) }
  const dialogs = fitting(selectionDialogs, props)
  const chosen = dialogs.find(({ key }) => key === dialog)
  if (dialogs.length === 0) return null
  return (
    <>
      <Menu position="bottom-start" withInitialFocusPlaceholder={false} withinPortal={false}>
        <Menu.Target>
          <Button size="xs" variant="default" rightSection={<IconDown size={14} aria-hidden />}>
            {t('desk.case.more')}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {dialogs.map(({ key, title }) => (
            <Menu.Item key={key} onClick={() => setDialog(key)}>
              {titleOf(title)}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      {chosen && <Shown one={chosen} props={props} />}
    </>
  )
}
