/** The steps of a test: written by staff, done by staff or by the reporter, kept per round. And the templates they are made from. */
import { randomUUID } from 'node:crypto'
import { type Context, Problem } from '#platform/room.ts'
import { toldOf } from '../changes/changes.ts'
import { roundNow } from '../closing/closing.ts'
import type { Kind } from '../contract.ts'
import { clean } from '../rules.ts'
import type { CaseRow } from '../store.ts'
import type { NewTemplate, Question, StepAnswer, StepChange, StepResult, Template } from './contract.ts'
import { stepEvent, templateChanged } from './contract.ts'
import { shipped } from './rules.ts'
import * as store from './store.ts'

export type { AnswerRow, StepRow } from './store.ts'

/** All rounds, in order. */
export const stepsOf = (ctx: Context, caseId: string): Promise<store.StepRow[]> => store.listSteps(ctx.db, caseId)
export const answersOf = (ctx: Context, caseId: string): Promise<store.AnswerRow[]> => store.listAnswers(ctx.db, caseId)

const stepsPerRound = 100
interface Writing {
  what: string
  expected?: string
  actual?: string
  result?: StepResult
  question?: string | null
}
const tell = async (
  ctx: Context,
  row: CaseRow,
  step: Pick<store.StepRow, 'id' | 'round' | 'result'>,
  what: 'added' | 'changed' | 'removed' | 'answered',
) =>
  ctx.emit(stepEvent, {
    ...(await toldOf(ctx, row, what !== 'answered')),
    data: { caseId: row.id, number: row.number, round: step.round, stepId: step.id, what, result: step.result },
  })
/** Who tested, and when, belong to a result. */
const tested = (ctx: Context, result: StepResult) =>
  result === 'open' ? { testedBy: null, testedAt: null } : { testedBy: ctx.actor.personId, testedAt: ctx.now.toISOString() }

/** Steps of earlier rounds, and of a case that ended, stay as they are. */
function demandOpen(row: CaseRow, round: number): void {
  if (row.state === 'closed' || row.state === 'cancelled' || round !== roundNow(row)) throw new Problem('cases.stepOver', 409)
}

export async function addSteps(ctx: Context, row: CaseRow, wishes: readonly Writing[]): Promise<void> {
  const round = roundNow(row)
  demandOpen(row, round)
  const before = (await stepsOf(ctx, row.id)).filter((one) => one.round === round)
  if (before.length + wishes.length > stepsPerRound) throw new Problem('cases.tooManySteps', 409)
  const from = (before.at(-1)?.place ?? 0) + 1
  const rows = wishes.map((wish, at) => ({
    id: randomUUID(),
    caseId: row.id,
    organisationId: row.organisationId,
    round,
    place: from + at,
    what: clean(wish.what),
    expected: clean(wish.expected ?? ''),
    actual: clean(wish.actual ?? ''),
    result: wish.result ?? 'open',
    ...tested(ctx, wish.result ?? 'open'),
    question: wish.question ?? null,
    reporterResult: null,
    reporterRemark: null,
    reporterId: null,
    reporterAt: null,
    createdBy: ctx.actor.personId,
    createdAt: ctx.now.toISOString(),
    version: 1,
  }))
  await store.insertSteps(ctx.db, rows)
  for (const one of rows) await tell(ctx, row, one, 'added')
}

async function stepToChange(ctx: Context, row: CaseRow, id: string): Promise<store.StepRow> {
  const step = await store.readStep(ctx.db, row.id, id)
  if (!step) throw new Problem('platform.notFound', 404)
  demandOpen(row, step.round)
  return step
}

export async function changeStep(ctx: Context, row: CaseRow, id: string, { version, ...wish }: StepChange): Promise<void> {
  const step = await stepToChange(ctx, row, id)
  // What the reporter did stays what they were asked.
  if (wish.question !== undefined && wish.question !== step.question && step.reporterResult !== null) throw new Problem('cases.stepAnswered', 409)
  const given = Object.fromEntries(Object.entries(wish).filter(([, value]) => value !== undefined))
  const set = { ...given, ...(wish.result !== undefined && wish.result !== step.result && tested(ctx, wish.result)) }
  if (!(await store.updateStep(ctx.db, id, version, set))) throw new Problem('cases.stepChanged', 409)
  await tell(ctx, row, { ...step, ...set }, 'changed')
}

