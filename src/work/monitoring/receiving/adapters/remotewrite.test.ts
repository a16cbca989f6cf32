import { describe, expect, test } from 'vitest'
import { double, isEnd, listening, message, refusal, type Series, snappy, text, varint, whole, write1, write2 } from '#test/writers.ts'
import { readWrite1, readWrite2, unsnappy } from './remotewrite.ts'

const at = 1_790_000_000_000
const two: Series[] = [
  {
    labels: { __name__: 'up', job: 'knooppunt', instance: 'é:9100' },
    samples: [
      [at, 1],
      [at + 15_000, 0],
    ] as const,
  },
  {
    labels: { __name__: 'load', job: 'knooppunt' },
    samples: [
      [at, -0.5],
      [-1, 2],
      [0, 3],
    ] as const,
  },
]

describe('remote-write', () => {
  test('1.0 and 2.0 say the same, in the same bytes of labels', () => {
    const heard = listening()
    expect(readWrite1(write1(two), heard.incoming)).toEqual({ samples: 5, histograms: 0, exemplars: 0 })
    expect(heard.series).toEqual(two.map((one) => ({ labels: one.labels, samples: one.samples.map((pair) => [...pair]) })))
    expect(heard.asked()).toBe(2)
    readWrite2(write2(two), heard.incoming)
    expect(heard.asked()).toBe(2)
    expect(heard.series[0]?.samples).toHaveLength(4)
  })
  test('the end of a series keeps its bits', () => {
    const value = Buffer.alloc(9)
    value[0] = 0x09
    value.writeBigUInt64LE(0x7ff0000000000002n, 1)
    const heard = listening()
    readWrite1(message(0x0a, message(0x0a, text(0x0a, '__name__'), text(0x12, 'up')), message(0x12, value, whole(0x10, at))), heard.incoming)
    expect(isEnd(heard.series[0]?.samples[0]?.[1])).toBe(true)
  })
  test('histograms, exemplars and metadata are counted or skipped; a series of only those is not named', () => {
    const labels = message(0x0a, text(0x0a, '__name__'), text(0x12, 'h'))
    const heard = listening()
    const bytes = Buffer.concat([message(0x0a, labels, message(0x22, whole(0x08, 3)), message(0x1a, whole(0x18, 1))), message(0x1a, text(0x12, 'h'))])
    expect(readWrite1(bytes, heard.incoming)).toEqual({ samples: 0, histograms: 1, exemplars: 1 })
    expect(heard.series).toEqual([])
    const more = [message(0x1a, whole(0x08, 3)), message(0x22, whole(0x18, 1)), message(0x2a, whole(0x08, 1))]
    expect(readWrite2(write2(two, more), heard.incoming)).toEqual({ samples: 5, histograms: 2, exemplars: 2 })
  })
  test('labels that are no labels, or come too late, or end halfway', () => {
    const name = message(0x0a, text(0x0a, 'a'), text(0x12, '1'))
    const of = (...parts: Buffer[]) => message(0x0a, ...parts, message(0x12, double(0x09, 1)))
    const read = (bytes: Buffer) => refusal(() => readWrite1(bytes, listening().incoming))
    expect(read(of(name, name))).toBe('labels')
    expect(read(of(message(0x0a, text(0x12, '1'))))).toBe('labels')
    expect(read(of(message(0x0a, text(0x0a, 'a'), message(0x12, Buffer.from([0xff])))))).toBe('labels')
    expect(read(message(0x0a, message(0x12, double(0x09, 1)), name))).toBe('broken')
    expect(read(write1(two).subarray(0, 40))).toBe('broken')
  })
  test('a block that says it unpacks to 4 GB, or to more than its bytes can, is refused before it is unpacked', () => {
    expect(refusal(() => unsnappy(Buffer.from([0xff, 0xff, 0xff, 0xff, 0x0f, 1, 2, 3])))).toBe('tooLarge')
    expect(refusal(() => unsnappy(Buffer.concat([varint(60_000_000), Buffer.alloc(20)])))).toBe('packing')
    expect(refusal(() => unsnappy(Buffer.alloc(0)))).toBe('empty')
    expect(unsnappy(snappy(Buffer.alloc(1_000_000, 97)))).toHaveLength(1_000_000)
  })
  test('two bytes that ask for a text, half a million times and more', () => {
    const symbols = (times: number) => Buffer.alloc(times * 2, Buffer.from([0x22, 0]))
    expect(refusal(() => readWrite2(symbols(500_000), listening().incoming))).toBeUndefined()
    expect(refusal(() => readWrite2(symbols(500_001), listening().incoming))).toBe('tooMany')
  })
  test('one text that a million series name does not become a million texts', () => {
    const symbols = [text(0x22, ''), text(0x22, 'a'), text(0x22, 'x'.repeat(60_000))]
    const series = message(0x2a, message(0x0a, varint(1), varint(2)), message(0x12, double(0x09, 1)))
    expect(refusal(() => readWrite2(Buffer.concat([...symbols, ...Array.from({ length: 5000 }, () => series)]), listening().incoming))).toBe(
      'tooLarge',
    )
    expect(refusal(() => readWrite2(message(0x2a, message(0x0a, varint(1), varint(2))), listening().incoming))).toBe('broken')
  })
})
