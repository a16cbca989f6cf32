/** Many series to few: sums, means, the highest. Groups are found once a series, not once a moment. */
import type { Labels } from '../../../contract.ts'
import { type Aggregation, QueryError } from '../../contract.ts'
import type { Budget } from '../budget/rules.ts'
import { Gathering, keyOf, type Line, lineOf, only, partOf, sameItem, without } from '../lines/rules.ts'
import { quantile } from '../windows/rules.ts'

interface Group {
  labels: Labels
  itemId: string | null
  lines: Line[]
}

function groupsOf(lines: readonly Line[], by: boolean, names: readonly string[]): Group[] {
  const set = new Set(by ? names : [...names, '__name__'])
  const ordered = [...set]
  const groups = new Map<string, Group>()
  for (const line of lines) {
    const key = by ? partOf(line.labels, ordered) : keyOf(without(line.labels, set))
    const group = groups.get(key)
    if (group) {
      group.lines.push(line)
      group.itemId = sameItem(group.itemId, line.itemId)
    } else groups.set(key, { labels: by ? only(line.labels, ordered) : without(line.labels, set), itemId: line.itemId, lines: [line] })
  }
  return [...groups.values()]
}

/** What is known of a group at each moment while its series come by. */
interface Running {
  values: Float64Array
  counts: Float64Array
  means: Float64Array
}
type Step = (running: Running, moment: number, value: number) => void
const welford: Step = ({ values, counts, means }, moment, value) => {
  const count = counts[moment] as number
  const mean = means[moment] as number
  if (count === 1) means[moment] = value
  else {
    const delta = value - mean
    means[moment] = mean + delta / count
    values[moment] = (values[moment] as number) + delta * (value - (means[moment] as number))
  }
}
/** What each value does; `counts` already holds it. */
const running: Readonly<Record<string, Step>> = {
  sum({ values }, moment, value) {
    values[moment] = (values[moment] as number) + value
  },
  avg({ values, counts }, moment, value) {
    const mean = values[moment] as number
    const count = counts[moment] as number
    if (Math.abs(mean) === Number.POSITIVE_INFINITY && (Number.isFinite(value) || value === mean)) return
    values[moment] = count === 1 ? value : mean + (value / count - mean / count)
  },
  min({ values, counts }, moment, value) {
    const least = values[moment] as number
    if (counts[moment] === 1 || value < least || Number.isNaN(least)) values[moment] = value
  },
  max({ values, counts }, moment, value) {
    const most = values[moment] as number
    if (counts[moment] === 1 || value > most || Number.isNaN(most)) values[moment] = value
  },
  count({ values, counts }, moment) {
    values[moment] = counts[moment] as number
  },
  group({ values }, moment) {
    values[moment] = 1
  },
  stddev: welford,
  stdvar: welford,
}

function summed(op: string, step: Step, group: Group, moments: number): Line {
  const line = lineOf(group.labels, group.itemId, moments)
  const known: Running = { values: line.values, counts: new Float64Array(moments), means: new Float64Array(moments) }
  for (const { values, has } of group.lines)
    for (let moment = 0; moment < moments; moment += 1) {
      if (has[moment] === 0) continue
      known.counts[moment] = (known.counts[moment] as number) + 1
      step(known, moment, values[moment] as number)
      line.has[moment] = 1
    }
  if (step === welford)
    for (let moment = 0; moment < moments; moment += 1) {
      const variance = (line.values[moment] as number) / (known.counts[moment] as number)
      line.values[moment] = op === 'stddev' ? Math.sqrt(variance) : variance
    }
  return line
}

async function quantiles(group: Group, q: Float64Array, moments: number, budget: Budget): Promise<Line> {
  const line = lineOf(group.labels, group.itemId, moments)
  const present = new Float64Array(group.lines.length)
  for (let moment = 0; moment < moments; moment += 1) {
    if (budget.look(present.length * 10)) await budget.breathe()
    let count = 0
    for (const { values, has } of group.lines) if (has[moment] === 1) present[count++] = values[moment] as number
    if (count === 0) continue
    line.values[moment] = quantile(q[moment] as number, count, (place) => present[place] as number)
    line.has[moment] = 1
  }
  return line
}

