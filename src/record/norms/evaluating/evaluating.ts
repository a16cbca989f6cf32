/** Looking whether what must hold holds: for items that are due, all that counts for them, in one go. */
import { randomUUID } from 'node:crypto'
import { isDeepStrictEqual } from 'node:util'
import type { Context } from '#platform/room.ts'
import type { Fact } from '../../items/facts/contract.ts'
import { factsOf } from '../../items/facts/facts.ts'
import { type Condition, compile, judge, type Outcome, type Verdict } from '../conditions/rules.ts'
import { deviationEnded, deviationOpened, type Observed } from '../contract.ts'
import { type Deed, dueOf, type Hushed, look, type Pace, unseen } from '../standing/rules.ts'
import { type Db, whatCounts } from '../store.ts'
import {
  type Counting,
  type DueItem,
  type Ended,
  type Ending,
  type Exception,
  endDeviations,
  endOfRemoved,
  exceptionsFor,
  itemDue,
  markItem,
  type Opening,
  openDeviations,
  readStandings,
  removeStandings,
  type StandingRow,
  scoped,
  setDue,
  takeDue,
  writeStandings,
} from './store.ts'

const minute = 60_000
const day = 86_400_000
const compiled = new Map<string, Condition>()
/** Conditions that count were compiled before; the same ones come back with every item. */
export function conditionOf(source: string): Condition {
  const known = compiled.get(source)
  if (known) return known
  const { condition, wrong } = compile(source)
  if (!condition) throw new Error(`a condition that counts does not compile: ${wrong[0]?.code}`)
  if (compiled.size > 2000) compiled.clear()
  compiled.set(source, condition)
  return condition
}

export const observedOf = (condition: Condition, facts: ReadonlyMap<string, Fact>, { missing, stale, unusable }: Outcome): Observed => ({
  facts: condition.keys.flatMap((key) => {
    const fact = facts.get(key)
    return fact ? [{ key, value: fact.value, unit: fact.unit, source: fact.source, seenAt: fact.seenAt }] : []
  }),
  missing,
  stale,
  unusable,
})
export const maxAgeOf = ({ counts }: { counts: { maxAge: number | null } }): number | null => (counts.maxAge === null ? null : counts.maxAge * minute)

