/** What came of a check, as it is sent. */
import type { Done } from '../../../checks/schedule/writing/jobs.ts'
import { Outcome } from '../../contract.ts'

/** JSON has no NaN and no infinity: what is no number is told as null. What would not be taken there goes without its values: how it stands is told. */
export function outcomeOf(done: Done): Outcome {
  const whole = wholeOf(done)
  return Outcome.safeParse(whole).success ? whole : { ...whole, values: [], facts: [] }
}
const wholeOf = ({ due, result: { why, values, facts, durationMs }, state, slow, at }: Done): Outcome => ({
  ...{ checkId: due.id, at: at.toISOString(), state, slow, durationMs },
  why: why && { reason: why.reason, given: { ...why.given } },
  values: values.map(({ name, labels, value, at: moment }) => ({
    ...{ name, value: Number.isFinite(value) ? value : null },
    ...(labels && { labels: { ...labels } }),
    ...(moment !== undefined && { at: moment }),
  })),
  ...(facts && { facts }),
})

/** Of one batch: a check alone may tell more, and then goes alone. */
const mostValues = 20_000
const mostOutcomes = 1000
const mostCharacters = 4_000_000
/** As they came, in pieces that are taken there: one exchange has a bound in bytes. */
export function inBatches(outcomes: readonly Outcome[]): Outcome[][] {
  const batches: Outcome[][] = []
  let [values, characters] = [Number.POSITIVE_INFINITY, 0]
  for (const one of outcomes) {
    const length = JSON.stringify(one).length
    const full = values + one.values.length > mostValues || characters + length > mostCharacters || batches.at(-1)?.length === mostOutcomes
    if (full) {
      batches.push([])
      values = 0
      characters = 0
    }
    batches.at(-1)?.push(one)
    values += one.values.length
    characters += length
  }
  return batches
}
