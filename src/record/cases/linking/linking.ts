/** Links between cases: without circles where they have a direction, removed again, and cases that look alike. */
import { sql } from 'kysely'
import { type Context, Problem } from '#platform/room.ts'
import { findCase, toldOf } from '../changes/changes.ts'
import { type LinkKind, linked, numberOf, type State } from '../contract.ts'
import { familyOf } from '../family/family.ts'
import { wordsOf } from '../rules.ts'
import { type Db, insertLink, listLinks } from '../store.ts'
import { type Similar, unblocked, unlinked } from './contract.ts'

/** What points one way only: following it never leads back. */
const directed: readonly LinkKind[] = ['childOf', 'waitsFor']

/** Of two who would close a circle together the second waits here, and sees the first. */
async function refuseCircle(ctx: Context, caseId: string, otherId: string, kind: LinkKind, organisationId: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`link ${organisationId}`}, 0))`.execute(ctx.db)
  const { rows } = await sql`
    with recursive on_the_way (id) as (
      select ${otherId}::uuid union select l.other_id from on_the_way w join case_link l on l.case_id = w.id and l.kind = ${kind})
    select from on_the_way where id = ${caseId}`.execute(ctx.db)
  if (rows.length > 0) throw new Problem('cases.linkCircle', 409)
}

/** Idempotent. `caseId` is `kind` of `otherId`: follows it, duplicates it, is a part of it, waits for it. */
export async function linkCases(ctx: Context, caseId: string, otherId: string, kind: LinkKind): Promise<void> {
  const row = await findCase(ctx, caseId)
  if (!row) throw new Problem('platform.notFound', 404)
  if (row.id === otherId) throw new Problem('cases.linkSame', 409)
  const { organisationId } = row
  if (directed.includes(kind)) await refuseCircle(ctx, row.id, otherId, kind, organisationId)
  const fresh = await insertLink(ctx.db as Db, {
    caseId: row.id,
    otherId,
    organisationId,
    kind,
    at: ctx.now.toISOString(),
    addedBy: ctx.actor.personId,
  })
  if (fresh) await ctx.emit(linked, { ...(await toldOf(ctx, row, true)), data: { caseId: row.id, otherId, kind } })
  else {
    const { rows } = await sql<{ kind: LinkKind }>`select kind from case_link where case_id = ${row.id} and other_id = ${otherId}`.execute(ctx.db)
    if (rows[0] && rows[0].kind !== kind) throw new Problem('cases.linkThere', 409)
  }
}

/** Takes away what links these two, whichever way it points; also what came with a case that was merged. */
export async function unlinkCases(ctx: Context, caseId: string, otherId: string): Promise<void> {
  const row = await findCase(ctx, caseId)
  if (!row) throw new Problem('platform.notFound', 404)
  const { rows } = await sql<{ kind: LinkKind }>`
    delete from case_link where (case_id = ${familyOf(row.id)} and other_id = ${familyOf(otherId)})
      or (case_id = ${familyOf(otherId)} and other_id = ${familyOf(row.id)}) returning kind`.execute(ctx.db)
  for (const { kind } of rows) await ctx.emit(unlinked, { ...(await toldOf(ctx, row, true)), data: { caseId: row.id, otherId, kind } })
}

/** Open cases that waited for this one, and for nothing else that is still open. Each is told that it can go on. */
export async function tellWaiting(ctx: Context, doneId: string): Promise<void> {
  const { rows } = await sql<{ id: string }>`
    select distinct coalesce(t.root_id, l.case_id) as id from case_link l left join case_tree t on t.case_id = l.case_id
    where l.other_id = ${familyOf(doneId)} and l.kind = 'waitsFor' limit 200`.execute(ctx.db)
  for (const { id } of rows) {
    const row = await findCase(ctx, id)
    if (!row || row.state === 'closed' || row.state === 'cancelled') continue
    const data = { caseId: row.id, number: row.number, otherId: doneId, assigneeId: row.assigneeId }
    await ctx.emit(unblocked, { ...(await toldOf(ctx, row, true)), data })
  }
}

/** Open cases of the organisation with the most of these words, among the newest two thousand; not this one. */
export async function similarCases(ctx: Context, organisationId: string, text: string, but: string | null, limit: number): Promise<Similar[]> {
  // The longest words say most about it.
  const words = [...new Set(wordsIn(text))].sort((one, other) => other.length - one.length).slice(0, 12)
  if (words.length === 0) return []
  const { rows } = await sql<{ id: string; number: number; title: string; state: State; hits: number }>`
    select c.id, c.number, c.title, c.state, s.hits from spil_similar(${organisationId}, ${words}::text[], ${but}, ${limit}) s join "case" c on c.id = s.id
    where s.hits >= ${words.length === 1 ? 1 : 2} order by s.hits desc, c.updated_at desc`.execute(ctx.db)
  return rows.map(({ number, ...one }) => ({ ...one, number: numberOf(number) }))
}
/** Eight at a time is what the search takes. */
function wordsIn(text: string): string[] {
  const parts = text
    .slice(0, 1000)
    .split(/\s+/)
    .filter((part) => part.length > 3)
  const found: string[] = []
  for (let at = 0; at < parts.length && at < 64; at += 8) found.push(...wordsOf(parts.slice(at, at + 8).join(' ')))
  return found.filter((word) => word.length > 3)
}

export const linksOf = (ctx: Context, caseId: string) => listLinks(ctx.db as Db, caseId)
