import * as z from 'zod'
import { contract, event, type Grants, Id, Instant, line, Paging, page } from '#platform/contract.ts'
import { Named, Week } from '#record/cases/contract.ts'
import { CaseItem } from '../page/contract.ts'

export const Absence = z.object({
  id: Id,
  organisationId: Id,
  person: Named,
  from: Instant,
  until: Instant.nullable().describe('null: not known yet'),
  substitute: Named.nullable(),
  substituteTeam: Named.nullable(),
  note: z.string().nullable(),
  version: z.int(),
  mine: z.boolean().describe('I may change it: it is mine, or I lead here'),
  /** Who really stands in now, after chains and absences of substitutes. */
  standsIn: z.array(Named),
  open: z.int().describe('Open cases that lie with this person; at most 1000 is counted'),
})
export type Absence = z.infer<typeof Absence>

const fields = {
  from: Instant,
  until: Instant.nullable().default(null),
  substituteId: Id.nullable().default(null),
  substituteTeamId: Id.nullable().default(null),
  note: line(300).nullable().default(null),
}
export const NewAbsence = z.object({ personId: Id.optional().describe('Somebody else only by a lead'), organisationId: Id.optional(), ...fields })
export const ChangedAbsence = z.object({ version: z.int().min(1), ...fields })
export const Away = z.object({ person: Named, until: Instant.nullable(), standsIn: z.array(Named) })
const Hours = z.object({ personId: Id, timeZone: z.string(), week: Week.nullable().describe('null: those of the organisation'), version: z.int() })

const ofOne = z.object({ id: Id })
const wrong = {
  'platform.notFound': 404,
  'desk.absence.order': 400,
  'desk.absence.twoSubstitutes': 400,
  'desk.absence.self': 400,
  'desk.absence.noSuchSubstitute': 400,
} as const

export const deskAbsence = contract({
  absences: {
    method: 'GET',
    path: '/api/desk/absences',
    may: 'desk.report',
    summary: 'Who is, will be or was away, the latest first; somebody without work at the desk sees their own',
    query: Paging.extend({ when: z.enum(['now', 'coming', 'past', 'all']).default('all'), personId: Id.optional() }),
    reply: page(Absence),
  },
  away: {
    method: 'GET',
    path: '/api/desk/absences/away',
    may: 'desk.work',
    summary: 'Who is away now, until when and who stands in: for whoever assigns work',
    reply: z.object({ items: z.array(Away) }),
  },
  addAbsence: {
    method: 'POST',
    path: '/api/desk/absences',
    may: 'desk.report',
    summary: 'I am away, or, by a lead, somebody else is; with who stands in',
    body: NewAbsence,
    reply: Absence,
    status: 201,
    fails: { ...wrong, 'desk.absence.notYou': 403 },
  },
  changeAbsence: {
    method: 'PATCH',
    path: '/api/desk/absences/{id}',
    may: 'desk.report',
    summary: 'Changes an absence, or ends it by giving its end',
    params: ofOne,
    body: ChangedAbsence,
    reply: Absence,
    fails: { ...wrong, 'desk.absence.changed': 409 },
  },
  removeAbsence: {
    method: 'DELETE',
    path: '/api/desk/absences/{id}',
    may: 'desk.report',
    summary: 'Takes an absence away, as if it was never planned',
    params: ofOne,
    reply: z.undefined(),
    status: 204,
    fails: { 'platform.notFound': 404 },
  },
  left: {
    method: 'GET',
    path: '/api/desk/absences/{id}/left',
    may: 'desk.work',
    summary: 'The open cases that lie with who is away, the most urgent first: for their lead to hand over',
    params: ofOne,
    query: Paging,
    reply: page(CaseItem),
    fails: { 'platform.notFound': 404 },
  },
  hours: {
    method: 'GET',
    path: '/api/desk/absences/hours',
    may: 'desk.work',
    summary: 'The hours in which somebody works',
    query: z.object({ personId: Id.optional() }),
    reply: Hours,
    fails: { 'platform.notFound': 404 },
  },
  changeHours: {
    method: 'PUT',
    path: '/api/desk/absences/hours',
    may: 'desk.work',
    summary: 'Sets the hours in which I work, or, by a lead, somebody else; null: those of the organisation',
    body: z.object({ personId: Id.optional(), version: z.int().min(0), week: Week.nullable() }),
    reply: Hours,
    fails: { 'platform.notFound': 404, 'desk.absence.notYou': 403, 'desk.absence.changed': 409, 'desk.absence.hours': 400 },
  },
})
export const absenceGrants = {} as const satisfies Grants

const ofAbsence = { absenceId: Id, personId: Id }
export const absenceChanged = event('desk.absence.changed', z.object({ ...ofAbsence, what: z.enum(['added', 'changed', 'removed']) }))
/** Somebody is away from now on, and left this many open cases. */
export const absenceBegan = event(
  'desk.absence.began',
  z.object({ ...ofAbsence, open: z.int(), standsIn: z.array(Id).default([]).describe('Who stands in, and is there') }),
)
