import { randomUUID } from 'node:crypto'
import { type Kysely, sql } from 'kysely'
import { type Context, Problem, roomFor } from '#platform/room.ts'
import type { ChangedItem } from '../contract.ts'
import { undoingOf } from '../history/history.ts'
import { changeItem, findItem } from '../items.ts'
import { kindsOfAll, wordIn } from '../kinds/kinds.ts'
import { changesSince, type Db, type ItemRow } from '../store.ts'
import { type BulkChange, itemBulk } from './contract.ts'
import { itemBulkTexts } from './texts.ts'

interface BulkTables {
  itemBulk: {
    id: string
    byId: string
    at: Date | string
    undoneAt: Date | string | null
    fields: string[]
    done: number
    refused: number
  }
  itemBulkItem: { bulkId: string; itemId: string; version: number }
}
type Refused = { id: string; name: string; why: string }

/** Does it with each; what is refused is rolled back to before it, and the others go on. In the order of their ids, as everybody does. */
async function eachOf(ctx: Context, ids: readonly string[], run: (row: ItemRow) => Promise<void>): Promise<Refused[]> {
  const refused: Refused[] = []
  const db: Kysely<unknown> = ctx.db
  for (const id of [...new Set(ids)].sort()) {
    const row = await findItem(ctx, id, true)
    // An item that is not there for the actor is not in it at all.
    if (!row) continue
    await sql`savepoint one_item`.execute(db)
    try {
      if (!ctx.actor.scopes.work.includes(row.organisationId)) throw new Problem('platform.notAllowed', 403)
      await run(row)
      await sql`release savepoint one_item`.execute(db)
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      await sql`rollback to savepoint one_item`.execute(db)
      refused.push({ id, name: row.name, why: await whyOf(ctx, row, error) })
    }
  }
  return refused
}

/** In words; what is wrong with one field with its name, because here nobody sees the field. */
async function whyOf(ctx: Context, row: ItemRow, { code, data, errors }: Problem): Promise<string> {
  const [first] = errors ?? []
  if (!first) return ctx.t(code, (data ?? {}) as Record<string, string>)
  const field = first.pointer.split('/').at(-1) ?? ''
  const attribute = (await kindsOfAll(ctx, [row.organisationId]))
    .get(row.organisationId)
    ?.get(row.kind)
    ?.attributes.find(({ key }) => key === field)
  return `${attribute ? wordIn(attribute.names, ctx.locale) : ctx.t(`items.field.${field}`)}: ${first.detail}`
}

/** The names of the fields of a change, as the history names them too. */
function fieldsOf({ attributes, addTags, removeTags, ...fields }: BulkChange): string[] {
  const named = Object.entries(fields).flatMap(([field, value]) => (value === undefined || field === 'why' ? [] : [field]))
  return [...named, ...(addTags?.length || removeTags?.length ? ['tags'] : []), ...Object.keys(attributes ?? {}).map((key) => `attributes.${key}`)]
}
const inWords = (ctx: Context, fields: readonly string[]) => [
  ...new Set(fields.map((field) => ctx.t(field.startsWith('attributes.') ? 'items.bulk.attributes' : `items.field.${field}`))),
]

export default roomFor<BulkTables>()({
  name: 'items.bulk',
  contract: itemBulk,
  texts: itemBulkTexts,
  grants: {},
  folder: import.meta.dirname,
  handlers: {
    async changeMany({ body }, ctx) {
      const { itemIds, ...given } = body
      const { addTags = [], removeTags = [], ...change } = given
      const bulkId = randomUUID()
      await ctx.db
        .insertInto('itemBulk')
        .values({ id: bulkId, byId: ctx.actor.personId ?? '', at: ctx.now, undoneAt: null, fields: fieldsOf(given), done: 0, refused: 0 })
        .execute()
      let done = 0
      const refused = await eachOf(ctx, itemIds, async (row) => {
        const tags = [...row.tags, ...addTags].filter((tag) => !removeTags.includes(tag))
        const wish: ChangedItem = { ...change, version: row.version, ...(addTags.length + removeTags.length > 0 && { tags }) }
        const after = await changeItem(ctx, row.id, wish)
        done += 1
        if (after.version > row.version) await ctx.db.insertInto('itemBulkItem').values({ bulkId, itemId: row.id, version: after.version }).execute()
      })
      if (done + refused.length === 0) return ctx.fail('platform.notFound')
      await ctx.db.updateTable('itemBulk').set({ done, refused: refused.length }).where('id', '=', bulkId).execute()
      return { id: bulkId, done, refused }
    },
    async bulks(_, ctx) {
      const rows = await ctx.db
        .selectFrom('itemBulk')
        .selectAll()
        .where('byId', '=', ctx.actor.personId ?? '')
        .orderBy('at', 'desc')
        .limit(50)
        .execute()
      return {
        items: rows.map(({ id, at, fields, done, refused, undoneAt }) => {
          return { id, at: new Date(at).toISOString(), what: inWords(ctx, fields), done, refused, undone: undoneAt !== null }
        }),
      }
    },
    async undoMany({ params }, ctx) {
      const known = await ctx.db.selectFrom('itemBulk').selectAll().where('id', '=', params.id).forUpdate().executeTakeFirst()
      if (!known) return ctx.fail('platform.notFound')
      if (known.undoneAt !== null) return ctx.fail('items.bulk.undone')
      await ctx.db.updateTable('itemBulk').set({ undoneAt: ctx.now }).where('id', '=', params.id).execute()
      const rows = await ctx.db.selectFrom('itemBulkItem').select(['itemId', 'version']).where('bulkId', '=', params.id).execute()
      const made = new Map(rows.map(({ itemId, version }) => [itemId, version]))
      let done = 0
      const refused = await eachOf(ctx, [...made.keys()], async (row) => {
        const version = made.get(row.id)
        if (version !== row.version) throw new Problem('items.bulk.changedSince', 409)
        const [change] = await changesSince(ctx.db as unknown as Db, row.id, version - 1)
        // By hand the way back may be none; an undo takes it all the same.
        await changeItem(ctx, row.id, { ...undoingOf(change?.changes ?? []), version, why: ctx.t('items.bulk.back') }, 'back')
        done += 1
      })
      return { id: params.id, done, refused }
    },
  },
})
