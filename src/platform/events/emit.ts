/** Writes an event in the transaction of the work itself: insert only, sealed within a second by the sealer. */
import { createCipheriv, createHash, randomBytes, randomUUID } from 'node:crypto'
import { type Kysely, sql } from 'kysely'
import type * as z from 'zod'
import type { EventType } from '../contract.ts'
import type { Actor, Emitted } from '../room.ts'
import type { Secrets } from '../secrets.ts'

interface Place {
  db: Kysely<unknown>
  actor: Actor
  now: Date
  secrets: Secrets
}

/** Returns the event's id. `personal` is encrypted under the key of `about`; the logbook itself holds only its hash. */
export async function emit<S extends z.ZodType, P extends z.ZodType>(
  place: Place,
  type: EventType<string, S, P>,
  what: Emitted<S, P>,
): Promise<string> {
  const { db, actor, now } = place
  const data = JSON.stringify(type.data.parse(what.data))
  const content =
    type.personal && what.personal !== undefined
      ? await sealContent(place, what.about, JSON.stringify(type.personal.parse(what.personal)))
      : undefined
  const who = actor.kind === 'person' && actor.personId !== null ? actor.personId : actor.kind
  const people = `{${(what.people ?? []).join(',')}}`
  const { rows } = await sql<{ id: number }>`
    with next as materialized (select nextval('event_id_seq') as id), written as (
      insert into event (id, name, about, organisation_id, actor, at, data, people, confined, content_hash) overriding system value
      select id, ${type.name}, ${what.about}, ${what.organisationId}::uuid, ${who}, ${now}::timestamptz, ${data}::jsonb, ${people}::uuid[],
        ${what.confined ?? false}::boolean, ${content?.hash ?? null}::bytea from next
    ), waiting as (insert into unsealed (event_id) select id from next)
    select id from next`.execute(db)
  const id = rows[0]?.id
  if (id === undefined) throw new Error('the event was not written')
  if (content) await sql`insert into event_content (event_id, key_id, sealed) values (${id}, ${content.keyId}, ${content.sealed})`.execute(db)
  return String(id)
}

/** Many of one kind in one statement, in this order; for events without personal content. */
export async function emitMany<S extends z.ZodType>(
  { db, actor, now }: Pick<Place, 'db' | 'actor' | 'now'>,
  type: EventType<string, S, z.ZodUndefined>,
  all: readonly Emitted<S, z.ZodUndefined>[],
): Promise<void> {
  if (all.length === 0) return
  const who = actor.kind === 'person' && actor.personId !== null ? actor.personId : actor.kind
  await sql`
    with next as materialized (
      select nextval('event_id_seq') as id, g.* from (
        select * from unnest(${all.map(({ about }) => about)}::text[], ${all.map(({ organisationId }) => organisationId)}::uuid[],
          ${all.map(({ data }) => JSON.stringify(type.data.parse(data)))}::jsonb[], ${all.map(({ people = [] }) => `{${people.join(',')}}`)}::text[],
          ${all.map(({ confined = false }) => confined)}::boolean[]) with ordinality t (about, organisation_id, data, people, confined, place) order by place) g
    ), written as (
      insert into event (id, name, about, organisation_id, actor, at, data, people, confined) overriding system value
      select id, ${type.name}, about, organisation_id, ${who}, ${now}::timestamptz, data, people::uuid[], confined from next
    )
    insert into unsealed (event_id) select id from next`.execute(db)
}

/** AES-256-GCM under the subject's own key, which itself is sealed under the key file. */
async function sealContent({ db, now, secrets }: Place, about: string, text: string) {
  await sql`insert into content_key (id, about, sealed, at) values (${randomUUID()}, ${about}, ${secrets.seal('content', randomBytes(32).toString('base64'))}, ${now})
    on conflict (about) do nothing`.execute(db)
  const { rows } = await sql<{ id: string; sealed: string }>`select id, sealed from content_key where about = ${about}`.execute(db)
  const key = rows[0]
  if (!key) throw new Error(`no content key for ${about}`)
  const nonce = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', Buffer.from(secrets.open('content', key.sealed), 'base64'), nonce)
  const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
  const sealed = Buffer.concat([nonce, cipher.getAuthTag(), body])
  return { keyId: key.id, sealed, hash: createHash('sha256').update(sealed).digest() }
}
