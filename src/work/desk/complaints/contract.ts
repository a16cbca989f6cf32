import * as z from 'zod'
import { contract, event, Id, Instant, line } from '#platform/contract.ts'
import { CaseRef, Impact, Kind, Named, State, Text, Title, Urgency } from '#record/cases/contract.ts'
import { About } from '../kinds/contract.ts'

export const judgements = ['founded', 'partly', 'unfounded'] as const
export const sides = ['complainant', 'other'] as const
/** By which rule it was given to who handles it. nobody: there is nobody whom it is not about. */
export const givens = ['handler', 'rotation', 'ownAdministrator', 'nobody'] as const

export { About }

const OfCase = z.object({ id: Id, number: z.string(), title: z.string() })
export const ComplaintView = z.object({
  caseId: Id,
  number: z.string(),
  about: z.object({ person: Named.nullable(), team: Named.nullable(), case: OfCase.nullable() }),
  handler: Named.nullable(),
  givenBy: z.enum(givens),
  acknowledgeBy: Instant,
  answerBy: Instant,
  acknowledgedAt: Instant.nullable(),
  hearings: z.array(z.object({ id: Id, side: z.enum(sides), text: z.string(), by: Named, at: Instant })),
  notHeard: z.string().nullable().describe('Why a side was not heard'),
  judgement: z.enum(judgements).nullable(),
  judgementReason: z.string().nullable(),
  measure: z.string().nullable(),
  judgedAt: Instant.nullable(),
  answeredAt: Instant.nullable(),
  improvement: z.string().nullable().describe('What we do better from now on'),
  followUp: OfCase.extend({ state: State }).nullable(),
  mayHandle: z.boolean(),
  version: z.int(),
})
export type ComplaintView = z.infer<typeof ComplaintView>

/** What the complainant sees of it. */
export const MyComplaint = z.object({
  about: z.string().nullable(),
  handler: Named.nullable(),
  acknowledgedAt: Instant.nullable(),
  answerBy: Instant,
  answeredAt: Instant.nullable(),
  judgement: z.enum(judgements).nullable().describe('Once it was answered'),
})
export type MyComplaint = z.infer<typeof MyComplaint>

export const ComplaintPolicy = z.object({
  organisationId: Id,
  version: z.int(),
  handler: Named.nullable().describe('null: the leads in turn'),
  acknowledgeDays: z.int(),
  answerDays: z.int(),
  leads: z.array(Named).describe('Who may be chosen as handler'),
})
export type ComplaintPolicy = z.infer<typeof ComplaintPolicy>

const params = z.object({ id: CaseRef })
const notFound = { 'platform.notFound': 404 } as const
const fails = { ...notFound, 'desk.complaints.notComplaint': 409, 'desk.complaints.notYours': 403, 'desk.complaints.changed': 409 } as const
const version = z.int().min(1)
const act = <const P extends string, const B extends z.ZodRawShape, const F extends Readonly<Record<string, number>>>(
  verb: P,
  summary: string,
  fields: B,
  more: F,
) =>
  ({
    method: 'POST',
    path: `/api/desk/cases/{id}/complaint/${verb}`,
    may: 'desk.work',
    summary,
    params,
    body: z.object({ version, ...fields }),
    reply: ComplaintView,
    status: 200,
    fails: { ...fails, ...more },
  }) as const

