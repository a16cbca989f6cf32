/** From contract to route: who, may, parse, begin, handle, commit, reply. */
import { Readable } from 'node:stream'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import * as z from 'zod'
import type { Endpoint } from '../contract.ts'
import { tooLarge } from '../files.ts'
import { translator } from '../i18n.ts'
import { type Actor, Afterwards, type App, type Call, type Context, type Download, Problem, type Room } from '../room.ts'
import { refuseForeignPage } from './foreign.ts'
import { keepAnswer } from './idempotency.ts'
import { invalid } from './problems.ts'
import { checkReply } from './replies.ts'
import { shared } from './shared.ts'

/** Adds every endpoint of the room to the server. `nobody` is the actor without sign-in, `system` the one for public endpoints. */
export function mount(server: FastifyInstance, app: App, room: Room, system: Actor): void {
  for (const [name, endpoint] of Object.entries(room.contract)) {
    const handler = room.handlers[name]
    const kept = shared()
    if (!handler) throw new Error(`${room.name}.${name} has no handler`)
    server.route({
      method: endpoint.method,
      url: endpoint.path.replace(/\{\+\w+\}$/, '*').replace(/\{(\w+)\}/g, ':$1'),
      config: { operation: `${room.name}.${name}`, endpoint },
      ...knocking(app, room, name, endpoint, system),
      bodyLimit: endpoint.maxBytes ?? (endpoint.accepts ? app.config.maxUploadBytes : 1024 * 1024),
      async handler(request, reply) {
        const actor = admit(endpoint, request)
        refuseForeignPage(endpoint, request)
        const input = parse(endpoint, request, app, actor)
        const call = await callOf(endpoint, request, reply, app)
        // A public endpoint has no person to act for: it runs as the system and its handler checks what it was given (a signed link, a password).
        const acts = endpoint.may === 'anyone' ? { ...system, ...pick(actor) } : actor
        const run = (ctx: Context) =>
          keepAnswer(request, ctx, input, () =>
            handler(input as never, Object.assign(ctx, { call, fail: (code: string, data?: unknown) => refuse(endpoint, code, data) }) as never),
          )
        const ask = async () => {
          const found = await app.as(acts, run, endpoint.method === 'GET')
          return found instanceof Afterwards ? found.run() : found
        }
        const result = endpoint.sharedFor === undefined ? await ask() : await kept(request, reply, endpoint.sharedFor, ask)
        return endpoint.produces
          ? stream(reply, result as Download)
          : answer(reply, endpoint, request.routeOptions.config.operation ?? name, app, result)
      },
    })
  }
}

/** Before the body is read. Of who may not, what is still coming is not waited for. */
function knocking(app: App, room: Room, name: string, endpoint: Endpoint, system: Actor) {
  const [knock, shown] = [room.knocks?.[name], room.shows?.[name]]
  if (!knock && !shown) return undefined
  return {
    async onRequest(request: FastifyRequest, reply: FastifyReply) {
      const actor = admit(endpoint, request)
      const input = parse(endpoint, request, app, actor, ['params', 'query'])
      try {
        const refused = await shown?.({ app, headers: request.headers, t: translator(app.texts, actor.locale) })
        if (refused) return stream(reply.header('connection', 'close'), refused)
        await (knock && app.as({ ...system, ...pick(actor) }, (ctx) => knock(input as never, ctx), true))
        return undefined
      } catch (error) {
        reply.header('connection', 'close')
        throw error
      }
    },
  }
}

const pick = (actor: Actor) => ({
  locale: actor.locale,
  personId: actor.personId,
  credential: actor.credential,
  permissions: actor.permissions,
  name: actor.name,
})

/** The first wall: signed in where needed, and the permission held in at least one organisation. */
function admit(endpoint: Endpoint, request: FastifyRequest): Actor {
  const actor = request.actor
  if (endpoint.may === 'anyone') return actor
  if (actor.kind === 'nobody') throw new Problem('platform.signIn', 401)
  if (endpoint.may === 'signedIn') return actor
  if (actor.blockedBy) throw new Problem(actor.blockedBy, 403)
  if (!actor.permissions.get(endpoint.may)?.length) throw new Problem('platform.notAllowed', 403, { may: endpoint.may })
  return actor
}

