/** What can be changed of the selected items together. */
import { Button, Menu } from '@mantine/core'
import IconDown from '@tabler/icons-react/dist/esm/icons/IconChevronDown.mjs'
import { lazy, Suspense } from 'react'
import { Link } from '#web/kit/links.tsx'
import { useText } from '#web/kit/texts.ts'
import type { ListedItem } from '../../contract.ts'
import { webTexts } from '../../web/texts.ts'

const BulkDialog = lazy(() => import('./bulkDialog.tsx'))
export const whats = ['state', 'owner', 'location', 'tags', 'supplier', 'importance', 'bought', 'attribute'] as const
export type What = (typeof whats)[number]
/** What was begun, with which items: it goes on when these leave the list, and the selection with them. */
export interface Begun {
  what: What
  rows: readonly ListedItem[]
  clear: () => void
}

export function Bulk({ rows, clear, begin }: { rows: readonly ListedItem[]; clear: () => void; begin: (begun: Begun) => void }) {
  const t = useText(webTexts)
  return (
    <Menu position="bottom-start" withInitialFocusPlaceholder={false} withinPortal={false}>
      <Menu.Target>
        <Button size="xs" variant="default" rightSection={<IconDown size={14} aria-hidden />}>
          {t('items.bulk.what')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {whats.map((what) => (
          <Menu.Item key={what} onClick={() => begin({ what, rows, clear })}>
            {t(`items.bulk.${what}`)}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item component={Link} to="/items/bulk">
          {t('items.bulk.mine')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}

export function Many({ begun, close }: { begun: Begun | undefined; close: () => void }) {
  return <Suspense fallback={null}>{begun && <BulkDialog what={begun.what} rows={begun.rows} close={close} clear={begun.clear} />}</Suspense>
}
