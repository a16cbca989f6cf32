/** How a condition over series comes out on items at a moment: asks what is needed of it, no more often than that can change. */
import type { Context } from '#platform/room.ts'
import { numberOfItem } from '#record/items/contract.ts'
import type { SeriesCondition } from '#record/norms/series/contract.ts'
import type { Labels } from '#record/series/contract.ts'
import { lineThrough, reaching, valueAt } from '../forecasting/rules.ts'
import { changedBy, type Judged, namesOf, type One, overThreshold, together, unknown, type Value } from '../judging/rules.ts'
import { hourOf, isUnusual, sameHour, type Usual, usualOf } from '../usual/rules.ts'

export interface Element extends Value {
  itemId: string | null
}
export interface Points {
  labels: Labels
  itemId: string | null
  at: Float64Array
  value: Float64Array
}
export type Asked = Pick<SeriesCondition, 'query' | 'every'>
/** Asks series of an organisation; moments in milliseconds. */
export interface Ask {
  /** What the query is worth at a moment, and of each item, by its id or number, the newest sample that was read for it. */
  at(ctx: Context, organisationId: string, asked: Asked, at: number): Promise<{ values: Element[]; newest: ReadonlyMap<string, number> }>
  over(ctx: Context, organisationId: string, asked: Asked, span: { from: number; to: number; step: number }): Promise<Points[]>
  /** Of each item with a sample of what the query reads in a span: the newest. */
  newest(ctx: Context, organisationId: string, asked: Asked, span: { from: number; to: number }): Promise<ReadonlyMap<string, number>>
}

export interface Of {
  id: string
  number: number
}
export interface Outcome extends Judged {
  /** Of the newest sample, in milliseconds; null: there is none. */
  newest: number | null
}
/** What is kept of one expectation between two looks. */
export interface Memory {
  usual?: { hour: number; of: ReadonlyMap<string, ReadonlyMap<string, Usual>> }
  forecast?: { until: number; of: ReadonlyMap<string, Judged> }
  /** Items of which a sample was ever seen. */
  seen: Set<string>
  askedHistory: number
}
export const freshMemory = (): Memory => ({ seen: new Set(), askedHistory: 0 })

interface Looking {
  organisationId: string
  timeZone: string
  items: readonly Of[]
  at: number
  memory: Memory
  /** This series of the item was wrong when it was last looked at. */
  wasBroken: (itemId: string, name: string) => boolean
}
type Kind<K extends SeriesCondition['kind']> = Extract<SeriesCondition, { kind: K }>

/** By item; what is about none of these, or about none at all, is left out. */
function perItem<T extends { itemId: string | null; labels: Labels }>(all: readonly T[], items: readonly Of[]): Map<string, T[]> {
  const byId = new Map<string, T[]>(items.map(({ id }) => [id, []]))
  const byNumber = new Map(items.map(({ id, number }) => [numberOfItem(number), id]))
  for (const one of all) (byId.get(one.itemId ?? '') ?? byId.get(byNumber.get(one.labels.item ?? '') ?? ''))?.push(one)
  return byId
}
const newestFor = (newest: ReadonlyMap<string, number>, { id, number }: Of): number | null =>
  newest.get(id) ?? newest.get(numberOfItem(number)) ?? null

/** Of each item. */
export async function outcomes(ctx: Context, ask: Ask, condition: SeriesCondition, looking: Looking): Promise<Map<string, Outcome>> {
  if (condition.kind === 'absence') return absent(ctx, ask, condition, looking)
  const { organisationId, items, at, wasBroken } = looking
  const { values, newest } = await ask.at(ctx, organisationId, condition, at)
  const now = perItem(values, items)
  const judged = await judging(ctx, ask, condition, looking)
  return new Map(
    items.map((item) => [
      item.id,
      { ...judged(item.id, now.get(item.id) ?? [], (name) => wasBroken(item.id, name)), newest: newestFor(newest, item) },
    ]),
  )
}
type Judging = (itemId: string, values: readonly Value[], wasBroken: (name: string) => boolean) => Judged
async function judging(ctx: Context, ask: Ask, condition: Exclude<SeriesCondition, { kind: 'absence' }>, looking: Looking): Promise<Judging> {
  const { organisationId, items, at } = looking
  switch (condition.kind) {
    case 'threshold':
      return (_, values, wasBroken) => overThreshold(condition, values, wasBroken)
    case 'change': {
      const { values } = await ask.at(ctx, organisationId, condition, at - condition.minutes * 60_000)
      const before = perItem(values, items)
      return (itemId, now) => changedBy(condition, now, before.get(itemId) ?? [])
    }
    case 'forecast': {
      const of = await forecasts(ctx, ask, condition, looking)
      // What is past its limit already needs no forecast.
      const past = { kind: 'threshold', op: condition.op, value: condition.value, clearAt: null } as const
      return (itemId, values) => {
        const now = overThreshold({ ...condition, ...past }, values, () => false)
        return now.verdict === 'broken' ? now : (of.get(itemId) ?? unknown())
      }
    }
    case 'baseline': {
      const of = await usuals(ctx, ask, condition, looking)
      return (itemId, values) => unusual(condition, values, of.get(itemId) ?? new Map())
    }
  }
}