const inputs = ['params', 'query', 'body'] as const
function parse(endpoint: Endpoint, request: FastifyRequest, app: App, actor: Actor, wanted: readonly (typeof inputs)[number][] = inputs) {
  const input: Record<string, unknown> = {}
  const rest = /\{\+(\w+)\}$/.exec(endpoint.path)?.[1]
  const params = request.params as Record<string, string>
  const parts = {
    params: rest ? { ...params, [rest]: params['*'] } : params,
    query: request.query,
    body: endpoint.accepts ? undefined : (request.body ?? undefined),
  }
  for (const part of wanted) {
    const shape = endpoint[part]
    if (!shape) continue
    const parsed = shape.safeParse(parts[part], { reportInput: true })
    const error = parsed.success ? nulIn(parsed.data) : parsed.error
    if (error) throw invalid(error, part, app.texts, actor.locale)
    input[part] = parsed.data
  }
  return input
}

/** PostgreSQL keeps no NUL in a text, wherever in the input it stands: refused at its field, so that no shape can forget it. */
function nulIn(value: unknown, path: PropertyKey[] = []): z.ZodError | undefined {
  if (typeof value === 'string') return value.includes('\u0000') ? new z.ZodError([{ code: 'custom', path, message: '' }]) : undefined
  if (typeof value !== 'object' || value === null) return undefined
  for (const [key, inner] of Object.entries(value)) {
    const found = nulIn(key, path) ?? nulIn(inner, [...path, Array.isArray(value) ? Number(key) : key])
    if (found) return found
  }
  return undefined
}

/** Bytes from outside are here whole, and on disk unless it is said otherwise, before the handler, and so the transaction, begins. */
async function callOf(endpoint: Endpoint, request: FastifyRequest, reply: FastifyReply, app: App): Promise<Call> {
  const body = request.body
  const stream = body instanceof Readable ? body : Readable.from(Buffer.isBuffer(body) ? [body] : [])
  const most = endpoint.maxBytes ?? app.config.maxUploadBytes
  const stored = endpoint.accepts && !endpoint.inMemory ? await app.files.put(stream, most) : null
  return {
    stored,
    bytes: endpoint.inMemory ? await inMemory(stream, most) : Buffer.alloc(0),
    contentType: request.headers['content-type'] ?? '',
    headers: request.headers,
    // Over a Unix socket (a proxy beside it) there is none, whatever the type says.
    ip: (request.ip as string | undefined) ?? '',
    userAgent: (request.headers['user-agent'] ?? '').slice(0, 300),
    cookie: (name) => request.cookies[name],
    setCookie(name, value, maxAgeSeconds) {
      const options = { path: '/', httpOnly: true, sameSite: 'lax' as const, secure: request.protocol === 'https' }
      if (value === null) reply.clearCookie(name, options)
      else reply.setCookie(name, value, { ...options, ...(maxAgeSeconds !== undefined && { maxAge: maxAgeSeconds }) })
    },
    requestId: request.id,
  }
}

async function inMemory(stream: Readable, most: number): Promise<Buffer> {
  const parts: Buffer[] = []
  let size = 0
  for await (const part of stream as AsyncIterable<Buffer>) {
    size += part.length
    if (size > most) throw tooLarge(most)
    parts.push(part)
  }
  return Buffer.concat(parts)
}

function refuse(endpoint: Endpoint, code: string, data?: unknown): never {
  throw new Problem(code, endpoint.fails?.[code] ?? 409, data)
}

function answer(reply: FastifyReply, endpoint: Endpoint, operation: string, app: App, result: unknown) {
  const status = endpoint.status ?? (endpoint.method === 'POST' ? 201 : 200)
  reply.code(status)
  if (status === 204) return reply.send()
  if (app.config.checkReplies) checkReply(operation, endpoint.reply, result)
  return reply.type('application/json; charset=utf-8').send(JSON.stringify(result))
}

function stream(reply: FastifyReply, download: Download) {
  const name = encodeURIComponent(download.name).replaceAll("'", '%27')
  reply
    .header('content-disposition', `${download.inline ? 'inline' : 'attachment'}; filename*=UTF-8''${name}`)
    .header('content-security-policy', "default-src 'none'; sandbox")
    .type(download.type)
  if (download.size !== undefined) reply.header('content-length', download.size)
  reply.code(download.status ?? 200).headers(download.headers ?? {})
  return reply.send(download.stream)
}
