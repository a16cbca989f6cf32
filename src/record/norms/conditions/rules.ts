/**
 * Conditions over facts: what is wrong with one, which facts it reads, and whether it holds. A fact that is not known or too old makes the
 * outcome unknown, unless it comes out the same whatever that fact is; unknown is never met. Pure: time is an argument.
 */
import { type ASTNode, ParseError, serialize } from '@marcbachmann/cel-js'
import { factOf, language, mostCharacters, partsIn, refused, searching, throughLists, withinSteps } from './language/rules.ts'

export const wrongs = [
  'empty',
  'tooLong',
  'tooBig',
  'sign',
  'text',
  'unfinished',
  'function',
  'matches',
  'has',
  'types',
  'nested',
  'noBool',
  'noFact',
] as const
export interface Wrong {
  code: `norms.condition.${(typeof wrongs)[number]}`
  /** Where, in characters from the beginning. */
  from: number
  to: number
  /** What stands there. */
  what: string
}
export type Verdict = 'met' | 'broken' | 'unknown'
export interface Known {
  value: string | number | boolean
  seenAt: string
}
export interface Outcome {
  verdict: Verdict
  /** Facts that are not known, or were last seen too long ago; because of these it is unknown. */
  missing: string[]
  stale: string[]
  /** Part of the condition for which the values are of another kind than it needs. */
  unusable: string | null
  /** When the oldest fact it reads was last seen; null when it knows none. */
  evidenceAt: string | null
  /** When it may be different without any fact changing. */
  dueAt: Date | null
}
/** How a part comes out; a list names what is not known. */
type Truth = true | false | { keys: readonly string[]; unusable: string | null }
type Run = (facts: ReadonlyMap<string, Known>, now: number) => Truth

interface Part {
  tree: ASTNode
  run: Run
}
export interface Condition {
  source: string
  tree: ASTNode
  /** Keys of the facts it reads. */
  keys: readonly string[]
  run: Run
  /** What stands between its ands: each must hold. */
  parts: readonly Part[]
  /** It counts days, so it changes by itself. */
  counts: boolean
}

const none: ReadonlySet<string> = new Set()
const wrongAt = (code: (typeof wrongs)[number], { start, end }: { start: number; end: number }, source: string): Wrong => ({
  code: `norms.condition.${code}`,
  from: start,
  to: end,
  what: source.slice(start, end) || source.slice(-20),
})
const syntax: Readonly<Record<string, (typeof wrongs)[number]>> = {
  unexpected_character: 'sign',
  unexpected_token: 'unfinished',
  unterminated_string: 'text',
  unterminated_triple_quoted_string: 'text',
  newline_in_string: 'text',
  limit_exceeded: 'tooBig',
  no_matching_overload: 'function',
}

/** The condition, or everything that is wrong with it. */
export function compile(source: string): { condition: Condition; wrong: [] } | { condition: null; wrong: Wrong[] } {
  const whole = { start: 0, end: source.length }
  if (source.trim() === '') return { condition: null, wrong: [wrongAt('empty', whole, source)] }
  if (source.length > mostCharacters) return { condition: null, wrong: [wrongAt('tooLong', { start: mostCharacters, end: source.length }, source)] }
  try {
    const parsed = language.parse(source)
    const wrong = refusals(parsed.ast, none, false, source)
    if (wrong.length > 0) return { condition: null, wrong }
    const { valid, type, error } = parsed.check()
    if (!valid) return { condition: null, wrong: [wrongAt(syntax[error?.code ?? ''] ?? 'types', error?.range ?? whole, source)] }
    if (type !== 'bool' && type !== 'dyn') return { condition: null, wrong: [wrongAt('noBool', whole, source)] }
    const keys = [...new Set(keysIn(parsed.ast, none))]
    if (keys.length === 0) return { condition: null, wrong: [wrongAt('noFact', whole, source)] }
    const parts = between(parsed.ast).map((tree) => ({ tree, run: runOf(tree) }))
    const condition = { source, tree: parsed.ast, keys, run: runOf(parsed.ast), parts, counts: countsIn(parsed.ast) }
    return { condition, wrong: [] }
  } catch (error) {
    if (!(error instanceof ParseError)) return { condition: null, wrong: [wrongAt('types', whole, source)] }
    return { condition: null, wrong: [wrongAt(syntax[error.code] ?? 'sign', error.range ?? whole, source)] }
  }
}

