import * as z from 'zod'
import { fileNameIn } from '#platform/files.ts'
import { pages } from '#platform/paging.ts'
import { type Context, Problem, roomFor } from '#platform/room.ts'
import {
  addAttachment,
  addEntry,
  addPerson,
  assignCase,
  attachmentById,
  type CaseRow,
  countAttachments,
  countViews,
  editCase,
  findCase,
  handlesComplaint,
  historyOf,
  linkCases,
  linksOf,
  listCases,
  mention,
  moveCase,
  openCase,
  peopleOf,
  removePerson,
} from '#record/cases/cases.ts'
import { type Move, numberOf } from '#record/cases/contract.ts'
import type { linkingTexts } from '#record/cases/linking/texts.ts'
import type { priorityTexts } from '#record/cases/priority/texts.ts'
import type { tasksTexts } from '#record/cases/tasks/texts.ts'
import type { casesTexts } from '#record/cases/texts.ts'
import type { watchingTexts } from '#record/cases/watching/texts.ts'
import { concernsOf, itemsFor, linkItems } from '#record/items/items.ts'
import type { itemLinkingTexts } from '#record/items/linking/texts.ts'
import { ensureReporter, membersWith, type PersonRef, peopleByIds, personIn, type TeamRef, teamById } from '#record/people/people.ts'
import { serviceNamed } from './catalogue/reads.ts'
import type { deskChangesTexts } from './changes/texts.ts'
import type { deskComplaintsTexts } from './complaints/texts.ts'
import { type Case, desk, deskGrants } from './contract.ts'
import { forgetHere } from './jobs.ts'
import { handledWith, kindAllows, openAsKind } from './kinds/module.ts'
import { staffKinds } from './page/contract.ts'
import { attachmentOf, caseOf, entriesBefore, entryOf, itemOf, pageOf } from './reads.ts'
import { type DeskTables, sayHere, whoIsHere } from './store.ts'
import { deskTexts } from './texts.ts'

const notFound = () => new Problem('platform.notFound', 404)

/** The case of the path, as the actor may see it. */
async function here(ctx: Context, ref: string): Promise<CaseRow> {
  return (await findCase(ctx, ref)) ?? Promise.reject(notFound())
}
/** The case of the path, when the actor works in its organisation. */
async function working(ctx: Context, ref: string): Promise<CaseRow> {
  const row = await here(ctx, ref)
  if (!worksIn(ctx, row.organisationId) && !handlesComplaint(ctx, row)) throw new Problem('platform.notAllowed', 403)
  return row
}
const worksIn = (ctx: Context, organisationId: string) => ctx.actor.scopes.work.includes(organisationId)

type Creating = (typeof desk)['createCase']['body']['_output']

/** Where the case belongs: as chosen, else where the actor works, else where they are a member. */
function organisationFor(ctx: Context, asked: string | undefined): string | undefined {
  const { work, member } = ctx.actor.scopes
  if (asked !== undefined) return member.includes(asked) ? asked : undefined
  return work[0] ?? member[0]
}

async function reporterFor(ctx: Context, body: Creating, organisationId: string): Promise<Pick<PersonRef, 'id' | 'name'> | undefined> {
  const me = ctx.actor.personId ?? ''
  if (body.reporter) return ensureReporter(ctx, { ...body.reporter, organisationId, locale: ctx.locale })
  if (body.reporterId === undefined || body.reporterId === me) return { id: me, name: ctx.actor.name }
  return personIn(ctx, body.reporterId, organisationId)
}

async function mayBeAssigned(ctx: Context, personId: string, row: CaseRow): Promise<boolean> {
  const may = handledWith(row)
  if (personId === ctx.actor.personId && may === 'desk.work') return worksIn(ctx, row.organisationId)
  return (await membersWith(ctx, may, row.organisationId)).some(({ id }) => id === personId)
}
async function teamIn(ctx: Context, teamId: string, organisationId: string): Promise<TeamRef | undefined> {
  const team = await teamById(ctx, teamId)
  return team?.organisationId === organisationId ? team : undefined
}

