/** PromQL against what a slow and obvious reading of it says; bounds; about which item an answer is. */
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { effort } from '#test/effort.ts'
import type { Found, Labels, Matcher, Span } from '../contract.ts'
import type { QueryError } from './contract.ts'
import { Budget, usualBounds } from './evaluating/budget/rules.ts'
import { thatFit } from './matching/rules.ts'
import { evaluate, evaluateAt, fitting, parse, selectorsOf } from './promql.ts'

const begin = 1_700_000_000_000
type Sample = readonly [at: number, value: number]
const series = (labels: Labels, samples: readonly Sample[], itemId: string | null = null): Found => ({
  labels,
  itemId,
  at: Float64Array.from(samples, ([at]) => at),
  value: Float64Array.from(samples, ([, value]) => value),
})
const from =
  (all: readonly Found[]) =>
  (matchers: readonly Matcher[]): Found[] =>
    all.filter(({ labels }) => fitting(matchers)(labels))
const at = async (query: string, all: readonly Found[], moment: number) => {
  const result = await evaluateAt(parse(query), moment, { select: from(all) })
  return result.type === 'vector' ? result.elements : result.type === 'scalar' ? [{ labels: {}, itemId: null, value: result.value }] : []
}
const over = async (query: string, all: readonly Found[], step: number, count: number) =>
  (await evaluate(parse(query), { from: begin, to: begin + (count - 1) * step, step, select: from(all) })).series

/** Samples in ms from the beginning, some of a counter that begins anew, some no number. */
const someSamples = (numbers = true) =>
  fc
    .uniqueArray(
      fc.tuple(
        fc.integer({ min: -400_000, max: 900_000 }),
        fc.oneof({ weight: 8, arbitrary: fc.integer({ min: 0, max: 50 }) }, numbers ? fc.integer() : fc.constant(Number.NaN)),
      ),
      { selector: ([moment]) => moment, maxLength: 60 },
    )
    .map((all) => all.sort(([a], [b]) => a - b).map(([moment, value]): Sample => [begin + moment, value]))

const near = (one: number | undefined, other: number | undefined) =>
  Object.is(one, other) || (one !== undefined && other !== undefined && Math.abs(one - other) <= 1e-9 * Math.max(1, Math.abs(one), Math.abs(other)))

/** `extrapolatedRate` once more, in plain words. */
function plainIncrease(inside: readonly Sample[], start: number, end: number): number | undefined {
  const [first, last] = [inside[0], inside.at(-1)]
  if (!first || !last || inside.length < 2) return undefined
  let grown = 0
  for (let place = 1; place < inside.length; place += 1) {
    const [now, before] = [inside[place]?.[1] ?? 0, inside[place - 1]?.[1] ?? 0]
    grown += now < before ? now : now - before
  }
  const covered = last[0] - first[0]
  const gap = covered / (inside.length - 1)
  let before = first[0] - start
  if (grown > 0 && first[1] >= 0) before = Math.min(before, covered * (first[1] / grown))
  const after = end - last[0]
  return (grown * (covered + (before < gap * 1.1 ? before : gap / 2) + (after < gap * 1.1 ? after : gap / 2))) / covered
}
const sum = (all: readonly number[]) => all.reduce((one, other) => one + other, 0)
function plainQuantile(q: number, all: readonly number[]): number {
  const sorted = [...all].sort((a, b) => a - b)
  const place = q * (sorted.length - 1)
  const [low, high] = [sorted[Math.floor(place)] ?? Number.NaN, sorted[Math.ceil(place)] ?? Number.NaN]
  return low + (high - low) * (place - Math.floor(place))
}
const plain: Readonly<Record<string, (inside: readonly Sample[], start: number, end: number) => number | undefined>> = {
  'rate(x[3m])': (inside, start, end) => {
    const grown = plainIncrease(inside, start, end)
    return grown === undefined ? undefined : grown / 180
  },
  'increase(x[3m])': plainIncrease,
  'sum_over_time(x[3m])': (inside) => (inside.length > 0 ? sum(inside.map(([, value]) => value)) : undefined),
  'avg_over_time(x[3m])': (inside) => (inside.length > 0 ? sum(inside.map(([, value]) => value)) / inside.length : undefined),
  'min_over_time(x[3m])': (inside) => (inside.length > 0 ? Math.min(...inside.map(([, value]) => value)) : undefined),
  'max_over_time(x[3m])': (inside) => (inside.length > 0 ? Math.max(...inside.map(([, value]) => value)) : undefined),
  'count_over_time(x[3m])': (inside) => inside.length || undefined,
  'last_over_time(x[3m])': (inside) => inside.at(-1)?.[1],
  'quantile_over_time(0.3, x[3m])': (inside) =>
    inside.length > 0
      ? plainQuantile(
          0.3,
          inside.map(([, value]) => value),
        )
      : undefined,
}

