/** What other wings may ask of the loan desk. */
import type { Context } from '#platform/room.ts'
import * as store from './store.ts'

/** The first reservation that somebody still comes for on one of these days, of any of the devices; `until` null: from then on. */
export const firstReserved = (
  ctx: Context,
  itemIds: readonly string[],
  days: { from: string; until: string | null },
  except?: string,
): Promise<store.ReservationRow | undefined> => store.firstReserved(ctx.db as store.Db, itemIds, days, except)
