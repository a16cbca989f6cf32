import { type Kysely, sql } from 'kysely'
import type { Context } from '../room.ts'

export interface FailedJob {
  id: number
  job: string
  attempts: number
  error: string
  /** ISO 8601. */
  at: string
}

/** Jobs that used up their attempts, newest first, at most 200; empty for who administrates nothing. */
export async function failedJobs(ctx: Context): Promise<FailedJob[]> {
  const db: Kysely<unknown> = ctx.db
  const { rows } = await sql<FailedJob>`select id, job, attempts, error, at from spil_failed_jobs()`.execute(db)
  return rows
}

/** Gives it a new round of attempts, now. False when it is not there (any more) or the actor administrates nothing. */
export async function retryJob(ctx: Context, id: number): Promise<boolean> {
  const db: Kysely<unknown> = ctx.db
  const { rows } = await sql<{ retried: boolean }>`select spil_retry_job(${id}) as retried`.execute(db)
  return rows[0]?.retried ?? false
}
