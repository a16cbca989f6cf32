/** When a straight line through what was measured reaches a limit, and between which moments it may. Pure. */
export interface Line {
  /** Of the middle of the moments. */
  at: number
  mean: number
  /** Per millisecond. */
  slope: number
  /** How far measurements lie from the line. */
  spread: number
  count: number
  /** Sum of the squared distances of the moments to their middle. */
  sum: number
  last: number
}
/** Fewer say nothing. */
const fewest = 10

/** The line with the least squares; undefined for too few points, or points at one moment. */
export function lineThrough(at: ArrayLike<number>, value: ArrayLike<number>): Line | undefined {
  let count = 0
  let [times, values] = [0, 0]
  for (let place = 0; place < at.length; place++) {
    if (!Number.isFinite(value[place])) continue
    count++
    times += at[place] as number
    values += value[place] as number
  }
  if (count < fewest) return undefined
  const [middle, mean] = [times / count, values / count]
  let [sum, product, squares] = [0, 0, 0]
  for (let place = 0; place < at.length; place++) {
    if (!Number.isFinite(value[place])) continue
    const [x, y] = [(at[place] as number) - middle, (value[place] as number) - mean]
    sum += x * x
    product += x * y
    squares += y * y
  }
  if (sum === 0) return undefined
  const slope = product / sum
  const spread = Math.sqrt(Math.max(0, squares - slope * product) / (count - 2))
  return { at: middle, mean, slope, spread, count, sum, last: at[at.length - 1] as number }
}

export const valueAt = ({ at, mean, slope }: Line, moment: number): number => mean + slope * (moment - at)
/** Half the width of the band in which what comes lies, at a moment. */
export const bandAt = ({ at, spread, count, sum }: Line, moment: number, times: number): number =>
  times * spread * Math.sqrt(1 + 1 / count + (moment - at) ** 2 / sum)

/** How many times the spread, so that so many in a hundred lie within. */
const timesOf = { 80: 1.282, 95: 1.96 } as const
export interface Reaching {
  /** Moments in milliseconds. `latest`: null when even so far away (ten years) the most favourable course is not there. */
  expected: number | null
  earliest: number
  latest: number | null
}
const far = 10 * 365 * 86_400_000

/** When it passes `limit` upwards (`sign` 1) or downwards (-1), not before `now`; undefined when not even the least favourable course ever does. */
export function reaching(line: Line, limit: number, sign: 1 | -1, confidence: 80 | 95, now: number): Reaching | undefined {
  const times = timesOf[confidence]
  const over = (moment: number, side: -1 | 0 | 1) => sign * (valueAt(line, moment) - limit) + side * bandAt(line, moment, times) >= 0
  const earliest = first((moment) => over(moment, 1), now)
  if (earliest === null) return undefined
  return { earliest, expected: first((moment) => over(moment, 0), now), latest: first((moment) => over(moment, -1), now) }
}
/** The first moment from which it is so; the sides of a band are curved, and each passes a limit at most once on the way that its line goes. */
function first(is: (moment: number) => boolean, now: number): number | null {
  if (is(now)) return now
  let step = 3_600_000
  while (step <= far && !is(now + step)) step *= 2
  if (step > far) return null
  let [low, high] = [now + (step === 3_600_000 ? 0 : step / 2), now + step]
  while (high - low > 60_000) {
    const middle = (low + high) / 2
    if (is(middle)) high = middle
    else low = middle
  }
  return high
}
