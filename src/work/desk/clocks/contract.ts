import * as z from 'zod'
import { contract, Id, Instant, Paging, page } from '#platform/contract.ts'
import { AgreementBody, CalendarBody, ClockPause, ClockState, StepAction, targetKinds } from '#record/cases/clocks/contract.ts'
import { CaseRef, Priority } from '#record/cases/contract.ts'

/** version 0: nobody has changed it, what is shown is what every organisation begins with. */
export const CalendarView = z.object({
  id: Id,
  organisationId: Id,
  version: z.int(),
  first: z.boolean().describe('The calendar of targets that name none'),
  body: CalendarBody,
})
export type CalendarView = z.infer<typeof CalendarView>
export const AgreementView = z.object({
  id: Id,
  organisationId: Id,
  version: z.int(),
  first: z.boolean().describe('Applies to every case, unless another stands in for it'),
  body: AgreementBody,
})
export type AgreementView = z.infer<typeof AgreementView>

export const Spent = z.object({
  from: Instant,
  to: Instant,
  counted: z.boolean(),
  seconds: z.int(),
  why: z.enum(['closed', 'holiday', 'dayOff', 'paused']).nullable().describe('Why it did not count'),
  name: z.string().nullable(),
})
export const CaseClock = z.object({
  id: Id,
  target: z.enum(targetKinds),
  key: z.string(),
  name: z.string().nullable(),
  round: z.int(),
  agreement: z.string().nullable(),
  agreementId: Id,
  agreementVersion: z.int(),
  calendar: z.string().nullable(),
  calendarId: Id,
  calendarVersion: z.int(),
  timeZone: z.string(),
  unit: z.enum(['working', 'elapsed', 'months']),
  state: ClockState,
  late: z.boolean(),
  startedAt: Instant,
  dueAt: Instant.nullable(),
  doneAt: Instant.nullable(),
  targetSeconds: z.int(),
  countedSeconds: z.int(),
  left: z.int().nullable().describe('Seconds of its calendar; negative when it is late, null when it is over'),
  pauses: z.array(ClockPause),
  spans: z.array(Spent).describe('From its start until it ended or now, without gaps; the newest 400'),
  more: z.boolean().describe('There were more spans before these'),
  steps: z.array(z.object({ key: z.string(), action: z.union([StepAction, z.literal('')]), at: Instant, fellAt: Instant.nullable() })),
})
export type CaseClock = z.infer<typeof CaseClock>

const Day = z.object({
  date: z.iso.date(),
  open: z.boolean(),
  seconds: z.int(),
  why: z.enum(['week', 'holiday', 'dayOff', 'opening', 'always']),
  name: z.string(),
})
const Place = z.object({ code: z.string(), name: z.string() })
export const Progress = z.object({
  running: z.boolean(),
  done: z.int(),
  total: z.int().nullable().describe('null: it has not begun'),
  askedAt: Instant.nullable(),
  endedAt: Instant.nullable(),
})
/** A clock that ended in time or late. */
export const Outcome = z.object({
  id: Id,
  caseId: Id,
  number: z.string(),
  title: z.string(),
  priority: Priority,
  agreementId: Id,
  agreementVersion: z.int(),
  agreement: z.string().nullable(),
  target: z.enum(targetKinds),
  name: z.string().nullable(),
  round: z.int(),
  outcome: z.enum(['met', 'missed']),
  startedAt: Instant,
  dueAt: Instant.nullable(),
  doneAt: Instant,
  targetSeconds: z.int(),
  countedSeconds: z.int().nullable(),
  pauses: z.array(ClockPause),
})
const Total = z.object({
  agreementId: Id,
  target: z.enum(targetKinds),
  key: z.string(),
  met: z.int(),
  missed: z.int(),
  late: z.int().describe('Still going, and past the due time'),
})

const query = z.object({ organisationId: Id })
const byId = z.object({ id: Id })
const notFound = { 'platform.notFound': 404 } as const
const changed = { ...notFound, 'desk.clocks.changed': 409 } as const
const calendarFails = {
  'desk.clocks.overlap': 400,
  'desk.clocks.neverOpen': 400,
  'desk.clocks.twoOpenings': 400,
  'desk.clocks.noHolidays': 400,
} as const
const agreementFails = {
  'desk.clocks.noSuchCalendar': 400,
  'desk.clocks.noSuchPerson': 400,
  'desk.clocks.noSuchTeam': 400,
  'desk.clocks.firstForAll': 400,
} as const
const removal = {
  params: byId,
  query: query.extend({ version: z.coerce.number().int().min(1).describe('The version the screen showed') }),
  reply: z.undefined(),
  status: 204,
  fails: { ...changed, 'desk.clocks.firstStays': 409, 'desk.clocks.inUse': 409 },
} as const
const settings = <const M extends 'GET' | 'POST' | 'PUT' | 'DELETE', const P extends `/api/${string}`>(method: M, path: P, summary: string) =>
  ({ method, path, summary, may: method === 'GET' ? 'desk.read' : 'desk.configure' }) as const

