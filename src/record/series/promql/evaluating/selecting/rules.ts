/** Which samples an expression needs, and what they are worth at each moment. */
import type { Found, Matcher } from '../../../contract.ts'
import type { Expression, Selector } from '../../contract.ts'
import type { Budget } from '../budget/rules.ts'
import { type Grid, isThere, type Line, lineOf } from '../lines/rules.ts'
import type { Measure, Samples, Window } from '../windows/rules.ts'

/** How long after its last sample a series still counts, in ms. */
export const usualLookback = 300_000

export interface Need {
  selector: Selector
  matchers: readonly Matcher[]
  /** From and to how many ms before the moment asked; negative: after it. */
  from: number
  to: number
  /** As coarse as its samples may be, in ms, for a grid with this step (0: one moment). */
  coarse(step: number): number
}

/** Every selector of an expression with the span of samples that it needs. */
export function selectorsOf(expression: Expression, lookback = usualLookback): Need[] {
  const needs: Need[] = []
  const walk = (node: Expression, from: number, to: number, fixed: number | null): void => {
    switch (node.kind) {
      case 'selector':
        add(node, from + node.offset + lookback, to + node.offset, (step) => fixed ?? step)
        break
      case 'range':
        add(node.of, from + node.of.offset + node.range, to + node.of.offset, (step) => coarsest(node.range, fixed ?? step))
        break
      case 'subquery':
        walk(node.of, from + node.offset + node.range, to + node.offset, node.step)
        break
      case 'minus':
        walk(node.of, from, to, fixed)
        break
      case 'aggregation':
        if (node.parameter) walk(node.parameter, from, to, fixed)
        walk(node.of, from, to, fixed)
        break
      case 'binary':
        for (const side of [node.left, node.right]) walk(side, from, to, fixed)
        break
      case 'call':
        for (const arg of node.args) walk(arg, from, to, fixed)
    }
  }
  const add = (selector: Selector, from: number, to: number, coarse: Need['coarse']) =>
    needs.push({ selector, matchers: selector.matchers, from, to, coarse })
  walk(expression, 0, 0, null)
  return needs
}
/** Of a span for many moments a quarter is fine enough; for one moment it is exact unless that would be thousands of samples. */
const coarsest = (range: number, step: number) => (step === 0 ? range / 300 : Math.min(step, range / 4))

const quiet = 0x7ff80000
const signalling = 0x7ff00000
/** The mark that a series ended: this NaN, also when a processor made it a quiet one. */
function isEnd(bits: Uint32Array, place: number): boolean {
  const high = bits[place * 2 + 1]
  return bits[place * 2] === 2 && (high === signalling || high === quiet)
}
const bitsOf = (value: Float64Array) => new Uint32Array(value.buffer, value.byteOffset, value.length * 2)

/** The same samples without the marks of an end. */
export function unmarked(found: Found): Samples {
  const { at, value } = found
  const bits = bitsOf(value)
  let marks = 0
  for (let place = 0; place < value.length; place += 1) if (Number.isNaN(value[place]) && isEnd(bits, place)) marks += 1
  if (marks === 0) return { labels: found.labels, itemId: found.itemId, at, value }
  const kept = { labels: found.labels, itemId: found.itemId, at: new Float64Array(at.length - marks), value: new Float64Array(at.length - marks) }
  for (let place = 0, to = 0; place < value.length; place += 1) {
    if (Number.isNaN(value[place]) && isEnd(bits, place)) continue
    kept.at[to] = at[place] as number
    kept.value[to] = value[place] as number
    to += 1
  }
  return kept
}

const hour = 3_600_000
/** How wide the places of a series are of which not every sample was kept: what lies nearest together says it. */
function placeOf({ at }: Found): number {
  let least = hour
  for (let place = 1; place < at.length; place += 1) least = Math.min(least, (at[place] as number) - (at[place - 1] as number))
  return least
}

const mostLooked = 100
/** How far apart its samples usually lie, in ms: half lie nearer. Infinite where that cannot be told. */
export function paceOf({ at }: Found): number {
  const apart: number[] = []
  const stride = Math.max(1, Math.ceil((at.length - 1) / mostLooked))
  for (let place = 1; place < at.length; place += stride) apart.push((at[place] as number) - (at[place - 1] as number))
  apart.sort((one, other) => one - other)
  return apart.length < 3 ? Number.POSITIVE_INFINITY : (apart[apart.length >> 1] as number)
}

/** At each moment the last sample of not longer ago than `lookback`; `when`: its time in seconds instead of its value. */
export function sampled(found: Found, grid: Grid, offset: number, lookback: number, when: boolean): Line | undefined {
  const { at, value } = found
  const reach = found.rolled ? Math.max(lookback, 2 * placeOf(found)) : lookback
  const line = lineOf(found.labels, found.itemId, grid.count)
  const bits = bitsOf(value)
  let last = -1
  for (let moment = 0; moment < grid.count; moment += 1) {
    const time = grid.from + moment * grid.step - offset
    while (last + 1 < at.length && (at[last + 1] as number) <= time) last += 1
    if (last < 0 || (at[last] as number) < time - reach) continue
    const now = value[last] as number
    if (Number.isNaN(now) && isEnd(bits, last)) continue
    line.values[moment] = when ? (at[last] as number) / 1000 : now
    line.has[moment] = 1
  }
  return isThere(line) ? line : undefined
}

/** Which span before each moment. */
export interface Spanning {
  range: number
  offset: number
}
/** At each moment what the span before it comes to. Two places move along; nothing is looked up. */
export async function measured(
  samples: Samples,
  grid: Grid,
  { range, offset }: Spanning,
  measure: Measure,
  parameter: Float64Array | null,
  budget: Budget,
): Promise<Line> {
  const { at } = samples
  // A place that ends where the span begins lies before it. What is narrower than its places is taken as wide as they are, and counts for its part.
  const places = measure.places === true && samples.rolled !== undefined
  const wide = samples.rolled ? Math.max(range, placeOf(samples) * measure.least) : range
  const line = lineOf(samples.labels, samples.itemId, grid.count)
  const window: Window = { first: 0, last: -1, start: 0, end: 0, at: 0, share: range / wide, parameter: 0 }
  for (let moment = 0; moment < grid.count; moment += 1) {
    window.at = grid.from + moment * grid.step
    window.end = window.at - offset
    window.start = window.end - wide
    while (window.last + 1 < at.length && (at[window.last + 1] as number) <= window.end) window.last += 1
    while (window.first < at.length && ((at[window.first] as number) < window.start || (places && at[window.first] === window.start)))
      window.first += 1
    const count = window.last - window.first + 1
    if (count < measure.least) continue
    if (budget.look(count)) await budget.breathe()
    if (parameter) window.parameter = parameter[moment] as number
    line.values[moment] = measure.of(samples, window)
    line.has[moment] = 1
  }
  return line
}
