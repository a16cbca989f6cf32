/** The clock of the program. Tests may set it (`--test-clock`); nothing else may. */
export interface Clock {
  now(): Date
  /** Moves the clock to `to` and lets it run on from there; undefined returns to the real time. */
  set(to: Date | undefined): void
}

export function clock(): Clock {
  let offset = 0
  return {
    now: () => new Date(Date.now() + offset),
    set(to) {
      offset = to === undefined ? 0 : to.getTime() - Date.now()
    },
  }
}

/** Which day it is in a time zone at a moment: YYYY-MM-DD. */
export const dayIn = (zone: string, at: Date): string => new Intl.DateTimeFormat('sv-SE', { timeZone: zone }).format(at)

const minute = 60_000
const day = 86_400_000
const formats = new Map<string, Intl.DateTimeFormat>()
/** The wall time in a zone, as if it were UTC. */
export function wallOf(at: Date, zone: string): Date {
  let format = formats.get(zone)
  if (!format) {
    const two = '2-digit' as const
    format = new Intl.DateTimeFormat('en-US', { timeZone: zone, hourCycle: 'h23', year: 'numeric', month: two, day: two, hour: two, minute: two })
    formats.set(zone, format)
  }
  const part: Record<string, number> = {}
  for (const { type, value } of format.formatToParts(at)) part[type] = Number(value)
  const { year = 0, month = 1, day: date = 1, hour = 0, minute: minutes = 0 } = part
  return new Date(Date.UTC(year, month - 1, date, hour, minutes))
}
export const isZone = (zone: string): boolean => {
  try {
    return Boolean(new Intl.DateTimeFormat('en', { timeZone: zone }))
  } catch {
    return false
  }
}
/** As text, YYYY-MM-DDTHH:MM. */
export const textOf = (wall: Date): string => wall.toISOString().slice(0, 16)
/** Undefined for a date that does not exist (30 February). */
export function wallFrom(text: string): Date | undefined {
  const wall = new Date(`${text}:00.000Z`)
  return !Number.isNaN(wall.getTime()) && textOf(wall) === text ? wall : undefined
}

/** The instant of a wall time: of an hour that comes twice the first, of one that does not exist as long after the change as it would have been. */
export function instantOf(wall: Date, zone: string): Date {
  const offsetAt = (at: number) => wallOf(new Date(at), zone).getTime() - Math.floor(at / minute) * minute
  const before = wall.getTime() - offsetAt(wall.getTime() - day)
  const after = wall.getTime() - offsetAt(wall.getTime() + day)
  const found = [Math.min(before, after), Math.max(before, after)].find((at) => wallOf(new Date(at), zone).getTime() === wall.getTime())
  return new Date(found ?? before)
}
