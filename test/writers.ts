/** What senders of samples send, put together by hand: for shapes that real ones do not make, and as many as a test needs. */
import { compressSync } from 'snappy'
import type { Labels } from '#record/series/contract.ts'
import type { Incoming } from '#record/series/series.ts'
import { type Reason, RefusedError } from '#work/monitoring/receiving/adapters/refused.ts'

export const varint = (given: number | bigint): Buffer => {
  const bytes: number[] = []
  let value = BigInt.asUintN(64, BigInt(given))
  while (value > 127n) {
    bytes.push(Number(value & 127n) | 128)
    value >>= 7n
  }
  return Buffer.from([...bytes, Number(value)])
}
export const message = (tag: number, ...parts: readonly Buffer[]): Buffer => {
  const body = Buffer.concat(parts)
  return Buffer.concat([varint(tag), varint(body.length), body])
}
export const text = (tag: number, value: string): Buffer => message(tag, Buffer.from(value))
export const double = (tag: number, value: number): Buffer => {
  const bytes = Buffer.alloc(9)
  bytes[0] = tag
  bytes.writeDoubleLE(value, 1)
  return bytes
}
export const fixed = (tag: number, value: bigint): Buffer => {
  const bytes = Buffer.alloc(9)
  bytes[0] = tag
  bytes.writeBigInt64LE(value, 1)
  return bytes
}
export const whole = (tag: number, value: number | bigint): Buffer => Buffer.concat([varint(tag), varint(value)])

export interface Series {
  labels: Labels
  samples: readonly (readonly [at: number, value: number])[]
}
/** Zeros are left out, as every writer of protocol buffers does. */
const sample = ([at, value]: readonly [number, number]): Buffer =>
  message(0x12, value === 0 ? Buffer.alloc(0) : double(0x09, value), at === 0 ? Buffer.alloc(0) : whole(0x10, at))
const label = ([name, value]: readonly [string, string]): Buffer => message(0x0a, text(0x0a, name), text(0x12, value))
const sorted = (labels: Labels) => Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1))

export const write1 = (series: readonly Series[]): Buffer =>
  Buffer.concat(series.map(({ labels, samples }) => message(0x0a, ...sorted(labels).map(label), ...samples.map(sample))))
export function write2(series: readonly Series[], more: readonly Buffer[] = []): Buffer {
  const symbols = new Map([['', 0]])
  const ref = (symbol: string) => {
    if (!symbols.has(symbol)) symbols.set(symbol, symbols.size)
    return varint(symbols.get(symbol) ?? 0)
  }
  const bodies = series.map(({ labels, samples }) =>
    message(0x2a, message(0x0a, ...sorted(labels).flatMap(([name, value]) => [ref(name), ref(value)])), ...samples.map(sample), ...more),
  )
  return Buffer.concat([...[...symbols.keys()].map((symbol) => text(0x22, symbol)), ...bodies])
}
export const snappy = (bytes: Uint8Array): Buffer => compressSync(bytes)

/** Takes what comes as the store does: labels are asked once for each series. */
export function listening() {
  const known = new Map<string, number>()
  const series: { labels: Labels; samples: [number, number][] }[] = []
  let asked = 0
  const incoming: Incoming = {
    series(bytes, from, to, labels) {
      const key = Buffer.from(bytes.subarray(from, to)).toString('latin1')
      const there = known.get(key)
      if (there !== undefined) return there
      asked++
      const index = series.push({ labels: { ...labels() }, samples: [] }) - 1
      known.set(key, index)
      return index
    },
    sample(index, at, value) {
      series[index]?.samples.push([at, value])
    },
  }
  return { incoming, series, asked: () => asked }
}

/** Why it was refused; undefined: it was not. Anything else that is thrown is thrown on. */
export function refusal(run: () => unknown): Reason | undefined {
  try {
    run()
    return undefined
  } catch (error) {
    if (error instanceof RefusedError) return error.why
    throw error
  }
}

/** What marks the end of a series: NaN with 2 in its lower half. A processor that passes it on may make it a quiet one, which changes a bit of the upper half. */
export const isEnd = (value: number | undefined): boolean => {
  const [low, high = 0] = new Uint32Array(new Float64Array([value ?? 0]).buffer)
  return Number.isNaN(value) && low === 2 && (high & 0x7ff00000) === 0x7ff00000
}
