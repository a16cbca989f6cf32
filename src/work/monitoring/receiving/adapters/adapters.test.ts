import fc from 'fast-check'
import { describe, test } from 'vitest'
import { listening, refusal, write1, write2 } from '#test/writers.ts'
import { parseExposition } from './exposition.ts'
import { readOtlp } from './otlp.ts'
import { readWrite1, readWrite2, unsnappy } from './remotewrite.ts'
import { trapReader } from './trap.ts'
import { bodyIn, frameOf, readSent } from './zabbix.ts'

const at = 1_790_000_000_000

describe('any bytes give a result or a refusal that was declared', () => {
  const adapters: Record<string, (bytes: Buffer) => unknown> = {
    write1: (bytes) => readWrite1(bytes, listening().incoming),
    write2: (bytes) => readWrite2(bytes, listening().incoming),
    snappy: unsnappy,
    otlp: (bytes) => readOtlp(bytes, false, listening().incoming),
    otlpJson: (bytes) => readOtlp(bytes, true, listening().incoming),
    exposition: (bytes) => parseExposition(bytes, { contentType: 'text/plain', now: at }, listening().incoming),
    zabbix: (bytes) => bodyIn(bytes),
    zabbixBody: (bytes) => readSent(bytes, at),
  }
  const good = [
    write1([{ labels: { __name__: 'a', b: 'c' }, samples: [[at, 1]] }]),
    write2([{ labels: { __name__: 'a', b: 'c' }, samples: [[at, 1]] }]),
    Buffer.from('up{a="b"} 1 2\n'),
    Buffer.from('{"request":"sender data","data":[{"host":"a","key":"b","value":1}]}'),
    frameOf({ a: 1 }, true),
  ]
  const damaged = fc
    .tuple(fc.constantFrom(...good), fc.array(fc.tuple(fc.nat(80), fc.nat(255)), { maxLength: 4 }), fc.nat(80))
    .map(([bytes, changes, length]) => {
      const copy = Buffer.from(bytes)
      for (const [index, value] of changes) if (index < copy.length) copy[index] = value
      return length < 10 ? copy.subarray(0, copy.length - length) : copy
    })
  const any = fc.oneof(
    fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)),
    damaged,
  )
  test.each(Object.entries(adapters))('%s', (_name, read) => {
    fc.assert(
      fc.property(any, (bytes) => {
        refusal(() => read(bytes))
      }),
      { numRuns: 3000 },
    )
  })
  test('traps: a reader goes on after whatever came', () => {
    const read = trapReader(Buffer.alloc(17, 1), undefined)
    const trap = Buffer.from(
      '304502010104067075626c6963a738020412345678020100020100302a301006082b060102010103004304000186a0301606' +
        '0a2b06010603010104010006082b060106030101' +
        '0503',
      'hex',
    )
    fc.assert(
      fc.property(
        fc.oneof(
          fc.uint8Array({ maxLength: 200 }),
          fc.tuple(fc.nat(70), fc.nat(255)).map(([index, value]) => Buffer.from(trap).fill(value, index, index + 1)),
        ),
        (bytes) => {
          const { trap: heard, why, answer } = read(bytes)
          return heard !== undefined || why !== undefined || answer !== undefined
        },
      ),
      { numRuns: 2000 },
    )
  })
})
