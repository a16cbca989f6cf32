/** What is said of an item under an expectation, given how it came out, what hides it, and what is kept quiet. Pure. */
import type { Observed } from '#record/norms/contract.ts'
import type { Because } from '#record/norms/series/contract.ts'
import type { Saw } from '#record/norms/series/series.ts'
import type { Outcome } from '../looking/reads.ts'

export interface Around {
  now: number
  /** What hides it now. */
  hides: Omit<Because, 'rightAt'> | undefined
  /** Why nothing could be said when it was last looked at. */
  because: Because | undefined
  /** Until when it is in maintenance, in milliseconds. */
  maintenance: number | undefined
  /** Milliseconds that what it is reached through has to speak first. */
  grace: number
  /** Milliseconds within which it is asked again. */
  again: number
}
const nothing: Observed = { facts: [], missing: [], stale: [], unusable: null }
/** Of what never says anything again it is not said for ever that it is being checked: so long, or until it was to be asked three times. */
const longest = 15 * 60_000

/**
 * Hidden: not known. What was hidden is not known until a sample of after it came right says that it is right too, or until it had a whole round more
 * to come up: what is only just reached again may still be starting the first time that it is asked.
 */
export function saw(outcome: Outcome, { now, hides, because, maintenance, grace, again }: Around): Saw {
  if (hides) return { verdict: 'unknown', observed: { ...nothing, because: { ...hides, rightAt: null } }, evidenceAt: null, hushed: { until: null } }
  if (because) {
    const rightAt = because.rightAt === null ? now : Date.parse(because.rightAt)
    const counts = outcome.verdict === 'met' ? rightAt : rightAt + again
    if ((outcome.newest ?? 0) <= counts && now - rightAt < Math.max(longest, again * 3))
      return {
        ...{ verdict: 'unknown', observed: { ...nothing, because: { ...because, rightAt: new Date(rightAt).toISOString() } } },
        ...{ evidenceAt: null, hushed: { until: null } },
      }
  }
  const { verdict, observed } = outcome
  if (maintenance === undefined) return { verdict, observed, evidenceAt: null, grace }
  return {
    verdict,
    observed: { ...observed, maintenance: new Date(maintenance).toISOString() },
    evidenceAt: null,
    grace,
    hushed: { until: maintenance },
  }
}

/** Where in its interval an expectation is looked at: the same place always, others in others. In milliseconds. */
export function phaseOf(id: string, every: number): number {
  let hash = 0
  for (let at = 0; at < id.length; at++) hash = (hash * 31 + id.charCodeAt(at)) >>> 0
  return hash % every
}
/** The next moment after `now` at that place. */
export function nextOf(id: string, every: number, now: number): number {
  const phase = phaseOf(id, every)
  return Math.floor((now - phase) / every) * every + every + phase
}
