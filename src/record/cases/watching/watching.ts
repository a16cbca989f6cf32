/** Following a case, and being called by name in it. */
import { randomUUID } from 'node:crypto'
import { type Kysely, sql } from 'kysely'
import { type Context, Problem } from '#platform/room.ts'
import { membersWith, peopleByIds, teamById } from '#record/people/people.ts'
import { toldOf } from '../changes/changes.ts'
import { familyOf } from '../family/family.ts'
import type { CaseRow } from '../store.ts'
import { mentioned, unwatched, type Watcher, type WatchKind, watched } from './contract.ts'

interface WatchRow {
  id: string
  personId: string | null
  teamId: string | null
  what: WatchKind
}
type Whose = { personId: string } | { teamId: string }

/** Whether this person, as staff, may see what is kept among staff of the case. */
export async function staffSees(ctx: Context, caseId: string, personId: string): Promise<boolean> {
  const { rows } = await sql<{ yes: boolean }>`select spil_staff_sees(${caseId}, ${personId}) as yes`.execute(ctx.db)
  return rows[0]?.yes ?? false
}
async function refuseBlind(ctx: Context, row: CaseRow, personId: string): Promise<void> {
  if (await staffSees(ctx, row.id, personId)) return
  const name = (await peopleByIds(ctx, [personId])).get(personId)?.name ?? ctx.t('cases.someone')
  throw new Problem('cases.mayNotSee', 400, { name, personId })
}

/** Who of the organisation's staff may see this case, and so may be called by name in it; by name. */
export async function colleaguesOn(ctx: Context, row: CaseRow): Promise<{ id: string; name: string }[]> {
  const all = await membersWith(ctx, 'desk.tasks', row.organisationId)
  const { rows } = await sql<{
    id: string
  }>`select one as id from unnest(${all.map(({ id }) => id)}::uuid[]) one where spil_staff_sees(${row.id}, one)`.execute(ctx.db)
  const seeing = new Set(rows.map(({ id }) => id))
  return all.filter(({ id }) => seeing.has(id)).map(({ id, name }) => ({ id, name }))
}

const rowsOf = async (ctx: Context, caseId: string): Promise<WatchRow[]> =>
  (
    await sql<WatchRow>`select distinct on (coalesce(person_id, team_id)) id, person_id, team_id, what from case_watch
      where case_id = ${familyOf(caseId)} order by coalesce(person_id, team_id), (case_id = ${caseId}) desc, at limit 200`.execute(ctx.db)
  ).rows

export async function watchersOf(ctx: Context, row: CaseRow): Promise<Watcher[]> {
  const rows = await rowsOf(ctx, row.id)
  const people = await peopleByIds(
    ctx,
    rows.map(({ personId }) => personId).filter((id) => id !== null),
  )
  const watchers: Watcher[] = []
  for (const { id, personId, teamId, what } of rows) {
    const person = personId === null ? null : { id: personId, name: people.get(personId)?.name ?? ctx.t('cases.someone') }
    const team = teamId === null ? null : { id: teamId, name: (await teamById(ctx, teamId))?.name ?? '' }
    watchers.push({ id, person, team, what, me: personId !== null && personId === ctx.actor.personId })
  }
  return watchers.sort((one, other) => (one.person ?? one.team)?.name.localeCompare((other.person ?? other.team)?.name ?? '') ?? 0)
}

/** Follows the case, or changes of what is heard. Who may not see it is refused. */
export async function watch(ctx: Context, row: CaseRow, whose: Whose, what: WatchKind): Promise<void> {
  const personId = 'personId' in whose ? whose.personId : null
  const teamId = 'teamId' in whose ? whose.teamId : null
  if (personId) await refuseBlind(ctx, row, personId)
  const target = personId ? sql`(case_id, person_id) where person_id is not null` : sql`(case_id, team_id) where team_id is not null`
  const { rows } = await sql<{ fresh: boolean }>`
    insert into case_watch (id, case_id, organisation_id, person_id, team_id, what, at, added_by)
    values (${randomUUID()}, ${row.id}, ${row.organisationId}, ${personId}, ${teamId}, ${what}, ${ctx.now}, ${ctx.actor.personId})
    on conflict ${target} do update set what = excluded.what returning (xmax = 0) as fresh`.execute(ctx.db)
  if (rows[0]?.fresh) await ctx.emit(watched, { ...(await toldOf(ctx, row, true)), data: { caseId: row.id, number: row.number, personId, teamId } })
}
export async function unwatch(ctx: Context, row: CaseRow, whose: Whose): Promise<void> {
  const personId = 'personId' in whose ? whose.personId : null
  const teamId = 'teamId' in whose ? whose.teamId : null
  const { numAffectedRows = 0n } = await sql`delete from case_watch where case_id = ${familyOf(row.id)}
    and ${personId ? sql`person_id = ${personId}` : sql`team_id = ${teamId}`}`.execute(ctx.db)
  if (numAffectedRows > 0n)
    await ctx.emit(unwatched, { ...(await toldOf(ctx, row, true)), data: { caseId: row.id, number: row.number, personId, teamId } })
}

/** Calls colleagues by name in an entry: they hear of it and follow the case from then on. Who may not see it is refused, with the name. */
export async function mention(ctx: Context, row: CaseRow, entryId: string, ids: readonly string[]): Promise<void> {
  const personIds = [...new Set(ids)]
  if (personIds.length === 0) return
  for (const id of personIds) await refuseBlind(ctx, row, id)
  for (const id of personIds)
    await sql`insert into case_watch (id, case_id, organisation_id, person_id, what, at, added_by)
      values (${randomUUID()}, ${row.id}, ${row.organisationId}, ${id}, 'everything', ${ctx.now}, ${ctx.actor.personId})
      on conflict (case_id, person_id) where person_id is not null do nothing`.execute(ctx.db)
  const told = await toldOf(ctx, row, true)
  await ctx.emit(mentioned, { ...told, people: [...told.people, ...personIds], data: { caseId: row.id, number: row.number, entryId, personIds } })
}

/** People who followed the case before this happened and hear of it, themselves or by their team, as far as they may see it now. */
export async function whoHears(ctx: Context, caseId: string, what: readonly WatchKind[], before: Date): Promise<string[]> {
  const db: Kysely<unknown> = ctx.db
  const { rows } = await sql<{ id: string }>`
    select distinct who as id from (
      select person_id as who from case_watch where case_id = ${familyOf(caseId)} and person_id is not null and what = any (${[...what]}) and at < ${before}
      union select m.person_id from case_watch w join team_member m on m.team_id = w.team_id where w.case_id = ${familyOf(caseId)} and w.what = any (${[...what]}) and w.at < ${before}) w
    where spil_staff_sees(${caseId}, who)`.execute(db)
  return rows.map(({ id }) => id)
}
