/** What is open in a head, in bytes: kept when the journal is shortened. A thousand series a piece. */
import { putSigned, putVarint, type Reader, takeSigned, takeVarint, type Writer, writer, written } from '../../chunks/columns/rules.ts'
import { decode, type Points, putPoints, takePoints } from '../../chunks/rules.ts'
import { type Line, piecesOf } from '../lines/rules.ts'
import type { Head } from '../rules.ts'

const atATime = 1000
/** Nothing of it was cut yet. */
const never = Number.NEGATIVE_INFINITY

export interface Open {
  id: number
  until: number
  rollFrom: number
  heardAt: number
  /** `number`: the cut in which these samples will be, or are. */
  pieces: { number: number; points: Points }[]
}
const openOfLine = (line: Line): Open['pieces'] => [
  ...line.waiting.flatMap(({ number, chunks }) => chunks.map(({ data }) => ({ number, points: decode(data) }))),
  ...piecesOf(line).flatMap((points) => (points.at.length > 0 ? [{ number: line.cuts + 1, points }] : [])),
]
function put(w: Writer, line: Line): void {
  putVarint(w, line.id)
  putVarint(w, line.until === never ? 0 : 1)
  if (line.until !== never) putSigned(w, line.until)
  putSigned(w, Number.isNaN(line.rollFrom) ? 0 : line.rollFrom)
  putSigned(w, line.heardAt)
  const pieces = openOfLine(line)
  putVarint(w, pieces.length)
  for (const { number, points } of pieces) {
    putVarint(w, number)
    putPoints(w, points)
  }
}
function take(r: Reader): Open {
  const id = takeVarint(r)
  const until = takeVarint(r) === 0 ? never : takeSigned(r)
  const rollFrom = takeSigned(r)
  const heardAt = takeSigned(r)
  const pieces = Array.from({ length: takeVarint(r) }, () => ({ number: takeVarint(r), points: takePoints(r) }))
  return { id, until, rollFrom, heardAt, pieces }
}

/** Each piece is of one moment; between two of them the head may go on. */
export function* openInBytes({ lines }: Pick<Head, 'lines'>): Generator<Uint8Array> {
  let w = writer(64 * 1024)
  let count = 0
  for (const line of lines.values()) {
    put(w, line)
    count++
    if (count % atATime !== 0) continue
    yield written(w)
    w = writer(64 * 1024)
  }
  if (w.at > 0) yield written(w)
}
export function openFromBytes(bytes: Uint8Array): Open[] {
  const r: Reader = { bytes, at: 0 }
  const all: Open[] = []
  while (r.at < bytes.length) all.push(take(r))
  return all
}
