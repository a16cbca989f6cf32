/**
 * A restore is prepared beside what is there (a database of its own, a folder of its own) and takes its place when Spil starts, before
 * anybody can write. Each step may be repeated, so a crash half-way only delays it. What was there is kept, and can be put back.
 */
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'

export const restoredDatabase = 'spil_restored'
const formerDatabase = 'spil_before_restore'

/** What a restore brings beside the database, as paths in the data folder. */
const brought = { 'heads.jsonl': join('log', 'heads.jsonl'), keys: 'keys' } as const

const pending = (data: string) => join(data, 'restored')
const former = (data: string) => join(data, 'before-restore')
const ready = (data: string) => join(pending(data), 'ready')

export const restoredPath = (data: string, name: keyof typeof brought) => join(pending(data), name)
/** True from `announceRestore` until the next start has completed it. */
export const restorePending = (data: string) => existsSync(ready(data))

/** Clears what an earlier attempt left, and makes an empty database to load into. `url`: of the database `postgres`. */
export async function prepareRestore(data: string, url: string): Promise<void> {
  rmSync(pending(data), { recursive: true, force: true })
  mkdirSync(pending(data), { mode: 0o700 })
  await within(url, async (client) => {
    await client.query(`drop database if exists ${restoredDatabase} with (force)`)
    await client.query(`create database ${restoredDatabase}`)
  })
}

/** From here on the next start completes it. */
export const announceRestore = (data: string) => writeFileSync(ready(data), new Date().toISOString(), { flush: true })

/** Makes what the last restore put aside the next to be restored. False when nothing was put aside. */
export async function announceUndo(data: string, url: string): Promise<boolean> {
  if (!existsSync(former(data))) return false
  rmSync(pending(data), { recursive: true, force: true })
  await within(url, async (client) => {
    await client.query(`drop database if exists ${restoredDatabase} with (force)`)
    await client.query(`alter database ${formerDatabase} rename to ${restoredDatabase}`)
  })
  renameSync(former(data), pending(data))
  announceRestore(data)
  return true
}

/** Called while nobody else is connected. `url`: of the database `postgres`. */
export async function completeRestore(data: string, url: string): Promise<boolean> {
  if (!restorePending(data)) return false
  await within(url, async (client) => {
    const { rowCount } = await client.query('select from pg_database where datname = $1', [restoredDatabase])
    if (rowCount === 0) return
    await client.query(`drop database if exists ${formerDatabase} with (force)`)
    rmSync(former(data), { recursive: true, force: true })
    mkdirSync(former(data), { mode: 0o700 })
    await client.query('begin')
    await client.query(`alter database spil rename to ${formerDatabase}`)
    await client.query(`alter database ${restoredDatabase} rename to spil`)
    await client.query('commit')
  })
  for (const [name, path] of Object.entries(brought)) {
    const from = join(pending(data), name)
    const to = join(data, path)
    if (!existsSync(from)) continue
    if (existsSync(to)) renameSync(to, join(former(data), name))
    mkdirSync(join(to, '..'), { recursive: true, mode: 0o700 })
    renameSync(from, to)
  }
  rmSync(pending(data), { recursive: true, force: true })
  return true
}

async function within(url: string, run: (client: pg.Client) => Promise<void>): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await run(client)
  } finally {
    await client.end()
  }
}
