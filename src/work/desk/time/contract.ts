import * as z from 'zod'
import { contract, Id, Instant } from '#platform/contract.ts'
import { CaseRef, Named } from '#record/cases/contract.ts'
import { Activity, Spent, timeFields } from '#record/cases/time/contract.ts'

const ofCase = z.object({ id: CaseRef })
const ofTime = z.object({ id: Id })
const Version = z.int().min(1)
const notFound = { 'platform.notFound': 404 } as const
const own = { ...notFound, 'cases.timeNotYours': 403, 'cases.timeChanged': 409 } as const
const Timer = z.object({ caseId: Id, number: z.string(), title: z.string(), startedAt: Instant })
const OfCase = z.object({ items: z.array(Spent), minutes: z.int(), billable: z.int().describe('Minutes that are billable') })
const sum = { minutes: z.int(), billable: z.int() }

export const deskTime = contract({
  caseTime: {
    method: 'GET',
    path: '/api/desk/cases/{id}/time',
    may: 'desk.tasks',
    summary: 'Time spent on the case, newest first, with its sum; never for reporters',
    params: ofCase,
    reply: OfCase,
    fails: notFound,
  },
  spendTime: {
    method: 'POST',
    path: '/api/desk/cases/{id}/time',
    may: 'desk.work',
    summary: 'Writes down time that I spent on the case',
    params: ofCase,
    body: z.object(timeFields),
    reply: Spent,
    status: 201,
    fails: notFound,
  },
  correctTime: {
    method: 'PATCH',
    path: '/api/desk/time/{id}',
    may: 'desk.work',
    summary: 'Corrects my own time; what it was is kept',
    params: ofTime,
    body: z.object({
      version: Version,
      minutes: timeFields.minutes.optional(),
      activity: Activity.optional(),
      note: z.string().max(2000).optional(),
      billable: z.boolean().optional(),
      at: Instant.optional(),
    }),
    reply: Spent,
    fails: own,
  },
  removeTime: {
    method: 'DELETE',
    path: '/api/desk/time/{id}',
    may: 'desk.work',
    summary: 'Takes my own time away; what it was is kept',
    params: ofTime,
    query: z.object({ version: z.coerce.number().int().min(1) }),
    reply: z.undefined(),
    status: 204,
    fails: own,
  },
  timeHistory: {
    method: 'GET',
    path: '/api/desk/time/{id}/history',
    may: 'desk.tasks',
    summary: 'What the time was before each correction, newest first',
    params: ofTime,
    reply: z.array(
      z.object({
        at: Instant,
        was: z.object({ minutes: z.int(), activity: Activity, note: z.string(), billable: z.boolean(), at: Instant }),
      }),
    ),
    fails: notFound,
  },
  timeSums: {
    method: 'GET',
    path: '/api/desk/time',
    may: 'desk.tasks',
    summary: 'Minutes per person and per case in a period of at most 400 days',
    query: z.object({ from: Instant, until: Instant, organisationId: Id.optional(), personId: Id.optional(), case: CaseRef.optional() }),
    reply: z.object({
      ...sum,
      people: z.array(z.object({ person: Named, ...sum })),
      cases: z.array(z.object({ id: Id, number: z.string(), title: z.string(), ...sum })),
    }),
    fails: { ...notFound, 'desk.time.period': 400 },
  },
  timer: {
    method: 'GET',
    path: '/api/desk/timer',
    may: 'desk.work',
    summary: 'What I am timing now',
    reply: z.object({ timer: Timer.nullable() }),
  },
  startTimer: {
    method: 'POST',
    path: '/api/desk/cases/{id}/timer',
    may: 'desk.work',
    summary: 'My time on this case begins to run; one at a time',
    params: ofCase,
    reply: z.object({ timer: Timer.nullable() }),
    status: 200,
    fails: { ...notFound, 'cases.timerRuns': 409 },
  },
  stopTimer: {
    method: 'POST',
    path: '/api/desk/timer/stop',
    may: 'desk.work',
    summary: 'Stops my time and writes it down, or throws it away',
    body: z.object({
      discard: z.boolean().default(false),
      activity: Activity.default('solving'),
      note: timeFields.note,
      billable: timeFields.billable,
    }),
    reply: z.object({ spent: Spent.nullable() }),
    status: 200,
    fails: { 'cases.timerStands': 409 },
  },
})
