/** Jobs by the clock of the program instead of the database's: for tests, and for a Spil started with --test-clock. */
import { randomUUID } from 'node:crypto'
import { runTaskListOnce } from 'graphile-worker'
import type { Clock } from '../clock.ts'
import type { App } from '../room.ts'
import { watched } from './prepare.ts'
import { cronItemsOf, loggerOf, tasksOf } from './tasks.ts'

/** When the clock was last looked at, in real time and in its own. */
const looked = new WeakMap<App, { real: number; own: number }>()

/** Runs everything that is due at `now`, each job at most once. Returns how many ran to their end; a failure is logged and stays for a later call. */
export async function runDueJobs(app: App, now: Date): Promise<number> {
  let done = 0
  const tasks = tasksOf(app, { done: () => done++ })
  await releaseDue(app, now)
  const client = await app.pools.owner.connect()
  try {
    const options = {
      workerId: `due ${randomUUID()}`,
      forbiddenFlags: ['at'],
      noHandleSignals: true,
      logger: loggerOf(app),
      pgPool: watched(app.pools.owner),
    }
    await runTaskListOnce(options, tasks, client)
  } finally {
    client.release()
  }
  return done
}

/** Gives free what is due by this clock: jobs for a set moment, retries, and what runs by the calendar when the clock was moved past its moment. */
export async function releaseDue(app: App, now: Date): Promise<void> {
  const { owner } = app.pools
  await owner.query(
    `update graphile_worker._private_jobs set flags = null, run_at = clock_timestamp()
     where flags ? 'at' and run_at <= $1 and locked_at is null and attempts = 0`,
    [now],
  )
  await owner.query(
    `update graphile_worker._private_jobs set flags = null, run_at = clock_timestamp()
     where attempts > 0 and attempts < max_attempts and locked_at is null and run_at > clock_timestamp() and run_at <= $1`,
    [now],
  )
  for (const task of calendar(app, now)) await owner.query(`select graphile_worker.add_job($1, '{}'::json, job_key => $2)`, [task, `cron ${task}`])
}

/** Sets the clock. What it is moved over counts from there, also when it goes back and forth before anything looks. */
export function setClock(app: App, clock: Clock, to: Date | undefined): void {
  clock.set(to)
  const [real, own] = [Date.now(), clock.now().getTime()]
  const before = looked.get(app) ?? { real, own: real }
  if (own < before.own + (real - before.real)) looked.set(app, { real, own })
}

/** Which jobs of the calendar lie in the time that the clock was moved over. Where it only ran on, the ordinary calendar does its work. */
function calendar(app: App, now: Date): string[] {
  const real = Date.now()
  const before = looked.get(app) ?? { real, own: real }
  looked.set(app, { real, own: now.getTime() })
  const jumped = now.getTime() - before.own - (real - before.real)
  if (jumped < 30_000) return []
  const minute = 60_000
  // A job's calendar repeats within a year: further back says nothing new.
  const from = Math.max(before.own, now.getTime() - 366 * 24 * 60 * minute)
  const due = new Set<string>()
  const items = cronItemsOf(app)
  for (let at = Math.floor(from / minute + 1) * minute; at <= now.getTime() && due.size < items.length; at += minute) {
    const t = new Date(at)
    const digest = { min: t.getUTCMinutes(), hour: t.getUTCHours(), date: t.getUTCDate(), month: t.getUTCMonth() + 1, dow: t.getUTCDay() }
    for (const item of items) if (item.match(digest)) due.add(item.task)
  }
  return [...due]
}
