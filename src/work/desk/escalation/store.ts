/** The SQL of escalations. */
import { randomUUID } from 'node:crypto'
import { type Kysely, sql } from 'kysely'
import type { Priority, State } from '#record/cases/contract.ts'
import type { Decision } from './contract.ts'

type Status = 'open' | 'acknowledged' | 'answered' | 'kept' | 'decided' | 'withdrawn'
export interface EscalationRow {
  id: string
  caseId: string
  organisationId: string
  kind: 'functional' | 'hierarchical'
  status: Status
  text: string
  askedBy: string | null
  askedAt: string
  teamId: string | null
  toId: string | null
  acknowledgedBy: string | null
  acknowledgedAt: string | null
  decision: Decision | null
  answer: string | null
  people: string[]
  endedBy: string | null
  endedAt: string | null
  clockId: string | null
  step: string | null
}
export interface EscalationTables {
  escalation: EscalationRow
}
export type Db = Kysely<EscalationTables>

export type Asking = Pick<
  EscalationRow,
  'caseId' | 'organisationId' | 'kind' | 'text' | 'askedBy' | 'askedAt' | 'teamId' | 'toId' | 'clockId' | 'step'
>
/** Undefined when it is there already: asked and not answered, or this step of the ladder has fallen. */
export const insertEscalation = (db: Db, row: Asking): Promise<EscalationRow | undefined> =>
  db
    .insertInto('escalation')
    .values({ ...row, id: randomUUID(), status: 'open', people: sql`'{}'::uuid[]` as unknown as string[] } as EscalationRow)
    .onConflict((conflict) => conflict.doNothing())
    .returningAll()
    .executeTakeFirst()

/** Undefined when somebody was first. */
export const changeEscalation = (db: Db, id: string, from: readonly Status[], set: Partial<EscalationRow>): Promise<EscalationRow | undefined> =>
  db.updateTable('escalation').set(set).where('id', '=', id).where('status', 'in', from).returningAll().executeTakeFirst()

export const readEscalation = (db: Db, id: string): Promise<EscalationRow | undefined> =>
  db.selectFrom('escalation').selectAll().where('id', '=', id).executeTakeFirst()
export const escalationsOfCase = (db: Db, caseId: string): Promise<EscalationRow[]> =>
  db.selectFrom('escalation').selectAll().where('caseId', '=', caseId).orderBy('askedAt').orderBy('id').limit(100).execute()

/** Who asked about this case and was not told yet that it ended. */
export async function askersOf(db: Db, caseId: string): Promise<string[]> {
  const { rows } = await sql<{
    askedBy: string
  }>`select distinct asked_by from escalation where case_id = ${caseId} and asked_by is not null`.execute(db)
  return rows.map(({ askedBy }) => askedBy)
}
export async function endOpen(db: Db, caseId: string, now: Date): Promise<void> {
  await db
    .updateTable('escalation')
    .set({ status: 'withdrawn', endedAt: now.toISOString() })
    .where('caseId', '=', caseId)
    .where('status', 'in', ['open', 'acknowledged'])
    .execute()
}

export interface CaseOf {
  id: string
  number: number
  title: string
  state: State
  priority: Priority
  version: number
}
export interface Listing {
  which: 'mine' | 'asked' | 'open'
  me: string
  /** Organisations in which I lead. */
  leads: readonly string[]
  limit: number
  before: readonly [at: string, id: string] | undefined
}
/** With their cases, newest first; a case the actor may not see takes its escalations along. */
export async function listEscalations(db: Db, { which, me, leads, limit, before }: Listing): Promise<EscalationRow[]> {
  const waiting = sql`status in ('open', 'acknowledged')`
  const mine = sql`${waiting} and ((kind = 'functional' and team_id in (select team_id from team_member where person_id = ${me}))
    or (kind = 'hierarchical' and organisation_id = any (${leads}::uuid[]) and (to_id is null or to_id = ${me})))`
  const where = which === 'asked' ? sql`asked_by = ${me}` : which === 'mine' ? mine : waiting
  const { rows } = await sql<EscalationRow>`select * from escalation where ${where}
    ${before ? sql`and (asked_at, id) < (${before[0]}::timestamptz, ${before[1]}::uuid)` : sql``}
    order by asked_at desc, id desc limit ${limit}`.execute(db)
  return rows
}
export async function casesFor(db: Db, ids: readonly string[]): Promise<Map<string, CaseOf>> {
  if (ids.length === 0) return new Map()
  const { rows } =
    await sql<CaseOf>`select id, number, title, state, priority, version from "case" where id = any (${[...new Set(ids)]}::uuid[])`.execute(db)
  return new Map(rows.map((row) => [row.id, row]))
}
