/** The SQL of deviations, for reading. */
import { type Kysely, type RawBuilder, sql } from 'kysely'
import type * as z from 'zod'
import { insideOf } from '../../items/store.ts'
import type { Observed, Rule, Severity } from '../contract.ts'
import type { StandingRow } from '../evaluating/store.ts'
import type { SeriesCondition } from '../series/contract.ts'
import type { Deviation, DeviationFilter, ItemState } from './contract.ts'

export interface DeviationRow {
  id: string
  expectationId: string
  itemId: string | null
  organisationId: string
  itemNumber: number
  itemName: string
  title: string
  severity: Severity
  condition: string
  series: SeriesCondition | null
  observed: Observed
  rightAgain: Observed | null
  fromAt: string
  openedAt: string
  untilAt: string | null
  ended: Deviation['ended']
  flapping: boolean
  caseId: string | null
  caseNumber: number | null
  remedy: string
  /** Minutes that it must be broken before it counts, as it is now. */
  holdOff: number
}
export type Filter = z.output<typeof DeviationFilter> & { ids?: readonly string[] }

function conditions({
  open,
  organisationId,
  itemId,
  expectationId,
  baselineId,
  caseId,
  locationId,
  severity,
  overSeries,
  ids,
}: Filter): RawBuilder<unknown>[] {
  const parts: RawBuilder<unknown>[] = [sql`true`]
  if (open !== undefined) parts.push(open ? sql`d.until_at is null` : sql`d.until_at is not null`)
  if (organisationId) parts.push(sql`d.organisation_id = ${organisationId}`)
  if (itemId) parts.push(sql`d.item_id = ${itemId}`)
  if (expectationId) parts.push(sql`d.expectation_id = ${expectationId}`)
  if (baselineId) parts.push(sql`d.expectation_id in (select id from norm_expectation where baseline_id = ${baselineId})`)
  if (caseId) parts.push(sql`d.case_id = ${caseId}`)
  if (locationId) parts.push(sql`d.item_id in (select id from item where location_id = any (array${insideOf(locationId)}))`)
  if (severity) parts.push(sql`d.severity = ${severity}`)
  if (overSeries !== undefined) parts.push(sql`(d.series is not null) = ${overSeries}`)
  if (ids) parts.push(sql`d.id = any (${[...ids]}::uuid[])`)
  return parts
}
/** Newest first. The number of a case that the actor may not see is not there. */
export async function listDeviations(
  db: Kysely<Record<never, never>>,
  filter: Filter,
  after: [string, string] | undefined,
  limit: number,
): Promise<DeviationRow[]> {
  const parts = conditions(filter)
  if (after) parts.push(sql`(d.opened_at, d.id) < (${after[0]}::timestamptz, ${after[1]}::uuid)`)
  const { rows } = await sql<DeviationRow>`select d.*, c.number as case_number, coalesce(e.counts ->> 'remedy', e.draft ->> 'remedy', '') as remedy,
      coalesce((e.counts ->> 'holdOff')::int, 0) as hold_off
    from (select * from norm_deviation d where ${sql.join(parts, sql` and `)} order by d.opened_at desc, d.id desc limit ${limit}) d
    join norm_expectation e on e.id = d.expectation_id left join "case" c on c.id = d.case_id order by d.opened_at desc, d.id desc`.execute(db)
  return rows
}
/** Of each expectation on each item that a case is about: the newest deviation, how many there were, and when the first opened. */
export async function repeatsOn(db: Kysely<Record<never, never>>, caseId: string): Promise<{ latestId: string; times: number; firstAt: string }[]> {
  const { rows } = await sql<{
    latestId: string
    times: number
    firstAt: string
  }>`select (array_agg(id order by opened_at desc, id desc))[1] as latest_id,
      count(*)::int as times, min(opened_at) as first_at
    from norm_deviation where case_id = ${caseId} group by expectation_id, item_number order by max(opened_at) desc`.execute(db)
  return rows
}
export interface Unreachable {
  itemId: string
  severity: Severity
  fromAt: string
  untilAt: string | null
}
/** Of items that did not answer, as alarms say so, at some time in a span: the earliest first. */
export async function unreachable(
  db: Kysely<Record<never, never>>,
  itemIds: readonly string[],
  from: Date,
  until: Date,
  severities: readonly Severity[],
): Promise<Unreachable[]> {
  const { rows } = await sql<Unreachable>`select item_id, severity, from_at, until_at from norm_deviation
    where item_id = any (${[...itemIds]}::uuid[]) and series ->> 'means' = 'reachable' and severity = any (${[...severities]}::text[])
      and from_at < ${until} and coalesce(until_at, 'infinity') > ${from} order by from_at`.execute(db)
  return rows
}
/** How an item stands: the worst open deviation, else whether something that is measured is not known of it, or nothing at all; else whether anything is expected. */
const worstOf = sql`coalesce(
  (select d.severity from norm_deviation d where d.item_id = i.id and d.until_at is null
    order by array_position(array['critical', 'high', 'normal', 'low'], d.severity) limit 1),
  (select case when bool_or(s.verdict = 'unknown' and e.counts -> 'series' is not null) or bool_and(s.verdict = 'unknown') then 'unknown' else 'ok' end
    from norm_standing s join norm_expectation e on e.id = s.expectation_id where s.item_id = i.id and not s.excepted having count(*) > 0),
  'unwatched')`
