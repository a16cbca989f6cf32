/** Testing and closing of a case as its page shows them. */
import type { Context } from '#platform/room.ts'
import {
  type AnswerRow,
  answersOf,
  type CaseRow,
  closingCheck,
  closingPolicyOf,
  closingRowOf,
  closingStateOf,
  reopenUntil,
  roundNow,
  type StepRow,
  stepsOf,
  templatesFor,
} from '#record/cases/cases.ts'
import type { ClosingPolicy } from '#record/cases/closing/contract.ts'
import type { Answer, Step } from '#record/cases/testing/contract.ts'
import { peopleByIds } from '#record/people/people.ts'
import type { Testing } from './contract.ts'

type Named = (id: string) => { id: string; name: string }

const stepView = (row: StepRow, named: Named): Step => ({
  id: row.id,
  round: row.round,
  what: row.what,
  expected: row.expected,
  actual: row.actual,
  result: row.result,
  testedBy: row.testedBy === null ? null : named(row.testedBy),
  testedAt: row.testedAt,
  question: row.question,
  reporter:
    row.reporterResult === null || row.reporterId === null || row.reporterAt === null
      ? null
      : { result: row.reporterResult, remark: row.reporterRemark ?? '', by: named(row.reporterId), at: row.reporterAt },
  version: row.version,
})
const answerView = ({ id, round, personId, via, said, works, text, outcome, at }: AnswerRow, named: Named): Answer => ({
  ...{ id, round, via, said, works, text, outcome, at },
  by: named(personId),
})

const choices = (codes: ClosingPolicy['causes'], chosen: string | null, locale: 'nl' | 'en') =>
  codes.filter((one) => one.active || one.code === chosen).map((one) => ({ code: one.code, name: one[locale] }))

export async function testingOf(ctx: Context, row: CaseRow): Promise<Testing> {
  const steps = await stepsOf(ctx, row.id)
  const answers = await answersOf(ctx, row.id)
  const closing = closingStateOf(await closingRowOf(ctx, row))
  const { policy } = await closingPolicyOf(ctx, row.organisationId)
  const ids = [...steps.flatMap((one) => [one.testedBy, one.reporterId]), ...answers.map((one) => one.personId)].filter((id) => id !== null)
  const names = await peopleByIds(ctx, ids)
  const named: Named = (id) => ({ id, name: names.get(id)?.name ?? ctx.t('cases.someone') })
  const mayWork = ctx.actor.scopes.work.includes(row.organisationId)
  return {
    round: roundNow(row),
    steps: steps.map((one) => stepView(one, named)),
    answers: answers.map((one) => answerView(one, named)),
    check: await closingCheck(ctx, row),
    closing,
    solutions: choices(policy.solutions, closing.solutionCode, ctx.locale),
    causes: choices(policy.causes, closing.causeCode, ctx.locale),
    templates: mayWork ? await templatesFor(ctx, row.organisationId, row.kind) : [],
    testing: policy.testing,
    reopenUntil: row.state === 'closed' ? ((await reopenUntil(ctx, row))?.toISOString() ?? null) : null,
    mayWork,
  }
}
