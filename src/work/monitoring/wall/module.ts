import { randomUUID } from 'node:crypto'
import { Afterwards, mayIn, roomFor } from '#platform/room.ts'
import { freshSecret, hashOf } from '#record/people/people.ts'
import { monitoringWall, type Screen, screenChanged } from './contract.ts'
import { boardOf, servicesOf } from './reads.ts'
import { type Db, insertScreen, listScreens, removeScreen, type ScreenRow, type ScreenTables, screenByHash, seenNow } from './store.ts'
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
      const board = await boardOf(ctx, organisationId)
      return new Afterwards(async () => ({ ...board, services: await servicesOf(ctx.app, organisationId) }))
    },
    async wallByCode({ params }, ctx) {
      const screen = await screenByHash(ctx.db, hashOf(params.code))
      if (!screen) return ctx.fail('platform.notFound')
      const board = await boardOf(ctx, screen.organisationId)
      return new Afterwards(async () => {
        await ctx.app.asSystem(({ db, now }) => seenNow(db as Db, screen, now))
        return { ...board, services: await servicesOf(ctx.app, screen.organisationId) }
      })
    },
    async screens({ query }, ctx) {
      return { items: (await listScreens(ctx.db, query.organisationId)).map(view) }
    },
    async addScreen({ body: { organisationId, name } }, ctx) {
      if (!mayIn(ctx, 'monitoring.configure', organisationId)) return ctx.fail('platform.notFound')
      if ((await listScreens(ctx.db, organisationId)).length >= most) return ctx.fail('monitoring.wall.tooMany')
      const code = freshSecret()
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
