/** PromQL as Spil reads it: the tree of an expression, what may be wrong with one, and what comes out. Plain data. */
import type { Labels, Matcher } from '../contract.ts'

/** `vector`: one value a series at each moment. `matrix`: the samples of a span before it. */
export type ValueType = 'scalar' | 'string' | 'vector' | 'matrix'

export const arithmetic = ['+', '-', '*', '/', '%', '^'] as const
export const comparisons = ['==', '!=', '<', '<=', '>', '>='] as const
export const sets = ['and', 'or', 'unless'] as const
export type Operator = (typeof arithmetic)[number] | (typeof comparisons)[number] | (typeof sets)[number]

export const aggregators = ['sum', 'avg', 'min', 'max', 'count', 'group', 'stddev', 'stdvar', 'topk', 'bottomk', 'quantile', 'count_values'] as const
export type Aggregator = (typeof aggregators)[number]

/** Which series of both sides belong together. */
export interface Matching {
  on: boolean
  labels: readonly string[]
  /** `many`: which side may have several for one of the other; `include`: labels that these take over from the other. */
  many: 'none' | 'left' | 'right'
  include: readonly string[]
}

interface Node<T extends ValueType = ValueType> {
  type: T
  /** Where it begins in the text, in characters. */
  at: number
}
export interface Selector extends Node<'vector'> {
  kind: 'selector'
  matchers: readonly Matcher[]
  /** In ms; more: longer ago. */
  offset: number
}
export interface Range extends Node<'matrix'> {
  kind: 'range'
  of: Selector
  /** In ms. */
  range: number
}
export interface Subquery extends Node<'matrix'> {
  kind: 'subquery'
  of: Expression
  range: number
  /** In ms. */
  step: number
  offset: number
}
export interface Binary extends Node<'scalar' | 'vector'> {
  kind: 'binary'
  op: Operator
  left: Expression
  right: Expression
  /** A comparison answers 0 or 1 and leaves nothing out. */
  bool: boolean
  matching: Matching
}
export interface Aggregation extends Node<'vector'> {
  kind: 'aggregation'
  op: Aggregator
  of: Expression
  parameter: Expression | null
  /** Only these labels stay, or all but these. */
  by: boolean
  labels: readonly string[]
}
export interface Call extends Node {
  kind: 'call'
  name: string
  args: readonly Expression[]
}
export type Expression =
  | (Node<'scalar'> & { kind: 'number'; value: number })
  | (Node<'string'> & { kind: 'string'; value: string })
  | (Node<'scalar' | 'vector'> & { kind: 'minus'; of: Expression })
  | Selector
  | Range
  | Subquery
  | Binary
  | Aggregation
  | Call

export const wrongs = [
  'tooLong',
  'tooDeep',
  'empty',
  'sign',
  'unexpected',
  'text',
  'number',
  'duration',
  'expression',
  'nameTwice',
  'noMatcher',
  'label',
  'atModifier',
  'offset',
  'rangeOf',
  'subqueryOf',
  'minusOf',
  'bool',
  'boolNeeded',
  'setOf',
  'matching',
  'labelTwice',
  'grouping',
  'unknownFunction',
  'arguments',
  'type',
  'regex',
  'notInRange',
  'tooManySteps',
  'step',
] as const
/** What only shows when it is evaluated. */
export const failures = [
  'sameLabels',
  'manyToMany',
  'manyToOne',
  'tooManySamples',
  'tooManySeries',
  'tooLate',
  'noNumber',
  'labelTooLong',
  'regexTooMuch',
  'busy',
] as const
export type QueryCode = (typeof wrongs)[number] | (typeof failures)[number]

/** Why there is no answer. `at`: where in the text, in characters; `given`: what stands there. Texts are in texts.ts, as `series.promql.<code>`. */
export class QueryError extends Error {
  override name = 'QueryError'
  code: QueryCode
  at: number
  given: string
  constructor(code: QueryCode, at: number, given = '') {
    super(`${code} at ${at}: ${given}`)
    this.code = code
    this.at = at
    this.given = given
  }
}

export interface Element {
  labels: Labels
  /** The item it is about, when all that contributed are about the same one. */
  itemId: string | null
  value: number
}
export interface Points {
  labels: Labels
  itemId: string | null
  at: Float64Array
  value: Float64Array
}
export interface Matrix {
  type: 'matrix'
  series: Points[]
}
export type Result = { type: 'scalar'; value: number } | { type: 'string'; value: string } | { type: 'vector'; elements: Element[] } | Matrix
