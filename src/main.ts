/** Wiring only: config, database, migrations, rooms, doors, jobs. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Made, makeApp } from '#platform/app.ts'
import { type Clock, clock as makeClock } from '#platform/clock.ts'
import type { Config } from '#platform/config.ts'
import { attachEmbedded, startEmbedded } from '#platform/database/embedded.ts'
import { startSealer } from '#platform/events/sealer.ts'
import { startSubscriptions } from '#platform/events/subscriptions.ts'
import { makeServer } from '#platform/http/server.ts'
import { startJobs } from '#platform/jobs/runner.ts'
import { log as makeLog } from '#platform/log.ts'
import type { App } from '#platform/room.ts'
import { doorkeeper } from '#record/people/people.ts'
import { rooms } from './rooms.ts'

const root = join(import.meta.dirname, '..')
export const version: string = (JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }).version

export interface Running {
  app: App
  /** Where it answers. */
  url: string
  /** Where the data lies, in words. */
  where: string
  stop(): Promise<void>
}

interface Stoppable {
  stop(): Promise<void>
}

/** What stands behind the doors, each stopped in the opposite order. */
async function background(app: App): Promise<Stoppable[]> {
  const { role } = app.config
  const started: Stoppable[] = []
  if (role === 'all' || role === 'worker') started.push(await startSealer(app), await startSubscriptions(app), await startJobs(app))
  const services = app.rooms.flatMap((room) => room.services).filter((service) => role === 'all' || service.role === role)
  for (const service of services) started.push(await service.start(app))
  return started
}

/** Starts everything; resolves when it answers. Stopping: no new requests, then services and jobs, then the database. */
export async function start(config: Config): Promise<Running> {
  const log = makeLog(config.logLevel)
  const clock: Clock = makeClock()
  const database = config.databaseUrl ? undefined : await startEmbedded({ data: config.data, log })
  const stops: Stoppable[] = database ? [database] : []
  const stop = async () => {
    for (const one of stops.splice(0).reverse()) await one.stop()
  }
  try {
    const made = await makeApp({ config, log, clock, rooms, databaseUrl: database?.url ?? config.databaseUrl ?? '', migrates: true })
    stops.push({ stop: made.end })
    const behind = await background(made.app)
    stops.push(...behind)
    const server = await makeServer({ app: made.app, clock, doorkeeper, webFolder: join(root, 'dist', 'web'), version })
    stops.push({ stop: () => server.close() })
    const url = await server.listen({ port: config.port, host: config.host })
    return { app: made.app, url, where: database?.where ?? 'your own PostgreSQL (DATABASE_URL)', stop }
  } catch (error) {
    await stop()
    throw error
  }
}

/** The app without doors, for a command: beside a running Spil it uses that one's database, otherwise it starts its own for a moment. */
export async function open(config: Config): Promise<Made> {
  const log = makeLog('warn')
  const running = config.databaseUrl ? { url: config.databaseUrl } : await attachEmbedded({ data: config.data })
  const own = running ? undefined : await startEmbedded({ data: config.data, log })
  const made = await makeApp({
    config,
    log,
    clock: makeClock(),
    rooms,
    databaseUrl: running?.url ?? own?.url ?? '',
    migrates: running === undefined || config.databaseUrl !== undefined,
  })
  return {
    app: made.app,
    async end() {
      await made.end()
      await own?.stop()
    },
  }
}
