/** The SQL between deviations and cases. */
import { type Kysely, sql } from 'kysely'
import type { DeviationRow } from '../deviations/store.ts'
import type { Policy } from './contract.ts'

type Db = Kysely<Record<never, never>>
/** Held until the end of the transaction. */
export async function holdDeviation(db: Db, id: string): Promise<(DeviationRow & { publishedBy: string | null }) | undefined> {
  const { rows } = await sql<DeviationRow & { publishedBy: string | null }>`select d.*, null::int as case_number,
      coalesce(e.counts ->> 'remedy', '') as remedy, coalesce((e.counts ->> 'holdOff')::int, 0) as hold_off, e.published_by
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
/** Of these deviations, those that are open and have no case, in the order given. Nothing is held. */
export async function waitingOf(db: Db, ids: readonly string[]): Promise<string[]> {
  const { rows } = await sql<{
    id: string
  }>`select d.id from unnest(${[...ids]}::uuid[]) with ordinality g (id, place) join norm_deviation d on d.id = g.id
    where d.case_id is null and d.until_at is null and d.item_id is not null order by g.place`.execute(db)
  return rows.map(({ id }) => id)
}
export interface EndedOn extends DeviationRow {
  caseId: string
  /** It was the how manieth to end of its expectation on its item, and of the whole case. */
  same: number
  all: number
}
/** Those of these deviations that have ended and have a case, in the order given, with the place in which they ended on it. */
export async function endedOf(db: Db, ids: readonly string[]): Promise<EndedOn[]> {
  const { rows } =
    await sql<EndedOn>`with mine as (select d.id, d.case_id from norm_deviation d where d.id = any (${[...ids]}::uuid[]) and d.case_id is not null),
    placed as (select o.id, row_number() over (partition by o.case_id order by o.ended_at, o.id)::int as "all",
        row_number() over (partition by o.case_id, o.expectation_id, o.item_number order by o.ended_at, o.id)::int as same
      from norm_deviation o where o.case_id in (select case_id from mine) and o.until_at is not null)
    select d.*, null::int as case_number, coalesce(e.counts ->> 'remedy', '') as remedy, coalesce((e.counts ->> 'holdOff')::int, 0) as hold_off, p.same, p.all
    from unnest(${[...ids]}::uuid[]) with ordinality g (id, place) join placed p on p.id = g.id join norm_deviation d on d.id = g.id
    join norm_expectation e on e.id = d.expectation_id order by g.place`.execute(db)
  return rows
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
export async function othersWaiting(
  db: Db,
  { id, expectationId }: Pick<DeviationRow, 'id' | 'expectationId'>,
): Promise<{ id: string; itemId: string }[]> {
  const { rows } = await sql<{ id: string; itemId: string }>`select d.id, d.item_id from norm_deviation d
    where d.expectation_id = ${expectationId} and d.until_at is null and d.case_id is null and d.item_id is not null and d.id <> ${id}
      and not exists (select from norm_deviation o where o.expectation_id = d.expectation_id and o.item_id = d.item_id and o.case_id is not null)
    order by d.id for update of d skip locked`.execute(db)
  return rows
}
/** Everything it is about was seen in series. */
export async function onlySeries(db: Db, caseId: string): Promise<boolean> {
  const { rows } = await sql<{
    yes: boolean | null
  }>`select bool_and(series is not null) as yes from norm_deviation where case_id = ${caseId}`.execute(db)
  return rows[0]?.yes === true
}
/** How many deviations of a case are open, and how many have ended. */
export async function countsOf(db: Db, caseId: string): Promise<{ open: number; ended: number }> {
  const { rows } = await sql<{ open: number; ended: number }>`select count(*) filter (where until_at is null)::int as open,
      count(*) filter (where until_at is not null)::int as ended from norm_deviation where case_id = ${caseId}`.execute(db)
  return rows[0] ?? { open: 0, ended: 0 }
}
export const countOpen = async (db: Db, caseId: string): Promise<number> => (await countsOf(db, caseId)).open
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
