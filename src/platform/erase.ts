/**
 * Personal content of events: readable as long as the key of its subject is there, gone for ever when the key is taken away.
 * The logbook holds only the hash of what was encrypted, so it stays provable after an erasure.
 */
import { createDecipheriv } from 'node:crypto'
import { type Kysely, sql } from 'kysely'
import * as z from 'zod'
import { event } from './contract.ts'
import type { Context } from './room.ts'

/** That the personal content about the event's subject was erased; not what it was. */
const contentErased = event('platform.contentErased', z.object({}))

/**
 * Takes away the key of everything personal in events about `about` ('person/<id>', 'case/<id>'): it cannot be read any more, by nobody.
 * False when there was no key. What is written about it later gets a new key.
 */
export async function erase(ctx: Context, about: string): Promise<boolean> {
  const db: Kysely<unknown> = ctx.db
  const { numAffectedRows } = await sql`delete from content_key where about = ${about}`.execute(db)
  if (numAffectedRows === 0n) return false
  // Who erases sees that they did.
  await ctx.emit(contentErased, { about, organisationId: null, data: {}, people: ctx.actor.personId ? [ctx.actor.personId] : [] })
  return true
}

/**
 * The personal content of these events, by event id, as far as the actor may see the event. Without an entry: there is none, it may not be seen,
 * or it was erased.
 */
export async function readContent(ctx: Context, eventIds: readonly string[]): Promise<Map<string, unknown>> {
  const db: Kysely<unknown> = ctx.db
  const { rows } = await sql<{ eventId: number; sealed: Buffer; key: string }>`
    select c.event_id, c.sealed, k.sealed as key from event_content c join content_key k on k.id = c.key_id
    where c.event_id = any(${`{${eventIds.filter((id) => /^\d{1,18}$/.test(id)).join(',')}}`}::bigint[])`.execute(db)
  return new Map(rows.map((row) => [String(row.eventId), unseal(Buffer.from(ctx.app.secrets.open('content', row.key), 'base64'), row.sealed)]))
}

function unseal(key: Buffer, sealed: Buffer): unknown {
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, 12))
  decipher.setAuthTag(sealed.subarray(12, 28))
  return JSON.parse(Buffer.concat([decipher.update(sealed.subarray(28)), decipher.final()]).toString('utf8'))
}
