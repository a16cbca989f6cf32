/** What a span of samples comes to: exactly as Prometheus 2.42 calculates it, so that an alarm moved here fires at the same moment. */
import type { Found } from '../../../contract.ts'

/** Samples of a series without the marks of its end, and what was found out about them. */
export interface Samples extends Found {
  /** Where a counter went down. */
  resets?: number[]
}
/** Samples `first` to and including `last` lie between `start` and `end` (ms). One object moves along: nothing is made for each moment. */
export interface Window {
  first: number
  last: number
  start: number
  end: number
  /** For which moment; with an offset it is not `end`. */
  at: number
  /** Which part of it was asked: 1, unless less is known of the samples than that. */
  share: number
  parameter: number
}
export interface Measure {
  /** With fewer samples there is no value. */
  least: 1 | 2
  /** Reads what was kept of each place (`rolled`), where that is all there is. */
  places?: true
  of(samples: Samples, window: Window): number
}

/** A sum that keeps what rounding drops (Neumaier). */
class Sum {
  private sum = 0
  private lost = 0
  add(value: number): void {
    const next = this.sum + value
    this.lost += Math.abs(this.sum) >= Math.abs(value) ? this.sum - next + value : value - next + this.sum
    this.sum = next
  }
  get raw(): number {
    return this.sum
  }
  get value(): number {
    return this.sum + this.lost
  }
  /** What is infinite stays so; what was lost of it is no number. */
  get bounded(): number {
    return Math.abs(this.sum) === Number.POSITIVE_INFINITY ? this.sum : this.value
  }
  clear(): this {
    this.sum = 0
    this.lost = 0
    return this
  }
}
const [sumA, sumB, sumC, sumD] = [new Sum(), new Sum(), new Sum(), new Sum()]

function resetsOf(samples: Samples): number[] {
  if (samples.resets) return samples.resets
  const { value } = samples
  const found: number[] = []
  for (let at = 1; at < value.length; at += 1) if ((value[at] as number) < (value[at - 1] as number)) found.push(at)
  samples.resets = found
  return found
}
/** The first place in a rising list with something above `bound`. */
function placeAbove(list: readonly number[], bound: number): number {
  let from = 0
  let to = list.length
  while (from < to) {
    const middle = (from + to) >> 1
    if ((list[middle] as number) > bound) to = middle
    else from = middle + 1
  }
  return from
}

/** `extrapolatedRate` of Prometheus: what lies between first and last sample, stretched to the ends of the span where they are near. */
function extrapolated(samples: Samples, { first, last, start, end, share }: Window, counter: boolean, perSecond: boolean): number {
  const { at, value } = samples
  const firstAt = at[first] as number
  const lastAt = at[last] as number
  const firstValue = value[first] as number
  let result = (value[last] as number) - firstValue
  if (counter) {
    const resets = resetsOf(samples)
    for (let place = placeAbove(resets, first); place < resets.length && (resets[place] as number) <= last; place += 1)
      result += value[(resets[place] as number) - 1] as number
  }
  let toStart = (firstAt - start) / 1000
  const toEnd = (end - lastAt) / 1000
  const sampled = (lastAt - firstAt) / 1000
  const between = sampled / (last - first)
  if (counter && result > 0 && firstValue >= 0) toStart = Math.min(toStart, sampled * (firstValue / result))
  const threshold = between * 1.1
  const stretched = sampled + (toStart < threshold ? toStart : between / 2) + (toEnd < threshold ? toEnd : between / 2)
  const factor = stretched / sampled
  return result * (perSecond ? factor / ((end - start) / 1000) : factor * share)
}

function lastTwo({ at, value }: Samples, { last }: Window, perSecond: boolean): number {
  const now = value[last] as number
  const before = value[last - 1] as number
  const grown = perSecond && now < before ? now : now - before
  return perSecond ? grown / (((at[last] as number) - (at[last - 1] as number)) / 1000) : grown
}

/** The straight line through them (least squares): how steep, in seconds, and where it is at `zero`. */
export function lineThrough({ at, value }: Samples, first: number, last: number, zero: number): { slope: number; intercept: number } {
  const [x1, y1, xy, xx] = [sumA.clear(), sumB.clear(), sumC.clear(), sumD.clear()]
  const begin = value[first] as number
  let flat = true
  for (let place = first; place <= last; place += 1) {
    const y = value[place] as number
    if (place > first && y !== begin) flat = false
    const x = ((at[place] as number) - zero) / 1000
    x1.add(x)
    y1.add(y)
    xy.add(x * y)
    xx.add(x * x)
  }
  if (flat) return Number.isFinite(begin) || Number.isNaN(begin) ? { slope: 0, intercept: begin } : { slope: Number.NaN, intercept: Number.NaN }
  const n = last - first + 1
  const slope = (xy.value - (x1.value * y1.value) / n) / (xx.value - (x1.value * x1.value) / n)
  return { slope, intercept: y1.value / n - (slope * x1.value) / n }
}

