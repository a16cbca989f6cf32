/** The worst series counts; hysteresis against a count step by step. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { SeriesCondition } from '#record/norms/series/contract.ts'
import { changedBy, namesOf, overThreshold } from './rules.ts'

const of = <K extends SeriesCondition['kind']>(kind: K, more: object) =>
  SeriesCondition.parse({ kind, query: 'x', ...more }) as Extract<SeriesCondition, { kind: K }>
const disk = (mountpoint: string, value: number) => ({ labels: { item: 'I-1', mountpoint }, value })

test('hysteresis: wrong from the limit on, until past the value at which it is over', () => {
  const condition = of('threshold', { op: '>', value: 90, clearAt: 80 })
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 70, max: 100 }), { minLength: 1, maxLength: 60 }), (values) => {
      let [wrong, names]: [boolean, string[]] = [false, []]
      for (const value of values) {
        wrong = wrong ? value > 80 : value > 90
        const { verdict, observed } = overThreshold(condition, [disk('/', value)], (name) => names.includes(name))
        expect(verdict).toBe(wrong ? 'broken' : 'met')
        names = verdict === 'broken' ? (observed.series ?? []).map(({ name }) => name) : []
      }
    }),
  )
})
test('of several disks the full one counts and is named; each has its own hysteresis', () => {
  const condition = of('threshold', { op: '>', value: 90, clearAt: 80, unit: '%' })
  const { verdict, observed } = overThreshold(condition, [disk('/', 85), disk('/var', 95)], (name) => name === 'mountpoint="/var"')
  expect(verdict).toBe('broken')
  expect(observed.series).toEqual([{ name: 'mountpoint="/var"', value: 95, limit: 90, unit: '%' }])
  expect(overThreshold(condition, [], () => true).verdict).toBe('unknown')
  expect(overThreshold(condition, [disk('/', Number.NaN)], () => true).verdict).toBe('unknown')
  const many = Array.from({ length: 100 }, (_, at) => disk(String(at), 99))
  expect(overThreshold(condition, many, () => false).observed).toMatchObject({ more: 80 })
})
test('only a series that says whether something answers is told so', () => {
  const answers = (query: string, value: number, rest = {}) => {
    const condition = SeriesCondition.parse({ kind: 'threshold', query, op: '<', value: 1, ...rest })
    if (condition.kind !== 'threshold') throw new Error()
    return overThreshold(condition, [{ labels: {}, value }], () => false).observed.series?.[0]?.answers
  }
  expect([answers('probe_success', 0), answers('up{job="node"}', 1)]).toEqual([false, true])
  expect(answers('load1', 0)).toBeUndefined()
  expect(answers('avg(up)', 0)).toBeUndefined()
  expect(answers('up', 0, { op: '>' })).toBeUndefined()
})

test('a change is counted from then to now, in the direction asked', () => {
  const up = of('change', { minutes: 10, by: 50, direction: 'up' })
  expect(changedBy(up, [disk('/', 160)], [disk('/', 100)]).verdict).toBe('broken')
  expect(changedBy(up, [disk('/', 20)], [disk('/', 100)]).verdict).toBe('met')
  expect(changedBy(up, [disk('/', 20)], []).verdict).toBe('unknown')
  expect(changedBy(up, [disk('/', 0)], [disk('/', 0)]).verdict).toBe('met')
  expect(changedBy(of('change', { minutes: 10, by: 5, as: 'absolute' }), [disk('/', -6)], [disk('/', 0)]).verdict).toBe('broken')
})
test('names are those labels in which series of an item may differ, and never the same for two', () => {
  const labels = fc.dictionary(fc.constantFrom('instance', 'device', 'job'), fc.constantFrom('a', 'b'))
  fc.assert(
    fc.property(fc.uniqueArray(labels, { selector: (one) => JSON.stringify(Object.entries(one).sort()) }), (all) => {
      expect(new Set(namesOf(all.map((one) => ({ labels: one })))).size).toBe(all.length)
    }),
  )
})
