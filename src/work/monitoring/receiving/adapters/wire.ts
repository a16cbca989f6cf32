/** Protocol buffers, read by hand: what is not asked for is skipped by its length, and nothing is read beyond the end. https://protobuf.dev/programming-guides/encoding */
import { refuse } from './refused.ts'

const two32 = 4_294_967_296
/** Two bytes can ask for something that takes a hundred in memory, so what is kept of one message is counted. */
export const mostParts = 500_000

export class Wire {
  readonly bytes: Uint8Array
  readonly view: DataView
  at = 0
  #parts = 0
  constructor(bytes: Uint8Array) {
    this.bytes = bytes
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  }

  /** Something that is kept: an attribute, a point, a text. */
  part(): void {
    if (++this.#parts > mostParts) refuse('tooMany')
  }
  /** A number of at most 64 bits. Beyond 2^53 it is not exact: nobody counts that far, and a length is refused by its end. */
  varint(): number {
    const { bytes } = this
    const first = bytes[this.at++] as number
    if (first < 0x80) return first
    let value = first & 0x7f
    let scale = 128
    // Behind the last byte there is `undefined`: it is not below 0x80, and ends the loop as a number that is too long.
    for (let more = 1; more < 10; more++) {
      const byte = bytes[this.at++] as number
      value += (byte & 0x7f) * scale
      if (byte < 0x80) return value
      scale *= 128
    }
    return refuse('broken')
  }
  /** The same as a signed number: negative ones take ten bytes. */
  int64(): number {
    const from = this.at
    const value = this.varint()
    if (this.at - from < 10) return value
    let high = 0
    let low = 0
    for (let index = 9; index >= 0; index--) {
      const bits = (this.bytes[from + index] as number) & 0x7f
      high = (high * 128 + Math.floor((low * 128) / two32)) % two32
      low = (low * 128 + bits) % two32
    }
    return (high | 0) * two32 + low
  }
  /** Where the message or text that begins here ends; never behind `end`. */
  ends(end: number): number {
    const size = this.varint()
    const to = this.at + size
    return to > end ? refuse('broken') : to
  }
  double(end: number): number {
    const from = this.at
    this.at += 8
    return this.at > end ? refuse('broken') : this.view.getFloat64(from, true)
  }
  fixed64(end: number): bigint {
    const from = this.at
    this.at += 8
    return this.at > end ? refuse('broken') : this.view.getBigUint64(from, true)
  }
  /** Past the value of a field of no interest. Groups went out of use before any of these protocols was made. */
  skip(tag: number, end: number): void {
    const type = tag & 7
    if (type === 0) this.varint()
    else if (type === 2) this.at = this.ends(end)
    else if (type === 1) this.at += 8
    else if (type === 5) this.at += 4
    else refuse('broken')
    if (this.at > end) refuse('broken')
  }
}
