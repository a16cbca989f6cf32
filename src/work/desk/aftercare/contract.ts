import * as z from 'zod'
import { contract, event, Id, Instant, line, Paging, page, prose } from '#platform/contract.ts'
import { CaseRef, Kind, Named, Priority, State } from '#record/cases/contract.ts'

export const whos = ['assignee', 'leads', 'team'] as const
export const aftercareStates = ['wished', 'planned', 'done', 'cancelled'] as const
export const aftercareResults = ['well', 'back', 'notReached'] as const
export const aftercareViews = ['mine', 'due', 'late', 'planned', 'ended'] as const
const AftercareState = z.enum(aftercareStates)

/** All that is said must hold; what is left out does not matter. */
export const Conditions = z.object({
  kinds: z.array(Kind).max(20).default([]).describe('Empty: every kind'),
  priorities: z.array(Priority).max(4).default([]).describe('Empty: every priority'),
  majorIncident: z.boolean().default(false).describe('It was a major incident'),
  reopened: z.boolean().default(false).describe('It had been opened again before'),
  lowMark: z.boolean().default(false).describe('The reporter gave a low mark'),
})
export type Conditions = z.infer<typeof Conditions>
export const Rule = z
  .object({
    when: Conditions,
    afterDays: z.int().min(0).max(60).describe('Working days after closing, or after the low mark'),
    who: z.enum(whos).describe('assignee: who worked on it last'),
    teamId: Id.nullable().default(null),
    mostAttempts: z.int().min(1).max(10).default(3),
  })
  .refine(({ who, teamId }) => who !== 'team' || teamId !== null, { path: ['teamId'] })
export type Rule = z.infer<typeof Rule>
const RuleView = z.object({ id: Id, name: z.string(), active: z.boolean(), rule: Rule, version: z.int() })
export type RuleView = z.infer<typeof RuleView>
const RuleFields = { name: line(120), active: z.boolean().default(true), rule: Rule }

const Done = z.object({
  what: z.enum(['planned', 'well', 'back', 'notReached', 'postponed', 'given', 'cancelled']),
  note: z.string(),
  until: Instant.nullable(),
  by: Named.nullable(),
  at: Instant,
})
export const Aftercare = z.object({
  id: Id,
  case: z.object({ id: Id, number: z.string(), title: z.string(), kind: Kind, state: State }),
  reporter: Named,
  organisationId: Id,
  why: z.string().describe('The name of the rule, or what somebody wrote'),
  byRule: z.boolean(),
  state: AftercareState,
  dueAt: Instant.nullable(),
  due: z.boolean(),
  late: z.boolean(),
  person: Named.nullable(),
  team: Named.nullable(),
  forLeads: z.boolean(),
  mine: z.boolean(),
  result: z.enum(aftercareResults).nullable(),
  attempts: z.int(),
  mostAttempts: z.int(),
  next: z.object({ id: Id, number: z.string() }).nullable().describe('The case to go on with, when it was back'),
  steps: z.array(Done).describe('What was done with it, oldest first'),
  mayWork: z.boolean(),
  version: z.int(),
})
export type Aftercare = z.infer<typeof Aftercare>

const one = z.object({ id: Id })
const ofCase = z.object({ id: CaseRef })
const notFound = { 'platform.notFound': 404 } as const
const changing = { ...notFound, 'desk.aftercare.changed': 409, 'desk.aftercare.over': 409 } as const
const to = { personId: Id.nullable().optional(), teamId: Id.nullable().optional(), forLeads: z.boolean().optional() }
const version = z.int().min(1)

