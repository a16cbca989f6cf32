import { randomUUID } from 'node:crypto'
import { Id } from '#platform/contract.ts'
import { Moment, pages } from '#platform/paging.ts'
import { type Context, Problem, roomFor } from '#platform/room.ts'
import { peopleByIds } from '#record/people/people.ts'
import { numberOfItem } from '../../items/contract.ts'
import { findItem } from '../../items/items.ts'
import { lookAtAll, lookAtItem, mayIn } from '../norms.ts'
import { type Db, readExpectation } from '../store.ts'
import type { normsTexts } from '../texts.ts'
import { type Exception, endingSoonDays, exceptionChanged, normsExceptions } from './contract.ts'
import { stateOf } from './rules.ts'
import { decide, type ExceptionRow, insertException, listExceptions } from './store.ts'
import { exceptionsTexts } from './texts.ts'

const exceptionsBy = pages(Moment, Id)

const today = (ctx: Context) => ctx.now.toISOString().slice(0, 10)
/** The last day that counts as soon. */
const soon = (ctx: Context) => new Date(ctx.now.getTime() + endingSoonDays * 86_400_000).toISOString().slice(0, 10)
async function views(ctx: Context, rows: readonly ExceptionRow[]): Promise<Exception[]> {
  const people = await peopleByIds(ctx, [...new Set(rows.flatMap(({ askedBy, decidedBy }) => [askedBy, decidedBy ?? []].flat()))])
  const named = (id: string) => ({ id, name: people.get(id)?.name ?? ctx.t('cases.someone') })
  return rows.map(({ expectationId, itemId, itemNumber, itemName, title, askedBy, decidedBy, ...row }) => ({
    ...row,
    expectation: { id: expectationId, title },
    item: itemId && itemNumber !== null ? { id: itemId, number: numberOfItem(itemNumber), name: itemName ?? '' } : null,
    askedBy: named(askedBy),
    decidedBy: decidedBy === null ? null : named(decidedBy),
    state: stateOf(row, { today: today(ctx), soon: soon(ctx) }),
  }))
}
async function one(ctx: Context, id: string): Promise<ExceptionRow> {
  const [row] = await listExceptions(ctx.db, { ids: [id] }, undefined, 1)
  return row ?? Promise.reject(new Problem('platform.notFound', 404))
}
async function done(
  ctx: Context,
  { id, expectationId, itemId, organisationId }: Pick<ExceptionRow, 'id' | 'expectationId' | 'itemId' | 'organisationId'>,
  what: 'asked' | 'approved' | 'refused' | 'withdrawn',
) {
  const data = { exceptionId: id, expectationId, itemId, organisationId, what }
  await ctx.emit(exceptionChanged, { about: `expectation/${expectationId}`, organisationId, data })
  if (what === 'approved' || what === 'withdrawn') await (itemId ? lookAtItem(ctx, itemId) : lookAtAll(ctx, organisationId))
  const [view] = await views(ctx, [await one(ctx, id)])
  return view ?? Promise.reject(new Problem('platform.notFound', 404))
}
export default roomFor<Record<never, never>>()({
  name: 'norms.exceptions',
  contract: normsExceptions,
  texts: exceptionsTexts as typeof exceptionsTexts & typeof normsTexts,
  grants: {},
  folder: import.meta.dirname,
  handlers: {
    async exceptions({ query }, ctx) {
      const { limit, after, ...filter } = query
      const asked = { ...filter, days: { today: today(ctx), soon: soon(ctx) } }
      const found = await listExceptions(ctx.db, asked, exceptionsBy.after(after), limit + 1)
      const { rows, next } = exceptionsBy.of(found, limit, ({ askedAt, id }) => [askedAt, id])
      return { items: await views(ctx, rows), next }
    },
    async askException({ body }, ctx) {
      const expectation = await readExpectation(ctx.db as Db, body.expectationId)
      const { personId } = ctx.actor
      if (!expectation || !personId || !mayIn(ctx, 'norms.ask', expectation.organisationId)) return ctx.fail('platform.notFound')
      const item = body.itemId ? await findItem(ctx, body.itemId) : undefined
      if (body.itemId && item?.organisationId !== expectation.organisationId) return ctx.fail('platform.notFound')
      if (!expectation.counts) return ctx.fail('norms.exceptions.notCounting')
      if (body.until < today(ctx)) return ctx.fail('norms.exceptions.past')
      const { organisationId } = expectation
      const row = { ...body, reason: body.reason.trim(), id: randomUUID(), organisationId, askedBy: personId, askedAt: ctx.now.toISOString() }
      await insertException(ctx.db, row)
      return done(ctx, row, 'asked')
    },
    async decideException({ params, body }, ctx) {
      const row = await one(ctx, params.id)
      if (!mayIn(ctx, 'norms.configure', row.organisationId)) return ctx.fail('platform.notFound')
      if (row.askedBy === ctx.actor.personId) return ctx.fail('norms.exceptions.own')
      const what = body.approve ? 'approved' : 'refused'
      if (body.approve && row.until < today(ctx)) return ctx.fail('norms.exceptions.past')
      if (!(await decide(ctx.db, row.id, what, ctx.actor.personId, ctx.now))) return ctx.fail('norms.exceptions.decided')
      return done(ctx, row, what)
    },
    async withdrawException({ params }, ctx) {
      const row = await one(ctx, params.id)
      const own = row.askedBy === ctx.actor.personId && mayIn(ctx, 'norms.ask', row.organisationId)
      if (!own && !mayIn(ctx, 'norms.configure', row.organisationId)) return ctx.fail('platform.notFound')
      if (!(await decide(ctx.db, row.id, 'withdrawn', ctx.actor.personId, ctx.now))) return ctx.fail('norms.exceptions.decided')
      return done(ctx, row, 'withdrawn')
    },
  },
})
