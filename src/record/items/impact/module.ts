import { type Context, Problem, roomFor } from '#platform/room.ts'
import { findItem } from '../items.ts'
import type { ItemRow } from '../store.ts'
import { itemImpact } from './contract.ts'
import { causesOf, impactOf, type Signs } from './impact.ts'
import { itemImpactTexts } from './texts.ts'

async function failing(ctx: Context, refs: readonly string[]): Promise<ItemRow[]> {
  const rows = await Promise.all(refs.map((ref) => findItem(ctx, ref)))
  return [
    ...new Map(
      rows.map((row) => {
        if (!row || !ctx.actor.scopes.read.includes(row.organisationId)) throw new Problem('platform.notFound', 404)
        return [row.id, row] as const
      }),
    ).values(),
  ]
}

const signs: Signs = async (ctx, rows) =>
  new Map(rows.filter((row) => row.class !== 'inUse').map((row) => [row.number, [ctx.t('items.impact.notInUse')]]))

export default roomFor<Record<never, never>>()({
  name: 'items.impact',
  contract: itemImpact,
  texts: itemImpactTexts,
  grants: {},
  folder: import.meta.dirname,
  handlers: {
    async impact({ params, query }, ctx) {
      return impactOf(ctx, await failing(ctx, [params.id, ...(query.also ?? [])]))
    },
    async causes({ params, query }, ctx) {
      return causesOf(ctx, await failing(ctx, [params.id, ...(query.also ?? [])]), signs)
    },
  },
})
