/** The SQL of aftercare. */
import { type Insertable, type Kysely, type Selectable, sql } from 'kysely'
import type { Kind, State } from '#record/cases/contract.ts'
import type { aftercareResults, aftercareStates, aftercareViews, Rule } from './contract.ts'

export interface RuleRow {
  id: string
  organisationId: string
  name: string
  active: boolean
  rule: Rule
  version: number
  changedAt: string | Date
  changedBy: string | null
}
export interface AftercareRow {
  id: string
  caseId: string
  organisationId: string
  round: number
  ruleId: string | null
  why: string
  state: (typeof aftercareStates)[number]
  afterDays: number
  dueAt: string | null
  lateAt: string | null
  toldAt: string | null
  personId: string | null
  teamId: string | null
  forLeads: boolean
  result: (typeof aftercareResults)[number] | null
  attempts: number
  mostAttempts: number
  nextCaseId: string | null
  createdBy: string | null
  createdAt: string
  endedBy: string | null
  endedAt: string | null
  version: number
}
export interface StepRow {
  id: string
  aftercareId: string
  organisationId: string
  what: 'planned' | 'well' | 'back' | 'notReached' | 'postponed' | 'given' | 'cancelled'
  note: string
  until: string | null
  byId: string | null
  at: string
}
export interface AftercareTables {
  aftercareRule: RuleRow
  aftercare: AftercareRow
  aftercareStep: StepRow & { place: import('kysely').Generated<number> }
}
export type Db = Kysely<AftercareTables>

export const listRules = (db: Db, organisationId: string): Promise<RuleRow[]> =>
  db.selectFrom('aftercareRule').selectAll().where('organisationId', '=', organisationId).orderBy('name').orderBy('id').limit(100).execute()
export const readRule = (db: Db, id: string): Promise<RuleRow | undefined> =>
  db.selectFrom('aftercareRule').selectAll().where('id', '=', id).executeTakeFirst()
export async function insertRule(db: Db, row: RuleRow): Promise<void> {
  await db
    .insertInto('aftercareRule')
    .values({ ...row, rule: JSON.stringify(row.rule) as never })
    .execute()
}
export async function updateRule(
  db: Db,
  id: string,
  version: number,
  set: Pick<RuleRow, 'name' | 'active' | 'rule' | 'changedAt' | 'changedBy'>,
): Promise<boolean> {
  const done = await db
    .updateTable('aftercareRule')
    .set({ ...set, rule: JSON.stringify(set.rule) as never, version: version + 1 })
    .where('id', '=', id)
    .where('version', '=', version)
    .executeTakeFirst()
  return done.numUpdatedRows === 1n
}

/** False when this rule planned it already for this closing. */
export async function insertAftercare(db: Db, row: Insertable<AftercareRow>): Promise<boolean> {
  const done = await db
    .insertInto('aftercare')
    .values(row)
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst()
  return done.numInsertedOrUpdatedRows === 1n
}
export async function updateAftercare(db: Db, id: string, version: number, set: Partial<AftercareRow>): Promise<boolean> {
  const done = await db
    .updateTable('aftercare')
    .set({ ...set, version: version + 1 })
    .where('id', '=', id)
    .where('version', '=', version)
    .executeTakeFirst()
  return done.numUpdatedRows === 1n
}
export const openOf = (db: Db, caseId: string): Promise<AftercareRow[]> =>
  db.selectFrom('aftercare').selectAll().where('caseId', '=', caseId).where('state', 'in', ['wished', 'planned']).forUpdate().limit(200).execute()
export async function insertStep(db: Db, row: StepRow): Promise<void> {
  await db.insertInto('aftercareStep').values(row).execute()
}
export const stepsFor = (db: Db, ids: readonly string[]): Promise<Selectable<StepRow>[]> =>
  ids.length === 0
    ? Promise.resolve([])
    : db.selectFrom('aftercareStep').selectAll().where('aftercareId', 'in', ids).orderBy('place').limit(2000).execute()

