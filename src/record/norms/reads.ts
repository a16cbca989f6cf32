/** Expectations as screens show them, and how a rule would come out. What another room may ask of norms is here and in deviations/reads.ts. */
import type { Context } from '#platform/room.ts'
import { numberOfItem } from '../items/contract.ts'
import { factsOf } from '../items/facts/facts.ts'
import { reading } from './conditions/reading/rules.ts'
import { compile, judge, notMet, type Verdict } from './conditions/rules.ts'
import type { Counts, Expectation, Rule } from './contract.ts'
import { conditionOf, maxAgeOf, observedOf } from './evaluating/evaluating.ts'
import { type Db, type ExpectationRow, itemsIn, standingsOf } from './store.ts'

const none: Counts = { met: 0, broken: 0, unknown: 0, excepted: 0 }
/** The condition in words; as it was written where it does not compile any more. */
export function inWords(ctx: Context, source: string): string {
  const { condition } = compile(source)
  return condition ? reading(ctx.t, condition.tree) : source
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
    reads: inWords(ctx, (row.draft ?? row.counts)?.condition ?? ''),
    standings: standings.get(row.id) ?? none,
  }))
}

const mostTried = 2000
const order: readonly Verdict[] = ['broken', 'unknown', 'met']
/** How a rule would come out now on the items in its scope; nothing is kept. */
export async function tryOut(ctx: Context, organisationId: string, rule: Rule, limit: number) {
  const found = await itemsIn(ctx.db as Db, organisationId, rule.scope, mostTried + 1)
  const items = found.slice(0, mostTried)
  const condition = conditionOf(rule.condition)
  const facts = await factsOf(ctx, items, condition.keys)
  const counts = { met: 0, broken: 0, unknown: 0 }
  const maxAge = maxAgeOf({ counts: rule })
  const tried = items.map(({ id, number, name }) => {
    const known = facts.get(id) ?? new Map()
    const outcome = judge(condition, known, maxAge, ctx.now)
    counts[outcome.verdict]++
    return { item: { id, number: numberOfItem(number), name }, known, outcome }
  })
  const sorted = order.flatMap((verdict) => tried.filter(({ outcome }) => outcome.verdict === verdict)).slice(0, limit)
  const shown = sorted.map(({ item, known, outcome }) => ({
    ...{ item, verdict: outcome.verdict, observed: observedOf(condition, known, outcome) },
    why: notMet(condition, known, maxAge, ctx.now).map((part) => reading(ctx.t, part)),
  }))
  return { counts, items: shown, more: found.length > mostTried }
}
