/**
 * Subscribers follow the sealed order, each from its own cursor, at least once: the handler and the move of the cursor are one transaction,
 * together with the events before it that led to nothing. A row lock decides which process handles an event. A handler that fails is tried again, later each time, and holds up nobody else;
 * its failures and the last error stand beside its cursor.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { type Kysely, sql } from 'kysely'
import type { App, Happened, Subscription } from '../room.ts'
import { listen } from './listen.ts'
import { sealNow } from './sealer.ts'

// biome-ignore lint/suspicious/noExplicitAny: each is typed where its room makes it
type Any = Subscription<any>

/** How many leaves one look passes over, so that a new subscriber on an old logbook never makes a slow query. */
const stride = 10_000
const atOnce = 4
/** How long one subscriber works on before the others are looked at again: who has a long way to go holds up nobody. */
const turnMs = 250
/** How many events that lead to nothing share a transaction, and for how long. One that writes ends it: locks of one piece of work never wait for another. */
const together = 50
const togetherMs = 100
/** How many are given together to who asks for many. */
const many = 500

export interface Running {
  stop(): Promise<void>
}

export async function startSubscriptions(app: App): Promise<Running> {
  const subscriptions = subscriptionsOf(app)
  let stopped = false
  let wake = () => {}
  const stopListening = listen(app, { on: { spil_sealed: () => wake() }, connected: () => wake() })
  const run = async () => {
    let known = false
    while (!stopped) {
      const woken = new Promise<void>((resolve) => {
        wake = resolve
      })
      try {
        if (!known) await makeCursors(app, subscriptions)
        known = true
        if (await round(app, subscriptions, () => stopped)) wake()
      } catch (error) {
        // The database is away: the events stay where they are.
        app.log.debug({ at: 'subscriptions', error: messageOf(error) })
      }
      const timer = new AbortController()
      await Promise.race([woken, sleep(1000, undefined, { signal: timer.signal }).catch(() => undefined)])
      timer.abort()
    }
  }
  const done = run()
  return {
    async stop() {
      stopped = true
      wake()
      await done
      await stopListening()
    },
  }
}

/** For tests: seals and hands out everything until it is quiet, without waiting for retries. Returns how many events were handled; throws the first failure. */
export async function drain(app: App): Promise<number> {
  const subscriptions = subscriptionsOf(app)
  await makeCursors(app, subscriptions)
  let handled = 0
  for (;;) {
    await sealNow(app)
    let moved = 0
    let failure: unknown
    for (const subscription of subscriptions) {
      try {
        for (let outcome = await step(app, subscription); typeof outcome === 'number'; outcome = await step(app, subscription)) moved += outcome
      } catch (error) {
        failure ??= error
      }
    }
    handled += moved
    if (failure) throw failure
    if (moved === 0) return handled
  }
}

function subscriptionsOf(app: App): Any[] {
  const all = app.rooms.flatMap((room) => room.on)
  const twice = all.find((one, at) => all.findIndex((other) => other.name === one.name) !== at)
  if (twice) throw new Error(`two subscriptions are called ${twice.name}`)
  return all
}

async function makeCursors(app: App, subscriptions: readonly Any[]): Promise<void> {
  const names = subscriptions.map((one) => one.name)
  await app.pools.owner.query('insert into subscription_cursor (name) select unnest($1::text[]) on conflict do nothing', [names])
}

/** One look: whoever sees nothing of interest is moved on together in one statement, the others work off what they have, a few at once. True when some have more to do. */
async function round(app: App, subscriptions: readonly Any[], stopped: () => boolean): Promise<boolean> {
  const behind = await passOver(app, subscriptions)
  const queue = subscriptions.filter((one) => behind.has(one.name))
  let more = false
  const work = async () => {
    for (let one = queue.shift(); one; one = queue.shift()) if (await catchUp(app, one, stopped)) more = true
  }
  await Promise.all(Array.from({ length: atOnce }, work))
  return more
}

