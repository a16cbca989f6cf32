/** The real program, as somebody starts it: a process of its own with its own data folder and database, on a free port, with the test clock. */
import { type ChildProcess, spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { inject } from 'vitest'
import { type Client, client, ProblemError, type Request } from '#platform/client.ts'
import type { Contract } from '#platform/contract.ts'
import { people } from '#record/people/contract.ts'
import { databaseAt, onServer } from '#test/databases.ts'
import { freePort } from '#test/peers/dovecot.ts'
import { administrator } from '#test/spil.ts'

const root = join(import.meta.dirname, '..', '..')

export interface Program extends AsyncDisposable {
  /** Without a slash at the end; the same after a restart. */
  url: string
  databaseUrl: string
  data: string
  /** What it wrote so far, for the message of a failing test. */
  output(): string
  /** Starts it again after `stop` or `kill9`, on the same data and port. */
  start(): Promise<void>
  /** SIGTERM; resolves with the exit code when it has ended. */
  stop(): Promise<number | null>
  kill9(): Promise<void>
  /** The typed client, with the cookies that `signIn` gave or with a bearer token. Failures throw ProblemError. */
  as<C extends Contract>(contract: C, credential?: Credential): Client<C>
  signIn(email: string, password: string): Promise<Credential>
  /** Rows straight from the database, past all policies. */
  query<R extends object>(text: string, values?: unknown[]): Promise<R[]>
  /** Sets the clock; null returns to the real time. */
  clock(at: Date | null): Promise<void>
}
export type Credential = { cookie: string } | { token: string }

export interface ProgramOptions {
  /** Settings besides port, data and database: SPIL_SMTP_URL and the like. */
  env?: Readonly<Record<string, string>>
  /** Sets up `administrator` of test/spil.ts; an empty installation when false. */
  setUp?: boolean
  /** A database server of the test's own (a superuser's address), to take away and give back. */
  databaseServer?: string
}

/** Starts Spil; resolves when it answers. `await using spil = await program()` ends it and removes what it made. */
export async function program(options: ProgramOptions = {}): Promise<Program> {
  if (!existsSync(join(root, 'dist', 'web', 'index.html'))) throw new Error('The web is not built; npm test builds it (node scripts/prestart.mjs)')
  const name = `e2e_${randomUUID().slice(0, 12).replaceAll('-', '')}`
  const databaseServer = options.databaseServer ?? inject('databaseUrl')
  await onServer(`create database ${name}`, databaseServer)
  const databaseUrl = databaseAt(name, databaseServer)
  const data = await mkdtemp(join(tmpdir(), 'spil-e2e-'))
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  const env = {
    ...process.env,
    SPIL_CONFIG: '/nonexistent',
    SPIL_LOG: 'warn',
    ...options.env,
    SPIL_DATA: data,
    SPIL_PORT: String(port),
    DATABASE_URL: databaseUrl,
  }
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 2 })
  pool.on('error', () => undefined)
  const running = processOf(env, url)
  const self: Program = {
    url,
    databaseUrl,
    data,
    ...running,
    as: (contract, credential) => client(contract, (request) => send(url, request, credential)),
    signIn: (email, password) => signIn(url, email, password),
    query: async (text, values) => (await pool.query(text, values)).rows,
    async clock(at) {
      await fetch(`${url}/api/test/clock`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ at: at?.toISOString() ?? null }),
      })
    },
    async [Symbol.asyncDispose]() {
      await running.stop()
      await pool.end()
      await onServer(`drop database ${name} with (force)`, databaseServer)
      await rm(data, { recursive: true, force: true })
    },
  }
  try {
    await running.start()
    if (options.setUp !== false) await self.as(people).setUp({ body: { organisation: 'Lindecollege', name: 'Bea Heer', ...administrator } })
  } catch (error) {
    await self[Symbol.asyncDispose]()
    throw error
  }
  return self
}

/** One child process at a time. */
function processOf(env: NodeJS.ProcessEnv, url: string): Pick<Program, 'start' | 'stop' | 'kill9' | 'output'> {
  let child: ChildProcess | undefined
  let written = ''
  const end = async (signal: NodeJS.Signals) => {
    const ending = child
    child = undefined
    if (!ending || ending.exitCode !== null || ending.signalCode !== null) return ending?.exitCode ?? null
    const ended = once(ending, 'exit')
    ending.kill(signal)
    // A program that does not stop when it is told to must not hold up all tests.
    const patience = setTimeout(() => ending.kill('SIGKILL'), 20_000)
    await ended
    clearTimeout(patience)
    return ending.exitCode
  }
  return {
    output: () => written,
    async start() {
      const started = spawn(join(root, 'node_modules', '.bin', 'node'), ['src/cli.ts', 'start', '--test-clock'], { cwd: root, env, stdio: 'pipe' })
      child = started
      started.once('exit', (code, signal) => {
        // Not ended by the test: otherwise all that is seen is a page that cannot be reached.
        if (child === started) process.stderr.write(`\nSpil at ${url} ended by itself: ${signal ?? code}\n${written.slice(-5000)}\n`)
      })
      for (const stream of [started.stdout, started.stderr])
        stream.on('data', (piece: Buffer) => {
          written = (written + piece.toString()).slice(-100_000)
        })
      await untilHealthy(url, started, () => written)
    },
    stop: () => end('SIGTERM'),
    async kill9() {
      await end('SIGKILL')
    },
  }
}

async function untilHealthy(url: string, child: ChildProcess, output: () => string): Promise<void> {
  const giveUp = performance.now() + 50_000
  for (;;) {
    if (child.exitCode !== null || child.signalCode !== null) throw new Error(`Spil ended while it started:\n${output()}`)
    const healthy = await fetch(`${url}/api/health`).then(
      (response) => response.ok,
      () => false,
    )
    if (healthy) return
    if (performance.now() > giveUp) throw new Error(`Spil does not answer:\n${output()}`)
    await sleep(50)
  }
}

async function send(url: string, request: Request, credential: Credential | undefined): Promise<unknown> {
  const response = await fetch(url + request.url, {
    method: request.method,
    headers: {
      origin: url,
      ...(request.contentType && { 'content-type': request.contentType }),
      ...(credential && ('cookie' in credential ? { cookie: credential.cookie } : { authorization: `Bearer ${credential.token}` })),
      ...request.headers,
    },
    ...(request.body !== undefined && { body: request.body }),
    ...(request.signal && { signal: request.signal }),
  })
  if (!response.ok) throw new ProblemError((await response.json()) as ConstructorParameters<typeof ProblemError>[0])
  if (response.status === 204) return undefined
  return response.headers.get('content-type')?.startsWith('application/json') ? response.json() : response.arrayBuffer()
}

async function signIn(url: string, email: string, password: string): Promise<Credential> {
  const response = await fetch(`${url}/api/people/sign-in`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: url },
    body: JSON.stringify({ email, password }),
  })
  if (!response.ok) throw new ProblemError((await response.json()) as ConstructorParameters<typeof ProblemError>[0])
  const cookies = response.headers.getSetCookie().map((cookie) => cookie.split(';', 1)[0])
  return { cookie: cookies.join('; ') }
}