export const deskComplaints = contract({
  complaint: {
    method: 'GET',
    path: '/api/desk/cases/{id}/complaint',
    may: 'desk.work',
    summary: 'About whom, who handles it, the terms, who was heard, and what came of it; for who handles it and whom they named',
    params,
    reply: ComplaintView,
    fails: { ...notFound, 'desk.complaints.notComplaint': 409 },
  },
  myComplaint: {
    method: 'GET',
    path: '/api/desk/mine/{id}/complaint',
    may: 'desk.report',
    summary: 'How my complaint stands',
    params,
    reply: MyComplaint,
    fails: { ...notFound, 'desk.complaints.notComplaint': 409 },
  },
  whom: {
    method: 'GET',
    path: '/api/desk/complaints/whom',
    may: 'desk.report',
    summary: 'Names of people and teams that a complaint can be about, by part of the name',
    query: z.object({ search: z.string().trim().min(2).max(100), organisationId: Id.optional() }),
    reply: z.object({ people: z.array(Named), teams: z.array(Named) }),
  },
  changeAbout: {
    method: 'PUT',
    path: '/api/desk/cases/{id}/complaint/about',
    may: 'desk.work',
    summary: 'Says about whom it is, also later; they are kept from it from now on, and it is given to somebody else when it was theirs',
    params,
    body: z.object({ version, about: About }),
    reply: z.object({ complaint: ComplaintView.nullable().describe('null: it is about you, and no longer here for you') }),
    fails: { ...fails, 'desk.complaints.aboutReporter': 400, 'desk.complaints.noSuchPerson': 400 },
  },
  acknowledge: act('acknowledge', 'Tells the complainant that it is being handled, by whom and until when', { text: Text.min(1) }, {}),
  hear: act('hearings', 'Keeps what one side said; only who handles the complaint reads it', { side: z.enum(sides), text: Text.min(1) }, {}),
  judge: act(
    'judgement',
    'Founded, partly or unfounded, with the reason and the measure; both sides were heard, or it is said why not',
    { judgement: z.enum(judgements), reason: Text.min(1), measure: Text.optional(), notHeard: line(2000).optional() },
    { 'desk.complaints.hearFirst': 409, 'desk.complaints.answered': 409 },
  ),
  answer: act(
    'answer',
    'Answers the complainant with the judgement, who says whether that settles it',
    { text: Text.min(1) },
    { 'desk.judgeFirst': 409, 'desk.complaints.answered': 409, 'cases.notFrom': 409 },
  ),
  improve: act(
    'improvement',
    'What we do better from now on, and the case in which that is done',
    {
      improvement: Text.min(1),
      followUp: z.object({ kind: Kind, title: Title, text: Text.default(''), impact: Impact, urgency: Urgency }).optional(),
    },
    { 'desk.judgeFirst': 409, 'desk.complaints.followed': 409, 'desk.complaints.notHere': 403 },
  ),
  policy: {
    method: 'GET',
    path: '/api/desk/complaint-policy',
    may: 'desk.read',
    summary: 'Who handles complaints, and within which terms',
    query: z.object({ organisationId: Id }),
    reply: ComplaintPolicy,
    fails: notFound,
  },
  changePolicy: {
    method: 'PUT',
    path: '/api/desk/complaint-policy',
    may: 'desk.configure',
    summary: 'Changes who handles complaints and the terms; complaints that are there keep theirs',
    body: z.object({
      organisationId: Id,
      version: z.int().min(0),
      handlerId: Id.nullable(),
      acknowledgeDays: z.int().min(1).max(60),
      answerDays: z.int().min(1).max(365),
    }),
    reply: ComplaintPolicy,
    fails: { ...notFound, 'desk.complaints.policyChanged': 409, 'desk.complaints.noSuchPerson': 400 },
  },
})

const ofComplaint = { caseId: Id, number: z.int() }
/** It was given to somebody to handle. Everything about a complaint is told only to who takes part in it. */
export const given = event('desk.complaints.given', z.object({ ...ofComplaint, handlerId: Id.nullable(), by: z.enum(givens) }))
/** A step of its own way. */
export const stepped = event(
  'desk.complaints.stepped',
  z.object({
    ...ofComplaint,
    step: z.enum(['about', 'acknowledged', 'heard', 'judged', 'answered', 'improved']),
    judgement: z.enum(judgements).nullable(),
    followUpId: Id.nullable(),
  }),
)
export const policyChanged = event('desk.complaints.policyChanged', z.object({ organisationId: Id, version: z.int() }))
