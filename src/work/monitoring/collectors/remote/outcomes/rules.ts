/** What came of a check, as it is sent. */
import type { Done } from '../../../checks/schedule/writing/jobs.ts'
import type { Outcome } from '../../contract.ts'

/** JSON has no NaN and no infinity: what is no number is told as null. */
export const outcomeOf = ({ due, result: { why, values, facts, durationMs }, state, slow, at }: Done): Outcome => ({
  ...{ checkId: due.id, at: at.toISOString(), state, slow, durationMs },
  why: why && { reason: why.reason, given: { ...why.given } },
  values: values.map(({ name, labels, value, at: moment }) => ({
    ...{ name, value: Number.isFinite(value) ? value : null },
    ...(labels && { labels: { ...labels } }),
    ...(moment !== undefined && { at: moment }),
  })),
  ...(facts && { facts }),
})

/** Values in one batch: a check alone may tell more, and then goes alone. */
const mostValues = 20_000
/** As they came, in pieces that are taken there: one exchange has a bound in bytes. */
export function inBatches(outcomes: readonly Outcome[]): Outcome[][] {
  const batches: Outcome[][] = []
  let values = Number.POSITIVE_INFINITY
  for (const one of outcomes) {
    if (values + one.values.length > mostValues) {
      batches.push([])
      values = 0
    }
    batches.at(-1)?.push(one)
    values += one.values.length
  }
  return batches
}
