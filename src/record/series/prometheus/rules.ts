/** What is asked in the words of Prometheus, and answers in them. */
import type { Labels, Matcher } from '../contract.ts'
import { failures, type Points, QueryError, type Result } from '../promql/contract.ts'
import { durationOf } from '../promql/language/lexing/rules.ts'
import { parse } from '../promql/promql.ts'

/** A parameter that is missing or cannot be understood. */
export class ParameterError extends Error {
  override name = 'ParameterError'
  code: 'parameter' | 'order'
  given: string
  constructor(given: string, code: ParameterError['code'] = 'parameter') {
    super(given)
    this.given = given
    this.code = code
  }
}

export type Parameters = ReadonlyMap<string, readonly string[]>
/** What stands in the address and in the form, together. */
export function parametersOf(query: Readonly<Record<string, string | string[] | undefined>>, form: string): Parameters {
  const found = new Map<string, string[]>()
  const add = (name: string, value: string) => found.set(name, [...(found.get(name) ?? []), value])
  for (const [name, value] of new URLSearchParams(form)) add(name, value)
  for (const [name, value] of Object.entries(query)) for (const one of [value ?? []].flat()) add(name, one)
  return found
}

const numeric = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i
/** The farthest that a date may be. */
const mostTime = 8.64e15
/** Unix seconds or RFC 3339, in ms. */
export function momentOf(parameters: Parameters, name: string, usual?: number): number {
  const given = parameters.get(name)?.[0] ?? ''
  if (given === '' && usual !== undefined) return usual
  const at = numeric.test(given) ? Math.round(Number(given) * 1000) : /^\d{4}-\d{2}-\d{2}T/.test(given) ? Date.parse(given) : Number.NaN
  if (!(Math.abs(at) <= mostTime)) throw new ParameterError(name)
  return at
}
/** Seconds, or a duration as 1m, in ms. */
export function lengthOf(parameters: Parameters, name: string, usual?: number): number {
  const given = parameters.get(name)?.[0] ?? ''
  if (given === '' && usual !== undefined) return usual
  const length = numeric.test(given) ? Math.round(Number(given) * 1000) : (durationOf(given) ?? Number.NaN)
  if (!(Math.abs(length) <= mostTime)) throw new ParameterError(name)
  return length
}
export function limitOf(parameters: Parameters): number {
  const given = parameters.get('limit')?.[0] ?? '0'
  if (!/^\d{1,9}$/.test(given)) throw new ParameterError('limit')
  return Number(given) === 0 ? Number.POSITIVE_INFINITY : Number(given)
}
/** Each is a selector by itself, without an offset. */
export function matchersOf(parameters: Parameters): (readonly Matcher[])[] {
  return (parameters.get('match[]') ?? []).map((given) => {
    const selector = parse(given)
    if (selector.kind !== 'selector' || selector.offset !== 0) throw new ParameterError('match[]')
    return selector.matchers
  })
}

/** How Prometheus calls the kind of failure, and its status. */
export function kindOf(error: QueryError | ParameterError): { errorType: string; status: number } {
  if (error.code === 'tooLate' || error.code === 'busy') return { errorType: 'timeout', status: 503 }
  const execution = error instanceof QueryError && (failures as readonly string[]).includes(error.code)
  return execution ? { errorType: 'execution', status: 422 } : { errorType: 'bad_data', status: 400 }
}

export function valueText(value: number): string {
  if (Number.isFinite(value)) return Object.is(value, -0) ? '-0' : String(value)
  return Number.isNaN(value) ? 'NaN' : value > 0 ? '+Inf' : '-Inf'
}
const pair = (at: number, value: number) => `[${at / 1000},"${valueText(value)}"]`

function* pairsOf({ at, value }: Points): Generator<string> {
  for (let from = 0; from < at.length; from += 1000) {
    let part = ''
    for (let place = from; place < Math.min(from + 1000, at.length); place += 1)
      part += (place === 0 ? '' : ',') + pair(at[place] as number, value[place] as number)
    yield part
  }
}
const metric = (labels: Labels) => `{"metric":${JSON.stringify(labels)}`

/** The answer in pieces: none is held whole, however many points there are. At most `limit` series, and then it says so. */
export function* resultJson(result: Result, at: number, limit: number): Generator<string> {
  yield `{"status":"success","data":{"resultType":"${result.type}","result":`
  let more = false
  if (result.type === 'scalar') yield pair(at, result.value)
  else if (result.type === 'string') yield `[${at / 1000},${JSON.stringify(result.value)}]`
  else if (result.type === 'vector') {
    more = result.elements.length > limit
    const shown = result.elements.slice(0, limit)
    yield '['
    for (const [place, { labels, value }] of shown.entries()) yield `${place === 0 ? '' : ','}${metric(labels)},"value":${pair(at, value)}}`
    yield ']'
  } else {
    more = result.series.length > limit
    yield '['
    for (const [place, one] of result.series.slice(0, limit).entries()) {
      yield `${place === 0 ? '' : ','}${metric(one.labels)},"values":[`
      yield* pairsOf(one)
      yield ']}'
    }
    yield ']'
  }
  yield more ? `},"warnings":["${truncated}"]}` : '}}'
}
export const truncated = 'results truncated due to limit'
