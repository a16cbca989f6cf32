import * as z from 'zod'
import { contract, event, Id, Instant, line } from '#platform/contract.ts'
import { Impact, Kind, Named, Text, Title, Urgency } from '#record/cases/contract.ts'

const LocalTime = z
  .string()
  .regex(/^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3]):[0-5]\d$/)
  .describe('Local date and time, YYYY-MM-DDTHH:MM')
const Day = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/)
const part =
  /^(FREQ=(DAILY|WEEKLY|MONTHLY|YEARLY)|INTERVAL=[1-9]\d{0,2}|COUNT=[1-9]\d{0,3}|BYDAY=([+-]?[1-5])?(MO|TU|WE|TH|FR|SA|SU)(,([+-]?[1-5])?(MO|TU|WE|TH|FR|SA|SU)){0,6}|BYMONTHDAY=-?([1-9]|[12]\d|3[01])(,-?([1-9]|[12]\d|3[01])){0,30}|BYMONTH=([1-9]|1[0-2])(,([1-9]|1[0-2])){0,11}|BYSETPOS=-?[1-5])$/
/** RFC 5545 without what makes no sense for work: no more than once a day. */
const Rrule = z
  .string()
  .max(200)
  .refine((text) => {
    const parts = text.split(';')
    return parts.every((one) => part.test(one)) && parts.filter((one) => one.startsWith('FREQ=')).length === 1
  })
  .describe('RFC 5545, such as FREQ=WEEKLY;BYDAY=MO')

export const closedDays = ['keep', 'skip', 'before', 'after'] as const
export const missedTurns = ['once', 'skip'] as const
export const previousCases = ['ignore', 'link', 'hold'] as const
const timing = {
  starts: LocalTime,
  timeZone: line(60).optional().describe('That of the organisation unless told'),
  rrule: Rrule.nullable().default(null).describe('null: once'),
  endsOn: Day.nullable().default(null).describe('No turns after this day'),
  leadHours: z.int().min(0).max(2160).default(0).describe('The case is opened so long before its turn'),
  closedDays: z.enum(closedDays).default('keep').describe('Turns on closed days of the calendar'),
}
export const Template = z.object({
  kind: Kind,
  title: Title,
  text: Text.default(''),
  impact: Impact.default('person'),
  urgency: Urgency.default('normal'),
  reporterId: Id.nullable().default(null).describe('null: who saved it last'),
  teamId: Id.nullable().default(null),
  assigneeId: Id.nullable().default(null),
  checklistId: Id.nullable().default(null),
  tasks: z.array(line(200)).max(50).default([]),
  minutes: z.int().min(1).max(100_000).nullable().default(null).describe('Expected duration'),
  itemIds: z.array(Id).max(20).default([]).describe('Items that the case is about'),
})
const fields = {
  name: line(100),
  template: Template,
  ...timing,
  missed: z.enum(missedTurns).default('once').describe('After a standstill: once, the last of it; or not at all'),
  previous: z.enum(previousCases).default('link').describe('When the case before is still open'),
  active: z.boolean().default(true),
}
export const NewSchedule = z.object({ organisationId: Id, ...fields })
export const Turn = z.object({ turn: z.string(), at: Instant, makeAt: Instant, moved: z.boolean().describe('From a closed day') })
export type Turn = z.infer<typeof Turn>
export const Schedule = z.object({
  id: Id,
  organisationId: Id,
  ...fields,
  timeZone: z.string(),
  version: z.int(),
  next: Turn.nullable(),
  made: z.int().describe('How many cases it made'),
  last: z.object({ id: Id, number: z.string(), open: z.boolean() }).nullable(),
})
export type Schedule = z.infer<typeof Schedule>
export const Planned = z.object({
  scheduleId: Id,
  name: z.string(),
  turn: z.string(),
  at: Instant,
  state: z.enum(['planned', 'made', 'held', 'missed']),
  case: z.object({ id: Id, number: z.string() }).nullable(),
  team: Named.nullable(),
  items: z.array(z.object({ id: Id, number: z.string(), name: z.string() })).describe('What it is about'),
})
export type Planned = z.infer<typeof Planned>

const ofOne = z.object({ id: Id })
const notFound = { 'platform.notFound': 404 } as const
const when = { 'desk.recurring.never': 400, 'desk.recurring.zone': 400, 'desk.recurring.date': 400 } as const
const fails = {
  ...notFound,
  ...when,
  'desk.recurring.noSuchTeam': 400,
  'desk.recurring.noSuchPerson': 400,
  'desk.recurring.noSuchList': 400,
  'desk.recurring.noSuchItem': 400,
} as const

export const deskRecurring = contract({
  schedules: {
    method: 'GET',
    path: '/api/desk/recurring',
    may: 'desk.work',
    summary: 'Work that comes back, by name, with its next turn; at most 500',
    query: z.object({ organisationId: Id }),
    reply: z.object({ items: z.array(Schedule) }),
  },
  addSchedule: {
    method: 'POST',
    path: '/api/desk/recurring',
    may: 'desk.configure',
    summary: 'Plans a case at a moment, or again and again',
    body: NewSchedule,
    reply: Schedule,
    status: 201,
    fails: { ...fails, 'desk.recurring.tooMany': 409 },
  },
  changeSchedule: {
    method: 'PUT',
    path: '/api/desk/recurring/{id}',
    may: 'desk.configure',
    summary: 'Changes it from now on, or pauses it; cases that were made stay as they are',
    params: ofOne,
    body: z.object({ version: z.int().min(1), ...fields }),
    reply: Schedule,
    fails: { ...fails, 'desk.recurring.changed': 409 },
  },
  removeSchedule: {
    method: 'DELETE',
    path: '/api/desk/recurring/{id}',
    may: 'desk.configure',
    summary: 'Ends it; cases that were made stay',
    params: ofOne,
    reply: z.undefined(),
    status: 204,
    fails: notFound,
  },
  preview: {
    method: 'POST',
    path: '/api/desk/recurring/preview',
    may: 'desk.work',
    summary: 'The next ten turns, as they would be made',
    body: z.object({ organisationId: Id, ...timing }),
    reply: z.object({ timeZone: z.string(), turns: z.array(Turn) }),
    status: 200,
    fails: { ...notFound, 'desk.recurring.zone': 400, 'desk.recurring.date': 400 },
  },
  planned: {
    method: 'GET',
    path: '/api/desk/recurring/planned',
    may: 'desk.work',
    summary: 'Every turn in a period of at most 100 days: made, held, missed and still to come',
    query: z.object({ organisationId: Id, from: Day, until: Day, itemId: Id.optional().describe('Only what is about this item') }),
    reply: z.object({ items: z.array(Planned) }),
    fails: { 'desk.recurring.period': 400, 'platform.notFound': 404 },
  },
})

const ofSchedule = { scheduleId: Id, version: z.int() }
export const scheduleChanged = event('desk.recurring.changed', z.object({ ...ofSchedule, what: z.enum(['added', 'changed', 'removed']) }))
export const scheduleTurned = event(
  'desk.recurring.turned',
  z.object({ ...ofSchedule, turn: z.string(), state: z.enum(['made', 'held', 'missed']), caseId: Id.nullable() }),
)