function average({ value, rolled }: Samples, { first, last }: Window): number {
  if (rolled) return total(rolled.sum, first, last) / total(rolled.count, first, last)
  const mean = sumA.clear()
  for (let place = first, count = 1; place <= last; place += 1, count += 1) {
    const now = value[place] as number
    const infinite = Math.abs(mean.raw) === Number.POSITIVE_INFINITY
    // What is infinite stays so, unless the other infinity or no number comes.
    if (infinite && (Number.isFinite(now) || now === mean.raw)) continue
    mean.add(now / count - mean.raw / count)
  }
  return mean.bounded
}
function total(value: Float64Array, first: number, last: number): number {
  const sum = sumB.clear()
  for (let place = first; place <= last; place += 1) sum.add(value[place] as number)
  return sum.bounded
}
function extreme(value: Float64Array, first: number, last: number, sign: 1 | -1): number {
  let found = value[first] as number
  for (let place = first + 1; place <= last; place += 1) {
    const now = value[place] as number
    if (now * sign > found * sign || Number.isNaN(found)) found = now
  }
  return found
}
/** Welford's way, which stays exact where squares would not. */
function variance({ value }: Samples, { first, last }: Window): number {
  const [mean, squares] = [sumA.clear(), sumB.clear()]
  for (let place = first, count = 1; place <= last; place += 1, count += 1) {
    const now = value[place] as number
    const delta = now - mean.value
    mean.add(delta / count)
    squares.add(delta * (now - mean.value))
  }
  return squares.value / (last - first + 1)
}

let scratch = new Float64Array(64)
/** The value below which the part `q` of them lies; what is no number counts as smallest. `count` of them, given by `of`. */
export function quantile(q: number, count: number, of: (place: number) => number): number {
  if (count === 0 || Number.isNaN(q)) return Number.NaN
  if (q < 0) return Number.NEGATIVE_INFINITY
  if (q > 1) return Number.POSITIVE_INFINITY
  if (scratch.length < count) scratch = new Float64Array(count * 2)
  let numbers = 0
  for (let place = 0; place < count; place += 1) {
    const value = of(place)
    if (!Number.isNaN(value)) scratch[numbers++] = value
  }
  scratch.subarray(0, numbers).sort()
  const none = count - numbers
  const ranked = (place: number) => (place < none ? Number.NaN : (scratch[place - none] as number))
  const rank = q * (count - 1)
  const lower = Math.max(0, Math.floor(rank))
  const weight = rank - Math.floor(rank)
  return ranked(lower) * (1 - weight) + ranked(Math.min(count - 1, lower + 1)) * weight
}

function steps({ value }: Samples, { first, last }: Window, counts: (now: number, before: number) => boolean): number {
  let count = 0
  for (let place = first + 1; place <= last; place += 1) if (counts(value[place] as number, value[place - 1] as number)) count += 1
  return count
}
const down = (now: number, before: number) => now < before
const other = (now: number, before: number) => now !== before && !(Number.isNaN(now) && Number.isNaN(before))

/** By the name of the function. */
export const measures: ReadonlyMap<string, Measure> = new Map<string, Measure>([
  ['rate', { least: 2, of: (samples, window) => extrapolated(samples, window, true, true) }],
  ['increase', { least: 2, of: (samples, window) => extrapolated(samples, window, true, false) }],
  ['delta', { least: 2, of: (samples, window) => extrapolated(samples, window, false, false) }],
  ['irate', { least: 2, of: (samples, window) => lastTwo(samples, window, true) }],
  ['idelta', { least: 2, of: (samples, window) => lastTwo(samples, window, false) }],
  ['deriv', { least: 2, of: (samples, { first, last }) => lineThrough(samples, first, last, samples.at[first] as number).slope }],
  [
    'predict_linear',
    {
      least: 2,
      of(samples, { first, last, at, parameter }) {
        const { slope, intercept } = lineThrough(samples, first, last, at)
        return slope * parameter + intercept
      },
    },
  ],
  ['resets', { least: 1, of: (samples, window) => steps(samples, window, down) }],
  ['changes', { least: 1, of: (samples, window) => steps(samples, window, other) }],
  ['avg_over_time', { least: 1, places: true, of: average }],
  ['sum_over_time', { least: 1, places: true, of: ({ value, rolled }, { first, last, share }) => total(rolled?.sum ?? value, first, last) * share }],
  ['min_over_time', { least: 1, places: true, of: ({ value, rolled }, { first, last }) => extreme(rolled?.min ?? value, first, last, -1) }],
  ['max_over_time', { least: 1, places: true, of: ({ value, rolled }, { first, last }) => extreme(rolled?.max ?? value, first, last, 1) }],
  [
    'count_over_time',
    { least: 1, places: true, of: ({ rolled }, { first, last, share }) => (rolled ? total(rolled.count, first, last) * share : last - first + 1) },
  ],
  ['last_over_time', { least: 1, of: ({ value }, { last }) => value[last] as number }],
  ['present_over_time', { least: 1, of: () => 1 }],
  ['stdvar_over_time', { least: 1, of: variance }],
  ['stddev_over_time', { least: 1, of: (samples, window) => Math.sqrt(variance(samples, window)) }],
  [
    'quantile_over_time',
    { least: 1, of: ({ value }, { first, last, parameter }) => quantile(parameter, last - first + 1, (place) => value[first + place] as number) },
  ],
])
