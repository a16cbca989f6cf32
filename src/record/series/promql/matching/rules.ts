/** Whether labels fit matchers, as Prometheus does it: a label that is not there is empty, a regular expression (RE2) fits the whole value. */
import { mostWork, type Regex, regexOf } from '#platform/regex.ts'
import type { Labels, Matcher } from '../../contract.ts'
import { QueryError } from '../contract.ts'
import type { Budget } from '../evaluating/budget/rules.ts'

/** What asking this of a value costs; throws where it would be too much to ask at once. */
export function workOf(regex: Regex, value: string, at = 0): number {
  const work = regex.workOn(value)
  if (work > mostWork) throw new QueryError('regexTooMuch', at, String(value.length))
  return work
}

/** `a|b|c` without anything else that means something: compared, not searched. */
const plain = /^[\w\s:/@,;=<>~!%&"'`#-]*(?:\|[\w\s:/@,;=<>~!%&"'`#-]*)*$/

const mostRemembered = 10_000
/** Comparing labels takes about as long as looking at so many samples. */
const ofLabels = 100
/** `spent`: is told what each value cost that was not asked before. */
function testOf({ op, value }: Matcher, spent?: (work: number) => void): (given: string) => boolean {
  if (op === '=') return (given) => given === value
  if (op === '!=') return (given) => given !== value
  const words = plain.test(value) ? new Set(value.split('|')) : undefined
  const fits = words ? (given: string) => words.has(given) : remembered(regexOf(value), spent)
  return op === '=~' ? fits : (given) => !fits(given)
}
/** Many series have the same value of a label: each value is asked once. */
function remembered(regex: Regex, spent?: (work: number) => void): (given: string) => boolean {
  const known = new Map<string, boolean>()
  return (given) => {
    const before = known.get(given)
    if (before !== undefined) return before
    const work = workOf(regex, given)
    spent?.(work)
    const fits = regex.made.testExact(given)
    if (known.size < mostRemembered) known.set(given, fits)
    return fits
  }
}

/** Whether labels fit all of them; what is asked often is made once. Throws QueryError where a value is too long for an expression. */
export function fitting(matchers: readonly Matcher[], spent?: (work: number) => void): (labels: Labels) => boolean {
  const tests = matchers.map((matcher) => ({ name: matcher.name, test: testOf(matcher, spent) }))
  return (labels) => tests.every(({ name, test }) => test(labels[name] ?? ''))
}
/** Those of many that fit, while others have their turn. */
export async function thatFit<T extends { labels: Labels }>(all: Iterable<T>, matchers: readonly Matcher[], budget: Budget): Promise<T[]> {
  const fits = fitting(matchers, (work) => budget.matched(work))
  const found: T[] = []
  for (const one of all) {
    if (fits(one.labels)) found.push(one)
    if (budget.look(ofLabels)) await budget.breathe()
  }
  return found
}
/** Whether a series without any labels would fit: such a matcher by itself chooses nothing. */
export const fitsNothing = (matcher: Matcher): boolean => testOf(matcher)('')
