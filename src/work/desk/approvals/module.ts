import { Id } from '#platform/contract.ts'
import { Moment, momentOf, pages } from '#platform/paging.ts'
import { type Context, on, Problem, roomFor } from '#platform/room.ts'
import { findCase } from '#record/cases/cases.ts'
import { moved, numberOf } from '#record/cases/contract.ts'
import { organisationById, peopleByIds, personById, rolesOf, teamById } from '#record/people/people.ts'
import type { deskTexts } from '../texts.ts'
import { readApproveToken } from './adapters/link.ts'
import { decided, deskApprovals, type Plan } from './contract.ts'
import { approvalJobs, end, settle, wordIn } from './jobs.ts'
import { approvalById, approvalsOf, askApproval, partsOf, seatFor } from './reads.ts'
import * as store from './store.ts'
import { deskApprovalsTexts } from './texts.ts'

interface Saying {
  personId: string
  yes: boolean
  reason: string | undefined
  via: 'portal' | 'link'
  /** Only in this step: what the link was made for. */
  step?: number
}
/** Somebody says yes or no. The approval is held until the end of the transaction; the keys of the decision decide who was first. */
export async function decide(ctx: Context, id: string, { personId, yes, reason, via, step }: Saying): Promise<store.ApprovalRow> {
  const db = ctx.db as store.Db
  const row = await store.readApproval(db, id, true)
  if (!row) throw new Problem('platform.notFound', 404)
  const parts = await partsOf(ctx, id)
  if (!parts.seats.some((one) => one.personId === personId)) throw new Problem('platform.notFound', 404)
  const seat = step === undefined || step === row.step ? seatFor(row, parts, personId) : undefined
  if (!seat) {
    const said = parts.decisions.some((one) => one.personId === personId && one.step === (step ?? row.step))
    throw new Problem(said ? 'desk.approvals.alreadyDecided' : 'desk.approvals.over', 409)
  }
  const now = parts.steps.find((one) => one.step === row.step)
  if (now?.expiresAt && Date.parse(now.expiresAt) <= ctx.now.getTime()) throw new Problem('desk.approvals.over', 409)
  const why = reason?.trim() || null
  if (!yes && why === null) throw new Problem('desk.approvals.sayWhy', 400)
  const { seatId } = seat
  const at = ctx.now.toISOString()
  const said = { approvalId: id, step: row.step, seatId, personId, yes, reason: why, via, repeats: row.plan.mayRepeat, at }
  if (!(await store.insertDecision(db, said))) throw new Problem('desk.approvals.alreadyDecided', 409)
  const { caseId, number, purpose } = row
  await ctx.emit(decided, {
    about: `case/${caseId}`,
    organisationId: row.organisationId,
    people: [...new Set([row.askedBy, ...row.forIds, ...parts.seats.map((one) => one.personId)])],
    data: { approvalId: id, caseId, number, purpose, step: row.step, seatId, personId, yes, via },
  })
  await settle(ctx, row)
  return (await store.readApproval(db, id)) ?? row
}

type Links = Context & { fail(code: 'desk.approvals.linkWrong' | 'desk.approvals.linkExpired'): never }
function asked(ctx: Links, token: string) {
  const link = readApproveToken(ctx.app, token, ctx.now)
  if (link === 'wrong') return ctx.fail('desk.approvals.linkWrong')
  if (link === 'expired') return ctx.fail('desk.approvals.linkExpired')
  return link
}

/** Who is named in the plan must be there: a person with a role in the organisation, a team of it. */
async function planFits(ctx: Context, plan: Plan, organisationId: string): Promise<'desk.noSuchPerson' | 'desk.noSuchTeam' | undefined> {
  for (const decider of plan.steps.flatMap((step) => step.deciders)) {
    if (decider.kind === 'person' && !(await rolesOf(ctx, decider.personId)).some((role) => role.organisationId === organisationId))
      return 'desk.noSuchPerson'
    if (decider.kind === 'team' && (await teamById(ctx, decider.teamId))?.organisationId !== organisationId) return 'desk.noSuchTeam'
  }
  return undefined
}

