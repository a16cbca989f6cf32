/** Checks in memory, as the schedule takes them from the database elsewhere: what is due, each at its own place in its interval. Pure but for what it keeps. */

import type { Secret } from '../../../checks/kinds/contract.ts'
import type { Due } from '../../../checks/schedule/store.ts'
import type { Assigned } from '../../contract.ts'

interface Kept extends Due {
  given: Secret
  everyMs: number
  spread: number
  dueAt: number
  busy: boolean
}
export interface Round {
  /** From now on these, and no others. Those that were there keep their time. */
  becomes(checks: readonly Assigned[], now: number): void
  claim(now: number, slow: boolean, most: number): Due[]
  /** It was asked: how it stood, and whether it took long. */
  done(id: string, slow: boolean): void
  giveBack(ids: readonly string[], now: number, slow?: boolean): void
  secretOf(id: string): Secret | undefined
  size(): number
}
/** The first moment after `now` at its place in its interval. */
export const nextAt = (now: number, everyMs: number, spread: number): number => (Math.floor(now / everyMs - spread) + 1 + spread) * everyMs

export function round(): Round {
  let all = new Map<string, Kept>()
  return {
    becomes(checks, now) {
      const before = all
      all = new Map(
        checks.map(({ id, what, secret, everySeconds, timeoutSeconds, spread, askedSince }) => {
          const known = before.get(id)
          const everyMs = everySeconds * 1000
          const of = { id, organisationId: '', itemId: '', itemNumber: 0, questionId: '', kind: what.kind, name: '', what, secret: null }
          const stands = { state: known?.state ?? ('unknown' as const), slow: known?.slow ?? false, beatAt: null, askedSince, claimedUntil: '' }
          const dueAt = known && known.everyMs === everyMs && known.spread === spread ? known.dueAt : nextAt(now, everyMs, spread)
          return [id, { ...of, ...stands, timeoutSeconds, given: secret, everyMs, spread, dueAt, busy: known?.busy ?? false }]
        }),
      )
    },
    claim(now, slow, most) {
      const due = [...all.values()].filter((one) => !one.busy && one.slow === slow && one.dueAt <= now)
      const mine = due.sort((one, other) => one.dueAt - other.dueAt).slice(0, most)
      for (const one of mine) {
        one.busy = true
        one.dueAt = nextAt(now, one.everyMs, one.spread)
      }
      return mine
    },
    done(id, slow) {
      const one = all.get(id)
      if (one) Object.assign(one, { busy: false, slow })
    },
    giveBack(ids, now, slow) {
      for (const id of ids) {
        const one = all.get(id)
        if (one) Object.assign(one, { busy: false, dueAt: now, ...(slow !== undefined && { slow }) })
      }
    },
    secretOf: (id) => all.get(id)?.given,
    size: () => all.size,
  }
}
