/** The PostgreSQL process itself: made once, started, found again after a crash, stopped. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import {
  chmodSync,
  chownSync,
  closeSync,
  existsSync,
  openSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { beganAt } from './embedded-lock.ts'
import type { Place } from './embedded-place.ts'
import { ownFolder } from './embedded-place.ts'

/** Safe before fast: an acknowledged commit is on disk. An operator's own settings go in own.conf beside it. */
const settings = {
  listen_addresses: '',
  max_connections: '60',
  shared_buffers: '128MB',
  work_mem: '8MB',
  maintenance_work_mem: '128MB',
  fsync: 'on',
  synchronous_commit: 'on',
  full_page_writes: 'on',
  wal_compression: 'on',
  max_wal_size: '1GB',
  random_page_cost: '1.1',
  jit: 'off',
  timezone: 'UTC',
  log_timezone: 'UTC',
  log_line_prefix: '%m [%p] ',
  log_min_messages: 'warning',
  log_statement: 'none',
}

const asUser = (place: Place) => (place.user ? { uid: place.user.uid, gid: place.user.gid } : {})

function writeOwned(place: Place, path: string, text: string): void {
  writeFileSync(path, text, { mode: 0o600, flush: true })
  if (place.user) chownSync(path, place.user.uid, place.user.gid)
}

/** Makes the cluster when it is not there. It gets its name only when it is whole, so a crash half-way leaves nothing that looks ready. */
export function initialise(place: Place, options: { sync: boolean }): void {
  if (existsSync(join(place.cluster, 'PG_VERSION'))) return
  const draft = `${place.cluster}.new`
  rmSync(draft, { recursive: true, force: true })
  rmSync(place.cluster, { recursive: true, force: true })
  ownFolder(draft, place.user)
  const initdb = (locale: string) =>
    execFileSync(
      join(place.binaries, 'bin/initdb'),
      // Sorting and case follow Unicode by PostgreSQL's own tables, the same on every system; the system's locale only sorts out letters from signs.
      [
        '-D',
        draft,
        '-U',
        'spil',
        '-E',
        'UTF8',
        '--locale-provider=builtin',
        '--builtin-locale=C.UTF-8',
        `--locale=${locale}`,
        '--auth=trust',
        '--no-instructions',
        ...(options.sync ? [] : ['--no-sync']),
      ],
      { ...asUser(place), cwd: '/', stdio: ['ignore', 'ignore', 'pipe'], env: {} },
    )
  try {
    initdb('C.UTF-8')
  } catch (error) {
    if (!/locale/i.test(String((error as { stderr?: Buffer }).stderr))) throw unable('initdb', error)
    rmSync(draft, { recursive: true, force: true })
    ownFolder(draft, place.user)
    initdb('C')
  }
  writeOwned(place, join(draft, 'pg_hba.conf'), 'local all all trust\n')
  writeOwned(
    place,
    join(draft, 'postgresql.conf'),
    "# Written by Spil. Your own settings go in own.conf.\ninclude 'spil.conf'\ninclude_if_exists 'own.conf'\n",
  )
  renameSync(draft, place.cluster)
}

function unable(what: string, error: unknown): Error {
  const said = String((error as { stderr?: Buffer }).stderr ?? '').trim() || String((error as Error).message)
  return new Error(`The built-in PostgreSQL could not be started (${what}): ${said}`)
}

const quoted = (value: string) => `'${value.replaceAll("'", "''")}'`

function configure(place: Place, more: Readonly<Record<string, string>>): void {
  const all = { ...settings, unix_socket_directories: `"${place.socket}"`, unix_socket_permissions: '0700', ...more }
  const text = Object.entries(all).map(([name, value]) => `${name} = ${quoted(value)}\n`)
  writeOwned(place, join(place.cluster, 'spil.conf'), text.join(''))
}

