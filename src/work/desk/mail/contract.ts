import * as z from 'zod'
import { contract, event, type Grants, Id, Instant, line, Paging, page } from '#platform/contract.ts'
import { locales } from '#platform/i18n.ts'
import { Pictures } from './pictures/contract.ts'

/** What became of a mail. */
export const Outcome = z.object({
  id: Id.describe('Of the mail itself'),
  disposition: z.enum(['opened', 'appended', 'taken', 'notProcessed']).describe('taken: it answers mail that is about no case, such as an alarm'),
  case: z.object({ id: Id, number: z.string() }).nullable(),
  entry: Id.nullable(),
  reason: z.string().nullable().describe('Text key: why it was not processed'),
})
export type Outcome = z.infer<typeof Outcome>

export const Unprocessed = z.object({
  id: Id,
  sender: z.string().nullable(),
  subject: z.string().nullable(),
  size: z.number(),
  receivedAt: Instant,
  reason: z.string().describe('Text key'),
  detail: z.string().nullable(),
  attempts: z.number(),
  organisationId: Id,
})

export const senderOrders = [
  'from-sender-replyTo',
  'from-replyTo-sender',
  'replyTo-from-sender',
  'replyTo-sender-from',
  'sender-from-replyTo',
  'sender-replyTo-from',
] as const
/** Which header tells who wrote it, the first that does. A web form writes as itself, and who filled it in stands in Reply-To. */
export type SenderOrder = (typeof senderOrders)[number]

const MailboxFields = z.object({
  organisationId: Id,
  teamId: Id.nullable().default(null),
  name: line(120),
  address: z.email().max(254),
  locale: z.enum(locales).default('nl'),
  host: line(253),
  port: z.int().min(1).max(65_535).default(993),
  secure: z.boolean().default(true).describe('TLS from the first byte; otherwise STARTTLS when the server offers it'),
  user: line(254),
  folder: line(200).default('INBOX'),
  plusAddressing: z.boolean().default(false).describe('Mail to address+something@ arrives in this mailbox too'),
  senderOrder: z.enum(senderOrders).default('from-sender-replyTo').describe('Which header tells who wrote a mail, the first that does'),
  notices: z.boolean().default(false).describe('Only what machines tell, such as how a back-up went: never a case by itself'),
  active: z.boolean().default(true),
})
export const NewMailbox = MailboxFields.extend({ password: line(500) })
export const ChangedMailbox = MailboxFields.extend({ version: z.int(), password: line(500).optional().describe('Left out: stays as it is') })
export const MailboxShape = MailboxFields.extend({
  id: Id,
  version: z.int(),
  connectedAt: Instant.nullable(),
  failedAt: Instant.nullable(),
  failure: z.string().nullable(),
})
export type MailboxShape = z.infer<typeof MailboxShape>

const SentMail = z.object({
  id: Id,
  to: z.array(z.string()),
  subject: z.string(),
  about: z.string(),
  state: z.enum(['waiting', 'sending', 'sent', 'failed', 'bounced']),
  attempts: z.number(),
  error: z.string().nullable(),
  createdAt: Instant,
  nextAt: Instant.nullable(),
})

const one = z.object({ id: Id })
const gone = { 'desk.mail.notFound': 404 } as const
const raw = { accepts: 'message/rfc822' } as const

