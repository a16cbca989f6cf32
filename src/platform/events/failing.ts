import { type Kysely, sql } from 'kysely'
import type { Context } from '../room.ts'

export interface FailingSubscription {
  name: string
  /** How often in a row. */
  failures: number
  /** Which event, and what went wrong. */
  error: string
  /** ISO 8601. */
  failedAt: string
}

/** Subscribers that cannot get past an event; empty for who administrates nothing. */
export async function failingSubscriptions(ctx: Context): Promise<FailingSubscription[]> {
  if (ctx.actor.kind !== 'system' && ctx.actor.scopes.admin.length === 0) return []
  const db: Kysely<unknown> = ctx.db
  const { rows } =
    await sql<FailingSubscription>`select name, failures, error, failed_at from subscription_cursor where failures > 0 order by name`.execute(db)
  return rows
}
