import * as z from 'zod'
import { pages } from '#platform/paging.ts'
import { roomFor } from '#platform/room.ts'
import { findItem } from '#record/items/items.ts'
import { devicesSoftware } from './contract.ts'
import { listSoftware, type SoftwareTables } from './store.ts'
import { devicesSoftwareTexts } from './texts.ts'

/** By the id of a row; they are listed in the order of name and id. */
const softwareBy = pages(z.int())
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
      const found = await listSoftware(ctx.db, item.id, { limit: limit + 1, after: softwareBy.after(after)?.[0], search, removed })
      const { rows, next } = softwareBy.of(found, limit, ({ id }) => [Number(id)])
      return {
        items: rows.map(({ name, version, was, arch, publisher, product, dialect, installedOn, firstSeenAt, removedAt }) => ({
          ...{ name, version, was, arch, publisher, product, source: dialect, installedOn },
          firstSeenAt: iso(firstSeenAt),
          removedAt: removedAt === null ? null : iso(removedAt),
        })),
        next,
      }
    },
  },
})
