import * as z from 'zod'
import { contract, Id, Instant, Paging, page } from '#platform/contract.ts'
import { Named } from '#record/cases/contract.ts'

export const noticeKinds = [
  'assigned',
  'answered',
  'rejected',
  'confirmed',
  'reopened',
  'resumed',
  'answeredFor',
  'ruleTold',
  'rulePaused',
  'handedOver',
  'handoverAccepted',
  'handoverReturned',
  'escalated',
  'escalationAcknowledged',
  'escalationAnswered',
  'escalationKept',
  'escalationDecided',
  'askedToHelp',
  'askedSolved',
  'majorDeclared',
  'majorRole',
  'updateLate',
  'outageLate',
  'stepFell',
  'watched',
  'mentioned',
  'unblocked',
  'taskAssigned',
  'contradiction',
  'lowMark',
  'aftercare',
  'standsIn',
] as const
export const NoticeKind = z.enum(noticeKinds)

export const Notice = z.object({
  id: Id,
  kind: NoticeKind,
  caseId: Id.nullable().describe('null: it is not about a case'),
  number: z.string().nullable(),
  title: z.string(),
  page: z.string().describe('Where it is shown, from the first slash'),
  by: Named.nullable(),
  text: z.string().describe('One sentence, in the language of who asks'),
  at: Instant,
  read: z.boolean(),
})

export const deskNotices = contract({
  notices: {
    method: 'GET',
    path: '/api/desk/notifications',
    may: 'desk.report',
    summary: 'What happened to my work, newest first, and how many I have not read (at most 100 is counted)',
    query: Paging.extend({ limit: z.coerce.number().int().min(1).max(100).default(30) }),
    reply: page(Notice).extend({ unread: z.int() }),
  },
  readNotices: {
    method: 'POST',
    path: '/api/desk/notifications/read',
    may: 'desk.report',
    summary: 'Marks as read: these, or all that are older than `until`',
    body: z.object({ ids: z.array(Id).max(200).optional(), until: Instant.optional() }),
    reply: z.object({ unread: z.int() }),
    status: 200,
  },
})
