/** Calendars of an organisation: as they are kept, and as hours that can be counted. */
import type { CalendarBody, OwnDayOff } from '../contract.ts'
import { holidaysIn } from './adapters/holidays.ts'
import { type DayOff, dateOf, type Hours, localDayOf, openIn, spansOn } from './rules.ts'

export interface Calendar {
  id: string
  /** 0: nobody has changed it. */
  version: number
  body: CalendarBody
}

/** Whether the day lies in it; with `yearly` in any year, also over New Year. */
function covers({ from, to, yearly }: OwnDayOff, date: string): boolean {
  if (!yearly) return from <= date && date <= to
  const [begin, end, day] = [from.slice(5), to.slice(5), date.slice(5)]
  return begin <= end ? begin <= day && day <= end : day >= begin || day <= end
}

function dayOffOf({ daysOff, holidays }: CalendarBody): Hours['dayOff'] {
  if (daysOff.length === 0 && holidays === null) return undefined
  const known = new Map<string, DayOff | undefined>()
  const look = (date: string): DayOff | undefined => {
    const own = daysOff.find((one) => covers(one, date))
    if (own) return { why: 'dayOff', name: own.name }
    const holiday = holidays && holidaysIn(holidays, Number(date.slice(0, 4))).get(date)
    return holiday ? { why: 'holiday', name: holiday } : undefined
  }
  return (date) => {
    if (!known.has(date)) {
      if (known.size > 10_000) known.clear()
      known.set(date, look(date))
    }
    return known.get(date)
  }
}

const made = new Map<string, Hours>()
/** The hours of this version. The same object each time, so that what was computed of its days is remembered. */
export function hoursOf({ id, version, body }: Calendar): Hours {
  const key = `${id} ${version} ${body.timeZone}`
  let hours = made.get(key)
  if (!hours) {
    hours = hoursFrom(body)
    if (made.size > 1000) made.clear()
    made.set(key, hours)
  }
  return hours
}
/** The hours of a calendar that is not (yet) kept. */
export function hoursFrom(body: CalendarBody): Hours {
  const dayOff = dayOffOf(body)
  return {
    timeZone: body.timeZone,
    week: body.week,
    always: body.always,
    ...(body.openings.length > 0 && { openings: new Map(body.openings.map(({ date, spans }) => [date, spans])) }),
    ...(dayOff && { dayOff }),
  }
}

export interface CalendarDay {
  date: string
  open: boolean
  /** Working seconds that lie on this day. */
  seconds: number
  why: 'week' | 'holiday' | 'dayOff' | 'opening' | 'always'
  name: string
}
/** Each day of a year as the calendar has it: what is closed, and why. */
export function yearOf(body: CalendarBody, year: number): CalendarDay[] {
  const hours = hoursFrom(body)
  const days: CalendarDay[] = []
  const day = 86_400_000
  for (let local = Date.UTC(year, 0, 1) / day; local < Date.UTC(year + 1, 0, 1) / day; local++) {
    const date = dateOf(local)
    const opening = body.openings.find((one) => one.date === date)
    const off = opening ? undefined : hours.dayOff?.(date)
    const seconds = body.always ? 86_400 : secondsOn(hours, local)
    const open = body.always || spansOn(hours, local).length > 0
    const why = body.always ? 'always' : opening ? 'opening' : (off?.why ?? 'week')
    days.push({ date, open, seconds, why, name: opening?.name ?? off?.name ?? '' })
  }
  return days
}

/** Counted by the clock on the wall there: a day may have 23 or 25 hours. */
function secondsOn(hours: Hours, local: number): number {
  let sum = 0
  // Local days lie within a day of the UTC day of the same number.
  for (let number = local - 1; number <= local + 1; number++)
    for (const [begin, end] of openIn(hours, number)) {
      for (let at = begin; at < end; ) {
        const next = Math.min(end, at + 3_600_000 - (at % 3_600_000))
        if (localDayOf(hours.timeZone, at) === local) sum += next - at
        at = next
      }
    }
  return Math.floor(sum / 1000)
}