/** Returns who is still behind and not waiting for a retry. */
async function passOver(app: App, subscriptions: readonly Any[]): Promise<Set<string>> {
  const values = [subscriptions.map((one) => one.name), subscriptions.map((one) => one.to.name), stride]
  const { rows } = await app.pools.owner.query<{ name: string }>({
    // Not prepared: in its first minutes the logbook grows faster than its statistics, and a plan made for a few rows would be kept.
    text: `with latest as (select coalesce(max(size), 0) - 1 as seq from head),
      mine as (
        select c.name, c.seq, wanted.event from subscription_cursor c join unnest($1::text[], $2::text[]) as wanted (name, event) using (name)
        where c.seq < (select seq from latest)
          and (c.failures = 0 or c.failed_at + least(power(2, c.failures), 300) * interval '1 second' < clock_timestamp())
        for update of c skip locked),
      near as (select * from mine where seq >= (select seq from latest) - $3),
      came as materialized (
        select e.name, max(l.seq) as last from leaf l join event e on e.id = l.event_id
        where l.seq > (select min(seq) from near) and l.seq <= (select seq from latest) group by e.name),
      quiet as (
        select near.name from near where not exists (select from came where came.name = near.event and came.last > near.seq)),
      moved as (
        update subscription_cursor c set seq = (select seq from latest) from quiet where c.name = quiet.name returning c.name)
      select name from mine where name not in (select name from moved)`,
    values,
  })
  return new Set(rows.map((row) => row.name))
}

/** True when its turn was over before it was done. */
async function catchUp(app: App, subscription: Any, stopped: () => boolean): Promise<boolean> {
  const until = performance.now() + turnMs
  try {
    while (!stopped()) {
      const outcome = await step(app, subscription)
      if (outcome === 'quiet' || outcome === 'elsewhere') return false
      if (performance.now() > until) return true
    }
  } catch (error) {
    app.log.error({ at: 'subscription', subscription: subscription.name, outcome: 'failed', error: messageOf(error) })
  }
  return false
}

/** As a literal, so that the statement is never prepared: see passOver. */
const planned = (seq: number) => sql.lit(seq)

interface Found {
  seq: number
  id: number
  name: string
  about: string
  organisationId: string | null
  actor: string
  at: string
  data: unknown
}

/** How many events were handled, or why none: a stride without any, nothing new, another process is at it. */
type Outcome = number | 'passed' | 'quiet' | 'elsewhere'

/**
 * The next events, at most `most`, up to the first of which something comes; or one stride without any. Throws what the handler threw, after
 * writing it down; what came before it is passed over first, so that only the event that fails is held back.
 */
async function step(app: App, subscription: Any, most = subscription.together ? many : together): Promise<Outcome> {
  let at: Found | undefined
  let done = 0
  let given = 1
  try {
    return await app.asSystem(async (ctx) => {
      at = undefined
      done = 0
      given = 1
      const db: Kysely<unknown> = ctx.db
      const cursor = await sql<{ seq: number; size: number }>`
        select seq, coalesce((select max(size) from head), 0) as size
        from subscription_cursor where name = ${subscription.name} for update skip locked`.execute(db)
      const place = cursor.rows[0]
      if (!place) return 'elsewhere'
      const until = Math.min(place.size - 1, place.seq + stride)
      if (place.seq >= until) return 'quiet'
      const { rows } = await sql<Found>`
        select l.seq, e.id, e.name, e.about, e.organisation_id, e.actor, e.at, e.data from leaf l join event e on e.id = l.event_id
        where l.seq > ${place.seq} and l.seq <= ${planned(until)} and e.name = ${subscription.to.name} order by l.seq limit ${most}`.execute(db)
      const enough = performance.now() + togetherMs
      if (subscription.together && rows.length > 0) {
        at = rows[0]
        given = rows.length
        const handled = await subscription.together(rows.map(happened), ctx)
        done = Math.max(1, Math.min(handled, given))
        at = rows[done - 1]
      }
      for (const row of subscription.together ? [] : rows) {
        at = row
        const before = ctx.changes()
        await subscription.run(happened(row), ctx)
        done++
        if (ctx.changes() > before || performance.now() > enough) break
      }
      const seq = at?.seq ?? until
      await sql`update subscription_cursor set seq = ${seq}, failures = 0, failed_at = null, error = null where name = ${subscription.name}`.execute(
        db,
      )
      return at ? done : 'passed'
    })
  } catch (error) {
    if (done > 0) return step(app, subscription, done)
    // Fewer together, until the one that fails stands alone.
    if (given > 1) return step(app, subscription, Math.floor(given / 2))
    if (at) await writeDown(app, subscription, at, error)
    throw error
  }
}

const happened = (found: Found): Happened => ({ ...found, id: String(found.id), at: new Date(found.at) })

async function writeDown(app: App, subscription: Any, at: Found, error: unknown): Promise<void> {
  const text = `${at.name} ${at.seq}: ${messageOf(error)}`.slice(0, 1000)
  await app.pools.owner
    .query('update subscription_cursor set failures = failures + 1, failed_at = clock_timestamp(), error = $2 where name = $1', [
      subscription.name,
      text,
    ])
    .catch(() => undefined)
}

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error))
