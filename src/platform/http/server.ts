/** The doors of the program: API of every room, health, metrics, API description, live feed, web. */
import { randomUUID } from 'node:crypto'
import cookie from '@fastify/cookie'
import Fastify, { type FastifyInstance, type FastifyRequest } from 'fastify'
import { nobody, system } from '../app.ts'
import type { Clock } from '../clock.ts'
import type { Endpoint } from '../contract.ts'
import { live } from '../events/live.ts'
import { tooLarge } from '../files.ts'
import { localeOf } from '../i18n.ts'
import { setClock } from '../jobs/due.ts'
import { openapi } from '../openapi.ts'
import { type Actor, type App, Problem } from '../room.ts'
import { docsPage } from './docs.ts'
import { health } from './health.ts'
import { mount } from './mount.ts'
import { problems } from './problems.ts'
import { security, web } from './static.ts'

declare module 'fastify' {
  interface FastifyRequest {
    actor: Actor
  }
  interface FastifyContextConfig {
    operation?: string
    endpoint?: Endpoint
  }
}

/** What the room of people tells the doors. */
export interface Doorkeeper {
  /** Who presents this session or token; null when it is not valid (any more). */
  identify(app: App, presented: { session: string | undefined; bearer: string | undefined }): Promise<Actor | null>
  /** Whether somebody has set this installation up. */
  installed(app: App): Promise<boolean>
  /** Path of the endpoints that answer before that. */
  setUp: string
}

export interface Doors {
  app: App
  clock: Clock
  doorkeeper: Doorkeeper
  webFolder: string
  version: string
}

export async function makeServer({ app, clock, doorkeeper, webFolder, version }: Doors): Promise<FastifyInstance> {
  const server = Fastify({
    logger: false,
    trustProxy: app.config.trustProxy,
    genReqId: () => randomUUID(),
    bodyLimit: 1024 * 1024,
    requestTimeout: 120_000,
    routerOptions: { maxParamLength: 500 },
    forceCloseConnections: true,
  })
  server.server.maxConnections = app.config.maxConnections
  server.decorateRequest('actor')
  problems(server, app.texts, app.log)
  await server.register(cookie)
  security(server)
  bodies(server, app)
  await server.register(async (api) => {
    api.addHook('onRequest', (request) => admitPresented(app, doorkeeper, request))
    for (const room of app.rooms) mount(api, app, room, system)
    live(api, app, (request) => admitPresented(app, doorkeeper, request))
    const description = openapi(app.rooms, version)
    api.get('/api/openapi.json', () => description)
    api.get('/api/docs', (_request, reply) => docsPage(reply, description))
    if (app.config.testClock) testClock(api, app, clock)
  })
  health(server, app, version)
  await web(server, webFolder)
  observe(server, app)
  return server
}

/** JSON is parsed, everything else stays a stream that an endpoint which `accepts` bytes writes to disk. */
function bodies(server: FastifyInstance, app: App): void {
  server.addContentTypeParser('*', (request, payload, done) => {
    const endpoint = request.routeOptions.config.endpoint
    if (endpoint?.accepts) {
      // Said before it comes: nothing of it needs to be read.
      const most = endpoint.maxBytes ?? app.config.maxUploadBytes
      return Number(request.headers['content-length']) > most ? done(tooLarge(most), undefined) : done(null, payload)
    }
    done(new Problem('platform.mediaType', 415), undefined)
  })
  // An upload may itself be JSON: the route decides, so the built-in parsers are replaced.
  server.removeContentTypeParser(['application/json', 'text/plain'])
  server.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, body, done) => {
    if (request.routeOptions.config.endpoint?.accepts) return done(null, body)
    if (body.length === 0) return done(null, undefined)
    try {
      done(null, JSON.parse(body.toString('utf8'), wellFormed))
    } catch {
      done(new Problem('platform.malformed', 400), undefined)
    }
  })
}

/**
 * Half a surrogate pair (an emoji that was cut) is no character and PostgreSQL keeps none in jsonb: it becomes U+FFFD, as in any other text. `__proto__` is
 * never a field.
 */
function wellFormed(key: string, value: unknown): unknown {
  if (key === '__proto__') return undefined
  if (!key.isWellFormed()) throw new Error('no name of a field')
  return typeof value === 'string' ? value.toWellFormed() : value
}

async function admitPresented(app: App, doorkeeper: Doorkeeper, request: FastifyRequest): Promise<void> {
  const locale = localeOf(null, request.headers['accept-language'])
  request.actor = { ...nobody, locale }
  if (!(await doorkeeper.installed(app))) {
    if ((request.routeOptions.url ?? '').startsWith(doorkeeper.setUp)) return
    throw new Problem('platform.setUpFirst', 503)
  }
  // The answer is the same for everybody, or the room itself knows whose key it is: who asks is not looked up.
  const { sharedFor, ownKeys } = request.routeOptions.config.endpoint ?? {}
  if (sharedFor !== undefined || ownKeys) return
  const bearer = /^Bearer ([\w.~+/=-]{1,500})$/i.exec(request.headers.authorization ?? '')?.[1]
  const session = request.cookies.spil_session
  if (bearer === undefined && session === undefined) return
  const actor = await doorkeeper.identify(app, { session: bearer === undefined ? session : undefined, bearer })
  if (actor) request.actor = actor
  else if (bearer !== undefined) throw new Problem('platform.signIn', 401)
}

/** Only with --test-clock: {at: ISO instant} sets the clock, {at: null} returns to the real time. */
function testClock(server: FastifyInstance, app: App, clock: Clock): void {
  server.post('/api/test/clock', (request) => {
    const at = (request.body as { at?: unknown } | undefined)?.at ?? null
    if (at !== null && (typeof at !== 'string' || Number.isNaN(Date.parse(at)))) throw new Problem('platform.invalid', 400)
    setClock(app, clock, at === null ? undefined : new Date(at))
    return { now: clock.now().toISOString() }
  })
}

/** One wide line and one observation a request. */
function observe(server: FastifyInstance, app: App): void {
  server.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? 'web'
    const seconds = reply.elapsedTime / 1000
    app.metrics.requests.observe({ method: request.method, route, status: String(reply.statusCode) }, seconds)
    app.log.info({
      at: 'request',
      id: request.id,
      method: request.method,
      route,
      operation: request.routeOptions.config.operation,
      status: reply.statusCode,
      ms: Math.round(reply.elapsedTime * 10) / 10,
      person: request.actor?.personId ?? undefined,
    })
  })
}
