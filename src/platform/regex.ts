/**
 * Regular expressions that somebody wrote down (RE2), bounded. RE2 takes time in proportion to the steps of the expression times the length of the text,
 * which both are chosen by whoever asks: neither may stop the process for long.
 */
import { RE2JS } from 're2js'

/** A program of more steps than this takes long to make, and to ask of many values. */
const mostSteps = 2000
/** Steps times characters that are looked at in one go: half a second at worst. */
export const mostWork = 2_000_000
const mostKept = 1000

const atom = /\\(?:Q[\s\S]*?(?:\\E|$)|[\s\S])|\[\^?\]?(?:\\[\s\S]|\[:\w+:\]|[^\]\\])*\]|\{\d+(?:,\d*)?\}|[\s\S]/g
/** About how many steps it has: what is repeated a counted number of times is written out so often. */
function stepsOf(pattern: string): number {
  const groups: number[] = []
  let [all, last] = [0, 0]
  for (const [part] of pattern.matchAll(atom)) {
    if (part === '(') {
      groups.push(all)
      all = 0
    } else if (part === ')') {
      last = all + 2
      all = (groups.pop() ?? 0) + last
    } else if (/^\{\d/.test(part)) {
      const times = Math.max(...[...part.matchAll(/\d+/g)].map(([digits]) => Number(digits)), 1)
      all += last * (times - 1)
      last *= times
    } else {
      last = part.length > 2 && part.startsWith('\\Q') ? part.length : 1
      all += last
    }
  }
  return groups.reduce((sum, one) => sum + one, all)
}

export interface Regex {
  made: RE2JS
  /** What asking it of a text costs at worst; more than `mostWork` is not to be asked here. */
  workOn(text: string): number
}
const kept = new Map<string, Regex>()

/** Compiled once. `whole`: it must fit the whole of a text. Throws when it is none, or has too many steps. */
export function regexOf(pattern: string, whole = true): Regex {
  const key = `${whole ? 'whole' : 'part'} ${pattern}`
  const known = kept.get(key)
  if (known) return known
  const steps = stepsOf(pattern) + 1
  if (steps > mostSteps) throw new Error('too many steps')
  const made = { made: RE2JS.compile(whole ? `^(?:${pattern})$` : pattern), workOn: (text: string) => steps * (text.length + 1) }
  const [oldest] = kept.keys()
  if (kept.size >= mostKept && oldest !== undefined) kept.delete(oldest)
  kept.set(key, made)
  return made
}
export function isRegex(pattern: string, whole = true): boolean {
  try {
    regexOf(pattern, whole)
    return true
  } catch {
    return false
  }
}
