import { contract } from '#platform/contract.ts'
import { type Context, on, roomFor } from '#platform/room.ts'
import { itemChanged, itemCreated, itemMoved } from '#record/items/contract.ts'
import { factsChanged } from '#record/items/facts/contract.ts'
import { kindChanged } from '#record/items/kinds/contract.ts'
import { applySoon, applyTemplates, reconcileChecks } from './jobs.ts'
import { hasPlaces, markItem, markOrganisation, markReader } from './store.ts'

const item = async (ctx: Context, itemId: string) => {
  await markItem(ctx.db, itemId)
  await applySoon(ctx)
}
/** What happens to items says what is asked of which anew; the job does it, in batches. An item that is removed takes its checks with it. */
export default roomFor<Record<never, never>>()({
  name: 'monitoring.applying',
  contract: contract({}),
  texts: {},
  grants: {},
  handlers: {},
  folder: import.meta.dirname,
  jobs: [applyTemplates, reconcileChecks],
  on: [
    on(itemCreated, 'monitoring: item created', ({ data }, ctx) => item(ctx, data.itemId)),
    on(itemMoved, 'monitoring: item moved', ({ data }, ctx) => item(ctx, data.itemId)),
    on(itemChanged, 'monitoring: item changed', async ({ data, organisationId }, ctx) => {
      // Where a location stands is where everything inside it stands.
      const moved = data.kind === 'location' && data.fields.includes('locationId') && organisationId
      if (moved && (await hasPlaces(ctx.db, moved))) await markOrganisation(ctx.db, moved)
      await item(ctx, data.itemId)
    }),
    on(factsChanged, 'monitoring: facts changed', async ({ data }, ctx) => {
      if (await markReader(ctx.db, data.itemId, data.keys)) await applySoon(ctx)
    }),
    on(kindChanged, 'monitoring: kind changed', async ({ data: { organisationId, what } }, ctx) => {
      if (what === 'added') return
      await markOrganisation(ctx.db, organisationId)
      await applySoon(ctx)
    }),
  ],
})