/** The `k` highest (sign 1) or lowest (-1) of each moment; of equal ones those that came first. */
async function highest(group: Group, k: Float64Array, sign: 1 | -1, at: number, budget: Budget): Promise<Line[]> {
  const moments = k.length
  const kept = group.lines.map((line) => lineOf(line.labels, line.itemId, moments))
  const best = new Int32Array(group.lines.length)
  const valueAt = (place: number, moment: number) => group.lines[place]?.values[moment] as number
  /** Whether `one` stands before `other`; what is no number stands last. */
  const before = (one: number, other: number) => one * sign > other * sign || (Number.isNaN(other) && !Number.isNaN(one))
  for (let moment = 0; moment < moments; moment += 1) {
    if (budget.look(best.length * 10)) await budget.breathe()
    const wanted = k[moment] as number
    if (!(Math.abs(wanted) < 2 ** 63)) throw new QueryError('noNumber', at, String(wanted))
    const most = Math.min(Math.trunc(wanted), best.length)
    let size = 0
    for (const [place, { has, values }] of group.lines.entries()) {
      if (has[moment] === 0 || most < 1) continue
      const value = values[moment] as number
      if (size === most && !before(value, valueAt(best[size - 1] as number, moment))) continue
      let from = 0
      let to = size
      while (from < to) {
        const middle = (from + to) >> 1
        if (before(value, valueAt(best[middle] as number, moment))) to = middle
        else from = middle + 1
      }
      if (size < most) size += 1
      best.copyWithin(from + 1, from, size - 1)
      best[from] = place
    }
    for (const place of best.subarray(0, size)) {
      const line = kept[place] as Line
      line.values[moment] = valueAt(place, moment)
      line.has[moment] = 1
    }
  }
  // At one moment they stand in their order.
  if (moments !== 1) return kept
  return kept
    .filter(({ has }) => has[0] === 1)
    .sort((a, b) => (before(a.values[0] as number, b.values[0] as number) ? -1 : before(b.values[0] as number, a.values[0] as number) ? 1 : 0))
}

/** As Go's 'f' writes it: never with an exponent. */
function plainly(value: number): string {
  if (Number.isNaN(value)) return 'NaN'
  if (!Number.isFinite(value)) return value > 0 ? '+Inf' : '-Inf'
  const [, sign = '', whole = '', part = '', power] = /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]\d+))?$/.exec(Object.is(value, -0) ? '-0' : String(value)) ?? []
  if (power === undefined) return part === '' ? sign + whole : `${sign}${whole}.${part}`
  const places = Number(power)
  const digits = whole + part
  return places < 0 ? `${sign}0.${'0'.repeat(-places - 1)}${digits}` : `${sign}${digits}${'0'.repeat(places - part.length)}`
}

/** `count_values`: how many series have each value. */
function counted(group: Group, label: string, gathering: Gathering, moments: number, budget: Budget): void {
  const byValue = new Map<string, Line>()
  for (const { values, has, itemId } of group.lines)
    for (let moment = 0; moment < moments; moment += 1) {
      if (has[moment] === 0) continue
      const value = plainly(values[moment] as number)
      let line = byValue.get(value)
      if (!line) {
        budget.take(byValue.size, moments)
        line = lineOf({ ...group.labels, [label]: value }, itemId, moments)
        byValue.set(value, line)
      }
      line.itemId = sameItem(line.itemId, itemId)
      line.values[moment] = (line.values[moment] as number) + 1
      line.has[moment] = 1
    }
  for (const line of byValue.values()) gathering.add(line)
}

export async function aggregate(
  { op, by, labels, at }: Aggregation,
  lines: readonly Line[],
  parameter: Float64Array | string | null,
  moments: number,
  budget: Budget,
): Promise<Line[]> {
  const groups = groupsOf(lines, by, labels)
  budget.take(groups.length, groups.length * moments)
  const step = running[op]
  const found: Line[] = []
  const gathering = new Gathering(at)
  for (const group of groups) {
    if (budget.look(group.lines.length * moments)) await budget.breathe()
    if (step) found.push(summed(op, step, group, moments))
    else if (typeof parameter === 'string') counted(group, parameter, gathering, moments, budget)
    else if (parameter && op === 'quantile') found.push(await quantiles(group, parameter, moments, budget))
    else if (parameter) for (const line of await highest(group, parameter, op === 'topk' ? 1 : -1, at, budget)) found.push(line)
  }
  return op === 'count_values' ? gathering.lines : found
}
