/** What is kept of what was filled in, for whatever was filled in. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { bookValue, ipOf, macOf, monthsBetween } from '../rules.ts'

describe('rules', () => {
  const day = fc
    .date({ min: new Date('1990-01-01'), max: new Date('2060-01-01'), noInvalidDate: true })
    .map((date) => date.toISOString().slice(0, 10))
  test('worth: the price at first, what is left at the end, never more as time goes by', () => {
    const bought = fc.record({
      price: fc.integer({ min: 0, max: 5_000_000 }).map((cents) => cents / 100),
      purchasedOn: day,
      depreciationMonths: fc.integer({ min: 1, max: 600 }),
      residualValue: fc.option(fc.integer({ min: 0, max: 5_000_000 }).map((cents) => cents / 100)),
    })
    fc.assert(
      fc.property(bought, day, day, (one, d1, d2) => {
        const [first = '', second = ''] = [d1, d2].sort()
        const left = Math.min(one.residualValue ?? 0, one.price)
        expect(bookValue(one, one.purchasedOn)).toBe(one.price)
        expect(bookValue(one, '2200-01-01')).toBe(left)
        const [earlier = 0, later = 0] = [bookValue(one, first), bookValue(one, second)].map(Number)
        expect(later).toBeLessThanOrEqual(earlier)
        expect(later).toBeGreaterThanOrEqual(left)
        expect(earlier).toBeLessThanOrEqual(one.price)
      }),
    )
    expect(bookValue({ price: 1200, purchasedOn: '2025-01-31', depreciationMonths: 48, residualValue: 0 }, '2026-01-31')).toBe(900)
  })
  test('months: the last day of a shorter month is a whole one, and they add up', () => {
    expect(monthsBetween('2025-01-31', '2025-02-28')).toBe(1)
    expect(monthsBetween('2025-01-31', '2025-02-27')).toBe(0)
    expect(monthsBetween('2025-01-15', '2026-01-14')).toBe(11)
    fc.assert(
      fc.property(day, fc.integer({ min: 0, max: 300 }), (from, months) => {
        const [y = 0, m = 0] = from.split('-').map(Number)
        const end = new Date(Date.UTC(y, m - 1 + months + 1, 0)).toISOString().slice(0, 10)
        expect(monthsBetween(from, end)).toBe(months)
      }),
    )
  })
  test('addresses of networks are kept in one way of writing', () => {
    expect(macOf('3C52.82AA.019F')).toBe('3c:52:82:aa:01:9f')
    expect(macOf('3c:52:82')).toBeUndefined()
    expect(ipOf('010.1.2.003')).toBe('10.1.2.3')
    expect(ipOf('FD00:0:0::15')).toBe('fd00::15')
    for (const none of ['10.0.0', '10.0.0.0/8', 'fe80::1%eth0', ':::', 'host']) expect(ipOf(none), none).toBeUndefined()
  })
})
