/** A restore test as PDF (fonts embedded), made in a thread of its own: names of files come from outside. */
import { threads } from '#platform/thread.ts'

export interface Sheet {
  locale: 'nl' | 'en'
  organisation: string
  title: string
  /** What it comes to, in one line, and whether that is good. */
  result: string
  good: boolean
  /** What, when, from which copy, compared with what: label and words. */
  facts: readonly (readonly [string, string])[]
  why: readonly string[]
  problemsTitle: string
  problems: readonly string[]
  verify: string
  page: string
  /** ISO; the only moment in the file, so that the same test is the same bytes. */
  at: string
}
export const sheetPdf = threads<Sheet, Uint8Array>(new URL('./printer.ts', import.meta.url), { patience: 60_000, memory: 256 })
