/** Asks series in PromQL. An expression is parsed once; what was read for it says how new it is. */
import type { Context } from '#platform/room.ts'
import type { Found, Matcher, Span } from '#record/series/contract.ts'
import type { Expression } from '#record/series/promql/contract.ts'
import { type Budget, evaluate, evaluateAt, parse, selectorsOf } from '#record/series/promql/promql.ts'
import { select } from '#record/series/series.ts'
import type { Ask, Asked } from '../looking/reads.ts'

const parsed = new Map<string, Expression>()
const mostParsed = 20_000
function expressionOf(query: string): Expression {
  const known = parsed.get(query)
  if (known) return known
  if (parsed.size >= mostParsed) parsed.clear()
  const made = parse(query)
  parsed.set(query, made)
  return made
}
/** A series still counts until two samples are missed, and as long as Prometheus has it. */
const lookbackOf = ({ every }: Asked) => Math.max(300_000, every * 2500)
/** One look may not take what others need. */
const bounds = { mostSamples: 5_000_000, mostSeries: 50_000 }

function noted(all: readonly Found[], newest: Map<string, number>): void {
  for (const { itemId, labels, at } of all) {
    const last = at.at(-1)
    const key = itemId ?? labels.item
    if (last !== undefined && key !== undefined && last > (newest.get(key) ?? 0)) newest.set(key, last)
  }
}

/** `reads`: how samples are read; those of this program unless told. */
export const asking = (reads: typeof select = select): Ask => ({
  async at(ctx, organisationId, condition, at) {
    const newest = new Map<string, number>()
    const read = async (matchers: readonly Matcher[], span: Span, budget: Budget) => {
      const found = await reads(ctx, matchers, span, organisationId, undefined, budget)
      noted(found, newest)
      return found
    }
    const result = await evaluateAt(expressionOf(condition.query), at, { select: read, lookback: lookbackOf(condition), ...bounds })
    return { values: result.type === 'vector' ? result.elements : [], newest }
  },
  async over(ctx, organisationId, condition, span) {
    const read = (matchers: readonly Matcher[], asked: Span, budget: Budget) => reads(ctx, matchers, asked, organisationId, undefined, budget)
    return (await evaluate(expressionOf(condition.query), { ...span, select: read, lookback: lookbackOf(condition), ...bounds })).series
  },
  async newest(ctx: Context, organisationId, condition, { from, to }) {
    const newest = new Map<string, number>()
    // The last of each place is enough, but it must lie in the span.
    for (const { matchers } of selectorsOf(expressionOf(condition.query)))
      noted(
        (await reads(ctx, matchers, { from, to, step: 0 }, organisationId)).filter(({ at }) => at.length > 0),
        newest,
      )
    return newest
  },
})