describe('as a plain reading says', () => {
  test.each(Object.keys(plain))('%s', async (query) => {
    await fc.assert(
      fc.asyncProperty(someSamples(), fc.integer({ min: 1000, max: 100_000 }), async (samples, step) => {
        const [found] = await over(query, [series({ __name__: 'x' }, samples)], step, 9)
        for (let moment = 0; moment < 9; moment += 1) {
          const end = begin + moment * step
          const inside = samples.filter(([when]) => when >= end - 180_000 && when <= end)
          const place = found?.at.indexOf(end) ?? -1
          const [mine, other] = [place < 0 ? undefined : found?.value[place], plain[query]?.(inside, end - 180_000, end)]
          expect(near(mine, other), `${mine}, plainly ${other}`).toBe(true)
        }
      }),
      { numRuns: 60 },
    )
  })
  test('topk, quantile and the others over series that come and go, with what is no number', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(someSamples(false), { maxLength: 8 }), fc.integer({ min: 0, max: 5 }), async (all, k) => {
        const many = all.map((samples, place) =>
          series(
            { __name__: 'x', n: String(place) },
            samples.map(([when, value]) => [when, value + place / 100]),
          ),
        )
        const now = many.flatMap(({ at: when, value }) => {
          const last = when.findLastIndex((one) => one <= begin)
          return last >= 0 && (when[last] ?? 0) >= begin - 300_000 ? [value[last] ?? 0] : []
        })
        const numbers = now.filter((value) => !Number.isNaN(value))
        const values = async (query: string) => (await at(query, many, begin)).map(({ value }) => value)
        const best = [...numbers.sort((a, b) => b - a), ...now.filter(Number.isNaN)].slice(0, k)
        expect(await values(`topk(${k}, x)`)).toEqual(best)
        expect(await values('count(x)')).toEqual(now.length > 0 ? [now.length] : [])
        expect(await values('max(x)')).toEqual(now.length > 0 ? [numbers[0] ?? Number.NaN] : [])
        if (numbers.length === now.length && now.length > 0) expect(near((await values('quantile(0.7, x)'))[0], plainQuantile(0.7, now))).toBe(true)
      }),
    )
  })
  test('matchers fit the whole value, and a label that is not there is empty', () => {
    const word = fc.constantFrom('', 'a', 'ab', 'b', 'a.b')
    fc.assert(
      fc.property(word, fc.constantFrom('a', 'a|b', 'a.*', '.+', '', '[ab]+', 'a\\.b'), (given, pattern) => {
        const labels: Labels = given === '' ? {} : { x: given }
        const fits = new RegExp(`^(?:${pattern})$`).test(given)
        expect(fitting([{ name: 'x', op: '=~', value: pattern }])(labels)).toBe(fits)
        expect(fitting([{ name: 'x', op: '!~', value: pattern }])(labels)).toBe(!fits)
        expect(fitting([{ name: 'x', op: '=', value: pattern }])(labels)).toBe(given === pattern)
        expect(fitting([{ name: 'x', op: '!=', value: pattern }])(labels)).toBe(given !== pattern)
      }),
    )
  })
  test('one moment of a span is that moment by itself', async () => {
    const queries = ['rate(x[2m]) * 2', 'sum(x) / count(x)', 'x > 20 or x offset 1m', 'max_over_time(x[5m:30s])', 'absent(x)', 'topk(1, x)']
    await fc.assert(
      fc.asyncProperty(fc.array(someSamples(), { minLength: 1, maxLength: 4 }), fc.constantFrom(...queries), async (all, query) => {
        const many = all.map((samples, place) => series({ __name__: 'x', n: String(place) }, samples))
        const span = await over(query, many, 47_000, 6)
        for (let moment = 0; moment < 6; moment += 1) {
          const when = begin + moment * 47_000
          const there = span.flatMap(({ labels, at: all, value }) => (all.includes(when) ? [[labels, value[all.indexOf(when)]] as const] : []))
          const alone = (await at(query, many, when)).map(({ labels, value }) => [labels, value] as const)
          const inOrder = (list: readonly (readonly [Labels, number | undefined])[]) => list.map((one) => JSON.stringify(one)).sort()
          expect(inOrder(there)).toEqual(inOrder(alone))
        }
      }),
    )
  })
})

