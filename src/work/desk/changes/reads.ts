/** A change as the screens show it, and whether it was executed. */
import { type Context, Problem } from '#platform/room.ts'
import { agreementOf, type CaseRow } from '#record/cases/cases.ts'
import { numberOf } from '#record/cases/contract.ts'
import { peopleByIds } from '#record/people/people.ts'
import { serviceNamed } from '../catalogue/reads.ts'
import { type ChangeView, steps, type Warning } from './contract.ts'
import { classOf, editable, meetings, refusal, type Standing, type Stepper } from './rules.ts'
import {
  type ChangeRow,
  caseName,
  type Db,
  freezesBetween,
  type Moment,
  plannedBetween,
  readChange,
  readTemplate,
  type TemplateRow,
} from './store.ts'

/** Throws, naming the field, when the catalogue of this organisation has no such service. One that was there before may stay. */
export async function serviceFits(ctx: Context, organisationId: string, name: string | null | undefined, before: string | null): Promise<void> {
  const wish = name?.trim()
  if (!wish || wish === before || (await serviceNamed(ctx, organisationId, wish))) return
  const code = 'desk.changes.noSuchService'
  throw new Problem(code, 400, undefined, [{ pointer: '/body/service', code, detail: ctx.t(code) }])
}

/** A change in which nothing was filled in yet. */
export const blank = (row: CaseRow): ChangeRow => ({
  caseId: row.id,
  organisationId: row.organisationId,
  stage: 'draft',
  templateId: null,
  risk: 'medium',
  effect: 'medium',
  emergencyReason: null,
  class: 'normal',
  reason: null,
  plan: null,
  backOut: null,
  testPlan: null,
  service: null,
  windowFrom: null,
  windowUntil: null,
  approval: 'none',
  approvalId: null,
  submittedBy: null,
  submittedAt: null,
  decidedBy: null,
  decidedAt: null,
  decisionReason: null,
  startedAt: null,
  endedAt: null,
  result: null,
  resultNote: null,
  review: null,
  reviewedBy: null,
  reviewedAt: null,
  followUpId: null,
  version: 0,
  changedAt: row.openedAt,
  changedBy: null,
})

/** A change is solved by finishing it; what failed or was backed out is not solved. */
export async function executedFirst(ctx: Context, row: CaseRow): Promise<boolean> {
  const one = await readChange(ctx.db as Db, row.id)
  return (one?.stage === 'executed' || one?.stage === 'reviewed') && (one.result === 'succeeded' || one.result === 'partly')
}

export const stepperOf = (ctx: Context, row: Pick<CaseRow, 'organisationId'>): Stepper => ({
  personId: ctx.actor.personId,
  works: ctx.actor.scopes.work.includes(row.organisationId),
  leads: ctx.actor.scopes.lead.includes(row.organisationId),
})

/** A refusal with what its text needs. */
export const refused = (ctx: Context, code: string, one: Pick<ChangeRow, 'stage'>, status: number): Problem =>
  new Problem(code, status, { stage: ctx.t(`desk.changes.stage.${one.stage}`) })

const iso = (at: Moment | null) => (at === null ? null : new Date(at).toISOString())

