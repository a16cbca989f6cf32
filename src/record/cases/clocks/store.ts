/** The SQL of clocks: what an organisation agreed, the moments of a case, and its clocks. */
import { type Kysely, sql } from 'kysely'
import type { Matrix } from '../contract.ts'
import type { AgreementBody, CalendarBody, ClockPause, ClockState, Moment } from './contract.ts'
import type { Planned } from './ladder/rules.ts'

export type ClocksDb = Kysely<unknown>

export interface Kept<B> {
  id: string
  version: number
  body: B
}
export interface SettingsRow {
  organisationId: string
  timeZone: string
  matrix: Matrix | null
  matrixVersion: number | null
  calendars: Kept<CalendarBody>[] | null
  agreements: Kept<AgreementBody>[] | null
}
/** As one JSON value, to stand in a larger question. */
export const settingsJson = (organisationId: unknown) => sql`(select jsonb_build_object('organisationId', o.id, 'timeZone', o.time_zone,
    'matrix', m.matrix, 'matrixVersion', m.version,
    'calendars', (select jsonb_agg(jsonb_build_object('id', k.id, 'version', k.version, 'body', k.body) order by k.id) from working_calendar k where k.organisation_id = o.id),
    'agreements', (select jsonb_agg(jsonb_build_object('id', a.id, 'version', a.version, 'body', a.body) order by a.id) from agreement a where a.organisation_id = o.id))
  from organisation o left join priority_matrix m on m.organisation_id = o.id where o.id = ${organisationId})`

/** Undefined when the organisation is not there for the actor. */
export async function readSettings(db: ClocksDb, organisationId: string): Promise<SettingsRow | undefined> {
  const { rows } = await sql<{ settings: SettingsRow | null }>`select ${settingsJson(organisationId)} as settings`.execute(db)
  return rows[0]?.settings ?? undefined
}

export interface ClockRow {
  id: string
  caseId: string
  organisationId: string
  agreementId: string
  agreementVersion: number
  calendarId: string
  calendarVersion: number
  target: string
  kind: 'response' | 'update' | 'solution' | 'own'
  round: number
  state: ClockState
  dropped: boolean
  startedAt: string
  startPlace: number
  attachedPlace: number
  doneAt: string | null
  dueAt: string | null
  riskAt: string | null
  targetSeconds: number
  counted: number | null
  pauses: ClockPause[]
  steps: Planned[]
  nextStepAt: string | null
}
/** Clocks as one JSON value, in order of agreement, target and round. */
export const clocksJson = (
  caseId: unknown,
) => sql`(select coalesce(jsonb_agg(jsonb_build_object('id', k.id, 'caseId', k.case_id, 'organisationId', k.organisation_id,
    'agreementId', k.agreement_id, 'agreementVersion', k.agreement_version, 'calendarId', k.calendar_id, 'calendarVersion', k.calendar_version,
    'target', k.target, 'kind', k.kind, 'round', k.round, 'state', k.state, 'dropped', k.dropped, 'startedAt', k.started_at, 'startPlace', k.start_place,
    'attachedPlace', k.attached_place, 'doneAt', k.done_at, 'dueAt', k.due_at, 'riskAt', k.risk_at, 'targetSeconds', k.target_seconds,
    'counted', k.counted, 'pauses', k.pauses, 'steps', k.steps, 'nextStepAt', k.next_step_at) order by k.agreement_id, k.target, k.round), '[]')
  from case_clock k where k.case_id = ${caseId})`
const momentsJson = (caseId: unknown) =>
  sql`(select coalesce(jsonb_agg(m.moment order by m.place), '[]') from case_moment m where m.case_id = ${caseId})`
const fallenJson = (caseId: unknown) =>
  sql`(select coalesce(jsonb_agg(jsonb_build_object('clockId', s.clock_id, 'step', s.step, 'fellAt', s.fell_at)), '[]') from clock_step s where s.case_id = ${caseId})`

export interface Fallen {
  clockId: string
  step: string
  fellAt: string
}
const iso = (at: string | null): string | null => (at === null ? null : new Date(at).toISOString())
/** Instants in JSON have the zone as PostgreSQL writes it; elsewhere they are ISO 8601 in UTC. */
export const clockFrom = (row: ClockRow): ClockRow => ({
  ...row,
  startedAt: new Date(row.startedAt).toISOString(),
  doneAt: iso(row.doneAt),
  dueAt: iso(row.dueAt),
  riskAt: iso(row.riskAt),
  nextStepAt: iso(row.nextStepAt),
})

export interface CaseClocks {
  moments: Moment[]
  clocks: ClockRow[]
  fallen: Fallen[]
}
const clocksFrom = ({ moments, clocks, fallen }: CaseClocks): CaseClocks => ({ moments, clocks: clocks.map(clockFrom), fallen })

