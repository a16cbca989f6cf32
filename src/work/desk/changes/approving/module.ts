/** Who agrees to a change: the approvals of the desk ask the leads, by mail and on the page; what they say comes back here. */
import { type Context, Problem } from '#platform/room.ts'
import type { CaseRow } from '#record/cases/cases.ts'
import type { Plan, Subject } from '../../approvals/contract.ts'
import { end } from '../../approvals/jobs.ts'
import { decide } from '../../approvals/module.ts'
import { approvalById, askApproval, partsOf, seatFor } from '../../approvals/reads.ts'
import { readApproval } from '../../approvals/store.ts'
import { asSpil } from '../../mail/letters/module.ts'
import type { ChangeRow } from '../store.ts'

const plan: Plan = {
  steps: [{ name: { nl: 'Wijziging', en: 'Change' }, deciders: [{ kind: 'lead' }], mode: { kind: 'any' }, hours: null, afterwards: 'refuse' }],
  mayRepeat: false,
}
const labels = {
  reason: { nl: 'Reden', en: 'Reason' },
  plan: { nl: 'Plan', en: 'Plan' },
  backOut: { nl: 'Terugvalplan', en: 'Back-out plan' },
  testPlan: { nl: 'Testplan', en: 'Test plan' },
  service: { nl: 'Dienst', en: 'Service' },
  emergencyReason: { nl: 'Spoed, omdat', en: 'Emergency, because' },
} as const
const levels = { low: { nl: 'Laag', en: 'Low' }, medium: { nl: 'Gemiddeld', en: 'Medium' }, high: { nl: 'Hoog', en: 'High' } } as const

/** What those who decide are shown, as it is now. */
function subjectOf(row: CaseRow, one: ChangeRow): Subject {
  const words = (['emergencyReason', 'reason', 'plan', 'backOut', 'testPlan', 'service'] as const).flatMap((name) => {
    const text = one[name]?.slice(0, 480)
    return text ? [{ label: labels[name], text: { nl: text, en: text } }] : []
  })
  const risk = { label: { nl: 'Kans dat het misgaat', en: 'Risk that it goes wrong' }, text: levels[one.risk] }
  const effect = { label: { nl: 'Gevolg als het misgaat', en: 'Effect when it goes wrong' }, text: levels[one.effect] }
  return { title: row.title, lines: [risk, effect, ...words] }
}

/** Id of the approval that was asked. */
export async function ask(ctx: Context, row: CaseRow, one: ChangeRow): Promise<string | null> {
  const askedBy = ctx.actor.personId ?? row.reporterId
  const reason = (one.reason ?? row.title).slice(0, 2000)
  return (await askApproval(ctx, { row, purpose: 'change', plan, subject: subjectOf(row, one), reason, askedBy })) ?? null
}

/** Nobody needs to decide any more. */
export async function takeBack(ctx: Context, approvalId: string | null): Promise<void> {
  if (approvalId === null) return
  await asSpil(ctx, async (spil) => {
    const approval = await readApproval(spil.db, approvalId, true)
    if (approval?.state === 'running') await end(spil, approval, 'withdrawn', 'cancelled')
  })
}

/** The actor's word in the approval that runs. True when that decides it. Before anybody was asked a lead decides at once. */
export async function sayYesOrNo(ctx: Context, approvalId: string | null, yes: boolean, reason: string | undefined): Promise<boolean> {
  if (approvalId === null) return true
  const approval = await asSpil(ctx, (spil) => readApproval(spil.db, approvalId))
  if (approval?.state !== 'running') return true
  const parts = await asSpil(ctx, (spil) => partsOf(spil, approvalId))
  const personId = ctx.actor.personId ?? ''
  if (parts.steps.length === 0) {
    await asSpil(ctx, (spil) => end(spil, approval, yes ? 'approved' : 'refused', yes ? 'approved' : 'refused'))
    return true
  }
  if (!seatFor(approval, parts, personId)) throw new Problem('desk.changes.notYou', 403)
  const after = await decide(ctx, approvalId, { personId, yes, reason, via: 'portal' })
  return after.state !== 'running'
}

/** Who decided, and why; the last word counts. */
export async function whatWasSaid(ctx: Context, approvalId: string): Promise<{ personId: string | null; reason: string | null }> {
  const { steps, why } = await approvalById(ctx, approvalId)
  const last = steps
    .flatMap(({ seats }) => seats.flatMap(({ decision }) => decision ?? []))
    .sort((one, other) => one.at.localeCompare(other.at))
    .at(-1)
  return { personId: last?.by.id ?? null, reason: last ? last.reason : why }
}
