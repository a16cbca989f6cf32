/** Our PromQL beside Prometheus 2.42: the same samples, the same queries, the same answers value for value. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Found } from '#record/series/contract.ts'
import { QueryError } from '#record/series/promql/contract.ts'
import { evaluate, evaluateAt, fitting, parse } from '#record/series/promql/promql.ts'
import { type Answered, type Prometheus, prometheus } from './prometheus.ts'
import { madeQueries, queries } from './queries.ts'
import { begin, minutes, samplesForPeers } from './samples.ts'

let peer: Prometheus
let samples: Found[]
beforeAll(async () => {
  samples = samplesForPeers()
  peer = await prometheus()
  await peer.write(samples)
}, 60_000)
afterAll(() => peer[Symbol.asyncDispose]())

/** Values by series; of a scalar under no name. Values as numbers, so that how they are written does not matter. */
type Pair = [at: number, value: number]
type Answer = Map<string, Pair[]> | 'refused'
const keyOf = (labels: Readonly<Record<string, string>>) => JSON.stringify(Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1)))
const numberOf = (text: string) => Number(text.replace(/Inf$/, 'Infinity'))

function theirs({ status, data }: Answered): Answer {
  if (status !== 'success' || !data) return 'refused'
  const read = ([at, value]: readonly [number, string]): [number, number] => [Math.round(at * 1000), numberOf(value)]
  if (data.resultType === 'scalar') return new Map([['[]', [read(data.result as [number, string])]]])
  const series = data.result as { metric: Record<string, string>; value?: [number, string]; values?: [number, string][] }[]
  return new Map(series.map(({ metric, value, values = value ? [value] : [] }) => [keyOf(metric), values.map(read)]))
}
const select = (matchers: Parameters<typeof fitting>[0]) => {
  const fits = fitting(matchers)
  return samples.filter(({ labels }) => fits(labels))
}
async function ours(query: string, from: number, to: number, step: number): Promise<Answer> {
  try {
    const expression = parse(query)
    const result = step > 0 ? await evaluate(expression, { from, to, step, select }) : await evaluateAt(expression, from, { select })
    if (result.type === 'scalar') return new Map([['[]', [[from, result.value]]]])
    if (result.type === 'string') return 'refused'
    if (result.type === 'vector') return new Map(result.elements.map(({ labels, value }) => [keyOf(labels), [[from, value]]]))
    return new Map(result.series.map(({ labels, at, value }) => [keyOf(labels), [...at].map((one, place) => [one, value[place] as number])]))
  } catch (error) {
    if (error instanceof QueryError) return 'refused'
    throw error
  }
}

const near = (one: number, other: number) =>
  Object.is(one, other) || one === other || Math.abs(one - other) <= 1e-9 * Math.max(Math.abs(one), Math.abs(other))
/** What is different, as short as can be. */
function differences(mine: Answer, other: Answer): string[] {
  if (mine === 'refused' || other === 'refused')
    return mine === other ? [] : [`ours ${mine === 'refused' ? mine : 'answers'}, theirs ${other === 'refused' ? other : 'answers'}`]
  const found: string[] = []
  for (const key of new Set([...mine.keys(), ...other.keys()])) {
    const one: Pair[] = mine.get(key) ?? []
    const two: Pair[] = other.get(key) ?? []
    if (one.length !== two.length) found.push(`${key}: ${one.length} values, theirs ${two.length}`)
    const wrong = one.findIndex(([at, value], place) => at !== two[place]?.[0] || !near(value, two[place]?.[1] as number))
    if (wrong >= 0) found.push(`${key} at ${one[wrong]?.[0]}: ${one[wrong]?.[1]}, theirs ${two[wrong]?.[1]} at ${two[wrong]?.[0]}`)
  }
  return found.slice(0, 3)
}

const moment = begin + 97 * 60_000
const span = { from: begin + 30 * 60_000, to: begin + (minutes + 15) * 60_000, step: 87_000 }
async function compared(query: string): Promise<string[]> {
  const seconds = (at: number) => String(at / 1000)
  const once = await peer.ask('query', { query, time: seconds(moment) })
  const found = differences(await ours(query, moment, moment, 0), theirs(once))
  const { from, to, step } = span
  const many = await peer.ask('query_range', { query, start: seconds(from), end: seconds(to), step: seconds(step) })
  found.push(...differences(await ours(query, from, to, step), theirs(many)).map((one) => `range: ${one}`))
  return found.map((one) => `${query}\n  ${one}${once.error ? ` (${once.error})` : ''}`)
}

describe('the same answers as Prometheus', () => {
  test('written queries', async () => {
    expect(queries.length).toBeGreaterThanOrEqual(120)
    const found: string[] = []
    let answered = 0
    for (const query of queries) {
      found.push(...(await compared(query)))
      if ((await ours(query, span.from, span.to, span.step)) !== 'refused') answered += 1
    }
    expect(found.join('\n')).toBe('')
    expect(answered).toBeGreaterThanOrEqual(120)
  }, 120_000)

  test('queries put together by chance', async () => {
    const found: string[] = []
    for (const query of madeQueries(400)) found.push(...(await compared(query)))
    expect(found.join('\n')).toBe('')
  }, 120_000)
})
