/** The SQL of evaluation: which items are due, how they stand, what opens and ends. Many rows at a time. */
import { type Kysely, sql } from 'kysely'
import type { Verdict } from '../conditions/rules.ts'
import type { endings, Observed, Rule, Severity } from '../contract.ts'
import type { SeriesCondition } from '../series/contract.ts'
import type { Standing } from '../standing/rules.ts'
import { type Db, type ExpectationRow, inScope, snake } from '../store.ts'

type Any = Kysely<Record<never, never>> | Db
export interface DueItem {
  id: string
  organisationId: string
  number: number
  name: string
}
/**
 * Items whose moment has come, held until the end of the transaction; those somebody else holds are left to them, and what is being removed at
 * this moment is left out.
 */
export async function takeDue(db: Db, now: Date, limit: number): Promise<DueItem[]> {
  const { rows } = await sql<DueItem>`with due as materialized (
      select item_id from norm_watch where due_at <= ${now} order by due_at limit ${limit} for update skip locked)
    select i.id, i.organisation_id, i.number, i.name from due join item i on i.id = due.item_id order by i.id for key share of i skip locked`.execute(
    db,
  )
  return rows
}
/** An item whose row this transaction holds. */
export async function itemDue(db: Db, id: string): Promise<DueItem | undefined> {
  const { rows } = await sql<DueItem>`select id, organisation_id, number, name from item where id = ${id} for key share skip locked`.execute(db)
  return rows[0]
}
export async function setDue(db: Db, dues: readonly { id: string; at: Date | null }[]): Promise<void> {
  await sql`update norm_watch w set due_at = g.at from unnest(${dues.map(({ id }) => id)}::uuid[], ${dues.map(({ at }) => at)}::timestamptz[]) g (id, at)
    where w.item_id = g.id`.execute(db)
}
const sooner = sql`on conflict (item_id) do update set due_at = least(coalesce(norm_watch.due_at, 'infinity'), excluded.due_at)`
/** These items must be looked at again, as far as anything counts for them. `keys`: only when something reads one of these facts. */
export async function markItem(db: Any, itemId: string, now: Date, keys?: readonly string[]): Promise<boolean> {
  const reading = keys ? sql`and e.keys && ${[...keys]}::text[]` : sql``
  const done = await sql`insert into norm_watch (item_id, organisation_id, due_at)
    select i.id, i.organisation_id, ${now} from item i where i.id = ${itemId}
      and (exists (select from norm_expectation e where e.organisation_id = i.organisation_id and e.counts is not null ${reading})
        ${keys ? sql`` : sql`or exists (select from norm_standing s where s.item_id = i.id)`}) ${sooner}`.execute(db)
  return (done.numAffectedRows ?? 0n) > 0n
}
/** Items with a fact of this key, when something reads it. */
export async function markReaders(db: Any, organisationId: string, key: string, now: Date): Promise<boolean> {
  const done = await sql`insert into norm_watch (item_id, organisation_id, due_at)
    select i.id, i.organisation_id, ${now} from item i where i.organisation_id = ${organisationId}
      and exists (select from norm_expectation e where e.organisation_id = ${organisationId} and e.counts is not null and e.keys @> ${[key]}::text[])
      and exists (select from item_fact f where f.item_id = i.id and f.key = ${key}) order by i.id ${sooner}`.execute(db)
  return (done.numAffectedRows ?? 0n) > 0n
}
export async function markOrganisation(db: Any, organisationId: string, now: Date): Promise<void> {
  await sql`insert into norm_watch (item_id, organisation_id, due_at)
    select i.id, i.organisation_id, ${now} from item i where i.organisation_id = ${organisationId} order by i.id ${sooner}`.execute(db)
}
/** Who evaluates series reads again what it remembers of the organisation. `ifAny`: only where something counts over series. */
export async function markSeries(db: Any, organisationId: string, ifAny = false): Promise<void> {
  const any = ifAny
    ? sql`exists (select from norm_expectation where organisation_id = ${organisationId} and jsonb_typeof(counts -> 'series') = 'object')`
    : sql`true`
  await sql`insert into norm_series_mark (organisation_id, mark) select ${organisationId}, 1 where ${any}
    on conflict (organisation_id) do update set mark = norm_series_mark.mark + 1`.execute(db)
}
export async function hasPlaces(db: Any, organisationId: string): Promise<boolean> {
  const { rows } = await sql<{ yes: boolean }>`select exists (select from norm_expectation
    where organisation_id = ${organisationId} and counts #>> '{scope,locationId}' is not null) as yes`.execute(db)
  return rows[0]?.yes ?? false
}

