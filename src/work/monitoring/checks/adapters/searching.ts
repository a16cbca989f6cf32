/** Whether a regular expression is found in an answer. What would take long is looked for in a thread of its own. */
import { mostWork, regexOf } from '#platform/regex.ts'
import { GaveUpError, threads } from '#platform/thread.ts'
import { Failed } from './wire.ts'

export interface Sought {
  pattern: string
  text: string
}
const inThread = threads<Sought, boolean>(new URL('./searcher.ts', import.meta.url), { patience: 5000, memory: 128 })

/** Throws Failed where it takes too long, or has more steps than may be. */
export async function foundIn(sought: Sought): Promise<boolean> {
  try {
    const regex = regexOf(sought.pattern, false)
    if (regex.workOn(sought.text) <= mostWork) return regex.made.matcher(sought.text).find()
  } catch {
    // Written down before there was a bound.
    throw new Failed('nonsense', { what: sought.pattern })
  }
  return inThread(sought).catch((error: unknown) => {
    throw error instanceof GaveUpError ? new Failed('tooSlow') : error
  })
}
