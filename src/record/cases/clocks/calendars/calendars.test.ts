/** Working time against an oracle that looks at the local clock of every minute and knows nothing of offsets. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Span, Week } from '../../contract.ts'
import { type CalendarBody, usualCalendar } from '../contract.ts'
import { spansOf } from '../sums/rules.ts'
import { daysIn } from './adapters/ical.ts'
import { hoursFrom, yearOf } from './calendars.ts'
import { afterMonths, afterWorking, atOpening, type Hours, inOrder, nextOpening, type Pause, workingSeconds } from './rules.ts'

const minute = 60_000
const weekdays = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun']

const formats = new Map<string, Intl.DateTimeFormat>()
function local(timeZone: string, at: number): { date: string; time: string; day: number } {
  const format =
    formats.get(timeZone) ??
    new Intl.DateTimeFormat('en-GB', {
      timeZone,
      weekday: 'short',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
    })
  formats.set(timeZone, format)
  const part = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, value]))
  return { date: `${part.year}-${part.month}-${part.day}`, time: `${part.hour}:${part.minute}`, day: weekdays.indexOf(part.weekday ?? '') }
}
const dayBefore = (date: string) => new Date(Date.parse(date) - 86_400_000).toISOString().slice(0, 10)

/** The spans that begin on that day, from the calendar as it was filled in. */
function spansOn(body: CalendarBody, date: string): readonly Span[] {
  const opening = body.openings.find((one) => one.date === date)
  if (opening) return opening.spans
  if (body.daysOff.some((off) => off.from <= date && date <= off.to)) return []
  return body.week[(new Date(date).getUTCDay() + 6) % 7] ?? []
}
function isOpen(body: CalendarBody, at: number): boolean {
  if (body.always) return true
  const { date, time } = local(body.timeZone, at)
  const today = spansOn(body, date).some(({ from, to }) => (to > from ? from <= time && time < to : from <= time))
  return today || spansOn(body, dayBefore(date)).some(({ from, to }) => to <= from && time < to)
}
function counted(body: CalendarBody, from: number, to: number, pauses: readonly Pause[]): number {
  let sum = 0
  for (let at = from; at < to; at += minute) {
    if (pauses.some((pause) => Date.parse(pause.from) <= at && (pause.to === null || at < Date.parse(pause.to)))) continue
    if (isOpen(body, at)) sum += 60
  }
  return sum
}

const clockTime = (minutes: number) => `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`
/** Up to two spans, the last of which may go on past midnight. */
const spans: fc.Arbitrary<Span[]> = fc
  .tuple(fc.uniqueArray(fc.integer({ min: 0, max: 95 }), { maxLength: 4 }), fc.boolean())
  .map(([marks, night]) => {
    const at = marks.sort((a, b) => a - b).map((mark) => clockTime(mark * 15))
    const pairs: Span[] = []
    for (let n = 0; n + 1 < at.length; n += 2) pairs.push({ from: at[n] ?? '', to: at[n + 1] ?? '' })
    const last = pairs.at(-1)
    if (night && last) pairs[pairs.length - 1] = { from: last.to, to: pairs.length > 1 ? '03:30' : last.from }
    return pairs.filter(({ from, to }) => from !== to)
  })
const week: fc.Arbitrary<Week> = fc.array(spans, { minLength: 7, maxLength: 7 })
/** Around the days on which clocks change, there and on quiet days. */
const around = ['2026-03-28', '2026-10-24', '2026-03-07', '2026-10-31', '2026-04-04', '2026-06-10', '2026-12-31']
const moment = fc
  .tuple(fc.constantFrom(...around), fc.integer({ min: 0, max: 2 * 24 * 60 }))
  .map(([day, minutes]) => Date.parse(`${day}T00:00:00Z`) + minutes * minute)
