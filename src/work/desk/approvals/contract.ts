/** Approval of a case in steps: how it is planned, how it stands, how somebody decides. */
import * as z from 'zod'
import { contract, event, Id, Instant, line, Paging, page } from '#platform/contract.ts'
import { CaseRef, Named } from '#record/cases/contract.ts'

/** A word in both languages; where one is empty the other is shown. */
export const Words = z.object({ nl: z.string().trim().max(500).default(''), en: z.string().trim().max(500).default('') })
export type Words = z.infer<typeof Words>

/** Who decides. manager: the line manager of whom it is for. owner: of the application or service it is about. */
export const Decider = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('person'), personId: Id }),
  z.object({ kind: z.literal('manager') }),
  z.object({ kind: z.literal('owner') }),
  z.object({ kind: z.literal('lead') }),
  z.object({ kind: z.literal('team'), teamId: Id }),
])
export type Decider = z.infer<typeof Decider>

/** any: one yes. all: everybody. share: so many people, or so many of a hundred. One refusal refuses in each of them. */
export const Mode = z.union([
  z.object({ kind: z.literal('any') }),
  z.object({ kind: z.literal('all') }),
  z.object({ kind: z.literal('share'), count: z.int().min(1).max(50) }),
  z.object({ kind: z.literal('share'), percent: z.int().min(1).max(100) }),
])
export type Mode = z.infer<typeof Mode>

export const Step = z.object({
  name: Words,
  deciders: z.array(Decider).min(1).max(20),
  mode: Mode.default({ kind: 'any' }),
  hours: z.int().min(1).max(8760).nullable().default(null).describe('So long somebody may take; null: as long as it takes'),
  afterwards: z.enum(['refuse', 'escalate']).default('refuse').describe('When nobody decided in time: refused, or passed on to the leads'),
})
export type Step = z.infer<typeof Step>
export const Plan = z.object({
  steps: z.array(Step).min(1).max(10),
  mayRepeat: z.boolean().default(false).describe('The same person may decide in more than one step'),
})
export type Plan = z.infer<typeof Plan>

/** What the deciders are shown, as it was when they were asked. */
export const Subject = z.object({ title: z.string(), lines: z.array(z.object({ label: Words, text: Words })).max(60) })
export type Subject = z.infer<typeof Subject>

export const approvalStates = ['running', 'approved', 'refused', 'withdrawn'] as const
/** Why it ended so, besides what the deciders said. */
export const endings = ['approved', 'refused', 'expired', 'nobody', 'cancelled'] as const

const SeatView = z.object({
  person: Named,
  lead: z.boolean().describe('Asked because nobody decided in time, or nobody else could'),
  substitutes: z.array(Named),
  decision: z
    .object({
      yes: z.boolean(),
      by: Named.describe('Who said it: the person, or a substitute'),
      reason: z.string().nullable(),
      at: Instant,
      via: z.enum(['portal', 'link']),
    })
    .nullable(),
})
export const Approval = z.object({
  id: Id,
  caseId: Id,
  number: z.string(),
  purpose: z.string(),
  state: z.enum(approvalStates),
  why: z.string().nullable().describe('Why it ended, in the language of who asks'),
  title: z.string(),
  lines: z.array(z.object({ label: z.string(), text: z.string() })),
  reason: z.string(),
  askedBy: Named,
  askedAt: Instant,
  endedAt: Instant.nullable(),
  for: z.array(Named),
  steps: z.array(
    z.object({
      name: z.string(),
      state: z.enum(['coming', 'open', 'approved', 'refused', 'skipped']),
      rule: z.string().describe('How many must agree, in words'),
      expiresAt: Instant.nullable(),
      escalated: z.boolean(),
      seats: z.array(SeatView),
    }),
  ),
  mayDecide: z.boolean(),
})
export type Approval = z.infer<typeof Approval>

export const ApprovalItem = Approval.pick({ id: true, caseId: true, number: true, state: true, title: true, askedBy: true, askedAt: true }).extend({
  mine: z.enum(['open', 'yes', 'no', 'over']).describe('What I have to do with it, or said'),
  expiresAt: Instant.nullable(),
})

