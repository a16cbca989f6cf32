/** The language of conditions: CEL, with what ICT work needs, and bounded so that no condition can take long. Pure. */
import { type ASTNode, Environment } from '@marcbachmann/cel-js'

export const mostCharacters = 2000
const limits = { maxAstNodes: 300, maxDepth: 24, maxListElements: 100, maxMapEntries: 20, maxCallArguments: 8 }
const day = 86_400_000

/**
 * What one judgement may cost, in steps through a text. A function that looks through texts takes of what is left and throws when nothing is: a
 * list, texts put together and patterns multiply each other, and no limit on one of them alone bounds that. One judgement runs at a time.
 */
const mostSteps = 2_000_000
let left = Number.POSITIVE_INFINITY
export function withinSteps<T>(judged: () => T): T {
  left = mostSteps
  try {
    return judged()
  } finally {
    left = Number.POSITIVE_INFINITY
  }
}
function spend(steps: number): void {
  left -= steps
  if (left < 0) throw new Error('takes too long')
}
/** Looking for a text in a text: seldom a look at each sign, at worst as many as the one times the other. */
function searched(text: string, wanted: string): void {
  spend(text.length / 4 + (text.length * wanted.length) / 64)
}
/** As the library does it, whether from a place on or not. */
function indexOf(look: 'indexOf' | 'lastIndexOf') {
  return (text: string, wanted: string, from?: bigint) => {
    searched(text, wanted)
    if (from === undefined) return BigInt(text[look](wanted))
    if (wanted !== '' && (from < 0n || from >= text.length)) throw new Error('no such place')
    return wanted === '' ? from : BigInt(text[look](wanted, Number(from)))
  }
}
function contains(text: string, wanted: string): boolean {
  searched(text, wanted)
  return text.includes(wanted)
}
/** What was put together or changed in the condition may be longer than any fact. */
function made<T>(value: T): T {
  if (typeof value === 'string') spend(value.length)
  return value
}

/** Whether a text looks like a pattern with * (anything) and ? (one sign), whatever the capitals. Never goes back further than the last *. */
export function like(text: string, pattern: string): boolean {
  spend(text.length + pattern.length)
  const [signs, wanted] = [text.toLowerCase(), pattern.toLowerCase()]
  let [at, place, star, from] = [0, 0, -1, 0]
  while (at < signs.length) {
    spend(1)
    if (wanted[place] === '*') [star, from, place] = [place, at, place + 1]
    else if (place < wanted.length && (wanted[place] === '?' || wanted[place] === signs[at])) [at, place] = [at + 1, place + 1]
    else if (star >= 0) [from, at, place] = [from + 1, from + 1, star + 1]
    else return false
  }
  while (wanted[place] === '*') place++
  return place === wanted.length
}

/** 10.0.19045 is at least 10.0.9; v2.1 at least 2. Throws when it is no version. */
export function versionAtLeast(version: string, wanted: string): boolean {
  spend(version.length + wanted.length)
  const [is, least] = [partsOf(version), partsOf(wanted)]
  for (let at = 0; at < Math.max(is.length, least.length); at++) {
    const difference = (is[at] ?? 0) - (least[at] ?? 0)
    if (difference !== 0) return difference > 0
  }
  return true
}
function partsOf(version: string): number[] {
  const digits = /^\s*v?(\d{1,9}(?:[._-]\d{1,9})*)/i.exec(version)?.[1]
  if (digits === undefined) throw new Error('no version')
  return digits.split(/[._-]/).map(Number)
}

/** Days since a day or moment; negative when it is still to come. Throws when it is none. */
export function daysSince(moment: unknown, now: number): number {
  if (typeof moment === 'string') spend(moment.length)
  const at = typeof moment === 'string' && /^\d{4}-\d\d-\d\d/.test(moment) ? Date.parse(moment) : Number.NaN
  if (Number.isNaN(at)) throw new Error('no moment')
  return (now - at) / day
}

