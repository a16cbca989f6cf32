/** The whole program in one call, on its own copy of a migrated template database; HTTP goes through `inject`, everything else is real. */
import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import { makeApp } from '#platform/app.ts'
import { type Client, client, ProblemError } from '#platform/client.ts'
import { type Clock, clock as makeClock } from '#platform/clock.ts'
import { readConfig } from '#platform/config.ts'
import type { Contract } from '#platform/contract.ts'
import { startSealer } from '#platform/events/sealer.ts'
import { drain } from '#platform/events/subscriptions.ts'
import { makeServer } from '#platform/http/server.ts'
import { runDueJobs, setClock } from '#platform/jobs/due.ts'
import { log } from '#platform/log.ts'
import type { App } from '#platform/room.ts'
import { issueToken } from '#record/people/access/access.ts'
import { people, type Role } from '#record/people/contract.ts'
import { doorkeeper, ownOrganisation } from '#record/people/people.ts'
import { addMembership, addPerson } from '#record/people/store.ts'
import { rooms } from '#src/rooms.ts'
import { databaseAt, onServer } from './databases.ts'

declare module 'vitest' {
  interface ProvidedContext {
    databaseUrl: string
  }
}

async function makeConfig(env: Readonly<Record<string, string>> = {}) {
  const data = await mkdtemp(join(tmpdir(), 'spil-test-'))
  return {
    data,
    config: readConfig(
      { SPIL_DATA: data, SPIL_LOG: process.env.SPIL_LOG ?? 'error', SPIL_PORT: '0', SPIL_DB_POOL: '6', SPIL_CONFIG: '/nonexistent', ...env },
      { testClock: true },
    ),
  }
}

let template: Promise<string> | undefined
/** Migrated once a worker; a copy costs about a tenth of a second. */
async function makeTemplate(): Promise<string> {
  const name = `template_${randomUUID().slice(0, 8)}`
  await onServer(`create database ${name}`)
  const { data, config } = await makeConfig()
  const made = await makeApp({ config, log: log('error'), clock: makeClock(), rooms, databaseUrl: databaseAt(name), migrates: true })
  await made.end()
  await rm(data, { recursive: true, force: true })
  return name
}

export interface Administrator {
  email: string
  password: string
}
export const administrator: Administrator = { email: 'beheer@linde.example', password: 'a quiet linchpin 7745' }

export interface Member {
  id: string
  name: string
  email: string
  organisationId: string
  /** Bearer token that may do everything the person may. */
  token: string
}

export interface Spil extends AsyncDisposable {
  app: App
  server: FastifyInstance
  clock: Clock
  databaseUrl: string
  /** The typed client as the holder of this bearer token (none: not signed in). Failures throw ProblemError. */
  as<C extends Contract>(contract: C, token?: string, headers?: Record<string, string>): Client<C>
  /** A new person with these roles (in our own organisation unless told), and a token of theirs. */
  member(roles: Role | readonly Role[], options?: { name?: string; organisationId?: string }): Promise<Member>
  /** A token of the administrator who set up. */
  administrator(): Promise<Member>
  /** Seals, runs every subscription and every due job, until nothing happens any more. */
  settle(): Promise<void>
  /** Names of the events so far, in sealed order. */
  happened(): Promise<string[]>
}

/** `setUp: false` leaves the installation empty; otherwise `administrator` has set it up. `env`: settings besides those of every test. */
export async function spil(options: { setUp?: boolean; env?: Readonly<Record<string, string>> } = {}): Promise<Spil> {
  template ??= makeTemplate()
  const name = `test_${randomUUID().slice(0, 12).replaceAll('-', '')}`
  await onServer(`create database ${name} template ${await template}`)
  const { data, config } = await makeConfig(options.env)
  const clock = makeClock()
  const { app, end } = await makeApp({ config, log: log(config.logLevel), clock, rooms, databaseUrl: databaseAt(name), migrates: false })
  const server = await makeServer({ app, clock, doorkeeper, webFolder: join(data, 'web'), version: 'test' })
  const sealer = await startSealer(app)
  const as: Spil['as'] = (contract, token, headers = {}) => client(contract, (request) => send(server, request, token, headers))
  const self: Spil = {
    app,
    server,
    clock: { now: clock.now, set: (to) => setClock(app, clock, to) },
    databaseUrl: databaseAt(name),
    as,
    member: (roles, given) => member(app, typeof roles === 'string' ? [roles] : roles, given),
    administrator: () => administratorOf(app),
    async settle() {
      for (;;) {
        await sealer.flush()
        const moved = (await drain(app)) + (await runDueJobs(app, clock.now()))
        if (moved === 0) return
      }
    },
    async happened() {
      await sealer.flush()
      const { rows } = await app.pools.owner.query<{ name: string }>('select e.name from leaf l join event e on e.id = l.event_id order by l.seq')
      return rows.map((row) => row.name)
    },
    async [Symbol.asyncDispose]() {
      await server.close()
      await sealer.stop()
      await end()
      await onServer(`drop database ${name} with (force)`)
      await rm(data, { recursive: true, force: true })
    },
  }
  if (options.setUp !== false)
    await as(people).setUp({
      body: {
        organisation: 'Lindecollege',
        name: 'Bea Heer',
        email: administrator.email,
        password: administrator.password,
        locale: 'nl',
        timeZone: 'Europe/Amsterdam',
      },
    })
  return self
}

let count = 0
async function member(app: App, roles: readonly Role[], given: { name?: string; organisationId?: string } = {}): Promise<Member> {
  count += 1
  const id = randomUUID()
  const name = given.name ?? `Persoon ${count}`
  const email = `persoon${count}@linde.example`
  return app.asSystem(async (ctx) => {
    const organisationId = given.organisationId ?? (await ownOrganisation(ctx)).id
    await addPerson(ctx.db, { id, name, email, locale: 'nl', timeZone: 'Europe/Amsterdam', createdAt: ctx.now })
    for (const role of roles) await addMembership(ctx.db, { personId: id, organisationId, role, grantedAt: ctx.now, grantedBy: null })
    const { token } = await issueToken(ctx, { personId: id, name: 'test', scope: null, expiresAt: new Date(ctx.now.getTime() + 366 * 86_400_000) })
    return { id, name, email, organisationId, token }
  })
}

async function administratorOf(app: App): Promise<Member> {
  return app.asSystem(async (ctx) => {
    const found = await ctx.db.selectFrom('person').select(['id', 'name', 'email']).where('email', '=', administrator.email).executeTakeFirstOrThrow()
    const { id: organisationId } = await ownOrganisation(ctx)
    const { token } = await issueToken(ctx, {
      personId: found.id,
      name: 'test',
      scope: null,
      expiresAt: new Date(ctx.now.getTime() + 366 * 86_400_000),
    })
    return { ...found, organisationId, token }
  })
}

async function send(
  server: FastifyInstance,
  request: Parameters<Parameters<typeof client>[1]>[0],
  token: string | undefined,
  headers: Record<string, string>,
): Promise<unknown> {
  const reply = await server.inject({
    method: request.method,
    url: request.url,
    ...(request.body !== undefined && { payload: request.body as string | Buffer }),
    headers: {
      ...(request.contentType && { 'content-type': request.contentType }),
      ...(token && { authorization: `Bearer ${token}` }),
      ...headers,
      ...request.headers,
    },
  })
  if (reply.statusCode >= 400) throw new ProblemError(reply.json())
  if (reply.statusCode === 204) return undefined
  return String(reply.headers['content-type']).startsWith('application/json') ? reply.json() : reply.rawPayload
}
