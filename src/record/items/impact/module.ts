import { type Context, Problem, roomFor } from '#platform/room.ts'
import { findItem } from '../items.ts'
import { openIncidents } from '../linking/store.ts'
import type { ItemRow } from '../store.ts'
import { itemImpact } from './contract.ts'
import { causesOf, impactOf, type Signs } from './impact.ts'
import { forgetGraphChanges } from './jobs.ts'
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

/** What already points at an item: open incidents about it, and that it is not in use. */
const signs: Signs = async (ctx, rows) => {
  const open = await openIncidents(
    ctx.db,
    rows.map(({ id }) => id),
  )
  return new Map(
    rows.map(({ id, number, class: of }) => {
      const count = open.get(id) ?? 0
      const cases = count > 0 ? [ctx.t('items.impact.openCases', { count })] : []
      return [number, of === 'inUse' ? cases : [...cases, ctx.t('items.impact.notInUse')]]
    }),
  )
}

export default roomFor<Record<never, never>>()({
  name: 'items.impact',
  contract: itemImpact,
  texts: itemImpactTexts,
  grants: {},
  folder: import.meta.dirname,
  jobs: [forgetGraphChanges],
  handlers: {
    async impact({ params, query }, ctx) {
      return impactOf(ctx, await failing(ctx, [params.id, ...(query.also ?? [])]))
    },
    async causes({ params, query }, ctx) {
      return causesOf(ctx, await failing(ctx, [params.id, ...(query.also ?? [])]), signs)
    },
  },
})
