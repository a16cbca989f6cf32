/** The SQL of expectations over series, for who evaluates them: what counts, for which items, and how it stands. */
import { sql } from 'kysely'
import { insideOf } from '../../items/store.ts'
import type { Observed, Rule, Severity } from '../contract.ts'
import type { DeviationRow } from '../deviations/store.ts'
import type { DueItem, StandingRow } from '../evaluating/store.ts'
import { type Db, type ExpectationRow, inScope } from '../store.ts'
import type { SeriesCondition } from './contract.ts'

/** So many scopes are asked in one statement. */
const mostTogether = 100
export type OverSeries = ExpectationRow & { counts: Rule & { series: SeriesCondition } }
/** Of each organisation where something counts, or did, a number that is another one after each change. */
export async function readMarks(db: Db): Promise<Map<string, number>> {
  const { rows } = await sql<{ organisationId: string; mark: number }>`select organisation_id, mark from norm_series_mark`.execute(db)
  return new Map(rows.map(({ organisationId, mark }) => [organisationId, Number(mark)]))
}
export async function countingOverSeries(db: Db, organisationId: string): Promise<OverSeries[]> {
  const { rows } = await sql<OverSeries>`select * from norm_expectation
    where organisation_id = ${organisationId} and jsonb_typeof(counts -> 'series') = 'object' order by id`.execute(db)
  return rows
}
/** Items in the scope of each expectation of one organisation. Each scope is asked once. */
export async function itemsUnder(db: Db, organisationId: string, all: readonly OverSeries[]): Promise<Map<string, DueItem[]>> {
  const scopes = [...Map.groupBy(all, ({ counts }) => JSON.stringify(counts.scope)).values()]
  const found = new Map<string, DueItem[]>()
  for (let at = 0; at < scopes.length; at += mostTogether) {
    const some = scopes.slice(at, at + mostTogether)
    const branches = some.map(
      ([one], place) => sql`select ${place}::int as scope, i.id, i.number, i.name from item i
      where i.organisation_id = ${organisationId} and ${one ? inScope(one.counts.scope) : sql`false`}`,
    )
    const { rows } = await sql<DueItem & { scope: number }>`${sql.join(branches, sql` union all `)}`.execute(db)
    const grouped = Map.groupBy(rows, ({ scope }) => scope)
    for (const [place, expectations] of some.entries()) {
      const items = (grouped.get(place) ?? []).map(({ id, number, name }) => ({ id, number, name, organisationId }))
      for (const { id } of expectations) found.set(id, items)
    }
  }
  return found
}
export async function standingsUnder(db: Db, expectationIds: readonly string[]): Promise<StandingRow[]> {
  const { rows } = await sql<StandingRow>`select * from norm_standing where expectation_id = any (${[...expectationIds]}::uuid[])`.execute(db)
  return rows
}
/** The standings of these pairs, held until the end of the transaction. */
export async function holdStandings(db: Db, pairs: readonly { expectationId: string; itemId: string }[]): Promise<StandingRow[]> {
  const { rows } = await sql<StandingRow>`select s.* from norm_standing s
    join unnest(${pairs.map((one) => one.expectationId)}::uuid[], ${pairs.map((one) => one.itemId)}::uuid[]) g (e, i) on s.expectation_id = g.e and s.item_id = g.i
    order by s.item_id, s.expectation_id for update of s`.execute(db)
  return rows
}
/** Items that are still there, held so that none is removed until the end of the transaction. */
export async function holdItems(db: Db, ids: readonly string[]): Promise<Set<string>> {
  const { rows } = await sql<{
    id: string
  }>`select id from item where id = any (${[...new Set(ids)]}::uuid[]) order by id for key share skip locked`.execute(db)
  return new Set(rows.map(({ id }) => id))
}

