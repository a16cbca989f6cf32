/** Writes what came of many checks, in one transaction: how they stand, their samples, what turned, and facts that were seen. */
import type { App, Context } from '#platform/room.ts'
import { observeItems } from '#record/items/items.ts'
import { appendSamples } from '#record/series/series.ts'
import { checkTurned } from '../../contract.ts'
import type { Result, State } from '../../kinds/contract.ts'
import { type Due, type Outcome, writeOutcomes } from '../store.ts'
import { samplesOf } from './rules.ts'

export interface Done {
  due: Due
  result: Result
  state: State
  slow: boolean
  at: Date
}
/** What this process saw of an item before; saying it again each minute is not worth a row. */
const seen = new Map<string, string>()
const mostSeen = 50_000

export async function writeDown(app: App, all: readonly Done[], append: typeof appendSamples): Promise<void> {
  await app.asSystem((ctx) => writeIn(ctx, all, append))
}
/** The same in a transaction that is there already. */
export async function writeIn(ctx: Context, all: readonly Done[], append: typeof appendSamples = appendSamples): Promise<void> {
  const before = await writeOutcomes(ctx.db, all.map(outcomeOf))
  // The others are asked otherwise by now, or are paused.
  const kept = all.filter(({ due }) => before.has(due.id))
  for (const [organisationId, ofOne] of Map.groupBy(kept, ({ due }) => due.organisationId)) {
    const samples = ofOne.flatMap(({ due, result, state, at }) => samplesOf(due, result, state, at.getTime()))
    if (samples.length > 0) await append(ctx, { organisationId, name: 'checks' }, samples)
  }
  await tellTurned(ctx, kept, before)
  const told = await observe(ctx, kept)
  ctx.afterCommit(() => {
    if (seen.size > mostSeen) seen.clear()
    for (const [id, facts] of told) seen.set(id, facts)
  })
}
const outcomeOf = ({ due, result: { why, durationMs }, ...rest }: Done): Outcome => ({
  ...{ due, reason: why?.reason ?? null, given: why?.given ?? {}, durationMs, ...rest },
})

const tellTurned = (ctx: Context, all: readonly Done[], before: ReadonlyMap<string, State>): Promise<void> =>
  ctx.emitMany(
    checkTurned,
    all.flatMap(({ due: { id, itemId, organisationId, kind }, state, result: { why } }) => {
      const from = before.get(id)
      if (from === undefined || from === state) return []
      return {
        about: `item/${itemId}`,
        organisationId,
        data: { checkId: id, itemId, organisationId, kind, from, to: state, reason: why?.reason ?? null },
      }
    }),
  )

/** Facts that are other than this process saw them last. Answers what it saw now. */
async function observe(ctx: Context, all: readonly Done[]): Promise<Map<string, string>> {
  const news = all.flatMap(({ due, result: { facts = [] } }) => {
    const text = JSON.stringify(facts)
    return facts.length === 0 || seen.get(due.id) === text ? [] : [{ due, facts, text }]
  })
  if (news.length > 0)
    await observeItems(
      ctx,
      news.map(({ due: { itemId, organisationId }, facts }) => ({ itemId, organisationId, source: 'check', facts })),
    )
  return new Map(news.map(({ due, text }) => [due.id, text]))
}
