import { type Context, Problem, roomFor } from '#platform/room.ts'
import { items, itemsGrants } from './contract.ts'
import { changeItem, createItem, findItem, itemsFound, listItems } from './items.ts'
import { itemPage, listedItems, namesOf, newestOf } from './reads.ts'
import type { ItemRow, ItemTables } from './store.ts'
import { itemsTexts } from './texts.ts'

async function here(ctx: Context, ref: string): Promise<ItemRow> {
  return (await findItem(ctx, ref)) ?? Promise.reject(new Problem('platform.notFound', 404))
}

export default roomFor<ItemTables>()({
  name: 'items',
  contract: items,
  texts: itemsTexts,
  grants: itemsGrants,
  folder: import.meta.dirname,
  handlers: {
    async items({ query }, ctx) {
      const { limit, after, sort, ...filter } = query
      const { rows, next } = await listItems(ctx, filter, { limit, after, sort })
      return { items: await listedItems(ctx, rows), next }
    },
    async createItem({ body }, ctx) {
      const { organisationId: asked, ...wish } = body
      const { work } = ctx.actor.scopes
      const organisationId = asked ?? work[0]
      if (!organisationId || !work.includes(organisationId)) return ctx.fail('items.noOrganisation')
      return itemPage(ctx, await createItem(ctx, organisationId, wish))
    },
    async itemNames({ query }, ctx) {
      const { search, kind, organisationId, limit } = query
      const only = { kind: kind ? [kind] : undefined, organisationId }
      if (search === '') return { items: await newestOf(ctx, only, limit) }
      const found = await namesOf(ctx, await itemsFound(ctx, search, kind || organisationId ? 500 : limit))
      if (!organisationId) return { items: found.filter((one) => !kind || one.kind.key === kind).slice(0, limit) }
      return { items: await newestOf(ctx, { ...only, search }, limit) }
    },
    async item({ params }, ctx) {
      return itemPage(ctx, await here(ctx, params.id))
    },
    async changeItem({ params, body }, ctx) {
      const row = await here(ctx, params.id)
      if (!ctx.actor.scopes.work.includes(row.organisationId)) throw new Problem('platform.notAllowed', 403)
      return itemPage(ctx, await changeItem(ctx, row.id, body))
    },
  },
})
