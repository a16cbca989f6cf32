import * as z from 'zod'
import { contract, event, Id, Instant, prose } from '#platform/contract.ts'
import { CaseRef, Named, State, Title } from '#record/cases/contract.ts'

const words = prose(10_000).trim().min(1)
export const MajorText = z.object({
  id: Id,
  kind: z.enum(['update', 'solve']),
  text: z.string(),
  author: Named,
  at: Instant,
  nextUpdateAt: Instant.nullable(),
  total: z.int().describe('To how many cases it goes'),
  done: z.int(),
  refused: z.int().describe('Of those: not possible any more'),
  finishedAt: Instant.nullable(),
})
export const MajorChild = z.object({
  id: Id,
  number: z.string(),
  title: z.string(),
  state: State,
  reporter: Named,
  how: z.enum(['linked', 'registered', 'joined']),
  addedAt: Instant,
})
export const OngoingMajor = z.object({
  id: Id,
  number: z.string(),
  title: z.string(),
  organisationId: Id,
  declaredAt: Instant,
  children: z.int(),
  nextUpdateAt: Instant.nullable(),
  late: z.boolean().describe('The promised update did not come in time'),
})
export type OngoingMajor = z.infer<typeof OngoingMajor>
export const Major = OngoingMajor.extend({
  reason: z.string(),
  declaredBy: Named.nullable().describe('null: a step of a ladder'),
  state: State,
  lead: Named.nullable(),
  communication: Named.nullable(),
  endedAt: Instant.nullable(),
  openChildren: z.int(),
  childList: z.array(MajorChild).describe('The first 500'),
  texts: z.array(MajorText).describe('Newest first'),
  timeline: z.array(z.object({ id: z.string(), at: Instant, by: Named.nullable(), text: z.string() })).describe('Newest first'),
  review: z.object({ text: z.string(), by: Named, at: Instant, problem: z.object({ id: Id, number: z.string() }).nullable() }).nullable(),
  version: z.int(),
})
export type Major = z.infer<typeof Major>

const ofCase = z.object({ id: CaseRef })
const notFound = { 'platform.notFound': 404 } as const
const onMajor = { ...notFound, 'desk.major.none': 409 } as const
const Setting = z.object({ organisationId: Id, engineersDeclare: z.boolean() })
const later = { 'desk.major.past': 400 } as const

