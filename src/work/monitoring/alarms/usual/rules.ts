/** What is usual in this hour of the week, from the same hour of weeks before: in the wall time of the organisation. Pure. */
import { instantOf, wallOf } from '#platform/clock.ts'

const hour = 3_600_000
const day = 86_400_000
export interface Usual {
  mean: number
  spread: number
}
/** The hour in which a moment lies by the clock on the wall, so many weeks before: from and to in milliseconds. */
export function sameHour(at: number, zone: string, weeks: number): { from: number; to: number } {
  const wall = wallOf(new Date(at), zone).getTime()
  const begin = Math.floor(wall / hour) * hour - weeks * 7 * day
  const from = instantOf(new Date(begin), zone).getTime()
  return { from, to: from + hour }
}
/** Which hour that is; the same all through it. */
export const hourOf = (at: number): number => Math.floor(at / hour)

/** From the values of each week before; undefined when fewer than half of the weeks, or fewer than two, say anything. */
export function usualOf(weeks: readonly (readonly number[])[]): Usual | undefined {
  const known = weeks.map((values) => values.filter(Number.isFinite)).filter((values) => values.length > 0)
  if (known.length < Math.max(2, weeks.length / 2)) return undefined
  const all = known.flat()
  const mean = all.reduce((sum, value) => sum + value, 0) / all.length
  const spread = Math.sqrt(all.reduce((sum, value) => sum + (value - mean) ** 2, 0) / Math.max(1, all.length - 1))
  // What never moved is not alarming as soon as it does a little.
  return { mean, spread: Math.max(spread, Math.abs(mean) / 100, Number.EPSILON) }
}
export function isUnusual(value: number, { mean, spread }: Usual, times: number, direction: 'up' | 'down' | 'both'): boolean {
  const off = (value - mean) / spread
  return direction === 'up' ? off > times : direction === 'down' ? -off > times : Math.abs(off) > times
}
