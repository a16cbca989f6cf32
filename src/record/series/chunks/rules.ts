/** About 120 samples of one series as one value of bytes: the moments, then the values. */
import {
  CorruptError,
  putValues,
  putVarint,
  putWhole,
  type Reader,
  takeValues,
  takeVarint,
  takeWhole,
  type Writer,
  writer,
  written,
} from './columns/rules.ts'

export interface Points {
  /** Milliseconds since 1970, rising. */
  at: Float64Array
  value: Float64Array
}
/** No chunk reaches further than this, in milliseconds: what ends in a span began at most so long before it. */
export const longest = 4 * 3_600_000
/** A chunk is full with so many. */
export const fullAt = 120
const mostPoints = 100_000

export function putPoints(w: Writer, { at, value }: Points, n = at.length): void {
  putVarint(w, n)
  if (!putWhole(w, at, n)) throw new Error('moments are whole numbers')
  putValues(w, value, n)
}
export function takePoints(r: Reader): Points {
  const n = takeVarint(r)
  if (n > mostPoints) throw new CorruptError('too many samples')
  return { at: takeWhole(r, n), value: takeValues(r, n) }
}

const one = writer(4096)
export function encode(points: Points, n?: number): Uint8Array {
  one.at = 0
  putPoints(one, points, n)
  return written(one)
}
export const decode = (bytes: Uint8Array): Points => takePoints({ bytes, at: 0 })

/** Those from `from` to `to`, both included. */
export function within({ at, value }: Points, from: number, to: number): Points {
  if (at.length === 0 || ((at[0] ?? 0) >= from && (at[at.length - 1] ?? 0) <= to)) return { at, value }
  const begin = place(at, from)
  const end = place(at, to + 0.5)
  return { at: at.subarray(begin, end), value: value.subarray(begin, end) }
}
/** The first place whose moment is not before `moment`. */
export function place(at: Float64Array, moment: number): number {
  let low = 0
  let high = at.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((at[middle] ?? 0) < moment) low = middle + 1
    else high = middle
  }
  return low
}

/** Pieces in any order, also over each other, as one: of two samples at one moment the one of the later piece counts. */
export function joined(pieces: readonly Points[]): Points {
  const full = pieces.filter(({ at }) => at.length > 0)
  const [first] = full
  if (full.length <= 1) return first ?? { at: new Float64Array(0), value: new Float64Array(0) }
  const n = full.reduce((sum, { at }) => sum + at.length, 0)
  const at = new Float64Array(n)
  const value = new Float64Array(n)
  let next = 0
  let rising = true
  for (const piece of full) {
    rising &&= next === 0 || (piece.at[0] ?? 0) > (at[next - 1] ?? 0)
    at.set(piece.at, next)
    value.set(piece.value, next)
    next += piece.at.length
  }
  return rising ? { at, value } : sorted({ at, value })
}
/** Samples as they came, in order of time; of two at one moment the last counts. */
export function sorted({ at, value }: Points): Points {
  const order = Uint32Array.from(at, (_, index) => index).sort((one, other) => (at[one] ?? 0) - (at[other] ?? 0) || one - other)
  const points: Points = { at: new Float64Array(at.length), value: new Float64Array(at.length) }
  let n = 0
  for (const index of order) {
    const moment = at[index] ?? 0
    if (n > 0 && points.at[n - 1] === moment) n--
    points.at[n] = moment
    points.value[n] = value[index] ?? 0
    n++
  }
  return { at: points.at.subarray(0, n), value: points.value.subarray(0, n) }
}