export const deskMajor = contract({
  majorOf: {
    method: 'GET',
    path: '/api/desk/cases/{id}/major',
    may: 'desk.work',
    summary: 'The major incident that this case is, the one it belongs to, and whether I may declare it one',
    params: ofCase,
    reply: z.object({
      major: Major.nullable(),
      parent: OngoingMajor.nullable(),
      mayDeclare: z.boolean(),
      whyNot: z.string().nullable(),
      ongoing: z.array(OngoingMajor).describe('It could become a child of'),
    }),
    fails: notFound,
  },
  ongoing: {
    method: 'GET',
    path: '/api/desk/major',
    may: 'desk.work',
    summary: 'Major incidents that last, newest first; at most 50',
    query: z.object({ organisationId: Id.optional() }),
    reply: z.array(OngoingMajor),
  },
  declare: {
    method: 'POST',
    path: '/api/desk/cases/{id}/major',
    may: 'desk.work',
    summary: 'Declares the incident a major one, with the reason; by a lead, or an engineer where the organisation allows it',
    params: ofCase,
    body: z.object({ reason: words, leadId: Id.optional(), communicationId: Id.optional(), nextUpdateAt: Instant.optional() }),
    reply: Major,
    status: 201,
    fails: {
      ...notFound,
      ...later,
      'desk.major.onlyLead': 403,
      'desk.major.onlyIncident': 409,
      'desk.major.caseEnded': 409,
      'desk.major.already': 409,
      'desk.major.isChild': 409,
      'desk.noSuchPerson': 400,
    },
  },
  changeMajor: {
    method: 'PATCH',
    path: '/api/desk/cases/{id}/major',
    may: 'desk.work',
    summary: 'Who leads, who communicates, when the next update comes',
    params: ofCase,
    body: z.object({
      version: z.int().min(1),
      leadId: Id.nullable().optional(),
      communicationId: Id.nullable().optional(),
      nextUpdateAt: Instant.nullable().optional(),
    }),
    reply: Major,
    fails: { ...onMajor, ...later, 'desk.major.changed': 409, 'desk.noSuchPerson': 400 },
  },
  addChildren: {
    method: 'POST',
    path: '/api/desk/cases/{id}/major/children',
    may: 'desk.work',
    summary: 'Makes existing cases children of this major incident; each case answers for itself',
    params: ofCase,
    body: z.object({ cases: z.array(CaseRef).min(1).max(200), registered: z.boolean().default(false).describe('Just registered for it') }),
    reply: z.object({
      done: z.int(),
      items: z.array(z.object({ case: z.string(), done: z.boolean(), code: z.string().nullable(), why: z.string().nullable() })),
    }),
    status: 200,
    fails: onMajor,
  },
  removeChild: {
    method: 'DELETE',
    path: '/api/desk/cases/{id}/major/children/{childId}',
    may: 'desk.work',
    summary: 'Takes a case out that turns out to be something else',
    params: ofCase.extend({ childId: CaseRef }),
    reply: Major,
    fails: onMajor,
  },
  writeUpdate: {
    method: 'POST',
    path: '/api/desk/cases/{id}/major/updates',
    may: 'desk.work',
    summary: 'One text to the reporters of parent and children, and when the next one comes',
    params: ofCase,
    body: z.object({ text: words, nextUpdateAt: Instant.nullable().default(null) }),
    reply: Major,
    status: 201,
    fails: { ...onMajor, ...later },
  },
  solveChildren: {
    method: 'POST',
    path: '/api/desk/cases/{id}/major/solve-children',
    may: 'desk.work',
    summary: 'Solves every open child; each reporter is asked to test',
    params: ofCase,
    body: z.object({ done: words, tested: words }),
    reply: Major,
    status: 202,
    fails: { ...onMajor, 'desk.major.noChildren': 409, 'desk.major.parentFirst': 409 },
  },
  endMajor: {
    method: 'POST',
    path: '/api/desk/cases/{id}/major/end',
    may: 'desk.decide',
    summary: 'It is no longer a major incident; the case goes on',
    params: ofCase,
    body: z.object({ reason: words }),
    reply: Major,
    status: 200,
    fails: { ...onMajor, 'desk.major.ended': 409 },
  },
  reviewMajor: {
    method: 'PUT',
    path: '/api/desk/cases/{id}/major/review',
    may: 'desk.work',
    summary: 'What was learned, and the problem case that follows from it',
    params: ofCase,
    body: z.object({ text: words, problem: z.object({ title: Title }).optional() }),
    reply: Major,
    fails: { ...onMajor, 'desk.major.lasts': 409 },
  },
  majorSettings: {
    method: 'GET',
    path: '/api/desk/major-settings',
    may: 'desk.read',
    summary: 'Whether engineers may declare a major incident',
    query: z.object({ organisationId: Id }),
    reply: Setting,
    fails: notFound,
  },
  changeMajorSettings: {
    method: 'PUT',
    path: '/api/desk/major-settings',
    may: 'desk.configure',
    summary: 'Lets engineers declare a major incident, or only leads',
    body: Setting,
    reply: Setting,
    fails: notFound,
  },
})

const told = z.object({ caseId: Id, number: z.int() })
export const majorDeclared = event('desk.majorDeclared', told.extend({ byId: Id.nullable(), leadId: Id.nullable(), communicationId: Id.nullable() }))
export const majorChanged = event(
  'desk.majorChanged',
  told.extend({
    leadId: Id.nullable(),
    communicationId: Id.nullable(),
    nextUpdateAt: Instant.nullable(),
    roles: z.array(Id).describe('Who have a role now and had none'),
  }),
)
const child = told.extend({ childId: Id, childNumber: z.int() })
export const majorChildAdded = event('desk.majorChildAdded', child.extend({ how: MajorChild.shape.how }))
export const majorChildRemoved = event('desk.majorChildRemoved', child)
const text = told.extend({ textId: Id, kind: MajorText.shape.kind, total: z.int() })
export const majorTextWritten = event('desk.majorTextWritten', text)
/** A batch has gone out. */
export const majorTextSent = event('desk.majorTextSent', text.extend({ done: z.int() }))
export const majorUpdateLate = event('desk.majorUpdateLate', told.extend({ dueAt: Instant, people: z.array(Id) }))
export const majorEnded = event('desk.majorEnded', told.extend({ bySolving: z.boolean() }))
export const majorLastsAgain = event('desk.majorLastsAgain', told)
export const majorReviewed = event('desk.majorReviewed', told.extend({ problemId: Id.nullable(), problemNumber: z.int().nullable() }))
