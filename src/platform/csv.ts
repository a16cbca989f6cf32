/** Rows as CSV that a spreadsheet opens as it stands: RFC 4180 with a byte order mark, and the separator of the language. */
import type { Locale } from './i18n.ts'

type Cell = string | number
/**
 * A spreadsheet takes what begins with one of these for a formula; people write titles, names and reasons. What is written puts an apostrophe
 * before it, and before what has one already, so that who reads it back and takes one away has exactly what was there. A number stays one.
 */
const formula = /^'*[=+\-@\t\r]/
export const guarded = (text: string): string => (formula.test(text) && !/^-\d+([.,]\d+)?$/.test(text) ? `'${text}` : text)
export const unguarded = (text: string): string => (text.startsWith("'") && formula.test(text) ? text.slice(1) : text)

const written = (cell: Cell) => (typeof cell === 'number' ? String(cell) : `"${guarded(cell).replaceAll('"', '""')}"`)

export function csvOf(locale: Locale, rows: readonly (readonly Cell[])[]): string {
  const separator = locale === 'nl' ? ';' : ','
  return `\uFEFF${rows.map((row) => `${row.map(written).join(separator)}\r\n`).join('')}`
}
