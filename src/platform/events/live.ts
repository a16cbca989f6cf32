/**
 * The live feed: GET /api/live streams to an open screen what happens and its person may see; POST /api/live/presence says which page is open.
 */
import { randomUUID } from 'node:crypto'
import type { ServerResponse } from 'node:http'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { sql } from 'kysely'
import * as z from 'zod'
import { refuseForeignPage } from '../http/foreign.ts'
import { type Actor, type App, Problem } from '../room.ts'
import { type Feed, follow } from './feed.ts'
import { listen } from './listen.ts'
import { type Presence, presence } from './presence.ts'
import { openScreen, type Screen, type Wire } from './screen.ts'

const heartbeatMs = 15_000
/** The database may be away this long before screens are told, by closing them. */
const awayMs = 3000
const maxScreens = 5_000
/** Of one person; the oldest makes room for a new one. */
const maxOwn = 30

interface Hub {
  feed: Feed
  presence: Presence
  stop(): Promise<void>
}

/** `identify` looks again who a request comes from and sets request.actor. */
export function live(server: FastifyInstance, app: App, identify: (request: FastifyRequest) => Promise<void>): void {
  const screens = new Map<string, Screen>()
  const owners = new Map<string, string>()
  let opening: Promise<Hub> | undefined
  // Nothing listens while nobody looks: the first screen starts the hub.
  const hub = () => {
    opening ??= startHub(app, screens).catch((error) => {
      opening = undefined
      throw error
    })
    return opening
  }

  server.get('/api/live', { config: { operation: 'platform.live' } }, async (request, reply) => {
    signedIn(request)
    if (screens.size >= maxScreens) throw new Problem('platform.busy', 503)
    const { feed, presence } = await hub()
    makeRoom(screens, request.actor)
    const wire = stream(reply)
    const id = randomUUID()
    const again = async (): Promise<Actor> => {
      await identify(request).catch((error) => {
        if (error instanceof Problem) request.actor = { ...request.actor, kind: 'nobody', personId: null }
        else throw error
      })
      return request.actor
    }
    reply.raw.on('close', () => {
      const screen = screens.get(id)
      screens.delete(id)
      owners.delete(id)
      app.metrics.live.set(screens.size)
      if (screen) {
        screen.close()
        presence.at(screen, null)
      }
    })
    const screen = openScreen({ id, app, feed, wire, actor: request.actor, identify: again, last: lastSeen(request) })
    screens.set(id, screen)
    owners.set(id, request.actor.personId ?? '')
    app.metrics.live.set(screens.size)
    return reply
  })

  server.post('/api/live/presence', { config: { operation: 'platform.presence' } }, async (request, reply) => {
    signedIn(request)
    refuseForeignPage({ method: 'POST', path: '/api/live/presence', may: 'signedIn', summary: '', reply: z.unknown() }, request)
    const parsed = Place.safeParse(request.body)
    if (!parsed.success) throw new Problem('platform.invalid', 400)
    const { connection, about } = parsed.data
    const screen = screens.get(connection)
    // Another process may hold the connection, or it was just lost: the screen says it again after its next hello.
    if (!screen || owners.get(connection) !== request.actor.personId) return reply.code(204).send()
    if (about !== null && !(await sees(app, request.actor, about))) throw new Problem('platform.notFound', 404)
    ;(await hub()).presence.at(screen, about)
    return reply.code(204).send()
  })

  server.addHook('preClose', async () => {
    for (const screen of screens.values()) screen.close()
    await (await opening?.catch(() => undefined))?.stop()
  })
}

const Place = z.object({
  connection: z.uuid(),
  about: z
    .string()
    .regex(/^[\w.-]{1,60}\/[\w.-]{1,100}$/)
    .nullable(),
})

function makeRoom(screens: ReadonlyMap<string, Screen>, actor: Actor): void {
  const own = [...screens.values()].filter((screen) => screen.actor().personId === actor.personId)
  for (const screen of own.slice(0, Math.max(0, own.length - maxOwn + 1))) screen.close()
}

function signedIn(request: FastifyRequest): void {
  if (request.actor.kind !== 'person') throw new Problem('platform.signIn', 401)
  if (request.actor.blockedBy) throw new Problem(request.actor.blockedBy, 403)
}

async function startHub(app: App, screens: ReadonlyMap<string, Screen>): Promise<Hub> {
  const feed = await follow(app, () => {
    for (const screen of screens.values()) screen.pump()
  })
  const present = presence(app)
  // A screen that only looks asks for nothing: without this it would not know that what it shows is no longer followed.
  // A connection that is back at once is not worth telling: what was missed is fetched.
  let away: ReturnType<typeof setTimeout> | undefined
  const unlisten = listen(app, {
    on: {},
    connected: () => clearTimeout(away),
    lost() {
      clearTimeout(away)
      away = setTimeout(() => {
        for (const screen of screens.values()) screen.close()
      }, awayMs)
    },
  })
  const timer = setInterval(() => {
    const now = performance.now()
    for (const screen of screens.values()) screen.beat(now)
    present.tidy(now)
  }, heartbeatMs)
  return {
    feed,
    presence: present,
    async stop() {
      clearInterval(timer)
      clearTimeout(away)
      await Promise.all([feed.stop(), present.stop(), unlisten()])
    },
  }
}

/** The header a browser sends when it reconnects by itself; the query for a page that makes a new connection. */
function lastSeen(request: FastifyRequest): number | undefined {
  const given = request.headers['last-event-id'] ?? (request.query as { after?: unknown }).after
  return typeof given === 'string' && /^-?\d{1,15}$/.test(given) ? Number(given) : undefined
}

function stream(reply: FastifyReply): Wire {
  reply.hijack()
  const raw: ServerResponse = reply.raw
  for (const [name, value] of Object.entries(reply.getHeaders())) if (value !== undefined) raw.setHeader(name, value)
  raw.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-store', 'x-accel-buffering': 'no' })
  raw.write('retry: 2000\n\n')
  return {
    write: (text) => void raw.write(text),
    waiting: () => raw.writableLength,
    close() {
      if (raw.destroyed) return
      raw.end()
      // Who does not take what was written would otherwise keep it in memory.
      if (raw.writableLength > 0) setTimeout(() => raw.destroy(), 1000).unref()
    },
  }
}

/** Under the policies, as this person: whether anything about it may be seen. */
async function sees(app: App, actor: Actor, about: string): Promise<boolean> {
  const { rows } = await app.as(actor, (ctx) => sql`select from event where about = ${about} limit 1`.execute(ctx.db))
  return rows.length > 0
}
