/** The outcome of a stocktake, from what is expected and what was scanned alone. Pure: order and repetition of scans change nothing. */
import type { DecisionKind, DifferenceKind, ScanResult } from './contract.ts'

export interface Known {
  itemId: string
  expected: boolean
  /** It fits what is counted, wherever it is recorded. */
  inScope: boolean
  /** Locations around it, innermost first. */
  path: readonly string[]
  outOfUse: boolean
}
export interface Scan {
  id: string
  byId: string
  text: string
  itemId: string | null
  locationId: string | null
  /** What that was called then. */
  place: string | null
  /** ISO instant in UTC, so that later is greater. */
  at: string
}
export interface Seen {
  times: number
  last: Scan
  /** Where it is, after the last scan. */
  locationId: string | null
}
export interface Outcome {
  subject: string
  known: Known | undefined
  seen: Seen | undefined
  differences: DifferenceKind[]
}

/** The same item, or the same unknown text however it is written in capitals; never taken for the id of an item. */
export const subjectOf = ({ itemId, text }: Pick<Scan, 'itemId' | 'text'>): string => itemId ?? `? ${text.trim().toLowerCase()}`

/** What a scan turns out to be, for who stands at this place (null: nobody said where). */
export function resultOf(known: Pick<Known, 'inScope' | 'path'> | undefined, place: string | null): ScanResult {
  if (!known) return 'unknown'
  if (!known.inScope) return 'outOfScope'
  return place === null || known.path.includes(place) ? 'found' : 'elsewhere'
}

const later = (one: Scan, other: Scan) => {
  const key = ({ at, byId, id }: Scan) => `${at} ${byId} ${id}`
  return key(one) > key(other)
}
/** Scans by what they are of, each once. `scope`: the location of the stocktake. */
export function seenOf(scans: readonly Scan[], scope: string | null): Map<string, Seen> {
  const once = new Map(scans.map((scan) => [`${scan.byId} ${scan.id}`, scan]))
  const seen = new Map<string, Seen>()
  for (const scan of once.values()) {
    const subject = subjectOf(scan)
    const before = seen.get(subject)
    const last = before && later(before.last, scan) ? before.last : scan
    seen.set(subject, { times: (before?.times ?? 0) + 1, last, locationId: last.locationId ?? scope })
  }
  return seen
}

function differencesOf(known: Known | undefined, seen: Seen | undefined): DifferenceKind[] {
  if (!seen) return known?.expected ? ['missing'] : []
  const result = resultOf(known, seen.locationId)
  const found: DifferenceKind[] = result === 'found' ? [] : [result]
  return known?.outOfUse ? [...found, 'outOfUse'] : found
}

/** Everything expected and everything scanned, in a fixed order. */
export function outcomeOf(all: readonly Known[], scans: readonly Scan[], scope: string | null): Outcome[] {
  const known = new Map(all.map((one) => [one.itemId, one]))
  const seen = seenOf(scans, scope)
  const subjects = new Set([...all.filter(({ expected }) => expected).map(({ itemId }) => itemId), ...seen.keys()])
  return [...subjects].sort().map((subject) => {
    const one = { subject, known: known.get(subject), seen: seen.get(subject) }
    return { ...one, differences: differencesOf(one.known, one.seen) }
  })
}

/** What may be decided about a difference. */
export const choices: Readonly<Record<DifferenceKind, readonly DecisionKind[]>> = {
  missing: ['state', 'case', 'leave'],
  elsewhere: ['move', 'leave'],
  unknown: ['make', 'leave'],
  outOfUse: ['state', 'case', 'leave'],
  outOfScope: ['move', 'leave'],
}

/** The locations around each, innermost first, itself included; a circle ends where it begins. */
export function pathsOf(locations: readonly { id: string; locationId: string | null }[]): (id: string | null) => string[] {
  const around = new Map(locations.map(({ id, locationId }) => [id, locationId]))
  return (id) => {
    const path: string[] = []
    for (let at = id; at !== null && !path.includes(at); at = around.get(at) ?? null) path.push(at)
    return path
  }
}
