/**
 * Prometheus remote-write 1.0 and 2.0. Speed decides here: a series that is known costs the length of its labels and eight bytes a sample, nothing is decoded.
 * https://prometheus.io/docs/specs/prw/remote_write_spec and …_spec_2_0
 */
import { uncompressSync } from 'snappy'
import type { Incoming } from '#record/series/series.ts'
import { LabelBytes, labelsIn } from './labels.ts'
import { RefusedError, refuse } from './refused.ts'
import { Wire } from './wire.ts'

export const mostUnpacked = 64 * 1024 * 1024
/** Of 2.0: each series names its labels by number, so few bytes can ask for many. */
const mostNamed = 128 * 1024 * 1024
/** No block of snappy unpacks to more than this many times its size: three bytes copy sixty-four. */
const mostTimes = 22

export interface Counts {
  samples: number
  /** Not taken, and not what a series of numbers can hold. */
  histograms: number
  exemplars: number
}

/** A block of snappy, of which the first bytes say how large it is unpacked: held against the bound before anything is unpacked. */
export function unsnappy(bytes: Uint8Array): Uint8Array {
  if (bytes.length === 0) return refuse('empty')
  const size = new Wire(bytes.subarray(0, 10)).varint()
  if (size > mostUnpacked) return refuse('tooLarge')
  if (size > bytes.length * mostTimes + 64) return refuse('packing')
  try {
    // Copied into memory of ours: handed over as it is, it takes five times as long.
    const plain = uncompressSync(bytes, { asBuffer: true, copyOutputData: true })
    return typeof plain === 'string' ? refuse('packing') : plain
  } catch (error) {
    if (error instanceof RefusedError) throw error
    return refuse('packing')
  }
}

/** WriteRequest of 1.0. Metadata is skipped. */
export function readWrite1(bytes: Uint8Array, incoming: Incoming): Counts {
  const counts = { samples: 0, histograms: 0, exemplars: 0 }
  const wire = new Wire(bytes)
  while (wire.at < bytes.length) {
    const tag = wire.varint()
    if (tag === 0x0a) readSeries1(wire, wire.ends(bytes.length), incoming, counts)
    else wire.skip(tag, bytes.length)
  }
  return counts
}
function readSeries1(wire: Wire, end: number, incoming: Incoming, counts: Counts): void {
  const { bytes } = wire
  const from = wire.at
  while (wire.at < end && bytes[wire.at] === 0x0a) {
    wire.at++
    wire.at = wire.ends(end)
  }
  const to = wire.at
  let series = -1
  while (wire.at < end) {
    const tag = wire.varint()
    if (tag === 0x12) {
      // Nothing is said of a series that has only histograms.
      if (series === -1) series = incoming.series(bytes, from, to, () => labelsIn(bytes, from, to))
      readSample(wire, wire.ends(end), series, incoming)
      counts.samples++
    } else countOther(wire, tag, end, counts, 0x22, 0x1a)
  }
}
/** Labels after samples are refused: every sender writes the fields in their order, and whose samples these were would be known too late. */
function countOther(wire: Wire, tag: number, end: number, counts: Counts, histogram: number, exemplar: number): void {
  if (tag === 0x0a) refuse('broken')
  if (tag === histogram) counts.histograms++
  else if (tag === exemplar) counts.exemplars++
  wire.skip(tag, end)
}

function readSample(wire: Wire, end: number, series: number, incoming: Incoming): void {
  const { bytes, at } = wire
  let value = 0
  let when = 0
  if (end - at === 16 && bytes[at] === 0x09 && bytes[at + 9] === 0x10) {
    // As nearly every sample is written: value, then a moment of six bytes. Each is shifted as a whole number of at most 28 bits.
    value = wire.view.getFloat64(at + 1, true)
    const a = bytes[at + 10] as number
    const b = bytes[at + 11] as number
    const c = bytes[at + 12] as number
    const d = bytes[at + 13] as number
    const e = bytes[at + 14] as number
    const f = bytes[at + 15] as number
    if (a > 0x7f && b > 0x7f && c > 0x7f && d > 0x7f && e > 0x7f && f < 0x80) {
      const low = (a & 0x7f) | ((b & 0x7f) << 7) | ((c & 0x7f) << 14) | ((d & 0x7f) << 21)
      wire.at = end
      incoming.sample(series, low + ((e & 0x7f) | (f << 7)) * 268_435_456, value)
      return
    }
  }
  // What is zero is left out.
  value = 0
  while (wire.at < end) {
    const tag = wire.varint()
    if (tag === 0x09) value = wire.double(end)
    else if (tag === 0x10) when = wire.int64()
    else wire.skip(tag, end)
  }
  if (wire.at > end) refuse('broken')
  incoming.sample(series, when, value)
}

/** io.prometheus.write.v2.Request: texts once for all, and series that name them by number. */
export function readWrite2(bytes: Uint8Array, incoming: Incoming): Counts {
  const counts = { samples: 0, histograms: 0, exemplars: 0 }
  const wire = new Wire(bytes)
  const symbols: number[] = []
  const names = new LabelBytes()
  let named = 0
  while (wire.at < bytes.length) {
    const tag = wire.varint()
    if (tag === 0x22) {
      const end = wire.ends(bytes.length)
      wire.part()
      symbols.push(wire.at, end)
      wire.at = end
    } else if (tag === 0x2a) {
      readSeries2(wire, wire.ends(bytes.length), { symbols, names, incoming, counts })
      named += names.size
      if (named > mostNamed) refuse('tooLarge')
    } else wire.skip(tag, bytes.length)
  }
  return counts
}
interface Reading {
  /** Where each begins and ends. */
  symbols: readonly number[]
  names: LabelBytes
  incoming: Incoming
  counts: Counts
}
function readSeries2(wire: Wire, end: number, { symbols, names, incoming, counts }: Reading): void {
  names.clear()
  if (wire.bytes[wire.at] === 0x0a) {
    wire.at++
    const last = wire.ends(end)
    while (wire.at < last) {
      const name = wire.varint() * 2
      const value = wire.varint() * 2
      if (wire.at > last || name >= symbols.length || value >= symbols.length) refuse('broken')
      names.add(wire.bytes, symbols[name] as number, symbols[name + 1] as number, symbols[value] as number, symbols[value + 1] as number)
    }
  }
  let series = -1
  while (wire.at < end) {
    const tag = wire.varint()
    if (tag === 0x12) {
      if (series === -1) series = incoming.series(names.bytes, 0, names.size, () => labelsIn(names.bytes, 0, names.size))
      readSample(wire, wire.ends(end), series, incoming)
      counts.samples++
    } else countOther(wire, tag, end, counts, 0x1a, 0x22)
  }
}
