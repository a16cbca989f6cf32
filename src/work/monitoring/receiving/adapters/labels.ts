/**
 * Labels as bytes. Each series is known by the bytes of its labels, so that nothing is made into a text for one that is known. The form is that of
 * remote-write 1.0 (field 1 of a TimeSeries: name, value), whichever protocol they came by.
 */
import { isUtf8 } from 'node:buffer'
import type { Labels } from '#record/series/contract.ts'
import { refuse } from './refused.ts'
import { Wire } from './wire.ts'

/** Of one series. Prometheus itself stops far below. */
export const mostLabelBytes = 65_536

/** A label without a value is one that is not there. */
export function labelsIn(bytes: Uint8Array, from: number, to: number): Labels {
  const labels: Record<string, string> = Object.create(null)
  const wire = new Wire(bytes)
  wire.at = from
  while (wire.at < to) {
    if (wire.varint() !== 0x0a) refuse('broken')
    const end = wire.ends(to)
    let name = ''
    let value = ''
    while (wire.at < end) {
      const tag = wire.varint()
      if (tag !== 0x0a && tag !== 0x12) {
        wire.skip(tag, end)
        continue
      }
      const last = wire.ends(end)
      const text = textIn(bytes, wire.at, last)
      wire.at = last
      if (tag === 0x0a) name = text
      else value = text
    }
    if (name === '' || name in labels) refuse('labels')
    if (value !== '') labels[name] = value
  }
  return labels
}
export function textIn(bytes: Uint8Array, from: number, to: number): string {
  const part = Buffer.from(bytes.buffer, bytes.byteOffset + from, to - from)
  return isUtf8(part) ? part.toString('utf8') : refuse('labels')
}

/** Takes labels one by one, in the order in which they always come. */
export class LabelBytes {
  bytes = new Uint8Array(4096)
  size = 0
  clear(): void {
    this.size = 0
  }
  #room(more: number): void {
    if (this.size + more > mostLabelBytes) refuse('labels')
    if (this.size + more <= this.bytes.length) return
    const larger = new Uint8Array(Math.max(this.size + more, this.bytes.length * 2))
    larger.set(this.bytes.subarray(0, this.size))
    this.bytes = larger
  }
  #varint(given: number): void {
    let value = given
    while (value > 0x7f) {
      this.bytes[this.size++] = (value & 0x7f) | 0x80
      value >>>= 7
    }
    this.bytes[this.size++] = value
  }
  #copy(from: Uint8Array, start: number, end: number): void {
    // For few bytes this is twice as fast as `set` on a view of them.
    if (end - start < 48) for (let at = start; at < end; at++) this.bytes[this.size++] = from[at] as number
    else {
      this.bytes.set(from.subarray(start, end), this.size)
      this.size += end - start
    }
  }
  /** Name and value as they stand in other bytes. */
  add(from: Uint8Array, nameFrom: number, nameTo: number, valueFrom: number, valueTo: number): void {
    const name = nameTo - nameFrom
    const value = valueTo - valueFrom
    this.#room(name + value + 16)
    this.bytes[this.size++] = 0x0a
    this.#varint(name + value + 2 + widthOf(name) + widthOf(value))
    this.bytes[this.size++] = 0x0a
    this.#varint(name)
    this.#copy(from, nameFrom, nameTo)
    this.bytes[this.size++] = 0x12
    this.#varint(value)
    this.#copy(from, valueFrom, valueTo)
  }
  /** Those of a series, by name: however they were put together, the same labels give the same bytes. */
  of(labels: Labels): void {
    this.clear()
    for (const name of Object.keys(labels).sort()) {
      const both = Buffer.from(`${name}${labels[name]}`)
      const split = Buffer.byteLength(name)
      this.add(both, 0, split, split, both.length)
    }
  }
  /** What stands in other bytes already in this form, or as a line of its own. */
  raw(from: Uint8Array, start: number, end: number): void {
    this.#room(end - start)
    this.#copy(from, start, end)
  }
}
const widthOf = (size: number): number => (size < 0x80 ? 1 : size < 0x4000 ? 2 : 3)