/** Takes those that fell due and were not told of: of two processes each is taken by one. */
export async function takeDue(db: Db, now: Date, limit: number): Promise<AftercareRow[]> {
  const { rows } = await sql<AftercareRow>`update aftercare set told_at = ${now} where id in (
      select id from aftercare where state = 'planned' and told_at is null and due_at <= ${now} order by due_at limit ${limit} for update skip locked)
    returning *`.execute(db)
  return rows
}

export interface ListRow extends AftercareRow {
  number: number
  title: string
  kind: Kind
  caseState: State
  reporterId: string
  teamName: string | null
  nextNumber: number | null
  mine: boolean
}
export interface Me {
  personId: string | null
  /** Organisations where I decide. */
  leads: readonly string[]
  now: Date
}
const columns = (me: Me) =>
  sql`a.*, c.number, c.title, c.kind, c.state as case_state, c.reporter_id, t.name as team_name, n.number as next_number, ${isMine(me)} as mine`
const isMine = ({ personId, leads }: Me) => sql`(a.person_id is not distinct from ${personId}::uuid and a.person_id is not null
  or a.team_id in (select m.team_id from team_member m where m.person_id = ${personId}::uuid)
  or (a.for_leads and a.organisation_id = any(${leads}::uuid[])))`
const tables = sql.raw(
  `aftercare a join "case" c on c.id = a.case_id left join team t on t.id = a.team_id left join "case" n on n.id = a.next_case_id`,
)

export async function readOne(db: Db, id: string, me: Me, lock = false): Promise<ListRow | undefined> {
  if (lock) await sql`select from aftercare where id = ${id} for update`.execute(db)
  const { rows } = await sql<ListRow>`select ${columns(me)} from ${tables} where a.id = ${id}`.execute(db)
  return rows[0]
}
export async function listOf(db: Db, caseId: string, me: Me): Promise<ListRow[]> {
  const { rows } = await sql<ListRow>`select ${columns(me)} from ${tables} where a.case_id = ${caseId} order by a.created_at, a.id limit 200`.execute(
    db,
  )
  return rows
}

const inView = (view: (typeof aftercareViews)[number], me: Me) =>
  ({
    mine: sql`a.state = 'planned' and ${isMine(me)}`,
    due: sql`a.state = 'planned' and a.due_at <= ${me.now}`,
    late: sql`a.state = 'planned' and a.late_at <= ${me.now}`,
    planned: sql`a.state in ('planned', 'wished')`,
    ended: sql`a.state in ('done', 'cancelled')`,
  })[view]
interface Query {
  view: (typeof aftercareViews)[number]
  organisationId: string | undefined
  limit: number
  after: readonly [at: string, id: string] | undefined
}
export async function list(db: Db, { view, organisationId, limit, after }: Query, me: Me): Promise<ListRow[]> {
  const ended = view === 'ended'
  const at = ended ? sql`a.ended_at` : sql`coalesce(a.due_at, 'infinity'::timestamptz)`
  const { rows } = await sql<ListRow>`select ${columns(me)} from ${tables} where ${inView(view, me)}
    ${organisationId === undefined ? sql`` : sql`and a.organisation_id = ${organisationId}`}
    ${after === undefined ? sql`` : ended ? sql`and (${at}, a.id) < (${after[0]}::timestamptz, ${after[1]}::uuid)` : sql`and (${at}, a.id) > (${after[0]}::timestamptz, ${after[1]}::uuid)`}
    order by ${at} ${ended ? sql`desc` : sql``}, a.id ${ended ? sql`desc` : sql``} limit ${limit}`.execute(db)
  return rows
}
export async function counts(db: Db, me: Me): Promise<{ mine: number; due: number; late: number; planned: number }> {
  const count = (where: ReturnType<typeof sql>) => sql`(select count(*)::int from (select from ${tables} where ${where} limit 1000) one)`
  const { rows } = await sql<{ mine: number; due: number; late: number; planned: number }>`select
    ${count(sql`a.state = 'planned' and a.due_at <= ${me.now} and ${isMine(me)}`)} as mine, ${count(inView('due', me))} as due,
    ${count(inView('late', me))} as late, ${count(inView('planned', me))} as planned`.execute(db)
  return rows[0] ?? { mine: 0, due: 0, late: 0, planned: 0 }
}