export const deskClocks = contract({
  caseClocks: {
    ...settings(
      'GET',
      '/api/desk/cases/{id}/clocks',
      'Every clock of a case: start, pauses with reasons, what was counted, when it is due, and the sum',
    ),
    params: z.object({ id: CaseRef }),
    reply: z.object({ clocks: z.array(CaseClock), now: Instant }),
    fails: notFound,
  },
  calendars: {
    ...settings('GET', '/api/desk/calendars', 'The calendars of an organisation, the first one first'),
    query,
    reply: z.object({ items: z.array(CalendarView) }),
    fails: notFound,
  },
  addCalendar: {
    ...settings('POST', '/api/desk/calendars', 'Adds a calendar'),
    body: z.object({ organisationId: Id, body: CalendarBody }),
    reply: CalendarView,
    status: 201,
    fails: { ...notFound, ...calendarFails },
  },
  changeCalendarOf: {
    ...settings('PUT', '/api/desk/calendars/{id}', 'Changes a calendar; every open clock is computed anew, pauses kept'),
    params: byId,
    body: z.object({ organisationId: Id, version: z.int().min(0), body: CalendarBody }),
    reply: CalendarView,
    fails: { ...changed, ...calendarFails, 'desk.clocks.firstStays': 409 },
  },
  removeCalendar: {
    ...settings(
      'DELETE',
      '/api/desk/calendars/{id}',
      'Removes a calendar that no target and no running clock uses; past clocks still tell by which it was',
    ),
    ...removal,
  },
  importDays: {
    ...settings(
      'POST',
      '/api/desk/calendars/{id}/ical',
      'Whole-day events of an iCalendar file become days off; the same file again adds nothing twice',
    ),
    params: byId,
    query: query.extend({ version: z.coerce.number().int().min(0) }),
    accepts: 'text/calendar',
    maxBytes: 512 * 1024,
    reply: z.object({
      calendar: CalendarView,
      added: z.int(),
      skipped: z.array(z.object({ name: z.string(), why: z.enum(['timed', 'unclear', 'tooMany', 'known']) })),
    }),
    status: 200,
    fails: { ...changed, 'desk.clocks.noIcal': 400 },
  },
  calendarYear: {
    method: 'POST',
    path: '/api/desk/calendars/year',
    may: 'desk.read',
    summary: 'Each day of a year as this calendar would have it: what is closed, and why',
    body: z.object({ year: z.int().min(2000).max(2100), body: CalendarBody }),
    reply: z.object({ days: z.array(Day) }),
    status: 200,
  },
  holidayPlaces: {
    ...settings('GET', '/api/desk/calendars/places', 'Countries of which the holidays are known, and the regions of one of them'),
    query: z.object({
      country: z
        .string()
        .regex(/^[A-Z]{2}$/)
        .optional(),
    }),
    reply: z.object({ countries: z.array(Place), regions: z.array(Place) }),
  },
  agreements: {
    ...settings('GET', '/api/desk/agreements', 'The agreements of an organisation, the first one first'),
    query,
    reply: z.object({ items: z.array(AgreementView) }),
    fails: notFound,
  },
  addAgreement: {
    ...settings('POST', '/api/desk/agreements', 'Adds an agreement; open cases to which it applies get its clocks'),
    body: z.object({ organisationId: Id, body: AgreementBody }),
    reply: AgreementView,
    status: 201,
    fails: { ...notFound, ...agreementFails },
  },
  changeAgreement: {
    ...settings(
      'PUT',
      '/api/desk/agreements/{id}',
      'Changes an agreement; every open clock is computed anew, what has ended stays by the version that held',
    ),
    params: byId,
    body: z.object({ organisationId: Id, version: z.int().min(0), body: AgreementBody }),
    reply: AgreementView,
    fails: { ...changed, ...agreementFails },
  },
  removeAgreement: {
    ...settings('DELETE', '/api/desk/agreements/{id}', 'Removes an agreement that nothing uses; past clocks still tell by which it was'),
    ...removal,
  },
  recalculation: {
    ...settings('GET', '/api/desk/clocks/recalculation', 'How far the computing anew of all open clocks is'),
    query,
    reply: Progress,
    fails: notFound,
  },
  outcomes: {
    ...settings('GET', '/api/desk/clocks/outcomes', 'Targets met and missed in a period, each by the agreement that held then, newest first'),
    query: Paging.extend({
      organisationId: Id,
      from: Instant,
      until: Instant,
      agreementId: Id.optional(),
      outcome: z.enum(['met', 'missed']).optional(),
    }),
    reply: page(Outcome).extend({ totals: z.array(Total) }),
    fails: notFound,
  },
})
