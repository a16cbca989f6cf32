/** What the room of series offers to the floor above: samples go in by `append`, and come out by `select` (or as PromQL, in promql/). */
import type { Context } from '#platform/room.ts'
import type { Found, Labels, Matcher, Refusal, Retention, Span } from './contract.ts'
import type { Budget } from './promql/evaluating/budget/rules.ts'
import { read, readLabels } from './reading/reading.ts'
import { write } from './writing/writing.ts'

/** Whose samples these are and how long they are kept. */
export interface Origin {
  organisationId: string
  /** What brings them, for limits and for who looks for the reason: 'key/<id>', 'check/<id>'. */
  name: string
  /** The item they are about, or null: of none; left out: it is found by their labels. */
  itemId?: string | null
  retention?: Retention
}
/** One request as it is read. Both are called once for every sample of many: they keep nothing of what they are given. */
export interface Incoming {
  /**
   * Names a series; answers the number that `sample` wants. `bytes` from..to are the same whenever the labels are the same (as they came over the wire);
   * only where they are new, `labels` is asked.
   */
  series(bytes: Uint8Array, from: number, to: number, labels: () => Labels): number
  /** `at` in milliseconds since 1970. */
  sample(series: number, at: number, value: number): void
}
export interface Appended {
  accepted: number
  refused: Partial<Record<Refusal, number>>
}
/**
 * Takes the samples that `fill` names, as the system. When the transaction has committed, nothing of what was accepted is lost, and it can be read.
 * Throws 'series.elsewhere' (503) where another process keeps them.
 */
export const append = (ctx: Context, origin: Origin, fill: (incoming: Incoming) => void): Promise<Appended> => write(ctx, origin, fill)

/** The same for a few samples that are at hand. */
export const appendSamples = (ctx: Context, origin: Origin, samples: readonly { labels: Labels; at: number; value: number }[]): Promise<Appended> =>
  append(ctx, origin, (incoming) => {
    for (const { labels, at, value } of samples) {
      const bytes = Buffer.from(JSON.stringify(Object.entries(labels).sort()))
      incoming.sample(
        incoming.series(bytes, 0, bytes.length, () => labels),
        at,
        value,
      )
    }
  })

/**
 * Series that fit every matcher, of the organisations that the actor may read (`organisationId`: of that one only; `itemIds`: only of these items), with
 * their samples. Coarser where the step allows it or the samples are no longer kept (`rolled`). Throws QueryError where that is more than `budget` allows.
 */
export const select = (
  ctx: Context,
  matchers: readonly Matcher[],
  span: Span,
  organisationId?: string,
  itemIds?: readonly string[],
  budget?: Budget,
): Promise<Found[]> => read(ctx, matchers, span, organisationId, itemIds, budget)
/** Labels of series that fit one of these and had samples since `span.from`; at most `limit`. */
export const labelsOf = (ctx: Context, matchers: readonly (readonly Matcher[])[], span: Span, limit: number): Promise<Labels[]> =>
  readLabels(ctx, matchers, span, limit)