export type Counting = ExpectationRow & { counts: Rule }
/** Which of these items lie in the scope of which expectation: one statement, whatever the amount. */
export async function scoped(db: Db, expectations: readonly Counting[], items: readonly DueItem[]): Promise<{ at: number; itemId: string }[]> {
  if (expectations.length === 0) return []
  // Most that belongs together has the same scope: each is asked once.
  const scopes = [
    ...Map.groupBy(expectations.keys(), (at) => JSON.stringify([expectations[at]?.organisationId, expectations[at]?.counts.scope])).values(),
  ]
  const branches = scopes.flatMap(([first = 0], scope) => {
    const one = expectations[first]
    return one
      ? [
          sql`select ${scope}::int as scope, i.id as item_id from mine i where i.organisation_id = ${one.organisationId} and ${inScope(one.counts.scope)}`,
        ]
      : []
  })
  const { rows } = await sql<{ scope: number; itemId: string }>`with mine as materialized (
      select id, organisation_id, kind, class, state, tags, location_id, importance, supplier, search from item where id = any (${items.map(({ id }) => id)}::uuid[]))
    ${sql.join(branches, sql` union all `)}`.execute(db)
  return rows.flatMap(({ scope, itemId }) => (scopes[scope] ?? []).map((at) => ({ at, itemId })))
}

export interface StandingRow {
  expectationId: string
  itemId: string
  organisationId: string
  verdict: Verdict
  since: string
  lookedAt: string
  evidenceAt: string | null
  excepted: boolean
  standing: Standing
  observed: Observed
}
/** Without those under what counts over series: who looks at series writes those. */
export async function readStandings(db: Db, itemIds: readonly string[]): Promise<StandingRow[]> {
  const { rows } = await sql<StandingRow>`select s.* from norm_standing s join norm_expectation e on e.id = s.expectation_id
    where s.item_id = any (${[...itemIds]}::uuid[]) and jsonb_typeof(e.counts -> 'series') is distinct from 'object'`.execute(db)
  return rows
}
export async function writeStandings(db: Db, rows: readonly StandingRow[]): Promise<void> {
  if (rows.length === 0) return
  await sql`insert into norm_standing (expectation_id, item_id, organisation_id, verdict, since, looked_at, evidence_at, excepted, standing, observed)
    select * from unnest(${rows.map((row) => row.expectationId)}::uuid[], ${rows.map((row) => row.itemId)}::uuid[], ${rows.map((row) => row.organisationId)}::uuid[],
      ${rows.map((row) => row.verdict)}::text[], ${rows.map((row) => row.since)}::timestamptz[], ${rows.map((row) => row.lookedAt)}::timestamptz[],
      ${rows.map((row) => row.evidenceAt)}::timestamptz[], ${rows.map((row) => row.excepted)}::boolean[],
      ${rows.map((row) => JSON.stringify(row.standing))}::jsonb[], ${rows.map((row) => JSON.stringify(row.observed))}::jsonb[])
    on conflict (item_id, expectation_id) do update set verdict = excluded.verdict, since = excluded.since, looked_at = excluded.looked_at,
      evidence_at = excluded.evidence_at, excepted = excluded.excepted, standing = excluded.standing, observed = excluded.observed`.execute(db)
}
export async function removeStandings(db: Db, rows: readonly Pick<StandingRow, 'expectationId' | 'itemId'>[]): Promise<void> {
  if (rows.length === 0) return
  await sql`delete from norm_standing s using unnest(${rows.map((row) => row.expectationId)}::uuid[], ${rows.map((row) => row.itemId)}::uuid[]) g (e, i)
    where s.expectation_id = g.e and s.item_id = g.i`.execute(db)
}