const reason = z.string().trim().max(2000).optional().describe('Needed with a no')
const deciding = {
  'desk.approvals.alreadyDecided': 409,
  'desk.approvals.over': 409,
  'desk.approvals.sayWhy': 400,
} as const
const token = z.object({ token: z.string().max(300) })
const wrong = { 'desk.approvals.linkWrong': 404, 'desk.approvals.linkExpired': 410 } as const
const notFound = { 'platform.notFound': 404 } as const

export const deskApprovals = contract({
  approvals: {
    method: 'GET',
    path: '/api/desk/approvals',
    may: 'desk.report',
    summary: 'What I was asked to approve, newest first',
    query: Paging.extend({ open: z.stringbool().optional().describe('Only what still waits for me, or only what does not') }),
    reply: page(ApprovalItem),
  },
  approval: {
    method: 'GET',
    path: '/api/desk/approvals/{id}',
    may: 'desk.report',
    summary: 'One approval: what was asked, who decides, who said what and why; for who decides and who may see the case',
    params: z.object({ id: Id }),
    reply: Approval,
    fails: notFound,
  },
  caseApprovals: {
    method: 'GET',
    path: '/api/desk/cases/{id}/approvals',
    may: 'desk.report',
    summary: 'The approvals of a case, newest first',
    params: z.object({ id: CaseRef }),
    reply: z.object({ items: z.array(Approval) }),
    fails: notFound,
  },
  ask: {
    method: 'POST',
    path: '/api/desk/cases/{id}/approvals',
    may: 'desk.work',
    summary: 'Asks approval of a case in steps; the reporter benefits and therefore does not decide',
    params: z.object({ id: CaseRef }),
    body: z.object({ plan: Plan, reason: line(2000) }),
    reply: Approval,
    status: 201,
    fails: { ...notFound, 'desk.approvals.running': 409, 'desk.noSuchPerson': 400, 'desk.noSuchTeam': 400 },
  },
  decide: {
    method: 'POST',
    path: '/api/desk/approvals/{id}/decisions',
    may: 'desk.report',
    summary: 'Says yes or no to what I was asked; it counts once and is never taken back',
    params: z.object({ id: Id }),
    body: z.object({ yes: z.boolean(), reason }),
    reply: Approval,
    status: 201,
    fails: { ...notFound, ...deciding },
  },
  linkState: {
    method: 'GET',
    path: '/api/desk/approve/{token}',
    may: 'anyone',
    summary: 'What the signed link in the mail asks; without sign-in. Looking decides nothing',
    params: token,
    reply: z.object({
      number: z.string(),
      organisation: z.string(),
      title: z.string(),
      lines: Approval.shape.lines,
      reason: z.string(),
      askedBy: z.string(),
      you: z.string(),
      answered: z.boolean().describe('You decided already, or it is no longer needed'),
    }),
    fails: wrong,
  },
  decideByLink: {
    method: 'POST',
    path: '/api/desk/approve/{token}',
    may: 'anyone',
    summary: 'Says yes or no by the signed link; counts once',
    params: token,
    body: z.object({ yes: z.boolean(), reason }),
    reply: z.object({ number: z.string(), state: z.enum(approvalStates) }),
    status: 200,
    fails: { ...wrong, ...deciding },
  },
})

const of = { approvalId: Id, caseId: Id, number: z.int(), purpose: z.string() }
export const asked = event('desk.approvals.asked', z.object({ ...of, step: z.int(), personIds: z.array(Id) }))
export const decided = event(
  'desk.approvals.decided',
  z.object({ ...of, step: z.int(), seatId: Id, personId: Id, yes: z.boolean(), via: z.string() }),
)
export const escalated = event('desk.approvals.escalated', z.object({ ...of, step: z.int(), personIds: z.array(Id) }))
export const ended = event('desk.approvals.ended', z.object({ ...of, state: z.enum(approvalStates), why: z.enum(endings) }))
