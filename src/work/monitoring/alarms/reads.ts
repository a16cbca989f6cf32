/** Alarms as the screens show them. */
import * as z from 'zod'
import { Id } from '#platform/contract.ts'
import { Moment, momentOf, pages } from '#platform/paging.ts'
import type { Context } from '#platform/room.ts'
import { numberOf } from '#record/cases/contract.ts'
import { numberOfItem } from '#record/items/contract.ts'
import type { Severity } from '#record/norms/contract.ts'
import { asksInWords } from '#record/norms/reads.ts'
import { type AlarmFilter, type AlarmRow, alarmsUnder, allOpenAlarms, hiddenCounts } from '#record/norms/series/series.ts'
import { peopleByIds } from '#record/people/people.ts'
import type { Alarm } from './contract.ts'
import { type AlarmState, acknowledgedNow, type Db, statesOf } from './store.ts'

const alarmsBy = pages(z.int32(), Moment, Id)
const holds = (until: string | null, now: Date) => until === null || Date.parse(until) > now.getTime()

export async function shownAlarms(ctx: Context, rows: readonly AlarmRow[]): Promise<Alarm[]> {
  const ids = rows.map(({ id }) => id)
  const [states, hides] = await Promise.all([
    statesOf(ctx.db as Db, ids),
    hiddenCounts(ctx, [...new Set(rows.flatMap(({ itemId }) => itemId ?? []))]),
  ])
  const people = await peopleByIds(ctx, [...new Set([...states.values()].flatMap(({ acknowledgedBy }) => acknowledgedBy ?? []))])
  const acknowledgedIn = ({ acknowledgedBy: id, acknowledgedAt: at, acknowledgedUntil: until, note }: AlarmState): Alarm['acknowledged'] =>
    id !== null && at !== null && holds(until, ctx.now) ? { by: { id, name: people.get(id)?.name ?? ctx.t('cases.someone') }, at, note, until } : null
  return rows.map((row) => {
    const state = states.get(row.id)
    const known = row.now && row.verdict !== 'unknown' ? row.now : row.observed
    return {
      ...{ id: row.id, organisationId: row.organisationId, severity: row.severity, from: row.fromAt, openedAt: row.openedAt, flapping: row.flapping },
      expectation: { id: row.expectationId, title: row.title, remedy: row.remedy },
      item: { id: row.itemId ?? '', number: numberOfItem(row.itemNumber), name: row.itemName },
      expected: asksInWords(ctx, row),
      observed: known,
      verdict: row.verdict ?? 'unknown',
      case: row.caseId !== null && row.caseNumber !== null ? { id: row.caseId, number: numberOf(row.caseNumber) } : null,
      because: row.now?.because ?? null,
      maintenance: row.now?.maintenance ?? null,
      hides: hides.get(row.itemId ?? '') ?? 0,
      acknowledged: state ? acknowledgedIn(state) : null,
      silencedUntil: state?.silencedUntil && holds(state.silencedUntil, ctx.now) ? state.silencedUntil : null,
      level: state?.level ?? 0,
    }
  })
}

export interface Asked extends AlarmFilter {
  acknowledged?: boolean | undefined
}
export async function alarmPage(ctx: Context, { acknowledged, ...filter }: Asked, after: string | undefined, limit: number) {
  const place = alarmsBy.after(after)
  const seen = acknowledged === undefined ? undefined : await seenNow(ctx, filter.organisationId)
  const narrowed = { ...filter, ...(seen && (acknowledged ? { ids: [...seen] } : { without: [...seen] })) }
  const found = await alarmsUnder(ctx, narrowed, place, limit + 1)
  const { rows, next } = alarmsBy.of(found, limit, ({ rank, openedAt, id }) => [rank, momentOf(openedAt), id])
  return { items: await shownAlarms(ctx, rows), next }
}
async function seenNow(ctx: Context, organisationId: string | undefined): Promise<Set<string>> {
  const open = await allOpenAlarms(ctx, organisationId)
  return acknowledgedNow(
    ctx.db as Db,
    open.map(({ id }) => id),
    ctx.now,
  )
}
export async function alarmCounts(ctx: Context, organisationId: string | undefined) {
  const open = await allOpenAlarms(ctx, organisationId)
  const loud = open.filter(({ quiet }) => !quiet)
  const seen = await acknowledgedNow(
    ctx.db as Db,
    loud.map(({ id }) => id),
    ctx.now,
  )
  const counts: Record<Severity, number> = { low: 0, normal: 0, high: 0, critical: 0 }
  for (const { severity } of loud) counts[severity]++
  return { open: counts, unacknowledged: loud.length - seen.size, quiet: open.length - loud.length }
}
