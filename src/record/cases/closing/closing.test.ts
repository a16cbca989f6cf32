/** Days on which an organisation works. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { usualWeek } from '../contract.ts'
import { afterWorkingDays, endOfWorkingDay } from './rules.ts'

const wednesday = new Date('2027-06-02T08:00:00Z')

describe('working days', () => {
  const hours = { timeZone: 'Europe/Amsterdam', week: usualWeek }
  test('skip the weekend, keep the time of day, and wait for the doors to open', () => {
    const at = (from: string, days: number) => afterWorkingDays(hours, new Date(from), days)?.toISOString()
    expect(at('2027-06-04T09:30:00Z', 1)).toBe('2027-06-07T09:30:00.000Z')
    // Saturday evening: the next working day is Monday, and it waits until eight on Tuesday.
    expect(at('2027-06-05T19:00:00Z', 1)).toBe('2027-06-08T06:00:00.000Z')
    expect(at('2027-03-26T10:00:00Z', 1)).toBe('2027-03-29T09:00:00.000Z')
    expect(endOfWorkingDay(hours, new Date('2027-06-02T08:00:00Z'), 10)?.toISOString()).toBe('2027-06-16T22:00:00.000Z')
    expect(afterWorkingDays({ ...hours, week: [[], [], [], [], [], [], []] }, wednesday, 1)).toBeNull()
  })
  test('never go backwards, and more days are never sooner', () => {
    const moment = fc.date({ min: new Date('2026-01-01'), max: new Date('2028-01-01'), noInvalidDate: true })
    fc.assert(
      fc.property(
        moment,
        fc.integer({ min: 1, max: 30 }),
        fc.constantFrom('Europe/Amsterdam', 'America/New_York', 'Asia/Kathmandu'),
        (from, days, timeZone) => {
          const one = afterWorkingDays({ ...hours, timeZone }, from, days)
          const more = afterWorkingDays({ ...hours, timeZone }, from, days + 1)
          expect(one && one > from).toBe(true)
          expect(one && more && more > one).toBe(true)
          expect(one && endOfWorkingDay({ ...hours, timeZone }, from, days + 1)).toBeTruthy()
        },
      ),
      { numRuns: 50 },
    )
  })
})
