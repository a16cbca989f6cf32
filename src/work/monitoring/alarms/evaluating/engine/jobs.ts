/**
 * The engine: looks at every expectation over series in its own turn, finds what hides what, and hands over only what changes. It remembers
 * what was written, so that what stays as it was costs no statement; whoever changes what it should know marks the organisation.
 */
import type { App, Context } from '#platform/room.ts'
import { numberOfItem } from '#record/items/contract.ts'
import { waysTo } from '#record/items/items.ts'
import {
  exceptionsNow,
  type Look,
  leave,
  type OverSeries,
  overSeries,
  type Settled,
  type StandingRow,
  seriesMarks,
  settle,
  wouldChange,
} from '#record/norms/series/series.ts'
import { organisationById } from '#record/people/people.ts'
import { answersEvery } from '../../depending/reads.ts'
import { behind, hiddenBy, needsOf, type Reach, type Ways, waysOf } from '../../depending/rules.ts'
import { type Ask, freshMemory, type Memory, type Outcome, outcomes } from '../../looking/reads.ts'
import { type Window, windowsOf } from '../../windows/reads.ts'
import { holdsUntil } from '../../windows/rules.ts'
import { nextOf, saw } from '../rules.ts'

type DueItem = Look['item']
interface Rule {
  expectation: OverSeries
  items: DueItem[]
  rows: Map<string, StandingRow>
  /** As it came out last, before anything hid it. */
  last: Map<string, Outcome>
  memory: Memory
  nextAt: number
}
interface Place {
  id: string
  mark: number
  timeZone: string
  rules: Map<string, Rule>
  ways: Ways
  windows: Window[]
  /** Of each item whether it answers, by number. */
  reach: Map<number, Reach>
  hidden: ReadonlyMap<number, number>
  /** Items that do not answer themselves. */
  silent: ReadonlySet<number>
  items: Map<number, DueItem>
  pace: Pace
}
/** How often it is asked whether items answer, in seconds, by number. */
interface Pace {
  readAt: number
  own: ReadonlyMap<number, number>
  /** Of the slowest that an item is reached through. */
  behind: ReadonlyMap<number, number>
}
export interface Round {
  looked: number
  changed: number
  opened: number
  ended: number
}
/** What things are reached through has two of its rounds to speak first, and never less than this. */
const leastGrace = 120_000
/** Checks that were changed are known of after so long. */
const paceFor = 300_000
/** So many looks share a transaction. */
const together = 2000

export interface Engine {
  /** Everything that is due; `all`: also what is not. */
  round(all?: boolean): Promise<Round>
}
export function engine(app: App, ask: Ask): Engine {
  const places = new Map<string, Place>()
  return {
    async round(all = false) {
      const marks = await app.asSystem((ctx) => seriesMarks(ctx))
      for (const [id, mark] of marks) if (places.get(id)?.mark !== mark) await reload(app, places, id, mark)
      const done: Round = { looked: 0, changed: 0, opened: 0, ended: 0 }
      for (const place of places.values()) await lookIn(app, ask, place, all, done)
      return done
    },
  }
}

