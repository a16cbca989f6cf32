/** The SQL of changes. Row level security decides which rows there are. */
import { type Kysely, sql } from 'kysely'
import type { State } from '#record/cases/contract.ts'
import type { Level, results, Stage } from './contract.ts'
import type { ApprovalState, Class } from './rules.ts'

export type Moment = string | Date
export interface ChangeRow {
  caseId: string
  organisationId: string
  stage: Stage
  templateId: string | null
  risk: Level
  effect: Level
  emergencyReason: string | null
  class: Class
  reason: string | null
  plan: string | null
  backOut: string | null
  testPlan: string | null
  service: string | null
  windowFrom: Moment | null
  windowUntil: Moment | null
  approval: ApprovalState
  approvalId: string | null
  submittedBy: string | null
  submittedAt: Moment | null
  decidedBy: string | null
  decidedAt: Moment | null
  decisionReason: string | null
  startedAt: Moment | null
  endedAt: Moment | null
  result: (typeof results)[number] | null
  resultNote: string | null
  review: string | null
  reviewedBy: string | null
  reviewedAt: Moment | null
  followUpId: string | null
  /** 0: nothing was filled in, and there is no row. */
  version: number
  changedAt: Moment
  changedBy: string | null
}
export interface TemplateRow {
  id: string
  organisationId: string
  name: string
  title: string
  reason: string
  plan: string
  backOut: string
  testPlan: string
  risk: Level
  effect: Level
  minutes: number
  teamId: string | null
  service: string | null
  active: boolean
  version: number
  changedAt: Moment
  changedBy: string | null
}
export interface FreezeRow {
  id: string
  organisationId: string
  teamId: string | null
  name: string
  fromAt: Moment
  untilAt: Moment
  version: number
  changedAt: Moment
  changedBy: string | null
}
export interface ChangeTables {
  change: ChangeRow
  changeTemplate: TemplateRow
  changeFreeze: FreezeRow
  changeFeed: { id: string; personId: string; madeAt: Moment; revokedAt: Moment | null }
}
export type Db = Kysely<ChangeTables>

export async function readChange(db: Db, caseId: string): Promise<ChangeRow | undefined> {
  return db.selectFrom('change').selectAll().where('caseId', '=', caseId).executeTakeFirst()
}
/** False when somebody was first. The version of the row is the one the screen showed; 0: there is none yet. */
export async function writeChange(db: Db, row: ChangeRow): Promise<boolean> {
  const { version, caseId, organisationId, ...set } = row
  if (version === 0) {
    const made = await db
      .insertInto('change')
      .values({ ...row, version: 1 })
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirst()
    return made.numInsertedOrUpdatedRows === 1n
  }
  const done = await db
    .updateTable('change')
    .set({ ...set, version: version + 1 })
    .where('caseId', '=', caseId)
    .where('version', '=', version)
    .executeTakeFirst()
  return done.numUpdatedRows === 1n
}

export async function readTemplate(db: Db, id: string): Promise<TemplateRow | undefined> {
  return db.selectFrom('changeTemplate').selectAll().where('id', '=', id).executeTakeFirst()
}

export interface PlannedRow {
  caseId: string
  number: number
  title: string
  state: State
  stage: Stage
  class: Class
  risk: Level
  organisationId: string
  teamId: string | null
  service: string | null
  windowFrom: string
  windowUntil: string
}
/** What is between, of the whole calendar. `without`: not this one, and not what has ended. */
export interface Between {
  from: Date
  until: Date
  organisationId?: string | undefined
  teamId?: string | undefined
  without?: string | undefined
}
const limit = 1000
export async function plannedBetween(db: Db, { from, until, organisationId, teamId, without }: Between): Promise<PlannedRow[]> {
  const { rows } = await sql<PlannedRow>`
    select h.case_id, c.number, c.title, c.state, h.stage, h.class, h.risk, h.organisation_id, c.team_id, h.service, h.window_from, h.window_until
    from change h join "case" c on c.id = h.case_id
    where h.window_from < ${until} and h.window_until > ${from} and c.state <> 'cancelled' and c.kind = 'change'
    ${organisationId ? sql`and h.organisation_id = ${organisationId}` : sql``}
    ${teamId ? sql`and c.team_id = ${teamId}` : sql``}
    ${without ? sql`and h.case_id <> ${without} and h.stage in ('submitted', 'approved', 'planned', 'executing')` : sql``}
    order by h.window_from, c.number limit ${limit}`.execute(db)
  return rows
}
export async function freezesBetween(db: Db, { from, until, organisationId, teamId }: Between): Promise<FreezeRow[]> {
  let query = db.selectFrom('changeFreeze').selectAll().where(sql<boolean>`from_at < ${until} and until_at > ${from}`)
  if (organisationId) query = query.where('organisationId', '=', organisationId)
  if (teamId) query = query.where((eb) => eb.or([eb('teamId', 'is', null), eb('teamId', '=', teamId)]))
  return query.orderBy('fromAt').orderBy('id').limit(limit).execute()
}
export async function caseName(db: Db, id: string | null): Promise<{ id: string; number: number; title: string; state: State } | undefined> {
  if (id === null) return undefined
  const { rows } = await sql<{
    id: string
    number: number
    title: string
    state: State
  }>`select id, number, title, state from "case" where id = ${id}`.execute(db)
  return rows[0]
}
