/** Time spent on cases: written down, measured by a timer, corrected by oneself with what it was. */
import { randomUUID } from 'node:crypto'
import { type Kysely, sql } from 'kysely'
import { type Context, Problem } from '#platform/room.ts'
import { peopleByIds } from '#record/people/people.ts'
import { toldOf } from '../changes/changes.ts'
import { numberOf } from '../contract.ts'
import { familyOf, leadsTo } from '../family/family.ts'
import { clean } from '../rules.ts'
import { type CaseRow, type Db, readCase } from '../store.ts'
import { type Activity, type Spent, timeCorrected, timeRemoved, timeSpent } from './contract.ts'

interface TimeRow {
  id: string
  caseId: string
  organisationId: string
  personId: string
  minutes: number
  activity: Activity
  note: string
  billable: boolean
  at: string
  addedAt: string
  removedAt: string | null
  version: number
}
interface TimeTables {
  caseTime: TimeRow
  caseTimeWas: { timeId: string; version: number; caseId: string; was: unknown; at: string; byId: string | null }
  caseTimer: { personId: string; caseId: string; startedAt: string }
}
type Times = Kysely<TimeTables>

export interface Spending {
  minutes: number
  activity: Activity
  note?: string | undefined
  billable?: boolean | undefined
  at?: string | undefined
}

async function tell(ctx: Context, type: typeof timeSpent | typeof timeCorrected | typeof timeRemoved, row: CaseRow, time: TimeRow): Promise<void> {
  const data = { caseId: row.id, number: row.number, timeId: time.id, personId: time.personId, minutes: time.minutes }
  await ctx.emit(type, { ...(await toldOf(ctx, row, true)), data })
}

/** By the actor, on this case. */
export async function spendTime(ctx: Context, row: CaseRow, wish: Spending): Promise<Spent> {
  const personId = ctx.actor.personId
  if (!personId) throw new Problem('platform.notAllowed', 403)
  const time: TimeRow = {
    id: randomUUID(),
    caseId: row.id,
    organisationId: row.organisationId,
    personId,
    minutes: wish.minutes,
    activity: wish.activity,
    note: clean(wish.note ?? ''),
    billable: wish.billable ?? false,
    at: wish.at === undefined ? ctx.now.toISOString() : new Date(wish.at).toISOString(),
    addedAt: ctx.now.toISOString(),
    removedAt: null,
    version: 1,
  }
  await (ctx.db as Times).insertInto('caseTime').values(time).execute()
  await tell(ctx, timeSpent, row, time)
  return one(ctx, time)
}

/** One's own, as it is in this version; what it was is kept. */
async function correct(ctx: Context, id: string, version: number, set: Partial<TimeRow>): Promise<{ row: CaseRow; time: TimeRow }> {
  const db: Times = ctx.db
  const was = await db.selectFrom('caseTime').selectAll().where('id', '=', id).where('removedAt', 'is', null).executeTakeFirst()
  if (!was) throw new Problem('platform.notFound', 404)
  if (was.personId !== ctx.actor.personId) throw new Problem('cases.timeNotYours', 403)
  const time = await db
    .updateTable('caseTime')
    .set({ ...set, version: version + 1 })
    .where('id', '=', id)
    .where('version', '=', version)
    .returningAll()
    .executeTakeFirst()
  if (!time) throw new Problem('cases.timeChanged', 409)
  const { minutes, activity, note, billable, at } = was
  const old = sql`${JSON.stringify({ minutes, activity, note, billable, at })}::jsonb`
  await db
    .insertInto('caseTimeWas')
    .values({ timeId: id, version: was.version, caseId: was.caseId, was: old, at: ctx.now.toISOString(), byId: ctx.actor.personId })
    .execute()
  const row = await readCase(ctx.db as Db, { id: time.caseId }, { follow: true })
  if (!row) throw new Problem('platform.notFound', 404)
  return { row, time }
}
export async function correctTime(ctx: Context, id: string, version: number, { note, at, ...wish }: Partial<Spending>): Promise<Spent> {
  const set = { ...wish, ...(note !== undefined && { note: clean(note) }), ...(at !== undefined && { at: new Date(at).toISOString() }) }
  const { row, time } = await correct(ctx, id, version, Object.fromEntries(Object.entries(set).filter(([, value]) => value !== undefined)))
  await tell(ctx, timeCorrected, row, time)
  return one(ctx, time)
}
export async function removeTime(ctx: Context, id: string, version: number): Promise<void> {
  const { row, time } = await correct(ctx, id, version, { removedAt: ctx.now.toISOString() })
  await tell(ctx, timeRemoved, row, time)
}

async function one(ctx: Context, time: TimeRow): Promise<Spent> {
  const [shown] = await inWords(ctx, [time])
  if (!shown) throw new Error('the time cannot be shown')
  return shown
}
async function inWords(ctx: Context, rows: readonly TimeRow[]): Promise<Spent[]> {
  const people = await peopleByIds(
    ctx,
    rows.map(({ personId }) => personId),
  )
  return rows.map(({ id, caseId, personId, minutes, activity, note, billable, at, version }) => ({
    ...{ id, caseId, minutes, activity, note, billable, at, version },
    person: { id: personId, name: people.get(personId)?.name ?? ctx.t('cases.someone') },
    mine: personId === ctx.actor.personId,
    corrected: version > 1,
  }))
}