/** What is to be looked at, and how it stands, is read again; what was looked at goes on from where it was. */
async function reload(app: App, places: Map<string, Place>, id: string, mark: number): Promise<void> {
  const before = places.get(id)
  const place = await app.asSystem(async (ctx) => {
    const { expectations, items, standings } = await overSeries(ctx, id)
    const now = ctx.now.getTime()
    const rows = Map.groupBy(standings, ({ expectationId }) => expectationId)
    const rules = new Map(
      expectations.map((expectation) => {
        const old = before?.rules.get(expectation.id)
        const same = old?.expectation.version === expectation.version
        return [
          expectation.id,
          ruleOf(expectation, items.get(expectation.id) ?? [], rows.get(expectation.id) ?? [], same ? old : undefined, now),
        ] as const
      }),
    )
    for (const rule of rules.values()) await dropGone(ctx, rule)
    const ways = waysOf(needsOf(await waysTo(ctx, id)))
    const timeZone = (await organisationById(ctx, id))?.timeZone ?? 'UTC'
    const windows = await windowsOf(ctx, id)
    return { id, mark, timeZone, rules, ways, windows, items: itemsOf(rules), pace: await paceOf(ctx, id, rules, ways) }
  })
  // Nothing counts here any more, until something does.
  places.set(id, { ...place, reach: before?.reach ?? new Map(), hidden: before?.hidden ?? new Map(), silent: before?.silent ?? new Set() })
}
function ruleOf(expectation: OverSeries, items: DueItem[], rows: readonly StandingRow[], old: Rule | undefined, now: number): Rule {
  const every = expectation.counts.series.every * 1000
  // What is new, or says something else, is looked at at once.
  const base = old ?? { last: new Map<string, Outcome>(), memory: freshMemory(), nextAt: now }
  for (const row of rows) if (row.verdict !== 'unknown' || row.standing.open) base.memory.seen.add(row.itemId)
  const known = new Set(items.map(({ id }) => id))
  const isNew = old !== undefined && items.some(({ id }) => !old.rows.has(id))
  const nextAt = isNew ? now : Math.min(base.nextAt, now + every)
  const last = new Map([...base.last].filter(([itemId]) => known.has(itemId)))
  return { expectation, items, rows: new Map(rows.map((row) => [row.itemId, row])), last, memory: base.memory, nextAt }
}
async function dropGone(ctx: Context, rule: Rule): Promise<void> {
  const known = new Set(rule.items.map(({ id }) => id))
  const gone = [...rule.rows.values()].filter(({ itemId }) => !known.has(itemId))
  await leave(ctx, gone)
  for (const { itemId } of gone) rule.rows.delete(itemId)
}
const isReach = ({ expectation }: Rule) => expectation.counts.series.means === 'reachable'
const itemsOf = (rules: ReadonlyMap<string, Rule>) =>
  new Map([...rules.values()].flatMap((rule) => rule.items.map((item) => [item.number, item] as const)))
async function paceOf(ctx: Context, id: string, rules: ReadonlyMap<string, Rule>, ways: Ways): Promise<Pace> {
  const reaching = [...rules.values()].filter(isReach)
  const own = await answersEvery(
    ctx,
    id,
    reaching.map(({ expectation, items }) => ({ series: expectation.counts.series, items })),
  )
  return { readAt: ctx.now.getTime(), own, behind: behind(ways, own) }
}
/**
 * How long what is wrong with an item waits for what it is reached through to speak (that may be the item itself, of which something else says whether
 * it answers), and within which it is asked again; in milliseconds.
 */
function timing({ pace: { own, behind } }: Place, rule: Rule, number: number): { grace: number; again: number } {
  const every = rule.expectation.counts.series.every * 1000
  const slowest = Math.max(behind.get(number) ?? 0, isReach(rule) ? 0 : (own.get(number) ?? 0))
  return { grace: slowest === 0 ? 0 : Math.max(leastGrace, slowest * 2000) + every, again: Math.max(every, (own.get(number) ?? 0) * 1000) }
}
/** Whether each item answers: of several ways in which it is asked one that does is enough. Since when, as long as that stays the same. */
function reachNow(place: Place, now: number): Map<number, Reach> {
  const reach = new Map<number, Reach>()
  for (const rule of place.rules.values()) {
    if (!isReach(rule)) continue
    for (const { id, number } of rule.items) {
      // After a start, what was written before it says so until it is looked at.
      const row = rule.rows.get(id)
      const { verdict, newest } = rule.last.get(id) ?? { verdict: row?.verdict ?? 'unknown', newest: null }
      const other = reach.get(number)
      if (verdict === 'unknown' || (other?.verdict === 'met' && verdict === 'broken')) continue
      const before = place.reach.get(number)
      const began = row?.verdict === verdict && !rule.last.has(id) ? Date.parse(row.since) : now
      const seenAt = other?.verdict === verdict ? Math.max(other.seenAt ?? 0, newest ?? 0) || null : newest
      reach.set(number, { verdict, since: before?.verdict === verdict ? before.since : began, seenAt })
    }
  }
  return reach
}

