/** What the readers of exports share: from a list of records to rows of cells under the names that occur. */
import type { Cell } from './reader.ts'

export type Json = Readonly<Record<string, unknown>>
export const isRecord = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value)

const named: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' }
/** Both programs send text as it would stand in a page: &amp;, &#38;, &#x26;. */
export const asText = (text: string): string =>
  text.replace(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z]{2,5}));/gi, (whole, number?: string, hex?: string, name?: string) => {
    if (name !== undefined) return named[name.toLowerCase()] ?? whole
    const code = number === undefined ? Number.parseInt(hex ?? '', 16) : Number(number)
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole
  })

/** Columns in the order in which they are first met. */
export function tableOf(records: readonly ReadonlyMap<string, Cell>[]): { columns: string[]; rows: Cell[][] } {
  const columns = new Set<string>()
  for (const record of records) for (const [name, cell] of record) if (cell !== null && cell !== '') columns.add(name)
  const names = [...columns]
  return { columns: names, rows: records.map((record) => names.map((name) => record.get(name) ?? null)) }
}
