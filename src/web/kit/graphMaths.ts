/** What a graph calculates: what its lines come to, one on the other, and where they go when they go on as they did. */

/** Moments in seconds since 1970. */
export interface Grid {
  from: number
  step: number
  count: number
}
export type Values = readonly (number | null)[]
export interface Summary {
  last: number | null
  min: number | null
  avg: number | null
  max: number | null
}
export const timesOf = ({ from, step, count }: Grid): number[] => Array.from({ length: count }, (_, at) => from + at * step)

/** Of what was measured; what is missing counts as nothing, never as zero. */
export function summaryOf(values: Values): Summary {
  let [min, max, sum, count] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0, 0]
  let last: number | null = null
  for (const value of values) {
    if (value === null) continue
    min = Math.min(min, value)
    max = Math.max(max, value)
    sum += value
    count += 1
    last = value
  }
  return count === 0 ? { last: null, min: null, avg: null, max: null } : { last, min, avg: sum / count, max }
}

/** Each line on what is below it, the first at the bottom. Where a line has no value it has none here either, and takes no room. */
export function stack(lines: readonly Values[]): (number | null)[][] {
  const heights: number[] = []
  return lines.map((values) =>
    values.map((value, at) => {
      if (value === null) return null
      heights[at] = (heights[at] ?? 0) + value
      return heights[at]
    }),
  )
}

export interface Forecast {
  /** On the moments after the grid: the first is one step after its last. */
  values: number[]
  /** Between these it lies in about 19 of 20 cases, as long as nothing changes. */
  low: number[]
  high: number[]
  /** A second. */
  slope: number
}
/** Fewer tell no direction. */
const fewest = 10
/**
 * The straight line with the least squares through the values, as PromQL's predict_linear draws it, `ahead` moments on. The band is the prediction
 * interval of that line: wider the fewer values, the more they scatter and the further it looks. Null where there are too few values.
 */
export function forecastOf(values: Values, step: number, ahead: number): Forecast | null {
  const points = values.flatMap((value, at) => (value === null ? [] : [{ x: at * step, y: value }]))
  const n = points.length
  if (n < fewest) return null
  const meanX = points.reduce((sum, { x }) => sum + x, 0) / n
  const meanY = points.reduce((sum, { y }) => sum + y, 0) / n
  const spread = points.reduce((sum, { x }) => sum + (x - meanX) ** 2, 0)
  const slope = points.reduce((sum, { x, y }) => sum + (x - meanX) * (y - meanY), 0) / spread
  const at = (x: number) => meanY + slope * (x - meanX)
  const scatter = Math.sqrt(points.reduce((sum, { x, y }) => sum + (y - at(x)) ** 2, 0) / (n - 2))
  const places = Array.from({ length: ahead }, (_, index) => (values.length + index) * step)
  const width = (x: number) => 2 * scatter * Math.sqrt(1 + 1 / n + (x - meanX) ** 2 / spread)
  return { slope, values: places.map(at), low: places.map((x) => at(x) - width(x)), high: places.map((x) => at(x) + width(x)) }
}
/** In how many seconds after its last value a line that goes on as it did is at `limit`; null where it does not go there, 0 where it is there. */
export function reaches({ last }: Summary, { slope }: Pick<Forecast, 'slope'>, limit: number): number | null {
  if (last === null) return null
  if (last >= limit) return 0
  return slope > 0 ? (limit - last) / slope : null
}

interface Bounds {
  min: number
  max: number
}
/**
 * From where to where the values stand. Zero is in it unless they lie far from it, so that what is small looks small; a share of a whole is shown on
 * the whole. Never empty.
 */
export function boundsOf({ min, max }: Bounds, { whole, stacked = false }: { whole?: number | undefined; stacked?: boolean } = {}): [number, number] {
  if (!Number.isFinite(min) || !Number.isFinite(max)) return [0, whole ?? 1]
  if (whole !== undefined && min >= 0 && max <= whole * 1.001) return [0, whole]
  const near = stacked || max - min >= 0.2 * Math.max(Math.abs(min), Math.abs(max))
  const low = min >= 0 && (near || min === 0) ? 0 : min
  const high = max <= 0 && near ? 0 : max
  // A part of the very smallest numbers is nothing: there would be no room at all.
  const room = Math.max((high - low || Math.abs(high) || 1) * 0.08, 1e-300)
  return [low === 0 ? 0 : low - room, high === 0 && low !== 0 ? 0 : high + room]
}

/** The place in the grid that is nearest to a moment. */
export const nearest = ({ from, step, count }: Grid, at: number): number => Math.min(count - 1, Math.max(0, Math.round((at - from) / step)))
/** Which colour and which dashes a line has: after all colours they come again, broken. */
export const lookOf = (at: number, colours: number): { colour: number; dash: number[] } => ({
  colour: at % colours,
  dash: [[], [6, 4], [2, 3], [10, 3, 2, 3]][Math.floor(at / colours) % 4] ?? [],
})
