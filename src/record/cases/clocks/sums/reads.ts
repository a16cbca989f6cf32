/** Met or missed, by the agreement that held when the clock ended. */
import { type RawBuilder, sql } from 'kysely'
import { Id } from '#platform/contract.ts'
import { Moment, momentOf, type Page, pages } from '#platform/paging.ts'
import type { Context } from '#platform/room.ts'
import type { Priority } from '../../contract.ts'
import { agreementOf } from '../agreements/agreements.ts'
import type { ClockPause } from '../contract.ts'
import { heldBy } from './sums.ts'

export interface Period {
  organisationId: string
  from: string
  until: string
  agreementId?: string | undefined
  /** The key of a target. */
  key?: string | undefined
  teamId?: string | undefined
  outcome?: 'met' | 'missed' | undefined
}
export interface Outcome {
  id: string
  caseId: string
  number: number
  title: string
  priority: Priority
  agreementId: string
  agreementVersion: number
  agreement: string | null
  target: 'response' | 'update' | 'solution' | 'own'
  name: string | null
  round: number
  outcome: 'met' | 'missed'
  startedAt: string
  dueAt: string | null
  doneAt: string
  targetSeconds: number
  countedSeconds: number | null
  pauses: ClockPause[]
}
export interface Total {
  agreementId: string
  target: Outcome['target']
  key: string
  met: number
  missed: number
  /** Still going, and past the due time. */
  late: number
}

const when = (value: string | undefined, holds: RawBuilder<unknown>) => (value === undefined ? sql`` : sql`and ${holds}`)
const within = ({ organisationId, from, until, agreementId, key, teamId, outcome }: Period) =>
  sql`k.organisation_id = ${organisationId} and k.done_at >= ${from} and k.done_at < ${until} and k.state in ('met', 'missed')
    ${when(agreementId, sql`k.agreement_id = ${agreementId}`)} ${when(key, sql`k.target = ${key}`)}
    ${when(teamId, sql`c.team_id = ${teamId}`)} ${when(outcome, sql`k.state = ${outcome}`)}`

const outcomesBy = pages(Moment, Id)
/** Clocks that ended in the period, newest first; row level security decides of which cases. */
export async function outcomesOf(
  ctx: Context,
  period: Period,
  { limit, after }: { limit: number; after?: string | undefined },
): Promise<Page<Outcome>> {
  const place = outcomesBy.after(after)
  const { rows } = await sql<
    Omit<Outcome, 'agreement' | 'name'> & { calendarId: string; calendarVersion: number; key: string }
  >`select k.id, k.case_id, c.number, c.title, c.priority, k.agreement_id, k.agreement_version, k.calendar_id, k.calendar_version, k.kind as target,
      k.target as key, k.round, k.state as outcome, k.started_at, k.due_at, k.done_at, k.target_seconds, k.counted as counted_seconds, k.pauses
    from case_clock k join "case" c on c.id = k.case_id
    where ${within(period)} ${place ? sql`and (k.done_at, k.id) < (${place[0]}::timestamptz, ${place[1]}::uuid)` : sql``}
    order by k.done_at desc, k.id desc limit ${limit + 1}`.execute(ctx.db)
  const page = outcomesBy.of(rows, limit, ({ doneAt, id }) => [momentOf(doneAt), id])
  const { agreements } = await heldBy(ctx, await agreementOf(ctx, period.organisationId), page.rows)
  return {
    rows: page.rows.map(({ key, calendarId: _, calendarVersion: __, ...row }) => {
      const body = agreements.get(`${row.agreementId} ${row.agreementVersion}`)
      return { ...row, agreement: body?.name || null, name: body?.targets.find((target) => target.key === key)?.name || null }
    }),
    next: page.next,
  }
}

export async function totalsOf(ctx: Context, period: Period): Promise<Total[]> {
  const { organisationId, agreementId } = period
  const { rows } = await sql<Total>`select k.agreement_id, k.kind as target, k.target as key,
      count(*) filter (where k.state = 'met')::int as met, count(*) filter (where k.state = 'missed')::int as missed,
      count(*) filter (where k.state = 'running')::int as late
    from case_clock k join "case" c on c.id = k.case_id
    where (${within(period)}) or (k.organisation_id = ${organisationId} and k.state = 'running' and k.due_at < ${ctx.now} and c.state <> 'cancelled'
      ${agreementId === undefined ? sql`` : sql`and k.agreement_id = ${agreementId}`})
    group by 1, 2, 3 order by 1, 2, 3`.execute(ctx.db)
  return rows
}

export interface MonthFigure {
  /** 2027-01, in the time zone that was asked for. */
  month: string
  agreementId: string
  agreement: string | null
  target: Outcome['target']
  key: string
  name: string | null
  met: number
  missed: number
}
/** Met and missed per month, agreement and target, newest month first; named as the newest version that held in that month. */
export async function monthsOf(ctx: Context, period: Period, zone: string): Promise<MonthFigure[]> {
  const { rows } = await sql<Omit<MonthFigure, 'agreement' | 'name'> & { version: number }>`
    select to_char(k.done_at at time zone ${zone}, 'YYYY-MM') as month, k.agreement_id, max(k.agreement_version) as version, k.kind as target, k.target as key,
      count(*) filter (where k.state = 'met')::int as met, count(*) filter (where k.state = 'missed')::int as missed
    from case_clock k join "case" c on c.id = k.case_id where ${within(period)}
    group by 1, k.agreement_id, k.kind, k.target order by 1 desc, k.agreement_id, k.kind, k.target`.execute(ctx.db)
  const first = period.organisationId
  const held = rows.map(({ agreementId, version }) => ({ agreementId, agreementVersion: version, calendarId: first, calendarVersion: 0 }))
  const { agreements } = await heldBy(ctx, await agreementOf(ctx, first), held)
  return rows.map(({ version, ...row }) => {
    const body = agreements.get(`${row.agreementId} ${version}`)
    return { ...row, agreement: body?.name || null, name: body?.targets.find(({ key }) => key === row.key)?.name || null }
  })
}
