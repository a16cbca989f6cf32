/** Evaluates alarms as long as the program runs: in one process at a time, whichever holds the lease. */
import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { App, Service } from '#platform/room.ts'
import { asking } from '../asking/reads.ts'
import { type Db, holdLease, releaseLease } from '../store.ts'
import { tellAlarms } from '../telling/jobs.ts'
import { type Engine, engine, type Round } from './engine/jobs.ts'

/** A process that died is followed after so many seconds. */
const leaseSeconds = 15
const renewMs = 5000

/** A round, after which who is on call hears of what opened, and that it is over. */
export async function roundOf(app: App, one: Engine, all = false): Promise<Round> {
  const done = await one.round(all)
  if (done.opened + done.ended > 0) await app.asSystem((ctx) => ctx.enqueue(tellAlarms, {}, { key: 'alarms tell' }))
  return done
}
export const evaluateAlarms: Service = {
  name: 'monitoring.alarms',
  role: 'worker',
  async start(app) {
    const stopping = new AbortController()
    const holder = randomUUID()
    let held = 0
    let mine: Engine | undefined
    const look = async () => {
      // By the clock of this process: the test clock may stand still or jump.
      if (performance.now() - held > renewMs) {
        const holds = await app.asSystem((ctx) => holdLease(ctx.db as Db, holder, leaseSeconds))
        held = holds ? performance.now() : 0
        // What another evaluated meanwhile is read anew.
        mine = holds ? (mine ?? engine(app, asking())) : undefined
      }
      if (mine) await roundOf(app, mine)
    }
    const looking = (async () => {
      while (!stopping.signal.aborted) {
        await look().catch((error: Error) => {
          mine = undefined
          held = 0
          app.log.warn({ at: 'alarms', error: error.message })
        })
        await sleep(1000, undefined, { signal: stopping.signal }).catch(() => undefined)
      }
    })()
    return {
      async stop() {
        stopping.abort()
        await looking
        await app.asSystem((ctx) => releaseLease(ctx.db as Db, holder)).catch(() => undefined)
      },
    }
  },
}
