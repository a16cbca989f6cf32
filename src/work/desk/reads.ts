/** Cases as the screens show them: ids become names, codes become sentences. */
import type { Context } from '#platform/room.ts'
import {
  type AttachmentRow,
  allowedMoves,
  aroundCase,
  type CaseRow,
  clocksOf,
  type EntryRow,
  entriesOf,
  handlesComplaint,
  type ListRow,
  moverOf,
} from '#record/cases/cases.ts'
import { type Attachment, type Entry, type Move, type Mover, type Named, numberOf } from '#record/cases/contract.ts'
import { sentences } from '#record/cases/priority/rules.ts'
import { peopleByIds, teamById } from '#record/people/people.ts'
import type { Case, CaseItem, CasePage } from './contract.ts'
import { whoIsHere } from './store.ts'

type Names = ReadonlyMap<string, { id: string; name: string }>

/** Somebody whose name the actor may not know is 'somebody', never an empty place. */
const nameIn = (ctx: Context, names: Names, id: string): Named => ({ id, name: names.get(id)?.name ?? ctx.t('cases.someone') })
const namedOrNull = (ctx: Context, names: Names, id: string | null): Named | null => (id === null ? null : nameIn(ctx, names, id))

const timing = (ctx: Context, row: Pick<CaseRow, 'dueAt' | 'riskAt'>) => {
  const now = ctx.now.toISOString()
  const late = row.dueAt !== null && row.dueAt < now
  return { dueAt: row.dueAt, late, atRisk: !late && row.riskAt !== null && row.riskAt <= now }
}

/** The arguments for the proposed priority as sentences; a case from before has only its cell of the matrix. */
function whyOf(ctx: Context, row: Pick<CaseRow, 'why' | 'impact' | 'urgency' | 'proposedPriority'>): string[] {
  const { impact, urgency, proposedPriority: priority } = row
  return sentences(ctx.t, ctx.locale, row.why.length > 0 ? row.why : [{ code: 'matrix', impact, urgency, priority }])
}

type Common = Omit<
  ListRow,
  'why' | 'priorityReason' | 'reporterName' | 'assigneeName' | 'teamName' | 'reporterId' | 'assigneeId' | 'teamId' | 'priorityRank'
>
const common = (row: Common) => ({
  id: row.id,
  number: numberOf(row.number),
  title: row.title,
  kind: row.kind,
  state: row.state,
  priority: row.priority,
  impact: row.impact,
  urgency: row.urgency,
  organisationId: row.organisationId,
  channel: row.channel,
  confidential: row.confidential,
  waitingFor: row.waitingFor,
  openedAt: row.openedAt,
  updatedAt: row.updatedAt,
  version: row.version,
  proposedPriority: row.proposedPriority,
})

export const itemOf = (ctx: Context, row: ListRow): CaseItem => ({
  ...common(row),
  ...timing(ctx, row),
  ...priorityFor(ctx, row),
  reporter: { id: row.reporterId, name: row.reporterName ?? ctx.t('cases.someone') },
  assignee: row.assigneeId === null ? null : { id: row.assigneeId, name: row.assigneeName ?? ctx.t('cases.someone') },
  team: row.teamId === null ? null : { id: row.teamId, name: row.teamName ?? '' },
})

/** Why the priority is as it is, for staff. */
const priorityFor = (ctx: Context, row: Parameters<typeof whyOf>[1] & Pick<CaseRow, 'organisationId' | 'priorityReason'>) =>
  readsAsStaff(ctx, row) ? { why: whyOf(ctx, row), priorityReason: row.priorityReason } : { why: [], priorityReason: null }

/** Whether the actor reads the case as staff does, not as who reported it. */
export const readsAsStaff = (ctx: Context, row: Pick<CaseRow, 'organisationId'>): boolean =>
  ctx.actor.kind === 'system' || ctx.actor.scopes.inside.includes(row.organisationId)

