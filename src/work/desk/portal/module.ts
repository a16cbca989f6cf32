import { type Context, Problem, roomFor } from '#platform/room.ts'
import {
  addEntry,
  attachmentsOf,
  type CaseRow,
  caseById,
  entriesOf,
  findCase,
  type ListRow,
  linkCases,
  linksOf,
  listCases,
  moveCase,
  openCase,
  peopleOf,
} from '#record/cases/cases.ts'
import { numberOf, openStates } from '#record/cases/contract.ts'
import type { casesTexts } from '#record/cases/texts.ts'
import { organisationById, peopleByIds } from '#record/people/people.ts'
import { openAsComplaint } from '../complaints/opening/module.ts'
import type { deskComplaintsTexts } from '../complaints/texts.ts'
import { staffKinds } from '../page/contract.ts'
import { attachmentOf } from '../reads.ts'
import type { deskTexts } from '../texts.ts'
import { deskPortal, type MyCase, reopenDays } from './contract.ts'
import { readToken } from './reads.ts'
import { impactOf, mayNow, saidIn, urgencyOf } from './rules.ts'
import { deskPortalTexts } from './texts.ts'

/** The case, when the actor reported it or takes part; else it does not exist for them here. */
async function mine(ctx: Context, ref: string): Promise<CaseRow> {
  const row = await findCase(ctx, ref)
  const part = row && (await peopleOf(ctx, row.id)).find(({ personId }) => personId === ctx.actor.personId)
  if (!row || !part || part.role === 'named') throw new Problem('platform.notFound', 404)
  return row
}

const myItem = (row: ListRow | CaseRow) => ({
  id: row.id,
  number: numberOf(row.number),
  title: row.title,
  kind: row.kind,
  state: row.state,
  waitingFor: row.waitingFor,
  openedAt: row.openedAt,
  updatedAt: row.updatedAt,
  organisationId: row.organisationId,
})

async function myCase(ctx: Context, row: CaseRow): Promise<MyCase> {
  const entries = (await entriesOf(ctx, row.id, 500)).filter((entry) => entry.visibility === 'public')
  const ids = [row.reporterId, row.assigneeId, ...entries.map((entry) => entry.authorId)].filter((id) => id !== null)
  const names = await peopleByIds(ctx, ids)
  const named = (id: string) => ({ id, name: names.get(id)?.name ?? ctx.t('cases.someone') })
  const running = row.dueAt !== null
  return {
    ...myItem(row),
    text: row.text,
    reporter: named(row.reporterId),
    assignee: row.assigneeId === null ? null : named(row.assigneeId),
    solution: row.done === null ? null : { done: row.done, tested: row.tested ?? '' },
    dueAt: running ? row.solutionDueAt : null,
    entries: entries.map(({ id, authorId, kind, text, at, visibility, channel }) => ({
      id,
      by: authorId === null ? null : named(authorId),
      mine: authorId === ctx.actor.personId,
      kind,
      text,
      at,
      visibility,
      channel,
    })),
    attachments: (await attachmentsOf(ctx, row.id)).filter((one) => one.visibility === 'public').map(attachmentOf),
    links: (await linksOf(ctx, row.id)).map(({ number, ...link }) => ({ ...link, number: numberOf(number) })),
    may: mayNow(row.state, row.reporterId === ctx.actor.personId),
    version: row.version,
  }
}

const moving =
  (move: 'confirm' | 'reject' | 'cancel') =>
  async (
    { params, body }: { params: { id: string }; body: { text?: string | undefined; reason?: string | undefined } },
    ctx: Context,
  ): Promise<MyCase> => {
    const row = await mine(ctx, params.id)
    return myCase(ctx, await moveCase(ctx, { ...body, caseId: row.id, move, by: 'reporter' }))
  }

/** Too long closed: a new case that says where it comes from. */
async function openAgain(ctx: Context, row: CaseRow, text: string): Promise<CaseRow> {
  const from = ctx.t('desk.portal.backAgain', { number: numberOf(row.number), days: reopenDays })
  const { organisationId, kind, title, impact, urgency } = row
  const me = ctx.actor.personId ?? row.reporterId
  const fresh = await openCase(ctx, {
    organisationId,
    kind,
    title,
    text: `${text}\n\n${from}`,
    impact,
    urgency,
    reporterId: me,
    registeredBy: me,
    channel: 'portal',
  })
  await linkCases(ctx, fresh.id, row.id, 'follows')
  return fresh
}

