/** What Grafana asks, through HTTP on a real PostgreSQL. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { directory } from '#record/people/directory/contract.ts'
import { type Member, type Spil, spil } from '#test/spil.ts'
import { flush } from '../flushing/flushing.ts'
import { appendSamples } from '../series.ts'

let house: Spil
let reader: Member
let begin: number
beforeAll(async () => {
  house = await spil()
  const { organisationId } = await house.administrator()
  reader = await house.member(['engineer'])
  begin = Math.floor(house.app.now().getTime() / 60_000) * 60_000 - 3_600_000
  const samples = ['db1', 'db2'].flatMap((instance, host) =>
    Array.from({ length: 61 }, (_, minute) => ({
      labels: { __name__: 'served_total', job: 'db', instance },
      at: begin + minute * 60_000,
      value: minute * 60 * (host + 1),
    })),
  )
  await house.app.asSystem((ctx) => appendSamples(ctx, { organisationId, name: 'test', itemId: null }, samples))
  await house.app.asSystem((ctx) =>
    appendSamples(ctx, { organisationId, name: 'test', itemId: null }, [{ labels: { __name__: 'odd' }, at: begin, value: Number.POSITIVE_INFINITY }]),
  )
})
afterAll(() => house[Symbol.asyncDispose]())

interface Said {
  status: string
  data: { resultType: string; result: { metric: object; value?: unknown; values?: unknown[] }[] }
  errorType?: string
  error?: string
  warnings?: string[]
}
const base = '/api/prometheus/api/v1'
async function get(path: string, parameters: readonly (readonly [string, string])[] = [], token = reader.token) {
  const reply = await house.server.inject({
    method: 'GET',
    url: `${base}/${path}?${new URLSearchParams(parameters.map(([name, value]) => [name, value]))}`,
    headers: { authorization: `Bearer ${token}` },
  })
  return { status: reply.statusCode, said: reply.json<Said>() }
}
async function post(path: string, form: string) {
  const headers = { authorization: `Bearer ${reader.token}`, 'content-type': 'application/x-www-form-urlencoded' }
  const reply = await house.server.inject({ method: 'POST', url: `${base}/${path}`, payload: form, headers })
  return { status: reply.statusCode, said: reply.json<Said>() }
}
const seconds = (at: number) => String(at / 1000)

test.each(['from memory', 'from the database'])('at a moment and over a span, %s', async (where) => {
  if (where === 'from the database') await flush(house.app)
  const at = begin + 3_600_000
  expect(
    await get('query', [
      ['query', 'rate(served_total[10m])'],
      ['time', seconds(at)],
    ]),
  ).toEqual({
    status: 200,
    said: {
      status: 'success',
      data: {
        resultType: 'vector',
        result: [
          { metric: { instance: 'db1', job: 'db' }, value: [at / 1000, '1'] },
          { metric: { instance: 'db2', job: 'db' }, value: [at / 1000, '2'] },
        ],
      },
    },
  })
  const { said } = await post(
    'query_range',
    `query=${encodeURIComponent('sum(served_total)')}&start=${seconds(begin)}&end=${seconds(begin + 120_000)}&step=1m`,
  )
  expect(said.data).toEqual({
    resultType: 'matrix',
    result: [
      {
        metric: {},
        values: [
          [begin / 1000, '0'],
          [begin / 1000 + 60, '180'],
          [begin / 1000 + 120, '360'],
        ],
      },
    ],
  })
})
test('what Grafana asks when it connects', async () => {
  expect((await post('query', 'query=1%2B1&time=4')).said).toEqual({ status: 'success', data: { resultType: 'scalar', result: [4, '2'] } })
  expect((await get('status/buildinfo')).said).toMatchObject({ status: 'success', data: { version: '2.42.0' } })
  expect((await get('metadata')).said).toEqual({ status: 'success', data: {} })
})
test('moments as RFC 3339, texts, raw samples, what is no number, and a limit', async () => {
  const iso = new Date(begin).toISOString()
  expect(
    (
      await get('query', [
        ['query', 'odd'],
        ['time', iso],
      ])
    ).said.data.result,
  ).toEqual([{ metric: { __name__: 'odd' }, value: [begin / 1000, '+Inf'] }])
  expect(
    (
      await get('query', [
        ['query', '"a"'],
        ['time', iso],
      ])
    ).said.data,
  ).toEqual({ resultType: 'string', result: [begin / 1000, 'a'] })
  expect(
    (
      await get('query', [
        ['query', 'served_total{instance="db1"}[2m]'],
        ['time', seconds(begin + 120_000)],
      ])
    ).said.data.result[0]?.values,
  ).toEqual([
    [begin / 1000, '0'],
    [begin / 1000 + 60, '60'],
    [begin / 1000 + 120, '120'],
  ])
  const { said } = await get('query', [
    ['query', 'served_total'],
    ['time', iso],
    ['limit', '1'],
  ])
  expect([said.data.result.length, said.warnings]).toEqual([1, ['results truncated due to limit']])
})
test('what is wrong is said in their words', async () => {
  const kind = async (path: string, parameters: readonly (readonly [string, string])[]) => {
    const { status, said } = await get(path, parameters)
    return [status, said.status, said.errorType, said.error]
  }
  expect(await kind('query', [['query', 'rate(served_total)']])).toEqual([
    ...[400, 'error', 'bad_data'],
    'At character 6: something else is needed here. What it is and what is needed: vector, matrix.',
  ])
  expect(
    (
      await kind('query', [
        ['query', 'served_total * on(job) served_total'],
        ['time', seconds(begin)],
      ])
    ).slice(0, 3),
  ).toEqual([422, 'error', 'execution'])
  expect(
    (
      await kind('query', [
        ['query', 'sum(served_total)'],
        ['timeout', '0'],
      ])
    ).slice(0, 3),
  ).toEqual([503, 'error', 'timeout'])
  expect(
    await kind('query', [
      ['query', '1'],
      ['time', 'soon'],
    ]),
  ).toEqual([400, 'error', 'bad_data', 'The parameter “time” is missing or cannot be understood.'])
  const span = [
    ['query', '1'],
    ['start', '100'],
    ['end', '200'],
  ] as const
  expect((await kind('query_range', [...span, ['step', '0.001']])).slice(0, 3)).toEqual([400, 'error', 'bad_data'])
  expect((await kind('query_range', [...span, ['step', '0']]))[3]).toBe('The step must be larger than zero.')
  expect(
    (
      await kind('query_range', [
        ['query', '1'],
        ['start', '200'],
        ['end', '100'],
        ['step', '1'],
      ])
    )[3],
  ).toBe('The end lies before the start.')
  expect((await kind('series', []))[3]).toBe('The parameter “match[]” is missing or cannot be understood.')
})

test('series, labels and values, of those that fit', async () => {
  expect(
    (
      await get('series', [
        ['match[]', 'served_total{instance="db1"}'],
        ['match[]', 'odd'],
      ])
    ).said.data,
  ).toEqual([{ __name__: 'served_total', job: 'db', instance: 'db1' }, { __name__: 'odd' }])
  expect((await get('labels')).said.data).toEqual(['__name__', 'instance', 'job'])
  expect((await post('labels', 'match[]=odd')).said.data).toEqual(['__name__'])
  expect((await get('label/__name__/values')).said.data).toEqual(['odd', 'served_total'])
  expect(
    (
      await get('label/instance/values', [
        ['match[]', '{job=~"d."}'],
        ['limit', '1'],
      ])
    ).said,
  ).toMatchObject({ data: ['db1'], warnings: [expect.any(String)] })
  expect((await post('series', 'match[]=odd')).said.data).toEqual([{ __name__: 'odd' }])
})
test('of another organisation nothing is there; who may not is refused', async () => {
  const stranger = await house.member(['engineer'], { organisationId: await elsewhere() })
  expect((await get('query', [['query', 'served_total']], stranger.token)).said.data.result).toEqual([])
  expect((await get('label/__name__/values', [], stranger.token)).said.data).toEqual([])
  const reporter = await house.member(['reporter'])
  expect((await get('query', [['query', '1']], reporter.token)).status).toBe(403)
})
async function elsewhere(): Promise<string> {
  const bea = await house.administrator()
  const body = { name: 'De Wilg', locale: 'nl', timeZone: 'Europe/Amsterdam' } as const
  return (await house.as(directory, bea.token).createOrganisation({ body })).id
}

test('of long ago what was kept of 5 minutes or hours is used, each counted once', async () => {
  const { organisationId } = await house.administrator()
  const hour = 3_600_000
  const first = Math.floor((house.app.now().getTime() - 40 * hour) / (6 * hour)) * 6 * hour
  const samples = Array.from({ length: 18 * 60 }, (_, minute) => ({
    labels: { __name__: 'old' },
    at: first + (minute + 1) * 60_000,
    value: minute % 60,
  }))
  await house.app.asSystem((ctx) => appendSamples(ctx, { organisationId, name: 'test', itemId: null }, samples))
  await flush(house.app)
  const span = (query: string, step: string) =>
    get('query_range', [
      ['query', query],
      ['start', seconds(first + 8 * hour)],
      ['end', seconds(first + 16 * hour)],
      ['step', step],
    ])
  const values = (of: string) => [8, 16].map((past) => [(first + past * hour) / 1000, of])
  // Minute by minute, both ends of a span count: 481. Of places none is counted twice.
  expect((await span('count_over_time(old[8h])', '8h')).said.data.result[0]?.values).toEqual(values('480'))
  expect((await span('avg_over_time(old[8h])', '8h')).said.data.result[0]?.values).toEqual(values('29.5'))
  expect((await span('old', '8h')).said.data.result[0]?.values).toEqual(values('59'))
})

test('a series that ended is gone at once, from memory and from the database alike', async () => {
  const { organisationId } = await house.administrator()
  const ended = new Float64Array(new BigUint64Array([0x7ff0000000000002n]).buffer)[0] as number
  const samples = [1, 2, ended].map((value, minute) => ({ labels: { __name__: 'gone' }, at: begin + minute * 60_000, value }))
  await house.app.asSystem((ctx) => appendSamples(ctx, { organisationId, name: 'test', itemId: null }, samples))
  const at = async (query: string, seen: number) =>
    (
      await get('query', [
        ['query', query],
        ['time', seconds(seen)],
      ])
    ).said.data.result.length
  for (const from of ['memory', 'database']) {
    if (from === 'database') await flush(house.app)
    expect(
      [await at('gone', begin + 119_000), await at('gone', begin + 120_000), await at('count_over_time(gone[5m]) == 2', begin + 130_000)],
      from,
    ).toEqual([1, 0, 1])
  }
})
