/** What is kept of samples for long: of every 5 minutes, and of every hour, the least, the greatest, the sum, how many, and the last. */
import {
  CorruptError,
  putValues,
  putVarint,
  putWhole,
  type Reader,
  takeValues,
  takeVarint,
  takeWhole,
  writer,
  written,
} from '../chunks/columns/rules.ts'
import type { Points } from '../chunks/rules.ts'
import type { Found, Rolled } from '../contract.ts'

export const fiveMinutes = 300_000
export const anHour = 3_600_000
/** One row holds so much of a series, in milliseconds. */
export const sixHours = 6 * anHour
/** Spans begin after their first moment and hold their last one: a sample on the hour is the last of the hour that ends. */
export const periodOf = (at: number): number => Math.ceil(at / sixHours) - 1

export type Places = Pick<Found, 'at' | 'value'> & { rolled: Rolled }
/** PromQL's mark of a series that ended (stale) is no value. */
const isValue = (value: number) => !Number.isNaN(value)
/** A sum of decimals has noise in its last bits that no sensor measured; without it, it is a decimal itself, and short. */
const round = (sum: number) => (Number.isInteger(sum) ? sum : Number(sum.toPrecision(14)))

/** Samples of a series as places of `size` milliseconds, each at its end. Places without samples are left out. */
export function roll({ at, value }: Points, size: number): Places {
  const ends: number[] = []
  const columns: { min: number; max: number; sum: number; count: number; last: number }[] = []
  let open: (typeof columns)[number] | undefined
  for (let i = 0; i < at.length; i++) {
    const one = value[i] ?? 0
    if (!isValue(one)) continue
    const end = Math.ceil((at[i] ?? 0) / size) * size
    if (!open || ends[ends.length - 1] !== end) {
      open = { min: one, max: one, sum: 0, count: 0, last: one }
      ends.push(end)
      columns.push(open)
    }
    open.min = Math.min(open.min, one)
    open.max = Math.max(open.max, one)
    open.sum += one
    open.count++
    open.last = one
  }
  return {
    at: Float64Array.from(ends),
    value: Float64Array.from(columns, ({ last }) => last),
    rolled: {
      min: Float64Array.from(columns, ({ min }) => min),
      max: Float64Array.from(columns, ({ max }) => max),
      sum: Float64Array.from(columns, ({ sum }) => round(sum)),
      count: Float64Array.from(columns, ({ count }) => count),
    },
  }
}

const columnsOf = ({ value, rolled }: Places) => [value, rolled.min, rolled.max, rolled.sum]
export function encodePlaces(places: Places): Uint8Array {
  const w = writer(1024)
  const n = places.at.length
  putVarint(w, n)
  if (!putWhole(w, places.at, n) || !putWhole(w, places.rolled.count, n)) throw new Error('moments and counts are whole numbers')
  for (const column of columnsOf(places)) putValues(w, column, n)
  return written(w)
}
export function decodePlaces(bytes: Uint8Array): Places {
  const r: Reader = { bytes, at: 0 }
  const n = takeVarint(r)
  if (n > 1000) throw new CorruptError('too many places')
  const at = takeWhole(r, n)
  const count = takeWhole(r, n)
  const [value, min, max, sum] = [takeValues(r, n), takeValues(r, n), takeValues(r, n), takeValues(r, n)]
  return { at, value, rolled: { min, max, sum, count } }
}

/** One after the other; only places whose end is from `from` to `to`. */
export function joinPlaces(all: readonly Places[], from: number, to: number): Places {
  const chosen = all.map((places) => {
    const keep = [...places.at.keys()].filter((index) => (places.at[index] ?? 0) >= from && (places.at[index] ?? 0) <= to)
    return (column: (of: Places) => Float64Array) => keep.map((index) => column(places)[index] ?? 0)
  })
  const column = (of: (places: Places) => Float64Array) => Float64Array.from(chosen.flatMap((take) => take(of)))
  return {
    at: column(({ at }) => at),
    value: column(({ value }) => value),
    rolled: {
      min: column(({ rolled }) => rolled.min),
      max: column(({ rolled }) => rolled.max),
      sum: column(({ rolled }) => rolled.sum),
      count: column(({ rolled }) => rolled.count),
    },
  }
}
