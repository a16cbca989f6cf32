/** The running program without its doors: database, rooms, files, secrets, clock. The CLI, the server and the tests stand on it. */
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Clock } from './clock.ts'
import type { Config } from './config.ts'
import { migrate, migrationsOf } from './database/migrate.ts'
import { pools } from './database/pool.ts'
import { gaveWay, transaction } from './database/transaction.ts'
import { emit, emitMany } from './events/emit.ts'
import { emitted } from './events/wake.ts'
import { files } from './files.ts'
import { type Texts, translator } from './i18n.ts'
import { enqueue } from './jobs/enqueue.ts'
import { prepareJobs } from './jobs/prepare.ts'
import type { Log } from './log.ts'
import { metrics } from './metrics.ts'
import type { Actor, App, Context, Room } from './room.ts'
import { secrets } from './secrets.ts'
import { platformTexts } from './texts.ts'

const nowhere = { member: [], read: [], inside: [], work: [], lead: [], admin: [] }

/** Spil itself: jobs, intake, set-up. */
export const system: Actor = {
  kind: 'system',
  personId: null,
  name: 'Spil',
  locale: 'nl',
  timeZone: 'Europe/Amsterdam',
  permissions: new Map(),
  scopes: nowhere,
  credential: null,
  blockedBy: null,
}
/** Somebody who has not signed in. */
export const nobody: Actor = { ...system, kind: 'nobody', name: '' }

export interface Making {
  config: Config
  log: Log
  clock: Clock
  rooms: readonly Room[]
  /** postgres://… */
  databaseUrl: string
  /** False where another process has already migrated (the CLI beside a running Spil). */
  migrates: boolean
}

export interface Made {
  app: App
  /** Ends the connections; nothing may run any more. */
  end(): Promise<void>
}

export async function makeApp({ config, log, clock, rooms, databaseUrl, migrates }: Making): Promise<Made> {
  const connections = pools(databaseUrl, config.dbPool, (error) => log.warn({ at: 'database connection lost', error: error.message }))
  const stopping = new AbortController()
  try {
    if (migrates) {
      await migrate(connections.owner, [
        ...migrationsOf('platform', import.meta.dirname),
        ...rooms.flatMap((room) => migrationsOf(room.name, room.folder)),
      ])
      await prepareJobs(connections.owner)
    }
    const app: App = {
      config,
      log,
      rooms,
      files: await files(join(config.data, 'files')),
      secrets: await secrets(join(config.data, 'keys')),
      texts: Object.assign({}, platformTexts, ...rooms.map((room) => room.texts)) as Texts,
      now: () => clock.now(),
      pools: connections,
      metrics: metrics(connections),
      stopping: stopping.signal,
      asSystem: (run) => app.as(system, run),
      as: (actor, run, reads) => inTransaction(app, actor, run, reads),
    }
    return {
      app,
      async end() {
        stopping.abort()
        await connections.end()
      },
    }
  } catch (error) {
    await connections.end()
    throw error
  }
}

/** How often a transaction that gave way is tried again. */
const again = 3

async function inTransaction<T>(app: App, actor: Actor, run: (ctx: Context) => Promise<T>, reads?: boolean): Promise<T> {
  for (let tries = 0; ; tries++) {
    try {
      return await once(app, actor, run, reads)
    } catch (error) {
      if (!gaveWay(error) || tries === again) throw error
      await sleep(Math.random() * 50)
    }
  }
}

async function once<T>(app: App, actor: Actor, run: (ctx: Context) => Promise<T>, reads?: boolean): Promise<T> {
  const after: (() => void)[] = []
  let wakes = false
  const result = await transaction(
    app.pools.app,
    actor,
    (db, changes) => {
      const now = app.now()
      const contextFor = (who: Actor): Context => ({
        db,
        actor: who,
        now,
        app,
        locale: who.locale,
        t: translator(app.texts, who.locale),
        emit: (type, what) => {
          wakes = true
          return emit({ db: db, actor: who, now, secrets: app.secrets }, type, what)
        },
        emitMany: (type, all) => {
          wakes ||= all.length > 0
          return emitMany({ db, actor: who, now }, type, all)
        },
        enqueue: (job, payload, options) => enqueue(db, job, payload, options),
        changes,
        as: contextFor,
        afterCommit: (fn) => {
          after.push(fn)
        },
      })
      return run(contextFor(actor))
    },
    reads,
  )
  if (wakes) emitted(app)
  for (const fn of after) fn()
  return result
}
