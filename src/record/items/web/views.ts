/** The standing views of the register, and what the list asks for: the view, narrowed or changed by what stands in the address. */
import { listOf } from '#web/kit/links.tsx'
import { itemSorts } from '../contract.ts'
import type { ItemView } from '../views/contract.ts'

export const views = ['all', 'mine'] as const
export type View = (typeof views)[number]
export type Sorting = (typeof itemSorts)[number]
const asked: Readonly<Record<View, Readonly<Record<string, string>>>> = { all: {}, mine: { owner: 'me' } }

const many = ['kind', 'class', 'state', 'importance'] as const
const one = ['owner', 'user', 'location', 'tag', 'supplier', 'warrantyBefore', 'organisationId', 'search'] as const
const narrowing: readonly string[] = [...many, ...one]
export const noFilters = Object.fromEntries(narrowing.map((key) => [key, undefined]))

type Search = Readonly<Record<string, string | string[]>>
export const isNarrowed = (search: Search): boolean => narrowing.some((key) => listOf(search[key]).length > 0)
export const sortOf = (view: View | ItemView, search: Search): Sorting =>
  itemSorts.find((sort) => sort === listOf(search.sort)[0]) ?? (typeof view === 'string' ? 'name' : view.sort)

/** The query of the endpoint. */
export function queryOf(view: View | ItemView, search: Search): Record<string, string | string[]> {
  const query: Record<string, string | string[]> = { ...(typeof view === 'string' ? asked[view] : view.filter), sort: sortOf(view, search) }
  for (const key of many) {
    const chosen = listOf(search[key])
    if (chosen.length > 0) query[key] = [...chosen]
  }
  for (const key of one) {
    const [chosen] = listOf(search[key])
    if (chosen) query[key] = chosen
  }
  return query
}
