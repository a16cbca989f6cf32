/** What goes on beside the requests: chunks are written each second, what is open is kept each five minutes, and what is old goes once a day. */
import { setTimeout as sleep } from 'node:timers/promises'
import * as z from 'zod'
import { type App, job, type Service } from '#platform/room.ts'
import { checkpoint, flush, rest, sweep } from './flushing/flushing.ts'
import { headOf } from './head/head.ts'
import { type Db, forgetChunks, forgetPlaces, forgetSeries } from './store.ts'

const perSweep = 60
const perCheckpoint = 300
async function keep(app: App, second: number): Promise<void> {
  await headOf(app)
  await flush(app)
  if (second % perSweep === 0) await sweep(app)
  if (second % perCheckpoint === 0) await checkpoint(app)
}
export const keepSeries: Service = {
  name: 'series.keep',
  role: 'worker',
  async start(app) {
    const stopping = new AbortController()
    const keeping = (async () => {
      for (let second = 1; !stopping.signal.aborted; second++) {
        await keep(app, second).catch((error: Error) => app.log.debug({ at: 'series', error: error.message }))
        await sleep(1000, undefined, { signal: stopping.signal }).catch(() => undefined)
      }
    })()
    return {
      async stop() {
        stopping.abort()
        await keeping
        await rest(app).catch((error: Error) => app.log.warn({ at: 'series', error: error.message }))
      },
    }
  },
}

/** Once a day: days, rows and series that are kept no longer. */
export const forgetOld = job({
  name: 'series.forget',
  payload: z.object({}),
  cron: '20 2 * * *',
  async run(_, app) {
    await app.asSystem((ctx) => forgetChunks(ctx.db as Db, ctx.now))
    while ((await app.asSystem((ctx) => forgetPlaces(ctx.db as Db, ctx.now))) > 0);
    await app.asSystem((ctx) => forgetSeries(ctx.db as Db, ctx.now))
  },
})
