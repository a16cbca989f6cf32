/** Who is on call: against a walk through the turns by the clock on the wall, across changes of the clock. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { onCallAt, type Rotation, turnAt } from './rules.ts'

const zone = 'Europe/Amsterdam'
const wallIn = (at: number) =>
  new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'short' }).format(at).replace(' ', 'T')
/** By the definition: so many hand-overs have passed by the clock on the wall. */
function oracle({ personIds, starts, at, every }: Rotation, now: number): string | undefined {
  const wall = wallIn(now)
  let turn = -1
  for (
    let day = new Date(`${starts}T00:00Z`);
    `${day.toISOString().slice(0, 10)}T${at}` <= wall;
    day = new Date(day.getTime() + (every === 'week' ? 7 : 1) * 86_400_000)
  )
    turn++
  return turn < 0 ? undefined : personIds[turn % personIds.length]
}
const rotations: fc.Arbitrary<Rotation> = fc.record({
  personIds: fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd'), { minLength: 1 }),
  starts: fc.constantFrom('2026-03-01', '2026-03-23', '2026-10-19', '2026-10-25'),
  // Not within the hour that comes twice or not at all: there the clock alone does not say which.
  at: fc.constantFrom('00:00', '01:30', '08:00', '17:00', '23:59'),
  every: fc.constantFrom('day', 'week'),
})
test('it is whose turn it is by the clock on the wall', () => {
  fc.assert(
    fc.property(rotations, fc.integer({ min: Date.UTC(2026, 1, 20) / 60_000, max: Date.UTC(2026, 11, 1) / 60_000 }), (rotation, minute) => {
      expect(turnAt(rotation, zone, minute * 60_000)?.personId).toBe(oracle(rotation, minute * 60_000))
    }),
    { numRuns: 1000 },
  )
})
test('it is theirs until it says, and then of the next', () => {
  fc.assert(
    fc.property(rotations, fc.integer({ min: Date.UTC(2026, 2, 25), max: Date.UTC(2026, 10, 5) }), (rotation, now) => {
      const turn = turnAt(rotation, zone, now)
      fc.pre(turn !== undefined && turn.until !== null)
      expect(turn.until).toBeGreaterThan(now)
      expect(turnAt(rotation, zone, turn.until - 1)?.personId).toBe(turn.personId)
      expect(turnAt(rotation, zone, turn.until)?.personId).not.toBe(turn.personId)
    }),
  )
})
describe('who takes over', () => {
  const rotation: Rotation = { personIds: ['a', 'b'], starts: '2026-06-01', at: '08:00', every: 'week' }
  const schedule = { timeZone: zone, rotations: [rotation, { ...rotation, personIds: ['b', 'c'] }], overrides: [] }
  const monday = Date.UTC(2026, 5, 1, 6)
  test('the first is asked first, and nobody twice', () => {
    expect(onCallAt(schedule, monday).map(({ personId }) => personId)).toEqual(['a', 'b'])
    expect(onCallAt(schedule, monday - 1)).toEqual([])
    expect(onCallAt({ ...schedule, rotations: [rotation, rotation] }, monday)).toHaveLength(1)
  })
  test('what was said last counts, from its beginning to its end', () => {
    const day = 86_400_000
    const overrides = [
      { personId: 'c', from: monday + day, until: monday + 3 * day, madeAt: 1 },
      { personId: 'd', from: monday + 2 * day, until: monday + 3 * day, madeAt: 2 },
    ]
    const who = (at: number) => onCallAt({ ...schedule, overrides }, at)[0]
    expect(who(monday)).toEqual({ personId: 'a', until: monday + day })
    expect(who(monday + day)).toEqual({ personId: 'c', until: monday + 2 * day })
    expect(who(monday + 2 * day)).toEqual({ personId: 'd', until: monday + 3 * day })
    expect(who(monday + 3 * day)?.personId).toBe('a')
  })
})
