/**
 * The real program in a process of its own with production settings, in a folder that goes away with it. Its database is an empty embedded one
 * with fsync on, unless it is given another.
 */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { attachEmbedded } from '#platform/database/embedded.ts'
import { call } from './measure.ts'

export interface Program {
  url: string
  child: ChildProcess
  /** Waits until it answers, sets it up, and gives a token of its administrator. */
  ready(): Promise<string>
  /** The owner of its database: no policies. */
  database(): Promise<{ db: pg.Client; databaseUrl: string }>
  stop(): Promise<void>
}

const email = 'bench@linde.example'
const node = join(import.meta.dirname, '..', 'node_modules', '.bin', 'node')
/** As `npm start` starts it. */
const manifest = JSON.parse(readFileSync(join(import.meta.dirname, '..', 'package.json'), 'utf8')) as { scripts: { start: string } }
const start = manifest.scripts.start.replace(/^exec node /, '').split(' ')

export function startProgram(port = 7790, given?: string): Program {
  const url = `http://127.0.0.1:${port}`
  const folder = mkdtempSync(join(tmpdir(), 'spil-bench-'))
  chmodSync(folder, 0o711)
  const data = join(folder, 'data')
  const settings = { SPIL_CONFIG: '/nonexistent', SPIL_DATA: data, SPIL_PORT: String(port), SPIL_LOG: 'warn', ...(given && { DATABASE_URL: given }) }
  const env = { ...process.env, NODE_ENV: 'production', ...settings }
  const child = spawn(node, start, { env, stdio: ['ignore', 'inherit', 'inherit'] })
  const ended = new Promise((resolve) => child.once('exit', resolve))
  let db: pg.Client | undefined
  return {
    url,
    child,
    async ready() {
      for (;;) {
        const answer = await fetch(`${url}/api/health`).catch(() => undefined)
        if (answer?.ok) break
        if (child.exitCode !== null) throw new Error('Spil does not start')
        await sleep(100)
      }
      const body = { organisation: 'Bench', name: 'Bench', email, password: 'a quiet linchpin 7745', locale: 'nl', timeZone: 'Europe/Amsterdam' }
      await call(`${url}/api/setup`, 'POST', 'none', body)
      const said = execFileSync(node, ['src/cli.ts', 'token', 'create', '--email', email, '--expires', '1d'], { env }).toString()
      return said.trim().split('\n').at(-1) ?? ''
    },
    async database() {
      const databaseUrl = given ?? (await attachEmbedded({ data }))?.url
      if (!databaseUrl) throw new Error('the database of the bench is not running')
      db = new pg.Client(databaseUrl)
      // When something fails, Spil ends its database before this connection: the first failure is the one to show.
      db.on('error', () => undefined)
      await db.connect()
      return { db, databaseUrl }
    },
    async stop() {
      await db?.end().catch(() => undefined)
      child.kill('SIGTERM')
      await ended
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** Memory of a process in MB, as Linux counts it: `VmRSS` now, `VmHWM` the most there was. */
export function megabytes(pid: number | undefined, what: 'VmRSS' | 'VmHWM'): number {
  return Math.round(Number(new RegExp(`${what}:\\s+(\\d+) kB`).exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024)
}
