/** What must be done before a case can be solved, besides its tasks: an approval, the proof of what was done. Nobody can pass it. */
import { type Kysely, sql } from 'kysely'
import { type Context, Problem } from '#platform/room.ts'

interface HoldTables {
  caseHold: { caseId: string; name: string; code: string; addedAt: string | Date; releasedAt: string | Date | null }
}

/** Idempotent. `code`: text key of what is still to be done. */
export async function holdCase(ctx: Context, caseId: string, name: string, code: string): Promise<void> {
  await (ctx.db as Kysely<HoldTables>)
    .insertInto('caseHold')
    .values({ caseId, name, code, addedAt: ctx.now, releasedAt: null })
    .onConflict((c) => c.doNothing())
    .execute()
}
export async function releaseCase(ctx: Context, caseId: string, name: string): Promise<void> {
  await sql`update case_hold set released_at = ${ctx.now} where case_id = ${caseId} and name = ${name} and released_at is null`.execute(ctx.db)
}
/** Throws 'cases.held' while something holds it. */
export async function refuseHeld(ctx: Context, caseId: string): Promise<void> {
  const { rows } = await sql<{
    code: string
  }>`select code from case_hold where case_id = ${caseId} and released_at is null order by added_at`.execute(ctx.db)
  if (rows.length > 0)
    throw new Problem('cases.held', 409, { why: rows.map(({ code }) => ctx.t(code)).join('. '), codes: rows.map(({ code }) => code) })
}
