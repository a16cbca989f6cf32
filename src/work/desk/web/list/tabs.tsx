/** The views of the list of cases as tabs. */
import { ViewTabs } from '#record/views/web/tabs.tsx'
import { columnsShown } from '#web/kit/list.ts'
import type { Column } from '#web/kit/table.tsx'
import { useText } from '#web/kit/texts.ts'
import type { CaseItem } from '../../contract.ts'
import { viewColumns } from '../../views/contract.ts'
import { viewCalls, viewsKey } from '../../views/web/calls.ts'
import { useCounts } from '../counts.ts'
import { deskWords } from '../texts.ts'
import type { OpenCases } from './openView.ts'
import { viewAddress, views } from './views.ts'

interface Props {
  open: OpenCases
  /** What the list asks for now. */
  query: Readonly<Record<string, unknown>>
  columns: readonly Column<CaseItem>[]
  organisationId: string | undefined
}
export function Views({ open, query, columns, organisationId }: Props) {
  const t = useText(deskWords)
  const counts = useCounts()
  const { sort, ...filter } = query
  const shown = () => columnsShown(`desk/${open.name}`, columns).filter((key) => viewColumns.some((one) => one === key))
  const standing = views.map((one) => ({
    key: one,
    title: t(`desk.view.${one}`),
    to: viewAddress(one, !open.saved?.defaultId),
    ...(one !== 'all' && { count: counts?.[one], hot: one === 'late' && (counts?.late ?? 0) > 0 }),
  }))
  const list = { calls: viewCalls, loaded: viewsKey, address: (view: string) => `/desk?view=${view}`, first: 'open' }
  return <ViewTabs open={open} standing={standing} list={{ ...list, organisationId, filter, sort: String(sort), columns: shown }} />
}
