/**
 * Answers to mail of ours that is about no case: they go to who wrote it. Its Message-ID, and the address that answers go to where a mailbox takes
 * such, carry a signed id, so that nobody can guess what an answer would do.
 */
import type { App, Context } from '../room.ts'
import { mailHost } from './mail.ts'

/** A person answered; machines and forwards never come here. */
export interface MailAnswer {
  /** What was given to `answerableId`. */
  id: string
  sender: string
  subject: string
  /** What they typed, without what they quote. */
  text: string
  /** Of the answer itself; '' without one. */
  messageId: string
}
/** False: it is not for them, and becomes what any other mail would. */
type Take = (ctx: Context, answer: MailAnswer) => Promise<boolean>
/** By kind. Filled by `takeAnswers` when rooms are loaded; alarms (`monitoring/alarms/telling/answering`) are one. */
const takers = new Map<string, Take>()

/** Who wrote mail of this kind takes the answers to it. A kind is lower-case letters. */
export function takeAnswers(kind: string, take: Take): void {
  takers.set(kind, take)
}

const purpose = 'mail answer'
type Signs = Pick<App, 'secrets'>
/** Lower-case hex: some servers keep no capitals in addresses. */
const signed = ({ secrets }: Signs, kind: string, id: string) =>
  `${kind}.${id}.${Buffer.from(secrets.sign(purpose, `${kind}.${id}`), 'base64url').toString('hex')}`
/** `<alarm.<id>.<signature>@host>`. */
export const answerableId = (app: Pick<App, 'secrets' | 'config'>, kind: string, id: string): string => `<${signed(app, kind, id)}@${mailHost(app)}>`
/** help+alarm.<id>.<signature>@…: an answer is known also when it names no id. */
export function answerableAddress(app: Signs, address: string, kind: string, id: string): string {
  const at = address.lastIndexOf('@')
  return `${address.slice(0, at)}+${signed(app, kind, id)}${address.slice(at)}`
}

const ours = /(?:^|[<+])([a-z]{2,20})\.([0-9a-f-]{36})\.([0-9a-f]{32})@/i
/** Whether one of these ids or addresses is one of ours, and who wrote that mail takes the answer. */
export async function handAnswer(ctx: Context, named: readonly string[], answer: Omit<MailAnswer, 'id'>): Promise<boolean> {
  for (const text of named) {
    const [, kind = '', id = '', given = ''] = ours.exec(text.slice(0, 500).toLowerCase()) ?? []
    const take = takers.get(kind)
    if (take && ctx.app.secrets.checks(purpose, `${kind}.${id}`, Buffer.from(given, 'hex').toString('base64url'))) return take(ctx, { ...answer, id })
  }
  return false
}
