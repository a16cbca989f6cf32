import { Problem, roomFor } from '#platform/room.ts'
import { findItem } from '#record/items/items.ts'
import { devicesSoftware } from './contract.ts'
import { listSoftware, type SoftwareTables } from './store.ts'
import { devicesSoftwareTexts } from './texts.ts'

/** The id of the last row; rows are listed in the order of name and id. */
function placeIn(after: string | undefined): number | undefined {
  if (after === undefined) return undefined
  if (!/^\d{1,15}$/.test(after)) throw new Problem('devices.software.after', 400)
  return Number(after)
}
const iso = (at: Date | string) => new Date(at).toISOString()

export default roomFor<SoftwareTables>()({
  name: 'devices.software',
  contract: devicesSoftware,
  texts: devicesSoftwareTexts,
  grants: {},
  folder: import.meta.dirname,
  handlers: {
    async software({ params, query: { limit, after, search, removed } }, ctx) {
      const item = await findItem(ctx, params.id)
      if (!item || !ctx.actor.scopes.read.includes(item.organisationId)) return ctx.fail('platform.notFound')
      const rows = await listSoftware(ctx.db, item.id, { limit: limit + 1, after: placeIn(after), search, removed })
      const page = rows.slice(0, limit)
      return {
        items: page.map(({ name, version, was, arch, publisher, product, dialect, installedOn, firstSeenAt, removedAt }) => ({
          ...{ name, version, was, arch, publisher, product, source: dialect, installedOn },
          firstSeenAt: iso(firstSeenAt),
          removedAt: removedAt === null ? null : iso(removedAt),
        })),
        next: rows.length > limit ? String(page.at(-1)?.id) : null,
      }
    },
  },
})