/** What the organisation agreed and what happened to the case, in one question. */
export async function readCaseClocks(db: ClocksDb, organisationId: string, caseId: string): Promise<CaseClocks & { settings: SettingsRow | null }> {
  const { rows } = await sql<CaseClocks & { settings: SettingsRow | null }>`select ${settingsJson(organisationId)} as settings,
    ${momentsJson(caseId)} as moments, ${clocksJson(caseId)} as clocks, ${fallenJson(caseId)} as fallen`.execute(db)
  const [found] = rows
  if (!found) throw new Error('one question has one answer')
  return { ...clocksFrom(found), settings: found.settings }
}

export interface NewMoment {
  place: number
  moment: Moment
}
/** Adds the moments and writes the clocks, new ones and changed ones, of one case or many. */
export async function writeClocks(db: ClocksDb, caseId: string | null, moments: readonly NewMoment[], clocks: readonly ClockRow[]): Promise<void> {
  if (moments.length === 0 && clocks.length === 0) return
  await sql`with said as (insert into case_moment (case_id, place, moment)
      select ${caseId}::uuid, (one->>'place')::int, one->'moment' from jsonb_array_elements(${JSON.stringify(moments)}::jsonb) one)
    insert into case_clock (id, case_id, organisation_id, agreement_id, agreement_version, calendar_id, calendar_version, target, kind, round, state, dropped,
      started_at, start_place, attached_place, done_at, due_at, risk_at, target_seconds, counted, pauses, steps, next_step_at)
    select * from jsonb_to_recordset(${JSON.stringify(clocks)}::jsonb) as r("id" uuid, "caseId" uuid, "organisationId" uuid, "agreementId" uuid,
      "agreementVersion" int, "calendarId" uuid, "calendarVersion" int, "target" text, "kind" text, "round" int, "state" text, "dropped" boolean,
      "startedAt" timestamptz, "startPlace" int, "attachedPlace" int, "doneAt" timestamptz, "dueAt" timestamptz, "riskAt" timestamptz,
      "targetSeconds" bigint, "counted" bigint, "pauses" jsonb, "steps" jsonb, "nextStepAt" timestamptz)
    on conflict (case_id, agreement_id, target, round) do update set agreement_version = excluded.agreement_version, calendar_id = excluded.calendar_id,
      calendar_version = excluded.calendar_version, kind = excluded.kind, state = excluded.state, dropped = excluded.dropped,
      started_at = excluded.started_at, start_place = excluded.start_place, attached_place = excluded.attached_place, done_at = excluded.done_at,
      due_at = excluded.due_at, risk_at = excluded.risk_at, target_seconds = excluded.target_seconds, counted = excluded.counted,
      pauses = excluded.pauses, steps = excluded.steps, next_step_at = excluded.next_step_at`.execute(db)
}

/** Columns of a case that a recalculation needs, with everything of its clocks. */
export interface BatchRow extends CaseClocks {
  id: string
  number: number
}
/** Open cases (and closed ones of which a clock still goes) after a number, held until the end of the transaction. */
export async function readBatch(db: ClocksDb, organisationId: string, after: number, limit: number): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`select c.id from "case" c where c.organisation_id = ${organisationId} and c.number > ${after}
      and (c.state in ('new', 'inProgress', 'waiting', 'solved', 'reopened')
        or c.state <> 'cancelled' and exists (select from case_clock k where k.case_id = c.id and k.state in ('running', 'paused')))
    order by c.number limit ${limit} for no key update of c`.execute(db)
  return rows.map(({ id }) => id)
}
export async function readClocksOf<T>(db: ClocksDb, ids: readonly string[]): Promise<(BatchRow & { row: T | null })[]> {
  const { rows } = await sql<BatchRow & { row: T | null }>`select c.id, c.number,
    case when not exists (select from case_moment m where m.case_id = c.id) then to_jsonb(c) - 'search' - 'text' - 'title' end as row, ${momentsJson(sql`c.id`)} as moments,
    ${clocksJson(sql`c.id`)} as clocks, ${fallenJson(sql`c.id`)} as fallen from "case" c where c.id = any (${ids}::uuid[]) order by c.number`.execute(
    db,
  )
  return rows.map((row) => ({ ...row, ...clocksFrom(row) }))
}

export interface CaseDues {
  dueAt: string | null
  riskAt: string | null
  responseDueAt: string | null
  solutionDueAt: string | null
  targetResponse: number
  targetSolution: number
}
/** The due times to keep on many cases; what is as it was is not written. */
export async function writeDues(db: ClocksDb, rows: readonly (CaseDues & { id: string })[]): Promise<void> {
  if (rows.length === 0) return
  await sql`update "case" c set due_at = r."dueAt", risk_at = r."riskAt", response_due_at = r."responseDueAt", solution_due_at = r."solutionDueAt",
      target_response = r."targetResponse", target_solution = r."targetSolution"
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r("id" uuid, "dueAt" timestamptz, "riskAt" timestamptz, "responseDueAt" timestamptz,
      "solutionDueAt" timestamptz, "targetResponse" int, "targetSolution" int)
    where c.id = r."id" and (c.due_at, c.risk_at, c.response_due_at, c.solution_due_at, c.target_response, c.target_solution)
      is distinct from (r."dueAt", r."riskAt", r."responseDueAt", r."solutionDueAt", r."targetResponse", r."targetSolution")`.execute(db)
}
