/** What is refused, where, and in which words. */
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { translate } from '#platform/i18n.ts'
import { failures, QueryError, wrongs } from '../contract.ts'
import { promqlTexts } from '../texts.ts'
import { parse } from './rules.ts'

const refusal = (query: string) => {
  try {
    parse(query)
  } catch (error) {
    if (error instanceof QueryError) return `${error.code} ${error.at} ${error.given}`.trim()
    throw error
  }
  return 'taken'
}
test.each([
  ['', 'empty 0'],
  ['x @ 5', 'atModifier 2 @'],
  ['rate(x)', 'type 5 vector, matrix'],
  ['x + y[5m]', 'expression 4 matrix'],
  ['sum(x', 'unexpected 5'],
  ['x{a="b"', 'unexpected 7'],
  ['x{a=~"("}', 'regex 5 ('],
  ['x{a=b}', 'unexpected 4 b'],
  ['x{a=~"(a{900}){900}"}', 'regex 5 (a{900}){900}'],
  [`x{a=~"${'(a{900})'.repeat(100)}"}`, `regex 5 ${'(a{900})'.repeat(12)}(a{9`],
  [`x{a=~"${'web[0-9]{2}|'.repeat(300)}[[:alpha:]]{1,9}\\\\Q{3}{4}\\\\E"}`, 'taken'],
  ['x[5x]', 'number 2 5x'],
  ['x[0s]', 'duration 2 0s'],
  ['x[5m', 'unexpected 4'],
  ['x offset', 'duration 8'],
  ['sum(x) offset 5m', 'offset 7 vector'],
  ['sum(x)[5m]', 'rangeOf 6 vector'],
  ['"a" + 1', 'expression 0 string'],
  ['x ? 1', 'sign 2 ?'],
  ['"abc', 'text 0 "abc'],
  ['"\\d"', 'text 1 \\d'],
  ['histogram_sum(x)', 'unknownFunction 0 histogram_sum'],
  ['round(x, 1, 2)', 'arguments 0 round'],
  ['topk(x, 1)', 'type 5 vector, scalar'],
  ['x and on(a) group_left y', 'grouping 12 and'],
  ['x * on(a) group_left(a) y', 'labelTwice 10 a'],
  ['{a=""}', 'noMatcher 0'],
  [`${'('.repeat(60)}x${')'.repeat(60)}`, 'tooDeep 50 50'],
  ['x'.repeat(9000), 'tooLong 8192 8192'],
])('%s', (query, why) => {
  expect(refusal(query)).toBe(why)
})
test('what is a keyword elsewhere may be a name, and keywords may be written large', () => {
  for (const query of [
    'sum + avg',
    'on{by="a"}',
    'SUM(x) BY (le)',
    'offset OFFSET 5m',
    'x AND y',
    'sum by (group_left) (x)',
    '# only\nx # and more',
    'node:x:rate5m[5m:]',
  ])
    expect([query, refusal(query)]).toEqual([query, 'taken'])
})
test('whatever is typed: a tree or a place in the text', () => {
  const pieces = fc.constantFrom(
    'x',
    'sum',
    '(',
    ')',
    '[5m]',
    '[1h:1m]',
    '{a="b"}',
    ' offset 1m',
    '+',
    '-',
    '^',
    ' and ',
    ' bool ',
    ' on(a)',
    '1',
    '"s"',
    'rate',
    ',',
    ' by (a)',
  )
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.array(pieces, { maxLength: 12 }).map((all) => all.join('')),
      ),
      (query) => {
        try {
          expect(['scalar', 'string', 'vector', 'matrix']).toContain(parse(query).type)
        } catch (error) {
          expect(error).toBeInstanceOf(QueryError)
          expect((error as QueryError).at).toBeLessThanOrEqual(query.length)
        }
      },
    ),
    { numRuns: 2000 },
  )
})
test('each has a text in both languages', () => {
  for (const code of [...wrongs, ...failures])
    for (const locale of ['nl', 'en'] as const)
      expect(translate(promqlTexts, locale, `series.promql.${code}`, { at: 1, given: 'x' })).not.toContain('series.promql')
})
