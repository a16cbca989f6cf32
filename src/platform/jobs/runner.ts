/** Runs the jobs: graphile-worker on connections of its own, by the clock of the database, or in tests by the settable one. */
import { EventEmitter } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Runner, run } from 'graphile-worker'
import pg from 'pg'
import type { App } from '../room.ts'
import { releaseDue, runDueJobs } from './due.ts'
import { watched } from './prepare.ts'
import { type Pace, pace, startPulse } from './pulse.ts'
import { cronItemsOf, loggerOf, tasksOf } from './tasks.ts'

export { runDueJobs }

export async function startJobs(app: App, its: Pace = pace): Promise<{ stop(): Promise<void> }> {
  // A pool of its own: graphile-worker expects pg's own types, and keeps one connection for LISTEN.
  const pool = new pg.Pool({ connectionString: app.pools.url, application_name: 'spil jobs', max: 4, connectionTimeoutMillis: 5000, keepAlive: true })
  watched(pool)
  pool.on('error', (error) => app.log.debug({ at: 'jobs', error: error.message }))
  const pulse = startPulse(app, its)
  const events = new EventEmitter()
  // A job is locked by the pool of workers that runs it, not by one of them; it stays ours until that pool has ended altogether.
  const locking: string[] = []
  events.on('pool:create', ({ workerPool }: { workerPool: { id: string } }) => {
    locking.push(workerPool.id)
    pulse.add(workerPool.id)
  })
  const stopping = new AbortController()
  let runner: Runner | undefined
  const options = {
    pgPool: pool,
    taskList: tasksOf(app),
    parsedCronItems: cronItemsOf(app),
    concurrency: 4,
    pollInterval: 1000,
    noHandleSignals: true,
    gracefulShutdownAbortTimeout: 1000,
    logger: loggerOf(app),
    events,
    ...(app.config.testClock && { forbiddenFlags: ['at'] }),
  }
  const work = async () => {
    // When the database goes away the runner gives up; it begins again until the program stops.
    while (!stopping.signal.aborted) {
      try {
        runner = await run(options)
        // Told to stop while it was still starting: nobody could tell the runner then.
        if (stopping.signal.aborted) await stopRunner(runner)
        await runner.promise
      } catch (error) {
        app.log.warn({ at: 'jobs', outcome: 'interrupted', error: error instanceof Error ? error.message : String(error) })
      }
      runner = undefined
      for (const id of locking.splice(0)) pulse.remove(id)
      await sleep(1000, undefined, { signal: stopping.signal }).catch(() => undefined)
    }
  }
  const working = work()
  const clock = app.config.testClock ? followClock(app, stopping.signal) : Promise.resolve()
  return {
    async stop() {
      stopping.abort()
      await stopRunner(runner)
      await Promise.all([working, clock])
      await pulse.stop()
      await pool.end()
    },
  }
}

/** Jobs get a few seconds to end or to see their signal; then they are put back for the next process. */
async function stopRunner(runner: Runner | undefined): Promise<void> {
  if (!runner) return
  const given = new AbortController()
  const stopped = runner.stop().catch(() => undefined)
  const late = sleep(8000, 'late' as const, { signal: given.signal }).catch(() => undefined)
  if ((await Promise.race([stopped, late])) === 'late') await runner.kill().catch(() => undefined)
  given.abort()
}

/** Only with a settable clock: what is due by that clock is given free. */
async function followClock(app: App, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await releaseDue(app, app.now()).catch((error: Error) => app.log.debug({ at: 'jobs', error: error.message }))
    await sleep(300, undefined, { signal }).catch(() => undefined)
  }
}
