/** When, if, do: the decision for any rules over any history. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Condition, ConditionGroup } from '../../conditions/contract.ts'
import { type Facts, holds } from '../../conditions/rules.ts'
import type { When } from '../contract.ts'
import { awaits, consider, deepest, fill, mostAnHour, type Occasion } from '../rules.ts'

/** A case of four fields, rules over them, and a history: a model small enough to run thousands of times. */
type Model = { priority: string; teamId: string | null; state: string; kind: string }
type Set = Partial<Model>
interface ModelRule {
  when: When
  condition: ConditionGroup
  set: Set
  stop: boolean
}
const priority = fc.constantFrom('low', 'normal', 'high')
const state = fc.constantFrom<'new' | 'inProgress' | 'waiting'>('new', 'inProgress', 'waiting')
const condition: fc.Arbitrary<Condition> = fc.oneof(
  fc.record({
    field: fc.constant('priority' as const),
    op: fc.constantFrom('is' as const, 'isNot' as const),
    value: fc.uniqueArray(priority, { minLength: 1 }),
  }),
  fc.record({
    field: fc.constant('state' as const),
    op: fc.constantFrom('is' as const, 'isNot' as const),
    value: fc.uniqueArray(state, { minLength: 1 }),
  }),
)
const match = fc.constantFrom('all' as const, 'any' as const, 'none' as const)
const group: fc.Arbitrary<ConditionGroup> = fc.record({
  match,
  conditions: fc.array(condition, { maxLength: 3 }),
  groups: fc.array(fc.record({ match, conditions: fc.array(condition, { minLength: 1, maxLength: 2 }) }), { maxLength: 2 }),
})
const when: fc.Arbitrary<When> = fc.oneof(
  fc.record({ event: fc.constant('opened' as const) }),
  fc.record({ event: fc.constant('moved' as const), to: fc.uniqueArray(state) }),
  fc.constantFrom<When>({ event: 'changed' }, { event: 'changed', fields: ['priority'] }),
  fc.record({ event: fc.constant('assigned' as const) }),
)
const set: fc.Arbitrary<Set> = fc.oneof(
  fc.record({ priority }),
  fc.record({ state }),
  fc.record({ teamId: fc.constantFrom<string | null>('a', 'b', null) }),
)
const rules: fc.Arbitrary<ModelRule[]> = fc.array(fc.record({ when, condition: group, set, stop: fc.boolean() }), { maxLength: 8 })
const history: fc.Arbitrary<Set[]> = fc.array(set, { maxLength: 12 })

/** Runs a history under rules, as the engine does: events in order, each rule once per event, causes carried along. */
function run(all: readonly ModelRule[], steps: readonly Set[]) {
  let model: Model = { priority: 'normal', teamId: null, state: 'new', kind: 'incident' }
  const queue: { occasion: Occasion; depth: number }[] = [{ occasion: { event: 'opened', key: '0' }, depth: 0 }]
  const fired: string[] = []
  const counts = new Map<number, number>()
  const paused = new Set<number>()
  let events = 1
  const change = (to: Set, depth: number) => {
    const after = { ...model, ...to }
    const key = String(events)
    if (after.state !== model.state) queue.push({ occasion: { event: 'moved', key, to: after.state }, depth })
    else if (after.teamId !== model.teamId) queue.push({ occasion: { event: 'assigned', key }, depth })
    else if (after.priority !== model.priority) queue.push({ occasion: { event: 'changed', key, fields: ['priority'] }, depth })
    else return
    events += 1
    model = after
  }
  let looked = 0
  const drain = () => {
    for (let next = queue.shift(); next; next = queue.shift()) {
      for (const [at, rule] of all.entries()) {
        looked += 1
        if (looked > 100_000) throw new Error('it goes on for ever')
        if (paused.has(at)) continue
        const verdict = consider(rule, next.occasion, model as unknown as Facts, next.depth, counts.get(at) ?? 0)
        if (verdict === 'tooDeep' || verdict === 'tooOften') paused.add(at)
        if (verdict !== 'fires') continue
        fired.push(`${at} ${next.occasion.key} ${next.depth}`)
        counts.set(at, (counts.get(at) ?? 0) + 1)
        change(rule.set, next.depth + 1)
        if (rule.stop) break
      }
    }
  }
  drain()
  for (const step of steps) {
    change(step, 0)
    drain()
  }
  return { fired, model, events }
}

describe('for any rules over any history', () => {
  test('it ends, gives the same each time, and no rule fires twice for one event', () => {
    fc.assert(
      fc.property(rules, history, (all, steps) => {
        const one = run(all, steps)
        expect(run(all, steps)).toEqual(one)
        const keys = one.fired.map((line) => line.split(' ').slice(0, 2).join(' '))
        expect(new Set(keys).size).toBe(keys.length)
        for (const line of one.fired) expect(Number(line.split(' ')[2])).toBeLessThan(deepest)
        // Within one hour of one case.
        expect(one.fired.length).toBeLessThanOrEqual(all.length * mostAnHour)
      }),
      { numRuns: 2000 },
    )
  })
  test('what holds is what a plain reading of the conditions says', () => {
    const facts = fc.record({ priority, state })
    fc.assert(
      fc.property(group, facts, (conditions, known) => {
        const one = ({ field, op, value }: Condition) =>
          (value as string[]).includes(known[field as 'priority' | 'state']) ? op === 'is' : op === 'isNot'
        const of = (how: string, held: boolean[]) => {
          const yes = held.filter(Boolean).length
          return how === 'all' ? yes === held.length : how === 'none' ? yes === 0 : held.length === 0 || yes > 0
        }
        const expected = of(conditions.match, [
          ...conditions.conditions.map(one),
          ...conditions.groups.map((inner) => of(inner.match, inner.conditions.map(one))),
        ])
        expect(holds(conditions, known)).toBe(expected)
      }),
      { numRuns: 1000 },
    )
  })
  test('only what it waits for; texts are filled with what is known', () => {
    expect(awaits({ event: 'moved', to: ['waiting'] }, { event: 'moved', key: 'x', to: 'solved' })).toBe(false)
    expect(awaits({ event: 'changed', fields: ['priority'] }, { event: 'changed', key: 'x', fields: ['title'] })).toBe(false)
    expect(fill('{number}: {reporter} {unknown}', { number: 'C-1', reporter: '{number}' })).toBe('C-1: {number} {unknown}')
  })
})
