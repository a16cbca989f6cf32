/** What one query may cost: samples, series, time; and it lets others go first every so often. */
import { setImmediate } from 'node:timers/promises'
import { QueryError } from '../../contract.ts'

export interface Bounds {
  /** Read and made together; each takes at most 16 bytes. */
  mostSamples: number
  mostSeries: number
  /** As performance.now() tells time, in ms. */
  deadline: number
}
export const usualBounds = { mostSamples: 20_000_000, mostSeries: 100_000, milliseconds: 30_000 } as const

/** What a question by itself may cost. */
export const usualBudget = () => new Budget({ ...usualBounds, deadline: performance.now() + usualBounds.milliseconds })

/** As long, in ms, it works before others have their turn. */
const turn = 15
/** Looking at so many samples takes about a millisecond. */
const many = 500_000

export class Budget {
  private samples = 0
  private looked = 0
  private since = performance.now()
  private readonly bounds: Bounds

  constructor(bounds: Bounds) {
    this.bounds = bounds
  }
  /** So many series, each of so many samples, are read or made. */
  take(series: number, samples: number): void {
    this.foresee(series, samples)
    this.samples += samples
  }
  /** The same before they are all there: so many have been read, and are taken when all of them are. */
  foresee(series: number, samples: number): void {
    if (series > this.bounds.mostSeries) throw new QueryError('tooManySeries', 0, String(this.bounds.mostSeries))
    if (this.samples + samples > this.bounds.mostSamples) throw new QueryError('tooManySamples', 0, String(this.bounds.mostSamples))
  }
  /** Whether so much was looked at that `breathe` is due. */
  look(samples: number): boolean {
    this.looked += samples
    return this.looked > many
  }
  /** So much was asked of regular expressions, in steps times characters: one takes at worst as long as looking at so many samples. */
  matched(work: number): void {
    this.looked += work * 50
  }
  /** Gives way when its turn has been long enough. */
  async breathe(): Promise<void> {
    this.looked = 0
    const now = performance.now()
    if (now > this.bounds.deadline) throw new QueryError('tooLate', 0)
    if (now - this.since < turn) return
    await setImmediate()
    this.since = performance.now()
  }
}
