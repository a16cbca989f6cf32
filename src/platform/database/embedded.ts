/**
 * The PostgreSQL that Spil brings along: on a Unix socket only, its data in the data folder.
 * One process at a time owns it (`startEmbedded`); commands beside a running Spil use the same server (`attachEmbedded`).
 */
import type { ChildProcess } from 'node:child_process'
import { chmodSync, mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import type { Log } from '../log.ts'
import { holderOf, lock } from './embedded-lock.ts'
import { type Place, place, placed } from './embedded-place.ts'
import { completeRestore } from './embedded-restored.ts'
import { halt, initialise, launch, takeOver } from './embedded-server.ts'

export interface Embedded {
  /** Connection string of the owner, over the Unix socket. */
  url: string
  /** Where the database lies, to tell people. */
  where: string
  stop(): Promise<void>
}

export interface EmbeddedOptions {
  /** The data folder, absolute. Made when it is not there. */
  data: string
  log: Log
  /** Settings of the server beside our own; tests switch fsync off with it. */
  settings?: Readonly<Record<string, string>>
}

/** The same server, another database. */
export const databaseUrl = (url: string, database: string) => url.replace(/^(postgres:\/\/[^/]*\/)[^?]*/, `$1${database}`)

const urlOf = (socket: string, database = 'spil') => `postgres://spil@localhost/${database}?host=${encodeURIComponent(socket)}`

/** Starts the server of this data folder, and makes it first when it is new. Throws LockedError when another Spil has it. */
export async function startEmbedded({ data, log, settings = {} }: EmbeddedOptions): Promise<Embedded> {
  if (process.platform === 'win32') throw new Error('On Windows Spil needs a PostgreSQL of your own: set DATABASE_URL.')
  makeFolder(data)
  const unlock = lock(data)
  try {
    const at = place(data)
    initialise(at, { sync: settings.fsync !== 'off' })
    if (await takeOver(at))
      log.warn({ cluster: at.cluster }, 'the database of a Spil that was killed was still running; it has been stopped and is started again')
    const server = await keepRunning(at, settings, log)
    await ensureDatabase(urlOf(at.socket, 'postgres'))
    if (await completeRestore(data, urlOf(at.socket, 'postgres'))) log.info({ data }, 'a restored back-up has taken its place')
    return {
      url: urlOf(at.socket),
      where: at.cluster,
      async stop() {
        await server.stop()
        unlock()
      },
    }
  } catch (error) {
    unlock()
    throw error
  }
}

function makeFolder(data: string): void {
  const first = mkdirSync(data, { recursive: true, mode: 0o700 })
  if (first === undefined || process.getuid?.() !== 0) return
  // Root's new folders may be passed through, not listed: the user who runs the database has its own folder inside.
  for (let at = data; at.length >= first.length; at = dirname(at)) chmodSync(at, 0o711)
}

/** The server of a Spil that runs on this data folder; undefined when none does. Waits when that Spil is still starting. */
export async function attachEmbedded({ data }: { data: string }): Promise<{ url: string; where: string } | undefined> {
  for (const end = performance.now() + 30_000; holderOf(data); await sleep(100)) {
    const at = placed(data)
    if (at && (await answers(urlOf(at.socket)))) return { url: urlOf(at.socket), where: at.cluster }
    if (performance.now() > end) throw new Error(`Spil holds ${data}, but its database does not answer.`)
  }
  return undefined
}

/** Starts the server, and starts it again whenever it ends by itself (killed for want of memory, say). */
async function keepRunning(at: Place, settings: Readonly<Record<string, string>>, log: Log): Promise<{ stop(): Promise<void> }> {
  let child: ChildProcess
  let stopping = false
  let restarting: Promise<void> = Promise.resolve()
  const watch = (started: ChildProcess) => {
    child = started
    // The server must not keep a Spil alive that has nothing else to do.
    started.unref()
    started.once('exit', (code, signal) => {
      if (stopping) return
      log.error({ code, signal }, 'the built-in PostgreSQL ended by itself; starting it again')
      restarting = again(1)
    })
  }
  const again = async (attempt: number): Promise<void> => {
    await sleep(Math.min(250 * attempt, 10_000))
    if (stopping) return
    try {
      await takeOver(at)
      watch(await launch(at, settings))
      log.info('the built-in PostgreSQL runs again')
    } catch (error) {
      log.error({ err: error }, 'the built-in PostgreSQL does not start')
      await again(attempt + 1)
    }
  }
  watch(await launch(at, settings))
  // Whatever way Spil ends, short of kill -9, the server is told to end too.
  const onExit = () => {
    stopping = true
    child.kill('SIGINT')
  }
  process.once('exit', onExit)
  return {
    async stop() {
      stopping = true
      process.off('exit', onExit)
      await restarting
      if (child.pid !== undefined && child.exitCode === null && child.signalCode === null) await halt(at.cluster, child.pid)
    },
  }
}

async function answers(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000 })
  try {
    await client.connect()
    return true
  } catch {
    return false
  } finally {
    await client.end().catch(() => undefined)
  }
}

async function ensureDatabase(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    const { rowCount } = await client.query("select from pg_database where datname = 'spil'")
    if (rowCount === 0) await client.query('create database spil')
  } finally {
    await client.end()
  }
}