export interface PlaceState {
  locationId: string | null
  state: ItemState
  count: number
}
/** How many items of an organisation stand how, by the place they are in. */
export async function statesByPlace(db: Kysely<Record<never, never>>, organisationId: string): Promise<PlaceState[]> {
  const { rows } = await sql<PlaceState>`select location_id, state, count(*)::int as count from (
      select i.location_id, ${worstOf} as state from item i where i.organisation_id = ${organisationId} and i.class = 'inUse' and i.kind <> 'location') one
    group by 1, 2`.execute(db)
  return rows
}
export interface Place {
  id: string
  number: number
  name: string
  parentId: string | null
}
export async function placesIn(db: Kysely<Record<never, never>>, organisationId: string, limit: number): Promise<Place[]> {
  const { rows } = await sql<Place>`select id, number, name, location_id as parent_id from item
    where organisation_id = ${organisationId} and kind = 'location' and class = 'inUse' order by sort_key, id limit ${limit}`.execute(db)
  return rows
}
/** Items right in a place (null: in none), the worst first. */
export async function itemsAtPlace(
  db: Kysely<Record<never, never>>,
  organisationId: string,
  locationId: string | null,
  limit: number,
): Promise<{ id: string; number: number; name: string; state: ItemState }[]> {
  const { rows } = await sql<{ id: string; number: number; name: string; state: ItemState }>`select * from (
      select i.id, i.number, i.name, i.sort_key, ${worstOf} as state from item i
      where i.organisation_id = ${organisationId} and i.location_id is not distinct from ${locationId}::uuid and i.class = 'inUse' and i.kind <> 'location') one
    order by array_position(array['critical', 'high', 'normal', 'low', 'unknown', 'ok', 'unwatched'], state), sort_key, id limit ${limit}`.execute(db)
  return rows.map(({ id, number, name, state }) => ({ id, number, name, state }))
}
export interface Stands extends StandingRow {
  title: string
  severity: Severity
  counts: Rule
}
export async function standingsOnItem(db: Kysely<Record<never, never>>, itemId: string): Promise<Stands[]> {
  const { rows } = await sql<Stands>`select s.*, e.title, e.severity, e.counts from norm_standing s join norm_expectation e on e.id = s.expectation_id
    where s.item_id = ${itemId} and e.counts is not null
    order by s.excepted, array_position(array['broken', 'unknown', 'met'], s.verdict), array_position(array['critical', 'high', 'normal', 'low'], e.severity), e.title`.execute(
    db,
  )
  return rows
}
