/** The SQL of problems, their incidents and one solution to all. Row level security decides which rows there are. */
import { type Kysely, sql } from 'kysely'
import type { Priority, State } from '#record/cases/contract.ts'
import type { Details } from './rules.ts'

export interface ProblemRow extends Details {
  caseId: string
  organisationId: string
  version: number
  changedAt: Date | string
  changedBy: string | null
}
export interface SolvingRow {
  id: string
  caseId: string
  organisationId: string
  done: string
  tested: string
  byId: string
  at: string
  finishedAt: string | null
}
export type Outcome = 'waiting' | 'solved' | 'leftAlone' | 'failed'
export interface ProblemTables {
  problem: ProblemRow
  problemSolving: SolvingRow
  problemSolvingIncident: { solvingId: string; caseId: string; outcome: Outcome; why: string | null }
}
export type Db = Kysely<ProblemTables>

const fields = sql.raw(
  'p.case_id, p.organisation_id, p.cause, p.cause_known, p.known_error, p.known_as, p.workaround, p.for_reporters, p.version, p.changed_at, p.changed_by',
)
const open = sql.raw(`c.state in ('new', 'inProgress', 'waiting', 'solved', 'reopened')`)
/** Work is still to be done; what is solved already waits for its own reporter. */
const unsolved = sql.raw(`c.state in ('new', 'inProgress', 'waiting', 'reopened')`)

export async function readProblem(db: Db, caseId: string): Promise<ProblemRow | undefined> {
  const { rows } = await sql<ProblemRow>`select ${fields} from problem p where p.case_id = ${caseId}`.execute(db)
  return rows[0]
}

/** False when somebody was first. Version 0: there is no row yet. */
export async function writeProblem(db: Db, row: ProblemRow): Promise<boolean> {
  const { version, caseId, organisationId, cause, causeKnown, knownError, knownAs, workaround, forReporters, changedAt, changedBy } = row
  const done =
    version === 0
      ? await sql`insert into problem (case_id, organisation_id, cause, cause_known, known_error, known_as, workaround, for_reporters, version, changed_at, changed_by)
          values (${caseId}, ${organisationId}, ${cause}, ${causeKnown}, ${knownError}, ${knownAs}, ${workaround}, ${forReporters}, 1, ${changedAt}, ${changedBy})
          on conflict do nothing`.execute(db)
      : await sql`update problem set cause = ${cause}, cause_known = ${causeKnown}, known_error = ${knownError}, known_as = ${knownAs},
          workaround = ${workaround}, for_reporters = ${forReporters}, version = ${version + 1}, changed_at = ${changedAt}, changed_by = ${changedBy}
          where case_id = ${caseId} and version = ${version}`.execute(db)
  return done.numAffectedRows === 1n
}

export async function countIncidents(db: Db, problemId: string): Promise<{ incidents: number; openIncidents: number }> {
  const { rows } = await sql<{ incidents: number; openIncidents: number }>`
    select count(*)::int as incidents, (count(*) filter (where ${unsolved}))::int as open_incidents
    from (select c.state from case_link l join "case" c on c.id = l.case_id where l.other_id = ${problemId} and l.kind = 'causedBy' limit 1000) c`.execute(
    db,
  )
  return rows[0] ?? { incidents: 0, openIncidents: 0 }
}

export interface IncidentRow {
  id: string
  number: number
  title: string
  state: State
  priority: Priority
  reporterId: string
  openedAt: string
}
/** Newest number first, before this number. */
export async function listIncidents(db: Db, problemId: string, limit: number, before: number | undefined): Promise<IncidentRow[]> {
  const { rows } = await sql<IncidentRow>`
    select c.id, c.number, c.title, c.state, c.priority, c.reporter_id, c.opened_at
    from case_link l join "case" c on c.id = l.case_id where l.other_id = ${problemId} and l.kind = 'causedBy'
    ${before === undefined ? sql`` : sql`and c.number < ${before}`} order by c.number desc limit ${limit}`.execute(db)
  return rows
}
/** Two cases have one link: what only belonged together comes from it now. */
export async function forgetOtherLink(db: Db, problemId: string, incidentId: string): Promise<void> {
  await sql`delete from case_link where kind <> 'causedBy'
    and ((case_id = ${incidentId} and other_id = ${problemId}) or (case_id = ${problemId} and other_id = ${incidentId}))`.execute(db)
}
export async function unlinkIncident(db: Db, problemId: string, incidentId: string): Promise<boolean> {
  const done = await sql`delete from case_link where case_id = ${incidentId} and other_id = ${problemId} and kind = 'causedBy'`.execute(db)
  return done.numAffectedRows === 1n
}

export interface WorkaroundRow {
  caseId: string
  number: number | null
  title: string | null
  knownAs: string | null
  workaround: string | null
  cause: string | null
}
/** Of the open problems behind this case. Who may not read the problem gets its work-around only (the policy), without number and title. */
export async function workaroundsOf(db: Db, incidentId: string): Promise<WorkaroundRow[]> {
  const { rows } = await sql<WorkaroundRow>`
    select p.case_id, c.number, c.title, p.known_as, p.workaround, p.cause
    from case_link l join problem p on p.case_id = l.other_id left join "case" c on c.id = p.case_id
    where l.case_id = ${incidentId} and l.kind = 'causedBy' and p.workaround is not null and spil_problem_is_open(p.case_id)
    order by p.changed_at desc limit 10`.execute(db)
  return rows
}