/** A moment as people of the organisation say it. */
export const inZone = (ctx: Pick<Context, 'locale'>, timeZone: string, at: Moment) =>
  new Intl.DateTimeFormat(ctx.locale, { weekday: 'short', day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit', timeZone }).format(
    new Date(at),
  )

async function warningsOf(ctx: Context, row: CaseRow, one: ChangeRow, timeZone: string): Promise<Warning[]> {
  if (one.windowFrom === null || one.windowUntil === null || !['draft', 'submitted', 'approved', 'planned'].includes(one.stage)) return []
  const db: Db = ctx.db
  const span = { from: new Date(one.windowFrom), until: new Date(one.windowUntil) }
  const between = { ...span, organisationId: row.organisationId }
  const others = (await plannedBetween(db, { ...between, without: row.id })).map((other) => ({
    number: numberOf(other.number),
    title: other.title,
    teamId: other.teamId,
    service: other.service,
    from: new Date(other.windowFrom),
    until: new Date(other.windowUntil),
  }))
  const freezes = (await freezesBetween(db, between)).map(({ name, teamId, fromAt, untilAt }) => ({
    name,
    teamId,
    from: new Date(fromAt),
    until: new Date(untilAt),
  }))
  const found = meetings({ ...span, teamId: row.teamId, service: one.service }, others, freezes)
  const warnings: Warning[] = found.map(({ kind, name, number, from, until }) => ({
    kind,
    number,
    text: ctx.t(`desk.changes.warning.${kind}`, {
      name,
      number: number ?? '',
      from: inZone(ctx, timeZone, from),
      until: inZone(ctx, timeZone, until),
    }),
  }))
  return span.until < ctx.now ? [{ kind: 'past', number: null, text: ctx.t('desk.changes.warning.past') }, ...warnings] : warnings
}

const standing = (one: ChangeRow): Standing => one

function becauseOf(ctx: Context, one: ChangeRow, template: TemplateRow | undefined): string {
  const { because } = classOf({ ...one, fromTemplate: template !== undefined })
  const level = (name: ChangeRow['risk']) => ctx.t(`desk.changes.level.${name}`).toLowerCase()
  return ctx.t(`desk.changes.because.${because}`, { template: template?.name ?? '', risk: level(one.risk), effect: level(one.effect) })
}

export async function viewOf(ctx: Context, row: CaseRow, one: ChangeRow): Promise<ChangeView> {
  const db: Db = ctx.db
  const { timeZone } = await agreementOf(ctx, row.organisationId)
  const names = await peopleByIds(
    ctx,
    [one.submittedBy, one.decidedBy, one.reviewedBy].filter((id) => id !== null),
  )
  const who = (id: string | null) => (id === null ? null : { id, name: names.get(id)?.name ?? ctx.t('cases.someone') })
  const template = one.templateId === null ? undefined : await readTemplate(db, one.templateId)
  const followUp = await caseName(db, one.followUpId)
  const by = stepperOf(ctx, row)
  const stage = { stage: ctx.t(`desk.changes.stage.${one.stage}`) }
  return {
    caseId: row.id,
    number: numberOf(row.number),
    stage: one.stage,
    class: one.class,
    because: becauseOf(ctx, one, template),
    template: template ? { id: template.id, name: template.name } : null,
    risk: one.risk,
    effect: one.effect,
    emergencyReason: one.emergencyReason,
    reason: one.reason,
    plan: one.plan,
    backOut: one.backOut,
    testPlan: one.testPlan,
    service: one.service,
    window: one.windowFrom === null || one.windowUntil === null ? null : { from: iso(one.windowFrom) ?? '', until: iso(one.windowUntil) ?? '' },
    timeZone,
    approval: one.approval,
    submittedBy: who(one.submittedBy),
    submittedAt: iso(one.submittedAt),
    decidedBy: who(one.decidedBy),
    decidedAt: iso(one.decidedAt),
    decisionReason: one.decisionReason,
    startedAt: iso(one.startedAt),
    endedAt: iso(one.endedAt),
    result: one.result,
    resultNote: one.resultNote,
    review: one.review,
    reviewedBy: who(one.reviewedBy),
    reviewedAt: iso(one.reviewedAt),
    followUp: followUp ? { ...followUp, number: numberOf(followUp.number) } : null,
    warnings: await warningsOf(ctx, row, one, timeZone),
    steps: steps.map((step) => {
      const why = refusal(standing(one), step, by)
      return { step, allowed: why === undefined, why: why === undefined ? null : ctx.t(why, stage) }
    }),
    mayEdit: by.works && editable(one.stage, ['plan']),
    version: one.version,
  }
}

/** When a change is planned to be carried out; undefined when it is not, or is over. */
export async function windowOf(ctx: Context, caseId: string): Promise<{ from: Date; until: Date } | undefined> {
  const one = await readChange(ctx.db as Db, caseId)
  if (!one || one.windowFrom === null || one.windowUntil === null || !['submitted', 'approved', 'planned', 'executing'].includes(one.stage))
    return undefined
  return { from: new Date(one.windowFrom), until: new Date(one.windowUntil) }
}
