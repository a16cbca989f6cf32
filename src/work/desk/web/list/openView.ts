/** Which view is open: a standing one or one that was kept. Without a word in the address the one that opens by itself, as this browser remembers it. */
import { useEffect } from 'react'
import type { Column } from '#web/kit/table.tsx'
import type { CaseItem } from '../../contract.ts'
import type { SavedView } from '../../views/contract.ts'
import { useViews } from '../../views/web/calls.ts'
import { openView, type View } from './views.ts'

const remembered = 'spil.desk.view'
export interface OpenView {
  view: View | SavedView
  kept: SavedView | undefined
  saved: ReturnType<typeof useViews>
  /** False while it is not known yet what a kept view asks for. */
  ready: boolean
  /** Under which its columns are kept; another version begins anew. */
  name: string
}
export function useOpenView(search: Readonly<Record<string, string | string[]>>): OpenView {
  const saved = useViews()
  const byItself = saved ? saved.defaultId : localStorage.getItem(remembered)
  const asked = openView(search, byItself)
  useEffect(() => {
    if (!saved) return
    if (saved.defaultId) localStorage.setItem(remembered, saved.defaultId)
    else localStorage.removeItem(remembered)
  }, [saved])
  const kept = typeof asked === 'string' ? undefined : saved?.items.find(({ id }) => id === asked.id)
  const view = typeof asked === 'string' ? asked : (kept ?? 'open')
  return { view, kept, saved, ready: typeof asked === 'string' || saved !== undefined, name: kept ? `${kept.id}/${kept.version}` : String(view) }
}

/** The columns of a kept view, where it says which. */
export const columnsOfView = (columns: readonly Column<CaseItem>[], kept: SavedView | undefined): readonly Column<CaseItem>[] =>
  kept?.columns ? columns.map((column) => ({ ...column, hidden: !kept.columns?.some((key) => key === column.key) })) : columns
