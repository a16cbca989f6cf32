import * as z from 'zod'
import { contract, event, Id, Instant, Paging, page, prose } from '#platform/contract.ts'
import { CaseRef, Named, Priority, State } from '#record/cases/contract.ts'
import { HandoverNote } from '../handover/contract.ts'

export const escalationKinds = ['functional', 'hierarchical'] as const
export const EscalationKind = z.enum(escalationKinds)
export const decisions = ['morePeople', 'otherPriority', 'informClient', 'majorIncident', 'advice'] as const
export const Decision = z.enum(decisions)
export type Decision = z.infer<typeof Decision>

const words = prose(10_000).trim().min(1)
const EscalationStatus = z.enum(['open', 'acknowledged', 'answered', 'kept', 'decided', 'withdrawn'])

export const Escalation = z.object({
  id: Id,
  case: z.object({ id: Id, number: z.string(), title: z.string(), state: State, priority: Priority, version: z.int() }),
  kind: EscalationKind,
  status: EscalationStatus,
  text: z.string().describe('The question to the team, or the reason to the lead'),
  by: Named.nullable().describe('null: a step of a ladder'),
  at: Instant,
  team: Named.nullable(),
  to: Named.nullable().describe('The lead it was put to; null: whoever leads'),
  acknowledged: z.object({ by: Named, at: Instant }).nullable(),
  decision: Decision.nullable(),
  answer: z.string().nullable(),
  people: z.array(Named).describe('Who were asked to help'),
  ended: z.object({ by: Named.nullable(), at: Instant }).nullable(),
  may: z.object({ answer: z.boolean(), keep: z.boolean(), acknowledge: z.boolean(), decide: z.boolean(), withdraw: z.boolean() }),
})
export type Escalation = z.infer<typeof Escalation>

const ofCase = z.object({ id: CaseRef })
const params = z.object({ id: Id })
const notFound = { 'platform.notFound': 404 } as const
const answering = { ...notFound, 'desk.escalation.notYou': 403, 'desk.escalation.ended': 409, 'desk.escalation.caseEnded': 409 } as const

export const deskEscalation = contract({
  escalationsOf: {
    method: 'GET',
    path: '/api/desk/cases/{id}/escalations',
    may: 'desk.work',
    summary: 'What was asked of teams and leads about the case, oldest first',
    params: ofCase,
    reply: z.array(Escalation),
    fails: notFound,
  },
  escalate: {
    method: 'POST',
    path: '/api/desk/cases/{id}/escalations',
    may: 'desk.work',
    summary: 'Asks a team (functional, with a question) or a lead (hierarchical, with a reason); who asks keeps the case and follows it',
    params: ofCase,
    body: z.object({
      kind: EscalationKind,
      text: words.describe('The question, or the reason'),
      teamId: Id.optional().describe('Needed for a functional one'),
      toId: Id.optional().describe('A lead; else whoever leads'),
    }),
    reply: Escalation,
    status: 201,
    fails: {
      ...notFound,
      'desk.escalation.teamNeeded': 400,
      'desk.noSuchTeam': 400,
      'desk.escalation.noLead': 400,
      'desk.escalation.already': 409,
      'desk.escalation.caseEnded': 409,
    },
  },
  escalations: {
    method: 'GET',
    path: '/api/desk/escalations',
    may: 'desk.work',
    summary: 'Escalations: that wait for me or a team of mine, that I asked, or all that wait; newest first',
    query: Paging.extend({ which: z.enum(['mine', 'asked', 'open']).default('mine') }),
    reply: page(Escalation),
  },
  answerEscalation: {
    method: 'POST',
    path: '/api/desk/escalations/{id}/answer',
    may: 'desk.work',
    summary: 'The team gives it back with an answer',
    params,
    body: z.object({ answer: words }),
    reply: Escalation,
    status: 200,
    fails: answering,
  },
  keepEscalation: {
    method: 'POST',
    path: '/api/desk/escalations/{id}/keep',
    may: 'desk.work',
    summary: 'The team keeps it: whoever says so owns the case from now on; with a note where one must go along',
    params,
    body: z.object({ answer: prose(10_000).trim().default(''), note: HandoverNote.optional() }),
    reply: Escalation,
    status: 200,
    fails: { ...answering, 'cases.handoverNeeded': 409, 'cases.changed': 409 },
  },
  acknowledgeEscalation: {
    method: 'POST',
    path: '/api/desk/escalations/{id}/acknowledge',
    may: 'desk.decide',
    summary: 'The lead has seen it and decides',
    params,
    reply: Escalation,
    status: 200,
    fails: answering,
  },
  decideEscalation: {
    method: 'POST',
    path: '/api/desk/escalations/{id}/decide',
    may: 'desk.decide',
    summary: 'The lead decides: more people, another priority, inform the client, a major incident, or back with advice',
    params,
    body: z.object({
      decision: Decision,
      text: words.describe('Why; with informClient what the client reads'),
      priority: Priority.optional().describe('Needed with otherPriority'),
      people: z.array(Id).max(20).default([]).describe('With morePeople: who'),
    }),
    reply: Escalation,
    status: 200,
    fails: {
      ...answering,
      'desk.escalation.priorityNeeded': 400,
      'desk.escalation.peopleNeeded': 400,
      'desk.escalation.noClient': 409,
      'desk.noSuchPerson': 400,
      'desk.escalation.onlyIncident': 409,
      'cases.changed': 409,
    },
  },
  withdrawEscalation: {
    method: 'POST',
    path: '/api/desk/escalations/{id}/withdraw',
    may: 'desk.work',
    summary: 'It is no longer needed: by who asked, or a lead',
    params,
    reply: Escalation,
    status: 200,
    fails: answering,
  },
})

const told = z.object({
  caseId: Id,
  number: z.int(),
  escalationId: Id,
  kind: EscalationKind,
  teamId: Id.nullable(),
  toId: Id.nullable(),
  askedById: Id.nullable(),
})
export const escalated = event('desk.escalated', told)
export const escalationAcknowledged = event('desk.escalationAcknowledged', told)
export const escalationAnswered = event('desk.escalationAnswered', told)
export const escalationKept = event('desk.escalationKept', told)
export const escalationDecided = event('desk.escalationDecided', told.extend({ decision: Decision, people: z.array(Id) }))
export const escalationWithdrawn = event('desk.escalationWithdrawn', told)
