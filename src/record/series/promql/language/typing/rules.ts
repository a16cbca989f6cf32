/** What functions and operators take and answer: checked before anything is read. */
import { type Aggregator, comparisons, type Expression, type Operator, QueryError, sets, type ValueType } from '../../contract.ts'

interface Signature {
  takes: readonly ValueType[]
  /** How many of the last may be left out; `more`: the last may also come again. */
  optional?: number
  more?: true
  gives: ValueType
}
const ofVector: Signature = { takes: ['vector'], gives: 'vector' }
const ofRange: Signature = { takes: ['matrix'], gives: 'vector' }
const ofTime: Signature = { takes: ['vector'], optional: 1, gives: 'vector' }

/** Every function that Spil knows. */
export const functions: ReadonlyMap<string, Signature> = new Map<string, Signature>([
  ...['abs', 'ceil', 'floor', 'exp', 'ln', 'log2', 'log10', 'sqrt', 'sgn', 'absent', 'timestamp', 'sort', 'sort_desc'].map(
    (name) => [name, ofVector] as const,
  ),
  ...['rate', 'irate', 'increase', 'delta', 'idelta', 'deriv', 'resets', 'changes', 'absent_over_time'].map((name) => [name, ofRange] as const),
  ...['avg', 'min', 'max', 'sum', 'count', 'last', 'stddev', 'stdvar', 'present'].map((name) => [`${name}_over_time`, ofRange] as const),
  ...['minute', 'hour', 'day_of_week', 'day_of_month', 'day_of_year', 'days_in_month', 'month', 'year'].map((name) => [name, ofTime] as const),
  ['quantile_over_time', { takes: ['scalar', 'matrix'], gives: 'vector' }],
  ['predict_linear', { takes: ['matrix', 'scalar'], gives: 'vector' }],
  ['histogram_quantile', { takes: ['scalar', 'vector'], gives: 'vector' }],
  ['round', { takes: ['vector', 'scalar'], optional: 1, gives: 'vector' }],
  ['clamp', { takes: ['vector', 'scalar', 'scalar'], gives: 'vector' }],
  ['clamp_min', { takes: ['vector', 'scalar'], gives: 'vector' }],
  ['clamp_max', { takes: ['vector', 'scalar'], gives: 'vector' }],
  ['scalar', { takes: ['vector'], gives: 'scalar' }],
  ['vector', { takes: ['scalar'], gives: 'vector' }],
  ['time', { takes: [], gives: 'scalar' }],
  ['label_replace', { takes: ['vector', 'string', 'string', 'string', 'string'], gives: 'vector' }],
  ['label_join', { takes: ['vector', 'string', 'string', 'string'], optional: 1, more: true, gives: 'vector' }],
])

const expectType = (given: Expression, wanted: ValueType) => {
  if (given.type !== wanted) throw new QueryError('type', given.at, `${given.type}, ${wanted}`)
}

/** The type of what a function answers to these. */
export function typeOfCall(name: string, args: readonly Expression[], at: number): ValueType {
  const signature = functions.get(name)
  if (!signature) throw new QueryError('unknownFunction', at, name)
  const { takes, optional = 0, more, gives } = signature
  if (args.length < takes.length - optional || (args.length > takes.length && !more)) throw new QueryError('arguments', at, name)
  for (const [place, given] of args.entries()) expectType(given, takes[Math.min(place, takes.length - 1)] ?? 'vector')
  return gives
}

/** Which aggregations have something before what they aggregate. */
export const parameterOf = (op: Aggregator): 'scalar' | 'string' | null =>
  op === 'count_values' ? 'string' : op === 'topk' || op === 'bottomk' || op === 'quantile' ? 'scalar' : null

export function checkAggregation(op: Aggregator, args: readonly Expression[], at: number): { of: Expression; parameter: Expression | null } {
  const wanted = parameterOf(op)
  const [first, second] = args
  const parameter = wanted === null ? null : (first ?? null)
  const of = wanted === null ? first : second
  if (!of || args.length !== (wanted === null ? 1 : 2)) throw new QueryError('arguments', at, op)
  if (parameter && wanted) expectType(parameter, wanted)
  if (op === 'count_values' && parameter?.kind === 'string' && !isLabel(parameter.value)) throw new QueryError('label', parameter.at, parameter.value)
  expectType(of, 'vector')
  return { of, parameter }
}

export const isComparison = (op: Operator): boolean => (comparisons as readonly string[]).includes(op)
export const isSet = (op: Operator): boolean => (sets as readonly string[]).includes(op)
export const isLabel = (name: string): boolean => /^[a-zA-Z_][a-zA-Z0-9_]*$/.test(name)

/** `matched`: where it says which series belong together; null: it does not. */
export function typeOfBinary(
  op: Operator,
  left: Expression,
  right: Expression,
  bool: boolean,
  matched: number | null,
  at: number,
): 'scalar' | 'vector' {
  for (const side of [left, right]) if (side.type !== 'scalar' && side.type !== 'vector') throw new QueryError('expression', side.at, side.type)
  const vectors = [left, right].filter(({ type }) => type === 'vector').length
  if (bool && !isComparison(op)) throw new QueryError('bool', at, op)
  if (vectors === 0 && isComparison(op) && !bool) throw new QueryError('boolNeeded', at, op)
  if (isSet(op) && vectors < 2) throw new QueryError('setOf', at, op)
  if (matched !== null && vectors < 2) throw new QueryError('matching', matched, op)
  return vectors === 0 ? 'scalar' : 'vector'
}
