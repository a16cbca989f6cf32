/** Puts a checked back-up into an empty database, and its files and heads on disk. */
import { createWriteStream } from 'node:fs'
import { mkdir, open } from 'node:fs/promises'
import { dirname } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import pg from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import { type Migration, migrate } from '../database/migrate.ts'
import type { Files } from '../files.ts'
import { prepareJobs } from '../jobs/prepare.ts'
import { BackupError, type Contents, labelOf, type Manifest, qualified, quoted, type Table } from './format.ts'
import { eachPart } from './read.ts'

export interface Target {
  /** The owner's connection string of a database without tables. */
  url: string
  files: Files
  /** Where the signed heads go. */
  heads: string
  /** Every migration this program knows. */
  known: readonly Migration[]
}

/** Loads at the schema version of the back-up, then brings it to that of the program. */
export async function load(file: string, { contents, manifest }: { contents: Contents; manifest: Manifest }, target: Target): Promise<void> {
  const pool = new pg.Pool({ connectionString: target.url, max: 3, options: '-c timezone=UTC -c statement_timeout=0' })
  // A connection that breaks makes the statement fail that used it.
  pool.on('error', () => undefined)
  try {
    const { rows } = await pool.query<{ full: boolean }>(`select to_regclass('public.migration') is not null as full`)
    if (rows[0]?.full) throw new BackupError('The database to restore into is not empty; make a new one')
    await prepareJobs(pool)
    await migrate(pool, asOf(contents, target.known))
    const client = await pool.connect()
    try {
      await client.query('begin')
      await fill(client, file, contents, manifest, target)
      await client.query('commit')
    } finally {
      client.release(true)
    }
    await migrate(pool, target.known)
    await pool.query('analyze')
  } finally {
    await pool.end()
  }
}

function asOf(contents: Contents, known: readonly Migration[]): Migration[] {
  return contents.migrations.map((old) => {
    const same = known.find((one) => one.room === old.room && one.number === old.number && one.checksum === old.checksum)
    if (!same)
      throw new BackupError(
        `This back-up was made by Spil ${contents.version}, which knows more than this one (${old.room}/${old.number} ${old.name}). Install that version, or a newer one`,
      )
    return same
  })
}

async function fill(client: pg.PoolClient, file: string, contents: Contents, manifest: Manifest, target: Target): Promise<void> {
  const tables = new Map(contents.tables.map((table) => [labelOf(table), table]))
  await refuseUnknown(client, contents.tables)
  // Rows come in the order of the archive, before what they point to may be there; only who owns the server may ask for that.
  await client.query('set local session_replication_role = replica').catch(() => {
    throw new BackupError('A back-up is restored as a superuser of PostgreSQL; give one in DATABASE_URL while you restore')
  })
  // What migrations put in; TRUNCATE would ask after foreign keys, which are not looked at here.
  for (const table of contents.tables) await client.query(`delete from ${qualified(table)}`)
  const came: Record<string, number> = {}
  await mkdir(dirname(target.heads), { recursive: true, mode: 0o700 })
  const heads = await open(target.heads, 'w', 0o600)
  try {
    await eachPart(file, async ({ name, content }) => {
      const [kind, label = ''] = name.split('/')
      const table = tables.get(label)
      if (kind === 'database' && table) came[label] = (came[label] ?? 0) + (await copyRows(client, table, content))
      else if (kind === 'files') await target.files.put(Readable.from(content), Number.MAX_SAFE_INTEGER)
      else if (kind === 'log') await pipeline(content, createWriteStream('', { fd: heads.fd, autoClose: false }))
    })
    await heads.sync()
  } finally {
    await heads.close()
  }
  for (const [label, rows] of Object.entries(manifest.rows))
    if ((came[label] ?? 0) !== rows) throw new BackupError(`${label} should hold ${rows} rows, and ${came[label] ?? 0} came`)
  for (const { schema, name, last } of manifest.sequences)
    await client.query('select setval($1::regclass, $2::bigint)', [qualified({ schema, name }), last])
  // Nobody works on these jobs now.
  await client.query('update graphile_worker._private_jobs set locked_at = null, locked_by = null where locked_at is not null')
  await client.query('update graphile_worker._private_job_queues set locked_at = null, locked_by = null where locked_at is not null')
}

async function refuseUnknown(client: pg.PoolClient, tables: readonly Table[]): Promise<void> {
  for (const table of tables) {
    const { rows } = await client.query<{ there: boolean }>('select to_regclass($1) is not null as there', [qualified(table)])
    if (!rows[0]?.there) throw new BackupError(`This Spil has no table ${labelOf(table)}, which the back-up has`)
  }
}

async function copyRows(client: pg.PoolClient, table: Table, content: AsyncIterable<Buffer>): Promise<number> {
  const into = client.query(copyFrom(`copy ${qualified(table)} (${table.columns.map(quoted).join(', ')}) from stdin`))
  await pipeline(content, into)
  return into.rowCount
}
