/** A PostgreSQL of a minute in the scratch folder: a dump is restored into it by somebody who may do nothing else, and its rows are counted. */
import { randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import pg from 'pg'
import { databaseUrl, startEmbedded } from '#platform/database/embedded.ts'
import { place, placed } from '#platform/database/embedded-place.ts'
import { takeOver } from '#platform/database/embedded-server.ts'
import type { Log } from '#platform/log.ts'
import { type Source, SourceError } from '../../adapters/kind.ts'
import { type ToolBounds, tool } from '../../adapters/tool.ts'
import { postgresqlRows, postgresqlSettings, postgresqlTables } from '../../manifest/adapters/rows.ts'
import type { Rows } from '../../manifest/rules.ts'

export interface Restored {
  tables: Map<string, Rows>
  problems: string[]
}
const folderIn = (scratch: string) => join(scratch, 'database')

/** Restores a dump in custom format and counts every table. A dump of strangers runs as an ordinary user of an empty database: no files, no programs. */
export const restoreCustom = (source: Source, path: string, log: Log, hashed: boolean): Promise<Restored> =>
  inDatabase(source, log, hashed, async (to) => {
    const plain = ['--no-owner', '--no-privileges', '--no-publications', '--no-subscriptions']
    const said = await tool('pg_restore', [...plain, ...to.args, path], to.bounds)
    const problems = said.error.split('\n').filter((line) => /error/i.test(line))
    return said.code !== 0 && problems.length === 0 ? [`pg_restore: ${said.code}`] : problems
  })
/** The same for plain SQL. psql is told that nothing it reads may command psql itself: only SQL is left, and that is of an ordinary user. */
export const restorePlain = (source: Source, sql: AsyncIterable<Buffer>, log: Log, hashed: boolean): Promise<Restored> =>
  inDatabase(source, log, hashed, async (to) => {
    await restrictive(to.bounds)
    const said = await tool('psql', ['--no-psqlrc', '--quiet', ...to.args], { ...to.bounds, input: restricted(sql), chunk: () => undefined })
    return said.error.split('\n').filter((line) => /(ERROR|FATAL|error):/.test(line) && !harmless.test(line))
  })
/** Who owns what is not restored; our own lock and that of the dump are in each other's way. */
const harmless =
  /role ".*" does not exist|must be (?:able to SET ROLE|member of role)|schema "public" already exists|backslash commands are restricted|\\unrestrict: (?:wrong key|not currently)/
async function* restricted(sql: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  yield Buffer.from(`\\restrict ${randomUUID().replaceAll('-', '')}\n`)
  yield* sql
}
/** The first of each line of versions that can be restricted. */
const restricts: Readonly<Record<number, number>> = { 13: 22, 14: 19, 15: 14, 16: 10, 17: 6 }
async function restrictive(bounds: ToolBounds): Promise<void> {
  const { out } = await tool('psql', ['--version'], bounds)
  const [, major = '0', minor = '0'] = /(\d+)(?:\.(\d+))?/.exec(out) ?? []
  if (Number(major) < 18 && Number(minor) < (restricts[Number(major)] ?? Number.POSITIVE_INFINITY)) throw new SourceError('toolMissing')
}

interface To {
  args: readonly string[]
  bounds: ToolBounds
}
async function inDatabase(source: Source, log: Log, hashed: boolean, load: (to: To) => Promise<string[]>): Promise<Restored> {
  const data = folderIn(source.scratch)
  const server = await startEmbedded({ data, log, settings: { fsync: 'off', max_connections: '20', shared_buffers: '64MB' } })
  try {
    await ask(databaseUrl(server.url, 'postgres'), async (client) => {
      await client.query('create role restorer login nosuperuser nocreatedb nocreaterole')
      await client.query('create database restored owner restorer')
    })
    const socket = new URL(server.url).searchParams.get('host') ?? ''
    const { scratch, signal, bounds } = source
    const problems = await load({
      args: [`--host=${socket}`, '--username=restorer', '--dbname=restored'],
      bounds: { scratch, signal, timeoutMs: bounds.readMs, env: { PGAPPNAME: 'spil', PGCONNECT_TIMEOUT: '20' } },
    })
    // As who loaded it: what it says of types and functions is not run by somebody who may more.
    const url = databaseUrl(server.url, 'restored').replace('//spil@', '//restorer@')
    return { tables: await ask(url, (client) => counted(client, hashed, bounds.readMs)), problems: problems.slice(0, 100) }
  } finally {
    await server.stop()
    await removeDatabase(source.scratch)
  }
}

async function counted(client: pg.Client, hashed: boolean, mostMs: number): Promise<Map<string, Rows>> {
  await client.query(`${postgresqlSettings} set statement_timeout = ${mostMs}`)
  const { rows } = await client.query<{ schema: string; name: string }>(
    `select n.nspname as schema, c.relname as name from ${postgresqlTables} order by 1, 2`,
  )
  const tables = new Map<string, Rows>()
  for (const { schema, name } of rows) {
    const table = `${client.escapeIdentifier(schema)}.${client.escapeIdentifier(name)}`
    const found = await client.query<{ n: string; h?: string }>(`select ${hashed ? postgresqlRows : 'count(*) as n'} from ${table} one`)
    const [{ n = '0', h: hash } = {}] = found.rows
    tables.set(`${schema}.${name}`, { rows: Number(n), ...(hash !== undefined && { hash }) })
  }
  return tables
}
async function ask<T>(url: string, run: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 20_000 })
  client.on('error', () => undefined)
  await client.connect()
  try {
    return await run(client)
  } finally {
    await client.end()
  }
}

/** What a test leaves of it, also one that was killed: the server is stopped, and its files go wherever they were put. */
export async function removeDatabase(scratch: string): Promise<void> {
  const data = folderIn(scratch)
  const at = placed(data)
  if (!at || !existsSync(data)) return
  await takeOver(place(data))
  const home = dirname(at.cluster)
  if (home !== data) await rm(home, { recursive: true, force: true })
  if (dirname(at.socket) !== home) await rm(at.socket, { recursive: true, force: true })
}
