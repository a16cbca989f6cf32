/** Cases under filters, how many there are, and what a search finds: each one query, whatever the amount. */
import { type RawBuilder, sql } from 'kysely'
import * as z from 'zod'
import { Id } from '#platform/contract.ts'
import { Moment, MomentOrNever, momentOf, momentOrNever, type Order, order, type Page } from '#platform/paging.ts'
import type { Context } from '#platform/room.ts'
import { type Kind, openStates, type Priority, type State } from '../contract.ts'
import { leadsTo } from '../family/family.ts'
import { numberIn, wordsOf } from '../rules.ts'
import type { CaseRow, Db } from '../store.ts'

export interface ListRow
  extends Pick<
    CaseRow,
    | 'id'
    | 'number'
    | 'title'
    | 'kind'
    | 'state'
    | 'priority'
    | 'proposedPriority'
    | 'priorityReason'
    | 'why'
    | 'impact'
    | 'urgency'
    | 'organisationId'
    | 'reporterId'
    | 'assigneeId'
    | 'teamId'
    | 'channel'
    | 'confidential'
    | 'waitingFor'
    | 'openedAt'
    | 'updatedAt'
    | 'dueAt'
    | 'riskAt'
    | 'version'
    | 'priorityRank'
  > {
  reporterName: string | null
  assigneeName: string | null
  teamName: string | null
}
export type Sort = 'updated' | 'created' | 'due' | 'priority'
export interface Filter {
  state?: readonly State[] | undefined
  kind?: readonly Kind[] | undefined
  priority?: readonly Priority[] | undefined
  teamId?: string | undefined
  /** null: nobody. */
  assigneeId?: string | null | undefined
  organisationId?: string | undefined
  reporterId?: string | undefined
  /** Reported by, or taking part. */
  partOf?: string | undefined
  late?: boolean | undefined
  search?: string | undefined
  /** Only these. */
  ids?: readonly string[] | undefined
}

const columns = sql.raw(`c.id, c.number, c.title, c.kind, c.state, c.priority, c.impact, c.urgency, c.organisation_id, c.reporter_id, c.assignee_id,
  c.team_id, c.channel, c.confidential, c.waiting_for, c.opened_at, c.updated_at, c.due_at, c.risk_at, c.version, c.priority_rank,
  c.proposed_priority, c.priority_reason, c.why`)

/** The latest first, by a moment. */
const latest = (column: 'updated_at' | 'opened_at', of: (row: ListRow) => string) =>
  order<ListRow, [typeof Moment, typeof Id]>(
    `${column} desc, id desc`,
    [Moment, Id],
    (row) => [momentOf(of(row)), row.id],
    ([at, id]) => sql`(${sql.ref(`c.${column}`)}, c.id) < (${at}::timestamptz, ${id}::uuid)`,
  )
const orders: Readonly<Record<Sort, Order<ListRow>>> = {
  updated: latest('updated_at', ({ updatedAt }) => updatedAt),
  created: latest('opened_at', ({ openedAt }) => openedAt),
  due: order(
    `coalesce(due_at, 'infinity'::timestamptz), id`,
    [MomentOrNever, Id],
    (row) => [momentOrNever(row.dueAt), row.id],
    ([at, id]) => sql`(coalesce(c.due_at, 'infinity'::timestamptz), c.id) > (${at}::timestamptz, ${id}::uuid)`,
  ),
  priority: order(
    'priority_rank desc, updated_at desc, id desc',
    [z.int().min(1).max(4), Moment, Id],
    (row) => [row.priorityRank, momentOf(row.updatedAt), row.id],
    ([rank, at, id]) => sql`(c.priority_rank, c.updated_at, c.id) < (${rank}::smallint, ${at}::timestamptz, ${id}::uuid)`,
  ),
}

/** Choices are of a fixed set, so they may stand in the text of the query: then an index on only the open ones can be used. */
const oneOf = (column: string, values: readonly string[]) =>
  values.length === 1
    ? sql`${sql.ref(column)} = ${sql.lit(values[0])}`
    : sql`${sql.ref(column)} in (${sql.join(values.map((value) => sql.lit(value)))})`
