/** What the screens show of a case: a row of a list, the case itself, its whole page. */
import * as z from 'zod'
import { Id, Instant, line, prose } from '#platform/contract.ts'
import { targetKinds } from '#record/cases/clocks/contract.ts'
import {
  Attachment,
  Channel,
  Entry,
  Impact,
  Kind,
  LinkKind,
  Move,
  Named,
  PartRole,
  Priority,
  State,
  Title,
  Urgency,
  WaitingFor,
} from '#record/cases/contract.ts'
import { MergedCase } from '#record/cases/merging/contract.ts'
import { About, ChangeDetails } from '../kinds/contract.ts'

/** Why a case is not opened. */
export const openingFails = {
  'desk.onlyStaff': 403,
  'desk.staffKind': 403,
  'desk.noOrganisation': 400,
  'desk.noSuchPerson': 400,
  'desk.noSuchTeam': 400,
  'desk.noSuchService': 400,
  'desk.priorityReasonNeeded': 400,
  'desk.changes.noSuchTemplate': 400,
  'desk.changes.noSuchService': 400,
  'desk.complaints.aboutYou': 409,
  'desk.complaints.aboutReporter': 400,
  'desk.complaints.noSuchPerson': 400,
  'items.linking.noSuchItem': 400,
} as const
/** What is registered. */
export const NewCase = z.object({
  kind: Kind,
  title: Title,
  text: prose(50_000).default(''),
  impact: Impact,
  urgency: Urgency,
  organisationId: Id.optional().describe('Else that of who asks'),
  reporterId: Id.optional().describe('Only for staff: on behalf of whom'),
  reporter: z
    .object({ name: line(120), email: z.email().max(254) })
    .optional()
    .describe('Only for staff: a reporter we may not know yet'),
  channel: Channel.optional().describe('Only for staff: phone, walkIn …'),
  teamId: Id.optional(),
  take: z.boolean().optional().describe('Only for staff: and take it at once'),
  confidential: z.boolean().optional().describe('Only for staff: only named people may see it'),
  priority: Priority.optional().describe('Only for staff: another than proposed'),
  priorityReason: line(500).optional().describe('Needed with `priority`'),
  service: line(120).optional().describe('Only for staff: a service of the catalogue (GET /api/desk/services)'),
  complaint: About.optional().describe('About whom, for a complaint'),
  change: ChangeDetails.optional().describe('What is known already, for a change'),
  itemIds: z.array(Id).max(20).optional().describe('Items it is about'),
})
/** Kinds that describe our own work: only staff opens them. */
export const staffKinds: readonly Kind[] = ['problem', 'task']

/** What a row of a list needs. */
export const CaseItem = z.object({
  id: Id,
  number: z.string().describe('As people say it: C-1042'),
  title: z.string(),
  kind: Kind,
  state: State,
  priority: Priority,
  impact: Impact,
  urgency: Urgency,
  organisationId: Id,
  reporter: Named,
  assignee: Named.nullable(),
  team: Named.nullable(),
  channel: Channel,
  confidential: z.boolean(),
  waitingFor: WaitingFor.nullable(),
  openedAt: Instant,
  updatedAt: Instant,
  dueAt: Instant.nullable().describe('What is due next; null while the clocks stand still'),
  atRisk: z.boolean().describe('Four fifths of the time has gone'),
  late: z.boolean(),
  version: z.int(),
  proposedPriority: Priority,
  why: z.array(z.string()).describe('The arguments for the proposal, as sentences in the language of who asks; only for staff'),
  priorityReason: z.string().nullable().describe('Why the proposal was not followed; only for staff'),
})
export type CaseItem = z.infer<typeof CaseItem>

export const Case = CaseItem.extend({
  text: z.string(),
  registeredBy: Named.nullable(),
  proposal: z.object({
    priority: Priority,
    reason: z.string().describe('Why, in the language of who asks'),
    reasons: z.array(z.string()).describe('The same, an argument each'),
  }),
  waiting: z.object({ for: WaitingFor, until: Instant.nullable(), reason: z.string().nullable() }).nullable(),
  solution: z.object({ done: z.string(), tested: z.string(), round: z.int() }).nullable(),
  endReason: z.string().nullable().describe('Why it was closed without confirmation, or cancelled'),
  respondedAt: Instant.nullable(),
  solvedAt: Instant.nullable(),
  closedAt: Instant.nullable(),
  service: z.string().nullable().describe('What it is about, as the catalogue calls it'),
  confirmed: z.boolean().describe('The reporter said that it works'),
})
export type Case = z.infer<typeof Case>

/** A target on the case. `left`: seconds of its calendar; negative when it is late. The whole sum: GET …/clocks. */
export const ClockView = z.object({
  id: Id,
  target: z.enum(targetKinds),
  name: z.string().nullable().describe('Of a target of your own; null: the kind says it'),
  agreement: z.string().nullable().describe('null: the first agreement of the organisation, which was given no name'),
  state: z.enum(['running', 'paused', 'met', 'missed']),
  startedAt: Instant,
  dueAt: Instant.nullable(),
  doneAt: Instant.nullable(),
  targetMinutes: z.int(),
  left: z.int().nullable(),
})
export const Allowed = z.object({
  move: Move,
  allowed: z.boolean(),
  why: z.string().nullable().describe('Why not, in the language of who asks'),
  needs: z.array(z.enum(['done', 'tested', 'reason', 'for', 'until', 'text'])).describe('Fields that must be given'),
})
export const Part = z.object({ person: Named, role: PartRole })
export const Link = z.object({ id: Id, number: z.string(), title: z.string(), state: State, kind: LinkKind, outgoing: z.boolean() })
export const Here = z.object({ person: Named, writing: z.boolean(), since: Instant })
export const CasePage = z.object({
  case: Case,
  entries: z.array(Entry).describe('The last 200, oldest first; older ones by GET …/entries'),
  earlier: z.string().nullable().describe('`before` for the entries that came before these'),
  people: z.array(Part),
  attachments: z.array(Attachment),
  links: z.array(Link),
  merged: z.array(MergedCase).describe('Cases that were merged into this one; entries and files of theirs carry their caseId'),
  clocks: z.array(ClockView),
  allowed: z.array(Allowed),
  here: z.array(Here).describe('Who else has this case open'),
  mayWork: z.boolean(),
})
export type CasePage = z.infer<typeof CasePage>

export const HistoryItem = z.object({ id: z.string(), at: Instant, name: z.string(), by: Named.nullable(), text: z.string() })
