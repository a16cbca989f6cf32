/** Cases that belong together. */
import { type Context, Problem } from '#platform/room.ts'
import { findCase, toldOf } from '../changes/changes.ts'
import { type LinkKind, linked } from '../contract.ts'
import { type Db, insertLink, listLinks } from '../store.ts'

/** Idempotent. `caseId` is `kind` of `otherId`: follows it, duplicates it. */
export async function linkCases(ctx: Context, caseId: string, otherId: string, kind: LinkKind): Promise<void> {
  const row = await findCase(ctx, caseId)
  if (!row || caseId === otherId) throw new Problem('platform.notFound', 404)
  const { organisationId } = row
  const fresh = await insertLink(ctx.db as Db, {
    caseId,
    otherId,
    organisationId,
    kind,
    at: ctx.now.toISOString(),
    addedBy: ctx.actor.personId,
  })
  if (fresh) await ctx.emit(linked, { ...(await toldOf(ctx, row, true)), data: { caseId, otherId, kind } })
}

export const linksOf = (ctx: Context, caseId: string) => listLinks(ctx.db as Db, caseId)
