import * as z from 'zod'
import { contract, event, Id, Instant, line, Paging, page } from '#platform/contract.ts'
import { CaseRef, LinkKind, Named, Priority, State, Text, Visibility, WaitingFor } from '#record/cases/contract.ts'
import { ConditionGroup, Held } from '../conditions/contract.ts'

export const ruleEvents = ['opened', 'moved', 'assigned', 'entryAdded', 'changed', 'stepFell', 'since'] as const
export const sinceWhat = ['opened', 'updated', 'waiting'] as const
export const changedFields = ['title', 'text', 'kind', 'impact', 'urgency', 'priority', 'reporterId', 'confidential'] as const
export const When = z
  .object({
    event: z.enum(ruleEvents),
    to: z.array(State).max(7).optional().describe('moved: only to one of these states'),
    fields: z.array(z.enum(changedFields)).max(8).optional().describe('changed: only when one of these changed'),
    of: z.enum(sinceWhat).optional().describe('since: counted from when it was opened, last changed, or began to wait'),
    hours: z.number().min(1).max(8760).optional().describe('since: so many hours'),
  })
  .refine(({ event: on, of, hours }) => on !== 'since' || (of !== undefined && hours !== undefined), { path: ['hours'] })
export type When = z.infer<typeof When>

/** Who is told or mailed: by their part in the case, or this person. */
export const Whom = z.union([z.enum(['assignee', 'team', 'leads', 'reporter']), Id])
/** Filled in texts of a rule, between braces. */
export const variables = ['number', 'title', 'reporter', 'assignee', 'team', 'priority', 'state'] as const
const words = Text.min(1).max(5000)
export const RuleAction = z.discriminatedUnion('do', [
  z.object({ do: z.literal('priority'), priority: Priority, reason: line(500) }),
  z.object({ do: z.literal('assign'), personId: Id }),
  z.object({ do: z.literal('team'), teamId: Id }),
  z.object({ do: z.literal('entry'), visibility: Visibility, text: words }),
  z.object({ do: z.literal('tasks'), titles: z.array(line(200)).min(1).max(30) }),
  z.object({ do: z.literal('checklist'), checklistId: Id }),
  z.object({ do: z.literal('person'), personId: Id }),
  z.object({ do: z.literal('wait'), for: WaitingFor, hours: z.number().min(1).max(8760).optional(), reason: line(500).optional() }),
  z.object({ do: z.literal('resume') }),
  z.object({ do: z.literal('link'), other: CaseRef, kind: LinkKind }),
  z.object({ do: z.literal('notify'), whom: Whom }),
  z.object({ do: z.literal('mail'), whom: Whom, text: words }),
])
export type RuleAction = z.infer<typeof RuleAction>

const definition = {
  name: line(100),
  active: z.boolean().default(true),
  stop: z.boolean().default(false).describe('When it fired, no rule after it is looked at for this occasion'),
  when: When,
  condition: ConditionGroup,
  actions: z.array(RuleAction).min(1).max(10).describe('In order'),
}
export const RuleDefinition = z.object(definition)
export type RuleDefinition = z.infer<typeof RuleDefinition>
export const Rule = RuleDefinition.extend({
  id: Id,
  organisationId: Id,
  place: z.int(),
  version: z.int(),
  pausedAt: Instant.nullable(),
  pausedByCase: z.string().nullable().describe('The case on which it fired too often'),
  fired: z.int().describe('How often in the last 30 days'),
  lastFiredAt: Instant.nullable(),
})
export type Rule = z.infer<typeof Rule>
const Rules = z.object({ items: z.array(Rule) })

/** What came of an action. */
export const Did = z.object({ action: RuleAction, done: z.boolean(), why: z.string().nullable().describe('Why not, when it was refused') })
export type Did = z.infer<typeof Did>
export const Firing = z.object({
  id: Id,
  at: Instant,
  ruleId: Id,
  ruleName: z.string(),
  ruleNumber: z.int().nullable().describe('Its place now; null when it was removed'),
  version: z.int(),
  caseId: Id,
  number: z.string(),
  title: z.string(),
  depth: z.int().describe('0: caused by a person or the clock; more: by rules'),
  held: z.array(Held),
  did: z.array(Did),
})
export type Firing = z.infer<typeof Firing>
const Would = z.object({ caseId: Id, number: z.string(), title: z.string(), at: Instant, held: z.array(Held), actions: z.array(RuleAction) })

