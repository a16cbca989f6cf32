/** Checks as screens show them. */
import type { Context } from '#platform/room.ts'
import { numberOfItem } from '#record/items/contract.ts'
import { peopleByIds } from '#record/people/people.ts'
import type { Check, Tried } from './contract.ts'
import { type Question, type Result, type State, What, type Why } from './kinds/contract.ts'
import { instanceOf } from './rules.ts'
import { type Db, type ListedRow, type PaceRow, pacesIn, type QuestionRow, readQuestions, writtenOf } from './store.ts'

const at = (time: Date | string) => new Date(time).toISOString()
const atOrNull = (time: Date | string | null) => (time === null ? null : at(time))

export const inWords = (ctx: Pick<Context, 't'>, why: Why | null): string | null =>
  why === null ? null : ctx.t(`monitoring.reason.${why.reason}`, why.given)
export const shownQuestion = ({ id, name, what, everySeconds, timeoutSeconds, secret, version }: QuestionRow): Question => ({
  // What was written by an older program gets what it did not know yet.
  ...{ id, name, what: What.parse(what), everySeconds, timeoutSeconds, hasSecret: secret !== null, version },
})

export async function shownChecks(ctx: Context, rows: readonly ListedRow[]): Promise<Check[]> {
  const questions = await readQuestions(
    ctx.db as Db,
    rows.filter(({ templateId }) => templateId === null).map(({ questionId }) => questionId),
  )
  return rows.map((row) => {
    const question = questions.get(row.questionId)
    const { id, organisationId, kind, name, everySeconds, paused, state, since, lastAt, durationMs, beatAt } = row
    const why: Why | null =
      row.reason === null ? null : { reason: row.reason, given: row.reason === 'noAddress' ? { what: row.missing ?? '' } : row.given }
    return {
      ...{ id, organisationId, kind, name, everySeconds, paused, state, reason: row.reason, why: inWords(ctx, why) },
      ...{ item: { id: row.itemId, number: numberOfItem(row.itemNumber), name: row.itemName } },
      ...{ template: row.templateId === null ? null : { id: row.templateId, name: row.templateName ?? '' } },
      ...{ instance: row.filled ? instanceOf(row.filled) : '', since: at(since), lastAt: atOrNull(lastAt), durationMs },
      ...{ nextAt: paused || !row.filled ? null : at(row.dueAt), hasToken: row.tokenHash !== null, beatAt: atOrNull(beatAt) },
      ...{ question: question ? shownQuestion(question) : null },
    }
  })
}

const mostShown = 200
export const shownResult = (ctx: Pick<Context, 't'>, what: What, state: State, { why, durationMs, values }: Result): Omit<Tried, 'elsewhere'> => ({
  ...{ state, reason: why?.reason ?? null, why: inWords(ctx, why), instance: instanceOf(what), durationMs },
  values: values.slice(0, mostShown).map(({ name, labels = {}, value }) => ({ name, labels: { ...labels }, value })),
  more: Math.max(0, values.length - mostShown),
})

export async function writtenBefore(ctx: Context, questionId: string) {
  const rows = await writtenOf(ctx.db as Db, questionId)
  const people = await peopleByIds(
    ctx,
    rows.flatMap(({ writtenBy }) => writtenBy ?? []),
  )
  return rows.map(({ version, name, what, writtenAt, writtenBy }) => ({
    ...{ version, name, what: What.parse(what), writtenAt: at(writtenAt) },
    writtenBy: writtenBy === null ? null : { id: writtenBy, name: people.get(writtenBy)?.name ?? ctx.t('cases.someone') },
  }))
}

/** How often each item of an organisation is asked what. */
export const pacesOf = (ctx: Context, organisationId: string): Promise<PaceRow[]> => pacesIn(ctx.db as Db, organisationId)