const week = 7 * 86_400_000
/** Broken: no sample in the span, though one came before. Of what never said anything nothing is known. */
async function absent(
  ctx: Context,
  ask: Ask,
  condition: Kind<'absence'>,
  { organisationId, items, at, memory }: Looking,
): Promise<Map<string, Outcome>> {
  const from = at - condition.minutes * 60_000
  const newest = await ask.newest(ctx, organisationId, condition, { from, to: at })
  const silent = items.filter((item) => newestFor(newest, item) === null)
  for (const item of items) if (newestFor(newest, item) !== null) memory.seen.add(item.id)
  const before = new Map<string, number>()
  if (silent.length > 0 && at - memory.askedHistory > 600_000) {
    memory.askedHistory = at
    for (const [key, moment] of await ask.newest(ctx, organisationId, condition, { from: from - week, to: from })) before.set(key, moment)
    for (const item of silent) if (newestFor(before, item) !== null) memory.seen.add(item.id)
  }
  const outcome = (item: Of): Outcome => {
    const last = newestFor(newest, item) ?? newestFor(before, item)
    const seen = { name: '', value: null, seenAt: last === null ? null : new Date(last).toISOString() }
    if (newestFor(newest, item) !== null) return { ...together([]), verdict: 'met', newest: last }
    return memory.seen.has(item.id) ? { ...together([{ seen, broken: true }]), newest: last } : { ...unknown(), newest: null }
  }
  return new Map(items.map((item) => [item.id, outcome(item)]))
}

const points = 120
async function forecasts(ctx: Context, ask: Ask, condition: Kind<'forecast'>, { organisationId, items, at, memory }: Looking) {
  if (memory.forecast && at < memory.forecast.until && at > memory.forecast.until - week) return memory.forecast.of
  const length = condition.history * 3_600_000
  const step = Math.max(60_000, Math.round(length / points))
  const found = perItem(await ask.over(ctx, organisationId, condition, { from: at - length, to: at, step }), items)
  const of = new Map<string, Judged>()
  for (const [itemId, series] of found) {
    const names = namesOf(series)
    of.set(itemId, together(series.map((one, place) => forecastOf(condition, one, names[place] ?? '', at))))
  }
  memory.forecast = { until: at + Math.min(step, 3_600_000) / 2, of }
  return of
}
/** Broken when even the most favourable course is past the limit within the time asked. Less than a quarter of the history says nothing. */
function forecastOf(condition: Kind<'forecast'>, { at: moments, value: values }: Points, name: string, at: number): One {
  const { op, value: limit, hours, history, confidence, unit } = condition
  const last = values.at(-1) ?? Number.NaN
  const seen = { name, value: Number.isFinite(last) ? last : null, limit, ...(unit && { unit }) }
  const covered = (moments.at(-1) ?? 0) - (moments[0] ?? 0) >= (history * 3_600_000) / 4
  const line = covered ? lineThrough(moments, values) : undefined
  if (!line) return { seen, broken: null }
  const reached = reaching(line, limit, op === '>' ? 1 : -1, confidence, at)
  if (!reached || reached.expected === null || !Number.isFinite(valueAt(line, at))) return { seen, broken: false }
  const days = (moment: number) => Math.max(0, (moment - at) / 86_400_000)
  const hits = { days: days(reached.expected), from: days(reached.earliest), to: reached.latest === null ? null : days(reached.latest) }
  return { seen: { ...seen, hits }, broken: reached.latest !== null && reached.latest <= at + hours * 3_600_000 }
}

const perHour = 12
async function usuals(ctx: Context, ask: Ask, condition: Kind<'baseline'>, { organisationId, timeZone, items, at, memory }: Looking) {
  const hour = hourOf(at)
  if (memory.usual?.hour === hour) return memory.usual.of
  const values = new Map<string, Map<string, number[][]>>()
  for (let weeks = 1; weeks <= condition.weeks; weeks++) {
    const { from, to } = sameHour(at, timeZone, weeks)
    const found = perItem(await ask.over(ctx, organisationId, condition, { from, to: to - 1, step: 3_600_000 / perHour }), items)
    for (const [itemId, series] of found) {
      const names = namesOf(series)
      const ofItem = values.get(itemId) ?? new Map<string, number[][]>()
      values.set(itemId, ofItem)
      for (const [place, one] of series.entries()) {
        const all = ofItem.get(names[place] ?? '') ?? Array.from({ length: condition.weeks }, () => [] as number[])
        all[weeks - 1] = [...one.value]
        ofItem.set(names[place] ?? '', all)
      }
    }
  }
  const usualIn = (ofItem: ReadonlyMap<string, readonly number[][]>) =>
    new Map(
      [...ofItem].flatMap(([name, all]) => {
        const usual = usualOf(all)
        return usual ? [[name, usual] as const] : []
      }),
    )
  const of = new Map([...values].map(([itemId, ofItem]) => [itemId, usualIn(ofItem)]))
  memory.usual = { hour, of }
  return of
}
function unusual({ deviations, direction, unit }: Kind<'baseline'>, values: readonly Value[], usual: ReadonlyMap<string, Usual>): Judged {
  const names = namesOf(values)
  return together(
    values.map(({ value }, place) => {
      const name = names[place] ?? ''
      const known = usual.get(name)
      const seen = { name, value: Number.isFinite(value) ? value : null, ...(unit && { unit }), ...(known && { usual: known }) }
      return { seen, broken: known && Number.isFinite(value) ? isUnusual(value, known, deviations, direction) : null }
    }),
  )
}
