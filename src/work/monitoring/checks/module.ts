import { randomUUID } from 'node:crypto'
import * as z from 'zod'
import { Id } from '#platform/contract.ts'
import { pages } from '#platform/paging.ts'
import { Afterwards, type Context, mayIn, Problem, roomFor } from '#platform/room.ts'
import { findItem, itemFor } from '#record/items/items.ts'
import { runCheck, stateOf } from './adapters/run.ts'
import { applyTo, knownOf } from './applying/jobs.ts'
import { checkChanged, monitoringChecks, monitoringGrants, type Tried } from './contract.ts'
import type { Secret, What, Why } from './kinds/contract.ts'
import { demandRight, demandSamePlace, putQuestion, secretOf } from './questions/store.ts'
import { inWords, shownChecks, shownResult, writtenBefore } from './reads.ts'
import { fill, instanceOf } from './rules.ts'
import { askChecks, toolsOf } from './schedule/jobs.ts'
import * as store from './store.ts'
import { monitoringTexts } from './texts.ts'

/** Of one item; more is a mistake. */
const mostOfItem = 100
const mostTrials = 4
let trials = 0

/** Held, for who works on monitoring in its organisation. */
async function mine(ctx: Context, id: string): Promise<store.CheckRow> {
  const row = await store.readCheck(ctx.db as store.Db, id, true)
  if (!row || !mayIn(ctx, 'monitoring.work', row.organisationId)) throw new Problem('platform.notFound', 404)
  return row
}
async function shown(ctx: Context, id: string) {
  const row = await store.listedCheck(ctx.db as store.Db, id)
  const [check] = row ? await shownChecks(ctx, [row]) : []
  if (!check) throw new Problem('platform.notFound', 404)
  return check
}
const told = (ctx: Context, { id, itemId, organisationId }: store.CheckRow, what: 'added' | 'changed' | 'removed' | 'paused' | 'resumed') =>
  ctx.emit(checkChanged, { about: `item/${itemId}`, organisationId, data: { checkId: id, itemId, what } })

/** The question of a check that is of one item only. */
async function ownQuestion(ctx: Context, { questionId }: store.CheckRow): Promise<store.QuestionRow> {
  const question = (await store.readQuestions(ctx.db as store.Db, [questionId])).get(questionId)
  if (!question) throw new Problem('platform.notFound', 404)
  if (question.templateId !== null) throw new Problem('monitoring.ofTemplate', 409)
  return question
}
async function checkOf(ctx: Context, questionId: string): Promise<store.CheckRow> {
  const row = await (ctx.db as store.Db).selectFrom('monitoringCheck').selectAll().where('questionId', '=', questionId).executeTakeFirst()
  if (!row) throw new Error('the question was put to nothing')
  return row
}

const checksBy = pages(z.int().min(0).max(3), Id)

/** Asks it from here and now, for who wants to see what comes of it: after the transaction, since nobody knows how long that takes. */
async function tried(
  ctx: Context,
  itemId: string,
  { what, secret, timeoutSeconds }: { what: What; secret: Secret; timeoutSeconds: number },
): Promise<Tried | Afterwards<Tried>> {
  const item = await itemFor(ctx, itemId, 'monitoring.work')
  const known = (await knownOf(ctx, [item], [{ what }])).get(item.id)
  const filled = known && fill(what, known)
  const elsewhere = await store.collectorFor(ctx.db as store.Db, item.id)
  if (!filled || 'missing' in filled) {
    const why: Why = { reason: 'noAddress', given: { what: filled?.missing ?? '' } }
    return { state: 'unknown', reason: why.reason, why: inWords(ctx, why), instance: instanceOf(what), durationMs: 0, values: [], more: 0, elsewhere }
  }
  return new Afterwards(async () => {
    if (trials >= mostTrials) throw new Problem('monitoring.busy', 429)
    trials += 1
    try {
      const tools = await toolsOf(ctx.app, ctx.app.stopping)
      const asking = { what: filled.filled, secret, timeoutMs: timeoutSeconds * 1000, beatAt: null, sinceAt: ctx.now.getTime() }
      const result = await runCheck(asking, tools)
      return { ...shownResult(ctx, filled.filled, stateOf(result), result), elsewhere }
    } finally {
      trials -= 1
    }
  })
}
/** What is given now, or what was sealed for a question that goes to the same place. */
async function secretFor(
  ctx: Context,
  itemId: string,
  { what, secret, questionId }: { what: What; secret?: Secret | undefined; questionId?: string | undefined },
) {
  if (secret || questionId === undefined) return secret ?? {}
  const question = (await store.readQuestions(ctx.db as store.Db, [questionId])).get(questionId)
  const item = await findItem(ctx, itemId)
  if (!question || question.organisationId !== item?.organisationId) throw new Problem('platform.notFound', 404)
  // What was given to ask one item is not for asking another: that one may be a machine of whoever tries.
  if (question.itemId !== null && question.itemId !== item.id) throw new Problem('platform.notFound', 404)
  // What a lead gave for all items is not for whoever works on one of them.
  if (question.templateId !== null && !mayIn(ctx, 'monitoring.configure', question.organisationId)) throw new Problem('platform.notFound', 404)
  return secretOf(ctx.app, question.id, demandSamePlace(question, what)) ?? {}
}

