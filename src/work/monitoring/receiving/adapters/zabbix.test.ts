import { deflateSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { refusal } from '#test/writers.ts'
import { bodyIn, frameOf, readSent } from './zabbix.ts'

const at = 1_790_000_000_000

describe('Zabbix', () => {
  const body = (data: unknown[]) => Buffer.from(JSON.stringify({ request: 'sender data', data }))
  test('numbers become samples, and the rest is counted', () => {
    const sent = readSent(
      body([
        { host: 'srv1', key: 'system.cpu.load[all,avg1]', value: '0.25', clock: 1_790_000_000, ns: 500_000_000 },
        { host: 'srv1', key: 'agent.version', value: '6.0' },
        { host: 'srv1', key: 'vfs.file', value: 'text' },
        { key: 'x', value: '1' },
      ]),
      at,
    )
    expect(sent).toEqual({
      ...{ failed: 2, total: 4 },
      samples: [
        { labels: { __name__: 'zabbix_system_cpu_load', host: 'srv1', key: 'system.cpu.load[all,avg1]' }, at: 1_790_000_000_500, value: 0.25 },
        { labels: { __name__: 'zabbix_agent_version', host: 'srv1', key: 'agent.version' }, at, value: 6 },
      ],
    })
  })
  test('packed and not; large packets, bombs and other requests are refused', () => {
    const answer = { response: 'success' }
    for (const pack of [false, true]) expect(JSON.parse(Buffer.from(bodyIn(frameOf(answer, pack)) ?? []).toString())).toEqual(answer)
    expect(bodyIn(frameOf(answer).subarray(0, 20))).toBeUndefined()
    const header = (flags: number, size: number, plain: number) => {
      const bytes = Buffer.alloc(13)
      bytes.write('ZBXD')
      bytes[4] = flags
      bytes.writeUInt32LE(size, 5)
      bytes.writeUInt32LE(plain, 9)
      return bytes
    }
    expect(refusal(() => bodyIn(header(5, 1, 0)))).toBe('frame')
    expect(refusal(() => bodyIn(header(1, 4_000_000_000, 0)))).toBe('tooLarge')
    const bomb = deflateSync(Buffer.alloc(30_000_000))
    expect(refusal(() => bodyIn(Buffer.concat([header(3, bomb.length, 1000), bomb])))).toBe('packing')
    expect(refusal(() => readSent(Buffer.from('{"request":"active checks"}'), at))).toBe('request')
  })
})