async function create(ctx: Context, body: Creating): Promise<Case | string> {
  const organisationId = organisationFor(ctx, body.organisationId)
  if (!organisationId) return 'desk.noOrganisation'
  const staff = worksIn(ctx, organisationId)
  const { reporterId, reporter, channel, priority, take, confidential, service } = body
  const asStaff =
    (reporterId !== undefined && reporterId !== ctx.actor.personId) || reporter || channel || priority || take || confidential || service
  if (asStaff && !staff) return 'desk.onlyStaff'
  if (staffKinds.includes(body.kind) && !staff) return 'desk.staffKind'
  if (priority && !body.priorityReason) return 'desk.priorityReasonNeeded'
  const who = await reporterFor(ctx, body, organisationId)
  if (!who) return 'desk.noSuchPerson'
  const team = body.teamId ? await teamIn(ctx, body.teamId, organisationId) : undefined
  if (body.teamId && !team) return 'desk.noSuchTeam'
  const concerns = service === undefined ? null : await serviceNamed(ctx, organisationId, service)
  if (concerns === undefined) return 'desk.noSuchService'
  const { kind, title, text, impact, urgency } = body
  const about = await itemsFor(ctx, body.itemIds ?? [])
  const row = await openCase(ctx, {
    organisationId,
    kind,
    title,
    text,
    impact,
    urgency,
    reporterId: who.id,
    registeredBy: ctx.actor.personId,
    channel: channel ?? (ctx.actor.credential?.kind === 'token' ? 'api' : 'portal'),
    teamId: body.teamId ?? null,
    assigneeId: take ? ctx.actor.personId : null,
    confidential: confidential ?? false,
    service: service ?? null,
    // What the register knows of the items goes before what the catalogue says of the service.
    concerns: (await concernsOf(ctx, kind, about)) ?? concerns,
    ...(priority && body.priorityReason && { priorityOverride: { priority, reason: body.priorityReason } }),
  })
  await linkItems(ctx, row, about, true)
  const asKind = await openAsKind(ctx, row, body)
  if (asKind) return caseOf(ctx, asKind)
  const me = ctx.actor.personId ?? ''
  const names = new Map([
    [me, { id: me, name: ctx.actor.name }],
    [who.id, who],
  ])
  return caseOf(ctx, row, { names, teamName: team?.name ?? null })
}

const parts = async (ctx: Context, row: CaseRow) => {
  const people = await peopleOf(ctx, row.id)
  const names = await peopleByIds(
    ctx,
    people.map(({ personId }) => personId),
  )
  return people.map(({ personId, role }) => ({ person: { id: personId, name: names.get(personId)?.name ?? ctx.t('cases.someone') }, role }))
}

interface Moves {
  params: { id: string }
  body: { version: number; [field: string]: unknown }
}
/** Every verb is one move of the state machine. */
const moving =
  (move: Move) =>
  async ({ params, body }: Moves, ctx: Context) => {
    const row = await working(ctx, params.id)
    await kindAllows(ctx, row, move)
    return caseOf(
      ctx,
      await moveCase(ctx, { ...body, caseId: row.id, move, by: ctx.actor.scopes.lead.includes(row.organisationId) ? 'lead' : 'engineer' }),
    )
  }
const filesPerCase = 500

const eventsBy = pages(z.int())