export const deskAftercare = contract({
  list: {
    method: 'GET',
    path: '/api/desk/aftercare',
    may: 'desk.read',
    summary: 'Contacts after closing, soonest first; ended ones newest first',
    query: Paging.extend({ view: z.enum(aftercareViews).default('mine'), organisationId: Id.optional() }),
    reply: page(Aftercare),
  },
  counts: {
    method: 'GET',
    path: '/api/desk/aftercare/counts',
    may: 'desk.read',
    summary: 'How many of mine are due, and how many are due and late altogether; at most 1000 is counted',
    reply: z.object({ mine: z.int().describe('Mine and due'), due: z.int(), late: z.int(), planned: z.int() }),
  },
  ofCase: {
    method: 'GET',
    path: '/api/desk/cases/{id}/aftercare',
    may: 'desk.read',
    summary: 'Contacts after closing of this case',
    params: ofCase,
    reply: z.object({ items: z.array(Aftercare) }),
    fails: notFound,
  },
  plan: {
    method: 'POST',
    path: '/api/desk/cases/{id}/aftercare',
    may: 'desk.work',
    summary: 'Plans a contact by hand; on a case that is open it waits for the closing',
    params: ofCase,
    body: z.object({
      why: line(300),
      afterDays: z.int().min(0).max(60).default(3).describe('Working days after closing, or from now when it is closed'),
      ...to,
    }),
    reply: Aftercare,
    status: 201,
    fails: { ...notFound, 'desk.aftercare.noSuchPerson': 400, 'desk.aftercare.noSuchTeam': 400 },
  },
  finish: {
    method: 'POST',
    path: '/api/desk/aftercare/{id}/result',
    may: 'desk.work',
    summary: 'All is well; it is back (the case opens again or a new one follows it); or not reached (again later, up to a limit)',
    params: one,
    body: z.object({ version, result: z.enum(aftercareResults), note: prose(2000).default('').describe('Needed when it is back') }),
    reply: Aftercare,
    status: 200,
    fails: { ...changing, 'desk.aftercare.noteNeeded': 400 },
  },
  postpone: {
    method: 'POST',
    path: '/api/desk/aftercare/{id}/postpone',
    may: 'desk.work',
    summary: 'Later, with the reason',
    params: one,
    body: z.object({ version, until: Instant, reason: line(500) }),
    reply: Aftercare,
    status: 200,
    fails: { ...changing, 'desk.aftercare.past': 400 },
  },
  give: {
    method: 'POST',
    path: '/api/desk/aftercare/{id}/give',
    may: 'desk.work',
    summary: 'Puts it in the list of somebody else, a team, or the leads',
    params: one,
    body: z.object({ version, ...to }),
    reply: Aftercare,
    status: 200,
    fails: { ...changing, 'desk.aftercare.noSuchPerson': 400, 'desk.aftercare.noSuchTeam': 400 },
  },
  cancel: {
    method: 'POST',
    path: '/api/desk/aftercare/{id}/cancel',
    may: 'desk.work',
    summary: 'It is not needed, with the reason',
    params: one,
    body: z.object({ version, reason: line(500) }),
    reply: Aftercare,
    status: 200,
    fails: changing,
  },
  rules: {
    method: 'GET',
    path: '/api/desk/aftercare/rules',
    may: 'desk.read',
    summary: 'By which rules a contact is planned',
    query: z.object({ organisationId: Id }),
    reply: z.object({ items: z.array(RuleView) }),
    fails: notFound,
  },
  addRule: {
    method: 'POST',
    path: '/api/desk/aftercare/rules',
    may: 'desk.configure',
    summary: 'Plans a contact at each closing that fits, from now on',
    body: z.object({ organisationId: Id, ...RuleFields }),
    reply: RuleView,
    status: 201,
    fails: { ...notFound, 'desk.aftercare.noSuchTeam': 400 },
  },
  changeRule: {
    method: 'PUT',
    path: '/api/desk/aftercare/rules/{id}',
    may: 'desk.configure',
    summary: 'Changes a rule; what it planned stays',
    params: one,
    body: z.object({ version, ...RuleFields }),
    reply: RuleView,
    fails: { ...notFound, 'desk.aftercare.changed': 409, 'desk.aftercare.noSuchTeam': 400 },
  },
})

const ofCare = { aftercareId: Id, caseId: Id, number: z.int() }
export const aftercarePlanned = event('desk.aftercare.planned', z.object({ ...ofCare, ruleId: Id.nullable(), dueAt: Instant.nullable() }))
export const aftercareDue = event('desk.aftercare.due', z.object({ ...ofCare, personId: Id.nullable() }))
export const aftercareChanged = event(
  'desk.aftercare.changed',
  z.object({ ...ofCare, what: z.enum(['well', 'back', 'notReached', 'postponed', 'given', 'cancelled']), nextCaseId: Id.nullable() }),
)
export const aftercareRuleChanged = event('desk.aftercare.ruleChanged', z.object({ organisationId: Id, ruleId: Id, version: z.int() }))
