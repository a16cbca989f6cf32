/**
 * What the room of norms offers to whoever evaluates expectations over series: what counts and for which items, and a place for what came out.
 * Standings, hold-off, recovery, flapping and exceptions are those of every expectation; a verdict that stays as it was costs no statement.
 */
import { isDeepStrictEqual } from 'node:util'
import type { Context } from '#platform/room.ts'
import type { Observed } from '../contract.ts'
import { longestOf, noWork, type Saw, stand, type Work, write } from '../evaluating/evaluating.ts'
import { type DueItem, type Exception, exceptionsFor, markSeries, type StandingRow } from '../evaluating/store.ts'
import type { Db } from '../store.ts'
import type { SeriesCondition } from './contract.ts'
import * as store from './store.ts'

export type { Saw } from '../evaluating/evaluating.ts'
export type { DueItem, StandingRow } from '../evaluating/store.ts'
export type { OverSeries } from './store.ts'

const dbOf = (ctx: Context) => ctx.db as Db
export type Seen = Pick<Saw, 'verdict' | 'observed'>
export const nothingSeen: Seen = {
  verdict: 'unknown',
  observed: { facts: [], missing: [], stale: [], unusable: null, series: [] } satisfies Observed,
}
interface Asked {
  organisationId: string
  series: SeriesCondition
  itemIds: readonly string[]
}
export type Judge = (ctx: Context, asked: Asked) => Promise<ReadonlyMap<string, Seen>>
/** Set once by `judgeSeriesWith`, which the module of alarms (`work/monitoring/alarms`) calls when it is loaded; until then nothing is seen. */
let judge: Judge = async () => new Map()
/** How a condition that is being tried comes out now is asked of who evaluates them. */
export function judgeSeriesWith(by: Judge): void {
  judge = by
}
export const judgeNow = (ctx: Context, asked: Asked): Promise<ReadonlyMap<string, Seen>> => judge(ctx, asked)

/** Of each organisation where something counts over series, or did, a number that is another one after each change of what that says. */
export const seriesMarks = (ctx: Context): Promise<Map<string, number>> => store.readMarks(dbOf(ctx))
/** What expectations over series are about has changed. */
export const seriesChanged = (ctx: Context, organisationId: string): Promise<void> => markSeries(dbOf(ctx), organisationId)

export interface Counted {
  expectations: store.OverSeries[]
  /** By expectation. */
  items: Map<string, DueItem[]>
  standings: StandingRow[]
}
/** Everything that counts over series in an organisation, for what, and how it stands. */
export async function overSeries(ctx: Context, organisationId: string): Promise<Counted> {
  const expectations = await store.countingOverSeries(dbOf(ctx), organisationId)
  const items = await store.itemsUnder(dbOf(ctx), organisationId, expectations)
  const ids = expectations.map(({ id }) => id)
  return { expectations, items, standings: await store.standingsUnder(dbOf(ctx), ids) }
}
/** Exceptions that hold now, by expectation and item ('' for all). */
export const exceptionsNow = async (ctx: Context, expectationIds: readonly string[]): Promise<ReadonlyMap<string, Exception>> =>
  longestOf(await exceptionsFor(dbOf(ctx), expectationIds, ctx.now))

export interface Look {
  expectation: store.OverSeries
  item: DueItem
  saw: Saw
}
/** What is broken is shown as it was at most so long ago. */
const shownFor = 600_000
/** What it says, without the numbers that are others each time. */
const gist = ({ series, because, maintenance }: Observed) => ({ names: series?.map(({ name }) => name), because, maintenance })
function changed(before: StandingRow | undefined, after: StandingRow): boolean {
  if (!before) return true
  const shown = ({ standing: { at: _, ...standing }, verdict, excepted, observed }: StandingRow) => ({
    ...{ standing, verdict, excepted, observed: verdict === 'met' ? null : gist(observed) },
  })
  const old = after.verdict === 'broken' && Date.parse(after.lookedAt) - Date.parse(before.lookedAt) > shownFor
  return old || !isDeepStrictEqual(shown(before), shown(after))
}
/** Whether a look would change anything, and when something will happen by itself. Nothing is asked or written. */
export function wouldChange(
  now: Date,
  { expectation, item, saw }: Look,
  before: StandingRow | undefined,
  exceptions: ReadonlyMap<string, Exception>,
) {
  const exception = exceptions.get(`${expectation.id} ${item.id}`) ?? exceptions.get(`${expectation.id} `)
  const { fresh, deeds, due } = stand({ work: noWork(), now }, item, expectation, saw, { before, exception })
  return { changes: deeds > 0 || changed(before, fresh), due }
}
export interface Settled {
  /** As they stand now. */
  standings: StandingRow[]
  opened: number
  ended: number
}
/** Writes what came out: opens and ends deviations as for facts. A few statements, whatever the number of looks. */
export async function settle(ctx: Context, looks: readonly Look[], exceptions: ReadonlyMap<string, Exception>): Promise<Settled> {
  if (looks.length === 0) return { standings: [], opened: 0, ended: 0 }
  const db = dbOf(ctx)
  const pairs = looks.map(({ expectation, item }) => ({ expectationId: expectation.id, itemId: item.id }))
  const there = await store.holdItems(
    db,
    pairs.map(({ itemId }) => itemId),
  )
  const before = new Map((await store.holdStandings(db, pairs)).map((row) => [`${row.expectationId} ${row.itemId}`, row]))
  const work: Work = noWork()
  for (const { expectation, item, saw } of looks) {
    if (!there.has(item.id)) continue
    const key = `${expectation.id} ${item.id}`
    const known = { before: before.get(key), exception: exceptions.get(key) ?? exceptions.get(`${expectation.id} `) }
    work.standings.push(stand({ work, now: ctx.now }, item, expectation, saw, known).fresh)
  }
  await write(ctx, work)
  return { standings: work.standings, opened: work.opened.length, ended: work.ended.length + work.endedAtOnce.length }
}
/** These no longer lie in the scope of what counts. */
export async function leave(ctx: Context, rows: readonly StandingRow[]): Promise<void> {
  if (rows.length === 0) return
  const at = ctx.now.toISOString()
  const ended = rows.filter(({ standing }) => standing.open)
  const work = noWork()
  work.ended = ended.map(({ expectationId, itemId }) => ({ expectationId, itemId, until: at, at, ended: 'outOfScope', observed: null }))
  work.gone = [...rows]
  await write(ctx, work)
}

export type { AlarmFilter, AlarmRow, OpenAlarm } from './store.ts'
/** Open deviations over series under the policies of who asks; what is right now but not long enough is still there. */
export const alarmsUnder = (
  ctx: Context,
  filter: store.AlarmFilter,
  after: [number, string, string] | undefined,
  limit: number,
): Promise<store.AlarmRow[]> => store.listAlarms(dbOf(ctx), filter, after, limit)
export const allOpenAlarms = (ctx: Context, organisationId?: string): Promise<store.OpenAlarm[]> => store.openAlarms(dbOf(ctx), organisationId)
/** Of items: how many others are not known because of each. */
export const hiddenCounts = (ctx: Context, itemIds: readonly string[]): Promise<Map<string, number>> => store.countHidden(dbOf(ctx), itemIds)
/** What is not known because of an item, with how many open deviations each has. */
export const hiddenBehind = (ctx: Context, itemId: string, limit: number) => store.listHidden(dbOf(ctx), itemId, limit)