export default roomFor<DeskTables>()({
  name: 'desk',
  contract: desk,
  // The refusals of the state machine have their texts with the record.
  texts: deskTexts as typeof deskTexts &
    typeof casesTexts &
    typeof deskComplaintsTexts &
    typeof deskChangesTexts &
    typeof tasksTexts &
    typeof priorityTexts &
    typeof linkingTexts &
    typeof itemLinkingTexts &
    typeof watchingTexts,
  grants: deskGrants,
  folder: import.meta.dirname,
  jobs: [forgetHere],
  handlers: {
    async createCase({ body }, ctx) {
      const made = await create(ctx, body)
      return typeof made === 'string' ? ctx.fail(made as 'desk.onlyStaff') : made
    },
    async cases({ query }, ctx) {
      const { assignee, limit, after, sort, ...filter } = query
      const assigneeId = assignee === 'me' ? (ctx.actor.personId ?? undefined) : assignee === 'none' ? null : assignee
      const { rows, next } = await listCases(ctx, { ...filter, assigneeId }, { limit, after, sort })
      return { items: rows.map((row) => itemOf(ctx, row)), next }
    },
    counts: (_, ctx) => countViews(ctx),
    async case({ params }, ctx) {
      return pageOf(ctx, await here(ctx, params.id))
    },
    async entries({ params, query }, ctx) {
      const row = await here(ctx, params.id)
      const { rows, earlier } = await entriesBefore(ctx, row.id, query.limit, Number(query.before))
      const names = await peopleByIds(
        ctx,
        rows.map((entry) => entry.authorId).filter((id) => id !== null),
      )
      return { entries: rows.map((entry) => entryOf(ctx, names, entry)), earlier }
    },
    async history({ params, query }, ctx) {
      const row = await here(ctx, params.id)
      const found = await historyOf(ctx, row.id, query.limit + 1, eventsBy.after(query.after)?.[0])
      const { rows, next } = eventsBy.of(found, query.limit, ({ id }) => [Number(id)])
      return { items: rows, next }
    },
    take: moving('take'),
    wait: moving('wait'),
    resume: moving('resume'),
    solve: moving('solve'),
    confirm: moving('confirm'),
    reject: moving('reject'),
    close: moving('close'),
    reopen: moving('reopen'),
    cancel: moving('cancel'),
    async assign({ params, body }, ctx) {
      const row = await working(ctx, params.id)
      await kindAllows(ctx, row)
      if (body.assigneeId && !(await mayBeAssigned(ctx, body.assigneeId, row))) return ctx.fail('desk.noSuchPerson')
      if (body.teamId && !(await teamIn(ctx, body.teamId, row.organisationId))) return ctx.fail('desk.noSuchTeam')
      return caseOf(ctx, await assignCase(ctx, row.id, body))
    },
    async edit({ params, body }, ctx) {
      const row = await working(ctx, params.id)
      await kindAllows(ctx, row)
      if (body.reporterId && !(await personIn(ctx, body.reporterId, row.organisationId))) return ctx.fail('desk.noSuchPerson')
      const concerns = body.service ? await serviceNamed(ctx, row.organisationId, body.service) : null
      if (concerns === undefined) return ctx.fail('desk.noSuchService')
      return caseOf(ctx, await editCase(ctx, row.id, { ...body, ...(body.service !== undefined && { concerns }) }))
    },
    async addEntry({ params, body }, ctx) {
      const row = await working(ctx, params.id)
      const entry = await addEntry(ctx, {
        ...body,
        caseId: row.id,
        authorId: ctx.actor.personId,
        channel: ctx.actor.credential?.kind === 'token' ? 'api' : 'portal',
        kind: body.visibility === 'public' ? 'message' : 'note',
      })
      await mention(ctx, row, entry.id, body.mentions)
      return entryOf(ctx, await peopleByIds(ctx, [ctx.actor.personId ?? '']), entry)
    },
    async attach({ params, query }, ctx) {
      const row = await here(ctx, params.id)
      const takesPart = (await peopleOf(ctx, row.id)).some(({ personId }) => personId === ctx.actor.personId)
      if (!takesPart && !worksIn(ctx, row.organisationId)) throw new Problem('platform.notAllowed', 403)
      const { stored, contentType, headers } = ctx.call
      if (!stored || stored.size === 0) return ctx.fail('desk.emptyFile')
      if ((await countAttachments(ctx, row.id)) >= filesPerCase) return ctx.fail('desk.tooManyFiles')
      const name = fileNameIn(headers)
      const visibility = worksIn(ctx, row.organisationId) ? query.visibility : 'public'
      const file = { ...stored, name, type: contentType }
      return attachmentOf(await addAttachment(ctx, row.id, file, { entryId: null, visibility, addedBy: ctx.actor.personId }))
    },
    async download({ params }, ctx) {
      const found = await attachmentById(ctx, params.id)
      if (!found) return ctx.fail('platform.notFound')
      const { stream, size } = await ctx.app.files.read(found.hash)
      return { stream, size, type: found.type, name: found.name, inline: found.inline }
    },
    async addPerson({ params, body }, ctx) {
      const row = await working(ctx, params.id)
      if (!(await personIn(ctx, body.personId, row.organisationId))) return ctx.fail('desk.noSuchPerson')
      await addPerson(ctx, row, body.personId, body.role)
      return parts(ctx, row)
    },
    async removePerson({ params }, ctx) {
      const row = await working(ctx, params.id)
      await removePerson(ctx, row, params.personId)
      return parts(ctx, row)
    },
    async link({ params, body }, ctx) {
      const row = await working(ctx, params.id)
      const other = await here(ctx, body.other)
      await linkCases(ctx, row.id, other.id, body.kind)
      return (await linksOf(ctx, row.id)).map(({ number, ...link }) => ({ ...link, number: numberOf(number) }))
    },
    async here({ params, body }, ctx) {
      const row = await working(ctx, params.id)
      const me = ctx.actor.personId ?? ''
      await sayHere(ctx.db, row.id, me, body.writing, ctx.now)
      const others = await whoIsHere(ctx.db, row.id, me, ctx.now)
      const names = await peopleByIds(
        ctx,
        others.map(({ personId }) => personId),
      )
      return {
        others: others.map(({ personId, ...one }) => ({
          person: { id: personId, name: names.get(personId)?.name ?? ctx.t('cases.someone') },
          ...one,
        })),
      }
    },
  },
})
