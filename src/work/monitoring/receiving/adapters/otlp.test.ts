import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { effort } from '#test/effort.ts'
import { double, fixed, isEnd, listening, message, refusal, text, varint, whole } from '#test/writers.ts'
import { answerOf, gunzip, readOtlp } from './otlp.ts'

const at = 1_790_000_000_000
const attribute = (tag: number, key: string, value: string) => message(tag, text(0x0a, key), message(0x12, text(0x0a, value)))
const request = (...metrics: Buffer[]) =>
  message(
    0x0a,
    message(0x0a, attribute(0x0a, 'service.name', 'kassa'), attribute(0x0a, 'service.instance.id', 'k1'), attribute(0x0a, 'host.name', 'srv1')),
    message(0x12, ...metrics.map((metric) => message(0x12, metric))),
  )
const moment = fixed(0x19, BigInt(at) * 1_000_000n)
const metric = (name: string, unit: string, tag: number, ...data: Buffer[]) =>
  Buffer.concat([text(0x0a, name), text(0x1a, unit), message(tag, ...data)])
const cumulative = whole(0x10, 2)
const ours = { job: 'kassa', instance: 'k1', host: 'srv1' }
const read = (bytes: Buffer, json = false) => {
  const heard = listening()
  const taken = readOtlp(bytes, json, heard.incoming)
  return { ...taken, series: heard.series.map(({ labels, samples }) => [labels, samples[0]?.[1]]), all: heard.series }
}

test('two bytes that ask for more than they are, half a million times and more, are refused: as protobuf and as JSON', () => {
  const times = 500_001
  const filled = (...bytes: number[]) => Buffer.alloc(times * bytes.length, Buffer.from(bytes))
  const gauge = (point: Buffer) => request(metric('a', '', 0x2a, message(0x0a, point)))
  const summary = (point: Buffer) => request(metric('a', '', 0x5a, message(0x0a, point)))
  const list = message(0x3a, message(0x12, message(0x2a, filled(0x0a, 0))))
  const wire = [
    filled(0x0a, 0),
    message(0x0a, message(0x12, filled(0x12, 0))),
    request(metric('a', '', 0x2a, filled(0x0a, 0))),
    gauge(filled(0x3a, 0)),
    gauge(list),
  ]
  for (const bytes of [...wire, summary(filled(0x32, 0)), message(0x0a, message(0x0a, filled(0x0a, 0)))])
    expect(refusal(() => readOtlp(bytes, false, listening().incoming))).toBe('tooMany')
  const json = (inner: string) => Buffer.from(`{"resourceMetrics":[${inner}]}`)
  expect(refusal(() => readOtlp(json(`${'{},'.repeat(times)}{}`), true, listening().incoming))).toBe('tooMany')
  expect(refusal(() => readOtlp(json(`{"scopeMetrics":[${'[],'.repeat(times)}[]]}`), true, listening().incoming))).toBe('tooMany')
})
test('as many attributes and quantiles as fit take no longer than they are many', () => {
  const many = (tag: number, times: number) => Buffer.alloc(times * 2, Buffer.from([tag, 0]))
  const spent = effort()
  const { rejected, messages } = read(request(metric('a', '', 0x2a, message(0x0a, moment, many(0x3a, 200_000)))))
  expect([rejected, messages]).toEqual([1, ['a point has more than 128 attributes']])
  expect(read(request(metric('a', '', 0x5a, message(0x0a, moment, many(0x32, 200_000))))).samples).toBe(200_001)
  const attributes = message(0x0a, many(0x0a, 100_000))
  const named = Array.from({ length: 20_000 }, () => message(0x12, text(0x0a, 'a'), message(0x2a)))
  expect(read(message(0x0a, attributes, message(0x12, ...named))).rejected).toBe(0)
  expect(spent()).toBeLessThan(20_000)
})

