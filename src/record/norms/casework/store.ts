/** The SQL between deviations and cases. */
import { type Kysely, sql } from 'kysely'
import type { DeviationRow } from '../deviations/store.ts'
import type { Policy } from './contract.ts'

type Db = Kysely<Record<never, never>>
/** Held until the end of the transaction. */
export async function holdDeviation(db: Db, id: string): Promise<(DeviationRow & { publishedBy: string | null }) | undefined> {
  const { rows } = await sql<DeviationRow & { publishedBy: string | null }>`select d.*, null::int as case_number,
      coalesce(e.counts ->> 'remedy', '') as remedy, e.published_by
    from norm_deviation d join norm_expectation e on e.id = d.expectation_id where d.id = ${id} for update of d`.execute(db)
  return rows[0]
}
/** A case on which is worked, of the same expectation on the same item (also when it is solved and waits for a test), or else as `by` says; the newest first. */
export async function caseToJoin(
  db: Db,
  { expectationId, itemId }: Pick<DeviationRow, 'expectationId' | 'itemId'>,
  by: 'expectation' | 'item' | null,
): Promise<string | undefined> {
  const same = sql`d.expectation_id = ${expectationId} and d.item_id = ${itemId}`
  const other = by === 'expectation' ? sql`d.expectation_id = ${expectationId}` : by === 'item' ? sql`d.item_id = ${itemId}` : sql`false`
  const { rows } = await sql<{ id: string }>`select c.id from norm_deviation d join "case" c on c.id = d.case_id
    where (${same} and c.state = 'solved' or (${same} or ${other}) and c.state in ('new', 'inProgress', 'waiting', 'reopened')) order by (${same}) desc, c.number desc limit 1`.execute(
    db,
  )
  return rows[0]?.id
}
export async function setCase(db: Db, ids: readonly string[], caseId: string): Promise<void> {
  await sql`update norm_deviation set case_id = ${caseId} where id = any (${[...ids]}::uuid[])`.execute(db)
}
/** How many deviations a case has: of the same expectation on the same item, and in all. */
export async function countOn(
  db: Db,
  caseId: string,
  { expectationId, itemId }: Pick<DeviationRow, 'expectationId' | 'itemId'>,
): Promise<{ same: number; all: number }> {
  const { rows } = await sql<{ same: number; all: number }>`select count(*)::int as all,
    count(*) filter (where expectation_id = ${expectationId} and item_id = ${itemId})::int as same from norm_deviation where case_id = ${caseId}`.execute(
    db,
  )
  return rows[0] ?? { same: 0, all: 0 }
}
/** How many of an expectation opened since then. */
export async function countLately(db: Db, expectationId: string, since: Date): Promise<number> {
  const { rows } = await sql<{
    count: number
  }>`select count(*)::int as count from norm_deviation where expectation_id = ${expectationId} and opened_at > ${since}`.execute(db)
  return rows[0]?.count ?? 0
}
/** Others of the same expectation that are open and wait for a case, held; those that somebody else holds come by themselves. What had a case before joins that one. */
export async function othersWaiting(db: Db, { id, expectationId }: Pick<DeviationRow, 'id' | 'expectationId'>): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`select d.id from norm_deviation d
    where d.expectation_id = ${expectationId} and d.until_at is null and d.case_id is null and d.item_id is not null and d.id <> ${id}
      and not exists (select from norm_deviation o where o.expectation_id = d.expectation_id and o.item_id = d.item_id and o.case_id is not null)
    order by d.id for update of d skip locked`.execute(db)
  return rows.map((row) => row.id)
}
/** Everything it is about was seen in series. */
export async function onlySeries(db: Db, caseId: string): Promise<boolean> {
  const { rows } = await sql<{
    yes: boolean | null
  }>`select bool_and(series is not null) as yes from norm_deviation where case_id = ${caseId}`.execute(db)
  return rows[0]?.yes === true
}
export async function countOpen(db: Db, caseId: string): Promise<number> {
  const { rows } = await sql<{
    count: number
  }>`select count(*)::int as count from norm_deviation where case_id = ${caseId} and until_at is null`.execute(db)
  return rows[0]?.count ?? 0
}
export async function readPolicy(db: Db, organisationId: string): Promise<{ policy: Policy; version: number } | undefined> {
  const { rows } = await sql<{
    policy: Policy
    version: number
  }>`select policy, version from norm_policy where organisation_id = ${organisationId}`.execute(db)
  return rows[0]
}
/** False when somebody was first. */
export async function writePolicy(db: Db, organisationId: string, version: number, policy: Policy): Promise<boolean> {
  const json = JSON.stringify(policy)
  const done =
    version === 0
      ? await sql`insert into norm_policy (organisation_id, policy, version) values (${organisationId}, ${json}::jsonb, 1) on conflict do nothing`.execute(
          db,
        )
      : await sql`update norm_policy set policy = ${json}::jsonb, version = version + 1 where organisation_id = ${organisationId} and version = ${version}`.execute(
          db,
        )
  return done.numAffectedRows === 1n
}
