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