/** What the signed link is for; it answers without sign-in, so it tells no more than the mail it came in. */
async function asked(ctx: Context & { fail(code: 'desk.portal.linkWrong' | 'desk.portal.linkExpired'): never }, token: string) {
  const confirming = readToken(ctx.app, token, ctx.now)
  if (confirming === 'wrong') return ctx.fail('desk.portal.linkWrong')
  if (confirming === 'expired') return ctx.fail('desk.portal.linkExpired')
  const row = await caseById(ctx, confirming.caseId)
  if (!row) return ctx.fail('desk.portal.linkWrong')
  const takesPart = (await peopleOf(ctx, row.id)).some(({ personId }) => personId === confirming.personId)
  return { row, personId: confirming.personId, open: takesPart && row.state === 'solved' && row.round === confirming.round }
}

export default roomFor<Record<never, never>>()({
  name: 'desk.portal',
  contract: deskPortal,
  texts: deskPortalTexts as typeof deskPortalTexts & typeof casesTexts & typeof deskTexts & typeof deskComplaintsTexts,
  grants: {},
  folder: import.meta.dirname,
  handlers: {
    async report({ body }, ctx) {
      const { member } = ctx.actor.scopes
      const organisationId = body.organisationId === undefined ? member[0] : member.find((id) => id === body.organisationId)
      const me = ctx.actor.personId
      if (!organisationId || !me) return ctx.fail('desk.portal.noOrganisation')
      if (staffKinds.includes(body.kind) && !ctx.actor.scopes.work.includes(organisationId)) return ctx.fail('desk.staffKind')
      const doing = body.doing === '' ? '' : ctx.t('desk.portal.doing', { doing: body.doing })
      const row = await openCase(ctx, {
        organisationId,
        kind: body.kind,
        title: body.title,
        text: [body.text, doing].filter((part) => part !== '').join('\n\n'),
        impact: impactOf[body.howMany],
        urgency: urgencyOf[body.howBad],
        said: saidIn(body),
        reporterId: me,
        registeredBy: me,
        channel: 'portal',
      })
      if (row.kind !== 'complaint') return myCase(ctx, row)
      await openAsComplaint(ctx, row, body.complaint)
      return myCase(ctx, await mine(ctx, row.id))
    },
    async myCases({ query }, ctx) {
      const { limit, after, open } = query
      const state = open === undefined ? undefined : open ? openStates : (['closed', 'cancelled'] as const)
      const partOf = ctx.actor.personId ?? ''
      const { rows, next } = await listCases(ctx, { partOf, state }, { limit, after, sort: 'updated' }, 'desk.portal.after')
      return { items: rows.map(myItem), next }
    },
    async myCase({ params }, ctx) {
      return myCase(ctx, await mine(ctx, params.id))
    },
    async answer({ params, body }, ctx) {
      const row = await mine(ctx, params.id)
      if (row.state === 'closed' || row.state === 'cancelled') return ctx.fail('desk.portal.ended')
      await addEntry(ctx, { ...body, caseId: row.id, authorId: ctx.actor.personId, visibility: 'public', channel: 'portal', kind: 'message' })
      // What it waited for has come.
      if (row.state === 'waiting' && row.waitingFor === 'reporter') await moveCase(ctx, { caseId: row.id, move: 'resume', by: 'reporter' })
      return myCase(ctx, await mine(ctx, params.id))
    },
    myConfirm: moving('confirm'),
    myReject: moving('reject'),
    myCancel: moving('cancel'),
    async myReopen({ params, body }, ctx) {
      const row = await mine(ctx, params.id)
      const closed = row.closedAt === null ? ctx.now.getTime() : Date.parse(row.closedAt)
      if (row.state === 'closed' && ctx.now.getTime() - closed > reopenDays * 86_400_000) return myCase(ctx, await openAgain(ctx, row, body.text))
      return myCase(ctx, await moveCase(ctx, { caseId: row.id, move: 'reopen', by: 'reporter', reason: body.text }))
    },
    async confirmState({ params }, ctx) {
      const { row, open } = await asked(ctx, params.token)
      const organisation = await organisationById(ctx, row.organisationId)
      return {
        number: numberOf(row.number),
        title: row.title,
        organisation: organisation?.name ?? '',
        done: row.done ?? '',
        tested: row.tested ?? '',
        state: row.state,
        answered: !open,
      }
    },
    async confirmByLink({ params, body }, ctx) {
      const { row, personId, open } = await asked(ctx, params.token)
      if (!open) return ctx.fail('desk.portal.linkUsed')
      if (!body.works && !body.text?.trim()) return ctx.fail('desk.portal.sayWhat')
      const move = body.works ? 'confirm' : 'reject'
      // By its version: of two clicks at once, one counts.
      const after = await moveCase(ctx, { caseId: row.id, version: row.version, move, by: 'reporter', text: body.text, authorId: personId }).catch(
        (error: unknown) => {
          if (error instanceof Problem && (error.code === 'cases.changed' || error.code === 'cases.notFrom')) return ctx.fail('desk.portal.linkUsed')
          throw error
        },
      )
      return { number: numberOf(after.number), state: after.state }
    },
  },
})
