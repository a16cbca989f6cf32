/** Somebody of the demo does something at a moment of the past, by the same handlers and under the same policies as through the door. */
import { Readable } from 'node:stream'
import type { Client, Options } from '#platform/client.ts'
import type { Contract, Endpoint } from '#platform/contract.ts'
import { emit, emitMany } from '#platform/events/emit.ts'
import { translator } from '#platform/i18n.ts'
import { type Actor, Afterwards, type App, type Call, type Context, Problem } from '#platform/room.ts'

/** The context of this transaction as if this person did it at that moment. */
export function as(ctx: Context, actor: Actor, now: Date): Context {
  const { db, app } = ctx
  return {
    ...ctx,
    actor,
    now,
    locale: actor.locale,
    t: translator(app.texts, actor.locale),
    emit: (type, what) => emit({ db, actor, now, secrets: app.secrets }, type, what),
    emitMany: (type, all) => emitMany({ db, actor, now }, type, all),
    as: (other) => as(ctx, other, now),
  }
}

/** What a handler learns of the connection: there is none. */
export const call: Call = {
  stored: null,
  bytes: Buffer.alloc(0),
  contentType: 'application/json',
  headers: {},
  ip: '127.0.0.1',
  userAgent: 'demo',
  cookie: () => undefined,
  setCookie: () => undefined,
  requestId: 'demo',
}

type Input = Readonly<Record<string, unknown>>
const parsed = (endpoint: Endpoint, input: Input) =>
  Object.fromEntries(
    (['params', 'query', 'body'] as const).flatMap((part) => (endpoint[part] ? [[part, endpoint[part].parse(input[part] ?? {})]] : [])),
  )

/** The client of a room for this person at that moment, without the network in between: a raw body is text. What is refused throws. */
export function at<C extends Contract>(app: App, contract: C, actor: Actor, now: Date): Client<C> {
  const room = app.rooms.find((one) => one.contract === contract)
  if (!room) throw new Error('no room has this contract')
  const fail = (code: string, data?: unknown): never => {
    throw new Problem(code, 409, data)
  }
  const ask =
    (name: string, endpoint: Endpoint) =>
    async (input: Input = {}, { headers = {}, contentType = call.contentType }: Options = {}) => {
      const bytes = typeof input.raw === 'string' ? Buffer.from(input.raw) : undefined
      const stored = bytes ? await app.files.put(Readable.from([bytes]), bytes.length) : null
      const came = { ...call, stored, headers, contentType, ...(bytes && { bytes }) }
      const found: unknown = await app.as(
        actor,
        (ctx) => room.handlers[name]?.(parsed(endpoint, input) as never, { ...as(ctx, actor, now), call: came, fail }) ?? fail(name),
      )
      return found instanceof Afterwards ? found.run() : found
    }
  return Object.fromEntries(Object.entries(contract).map(([name, endpoint]) => [name, ask(name, endpoint)])) as unknown as Client<C>
}