export default roomFor<store.CheckTables>()({
  name: 'monitoring.checks',
  contract: monitoringChecks,
  texts: monitoringTexts,
  grants: monitoringGrants,
  folder: import.meta.dirname,
  services: [askChecks],
  handlers: {
    async checks({ query: { limit, after, organisationId, ...filter } }, ctx) {
      const readable = ctx.actor.permissions.get('monitoring.read') ?? []
      const organisationIds = organisationId ? readable.filter((id) => id === organisationId) : readable
      const found = await store.listChecks(ctx.db, { organisationIds, ...filter }, checksBy.after(after), limit + 1)
      const { rows, next } = checksBy.of(found, limit, ({ rank, id }) => [rank, id])
      return { items: await shownChecks(ctx, rows), next }
    },
    counts({ query: { organisationId } }, ctx) {
      const readable = ctx.actor.permissions.get('monitoring.read') ?? []
      return store.countChecks(ctx.db, organisationId ? readable.filter((id) => id === organisationId) : readable)
    },
    async addCheck({ body: { itemId, ...wish } }, ctx) {
      const item = await itemFor(ctx, itemId, 'monitoring.work')
      if ((await store.countOfItem(ctx.db, item.id)) >= mostOfItem) return ctx.fail('monitoring.tooMany')
      const of = { id: randomUUID(), organisationId: item.organisationId, templateId: null, itemId: item.id, place: 0 }
      const question = await putQuestion(ctx, of, wish)
      await applyTo(ctx, [item])
      const check = await checkOf(ctx, question.id)
      await told(ctx, check, 'added')
      return shown(ctx, check.id)
    },
    async changeCheck({ params, body: { version, ...wish } }, ctx) {
      const check = await mine(ctx, params.id)
      const before = await ownQuestion(ctx, check)
      if (before.version !== version) return ctx.fail('monitoring.changed')
      const item = await itemFor(ctx, check.itemId, 'monitoring.work')
      await putQuestion(ctx, before, wish, before)
      await applyTo(ctx, [item])
      await told(ctx, check, 'changed')
      return shown(ctx, check.id)
    },
    async removeCheck({ params }, ctx) {
      const check = await mine(ctx, params.id)
      const { id } = await ownQuestion(ctx, check)
      await store.removeQuestions(ctx.db, [id])
      await told(ctx, check, 'removed')
      return undefined
    },
    async pauseCheck({ params, body: { paused } }, ctx) {
      const check = await mine(ctx, params.id)
      if (check.paused !== paused) {
        const anew = { state: 'unknown', reason: 'notYet', given: {}, since: ctx.now } as const
        await store.changeCheck(ctx.db, check.id, { paused, dueAt: ctx.now, claimedUntil: null, askedSince: ctx.now, ...anew })
        await told(ctx, check, paused ? 'paused' : 'resumed')
      }
      return shown(ctx, check.id)
    },
    async askNow({ params }, ctx) {
      const check = await mine(ctx, params.id)
      if (check.paused) return ctx.fail('monitoring.paused')
      if (check.filled === null) return ctx.fail('monitoring.notFilled')
      await store.changeCheck(ctx.db, check.id, { dueAt: ctx.now, slow: false })
      return shown(ctx, check.id)
    },
    async tryOut({ body: { itemId, timeoutSeconds, ...asking } }, ctx) {
      demandRight(asking.what)
      const secret = await secretFor(ctx, itemId, asking)
      return tried(ctx, itemId, { what: asking.what, secret, timeoutSeconds })
    },
    async written({ params }, ctx) {
      const question = (await store.readQuestions(ctx.db, [params.id])).get(params.id)
      if (!question || !mayIn(ctx, 'monitoring.work', question.organisationId)) return ctx.fail('platform.notFound')
      return { items: await writtenBefore(ctx, question.id) }
    },
  },
})
