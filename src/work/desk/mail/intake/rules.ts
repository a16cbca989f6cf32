/** Pure decisions about a mail that came in: who wrote it, whether a machine did, what it answers. */
import type { SenderOrder } from '../contract.ts'
import type { Box, Message } from './adapters/message.ts'

const shape = /[^\s<>"'(),:;@\\[\]]{1,64}@[^\s<>"'(),:;@\\[\]]{1,255}/

/** Lower case; undefined when there is nothing that looks like an address in it. */
export function addressIn(text: string): string | undefined {
  const found = shape.exec(text.slice(0, 2000))?.[0]
  return found?.replace(/[.>]+$/, '').toLowerCase()
}

/** From, else Sender, else Reply-To, or in another order; broken ones as far as an address can be read from them. */
export function senderOf(message: Message, order: SenderOrder = 'from-sender-replyTo'): Box | undefined {
  const fields = order.split('-') as ('from' | 'sender' | 'replyTo')[]
  for (const field of fields)
    for (const box of message[field]) {
      const address = addressIn(box.address) ?? addressIn(box.name)
      if (address) return { address, name: addressIn(box.name) === address ? '' : box.name }
    }
  for (const field of fields) {
    const address = addressIn(message.headers.get(field === 'replyTo' ? 'reply-to' : field)?.[0] ?? '')
    if (address) return { address, name: '' }
  }
  return undefined
}

/** What a person would be called in the list of people when the mail does not say. */
export const nameFor = (box: Box): string => (box.name.trim() || box.address.split('@')[0] || box.address).slice(0, 200)

export type Automatic =
  /** A person wrote it. */
  | 'no'
  /** A machine wrote it of itself: an alarm, a list. It may open a case, it gets no answer. */
  | 'generated'
  /** An answering machine: out of office, "we received your mail". It never opens a case and never confirms. */
  | 'replied'
  /** A server gives our mail back. */
  | 'bounce'

const machineNames = /^(mailer-daemon|postmaster|no-?reply|do-?not-?reply|noreply-.*|bounces?([+-].*)?|listserv|majordomo)@/i
/** Nobody reads what is sent there. */
export const isMachine = (address: string): boolean => machineNames.test(address)
/** As a whole or before a colon: 'Afwezigheid doorgeven lukt niet' is a report. */
const awaySubject =
  /^\s*(automatisch antwoord|automatic reply|auto(matic)?[- ]?reply|autoreply|out of (the )?office|afwezig(heids?(bericht|melding)?)?|niet aanwezig|abwesenheit(snotiz)?|automatische antwort|réponse automatique)\s*([:-]|$)/i

export function automaticOf(message: Message, sender: string | undefined, ownHost: string): Automatic {
  const header = (key: string) => (message.headers.get(key)?.[0] ?? '').trim().toLowerCase()
  const returnPath = message.headers.get('return-path')?.[0]?.trim()
  const type = header('content-type')
  // "Your mail was read".
  if (type.startsWith('multipart/report') && /report-type="?disposition-notification/.test(type)) return 'replied'
  if (message.reports.length > 0 || /^mailer-daemon@/i.test(sender ?? '') || type.startsWith('multipart/report')) return 'bounce'
  const auto = header('auto-submitted')
  if (auto.startsWith('auto-replied') || header('x-autoreply') !== '' || header('x-autorespond') !== '' || awaySubject.test(message.subject))
    return 'replied'
  if (/^(auto_reply|auto-reply)$/.test(header('precedence'))) return 'replied'
  const noReturn = returnPath === '<>' || returnPath === ''
  if ((noReturn || /^postmaster@/i.test(sender ?? '')) && message.returned.length > 0) return 'bounce'
  if (header('x-loop') !== '' && header('x-loop').includes(ownHost)) return 'replied'
  if (noReturn || (auto !== '' && auto !== 'no')) return 'generated'
  if (/^(bulk|list|junk)\b/.test(header('precedence'))) return 'generated'
  if (/\b(all|oof|autoreply)\b/.test(header('x-auto-response-suppress'))) return 'generated'
  if (header('x-loop') !== '' || message.headers.has('list-id') || message.headers.has('list-unsubscribe')) return 'generated'
  if (sender !== undefined && isMachine(sender)) return 'generated'
  return 'no'
}

/** Every id the mail answers or names, the nearest first, at most 200. */
export const idsNamed = (message: Message): string[] => [...new Set([...message.inReplyTo, ...message.references.toReversed()])].slice(0, 200)

/** Outlook's conversation: the first 22 bytes stay the same through all answers. */
export function conversationOf(message: Message): string | undefined {
  const index = (message.headers.get('thread-index')?.[0] ?? '').replace(/\s+/g, '')
  // Shorter ones tell no conversations apart.
  return /^[A-Za-z0-9+/]{28,400}={0,2}$/.test(index) ? `thread-index:${index.slice(0, 28)}` : undefined
}

/** The others on the mail: they take part from now on. At most 40, never ourselves. */
export function othersOn(message: Message, sender: string, own: (address: string) => boolean): Box[] {
  const seen = new Set([sender])
  const others: Box[] = []
  for (const box of [...message.to, ...message.cc]) {
    const address = addressIn(box.address)
    if (!address || seen.has(address) || own(address)) continue
    seen.add(address)
    others.push({ address, name: box.name.slice(0, 200) })
    if (others.length === 40) break
  }
  return others
}
