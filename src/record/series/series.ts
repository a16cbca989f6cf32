/** What the room of series offers to the floor above: samples go in by `append`, and come out by `select` (or as PromQL, in promql/). */
import type { Context } from '#platform/room.ts'
import type { Found, Labels, Matcher, Refusal, Retention, Span } from './contract.ts'

/** Whose samples these are and how long they are kept. */
export interface Origin {
  organisationId: string
  /** What brings them, for limits and for who looks for the reason: 'key/<id>', 'check/<id>'. */
  name: string
  /** The item they are about, where that is known; else it is found by their labels. */
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
/** Takes the samples that `fill` names. When the transaction has committed, nothing of what was accepted is lost. */
export async function append(_ctx: Context, _origin: Origin, _fill: (incoming: Incoming) => void): Promise<Appended> {
  throw new Error('not built yet')
}
/** The same for a few samples that are at hand. */
export async function appendSamples(
  _ctx: Context,
  _origin: Origin,
  _samples: readonly { labels: Labels; at: number; value: number }[],
): Promise<Appended> {
  throw new Error('not built yet')
}

/** Series that fit every matcher, of the organisations that the actor may read (`organisationId`: of that one only), with their samples. */
export async function select(_ctx: Context, _matchers: readonly Matcher[], _span: Span, _organisationId?: string): Promise<Found[]> {
  throw new Error('not built yet')
}
/** Labels of series that fit and have samples in the span; at most `limit`. */
export async function labelsOf(_ctx: Context, _matchers: readonly (readonly Matcher[])[], _span: Span, _limit: number): Promise<Labels[]> {
  throw new Error('not built yet')
}
