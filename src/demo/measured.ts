/**
 * What the Prometheus of the school measures: each series as a function of time, so that what was sent before and what is still to come are of one
 * piece. Nothing here is asked of anything.
 */
import { signalsOf } from './signals.ts'

export const day = 86_400_000
export const minute = 60_000
export interface Moment {
  /** In milliseconds. */
  at: number
  /** Days since the story began; two weeks is when the demo was filled. */
  day: number
  /** How busy the school is: 0 at night, 1 in the middle of a day of lessons. */
  busy: number
}
export interface Thing {
  id: string
  number: string
  name: string
}
/** One series. `value`: undefined while nothing answers. */
export interface Signal {
  labels: Readonly<Record<string, string>>
  itemId: string
  value(moment: Moment, noise: number): number | undefined
  /** It counts on: `value` is how much comes in a second. */
  counts?: boolean
}

/** Lessons by the clock of the school, in winter; close enough for a graph. */
function busyAt(at: number): number {
  const hour = (at / 3_600_000 + 1) % 24
  const weekday = (Math.floor(at / day + 1 / 24) + 4) % 7
  if (weekday === 0 || weekday === 6 || hour < 7 || hour > 18) return 0
  return Math.sin((Math.PI * (hour - 7)) / 11)
}
export const momentAt = (at: number, began: number): Moment => ({ at, day: (at - began) / day, busy: busyAt(at) })

/** -1 up to 1, the same for the same series and minute. */
function noiseOf(seed: number, at: number): number {
  let mixed = (seed ^ Math.floor(at / minute)) >>> 0
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x45d9f3b)
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x45d9f3b)
  return ((mixed ^ (mixed >>> 16)) >>> 0) / 2_147_483_648 - 1
}
const seedOf = (text: string): number => [...text].reduce((seed, sign) => Math.imul(seed ^ sign.charCodeAt(0), 16_777_619) >>> 0, 2_166_136_261)

export interface Measured {
  /** In bytes, as the store wants to know a series by. */
  key: Buffer
  labels: Readonly<Record<string, string>>
  /** Goes on from the moment before, which must be earlier. */
  next(moment: Moment): number | undefined
}
/** All series of the school; what counts on begins at nothing. */
export function measuredOf(things: ReadonlyMap<string, Thing>): Measured[] {
  return signalsOf(things).map(({ labels, value, counts = false }) => {
    const key = Buffer.from(JSON.stringify(Object.entries(labels).sort()))
    const seed = seedOf(key.toString())
    let [total, before] = [0, 0]
    return {
      ...{ key, labels },
      next(moment) {
        const now = value(moment, noiseOf(seed, moment.at))
        if (now === undefined || !counts) return now
        if (before > 0) total += Math.max(0, now) * ((moment.at - before) / 1000)
        before = moment.at
        return total
      },
    }
  })
}
