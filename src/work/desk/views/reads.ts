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
