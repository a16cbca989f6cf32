/** Rows as CSV that a spreadsheet opens as it stands: RFC 4180 with a byte order mark, and the separator of the language. */
import type { Locale } from './i18n.ts'

type Cell = string | number
/** What begins like a formula would be computed by a spreadsheet: people write titles and reasons, so it is made text. */
const asText = (cell: string) => (/^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell)
const written = (cell: Cell) => (typeof cell === 'number' ? String(cell) : `"${asText(cell).replaceAll('"', '""')}"`)

export function csvOf(locale: Locale, rows: readonly (readonly Cell[])[]): string {
  const separator = locale === 'nl' ? ';' : ','
  return `\uFEFF${rows.map((row) => `${row.map(written).join(separator)}\r\n`).join('')}`
}
