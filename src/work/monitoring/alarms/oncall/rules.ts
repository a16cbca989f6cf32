/** Who is on call at a moment: rotations that change hands at a wall time, and who takes whose turn. Pure. */
import { instantOf, wallFrom, wallOf } from '#platform/clock.ts'

const day = 86_400_000
export interface Rotation {
  /** In turn. */
  personIds: readonly string[]
  /** The first day, YYYY-MM-DD; of a weekly one the day on which it changes hands. */
  starts: string
  /** HH:MM, by the clock on the wall. */
  at: string
  every: 'day' | 'week'
}
/** Somebody has the duty instead, between two moments in milliseconds; the one that was made last counts. */
export interface Override {
  personId: string
  from: number
  until: number
  madeAt: number
}
export interface Schedule {
  timeZone: string
  /** The first is asked first; the second is there for what escalates. */
  rotations: readonly Rotation[]
  overrides: readonly Override[]
}
export interface Duty {
  personId: string
  /** Milliseconds; null: nobody else comes. */
  until: number | null
}

/** The moment at which turn `number` (0: the first) begins. */
function beginOf({ starts, at, every }: Rotation, zone: string, number: number): number | undefined {
  const first = wallFrom(`${starts}T${at}`)
  if (!first) return undefined
  return instantOf(new Date(first.getTime() + number * (every === 'week' ? 7 : 1) * day), zone).getTime()
}
/** Whose turn it is by the rotation alone; undefined before its first turn, or when nobody is in it. */
export function turnAt(rotation: Rotation, zone: string, now: number): Duty | undefined {
  const first = wallFrom(`${rotation.starts}T${rotation.at}`)
  if (!first || rotation.personIds.length === 0) return undefined
  const length = (rotation.every === 'week' ? 7 : 1) * day
  // By the wall clock it may be one off around a change of the clock.
  let number = Math.floor((wallOf(new Date(now), zone).getTime() - first.getTime()) / length) + 1
  while (number >= 0 && (beginOf(rotation, zone, number) ?? 0) > now) number--
  if (number < 0) return undefined
  const personId = rotation.personIds[number % rotation.personIds.length]
  return personId === undefined
    ? undefined
    : { personId, until: rotation.personIds.length === 1 ? null : (beginOf(rotation, zone, number + 1) ?? null) }
}
/** Who is on call: of the first rotation who takes it over, if anybody does; then of the others. Nobody twice. */
export function onCallAt({ timeZone, rotations, overrides }: Schedule, now: number): Duty[] {
  const [taken] = overrides.filter(({ from, until }) => from <= now && now < until).toSorted((a, b) => b.madeAt - a.madeAt)
  const next = overrides.map(({ from }) => from).filter((from) => from > now)
  const duties = rotations.map((rotation) => turnAt(rotation, timeZone, now))
  const first: Duty | undefined = taken ? { personId: taken.personId, until: taken.until } : duties[0]
  const until = first && next.length > 0 ? Math.min(first.until ?? Number.POSITIVE_INFINITY, ...next) : (first?.until ?? null)
  const all = [first && { ...first, until }, ...duties.slice(1)].filter((one) => one !== undefined)
  return all.filter((one, at) => all.findIndex(({ personId }) => personId === one.personId) === at)
}
