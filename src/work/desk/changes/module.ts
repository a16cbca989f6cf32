import { type Context, on, Problem, roomFor } from '#platform/room.ts'
import { addEntry, agreementOf, type CaseRow, caseById, findCase, linkCases, moveCase, openCase, toldOf } from '#record/cases/cases.ts'
import type { casesTexts } from '#record/cases/texts.ts'
import { ended } from '../approvals/contract.ts'
import { ask, sayYesOrNo, takeBack, whatWasSaid } from './approving/module.ts'
import { changeStepped, deskChanges, type StepName } from './contract.ts'
import { editChange } from './opening/module.ts'
import { blank, inZone, refused, stepperOf, viewOf } from './reads.ts'
import { decide } from './rules.ts'
import { type ChangeRow, type ChangeTables, type Db, readChange, writeChange } from './store.ts'
import { deskChangesTexts } from './texts.ts'

/** The change of the path, as the actor may read it as staff of its organisation. */
async function changeAt(ctx: Context, ref: string): Promise<{ row: CaseRow; one: ChangeRow }> {
  const row = await findCase(ctx, ref)
  if (!row || !ctx.actor.scopes.read.includes(row.organisationId)) throw new Problem('platform.notFound', 404)
  if (row.kind !== 'change') throw new Problem('desk.changes.notChange', 409)
  return { row, one: (await readChange(ctx.db as Db, row.id)) ?? blank(row) }
}

type Given = Pick<Stepping, 'reason' | 'note' | 'review'>
type Stepping = (typeof deskChanges)['stepChange']['body']['_output']
const statuses: Readonly<Record<string, number>> = {
  'desk.changes.notYou': 403,
  'desk.changes.notOwn': 403,
  'desk.changes.notFrom': 409,
  'desk.changes.notApproved': 409,
  'desk.changes.approveFirst': 409,
}

/** What the step writes on the change. */
function effectOf(ctx: Context, one: ChangeRow, step: StepName, given: Stepping): Partial<ChangeRow> {
  const { now } = ctx
  const me = ctx.actor.personId
  switch (step) {
    case 'submit': {
      const approval = one.class === 'standard' ? ('notNeeded' as const) : ('waiting' as const)
      return { approval, submittedBy: me, submittedAt: now, decidedBy: null, decidedAt: null, decisionReason: null }
    }
    case 'withdraw':
      return { approval: 'none', submittedBy: null, submittedAt: null, decidedBy: null, decidedAt: null, decisionReason: null }
    case 'approve':
    case 'refuse':
      return { approval: step === 'approve' ? 'approved' : 'refused', decidedBy: me, decidedAt: now, decisionReason: given.reason?.trim() || null }
    case 'plan':
      return given.window ? { windowFrom: given.window.from, windowUntil: given.window.until } : {}
    case 'start':
      return { startedAt: given.startedAt ?? now }
    case 'finish':
      return {
        startedAt: given.startedAt ?? one.startedAt,
        endedAt: given.endedAt ?? now,
        result: given.result ?? null,
        resultNote: given.note?.trim() ?? null,
      }
    case 'review':
      return { review: given.review?.trim() ?? null, reviewedBy: me, reviewedAt: now }
    case 'redo':
      return { approval: 'none', submittedBy: null, submittedAt: null, startedAt: null, endedAt: null, windowFrom: null, windowUntil: null }
  }
}

/** The case goes along: it is taken when the work begins, solved when it worked, and ends when it did not and nothing more is done. */
async function moveAlong(ctx: Context, row: CaseRow, after: ChangeRow, step: StepName, given: Stepping): Promise<void> {
  const by = ctx.actor.scopes.lead.includes(row.organisationId) ? 'lead' : 'engineer'
  const move = (one: Omit<Parameters<typeof moveCase>[1], 'caseId' | 'by'>) => moveCase(ctx, { caseId: row.id, by, ...one })
  const worked = after.result === 'succeeded' || after.result === 'partly'
  if (step === 'start' && (row.state === 'new' || row.state === 'reopened')) await move({ move: 'take' })
  if (step === 'start' && row.state === 'waiting') await move({ move: 'resume' })
  if (step === 'finish' && worked) await move({ move: 'solve', done: given.note, tested: given.tested })
  if (step === 'review' && !worked && ['new', 'inProgress', 'waiting', 'reopened'].includes(row.state))
    await move({ move: 'cancel', reason: `${ctx.t(`desk.changes.result.${after.result}`)}. ${after.resultNote ?? ''}`.slice(0, 2000) })
}

/** What was said with the step stands in the conversation, among staff. */
async function say(ctx: Context, row: CaseRow, after: ChangeRow, step: StepName, given: Given): Promise<void> {
  const { timeZone } = await agreementOf(ctx, row.organisationId)
  const line = ctx.t(`desk.changes.note.${step}`, {
    class: ctx.t(`desk.changes.class.${after.class}`).toLowerCase(),
    result: after.result === null ? '' : ctx.t(`desk.changes.result.${after.result}`).toLowerCase(),
    from: after.windowFrom === null ? '' : inZone(ctx, timeZone, after.windowFrom),
    until: after.windowUntil === null ? '' : inZone(ctx, timeZone, after.windowUntil),
  })
  const words = step === 'finish' ? given.note : step === 'review' ? given.review : given.reason
  const authorId = ctx.actor.personId ?? after.decidedBy
  const text = words?.trim() ? `${line}\n\n${words.trim()}` : line
  await addEntry(ctx, { caseId: row.id, authorId, visibility: 'internal', channel: 'portal', kind: 'note', text })
}

