/** Which of several sources counts. Pure: what comes out does not depend on the order in which facts come in. */
import type { Fact, NewFact, Observed } from './contract.ts'

const same = (one: Observed, other: Observed) => one.value === other.value && one.unit === other.unit

/** The first in the order of sources; of those not in it the one seen last, and of those the first by name. */
export function rankFacts(key: string, observed: readonly Observed[], sources: readonly string[]): Fact | undefined {
  const place = ({ source }: Observed) => (sources.includes(source) ? sources.indexOf(source) : sources.length)
  const sorted = [...observed].sort(
    (one, other) => place(one) - place(other) || Date.parse(other.seenAt) - Date.parse(one.seenAt) || (one.source < other.source ? -1 : 1),
  )
  const [first, ...others] = sorted
  return first && { key, ...first, conflict: others.some((other) => !same(other, first)), others }
}

export interface Report {
  at: string
  facts: { key: string; value: NewFact['value']; unit: string | null }[]
}
/** Facts by the moment they were observed, each key once: of values of one moment the greater counts, as in the database. */
export function reportsOf(facts: readonly NewFact[], now: Date): Report[] {
  const moments = new Map<string, Map<string, Report['facts'][number]>>()
  for (const { key, value, unit, observedAt } of facts) {
    const observed = observedAt === undefined ? now : new Date(observedAt)
    const at = (observed > now ? now : observed).toISOString()
    const keys = moments.get(at) ?? new Map()
    moments.set(at, keys)
    const fact = { key, value, unit: unit || null }
    const known = keys.get(key)
    if (!known || JSON.stringify([known.value, known.unit]) < JSON.stringify([value, fact.unit])) keys.set(key, fact)
  }
  return [...moments]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([at, keys]) => ({ at, facts: [...keys.values()].sort((one, other) => (one.key < other.key ? -1 : 1)) }))
}
