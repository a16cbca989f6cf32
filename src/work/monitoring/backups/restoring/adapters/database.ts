/** A PostgreSQL of a minute in the scratch folder: a dump is restored into it by somebody who may do nothing else, and its rows are counted. */
import { existsSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import pg from 'pg'
import { databaseUrl, startEmbedded } from '#platform/database/embedded.ts'
import { place, placed } from '#platform/database/embedded-place.ts'
import { takeOver } from '#platform/database/embedded-server.ts'
import type { Log } from '#platform/log.ts'
import type { Source } from '../../adapters/kind.ts'
import { tool } from '../../adapters/tool.ts'

export interface Restored {
  tables: Map<string, number>
  problems: string[]
}
const folderIn = (scratch: string) => join(scratch, 'database')

/** Restores a dump in custom format and counts every table. A dump of strangers runs as an ordinary user of an empty database: no files, no programs. */
export async function restoreCustom(source: Source, path: string, log: Log): Promise<Restored> {
  const data = folderIn(source.scratch)
  const server = await startEmbedded({ data, log, settings: { fsync: 'off', max_connections: '20', shared_buffers: '64MB' } })
  try {
    await ask(databaseUrl(server.url, 'postgres'), async (client) => {
      await client.query('create role restorer login nosuperuser nocreatedb nocreaterole')
      await client.query('create database restored owner restorer')
    })
    const socket = new URL(server.url).searchParams.get('host') ?? ''
    const { scratch, signal, bounds } = source
    const said = await tool(
      'pg_restore',
      [
        '--no-owner',
        '--no-privileges',
        '--no-publications',
        '--no-subscriptions',
        `--host=${socket}`,
        '--username=restorer',
        '--dbname=restored',
        path,
      ],
      { scratch, signal, timeoutMs: bounds.readMs, env: { PGAPPNAME: 'spil', PGCONNECT_TIMEOUT: '20' } },
    )
    const problems = said.error
      .split('\n')
      .filter((line) => /error/i.test(line))
      .slice(0, 100)
    if (said.code !== 0 && problems.length === 0) problems.push(`pg_restore: ${said.code}`)
    return { tables: await ask(databaseUrl(server.url, 'restored'), counted), problems }
  } finally {
    await server.stop()
    await removeDatabase(source.scratch)
  }
}

async function counted(client: pg.Client): Promise<Map<string, number>> {
  await client.query("set statement_timeout = '10min'")
  const { rows } = await client.query<{ schema: string; name: string }>(
    `select n.nspname as schema, c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where c.relkind = 'r' and not starts_with(n.nspname, 'pg_') and n.nspname <> 'information_schema' order by 1, 2`,
  )
  const tables = new Map<string, number>()
  for (const { schema, name } of rows) {
    const found = await client.query<{ n: string }>(`select count(*) as n from ${client.escapeIdentifier(schema)}.${client.escapeIdentifier(name)}`)
    tables.set(`${schema}.${name}`, Number(found.rows[0]?.n))
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
