import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { fitting, parse, selectorsOf } from '#record/series/promql/promql.ts'
import { substitute } from './rules.ts'

const chosen = (values: Record<string, string[]>) => new Map(Object.entries(values))
test('what is chosen comes in; what is no variable stays', () => {
  const expression = `sum by (host) (rate(x{item="$item", host=~"\${host}"}[5m])) > $other`
  expect(substitute(expression, chosen({ item: ['I-7'], host: ['a.b', 'c'] }))).toBe(
    'sum by (host) (rate(x{item="I-7", host=~"a\\\\.b|c"}[5m])) > $other',
  )
  expect(substitute('x{host=~"$host"}', chosen({ host: [] }))).toBe('x{host=~".*"}')
})
test('whatever a value is, it is that value and nothing else of the language', () => {
  fc.assert(
    fc.property(fc.string({ minLength: 1, unit: 'grapheme' }), fc.constantFrom('=', '=~'), (value, op) => {
      const expression = substitute(`x{host${op}"$host", job="j"}`, chosen({ host: [value] }))
      const [matchers = []] = selectorsOf(parse(expression)).map((one) => one.matchers)
      expect(matchers.map(({ name }) => name).sort()).toEqual(['__name__', 'host', 'job'])
      expect(fitting(matchers)({ __name__: 'x', host: value, job: 'j' })).toBe(true)
      expect(fitting(matchers)({ __name__: 'x', host: `${value}x`, job: 'j' })).toBe(false)
    }),
  )
})
