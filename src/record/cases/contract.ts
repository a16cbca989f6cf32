/** The words of a case: what it is, how it moves, what happens to it. The desk and later rooms build their endpoints on these shapes. */
import * as z from 'zod'
import { contract, event, Id, Instant, line, prose } from '#platform/contract.ts'

export const kinds = ['incident', 'informationRequest', 'serviceRequest', 'accessRequest', 'change', 'complaint', 'problem', 'task'] as const
export const states = ['new', 'inProgress', 'waiting', 'solved', 'closed', 'reopened', 'cancelled'] as const
/** Work is still to be done, or to be tested. */
export const openStates = ['new', 'inProgress', 'waiting', 'solved', 'reopened'] as const satisfies readonly (typeof states)[number][]
export const impacts = ['person', 'group', 'department', 'organisation'] as const
export const urgencies = ['low', 'normal', 'high'] as const
/** Most pressing first. */
export const priorities = ['critical', 'high', 'normal', 'low'] as const
/** schedule: work that comes back by itself. */
export const channels = ['portal', 'mail', 'phone', 'walkIn', 'api', 'monitor', 'schedule'] as const
export const waitings = ['reporter', 'supplier', 'moment'] as const
/** Everything that moves a case from one state to another; the same word is the last part of its URL. */
export const moves = ['take', 'wait', 'resume', 'solve', 'confirm', 'reject', 'close', 'reopen', 'cancel'] as const
/** Besides what somebody chooses: the answers of the reporter contradict each other, so that it is, or becomes again, to be tested. */
export const everyMove = [...moves, 'askAgain'] as const
/** Who makes a move. `reporter`: who reported or takes part. `system`: Spil itself (a date has come, the reporter answered by mail). */
export const movers = ['reporter', 'engineer', 'lead', 'system'] as const
export const visibilities = ['public', 'internal'] as const
/** solution: what was done. test: how it was tested, or what the reporter found. system: written by Spil. */
export const entryKinds = ['message', 'note', 'solution', 'test', 'system'] as const
export const linkKinds = ['related', 'possiblyRelated', 'follows', 'duplicates', 'causedBy', 'childOf', 'waitsFor'] as const
/** What somebody is on a case. `named`: may see it although it is confidential. */
export const partRoles = ['reporter', 'participant', 'named'] as const

export const Kind = z.enum(kinds)
export type Kind = z.infer<typeof Kind>
export const State = z.enum(states)
export type State = z.infer<typeof State>
export const Impact = z.enum(impacts).describe('How many are hindered')
export type Impact = z.infer<typeof Impact>
export const Urgency = z.enum(urgencies).describe('How badly they are hindered')
export type Urgency = z.infer<typeof Urgency>
export const Priority = z.enum(priorities)
export type Priority = z.infer<typeof Priority>
export const Channel = z.enum(channels)
export type Channel = z.infer<typeof Channel>
export const WaitingFor = z.enum(waitings)
export type WaitingFor = z.infer<typeof WaitingFor>
export const Move = z.enum(moves)
export type Move = z.infer<typeof Move>
export const EveryMove = z.enum(everyMove)
export type EveryMove = z.infer<typeof EveryMove>
export const Mover = z.enum(movers)
export type Mover = z.infer<typeof Mover>
export const Visibility = z.enum(visibilities)
export type Visibility = z.infer<typeof Visibility>
export const EntryKind = z.enum(entryKinds)
export type EntryKind = z.infer<typeof EntryKind>
export const LinkKind = z.enum(linkKinds)
export type LinkKind = z.infer<typeof LinkKind>
export const PartRole = z.enum(partRoles)
export type PartRole = z.infer<typeof PartRole>

export const Title = line(200)
export const Text = prose(50_000)
/** Id of a case, or its number with or without the letter: C-1042, 1042. */
export const CaseRef = z
  .string()
  .max(40)
  .regex(/^([0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|[cC]-?\d{1,9}|\d{1,9})$/)
  .describe('Id or number of the case')
export const numberOf = (number: number): string => `C-${number}`

export const Named = z.object({ id: Id, name: z.string() })
export type Named = z.infer<typeof Named>

/** Priority per impact (row) and urgency (column). */
export const Matrix = z.record(Impact, z.record(Urgency, Priority))
export type Matrix = z.infer<typeof Matrix>
const usual: readonly (readonly Priority[])[] = [
  ['low', 'low', 'normal'],
  ['low', 'normal', 'high'],
  ['normal', 'high', 'high'],
  ['normal', 'high', 'critical'],
]
/** What an organisation begins with. */
export const usualMatrix = Object.fromEntries(
  impacts.map((impact, row) => [impact, Object.fromEntries(urgencies.map((urgency, column) => [urgency, usual[row]?.[column]]))]),
) as Matrix

const TimeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$|^24:00$/)
/** An end that is not after the beginning is on the next day. */
export const Span = z.object({ from: TimeOfDay, to: TimeOfDay }).refine(({ from, to }) => from !== to && from !== '24:00')
export type Span = z.infer<typeof Span>
/** Working hours per weekday, Monday first; several spans a day, in order and apart. */
export const Week = z.array(z.array(Span).max(6)).length(7)
export type Week = z.infer<typeof Week>
const office = [{ from: '08:00', to: '17:00' }]
export const usualWeek: Week = [office, office, office, office, office, [], []]
/** Working minutes until the first response and until the solution, per priority. */
export const Targets = z.record(Priority, z.object({ response: z.int().min(1).max(525_600), solution: z.int().min(1).max(525_600) }))
export type Targets = z.infer<typeof Targets>
export const usualTargets: Targets = {
  critical: { response: 30, solution: 240 },
  high: { response: 60, solution: 540 },
  normal: { response: 240, solution: 1620 },
  low: { response: 540, solution: 2700 },
}