async function lookIn(app: App, ask: Ask, place: Place, all: boolean, done: Round): Promise<void> {
  const now = app.now().getTime()
  // A clock that was set back does not keep anything waiting.
  const due = [...place.rules.values()].filter((rule) => all || rule.nextAt <= now || rule.nextAt > now + rule.expectation.counts.series.every * 1000)
  if (due.length === 0) return
  if (Math.abs(now - place.pace.readAt) > paceFor) place.pace = await app.asSystem((ctx) => paceOf(ctx, place.id, place.rules, place.ways))
  for (let at = 0; at < due.length; at += 200)
    await app.asSystem(async (ctx) => {
      for (const rule of due.slice(at, at + 200)) await askOf(ctx, ask, place, rule)
    })
  place.reach = reachNow(place, now)
  const found = hiddenBy(place.ways, place.reach)
  const silent = new Set([...place.reach].flatMap(([number, { verdict }]) => (verdict === 'broken' ? number : [])))
  const isOther = (number: number) => place.hidden.get(number) !== found.get(number) || place.silent.has(number) !== silent.has(number)
  const changed = new Set([...place.items.keys()].filter(isOther))
  place.hidden = found
  place.silent = silent
  const isDue = new Set(due)
  const pairs: { rule: Rule; item: DueItem }[] = []
  for (const rule of place.rules.values())
    for (const item of rule.items) if (rule.last.has(item.id) && (isDue.has(rule) || changed.has(item.number))) pairs.push({ rule, item })
  done.looked += pairs.length
  for (const rule of due) rule.nextAt = nextOf(rule.expectation.id, rule.expectation.counts.series.every * 1000, now)
  await hand(app, place, pairs, done)
}
/** What one expectation comes out at; one that cannot be asked is not known, and holds up no other. */
async function askOf(ctx: Context, ask: Ask, place: Place, rule: Rule): Promise<void> {
  const { series } = rule.expectation.counts
  const wasBroken = (itemId: string, name: string) => {
    const row = rule.rows.get(itemId)
    if (row?.verdict === 'broken') return row.observed.series?.some((one) => one.name === name) === true || (row.observed.more ?? 0) > 0
    return row?.verdict === 'unknown' && row.standing.open !== null
  }
  const looking = { organisationId: place.id, timeZone: place.timeZone, items: rule.items, at: ctx.now.getTime(), memory: rule.memory, wasBroken }
  rule.last = await outcomes(ctx, ask, series, looking).catch((error: Error) => {
    // The database is not of the query: everything stops and is begun again.
    if (error.name !== 'QueryError') throw error
    ctx.app.log.warn({ at: 'alarms', expectationId: rule.expectation.id, error: error.message })
    const observed = { facts: [], missing: [], stale: [], unusable: series.query }
    return new Map(rule.items.map(({ id }) => [id, { verdict: 'unknown' as const, observed, newest: null }]))
  })
}

/** Until when each item is in maintenance now. */
function maintenanceNow({ windows }: Place, now: number): (itemId: string) => number | undefined {
  const holding = windows.flatMap((window) => {
    const until = holdsUntil(window, now)
    return until === undefined ? [] : [{ until, window }]
  })
  return (itemId) => {
    const untils = holding.flatMap(({ until, window: { itemIds } }) => (itemIds === null || itemIds.has(itemId) ? [until] : []))
    return untils.length === 0 ? undefined : Math.max(...untils)
  }
}
async function hand(app: App, place: Place, pairs: readonly { rule: Rule; item: DueItem }[], done: Round): Promise<void> {
  const now = app.now()
  const maintenance = maintenanceNow(place, now.getTime())
  const ids = [...new Set(pairs.map(({ rule }) => rule.expectation.id))]
  const exceptions = await app.asSystem((ctx) => exceptionsNow(ctx, ids))
  const looks: Look[] = []
  for (const { rule, item } of pairs) {
    const outcome = rule.last.get(item.id)
    if (!outcome) continue
    const itself = !isReach(rule) && place.silent.has(item.number) ? item.number : undefined
    const cause = place.hidden.get(item.number) ?? itself
    const hider = cause === undefined ? undefined : place.items.get(cause)
    const around = {
      now: now.getTime(),
      hides: hider && { itemId: hider.id, number: numberOfItem(hider.number), name: hider.name },
      because: rule.rows.get(item.id)?.observed.because,
      maintenance: maintenance(item.id),
      ...timing(place, rule, item.number),
    }
    const look = { expectation: rule.expectation, item, saw: saw(outcome, around) }
    if (wouldChange(now, look, rule.rows.get(item.id), exceptions).changes) looks.push(look)
  }
  for (let at = 0; at < looks.length; at += together) {
    const settled: Settled = await app.asSystem((ctx) => settle(ctx, looks.slice(at, at + together), exceptions))
    for (const row of settled.standings) place.rules.get(row.expectationId)?.rows.set(row.itemId, row)
    done.changed += settled.standings.length
    done.opened += settled.opened
    done.ended += settled.ended
  }
}
