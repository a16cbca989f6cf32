import { type Kysely, sql } from 'kysely'
import type * as z from 'zod'
import type { Job } from '../room.ts'

/**
 * Enqueues in the caller's transaction, through a function of the owner (graphile-worker's own tables are closed to the app role).
 * `key`: a later job under the same key replaces one that has not begun. `at`: not before then. `queue`: one after another with the others of it.
 */
export async function enqueue<S extends z.ZodType>(
  db: Kysely<unknown>,
  job: Job<S>,
  payload: z.input<S>,
  options: { at?: Date; key?: string; queue?: string } = {},
): Promise<void> {
  const body = JSON.stringify(job.payload.parse(payload))
  const what = sql`${job.name}, ${body}::json, ${options.at ?? null}::timestamptz, ${options.key ?? null}, ${job.maxAttempts ?? 25}`
  await (options.queue === undefined ? sql`select spil_enqueue(${what})` : sql`select spil_enqueue_after(${options.queue}, ${what})`).execute(db)
}
