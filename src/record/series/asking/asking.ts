/** A PromQL expression over the series that somebody may read. */
import type { Context } from '#platform/room.ts'
import type { Matcher, Span } from '../contract.ts'
import type { Budget } from '../promql/evaluating/budget/rules.ts'
import { select } from '../series.ts'
import { inTurn } from './rules.ts'

/** Nobody waits longer for an answer, in ms. */
export const longest = 30_000
const day = 86_400_000
/** What is kept of long ago has places up to an hour wide, and the last of two of them still counts: read so much more. */
const reach = 2 * 3_600_000
/** Asked so coarsely, it is answered from places. */
const coarse = 600_000

/** What `evaluate` and `evaluateAt` want to know: how samples are read, and until when. `itemIds`: only what is of these items. */
export function readingOf(ctx: Context, timeout = longest, itemIds?: readonly string[]) {
  const now = ctx.now.getTime()
  return {
    deadline: performance.now() + Math.min(Math.max(timeout, 0), longest),
    select: (matchers: readonly Matcher[], span: Span, budget: Budget) => {
      const wide = span.step >= coarse || now - span.from > day - reach
      return select(ctx, matchers, wide ? { ...span, from: span.from - reach } : span, undefined, itemIds, budget)
    },
  }
}
/**
 * Answers it when it is the turn of who asks, in a transaction of its own: who waits must hold no connection, or a page of many graphs would hold them
 * all. So the one that the request came in has ended by then. Throws QueryError 'busy'.
 */
export const answering = <T>({ app, actor }: Context, work: (own: Context) => Promise<T>): Promise<T> =>
  inTurn(actor.personId ?? actor.kind, () => app.as(actor, work, true))
