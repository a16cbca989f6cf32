import { type Context, Problem, roomFor } from '#platform/room.ts'
import {
  addEntry,
  answerTest,
  asReporter,
  attachmentsOf,
  backAgain,
  type CaseRow,
  caseById,
  closingRowOf,
  entriesOf,
  findCase,
  type ListRow,
  linksOf,
  listCases,
  moveCase,
  openCase,
  peopleOf,
  questionsOf,
  reopenUntil,
} from '#record/cases/cases.ts'
import { numberOf, openStates } from '#record/cases/contract.ts'
import type { StepAnswer } from '#record/cases/testing/contract.ts'
import type { casesTexts } from '#record/cases/texts.ts'
import { organisationById, peopleByIds } from '#record/people/people.ts'
import { readAnswer } from '../closing/reading/rules.ts'
import { openAsComplaint } from '../complaints/opening/module.ts'
import type { deskComplaintsTexts } from '../complaints/texts.ts'
import { staffKinds } from '../page/contract.ts'
import { attachmentOf } from '../reads.ts'
import { rateTokenFor } from '../satisfaction/reads.ts'
import type { deskTexts } from '../texts.ts'
import { deskPortal, type MyCase } from './contract.ts'
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
    questions: await questionsOf(ctx, row),
    askedAgain: row.state === 'solved' && (await closingRowOf(ctx, row)).contradiction,
    reopenUntil: row.state === 'closed' ? ((await reopenUntil(ctx, row))?.toISOString() ?? null) : null,
    rate: ctx.actor.personId === null ? null : await rateTokenFor(ctx, row, ctx.actor.personId),
    may: mayNow(row.state, row.reporterId === ctx.actor.personId),
    version: row.version,
  }
}

const answering =
  (works: boolean) =>
  async (
    { params, body }: { params: { id: string }; body: { text?: string | undefined; steps: readonly StepAnswer[] } },
    ctx: Context,
  ): Promise<MyCase> => {
    const row = await mine(ctx, params.id)
    const { text = '', steps } = body
    const by = { personId: ctx.actor.personId ?? '', via: 'portal', works } as const
    const done = await answerTest(ctx, { ...by, caseId: row.id, heard: readAnswer(text), text, steps })
    if (done.outcome === 'over') throw new Problem('cases.notFrom', 409, { state: ctx.t(`cases.state.${row.state}`) })
    return myCase(ctx, done.row)
  }

/** What the signed link is for; it answers without sign-in, so it tells no more than the mail it came in. */
async function asked(ctx: Context & { fail(code: 'desk.portal.linkWrong' | 'desk.portal.linkExpired'): never }, token: string) {
  const confirming = readToken(ctx.app, token, ctx.now)
  if (confirming === 'wrong') return ctx.fail('desk.portal.linkWrong')
  if (confirming === 'expired') return ctx.fail('desk.portal.linkExpired')
  const row = await caseById(ctx, confirming.caseId)
  if (!row) return ctx.fail('desk.portal.linkWrong')
  const takesPart = (await peopleOf(ctx, row.id)).some(({ personId }) => personId === confirming.personId)
  const valid = takesPart && row.round === confirming.round
  return { row, personId: confirming.personId, valid, open: valid && row.state === 'solved', back: valid && row.state === 'closed' }
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
      const { rows, next } = await listCases(ctx, { partOf, state }, { limit, after, sort: 'updated' })
      return { items: rows.map(myItem), next }
    },
    async myCase({ params }, ctx) {
      return myCase(ctx, await mine(ctx, params.id))
    },
    async answer({ params, body }, ctx) {
      const row = await mine(ctx, params.id)
      if (row.state === 'closed' || row.state === 'cancelled') return ctx.fail('desk.portal.ended')
      await addEntry(ctx, { ...body, caseId: row.id, authorId: ctx.actor.personId, visibility: 'public', channel: 'portal', kind: 'message' })
      // Said in words while it is to be tested: as if it came by mail.
      if (row.state === 'solved') {
        const by = { personId: ctx.actor.personId ?? '', via: 'portal', works: null, spoken: true } as const
        await answerTest(ctx, { ...by, caseId: row.id, heard: readAnswer(body.text), text: body.text })
      }
      // What it waited for has come.
      if (row.state === 'waiting' && row.waitingFor === 'reporter') await moveCase(ctx, { caseId: row.id, move: 'resume', by: 'reporter' })
      return myCase(ctx, await mine(ctx, params.id))
    },
    myConfirm: answering(true),
    myReject: answering(false),
    async myCancel({ params, body }, ctx) {
      const row = await mine(ctx, params.id)
      return myCase(ctx, await moveCase(ctx, { ...body, caseId: row.id, move: 'cancel', by: 'reporter' }))
    },
    async myReopen({ params, body }, ctx) {
      const row = await mine(ctx, params.id)
      return myCase(ctx, await backAgain(ctx, row, { text: body.text, personId: ctx.actor.personId ?? row.reporterId, channel: 'portal' }))
    },
    async confirmState({ params }, ctx) {
      const { row, personId, valid, open, back } = await asked(ctx, params.token)
      const organisation = await organisationById(ctx, row.organisationId)
      return {
        number: numberOf(row.number),
        title: row.title,
        organisation: organisation?.name ?? '',
        done: row.done ?? '',
        tested: row.tested ?? '',
        state: row.state,
        answered: !open,
        questions: open ? await questionsOf(ctx, row) : [],
        askedAgain: open && (await closingRowOf(ctx, row)).contradiction,
        back,
        reopenUntil: back ? ((await reopenUntil(ctx, row))?.toISOString() ?? null) : null,
        rate: valid ? await rateTokenFor(ctx, row, personId) : null,
      }
    },
    async confirmByLink({ params, body }, ctx) {
      const { row, personId, valid } = await asked(ctx, params.token)
      if (!valid) return ctx.fail('desk.portal.linkUsed')
      const { works, text = '', steps } = body
      const by = { personId, via: 'link', works, round: row.round } as const
      // By the case itself, held until the end: of two clicks at once, one counts.
      const done = await answerTest(await asReporter(ctx, personId), { ...by, caseId: row.id, heard: readAnswer(text), text, steps }).catch(
        (error: unknown) => {
          if (error instanceof Problem && error.code === 'cases.reasonNeeded') return ctx.fail('desk.portal.sayWhat')
          throw error
        },
      )
      if (done.outcome === 'over') return ctx.fail('desk.portal.linkUsed')
      const { row: after, outcome } = done
      return { number: numberOf(after.number), state: after.state, outcome, rate: await rateTokenFor(ctx, after, personId) }
    },
  },
})
