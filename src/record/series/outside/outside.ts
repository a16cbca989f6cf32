/**
 * A store outside of PostgreSQL for who outgrows it: whatever takes remote-write and answers PromQL (Prometheus, VictoriaMetrics, Mimir). Chunks go there
 * instead of into a table; the journal, the head and the language stay as they are. A series is found back by its number (`spil_series`).
 */
import * as z from 'zod'
import type { App } from '#platform/room.ts'
import { decode, type Points, sorted } from '../chunks/rules.ts'
import type { Cut } from '../head/lines/rules.ts'
import type { Places } from '../rollups/rules.ts'
import { type Written, writeRequest } from './adapters/protobuf.ts'

const patience = 30_000
const seriesAtATime = 500
const longestAnswer = 256 * 1024 * 1024

/** Where it is, when there is one. */
export const outsideOf = (app: App): string | undefined => app.config.metricsStore

async function ask(store: string, path: string, body: BodyInit, given: Record<string, string>): Promise<Response> {
  const url = new URL(store)
  const headers = new Headers(given)
  if (url.username !== '') headers.set('authorization', `Basic ${btoa(`${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`)}`)
  url.username = ''
  url.password = ''
  const answer = await fetch(`${url.href.replace(/\/$/, '')}${path}`, {
    ...{ method: 'POST', body, headers, redirect: 'error' },
    signal: AbortSignal.timeout(patience),
  })
  if (!answer.ok) throw new Error(`the store of samples answered ${answer.status}: ${(await answer.text()).slice(0, 200)}`)
  return answer
}

/** Sends chunks. The same ones again are no harm: of two samples at one moment the store keeps one. */
export async function sendCuts(store: string, cuts: readonly Cut[]): Promise<void> {
  const all = cuts.flatMap(({ line, chunks }): Written[] =>
    chunks.map(({ data }) => ({
      labels: { ...line.labels, spil_series: String(line.id), spil_organisation: line.organisationId },
      points: decode(data),
    })),
  )
  const body = await writeRequest(all)
  await ask(store, '/api/v1/write', new Uint8Array(body), {
    'content-type': 'application/x-protobuf',
    'content-encoding': 'snappy',
    'x-prometheus-remote-write-version': '0.1.0',
  })
}

const Answer = z.object({
  status: z.literal('success'),
  data: z.object({
    resultType: z.literal('matrix'),
    result: z.array(z.object({ metric: z.object({ spil_series: z.string() }), values: z.array(z.tuple([z.number(), z.string()])) })),
  }),
})
async function query(store: string, path: string, given: Record<string, string>): Promise<Map<number, Points>> {
  const answer = await ask(store, path, new URLSearchParams({ ...given, nocache: '1' }), {})
  const text = await answer.text()
  if (text.length > longestAnswer) throw new Error('the store of samples answered more than can be read')
  const { data } = Answer.parse(JSON.parse(text))
  return new Map(
    data.result.map(({ metric, values }) => [
      Number(metric.spil_series),
      {
        at: Float64Array.from(values, ([at]) => Math.round(at * 1000)),
        value: Float64Array.from(values, ([, value]) =>
          value.endsWith('Inf') ? (value.startsWith('-') ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY) : Number(value),
        ),
      },
    ]),
  )
}
const selector = (ids: readonly number[]) => `{spil_series=~"${ids.join('|')}"}`
async function eachPart<T>(ids: readonly number[], read: (part: readonly number[]) => Promise<Map<number, T>>): Promise<Map<number, T>> {
  const all = new Map<number, T>()
  for (let from = 0; from < ids.length; from += seriesAtATime)
    for (const [id, found] of await read(ids.slice(from, from + seriesAtATime))) all.set(id, found)
  return all
}

/** Every sample from `from` to `to`, both included, in milliseconds. */
export const samplesOutside = (store: string, ids: readonly number[], from: number, to: number): Promise<Map<number, Points>> =>
  eachPart(ids, async (part) => {
    const found = await query(store, '/api/v1/query', {
      query: `${selector(part)}[${Math.max(1, Math.ceil(to - from) + 1)}ms]`,
      time: String(Math.ceil(to) / 1000),
      step: '60',
    })
    // Which of two at one moment the store keeps is its own affair; it may answer both.
    return new Map([...found].map(([id, points]) => [id, sorted(points)]))
  })

/** Places of `size` milliseconds that end from `from` to `to`. */
export async function placesOutside(store: string, ids: readonly number[], size: number, from: number, to: number): Promise<Map<number, Places>> {
  const start = Math.ceil(from / size) * size
  if (start > to) return new Map()
  const [min, max, sum, count, last] = await Promise.all(
    ['min', 'max', 'sum', 'count', 'last'].map((what) =>
      eachPart(ids, (part) =>
        query(store, '/api/v1/query_range', {
          query: `${what}_over_time(${selector(part)}[${size - 1}ms])`,
          ...{ start: String(start / 1000), end: String(to / 1000), step: String(size / 1000) },
        }),
      ),
    ),
  )
  const none = new Float64Array(0)
  return new Map(
    [...(last ?? [])].map(([id, { at, value }]) => [
      id,
      {
        ...{ at, value },
        rolled: {
          min: min?.get(id)?.value ?? none,
          max: max?.get(id)?.value ?? none,
          sum: sum?.get(id)?.value ?? none,
          count: count?.get(id)?.value ?? none,
        },
      },
    ]),
  )
}
