/** Templates as screens show them. */
import type { Context } from '#platform/room.ts'
import { numberOfItem } from '#record/items/contract.ts'
import { wordIn } from '#record/items/kinds/kinds.ts'
import { Scope } from '#record/norms/contract.ts'
import { peopleByIds } from '#record/people/people.ts'
import { broughtBy } from '../../alarms/bringing/reads.ts'
import { countIn } from '../applying/store.ts'
import { What } from '../kinds/contract.ts'
import { shownQuestion } from '../reads.ts'
import { type Db as ChecksDb, nothing, type QuestionRow, questionsOf, standsOf } from '../store.ts'
import type { Offered, Template } from './contract.ts'
import { shippedTemplates } from './shipped/rules.ts'
import { type Db, exceptionsOf, readTemplate, type TemplateRow } from './store.ts'

function asked(ctx: Context, questions: readonly QuestionRow[]) {
  const checks = questions.map(shownQuestion)
  return { checks, conditions: broughtBy(ctx, checks) }
}
export async function shownTemplates(ctx: Context, rows: readonly TemplateRow[]): Promise<Template[]> {
  const db = ctx.db as Db
  const ids = rows.map(({ id }) => id)
  const [questions, stands, exceptions, people] = await Promise.all([
    questionsOf(ctx.db as ChecksDb, ids),
    standsOf(ctx.db as ChecksDb, ids),
    exceptionsOf(db, ids),
    peopleByIds(
      ctx,
      rows.flatMap(({ changedBy }) => changedBy ?? []),
    ),
  ])
  const shown: Template[] = []
  for (const row of rows) {
    const scope = Scope.parse(row.scope)
    shown.push({
      ...{ id: row.id, organisationId: row.organisationId, key: row.key, name: row.name, scope, enabled: row.enabled, version: row.version },
      ...asked(
        ctx,
        questions.filter(({ templateId }) => templateId === row.id),
      ),
      changedAt: new Date(row.changedAt).toISOString(),
      changedBy: row.changedBy === null ? null : { id: row.changedBy, name: people.get(row.changedBy)?.name ?? ctx.t('cases.someone') },
      items: await countIn(ctx.db, row.organisationId, scope, row.id),
      stands: stands.get(row.id) ?? nothing,
      exceptions: exceptions
        .filter(({ templateId }) => templateId === row.id)
        .map(({ itemId, number, name, why, writtenAt }) => ({
          ...{ item: { id: itemId, number: numberOfItem(number), name }, why, writtenAt: new Date(writtenAt).toISOString() },
        })),
    })
  }
  return shown
}
/** Those that come with Spil and are not used yet. */
export async function offeredTo(ctx: Context, organisationId: string, used: readonly TemplateRow[]): Promise<Offered[]> {
  const keys = new Set(used.map(({ key }) => key))
  const offered: Offered[] = []
  for (const { key, names, about, scope, checks } of shippedTemplates)
    if (!keys.has(key)) {
      const items = await countIn(ctx.db, organisationId, scope)
      offered.push({
        key,
        name: wordIn(names, ctx.locale),
        about: wordIn(about, ctx.locale),
        scope,
        checks: [...checks],
        items,
        conditions: broughtBy(ctx, checks),
      })
    }
  return offered
}
/** What one asks, for other wings; undefined: there is none any more. */
export async function templateAsks(ctx: Context, id: string) {
  const row = await readTemplate(ctx.db as Db, id)
  if (!row) return undefined
  const questions = await questionsOf(ctx.db as ChecksDb, [id])
  const checks = questions.map(({ name, what, everySeconds }) => ({ name, what: What.parse(what), everySeconds }))
  return { enabled: row.enabled, scope: Scope.parse(row.scope), checks }
}