export const deskMail = contract({
  submit: {
    method: 'POST',
    path: '/api/desk/mail',
    may: 'desk.mail',
    summary:
      'Hand in a raw RFC 822 message; it is kept first, then becomes a case, an entry, or stands on the not-processed list. Above SPIL_MAX_UPLOAD_MB (25 MB unless set) it is refused with 413 and not kept',
    ...raw,
    reply: Outcome,
  },
  notProcessed: {
    method: 'GET',
    path: '/api/desk/mail/not-processed',
    may: 'desk.mail',
    summary: 'Mail that became nothing yet, with the reason, the newest first',
    query: Paging,
    reply: page(Unprocessed),
  },
  raw: {
    method: 'GET',
    path: '/api/desk/mail/not-processed/{id}/raw',
    may: 'desk.mail',
    summary: 'The message as it came in',
    params: one,
    produces: 'message/rfc822',
    reply: z.unknown(),
    fails: gone,
  },
  retry: {
    method: 'POST',
    path: '/api/desk/mail/not-processed/{id}/retry',
    may: 'desk.mail',
    summary: 'Try it again',
    params: one,
    reply: Outcome,
    status: 200,
    fails: gone,
  },
  assign: {
    method: 'POST',
    path: '/api/desk/mail/not-processed/{id}/assign',
    may: 'desk.mail',
    summary: 'Put it on a case; what cannot be read is added as an attachment',
    params: one,
    body: z.object({
      case: z
        .string()
        .trim()
        .regex(/^[Cc]-\d{1,12}$/)
        .describe('Number of the case, such as C-1042'),
    }),
    reply: Outcome,
    status: 200,
    fails: { ...gone, 'desk.mail.noSuchCase': 404 },
  },
  openCase: {
    method: 'POST',
    path: '/api/desk/mail/not-processed/{id}/open',
    may: 'desk.mail',
    summary: 'Open a case with it, whatever it answers; what cannot be read is added as an attachment',
    params: one,
    body: z.object({ reporterId: Id.optional().describe('For whom; who sent it unless told, and when nobody is named who asks') }),
    reply: Outcome,
    status: 200,
    fails: { ...gone, 'desk.mail.noSuchPerson': 404 },
  },
  discard: {
    method: 'POST',
    path: '/api/desk/mail/not-processed/{id}/discard',
    may: 'desk.mail',
    summary: 'Take it off the list; it is kept, with who discarded it and why',
    params: one,
    body: z.object({ reason: line(500) }),
    reply: z.object({ id: Id }),
    status: 200,
    fails: gone,
  },
  body: {
    method: 'GET',
    path: '/api/desk/mail/entries/{id}',
    may: 'signedIn',
    summary:
      'The HTML of a mailed entry, or of the mail that opened this case, made safe; pictures from elsewhere are left out and named, until somebody has them fetched',
    params: one,
    reply: z.object({
      html: z.string().nullable(),
      blocked: z.array(z.string()).describe('Addresses of pictures from elsewhere that are left out, at most 50'),
      blockedImages: z.int().describe('How many are left out'),
      pictures: Pictures,
    }),
    fails: gone,
  },
  showPictures: {
    method: 'POST',
    path: '/api/desk/mail/entries/{id}/pictures',
    may: 'desk.mail',
    summary:
      'Has the pictures from elsewhere in this mail fetched by the server, at most 50, and kept with the case: its sender can see that it was read',
    params: one,
    reply: z.object({ asked: z.int().describe('How many are fetched now') }),
    status: 202,
    fails: gone,
  },
  original: {
    method: 'GET',
    path: '/api/desk/mail/entries/{id}/raw',
    may: 'desk.mail',
    summary: 'The message behind an entry, or the one that opened this case, as it came in',
    params: one,
    produces: 'message/rfc822',
    reply: z.unknown(),
    fails: gone,
  },
  messages: {
    method: 'GET',
    path: '/api/desk/mail/cases/{id}',
    may: 'signedIn',
    summary: 'Which entries of a case came by mail, and which of them have HTML',
    params: one,
    reply: z.object({
      items: z.array(
        z.object({
          entryId: Id.describe('The case itself for the mail that opened it'),
          html: z.boolean(),
          original: z.boolean().describe('You may have it as it came in'),
        }),
      ),
    }),
    fails: gone,
  },
  outgoing: {
    method: 'GET',
    path: '/api/desk/mail/outgoing',
    may: 'desk.mailboxes',
    summary: 'Mail of ours that waits, failed or came back, the newest first',
    query: Paging,
    reply: page(SentMail),
  },
  sendAgain: {
    method: 'POST',
    path: '/api/desk/mail/outgoing/{id}/retry',
    may: 'desk.mailboxes',
    summary: 'Send a mail that failed again',
    params: one,
    reply: z.object({ id: Id }),
    status: 200,
    fails: gone,
  },
  mailboxes: {
    method: 'GET',
    path: '/api/desk/mail/mailboxes',
    may: 'desk.mailboxes',
    summary: 'Mailboxes that reports come in by, and how each is doing',
    reply: z.object({ items: z.array(MailboxShape) }),
  },
  addMailbox: {
    method: 'POST',
    secret: true,
    path: '/api/desk/mail/mailboxes',
    may: 'desk.mailboxes',
    summary: 'Fetch mail from this mailbox from now on',
    body: NewMailbox,
    reply: MailboxShape,
    fails: { 'desk.mail.mailboxExists': 409 },
  },
  changeMailbox: {
    method: 'PUT',
    secret: true,
    path: '/api/desk/mail/mailboxes/{id}',
    may: 'desk.mailboxes',
    summary: 'Change a mailbox; it is connected anew',
    params: one,
    body: ChangedMailbox,
    reply: MailboxShape,
    fails: { ...gone, 'desk.mail.mailboxExists': 409, 'desk.mail.changedMeanwhile': 409 },
  },
  removeMailbox: {
    method: 'DELETE',
    path: '/api/desk/mail/mailboxes/{id}',
    may: 'desk.mailboxes',
    summary: 'Fetch no more mail from it; what came in stays',
    params: one,
    reply: z.undefined(),
    status: 204,
    fails: gone,
  },
})

export const deskMailGrants = {
  'desk.mail': ['engineer', 'lead', 'securityOfficer', 'administrator'],
  'desk.mailboxes': ['administrator'],
} as const satisfies Grants

/** Why a mail of a mailbox for notices stands on the list, until a room that follows `mailReceived` says that it took it. */
export const noticeReason = 'notice'
export const mailReceived = event(
  'desk.mail.received',
  z.object({
    mailId: Id,
    hash: z.string(),
    disposition: z.enum(['opened', 'appended', 'taken', 'notProcessed', 'discarded']),
    reason: z.string().nullable(),
  }),
)
export const mailboxChanged = event('desk.mail.mailboxChanged', z.object({ mailboxId: Id, what: z.enum(['added', 'changed', 'removed']) }))
export const answersLimited = event('desk.mail.answersLimited', z.object({ caseId: Id.nullable() }), z.object({ address: z.string() }))
