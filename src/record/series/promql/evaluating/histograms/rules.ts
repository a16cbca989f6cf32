/** Quantiles of histograms that were counted in buckets (label `le`), as Prometheus 2.42 estimates them. */
import { keyOf, type Line, lineOf, sameItem, without } from '../lines/rules.ts'

interface Bucket {
  bound: number
  line: Line
}
const aside: ReadonlySet<string> = new Set(['__name__', 'le'])

const numeric = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i
function boundOf(le: string): number | undefined {
  if (numeric.test(le)) return Number(le)
  const special = /^([+-]?)(?:inf|infinity)$/i.exec(le)
  return special ? (special[1] === '-' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY) : undefined
}

/** `histogram_quantile`: one line for the buckets that differ in `le` alone. */
export function histogramQuantile(q: Float64Array, lines: readonly Line[]): Line[] {
  const count = q.length
  const groups = new Map<string, { buckets: Bucket[]; line: Line }>()
  for (const line of lines) {
    const bound = boundOf(line.labels.le ?? '')
    if (bound === undefined) continue
    const labels = without(line.labels, aside)
    const key = keyOf(labels)
    const group = groups.get(key) ?? { buckets: [], line: lineOf(labels, line.itemId, count) }
    group.line.itemId = sameItem(group.line.itemId, line.itemId)
    group.buckets.push({ bound, line })
    groups.set(key, group)
  }
  for (const { buckets, line } of groups.values()) {
    buckets.sort((a, b) => a.bound - b.bound || 0)
    const bounds = new Float64Array(buckets.length)
    const counts = new Float64Array(buckets.length)
    for (let moment = 0; moment < count; moment += 1) {
      let size = 0
      for (const bucket of buckets) {
        if (bucket.line.has[moment] === 0) continue
        const value = bucket.line.values[moment] as number
        // The same bound written in two ways is one bucket.
        if (size > 0 && bounds[size - 1] === bucket.bound) counts[size - 1] = (counts[size - 1] as number) + value
        else {
          bounds[size] = bucket.bound
          counts[size] = value
          size += 1
        }
      }
      if (size === 0) continue
      line.values[moment] = quantileOf(q[moment] as number, bounds, counts, size)
      line.has[moment] = 1
    }
  }
  return [...groups.values()].map(({ line }) => line)
}

function quantileOf(q: number, bounds: Float64Array, counts: Float64Array, size: number): number {
  if (Number.isNaN(q)) return Number.NaN
  if (q < 0) return Number.NEGATIVE_INFINITY
  if (q > 1) return Number.POSITIVE_INFINITY
  if (bounds[size - 1] !== Number.POSITIVE_INFINITY || size < 2) return Number.NaN
  // What is counted up to a higher bound is never less; a scrape between two updates may say so.
  for (let at = 1; at < size; at += 1) if ((counts[at] as number) < (counts[at - 1] as number)) counts[at] = counts[at - 1] as number
  const all = counts[size - 1] as number
  if (all === 0) return Number.NaN
  const rank = q * all
  let at = 0
  while (at < size - 1 && !((counts[at] as number) >= rank)) at += 1
  if (at === size - 1) return bounds[size - 2] as number
  const end = bounds[at] as number
  if (at === 0 && end <= 0) return end
  const start = at > 0 ? (bounds[at - 1] as number) : 0
  const before = at > 0 ? (counts[at - 1] as number) : 0
  return start + (end - start) * ((rank - before) / ((counts[at] as number) - before))
}
