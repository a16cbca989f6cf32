/** A report as PDF, drawn in a thread of its own. */
import { threads } from '#platform/thread.ts'
import type { Sheet } from '../rules.ts'

export interface Printed extends Sheet {
  locale: 'nl' | 'en'
  organisation: string
  words: Readonly<Record<'page' | 'verify', string>>
  /** ISO; the only moment in the file. */
  at: string
}
/** The bytes; the same for the same report. Throws GaveUpError. */
export const reportPdf = threads<Printed, Uint8Array>(new URL('./printer.ts', import.meta.url), { patience: 120_000, memory: 512 })
