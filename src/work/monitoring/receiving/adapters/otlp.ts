/**
 * OpenTelemetry metrics over HTTP: protobuf or JSON. What adds up since the beginning becomes series as Prometheus has them. What tells only the difference
 * (delta) is refused and said: added up here it would start anew with each process of ours and each restart, and be wrong without a sign of it; the sender
 * knows the whole (OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE=cumulative, or the collector's deltatocumulative).
 */
import { gunzipSync } from 'node:zlib'
import type { Labels } from '#record/series/contract.ts'
import type { Incoming } from '#record/series/series.ts'
import { labelOf, metricName } from '../naming/rules.ts'
import { LabelBytes } from './labels.ts'
import { resourcesOf } from './otlpjson.ts'
import type { Attributes, Metric, Point, Resource } from './otlpshape.ts'
import { resourcesIn } from './otlpwire.ts'
import { RefusedError, refuse } from './refused.ts'
import { mostParts } from './wire.ts'

export const mostUnpacked = 32 * 1024 * 1024
export interface Taken {
  samples: number
  /** Points that were not taken, and why; `partial_success` of the answer. */
  rejected: number
  messages: string[]
}

export function gunzip(bytes: Uint8Array): Uint8Array {
  try {
    return gunzipSync(bytes, { maxOutputLength: mostUnpacked })
  } catch (error) {
    return refuse((error as { code?: string }).code === 'ERR_BUFFER_TOO_LARGE' ? 'tooLarge' : 'packing')
  }
}