export interface Work {
  standings: StandingRow[]
  gone: StandingRow[]
  opened: Opening[]
  /** Of what was open before this look. */
  ended: Ending[]
  /** Of what opened in this look. */
  endedAtOnce: Ending[]
}
export const noWork = (): Work => ({ standings: [], gone: [], opened: [], ended: [], endedAtOnce: [] })
/** What came out on one item under one expectation. */
export interface Saw {
  verdict: Verdict
  observed: Observed
  evidenceAt: string | null
  /** Nothing opens now; what is broken counts from `until` on, or from when it is looked at again. */
  hushed?: Hushed | undefined
  /** Milliseconds that it must be broken at least before it counts, whatever the expectation says. */
  grace?: number
}
interface Known {
  before: StandingRow | undefined
  exception: Exception | undefined
}
/** How one item now stands under one expectation, and what opens or ends. Answers that with when something will happen by itself. */
export function stand(
  { work, now }: { work: Work; now: Date },
  item: DueItem,
  expectation: Counting,
  { verdict, observed, evidenceAt, hushed, grace = 0 }: Saw,
  { before, exception }: Known,
): { fresh: StandingRow; deeds: number; due: number | null } {
  const { counts, id: expectationId } = expectation
  const pace: Pace = { holdOff: Math.max(grace, counts.holdOff * minute), recovery: counts.recovery * minute }
  const at = now.toISOString()
  const of = { expectationId, itemId: item.id }
  const old = before?.standing ?? unseen
  // Under an exception nothing opens; when it is over it begins as if seen for the first time.
  const { standing, deeds } = exception
    ? { standing: { ...unseen, verdict, at: now.getTime() }, deeds: [] }
    : look(old, verdict, now.getTime(), pace, hushed)
  if (exception && old.open) work.ended.push({ ...of, until: at, at, ended: 'excepted', observed: null })
  for (const deed of deeds) {
    const moment = new Date(deed.at).toISOString()
    // What happened by itself since the last look happened under what was observed then.
    const then = before && deed.at < now.getTime() ? before.observed : observed
    if (deed.deed === 'end') {
      const ending: Ending = { ...of, until: new Date(deed.until).toISOString(), at: moment, ended: 'right', observed: then }
      const openedNow = deeds[0]?.deed === 'open'
      ;(openedNow ? work.endedAtOnce : work.ended).push(ending)
    } else work.opened.push(openingOf(item, expectation, deed, then))
  }
  const since = before?.verdict === verdict ? before.since : at
  const row = { ...of, organisationId: item.organisationId, verdict, since, lookedAt: at, evidenceAt }
  const fresh: StandingRow = { ...row, excepted: exception !== undefined, standing, observed }
  return { fresh, deeds: deeds.length, due: dueOf(standing, pace) }
}
/** One item under one expectation over facts. Answers when it must be looked at again. */
function lookAt(
  { work, now }: { work: Work; now: Date },
  item: DueItem,
  expectation: Counting,
  { facts, ...known }: { facts: ReadonlyMap<string, Fact> } & Known,
): number[] {
  const condition = conditionOf(expectation.counts.condition)
  const outcome = judge(condition, facts, maxAgeOf(expectation), now)
  const saw = { verdict: outcome.verdict, observed: observedOf(condition, facts, outcome), evidenceAt: outcome.evidenceAt }
  const { fresh, due } = stand({ work, now }, item, expectation, saw, known)
  if (!known.before || differs(known.before, fresh)) work.standings.push(fresh)
  const dues = [outcome.dueAt?.getTime(), known.exception ? Date.parse(known.exception.until) + day : due, now.getTime() + day]
  return dues.filter((one) => one !== null && one !== undefined)
}
function openingOf(item: DueItem, { id, title, severity, counts }: Counting, deed: Deed & { deed: 'open' }, observed: Observed): Opening {
  return {
    ...{ id: randomUUID(), expectationId: id, itemId: item.id, organisationId: item.organisationId, itemNumber: item.number, itemName: item.name },
    ...{ title, severity, condition: counts.condition, series: counts.series ?? null, observed, flapping: deed.flapping },
    ...{ fromAt: new Date(deed.from).toISOString(), openedAt: new Date(deed.at).toISOString() },
  }
}
/** The moment of looking alone is not worth writing, as long as it is not long ago. */
function differs(before: StandingRow, after: StandingRow): boolean {
  const shown = ({ standing: { at: _, ...standing }, verdict, evidenceAt, excepted, observed }: StandingRow) => ({
    ...{ standing, verdict, evidenceAt, excepted, observed },
  })
  return after.standing.at - before.standing.at > 600_000 || !isDeepStrictEqual(shown(before), shown(after))
}

/** By expectation and item, '' for all of them; of several the one that lasts longest. */
export const longestOf = (exceptions: readonly Exception[]): Map<string, Exception> =>
  new Map(exceptions.toSorted((a, b) => (a.until < b.until ? -1 : 1)).map((one) => [`${one.expectationId} ${one.itemId ?? ''}`, one]))