async function followUpOf(ctx: Context, row: CaseRow, followUp: Stepping['followUp']): Promise<string | null> {
  if (!followUp) return null
  const me = ctx.actor.personId ?? ''
  const { organisationId, teamId } = row
  const made = await openCase(ctx, { ...followUp, organisationId, teamId, reporterId: me, registeredBy: me, channel: 'portal' })
  await linkCases(ctx, made.id, row.id, 'follows')
  return made.id
}

/** What the approvals of the desk have to do with the step. 'more': it does not decide by itself. */
async function approvalOf(ctx: Context, row: CaseRow, one: ChangeRow, step: StepName, given: Stepping): Promise<Partial<ChangeRow> | 'more'> {
  if (step === 'submit' && one.class !== 'standard') return { approvalId: await ask(ctx, row, one) }
  if (step === 'withdraw' || step === 'redo') {
    await takeBack(ctx, one.approvalId)
    return { approvalId: null }
  }
  if (step !== 'approve' && step !== 'refuse') return {}
  return (await sayYesOrNo(ctx, one.approvalId, step === 'approve', given.reason)) ? {} : 'more'
}

/** Writes the step when nobody was first, tells it, and says it in the conversation. */
async function carryOut(ctx: Context, row: CaseRow, one: ChangeRow, step: StepName, set: Partial<ChangeRow>, given: Given): Promise<ChangeRow> {
  const db: Db = ctx.db
  const after: ChangeRow = { ...one, ...set, changedAt: ctx.now, changedBy: ctx.actor.personId }
  if (!(await writeChange(db, after))) {
    const now = await readChange(db, row.id)
    throw new Problem('desk.changes.changed', 409, now && (await viewOf(ctx, row, now)))
  }
  await ctx.emit(changeStepped, {
    ...(await toldOf(ctx, row, true)),
    data: {
      caseId: row.id,
      number: row.number,
      step,
      from: one.stage,
      to: after.stage,
      class: after.class,
      result: after.result,
      from_at: after.windowFrom === null ? null : new Date(after.windowFrom).toISOString(),
      until_at: after.windowUntil === null ? null : new Date(after.windowUntil).toISOString(),
    },
  })
  await say(ctx, row, after, step, given)
  return after
}

export default roomFor<ChangeTables>()({
  name: 'desk.changes',
  contract: deskChanges,
  texts: deskChangesTexts as typeof deskChangesTexts & typeof casesTexts,
  grants: {},
  folder: import.meta.dirname,
  on: [
    // By mail, or where approvals are decided.
    on(ended, 'desk.changes.decided', async ({ data }, ctx) => {
      const row = data.purpose === 'change' && data.state !== 'withdrawn' ? await caseById(ctx, data.caseId) : undefined
      const one = row && (await readChange(ctx.db, row.id))
      if (!row || one?.approval !== 'waiting' || one.approvalId !== data.approvalId) return
      const yes = data.state === 'approved'
      const { personId, reason } = await whatWasSaid(ctx, data.approvalId)
      const stage = one.stage !== 'submitted' ? one.stage : yes ? ('approved' as const) : ('refused' as const)
      const decision = {
        approval: yes ? ('approved' as const) : ('refused' as const),
        decidedBy: personId,
        decidedAt: ctx.now,
        decisionReason: reason,
      }
      await carryOut(ctx, row, one, yes ? 'approve' : 'refuse', { ...decision, stage }, { reason: reason ?? undefined })
    }),
  ],
  handlers: {
    async change({ params }, ctx) {
      const { row, one } = await changeAt(ctx, params.id)
      return viewOf(ctx, row, one)
    },
    async editChange({ params, body }, ctx) {
      const { row } = await changeAt(ctx, params.id)
      if (!ctx.actor.scopes.work.includes(row.organisationId)) throw new Problem('platform.notAllowed', 403)
      const { version, ...wish } = body
      await editChange(ctx, row, version, wish)
      return viewOf(ctx, row, (await readChange(ctx.db, row.id)) ?? blank(row))
    },
    async stepChange({ params, body }, ctx) {
      const { row, one } = await changeAt(ctx, params.id)
      const { step } = params
      if (!ctx.actor.scopes.work.includes(row.organisationId)) throw new Problem('platform.notAllowed', 403)
      if (one.version !== body.version) return ctx.fail('desk.changes.changed', await viewOf(ctx, row, one))
      const decided = decide(one, step, stepperOf(ctx, row), body, ctx.now)
      if ('refused' in decided) throw refused(ctx, decided.refused, one, statuses[decided.refused] ?? 400)
      const effect = effectOf(ctx, one, step, body)
      const followUpId = step === 'review' ? await followUpOf(ctx, row, body.followUp) : null
      const asked = await approvalOf(ctx, row, one, step, body)
      // One of several said so; the others are still to say.
      if (asked === 'more') return viewOf(ctx, row, one)
      const after = await carryOut(ctx, row, one, step, { ...effect, ...asked, ...(followUpId && { followUpId }), stage: decided.to }, body)
      await moveAlong(ctx, row, after, step, body)
      const fresh = (await findCase(ctx, row.id)) ?? row
      return viewOf(ctx, fresh, (await readChange(ctx.db, row.id)) ?? after)
    },
  },
})
