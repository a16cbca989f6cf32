/** What people write in a cell, understood as they mean it. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { dayOf, listed, listIn, moneyOf, monthComesFirst, numberOf } from './rules.ts'

test('what is far too long for a day, an amount or a number is none, without looking long', () => {
  const long = `EUR${' '.repeat(11_990)}x\ny`
  expect([moneyOf(long), numberOf(long, 'GB'), dayOf(long), monthComesFirst([long])]).toEqual([undefined, undefined, undefined, false])
})

describe('days', () => {
  test.each([
    '31-03-2026',
    '31/3/2026',
    '31.03.2026',
    '2026-03-31',
    '2026-03-31T10:00:00Z',
    '20260331',
    '31 maart 2026',
    '31 mrt. 2026',
    'Mar 31, 2026',
    '46112',
    'dinsdag 31 maart 2026',
  ])('%s', (said) => {
    expect(dayOf(said)).toBe('2026-03-31')
  })
  test('what the calendar does not have is none, and month first only when that is said', () => {
    for (const none of ['31-02-2026', '2026-13-01', 'gisteren', '12', '31-03-26', '']) expect(dayOf(none), none).toBeUndefined()
    expect([dayOf('03/04/2026'), dayOf('03/04/2026', true), dayOf(46_112)]).toEqual(['2026-04-03', '2026-03-04', '2026-03-31'])
    expect([monthComesFirst(['03/31/2026', '03/04/2026']), monthComesFirst(['03/04/2026']), monthComesFirst(['31/03/2026', '03/31/2026'])]).toEqual([
      true,
      false,
      false,
    ])
  })
  test('every day comes back from every way of writing it', () => {
    const day = fc.date({ min: new Date('1930-01-01'), max: new Date('2170-01-01'), noInvalidDate: true }).map((at) => at.toISOString().slice(0, 10))
    fc.assert(
      fc.property(day, (iso) => {
        const [y, m, d] = iso.split('-')
        const serial = Date.parse(iso) / 86_400_000 + 25_569
        for (const said of [iso, `${d}-${m}-${y}`, `${Number(d)}/${Number(m)}/${y}`, serial]) expect(dayOf(said), String(said)).toBe(iso)
        expect(dayOf(`${m}/${d}/${y}`, true)).toBe(iso)
      }),
    )
  })
})

test('sums: comma or point, with and without thousands', () => {
  const cents = fc.integer({ min: 0, max: 99_999_999_999 })
  fc.assert(
    fc.property(cents, (all) => {
      const amount = all / 100
      const nl = new Intl.NumberFormat('nl-NL', { minimumFractionDigits: 2 }).format(amount)
      const en = new Intl.NumberFormat('en-GB', { minimumFractionDigits: 2 }).format(amount)
      for (const said of [nl, en, `€ ${nl}`, `EUR ${en}`, amount.toFixed(2), amount.toFixed(2).replace('.', ','), amount])
        expect(moneyOf(said), String(said)).toEqual({ amount, currency: 'EUR' })
    }),
  )
  expect(moneyOf('$ 1,234')).toEqual({ amount: 1234, currency: 'USD' })
  expect(moneyOf('1.234,-')).toEqual({ amount: 1234, currency: 'EUR' })
  for (const none of ['gratis', '-5', '1,234.567', '1.2.3', '12,34,56', '']) expect(moneyOf(none), none).toBeUndefined()
})
test('numbers come back, whatever they are', () => {
  fc.assert(
    fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (number) => {
      const same = number === 0 ? 0 : number
      expect(numberOf(String(same))).toBe(same)
      expect(numberOf(String(same).replace('.', ','))).toBe(same)
    }),
  )
  expect([numberOf('16 GB', 'GB'), numberOf('1.024', 'GB'), numberOf('1.024.000'), numberOf('veel')]).toEqual([16, 1.024, 1_024_000, undefined])
})
test('several in one cell come back, whatever stands in them', () => {
  fc.assert(
    fc.property(
      fc.array(
        fc
          .string({ unit: 'grapheme' })
          .map((text) => text.trim())
          .filter((text) => !text.includes('\n')),
        { minLength: 2 },
      ),
      (parts) => {
        expect(listIn(listed(parts))).toEqual(parts)
      },
    ),
  )
})
