/** What stands in a file with items, read in a thread of its own (decision 0030): rows of cells, whatever it was written by. */
import { GaveUpError, threads } from '#platform/thread.ts'

/** Numbers and days of a spreadsheet that says so are kept as such: a number as a number, a day as YYYY-MM-DD. Everything else is text. */
export type Cell = string | number | null
export type Format = 'csv' | 'xlsx' | 'snipeit' | 'glpi'
/** Why a file cannot be read: the end of a text key. */
export type Unreadable = 'unreadable' | 'tooComplex' | 'bomb' | 'oldFormat' | 'empty' | 'tooManyRows' | 'tooManyColumns' | 'broken' | 'strangeJson'
/** Something of the file that is not in the rows: the end of a text key, and what it names. */
export interface Note {
  what: 'otherSheets' | 'incomplete' | 'templates' | 'deleted'
  given: Record<string, string | number>
}
export interface Sheet {
  format: Format
  /** Each once: a second one of the same name has a number behind it. */
  columns: string[]
  rows: Cell[][]
  /** Of each row: its number as a spreadsheet counts, where the header is 1. In JSON the place in the list. */
  numbers: number[]
  notes: Note[]
}
export type Read = { ok: true; sheet: Sheet } | { ok: false; why: Unreadable; given: Record<string, string | number> }

export const mostRows = 100_000
export const mostColumns = 200
/** Longer cells are cut here, which is past what any field takes: so they are refused at their row. */
export const longestCell = 12_000
/** Signs in all cells together: as many as the largest file has. */
export const mostText = 32_000_000

/** Stops the reading with a reason for people. */
export class RefusedError extends Error {
  override name = 'RefusedError'
  why: Unreadable
  given: Record<string, string | number>
  constructor(why: Unreadable, given: Record<string, string | number> = {}) {
    super(why)
    this.why = why
    this.given = given
  }
}

const ask = threads<Uint8Array, Read>(new URL('./parser.ts', import.meta.url), { patience: 60_000, memory: 1024 })

/** Reads a file by what it is, not by what it is called. Never throws for what is in it. */
export async function readSheet(file: Uint8Array): Promise<Read> {
  try {
    return await ask(file)
  } catch (error) {
    if (!(error instanceof GaveUpError)) throw error
    return { ok: false, why: 'tooComplex', given: {} }
  }
}
