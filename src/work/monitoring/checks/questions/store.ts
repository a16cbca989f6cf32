/** Writing what is asked: a secret goes in sealed, and stays with the place that it was given for. */
import { isDeepStrictEqual } from 'node:util'
import { isRegex } from '#platform/regex.ts'
import { type Context, Problem } from '#platform/room.ts'
import { type NewQuestion, type Secret, What } from '../kinds/contract.ts'
import { factsIn, goesElsewhere } from '../rules.ts'
import { type Db, type QuestionRow, writeQuestion } from '../store.ts'

const sealedFor = (questionId: string): string => `monitoring question ${questionId}`
/** Undefined when it was sealed under another key. */
export function secretOf({ secrets }: Pick<Context['app'], 'secrets'>, questionId: string, sealed: string | null): Secret | undefined {
  try {
    return sealed === null ? {} : (JSON.parse(secrets.open(sealedFor(questionId), sealed)) as Secret)
  } catch {
    return undefined
  }
}

/** Throws 'monitoring.regex' (of a template: 'monitoring.templates.regex') for an expression that is none, or has too many steps. */
export function demandRight(what: What, code: 'monitoring.regex' | 'monitoring.templates.regex' = 'monitoring.regex'): void {
  if (what.kind === 'http' && what.matches !== '' && !isRegex(what.matches, false)) throw new Problem(code, 422)
}
/** What was sealed, when it may be sent where `what` says; throws 'monitoring.secretNeeded' when that is another place than it was given for. */
export function demandSamePlace(
  before: QuestionRow | undefined,
  what: What,
  code: 'monitoring.secretNeeded' | 'monitoring.templates.secretNeeded' = 'monitoring.secretNeeded',
): string | null {
  if (before?.secret && goesElsewhere(What.parse(before.what), what)) throw new Problem(code, 422)
  return before?.secret ?? null
}

export interface Of {
  id: string
  organisationId: string
  templateId: string | null
  itemId: string | null
  place: number
}
/** Writes a question, or writes it anew where it is another one than before. */
export async function putQuestion(ctx: Context, of: Of, wish: NewQuestion, before?: QuestionRow): Promise<QuestionRow> {
  const { name, what, everySeconds, timeoutSeconds, secret } = wish
  demandRight(what, of.templateId === null ? 'monitoring.regex' : 'monitoring.templates.regex')
  const given = secret && Object.keys(secret).length > 0
  const sealed = given
    ? ctx.app.secrets.seal(sealedFor(of.id), JSON.stringify(secret))
    : demandSamePlace(before, what, of.templateId === null ? 'monitoring.secretNeeded' : 'monitoring.templates.secretNeeded')
  const asked = { ...of, name, kind: what.kind, what, everySeconds, timeoutSeconds, facts: factsIn(what) }
  if (
    before &&
    !given &&
    isDeepStrictEqual({ ...asked, what: null }, { ...pick(before, asked), what: null }) &&
    isDeepStrictEqual(What.parse(before.what), what)
  )
    return before
  const row: QuestionRow = { ...asked, secret: sealed, version: (before?.version ?? 0) + 1 }
  await writeQuestion(ctx.db as Db, row, { at: ctx.now, personId: ctx.actor.personId })
  return row
}
const pick = (row: QuestionRow, like: object) => Object.fromEntries(Object.keys(like).map((key) => [key, row[key as keyof QuestionRow]]))
