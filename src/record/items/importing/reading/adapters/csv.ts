/** CSV as spreadsheets write it (RFC 4180, and with semicolons, tabs or bars), by csv-parse: the separator and the letters are found out. */
import { CsvError, parse } from 'csv-parse/sync'
import { unguarded } from '#platform/csv.ts'
import { mostRows, RefusedError, type Sheet } from './reader.ts'

const begins = (bytes: Uint8Array, hex: string) => Buffer.from(bytes.subarray(0, hex.length / 2)).toString('hex') === hex

/** UTF-16 says so; what is no UTF-8 was written by Excel on Windows. */
function textOf(bytes: Uint8Array): string {
  if (begins(bytes, 'fffe')) return new TextDecoder('utf-16le').decode(bytes)
  if (begins(bytes, 'feff')) return new TextDecoder('utf-16be').decode(bytes)
  if (bytes.subarray(0, 4096).includes(0)) throw new RefusedError('unreadable')
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return new TextDecoder('windows-1252').decode(bytes)
  }
}

const options = { relax_column_count: true, relax_quotes: true, max_record_size: 400_000 }
const rowsOf = (text: string, delimiter: string, to?: number): string[][] =>
  parse(text, { ...options, delimiter, ...(to !== undefined && { to }) }) as string[][]

/** The one that gives the first rows the most cells, and the same number in each. */
function separatorOf(text: string): string {
  const start = text.slice(0, 200_000)
  const tried = [',', ';', '\t', '|'].map((mark) => {
    try {
      const rows = rowsOf(start, mark, 20).filter((row) => row.some((cell) => cell !== ''))
      const width = rows[0]?.length ?? 0
      const alike = rows.filter((row) => row.length === width).length / Math.max(1, rows.length)
      return { mark, score: width > 1 ? alike * 1000 + width : 0 }
    } catch {
      return { mark, score: 0 }
    }
  })
  return tried.reduce((best, one) => (one.score > best.score ? one : best)).mark
}

export function readCsv(bytes: Uint8Array): Sheet {
  const whole = textOf(bytes)
  // Excel writes its separator on a line before the header, when it is told to.
  const said = /^\ufeff?sep=(.)\r?\n/i.exec(whole)
  const text = said ? whole.slice(said[0].length) : whole.replace(/^\ufeff/, '')
  let rows: string[][]
  try {
    rows = rowsOf(text, said?.[1] ?? separatorOf(text), mostRows + 2)
  } catch (error) {
    if (error instanceof CsvError)
      throw new RefusedError('broken', { row: Number((error as { lines?: unknown }).lines ?? 0), reason: error.message.slice(0, 200) })
    throw error
  }
  const [columns = [], ...others] = rows.map((row) => row.map(unguarded))
  const first = said ? 3 : 2
  return { format: 'csv', columns, rows: others, numbers: others.map((_, at) => at + first), notes: [] }
}
