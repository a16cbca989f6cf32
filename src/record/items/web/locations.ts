/** The locations there are, as a tree: each under the one it lies in. */
import { useMemo } from 'react'
import { useLoad } from '#web/kit/load.ts'
import type { ListedItem } from '../contract.ts'
import { items } from './calls.ts'

export interface Place {
  id: string
  name: string
  depth: number
}
const most = 5

async function everyLocation(signal: AbortSignal): Promise<ListedItem[]> {
  const found: ListedItem[] = []
  let after: string | null | undefined
  for (let page = 0; page < most && after !== null; page += 1) {
    const { items: some, next } = await items.items({ query: { kind: 'location', limit: 200, ...(after && { after }) } }, { signal })
    found.push(...some)
    after = next
  }
  return found
}

/** By name, each followed by what lies inside it. What lies in something that is not among them stands at the top. */
export function inTree(locations: readonly Pick<ListedItem, 'id' | 'name' | 'location'>[]): Place[] {
  const known = new Set(locations.map(({ id }) => id))
  const inside = Map.groupBy(locations, ({ location }) => (location && known.has(location.id) ? location.id : ''))
  const below = (id: string, depth: number): Place[] =>
    (inside.get(id) ?? []).flatMap((one) => [{ id: one.id, name: one.name, depth }, ...below(one.id, depth + 1)])
  return below('', 0)
}

export function useLocations(): readonly Place[] {
  const { data } = useLoad({ key: ['items', 'locations'], load: everyLocation, on: ['items.created', 'items.changed'] })
  return useMemo(() => inTree(data ?? []), [data])
}
