/** Somebody says that they are on it: on the screen, by the link in the mail, or by answering that mail. */
import { type Context, mayIn } from '#platform/room.ts'
import { alarmsUnder } from '#record/norms/series/series.ts'
import { actorOf, type PersonRef } from '#record/people/people.ts'
import { alarmsAcknowledged } from '../contract.ts'
import { acknowledge, type Db } from '../store.ts'

export type Groups = ReadonlyMap<string, readonly { id: string; organisationId: string }[]>
export const counted = (asked: number, groups: Groups) => {
  const done = [...groups.values()].reduce((sum, { length }) => sum + length, 0)
  return { done, over: asked - done }
}
export async function acknowledgeAll(
  ctx: Context,
  groups: Groups,
  wish: { personId: string; note: string; until: string | null; by: 'screen' | 'link' | 'mail' },
) {
  for (const [organisationId, all] of groups) {
    await acknowledge(ctx.db as Db, all, wish.personId, ctx.now, wish.note.trim(), wish.until)
    const data = { organisationId, deviationIds: all.slice(0, 500).map(({ id }) => id), personId: wish.personId, by: wish.by }
    await ctx.emit(alarmsAcknowledged, { about: `organisation/${organisationId}`, organisationId, data })
  }
}
/** What stood in a mail to somebody, in their name: what is still open, where they may still work. */
export async function acknowledgeTold(ctx: Context, you: PersonRef, ids: readonly string[], wish: { note: string; by: 'link' | 'mail' }) {
  const actor = await actorOf(ctx, you.id)
  const rows = ids.length === 0 ? [] : await alarmsUnder(ctx, { ids }, undefined, ids.length)
  const groups = Map.groupBy(
    rows.filter(({ organisationId }) => mayIn({ actor }, 'monitoring.work', organisationId)),
    ({ organisationId }) => organisationId,
  )
  await acknowledgeAll(ctx.as(actor), groups, { ...wish, personId: you.id, until: null })
  return counted(ids.length, groups)
}
