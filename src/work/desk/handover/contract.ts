import * as z from 'zod'
import { contract, Id, Instant, prose } from '#platform/contract.ts'
import { CaseRef, Named } from '#record/cases/contract.ts'
import { Case, CaseItem, Version } from '../contract.ts'

const words = prose(10_000).trim()
/** What goes along with work that changes hands. */
export const HandoverNote = z.object({
  situation: words.min(1).describe('How things are now'),
  done: words.min(1).describe('What was done'),
  next: words.min(1).describe('What comes next'),
  risk: words.default('').describe('What may go wrong, and by when; empty: nothing'),
})
export type HandoverNote = z.infer<typeof HandoverNote>

export const Handover = HandoverNote.extend({
  id: Id,
  status: z.enum(['written', 'offered', 'accepted', 'sentBack', 'replaced']),
  from: Named.nullable(),
  to: Named.nullable(),
  team: Named.nullable(),
  writtenBy: Named,
  writtenAt: Instant,
  offeredAt: Instant.nullable(),
  endedAt: Instant.nullable(),
  question: z.string().nullable().describe('Why it was sent back'),
  mayAnswer: z.boolean().describe('I may accept it or send it back'),
})
export type Handover = z.infer<typeof Handover>

export const ShiftItem = z.object({
  case: CaseItem,
  note: Handover.nullable(),
  endsAt: Instant.nullable().describe('Until when who works on it is there; null: not known'),
  absent: z.boolean(),
})
export type ShiftItem = z.infer<typeof ShiftItem>

const to = { toId: Id.optional(), teamId: Id.optional() }
const ofCase = z.object({ id: CaseRef })
const notFound = { 'platform.notFound': 404 } as const
const whom = { 'desk.handover.toWhom': 400, 'desk.noSuchPerson': 400, 'desk.noSuchTeam': 400 } as const
const answering = { ...notFound, 'desk.handover.notYou': 403, 'desk.handover.ended': 409 } as const
const NoteBody = HandoverNote.extend({})

export const deskHandover = contract({
  handovers: {
    method: 'GET',
    path: '/api/desk/cases/{id}/handovers',
    may: 'desk.work',
    summary: 'The notes with which the case changed hands, newest first, and whether it needs one',
    params: ofCase,
    reply: z.object({ required: z.boolean(), items: z.array(Handover) }),
    fails: notFound,
  },
  writeNote: {
    method: 'PUT',
    path: '/api/desk/cases/{id}/handover',
    may: 'desk.work',
    summary: 'Writes the note for when the case changes hands; it counts for 24 hours and takes the place of an earlier one',
    params: ofCase,
    body: NoteBody,
    reply: Handover,
    fails: { ...notFound, 'desk.handover.nobody': 409 },
  },
  handOverOne: {
    method: 'POST',
    path: '/api/desk/cases/{id}/handover',
    may: 'desk.work',
    summary: 'Hands the case over to a person or a team, with a note (or the one that was written before)',
    params: ofCase,
    body: z.object({ version: Version, ...to, note: HandoverNote.optional() }),
    reply: Case,
    status: 200,
    fails: { ...notFound, ...whom, 'cases.changed': 409, 'cases.handoverNeeded': 409, 'desk.handover.noChange': 409 },
  },
  handOver: {
    method: 'POST',
    path: '/api/desk/handovers',
    may: 'desk.work',
    summary: 'Hands a selection over at once: each with its own note, or all with the shared one; each case answers for itself',
    body: z.object({
      ...to,
      note: HandoverNote.optional().describe('For the cases that bring none of their own'),
      items: z
        .array(z.object({ case: CaseRef, version: Version, note: HandoverNote.optional() }))
        .min(1)
        .max(100),
    }),
    reply: z.object({
      done: z.int(),
      items: z.array(z.object({ case: z.string(), done: z.boolean(), code: z.string().nullable(), why: z.string().nullable() })),
    }),
    status: 200,
    fails: { 'desk.handover.toWhom': 400 },
  },
  acceptHandover: {
    method: 'POST',
    path: '/api/desk/handovers/{id}/accept',
    may: 'desk.work',
    summary: 'I take the work over; what was handed to a team becomes mine',
    params: z.object({ id: Id }),
    reply: Handover,
    status: 200,
    fails: answering,
  },
  returnHandover: {
    method: 'POST',
    path: '/api/desk/handovers/{id}/return',
    may: 'desk.work',
    summary: 'Sends the work back to who gave it, with a question',
    params: z.object({ id: Id }),
    body: z.object({ question: words.min(1) }),
    reply: Handover,
    status: 200,
    fails: answering,
  },
  shift: {
    method: 'GET',
    path: '/api/desk/shift',
    may: 'desk.work',
    summary: 'Everything that changes hands now, for me or for a team of mine; at most 200 of each',
    query: z.object({
      teamId: Id.optional(),
      within: z.coerce.number().int().min(1).max(24).default(2).describe('Shifts that end within so many hours'),
    }),
    reply: z.object({
      toMe: z.array(ShiftItem).describe('Handed to me or to the team, not yet accepted'),
      byMe: z.array(ShiftItem).describe('Handed over by me (or the team), not yet accepted, or sent back to me'),
      ending: z.array(ShiftItem).describe('In work, with people whose shift ends; those without a note first'),
      myShift: z.object({ endsAt: Instant.nullable(), own: z.boolean() }),
    }),
    fails: { 'desk.noSuchTeam': 400 },
  },
  myShift: {
    method: 'PUT',
    path: '/api/desk/shift/mine',
    may: 'desk.work',
    summary: 'Until when I work; null: until closing time',
    body: z.object({ endsAt: Instant.nullable() }),
    reply: z.object({ endsAt: Instant.nullable(), own: z.boolean() }),
    fails: { 'desk.handover.past': 400 },
  },
  handoverSettings: {
    method: 'GET',
    path: '/api/desk/handover-settings',
    may: 'desk.read',
    summary: 'Where a note must go along: in the organisation, and in teams that do it otherwise',
    query: z.object({ organisationId: Id }),
    reply: z.object({ organisationId: Id, required: z.boolean(), teams: z.array(z.object({ team: Named, required: z.boolean().nullable() })) }),
    fails: notFound,
  },
  changeHandoverSettings: {
    method: 'PUT',
    path: '/api/desk/handover-settings',
    may: 'desk.configure',
    summary: 'Says where a note must go along: without teamId for the organisation; null lets a team follow it',
    body: z.object({ organisationId: Id, teamId: Id.optional(), required: z.boolean().nullable() }),
    reply: z.object({ organisationId: Id, required: z.boolean(), teams: z.array(z.object({ team: Named, required: z.boolean().nullable() })) }),
    fails: { ...notFound, 'desk.noSuchTeam': 400 },
  },
})
