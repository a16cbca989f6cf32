/** The SQL of access. Row level security decides which rows there are. */
import { type Kysely, sql } from 'kysely'
import { momentOf } from '#platform/paging.ts'
import type { Words } from '#record/cases/priority/contract.ts'
import type { AccessState } from './contract.ts'

export interface GrantRow {
  caseId: string
  /** Of the case, as people say it. */
  number: number
  organisationId: string
  itemId: string
  service: Words
  rightKey: string
  rightLabel: Words
  forId: string
  askedBy: string
  why: string
  until: string | null
  endsAt: string | null
  teamId: string | null
  state: 'asked' | 'approved' | 'refused' | 'granted' | 'withdrawn'
  askedAt: string
  grantedAt: string | null
  withdrawnAt: string | null
  taskId: string | null
  withdrawCaseId: string | null
  withdrawTaskId: string | null
}
export interface ProofRow {
  caseId: string
  grantId: string
  organisationId: string
  text: string
  attachmentIds: string[]
  by: string
  at: string
}
export interface AccessTables {
  accessGrant: GrantRow
  accessProof: ProofRow
}
export type Db = Kysely<AccessTables>

/** The day as it was written: a driver would make an instant of it. */
const columns = sql.raw(
  `case_id, number, organisation_id, item_id, service, right_key, right_label, for_id, asked_by, why, to_char(until, 'YYYY-MM-DD') as until,
  ends_at, team_id, state, asked_at, granted_at, withdrawn_at, task_id, withdraw_case_id, withdraw_task_id`,
)

export type NewGrant = Omit<GrantRow, 'state' | 'grantedAt' | 'withdrawnAt' | 'taskId' | 'withdrawCaseId' | 'withdrawTaskId'>
export async function insertGrant(db: Db, row: NewGrant): Promise<void> {
  const { service, rightLabel, ...rest } = row
  const jsonb = (value: Words) => sql<Words>`${JSON.stringify(value)}::jsonb`
  await db
    .insertInto('accessGrant')
    .values({ ...rest, service: jsonb(service), rightLabel: jsonb(rightLabel) } as never)
    .execute()
}

/** By the case that gives it, or the case that withdraws it. */
export async function grantOf(db: Db, caseId: string, lock = false): Promise<GrantRow | undefined> {
  const { rows } = await sql<GrantRow>`select ${columns} from access_grant where case_id = ${caseId} or withdraw_case_id = ${caseId}
    ${lock ? sql`for no key update` : sql``}`.execute(db)
  return rows[0]
}
/** False when it was in another state already. */
export async function changeGrant(db: Db, caseId: string, from: GrantRow['state'], set: Partial<GrantRow>): Promise<boolean> {
  const done = await db.updateTable('accessGrant').set(set).where('caseId', '=', caseId).where('state', '=', from).executeTakeFirst()
  return done.numUpdatedRows === 1n
}
/** False when there is a case to withdraw it already: of two at the same moment one is first. */
export async function beginEnding(db: Db, caseId: string, withdrawCaseId: string, withdrawTaskId: string | null): Promise<boolean> {
  const done = await db
    .updateTable('accessGrant')
    .set({ withdrawCaseId, withdrawTaskId })
    .where('caseId', '=', caseId)
    .where('state', '=', 'granted')
    .where('withdrawCaseId', 'is', null)
    .executeTakeFirst()
  return done.numUpdatedRows === 1n
}
/** Whose last day is over, while nobody was told to withdraw it. */
export async function overdue(db: Db, now: Date, limit = 500): Promise<string[]> {
  const rows = await db
    .selectFrom('accessGrant')
    .select('caseId')
    .where('state', '=', 'granted')
    .where('withdrawCaseId', 'is', null)
    .where('endsAt', '<=', now.toISOString())
    .orderBy('endsAt')
    .limit(limit)
    .execute()
  return rows.map(({ caseId }) => caseId)
}

export interface Filter {
  organisationId?: string | undefined
  personId?: string | undefined
  itemId?: string | undefined
  state?: AccessState | undefined
  until?: string | undefined
}
const forever = '9999-12-31T00:00:00.000Z'
export const placeOf = ({ endsAt, caseId }: GrantRow): [string, string] => [momentOf(endsAt ?? forever), caseId]

export async function listGrants(db: Db, filter: Filter, limit: number, after: readonly [string, string] | undefined): Promise<GrantRow[]> {
  const { state } = filter
  const states =
    state === undefined
      ? sql`state in ('asked', 'approved', 'granted')`
      : state === 'ending'
        ? sql`state = 'granted' and withdraw_case_id is not null`
        : state === 'granted'
          ? sql`state = 'granted' and withdraw_case_id is null`
          : sql`state = ${state}`
  const place = sql`(coalesce(ends_at, 'infinity'::timestamptz), case_id)`
  const { rows } = await sql<GrantRow>`select ${columns} from access_grant where ${states}
    ${filter.organisationId ? sql`and organisation_id = ${filter.organisationId}` : sql``}
    ${filter.personId ? sql`and for_id = ${filter.personId}` : sql``}
    ${filter.itemId ? sql`and item_id = ${filter.itemId}` : sql``}
    ${filter.until ? sql`and until <= ${filter.until}::date` : sql``}
    ${after ? sql`and ${place} > (${after[0] === forever ? 'infinity' : after[0]}::timestamptz, ${after[1]}::uuid)` : sql``}
    order by coalesce(ends_at, 'infinity'::timestamptz), case_id limit ${limit}`.execute(db)
  return rows
}
/** For this person, or asked by them, newest first. */
export async function grantsOf(db: Db, personId: string): Promise<GrantRow[]> {
  const { rows } = await sql<GrantRow>`select ${columns} from access_grant where for_id = ${personId} or asked_by = ${personId}
    order by asked_at desc limit 200`.execute(db)
  return rows
}

/** False when there is proof already. */
export async function insertProof(db: Db, row: ProofRow): Promise<boolean> {
  const done = await sql`insert into access_proof (case_id, grant_id, organisation_id, text, attachment_ids, by, at)
    values (${row.caseId}, ${row.grantId}, ${row.organisationId}, ${row.text}, ${row.attachmentIds}::uuid[], ${row.by}, ${row.at})
    on conflict do nothing`.execute(db)
  return done.numAffectedRows === 1n
}
export const proofsOf = (db: Db, grantId: string): Promise<ProofRow[]> =>
  db.selectFrom('accessProof').selectAll().where('grantId', '=', grantId).execute()