export interface AlarmFilter {
  organisationId?: string | undefined
  itemId?: string | undefined
  /** Of items there, or anywhere inside it. */
  locationId?: string | undefined
  severity?: Severity | undefined
  /** true: only what is not known now because of another item; false: all but those. */
  quiet?: boolean | undefined
  ids?: readonly string[] | undefined
  without?: readonly string[] | undefined
}
export interface AlarmRow extends DeviationRow {
  /** As it stands now; null: nobody has looked since it was brought into scope. */
  verdict: StandingRow['verdict'] | null
  now: Observed | null
  rank: number
}
function fitting({ organisationId, itemId, locationId, severity, quiet, ids, without }: AlarmFilter) {
  const parts = [sql`d.until_at is null and d.series is not null and d.item_id is not null`]
  if (organisationId) parts.push(sql`d.organisation_id = ${organisationId}`)
  if (itemId) parts.push(sql`d.item_id = ${itemId}`)
  if (locationId) parts.push(sql`d.item_id in (select id from item where location_id = any (array${insideOf(locationId)}))`)
  if (severity) parts.push(sql`d.severity = ${severity}`)
  if (ids) parts.push(sql`d.id = any (${[...ids]}::uuid[])`)
  if (without) parts.push(sql`d.id <> all (${[...without]}::uuid[])`)
  if (quiet !== undefined) parts.push(sql`(s.observed -> 'because' is not null) = ${quiet}`)
  return sql.join(parts, sql` and `)
}
const joined = sql`norm_deviation d left join norm_standing s on s.expectation_id = d.expectation_id and s.item_id = d.item_id`
const rank = sql`array_position(array['low', 'normal', 'high', 'critical'], d.severity)`
/** Open deviations over series, the gravest first, then the newest; `after`: rank, opening and id of the last one of the page before. */
export async function listAlarms(db: Db, filter: AlarmFilter, after: [number, string, string] | undefined, limit: number): Promise<AlarmRow[]> {
  const from = after ? sql`and (${rank}, d.opened_at, d.id) < (${after[0]}::int, ${after[1]}::timestamptz, ${after[2]}::uuid)` : sql``
  const { rows } =
    await sql<AlarmRow>`select d.*, c.number as case_number, coalesce(e.counts ->> 'remedy', '') as remedy, coalesce((e.counts ->> 'holdOff')::int, 0) as hold_off from (
      select d.*, s.verdict, s.observed as now, ${rank} as rank from ${joined} where ${fitting(filter)} ${from}
      order by rank desc, d.opened_at desc, d.id desc limit ${limit}) d
    join norm_expectation e on e.id = d.expectation_id left join "case" c on c.id = d.case_id order by d.rank desc, d.opened_at desc, d.id desc`.execute(
      db,
    )
  return rows
}
export interface OpenAlarm {
  id: string
  organisationId: string
  itemId: string
  severity: Severity
  openedAt: string
  /** Not known now, or in maintenance. */
  quiet: boolean
}
/** All of them, with as little as can be. */
export async function openAlarms(db: Db, organisationId?: string): Promise<OpenAlarm[]> {
  const { rows } = await sql<OpenAlarm>`select d.id, d.organisation_id, d.item_id, d.severity, d.opened_at,
      (s.observed -> 'because' is not null or s.observed -> 'maintenance' is not null) is true as quiet
    from ${joined} where ${fitting({ organisationId })}`.execute(db)
  return rows
}
/** Of items: how many others are not known because of each. */
export async function countHidden(db: Db, itemIds: readonly string[]): Promise<Map<string, number>> {
  const { rows } = await sql<{ id: string; count: number }>`select s.observed #>> '{because,itemId}' as id, count(distinct s.item_id)::int as count
    from norm_standing s where s.observed #>> '{because,itemId}' = any (${[...itemIds]}::text[]) and s.observed #>> '{because,itemId}' <> s.item_id::text group by 1`.execute(
    db,
  )
  return new Map(rows.map(({ id, count }) => [id, count]))
}
export async function listHidden(db: Db, itemId: string, limit: number): Promise<{ id: string; number: number; name: string; open: number }[]> {
  const { rows } = await sql<{ id: string; number: number; name: string; open: number }>`select i.id, i.number, i.name,
      count(*) filter (where s.standing ->> 'open' is not null)::int as open
    from norm_standing s join item i on i.id = s.item_id where s.observed #>> '{because,itemId}' = ${itemId} and s.item_id::text <> ${itemId} group by i.id order by i.number limit ${limit}`.execute(
    db,
  )
  return rows
}
