import * as z from 'zod'
import { contract, event, Id, Instant, line } from '#platform/contract.ts'
import { CaseRef, Named } from '#record/cases/contract.ts'
import { ConditionGroup } from '../conditions/contract.ts'

export const rotations = ['none', 'turn', 'least'] as const
const ofEntries: readonly string[] = ['entryWords', 'entryVisibility', 'entryByReporter']
const AtOpening = ConditionGroup.refine(
  ({ conditions, groups }) => ![...conditions, ...groups.flatMap((group) => group.conditions)].some(({ field }) => ofEntries.includes(field)),
)
const fields = {
  name: line(100),
  active: z.boolean().default(true),
  condition: AtOpening.describe('When it holds; nothing of entries, because a new case has none'),
  teamId: Id.nullable().default(null),
  personId: Id.nullable().default(null),
  rotation: z.enum(rotations).default('none').describe('turn: each of the team in turn. least: who has the least open work'),
  withinHours: z.boolean().default(false).describe('Only who works at that moment gets a turn'),
}
export const NewAssignmentRule = z.object({ organisationId: Id, ...fields })
export const ChangedAssignmentRule = z.object({ version: z.int().min(1), ...fields })
export const AssignmentRule = z.object({
  id: Id,
  organisationId: Id,
  place: z.int().describe('From 1, in order'),
  name: z.string(),
  active: z.boolean(),
  condition: ConditionGroup,
  team: Named.nullable(),
  person: Named.nullable(),
  rotation: z.enum(rotations),
  withinHours: z.boolean(),
  version: z.int(),
  lastTurn: Named.nullable().describe('Whose turn it was last in the team'),
})
export type AssignmentRule = z.infer<typeof AssignmentRule>
const Rules = z.object({ items: z.array(AssignmentRule) })

/** A case and what the rules would do with it, or did. */
export const Outcome = z.object({
  id: Id,
  number: z.string(),
  title: z.string(),
  openedAt: Instant,
  ruleNumber: z.int().nullable(),
  team: Named.nullable(),
  person: Named.nullable(),
  text: z.string().nullable().describe('Why, in the language of who asks; null when no rule holds'),
})
export type Outcome = z.infer<typeof Outcome>

const ofOne = z.object({ id: Id })
const fails = {
  'platform.notFound': 404,
  'desk.assignment.noSuchTeam': 400,
  'desk.assignment.noSuchPerson': 400,
  'desk.assignment.target': 400,
} as const
const changed = { 'desk.assignment.changed': 409 } as const

export const deskAssignment = contract({
  rules: {
    method: 'GET',
    path: '/api/desk/assignment/rules',
    may: 'desk.work',
    summary: 'The assignment rules of an organisation, in order',
    query: z.object({ organisationId: Id }),
    reply: Rules,
  },
  addRule: {
    method: 'POST',
    path: '/api/desk/assignment/rules',
    may: 'desk.configure',
    summary: 'Adds an assignment rule, as the last one',
    body: NewAssignmentRule,
    reply: AssignmentRule,
    status: 201,
    fails: { ...fails, 'desk.assignment.tooMany': 409 },
  },
  changeRule: {
    method: 'PUT',
    path: '/api/desk/assignment/rules/{id}',
    may: 'desk.configure',
    summary: 'Changes an assignment rule',
    params: ofOne,
    body: ChangedAssignmentRule,
    reply: AssignmentRule,
    fails: { ...fails, ...changed },
  },
  removeRule: {
    method: 'DELETE',
    path: '/api/desk/assignment/rules/{id}',
    may: 'desk.configure',
    summary: 'Removes an assignment rule; what it assigned stays as it is',
    params: ofOne,
    reply: z.undefined(),
    status: 204,
    fails: { 'platform.notFound': 404 },
  },
  orderRules: {
    method: 'PUT',
    path: '/api/desk/assignment/order',
    may: 'desk.configure',
    summary: 'Puts the rules in this order; all of them must be given',
    body: z.object({ organisationId: Id, ids: z.array(Id).max(200) }),
    reply: Rules,
    fails: { ...changed, 'platform.notFound': 404 },
  },
  tryRules: {
    method: 'POST',
    path: '/api/desk/assignment/try',
    may: 'desk.configure',
    summary: 'What the rules, with this one added or changed, would have done with the last cases; nothing is assigned',
    body: z.object({
      organisationId: Id,
      last: z.int().min(1).max(200).default(50),
      rule: z
        .object({ id: Id.optional(), ...fields })
        .optional()
        .describe('As it is being written; `id` of the rule it would replace'),
    }),
    reply: z.object({ items: z.array(Outcome) }),
    status: 200,
    fails: { 'platform.notFound': 404 },
  },
  assignOpen: {
    method: 'POST',
    path: '/api/desk/assignment/run',
    may: 'desk.configure',
    summary: 'Applies the rules now to open cases without an engineer; at most 200 at a time',
    body: z.object({ organisationId: Id }),
    reply: z.object({ assigned: z.int(), items: z.array(Outcome) }),
    status: 200,
    fails: { 'platform.notFound': 404 },
  },
  why: {
    method: 'GET',
    path: '/api/desk/cases/{id}/why',
    may: 'desk.work',
    summary: 'What Spil did to the case by itself and why, newest first: assignment rules, rules, bulk actions, schedules',
    params: z.object({ id: CaseRef }),
    reply: z.object({ items: z.array(z.object({ id: Id, at: Instant, source: z.string(), sourceId: Id, version: z.int(), text: z.string() })) }),
    fails: { 'platform.notFound': 404 },
  },
})

export const assignmentRuleChanged = event(
  'desk.assignment.ruleChanged',
  z.object({ ruleId: Id, organisationId: Id, version: z.int(), what: z.enum(['added', 'changed', 'removed', 'ordered']) }),
)
