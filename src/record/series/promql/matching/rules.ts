/** Whether labels fit matchers, as Prometheus does it: a label that is not there is empty, a regular expression (RE2) fits the whole value. */
import { RE2JS } from 're2js'
import type { Labels, Matcher } from '../../contract.ts'

const mostKept = 1000
const kept = new Map<string, RE2JS>()

/** A program of more steps than this would take seconds to make, and to ask of many values. */
const mostSteps = 20_000
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

/** Compiled once; it matches the whole of a text. Throws when it is none, or too much. */
export function regexOf(pattern: string): RE2JS {
  const known = kept.get(pattern)
  if (known) return known
  if (stepsOf(pattern) > mostSteps) throw new Error('too many steps')
  const made = RE2JS.compile(`^(?:${pattern})$`)
  const [oldest] = kept.keys()
  if (kept.size >= mostKept && oldest !== undefined) kept.delete(oldest)
  kept.set(pattern, made)
  return made
}
export function isRegex(pattern: string): boolean {
  try {
    regexOf(pattern)
    return true
  } catch {
    return false
  }
}

/** `a|b|c` without anything else that means something: compared, not searched. */
const plain = /^[\w\s:/@,;=<>~!%&"'`#-]*(?:\|[\w\s:/@,;=<>~!%&"'`#-]*)*$/

function testOf({ op, value }: Matcher): (given: string) => boolean {
  if (op === '=') return (given) => given === value
  if (op === '!=') return (given) => given !== value
  const words = plain.test(value) ? new Set(value.split('|')) : undefined
  const regex = words ? undefined : regexOf(value)
  const fits = words ? (given: string) => words.has(given) : (given: string) => regex?.testExact(given) ?? false
  return op === '=~' ? fits : (given) => !fits(given)
}

/** Whether labels fit all of them; what is asked often is made once. */
export function fitting(matchers: readonly Matcher[]): (labels: Labels) => boolean {
  const tests = matchers.map((matcher) => ({ name: matcher.name, test: testOf(matcher) }))
  return (labels) => tests.every(({ name, test }) => test(labels[name] ?? ''))
}
/** Whether a series without any labels would fit: such a matcher by itself chooses nothing. */
export const fitsNothing = (matcher: Matcher): boolean => testOf(matcher)('')
