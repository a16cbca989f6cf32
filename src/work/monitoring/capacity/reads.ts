/** Capacity of items in a span, read from their series. */
import type { Context } from '#platform/room.ts'
import { numberOfItem } from '#record/items/contract.ts'
import type { Span as Asked, Matcher } from '#record/series/contract.ts'
import { type Budget, evaluate, parse } from '#record/series/promql/promql.ts'
import { select } from '#record/series/series.ts'
import type { Span } from '../availability/rules.ts'
import type { Capacity } from './contract.ts'
import { figuresOf, measures } from './rules.ts'

const steps = 1000
const shortest = 300_000
/** Of one item no more of one kind: the fullest. */
const mostOfOne = 5
const bounds = { mostSamples: 20_000_000, mostSeries: 20_000 }

export interface Named {
  number: number
  name: string
}
/** The fullest first; at most `most`. */
export async function capacityOf(ctx: Context, organisationId: string, items: readonly Named[], within: Span, most: number): Promise<Capacity[]> {
  const names = new Map(items.map((item) => [numberOfItem(item.number), item.name]))
  const step = Math.max(shortest, Math.ceil((within.until - within.from) / steps / shortest) * shortest)
  const read = (matchers: readonly Matcher[], span: Asked, budget: Budget) => select(ctx, matchers, span, organisationId, undefined, budget)
  const found: Capacity[] = []
  for (const { what, unit, label, query } of measures) {
    const span = { from: within.from + step, to: within.until, step }
    const { series } = await evaluate(parse(query), { ...span, select: read, lookback: Math.max(step, shortest), ...bounds })
    for (const { labels, at, value } of series) {
      const name = names.get(labels.item ?? '')
      const figures = name === undefined ? undefined : figuresOf(at, value, unit === '%' ? 100 : null, ctx.now.getTime())
      if (figures && name !== undefined) found.push({ item: { number: labels.item ?? '', name }, what, unit, label: labels[label] ?? '', ...figures })
    }
  }
  const sorted = found.toSorted((a, b) => b.max - a.max)
  const kept = [...Map.groupBy(sorted, ({ item, what }) => `${item.number} ${what}`).values()].flatMap((all) => all.slice(0, mostOfOne))
  return kept.toSorted((a, b) => a.what.localeCompare(b.what) || b.p95 - a.p95 || a.item.name.localeCompare(b.item.name)).slice(0, most)
}
