/**
 * What a room is, and what its handlers receive. A room is data: contract, texts, handlers, subscriptions, jobs, services.
 */
import type { Readable } from 'node:stream'
import type { Kysely } from 'kysely'
import type * as z from 'zod'
import type { Config } from './config.ts'
import type { Contract, Endpoint, EventType, Fails, Grants, Parsed, Reply } from './contract.ts'
import type { Pools } from './database/pool.ts'
import type { Files, Stored } from './files.ts'
import type { Locale, Texts, Translate } from './i18n.ts'
import type { Log } from './log.ts'
import type { Metrics } from './metrics.ts'
import type { Secrets } from './secrets.ts'
import type { platformTexts } from './texts.ts'

/** A refusal or failure with a declared code. `code` is a text key; `data` goes to the client as it is. */
export class Problem extends Error {
  override name = 'Problem'
  code: string
  status: number
  data: unknown
  errors: { pointer: string; code: string; detail: string }[] | undefined
  constructor(code: string, status = 409, data?: unknown, errors?: Problem['errors']) {
    super(code)
    this.code = code
    this.status = status
    this.data = data
    this.errors = errors
  }
}

/** The organisations in which somebody may do a kind of thing; the database policies read exactly these (spil_orgs). */
export interface Scopes {
  /** Has any role there. */ member: readonly string[]
  /** May read the organisation's records: everyone but the reporter. */ read: readonly string[]
  /** Sees what is kept among staff (internal notes): every reader but the client. */ inside: readonly string[]
  /** May work on them: engineer, lead, security officer, database administrator, administrator. */ work: readonly string[]
  /** Decides: lead, administrator. */ lead: readonly string[]
  /** Administrates the organisation. */ admin: readonly string[]
}

/** Who acts. `system` acts for Spil itself (jobs, intake, set-up) and passes the policies. */
export interface Actor {
  kind: 'person' | 'system' | 'nobody'
  personId: string | null
  name: string
  locale: Locale
  timeZone: string
  /** Permission -> organisations in which it is held. */
  permissions: ReadonlyMap<string, readonly string[]>
  scopes: Scopes
  /** The session or token that was presented, for sign-out and the list of sessions. */
  credential: { kind: 'session' | 'token'; id: string } | null
  /** Something the person must do before anything else works, e.g. 'people.totpRequired' (an endpoint may be exempt). */
  blockedBy: string | null
}

export interface Emitted<S extends z.ZodType, P extends z.ZodType> {
  /** What it is about: 'case/<id>', 'person/<id>'. */
  about: string
  organisationId: string | null
  data: z.input<S>
  personal?: z.input<P>
  /** People who may see it besides the organisation's readers (the reporter of a case). */
  people?: readonly string[]
  /** Only `people` may see it: confidential cases. */
  confined?: boolean
}

/** One transaction on behalf of one actor, under row level security. */
// biome-ignore lint/suspicious/noExplicitAny: a floor above hands its context down; each room narrows `db` to its own tables
export interface Context<Db = any> {
  db: Kysely<Db>
  actor: Actor
  /** The clock's now, the same during the whole transaction; never call Date.now in a room. */
  now: Date
  locale: Locale
  t: Translate
  /** Writes the event in this transaction. Returns its id. */
  emit<S extends z.ZodType, P extends z.ZodType>(type: EventType<string, S, P>, what: Emitted<S, P>): Promise<string>
  /** The same for many of one kind, in one statement. */
  emitMany<S extends z.ZodType>(type: EventType<string, S, z.ZodUndefined>, all: readonly Emitted<S, z.ZodUndefined>[]): Promise<void>
  /** Enqueues the job in this transaction: it exists exactly when the transaction commits. */
  enqueue<S extends z.ZodType>(job: Job<S>, payload: z.input<S>, options?: { at?: Date; key?: string; queue?: string }): Promise<void>
  /** How many statements of this transaction wrote or locked something so far. */
  changes(): number
  /** The same transaction, with what is emitted and said on behalf of somebody else. What the database lets through stays as it was. */
  as(actor: Actor): Context<Db>
  /** Runs once, after the commit; for things that must not happen when it rolls back. */
  afterCommit(run: () => void): void
  app: App
}

