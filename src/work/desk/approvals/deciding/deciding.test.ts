/** Who decides and what follows from it, for whatever plan. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Mode } from '../contract.ts'
import { fewest, neededOf, seatsFor, standingOf, substitutesFor } from './rules.ts'

const mode = fc.oneof(
  fc.constant<Mode>({ kind: 'any' }),
  fc.constant<Mode>({ kind: 'all' }),
  fc.integer({ min: 1, max: 5 }).map((count): Mode => ({ kind: 'share', count })),
  fc.integer({ min: 1, max: 100 }).map((percent): Mode => ({ kind: 'share', percent })),
)
const ids = (max: number) => fc.uniqueArray(fc.integer({ min: 0, max: 12 }).map(String), { maxLength: max })
const seatsOf = (list: readonly string[]) => list.map((seatId) => ({ seatId, lead: false }))

describe('the rules', () => {
  test('the order of decisions does not matter', () => {
    fc.assert(
      fc.property(mode, ids(6), fc.array(fc.boolean(), { minLength: 6, maxLength: 6 }), fc.infiniteStream(fc.nat()), (m, who, said, dice) => {
        const votes = who.map((seatId, at) => ({ seatId, yes: said[at] ?? true }))
        const order = [...votes].map((vote) => ({ vote, key: dice.next().value as number })).sort((a, b) => a.key - b.key)
        expect(
          standingOf(
            m,
            seatsOf(who),
            order.map(({ vote }) => vote),
          ),
        ).toBe(standingOf(m, seatsOf(who), votes))
      }),
    )
  })
  test('one refusal stays a refusal, whatever is said before or after it', () => {
    fc.assert(
      fc.property(mode, fc.uniqueArray(fc.nat(9).map(String), { minLength: 1, maxLength: 6 }), fc.nat(5), (m, who, at) => {
        const no = who[at % who.length] ?? '0'
        for (let count = 0; count <= who.length; count++) {
          const votes = who.slice(0, count).map((seatId) => ({ seatId, yes: seatId !== no }))
          const all = votes.some(({ seatId }) => seatId === no) ? votes : [...votes, { seatId: no, yes: false }]
          expect(standingOf(m, seatsOf(who), all)).toBe('refused')
        }
      }),
    )
  })
  test('it is approved at exactly the asked number of yeses, never before', () => {
    fc.assert(
      fc.property(mode, fc.uniqueArray(fc.nat(20).map(String), { minLength: 1, maxLength: 12 }), (m, who) => {
        fc.pre(who.length >= fewest(m))
        const yes = (count: number) => who.slice(0, count).map((seatId) => ({ seatId, yes: true }))
        const needed = neededOf(m, who.length)
        expect(needed).toBeGreaterThanOrEqual(1)
        expect(needed).toBeLessThanOrEqual(who.length)
        expect(standingOf(m, seatsOf(who), yes(needed - 1))).toBe('open')
        expect(standingOf(m, seatsOf(who), yes(needed))).toBe('approved')
      }),
    )
    expect(neededOf({ kind: 'share', percent: 60 }, 5)).toBe(3)
    expect(neededOf({ kind: 'share', percent: 60 }, 3)).toBe(2)
    expect(neededOf({ kind: 'share', count: 2 }, 3)).toBe(2)
  })
  test('a voice without a seat says nothing; a lead who was passed the step decides alone', () => {
    expect(standingOf({ kind: 'any' }, seatsOf(['a']), [{ seatId: 'x', yes: true }])).toBe('open')
    expect(standingOf({ kind: 'any' }, seatsOf(['a']), [{ seatId: 'x', yes: false }])).toBe('open')
    const passed = [...seatsOf(['a', 'b']), { seatId: 'l', lead: true }]
    expect(standingOf({ kind: 'all' }, passed, [{ seatId: 'a', yes: true }])).toBe('open')
    expect(standingOf({ kind: 'all' }, passed, [{ seatId: 'l', yes: true }])).toBe('approved')
  })
  test('who asks, benefits or decided before has no seat and sits in for nobody', () => {
    fc.assert(
      fc.property(mode, fc.boolean(), ids(6), ids(4), ids(4), ids(3), ids(3), (m, mayRepeat, named, leads, administrators, excluded, before) => {
        const seating = { named, fallback: [leads, administrators], excluded, before }
        const seats = seatsFor({ mode: m }, mayRepeat, seating)
        const out = [...excluded, ...(mayRepeat ? [] : before)]
        expect(seats.filter((id) => out.includes(id))).toEqual([])
        expect(new Set(seats).size).toBe(seats.length)
        // Enough of them, or none: then it is refused rather than approved by fewer.
        expect(seats.length === 0 || seats.length >= fewest(m)).toBe(true)
        const instead = substitutesFor(seats, new Map(seats.map((id) => [id, [...excluded, ...before, ...leads]])), seating, mayRepeat)
        expect(instead.filter(({ personId }) => out.includes(personId) || seats.includes(personId))).toEqual([])
      }),
    )
  })
})
