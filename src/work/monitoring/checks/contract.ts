/** Checks: what is asked of items, and what the newest answer was. */
import * as z from 'zod'
import { contract, event, type Grants, Id, Instant, Paging, page, prose } from '#platform/contract.ts'
import { KindName, NewQuestion, Question, Reason, Secret, State, What } from './kinds/contract.ts'

const Ref = z.object({ id: Id, number: z.string(), name: z.string() })
export const Check = z.object({
  id: Id,
  organisationId: Id,
  item: Ref,
  kind: KindName,
  name: z.string(),
  template: z.object({ id: Id, name: z.string() }).nullable().describe('Null: asked of this item only'),
  instance: z.string().describe('What is asked, with what is known of the item filled in'),
  everySeconds: z.int(),
  paused: z.boolean(),
  state: State,
  reason: Reason.nullable(),
  why: z.string().nullable().describe('The reason in words'),
  since: Instant.describe('Since when it is in this state'),
  lastAt: Instant.nullable(),
  nextAt: Instant.nullable().describe('Null: it is not asked'),
  durationMs: z.number().nullable(),
  hasToken: z.boolean().describe('Of a heartbeat: it has an address that can be called'),
  beatAt: Instant.nullable(),
  question: Question.nullable().describe('What is asked, where it is of this item only'),
})
export type Check = z.infer<typeof Check>

export const Tried = z.object({
  state: State,
  reason: Reason.nullable(),
  why: z.string().nullable(),
  instance: z.string(),
  durationMs: z.number(),
  values: z.array(z.object({ name: z.string(), labels: z.record(z.string(), z.string()), value: z.number() })).describe('At most 200'),
  more: z.int().describe('So many values more'),
  elsewhere: z.string().nullable().describe('The collector that asks it as a check; it was tried from Spil itself'),
})
export type Tried = z.infer<typeof Tried>

const one = z.object({ id: Id })
const notFound = { 'platform.notFound': 404 } as const
const asking = { 'monitoring.regex': 422, 'monitoring.secretNeeded': 422 } as const
const work = { may: 'monitoring.work' } as const
export const monitoringChecks = contract({
  checks: {
    method: 'GET',
    path: '/api/monitoring/checks',
    may: 'monitoring.read',
    summary: 'What is asked of which items and how it stands; what failed first',
    query: Paging.extend({
      organisationId: Id.optional(),
      state: State.optional(),
      kind: KindName.optional(),
      itemId: Id.optional(),
      templateId: Id.optional(),
      paused: z.stringbool().optional(),
    }),
    reply: page(Check),
  },
  counts: {
    method: 'GET',
    path: '/api/monitoring/checks/counts',
    may: 'monitoring.read',
    summary: 'How many checks stand how; those that are paused apart',
    query: z.object({ organisationId: Id.optional() }),
    reply: z.object({ ok: z.int(), failed: z.int(), unknown: z.int(), paused: z.int() }),
  },
  addCheck: {
    ...work,
    method: 'POST',
    path: '/api/monitoring/checks',
    summary: 'Asks something of one item, besides what templates ask',
    body: NewQuestion.extend({ itemId: Id }),
    reply: Check,
    status: 201,
    fails: { ...notFound, ...asking, 'monitoring.tooMany': 409 },
    secret: true,
  },
  changeCheck: {
    ...work,
    method: 'PUT',
    path: '/api/monitoring/checks/{id}',
    summary: 'Changes what is asked of one item only; what a template asks is changed there',
    params: one,
    body: NewQuestion.extend({ version: z.int() }),
    reply: Check,
    fails: { ...notFound, ...asking, 'monitoring.changed': 409, 'monitoring.ofTemplate': 409 },
    secret: true,
  },
  removeCheck: {
    ...work,
    method: 'DELETE',
    path: '/api/monitoring/checks/{id}',
    summary: 'Asks it no more; what was measured stays',
    params: one,
    reply: z.undefined(),
    status: 204,
    fails: { ...notFound, 'monitoring.ofTemplate': 409 },
  },
  pauseCheck: {
    ...work,
    method: 'POST',
    path: '/api/monitoring/checks/{id}/pause',
    summary: 'Asks it no more until told otherwise; meanwhile it is unknown',
    params: one,
    body: z.object({ paused: z.boolean() }),
    reply: Check,
    fails: notFound,
  },
  askNow: {
    ...work,
    method: 'POST',
    path: '/api/monitoring/checks/{id}/ask',
    summary: 'Asks it at once, besides by the clock',
    params: one,
    reply: Check,
    status: 202,
    fails: { ...notFound, 'monitoring.paused': 409, 'monitoring.notFilled': 409 },
  },
  tryOut: {
    ...work,
    method: 'POST',
    path: '/api/monitoring/try',
    summary: 'Asks something of an item now, from Spil itself, and tells what came of it; nothing is kept',
    body: z.object({
      itemId: Id,
      what: What,
      secret: Secret.optional(),
      questionId: Id.optional().describe('Whose secret is used, when it goes to the same place'),
      timeoutSeconds: z.int().min(1).max(20).default(10),
    }),
    reply: Tried,
    fails: { ...notFound, ...asking, 'monitoring.busy': 429 },
    secret: true,
  },
  written: {
    ...work,
    method: 'GET',
    path: '/api/monitoring/questions/{id}/written',
    summary: 'What was asked before, and who wrote it; newest first',
    params: one,
    reply: z.object({
      items: z.array(
        z.object({
          version: z.int(),
          name: z.string(),
          what: What,
          writtenAt: Instant,
          writtenBy: z.object({ id: Id, name: z.string() }).nullable(),
        }),
      ),
    }),
    fails: notFound,
  },
})

/** Of all of monitoring. */
export const monitoringGrants = {
  'monitoring.read': ['engineer', 'lead', 'securityOfficer', 'databaseAdministrator', 'client', 'auditor', 'administrator'],
  'monitoring.work': ['engineer', 'lead', 'securityOfficer', 'databaseAdministrator', 'administrator'],
  'monitoring.configure': ['lead', 'administrator'],
} as const satisfies Grants

export const Why = prose(500)
export const checkChanged = event(
  'monitoring.checkChanged',
  z.object({ checkId: Id, itemId: Id, what: z.enum(['added', 'changed', 'removed', 'paused', 'resumed']) }),
)
/** The newest answer is another one than before: ok, failed, unknown. */
export const checkTurned = event(
  'monitoring.checkTurned',
  z.object({ checkId: Id, itemId: Id, organisationId: Id, kind: z.string(), from: State, to: State, reason: z.string().nullable() }),
)
