import { type Context, Problem, roomFor } from '#platform/room.ts'
import { findItem } from '../items.ts'
import type { ItemRow } from '../store.ts'
import { factsGrants, itemFacts, rankingChanged } from './contract.ts'
import { factsUnder, observeItems } from './facts.ts'
import { type FactTables, factChanges, readRankings, writeRanking } from './store.ts'
import { itemFactsTexts } from './texts.ts'

async function here(ctx: Context, ref: string): Promise<ItemRow> {
  const row = await findItem(ctx, ref)
  // Who uses an item sees it, not what was observed of it.
  if (!row || !ctx.actor.scopes.read.includes(row.organisationId)) throw new Problem('platform.notFound', 404)
  return row
}
const rankings = async (ctx: Context, organisationId: string) => ({
  items: (await readRankings(ctx.db, [organisationId])).map(({ key, sources, version }) => ({ key, sources, version })),
})

export default roomFor<FactTables>()({
  name: 'items.facts',
  contract: itemFacts,
  texts: itemFactsTexts,
  grants: factsGrants,
  folder: import.meta.dirname,
  handlers: {
    async addFacts({ params, query, body }, ctx) {
      const { id: itemId, organisationId } = await here(ctx, params.id)
      if (!ctx.actor.scopes.work.includes(organisationId)) throw new Problem('platform.notAllowed', 403)
      const source = query.source ?? (ctx.actor.credential?.kind === 'token' ? 'api' : 'person')
      const [changed = []] = await observeItems(ctx, [{ itemId, organisationId, source, facts: body }])
      return { received: body.length, changed }
    },
    async facts({ params, query }, ctx) {
      return factsUnder(ctx, await here(ctx, params.id), query)
    },
    async factHistory({ params, query }, ctx) {
      return { items: await factChanges(ctx.db, (await here(ctx, params.id)).id, query.key, 500) }
    },
    async rankings({ params }, ctx) {
      if (!ctx.actor.scopes.read.includes(params.organisationId)) return ctx.fail('platform.notFound')
      return rankings(ctx, params.organisationId)
    },
    async rank({ params, body }, ctx) {
      if (!ctx.actor.scopes.lead.includes(params.organisationId)) return ctx.fail('platform.notFound')
      if (!(await writeRanking(ctx.db, { ...params, ...body }))) return ctx.fail('items.facts.rankingChanged')
      const { organisationId } = params
      const { key } = body
      await ctx.emit(rankingChanged, { about: `factRanking/${organisationId}`, organisationId, data: { organisationId, key } })
      return rankings(ctx, params.organisationId)
    },
  },
})