/** The process id in postmaster.pid when that process really is this cluster's server, else undefined. */
function serverOf(cluster: string): number | undefined {
  let pid: number
  try {
    pid = Math.abs(Number(readFileSync(join(cluster, 'postmaster.pid'), 'utf8').split('\n')[0]))
  } catch {
    return undefined
  }
  if (!Number.isSafeInteger(pid) || pid < 2) return undefined
  try {
    // The server works in its cluster's folder; another program that got the same id does not.
    if (process.platform === 'linux') return readlinkSync(`/proc/${pid}/cwd`) === realpathSync(cluster) ? pid : undefined
    return execFileSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' }).includes(cluster) ? pid : undefined
  } catch {
    return undefined
  }
}

const gone = async (pid: number, milliseconds: number) => {
  for (const end = performance.now() + milliseconds; performance.now() < end; await sleep(10)) if (beganAt(pid) === undefined) return true
  return false
}

/** Stops a server: first as it should (sessions ended, everything written), after half a minute at once (it recovers at the next start). */
export async function halt(cluster: string, pid: number): Promise<void> {
  process.kill(pid, 'SIGINT')
  if (await gone(pid, 30_000)) return
  process.kill(pid, 'SIGQUIT')
  if (await gone(pid, 10_000)) return
  throw new Error(`The database in ${cluster} (process ${pid}) does not stop.`)
}

/** Ends what a killed Spil left running, and clears the marks of a server that is no longer there. */
export async function takeOver(place: Place): Promise<boolean> {
  const pid = serverOf(place.cluster)
  if (pid !== undefined) await halt(place.cluster, pid)
  for (const left of [join(place.cluster, 'postmaster.pid'), join(place.socket, '.s.PGSQL.5432'), join(place.socket, '.s.PGSQL.5432.lock')])
    rmSync(left, { force: true })
  return pid !== undefined
}

function openLog(path: string): number {
  if ((statSync(path, { throwIfNoEntry: false })?.size ?? 0) > 10 * 1024 * 1024) renameSync(path, `${path}.1`)
  const file = openSync(path, 'a', 0o600)
  chmodSync(path, 0o600)
  return file
}

const lastLines = (path: string) => readFileSync(path, 'utf8').trimEnd().split('\n').slice(-4).join('\n')

/** Starts the server and answers when it takes connections. */
export async function launch(place: Place, more: Readonly<Record<string, string>>): Promise<ChildProcess> {
  configure(place, more)
  // A killed server's own children need a moment to go; until then PostgreSQL rightly refuses to start.
  for (let attempt = 0; ; attempt++) {
    const started = await tryLaunch(place)
    if (typeof started !== 'string') return started
    if (attempt === 40 || !/shared memory|lock file/.test(started)) throw new Error(`The built-in PostgreSQL could not be started: ${started}`)
    await sleep(250)
  }
}

async function tryLaunch(place: Place): Promise<ChildProcess | string> {
  const log = openLog(place.log)
  // In a session of its own (detached), so that Ctrl-C reaches Spil alone, which then finishes its requests before the database goes.
  const child = spawn(join(place.binaries, 'bin/postgres'), ['-D', place.cluster], {
    ...asUser(place),
    cwd: '/',
    detached: true,
    stdio: ['ignore', log, log],
    env: { PATH: process.env.PATH ?? '', LC_ALL: 'C' },
  })
  closeSync(log)
  let failed: Error | undefined
  child.once('error', (error) => (failed = error))
  const pidFile = join(place.cluster, 'postmaster.pid')
  for (const end = performance.now() + 300_000; performance.now() < end; await sleep(5)) {
    if (failed) throw new Error(`The built-in PostgreSQL in ${dirname(place.binaries)} could not be started: ${failed.message}`)
    if (child.exitCode !== null || child.signalCode !== null) return lastLines(place.log)
    const state = readState(pidFile)
    if (state.pid === child.pid && state.status === 'ready') return child
  }
  child.kill('SIGQUIT')
  return 'it was not ready within five minutes'
}

function readState(pidFile: string): { pid: number | undefined; status: string | undefined } {
  try {
    const lines = readFileSync(pidFile, 'utf8').split('\n')
    return { pid: Number(lines[0]), status: lines[7]?.trim() }
  } catch {
    return { pid: undefined, status: undefined }
  }
}