export interface Exception {
  expectationId: string
  itemId: string | null
  until: string
}
/** Approved, and not over at this moment; the last day counts whole. */
export async function exceptionsFor(db: Db, expectationIds: readonly string[], now: Date): Promise<Exception[]> {
  const { rows } = await sql<Exception>`select expectation_id, item_id, until from norm_exception
    where expectation_id = any (${[...expectationIds]}::uuid[]) and decision = 'approved' and until >= ${now.toISOString().slice(0, 10)}::date`.execute(
    db,
  )
  return rows
}

export interface Opening {
  id: string
  expectationId: string
  itemId: string
  organisationId: string
  itemNumber: number
  itemName: string
  title: string
  severity: Severity
  condition: string
  series: SeriesCondition | null
  observed: Observed
  fromAt: string
  openedAt: string
  flapping: boolean
}
export async function openDeviations(db: Db, rows: readonly Opening[]): Promise<void> {
  if (rows.length === 0) return
  await sql`insert into norm_deviation (id, expectation_id, item_id, organisation_id, item_number, item_name, title, severity, condition, series, observed, from_at, opened_at, flapping)
    select id, expectation_id, item_id, organisation_id, item_number, item_name, title, severity, condition, series, observed, from_at, opened_at, flapping
    from jsonb_populate_recordset(null::norm_deviation, ${JSON.stringify(rows.map(snake))}::jsonb)`.execute(db)
}
export interface Ending {
  expectationId: string
  itemId: string
  until: string
  at: string
  ended: (typeof endings)[number]
  observed: Observed | null
}
export interface Ended {
  id: string
  expectationId: string
  itemId: string
  organisationId: string
  severity: Severity
  fromAt: string
  untilAt: string
  ended: (typeof endings)[number]
}
/** A deviation never ends before it began. */
export async function endDeviations(db: Db, rows: readonly Ending[]): Promise<Ended[]> {
  if (rows.length === 0) return []
  const { rows: done } =
    await sql<Ended>`update norm_deviation d set until_at = greatest(d.from_at, g.until), ended_at = g.at, ended = g.ended, right_again = g.observed
    from unnest(${rows.map((row) => row.expectationId)}::uuid[], ${rows.map((row) => row.itemId)}::uuid[], ${rows.map((row) => row.until)}::timestamptz[],
      ${rows.map((row) => row.at)}::timestamptz[], ${rows.map((row) => row.ended)}::text[],
      ${rows.map((row) => row.observed && JSON.stringify(row.observed))}::jsonb[]) g (e, i, until, at, ended, observed)
    where d.expectation_id = g.e and d.item_id = g.i and d.until_at is null
    returning d.id, d.expectation_id, d.item_id, d.organisation_id, d.severity, d.from_at, d.until_at, d.ended`.execute(db)
  return done
}
/** The item is gone, and what it deviated in with it. */
export async function endOfRemoved(db: Any, itemNumber: number, at: string): Promise<Omit<Ended, 'itemId'>[]> {
  const { rows } = await sql<
    Omit<Ended, 'itemId'>
  >`update norm_deviation set until_at = greatest(from_at, ${at}), ended_at = ${at}, ended = 'outOfScope'
    where item_number = ${itemNumber} and until_at is null
    returning id, expectation_id, organisation_id, severity, from_at, until_at, ended`.execute(db)
  return rows
}