/** Whether who acts holds this permission in the organisation. */
export const mayIn = ({ actor }: Pick<Context, 'actor'>, may: string, organisationId: string): boolean =>
  actor.permissions.get(may)?.includes(organisationId) ?? false

/** The running program as rooms see it. */
export interface App {
  config: Config
  log: Log
  files: Files
  secrets: Secrets
  rooms: readonly Room[]
  texts: Texts
  now(): Date
  /** A transaction as the system: background work, intake, public links. */
  asSystem<T>(run: (ctx: Context) => Promise<T>): Promise<T>
  /** A transaction as this actor; it runs again when it had to give way to another. `reads`: it may not write anything. */
  as<T>(actor: Actor, run: (ctx: Context) => Promise<T>, reads?: boolean): Promise<T>
  /** Pools for what stands below the rooms (sealer, jobs, live feed). Rooms use `ctx.db`. */
  pools: Pools
  metrics: Metrics
  /** Aborted when the program stops. */
  stopping: AbortSignal
}

/** What an HTTP handler gets besides its input. */
export interface Call {
  /** For an endpoint that `accepts` bytes: the body, already on disk before the handler begins. */
  stored: Stored | null
  /** For an endpoint that takes them `inMemory`: the body as it came. */
  bytes: Buffer
  contentType: string
  headers: Readonly<Record<string, string | string[] | undefined>>
  ip: string
  userAgent: string
  cookie(name: string): string | undefined
  /** Sets (or with null clears) a HttpOnly, SameSite=Lax cookie. */
  setCookie(name: string, value: string | null, maxAgeSeconds?: number): void
  requestId: string
}

/** The reply of an endpoint that `produces` a stream. */
export interface Download {
  stream: Readable
  type: string
  name: string
  size?: number
  /** Shown in the page instead of offered as a download; only for types that cannot run (pictures, PDF, plain text). */
  inline?: boolean
  /** 200 unless told. Only where programs of others expect another one, in their own words. */
  status?: number
  headers?: Readonly<Record<string, string>>
}

/**
 * The answer is made when the transaction has ended: for a handler that asks something outside, which takes as long as it takes, or that needs a
 * transaction of another kind. One within the other would hold two connections at once, and so many at once as there are connections would wait for each
 * other. Only of an endpoint that reads or is `secret`: nothing is kept of its answer.
 */
export class Afterwards<T> {
  readonly run: () => Promise<T>
  constructor(run: () => Promise<T>) {
    this.run = run
  }
}
export type Answer<E extends Endpoint> = E extends { produces: string } ? Download : Reply<E>
export type Handler<E extends Endpoint, Db> = (
  input: Parsed<E>,
  ctx: Context<Db> & { call: Call; fail(code: Fails<E>, data?: unknown): never },
) => Promise<Answer<E> | Afterwards<Answer<E>>>

export type Knock<E extends Endpoint, Db> = (input: Pick<Parsed<E>, Extract<keyof Parsed<E>, 'params' | 'query'>>, ctx: Context<Db>) => Promise<void>
/**
 * The same by the headers alone, for an endpoint that has keys of its own. Answers who may not, or throws a Problem; nothing: it may go on. It stands in no
 * transaction, so that a key that is known costs none.
 */
export type Shown = (asked: Pick<Call, 'headers'> & Pick<Context, 'app' | 't'>) => Promise<Download | undefined>

