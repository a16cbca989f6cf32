/** Everything that hangs together as arrays of numbers, and what is among the places that are hit. Pure. */
import { criticalities } from '../../contract.ts'
import type { Graph } from '../rules.ts'
import type { Read } from './store.ts'

export interface Whole {
  graph: Graph
  placeOf: ReadonlyMap<number, number>
  /** Of each place. */
  numbers: Int32Array
  kindAt: Int32Array
  importance: Int32Array
  kinds: Read['kinds']
  /** Who use the item of a place: `users` from `userStart[place]` to that of the next. */
  userStart: Int32Array
  users: Int32Array
  persons: readonly string[]
}

const integers = (bytes: Buffer): Int32Array => {
  const out = new Int32Array(bytes.length / 4)
  for (let at = 0; at < out.length; at++) out[at] = bytes.readInt32BE(at * 4)
  return out
}

export function wholeOf({ edges, groups, inert, items, kinds, users, persons }: Read): Whole {
  const rows = integers(items)
  const size = rows.length / 3
  const [numbers, kindAt, importance] = [new Int32Array(size), new Int32Array(size), new Int32Array(size)]
  const placeOf = new Map<number, number>()
  for (let at = 0; at < size; at++) {
    numbers[at] = rows[at * 3] ?? 0
    kindAt[at] = rows[at * 3 + 1] ?? 0
    importance[at] = rows[at * 3 + 2] ?? 0
    placeOf.set(numbers[at] ?? 0, at)
  }
  const placed = integers(edges)
  for (let at = 0; at < placed.length; at++) if (at % 3 !== 2) placed[at] = placeOf.get(placed[at] ?? 0) ?? 0
  const pairs = integers(users)
  const userStart = new Int32Array(size + 1)
  for (let at = 0; at < pairs.length; at += 2) {
    const place = (placeOf.get(pairs[at] ?? 0) ?? 0) + 1
    userStart[place] = (userStart[place] ?? 0) + 1
  }
  for (let at = 0; at < size; at++) userStart[at + 1] = (userStart[at + 1] ?? 0) + (userStart[at] ?? 0)
  const next = userStart.slice()
  const who = new Int32Array(pairs.length / 2)
  for (let at = 0; at < pairs.length; at += 2) {
    const place = placeOf.get(pairs[at] ?? 0) ?? 0
    who[next[place] ?? 0] = pairs[at + 1] ?? 0
    next[place] = (next[place] ?? 0) + 1
  }
  const graph = {
    ...{ edges: placed, size, needed: new Map(groups.map(({ id, needed }) => [id, needed])) },
    inert: new Set(inert.flatMap((number) => placeOf.get(number) ?? [])),
  }
  return { graph, placeOf, numbers, kindAt, importance, kinds, userStart, users: who, persons }
}

export interface Among {
  kinds: { kind: string; organisationId: string; count: number }[]
  /** Numbers of the most important ones; those that matter the same as they came. */
  first: number[]
  importance: number
  people: number
  /** Some of them. */
  personIds: string[]
}
/** What there is among these places, at most so many named. `using`: places whose users count as well. */
export function among(whole: Whole, places: readonly number[], using: readonly number[], most: { items: number; persons: number }): Among {
  const counts = new Int32Array(whole.kinds.length)
  const byImportance: number[][] = Array.from({ length: criticalities.length + 1 }, () => [])
  for (const place of places) {
    const kind = whole.kindAt[place] ?? 0
    counts[kind] = (counts[kind] ?? 0) + 1
    const of = byImportance[whole.importance[place] ?? 0]
    if (of && of.length < most.items) of.push(whole.numbers[place] ?? 0)
  }
  const seen = new Uint8Array(whole.persons.length)
  let people = 0
  for (const place of [...places, ...using])
    for (let at = whole.userStart[place] ?? 0; at < (whole.userStart[place + 1] ?? 0); at++) {
      const person = whole.users[at] ?? 0
      if (seen[person] === 0) people++
      seen[person] = 1
    }
  const personIds: string[] = []
  for (let at = 0; at < seen.length && personIds.length < most.persons; at++) if (seen[at] === 1) personIds.push(whole.persons[at] ?? '')
  return {
    kinds: whole.kinds
      .map((kind, at) => ({ ...kind, count: counts[at] ?? 0 }))
      .filter(({ count }) => count > 0)
      .sort((one, other) => other.count - one.count),
    first: byImportance.toReversed().flat().slice(0, most.items),
    importance: Math.max(
      0,
      byImportance.findLastIndex((of) => of.length > 0),
    ),
    people,
    personIds,
  }
}