describe('bounds', () => {
  const many = Array.from({ length: 200 }, (_, n) =>
    series(
      { __name__: 'x', n: String(n) },
      Array.from({ length: 100 }, (_, place) => [begin + place * 1000, place]),
    ),
  )
  const failing = (query: string, bounds: object) =>
    evaluate(parse(query), { from: begin, to: begin + 99_000, step: 1000, select: from(many), ...bounds }).then(
      () => 'answered',
      (error: QueryError) => error.code,
    )
  test('samples, series, time and moments', async () => {
    expect(await failing('x', {})).toBe('answered')
    expect(await failing('x', { mostSamples: 10_000 })).toBe('tooManySamples')
    expect(await failing('x', { mostSeries: 100 })).toBe('tooManySeries')
    expect(await failing('x', { deadline: performance.now() - 1 })).toBe('tooLate')
    expect(await failing('x', { step: 1 })).toBe('tooManySteps')
    expect(await failing('x', { step: 0 })).toBe('step')
    const doubled = Array.from({ length: 12 }, () => ', "n", "$1$1", "n", "(.*)")').join('')
    expect(await failing(`${'label_replace('.repeat(12)}x${doubled}`, {})).toBe('labelTooLong')
    expect(await failing(`max_over_time(${'max_over_time('.repeat(2)}x[1d:1s])[1d:1s])[1d:1s]`.replace(/\[1d:1s\]$/, '[1d:1s])'), {})).toBe(
      'tooManySamples',
    )
  })
  test('a regular expression is bounded, in steps and in steps times characters', async () => {
    const value = Array.from({ length: 4000 }, (_, place) => 'aB3 -_xyZ'[(place * 7 + (place >> 3)) % 9]).join('')
    const replacing = (pattern: string) => `label_replace(label_replace(vector(1), "x", "${value}", "", ""), "y", "$1", "x", "${pattern}")`
    const spent = effort()
    expect(await failing(replacing(`${'(.{0,1000})'.repeat(18)}!`), {})).toBe('regex')
    expect(await failing(replacing(`${'(.{0,480})'.repeat(4)}!`), {})).toBe('regexTooMuch')
    expect(await failing(replacing('(.{0,400}).*'), {})).toBe('answered')
    const long = [series({ __name__: 'x', n: value }, [[begin, 1]])]
    const chosen = over(`x{n=~"${'(.{0,480})'.repeat(4)}!"}`, long, 1000, 1)
    await expect(chosen).rejects.toMatchObject({ code: 'regexTooMuch' })
    expect(spent()).toBeLessThan(5000)
  })
  test('many regular expressions one after the other let others go first and end in time', async () => {
    const lines = Array.from({ length: 500 }, (_, n) => series({ __name__: 'x', n: `${n} ${'aB3 -_xyZ'.repeat(100)}` }, [[begin, 1]]))
    const pattern = `${'(.{0,96})'.repeat(20)}!`
    let turns = 0
    const timer = setInterval(() => {
      turns += 1
    }, 1)
    const bounds = { select: from(lines), deadline: performance.now() + 1500 }
    const spent = effort()
    expect(await failing(`label_replace(x, "y", "$1", "n", "${pattern}")`, bounds)).toBe('tooLate')
    expect(spent()).toBeLessThan(10_000)
    const fitted = thatFit(lines, [{ name: 'n', op: '=~', value: pattern }], new Budget({ ...usualBounds, deadline: performance.now() + 1500 }))
    await expect(fitted).rejects.toMatchObject({ code: 'tooLate' })
    clearInterval(timer)
    expect(turns).toBeGreaterThan(1)
  })
  test('a large answer lets others go first', async () => {
    let turns = 0
    const timer = setInterval(() => {
      turns += 1
    }, 1)
    await evaluate(parse('max_over_time(sum_over_time(x[1m])[1m:1s])'), { from: begin, to: begin + 9_000_000, step: 1000, select: from(many) })
    clearInterval(timer)
    // It gives way every so many milliseconds, and takes many times as long.
    expect(turns).toBeGreaterThan(0)
  })
})

