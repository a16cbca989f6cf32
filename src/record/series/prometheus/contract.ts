/** The HTTP API of Prometheus, as far as Grafana asks it: their words, answered from our series. */
import * as z from 'zod'
import { contract } from '#platform/contract.ts'

/** Prometheus takes the first where one is enough. */
const some = z.union([z.string().max(20_000), z.array(z.string().max(20_000)).max(100)]).optional()
const Asked = {
  query: z.object({
    query: some.describe('PromQL, as docs/handbook says'),
    time: some.describe('Unix seconds or RFC 3339; now unless told'),
    timeout: some.describe('As 30s; half a minute at most'),
    limit: some.describe('At most so many series'),
  }),
  range: z.object({
    query: some.describe('PromQL, as docs/handbook says'),
    start: some.describe('Unix seconds or RFC 3339'),
    end: some.describe('Unix seconds or RFC 3339'),
    step: some.describe('Seconds, or a duration as 1m'),
    timeout: some.describe('As 30s; half a minute at most'),
    limit: some.describe('At most so many series'),
  }),
  names: z.object({
    'match[]': some.describe('Selectors; a series fits when one of them fits'),
    start: some.describe('Unix seconds or RFC 3339; a day before the end unless told'),
    end: some.describe('Unix seconds or RFC 3339; now unless told'),
    limit: some.describe('At most so many'),
  }),
} as const

const spoken = { may: 'series.read', produces: 'application/json', reply: z.unknown() } as const
const asked = { ...spoken, method: 'GET' } as const
/** Parameters as a form in the body; those of the address count as well. It only reads: nothing is kept to be answered again. */
const posted = { ...spoken, method: 'POST', secret: true, accepts: '*/*', inMemory: true, maxBytes: 64 * 1024 } as const
const base = '/api/prometheus/api/v1'

export const prometheus = contract({
  query: { ...asked, path: `${base}/query`, query: Asked.query, summary: 'What a PromQL expression is worth at one moment' },
  queryByForm: { ...posted, path: `${base}/query`, query: Asked.query, summary: 'The same, with a form as body' },
  queryRange: { ...asked, path: `${base}/query_range`, query: Asked.range, summary: 'What a PromQL expression is worth over a span, at every step' },
  queryRangeByForm: { ...posted, path: `${base}/query_range`, query: Asked.range, summary: 'The same, with a form as body' },
  series: { ...asked, path: `${base}/series`, query: Asked.names, summary: 'Labels of the series that fit' },
  seriesByForm: { ...posted, path: `${base}/series`, query: Asked.names, summary: 'The same, with a form as body' },
  labels: { ...asked, path: `${base}/labels`, query: Asked.names, summary: 'Names of labels' },
  labelsByForm: { ...posted, path: `${base}/labels`, query: Asked.names, summary: 'The same, with a form as body' },
  labelValues: {
    ...asked,
    path: `${base}/label/{name}/values`,
    params: z.object({ name: z.string().max(200) }),
    query: Asked.names,
    summary: 'Values of a label',
  },
  metadata: { ...asked, path: `${base}/metadata`, summary: 'What metrics mean: nothing is kept of that' },
  buildInfo: { ...asked, path: `${base}/status/buildinfo`, summary: 'Which Prometheus it answers as' },
})
