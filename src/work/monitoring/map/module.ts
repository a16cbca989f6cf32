import { type Context, mayIn, Problem, roomFor } from '#platform/room.ts'
import { numberOfItem } from '#record/items/contract.ts'
import { itemsAtPlace, placesIn, statesByPlace } from '#record/norms/deviations/reads.ts'
import { monitoringMap } from './contract.ts'
import { noCounts } from './rules.ts'
import { mapTexts } from './texts.ts'

const mostPlaces = 5000
const mostItems = 200
function reads(ctx: Context, organisationId: string): void {
  if (!mayIn(ctx, 'monitoring.read', organisationId)) throw new Problem('platform.notFound', 404)
}
export default roomFor<Record<never, never>>()({
  name: 'monitoring.map',
  contract: monitoringMap,
  texts: mapTexts,
  grants: {},
  folder: import.meta.dirname,
  handlers: {
    async places({ query: { organisationId } }, ctx) {
      reads(ctx, organisationId)
      const places = await placesIn(ctx.db, organisationId, mostPlaces)
      const states = Map.groupBy(await statesByPlace(ctx.db, organisationId), ({ locationId }) => locationId ?? '')
      const known = new Set(places.map(({ id }) => id))
      const countsOf = (ids: readonly string[]) => {
        const counts = noCounts()
        for (const id of ids) for (const { state, count } of states.get(id) ?? []) counts[state] += count
        return counts
      }
      return {
        places: places.map(({ number, ...place }) => ({ ...place, number: numberOfItem(number), counts: countsOf([place.id]) })),
        // Also what is in a place that is not in use any more.
        nowhere: countsOf([...states.keys()].filter((id) => !known.has(id))),
      }
    },
    async itemsAt({ query: { organisationId, locationId } }, ctx) {
      reads(ctx, organisationId)
      const found = await itemsAtPlace(ctx.db, organisationId, locationId ?? null, mostItems + 1)
      return {
        items: found.slice(0, mostItems).map(({ number, ...item }) => ({ ...item, number: numberOfItem(number) })),
        more: found.length > mostItems,
      }
    },
  },
})