export interface KnownRow extends ProblemRow {
  number: number
  title: string
  state: State
  incidents: number
}
export interface KnownFilter {
  organisationId?: string | undefined
  words: readonly string[]
  all: boolean
}
/** Changed last first; `after`: changed_at and id of the last one seen. */
export async function listKnown(db: Db, filter: KnownFilter, limit: number, after: readonly [string, string] | undefined): Promise<KnownRow[]> {
  const { rows } = await sql<KnownRow>`
    select ${fields}, c.number, c.title, c.state,
      (select count(*)::int from (select from case_link l where l.other_id = p.case_id and l.kind = 'causedBy' limit 1000) one) as incidents
    from problem p join "case" c on c.id = p.case_id
    where p.known_error ${filter.all ? sql`` : sql`and ${open}`}
    ${filter.organisationId ? sql`and p.organisation_id = ${filter.organisationId}` : sql``}
    ${filter.words.length > 0 ? sql`and (c.search || p.search) @@ spil_query(${[...filter.words]}::text[])` : sql``}
    ${after ? sql`and (p.changed_at, p.case_id) < (${after[0]}::timestamptz, ${after[1]}::uuid)` : sql``}
    order by p.changed_at desc, p.case_id desc limit ${limit}`.execute(db)
  return rows
}

/**
 * Known errors of open problems that share words with a text, most words first. Words that say nothing do not count; two must be shared, or
 * the only one there is. `mine`: only what is fit for reporters, by its own words alone.
 */
export async function similarTo(db: Db, organisationIds: readonly string[], words: readonly string[], mine: boolean): Promise<WorkaroundRow[]> {
  if (words.length === 0 || organisationIds.length === 0) return []
  const search = mine ? sql`p.search` : sql`(coalesce(c.search, ''::tsvector) || p.search)`
  const { rows } = await sql<WorkaroundRow>`
    with word as materialized (
      select distinct spil_query(array[w]) as query from unnest(${[...words]}::text[]) w
      where length(w) >= 3 and numnode(to_tsquery('spil_nl', quote_literal(w))) > 0 and numnode(to_tsquery('spil_en', quote_literal(w))) > 0)
    select * from (
      select p.case_id, c.number, c.title, p.known_as, p.workaround, p.cause, p.changed_at,
        (select count(*) from word where ${search} @@ word.query) as hits
      from problem p left join "case" c on c.id = p.case_id
      where p.known_error and p.organisation_id = any (${[...organisationIds]}::uuid[]) and spil_problem_is_open(p.case_id)
        ${mine ? sql`and p.for_reporters` : sql`and c.id is not null`}
    ) one where hits >= least(2, (select count(*) from word)) and hits > 0 order by hits desc, changed_at desc limit 5`.execute(db)
  return rows
}

/** Undefined while another solution to all of this problem is not finished. */
export async function beginSolving(db: Db, row: Omit<SolvingRow, 'finishedAt'>): Promise<number | undefined> {
  const made = await db
    .insertInto('problemSolving')
    .values({ ...row, finishedAt: null })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst()
  if (made.numInsertedOrUpdatedRows !== 1n) return undefined
  const done = await sql`insert into problem_solving_incident (solving_id, case_id)
    select ${row.id}, c.id from case_link l join "case" c on c.id = l.case_id
    where l.other_id = ${row.caseId} and l.kind = 'causedBy' and ${unsolved}`.execute(db)
  return Number(done.numAffectedRows ?? 0n)
}
export async function readSolving(db: Db, by: { id: string } | { caseId: string }): Promise<SolvingRow | undefined> {
  const where = 'id' in by ? sql`id = ${by.id}` : sql`case_id = ${by.caseId}`
  const { rows } = await sql<SolvingRow>`select * from problem_solving where ${where} order by at desc limit 1`.execute(db)
  return rows[0]
}
export async function waitingIn(db: Db, solvingId: string, limit: number): Promise<string[]> {
  const { rows } = await sql<{ caseId: string }>`select case_id from problem_solving_incident
    where solving_id = ${solvingId} and outcome = 'waiting' order by case_id limit ${limit}`.execute(db)
  return rows.map(({ caseId }) => caseId)
}
/** True for who ticks it off; the row is held until the end of the transaction. */
export async function tick(db: Db, solvingId: string, caseId: string, outcome: Outcome, why: string | null = null): Promise<boolean> {
  const done = await sql`update problem_solving_incident set outcome = ${outcome}, why = ${why}
    where solving_id = ${solvingId} and case_id = ${caseId} and outcome = 'waiting'`.execute(db)
  return done.numAffectedRows === 1n
}
export async function tally(db: Db, solvingId: string): Promise<Record<Outcome, number>> {
  const { rows } = await sql<{ outcome: Outcome; count: number }>`select outcome, count(*)::int as count from problem_solving_incident
    where solving_id = ${solvingId} group by 1`.execute(db)
  return { waiting: 0, solved: 0, leftAlone: 0, failed: 0, ...Object.fromEntries(rows.map(({ outcome, count }) => [outcome, count])) }
}
/** True for who finishes it. */
export async function finishSolving(db: Db, solvingId: string, at: Date): Promise<boolean> {
  const done = await sql`update problem_solving set finished_at = ${at} where id = ${solvingId} and finished_at is null`.execute(db)
  return done.numAffectedRows === 1n
}
export interface Named {
  id: string
  number: number
  title: string
  state: State
  outcome: Outcome
  why: string | null
}
/** The incidents that were not solved by it, as far as the actor may see them. */
export async function notSolvedIn(db: Db, solvingId: string): Promise<Named[]> {
  const { rows } = await sql<Named>`select c.id, c.number, c.title, c.state, i.outcome, i.why from problem_solving_incident i
    join "case" c on c.id = i.case_id where i.solving_id = ${solvingId} and i.outcome in ('leftAlone', 'failed') order by c.number limit 200`.execute(
    db,
  )
  return rows
}
