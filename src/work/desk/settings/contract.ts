import * as z from 'zod'
import { contract, Id } from '#platform/contract.ts'
import { Matrix, Targets, Week } from '#record/cases/contract.ts'

const TimeZone = z
  .string()
  .max(60)
  .refine((name) => {
    try {
      return Boolean(new Intl.DateTimeFormat('en', { timeZone: name }))
    } catch {
      return false
    }
  })
  .describe('IANA time zone, such as Europe/Amsterdam')

/** version 0: nobody has changed it, what is shown is what every organisation begins with. */
export const MatrixView = z.object({ organisationId: Id, version: z.int(), matrix: Matrix })
export const CalendarView = z.object({ organisationId: Id, version: z.int(), timeZone: z.string(), week: Week, targets: Targets })

const query = z.object({ organisationId: Id })
const fails = { 'platform.notFound': 404, 'desk.settings.changed': 409 } as const

export const deskSettings = contract({
  matrix: {
    method: 'GET',
    path: '/api/desk/matrix',
    may: 'desk.read',
    summary: 'Which priority follows from which impact and urgency',
    query,
    reply: MatrixView,
    fails: { 'platform.notFound': 404 },
  },
  changeMatrix: {
    method: 'PUT',
    path: '/api/desk/matrix',
    may: 'desk.configure',
    summary: 'Changes the matrix; cases that exist keep their priority',
    body: z.object({ organisationId: Id, version: z.int().min(0), matrix: Matrix }),
    reply: MatrixView,
    fails,
  },
  calendar: {
    method: 'GET',
    path: '/api/desk/calendar',
    may: 'desk.read',
    summary: 'Working hours, time zone and targets per priority in working minutes',
    query,
    reply: CalendarView,
    fails: { 'platform.notFound': 404 },
  },
  changeCalendar: {
    method: 'PUT',
    path: '/api/desk/calendar',
    may: 'desk.configure',
    summary: 'Changes working hours and targets; every open clock is computed anew, pauses included',
    body: z.object({ organisationId: Id, version: z.int().min(0), timeZone: TimeZone, week: Week, targets: Targets }),
    reply: CalendarView,
    fails: { ...fails, 'desk.settings.overlap': 400, 'desk.settings.neverOpen': 400 },
  },
})
