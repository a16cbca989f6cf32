/** What hides what: against the definition for any graph, and minute by minute for any tree, order of failure and moment of asking. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Because } from '#record/norms/series/contract.ts'
import { type Deed, look, type Standing, unseen } from '#record/norms/standing/rules.ts'
import { saw } from '../evaluating/rules.ts'
import type { Outcome } from '../looking/reads.ts'
import { behind, hiddenBy, needsOf, type Reach, type Way, waysOf } from './rules.ts'

const minute = 60_000
const uplink = (to: number, through: number): Way => ({ to, through, kind: 'connectsTo', groupId: null, needed: null })
const broken: Reach = { verdict: 'broken', since: 0, seenAt: 0 }
const reachOf = (silent: readonly number[]) => new Map(silent.map((one) => [one, broken]))

describe('hidden', () => {
  const ways = (size: number) =>
    fc.array(
      fc.record({
        to: fc.nat(size - 1),
        through: fc.nat(size - 1),
        kind: fc.constantFrom('dependsOn', 'runsOn', 'connectsTo'),
        groupId: fc.constantFrom(null, null, 1),
        needed: fc.constant(1),
      }),
      { maxLength: 40 },
    )
  const worlds = fc.integer({ min: 2, max: 12 }).chain((size) =>
    fc.record({
      ways: ways(size).map((all) => all.filter(({ to, through }) => to !== through)),
      silent: fc.uniqueArray(fc.nat(size - 1), { minLength: 1, maxLength: size }),
    }),
  )
  /** What is down when these are silent: again and again, until nothing more is. */
  function oracle(all: readonly Way[], silent: readonly number[]): Set<number> {
    const down = new Set(silent)
    const needs = [...needsOf(all)]
    for (;;) {
      const before = down.size
      for (const [item, of] of needs) if (of.some(({ through, needed }) => through.filter((way) => !down.has(way)).length < needed)) down.add(item)
      if (down.size === before) return down
    }
  }
  test('what is hidden or speaks is what is down, whatever hangs together with what; something always speaks', () => {
    fc.assert(
      fc.property(worlds, ({ ways, silent }) => {
        const hidden = hiddenBy(waysOf(needsOf(ways)), reachOf(silent))
        const speaking = silent.filter((one) => !hidden.has(one))
        expect(speaking.length).toBeGreaterThan(0)
        expect(new Set([...hidden.keys(), ...speaking])).toEqual(oracle(ways, silent))
        // What hides speaks itself.
        for (const cause of hidden.values()) expect(speaking).toContain(cause)
      }),
      { numRuns: 2000 },
    )
  })
  test('of two uplinks one is enough; a circle has one that speaks; what shows that it answers is not hidden', () => {
    const two = waysOf(needsOf([uplink(3, 1), uplink(3, 2), uplink(4, 3)]))
    expect(hiddenBy(two, reachOf([1]))).toEqual(new Map())
    expect([...hiddenBy(two, reachOf([1, 2])).keys()]).toEqual([3, 4])
    const ring = waysOf(needsOf([uplink(1, 2), uplink(2, 3), uplink(3, 1)]))
    expect(hiddenBy(ring, reachOf([1, 2, 3])).size).toBe(2)
    const one = waysOf(needsOf([uplink(2, 1), uplink(3, 2)]))
    const answering = new Map<number, Reach>([...reachOf([1]), [2, { verdict: 'met', since: 0, seenAt: 5 }]])
    expect(hiddenBy(one, answering)).toEqual(new Map())
    expect(
      behind(
        one,
        new Map([
          [1, 60],
          [2, 300],
        ]),
      ),
    ).toEqual(
      new Map([
        [2, 60],
        [3, 300],
      ]),
    )
  })
  test('100,000 items in a chain and 100,000 behind one', () => {
    const chain = Array.from({ length: 100_000 }, (_, at) => uplink(at + 1, at))
    const star = Array.from({ length: 100_000 }, (_, at) => uplink(200_001 + at, 100_000))
    expect(hiddenBy(waysOf(needsOf([...chain, ...star])), reachOf([0])).size).toBe(200_000)
  })
})

