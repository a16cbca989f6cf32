/** What a report of a back-up says. Pure. */
import * as z from 'zod'
import { verdictIn } from '../rules.ts'

const Said = z.object({
  state: z.string().max(100).optional().catch(undefined),
  message: z.string().optional().catch(undefined),
  at: z.coerce.date().optional().catch(undefined),
  bytes: z.number().int().min(0).optional().catch(undefined),
  files: z.number().int().min(0).optional().catch(undefined),
})
export interface Report {
  outcome: 'success' | 'failure' | 'notUnderstood'
  /** One line. */
  says: string
  at: Date
  bytes: number | null
  files: number | null
}
type Words = { successWords: string; failureWords: string }
const units = { b: 1, kb: 1e3, mb: 1e6, gb: 1e9, tb: 1e12, kib: 1024, mib: 1024 ** 2, gib: 1024 ** 3, tib: 1024 ** 4 } as const
/** The first number of bytes in a text: '12,5 GB'. */
export function bytesIn(text: string): number | null {
  const [, number = '', unit = ''] = /(\d{1,12}(?:[.,]\d{1,3})?)\s?([kmgt]i?b|b(?:ytes)?)\b/i.exec(text) ?? []
  if (number === '') return null
  const size = units[(/^b/i.test(unit) ? 'b' : unit.toLowerCase()) as keyof typeof units]
  return Math.round(Number(number.replace(',', '.')) * size)
}
const line = (text: string) =>
  text
    .replace(/\p{Cc}+/gu, ' ')
    .trim()
    .slice(0, 200)
/** A moment in the future would make every copy after it look old. */
const notLater = (at: Date | undefined, now: Date) => (at && at < now ? at : now)

export function reportIn(text: string, words: Words, now: Date): Report {
  let given: unknown
  try {
    given = JSON.parse(text)
  } catch {
    given = undefined
  }
  const said = Said.safeParse(given).data
  if (!said) return { ...textReport(text, words, now) }
  const state = said.state?.toLowerCase()
  const outcome =
    state === 'success' || state === 'failure' ? state : (verdictIn(`${said.state ?? ''} ${said.message ?? ''}`, words) ?? 'notUnderstood')
  return { outcome, says: line(said.message ?? said.state ?? text), at: notLater(said.at, now), bytes: said.bytes ?? null, files: said.files ?? null }
}
/** Whether a notice is of this back-up: who wrote it is named there, and the subject has a word that is. */
export function isOf({ mailFrom, mailSubject }: { mailFrom: string; mailSubject: string }, from: string, subject: string): boolean {
  const named = (words: string) => words.split(',').flatMap((word) => word.trim().toLowerCase() || [])
  const at = from.slice(from.lastIndexOf('@') + 1)
  const words = named(mailSubject)
  return (
    named(mailFrom).some((one) => from === one || at === one.replace(/^@/, '')) &&
    (words.length === 0 || words.some((word) => subject.toLowerCase().includes(word)))
  )
}
export function textReport(text: string, words: Words, now: Date, subject = ''): Report {
  // The subject says it shortest; a body may speak of errors of long ago.
  const outcome = (subject && verdictIn(subject, words)) || verdictIn(text, words) || 'notUnderstood'
  return { outcome, says: line(subject || text), at: now, bytes: bytesIn(text), files: null }
}