const between = (node: ASTNode): ASTNode[] => (node.op === '&&' ? node.args.flatMap(between) : [node])
const nameOf = (node: ASTNode): string | undefined => (node.op === 'call' || node.op === 'rcall' ? node.args[0] : undefined)

function refusals(node: ASTNode, bound: ReadonlySet<string>, inList: boolean, source: string): Wrong[] {
  const name = nameOf(node)
  if (name === 'matches' || name === 'has') return [wrongAt(name, node, source)]
  if (name !== undefined && refused.has(name)) return [wrongAt('function', node, source)]
  const through = name !== undefined && throughLists.has(name)
  // A list in a list in a list takes longer than anybody waits.
  if (through && inList) return [wrongAt('nested', node, source)]
  if (factOf(node, bound) !== undefined) return []
  return partsIn(node, bound).flatMap(([part, names]) => refusals(part, names, inList || through, source))
}
function keysIn(node: ASTNode, bound: ReadonlySet<string>): string[] {
  const key = factOf(node, bound)
  return key === undefined ? partsIn(node, bound).flatMap(([part, names]) => keysIn(part, names)) : [key]
}
const countsIn = (node: ASTNode): boolean => nameOf(node) === 'daysSince' || partsIn(node, none).some(([part]) => countsIn(part))

const unknown = (one: Truth, other: Truth): Truth => {
  const [left, right] = [one, other].map((truth) => (typeof truth === 'boolean' ? { keys: [], unusable: null } : truth))
  return { keys: [...(left?.keys ?? []), ...(right?.keys ?? [])], unusable: left?.unusable ?? right?.unusable ?? null }
}
/** And, or, not and if are ours, because they know of three outcomes; everything below is the library's. */
function runOf(node: ASTNode): Run {
  if (node.op === '!_') {
    const inner = runOf(node.args)
    return (facts, now) => {
      const truth = inner(facts, now)
      return typeof truth === 'boolean' ? !truth : truth
    }
  }
  if (node.op === '&&' || node.op === '||') {
    const [left, right] = [runOf(node.args[0]), runOf(node.args[1])]
    const decides = node.op === '||'
    return (facts, now) => {
      const one = left(facts, now)
      if (one === decides) return one
      const other = right(facts, now)
      if (other === decides) return other
      return typeof one === 'boolean' && typeof other === 'boolean' ? !decides : unknown(one, other)
    }
  }
  if (node.op === '?:') {
    const [test, yes, no] = [runOf(node.args[0]), runOf(node.args[1]), runOf(node.args[2])]
    return (facts, now) => {
      const truth = test(facts, now)
      if (typeof truth === 'boolean') return truth ? yes(facts, now) : no(facts, now)
      const [one, other] = [yes(facts, now), no(facts, now)]
      return one === other && typeof one === 'boolean' ? one : truth
    }
  }
  return leafOf(node)
}