const ofOne = z.object({ id: Id })
const notFound = { 'platform.notFound': 404 } as const
const fails = {
  ...notFound,
  'desk.ruling.noSuchTeam': 400,
  'desk.ruling.noSuchPerson': 400,
  'desk.ruling.noSuchList': 400,
  'desk.ruling.noSuchCase': 400,
} as const

export const deskRuling = contract({
  rules: {
    method: 'GET',
    path: '/api/desk/rules',
    may: 'desk.work',
    summary: 'The rules of an organisation, in order, with how often each fired',
    query: z.object({ organisationId: Id }),
    reply: Rules,
  },
  addRule: {
    method: 'POST',
    path: '/api/desk/rules',
    may: 'desk.configure',
    summary: 'Adds a rule, as the last one',
    body: z.object({ organisationId: Id, ...definition }),
    reply: Rule,
    status: 201,
    fails: { ...fails, 'desk.ruling.tooMany': 409 },
  },
  changeRule: {
    method: 'PUT',
    path: '/api/desk/rules/{id}',
    may: 'desk.configure',
    summary: 'Makes a new version of a rule; one that was paused goes on',
    params: ofOne,
    body: z.object({ version: z.int().min(1), ...definition }),
    reply: Rule,
    fails: { ...fails, 'desk.ruling.changed': 409 },
  },
  removeRule: {
    method: 'DELETE',
    path: '/api/desk/rules/{id}',
    may: 'desk.configure',
    summary: 'Removes a rule; what it did stays, with why',
    params: ofOne,
    reply: z.undefined(),
    status: 204,
    fails: notFound,
  },
  orderRules: {
    method: 'PUT',
    path: '/api/desk/rules/order',
    may: 'desk.configure',
    summary: 'Puts the rules in this order; all of them must be given',
    body: z.object({ organisationId: Id, ids: z.array(Id).max(200) }),
    reply: Rules,
    fails: { ...notFound, 'desk.ruling.changed': 409 },
  },
  tryRule: {
    method: 'POST',
    path: '/api/desk/rules/try',
    may: 'desk.configure',
    summary: 'On which cases a rule would have fired in the last days and what it would have done; nothing is done',
    body: z.object({ organisationId: Id, days: z.int().min(1).max(90).default(30), rule: RuleDefinition }),
    reply: z.object({
      looked: z.int().describe('Occasions that were looked at, the newest 2,000 at most'),
      fired: z.int(),
      cases: z.int(),
      items: z.array(Would).describe('The newest 100'),
    }),
    status: 200,
    fails: notFound,
  },
  firings: {
    method: 'GET',
    path: '/api/desk/rules/{id}/firings',
    may: 'desk.work',
    summary: 'When the rule fired, the last first: on which case, which conditions held, what it did',
    params: ofOne,
    query: Paging,
    reply: page(Firing),
    fails: notFound,
  },
  versions: {
    method: 'GET',
    path: '/api/desk/rules/{id}/versions',
    may: 'desk.work',
    summary: 'What each version of the rule said, the last first, and who made it',
    params: ofOne,
    reply: z.object({ items: z.array(z.object({ version: z.int(), at: Instant, by: Named.nullable(), definition: RuleDefinition })) }),
    fails: notFound,
  },
  ofCase: {
    method: 'GET',
    path: '/api/desk/cases/{id}/firings',
    may: 'desk.work',
    summary: 'Which rules fired on the case, the last first, and why',
    params: z.object({ id: CaseRef }),
    reply: z.object({ items: z.array(Firing) }),
    fails: notFound,
  },
})

const ofRule = { ruleId: Id, version: z.int() }
export const ruleChanged = event('desk.ruling.ruleChanged', z.object({ ...ofRule, what: z.enum(['added', 'changed', 'removed', 'ordered']) }))
export const ruleFired = event('desk.ruling.fired', z.object({ ...ofRule, caseId: Id, firingId: Id, depth: z.int() }))
/** A rule asks for these people's attention. */
export const ruleTold = event('desk.ruling.told', z.object({ ruleId: Id, caseId: Id, personIds: z.array(Id) }))
/** It fired too often on one case, or in too long a chain. */
export const rulePaused = event('desk.ruling.paused', z.object({ ...ofRule, caseId: Id }))
