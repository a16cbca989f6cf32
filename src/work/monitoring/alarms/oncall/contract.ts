/** Who is on call, and who is told about an alarm after how long. */
import * as z from 'zod'
import { contract, event, Id, Instant, line } from '#platform/contract.ts'
import { Day } from '#record/items/contract.ts'
import { Severity } from '#record/norms/contract.ts'

const Named = z.object({ id: Id, name: z.string() })
export const Rotation = z.object({
  personIds: z.array(Id).min(1).max(50).describe('In turn'),
  starts: Day.describe('The first day; of a weekly one the day on which it changes hands'),
  at: z
    .string()
    .regex(/^([01]\d|2[0-3]):[0-5]\d$/)
    .describe('HH:MM, by the clock on the wall'),
  every: z.enum(['day', 'week']).default('week'),
})
export const NewOnCall = z.object({
  name: line(120),
  teamId: Id.nullable().default(null),
  timeZone: z.string().max(60).nullable().default(null).describe('null: that of the organisation'),
  rotations: z.array(Rotation).min(1).max(5).describe('The first is on call; the second stands behind it, and so on'),
})
const Duty = z.object({ person: Named, until: Instant.nullable().describe('null: nobody else comes') })
const Override = z.object({ id: Id, person: Named, from: Instant, until: Instant })
export const OnCall = NewOnCall.extend({
  id: Id,
  organisationId: Id,
  timeZone: z.string(),
  people: z.array(Named).describe('Everybody who is in it'),
  now: z.array(Duty).describe('Who is on call now, first who is asked first'),
  overrides: z.array(Override).describe('That are not over'),
  version: z.int(),
})
export type OnCall = z.output<typeof OnCall>

export const Step = z.object({
  after: z.int().min(0).max(10_080).describe('Minutes since it opened, when nobody has acknowledged it'),
  to: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('onCall'), id: Id, place: z.int().min(1).max(5).default(1).describe('1: who is on call first') }),
    z.object({ kind: z.literal('person'), id: Id }),
  ]),
})
export type Step = z.output<typeof Step>
/** Per severity, in order of time; at least a minute between two. */
export const Escalation = z.record(Severity, z.array(Step).max(10))
export type Escalation = z.output<typeof Escalation>
export const noEscalation: Escalation = { low: [], normal: [], high: [], critical: [] }
const EscalationView = z.object({
  organisationId: Id,
  policy: Escalation,
  people: z.array(Named).describe('Who works there, and may be told'),
  version: z.int().describe('0: nobody has said'),
})

const ofOne = z.object({ id: Id })
const ofOrganisation = z.object({ organisationId: Id })
const notFound = { 'platform.notFound': 404 } as const
const saving = {
  ...notFound,
  'monitoring.oncall.person': 400,
  'monitoring.oncall.team': 400,
  'monitoring.oncall.zone': 400,
  'monitoring.oncall.tooMany': 409,
} as const
const changed = { 'monitoring.oncall.changed': 409 } as const
export const monitoringOnCall = contract({
  schedules: {
    method: 'GET',
    path: '/api/monitoring/oncall',
    may: 'monitoring.read',
    summary: 'On-call schedules, with who is on call now',
    query: z.object({ organisationId: Id.optional() }),
    reply: z.object({ items: z.array(OnCall) }),
  },
  addSchedule: {
    method: 'POST',
    path: '/api/monitoring/oncall',
    may: 'monitoring.configure',
    summary: 'A schedule: who is on call in turn',
    body: NewOnCall.extend({ organisationId: Id }),
    reply: OnCall,
    status: 201,
    fails: saving,
  },
  changeSchedule: {
    method: 'PUT',
    path: '/api/monitoring/oncall/{id}',
    may: 'monitoring.configure',
    summary: 'Changes it, from now on',
    params: ofOne,
    body: NewOnCall.extend({ version: z.int().min(1) }),
    reply: OnCall,
    fails: { ...saving, ...changed },
  },
  removeSchedule: {
    method: 'DELETE',
    path: '/api/monitoring/oncall/{id}',
    may: 'monitoring.configure',
    summary: 'Takes it away; what an escalation asks of it asks nobody',
    params: ofOne,
    reply: z.undefined(),
    status: 204,
    fails: notFound,
  },
  whoIs: {
    method: 'GET',
    path: '/api/monitoring/oncall/{id}/at',
    may: 'monitoring.read',
    summary: 'Who is on call at a moment, first who is asked first',
    params: ofOne,
    query: z.object({ at: Instant.optional().describe('Else now') }),
    reply: z.object({ items: z.array(Duty) }),
    fails: notFound,
  },
  takeOver: {
    method: 'POST',
    path: '/api/monitoring/oncall/{id}/overrides',
    may: 'monitoring.work',
    summary: 'Somebody is on call first for a while, whoever’s turn it is',
    params: ofOne,
    body: z.object({ personId: Id, from: Instant, until: Instant }),
    reply: OnCall,
    status: 201,
    fails: { ...notFound, 'monitoring.oncall.person': 400, 'monitoring.oncall.period': 400, 'monitoring.oncall.tooMany': 409 },
  },
  giveBack: {
    method: 'DELETE',
    path: '/api/monitoring/oncall/{id}/overrides/{overrideId}',
    may: 'monitoring.work',
    summary: 'As if it had not been taken over',
    params: z.object({ id: Id, overrideId: Id }),
    reply: OnCall,
    status: 200,
    fails: notFound,
  },
  escalation: {
    method: 'GET',
    path: '/api/monitoring/escalation/{organisationId}',
    may: 'monitoring.read',
    summary: 'Who is told about an alarm of each severity, after how many minutes without anybody acknowledging it',
    params: ofOrganisation,
    reply: EscalationView,
    fails: notFound,
  },
  changeEscalation: {
    method: 'PUT',
    path: '/api/monitoring/escalation/{organisationId}',
    may: 'monitoring.configure',
    summary: 'Changes it; what is open is told by it from now on',
    params: ofOrganisation,
    body: z.object({ version: z.int().min(0), policy: Escalation }),
    reply: EscalationView,
    fails: { ...notFound, ...changed, 'monitoring.oncall.order': 400, 'monitoring.oncall.person': 400, 'monitoring.oncall.schedule': 400 },
  },
})
export const onCallChanged = event(
  'monitoring.onCallChanged',
  z.object({ organisationId: Id, onCallId: Id.nullable(), what: z.enum(['added', 'changed', 'removed', 'override', 'escalation']) }),
)