test('protobuf: names, units, kinds of points', () => {
  const { series, rejected, messages, all } = read(
    request(
      metric('process.cpu.utilization', '1', 0x2a, message(0x0a, moment, double(0x21, 0.5), attribute(0x3a, 'cpu.mode', 'user'))),
      metric('http.requests', '{request}', 0x3a, cumulative, whole(0x18, 1), message(0x0a, moment, fixed(0x31, -7n))),
      metric('queue.size', 'By', 0x3a, cumulative, message(0x0a, moment, fixed(0x31, 3n))),
      metric(
        'http.duration',
        's',
        0x4a,
        cumulative,
        message(
          0x0a,
          moment,
          fixed(0x21, 6n),
          double(0x29, 1.5),
          message(0x32, ...[1n, 2n, 3n].map((n) => fixed(0, n).subarray(1))),
          message(0x3a, double(0, 0.1).subarray(1), double(0, 1).subarray(1)),
        ),
      ),
      metric('rpc.latency', 'ms', 0x5a, message(0x0a, moment, fixed(0x21, 2n), double(0x29, 9), message(0x32, double(0x09, 0.5), double(0x11, 4)))),
      metric('gone', '', 0x2a, message(0x0a, moment, whole(0x40, 1))),
    ),
  )
  expect({ rejected, messages }).toEqual({ rejected: 0, messages: [] })
  expect(series.slice(0, -1)).toEqual([
    [{ ...ours, __name__: 'process_cpu_utilization_ratio', cpu_mode: 'user' }, 0.5],
    [{ ...ours, __name__: 'http_requests_total' }, -7],
    [{ ...ours, __name__: 'queue_size_bytes' }, 3],
    [{ ...ours, __name__: 'http_duration_seconds_bucket', le: '0.1' }, 1],
    [{ ...ours, __name__: 'http_duration_seconds_bucket', le: '1' }, 3],
    [{ ...ours, __name__: 'http_duration_seconds_bucket', le: '+Inf' }, 6],
    [{ ...ours, __name__: 'http_duration_seconds_count' }, 6],
    [{ ...ours, __name__: 'http_duration_seconds_sum' }, 1.5],
    [{ ...ours, __name__: 'rpc_latency_milliseconds_count' }, 2],
    [{ ...ours, __name__: 'rpc_latency_milliseconds_sum' }, 9],
    [{ ...ours, __name__: 'rpc_latency_milliseconds', quantile: '0.5' }, 4],
  ])
  expect(isEnd(all.at(-1)?.samples[0]?.[1])).toBe(true)
  expect(all[0]?.samples[0]?.[0]).toBe(at)
})
test('what tells only the difference is refused and said; of exponential histograms sum and count are taken, and that is said', () => {
  const delta = read(
    request(metric('hits', '', 0x3a, whole(0x10, 1), message(0x0a, moment, fixed(0x31, 1n)), message(0x0a, moment, fixed(0x31, 2n)))),
  )
  expect(delta).toMatchObject({ samples: 0, rejected: 2, messages: [expect.stringContaining('cumulative')] })
  expect(answerOf(delta, false).toString('utf8')).toContain('cumulative')
  const exponential = read(request(metric('d', 's', 0x52, cumulative, message(0x0a, moment, fixed(0x21, 4n), double(0x29, 2)))))
  expect(exponential).toMatchObject({ samples: 2, rejected: 0, messages: [expect.stringContaining('exponential')] })
})
test('JSON says the same', () => {
  const point = {
    timeUnixNano: String(BigInt(at) * 1_000_000n),
    attributes: [
      { key: 'a', value: { intValue: '5' } },
      { key: 'b', value: { arrayValue: { values: [{ stringValue: 'x' }, { boolValue: true }] } } },
    ],
  }
  const body = {
    resourceMetrics: [
      {
        resource: { attributes: [{ key: 'service.name', value: { stringValue: 'kassa' } }] },
        scopeMetrics: [
          {
            metrics: [
              { name: 'n', unit: 'By', gauge: { dataPoints: [{ ...point, asInt: '12' }] } },
              {
                name: 'c',
                sum: { isMonotonic: true, aggregationTemporality: 'AGGREGATION_TEMPORALITY_CUMULATIVE', dataPoints: [{ ...point, asDouble: 1.5 }] },
              },
            ],
          },
        ],
      },
    ],
  }
  const { series } = read(Buffer.from(JSON.stringify(body)), true)
  const labels = { job: 'kassa', a: '5', b: '["x",true]' }
  expect(series).toEqual([
    [{ ...labels, __name__: 'n_bytes' }, 12],
    [{ ...labels, __name__: 'c_total' }, 1.5],
  ])
})
test('what is no request, is packed too much, or goes ever deeper', () => {
  expect(refusal(() => gunzip(gzipSync(Buffer.alloc(40 * 1024 * 1024))))).toBe('tooLarge')
  expect(refusal(() => gunzip(Buffer.from('no gzip')))).toBe('packing')
  expect(refusal(() => read(Buffer.from('{"resourceMetrics":7}'), true))).toBe('broken')
  expect(refusal(() => read(Buffer.from('[[[['), true))).toBe('json')
  let value = text(0x0a, 'x')
  for (let deep = 0; deep < 2000; deep++) value = message(0x2a, message(0x0a, value))
  expect(refusal(() => read(message(0x0a, message(0x0a, message(0x0a, text(0x0a, 'a'), message(0x12, value))))))).toBe('broken')
  const lying = Buffer.concat([varint(0x0a), varint(4_000_000_000)])
  expect(refusal(() => read(lying))).toBe('broken')
})