const open = oneOf('c.state', openStates)

async function conditions(ctx: Context, filter: Filter): Promise<RawBuilder<unknown>[]> {
  const all: RawBuilder<unknown>[] = []
  if (filter.state?.length)
    all.push(
      filter.state.length === openStates.length && openStates.every((one) => filter.state?.includes(one)) ? open : oneOf('c.state', filter.state),
    )
  if (filter.kind?.length) all.push(oneOf('c.kind', filter.kind))
  if (filter.priority?.length) all.push(oneOf('c.priority', filter.priority))
  if (filter.teamId) all.push(sql`c.team_id = ${filter.teamId}`)
  if (filter.assigneeId !== undefined) all.push(filter.assigneeId === null ? sql`c.assignee_id is null` : sql`c.assignee_id = ${filter.assigneeId}`)
  if (filter.organisationId) all.push(sql`c.organisation_id = ${filter.organisationId}`)
  if (filter.reporterId) all.push(sql`c.reporter_id = ${filter.reporterId}`)
  if (filter.partOf)
    all.push(sql`c.id in (select ${leadsTo('t.root_id', 'p.case_id')} from case_person p left join case_tree t on t.case_id = p.case_id
      where p.person_id = ${filter.partOf} and p.role <> 'named')`)
  if (filter.late !== undefined)
    all.push(filter.late ? sql`(c.due_at < ${ctx.now} and ${open})` : sql`(c.due_at is null or c.due_at >= ${ctx.now} or not ${open})`)
  if (filter.ids) all.push(sql`c.id = any (${filter.ids}::uuid[])`)
  if (filter.search) all.push(sql`c.id = any (${await found(ctx, filter.search)}::uuid[])`)
  return all
}

async function found(ctx: Context, query: string): Promise<string[]> {
  const number = numberIn(query)
  if (number !== undefined) return (await casesByNumber(ctx, number, 500)).map(({ id }) => id)
  const words = wordsOf(query)
  const hits = [...(await searchIds(ctx, 'case', words, 500)), ...(await searchIds(ctx, 'entry', words, 500))]
  return [...new Set(hits.map(({ caseId }) => caseId))]
}

/** A page, and `next` for the one after it. */
export async function listCases(
  ctx: Context,
  filter: Filter,
  { limit, after, sort }: { limit: number; after?: string | undefined; sort: Sort },
): Promise<Page<ListRow>> {
  const { by, beyond, of } = orders[sort]
  const where = sql.join([beyond(after) ?? sql`true`, ...(await conditions(ctx, filter))], sql` and `)
  const { rows } = await sql<ListRow>`
    with page as materialized (select ${columns} from "case" c where ${where} order by ${sql.raw(by)} limit ${limit + 1}),
    who as materialized (select p.id, p.name from spil_people((select array_agg(distinct one) from
      (select reporter_id as one from page union select assignee_id from page where assignee_id is not null) ids)) p)
    select c.*, r.name as reporter_name, a.name as assignee_name, t.name as team_name
    from page c left join who r on r.id = c.reporter_id left join who a on a.id = c.assignee_id left join team t on t.id = c.team_id
    order by ${sql.raw(by.replace(/\b(id|updated_at|opened_at|due_at|priority_rank)\b/g, 'c.$1'))}`.execute(ctx.db as Db)
  return of(rows, limit)
}

/** How many there are under a filter; counted up to `most`, so that the question stays cheap. */
export async function countUnder(ctx: Context, filter: Filter, most = 1000): Promise<number> {
  const where = sql.join([sql`true`, ...(await conditions(ctx, filter))], sql` and `)
  const { rows } = await sql<{ count: number }>`select count(*)::int as count from (select from "case" c where ${where} limit ${most}) one`.execute(
    ctx.db as Db,
  )
  return rows[0]?.count ?? 0
}
/** The ids under a filter, the last changed first. */
export async function idsUnder(ctx: Context, filter: Filter, limit: number): Promise<string[]> {
  const where = sql.join([sql`true`, ...(await conditions(ctx, filter))], sql` and `)
  const { rows } = await sql<{ id: string }>`select c.id from "case" c where ${where} order by updated_at desc, id desc limit ${limit}`.execute(
    ctx.db as Db,
  )
  return rows.map(({ id }) => id)
}

