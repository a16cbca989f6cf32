/**
 * A pulse per process that runs jobs. graphile-worker keeps the jobs of a killed process locked for four hours; here whoever is still there
 * sees within fifteen seconds that its pulse stopped, and unlocks them.
 */
import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { App } from '../room.ts'
import { tellLogbook } from './tasks.ts'

export interface Pace {
  beatMs: number
  /** A pulse unheard for so long has stopped. */
  deadAfterMs: number
}
export const pace: Pace = { beatMs: 3_000, deadAfterMs: 10_000 }

export interface Pulse {
  /** What our jobs are locked by; they are ours as long as our pulse goes on. */
  add(lockedBy: string): void
  remove(lockedBy: string): void
  stop(): Promise<void>
}

export function startPulse(app: App, { beatMs, deadAfterMs }: Pace): Pulse {
  const id = randomUUID()
  const holders = new Set<string>()
  const stopping = new AbortController()
  let last = performance.now()
  let trustFrom = 0
  const beat = async () => {
    // After a pause of our own or of the database the others' pulses are as late as ours: first let them be heard again.
    const now = performance.now()
    if (now - last > deadAfterMs / 2) trustFrom = now + deadAfterMs
    await app.pools.owner.query(
      `insert into job_process (id, worker_ids, seen) values ($1, $2, clock_timestamp())
       on conflict (id) do update set worker_ids = excluded.worker_ids, seen = excluded.seen`,
      [id, [...holders]],
    )
    last = performance.now()
    if (last >= trustFrom) await unlockDead(app, deadAfterMs)
  }
  const run = async () => {
    while (!stopping.signal.aborted) {
      await beat().catch((error: Error) => app.log.debug({ at: 'jobs', error: error.message }))
      await sleep(beatMs, undefined, { signal: stopping.signal }).catch(() => undefined)
    }
  }
  const done = run()
  return {
    add: (lockedBy) => holders.add(lockedBy),
    remove: (lockedBy) => holders.delete(lockedBy),
    async stop() {
      stopping.abort()
      await done
      await app.pools.owner.query('delete from job_process where id = $1', [id]).catch(() => undefined)
    },
  }
}

/** A lock whose holder has no pulse is opened; a job that took its process with it for the last time is told to the logbook. */
export async function unlockDead(app: App, deadAfterMs: number): Promise<number> {
  const pool = app.pools.owner
  await pool.query(`delete from job_process where seen < clock_timestamp() - interval '1 minute'`)
  const { rows } = await pool.query<{ worker: string }>(
    `select distinct locked_by as worker from graphile_worker._private_jobs
     where locked_at < clock_timestamp() - $1 * interval '1 millisecond' and locked_by is not null
       and not exists (select from job_process p where p.seen >= clock_timestamp() - $1 * interval '1 millisecond' and locked_by = any(p.worker_ids))`,
    [deadAfterMs],
  )
  if (rows.length === 0) return 0
  const dead = rows.map((row) => row.worker)
  const spent = await pool.query<{ id: string; job: string; attempts: number }>(
    `update graphile_worker._private_jobs j set last_error = coalesce(last_error, 'the process that ran it was killed')
     from graphile_worker._private_tasks t
     where t.id = j.task_id and j.locked_by = any($1) and j.attempts >= j.max_attempts returning j.id::text as id, t.identifier as job, j.attempts`,
    [dead],
  )
  await pool.query('select graphile_worker.force_unlock_workers($1::text[])', [dead])
  app.log.warn({ at: 'jobs', outcome: 'jobs of a process that is gone were given free', workers: dead.length })
  for (const one of spent.rows) await tellLogbook(app, one.job, one.id, one.attempts)
  return dead.length
}
