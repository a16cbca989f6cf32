/** The views of the register as tabs. */
import type { OpenView } from '#record/views/web/openView.ts'
import { ViewTabs } from '#record/views/web/tabs.tsx'
import { columnsShown } from '#web/kit/list.ts'
import type { Column } from '#web/kit/table.tsx'
import { useText } from '#web/kit/texts.ts'
import type { ListedItem } from '../contract.ts'
import { type ItemView, itemViewColumns } from '../views/contract.ts'
import { itemViewCalls, itemViewsKey } from '../views/web/calls.ts'
import { webTexts } from './texts.ts'
import { type View, views } from './views.ts'

interface Props {
  open: OpenView<View, ItemView>
  /** What the list asks for now. */
  query: Readonly<Record<string, unknown>>
  columns: readonly Column<ListedItem>[]
  organisationId: string | undefined
}
export function ItemTabs({ open, query, columns, organisationId }: Props) {
  const t = useText(webTexts)
  const { sort, ...filter } = query
  const address = (view: string) => `/items?view=${view}`
  const shown = () => columnsShown(`items/${open.name}`, columns).filter((key) => itemViewColumns.some((one) => one === key))
  const standing = views.map((key) => ({
    key,
    title: t(`items.view.${key}`),
    to: key === 'all' && !open.saved?.defaultId ? '/items' : address(key),
  }))
  const list = { calls: itemViewCalls, loaded: itemViewsKey, address, first: 'all' }
  return <ViewTabs open={open} standing={standing} list={{ ...list, organisationId, filter, sort: String(sort), columns: shown }} />
}
