/** Operators between two expressions: which series belong together, and what becomes of them. */
import type { Labels } from '../../../contract.ts'
import { arithmetic, type Binary, type Matching, type Operator, QueryError } from '../../contract.ts'
import { isComparison } from '../../language/typing/rules.ts'
import type { Budget } from '../budget/rules.ts'
import { Gathering, keyOf, type Line, lineOf, only, partOf, sameItem, unnamed, without, written } from '../lines/rules.ts'

const raised = (base: number, power: number) => (base === 1 || (base === -1 && Math.abs(power) === Number.POSITIVE_INFINITY) ? 1 : base ** power)
const calculations: Readonly<Record<string, (a: number, b: number) => number>> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => a / b,
  '%': (a, b) => a % b,
  '^': raised,
}
const truths: Readonly<Record<string, (a: number, b: number) => boolean>> = {
  '==': (a, b) => a === b,
  '!=': (a, b) => a !== b,
  '<': (a, b) => a < b,
  '<=': (a, b) => a <= b,
  '>': (a, b) => a > b,
  '>=': (a, b) => a >= b,
}
const isArithmetic = (op: Operator) => (arithmetic as readonly string[]).includes(op)

/** Two numbers: what a comparison finds is 1 or 0. */
const operationOf = (op: Operator): ((a: number, b: number) => number) => {
  const holds = truths[op]
  return holds ? (a, b) => (holds(a, b) ? 1 : 0) : (calculations[op] ?? (() => Number.NaN))
}
export function ofScalars(op: Operator, left: Float64Array, right: Float64Array): Float64Array {
  const of = operationOf(op)
  return left.map((value, moment) => of(value, right[moment] as number))
}

/** Each value of `lines` with one number; `swapped`: the number stands at the left. A comparison leaves out what does not hold, unless it is `bool`. */
export function withScalar({ op, bool, at }: Binary, lines: readonly Line[], scalar: Float64Array, swapped: boolean): Line[] {
  const of = operationOf(op)
  const filters = isComparison(op) && !bool
  for (const { values, has } of lines)
    for (let moment = 0; moment < values.length; moment += 1) {
      if (has[moment] === 0) continue
      const value = values[moment] as number
      const other = scalar[moment] as number
      const result = swapped ? of(other, value) : of(value, other)
      if (!filters) values[moment] = result
      else if (result === 0) has[moment] = 0
    }
  const gathering = new Gathering(at)
  for (const line of lines) gathering.add(filters ? line : { ...line, labels: unnamed(line.labels) })
  return gathering.lines
}

/** What two series must have the same to belong together. */
function signatureOf({ on, labels }: Matching): (given: Labels) => string {
  if (on) return (given) => partOf(given, labels)
  const aside = new Set([...labels, '__name__'])
  return (given) => keyOf(without(given, aside))
}

function bySignature(lines: readonly Line[], signature: (labels: Labels) => string): Map<string, Line[]> {
  const found = new Map<string, Line[]>()
  for (const line of lines) {
    const key = signature(line.labels)
    const there = found.get(key)
    if (there) there.push(line)
    else found.set(key, [line])
  }
  return found
}

/** At each moment, whether any of them has a value. */
function presence(lines: readonly Line[], moments: number): Uint8Array {
  const found = new Uint8Array(moments)
  for (const { has } of lines) for (let moment = 0; moment < moments; moment += 1) if (has[moment] === 1) found[moment] = 1
  return found
}
/** `and`, `or`, `unless`. */
export function ofSets({ op, matching, at }: Binary, left: readonly Line[], right: readonly Line[], moments: number): Line[] {
  const signature = signatureOf(matching)
  const [kept, others] = op === 'or' ? [right, left] : [left, right]
  const there = new Map([...bySignature(others, signature)].map(([key, lines]) => [key, presence(lines, moments)] as const))
  const gathering = new Gathering(at)
  if (op === 'or') for (const line of left) gathering.add(line)
  for (const line of kept) {
    const found = there.get(signature(line.labels))
    const has = line.has.map((one, moment) => one & (op === 'and' ? (found?.[moment] ?? 0) : 1 - (found?.[moment] ?? 0)))
    gathering.add({ ...line, has })
  }
  return gathering.lines
}

/** What the outcome is called; `include` comes from the side that has one. */
function namer({ op, bool, matching: { on, labels, many, include } }: Binary): (of: Labels, one: Labels) => Labels {
  const set = new Set(labels)
  return (of, one) => {
    const named = isArithmetic(op) || bool ? unnamed(of) : of
    const kept = many !== 'none' ? named : on ? only(named, labels) : without(named, set)
    if (include.length === 0) return kept
    const { ...changed }: Record<string, string> = kept
    for (const name of include) {
      const value = one[name] ?? ''
      if (value === '') delete changed[name]
      else changed[name] = value
    }
    return changed
  }
}

/** On the side of which each stands alone, no two that are taken for the same may be there at one moment, unless the other side is empty then. */
function mustBeSingle(lines: readonly Line[], asked: Uint8Array, { matching, at }: Binary): void {
  if (lines.length < 2) return
  const seen = new Uint8Array(asked.length)
  for (const { has, labels } of lines)
    for (let moment = 0; moment < asked.length; moment += 1) {
      if (has[moment] === 0 || asked[moment] === 0) continue
      if (seen[moment] === 1) throw new QueryError('manyToMany', at, `${matching.many === 'right' ? 'left' : 'right'}: ${written(labels)}`)
      seen[moment] = 1
    }
}

/** Arithmetic and comparison between two vectors. */
export async function ofVectors(binary: Binary, left: readonly Line[], right: readonly Line[], moments: number, budget: Budget): Promise<Line[]> {
  const { op, bool, matching, at } = binary
  const swapped = matching.many === 'right'
  const [many, single] = swapped ? [right, left] : [left, right]
  const signature = signatureOf(matching)
  const partners = bySignature(single, signature)
  const asked = presence(many, moments)
  for (const lines of partners.values()) mustBeSingle(lines, asked, binary)
  const of = operationOf(op)
  const filters = isComparison(op) && !bool
  const named = namer(binary)
  const gathering = new Gathering(at)
  const taken = new Map<string, Uint8Array>()
  for (const line of many) {
    const key = signature(line.labels)
    for (const partner of partners.get(key) ?? []) {
      budget.take(0, moments)
      if (budget.look(moments)) await budget.breathe()
      const result = lineOf(named(line.labels, partner.labels), filters ? line.itemId : sameItem(line.itemId, partner.itemId), moments)
      const seen = taken.get(key) ?? new Uint8Array(moments)
      taken.set(key, seen)
      for (let moment = 0; moment < moments; moment += 1) {
        if (line.has[moment] === 0 || partner.has[moment] === 0) continue
        const a = (swapped ? partner : line).values[moment] as number
        const b = (swapped ? line : partner).values[moment] as number
        const value = of(a, b)
        if (filters && value === 0) continue
        if (matching.many === 'none' && seen[moment] === 1) throw new QueryError('manyToOne', at, written(line.labels))
        seen[moment] = 1
        result.values[moment] = filters ? a : value
        result.has[moment] = 1
      }
      gathering.add(result)
    }
  }
  return gathering.lines
}
