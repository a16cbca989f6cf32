import { type Context, Problem, roomFor } from '#platform/room.ts'
import { findItem } from '../items.ts'
import type { ItemRow } from '../store.ts'
import { itemRelations } from './contract.ts'
import { group, relate, relationKindsOf, relationsOf, surroundingsOf, unrelate } from './relations.ts'
import { shippedRelations } from './rules.ts'
import { type RelationTables, writeRelationKind } from './store.ts'
import { itemRelationsTexts } from './texts.ts'

async function here(ctx: Context, ref: string): Promise<ItemRow> {
  const row = await findItem(ctx, ref)
  // Who uses an item sees it, not what it hangs together with.
  if (!row || !ctx.actor.scopes.read.includes(row.organisationId)) throw new Problem('platform.notFound', 404)
  return row
}
async function working(ctx: Context, ref: string): Promise<ItemRow> {
  const row = await here(ctx, ref)
  if (!ctx.actor.scopes.work.includes(row.organisationId)) throw new Problem('platform.notAllowed', 403)
  return row
}

export default roomFor<RelationTables>()({
  name: 'items.relations',
  contract: itemRelations,
  texts: itemRelationsTexts,
  grants: {},
  folder: import.meta.dirname,
  handlers: {
    async relations({ params, query }, ctx) {
      return relationsOf(ctx, await here(ctx, params.id), query.past)
    },
    async relate({ params, body }, ctx) {
      const row = await working(ctx, params.id)
      const other = await working(ctx, body.other)
      await relate(ctx, row, other.id, body)
      return relationsOf(ctx, row, false)
    },
    async unrelate({ params, query }, ctx) {
      const row = await working(ctx, params.id)
      await unrelate(ctx, row, params.relationId, query.at)
      return relationsOf(ctx, row, false)
    },
    async group({ params, body }, ctx) {
      const row = await working(ctx, params.id)
      await group(ctx, row, body)
      return relationsOf(ctx, row, false)
    },
    async surroundings({ params, query }, ctx) {
      return surroundingsOf(ctx, await here(ctx, params.id), query.depth)
    },
    async relationKinds({ params }, ctx) {
      if (!ctx.actor.scopes.read.includes(params.organisationId)) return ctx.fail('platform.notFound')
      return { items: [...(await relationKindsOf(ctx, [params.organisationId])).values()] }
    },
    async saveRelationKind({ params, body }, ctx) {
      const { organisationId, key } = params
      if (!ctx.actor.scopes.lead.includes(organisationId)) return ctx.fail('platform.notFound')
      if (key in shippedRelations) return ctx.fail('items.relations.kindShipped')
      const before = (await relationKindsOf(ctx, [organisationId])).get(key)
      if (before && before.carries !== body.kind.carries) return ctx.fail('items.relations.carriesFixed')
      if (!(await writeRelationKind(ctx.db, { organisationId, key, ...body }, ctx.actor.personId, ctx.now)))
        return ctx.fail('items.relations.kindChanged')
      return { key, ...body.kind, shipped: false, version: body.version + 1 }
    },
  },
})
