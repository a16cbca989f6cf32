import { describe, expect, test } from 'vitest'
import { listening } from '#test/writers.ts'
import { parseExposition } from './exposition.ts'
import { RefusedError } from './refused.ts'

const at = 1_790_000_000_000

describe('exposition', () => {
  const parse = (body: string, contentType = 'text/plain; version=0.0.4', labels = {}) => {
    const heard = listening()
    const samples = parseExposition(Buffer.from(body), { contentType, now: at, labels }, heard.incoming)
    return { samples, series: heard.series.map((one) => [one.labels, one.samples]) }
  }
  const line = (body: string, contentType?: string) => {
    try {
      parse(body, contentType)
      return 'read'
    } catch (error) {
      return error instanceof RefusedError ? `${error.why} ${error.given.line ?? ''}`.trim() : String(error)
    }
  }
  test('text 0.0.4', () => {
    const { series } = parse(
      '# HELP up Is it?\n# TYPE up gauge\nup 1\n\nhttp_total{code="200",path="/a\\\\b\\"c\\n",} 1027 1395066363000\r\n  weird { x = "}" , y="" } -1.5e3\nn NaN\ni +Inf\nj -Inf\n',
    )
    expect(series).toEqual([
      [{ __name__: 'up' }, [[at, 1]]],
      [{ __name__: 'http_total', code: '200', path: '/a\\b"c\n' }, [[1_395_066_363_000, 1027]]],
      [{ __name__: 'weird', x: '}' }, [[at, -1500]]],
      [{ __name__: 'n' }, [[at, Number.NaN]]],
      [{ __name__: 'i' }, [[at, Infinity]]],
      [{ __name__: 'j' }, [[at, -Infinity]]],
    ])
  })
  test('OpenMetrics: seconds, exemplars, an end', () => {
    const type = 'application/openmetrics-text; version=1.0.0'
    expect(parse('# TYPE a counter\na_total{x="1"} 17 1520879607.789 # {trace_id="K"} 0.67\n# EOF\n', type).series).toEqual([
      [{ __name__: 'a_total', x: '1' }, [[1_520_879_607_789, 17]]],
    ])
    expect([line('a 1\n', type), line('a 1\n# EOF\nb 2\n', type), line('a 1\n\n# EOF', type)]).toEqual(['eof', 'line 3', 'line 2'])
  })
  test('labels of the target go on every series, and what it says under the same name is kept', () => {
    expect(parse('up{instance="own",zone="b"} 1\n', undefined, { instance: 'srv1', item: 'I-1' }).series[0]?.[0]).toEqual({
      ...{ __name__: 'up', instance: 'srv1', item: 'I-1' },
      ...{ exported_instance: 'own', zone: 'b' },
    })
  })
  test.each([
    'a 1\nb\n',
    'a 1\nb 0x1f\n',
    'a 1\nb 1_000\n',
    'a 1\nb{x="1" 2\n',
    'a 1\nb{x="1",x="2"} 2\n',
    'a 1\n1b 2\n',
    'a 1\nb{x="\\q"} 2\n',
    'a 1\nb 1 2 3\n',
    'a 1\nb{x=1} 2\n',
    'a 1\nb 1 1.5\n',
  ])('%j: line 2 refuses it', (body) => expect(line(body)).toBe('line 2'))
})
