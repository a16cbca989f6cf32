/** CSV (RFC 4180) as spreadsheets open it: with a byte order mark, semicolons where commas are decimals, and nothing that is taken for a formula. */
import { guarded } from '#platform/csv.ts'

/** A number, a day, or text; null is nothing. */
export type Value = string | number | { day: string } | null

/** `decimal`: a comma in Dutch, where semicolons part the cells. */
export const lineOf = (values: readonly Value[], comma: boolean): string =>
  `${values.map((value) => cellOf(value, comma)).join(comma ? ';' : ',')}\r\n`

function cellOf(value: Value, comma: boolean): string {
  if (value === null) return ''
  if (typeof value === 'number') return comma ? String(value).replace('.', ',') : String(value)
  const text = typeof value === 'string' ? guarded(value) : value.day
  return /[",;\r\n\t|]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
export const byteOrderMark = '\ufeff'
