import * as z from 'zod'
import { contract, event, Id, Instant, Paging, page } from '#platform/contract.ts'

export const ccs = ['replied', 'everybody', 'nobody'] as const
const Cc = z.enum(ccs).describe('Who takes part in a case by being on a mail: who replies, everybody on the mail, or nobody but the reporter')
export const MailSettings = z.object({ organisationId: Id, version: z.int().describe('0: nobody settled it'), cc: Cc })
const Marked = z.object({ address: z.string(), reason: z.string(), at: Instant })
const gone = { 'platform.notFound': 404 } as const

export const deskMailSettings = contract({
  settings: {
    method: 'GET',
    path: '/api/desk/mail/settings',
    may: 'desk.read',
    summary: 'What this organisation settled about its mail',
    query: z.object({ organisationId: Id }),
    reply: MailSettings,
    fails: gone,
  },
  settle: {
    method: 'PUT',
    path: '/api/desk/mail/settings',
    may: 'desk.configure',
    summary: 'Settle who takes part in a case by being on a mail',
    body: z.object({ organisationId: Id, version: z.int().min(0), cc: Cc }),
    reply: MailSettings,
    fails: { ...gone, 'desk.mail.settledMeanwhile': 409 },
  },
  marked: {
    method: 'GET',
    path: '/api/desk/mail/addresses',
    may: 'desk.mailboxes',
    summary: 'Addresses that gave our mail back, the newest first: they get no automatic mail',
    query: Paging,
    reply: page(Marked),
  },
  unmark: {
    method: 'POST',
    path: '/api/desk/mail/addresses/unmark',
    may: 'desk.mailboxes',
    summary: 'Send automatic mail to this address again',
    body: z.object({ address: z.string().trim().min(3).max(320) }),
    reply: z.undefined(),
    status: 204,
    fails: gone,
  },
})

export const mailSettled = event('desk.mail.settled', z.object({ organisationId: Id, cc: Cc }))
