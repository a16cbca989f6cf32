/** The SQL of approvals. Row level security decides which there are for the actor. */
import { type Kysely, sql } from 'kysely'
import type { endings, Plan, Subject } from './contract.ts'

type State = 'running' | 'approved' | 'refused' | 'withdrawn'
export type Ending = (typeof endings)[number]

export interface ApprovalRow {
  id: string
  caseId: string
  organisationId: string
  /** Of the case: deciders may not see the case itself. */
  number: number
  purpose: string
  state: State
  plan: Plan
  subject: Subject
  reason: string
  askedBy: string
  /** Who benefits. */
  forIds: string[]
  /** Of the application or service it is about. */
  ownerId: string | null
  step: number
  askedAt: string
  endedAt: string | null
  endedWhy: Ending | null
}
export interface StepRow {
  approvalId: string
  step: number
  openedAt: string
  expiresAt: string | null
  escalatedAt: string | null
  closedAt: string | null
}
export interface SeatRow {
  approvalId: string
  step: number
  seatId: string
  personId: string
  lead: boolean
  addedAt: string
}
export interface DecisionRow {
  approvalId: string
  step: number
  seatId: string
  personId: string
  yes: boolean
  reason: string | null
  via: 'portal' | 'link'
  repeats: boolean
  at: string
}
export interface ApprovalTables {
  approval: ApprovalRow
  approvalStep: StepRow
  approvalSeat: SeatRow
  approvalDecision: DecisionRow
}
export type Db = Kysely<ApprovalTables>

type NewApproval = Omit<ApprovalRow, 'state' | 'step' | 'endedAt' | 'endedWhy'>
/** False when one is running for this purpose already. */
export async function insertApproval(db: Db, row: NewApproval): Promise<boolean> {
  const { numAffectedRows } = await sql`insert into approval
      (id, case_id, organisation_id, number, purpose, plan, subject, reason, asked_by, for_ids, owner_id, asked_at)
    values (${row.id}, ${row.caseId}, ${row.organisationId}, ${row.number}, ${row.purpose}, ${JSON.stringify(row.plan)}::jsonb,
      ${JSON.stringify(row.subject)}::jsonb, ${row.reason}, ${row.askedBy}, ${row.forIds}::uuid[], ${row.ownerId}, ${row.askedAt})
    on conflict do nothing`.execute(db)
  return numAffectedRows === 1n
}

export async function readApproval(db: Db, id: string, lock = false): Promise<ApprovalRow | undefined> {
  const query = db.selectFrom('approval').selectAll().where('id', '=', id)
  return (lock ? query.forNoKeyUpdate() : query).executeTakeFirst()
}
export async function approvalsOfCase(db: Db, caseId: string): Promise<ApprovalRow[]> {
  return db.selectFrom('approval').selectAll().where('caseId', '=', caseId).orderBy('askedAt', 'desc').limit(50).execute()
}
export const stepsOf = (db: Db, ids: readonly string[]): Promise<StepRow[]> =>
  db.selectFrom('approvalStep').selectAll().where('approvalId', 'in', ids).execute()
export const seatsOf = (db: Db, ids: readonly string[]): Promise<SeatRow[]> =>
  db.selectFrom('approvalSeat').selectAll().where('approvalId', 'in', ids).orderBy('addedAt').orderBy('seatId').execute()
export const decisionsOf = (db: Db, ids: readonly string[]): Promise<DecisionRow[]> =>
  db.selectFrom('approvalDecision').selectAll().where('approvalId', 'in', ids).orderBy('at').execute()

