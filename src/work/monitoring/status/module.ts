import { Afterwards, type Context, mayIn, roomFor } from '#platform/room.ts'
import { namesOf } from '#record/items/reads.ts'
import { itemsInScope } from '#record/norms/norms.ts'
import { freshSecret, organisationById } from '#record/people/people.ts'
import { everything } from '../availability/reads.ts'
import { monitoringStatus, type Setting, statusChanged } from './contract.ts'
import { statusPage } from './reads.ts'
import { publicByToken, readStatus, type Db as StatusDb, type StatusRow, type StatusTables, saveStatus } from './store.ts'
import { statusTexts } from './texts.ts'

async function view(ctx: Context, row: Omit<StatusRow, 'changedAt' | 'changedBy'>): Promise<Setting> {
  const names = new Map(
    (
      await namesOf(
        ctx,
        row.services.map(({ itemId }) => itemId),
      )
    ).map((one) => [one.id, one]),
  )
  return {
    ...{ organisationId: row.organisationId, title: row.title, public: row.public, version: row.version },
    services: row.services.flatMap((one) => {
      const item = names.get(one.itemId)
      return item ? [{ ...one, number: item.number, itemName: item.name }] : []
    }),
    url: row.public ? `${ctx.app.config.url}/status/${row.token}` : null,
  }
}

export default roomFor<StatusTables>()({
  name: 'monitoring.status',
  contract: monitoringStatus,
  texts: statusTexts,
  grants: {},
  folder: import.meta.dirname,
  handlers: {
    async status(_, { app, actor }) {
      return new Afterwards(async () => {
        const rows = await app.asSystem((system) => Promise.all(actor.scopes.member.map((id) => readStatus(system.db as StatusDb, id))))
        return Promise.all(rows.flatMap((row) => (row && row.services.length > 0 ? [statusPage(app, row)] : [])))
      })
    },
    async publicStatus({ params }, ctx) {
      const row = await publicByToken(ctx.db, params.token)
      return row ? new Afterwards(() => statusPage(ctx.app, row)) : ctx.fail('platform.notFound')
    },
    async statusSettings({ query: { organisationId } }, ctx) {
      if (!mayIn(ctx, 'monitoring.read', organisationId)) return ctx.fail('platform.notFound')
      const row = await readStatus(ctx.db, organisationId)
      const title = (await organisationById(ctx, organisationId))?.name ?? ''
      return view(ctx, row ?? { organisationId, title, services: [], public: false, token: '', version: 0 })
    },
    async changeStatusSettings({ body: { renew, ...wish } }, ctx) {
      const { organisationId } = wish
      if (!mayIn(ctx, 'monitoring.configure', organisationId)) return ctx.fail('platform.notFound')
      const there = new Set((await itemsInScope(ctx, organisationId, everything, 200_000)).map(({ id }) => id))
      if (!wish.services.every(({ itemId }) => there.has(itemId))) return ctx.fail('monitoring.status.item')
      const before = await readStatus(ctx.db, organisationId)
      const token = before && !renew ? before.token : freshSecret()
      const row = await saveStatus(ctx.db, { ...wish, token, changedAt: ctx.now.toISOString(), changedBy: ctx.actor.personId })
      if (!row) return ctx.fail('monitoring.status.changed')
      const data = { organisationId, public: row.public, renewed: token !== before?.token }
      await ctx.emit(statusChanged, { about: `organisation/${organisationId}`, organisationId, data })
      return view(ctx, row)
    },
  },
})
