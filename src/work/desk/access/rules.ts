/** When an access ends, and what it is now. Pure. */
import type { AccessState } from './contract.ts'

/** How far this zone is ahead of UTC at this moment, in milliseconds. */
function ahead(at: number, timeZone: string): number {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  }).formatToParts(new Date(at))
  const of = (type: string) => Number(parts.find((part) => part.type === type)?.value)
  return Date.UTC(of('year'), of('month') - 1, of('day'), of('hour'), of('minute'), of('second')) - Math.floor(at / 1000) * 1000
}

/** The first moment after this day in this zone, also where the clock jumps over midnight. */
export function endOfDay(day: string, timeZone: string): Date {
  const local = Date.parse(`${day}T00:00:00Z`) + 86_400_000
  const first = local - ahead(local, timeZone)
  const second = local - ahead(first, timeZone)
  // Midnight that does not exist: the later of both is the first moment of the next day.
  return new Date(second + ahead(second, timeZone) < local ? first : second)
}

/** The day it is at this moment in this zone. */
export const dayIn = (at: Date, timeZone: string): string => new Date(at.getTime() + ahead(at.getTime(), timeZone)).toISOString().slice(0, 10)

interface Row {
  state: 'asked' | 'approved' | 'refused' | 'granted' | 'withdrawn'
  withdrawCaseId: string | null
}
export const stateOf = ({ state, withdrawCaseId }: Row): AccessState => (state === 'granted' && withdrawCaseId !== null ? 'ending' : state)
