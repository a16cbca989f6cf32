/** The live feed: GET /api/live streams to an open screen what happens and its person may see. */
import type { ServerResponse } from 'node:http'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { type Actor, type App, Problem } from '../room.ts'
import { type Feed, follow } from './feed.ts'
import { listen } from './listen.ts'
import { openScreen, type Screen, type Wire } from './screen.ts'

const heartbeatMs = 15_000
/** The database may be away this long before screens are told, by closing them. */
const awayMs = 3000
const maxScreens = 5_000
/** Of one person; the oldest makes room for a new one. */
const maxOwn = 30

interface Hub {
  feed: Feed
  stop(): Promise<void>
}

/** `identify` looks again who a request comes from and sets request.actor. */
export function live(server: FastifyInstance, app: App, identify: (request: FastifyRequest) => Promise<void>): void {
  const screens = new Set<Screen>()
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
    const { feed } = await hub()
    // Gone meanwhile: nothing would say that this screen ended.
    if (reply.raw.destroyed) return reply.hijack()
    makeRoom(screens, request.actor)
    const wire = stream(reply)
    const again = async (): Promise<Actor> => {
      await identify(request).catch((error) => {
        if (error instanceof Problem) request.actor = { ...request.actor, kind: 'nobody', personId: null }
        else throw error
      })
      return request.actor
    }
    const screen = openScreen({ app, feed, wire, actor: request.actor, identify: again, last: lastSeen(request) })
    screens.add(screen)
    reply.raw.on('close', () => {
      screens.delete(screen)
      app.metrics.live.set(screens.size)
      screen.close()
    })
    app.metrics.live.set(screens.size)
    return reply
  })

  server.addHook('preClose', async () => {
    for (const screen of screens) screen.close()
    await (await opening?.catch(() => undefined))?.stop()
  })
}

function makeRoom(screens: ReadonlySet<Screen>, actor: Actor): void {
  const own = [...screens].filter((screen) => screen.actor().personId === actor.personId)
  for (const screen of own.slice(0, Math.max(0, own.length - maxOwn + 1))) screen.close()
}

function signedIn(request: FastifyRequest): void {
  if (request.actor.kind !== 'person') throw new Problem('platform.signIn', 401)
  if (request.actor.blockedBy) throw new Problem(request.actor.blockedBy, 403)
}

async function startHub(app: App, screens: ReadonlySet<Screen>): Promise<Hub> {
  const feed = await follow(app, () => {
    for (const screen of screens) screen.pump()
  })
  // A screen that only looks asks for nothing: without this it would not know that what it shows is no longer followed.
  // A connection that is back at once is not worth telling: what was missed is fetched.
  let away: ReturnType<typeof setTimeout> | undefined
  const unlisten = listen(app, {
    on: {},
    connected: () => clearTimeout(away),
    lost() {
      clearTimeout(away)
      away = setTimeout(() => {
        for (const screen of screens) screen.close()
      }, awayMs)
    },
  })
  const timer = setInterval(() => {
    const now = performance.now()
    for (const screen of screens) screen.beat(now)
  }, heartbeatMs)
  return {
    feed,
    async stop() {
      clearInterval(timer)
      clearTimeout(away)
      await Promise.all([feed.stop(), unlisten()])
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