const approvalsBy = pages(Moment, Id)

export default roomFor<store.ApprovalTables>()({
  name: 'desk.approvals',
  contract: deskApprovals,
  texts: deskApprovalsTexts as typeof deskApprovalsTexts & typeof deskTexts,
  grants: {},
  folder: import.meta.dirname,
  jobs: approvalJobs,
  on: [
    on(moved, 'desk.approvals.cancelled', async ({ data }, ctx) => {
      if (data.to !== 'cancelled') return
      for (const { id } of await store.approvalsOfCase(ctx.db, data.caseId)) {
        const row = await store.readApproval(ctx.db, id, true)
        if (row?.state === 'running') await end(ctx, row, 'withdrawn', 'cancelled')
      }
    }),
  ],
  handlers: {
    async approvals({ query }, ctx) {
      const before = approvalsBy.after(query.after)
      const found = await store.listMine(ctx.db, ctx.actor.personId ?? '', { limit: query.limit + 1, before, open: query.open })
      const { rows: shown, next } = approvalsBy.of(found, query.limit, ({ askedAt, id }) => [momentOf(askedAt), id])
      const names = await peopleByIds(
        ctx,
        shown.map(({ askedBy }) => askedBy),
      )
      const items = shown.map(({ open, said, number, askedBy, ...one }) => ({
        ...one,
        number: numberOf(number),
        askedBy: { id: askedBy, name: names.get(askedBy)?.name ?? ctx.t('cases.someone') },
        mine: open ? ('open' as const) : said === null ? ('over' as const) : said ? ('yes' as const) : ('no' as const),
      }))
      return { items, next }
    },
    approval: ({ params }, ctx) => approvalById(ctx, params.id),
    async caseApprovals({ params }, ctx) {
      const row = await findCase(ctx, params.id)
      return row ? { items: await approvalsOf(ctx, row.id) } : ctx.fail('platform.notFound')
    },
    async ask({ params, body }, ctx) {
      const row = await findCase(ctx, params.id)
      if (!row) return ctx.fail('platform.notFound')
      if (!ctx.actor.scopes.work.includes(row.organisationId)) throw new Problem('platform.notAllowed', 403)
      const wrong = await planFits(ctx, body.plan, row.organisationId)
      if (wrong) return ctx.fail(wrong)
      const askedBy = ctx.actor.personId ?? row.reporterId
      const subject = { title: row.title, lines: [] }
      const id = await askApproval(ctx, { row, purpose: 'hand', ...body, subject, askedBy, forIds: [row.reporterId] })
      return id === undefined ? ctx.fail('desk.approvals.running') : approvalById(ctx, id)
    },
    async decide({ params, body }, ctx) {
      await decide(ctx, params.id, { personId: ctx.actor.personId ?? '', ...body, reason: body.reason, via: 'portal' })
      return approvalById(ctx, params.id)
    },
    async linkState({ params }, ctx) {
      const { approvalId, personId, step } = asked(ctx, params.token)
      const row = await store.readApproval(ctx.db, approvalId)
      const you = row && (await personById(ctx, personId))
      if (!row || !you) return ctx.fail('desk.approvals.linkWrong')
      const seat = row.step === step ? seatFor(row, await partsOf(ctx, approvalId), personId) : undefined
      return {
        number: numberOf(row.number),
        organisation: (await organisationById(ctx, row.organisationId))?.name ?? '',
        title: row.subject.title,
        lines: row.subject.lines.map(({ label, text }) => ({ label: wordIn(label, ctx.locale), text: wordIn(text, ctx.locale) })),
        reason: row.reason,
        askedBy: (await personById(ctx, row.askedBy))?.name ?? ctx.t('cases.someone'),
        you: you.name,
        answered: seat === undefined,
      }
    },
    async decideByLink({ params, body }, ctx) {
      const { approvalId, personId, step } = asked(ctx, params.token)
      const row = await decide(ctx, approvalId, { personId, step, yes: body.yes, reason: body.reason, via: 'link' })
      return { number: numberOf(row.number), state: row.state }
    },
  },
})
