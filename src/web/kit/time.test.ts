/** How long ago something was, in words that are true. */
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { momentIn } from '#platform/i18n.ts'
import { relative } from './time.tsx'
import { dayFromNow, instantOf, today, wallMoment } from './wall.ts'

const now = new Date('2026-11-25T12:00:00Z')
const ago = (seconds: number, tag: string) => relative(new Date(now.getTime() - seconds * 1000), now, tag)

test('less than a minute ago is now', () => {
  expect([0, 44, 45, 59].map((seconds) => ago(seconds, 'nl-NL'))).toEqual(['nu', 'nu', 'nu', 'nu'])
  expect([ago(60, 'nl-NL'), ago(3_600, 'en-GB')]).toEqual(['1 min. geleden', '1 hr ago'])
})

test('what has been never reads as what is to come', () => {
  fc.assert(fc.property(fc.integer({ min: 0, max: 400_000_000 }), (seconds) => !/^(over|binnen|volgend|morgen)/.test(ago(seconds, 'nl-NL'))))
})

test('a moment is written as in Britain, in the zone of who reads it', () => {
  const at = '2026-11-03T23:05:00Z'
  expect(momentIn('en', 'Europe/Amsterdam')(at)).toBe('4 Nov 2026, 00:05')
  expect(momentIn('nl', 'America/Paramaribo')(new Date(at))).toBe('3 nov 2026, 20:05')
})

test('a field of the browser holds a moment by the clock of the device, and gives it back', () => {
  for (const at of ['2026-03-29T00:30:00.000Z', '2026-10-25T02:30:00.000Z', '2026-11-26T18:24:00.000Z']) expect(instantOf(wallMoment(at))).toBe(at)
  expect([wallMoment(null), instantOf('')]).toEqual(['', null])
  expect(dayFromNow(0)).toBe(today())
  expect(Date.parse(dayFromNow(365)) - Date.parse(today())).toBe(365 * 86_400_000)
})
