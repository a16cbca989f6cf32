/** Puts the questions of templates to the items in their scope, in batches, whenever something of either changed. */
import { createHash, randomUUID } from 'node:crypto'
import * as z from 'zod'
import { type Context, job } from '#platform/room.ts'
import { factsOf } from '#record/items/items.ts'
import { factsIn, fill, type Known } from '../rules.ts'
import { type Db, type QuestionRow, questionsOf } from '../store.ts'
import { directOf, enabledIn, type Item, markAll, putChecks, scoped, takeStale, type Wanted } from './store.ts'

const batch = 500
/** From 0 to 1, and the same for the same: so checks of an interval are spread over it, whenever they were made. */
export const spreadOf = (questionId: string, itemId: string): number =>
  createHash('sha256').update(questionId).update(itemId).digest().readUInt32BE(0) / 2 ** 32

/** What is asked of these items, as it is now. */
export async function applyTo(ctx: Context, items: readonly Item[]): Promise<void> {
  if (items.length === 0) return
  const db = ctx.db as Db
  const ids = items.map(({ id }) => id)
  const templates = await enabledIn(db, [...new Set(items.map(({ organisationId }) => organisationId))])
  const [pairs, direct, ofTemplates] = await Promise.all([
    scoped(db, templates, ids),
    directOf(db, ids),
    questionsOf(
      db,
      templates.map(({ id }) => id),
    ),
  ])
  const byTemplate = Map.groupBy(ofTemplates, ({ templateId }) => templateId ?? '')
  const asked: { question: QuestionRow; itemId: string }[] = [
    ...pairs.flatMap(({ templateId, itemId }) => (byTemplate.get(templateId) ?? []).map((question) => ({ question, itemId }))),
    ...direct.flatMap((question) => (question.itemId === null ? [] : [{ question, itemId: question.itemId }])),
  ]
  const known = await knownOf(
    ctx,
    items,
    asked.map(({ question }) => question),
  )
  const wanted = asked.flatMap(({ question, itemId }): Wanted[] => {
    const about = known.get(itemId)
    if (!about) return []
    const result = fill(question.what, about)
    const { filled = null, missing = null } = result as Partial<{ filled: Wanted['filled']; missing: string }>
    return [{ id: randomUUID(), question, itemId, filled, missing, spread: spreadOf(question.id, itemId) }]
  })
  await putChecks(db, ids, wanted, ctx.now)
}
/** What may be filled in of each. */
export async function knownOf(ctx: Context, items: readonly Item[], questions: readonly Pick<QuestionRow, 'what'>[]): Promise<Map<string, Known>> {
  const keys = [...new Set(questions.flatMap(({ what }) => factsIn(what)))]
  const facts = keys.length > 0 ? await factsOf(ctx, items, keys) : new Map()
  return new Map(
    items.map(({ id, name, number, attributes }) => [
      id,
      { name, number, attributes, facts: new Map([...(facts.get(id) ?? [])].map(([key, { value }]) => [key, value])) },
    ]),
  )
}

export const applyTemplates = job({
  name: 'monitoring.applyTemplates',
  payload: z.object({}),
  async run(_, app, signal) {
    for (;;) {
      const done = await app.asSystem(async (ctx) => {
        const items = await takeStale(ctx.db as Db, batch)
        await applyTo(ctx, items)
        return items.length
      })
      if (done < batch || signal.aborted) return
    }
  },
})
export const applySoon = (ctx: Context) => ctx.enqueue(applyTemplates, {}, { key: 'monitoring apply' })
/** What was missed, by whatever cause, is right again after a night. */
export const reconcileChecks = job({
  name: 'monitoring.reconcileChecks',
  payload: z.object({}),
  cron: '17 2 * * *',
  async run(_, app) {
    await app.asSystem(async (ctx) => {
      await markAll(ctx.db as Db)
      await applySoon(ctx)
    })
  },
})
