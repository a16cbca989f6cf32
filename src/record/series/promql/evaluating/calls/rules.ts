/** Functions that calculate each value by itself. */
import type { Expression } from '../../contract.ts'
import { type Line, lineOf } from '../lines/rules.ts'

/** As Go has them: what is infinite on the right side decides, also of what is no number. */
const larger = (a: number, b: number) =>
  a === Number.POSITIVE_INFINITY || b === Number.POSITIVE_INFINITY ? Number.POSITIVE_INFINITY : Math.max(a, b)
const smaller = (a: number, b: number) =>
  a === Number.NEGATIVE_INFINITY || b === Number.NEGATIVE_INFINITY ? Number.NEGATIVE_INFINITY : Math.min(a, b)
const rounded = (value: number, to: number) => {
  const inverse = 1 / to
  return Math.floor(value * inverse + 0.5) / inverse
}
/** Parts of the moment so many seconds since 1970, in UTC. */
const ofMoment = (of: (moment: Date) => number) => (value: number) => of(new Date(Math.trunc(value) * 1000))
const day = 86_400_000

type Calculation = (value: number, a: number, b: number) => number
/** By the name of the function; `a` and `b` are what stands behind the vector. */
export const calculations: ReadonlyMap<string, Calculation> = new Map<string, Calculation>([
  ['abs', Math.abs],
  ['ceil', Math.ceil],
  ['floor', Math.floor],
  ['exp', Math.exp],
  ['ln', Math.log],
  ['log2', Math.log2],
  ['log10', Math.log10],
  ['sqrt', Math.sqrt],
  ['sgn', (value) => (value < 0 ? -1 : value > 0 ? 1 : value)],
  ['round', (value, to) => rounded(value, to)],
  ['clamp', (value, least, most) => larger(least, smaller(most, value))],
  ['clamp_min', (value, least) => larger(least, value)],
  ['clamp_max', (value, most) => smaller(most, value)],
  ['minute', ofMoment((moment) => moment.getUTCMinutes())],
  ['hour', ofMoment((moment) => moment.getUTCHours())],
  ['day_of_week', ofMoment((moment) => moment.getUTCDay())],
  ['day_of_month', ofMoment((moment) => moment.getUTCDate())],
  ['day_of_year', ofMoment((moment) => Math.floor((moment.getTime() - Date.UTC(moment.getUTCFullYear(), 0, 1)) / day) + 1)],
  ['days_in_month', ofMoment((moment) => new Date(Date.UTC(moment.getUTCFullYear(), moment.getUTCMonth() + 1, 0)).getUTCDate())],
  ['month', ofMoment((moment) => moment.getUTCMonth() + 1)],
  ['year', ofMoment((moment) => moment.getUTCFullYear())],
])

/** Writes the outcome over the values; where `clamp` has no room between its bounds nothing is left. */
export function calculate(name: string, lines: readonly Line[], scalars: readonly Float64Array[]): void {
  const of = calculations.get(name)
  if (!of) return
  const [a, b] = scalars
  for (const { values, has } of lines)
    for (let moment = 0; moment < values.length; moment += 1) {
      if (has[moment] === 0) continue
      const first = a ? (a[moment] as number) : 1
      const second = b ? (b[moment] as number) : 0
      if (name === 'clamp' && second < first) has[moment] = 0
      else values[moment] = of(values[moment] as number, first, second)
    }
}

/** The one value at each moment; no number where there are none or several. */
export function single(lines: readonly Line[], count: number): Float64Array {
  const found = new Float64Array(count).fill(Number.NaN)
  const seen = new Uint8Array(count)
  for (const { values, has } of lines)
    for (let moment = 0; moment < count; moment += 1) {
      if (has[moment] === 0) continue
      found[moment] = seen[moment] === 0 ? (values[moment] as number) : Number.NaN
      seen[moment] = 1
    }
  return found
}

/** 1 where nothing else is; what the selector says of its labels for certain is kept. */
export function absence(of: Expression | undefined, lines: readonly Pick<Line, 'has'>[], count: number): Line {
  const line = lineOf(labelsOfAbsent(of), null, count)
  line.values.fill(1)
  line.has.fill(1)
  for (const { has } of lines) for (let moment = 0; moment < count; moment += 1) if (has[moment] === 1) line.has[moment] = 0
  return line
}
function labelsOfAbsent(of: Expression | undefined): Record<string, string> {
  const selector = of?.kind === 'range' ? of.of : of
  if (selector?.kind !== 'selector') return {}
  const labels: Record<string, string> = {}
  const seen = new Set<string>()
  for (const { name, op, value } of selector.matchers) {
    if (name === '__name__') continue
    if (op === '=' && !seen.has(name)) {
      labels[name] = value
      seen.add(name)
    } else delete labels[name]
  }
  return labels
}
