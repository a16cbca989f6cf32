/** Expectations as screens show them, and how a rule would come out. What another room may ask of norms is here and in deviations/reads.ts. */
import { setImmediate } from 'node:timers/promises'
import type { Context } from '#platform/room.ts'
import { numberOfItem } from '../items/contract.ts'
import type { Fact } from '../items/facts/contract.ts'
import { factsOf } from '../items/facts/facts.ts'
import { reading } from './conditions/reading/rules.ts'
import { compile, judge, notMet, type Outcome, type Verdict } from './conditions/rules.ts'
import type { Counts, Expectation, Rule } from './contract.ts'
import { conditionOf, maxAgeOf, observedOf } from './evaluating/evaluating.ts'
import type { SeriesCondition } from './series/contract.ts'
import { seriesReading } from './series/rules.ts'
import { judgeNow, nothingSeen } from './series/series.ts'
import { type Db, type ExpectationRow, itemsIn, standingsOf } from './store.ts'

export { inScope } from './store.ts'

const none: Counts = { met: 0, broken: 0, unknown: 0, excepted: 0 }
/** The condition in words; as it was written where it does not compile any more. */
export function inWords(ctx: Context, source: string): string {
  const { condition } = compile(source)
  return condition ? reading(ctx.t, condition.tree) : source
}

interface Asks {
  condition: string
  series?: SeriesCondition | null
  holdOff?: number
}
/** What a rule asks, in words: over facts or over series, with how long something may last. */
export function asksInWords(ctx: Context, { condition, series, holdOff = 0 }: Asks): string {
  if (!series) return inWords(ctx, condition)
  const what = seriesReading(ctx.t, ctx.locale, series)
  return holdOff > 0 ? ctx.t('norms.series.read.lasting', { what, minutes: holdOff }) : what
}

export async function expectationViews(ctx: Context, rows: readonly ExpectationRow[]): Promise<Expectation[]> {
  const standings = await standingsOf(
    ctx.db as Db,
    rows.map(({ id }) => id),
  )
  return rows.map(({ changedBy: _, publishedBy: _p, keys: _k, ...row }) => ({
    ...row,
    title: row.draft?.title ?? row.title,
    severity: row.draft?.severity ?? row.severity,
    reads: asksInWords(ctx, row.draft ?? row.counts ?? { condition: '' }),
    standings: standings.get(row.id) ?? none,
  }))
}

const mostTried = 2000
/** A condition may be slow on every item; nobody waits longer, and others are served in between. */
const longestTried = 500
function patience(most: number) {
  const began = performance.now()
  let last = began
  return async (): Promise<boolean> => {
    if (performance.now() - last > 10) await setImmediate()
    last = performance.now()
    return last - began < most
  }
}
const order: readonly Verdict[] = ['broken', 'unknown', 'met']
/** How a rule would come out now on the items in its scope; nothing is kept. Stops after `most` milliseconds with what it has. */
export async function tryOut(ctx: Context, organisationId: string, rule: Rule, limit: number, most = longestTried) {
  if (rule.series) return trySeries(ctx, organisationId, { ...rule, series: rule.series }, limit)
  const found = await itemsIn(ctx.db as Db, organisationId, rule.scope, mostTried + 1)
  const items = found.slice(0, mostTried)
  const condition = conditionOf(rule.condition)
  const facts = await factsOf(ctx, items, condition.keys)
  const counts = { met: 0, broken: 0, unknown: 0 }
  const maxAge = maxAgeOf({ counts: rule })
  const inTime = patience(most)
  const tried: { item: { id: string; number: string; name: string }; known: ReadonlyMap<string, Fact>; outcome: Outcome }[] = []
  for (const { id, number, name } of items) {
    if (tried.length > 0 && !(await inTime())) break
    const known = facts.get(id) ?? new Map()
    const outcome = judge(condition, known, maxAge, ctx.now)
    counts[outcome.verdict]++
    tried.push({ item: { id, number: numberOfItem(number), name }, known, outcome })
  }
  const sorted = order.flatMap((verdict) => tried.filter(({ outcome }) => outcome.verdict === verdict)).slice(0, limit)
  const shown = []
  for (const { item, known, outcome } of sorted) {
    if (shown.length > 0 && !(await inTime())) break
    const why = outcome.verdict === 'met' ? [] : notMet(condition, known, maxAge, ctx.now).map((part) => reading(ctx.t, part))
    shown.push({ item, verdict: outcome.verdict, observed: observedOf(condition, known, outcome), why })
  }
  return { counts, items: shown, more: found.length > tried.length || sorted.length > shown.length }
}

/** The same over series, by whoever evaluates those. */
async function trySeries(ctx: Context, organisationId: string, rule: Rule & { series: SeriesCondition }, limit: number) {
  const found = await itemsIn(ctx.db as Db, organisationId, rule.scope, mostTried + 1)
  const items = found.slice(0, mostTried)
  const seen = await judgeNow(ctx, { organisationId, series: rule.series, itemIds: items.map(({ id }) => id) })
  const counts = { met: 0, broken: 0, unknown: 0 }
  const tried = items.map(({ id, number, name }) => {
    const { verdict, observed } = seen.get(id) ?? nothingSeen
    counts[verdict]++
    return { item: { id, number: numberOfItem(number), name }, verdict, observed, why: [] as string[] }
  })
  const sorted = order.flatMap((verdict) => tried.filter((one) => one.verdict === verdict))
  return { counts, items: sorted.slice(0, limit), more: found.length > items.length || sorted.length > limit }
}
