import { randomBytes, randomUUID } from 'node:crypto'
import { mayIn, roomFor } from '#platform/room.ts'
import { hashOf } from '#record/people/people.ts'
import { monitoringWall, type Screen, screenChanged } from './contract.ts'
import { wallOf } from './reads.ts'
import { insertScreen, listScreens, removeScreen, type ScreenRow, type ScreenTables, screenByHash, seenNow } from './store.ts'
import { wallTexts } from './texts.ts'

const most = 50
const view = ({ id, organisationId, name, madeAt, seenAt }: ScreenRow): Screen => ({
  ...{ id, organisationId, name, madeAt: new Date(madeAt).toISOString(), seenAt: seenAt === null ? null : new Date(seenAt).toISOString() },
})
export default roomFor<ScreenTables>()({
  name: 'monitoring.wall',
  contract: monitoringWall,
  texts: wallTexts,
  grants: {},
  folder: import.meta.dirname,
  handlers: {
    async wall({ query: { organisationId } }, ctx) {
      if (!mayIn(ctx, 'monitoring.read', organisationId)) return ctx.fail('platform.notFound')
      return wallOf(ctx, organisationId)
    },
    async wallByCode({ params }, ctx) {
      const wall = await ctx.app.asSystem(async (system) => {
        const screen = await screenByHash(system.db, hashOf(params.code))
        if (!screen) return undefined
        await seenNow(system.db, screen, system.now)
        return wallOf(system, screen.organisationId)
      })
      return wall ?? ctx.fail('platform.notFound')
    },
    async screens({ query }, ctx) {
      return { items: (await listScreens(ctx.db, query.organisationId)).map(view) }
    },
    async addScreen({ body: { organisationId, name } }, ctx) {
      if (!mayIn(ctx, 'monitoring.configure', organisationId)) return ctx.fail('platform.notFound')
      if ((await listScreens(ctx.db, organisationId)).length >= most) return ctx.fail('monitoring.wall.tooMany')
      const code = randomBytes(24).toString('base64url')
      const row: ScreenRow = {
        ...{ id: randomUUID(), organisationId, name, tokenHash: hashOf(code), seenAt: null },
        ...{ madeAt: ctx.now.toISOString(), madeBy: ctx.actor.personId },
      }
      await insertScreen(ctx.db, row)
      await ctx.emit(screenChanged, {
        about: `organisation/${organisationId}`,
        organisationId,
        data: { screenId: row.id, organisationId, what: 'added' },
      })
      return { ...view(row), url: `${ctx.app.config.url}/wall/${code}` }
    },
    async removeScreen({ params }, ctx) {
      const row = await removeScreen(ctx.db, params.id)
      if (!row) return ctx.fail('platform.notFound')
      const { organisationId } = row
      await ctx.emit(screenChanged, {
        about: `organisation/${organisationId}`,
        organisationId,
        data: { screenId: row.id, organisationId, what: 'removed' },
      })
      return undefined
    },
  },
})
