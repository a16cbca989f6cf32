/** What the clocks offer to the floor above, besides what every case does with them. */
import { tooLarge } from '#platform/files.ts'
import type { Context } from '#platform/room.ts'
import { agreementOf } from './agreements/agreements.ts'
import { countries, holidaysIn, regions } from './calendars/adapters/holidays.ts'
import { daysIn, icalBytes } from './calendars/adapters/ical.ts'
import type { CalendarBody, Holidays, OwnDayOff } from './contract.ts'
import { progressOf } from './recalculation/store.ts'
import { type ClockRow, readCaseClocks } from './store.ts'
import { heldBy } from './sums/sums.ts'

export { agreementOf } from './agreements/agreements.ts'
export { yearOf as calendarYear } from './calendars/calendars.ts'
export { everOpen, inOrder } from './calendars/rules.ts'
export { removeSettings, saveAgreementBody, saveCalendarBody, usesOf } from './settings/settings.ts'
export { monthsOf, outcomesOf, totalsOf } from './sums/reads.ts'
export { sumsOf } from './sums/sums.ts'

/** Undefined: nobody has asked for it yet. */
export const recalculationOf = (ctx: Context, organisationId: string) => progressOf(ctx.db, organisationId, false)

/** Countries whose holidays are known, and the regions of one of them. */
export const holidayPlaces = (language: string, country?: string) => ({
  countries: countries(language),
  regions: country === undefined ? [] : regions(country, language),
})
/** Whether there is a holiday there at all. */
export const holidaysKnown = (holidays: Holidays): boolean => holidaysIn(holidays, 2026).size > 0

/** Of a clock of this case: its state and what its target is called. */
export async function clockNamed(
  ctx: Context,
  one: { id: string; organisationId: string },
  clockId: string,
): Promise<(Pick<ClockRow, 'kind' | 'state'> & { name: string | null }) | undefined> {
  const { clocks } = await readCaseClocks(ctx.db, one.organisationId, one.id)
  const clock = clocks.find(({ id }) => id === clockId)
  if (!clock) return undefined
  const { agreements } = await heldBy(ctx, await agreementOf(ctx, one.organisationId), [clock])
  const target = agreements.get(`${clock.agreementId} ${clock.agreementVersion}`)?.targets.find(({ key }) => key === clock.target)
  return { kind: clock.kind, state: clock.state, name: target?.name || null }
}

type Skipped = { name: string; why: 'timed' | 'unclear' | 'tooMany' | 'known' }
/** The calendar with the whole days of this iCalendar file as days off, from last year until three years ahead. Undefined: it is no such file. */
export async function addedDays(
  ctx: Context,
  hash: string,
  body: CalendarBody,
): Promise<{ body: CalendarBody; days: OwnDayOff[]; skipped: Skipped[] } | undefined> {
  const { stream, size } = await ctx.app.files.read(hash)
  if (size > icalBytes) throw tooLarge(icalBytes)
  const pieces: Buffer[] = []
  for await (const piece of stream as AsyncIterable<Buffer>) pieces.push(piece)
  const year = ctx.now.getUTCFullYear()
  const found = await daysIn(Buffer.concat(pieces).toString('utf8').replaceAll('\u0000', ''), `${year - 1}-01-01`, `${year + 3}-12-31`)
  if (!found) return undefined
  const known = new Set(body.daysOff.map(({ source, from }) => `${source} ${from}`))
  const fresh = found.days.filter(({ source, from }) => !known.has(`${source} ${from}`))
  const days = fresh.slice(0, Math.max(0, 1000 - body.daysOff.length)).map((day) => ({ ...day, yearly: false }))
  const skipped: Skipped[] = [
    ...found.skipped,
    ...found.days.filter((day) => !fresh.includes(day)).map(({ name }) => ({ name, why: 'known' as const })),
    ...fresh.slice(days.length).map(({ name }) => ({ name, why: 'tooMany' as const })),
  ]
  return { body: { ...body, daysOff: [...body.daysOff, ...days] }, days, skipped: skipped.slice(0, 100) }
}
