/** Who was mailed about alarms acknowledges them by answering that mail: from their own address, themselves, and to a mail that we signed. */
import { translator } from '#platform/i18n.ts'
import { answerableAddress, answerableId, type MailAnswer, takeAnswers } from '#platform/mail/answers.ts'
import { mailHost, type Outgoing, sendMail } from '#platform/mail/mail.ts'
import type { Context } from '#platform/room.ts'
import { findPersonByEmail, organisationById, type PersonRef } from '#record/people/people.ts'
import { answersReadAt } from '#work/desk/mail/reads.ts'
import { acknowledgeTold } from '../../acknowledging/module.ts'
import { type Db, statesOf } from '../../store.ts'
import { toldBy } from '../store.ts'

const kind = 'alarm'
const days = 7

/** How mail about alarms is addressed, so that an answer to it acknowledges; `read`: whether anybody reads those. */
export async function answerable(
  ctx: Context,
  organisationId: string,
  messageId: string,
): Promise<{ read: boolean; head: Pick<Outgoing, 'from' | 'replyTo' | 'messageId' | 'headers'> }> {
  const name = (await organisationById(ctx, organisationId))?.name ?? 'Spil'
  const box = await answersReadAt(ctx, organisationId)
  const address = box?.address ?? ctx.app.config.mailFrom
  return {
    read: box !== undefined,
    head: {
      from: { name, address },
      messageId: answerableId(ctx.app, kind, messageId),
      headers: { 'X-Loop': mailHost(ctx.app) },
      ...(box?.plusAddressing && { replyTo: { name, address: answerableAddress(ctx.app, address, kind, messageId) } }),
    },
  }
}
export const answering = (): void => takeAnswers(kind, take)

async function take(ctx: Context, answer: MailAnswer): Promise<boolean> {
  const you = await findPersonByEmail(ctx, answer.sender)
  const told = you && (await toldBy(ctx.db as Db, { messageId: answer.id, personId: you.id }, new Date(ctx.now.getTime() - days * 86_400_000)))
  if (!you?.email || !told) return false
  const { ids, organisationId } = told
  const before = await statesOf(ctx.db as Db, ids)
  const { done, over } = await acknowledgeTold(ctx, you, ids, { note: answer.text.slice(0, 2000), by: 'mail' })
  // What they said before is not answered again: two that thank each other would go on for ever.
  const again = over === 0 && ids.every((id) => before.get(id)?.acknowledgedBy === you.id)
  if (!again) await confirm(ctx, { ...you, email: you.email }, answer, { organisationId, done, over })
  return true
}
interface Said {
  organisationId: string
  done: number
  over: number
}
async function confirm(ctx: Context, to: PersonRef & { email: string }, answer: MailAnswer, { organisationId, done, over }: Said): Promise<void> {
  const t = translator(ctx.app.texts, to.locale)
  const { head } = await answerable(ctx, organisationId, answer.id)
  const { messageId: first = '', replyTo: _, ...rest } = head
  const text = [
    t('monitoring.mail.hello', { name: to.name }),
    t('monitoring.mail.acknowledged', { done, over }),
    t('monitoring.mail.all', { url: `${ctx.app.config.url}/monitoring` }),
    t('monitoring.mail.regards', { organisation: head.from?.name ?? 'Spil' }),
  ]
  await sendMail(ctx, {
    ...rest,
    to: [{ name: to.name, address: to.email }],
    subject: /^\s*re\s*:/i.test(answer.subject) ? answer.subject : `Re: ${answer.subject}`,
    text: text.join('\n\n'),
    ...(answer.messageId && { inReplyTo: answer.messageId }),
    references: [first, answer.messageId].filter((id) => id !== ''),
    autoSubmitted: 'auto-replied',
    about: `organisation/${organisationId}`,
    organisationId,
  })
}