/** A network of which each item is asked at its own pace, each at its own second, and that is looked at every half a minute. */
interface World {
  parents: readonly number[]
  /** Minutes between two times that each is asked. */
  every: readonly number[]
  /** Second in which each is asked. */
  asked: readonly number[]
  /** How long each takes to notice, in seconds: what is below may fall silent first. */
  late: readonly number[]
  fails: number
  /** In minutes. */
  lasts: number
  /** Until what is below answers again after its parent does, in seconds. */
  slow: number
  /** What is below and never comes back. */
  stays?: number
}
const worlds = fc.integer({ min: 2, max: 14 }).chain((size) =>
  fc.record({
    parents: fc.tuple(...Array.from({ length: size - 1 }, (_, at) => fc.nat(at))),
    every: fc.array(fc.integer({ min: 1, max: 5 }), { minLength: size, maxLength: size }),
    asked: fc.array(fc.nat(59), { minLength: size, maxLength: size }),
    late: fc.array(fc.nat(20), { minLength: size, maxLength: size }),
    fails: fc.nat(size - 1),
    lasts: fc.integer({ min: 18, max: 40 }),
    slow: fc.nat(50),
  }),
) as fc.Arbitrary<World>

function run({ parents, every, asked, late, fails, lasts, slow, stays }: World): { item: number; deed: Deed }[] {
  const size = parents.length + 1
  const ways = waysOf(needsOf(parents.map((parent, at) => uplink(at + 1, parent))))
  const below = new Set([fails, ...behind(ways, new Map([[fails, 1]])).keys()])
  const [from, until] = [10 * minute, (10 + lasts) * minute]
  const answers = (item: number, at: number) =>
    !below.has(item) || at < from + (late[item] ?? 0) * 1000 || (item !== stays && at >= until + (item === fails ? 0 : slow * 1000))
  const standings: Standing[] = Array.from({ length: size }, () => unseen)
  const becauses: (Because | undefined)[] = Array.from({ length: size })
  let reach = new Map<number, Reach>()
  const deeds: { item: number; deed: Deed }[] = []
  const waits = behind(ways, new Map(every.entries()))
  for (let now = 2 * minute; now < until + 40 * minute; now += minute / 2) {
    const outcomes: Outcome[] = asked.map((second, item) => {
      const round = (every[item] ?? 1) * minute
      const newest = Math.floor((now - second * 1000) / round) * round + second * 1000
      return { verdict: answers(item, newest) ? 'met' : 'broken', observed: { facts: [], missing: [], stale: [], unusable: null }, newest }
    })
    reach = new Map(
      outcomes.map(({ verdict, newest }, item) => {
        const before = reach.get(item)
        return [item, { verdict, since: before?.verdict === verdict ? before.since : now, seenAt: newest }]
      }),
    )
    const hidden = hiddenBy(ways, reach)
    for (const [item, outcome] of outcomes.entries()) {
      const cause = hidden.get(item)
      const hides = cause === undefined ? undefined : { itemId: String(cause), number: String(cause), name: '' }
      const grace = waits.has(item) ? ((waits.get(item) ?? 0) * 2 + 0.5) * minute : 0
      const again = (every[item] ?? 1) * minute
      const said = saw(outcome, { now, hides, because: becauses[item], maintenance: undefined, grace, again })
      becauses[item] = said.observed.because
      const after = look(standings[item] ?? unseen, said.verdict, now, { holdOff: said.grace ?? 0, recovery: 0 }, said.hushed)
      standings[item] = after.standing
      deeds.push(...after.deeds.map((deed) => ({ item, deed })))
    }
  }
  return deeds
}
/** Asked just after what it is reached through answers, and still starting: the next time it is asked comes after what it waits for that to speak. */
const starting: World[] = [
  { parents: [0, 1, 0, 0, 0], every: [1, 1, 4, 1, 1, 1], asked: [0, 0, 1, 0, 0, 0], late: [0, 0, 0, 0, 0, 0], fails: 1, lasts: 18, slow: 2 },
  { parents: [0, 0, 0], every: [1, 1, 1, 5], asked: [0, 0, 0, 1], late: [0, 0, 0, 0], fails: 0, lasts: 35, slow: 2 },
]
test('whatever falls silent first, what fails is one alarm and its return one, and nothing below it speaks', () => {
  fc.assert(
    fc.property(worlds, (world) => {
      expect(run(world).map(({ item, deed }) => [item, deed.deed])).toEqual([
        [world.fails, 'open'],
        [world.fails, 'end'],
      ])
    }),
    { numRuns: 500, examples: starting.map((world) => [world]) },
  )
})
test('what does not come back with it speaks for itself, after it', () => {
  fc.assert(
    fc.property(worlds, fc.nat(13), (world, which) => {
      // Of what hangs on it and has nothing below it: what is below something silent is hidden again.
      const leaves = world.parents.flatMap((parent, at) => (parent === world.fails && !world.parents.includes(at + 1) ? at + 1 : []))
      const stays = leaves[which % leaves.length]
      fc.pre(stays !== undefined)
      expect(run({ ...world, stays }).map(({ item, deed }) => [item, deed.deed])).toEqual([
        [world.fails, 'open'],
        [world.fails, 'end'],
        [stays, 'open'],
      ])
    }),
    { numRuns: 300 },
  )
})
