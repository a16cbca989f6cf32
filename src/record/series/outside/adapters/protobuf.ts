/** Prometheus remote-write 1.0 (prometheus.io/docs/specs/prw/remote_write_spec): a WriteRequest in protobuf, packed by snappy's block format. */
import { compress } from 'snappy'
import type { Points } from '../../chunks/rules.ts'
import type { Labels } from '../../contract.ts'

export interface Written {
  labels: Labels
  points: Points
}
const tag = (field: number, wire: number) => (field << 3) | wire
const lengthOfVarint = (value: number): number => (value < 128 ? 1 : value < 16_384 ? 2 : value < 2_097_152 ? 3 : value < 268_435_456 ? 4 : 5)

class Out {
  bytes = Buffer.allocUnsafe(256 * 1024)
  at = 0
  room(size: number): void {
    if (this.at + size <= this.bytes.length) return
    const larger = Buffer.allocUnsafe(Math.max(this.bytes.length * 2, this.at + size))
    this.bytes.copy(larger, 0, 0, this.at)
    this.bytes = larger
  }
  varint(value: number): void {
    this.room(10)
    let rest = value
    while (rest > 127) {
      this.bytes[this.at++] = (rest % 128) | 128
      rest = Math.floor(rest / 128)
    }
    this.bytes[this.at++] = rest
  }
  text(field: number, value: string): void {
    const size = Buffer.byteLength(value)
    this.varint(tag(field, 2))
    this.varint(size)
    this.room(size)
    this.at += this.bytes.write(value, this.at)
  }
  double(field: number, value: number): void {
    this.varint(tag(field, 1))
    this.room(8)
    this.at = this.bytes.writeDoubleLE(value, this.at)
  }
}
const sizeOfText = (value: string) => {
  const size = Buffer.byteLength(value)
  return 1 + lengthOfVarint(size) + size
}
/** Bytes of a moment from 1970 to 2500 as a varint, counted by sevens of bits. */
const lengthOfMoment = (at: number): number => Math.max(1, Math.ceil(Math.log2(at + 1) / 7))

function putSeries(out: Out, { labels, points }: Written): void {
  const pairs = Object.entries(labels).sort(([one], [other]) => (one < other ? -1 : 1))
  const labelSizes = pairs.map(([name, value]) => sizeOfText(name) + sizeOfText(value))
  const samples = [...points.at.keys()].filter((index) => (points.at[index] ?? 0) > 0)
  const sampleSizes = samples.map((index) => 9 + 1 + lengthOfMoment(points.at[index] ?? 0))
  const size = [...labelSizes, ...sampleSizes].reduce((sum, one) => sum + 1 + lengthOfVarint(one) + one, 0)
  out.varint(tag(1, 2))
  out.varint(size)
  for (const [index, [name, value]] of pairs.entries()) {
    out.varint(tag(1, 2))
    out.varint(labelSizes[index] ?? 0)
    out.text(1, name)
    out.text(2, value)
  }
  for (const [place, index] of samples.entries()) {
    out.varint(tag(2, 2))
    out.varint(sampleSizes[place] ?? 0)
    out.double(1, points.value[index] ?? 0)
    out.varint(tag(2, 0))
    out.varint(points.at[index] ?? 0)
  }
}
export function writeRequest(all: readonly Written[]): Promise<Buffer> {
  const out = new Out()
  for (const one of all) putSeries(out, one)
  return compress(out.bytes.subarray(0, out.at))
}