const text = (value: unknown): string => {
  if (typeof value !== 'string') throw new Error('no text')
  return value
}
type Both = number | bigint
const sums: Readonly<Record<string, (left: Both, right: Both) => number>> = {
  '+': (left, right) => Number(left) + Number(right),
  '-': (left, right) => Number(left) - Number(right),
  '*': (left, right) => Number(left) * Number(right),
  '/': (left, right) => Number(left) / Number(right),
}

function environment(): Environment {
  const env = new Environment({ unlistedVariablesAreDyn: true, limits })
    .registerFunction('string.like(string): bool', like)
    .registerFunction('versionAtLeast(dyn, string): bool', (version, wanted) => versionAtLeast(text(version), wanted))
    .registerFunction('string.spilContains(string): bool', contains)
    .registerFunction('string.spilIndexOf(string): int', indexOf('indexOf'))
    .registerFunction('string.spilIndexOf(string, int): int', indexOf('indexOf'))
    .registerFunction('string.spilLastIndexOf(string): int', indexOf('lastIndexOf'))
    .registerFunction('string.spilLastIndexOf(string, int): int', indexOf('lastIndexOf'))
    .registerFunction('spilMade(dyn): dyn', made)
    .registerFunction('daysSince(dyn): double', () => 0)
    .registerFunction('daysSince(dyn, double): double', (moment, now) => daysSince(moment, now))
  // Facts are numbers with or without a fraction, and 8 is written more often than 8.0.
  for (const [sign, sum] of Object.entries(sums)) {
    env.registerOperator(`double ${sign} int`, sum)
    env.registerOperator(`int ${sign} double`, sum)
  }
  return env
}
export const language = environment()

/** They go through a list, with a name for each of it. */
export const throughLists: ReadonlySet<string> = new Set(['exists', 'all', 'filter', 'map', 'exists_one'])
/** Those that look for a text in a text, as they are carried out: with what they cost. */
export const searching: ReadonlyMap<string, string> = new Map([
  ['contains', 'spilContains'],
  ['indexOf', 'spilIndexOf'],
  ['lastIndexOf', 'spilLastIndexOf'],
])

/**
 * matches and duration go back and forth through a text without end; with has() what is missing would be right; split makes a list as long as a text,
 * and join a text as long as all of a list; the others make what no fact is, or are ours to put in.
 */
export const refused: ReadonlySet<string> = new Set([
  ...(['matches', 'duration', 'has', 'split', 'join', 'bytes', 'bind', 'type', 'json', 'base64', 'hex', 'spilMade'] as const),
  ...searching.values(),
])

/** The fact that this reads: disk.encrypted, or fact["any key"]. `bound`: names that stand for something of a list. */
export function factOf(node: ASTNode, bound: ReadonlySet<string>): string | undefined {
  if (node.op === '[]') {
    const [of, key] = node.args
    return of.op === 'id' && of.args === 'fact' && key.op === 'value' && typeof key.args === 'string' ? key.args : undefined
  }
  if (node.op === 'id') return bound.has(node.args) ? undefined : node.args
  if (node.op !== '.') return undefined
  const [of, name] = node.args
  if (of.op === '[]') return undefined
  const before = factOf(of, bound)
  return before === undefined ? undefined : `${before}.${name}`
}

/** The parts of a node, each with the names that are bound in it. */
export function partsIn(node: ASTNode, bound: ReadonlySet<string>): [ASTNode, ReadonlySet<string>][] {
  if (node.op === 'value' || node.op === 'id') return []
  if (node.op === '!_' || node.op === '-_') return [[node.args, bound]]
  if (node.op === '.' || node.op === '.?') return [[node.args[0], bound]]
  if (node.op === 'map') return node.args.flatMap((entry) => entry.map((one): [ASTNode, ReadonlySet<string>] => [one, bound]))
  if (node.op === 'call') return node.args[1].map((one) => [one, bound])
  if (node.op !== 'rcall') return node.args.map((one) => [one, bound])
  const [name, of, given] = node.args
  const [each, ...rest] = given
  if (!throughLists.has(name) || each?.op !== 'id') return [of, ...given].map((one) => [one, bound])
  const within = new Set([...bound, each.args])
  return [[of, bound], ...rest.map((one): [ASTNode, ReadonlySet<string>] => [one, within])]
}