/** Each fact becomes a name of its own, because keys are more than names can be. */
function leafOf(node: ASTNode): Run {
  const keys = [...new Set(keysIn(node, none))]
  const named = new Map(keys.map((key, at) => [key, `f${at}`]))
  const program = language.parse(serialize(renamed(node, none, named)))
  const source = serialize(node)
  return (facts, now) => {
    const absent = keys.filter((key) => !facts.has(key))
    if (absent.length > 0) return { keys: absent, unusable: null }
    const given: Record<string, unknown> = { n: now }
    for (const [key, name] of named) given[name] = facts.get(key)?.value
    try {
      const truth: unknown = program(given)
      return typeof truth === 'boolean' ? truth : { keys: [], unusable: source }
    } catch {
      return { keys: [], unusable: source }
    }
  }
}
/** Only facts (f0, f1, …), `n` and this remain as names, so none of them can stand for another. A list within a list is refused: one is enough. */
const each = { op: 'id', args: 'each' } as ASTNode
/** As it is carried out: every fact under its own name, and what takes long with what it costs. */
function renamed(node: ASTNode, bound: ReadonlySet<string>, names: ReadonlyMap<string, string>): ASTNode {
  const key = factOf(node, bound)
  if (key !== undefined) return { op: 'id', args: names.get(key) ?? key } as ASTNode
  if (node.op === 'id') return each
  const parts = partsIn(node, bound)
  const again = new Map(parts.map(([part, within]) => [part, renamed(part, within, names)]))
  const swap = (value: unknown): unknown => (Array.isArray(value) ? value.map(swap) : (again.get(value as ASTNode) ?? value))
  const name = nameOf(node)
  if (name !== undefined && !throughLists.has(name)) for (const [part, one] of again) again.set(part, counted(one))
  if (node.op === 'call' && name === 'daysSince')
    return { op: 'call', args: ['daysSince', [...node.args[1].map((one) => swap(one)), { op: 'id', args: 'n' }]] } as ASTNode
  if (node.op !== 'rcall') return { op: node.op, args: swap(node.args) } as ASTNode
  const [called, of, given] = node.args
  if (throughLists.has(called) && given[0]) again.set(given[0], each)
  return { op: 'rcall', args: [searching.get(called) ?? called, swap(of), swap(given)] } as ASTNode
}
/** What is given to a function, unless it is written or known as it is. */
const counted = (node: ASTNode): ASTNode =>
  node.op === 'value' || node.op === 'id' ? node : ({ op: 'call', args: ['spilMade', [node]] } as unknown as ASTNode)

/** What counts days is looked at again this often. */
const again = 3_600_000
/** Something that was seen too long ago may be seen again without changing: looked at a few times in the time it is good for. */
const lookAgain = (maxAge: number) => Math.min(900_000, Math.max(60_000, maxAge / 10))

/** What is still good of what is known. */
function freshOf({ keys }: Condition, facts: ReadonlyMap<string, Known>, maxAge: number | null, at: number): Map<string, Known> {
  const fresh = new Map<string, Known>()
  for (const key of keys) {
    const fact = facts.get(key)
    if (fact && (maxAge === null || Date.parse(fact.seenAt) + maxAge > at)) fresh.set(key, fact)
  }
  return fresh
}
/** The parts between its ands that are not met: broken ones, and when there are none those that are not known. */
export function notMet(condition: Condition, facts: ReadonlyMap<string, Known>, maxAge: number | null, now: Date): ASTNode[] {
  const fresh = freshOf(condition, facts, maxAge, now.getTime())
  const truths = withinSteps(() => condition.parts.map(({ tree, run }) => ({ tree, truth: run(fresh, now.getTime()) })))
  const broken = truths.filter(({ truth }) => truth === false)
  return (broken.length > 0 ? broken : truths.filter(({ truth }) => truth !== true)).map(({ tree }) => tree)
}

/** Whether the condition holds. `maxAge`: how many milliseconds a fact is good for; null: for ever. */
export function judge(condition: Condition, facts: ReadonlyMap<string, Known>, maxAge: number | null, now: Date): Outcome {
  const at = now.getTime()
  const fresh = freshOf(condition, facts, maxAge, at)
  const stale: string[] = []
  const dues: number[] = condition.counts ? [at + again] : []
  const seen: number[] = []
  for (const key of condition.keys) {
    const fact = facts.get(key)
    if (!fact) continue
    const seenAt = Date.parse(fact.seenAt)
    seen.push(seenAt)
    if (!fresh.has(key)) stale.push(key)
    else if (maxAge !== null) dues.push(seenAt + maxAge)
  }
  if (maxAge !== null && stale.length > 0) dues.push(at + lookAgain(maxAge))
  const truth = withinSteps(() => condition.run(fresh, at))
  const isKnown = typeof truth === 'boolean'
  return {
    verdict: isKnown ? (truth ? 'met' : 'broken') : 'unknown',
    missing: isKnown ? [] : [...new Set(truth.keys)].filter((key) => !stale.includes(key)),
    stale: isKnown ? [] : [...new Set(truth.keys)].filter((key) => stale.includes(key)),
    unusable: isKnown ? null : truth.unusable,
    evidenceAt: seen.length === 0 ? null : new Date(Math.min(...seen)).toISOString(),
    dueAt: dues.length === 0 ? null : new Date(Math.min(...dues)),
  }
}
