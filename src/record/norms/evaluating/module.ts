import { contract } from '#platform/contract.ts'
import { on, roomFor } from '#platform/room.ts'
import { itemChanged, itemCreated, itemMoved, itemRemoved } from '../../items/contract.ts'
import { factsChanged, rankingChanged } from '../../items/facts/contract.ts'
import { whenObserved } from '../../items/facts/facts.ts'
import { kindChanged } from '../../items/kinds/contract.ts'
import { itemGone } from './evaluating.ts'
import { lookAtItems, lookAtOnce, lookSoon } from './jobs.ts'
import { hasPlaces, markItem, markOrganisation, markReaders, markSeries } from './store.ts'

whenObserved(lookAtOnce)

/** What happens to items says which of them are due; the job looks, in batches. The mark and the look are each in one transaction, so nothing is lost. */
export default roomFor<Record<never, never>>()({
  name: 'norms.evaluating',
  contract: contract({}),
  texts: {},
  grants: {},
  handlers: {},
  folder: import.meta.dirname,
  jobs: [lookAtItems],
  on: [
    on(factsChanged, 'norms: facts changed', async ({ data }, ctx) => {
      if (await markItem(ctx.db, data.itemId, ctx.now, data.keys)) await lookSoon(ctx)
    }),
    on(rankingChanged, 'norms: fact ranking changed', async ({ data: { organisationId, key } }, ctx) => {
      // Any key that has no order of its own.
      if (key === '*') await markOrganisation(ctx.db, organisationId, ctx.now)
      if (key === '*' || (await markReaders(ctx.db, organisationId, key, ctx.now))) await lookSoon(ctx)
    }),
    on(kindChanged, 'norms: kind changed', async ({ data: { organisationId, what } }, ctx) => {
      // States may have become of another class; of what is new there is no item yet.
      if (what === 'added') return
      await markOrganisation(ctx.db, organisationId, ctx.now)
      await markSeries(ctx.db, organisationId, true)
      await lookSoon(ctx)
    }),
    on(itemCreated, 'norms: item created', async ({ data, organisationId }, ctx) => {
      if (organisationId) await markSeries(ctx.db, organisationId, true)
      if (await markItem(ctx.db, data.itemId, ctx.now)) await lookSoon(ctx)
    }),
    on(itemChanged, 'norms: item changed', async ({ data, organisationId }, ctx) => {
      // Where a location stands is where everything inside it stands.
      const moved = data.kind === 'location' && data.fields.includes('locationId') && organisationId
      const places = moved && (await hasPlaces(ctx.db, moved))
      if (organisationId) await markSeries(ctx.db, organisationId, true)
      if (moved && places) await markOrganisation(ctx.db, moved, ctx.now)
      if ((await markItem(ctx.db, data.itemId, ctx.now)) || places) await lookSoon(ctx)
    }),
    on(itemMoved, 'norms: item moved', async ({ data, organisationId }, ctx) => {
      if (organisationId) await markSeries(ctx.db, organisationId, true)
      if (await markItem(ctx.db, data.itemId, ctx.now)) await lookSoon(ctx)
    }),
    on(itemRemoved, 'norms: item removed', async ({ data, organisationId }, ctx) => {
      if (organisationId) await markSeries(ctx.db, organisationId, true)
      await itemGone(ctx, data.itemId, data.number)
    }),
  ],
})
