/** The standing views, and what a list asks for: the view, narrowed or changed by what stands in the address. */
import { openStates } from '#record/cases/contract.ts'
import { listOf } from '#web/kit/links.tsx'

export const views = ['open', 'new', 'mine', 'unassigned', 'waiting', 'toBeTested', 'late', 'all'] as const
export type View = (typeof views)[number]
/** `open` is named only where another view opens by itself. */
export const viewAddress = (view: View, opensItself = true): string => (view === 'open' && opensItself ? '/desk' : `/desk?view=${view}`)

const open = [...openStates]
const asked: Readonly<Record<View, Readonly<Record<string, unknown>>>> = {
  open: { state: open },
  new: { state: ['new'] },
  mine: { state: open, assignee: 'me' },
  unassigned: { state: open, assignee: 'none' },
  waiting: { state: ['waiting'] },
  toBeTested: { state: ['solved'] },
  late: { state: open, late: 'true' },
  all: {},
}

const many = ['state', 'kind', 'priority'] as const
const one = ['teamId', 'assignee', 'organisationId', 'reporterId', 'search'] as const
export const narrowing: readonly string[] = [...many, ...one]

/** A view that somebody kept: what it asks for instead of a standing one. */
export interface Kept {
  id: string
  filter: Readonly<Record<string, string | readonly string[]>>
  sort: Sorting
}
type Search = Readonly<Record<string, string | string[]>>
export const isNarrowed = (search: Search): boolean => narrowing.some((key) => listOf(search[key]).length > 0)

export const sorts = ['updated', 'created', 'due', 'priority'] as const
export type Sorting = (typeof sorts)[number]
const usualSort: Partial<Record<View, Sorting>> = { late: 'due', mine: 'due', unassigned: 'priority', new: 'created' }
export const sortOf = (view: View | Kept, search: Search): Sorting =>
  sorts.find((sort) => sort === listOf(search.sort)[0]) ?? (typeof view === 'string' ? (usualSort[view] ?? 'updated') : view.sort)

/** The query of the endpoint. */
export function queryOf(view: View | Kept, search: Search): Record<string, unknown> {
  const query: Record<string, unknown> = { ...(typeof view === 'string' ? asked[view] : view.filter), sort: sortOf(view, search) }
  for (const key of many) if (listOf(search[key]).length > 0) query[key] = listOf(search[key])
  for (const key of one) if (listOf(search[key])[0]) query[key] = listOf(search[key])[0]
  return query
}
