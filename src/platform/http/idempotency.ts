import { createHash } from 'node:crypto'
import type { FastifyRequest } from 'fastify'
import { type Kysely, sql } from 'kysely'
import { type Context, Problem } from '../room.ts'

/**
 * An unsafe request with an `Idempotency-Key` runs once: the key is inserted in the transaction of the work itself, so the unique index decides
 * between two at once, and a repeat gets the first answer. Keys are kept for a day (a job removes them). An endpoint that takes or shows a secret
 * keeps nothing: there the key is ignored.
 */
export async function keepAnswer(request: FastifyRequest, ctx: Context, input: unknown, run: () => Promise<unknown>): Promise<unknown> {
  const key = request.headers['idempotency-key']
  const actor = ctx.actor.personId
  if (request.routeOptions.config.endpoint?.secret) return run()
  if (typeof key !== 'string' || request.method === 'GET' || actor === null || ctx.actor.kind !== 'person') return run()
  if (key.length > 200) throw new Problem('platform.malformed', 400)
  const db: Kysely<unknown> = ctx.db
  const route = `${request.method} ${request.routeOptions.url}`
  const hash = createHash('sha256').update(JSON.stringify(input)).digest()
  const made = await sql`insert into kept_answer (actor, key, route, request_hash, at) values (${actor}, ${key}, ${route}, ${hash}, ${ctx.now})
    on conflict do nothing`.execute(db)
  if (made.numAffectedRows === 0n) {
    const { rows } = await sql<{
      route: string
      requestHash: Buffer
      body: string
    }>`select route, request_hash, body from kept_answer where actor = ${actor} and key = ${key}`.execute(db)
    const kept = rows[0]
    if (!kept || kept.route !== route || !hash.equals(kept.requestHash)) throw new Problem('platform.keyReused', 422)
    return JSON.parse(kept.body)
  }
  const result = await run()
  await sql`update kept_answer set body = ${JSON.stringify(result ?? null)} where actor = ${actor} and key = ${key}`.execute(db)
  return result
}
