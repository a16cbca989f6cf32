/** The ground floor alone, with rooms that a test makes up, on its own database; for what the platform promises to any room. */
import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { makeApp, nobody } from '#platform/app.ts'
import { type Clock, clock as makeClock } from '#platform/clock.ts'
import { readConfig } from '#platform/config.ts'
import { log } from '#platform/log.ts'
import type { Actor, App, Room } from '#platform/room.ts'
import { databaseAt, onServer } from './databases.ts'

export { room } from './rooms.ts'

export interface Ground extends AsyncDisposable {
  app: App
  clock: Clock
  /** Data folder: keys and signed heads. */
  data: string
  databaseUrl: string
  /** The owner's connection, past all policies: how somebody tampers. */
  behind(statement: string, values?: unknown[]): Promise<unknown[]>
  /** Another process on the same database and data folder, with these rooms. */
  beside(rooms: readonly Room[]): Promise<{ app: App; end(): Promise<void> }>
}

async function makeConfig(flags: { testClock?: boolean }) {
  const data = await mkdtemp(join(tmpdir(), 'spil-ground-'))
  const settings = { SPIL_DATA: data, SPIL_LOG: process.env.SPIL_LOG ?? 'silent', SPIL_PORT: '0', SPIL_DB_POOL: '6', SPIL_CONFIG: '/nonexistent' }
  return { data, config: readConfig(settings, flags) }
}

let template: Promise<string> | undefined
/** Migrated once a worker: made-up rooms have no tables. */
async function makeTemplate(): Promise<string> {
  const name = `ground_template_${randomUUID().slice(0, 8)}`
  await onServer(`create database ${name}`)
  const { data, config } = await makeConfig({})
  const made = await makeApp({ config, log: log('silent'), clock: makeClock(), rooms: [], databaseUrl: databaseAt(name), migrates: true })
  await made.end()
  await rm(data, { recursive: true, force: true })
  return name
}

export async function ground(rooms: readonly Room[] = [], flags: { testClock?: boolean } = {}): Promise<Ground> {
  template ??= makeTemplate()
  const name = `ground_${randomUUID().slice(0, 12).replaceAll('-', '')}`
  await onServer(`create database ${name} template ${await template}`)
  const { data, config } = await makeConfig(flags)
  const databaseUrl = databaseAt(name)
  const clock = makeClock()
  const make = (its: readonly Room[]) => makeApp({ config, log: log(config.logLevel), clock, rooms: its, databaseUrl, migrates: false })
  const { app, end } = await make(rooms)
  return {
    app,
    clock,
    data,
    databaseUrl,
    behind: async (statement, values) => (await app.pools.owner.query(statement, values)).rows,
    beside: make,
    async [Symbol.asyncDispose]() {
      await end()
      await onServer(`drop database ${name} with (force)`)
      await rm(data, { recursive: true, force: true })
    },
  }
}

/** Somebody who may read in these organisations. */
export const reader = (personId: string, organisationIds: readonly string[], name = 'Somebody'): Actor => ({
  ...nobody,
  kind: 'person',
  personId,
  name,
  scopes: { member: organisationIds, read: organisationIds, inside: organisationIds, work: [], lead: [], admin: [] },
})
