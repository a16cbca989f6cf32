import { randomUUID } from 'node:crypto'
import type * as z from 'zod'
import { type Context, mayIn, on, Problem, roomFor } from '#platform/room.ts'
import { itemChanged } from '#record/items/contract.ts'
import { findItem } from '#record/items/items.ts'
import { freshSecret, hashOf } from '#record/people/people.ts'
import { collectorChanged, monitoringCollectors } from './contract.ts'
import { assignChecks, assignSoon, watchCollectors } from './jobs.ts'
import { shownCollector, shownCollectors } from './reads.ts'
import * as store from './store.ts'
import { asksOf, take } from './taking/jobs.ts'
import { monitoringCollectorsTexts } from './texts.ts'

const day = 86_400_000
type What = z.output<(typeof collectorChanged)['data']>['what']
const tell = (ctx: Context, { id, organisationId }: store.CollectorRow, what: What) =>
  ctx.emit(collectorChanged, { about: `collector/${id}`, organisationId, data: { collectorId: id, what } })

async function demandPlaces(ctx: Context, organisationId: string, { itemId, locationId }: { itemId: string; locationId: string }): Promise<void> {
  const [item, location] = [await findItem(ctx, itemId), await findItem(ctx, locationId)]
  if (item?.organisationId !== organisationId) throw new Problem('monitoring.collectors.item', 422)
  if (location?.kind !== 'location' || location.organisationId !== organisationId) throw new Problem('monitoring.collectors.location', 422)
}
/** Held, for who configures monitoring in its organisation. */
async function mine(ctx: Context, id: string): Promise<store.CollectorRow> {
  const row = await store.readCollector(ctx.db as store.Db, 'id', id)
  if (!row || !mayIn(ctx, 'monitoring.configure', row.organisationId)) throw new Problem('platform.notFound', 404)
  return row
}
function newCode(now: Date) {
  const code = freshSecret('spilc_')
  return { code, set: { codeHash: hashOf(code), codeUntil: new Date(now.getTime() + day) } }
}
/** Two collectors of one location: the database says which was first. */
async function onePlace<T>(run: () => Promise<T>): Promise<T> {
  return run().catch((error: { code?: string }) => {
    throw error.code === '23505' ? new Problem('monitoring.collectors.taken', 409) : error
  })
}
const bearerIn = (header: string | string[] | undefined): string => /^Bearer (\S{1,200})$/i.exec(String(header ?? ''))?.[1] ?? ''

export default roomFor<store.CollectorTables>()({
  name: 'monitoring.collectors',
  contract: monitoringCollectors,
  texts: monitoringCollectorsTexts,
  grants: {},
  folder: import.meta.dirname,
  jobs: [assignChecks],
  shows: {
    async exchange({ app, headers }) {
      const known = await app.asSystem(({ db }) => store.knowsToken(db as store.Db, hashOf(bearerIn(headers.authorization))))
      if (!known) throw new Problem('monitoring.collectors.unknown', 401)
      return undefined
    },
  },
  services: [watchCollectors],
  on: [
    on(itemChanged, 'monitoring.collectors.moved', async ({ data, organisationId }, ctx) => {
      if (organisationId !== null && data.fields.includes('locationId')) await assignSoon(ctx, organisationId)
    }),
  ],
  handlers: {
    async collectors(_, ctx) {
      const rows = await store.listCollectors(ctx.db, ctx.actor.permissions.get('monitoring.read') ?? [])
      return { items: await shownCollectors(ctx, rows) }
    },
    async addCollector({ body: { organisationId, ...settings } }, ctx) {
      if (!mayIn(ctx, 'monitoring.configure', organisationId)) return ctx.fail('platform.notFound')
      await demandPlaces(ctx, organisationId, settings)
      const { code, set } = newCode(ctx.now)
      const nothing = { tokenHash: null, enrolledAt: null, seenAt: null, address: '', program: '', received: 0, waiting: 0, lost: 0 }
      const row = await store.insertCollector(ctx.db, {
        id: randomUUID(),
        organisationId,
        ...settings,
        version: 1,
        ...set,
        createdAt: ctx.now,
        ...nothing,
      })
      if (!row) return ctx.fail('monitoring.collectors.taken')
      await tell(ctx, row, 'made')
      return { ...(await shownCollector(ctx, row)), code }
    },
    async changeCollector({ params, body: { version, ...settings } }, ctx) {
      const before = await mine(ctx, params.id)
      if (before.version !== version) return ctx.fail('monitoring.collectors.changed')
      await demandPlaces(ctx, before.organisationId, settings)
      const row = await onePlace(() => store.changeCollector(ctx.db, before.id, { ...settings, version: version + 1 }))
      if (!row) return ctx.fail('platform.notFound')
      await tell(ctx, row, 'changed')
      await assignSoon(ctx, row.organisationId)
      return shownCollector(ctx, row)
    },
    async newCode({ params }, ctx) {
      const before = await mine(ctx, params.id)
      const { code, set } = newCode(ctx.now)
      const row = (await store.changeCollector(ctx.db, before.id, set)) ?? before
      await tell(ctx, row, 'code')
      return { ...(await shownCollector(ctx, row)), code }
    },
    async removeCollector({ params }, ctx) {
      const row = await mine(ctx, params.id)
      await store.removeCollector(ctx.db, row.id)
      await tell(ctx, row, 'removed')
      await assignSoon(ctx, row.organisationId)
      return undefined
    },
    async enrol({ body: { code, program } }, ctx) {
      const row = await store.readCollector(ctx.db, 'codeHash', hashOf(code))
      if (!row || row.codeUntil === null || new Date(row.codeUntil) < ctx.now) return ctx.fail('monitoring.collectors.code')
      const token = freshSecret('spilt_')
      const set = { codeHash: null, codeUntil: null, tokenHash: hashOf(token), enrolledAt: ctx.now, seenAt: ctx.now, program, address: ctx.call.ip }
      await store.changeCollector(ctx.db, row.id, { ...set, received: 0, waiting: 0, lost: 0 })
      await tell(ctx, row, 'enrolled')
      await assignSoon(ctx, row.organisationId)
      return { collectorId: row.id, name: row.name, token }
    },
    async exchange({ body: { program, knows, batch, waiting, lost } }, ctx) {
      const row = await store.readCollector(ctx.db, 'tokenHash', hashOf(bearerIn(ctx.call.headers.authorization)))
      if (!row) return ctx.fail('monitoring.collectors.unknown')
      const fresh = batch && batch.number > row.received ? batch : null
      if (fresh) await take(ctx, row, fresh)
      const received = fresh?.number ?? row.received
      await store.changeCollector(ctx.db, row.id, { received, waiting, lost, program, seenAt: ctx.now, address: ctx.call.ip })
      const asks = await asksOf(ctx, row.id)
      return { now: ctx.now.toISOString(), received, asks: asks.mark === knows ? null : asks }
    },
  },
})
