/** Figures of satisfaction. Pure. */
import { type Figure, fewest } from './contract.ts'

export interface Counts {
  asked: number
  answered: number
  /** Lowest mark first. */
  marks: readonly number[]
  /** How many of the answers were given anonymously. */
  hidden: number
}
export const none: Counts = { asked: 0, answered: 0, marks: [0, 0, 0, 0, 0], hidden: 0 }
export const together = (all: readonly Counts[]): Counts =>
  all.reduce(
    (sum, one) => ({
      asked: sum.asked + one.asked,
      answered: sum.answered + one.answered,
      marks: sum.marks.map((count, at) => count + (one.marks[at] ?? 0)),
      hidden: sum.hidden + one.hidden,
    }),
    none,
  )

/** Where the few who answered anonymously could be guessed, only how many there are is told. `lead`: sees them one by one anyhow. */
export function figureOf(key: string, name: string, { asked, answered, marks, hidden }: Counts, lead: boolean): Figure {
  const tooFew = !lead && hidden > 0 && answered < fewest
  const sum = marks.reduce((all, count, at) => all + count * (at + 1), 0)
  const mean = tooFew || answered === 0 ? null : Math.round((sum / answered) * 100) / 100
  return { key, name, asked, answered, tooFew, mean, marks: tooFew ? [0, 0, 0, 0, 0] : [...marks] }
}
