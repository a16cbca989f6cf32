import * as z from 'zod'
import { contract, type Grants, Id, Instant, line, Paging, page } from '#platform/contract.ts'
import { ClosingFields } from '#record/cases/closing/contract.ts'
import {
  Attachment,
  CaseRef,
  DespiteTasks,
  Entry,
  Impact,
  Kind,
  LinkKind,
  Mentions,
  Priority,
  State,
  Text,
  Title,
  tasksHold,
  Urgency,
  Visibility,
  WaitingFor,
} from '#record/cases/contract.ts'
import { Case, CaseItem, CasePage, Here, HistoryItem, Link, NewCase, openingFails, Part } from './page/contract.ts'

export { Conflict } from '#record/cases/contract.ts'
export { Allowed, Case, CaseItem, CasePage, ClockView, Here, HistoryItem, Link, NewCase, Part } from './page/contract.ts'

/** Given with every change: the version the screen showed. Another one in the database: 409 'cases.changed' with `Conflict` (record/cases) as data. */
export const Version = z.int().min(1)

/** Lists: a comma, or the name more than once. */
const several = <T extends z.ZodType>(one: T) =>
  z.preprocess(
    (value) => (value === undefined ? undefined : [value].flat().flatMap((part) => String(part).split(','))),
    z.array(one).max(20).optional(),
  )
export const sorts = ['updated', 'created', 'due', 'priority'] as const
export const CaseQuery = Paging.extend({
  state: several(State),
  kind: several(Kind),
  priority: several(Priority),
  teamId: Id.optional(),
  assignee: z.union([z.enum(['me', 'none']), Id]).optional(),
  organisationId: Id.optional(),
  reporterId: Id.optional(),
  late: z.stringbool().optional(),
  search: z.string().trim().max(200).optional().describe('Words, beginnings of words, or a number'),
  sort: z.enum(sorts).default('updated').describe('updated, created: newest first. due: soonest first. priority: most pressing first'),
})

const ofCase = z.object({ id: CaseRef })
const notFound = { 'platform.notFound': 404 } as const
const conflict = { 'cases.changed': 409, 'cases.keptFrom': 409 } as const
const kindFirst = { 'desk.executeFirst': 409, 'desk.judgeFirst': 409 } as const
const moving = { ...notFound, ...conflict, ...kindFirst, 'cases.notFrom': 409, 'cases.notYou': 403, 'cases.handoverNeeded': 409 } as const
const ending = { ...moving, 'cases.closingIncomplete': 409, 'cases.noSuchCode': 400 } as const
const act = <const P extends string, const B extends z.ZodRawShape, const F extends Readonly<Record<string, number>>>(
  verb: P,
  summary: string,
  fields: B,
  fails: F,
) =>
  ({
    method: 'POST',
    path: `/api/desk/cases/{id}/${verb}`,
    may: 'desk.work',
    summary,
    params: ofCase,
    body: z.object({ version: Version, ...fields }),
    reply: Case,
    status: 200,
    fails,
  }) as const
const [words, reason] = [Text.min(1), line(2000)]

