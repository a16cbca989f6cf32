/** How often what says whether items answer is asked. */
import type { Context } from '#platform/room.ts'
import type { SeriesCondition } from '#record/norms/series/contract.ts'
import type { Labels } from '#record/series/contract.ts'
import { fitting, parse, selectorsOf } from '#record/series/promql/promql.ts'
import { pacesOf } from '../../checks/reads.ts'

type Asks = Pick<SeriesCondition, 'query' | 'every'>
/** Which checks a query reads, by the labels that each gives its samples. */
function checksIn(query: string): (check: Labels) => boolean {
  const named = new Set(['check', 'check_name'])
  const fits = selectorsOf(parse(query)).map(({ matchers }) => fitting(matchers.filter(({ name }) => named.has(name))))
  return (check) => fits.some((one) => one(check))
}
/** Seconds between two answers of each item, by number: how often it is asked by checks that these read, and no less than how often these are looked at. */
export async function answersEvery(
  ctx: Context,
  organisationId: string,
  all: readonly { series: Asks; items: readonly { number: number }[] }[],
): Promise<Map<number, number>> {
  const every = new Map<number, number>()
  const slower = (number: number, seconds: number) => every.set(number, Math.max(every.get(number) ?? 0, seconds))
  const paces = Map.groupBy(await pacesOf(ctx, organisationId), ({ itemNumber }) => itemNumber)
  for (const { series, items } of all) {
    const reads = checksIn(series.query)
    for (const { number } of items) {
      slower(number, series.every)
      for (const { kind, name, everySeconds } of paces.get(number) ?? []) if (reads({ check: kind, check_name: name })) slower(number, everySeconds)
    }
  }
  return every
}