export async function removeStep(ctx: Context, row: CaseRow, id: string, version: number): Promise<void> {
  const step = await stepToChange(ctx, row, id)
  if (step.reporterResult !== null) throw new Problem('cases.stepAnswered', 409)
  if (!(await store.deleteStep(ctx.db, id, version))) throw new Problem('cases.stepChanged', 409)
  await tell(ctx, row, step, 'removed')
}

/** What the reporter is asked to do in the round that is offered. */
export async function questionsOf(ctx: Context, row: CaseRow): Promise<Question[]> {
  if (row.state !== 'solved') return []
  const steps = (await stepsOf(ctx, row.id)).filter((one) => one.round === row.round && one.question !== null)
  return steps.map(({ id, question, reporterResult, reporterRemark }) => ({
    id,
    question: question ?? '',
    result: reporterResult,
    remark: reporterRemark ?? '',
  }))
}

/** Keeps what the reporter found per step; steps that were not asked of them are passed over. Tells how many they answered with "does not work". */
export async function answerSteps(ctx: Context, row: CaseRow, personId: string, answers: readonly StepAnswer[]): Promise<number> {
  if (answers.length === 0) return 0
  const asked = (await stepsOf(ctx, row.id)).filter((one) => one.round === row.round && one.question !== null)
  for (const { id, result, remark } of answers) {
    const step = asked.find((one) => one.id === id)
    if (!step) continue
    const set = { reporterResult: result, reporterRemark: clean(remark).trim() || null, reporterId: personId, reporterAt: ctx.now.toISOString() }
    if (await store.updateStep(ctx.db, id, step.version, set)) await tell(ctx, row, step, 'answered')
  }
  return answers.filter((one) => one.result === 'doesNotWork' && asked.some(({ id }) => id === one.id)).length
}

/** Own ones first, then what is shipped, in the language of who asks. Without a kind: all of them. */
export async function templatesFor(ctx: Context, organisationId: string, kind?: Kind, serviceId?: string | null): Promise<Template[]> {
  const own = (await store.listTemplates(ctx.db, organisationId)).map(({ id, name, kind, serviceId, steps, version }) => ({
    ...{ id, name, kind, serviceId, version },
    steps,
  }))
  const all = [...own, ...shipped[ctx.locale]]
  return all.filter(
    (one) =>
      kind === undefined ||
      ((one.kind === null || one.kind === kind) && (one.serviceId === null || serviceId === undefined || one.serviceId === serviceId)),
  )
}
export async function saveTemplate(ctx: Context, organisationId: string, wish: NewTemplate, at?: { id: string; version: number }): Promise<string> {
  const stamp = { changedAt: ctx.now, changedBy: ctx.actor.personId }
  const id = at?.id ?? randomUUID()
  if (!at) await store.insertTemplate(ctx.db, { ...wish, ...stamp, id, organisationId, version: 1 })
  else if (!(await store.updateTemplate(ctx.db, id, at.version, { ...wish, ...stamp }))) throw new Problem('cases.templateChanged', 409)
  const about = `organisation/${organisationId}`
  await ctx.emit(templateChanged, { about, organisationId, data: { organisationId, templateId: id, what: at ? 'changed' : 'added' } })
  return id
}
export async function removeTemplate(ctx: Context, id: string): Promise<void> {
  const row = await store.readTemplate(ctx.db, id)
  if (!row || !(await store.deleteTemplate(ctx.db, id))) throw new Problem('platform.notFound', 404)
  const { organisationId } = row
  await ctx.emit(templateChanged, {
    about: `organisation/${organisationId}`,
    organisationId,
    data: { organisationId, templateId: id, what: 'removed' },
  })
}
export const templateById = (ctx: Context, id: string): Promise<store.TemplateRow | undefined> => store.readTemplate(ctx.db, id)
