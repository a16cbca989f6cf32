/** Asks what is due in the database, in the process that collects. */
import { setTimeout as sleep } from 'node:timers/promises'
import { ownPlaces } from '#platform/outgoing.ts'
import type { App, Service } from '#platform/room.ts'
import { appendSamples } from '#record/series/series.ts'
import type { Tools } from '../adapters/run.ts'
import { secretOf } from '../questions/store.ts'
import { asker, type Source } from './asking/jobs.ts'
import { claimDue, giveBack } from './store.ts'
import { writeDown } from './writing/jobs.ts'

/** Longer than any check and its writing: then the process that asked is gone. */
const claimMs = 3 * 60_000

export const ofDatabase = (app: App, append: typeof appendSamples = appendSamples): Source => ({
  claim: (slow, most) => app.asSystem((ctx) => claimDue(ctx.db, { now: ctx.now, slow, most, until: new Date(ctx.now.getTime() + claimMs) })),
  giveBack: (ids, slow) => app.asSystem((ctx) => giveBack(ctx.db, ids, ctx.now, slow)),
  write: (done) =>
    writeDown(app, done, append).catch((error: Error) => {
      // They are asked again when their claim is over.
      app.log.error({ at: 'monitoring checks', lost: done.length, error: error.stack })
    }),
  secretOf: ({ questionId, secret }) => secretOf(app, questionId, secret),
  now: () => app.now(),
})
export const toolsOf = async (app: App, signal: AbortSignal): Promise<Tools> => ({
  guard: { allow: app.config.outgoingAllow, own: await ownPlaces(app.config) },
  now: () => app.now().getTime(),
  signal,
})

export const askChecks: Service = {
  name: 'monitoring.checks',
  role: 'collector',
  async start(app) {
    const stopping = new AbortController()
    const { look, stop } = asker(ofDatabase(app), await toolsOf(app, stopping.signal))
    const looking = (async () => {
      while (!stopping.signal.aborted) {
        const found = await look().catch((error: Error) => {
          app.log.debug({ at: 'monitoring checks', error: error.message })
          return 0
        })
        // Whoever found much looks again soon.
        await sleep(found > 0 ? 100 : 1000, undefined, { signal: stopping.signal }).catch(() => undefined)
      }
    })()
    return {
      async stop() {
        stopping.abort()
        await looking
        await stop()
      },
    }
  },
}
