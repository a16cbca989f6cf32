/** What can be wrong with an installation, found without starting it. Each check says what is wrong and how to mend it, or nothing. */
import { randomUUID } from 'node:crypto'
import { accessSync, constants, existsSync, readdirSync, rmSync, statfsSync, statSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { dirname, join } from 'node:path'
import pg from 'pg'
import type { Config } from './config.ts'
import { holderOf } from './database/embedded-lock.ts'

export interface Finding {
  check: string
  wrong: string
  mend: string
}
type Check = (config: Config) => Promise<Finding[]> | Finding[]

const gigabyte = 1024 ** 3

/** The first folder above `path` (or itself) that exists. */
const existing = (path: string): string => (existsSync(path) || dirname(path) === path ? path : existing(dirname(path)))

export const portCheck: Check = async ({ port, host, data }) => {
  if (port === 0) return []
  const code = await new Promise<string | undefined>((resolve) => {
    const server = createServer()
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? 'unknown'))
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(undefined)))
  })
  if (code === undefined || (code === 'EADDRINUSE' && (holderOf(data) || (await isSpil(host, port))))) return []
  if (code === 'EADDRINUSE')
    return [
      {
        check: 'port',
        wrong: `Port ${port} on ${host} is taken by another program`,
        mend: `Stop that program (ss -ltnp 'sport = :${port}' names it), or set SPIL_PORT`,
      },
    ]
  if (code === 'EACCES')
    return [
      {
        check: 'port',
        wrong: `Port ${port} may not be opened by this user`,
        mend: 'Set SPIL_PORT to a number above 1023 and put a reverse proxy before it',
      },
    ]
  return [
    {
      check: 'port',
      wrong: `${host} is not an address of this machine (${code})`,
      mend: 'Set SPIL_HOST to 127.0.0.1, or to 0.0.0.0 for every address',
    },
  ]
}

async function isSpil(host: string, port: number): Promise<boolean> {
  try {
    const reply = await fetch(`http://${host === '0.0.0.0' ? '127.0.0.1' : host}:${port}/api/health`, { signal: AbortSignal.timeout(2_000) })
    const body = (await reply.json()) as { status?: unknown; database?: unknown }
    return typeof body.status === 'string' && 'database' in body
  } catch {
    return false
  }
}

/** By really writing: modes say little for root, on a read-only disk or a network share. */
export const folderCheck: Check = ({ data }) => {
  const folder = existing(data)
  const probe = join(folder, `.spil-doctor-${randomUUID()}`)
  try {
    accessSync(folder, constants.X_OK)
    writeFileSync(probe, 'probe', { flag: 'wx' })
    rmSync(probe)
    return []
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    return [
      {
        check: 'folder',
        wrong: `The data folder ${data} cannot be written (${code})`,
        mend: `Give it to the user who runs Spil: chown -R USER ${folder}; or choose another with SPIL_DATA`,
      },
    ]
  }
}

/** `free` bytes and inodes as the disk of the data folder has them. */
export const diskFindings = (data: string, disk: { free: number; inodesFree: number; inodes: number }): Finding[] => {
  const findings: Finding[] = []
  if (disk.free < gigabyte)
    findings.push({
      check: 'disk',
      wrong: `The disk of ${data} has ${Math.floor(disk.free / 1024 ** 2)} MB left`,
      mend: 'Make room to at least 1 GB: PostgreSQL stops when it cannot write',
    })
  if (disk.inodes > 0 && disk.inodesFree / disk.inodes < 0.02)
    findings.push({
      check: 'disk',
      wrong: `The disk of ${data} can hold hardly any more files`,
      mend: 'Remove small files you do not need (df -i shows the count)',
    })
  return findings
}

export const diskCheck: Check = ({ data }) => {
  const { bavail, bsize, ffree, files } = statfsSync(existing(data))
  return diskFindings(data, { free: bavail * bsize, inodesFree: ffree, inodes: files })
}

