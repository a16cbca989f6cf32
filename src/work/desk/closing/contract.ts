import * as z from 'zod'
import { contract, Id, Instant } from '#platform/contract.ts'
import { Check, ClosingFields, ClosingPolicy, ClosingState } from '#record/cases/closing/contract.ts'
import { CaseRef, Kind } from '#record/cases/contract.ts'
import { Answer, NewStep, NewTemplate, Step, StepChange, Template } from '#record/cases/testing/contract.ts'

/** Everything about testing and closing on the page of a case. */
export const Testing = z.object({
  round: z.int().describe('The round that steps written down now belong to'),
  steps: z.array(Step).describe('Of all rounds, in order'),
  answers: z.array(Answer).describe('What the reporter said, oldest first'),
  check: z.array(Check).describe('What closing needs, what is missing and why'),
  closing: ClosingState,
  solutions: z.array(z.object({ code: z.string(), name: z.string() })),
  causes: z.array(z.object({ code: z.string(), name: z.string() })),
  templates: z.array(Template).describe('Fitting this kind of case; for staff'),
  testing: z.enum(['off', 'described', 'steps']),
  reopenUntil: Instant.nullable().describe('Until when the reporter can open it again'),
  mayWork: z.boolean(),
})
export type Testing = z.infer<typeof Testing>

export const PolicyView = z.object({ organisationId: Id, version: z.int(), policy: ClosingPolicy })

const params = z.object({ id: CaseRef })
const step = z.object({ id: CaseRef, stepId: Id })
const notFound = { 'platform.notFound': 404 } as const
const stepping = { ...notFound, 'cases.stepOver': 409, 'cases.stepAnswered': 409, 'cases.stepChanged': 409 } as const
const ofOrganisation = z.object({ organisationId: Id })

export const deskClosing = contract({
  testing: {
    method: 'GET',
    path: '/api/desk/cases/{id}/testing',
    may: 'desk.read',
    summary: 'Test steps and answers of every round, and the closing check: what is missing and why',
    params,
    reply: Testing,
    fails: notFound,
  },
  addSteps: {
    method: 'POST',
    path: '/api/desk/cases/{id}/test-steps',
    may: 'desk.work',
    summary: 'Writes down test steps: these, or those of a template',
    params,
    body: z.union([z.object({ steps: z.array(NewStep).min(1).max(30) }), z.object({ template: z.string().max(40) })]),
    reply: Testing,
    status: 201,
    fails: { ...notFound, 'cases.stepOver': 409, 'cases.tooManySteps': 409 },
  },
  changeStep: {
    method: 'PATCH',
    path: '/api/desk/cases/{id}/test-steps/{stepId}',
    may: 'desk.work',
    summary: 'Changes a step, or says how it went; who and when are kept with the result',
    params: step,
    body: StepChange,
    reply: Testing,
    fails: stepping,
  },
  removeStep: {
    method: 'DELETE',
    path: '/api/desk/cases/{id}/test-steps/{stepId}',
    may: 'desk.work',
    summary: 'Takes a step off; one that the reporter did stays',
    params: step,
    query: z.object({ version: z.coerce.number().int() }),
    reply: Testing,
    fails: stepping,
  },
  changeClosing: {
    method: 'PUT',
    path: '/api/desk/cases/{id}/closing',
    may: 'desk.work',
    summary: 'How it was solved, what it came from, why it cannot be tested',
    params,
    body: ClosingFields.extend({ version: z.int().min(0) }),
    reply: Testing,
    fails: { ...notFound, 'cases.noSuchCode': 400, 'cases.closingChanged': 409 },
  },
  policy: {
    method: 'GET',
    path: '/api/desk/closing/policy',
    may: 'desk.read',
    summary: 'What closing needs per kind, reminders, closing by itself, reopening, and the codes',
    query: ofOrganisation,
    reply: PolicyView,
    fails: notFound,
  },
  changePolicy: {
    method: 'PUT',
    path: '/api/desk/closing/policy',
    may: 'desk.configure',
    summary: 'Changes it; questions that are out keep the moments they were sent with',
    body: PolicyView,
    reply: PolicyView,
    fails: { ...notFound, 'desk.closing.changed': 409 },
  },
  templates: {
    method: 'GET',
    path: '/api/desk/closing/templates',
    may: 'desk.read',
    summary: 'Lists of test steps: own ones, and those that are shipped',
    query: ofOrganisation.extend({ kind: Kind.optional() }),
    reply: z.object({ items: z.array(Template) }),
    fails: notFound,
  },
  addTemplate: {
    method: 'POST',
    path: '/api/desk/closing/templates',
    may: 'desk.configure',
    summary: 'A list of test steps of our own, for every kind or one, for every service or one',
    body: NewTemplate.extend({ organisationId: Id }),
    reply: z.object({ id: Id }),
    status: 201,
    fails: notFound,
  },
  changeTemplate: {
    method: 'PUT',
    path: '/api/desk/closing/templates/{id}',
    may: 'desk.configure',
    summary: 'Changes a list of our own',
    params: z.object({ id: Id }),
    body: NewTemplate.extend({ version: z.int() }),
    reply: z.object({ id: Id }),
    fails: { ...notFound, 'cases.templateChanged': 409 },
  },
  removeTemplate: {
    method: 'DELETE',
    path: '/api/desk/closing/templates/{id}',
    may: 'desk.configure',
    summary: 'Takes a list of our own away; steps made from it stay',
    params: z.object({ id: Id }),
    reply: z.undefined(),
    status: 204,
    fails: notFound,
  },
})
