/** The SQL of compliance: how many stand how, over time, and which. */
import { type Kysely, type RawBuilder, sql } from 'kysely'
import { insideOf } from '../../items/store.ts'
import type { Verdict } from '../conditions/rules.ts'
import type { Counts, Observed, Severity } from '../contract.ts'

type Db = Kysely<Record<never, never>>
export interface Filter {
  organisationId?: string | undefined
  baselineId?: string | undefined
  locationId?: string | undefined
  expectationId?: string | undefined
  verdict?: Verdict | 'excepted' | undefined
}
function conditions({ organisationId, baselineId, locationId, expectationId, verdict }: Filter): RawBuilder<unknown> {
  const parts: RawBuilder<unknown>[] = [sql`e.counts is not null`]
  if (organisationId) parts.push(sql`e.organisation_id = ${organisationId}`)
  if (baselineId) parts.push(sql`e.baseline_id = ${baselineId}`)
  if (expectationId) parts.push(sql`e.id = ${expectationId}`)
  if (locationId) parts.push(sql`i.location_id = any (array${insideOf(locationId)})`)
  if (verdict) parts.push(verdict === 'excepted' ? sql`s.excepted` : sql`s.verdict = ${verdict} and not s.excepted`)
  return sql.join(parts, sql` and `)
}
const counted = sql`count(*) filter (where verdict = 'met' and not excepted)::int as met, count(*) filter (where verdict = 'broken' and not excepted)::int as broken,
  count(*) filter (where verdict = 'unknown' and not excepted)::int as unknown, count(*) filter (where excepted)::int as excepted`
export interface PerExpectation extends Counts {
  id: string
  title: string
  severity: Severity
  evidenceAt: string | null
}
export async function perExpectation(db: Db, filter: Filter): Promise<PerExpectation[]> {
  const { rows } = await sql<PerExpectation>`select e.id, e.title, e.severity, min(s.evidence_at) as evidence_at, ${counted}
    from norm_standing s join norm_expectation e on e.id = s.expectation_id join item i on i.id = s.item_id
    where ${conditions(filter)} group by e.id order by broken desc, unknown desc, e.title limit 2000`.execute(db)
  return rows
}
export interface Ages {
  day: number
  week: number
  month: number
  older: number
  none: number
}
/** Of everything that counts over facts, how long ago the oldest fact it used was seen. */
export async function agesOf(db: Db, filter: Filter, now: Date): Promise<Ages> {
  const ago = (days: number) => new Date(now.getTime() - days * 86_400_000)
  const { rows } = await sql<Ages>`select count(*) filter (where s.evidence_at > ${ago(1)})::int as day,
      count(*) filter (where s.evidence_at <= ${ago(1)} and s.evidence_at > ${ago(7)})::int as week,
      count(*) filter (where s.evidence_at <= ${ago(7)} and s.evidence_at > ${ago(30)})::int as month,
      count(*) filter (where s.evidence_at <= ${ago(30)})::int as older, count(*) filter (where s.evidence_at is null)::int as none
    from norm_standing s join norm_expectation e on e.id = s.expectation_id join item i on i.id = s.item_id
    where ${conditions(filter)} and jsonb_typeof(e.counts -> 'series') is distinct from 'object'`.execute(db)
  return rows[0] ?? { day: 0, week: 0, month: 0, older: 0, none: 0 }
}
export interface Group extends Counts {
  id: string | null
  name: string | null
  evidenceAt: string | null
}
const groups = {
  baseline: { id: sql`e.baseline_id`, named: sql`left join norm_baseline n on n.id = e.baseline_id` },
  location: { id: sql`i.location_id`, named: sql`left join item n on n.id = i.location_id` },
  organisation: { id: sql`e.organisation_id`, named: sql`left join organisation n on n.id = e.organisation_id` },
} as const
export async function perGroup(db: Db, filter: Filter, by: keyof typeof groups): Promise<Group[]> {
  const { id, named } = groups[by]
  const { rows } = await sql<Group>`select ${id} as id, n.name, min(s.evidence_at) as evidence_at, ${counted}
    from norm_standing s join norm_expectation e on e.id = s.expectation_id join item i on i.id = s.item_id ${named}
    where ${conditions(filter)} group by 1, 2
    order by count(*) filter (where verdict = 'met' and not excepted)::float / greatest(count(*) filter (where not excepted), 1), n.name limit 500`.execute(
    db,
  )
  return rows
}
export async function trend(db: Db, { organisationId, baselineId, locationId }: Filter, from: string): Promise<(Counts & { day: string })[]> {
  const parts: RawBuilder<unknown>[] = [sql`d.day >= ${from}::date`]
  if (organisationId) parts.push(sql`d.organisation_id = ${organisationId}`)
  if (baselineId) parts.push(sql`e.baseline_id = ${baselineId}`)
  if (locationId) parts.push(sql`d.location_id = any (array${insideOf(locationId)})`)
  const { rows } = await sql<
    Counts & { day: string }
  >`select d.day, sum(d.met)::int as met, sum(d.broken)::int as broken, sum(d.unknown)::int as unknown,
      sum(d.excepted)::int as excepted
    from norm_day d join norm_expectation e on e.id = d.expectation_id where ${sql.join(parts, sql` and `)} group by d.day order by d.day`.execute(db)
  return rows
}
/** How it stands now becomes what it was on this day, in place of what stood there; days before `first` are taken away. */
export async function writeDay(db: Db, day: string, first: string): Promise<void> {
  await sql`delete from norm_day where day = ${day}::date or day < ${first}::date`.execute(db)
  await sql`insert into norm_day (organisation_id, expectation_id, location_id, day, met, broken, unknown, excepted)
    select s.organisation_id, s.expectation_id, i.location_id, ${day}::date, ${counted}
    from norm_standing s join item i on i.id = s.item_id group by 1, 2, 3`.execute(db)
}
export interface Row {
  itemId: string
  number: number
  name: string
  location: string | null
  expectationId: string
  title: string
  severity: Severity
  verdict: Verdict
  excepted: boolean
  since: string
  evidenceAt: string | null
  observed: Observed
}
/** By number of the item; `after` is the last number and expectation. */
export async function listRows(db: Db, filter: Filter, after: [number, string] | undefined, limit: number): Promise<Row[]> {
  const from = after ? sql`and (i.number, s.expectation_id) > (${after[0]}::int, ${after[1]}::uuid)` : sql``
  const { rows } =
    await sql<Row>`select s.item_id, i.number, i.name, l.name as location, s.expectation_id, e.title, e.severity, s.verdict, s.excepted, s.since, s.evidence_at, s.observed
    from norm_standing s join norm_expectation e on e.id = s.expectation_id join item i on i.id = s.item_id left join item l on l.id = i.location_id
    where ${conditions(filter)} ${from} order by i.number, s.expectation_id limit ${limit}`.execute(db)
  return rows
}
