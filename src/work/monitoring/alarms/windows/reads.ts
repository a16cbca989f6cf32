/** Maintenance windows with the items that each covers now. */
import type { Context } from '#platform/room.ts'
import { itemsInScope } from '#record/norms/norms.ts'
import type { Recurrence } from './rules.ts'
import { type Db, listWindows, type WindowRow } from './store.ts'

export interface Window extends Recurrence {
  id: string
  /** null: everything of the organisation. */
  itemIds: ReadonlySet<string> | null
}
const mostItems = 200_000
export async function covered(ctx: Context, { organisationId, itemIds, scope }: WindowRow): Promise<ReadonlySet<string> | null> {
  if (!scope) return itemIds.length === 0 ? null : new Set(itemIds)
  const found = await itemsInScope(ctx, organisationId, scope, mostItems)
  return new Set([...itemIds, ...found.map(({ id }) => id)])
}
/** Of an organisation, as the engine asks them: what each covers is read again when something changed. */
export async function windowsOf(ctx: Context, organisationId: string): Promise<Window[]> {
  const rows = await listWindows(ctx.db as Db, organisationId)
  return Promise.all(
    rows.map(async (row) => ({
      ...{ id: row.id, starts: row.starts, minutes: row.minutes, timeZone: row.timeZone, rrule: row.rrule },
      itemIds: await covered(ctx, row),
    })),
  )
}
