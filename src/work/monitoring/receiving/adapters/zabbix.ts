/** What senders of Zabbix (zabbix_sender, agents, proxies of sites) tell a trapper. https://www.zabbix.com/documentation/current/en/manual/appendix/protocols */

import { isUtf8 } from 'node:buffer'
import { deflateSync, inflateSync } from 'node:zlib'
import type { Labels } from '#record/series/contract.ts'
import { zabbixName } from '../naming/rules.ts'
import { refuse } from './refused.ts'

/** Of one message, packed or not. Zabbix itself stops at 128 MB; its sender sends 250 values at a time. */
export const mostBytes = 4 * 1024 * 1024
const mostValues = 50_000
const headerSize = 13
const known = 0x01
const packed = 0x02

export interface Frame {
  packed: boolean
  /** Of what follows the header, and of that unpacked. */
  size: number
  plain: number
}
/** Undefined: the header is not here yet. */
export function frameIn(bytes: Uint8Array): Frame | undefined {
  const start = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if ('ZBXD'.slice(0, start.length) !== start.subarray(0, 4).toString('latin1')) return refuse('frame')
  if (start.length < headerSize) return undefined
  const flags = start[4] as number
  // With 0x04 the sizes are twice as wide: nobody has that much to say.
  if ((flags & ~packed) !== known) return refuse('frame')
  const size = start.readUInt32LE(5)
  const isPacked = (flags & packed) !== 0
  const plain = isPacked ? start.readUInt32LE(9) : size
  if (size > mostBytes || plain > mostBytes) return refuse('tooLarge')
  return { packed: isPacked, size, plain }
}
/** What stands in it; `bytes` begin with the header. Undefined: not all of it is here yet. */
export function bodyIn(bytes: Uint8Array): Uint8Array | undefined {
  const frame = frameIn(bytes)
  if (!frame || bytes.length < headerSize + frame.size) return undefined
  const body = bytes.subarray(headerSize, headerSize + frame.size)
  if (!frame.packed) return body
  try {
    const plain = inflateSync(body, { maxOutputLength: mostBytes })
    return plain.length === frame.plain ? plain : refuse('packing')
  } catch {
    return refuse('packing')
  }
}
export function frameOf(answer: unknown, pack = false): Buffer {
  const plain = Buffer.from(JSON.stringify(answer))
  const body = pack ? deflateSync(plain) : plain
  const header = Buffer.alloc(headerSize)
  header.write('ZBXD', 'latin1')
  header[4] = pack ? known | packed : known
  header.writeUInt32LE(body.length, 5)
  header.writeUInt32LE(pack ? plain.length : 0, 9)
  return Buffer.concat([header, body])
}

export interface Sent {
  samples: { labels: Labels; at: number; value: number }[]
  /** No number, or no host or key. */
  failed: number
  total: number
}
const numeric = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i
/** `now`: for values that carry no moment of their own. */
export function readSent(body: Uint8Array, now: number): Sent {
  const whole = Buffer.from(body.buffer, body.byteOffset, body.byteLength)
  if (!isUtf8(whole)) return refuse('json')
  let given: unknown
  try {
    given = JSON.parse(whole.toString('utf8'))
  } catch {
    return refuse('json')
  }
  const { request, data } = (typeof given === 'object' && given !== null ? given : {}) as { request?: unknown; data?: unknown }
  // 'agent data' is what an active agent sends; it asks before what is wanted of it, and is told nothing.
  if ((request !== 'sender data' && request !== 'agent data') || !Array.isArray(data)) return refuse('request')
  if (data.length > mostValues) return refuse('tooMany')
  const samples = data.flatMap((one) => sampleIn(one, now) ?? [])
  return { samples, failed: data.length - samples.length, total: data.length }
}
function sampleIn(given: unknown, now: number): Sent['samples'][number] | undefined {
  const { host, key, value, clock, ns } = (typeof given === 'object' && given !== null ? given : {}) as Record<string, unknown>
  if (typeof host !== 'string' || typeof key !== 'string' || host === '' || key === '' || host.length > 255 || key.length > 2048) return undefined
  const text = typeof value === 'number' ? String(value) : typeof value === 'string' ? value.trim() : ''
  if (!numeric.test(text)) return undefined
  const at = typeof clock === 'number' && Number.isFinite(clock) ? clock * 1000 + (typeof ns === 'number' ? Math.floor(ns / 1e6) : 0) : now
  return { labels: { __name__: zabbixName(key), host: host.toWellFormed(), key: key.toWellFormed() }, at: Math.floor(at), value: Number(text) }
}
export const countsText = (accepted: number, total: number, seconds: number): string =>
  `processed: ${accepted}; failed: ${total - accepted}; total: ${total}; seconds spent: ${seconds.toFixed(6)}`
