import { createHash } from 'node:crypto'
import { Afterwards, type Context, mayIn, Problem, roomFor } from '#platform/room.ts'
import { freshSecret } from '#record/people/people.ts'
import { beat, type CheckTables, changeCheck, type Db, readCheck } from '../store.ts'
import { monitoringHeartbeat } from './contract.ts'
import { monitoringHeartbeatTexts } from './texts.ts'

const hashOf = (token: string) => createHash('sha256').update(token).digest('hex')
async function called({ db, now }: Context, token: string): Promise<undefined> {
  if ((await beat(db as Db, hashOf(token), now)) === undefined) throw new Problem('platform.notFound', 404)
}

export default roomFor<CheckTables>()({
  name: 'monitoring.heartbeat',
  contract: monitoringHeartbeat,
  texts: monitoringHeartbeatTexts,
  grants: {},
  folder: import.meta.dirname,
  handlers: {
    beat: ({ params }, ctx) => called(ctx, params.token),
    // A read may not write: so the moment is kept in a transaction of its own, after this one.
    async beatByGet({ params }, { app }) {
      return new Afterwards(() => app.asSystem((own) => called(own, params.token)))
    },
    async newToken({ params }, ctx) {
      const check = await readCheck(ctx.db, params.id, true)
      if (!check || !mayIn(ctx, 'monitoring.work', check.organisationId)) return ctx.fail('platform.notFound')
      if (check.kind !== 'heartbeat') return ctx.fail('monitoring.noHeartbeat')
      const token = freshSecret()
      await changeCheck(ctx.db, check.id, { tokenHash: hashOf(token) })
      return { url: `${ctx.app.config.url}/api/monitoring/heartbeat/${token}` }
    },
  },
})