/** On the case and what was merged into it, newest first. */
export async function timeOf(ctx: Context, row: CaseRow): Promise<Spent[]> {
  const { rows } =
    await sql<TimeRow>`select * from case_time where case_id = ${familyOf(row.id)} and removed_at is null order by at desc, id limit 500`.execute(
      ctx.db,
    )
  return inWords(ctx, rows)
}
/** Minutes on the case and what was merged into it. */
export async function minutesSpent(ctx: Context, caseId: string): Promise<number> {
  const { rows } = await sql<{ minutes: number }>`
    select coalesce(sum(minutes), 0)::int as minutes from case_time where case_id = ${familyOf(caseId)} and removed_at is null`.execute(ctx.db)
  return rows[0]?.minutes ?? 0
}
/** What it was before each correction, newest first. */
export async function timeWas(ctx: Context, id: string): Promise<{ at: string; was: Required<Omit<Spending, 'at'>> & { at: string } }[]> {
  const { rows: there } = await sql`select from case_time where id = ${id}`.execute(ctx.db)
  if (there.length === 0) throw new Problem('platform.notFound', 404)
  const { rows } = await sql<{ at: string; was: Required<Spending> & { at: string } }>`
    select at, was from case_time_was where time_id = ${id} order by version desc limit 100`.execute(ctx.db)
  return rows
}

export interface TimeFilter {
  from: string
  until: string
  organisationId?: string | undefined
  personId?: string | undefined
  caseId?: string | undefined
}
export interface TimeSum {
  id: string
  minutes: number
  billable: number
}
/** Minutes per person and per case in a period, most first; at most 500 of each. */
export async function sumTime(
  ctx: Context,
  filter: TimeFilter,
): Promise<{ people: TimeSum[]; cases: (TimeSum & { number: number; title: string })[] }> {
  const where = sql`t.removed_at is null and t.at >= ${filter.from} and t.at < ${filter.until}
    ${filter.organisationId ? sql`and t.organisation_id = ${filter.organisationId}` : sql``}
    ${filter.personId ? sql`and t.person_id = ${filter.personId}` : sql``}
    ${filter.caseId ? sql`and t.case_id = ${familyOf(filter.caseId)}` : sql``}`
  const sums = sql`sum(t.minutes)::int as minutes, coalesce(sum(t.minutes) filter (where t.billable), 0)::int as billable`
  const people =
    await sql<TimeSum>`select t.person_id as id, ${sums} from case_time t where ${where} group by 1 order by 2 desc, 1 limit 500`.execute(ctx.db)
  const cases = await sql<TimeSum & { number: number; title: string }>`
    select c.id, c.number, c.title, s.minutes, s.billable from (
      select ${leadsTo('f.root_id', 't.case_id')} as id, ${sums} from case_time t left join case_tree f on f.case_id = t.case_id where ${where} group by 1) s
    join "case" c on c.id = s.id order by s.minutes desc, c.number limit 500`.execute(ctx.db)
  return { people: people.rows, cases: cases.rows }
}

export interface Timer {
  caseId: string
  number: string
  title: string
  startedAt: string
}
/** What the actor is timing now. */
export async function timerOf(ctx: Context): Promise<Timer | null> {
  const { rows } = await sql<Omit<Timer, 'number'> & { number: number }>`
    select c.id as case_id, c.number, c.title, t.started_at from case_timer t left join case_tree f on f.case_id = t.case_id
    join "case" c on c.id = ${leadsTo('f.root_id', 't.case_id')} where t.person_id = ${ctx.actor.personId}`.execute(ctx.db)
  const found = rows[0]
  return found ? { ...found, number: numberOf(found.number) } : null
}
/** Of two at once the database lets one begin. Begun already on this case: goes on. */
export async function startTimer(ctx: Context, row: CaseRow): Promise<Timer | null> {
  await sql`insert into case_timer (person_id, case_id, started_at) values (${ctx.actor.personId}, ${row.id}, ${ctx.now}) on conflict do nothing`.execute(
    ctx.db,
  )
  const timer = await timerOf(ctx)
  if (timer && timer.caseId !== row.id) throw new Problem('cases.timerRuns', 409, { number: timer.number })
  return timer
}
/** Ends it; with what was done it becomes time spent (at least a minute, at most a day), without it nothing is written. */
export async function stopTimer(ctx: Context, wish: Omit<Spending, 'minutes' | 'at'> | undefined): Promise<Spent | null> {
  const { rows } = await sql<{
    caseId: string
    startedAt: string
  }>`delete from case_timer where person_id = ${ctx.actor.personId} returning case_id, started_at`.execute(ctx.db)
  const ended = rows[0]
  if (!ended) throw new Problem('cases.timerStands', 409)
  const row = await readCase(ctx.db as Db, { id: ended.caseId }, { follow: true })
  if (!wish || !row) return null
  const minutes = Math.min(1440, Math.max(1, Math.round((ctx.now.getTime() - Date.parse(ended.startedAt)) / 60_000)))
  return spendTime(ctx, row, { ...wish, minutes })
}