export const Attachment = z.object({
  id: Id,
  entryId: Id.nullable(),
  name: z.string(),
  type: z.string(),
  size: z.int(),
  visibility: Visibility,
  inline: z.boolean().describe('May be shown in the page'),
  at: Instant,
})
export type Attachment = z.infer<typeof Attachment>

export const Entry = z.object({
  id: Id,
  caseId: Id,
  author: Named.nullable().describe('null: Spil itself'),
  visibility: Visibility,
  channel: Channel,
  kind: EntryKind,
  text: z.string(),
  html: z.string().nullable().describe('Only of mail; to be shown in a sandboxed frame'),
  at: Instant,
})
export type Entry = z.infer<typeof Entry>

/** Data of 'cases.changed': what is different from the version that was sent. */
export const Conflict = z.object({
  version: z.int(),
  changedBy: Named.nullable(),
  changedAt: Instant,
  changes: z
    .array(z.object({ field: z.string(), from: z.string().nullable(), to: z.string().nullable() }))
    .describe('In words, in the language of who asks'),
})
export type Conflict = z.infer<typeof Conflict>

/** With a solution, while required tasks are open. */
export const DespiteTasks = line(2000).optional().describe('Only for a lead: why, while required tasks are open')
export const tasksHold = { 'cases.tasksOpen': 409, 'cases.onlyLeadPassesTasks': 403 } as const

/** With an entry: colleagues who are called by name in it. */
export const Mentions = z.array(Id).max(20).default([]).describe('Colleagues called by name: they hear of it and follow the case')

/** The room has no endpoints of its own: the floor above decides who does what. */
export const cases = contract({})

const ofCase = { caseId: Id, number: z.int() }
export const opened = event(
  'cases.opened',
  z.object({ ...ofCase, kind: Kind, channel: Channel, impact: Impact, urgency: Urgency, proposed: Priority, priority: Priority, reporterId: Id }),
)
/** A case went from one state to another. `round` counts how often it was offered for testing. */
export const moved = event(
  'cases.moved',
  z.object({
    ...ofCase,
    move: EveryMove,
    from: State,
    to: State,
    by: Mover,
    round: z.int(),
    waitingFor: WaitingFor.nullable(),
    until: Instant.nullable(),
    reporterId: Id,
    assigneeId: Id.nullable(),
  }),
)
export const assigned = event(
  'cases.assigned',
  z.object({ ...ofCase, assigneeId: Id.nullable(), teamId: Id.nullable(), before: z.object({ assigneeId: Id.nullable(), teamId: Id.nullable() }) }),
)
export const entryAdded = event(
  'cases.entryAdded',
  z.object({
    ...ofCase,
    entryId: Id,
    visibility: Visibility,
    kind: EntryKind,
    channel: Channel,
    authorId: Id.nullable(),
    reporterId: Id,
    assigneeId: Id.nullable(),
    byReporter: z.boolean().describe('Written by the reporter or somebody who takes part, not by staff'),
  }),
)
/** Fields were changed; words stay out of the logbook, values are given only where they are not words. */
export const changed = event(
  'cases.changed',
  z.object({
    ...ofCase,
    version: z.int(),
    changes: z.array(z.object({ field: z.string(), from: z.string().nullable(), to: z.string().nullable() })),
  }),
)
export const attached = event(
  'cases.attached',
  z.object({ ...ofCase, attachmentId: Id, entryId: Id.nullable(), hash: z.string(), size: z.int(), visibility: Visibility }),
)
const ofHandover = { ...ofCase, handoverId: Id, fromId: Id.nullable() }
export const handoverWritten = event('cases.handoverWritten', z.object(ofHandover))
const handing = z.object({ ...ofHandover, toId: Id.nullable(), teamId: Id.nullable() })
export const handedOver = event('cases.handedOver', handing)
export const handoverAccepted = event('cases.handoverAccepted', handing)
/** Sent back to who gave it, with a question. */
export const handoverReturned = event('cases.handoverReturned', handing)
export const linked = event('cases.linked', z.object({ caseId: Id, otherId: Id, kind: LinkKind }))
export const personAdded = event('cases.personAdded', z.object({ ...ofCase, personId: Id, role: PartRole }))
export const personRemoved = event('cases.personRemoved', z.object({ ...ofCase, personId: Id, role: PartRole }))
export const matrixChanged = event('cases.matrixChanged', z.object({ organisationId: Id, version: z.int(), matrix: Matrix }))
/** Who explains what Spil did by itself. */
export const ExplanationSource = z.enum(['assignment', 'rule', 'bulk', 'recurring'])
export type ExplanationSource = z.infer<typeof ExplanationSource>
/** Spil did something by itself, or somebody to many at once; the words stand beside the logbook. */
export const explained = event(
  'cases.explained',
  z.object({ ...ofCase, explanationId: Id, source: ExplanationSource, sourceId: Id, version: z.int() }),
)
