/** The SQL of exceptions. */
import { type Kysely, type RawBuilder, sql } from 'kysely'
import type { ExceptionState } from './contract.ts'
import type { Days } from './rules.ts'

export interface ExceptionRow {
  id: string
  expectationId: string
  itemId: string | null
  organisationId: string
  reason: string
  until: string
  askedBy: string
  askedAt: string
  decidedBy: string | null
  decidedAt: string | null
  decision: 'approved' | 'refused' | 'withdrawn' | null
  title: string
  itemNumber: number | null
  itemName: string | null
}
type Db = Kysely<Record<never, never>>
export interface Filter {
  ids?: readonly string[]
  organisationId?: string | undefined
  expectationId?: string | undefined
  itemId?: string | undefined
  state?: ExceptionState | undefined
  days?: Days
}
/** As `stateOf` says it; what ends soon holds too. */
function inState(state: ExceptionState, { today, soon }: Days): RawBuilder<unknown> {
  if (state === 'undecided') return sql`x.decision is null and x.until >= ${today}::date`
  if (state === 'over') return sql`(x.until < ${today}::date or x.decision in ('refused', 'withdrawn'))`
  const holds = sql`x.decision = 'approved' and x.until >= ${today}::date`
  return state === 'ending' ? sql`${holds} and x.until <= ${soon}::date` : holds
}
export async function listExceptions(
  db: Db,
  { ids, organisationId, expectationId, itemId, state, days }: Filter,
  after: [string, string] | undefined,
  limit: number,
): Promise<ExceptionRow[]> {
  const parts: RawBuilder<unknown>[] = [sql`true`]
  if (ids) parts.push(sql`x.id = any (${[...ids]}::uuid[])`)
  if (organisationId) parts.push(sql`x.organisation_id = ${organisationId}`)
  if (expectationId) parts.push(sql`x.expectation_id = ${expectationId}`)
  if (itemId)
    parts.push(
      sql`(x.item_id = ${itemId} or x.item_id is null and exists (select from norm_standing s where s.item_id = ${itemId} and s.expectation_id = x.expectation_id))`,
    )
  if (state && days) parts.push(inState(state, days))
  if (after) parts.push(sql`(x.asked_at, x.id) < (${after[0]}::timestamptz, ${after[1]}::uuid)`)
  const { rows } = await sql<ExceptionRow>`select x.*, e.title, i.number as item_number, i.name as item_name from norm_exception x
    join norm_expectation e on e.id = x.expectation_id left join item i on i.id = x.item_id
    where ${sql.join(parts, sql` and `)} order by x.asked_at desc, x.id desc limit ${limit}`.execute(db)
  return rows
}
type Asked = Pick<ExceptionRow, 'id' | 'expectationId' | 'itemId' | 'organisationId' | 'reason' | 'until' | 'askedBy' | 'askedAt'>
export async function insertException(db: Db, row: Asked): Promise<void> {
  await sql`insert into norm_exception (id, expectation_id, item_id, organisation_id, reason, until, asked_by, asked_at)
    values (${row.id}, ${row.expectationId}, ${row.itemId}, ${row.organisationId}, ${row.reason}, ${row.until}, ${row.askedBy}, ${row.askedAt})`.execute(
    db,
  )
}
/** False when it is decided otherwise already. `from`: decisions from which it may go. */
export async function decide(db: Db, id: string, decision: 'approved' | 'refused' | 'withdrawn', by: string | null, at: Date): Promise<boolean> {
  const from = decision === 'withdrawn' ? sql`(decision is null or decision = 'approved')` : sql`decision is null`
  const done =
    await sql`update norm_exception set decision = ${decision}, decided_by = ${by}, decided_at = ${at} where id = ${id} and ${from}`.execute(db)
  return done.numAffectedRows === 1n
}