/** Only for a PostgreSQL of the user's own; the built-in one is started with Spil and says there what is wrong. */
export const databaseCheck: Check = async ({ databaseUrl }) => {
  if (!databaseUrl) return []
  const client = new pg.Client({ connectionString: databaseUrl, connectionTimeoutMillis: 5_000 })
  client.on('error', () => undefined)
  try {
    await client.connect()
    const before = Date.now()
    const { rows } = await client.query<{ number: string; version: string; now: Date }>(
      `select current_setting('server_version_num') as number, current_setting('server_version') as version, clock_timestamp() as now`,
    )
    const [row] = rows
    return row ? databaseFindings({ number: Number(row.number), version: row.version, apart: row.now.getTime() - (before + Date.now()) / 2 }) : []
  } catch (error) {
    return [
      {
        check: 'database',
        wrong: `The database cannot be reached: ${(error as Error).message}`,
        mend: 'Check that it runs, and address, name and password in DATABASE_URL',
      },
    ]
  } finally {
    await client.end().catch(() => undefined)
  }
}

/** `apart`: milliseconds that the database's clock is ahead of ours. */
export const databaseFindings = (database: { number: number; version: string; apart: number }): Finding[] => {
  const findings: Finding[] = []
  if (database.number < 150_000)
    findings.push({
      check: 'database',
      wrong: `PostgreSQL ${database.version} is too old`,
      mend: 'Spil needs PostgreSQL 15 or newer; move the database with pg_dump and pg_restore',
    })
  if (Math.abs(database.apart) > 5_000)
    findings.push({
      check: 'clock',
      wrong: `The clocks of this machine and of the database are ${Math.round(Math.abs(database.apart) / 1000)} s apart`,
      mend: 'Let both follow a time server (systemd-timesyncd or chrony)',
    })
  return findings
}

/** Without another clock to ask: a moment before this program was made, or before the newest file in the data folder, cannot be now. */
export const clockFindings = (now: number, newest: number): Finding[] => {
  const mend = 'Set the clock and let it follow a time server: timedatectl set-ntp true'
  if (new Date(now).getUTCFullYear() < 2026) return [{ check: 'clock', wrong: `The clock of this machine says ${new Date(now).toISOString()}`, mend }]
  if (newest - now > 5 * 60_000)
    return [
      {
        check: 'clock',
        wrong: `Files in the data folder are newer (${new Date(newest).toISOString()}) than the clock of this machine says it is`,
        mend,
      },
    ]
  return []
}

export const clockCheck: Check = ({ data }) => {
  const times = existsSync(data) ? readdirSync(data).map((name) => statSync(join(data, name), { throwIfNoEntry: false })?.mtimeMs ?? 0) : []
  return clockFindings(Date.now(), Math.max(0, ...times))
}

export const keysCheck: Check = ({ data }) => {
  const folder = join(data, 'keys')
  if (!existsSync(folder)) return []
  const open = [folder, ...readdirSync(folder).map((name) => join(folder, name))].filter((path) => (statSync(path).mode & 0o077) !== 0)
  return open.map((path) => ({
    check: 'keys',
    wrong: `${path} can be read by other users of this machine`,
    mend: `chmod go= ${path}; if somebody may have read it, treat passwords of mailboxes and links as known`,
  }))
}

const checks: readonly Check[] = [portCheck, folderCheck, diskCheck, databaseCheck, clockCheck, keysCheck]

/** Every finding of every check. A check that cannot be done is a finding too. */
export async function examine(config: Config): Promise<Finding[]> {
  const found = await Promise.all(
    checks.map(async (check) => {
      try {
        return await check(config)
      } catch (error) {
        return [
          { check: 'doctor', wrong: `Something could not be examined: ${(error as Error).message}`, mend: 'Run this as the user who runs Spil' },
        ]
      }
    }),
  )
  return found.flat()
}