/** False when the step is open already. */
export async function insertStep(db: Db, row: Pick<StepRow, 'approvalId' | 'step' | 'openedAt' | 'expiresAt'>): Promise<boolean> {
  const done = await db
    .insertInto('approvalStep')
    .values({ ...row, escalatedAt: null, closedAt: null })
    .onConflict((c) => c.doNothing())
    .executeTakeFirst()
  return done.numInsertedOrUpdatedRows === 1n
}
export async function insertSeats(db: Db, rows: readonly SeatRow[]): Promise<void> {
  if (rows.length === 0) return
  await db
    .insertInto('approvalSeat')
    .values([...rows])
    .onConflict((c) => c.doNothing())
    .execute()
}
/** False when the seat, or the person, has decided already: the keys decide, also between two at the same moment. */
export async function insertDecision(db: Db, row: DecisionRow): Promise<boolean> {
  const done = await db
    .insertInto('approvalDecision')
    .values(row)
    .onConflict((c) => c.doNothing())
    .executeTakeFirst()
  return done.numInsertedOrUpdatedRows === 1n
}

export async function changeStep(db: Db, approvalId: string, step: number, set: Partial<StepRow>): Promise<void> {
  await db.updateTable('approvalStep').set(set).where('approvalId', '=', approvalId).where('step', '=', step).execute()
}
export async function goOn(db: Db, id: string, step: number): Promise<void> {
  await db.updateTable('approval').set({ step }).where('id', '=', id).where('state', '=', 'running').execute()
}
/** False when it had ended already: what ended stays as it ended. */
export async function endApproval(db: Db, id: string, state: Exclude<State, 'running'>, why: Ending, at: Date): Promise<boolean> {
  const done = await db
    .updateTable('approval')
    .set({ state, endedWhy: why, endedAt: at.toISOString() })
    .where('id', '=', id)
    .where('state', '=', 'running')
    .executeTakeFirst()
  return done.numUpdatedRows === 1n
}

/** Steps whose time is over. */
export async function overdue(db: Db, now: Date, limit = 200): Promise<{ approvalId: string; step: number }[]> {
  return db
    .selectFrom('approvalStep')
    .select(['approvalId', 'step'])
    .where('closedAt', 'is', null)
    .where('expiresAt', '<=', now.toISOString())
    .orderBy('expiresAt')
    .limit(limit)
    .execute()
}

/** Those that wait for somebody, oldest first. */
export async function running(db: Db, limit = 2000): Promise<string[]> {
  const rows = await db.selectFrom('approval').select('id').where('state', '=', 'running').orderBy('askedAt').limit(limit).execute()
  return rows.map(({ id }) => id)
}

export interface MineRow extends Pick<ApprovalRow, 'id' | 'caseId' | 'number' | 'state' | 'askedBy' | 'askedAt'> {
  title: string
  open: boolean
  said: boolean | null
  expiresAt: string | null
}
/** What somebody was asked, newest first. */
export async function listMine(
  db: Db,
  personId: string,
  { limit, before, open }: { limit: number; before: readonly [string, string] | undefined; open: boolean | undefined },
): Promise<MineRow[]> {
  const { rows } = await sql<MineRow>`
    with mine as (
      select a.id, a.case_id, a.number, a.state, a.asked_by, a.asked_at, a.subject->>'title' as title,
        bool_or(a.state = 'running' and s.step = a.step and t.closed_at is null and d.seat_id is null) as open,
        (select o.yes from approval_decision o where o.approval_id = a.id and o.person_id = ${personId} order by o.at desc limit 1) as said,
        max(t.expires_at) filter (where s.step = a.step) as expires_at
      from approval_seat s join approval a on a.id = s.approval_id
      left join approval_step t on t.approval_id = s.approval_id and t.step = s.step
      left join approval_decision d on d.approval_id = s.approval_id and d.step = s.step and d.seat_id = s.seat_id
      where s.person_id = ${personId} group by a.id)
    select * from mine where true
      ${open === undefined ? sql`` : sql`and open = ${open}`}
      ${before ? sql`and (asked_at, id) < (${before[0]}::timestamptz, ${before[1]}::uuid)` : sql``}
    order by asked_at desc, id desc limit ${limit}`.execute(db)
  return rows
}