export function readOtlp(bytes: Uint8Array, json: boolean, incoming: Incoming): Taken {
  if (bytes.length > mostUnpacked) return refuse('tooLarge')
  const resources = json ? resourcesOf(parsed(bytes)) : resourcesIn(bytes)
  const said = new Map<string, number>()
  const put = putterOf(incoming, said)
  for (const one of resources) {
    const labels = labelsOfResource(one)
    for (const metric of one.metrics) put.metric(metric, labels)
  }
  const rejected = [...said.values()].reduce((sum, count) => sum + count, 0)
  return { samples: put.samples(), rejected, messages: [...said.keys()] }
}
/** Everything in JSON begins behind one of these, and what is no text of two signs has two: looked at before anything is made of it. */
function demandFew(bytes: Uint8Array): void {
  let marks = 0
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at]
    if (byte === 0x2c || byte === 0x5b || byte === 0x7b) marks++
  }
  if (marks > mostParts * 2) refuse('tooMany')
}
function parsed(bytes: Uint8Array): unknown {
  demandFew(bytes)
  try {
    return JSON.parse(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8'))
  } catch (error) {
    if (error instanceof RefusedError) throw error
    return refuse('json')
  }
}

const ofResource: Readonly<Record<string, string>> = { 'service.instance.id': 'instance', 'host.name': 'host' }
/** Who tells it: job, instance and host. What else is known of it would make each series longer, and says nothing of which it is. */
function labelsOfResource({ attributes }: Resource): Labels {
  const told = new Map(attributes)
  const name = told.get('service.name') ?? ''
  const space = told.get('service.namespace') ?? ''
  const labels: Record<string, string> = {}
  if (name !== '') labels.job = space === '' ? name : `${space}/${name}`
  for (const [from, to] of Object.entries(ofResource)) {
    const value = told.get(from)
    if (value) labels[to] = value
  }
  return labels
}
function withAttributes(labels: Labels, attributes: Attributes): Record<string, string> {
  const all: Record<string, string> = Object.create(null)
  for (const [key, value] of attributes) {
    if (value === '') continue
    const name = labelOf(key)
    all[name] = name in all ? `${all[name]};${value}` : value
  }
  return Object.assign(all, labels)
}

/** Of a point; OpenTelemetry itself stops at as many. Each series of a histogram has them all. */
const mostAttributes = 128
/** Of all series in a request together. */
const mostLabels = 64 * 1024 * 1024
/** NaN with the bits that Prometheus gives to the end of a series. */
const [ended = Number.NaN] = new Float64Array(new BigUint64Array([0x7ff0000000000002n]).buffer)
/** As a bound of a bucket is written: 1 and not 1.0, and +Inf. */
const bound = (value: number): string => (value === Infinity ? '+Inf' : value === -Infinity ? '-Inf' : String(value))

function putterOf(incoming: Incoming, said: Map<string, number>) {
  const key = new LabelBytes()
  let samples = 0
  let named = 0
  const one = (labels: Record<string, string>, name: string, { at, none }: Point, value: number) => {
    const whole = { ...labels, __name__: name }
    key.of(whole)
    named += key.size
    if (named > mostLabels) refuse('tooLarge')
    incoming.sample(
      incoming.series(key.bytes, 0, key.size, () => whole),
      at,
      none ? ended : value,
    )
    samples++
  }
  const reject = (message: string, points: number) => void said.set(message, (said.get(message) ?? 0) + points)
  const totals = (labels: Record<string, string>, name: string, point: Point) => {
    one(labels, `${name}_count`, point, point.count)
    if (point.sum !== undefined) one(labels, `${name}_sum`, point, point.sum)
  }
  const histogram = (labels: Record<string, string>, name: string, point: Point) => {
    if (point.buckets.length !== 0 && point.buckets.length !== point.bounds.length + 1)
      return reject('a histogram has one bucket more than bounds', 1)
    let below = 0
    for (const [index, limit] of point.bounds.entries()) {
      below += point.buckets[index] ?? 0
      one({ ...labels, le: bound(limit) }, `${name}_bucket`, point, below)
    }
    one({ ...labels, le: '+Inf' }, `${name}_bucket`, point, point.count)
    return totals(labels, name, point)
  }
  return {
    samples: () => samples,
    metric(metric: Metric, resource: Labels) {
      const { kind, points } = metric
      if (kind === undefined || metric.name === '') return reject('a metric needs a name and points of a known kind', points.length)
      const adds = kind === 'sum' || kind === 'histogram' || kind === 'exponentialHistogram'
      if (adds && metric.temporality !== 2) return reject('delta temporality is not taken: send cumulative', points.length)
      const counter = kind === 'sum' && metric.monotonic
      const name = metricName(metric.name, metric.unit, { gauge: kind === 'gauge', counter })
      for (const point of points) {
        if (point.attributes.length > mostAttributes) {
          reject(`a point has more than ${mostAttributes} attributes`, 1)
          continue
        }
        const labels = withAttributes(resource, point.attributes)
        if (kind === 'gauge' || kind === 'sum') one(labels, name, point, point.value)
        else if (kind === 'histogram') histogram(labels, name, point)
        else totals(labels, name, point)
        for (const [quantile, value] of point.quantiles) one({ ...labels, quantile: String(quantile) }, name, point, value)
      }
      if (kind === 'exponentialHistogram' && points.length > 0)
        said.set('of exponential histograms only sum and count are taken', said.get('of exponential histograms only sum and count are taken') ?? 0)
    },
  }
}

const varint = (given: number): number[] => {
  const bytes: number[] = []
  let value = given
  while (value > 0x7f) {
    bytes.push((value % 128) | 0x80)
    value = Math.floor(value / 128)
  }
  return [...bytes, value]
}
/** ExportMetricsServiceResponse, in the way it was asked. Nothing in it: all was taken. */
export function answerOf({ rejected, messages }: Pick<Taken, 'rejected' | 'messages'>, json: boolean): Buffer {
  const message = messages.join('; ').slice(0, 1000)
  if (json)
    return Buffer.from(JSON.stringify(message === '' ? {} : { partialSuccess: { rejectedDataPoints: String(rejected), errorMessage: message } }))
  if (message === '') return Buffer.alloc(0)
  const text = Buffer.from(message)
  const inner = Buffer.concat([Buffer.from([0x08, ...varint(rejected), 0x12, ...varint(text.length)]), text])
  return Buffer.concat([Buffer.from([0x0a, ...varint(inner.length)]), inner])
}
