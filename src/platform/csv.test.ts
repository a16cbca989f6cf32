/** What a spreadsheet would compute is written as text, by every file that Spil writes, and reads back as it was. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { csvOf, guarded, unguarded } from './csv.ts'

test('what could be a formula is made text, and comes back as it was', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.string().map((text) => `=${text}`),
        fc.constantFrom("'=1", "''+2", '-3', '-3,5', '@x', "'", '\t=1'),
      ),
      (text) => {
        const written = guarded(text)
        expect(unguarded(written)).toBe(text)
        expect(/^[=+@\t\r]/.test(written)).toBe(false)
      },
    ),
  )
})
test('rows: a formula with an apostrophe, one that has it with another, a number as it is', () => {
  expect(csvOf('nl', [['=1+1', "'=1", '-1', '-1,5', '-1+1', 3]])).toBe(`\uFEFF"'=1+1";"''=1";"-1";"-1,5";"'-1+1";3\r\n`)
})
