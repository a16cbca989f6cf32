import { randomUUID } from 'node:crypto'
import * as z from 'zod'
import { Id } from '#platform/contract.ts'
import { Moment, momentOf, pages } from '#platform/paging.ts'
import { type Context, roomFor } from '#platform/room.ts'
import { findCase } from '#record/cases/cases.ts'
import { numberOf } from '#record/cases/contract.ts'
import { idsUnder } from '#record/cases/lists/lists.ts'
import { peopleByIds } from '#record/people/people.ts'
import { filterFor } from '../views/reads.ts'
import { type Bulk, type BulkAction, bulkBegan, deskBulk, mostCases } from './contract.ts'
import { workThrough } from './jobs.ts'
import { type BulkRow, type BulkTables, countItems, insertBulk, listBulks, listItems, readBulk, setState } from './store.ts'
import { deskBulkTexts } from './texts.ts'

/** Why it cannot be put back now; undefined when it can. */
function whyNot({ state, action }: BulkRow): 'desk.bulk.running' | 'desk.bulk.undone' | 'desk.bulk.said' | undefined {
  if (state === 'running' || state === 'undoing') return 'desk.bulk.running'
  if (state === 'undone') return 'desk.bulk.undone'
  return action.do === 'entry' ? 'desk.bulk.said' : undefined
}

async function shown(ctx: Context, rows: readonly BulkRow[]): Promise<Bulk[]> {
  const counts = await countItems(
    ctx.db,
    rows.map(({ id }) => id),
  )
  const names = await peopleByIds(
    ctx,
    rows.map(({ byId }) => byId),
  )
  return rows.map((row) => {
    const of = counts.get(row.id) ?? { pending: 0, done: 0, refused: 0, undone: 0, left: 0 }
    const why = whyNot(row)
    return {
      id: row.id,
      by: { id: row.byId, name: names.get(row.byId)?.name ?? ctx.t('cases.someone') },
      at: new Date(row.at).toISOString(),
      what: ctx.t(`desk.bulk.what.${row.action.do}`),
      do: row.action.do,
      state: row.state,
      total: Object.values(of).reduce((sum, count) => sum + count, 0),
      ...of,
      mayUndo: why === undefined,
      whyNot: why ? ctx.t(why) : null,
    }
  })
}
async function one(ctx: Context, id: string): Promise<Bulk | undefined> {
  const row = await readBulk(ctx.db, id)
  return row && (await shown(ctx, [row]))[0]
}

const empty = (action: BulkAction) => action.do === 'assign' && action.assigneeId === undefined && action.teamId === undefined

const bulksBy = pages(Moment, Id)
const itemsBy = pages(z.int32())

export default roomFor<BulkTables>()({
  name: 'desk.bulk',
  contract: deskBulk,
  texts: deskBulkTexts,
  grants: {},
  folder: import.meta.dirname,
  jobs: [workThrough],
  handlers: {
    async begin({ body }, ctx) {
      const { action, filter } = body
      if (empty(action)) return ctx.fail('desk.bulk.nothing')
      if (action.do === 'link' && !(await findCase(ctx, action.other))) return ctx.fail('platform.notFound')
      const ids = filter ? await idsUnder(ctx, filterFor(ctx, filter), mostCases + 1) : [...new Set(body.ids)]
      if (ids.length > mostCases) return ctx.fail('desk.bulk.tooMany')
      // A case that is not there for the actor is not in it at all.
      const found = filter ? ids : await idsUnder(ctx, { ids }, mostCases)
      if (found.length === 0) return ctx.fail('desk.bulk.none')
      const personId = ctx.actor.personId ?? ''
      const row = { id: randomUUID(), byId: personId, organisationIds: [...ctx.actor.scopes.work], at: ctx.now, action, state: 'running' as const }
      await insertBulk(ctx.db, row, filter ? found : ids.filter((id) => found.includes(id)))
      const total = found.length
      await ctx.emit(bulkBegan, { about: `bulk/${row.id}`, organisationId: null, people: [personId], data: { bulkId: row.id, do: action.do, total } })
      await ctx.enqueue(workThrough, { bulkId: row.id, personId, total, back: false }, { key: `bulk ${row.id}` })
      return (await one(ctx, row.id)) ?? ctx.fail('platform.notFound')
    },
    async bulks({ query }, ctx) {
      const found = await listBulks(ctx.db, query.limit + 1, bulksBy.after(query.after))
      const { rows, next } = bulksBy.of(found, query.limit, ({ at, id }) => [momentOf(at), id])
      return { items: await shown(ctx, rows), next }
    },
    async bulk({ params }, ctx) {
      return (await one(ctx, params.id)) ?? ctx.fail('platform.notFound')
    },
    async items({ params, query }, ctx) {
      if (!(await readBulk(ctx.db, params.id))) return ctx.fail('platform.notFound')
      const [after = 0] = itemsBy.after(query.after) ?? []
      const found = await listItems(ctx.db, params.id, query.state, after, query.limit + 1)
      const { rows, next } = itemsBy.of(found, query.limit, ({ place }) => [place])
      const items = rows.map(({ caseId: id, number, title, state, code, given }) => ({
        ...{ id, title, state, number: numberOf(number) },
        why: code === null ? null : ctx.t(code, given ?? {}),
      }))
      return { items, next }
    },
    async undo({ params }, ctx) {
      const row = await readBulk(ctx.db, params.id)
      if (!row) return ctx.fail('platform.notFound')
      const why = whyNot(row)
      if (why) return ctx.fail(why)
      if (!(await setState(ctx.db, row.id, 'done', 'undoing', null))) return ctx.fail('desk.bulk.running')
      const found = await one(ctx, row.id)
      const payload = { bulkId: row.id, personId: ctx.actor.personId ?? '', total: found?.done ?? 0, back: true }
      await ctx.enqueue(workThrough, payload, { key: `bulk ${row.id}` })
      return found ?? ctx.fail('platform.notFound')
    },
  },
})