/** Event as subscribers receive it, in sealed order. */
export interface Happened<D = unknown> {
  seq: number
  id: string
  name: string
  about: string
  organisationId: string | null
  actor: string
  at: Date
  data: D
}
export interface Subscription<Db> {
  to: EventType
  /** Stable for ever: the cursor is kept under it. */
  name: string
  // biome-ignore lint/suspicious/noExplicitAny: `on` below ties the data to the event type
  run(happened: Happened<any>, ctx: Context<Db>): Promise<void>
  /** Instead of `run`, for what comes in thousands: see onMany. */
  // biome-ignore lint/suspicious/noExplicitAny: `onMany` below ties the data to the event type
  together?(all: readonly Happened<any>[], ctx: Context<Db>): Promise<number>
}
/** Follows an event: at least once, in sealed order, each in a transaction of its own as the system. */
export const on = <S extends z.ZodType, Db>(
  to: EventType<string, S>,
  name: string,
  run: (happened: Happened<z.output<S>>, ctx: Context<Db>) => Promise<void>,
): Subscription<Db> => ({ to: to as EventType, name, run })
/**
 * The same for events that come in thousands: those that wait are given together, in sealed order, at most some hundreds. Answers how many of
 * them, from the first, are done in this transaction, at least one; the others come again. One piece of work a transaction, as with `on`.
 */
export const onMany = <S extends z.ZodType, Db>(
  to: EventType<string, S>,
  name: string,
  together: (all: readonly Happened<z.output<S>>[], ctx: Context<Db>) => Promise<number>,
): Subscription<Db> => ({ to: to as EventType, name, together, run: async (one, ctx) => void (await together([one], ctx)) })

/** Background work as data. `run` opens its own transactions (app.asSystem), so it can talk to the outside between them. */
export interface Job<S extends z.ZodType = z.ZodType> {
  name: string
  payload: S
  run(payload: z.output<S>, app: App, signal: AbortSignal): Promise<void>
  /** Crontab line (UTC) when it also runs by the clock; the payload is then {}. */
  cron?: string
  maxAttempts?: number
}
export const job = <S extends z.ZodType>(j: Job<S>): Job<S> => j

/** Something that runs as long as the program does (a mailbox listener). `role`: the kind of process it belongs to. */
export interface Service {
  name: string
  role: 'web' | 'worker' | 'collector'
  start(app: App): Promise<{ stop(): Promise<void> }>
}

/** A command of the CLI that a room brings: `spil <name> …`. */
export interface Command {
  name: string
  summary: string
  run(args: readonly string[], app: App): Promise<number>
}

export interface Room {
  name: string
  contract: Contract
  texts: Texts
  grants: Grants
  // biome-ignore lint/suspicious/noExplicitAny: each is typed where `roomFor` is called
  handlers: Readonly<Record<string, Handler<any, any>>>
  /** See roomFor. */
  // biome-ignore lint/suspicious/noExplicitAny: as above
  knocks?: Readonly<Record<string, Knock<any, any>>>
  shows?: Readonly<Record<string, Shown>>
  // biome-ignore lint/suspicious/noExplicitAny: as above
  on: readonly Subscription<any>[]
  // biome-ignore lint/suspicious/noExplicitAny: as above
  jobs: readonly Job<any>[]
  services: readonly Service[]
  commands: readonly Command[]
  /** Folder of the room's migrations. */
  folder: string
}

/** Failures of the contract that the room itself must have a text for. */
type CodesOf<C extends Contract> = Exclude<{ [K in keyof C]: Fails<C[K]> }[keyof C], keyof typeof platformTexts>

/** `Db` lists only the tables this room owns, so a query on another room's table does not compile. */
export const roomFor =
  <Db>() =>
  <C extends Contract, T extends Record<CodesOf<C>, unknown>>(room: {
    name: string
    contract: C
    texts: T & Texts
    grants: Grants
    handlers: { [K in keyof C]: Handler<C[K], Db> }
    /** For endpoints of `anyone` that take bytes: whether who sends them may, before the first of them is read. Throws a Problem. */
    knocks?: { [K in keyof C]?: Knock<C[K], Db> }
    /** For endpoints with a key in the headers: whether it is one, before the first byte of the body is read. */
    shows?: { [K in keyof C]?: Shown }
    on?: readonly Subscription<Db>[]
    // biome-ignore lint/suspicious/noExplicitAny: jobs differ in payload
    jobs?: readonly Job<any>[]
    services?: readonly Service[]
    commands?: readonly Command[]
    folder: string
  }): Room =>
    ({ on: [], jobs: [], services: [], commands: [], ...room }) as unknown as Room
