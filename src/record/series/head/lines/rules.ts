/** The newest samples of one series, in memory until they fill a chunk. */
import { encode, fullAt, longest, type Points, place, sorted } from '../../chunks/rules.ts'
import type { Labels, Retention } from '../../contract.ts'

/** What is known of a series itself. */
export interface Named {
  id: number
  organisationId: string
  labels: Labels
  itemId: string | null
  origin: string
  retention: Retention
}
export interface Chunk {
  from: number
  data: Uint8Array
}
/** Chunks of one series that were made at one moment and are written together. `number` counts the cuts of the series. */
export interface Cut {
  line: Line
  number: number
  chunks: Chunk[]
  /** Everything in it is later than what was cut before. */
  inOrder: boolean
  /** All of the journal up to here is in it, as far as it is of this series. */
  place: number
}
export interface Line extends Named {
  n: number
  at: Float64Array
  value: Float64Array
  /** Samples from before what was cut already, as they came. */
  late: { at: number[]; value: number[] } | null
  cuts: number
  /** Cut and not yet in the database. */
  waiting: Cut[]
  /** The newest chunk that is in the database, so that what is recent is read without it. */
  kept: Chunk | null
  /** The last moment that was cut. */
  until: number
  /** Since when something of it is in no chunk, by our clock. */
  openSince: number
  /** When the newest sample came in, by our clock. */
  heardAt: number
  /** The last day of which the database knows that there were samples. */
  seenOn: string
  /** Number of the first six hours that are not rolled up yet. */
  rollFrom: number
  /** It is in the head no more. */
  gone: boolean
}
const small = 16
export const lineOf = (named: Named): Line => ({
  ...named,
  ...{ n: 0, at: new Float64Array(small), value: new Float64Array(small), late: null, cuts: 0, waiting: [], kept: null },
  ...{ until: Number.NEGATIVE_INFINITY, openSince: 0, heardAt: 0, rollFrom: Number.NaN, seenOn: '', gone: false },
})

/** More late ones than this are cut at once. */
const mostLate = 1000
/** Takes a sample. Of two at one moment the last counts. True: it is time to cut. */
export function take(line: Line, at: number, value: number): boolean {
  const { n } = line
  const last = n === 0 ? line.until : (line.at[n - 1] ?? 0)
  if (at > last) {
    if (n === line.at.length) grow(line)
    line.at[n] = at
    line.value[n] = value
    line.n = n + 1
    return line.n >= fullAt
  }
  if (at <= line.until) {
    line.late ??= { at: [], value: [] }
    line.late.at.push(at)
    line.late.value.push(value)
    return line.late.at.length >= mostLate
  }
  return squeeze(line, at, value)
}
/** Whether a sample would make what is open reach too far. */
export const reachesTooFar = ({ n, at }: Line, moment: number): boolean => n > 0 && Math.abs(moment - (at[0] ?? 0)) >= longest

function grow(line: Line): void {
  const size = Math.min(line.at.length * 2, line.at.length < fullAt ? 128 : 1024)
  const at = new Float64Array(size)
  const value = new Float64Array(size)
  at.set(line.at)
  value.set(line.value)
  line.at = at
  line.value = value
}
/** Between others that are open. */
function squeeze(line: Line, at: number, value: number): boolean {
  const where = place(line.at.subarray(0, line.n), at)
  if (line.at[where] === at) {
    line.value[where] = value
    return false
  }
  if (line.n === line.at.length) grow(line)
  line.at.copyWithin(where + 1, where, line.n)
  line.value.copyWithin(where + 1, where, line.n)
  line.at[where] = at
  line.value[where] = value
  line.n++
  return line.n >= fullAt
}

export const openOf = ({ n, at, value }: Line): Points => ({ at: at.subarray(0, n), value: value.subarray(0, n) })
const lateOf = ({ at, value }: NonNullable<Line['late']>): Points => sorted({ at: Float64Array.from(at), value: Float64Array.from(value) })
/** Everything of a line that is not in a cut, the late ones last. */
export const piecesOf = (line: Line): Points[] => [openOf(line), ...(line.late ? [lateOf(line.late)] : [])]

/** All that is open and late becomes chunks; undefined when there is nothing. */
export function cut(line: Line, placeNow: number): Cut | undefined {
  if (line.n === 0 && !line.late) return undefined
  const pieces = [openOf(line), ...(line.late ? apart(lateOf(line.late)) : [])].filter(({ at }) => at.length > 0)
  const inOrder = line.late === null
  line.cuts++
  if (line.n > 0) line.until = Math.max(line.until, line.at[line.n - 1] ?? 0)
  line.n = 0
  line.late = null
  const made: Cut = {
    ...{ line, number: line.cuts, place: placeNow, inOrder },
    chunks: pieces.map((piece) => ({ from: piece.at[0] ?? 0, data: encode(piece) })),
  }
  line.waiting.push(made)
  return made
}
/** Samples in pieces of which none reaches too far or holds too many. */
function apart(points: Points): Points[] {
  const pieces: Points[] = []
  for (let from = 0; from < points.at.length; ) {
    const end = Math.min(from + fullAt, place(points.at, (points.at[from] ?? 0) + longest))
    pieces.push({ at: points.at.subarray(from, end), value: points.value.subarray(from, end) })
    from = end
  }
  return pieces
}
