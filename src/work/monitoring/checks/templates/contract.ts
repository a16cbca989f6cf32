/** Templates: what is asked of every item in a scope, decided once. */
import * as z from 'zod'
import { contract, event, Id, Instant, line } from '#platform/contract.ts'
import { Scope } from '#record/norms/contract.ts'
import { NewQuestion, Question } from '../kinds/contract.ts'

const Stands = z.object({ ok: z.int(), failed: z.int(), unknown: z.int(), paused: z.int() })
const fields = { name: line(100), scope: Scope, enabled: z.boolean() }
export const Template = z.object({
  id: Id,
  organisationId: Id,
  key: z.string().nullable().describe('Of one that comes with Spil'),
  ...fields,
  checks: z.array(Question),
  conditions: z.array(z.string()).describe('Of each expectation over series that it brings, while it is on: what it is called'),
  version: z.int(),
  changedAt: Instant,
  changedBy: z.object({ id: Id, name: z.string() }).nullable(),
  items: z.int().describe('How many items its scope has now, those that are excepted left out'),
  stands: Stands.describe('How its checks stand'),
  exceptions: z.array(z.object({ item: z.object({ id: Id, number: z.string(), name: z.string() }), why: z.string(), writtenAt: Instant })),
})
export type Template = z.infer<typeof Template>
/** One that comes with Spil and is not used yet. */
export const Offered = z.object({
  key: z.string(),
  name: z.string(),
  about: z.string(),
  scope: Scope,
  checks: z.array(NewQuestion.omit({ secret: true })),
  conditions: z.array(z.string()).describe('Of each expectation over series that it would bring: what it is called'),
  items: z.int().describe('How many items it would ask'),
})
export type Offered = z.infer<typeof Offered>

const Written = z.object({
  ...fields,
  scope: Scope.prefault({}),
  enabled: z.boolean().default(false),
  checks: z
    .array(NewQuestion.extend({ id: Id.optional().describe('Of one that is there; without: a new one. What is not named goes') }))
    .min(1)
    .max(30),
})
export type Written = z.output<typeof Written>

const asking = { 'monitoring.templates.regex': 422, 'monitoring.templates.secretNeeded': 422 } as const
const one = z.object({ id: Id })
const notFound = { 'platform.notFound': 404 } as const
const configure = { may: 'monitoring.configure', reply: Template } as const
export const monitoringTemplates = contract({
  templates: {
    method: 'GET',
    path: '/api/monitoring/templates',
    may: 'monitoring.read',
    summary: 'The templates of an organisation, and those that come with Spil and are not used yet',
    query: z.object({ organisationId: Id }),
    reply: z.object({ items: z.array(Template), offered: z.array(Offered) }),
    fails: notFound,
  },
  template: {
    method: 'GET',
    path: '/api/monitoring/templates/{id}',
    may: 'monitoring.read',
    summary: 'One template with what it asks, of how many items, and which are excepted',
    params: one,
    reply: Template,
    fails: notFound,
  },
  addTemplate: {
    ...configure,
    method: 'POST',
    path: '/api/monitoring/templates',
    summary: 'Asks this of every item in the scope, once it is switched on',
    body: Written.extend({
      organisationId: Id,
      key: z.string().max(40).optional().describe('Of the one that comes with Spil that this is made from'),
    }),
    status: 201,
    fails: { ...notFound, ...asking, 'monitoring.templates.tooMany': 409, 'monitoring.templates.taken': 409 },
    secret: true,
  },
  changeTemplate: {
    ...configure,
    method: 'PUT',
    path: '/api/monitoring/templates/{id}',
    summary: 'Changes scope and checks, or switches it on or off; every item follows',
    params: one,
    body: Written.extend({ version: z.int() }),
    fails: { ...notFound, ...asking, 'monitoring.templates.changed': 409 },
    secret: true,
  },
  removeTemplate: {
    method: 'DELETE',
    path: '/api/monitoring/templates/{id}',
    may: 'monitoring.configure',
    summary: 'Asks this no more of any item; what was measured stays',
    params: one,
    query: z.object({ version: z.coerce.number().int() }),
    reply: z.undefined(),
    status: 204,
    fails: { ...notFound, 'monitoring.templates.changed': 409 },
  },
  scopeItems: {
    method: 'POST',
    path: '/api/monitoring/templates/scope',
    may: 'monitoring.read',
    summary: 'How many items a scope has, with the first by name: to see before deciding',
    body: z.object({ organisationId: Id, scope: Scope }),
    reply: z.object({ items: z.int(), first: z.array(z.object({ id: Id, number: z.string(), name: z.string() })) }),
    fails: notFound,
  },
  except: {
    ...configure,
    method: 'PUT',
    path: '/api/monitoring/templates/{id}/exceptions/{itemId}',
    summary: 'Does not ask this of that item, and says why',
    params: one.extend({ itemId: Id }),
    body: z.object({ why: line(500) }),
    fails: notFound,
  },
  includeAgain: {
    ...configure,
    method: 'DELETE',
    path: '/api/monitoring/templates/{id}/exceptions/{itemId}',
    summary: 'Asks this of that item again, as of all others',
    params: one.extend({ itemId: Id }),
    fails: notFound,
  },
})

export const templateChanged = event(
  'monitoring.templateChanged',
  z.object({ templateId: Id, organisationId: Id, version: z.int(), enabled: z.boolean(), what: z.enum(['added', 'changed', 'removed', 'excepted']) }),
)
