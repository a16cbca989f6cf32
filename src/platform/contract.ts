/**
 * What a room promises to the outside: endpoints, shapes, failures, events. Plain data that runs in the browser and on the server alike.
 * It is the one source of validation, permission, OpenAPI, the typed client and the forms.
 */
import * as z from 'zod'

type Schema = z.ZodType

/** `anyone`: no sign-in. `signedIn`: any person. Otherwise a permission that a room's `grants` gives to roles. */
type May = 'anyone' | 'signedIn' | (string & {})

export interface Endpoint {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /**
   * Below /api/, unless programs of others post to an address of their own; parameters as {name}. `{+name}` at the end takes all that follows,
   * also slashes (RFC 6570, 3.2.3).
   */
  path: `/${string}`
  may: May
  /** One sentence for the API page: what it does, for whom. */
  summary: string
  params?: z.ZodObject
  query?: z.ZodObject
  body?: Schema
  /** A media type taken as raw bytes instead of JSON; the handler reads `input.raw`. */
  accepts?: string
  /** With `accepts`: the bytes stay in memory (`call.bytes`) and are not kept on disk; for small messages that come many times a second. */
  inMemory?: boolean
  /** A media type answered as a stream (`Download`) instead of JSON. */
  produces?: string
  reply: Schema
  status?: 200 | 201 | 202 | 204
  /** Expected refusals: text key -> HTTP status. Anything not declared here is a 500 without details. */
  fails?: Readonly<Record<string, number>>
  /** Largest body in bytes; 1 MiB unless told. */
  maxBytes?: number
  /**
   * Only with `anyone` and GET: the answer is the same for everybody, whoever they are, and is kept for so many seconds. However many ask
   * meanwhile, the room is asked once.
   */
  sharedFor?: number
  /** Only with `anyone`: who asks shows a key of this endpoint's own (`call.headers`), which the room looks up. It is not looked for among tokens. */
  ownKeys?: boolean
  /** What is sent or answered holds a password, code or token, or it only reads though it is a POST: nothing of it is kept for an Idempotency-Key. */
  secret?: boolean
}
export type Contract = Readonly<Record<string, Endpoint>>
export const contract = <const C extends Contract>(endpoints: C): C => endpoints

type Out<S> = S extends Schema ? z.output<S> : undefined
type In<S> = S extends Schema ? z.input<S> : undefined
/** What a handler receives, parsed. */
export type Parsed<E extends Endpoint> = { params: Out<E['params']>; query: Out<E['query']>; body: Out<E['body']> }
/** A query in which nothing is required may be left out altogether. */
type Optional<E extends Endpoint, K> = K extends 'query' ? (Record<never, never> extends In<E[K]> ? true : false) : false
/** What a client sends. */
export type Sent<E extends Endpoint> = {
  [K in 'params' | 'query' | 'body' as E[K] extends Schema ? (Optional<E, K> extends true ? never : K) : never]: In<E[K]>
} & { [K in 'query' as E[K] extends Schema ? (Optional<E, K> extends true ? K : never) : never]?: In<E[K]> } & (E extends { accepts: string }
    ? { raw: BodyInit }
    : unknown)
export type Reply<E extends Endpoint> = z.output<E['reply']>
export type Fails<E extends Endpoint> = E['fails'] extends Readonly<Record<string, number>> ? keyof E['fails'] & string : never

/** Which roles hold a permission, in the organisation where they have the role. */
export type Grants = Readonly<Record<string, readonly string[]>>

/**
 * Something that happened: one row in the logbook. `data` is kept for ever and must hold ids, states and numbers only;
 * what can identify somebody goes in `personal`, which is encrypted under its own key and can be erased.
 */
export interface EventType<N extends string = string, S extends Schema = Schema, P extends Schema = Schema> {
  name: N
  data: S
  personal: P | undefined
}
export const event = <const N extends string, S extends Schema, P extends Schema = z.ZodUndefined>(
  name: N,
  data: S,
  personal?: P,
): EventType<N, S, P> => ({
  name,
  data,
  personal,
})

export const Id = z.uuid()
export const Instant = z.iso.datetime({ offset: true }).describe('An instant, ISO 8601 with zone')
/** Text a person typed: trimmed, without NUL (PostgreSQL refuses it) and of bounded length. */
export const line = (max = 200) =>
  z
    .string()
    .trim()
    .min(1)
    .max(max)
    .refine((text) => !text.includes('\u0000'))
export const prose = (max = 20_000) =>
  z
    .string()
    .max(max)
    .refine((text) => !text.includes('\u0000'))

/** Where the next page begins: made by `pages` of paging.ts only, which reads it again. */
export const Next = z.string().brand<'Next'>()
export type Next = z.infer<typeof Next>
/** A keyset page. `next` goes back as `after`; null on the last page. */
export const page = <T extends Schema>(item: T) => z.object({ items: z.array(item), next: Next.nullable() })
export const Paging = z.object({
  limit: z.coerce.number().int().min(1).max(200).default(50),
  // A name of any length may be in it.
  after: z.string().max(4000).optional().describe('`next` of the page before; anything else is refused (platform.after)'),
})

/** RFC 9457 problem details. `type` is the text key of the failure. */
export const ProblemShape = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  instance: z.string().optional(),
  errors: z.array(z.object({ pointer: z.string().describe('JSON pointer of the field, RFC 6901'), code: z.string(), detail: z.string() })).optional(),
  data: z.unknown().optional().describe('What the failure is about, per code'),
})
export type ProblemShape = z.infer<typeof ProblemShape>