describe('which samples', () => {
  const needed = (query: string, step: number) => selectorsOf(parse(query)).map(({ from, to, coarse }) => [from, to, coarse(step)])
  test('each selector says how far back it reaches and how coarse it may be', async () => {
    expect(needed('x', 60_000)).toEqual([[300_000, 0, 60_000]])
    expect(needed('rate(x[1h] offset 1d)', 3_600_000)).toEqual([[90_000_000, 86_400_000, 900_000]])
    expect(needed('rate(x[5m])', 0)).toEqual([[300_000, 0, 1000]])
    expect(needed('x offset -1m + max_over_time(rate(y[2m])[10m:1m])', 0)).toEqual([
      [240_000, -60_000, 0],
      [720_000, 0, 30_000],
    ])
    const spans: Span[] = []
    const select = (_: readonly Matcher[], span: Span) => {
      spans.push(span)
      return []
    }
    await evaluate(parse('x / x + rate(x[10m])'), { from: begin, to: begin + 600_000, step: 60_000, select })
    expect(spans).toEqual([
      { from: begin - 300_000, to: begin + 600_000, step: 60_000 },
      { from: begin - 600_000, to: begin + 600_000, step: 60_000 },
    ])
  })
  test('places that stand for many samples give what was kept of them', async () => {
    const minutes = 300_000
    const ends = Array.from({ length: 12 }, (_, place) => begin + place * minutes)
    const column = (of: (place: number) => number) => Float64Array.from(ends, (_, place) => of(place))
    const rolled = { min: column((n) => n), max: column((n) => n + 9), sum: column((n) => 20 * n), count: column(() => 20) }
    const place = {
      ...series(
        { __name__: 'x' },
        ends.map((end, n) => [end, n * 100]),
      ),
      rolled,
    }
    const value = async (query: string, moment: number) => (await at(query, [place], begin + moment * minutes)).map((one) => one.value)[0]
    expect(await value('sum_over_time(x[10m])', 5)).toBe(180)
    expect(await value('count_over_time(x[10m])', 5)).toBe(40)
    expect(await value('avg_over_time(x[10m])', 5)).toBe(4.5)
    expect(await value('min_over_time(x[10m])', 5)).toBe(4)
    expect(await value('max_over_time(x[10m])', 5)).toBe(14)
    // Narrower than a place: as wide as one, and for its part.
    expect(await value('count_over_time(x[1m])', 5)).toBe(4)
    expect(await value('avg_over_time(x[1m])', 5)).toBe(5)
    expect(await value('rate(x[1m])', 5)).toBeCloseTo(100 / 300, 9)
    expect(await value('increase(x[1m])', 5)).toBeCloseTo(20, 9)
    // The last of two places ago still counts.
    expect(await value('x', 12.9)).toBe(1100)
    expect(await value('x', 13.1)).toBeUndefined()
  })
})

test('an answer is about an item while everything in it is', async () => {
  const one = (name: string, disk: string, itemId: string | null, value: number) =>
    series({ __name__: name, disk, host: itemId ?? 'none' }, [[begin, value]], itemId)
  const all = [
    one('free', 'a', 'i1', 1),
    one('free', 'b', 'i1', 2),
    one('free', 'c', 'i2', 3),
    one('size', 'a', 'i1', 10),
    one('size', 'c', 'i2', 10),
    one('limit', 'a', null, 0),
  ]
  const items = async (query: string) => (await at(query, all, begin)).map(({ itemId }) => itemId)
  expect(await items('rate(free[5m]) or -free')).toEqual(['i1', 'i1', 'i2'])
  expect(await items('free / size < 0.5')).toEqual(['i1', 'i2'])
  expect(await items('max by (host) (free)')).toEqual(['i1', 'i2'])
  expect(await items('max(free)')).toEqual([null])
  expect(await items('free > on(disk) limit')).toEqual(['i1'])
  expect(await items('free - on(disk) limit')).toEqual([null])
  expect(await items('label_replace(topk(1, free) + 1, "x", "y", "", "")')).toEqual(['i2'])
})
