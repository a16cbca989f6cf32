import * as z from 'zod'
import { contract, Id, Instant, Paging, page } from '#platform/contract.ts'
import { Attachment, CaseRef, Channel, Kind, LinkKind, Named, State, Text, Title, Visibility, WaitingFor } from '#record/cases/contract.ts'
import { outcomes, Question, StepAnswers } from '#record/cases/testing/contract.ts'
import { About } from '../kinds/contract.ts'

/** What a reporter can say without knowing our words. */
export const howBad = ['canWork', 'hindered', 'cannotWork'] as const
export const howMany = ['me', 'few', 'many', 'everyone'] as const
export const Report = z.object({
  title: Title.describe('What is wrong, in one line'),
  text: Text.default('').describe('What you see, and what you expected'),
  doing: z.string().trim().max(5000).default('').describe('What you were doing'),
  howBad: z.enum(howBad),
  howMany: z.enum(howMany),
  kind: Kind.default('incident'),
  organisationId: Id.optional(),
  complaint: About.optional().describe('About whom, for a complaint'),
})

export const MyItem = z.object({
  id: Id,
  number: z.string(),
  title: z.string(),
  kind: Kind,
  state: State,
  waitingFor: WaitingFor.nullable().describe('reporter: you are to answer'),
  openedAt: Instant,
  updatedAt: Instant,
  organisationId: Id,
})
/** Something said to or by the reporter. */
export const Said = z.object({
  id: Id,
  by: Named.nullable().describe('null: Spil itself'),
  mine: z.boolean(),
  kind: z.enum(['message', 'note', 'solution', 'test', 'system']),
  text: z.string(),
  at: Instant,
  visibility: Visibility,
  channel: Channel,
})
export const MyCase = MyItem.extend({
  text: z.string(),
  reporter: Named,
  assignee: Named.nullable(),
  solution: z.object({ done: z.string(), tested: z.string() }).nullable(),
  dueAt: Instant.nullable().describe('When we mean to have solved it'),
  entries: z.array(Said),
  attachments: z.array(Attachment),
  links: z.array(z.object({ id: Id, number: z.string(), title: z.string(), state: State, kind: LinkKind, outgoing: z.boolean() })),
  questions: z.array(Question).describe('What I am asked to try'),
  askedAgain: z.boolean().describe('What I said contradicts itself: I am asked once more'),
  reopenUntil: Instant.nullable().describe('Until then it opens again when it is back; later it becomes a new case'),
  rate: z.string().nullable().describe('Token to say how satisfied I am, while it has been asked'),
  may: z.object({ answer: z.boolean(), confirm: z.boolean(), reject: z.boolean(), reopen: z.boolean(), cancel: z.boolean() }),
  version: z.int(),
})
export type MyCase = z.infer<typeof MyCase>

const params = z.object({ id: CaseRef })
const moving = { 'platform.notFound': 404, 'cases.notFrom': 409, 'cases.notYou': 403, 'cases.changed': 409, 'cases.reasonNeeded': 400 } as const
const words = Text.min(1)
const tokenParams = z.object({ token: z.string().max(300) })

export const deskPortal = contract({
  report: {
    method: 'POST',
    path: '/api/desk/reports',
    may: 'desk.report',
    summary: 'Reports something in the words of the reporter; files are added afterwards with POST /api/desk/cases/{id}/attachments',
    body: Report,
    reply: MyCase,
    status: 201,
    fails: { 'desk.portal.noOrganisation': 400, 'desk.staffKind': 403, 'desk.complaints.aboutReporter': 400, 'desk.complaints.noSuchPerson': 400 },
  },
  myCases: {
    method: 'GET',
    path: '/api/desk/mine',
    may: 'desk.report',
    summary: 'What I reported or take part in, changed last first',
    query: Paging.extend({ open: z.stringbool().optional().describe('Only what is, or is no longer, being worked on') }),
    reply: page(MyItem),
  },
  myCase: {
    method: 'GET',
    path: '/api/desk/mine/{id}',
    may: 'desk.report',
    summary: 'One of mine: what was said to and by me, and what I can do',
    params,
    reply: MyCase,
    fails: { 'platform.notFound': 404 },
  },
  answer: {
    method: 'POST',
    path: '/api/desk/mine/{id}/answers',
    may: 'desk.report',
    summary: 'Answers; a case that waited for me goes on',
    params,
    body: z.object({ text: words, attachmentIds: z.array(Id).max(50).default([]) }),
    reply: MyCase,
    status: 201,
    fails: { 'platform.notFound': 404, 'desk.portal.ended': 409 },
  },
  myConfirm: {
    method: 'POST',
    path: '/api/desk/mine/{id}/confirm',
    may: 'desk.report',
    summary: 'It works: my case closes',
    params,
    body: z.object({ text: Text.optional(), steps: StepAnswers }),
    reply: MyCase,
    status: 200,
    fails: moving,
  },
  myReject: {
    method: 'POST',
    path: '/api/desk/mine/{id}/reject',
    may: 'desk.report',
    summary: 'It does not work yet: my case is opened again',
    params,
    body: z.object({ text: Text.default('').describe('May be left out when a step says it'), steps: StepAnswers }),
    reply: MyCase,
    status: 200,
    fails: moving,
  },
  myReopen: {
    method: 'POST',
    path: '/api/desk/mine/{id}/reopen',
    may: 'desk.report',
    summary:
      'It is back: the same case within the working days that the organisation gives, after that a new one that is linked; answers the case to go on with',
    params,
    body: z.object({ text: words }),
    reply: MyCase,
    status: 200,
    fails: moving,
  },
  myCancel: {
    method: 'POST',
    path: '/api/desk/mine/{id}/cancel',
    may: 'desk.report',
    summary: 'It is no longer needed',
    params,
    body: z.object({ reason: words }),
    reply: MyCase,
    status: 200,
    fails: moving,
  },
  confirmState: {
    method: 'GET',
    path: '/api/desk/confirm/{token}',
    may: 'anyone',
    summary: 'What the signed link in the mail asks to test; without sign-in',
    params: tokenParams,
    reply: z.object({
      number: z.string(),
      title: z.string(),
      organisation: z.string(),
      done: z.string(),
      tested: z.string(),
      state: State,
      answered: z.boolean().describe('This round of testing has been answered, or is over'),
      questions: z.array(Question).describe('What the reporter is asked to try'),
      askedAgain: z.boolean().describe('What was said contradicts itself: it is asked once more'),
      back: z.boolean().describe('It is closed, and the reporter can say by this link that it is back'),
      reopenUntil: Instant.nullable(),
      rate: z.string().nullable().describe('Token to say how satisfied the reporter is'),
    }),
    fails: { 'desk.portal.linkWrong': 404, 'desk.portal.linkExpired': 410 },
  },
  confirmByLink: {
    method: 'POST',
    path: '/api/desk/confirm/{token}',
    may: 'anyone',
    summary:
      'Says by the signed link whether it works; counts once. What contradicts itself or an answer before it is asked again; on a closed case "no" opens it again',
    params: tokenParams,
    body: z.object({
      works: z.boolean(),
      text: Text.optional().describe('What does not work; needed when it does not, unless a step says it'),
      steps: StepAnswers,
    }),
    reply: z.object({ number: z.string(), state: State, outcome: z.enum(outcomes), rate: z.string().nullable() }),
    status: 200,
    fails: { 'desk.portal.linkWrong': 404, 'desk.portal.linkExpired': 410, 'desk.portal.linkUsed': 409, 'desk.portal.sayWhat': 400 },
  },
})
