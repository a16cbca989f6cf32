/** A mail of somebody who reported or takes part: what it does to the case it belongs to. Its words stand in the conversation already. */
import type { Context } from '#platform/room.ts'
import { answerTest, asReporter, type CaseRow, moveCase } from '#record/cases/cases.ts'
import { splitQuoted } from '../../mail/rules.ts'
import { onlyThanks, readAnswer } from './rules.ts'

export interface Mailed {
  /** Who wrote it, as a person of ours. */
  authorId: string
  text: string
  /** Its subject as a title: the reason of a reopening. */
  title: string
  /** Only a number that anybody can guess, and an address that anybody can write, point at the case. */
  weak: boolean
}

/** Opened again, confirmed, rejected, asked once more, no longer waiting; or nothing of it. */
export async function moveByMail(ctx: Context, at: CaseRow, { authorId, text: whole, title, weak }: Mailed): Promise<void> {
  const reporter = authorId === at.reporterId
  if (at.state === 'waiting' && at.waitingFor === 'reporter' && reporter)
    return void (await moveCase(ctx, { caseId: at.id, move: 'resume', by: 'system' }))
  const heard = readAnswer(whole)
  const asked = at.state === 'solved' || ((at.state === 'closed' || at.state === 'reopened') && heard !== 'unclear')
  if (reporter && asked) {
    // What closes a case must come from who got our mail.
    const certain = weak && heard === 'yes' ? 'unclear' : heard
    const text = splitQuoted(whole).text.slice(0, 2000)
    const by = { personId: authorId, via: 'mail', works: null, spoken: true } as const
    return void (await answerTest(await asReporter(ctx, authorId), { ...by, caseId: at.id, heard: certain, text }))
  }
  if (at.state !== 'closed' && at.state !== 'cancelled') return
  // A word of thanks opens nothing again.
  if (heard === 'yes' || onlyThanks(whole)) return
  if (reporter && at.state === 'closed')
    await moveCase(await asReporter(ctx, authorId), { caseId: at.id, move: 'reopen', by: 'reporter', reason: title, silent: true })
  else await moveCase(ctx, { caseId: at.id, move: 'reopen', by: 'system', reason: title })
}
