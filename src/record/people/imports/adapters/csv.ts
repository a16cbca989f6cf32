/** CSV as spreadsheets write it (RFC 4180, and with semicolons or tabs): rows of cells, by csv-parse. */
import { CsvError, parse } from 'csv-parse/sync'

export interface Row {
  /** As a spreadsheet counts: the header is row 1. */
  row: number
  cells: string[]
}

/** Throws an Error in words when it cannot be read. Empty rows are left out. */
export function readCsv(text: string): Row[] {
  const header = text.slice(0, 2_000).split(/[\r\n]/, 1)[0] ?? ''
  const most = [',', ';', '\t'].map((mark) => ({ mark, count: header.split(mark).length })).sort((a, b) => b.count - a.count)
  try {
    const rows = parse(text, { bom: true, delimiter: most[0]?.mark ?? ',', relaxColumnCount: true, trim: true, maxRecordSize: 20_000 }) as string[][]
    return rows.map((cells, index) => ({ row: index + 1, cells })).filter(({ cells }) => cells.some((cell) => cell !== ''))
  } catch (error) {
    if (error instanceof CsvError) throw new Error(error.message.slice(0, 200))
    throw error
  }
}
