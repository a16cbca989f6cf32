/** Which view is open: a standing one or one that was kept. Without a word in the address the one that opens by itself, as this browser remembers it. */
import { useEffect } from 'react'
import { listOf } from '#web/kit/links.tsx'
import type { Column } from '#web/kit/table.tsx'
import type { AnyView } from '../contract.ts'

export interface OpenView<S extends string, V extends AnyView> {
  view: S | V
  kept: V | undefined
  saved: { items: readonly V[]; defaultId: string | null } | undefined
  /** False while it is not known yet what a kept view asks for. */
  ready: boolean
  /** Under which its columns are kept; another version begins anew. */
  name: string
}
interface Asked<S extends string, V extends AnyView> {
  search: Readonly<Record<string, string | string[]>>
  saved: OpenView<S, V>['saved']
  /** The first opens where nothing else does. */
  standing: readonly [S, ...S[]]
  /** Under this name the browser remembers what opens by itself. */
  remembered: string
}
export function useOpenView<S extends string, V extends AnyView>({ search, saved, standing, remembered }: Asked<S, V>): OpenView<S, V> {
  const byItself = saved ? saved.defaultId : localStorage.getItem(remembered)
  const asked = listOf(search.view)[0] ?? byItself ?? standing[0]
  useEffect(() => {
    if (!saved) return
    if (saved.defaultId) localStorage.setItem(remembered, saved.defaultId)
    else localStorage.removeItem(remembered)
  }, [saved, remembered])
  const isKept = /^[0-9a-f-]{36}$/.test(asked)
  const kept = isKept ? saved?.items.find(({ id }) => id === asked) : undefined
  const view = kept ?? standing.find((one) => one === asked) ?? standing[0]
  return { view, kept, saved, ready: !isKept || saved !== undefined, name: kept ? `${kept.id}/${kept.version}` : String(view) }
}

/** The columns of a kept view, where it says which. */
export const columnsOfView = <Row>(columns: readonly Column<Row>[], kept: AnyView | undefined): readonly Column<Row>[] =>
  kept?.columns ? columns.map((column) => ({ ...column, hidden: !kept.columns?.some((key) => key === column.key) })) : columns