/** The whole case. What staff wrote for staff is left out for its reporter. */
export async function caseOf(ctx: Context, row: CaseRow, known?: { names: Names; teamName: string | null }): Promise<Case> {
  const ids = [row.reporterId, row.assigneeId, row.registeredBy].filter((id) => id !== null)
  const names = known?.names ?? (await peopleByIds(ctx, ids))
  const teamName = known || row.teamId === null ? known?.teamName : (await teamById(ctx, row.teamId))?.name
  const staff = readsAsStaff(ctx, row)
  const why = whyOf(ctx, row)
  return {
    ...common(row),
    ...timing(ctx, row),
    reporter: nameIn(ctx, names, row.reporterId),
    assignee: namedOrNull(ctx, names, row.assigneeId),
    team: row.teamId === null ? null : { id: row.teamId, name: teamName ?? '' },
    text: row.text,
    registeredBy: namedOrNull(ctx, names, row.registeredBy),
    ...priorityFor(ctx, row),
    proposal: { priority: row.proposedPriority, reason: why.join('. '), reasons: why },
    waiting: row.waitingFor === null ? null : { for: row.waitingFor, until: row.waitingUntil, reason: staff ? row.waitingReason : null },
    solution: row.done === null ? null : { done: row.done, tested: row.tested ?? '', round: row.round },
    endReason: row.endReason,
    respondedAt: row.respondedAt,
    solvedAt: row.solvedAt,
    closedAt: row.closedAt,
    service: row.service,
    confirmed: row.confirmed,
  }
}

export const entryOf = (ctx: Context, names: Names, row: EntryRow): Entry => ({
  id: row.id,
  caseId: row.caseId,
  author: namedOrNull(ctx, names, row.authorId),
  visibility: row.visibility,
  channel: row.channel,
  kind: row.kind,
  text: row.text,
  html: row.html,
  at: row.at,
})

export const attachmentOf = ({ id, entryId, name, type, size, visibility, inline, at }: AttachmentRow): Attachment => ({
  id,
  entryId,
  name,
  type,
  size,
  visibility,
  inline,
  at,
})

const pageOfEntries = 200
const placeOf = (rows: readonly EntryRow[], limit: number) => (rows.length > limit ? String(rows.at(-limit)?.place) : null)

/** Entries before a place, oldest first, and the place before which there are more. */
export async function entriesBefore(ctx: Context, caseId: string, limit = pageOfEntries, before?: number) {
  const rows = await entriesOf(ctx, caseId, limit + 1, before)
  return { rows: rows.slice(-limit), earlier: placeOf(rows, limit) }
}

const allowedFor = (ctx: Context, row: CaseRow, by: Mover) =>
  allowedMoves(row, by).map(({ move, allowed, why, needs }) => ({
    move: move as Move,
    allowed,
    why: why === null ? null : ctx.t(why, { state: ctx.t(`cases.state.${row.state}`) }),
    needs: [...needs] as CasePage['allowed'][number]['needs'],
  }))

/** Everything that the page of a case shows. */
export async function pageOf(ctx: Context, row: CaseRow): Promise<CasePage> {
  const [around, here] = await Promise.all([
    aroundCase(ctx, row, pageOfEntries + 1),
    readsAsStaff(ctx, row) ? whoIsHere(ctx.db, row.id, ctx.actor.personId, ctx.now) : [],
  ])
  const { people } = around
  const strangers = here.map(({ personId }) => personId).filter((id) => !around.names.has(id))
  const names = new Map([...around.names, ...(await peopleByIds(ctx, strangers))])
  const takesPart = people.some(({ personId }) => personId === ctx.actor.personId)
  const by = moverOf(ctx, row, takesPart) ?? 'reporter'
  return {
    case: await caseOf(ctx, row, around),
    entries: around.entries.slice(-pageOfEntries).map((entry) => entryOf(ctx, names, entry)),
    earlier: placeOf(around.entries, pageOfEntries),
    people: people.map(({ personId, role }) => ({ person: nameIn(ctx, names, personId), role })),
    attachments: around.attachments.map(attachmentOf),
    links: around.links.map(({ number, ...link }) => ({ ...link, number: numberOf(number) })),
    merged: around.merged.map(({ number, intoNumber, reporterId, byId, ...one }) => ({
      ...one,
      number: numberOf(number),
      into: numberOf(intoNumber),
      reporter: nameIn(ctx, names, reporterId),
      mergedBy: readsAsStaff(ctx, row) ? namedOrNull(ctx, names, byId) : null,
      reason: readsAsStaff(ctx, row) ? one.reason : null,
    })),
    clocks: clocksOf(around.agreement, around.clocks, ctx.now),
    allowed: allowedFor(ctx, row, by === 'system' ? 'lead' : by),
    here: here.map(({ personId, writing, since }) => ({ person: nameIn(ctx, names, personId), writing, since })),
    mayWork: ctx.actor.scopes.work.includes(row.organisationId) || handlesComplaint(ctx, row),
  }
}
