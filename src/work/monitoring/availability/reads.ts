/** What is known of items, gathered: alarms that say they do not answer, signs of life, maintenance, and what they need. */
import type { Context } from '#platform/room.ts'
import { numberOfItem } from '#record/items/contract.ts'
import { waysTo } from '#record/items/items.ts'
import { Scope, type Severity } from '#record/norms/contract.ts'
import { unreachableIn } from '#record/norms/deviations/reads.ts'
import { itemsInScope } from '#record/norms/norms.ts'
import type { Found } from '#record/series/contract.ts'
import { wholeSince } from '#record/series/reads.ts'
import { select } from '#record/series/series.ts'
import { needsOf } from '../alarms/depending/rules.ts'
import { windowsOf } from '../alarms/windows/reads.ts'
import { windowsIn } from '../alarms/windows/rules.ts'
import { type History, linesOf, type Span, type Stretch, silences } from './rules.ts'

export const everything: Scope = Scope.parse({ classes: [] })
export const services: Scope = Scope.parse({ kinds: ['service'] })
const mostItems = 200_000
/** So many at once, of each of which every sample of a span is in memory for a moment. */
const together = 10

export interface Numbered {
  id: string
  number: number
}
export interface Wish {
  organisationId: string
  items: readonly Numbered[]
  within: Span
  severities: readonly Severity[]
  /** Signs of life by five minutes or hour are enough: the edges of what is not known are as coarse. */
  coarse?: boolean
}

/** All that these hang on, themselves among them. */
function around(items: readonly Numbered[], needs: ReturnType<typeof needsOf>): Set<number> {
  const found = new Set(items.map(({ number }) => number))
  for (const item of found) for (const { through } of needs.get(item) ?? []) for (const one of through) found.add(one)
  return found
}

/** By number of the item, every stretch of the span. */
export async function stretchesOf(
  ctx: Context,
  { organisationId, items, within, severities, coarse = false }: Wish,
): Promise<Map<number, Stretch[]>> {
  const needs = needsOf(await waysTo(ctx, organisationId))
  const wanted = around(items, needs)
  const all = (await itemsInScope(ctx, organisationId, everything, mostItems)).filter(({ number }) => wanted.has(number))
  const kinds = new Set((await itemsInScope(ctx, organisationId, { ...services, classes: [] }, mostItems)).map(({ number }) => number))
  const ids = new Map(all.map(({ id, number }) => [number, id]))
  const alarms = Map.groupBy(
    await unreachableIn(ctx, [...ids.values()], { from: new Date(within.from), until: new Date(within.until) }, severities),
    ({ itemId }) => itemId,
  )
  // When an alarm begins and ends it is known how it is.
  const edges = (id: string) =>
    (alarms.get(id) ?? []).flatMap(({ fromAt, untilAt }) => [fromAt, ...(untilAt === null ? [] : [untilAt])].map(Date.parse))
  const silent = await silencesOf(ctx, { organisationId, items: all, within, coarse, edges })
  const windows = await windowsOf(ctx, organisationId)
  const turns = windows.map((window) => ({ itemIds: window.itemIds, spans: windowsIn([window], within.from, within.until) }))
  const history = (number: number): History | undefined => {
    const id = ids.get(number) ?? ''
    const [said, unknown] = [alarms.get(id), silent.get(number)]
    if (!said && !unknown) return undefined
    const down = (said ?? []).map(({ fromAt, untilAt }) => ({
      from: Date.parse(fromAt),
      until: untilAt === null ? Number.POSITIVE_INFINITY : Date.parse(untilAt),
    }))
    return { down, unknown: unknown ?? [within] }
  }
  return linesOf(
    items.map(({ number }) => number),
    {
      ...{ within, needs, history, isService: (number) => kinds.has(number) },
      windows: (number) => turns.flatMap(({ itemIds, spans }) => (itemIds === null || itemIds.has(ids.get(number) ?? '') ? spans : [])),
    },
  )
}

async function silencesOf(
  ctx: Context,
  { organisationId, items, within, coarse, edges }: Required<Omit<Wish, 'severities'>> & { edges: (id: string) => number[] },
): Promise<Map<number, Span[]>> {
  const found = new Map<number, Span[]>()
  const [from, to] = [within.from - hour, within.until + hour]
  // What lies further back than each sample is kept would make all of it coarse.
  const whole = Math.min(to, await wholeSince(ctx))
  const spans = coarse
    ? [{ from, to, step: tenMinutes }]
    : [...(from < whole ? [{ from, to: whole, step: 0 }] : []), ...(whole < to ? [{ from: Math.max(from, whole), to, step: 0 }] : [])]
  for (let at = 0; at < items.length; at += together) {
    const some = items.slice(at, at + together)
    const value = some.map(({ number }) => numberOfItem(number)).join('|')
    const matchers = [
      { name: '__name__', op: '=~' as const, value: 'probe_success|up' },
      { name: 'item', op: '=~' as const, value },
    ]
    const series = []
    for (const span of spans) series.push(...(await select(ctx, matchers, span, organisationId)))
    for (const { id, number } of some) {
      const own = series.filter(({ labels }) => labels.item === numberOfItem(number))
      const silent = silences(
        [...own.flatMap((one) => signsIn(one, coarse)), ...edges(id)].sort((a, b) => a - b),
        within,
        Math.max(0, ...own.map((one) => (one.rolled ? widthOf(one.at) : 0))),
      )
      if (silent) found.set(number, silent)
    }
  }
  return found
}
const hour = 3_600_000
const tenMinutes = 600_000
/** How wide places are: the least of how far apart they end. */
const widthOf = (at: Float64Array): number =>
  at.reduce((least, end, place) => (place === 0 ? least : Math.min(least, end - (at[place - 1] ?? 0))), hour)
/** When it answered. Of a place in which it did once that is its end; coarsely its beginning too, so that the place that lasts counts. */
function signsIn({ at, value, rolled }: Found, coarse: boolean): number[] {
  const width = rolled && coarse ? widthOf(at) : 0
  const signs: number[] = []
  for (let place = 0; place < at.length; place++) {
    const moment = at[place] ?? 0
    if (((rolled ? rolled.max : value)[place] ?? 0) > 0) signs.push(...(width > 0 ? [moment - width, moment] : [moment]))
  }
  return signs
}