const zone = fc.constantFrom('Europe/Amsterdam', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kolkata', 'Pacific/Apia', 'UTC')
const near = fc
  .tuple(fc.constantFrom(...around), fc.integer({ min: -1, max: 3 }))
  .map(([day, later]) => new Date(Date.parse(day) + later * 86_400_000).toISOString().slice(0, 10))
const calendar: fc.Arbitrary<CalendarBody> = fc
  .tuple(
    zone,
    week,
    fc.array(near, { maxLength: 4 }),
    fc.uniqueArray(fc.tuple(near, spans), { maxLength: 4, selector: ([date]) => date }),
    fc.nat(19),
  )
  .map(([timeZone, its, off, openings, always]) => ({
    ...usualCalendar(timeZone),
    week: its,
    always: always === 0,
    daysOff: off.map((date) => ({ from: date, to: date, name: 'vrij', yearly: false, source: null })),
    openings: openings.map(([date, spans]) => ({ date, name: '', spans })),
  }))
const pauses = (from: number): fc.Arbitrary<Pause[]> =>
  fc
    .array(fc.tuple(fc.integer({ min: 0, max: 1500 }), fc.integer({ min: 0, max: 600 })), { maxLength: 3 })
    .map((list) =>
      list.map(([at, long]) => ({ from: new Date(from + at * minute).toISOString(), to: new Date(from + (at + long) * minute).toISOString() })),
    )
const closed = (body: CalendarBody) => !body.always && body.week.every((day) => day.length === 0)

describe('working time', () => {
  test('is what counting every minute gives: days off, openings, spans past midnight, every zone and both changes', () => {
    fc.assert(
      fc.property(
        calendar,
        moment.chain((from) => fc.tuple(fc.constant(from), fc.integer({ min: 0, max: 40 * 60 }), pauses(from))),
        (body, [from, long, still]) => {
          const to = from + long * minute
          expect(workingSeconds(hoursFrom(body), new Date(from), new Date(to), still)).toBe(counted(body, from, to, still))
        },
      ),
      { numRuns: 200 },
    )
  })
  test('the due time is the first moment at which so much has gone', () => {
    fc.assert(
      fc.property(calendar, moment, fc.integer({ min: 1, max: 5000 }), (body, from, minutes) => {
        const hours = hoursFrom(body)
        const due = afterWorking(hours, new Date(from), minutes * 60)
        if (due === null) {
          expect(closed(body)).toBe(true)
          return
        }
        expect(workingSeconds(hours, new Date(from), due)).toBe(minutes * 60)
        expect(workingSeconds(hours, new Date(from), new Date(due.getTime() - 1000))).toBe(minutes * 60 - 1)
      }),
      { numRuns: 120 },
    )
  })
  test('the next opening is the first minute from then on that is open, and a step falls only at such a moment or as it closes', () => {
    fc.assert(
      fc.property(calendar, moment, (body, from) => {
        const hours = hoursFrom(body)
        let first: number | null = null
        for (let at = from; first === null && at < from + 9 * 1440 * minute; at += minute) if (isOpen(body, at)) first = at
        if (first !== null) expect(nextOpening(hours, new Date(from))?.getTime()).toBe(first)
        const falls = atOpening(hours, new Date(from))?.getTime()
        if (falls !== undefined) expect(isOpen(body, falls) || isOpen(body, falls - minute)).toBe(true)
      }),
      { numRuns: 120 },
    )
  })
  test('the sum has no gaps, and its counted spans are the working time', () => {
    fc.assert(
      fc.property(
        calendar,
        moment.chain((from) => fc.tuple(fc.constant(from), fc.integer({ min: 1, max: 40 * 60 }), pauses(from))),
        (body, [from, long, still]) => {
          const [begin, end] = [new Date(from), new Date(from + long * minute)]
          const sum = spansOf(
            hoursFrom(body),
            begin,
            end,
            still.map((one) => ({ ...one, why: 'reporter', reason: null, until: null })),
          )
          expect(sum[0]?.from).toBe(begin.toISOString())
          expect(sum.at(-1)?.to).toBe(end.toISOString())
          for (const [at, span] of sum.entries()) if (at > 0) expect(span.from).toBe(sum[at - 1]?.to)
          const total = sum.filter((one) => one.counted).reduce((all, { seconds }) => all + seconds, 0)
          expect(total).toBe(workingSeconds(hoursFrom(body), begin, end, still))
        },
      ),
      { numRuns: 120 },
    )
  })
})

describe('days that are not like others', () => {
  test('a working hour that does not exist is not counted, one that exists twice counts twice', () => {
    const night: Hours = { timeZone: 'Europe/Amsterdam', week: [[], [], [], [], [], [], [{ from: '01:00', to: '04:00' }]] }
    const of = (day: string) => workingSeconds(night, new Date(`${day}T00:00:00+01:00`), new Date(`${day}T23:00:00+01:00`)) / 3600
    expect([of('2026-03-22'), of('2026-03-29'), of('2026-10-25')]).toEqual([3, 2, 4])
  })
  test('a night shift over the change: from Saturday ten until Sunday six', () => {
    const shift: Hours = { timeZone: 'Europe/Amsterdam', week: [[], [], [], [], [], [{ from: '22:00', to: '06:00' }], []] }
    const of = (saturday: string) =>
      workingSeconds(shift, new Date(`${saturday}T12:00:00Z`), new Date(Date.parse(`${saturday}T12:00:00Z`) + 86_400_000)) / 3600
    expect([of('2026-03-21'), of('2026-03-28'), of('2026-10-24')]).toEqual([8, 7, 9])
  })
  test('an opening goes before a holiday and a day off; a month is a month, also at its end and over a change of the clock', () => {
    const body: CalendarBody = {
      ...usualCalendar('Europe/Amsterdam'),
      holidays: { country: 'NL', region: null, types: ['public'] },
      openings: [{ date: '2026-12-25', name: 'Piket', spans: [{ from: '10:00', to: '12:00' }] }],
      daysOff: [{ from: '2025-12-28', to: '2026-01-02', name: 'Dicht', yearly: true, source: null }],
    }
    const year = yearOf(body, 2026)
    const on = (date: string) => year.find((one) => one.date === date)
    expect(on('2026-12-25')).toMatchObject({ open: true, seconds: 7200, why: 'opening', name: 'Piket' })
    expect(on('2026-04-27')).toMatchObject({ open: false, seconds: 0, why: 'holiday', name: 'Koningsdag' })
    expect(on('2026-12-31')).toMatchObject({ open: false, why: 'dayOff', name: 'Dicht' })
    expect(on('2026-01-02')).toMatchObject({ open: false, why: 'dayOff' })
    expect(on('2026-03-02')).toMatchObject({ open: true, seconds: 9 * 3600, why: 'week' })
    const month = (from: string) => afterMonths('Europe/Amsterdam', new Date(from), 1).toISOString()
    expect(month('2026-01-31T12:00:00Z')).toBe('2026-02-28T12:00:00.000Z')
    expect(month('2026-03-05T09:00:00Z')).toBe('2026-04-05T08:00:00.000Z')
    expect(month('2026-10-05T08:00:00Z')).toBe('2026-11-05T09:00:00.000Z')
  })
  test('spans follow each other; only the last goes on past midnight, and not into the next day', () => {
    const only = (day: number, spans: Span[]): Week => Array.from({ length: 7 }, (_, at) => (at === day ? spans : []))
    expect(inOrder(only(0, [{ from: '22:00', to: '06:00' }]))).toBe(true)
    expect(
      inOrder(
        only(0, [
          { from: '22:00', to: '06:00' },
          { from: '23:00', to: '24:00' },
        ]),
      ),
    ).toBe(false)
    const next = only(6, [{ from: '22:00', to: '06:00' }])
    expect(inOrder(next.map((day, at) => (at === 0 ? [{ from: '05:00', to: '09:00' }] : day)))).toBe(false)
  })
})

describe('an iCalendar file', () => {
  const file = (...events: string[]) =>
    ['BEGIN:VCALENDAR', 'VERSION:2.0', ...events.flatMap((one) => ['BEGIN:VEVENT', ...one.split('|'), 'END:VEVENT']), 'END:VCALENDAR'].join('\r\n')
  const whole = 'UID:a|SUMMARY:Kerstvakantie|DTSTART;VALUE=DATE:20261221|DTEND;VALUE=DATE:20270102'
  test('whole days become days off, repeated ones within the time that is asked; the rest is named', async () => {
    const found = await daysIn(
      file(
        whole,
        'UID:b|SUMMARY:Studiedag|DTSTART;VALUE=DATE:20260105|RRULE:FREQ=MONTHLY;BYDAY=1MO',
        'UID:c|SUMMARY:Overleg|DTSTART:20260101T100000Z',
      ),
      '2026-01-01',
      '2026-12-31',
    )
    expect(found?.days).toHaveLength(13)
    expect(found?.days[0]).toEqual({ from: '2026-12-21', to: '2027-01-01', name: 'Kerstvakantie', source: 'a 2026-12-21' })
    expect(found?.skipped).toEqual([{ name: 'Overleg', why: 'timed' }])
  })
  test('a rule that never has a day and a file that is none end soon', async () => {
    const never = await daysIn(
      file('UID:d|SUMMARY:Nooit|DTSTART;VALUE=DATE:19700101|RRULE:FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=30', whole),
      '2026-01-01',
      '2027-12-31',
    )
    expect(never?.skipped).toEqual([{ name: 'Nooit', why: 'unclear' }])
    expect(never?.days).toHaveLength(1)
    expect(await daysIn('hallo', '2026-01-01', '2027-01-01')).toBeUndefined()
  })
})
