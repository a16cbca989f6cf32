/** What another room may ask about deviations: under row level security of who asks. */
import type { Context } from '#platform/room.ts'
import { numberOf } from '../../cases/contract.ts'
import { numberOfItem } from '../../items/contract.ts'
import type { Severity } from '../contract.ts'
import { asksInWords } from '../reads.ts'
import type { Deviation } from './contract.ts'
import { type DeviationRow, type Filter, listDeviations, type Unreachable, unreachable } from './store.ts'

export { itemsAtPlace, placesIn, statesByPlace } from './store.ts'

const shown = (ctx: Context, row: DeviationRow): Deviation => ({
  id: row.id,
  organisationId: row.organisationId,
  expectation: { id: row.expectationId, title: row.title, remedy: row.remedy },
  item: { id: row.itemId, number: numberOfItem(row.itemNumber), name: row.itemName },
  severity: row.severity,
  expected: asksInWords(ctx, row),
  condition: row.series?.query ?? row.condition,
  series: row.series,
  observed: row.observed,
  rightAgain: row.rightAgain,
  from: row.fromAt,
  openedAt: row.openedAt,
  until: row.untilAt,
  ended: row.ended,
  flapping: row.flapping,
  case: row.caseId !== null && row.caseNumber !== null ? { id: row.caseId, number: numberOf(row.caseNumber) } : null,
})

/** Deviations under a filter, newest first. `after`: openedAt and id of the last one of the page before. */
export async function deviationsUnder(
  ctx: Context,
  filter: Filter,
  { limit, after }: { limit: number; after?: [string, string] | undefined },
): Promise<Deviation[]> {
  return (await listDeviations(ctx.db, filter, after, limit)).map((row) => shown(ctx, row))
}

/** When alarms of these severities said that items did not answer, as far as it lies in the span. */
export const unreachableIn = (
  ctx: Context,
  itemIds: readonly string[],
  span: { from: Date; until: Date },
  severities: readonly Severity[],
): Promise<Unreachable[]> => unreachable(ctx.db, itemIds, span.from, span.until, severities)
