/** What can be done with the selected cases together, or with everything under the filter: one thing at a time, with progress and a way back. */
import { Button, Menu } from '@mantine/core'
import IconDown from '@tabler/icons-react/dist/esm/icons/IconChevronDown.mjs'
import { lazy, Suspense, useState } from 'react'
import { Link } from '#web/kit/links.tsx'
import { useText } from '#web/kit/texts.ts'
import type { BulkAction } from '../../bulk/contract.ts'
import type { Target } from '../../bulk/web/bulkDialog.tsx'
import type { CaseItem } from '../../contract.ts'
import { fitting, Shown, useTitle } from '../part.tsx'
import { deskWords } from '../texts.ts'
import { selectionDialogs } from './parts.ts'

const BulkDialog = lazy(() => import('../../bulk/web/bulkDialog.tsx'))
const whats = ['assign', 'priority', 'move', 'entry', 'watch', 'link'] as const
/** What was begun, with which cases: it goes on when these leave the list, and the selection with them. */
export interface Begun {
  what: (typeof whats)[number]
  action?: BulkAction
  target: Target
  clear: () => void
}
interface Props {
  rows: readonly CaseItem[]
  clear: () => void
  /** What the list asks for now. */
  query: Readonly<Record<string, unknown>>
  begin: (begun: Begun) => void
}

export function Bulk({ rows, clear, query, begin }: Props) {
  const t = useText(deskWords)
  const titleOf = useTitle()
  const [everything, setEverything] = useState(false)
  const [dialog, setDialog] = useState<string>()
  const organisations = new Set(rows.map(({ organisationId }) => organisationId))
  const organisationId = organisations.size === 1 ? rows[0]?.organisationId : undefined
  const { sort: _, ...filter } = query
  const target: Target = { ids: everything ? undefined : rows.map(({ id }) => id), filter, organisationId }
  const props = { rows, clear, close: () => setDialog(undefined) }
  const dialogs = fitting(selectionDialogs, props)
  const chosen = dialogs.find(({ key }) => key === dialog)
  return (
    <>
      <Button size="xs" variant="default" onClick={() => begin({ what: 'move', action: { do: 'move', move: 'take' }, target, clear })}>
        {t('desk.take')}
      </Button>
      <Menu position="bottom-start" withInitialFocusPlaceholder={false} withinPortal={false}>
        <Menu.Target>
          <Button size="xs" variant="default" rightSection={<IconDown size={14} aria-hidden />}>
            {t('desk.bulk.what')}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {whats.map((what) => (
            <Menu.Item key={what} onClick={() => begin({ what, target, clear })}>
              {t(`desk.bulk.${what}`)}
            </Menu.Item>
          ))}
          {dialogs.length > 0 && <Menu.Divider />}
          {dialogs.map(({ key, title }) => (
            <Menu.Item key={key} onClick={() => setDialog(key)}>
              {titleOf(title)}
            </Menu.Item>
          ))}
          <Menu.Divider />
          <Menu.Item component={Link} to="/desk/bulk">
            {t('desk.bulk.mine')}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <Button size="xs" variant="subtle" aria-pressed={everything} onClick={() => setEverything(!everything)}>
        {t(everything ? 'desk.bulk.selected' : 'desk.bulk.all')}
      </Button>
      {chosen && <Shown one={chosen} props={props} />}
    </>
  )
}

export function Many({ begun, close }: { begun: Begun | undefined; close: () => void }) {
  return (
    <Suspense fallback={null}>
      {begun && <BulkDialog what={begun.what} action={begun.action} target={begun.target} close={close} done={begun.clear} />}
    </Suspense>
  )
}
