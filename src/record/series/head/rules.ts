/** What is newest of every series that is heard of, in memory. */
import type { Refusal } from '../contract.ts'
import type { Batch } from '../journal/rules.ts'
import { periodOf } from '../rollups/rules.ts'
import { type Cut, cut, type Line, lineOf, type Named, reachesTooFar, take } from './lines/rules.ts'
import { type Names, names } from './names/rules.ts'

export interface Head {
  lines: Map<number, Line>
  /** By organisation: the bytes under which senders name series. */
  names: Map<string, Names<Line>>
  /** By organisation and name of what is measured. */
  byName: Map<string, Map<string, Set<Line>>>
  /** How many series each origin of each organisation has here. */
  origins: Map<string, number>
  /** The same of each organisation. */
  organisations: Map<string, number>
  /** How many organisations there are, and when that was counted. */
  several: { count: number; at: number }
  /** Cut, and to be written. */
  queue: Cut[]
  writer: number
  /** The last place that was given out in the journal. */
  place: number
  /** Places of requests that have not been applied yet, and since when. */
  applying: Map<number, number>
  taken: number
  refused: Record<Refusal, number>
  /** When it was last told that samples of an origin are refused, by organisation, origin and reason. */
  told: Map<string, number>
  since: Date
  /** Days that have a place in the database. */
  days: Set<string>
}

export const emptyHead = (since: Date): Head => ({
  ...{
    lines: new Map(),
    names: new Map(),
    byName: new Map(),
    origins: new Map(),
    organisations: new Map(),
    queue: [],
    writer: 0,
    place: 0,
    applying: new Map(),
  },
  ...{
    taken: 0,
    refused: { future: 0, old: 0, tooManySeries: 0, labels: 0 },
    told: new Map(),
    several: { count: 1, at: Number.NEGATIVE_INFINITY },
    since,
    days: new Set(),
  },
})

export function addLine(head: Head, named: Named): Line {
  const known = head.lines.get(named.id)
  if (known) return known
  const line = lineOf(named)
  head.lines.set(line.id, line)
  const ofOrganisation = getOrMake(head.byName, line.organisationId, () => new Map<string, Set<Line>>())
  getOrMake(ofOrganisation, line.labels.__name__ ?? '', () => new Set<Line>()).add(line)
  count(head, line, 1)
  return line
}
/** It was not heard of for long; it comes back as new when it is. */
export function removeLine(head: Head, line: Line): void {
  line.gone = true
  head.lines.delete(line.id)
  const lines = head.byName.get(line.organisationId)?.get(line.labels.__name__ ?? '')
  lines?.delete(line)
  if (lines?.size === 0) head.byName.get(line.organisationId)?.delete(line.labels.__name__ ?? '')
  count(head, line, -1)
}
/** An origin of one organisation: 'checks' is there in each. */
export const originKey = (organisationId: string, origin: string): string => `${organisationId} ${origin}`
function count(head: Head, { organisationId, origin }: Line, more: 1 | -1): void {
  for (const [counts, key] of [[head.origins, originKey(organisationId, origin)] as const, [head.organisations, organisationId] as const]) {
    const left = (counts.get(key) ?? 0) + more
    if (left > 0) counts.set(key, left)
    else counts.delete(key)
  }
}
export const namesOf = (head: Head, organisationId: string): Names<Line> => getOrMake(head.names, organisationId, () => names<Line>())

export function getOrMake<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const known = map.get(key)
  if (known !== undefined) return known
  const made = make()
  map.set(key, made)
  return made
}

/** A transaction lasts no longer; one that was rolled back says nothing of it. */
const longestTransaction = 5 * 60_000
/** Everything up to this place of the journal is in the head. */
export function placeApplied(head: Head): number {
  const now = performance.now()
  let place = head.place
  for (const [one, since] of head.applying) {
    if (now - since > longestTransaction) head.applying.delete(one)
    else place = Math.min(place, one - 1)
  }
  return place
}

export function cutLine(head: Head, line: Line): void {
  const made = cut(line, placeApplied(head))
  if (made) head.queue.push(made)
}
/** One sample goes into its line, which is cut when it is time. */
export function give(head: Head, line: Line, at: number, value: number): void {
  if (reachesTooFar(line, at) && at > line.until) cutLine(head, line)
  if (take(line, at, value)) cutLine(head, line)
}

/** What is in the journal goes into the head. */
export function apply(head: Head, { n, series, at, value }: Batch, heardAt: number): void {
  for (let i = 0; i < n; i++) {
    const line = head.lines.get(series[i] ?? 0)
    if (!line) continue
    const moment = at[i] ?? 0
    if (Number.isNaN(line.rollFrom)) line.rollFrom = periodOf(moment)
    if (line.n === 0 && line.late === null) line.openSince = heardAt
    give(head, line, moment, value[i] ?? 0)
    line.heardAt = heardAt
  }
  head.taken += n
}
