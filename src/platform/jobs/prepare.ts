import { runMigrations } from 'graphile-worker'
import type pg from 'pg'

/** graphile-worker's own tables; before the first job is enqueued. Two processes at once: it waits for itself. */
export async function prepareJobs(pool: pg.Pool): Promise<void> {
  watched(pool)
  await runMigrations({ pgPool: pool })
}

/** graphile-worker insists that somebody hears the errors of each connection; the pool itself drops one that breaks. */
export function watched(pool: pg.Pool): pg.Pool {
  if (pool.listenerCount('connect') === 0) pool.on('connect', (client) => client.on('error', () => undefined))
  return pool
}
