/** When work stops today. Pure. */
import type { Week } from '#record/cases/contract.ts'

interface Hours {
  timeZone: string
  week: Week
}
interface Local {
  day: number
  minutes: number
  date: readonly [number, number, number]
}

function localOf(timeZone: string, at: Date): Local {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
  })
  const part: Record<string, number> = {}
  for (const { type, value } of format.formatToParts(at)) part[type] = Number(value)
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0 } = part
  const weekday = (new Date(Date.UTC(year, month - 1, day)).getUTCDay() + 6) % 7
  return { day: weekday, minutes: hour * 60 + minute, date: [year, month, day] }
}

/** The instant at which the working day of today ends (or ended); null on a day without work. */
export function closingToday({ timeZone, week }: Hours, now: Date): Date | null {
  const here = localOf(timeZone, now)
  const last = week[here.day]?.at(-1)
  if (!last) return null
  const minutes = Number(last.to.slice(0, 2)) * 60 + Number(last.to.slice(3))
  const guess = new Date(now.getTime() - (now.getTime() % 60_000) + (minutes - here.minutes) * 60_000)
  // The clocks may change between now and then: what the wall says decides.
  const there = localOf(timeZone, guess)
  const sameDay = there.date.join() === here.date.join()
  const off = (sameDay ? there.minutes : there.minutes + (guess > now ? 1440 : -1440)) - minutes
  return new Date(guess.getTime() - off * 60_000)
}

/** What goes first: without a note, then the shift that ends first. */
export const byUrgency = (a: { note: unknown; endsAt: string | null }, b: { note: unknown; endsAt: string | null }): number =>
  Number(a.note !== null) - Number(b.note !== null) || (a.endsAt ?? '9').localeCompare(b.endsAt ?? '9')