export const desk = contract({
  createCase: {
    method: 'POST',
    path: '/api/desk/cases',
    may: 'desk.report',
    summary: 'Registers a case; priority and clocks follow from impact and urgency',
    body: NewCase,
    reply: Case,
    status: 201,
    fails: openingFails,
  },
  cases: {
    method: 'GET',
    path: '/api/desk/cases',
    may: 'desk.report',
    summary: 'Cases under filters; reporters get their own',
    query: CaseQuery,
    reply: page(CaseItem),
  },
  counts: {
    method: 'GET',
    path: '/api/desk/counts',
    may: 'desk.read',
    summary: 'How many cases each standing view has; at most 1000 is counted',
    reply: z.object({ open: z.int(), new: z.int(), mine: z.int(), unassigned: z.int(), waiting: z.int(), toBeTested: z.int(), late: z.int() }),
  },
  case: {
    method: 'GET',
    path: '/api/desk/cases/{id}',
    may: 'desk.report',
    summary: 'Everything of one case: conversation, people, files, clocks and what may be done; by id or number',
    params: ofCase,
    reply: CasePage,
    fails: notFound,
  },
  entries: {
    method: 'GET',
    path: '/api/desk/cases/{id}/entries',
    may: 'desk.report',
    summary: 'Earlier entries, oldest first',
    params: ofCase,
    query: z.object({ before: z.string().regex(/^\d{1,15}$/), limit: z.coerce.number().int().min(1).max(200).default(200) }),
    reply: z.object({ entries: z.array(Entry), earlier: z.string().nullable() }),
    fails: notFound,
  },
  history: {
    method: 'GET',
    path: '/api/desk/cases/{id}/history',
    may: 'desk.report',
    summary: 'What happened to the case, from the logbook, newest first',
    params: ofCase,
    query: Paging,
    reply: page(HistoryItem),
    fails: notFound,
  },
  take: act('take', 'Takes the case: it becomes mine and in progress', {}, moving),
  assign: act(
    'assign',
    'Assigns to a person, a team, both or nobody',
    { assigneeId: Id.nullable().optional(), teamId: Id.nullable().optional() },
    { ...notFound, ...conflict, 'cases.handoverNeeded': 409, 'desk.noSuchPerson': 400, 'desk.noSuchTeam': 400 },
  ),
  wait: act(
    'wait',
    'The case waits for the reporter, a supplier or a moment; the clocks stand still',
    { for: WaitingFor, until: Instant.optional(), reason: reason.optional() },
    {
      ...moving,
      'cases.untilNeeded': 400,
      'cases.untilPast': 400,
    },
  ),
  resume: act('resume', 'Work goes on', {}, moving),
  solve: act(
    'solve',
    'Says what was done and how it was tested (`tested`, steps that passed, or why it cannot be tested), and asks the reporter to test',
    { done: words, tested: Text.default(''), closing: ClosingFields.optional(), despiteTasks: DespiteTasks },
    { ...ending, ...tasksHold, 'cases.held': 409, 'cases.doneNeeded': 400, 'cases.testedNeeded': 400 },
  ),
  confirm: act('confirm', 'The reporter told us that it works: the case closes', { text: Text.optional() }, moving),
  reject: act(
    'reject',
    'The reporter told us that it does not work yet: the case is reopened',
    { text: words },
    { ...moving, 'cases.reasonNeeded': 400 },
  ),
  close: act(
    'close',
    'Closes a solved case that the reporter did not confirm, with the reason',
    { reason, closing: ClosingFields.optional() },
    { ...ending, 'cases.reasonNeeded': 400 },
  ),
  reopen: act('reopen', 'Opens a closed or cancelled case again', { reason }, { ...moving, 'cases.reasonNeeded': 400 }),
  cancel: act('cancel', 'Ends a case that is not to be done, with the reason', { reason }, { ...moving, 'cases.reasonNeeded': 400 }),
  edit: {
    method: 'PATCH',
    path: '/api/desk/cases/{id}',
    may: 'desk.work',
    summary: 'Changes fields; impact and urgency propose a priority anew, and one that was chosen by hand stays unless it is changed too',
    params: ofCase,
    body: z.object({
      version: Version,
      title: Title.optional(),
      text: Text.optional(),
      kind: Kind.optional(),
      impact: Impact.optional(),
      urgency: Urgency.optional(),
      reporterId: Id.optional(),
      confidential: z.boolean().optional(),
      service: line(120).nullable().optional().describe('A service of the catalogue (GET /api/desk/services); null: none'),
      priority: Priority.nullable().optional().describe('null: follow the proposal'),
      priorityReason: line(500).optional(),
    }),
    reply: Case,
    fails: {
      ...notFound,
      ...conflict,
      'desk.priorityReasonNeeded': 400,
      'desk.noSuchPerson': 400,
      'desk.noSuchService': 400,
      'cases.keptConfidential': 409,
    },
  },
  addEntry: {
    method: 'POST',
    path: '/api/desk/cases/{id}/entries',
    may: 'desk.work',
    summary: 'Answers the reporter (public) or keeps a note for colleagues (internal)',
    params: ofCase,
    body: z.object({ visibility: Visibility, text: words, attachmentIds: z.array(Id).max(50).default([]), mentions: Mentions }),
    reply: Entry,
    status: 201,
    fails: { ...notFound, 'cases.mayNotSee': 400 },
  },
  attach: {
    method: 'POST',
    path: '/api/desk/cases/{id}/attachments',
    may: 'desk.report',
    summary: 'Adds a file: the body is the file, its name percent-encoded in the header x-file-name',
    params: ofCase,
    query: z.object({ visibility: Visibility.default('public') }),
    accepts: '*/*',
    reply: Attachment,
    status: 201,
    fails: { ...notFound, 'desk.emptyFile': 400, 'desk.tooManyFiles': 409 },
  },
  download: {
    method: 'GET',
    path: '/api/desk/attachments/{id}',
    may: 'desk.report',
    summary: 'The file; pictures, PDF and plain text may be shown, everything else is saved',
    params: z.object({ id: Id }),
    produces: '*/*',
    reply: z.unknown(),
    fails: notFound,
  },
  addPerson: {
    method: 'POST',
    path: '/api/desk/cases/{id}/people',
    may: 'desk.work',
    summary: 'Lets somebody take part, or read along in a confidential case',
    params: ofCase,
    body: z.object({ personId: Id, role: z.enum(['participant', 'named']) }),
    reply: z.array(Part),
    status: 201,
    fails: { ...notFound, 'desk.noSuchPerson': 400, 'cases.keptFrom': 409 },
  },
  removePerson: {
    method: 'DELETE',
    path: '/api/desk/cases/{id}/people/{personId}',
    may: 'desk.work',
    summary: 'Takes somebody off the case; the reporter stays',
    params: ofCase.extend({ personId: Id }),
    reply: z.array(Part),
    fails: notFound,
  },
  link: {
    method: 'POST',
    path: '/api/desk/cases/{id}/links',
    may: 'desk.work',
    summary: 'Connects two cases',
    params: ofCase,
    body: z.object({ other: CaseRef, kind: LinkKind }),
    reply: z.array(Link),
    status: 201,
    fails: { ...notFound, 'cases.linkCircle': 409, 'cases.linkSame': 409, 'cases.linkThere': 409 },
  },
  here: {
    method: 'PUT',
    path: '/api/desk/cases/{id}/here',
    may: 'desk.work',
    summary: 'I have this case open (repeat every 20 seconds); answers who else has',
    params: ofCase,
    body: z.object({ writing: z.boolean().default(false) }),
    reply: z.object({ others: z.array(Here) }),
    fails: notFound,
  },
})

const staff = ['engineer', 'lead', 'securityOfficer', 'databaseAdministrator', 'administrator'] as const
/** Who may what, in the organisation where they have the role. */
export const deskGrants = {
  'desk.report': ['reporter', ...staff, 'client', 'auditor'],
  'desk.read': [...staff, 'client', 'auditor'],
  'desk.work': staff,
  'desk.decide': ['lead', 'administrator'],
  'desk.configure': ['lead', 'administrator'],
} as const satisfies Grants
