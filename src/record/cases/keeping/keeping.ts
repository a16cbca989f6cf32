/** Who is kept from a case, whatever their role: the person, or everybody in the team, whom it complains about. The policies hold it too. */
import { type Kysely, sql } from 'kysely'
import { type Context, Problem } from '#platform/room.ts'
import { findCase } from '../changes/changes.ts'
import type { CaseRow } from '../store.ts'

/** A complaint may be given to somebody who has no role in its organisation: that they handle it is enough. */
export const handlesComplaint = (ctx: Context, row: Pick<CaseRow, 'kind' | 'assigneeId'>): boolean =>
  row.kind === 'complaint' && row.assigneeId !== null && row.assigneeId === ctx.actor.personId

export interface Kept {
  personIds: readonly string[]
  teamId?: string | null
}

/**
 * Keeps these people, and everybody of the team, from the case for good; its reporter is never kept. Who is kept and took part is taken off,
 * and who handled it no longer does. Idempotent.
 */
export async function keepFrom(ctx: Context, row: CaseRow, { personIds, teamId }: Kept): Promise<void> {
  const db: Kysely<unknown> = ctx.db
  const { id, organisationId, reporterId } = row
  const people = [...new Set(personIds)].filter((one) => one !== reporterId)
  await sql`insert into case_kept_from (case_id, person_id, organisation_id, at, added_by)
    select ${id}, one, ${organisationId}, ${ctx.now}, ${ctx.actor.personId} from unnest(${people}::uuid[]) one
    on conflict (person_id, case_id) where person_id is not null do nothing`.execute(db)
  if (teamId)
    await sql`insert into case_kept_from (case_id, team_id, organisation_id, at, added_by)
      values (${id}, ${teamId}, ${organisationId}, ${ctx.now}, ${ctx.actor.personId})
      on conflict (team_id, case_id) where team_id is not null do nothing`.execute(db)
  await sql`delete from case_person where case_id = ${id} and role <> 'reporter' and spil_is_kept_from(case_id, person_id)`.execute(db)
  await sql`update "case" set assignee_id = null where id = ${id} and assignee_id is not null and spil_is_kept_from(id, assignee_id)`.execute(db)
}

export async function isKeptFrom(ctx: Context, caseId: string, personId: string): Promise<boolean> {
  const { rows } = await sql<{ yes: boolean }>`select spil_is_kept_from(${caseId}, ${personId}) as yes`.execute(ctx.db)
  return rows[0]?.yes ?? false
}

/** Throws 'cases.keptFrom' when this person may not see the case. */
export async function refuseKept(ctx: Context, caseId: string, personId: string | null | undefined): Promise<void> {
  if (personId && (await isKeptFrom(ctx, caseId, personId))) throw new Problem('cases.keptFrom', 409)
}

/** Of these people the ones who may see the case as far as this wall goes. */
export async function notKept(ctx: Context, caseId: string, personIds: readonly string[]): Promise<string[]> {
  if (personIds.length === 0) return []
  const { rows } = await sql<{
    id: string
  }>`select one as id from unnest(${[...personIds]}::uuid[]) one where not spil_is_kept_from(${caseId}, one)`.execute(ctx.db)
  return rows.map(({ id }) => id)
}

/** Whether anybody at all is kept from it. */
export async function keepsSomebody(ctx: Context, caseId: string): Promise<boolean> {
  const { rows } = await sql`select from case_kept_from where case_id = ${caseId} limit 1`.execute(ctx.db)
  return rows.length > 0
}

/** Everybody who has handled this case: who had it assigned, now or before, and the staff who wrote on it. */
export async function handledBy(ctx: Context, ref: string): Promise<string[]> {
  const row = await findCase(ctx, ref)
  if (!row) throw new Problem('platform.notFound', 404)
  const { rows } = await sql<{ id: string }>`
    select distinct id from (
      select ${row.assigneeId}::uuid as id
      union select (c.value ->> 'to')::uuid from case_change h cross join lateral jsonb_array_elements(h.changes) c
        where h.case_id = ${row.id} and c.value ->> 'field' = 'assigneeId'
      union select (c.value ->> 'from')::uuid from case_change h cross join lateral jsonb_array_elements(h.changes) c
        where h.case_id = ${row.id} and c.value ->> 'field' = 'assigneeId'
      union select e.author_id from entry e where e.case_id = ${row.id}
        and not exists (select from case_person p where p.case_id = e.case_id and p.person_id = e.author_id)
    ) one where id is not null and id <> ${row.reporterId}`.execute(ctx.db)
  return rows.map(({ id }) => id)
}