/** How these items stand now under everything that counts for them. The caller holds their rows of norm_watch. */
async function evaluate(ctx: Context, items: readonly DueItem[]): Promise<void> {
  const db = ctx.db as Db
  const ids = items.map(({ id }) => id)
  const expectations = (await whatCounts(
    db,
    items.map(({ organisationId }) => organisationId),
  )) as Counting[]
  const keys = [...new Set(expectations.flatMap((one) => one.keys))]
  const [pairs, facts, rows, exceptions] = await Promise.all([
    scoped(db, expectations, items),
    factsOf(ctx, items, keys),
    readStandings(db, ids),
    exceptionsFor(
      db,
      expectations.map(({ id }) => id),
      ctx.now,
    ),
  ])
  const before = new Map(rows.map((row) => [`${row.expectationId} ${row.itemId}`, row]))
  const excepted = longestOf(exceptions)
  const work = noWork()
  const dues = new Map<string, number>()
  const known = new Map(items.map((item) => [item.id, item]))
  for (const { at, itemId } of pairs) {
    const [item, expectation] = [known.get(itemId), expectations[at]]
    if (!item || !expectation) continue
    const key = `${expectation.id} ${itemId}`
    const exception = excepted.get(key) ?? excepted.get(`${expectation.id} `)
    const seen = { facts: facts.get(itemId) ?? new Map(), before: before.get(key), exception }
    dues.set(itemId, Math.min(dues.get(itemId) ?? Number.POSITIVE_INFINITY, ...lookAt({ work, now: ctx.now }, item, expectation, seen)))
    before.delete(key)
  }
  // What is left was looked at before, and no longer lies in the scope of anything that counts.
  const counting = new Set(expectations.map(({ id }) => id))
  for (const row of before.values()) {
    work.gone.push(row)
    const at = ctx.now.toISOString()
    const ended = counting.has(row.expectationId) ? 'outOfScope' : 'withdrawn'
    if (row.standing.open) work.ended.push({ expectationId: row.expectationId, itemId: row.itemId, until: at, at, ended, observed: null })
  }
  await write(ctx, work)
  await setDue(
    db,
    items.map(({ id }) => {
      const at = dues.get(id)
      return { id, at: at === undefined ? null : new Date(at) }
    }),
  )
}

const tellEnded = (ctx: Context, all: readonly Ended[]): Promise<void> =>
  ctx.emitMany(
    deviationEnded,
    all.map(({ id: deviationId, expectationId, itemId, organisationId, severity, fromAt, untilAt, ended }) => {
      const data = { deviationId, expectationId, itemId, organisationId, severity, from: fromAt, until: untilAt, ended }
      return { about: `item/${itemId}`, organisationId, data }
    }),
  )
/** The item was removed: what it deviated in has ended. */
export async function itemGone(ctx: Context, itemId: string, number: number): Promise<void> {
  const ended = await endOfRemoved(ctx.db as Db, number, ctx.now.toISOString())
  await tellEnded(
    ctx,
    ended.map((one) => ({ ...one, itemId })),
  )
}

/** Writes it all, and says what opened and ended. */
export async function write(ctx: Context, work: Work): Promise<void> {
  const db = ctx.db as Db
  await writeStandings(db, work.standings)
  await removeStandings(db, work.gone)
  // What was open ends before anything opens in its place; what opened and ended between two looks comes last.
  const ended = await endDeviations(db, work.ended)
  await openDeviations(db, work.opened)
  ended.push(...(await endDeviations(db, work.endedAtOnce)))
  await ctx.emitMany(
    deviationOpened,
    work.opened.map(({ id: deviationId, expectationId, itemId, organisationId, severity, fromAt, flapping }) => {
      const data = { deviationId, expectationId, itemId, organisationId, severity, from: fromAt, flapping }
      return { about: `item/${itemId}`, organisationId, data }
    }),
  )
  await tellEnded(ctx, ended)
}

/** One item now, when something reads one of these facts. Whoever looks at it at this moment is waited for: they may have begun before the facts. */
export async function lookAtOne(ctx: Context, itemId: string, keys: readonly string[]): Promise<void> {
  if (!(await markItem(ctx.db as Db, itemId, ctx.now, keys))) return
  const item = await itemDue(ctx.db as Db, itemId)
  if (item) await evaluate(ctx, [item])
}
/** Looks at so many items that are due; answers how many there were. */
export async function lookAtDue(ctx: Context, limit: number): Promise<number> {
  const items = await takeDue(ctx.db as Db, ctx.now, limit)
  if (items.length > 0) await evaluate(ctx, items)
  return items.length
}
