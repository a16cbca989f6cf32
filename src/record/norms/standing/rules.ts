/**
 * When a broken expectation becomes a deviation, and when that ends. Only what is shown broken opens one, and only what is shown right ends it:
 * unknown does neither. Moments are in milliseconds; pure.
 */
import type { Verdict } from '../conditions/rules.ts'

export interface Pace {
  /** How long it must be broken before it counts. */
  holdOff: number
  /** How long it must be right again before it is over. */
  recovery: number
}
export interface Standing {
  verdict: Verdict | null
  /** When it was last looked at. */
  at: number
  /** While there is no deviation: since when it is broken, with nothing that showed it right in between. */
  brokenSince: number | null
  /** While there is one: since when it is shown right. */
  rightSince: number | null
  open: { from: number; flapping: boolean } | null
  /** When deviations opened in the last hour before the newest. */
  opened: readonly number[]
}
export type Deed = { deed: 'open'; from: number; at: number; flapping: boolean } | { deed: 'end'; until: number; at: number }

/** Nothing opens for now. `until`: in milliseconds, from when on it counts when it is still broken then; null: from when it is looked at again. */
export interface Hushed {
  until: number | null
}

export const unseen: Standing = { verdict: null, at: 0, brokenSince: null, rightSince: null, open: null, opened: [] }
const hour = 3_600_000
/** What opens this often within an hour stays open until it was right for an hour. */
const oftenEnough = 3

const recoveryOf = ({ open }: Standing, { recovery }: Pace) => (open?.flapping ? Math.max(recovery, hour) : recovery)

/** When something will happen if nothing changes; null: never. */
export function dueOf(standing: Standing, pace: Pace): number | null {
  const { open, verdict, brokenSince, rightSince } = standing
  if (!open) return verdict === 'broken' && brokenSince !== null ? Math.max(brokenSince + pace.holdOff, standing.at) : null
  return verdict === 'met' && rightSince !== null ? Math.max(rightSince + recoveryOf(standing, pace), standing.at) : null
}

/** What happened by itself with the verdict as it is. However late somebody looks, it comes out the same. */
function pass(standing: Standing, pace: Pace, isDue: (due: number) => boolean): { standing: Standing; deeds: Deed[] } {
  const due = dueOf(standing, pace)
  if (due === null || !isDue(due)) return { standing, deeds: [] }
  const { open, brokenSince, rightSince, opened } = standing
  if (open) {
    const until = rightSince ?? due
    return { standing: { ...standing, open: null, rightSince: null, brokenSince: null }, deeds: [{ deed: 'end', until, at: due }] }
  }
  const from = brokenSince ?? due
  const lately = [...opened.filter((at) => at > due - hour), due]
  const flapping = lately.length >= oftenEnough
  return {
    standing: { ...standing, open: { from, flapping }, brokenSince: null, rightSince: null, opened: lately },
    deeds: [{ deed: 'open', from, at: due, flapping }],
  }
}

/** It was looked at and came out like this. A look that began before the last one counts as at the same moment. */
export function look(before: Standing, verdict: Verdict, moment: number, pace: Pace, hushed?: Hushed): { standing: Standing; deeds: Deed[] } {
  const at = Math.max(moment, before.at)
  // What counts from a moment that was still to come was not seen broken since: nothing happened by itself.
  const waits = !before.open && (hushed !== undefined || (before.brokenSince ?? 0) > before.at)
  // What was due at this very moment is decided by what is seen now.
  const passed = waits ? { standing: before, deeds: [] } : pass(before, pace, (due) => due < at)
  const { open, rightSince } = passed.standing
  const now: Standing = {
    ...passed.standing,
    verdict,
    at,
    brokenSince: open ? null : brokenSince(passed.standing, verdict, at, hushed),
    rightSince: open && verdict === 'met' ? (rightSince ?? at) : null,
  }
  const after = hushed && !open ? { standing: now, deeds: [] } : pass(now, pace, (due) => due <= at)
  return { standing: after.standing, deeds: [...passed.deeds, ...after.deeds] }
}
function brokenSince(before: Standing, verdict: Verdict, at: number, hushed: Hushed | undefined): number | null {
  if (verdict === 'met') return null
  if (hushed) return verdict === 'broken' ? hushed.until : null
  return before.brokenSince === null ? (verdict === 'broken' ? at : null) : Math.min(before.brokenSince, at)
}
