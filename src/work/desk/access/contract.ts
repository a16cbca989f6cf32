/** Access: who has what until when, and the proof of it. */
import * as z from 'zod'
import { contract, event, Id, Instant, line, Paging, page } from '#platform/contract.ts'
import { CaseRef, Named, Text } from '#record/cases/contract.ts'

export const accessStates = ['asked', 'approved', 'refused', 'granted', 'ending', 'withdrawn'] as const
export const AccessState = z.enum(accessStates).describe('ending: granted, and a case to withdraw it is open')
export type AccessState = z.infer<typeof AccessState>

const Proof = z.object({
  text: z.string(),
  files: z.array(z.object({ id: Id, name: z.string() })),
  by: Named,
  at: Instant,
})
export const Access = z.object({
  caseId: Id,
  number: z.string().describe('Of the case that gives it'),
  itemId: Id,
  service: z.string(),
  right: z.string(),
  for: Named,
  askedBy: Named,
  why: z.string(),
  until: z.iso.date().nullable().describe('Last day; null: no end'),
  state: AccessState,
  askedAt: Instant,
  grantedAt: Instant.nullable(),
  withdrawnAt: Instant.nullable(),
  withdrawCaseId: Id.nullable(),
})
export type Access = z.infer<typeof Access>
export const CaseAccess = Access.extend({
  part: z.enum(['grant', 'withdraw']).describe('Whether this case gives the access or withdraws it'),
  withdrawNumber: z.string().nullable(),
  granted: Proof.nullable(),
  withdrawn: Proof.nullable(),
  mayProve: z.boolean(),
})
export type CaseAccess = z.infer<typeof CaseAccess>

const ofCase = z.object({ id: CaseRef })
const notFound = { 'platform.notFound': 404 } as const

export const deskAccess = contract({
  access: {
    method: 'GET',
    path: '/api/desk/access',
    may: 'desk.read',
    summary: 'Who has access to what until when, soonest end first; what ended and what was refused only when asked for',
    query: Paging.extend({
      organisationId: Id.optional(),
      personId: Id.optional(),
      itemId: Id.optional(),
      state: AccessState.optional(),
      until: z.iso.date().optional().describe('Only what ends on or before this day'),
    }),
    reply: page(Access),
  },
  myAccess: {
    method: 'GET',
    path: '/api/desk/access/mine',
    may: 'desk.report',
    summary: 'What I have access to, or have asked for myself; at most 200',
    reply: z.object({ items: z.array(Access) }),
  },
  caseAccess: {
    method: 'GET',
    path: '/api/desk/cases/{id}/access',
    may: 'desk.report',
    summary: 'The access that this case gives or withdraws, with proof; null when it is about none',
    params: ofCase,
    reply: z.object({ access: CaseAccess.nullable() }),
    fails: notFound,
  },
  prove: {
    method: 'POST',
    path: '/api/desk/cases/{id}/access/proof',
    may: 'desk.work',
    summary: 'Says with proof that the access was given, or withdrawn: in words, with files of the case, or both. Once',
    params: ofCase,
    body: z.object({ text: Text.default(''), attachmentIds: z.array(Id).max(20).default([]) }),
    reply: CaseAccess,
    status: 201,
    fails: { ...notFound, 'desk.access.proofEmpty': 400, 'desk.access.notNow': 409 },
  },
  withdraw: {
    method: 'POST',
    path: '/api/desk/cases/{id}/access/withdraw',
    may: 'desk.work',
    summary: 'Ends an access before its last day: opens the case to withdraw it',
    params: ofCase,
    body: z.object({ reason: line(2000) }),
    reply: CaseAccess,
    status: 201,
    fails: { ...notFound, 'desk.access.notNow': 409 },
  },
})

const of = { caseId: Id, number: z.int(), itemId: Id, forId: Id }
export const granted = event('desk.access.granted', z.object({ ...of, until: z.iso.date().nullable() }))
export const ending = event('desk.access.ending', z.object({ ...of, withdrawCaseId: Id }))
export const withdrawn = event('desk.access.withdrawn', z.object({ ...of, withdrawCaseId: Id }))
