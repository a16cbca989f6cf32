/** An iCalendar file (RFC 5545) as days off: no network, bounded in size, in events and in time, in a thread of its own (parser.ts). */
import { GaveUpError, threads } from '#platform/thread.ts'

export interface IcalDay {
  from: string
  to: string
  name: string
  source: string
}
export interface IcalFound {
  days: IcalDay[]
  /** What was left out, and why. */
  skipped: { name: string; why: 'timed' | 'unclear' | 'tooMany' }[]
}
export interface Asked {
  text: string
  from: string
  to: string
}
export const icalBytes = 512 * 1024

const ask = threads<Asked, IcalFound | undefined>(new URL('./parser.ts', import.meta.url), { patience: 20_000, memory: 256 })

/** Whole-day events that touch `from` to `to`; undefined when it is no calendar at all, or none that can be read. */
export function daysIn(text: string, from: string, to: string): Promise<IcalFound | undefined> {
  return ask({ text, from, to }).catch((error: unknown) => {
    if (error instanceof GaveUpError) return undefined
    throw error
  })
}