export interface Counts {
  open: number
  new: number
  mine: number
  unassigned: number
  waiting: number
  toBeTested: number
  late: number
}
/** At most 1000 of each is counted: more is "1000+" on the screen, and the question stays cheap. */
export async function countViews(ctx: Context): Promise<Counts> {
  const count = (where: RawBuilder<unknown>) => sql`(select count(*)::int from (select from "case" c where ${where} limit 1000) one)`
  const { rows } = await sql<Counts>`select
    ${count(open)} as open,
    ${count(sql`c.state = 'new'`)} as "new",
    ${count(sql`c.assignee_id = ${ctx.actor.personId} and ${open}`)} as mine,
    ${count(sql`c.assignee_id is null and ${open}`)} as unassigned,
    ${count(sql`c.state = 'waiting'`)} as waiting,
    ${count(sql`c.state = 'solved'`)} as to_be_tested,
    ${count(sql`c.due_at < ${ctx.now} and ${open}`)} as late`.execute(ctx.db as Db)
  if (!rows[0]) throw new Error('nothing was counted')
  return rows[0]
}

export interface Candidate {
  id: string
  caseId: string
}
/** Newest first. What they are is read under row level security afterwards. */
export async function searchIds(ctx: Context, what: 'case' | 'entry', words: readonly string[], limit: number): Promise<Candidate[]> {
  if (words.length === 0) return []
  const { rows } = await sql<Candidate>`select id, case_id from spil_search(${what}, ${[...words]}::text[], ${limit})`.execute(ctx.db as Db)
  // Own cases, the newest and what the index gave may name the same one.
  return [...new Map(rows.map((row) => [row.id, row])).values()].slice(0, limit)
}
/**
 * Whose number begins with these digits; the exact one first, then the newest. As ranges of the number itself: under row level security
 * `like` cannot use an index, because it is not leakproof.
 */
export async function casesByNumber(ctx: Context, digits: string, limit: number): Promise<{ id: string }[]> {
  if (digits.startsWith('0') || digits.length > 9) return []
  const ranges = Array.from({ length: 10 - digits.length }, (_, more) => {
    const from = Number(digits) * 10 ** more
    return sql`number between ${from}::bigint and ${from + 10 ** more - 1}::bigint`
  })
  const { rows } = await sql<{ id: string }>`
    select id from "case" where ${sql.join(ranges, sql` or `)}
    order by (number = ${Number(digits)}::bigint) desc, number desc limit ${limit}`.execute(ctx.db as Db)
  return rows
}

/** What was found, and where it leads: a case that was merged is found by its own words and number, and stands for the one it leads to. */
export interface CaseHit extends Pick<CaseRow, 'id' | 'number' | 'title' | 'state' | 'text'> {
  caseId: string
  /** Its own title, to show why it was found. */
  ownTitle: string
}
export async function casesOf(ctx: Context, ids: readonly string[]): Promise<CaseHit[]> {
  if (ids.length === 0) return []
  const { rows } = await sql<CaseHit>`
    select c.id, r.id as case_id, r.number, r.title, r.state, c.text, c.title as own_title
    from "case" c left join case_tree t on t.case_id = c.id join "case" r on r.id = ${leadsTo('t.root_id', 'c.id')}
    where c.id = any (${[...ids]}::uuid[]) order by c.updated_at desc`.execute(ctx.db as Db)
  return rows
}
interface EntryHit extends Pick<CaseRow, 'number' | 'title' | 'state'> {
  id: string
  caseId: string
  text: string
}
export async function entriesByIds(ctx: Context, ids: readonly string[]): Promise<EntryHit[]> {
  if (ids.length === 0) return []
  const { rows } = await sql<EntryHit>`
    select e.id, c.id as case_id, e.text, c.number, c.title, c.state
    from entry e left join case_tree t on t.case_id = e.case_id join "case" c on c.id = ${leadsTo('t.root_id', 'e.case_id')}
    where e.id = any (${[...ids]}::uuid[]) order by e.place desc`.execute(ctx.db as Db)
  return rows
}
