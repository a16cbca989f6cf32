/** The calendar of changes, freeze periods, templates of standard changes, and the link for calendar programs. */
import * as z from 'zod'
import { contract, event, Id, Instant, line } from '#platform/contract.ts'
import { Named, State, Text, Title } from '#record/cases/contract.ts'
import { classes, Level, Stage } from '../contract.ts'

export const Planned = z.object({
  id: Id,
  number: z.string(),
  title: z.string(),
  state: State,
  stage: Stage,
  class: z.enum(classes),
  risk: Level,
  organisationId: Id,
  team: Named.nullable(),
  service: z.string().nullable(),
  from: Instant,
  until: Instant,
})
export type Planned = z.infer<typeof Planned>
export const Freeze = z.object({
  id: Id,
  organisationId: Id,
  team: Named.nullable().describe('null: for everybody'),
  name: z.string(),
  from: Instant,
  until: Instant,
  version: z.int(),
  mayEdit: z.boolean(),
})
export type Freeze = z.infer<typeof Freeze>
const freezeBody = z
  .object({ organisationId: Id, teamId: Id.nullable().default(null), name: line(120), from: Instant, until: Instant })
  .refine(({ from, until }) => Date.parse(from) < Date.parse(until), { path: ['until'] })

const templateFields = {
  name: line(120),
  title: Title,
  reason: Text.min(1),
  plan: Text.min(1),
  backOut: Text.min(1),
  testPlan: Text.min(1),
  risk: Level,
  effect: Level,
  minutes: z.int().min(1).max(100_000).describe('How long it takes'),
  teamId: Id.nullable().default(null),
  service: line(120).nullable().default(null),
}
export const Template = z.object({ id: Id, organisationId: Id, ...templateFields, active: z.boolean(), version: z.int() })
export type Template = z.infer<typeof Template>

const notFound = { 'platform.notFound': 404 } as const
const freezeFails = { ...notFound, 'desk.changes.noSuchTeam': 400, 'desk.changes.settingChanged': 409 } as const
const templateFails = {
  ...freezeFails,
  'desk.changes.templateName': 409,
  'desk.changes.templateRisk': 400,
  'desk.changes.noSuchService': 400,
} as const

export const deskChangeCalendar = contract({
  calendar: {
    method: 'GET',
    path: '/api/desk/changes/calendar',
    may: 'desk.read',
    summary: 'Changes with a window and freeze periods between two moments, at most 100 days; at most 1000 of each',
    query: z.object({ from: Instant, until: Instant, organisationId: Id.optional(), teamId: Id.optional() }),
    reply: z.object({ changes: z.array(Planned), freezes: z.array(Freeze) }),
    fails: { 'desk.changes.tooLong': 400 },
  },
  addFreeze: {
    method: 'POST',
    path: '/api/desk/changes/freezes',
    may: 'desk.configure',
    summary: 'A period in which nothing should change, for everybody or for one team',
    body: freezeBody,
    reply: Freeze,
    status: 201,
    fails: freezeFails,
  },
  changeFreeze: {
    method: 'PUT',
    path: '/api/desk/changes/freezes/{id}',
    may: 'desk.configure',
    summary: 'Changes a freeze period',
    params: z.object({ id: Id }),
    body: freezeBody.safeExtend({ version: z.int().min(1) }),
    reply: Freeze,
    fails: freezeFails,
  },
  removeFreeze: {
    method: 'DELETE',
    path: '/api/desk/changes/freezes/{id}',
    may: 'desk.configure',
    summary: 'Takes a freeze period away',
    params: z.object({ id: Id }),
    reply: z.object({}),
    fails: notFound,
  },
  templates: {
    method: 'GET',
    path: '/api/desk/changes/templates',
    may: 'desk.work',
    summary: 'Standard changes that need no approval, by name',
    query: z.object({ organisationId: Id.optional() }),
    reply: z.object({ items: z.array(Template) }),
  },
  addTemplate: {
    method: 'POST',
    path: '/api/desk/changes/templates',
    may: 'desk.configure',
    summary: 'Makes a standard change: it was judged once, so it is not judged again; only of little risk',
    body: z.object({ organisationId: Id, ...templateFields }),
    reply: Template,
    status: 201,
    fails: templateFails,
  },
  changeTemplate: {
    method: 'PUT',
    path: '/api/desk/changes/templates/{id}',
    may: 'desk.configure',
    summary: 'Changes a standard change or puts it away; changes made from it stay as they are',
    params: z.object({ id: Id }),
    body: z.object({ ...templateFields, active: z.boolean(), version: z.int().min(1) }),
    reply: Template,
    fails: templateFails,
  },
  feed: {
    method: 'GET',
    path: '/api/desk/changes/feed',
    may: 'desk.read',
    summary: 'Whether I have a link to the calendar, and the link',
    reply: z.object({ url: z.string().nullable(), madeAt: Instant.nullable() }),
    secret: true,
  },
  makeFeed: {
    method: 'POST',
    path: '/api/desk/changes/feed',
    may: 'desk.read',
    summary: 'Makes a link to the calendar for a calendar program; an earlier one no longer works',
    reply: z.object({ url: z.string().nullable(), madeAt: Instant.nullable() }),
    status: 201,
    secret: true,
  },
  revokeFeed: {
    method: 'DELETE',
    path: '/api/desk/changes/feed',
    may: 'desk.read',
    summary: 'My link to the calendar no longer works',
    reply: z.object({}),
  },
  readFeed: {
    method: 'GET',
    path: '/api/desk/changes/feed/{token}',
    may: 'anyone',
    summary: 'The calendar as iCalendar, as the person who made the link may see it now: the last month and the coming year',
    params: z.object({ token: z.string().max(200) }),
    produces: 'text/calendar',
    reply: z.unknown(),
    fails: { 'desk.changes.linkWrong': 404 },
  },
})

export const freezeChanged = event(
  'desk.changes.freezeChanged',
  z.object({ freezeId: Id, organisationId: Id, teamId: Id.nullable(), from: Instant, until: Instant, removed: z.boolean() }),
)
export const templateChanged = event(
  'desk.changes.templateChanged',
  z.object({ templateId: Id, organisationId: Id, version: z.int(), active: z.boolean() }),
)
export const feedChanged = event('desk.changes.feedChanged', z.object({ personId: Id, revoked: z.boolean() }))
