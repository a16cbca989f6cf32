/** Writes a back-up from one snapshot of the database, while everybody goes on working. */
import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream, existsSync } from 'node:fs'
import { open, readdir, rename, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import pg from 'pg'
import { to as copyTo } from 'pg-copy-streams'
import { type Pack, pack } from 'tar-stream'
import { headsPath, readHeads } from '../events/heads-file.ts'
import { BackupError, type Contents, labelOf, type Manifest, notCopied, qualified, quoted, type Table } from './format.ts'

export interface Source {
  /** The owner's connection string. */
  url: string
  data: string
  keyMark: string
  version: string
}

/** Bytes of a table held in memory at a time: tar wants the size of a part before the part. */
const piece = 4 * 1024 * 1024

/** Writes `file` (only its owner may read it). It gets its name when it is whole and on disk. */
export async function writeBackup(source: Source, file: string): Promise<Manifest> {
  const draft = `${file}.partial`
  const client = new pg.Client({
    connectionString: source.url,
    options: '-c timezone=UTC -c statement_timeout=0 -c idle_in_transaction_session_timeout=0',
  })
  await client.connect()
  const tar = pack()
  const written = pipeline(tar, createGzip({ level: 4 }), createWriteStream(draft, { mode: 0o600 }))
  // Whoever waits below hears of it too; this only keeps a failure that comes first from ending the program.
  written.catch(() => undefined)
  try {
    await client.query('begin isolation level repeatable read read only')
    const manifest = await fill(tar, client, source)
    tar.finalize()
    await written
    await sync(draft)
    await rename(draft, file)
    await sync(dirname(file))
    return manifest
  } catch (error) {
    tar.destroy()
    await written.catch(() => undefined)
    await rm(draft, { force: true })
    throw error
  } finally {
    await client.end()
  }
}

async function fill(tar: Pack, client: pg.Client, source: Source): Promise<Manifest> {
  const tables = await tablesOf(client)
  const { rows: migrations } = await client.query<Contents['migrations'][number]>(
    'select room, number, name, checksum from migration order by at, room, number',
  )
  if (migrations.length === 0) throw new BackupError('There is no Spil in this database')
  const contents: Contents = { format: 1, version: source.version, at: new Date().toISOString(), keyMark: source.keyMark, migrations, tables }
  const manifest: Manifest = { parts: [], rows: {}, sequences: [], files: { count: 0, bytes: 0 } }
  const part = async (name: string, content: Buffer) => {
    manifest.parts.push({ name, size: content.length, sha256: createHash('sha256').update(content).digest('hex') })
    await put(tar, name, content)
  }
  await part('spil.json', Buffer.from(JSON.stringify(contents, null, 1)))
  for (const table of tables) manifest.rows[labelOf(table)] = await copyTable(client, table, part)
  // Sequences run ahead of the snapshot, never behind it.
  const { rows: sequences } = await client.query<Manifest['sequences'][number]>(
    `select schemaname as schema, sequencename as name, last_value::text as last from pg_sequences where schemaname in ('public', 'graphile_worker') and last_value is not null`,
  )
  manifest.sequences = sequences
  await copyHeads(client, source.data, part)
  manifest.files = await copyFiles(tar, join(source.data, 'files'))
  await put(tar, 'manifest.json', Buffer.from(JSON.stringify(manifest)))
  return manifest
}

/** Partitioned tables as a whole, without their partitions; without columns that are computed. */
async function tablesOf(client: pg.Client): Promise<Table[]> {
  const { rows } = await client.query<Table>(
    `select n.nspname as schema, c.relname as name,
       (select json_agg(a.attname order by a.attnum) from pg_attribute a
         where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = '') as columns
     from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where n.nspname in ('public', 'graphile_worker') and c.relkind in ('r', 'p') and not c.relispartition and c.relpersistence = 'p'
       and not exists (select from pg_depend d where d.objid = c.oid and d.deptype = 'e')
     order by 1, 2`,
  )
  return rows.filter((table) => !notCopied.includes(labelOf(table)))
}

async function copyTable(client: pg.Client, table: Table, part: (name: string, content: Buffer) => Promise<void>): Promise<number> {
  const stream = client.query(copyTo(`copy (select ${table.columns.map(quoted).join(', ')} from ${qualified(table)}) to stdout`))
  let held: Buffer[] = []
  let size = 0
  let count = 0
  const release = async (all: Buffer) => {
    if (all.length > 0) await part(`database/${labelOf(table)}/${String(count++).padStart(6, '0')}`, all)
  }
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    held.push(chunk)
    size += chunk.length
    // A piece ends where a row does; within a value COPY writes a line end as \\n.
    const end = size < piece ? -1 : chunk.lastIndexOf(10)
    if (end === -1) continue
    held[held.length - 1] = chunk.subarray(0, end + 1)
    await release(Buffer.concat(held))
    held = [chunk.subarray(end + 1)]
    size = held[0]?.length ?? 0
  }
  await release(Buffer.concat(held))
  return stream.rowCount
}

/** The heads the snapshot knows; later ones belong to rows that are not in this back-up. */
async function copyHeads(client: pg.Client, data: string, part: (name: string, content: Buffer) => Promise<void>): Promise<void> {
  const { rows } = await client.query<{ size: string }>('select coalesce(max(size), 0)::text as size from head')
  const last = Number(rows[0]?.size)
  const length = existsSync(headsPath(data)) ? (await stat(headsPath(data))).size : 0
  let count = 0
  const held: string[] = []
  const release = () => part(`log/heads/${String(count++).padStart(6, '0')}`, Buffer.from(held.splice(0).join('')))
  for await (const line of readHeads(data, length)) {
    if (line === null || line.size > last) continue
    held.push(`${JSON.stringify(line)}\n`)
    if (held.length === 1000) await release()
  }
  if (held.length > 0) await release()
}

/** Files are only ever added, each under its own hash: what is there now is at least what the snapshot speaks of. */
async function copyFiles(tar: Pack, folder: string): Promise<Manifest['files']> {
  const total = { count: 0, bytes: 0 }
  for (const group of await readdir(folder).catch(() => [])) {
    if (!/^[0-9a-f]{2}$/.test(group)) continue
    for (const hash of await readdir(join(folder, group))) {
      const path = join(folder, group, hash)
      const { size } = await stat(path)
      await new Promise<void>((resolve, reject) => {
        const entry = tar.entry({ name: `files/${hash}`, size, mode: 0o600 }, (error) => (error ? reject(error) : resolve()))
        pipeline(createReadStream(path), entry).catch(reject)
      })
      total.count += 1
      total.bytes += size
    }
  }
  return total
}

const put = (tar: Pack, name: string, content: Buffer) =>
  new Promise<void>((resolve, reject) => {
    tar.entry({ name, size: content.length, mode: 0o600 }, content, (error) => (error ? reject(error) : resolve()))
  })

async function sync(path: string): Promise<void> {
  const handle = await open(path, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
