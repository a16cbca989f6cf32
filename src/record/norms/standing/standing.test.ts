/** Hold-off, recovery, flapping and unknown: no deviation lost or doubled, however and however often it is looked at. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Verdict } from '../conditions/rules.ts'
import { type Deed, dueOf, look, type Standing, unseen } from './rules.ts'

const minute = 60_000
interface Seen {
  at: number
  verdict: Verdict
}
interface Deviation {
  from: number
  opened: number
  until: number | null
  ended: number | null
}

/** Another way to count: every minute, from what was seen until then. */
function minuteByMinute(seen: readonly Seen[], holdOff: number, recovery: number, end: number): Deviation[] {
  const all: Deviation[] = []
  const verdicts: (Verdict | null)[] = []
  for (let now = 0; now <= end; now++) {
    verdicts.push(seen.findLast(({ at }) => at <= now)?.verdict ?? null)
    const open = all.at(-1)?.ended === null ? all.at(-1) : undefined
    const back = (is: (verdict: Verdict | null) => boolean) => {
      let first = now
      while (first > 0 && is(verdicts[first - 1] ?? null)) first--
      return first
    }
    if (!open && verdicts[now] === 'broken') {
      const from = verdicts.indexOf(
        'broken',
        back((verdict) => verdict !== 'met'),
      )
      if (now - from >= holdOff) all.push({ from, opened: now, until: null, ended: null })
    }
    if (open && verdicts[now] === 'met') {
      const until = back((verdict) => verdict === 'met')
      const flaps = all.filter(({ opened }) => opened > open.opened - 60 && opened <= open.opened).length >= 3
      if (now - until >= (flaps ? Math.max(recovery, 60) : recovery)) Object.assign(open, { until, ended: now })
    }
  }
  return all
}

function toDeviations(deeds: readonly Deed[]): Deviation[] {
  const all: Deviation[] = []
  for (const deed of deeds) {
    const last = all.at(-1)
    if (deed.deed === 'open') {
      expect(last === undefined || last.ended !== null, 'one at a time').toBe(true)
      all.push({ from: deed.from / minute, opened: deed.at / minute, until: null, ended: null })
    } else {
      expect(last?.ended, 'ends what is open').toBeNull()
      Object.assign(last ?? {}, { until: deed.until / minute, ended: deed.at / minute })
    }
  }
  return all
}

const end = 400
const seenInTime = fc
  .uniqueArray(fc.record({ at: fc.integer({ min: 0, max: end }), verdict: fc.constantFrom<Verdict[]>('met', 'broken', 'unknown') }), {
    selector: ({ at }) => at,
    maxLength: 60,
  })
  .map((all) => all.toSorted((one, other) => one.at - other.at))

test('as a count minute by minute gives it, with any looks in between, late, early and twice', () => {
  const looks = fc.array(fc.record({ at: fc.integer({ min: 0, max: end }), early: fc.integer({ min: 0, max: 30 }) }), { maxLength: 40 })
  fc.assert(
    fc.property(seenInTime, looks, fc.integer({ min: 0, max: 20 }), fc.integer({ min: 0, max: 20 }), (seen, looks, holdOff, recovery) => {
      const pace = { holdOff: holdOff * minute, recovery: recovery * minute }
      let standing: Standing = unseen
      const deeds: Deed[] = []
      const see = (verdict: Verdict, at: number) => {
        const after = look(standing, verdict, at * minute, pace)
        standing = after.standing
        deeds.push(...after.deeds)
      }
      // A look between two observations finds what was observed last; its own moment may lie before that of who was first.
      for (let now = 0; now <= end; now++) {
        const fresh = seen.find(({ at }) => at === now)
        if (fresh) see(fresh.verdict, now)
        const verdict = standing.verdict
        if (verdict) for (const { early } of looks.filter(({ at }) => at === now)) see(verdict, now - early)
      }
      if (standing.verdict) see(standing.verdict, end)
      expect(toDeviations(deeds)).toEqual(minuteByMinute(seen, holdOff, recovery, end))
    }),
    { numRuns: 400 },
  )
})

test('who looks exactly when something is due misses nothing, and is due no more', () => {
  fc.assert(
    fc.property(seenInTime, fc.integer({ min: 0, max: 20 }), fc.integer({ min: 0, max: 20 }), (seen, holdOff, recovery) => {
      const pace = { holdOff: holdOff * minute, recovery: recovery * minute }
      let standing: Standing = unseen
      for (const { at, verdict } of seen) {
        const due = dueOf(standing, pace)
        if (due !== null && due < at * minute && standing.verdict) {
          const after = look(standing, standing.verdict, due, pace)
          expect(after.deeds).toHaveLength(1)
          expect(dueOf(after.standing, pace)).toBeNull()
          standing = after.standing
        }
        standing = look(standing, verdict, at * minute, pace).standing
      }
    }),
  )
})

test('flapping every minute is a handful of deviations, and unknown ends nothing', () => {
  let standing: Standing = unseen
  const deeds: Deed[] = []
  const see = (verdict: Verdict, at: number) => {
    const after = look(standing, verdict, at * minute, { holdOff: 0, recovery: 0 })
    standing = after.standing
    deeds.push(...after.deeds)
  }
  for (let at = 0; at < 600; at++) see(at % 2 === 0 ? 'broken' : 'met', at)
  expect(deeds.filter(({ deed }) => deed === 'open')).toHaveLength(3)
  see('unknown', 620)
  see('unknown', 900)
  expect(standing.open).toMatchObject({ flapping: true })
  see('met', 901)
  see('met', 961)
  expect(standing.open).toBeNull()
  expect(deeds.at(-1)).toEqual({ deed: 'end', until: 901 * minute, at: 961 * minute })
})
