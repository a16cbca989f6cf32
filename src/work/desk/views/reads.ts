/** From the filters of an address to what the record is asked. */
import type * as z from 'zod'
import type { Context } from '#platform/room.ts'
import type { Filter } from '#record/cases/lists/lists.ts'
import type { ViewFilter } from './contract.ts'

type Asked = z.output<typeof ViewFilter>
/** `me` is who asks, `none` nobody. */
export function filterFor(ctx: Context, { assignee, ...filter }: Asked): Filter {
  if (assignee === undefined) return filter
  return { ...filter, assigneeId: assignee === 'me' ? (ctx.actor.personId ?? undefined) : assignee === 'none' ? null : assignee }
}
/** As it stands in an address, for what was already checked. */
export const inAddress = (filter: Asked): Record<string, string | string[]> =>
  Object.fromEntries(
    Object.entries(filter).flatMap(([key, value]) => (value === undefined ? [] : [[key, Array.isArray(value) ? value.map(String) : String(value)]])),
  )
