/** `spil backup FILE` and `spil restore FILE`, beside a running Spil or on their own. */
import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { keyFolder, markOf, readKeys, writeKeys } from '#platform/backup/keys.ts'
import { load } from '#platform/backup/load.ts'
import { checkBackup } from '#platform/backup/read.ts'
import { writeBackup } from '#platform/backup/write.ts'
import { type Config, readConfig } from '#platform/config.ts'
import { attachEmbedded, databaseUrl, startEmbedded } from '#platform/database/embedded.ts'
import { holderOf } from '#platform/database/embedded-lock.ts'
import {
  announceRestore,
  announceUndo,
  prepareRestore,
  restoredDatabase,
  restoredPath,
  restorePending,
} from '#platform/database/embedded-restored.ts'
import { migrationsOf } from '#platform/database/migrate.ts'
import { headsPath } from '#platform/events/heads-file.ts'
import { files } from '#platform/files.ts'
import { log as makeLog } from '#platform/log.ts'
import { version } from '../main.ts'
import { rooms } from '../rooms.ts'
import { Refusal } from './failures.ts'

const known = () => [
  ...migrationsOf('platform', join(import.meta.dirname, '../platform')),
  ...rooms.flatMap((room) => migrationsOf(room.name, room.folder)),
]

/** The owner's address of this installation's database, and what ends it when it was started only for this. */
async function reach(config: Config): Promise<{ url: string; stop(): Promise<void> }> {
  const running = config.databaseUrl ? { url: config.databaseUrl } : await attachEmbedded({ data: config.data })
  if (running) return { url: running.url, stop: async () => undefined }
  return startEmbedded({ data: config.data, log: makeLog('warn') })
}

export async function backup(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { keys: { type: 'string' }, 'without-keys': { type: 'boolean' } },
  })
  const [given] = positionals
  if (!given) throw new Refusal('Say where: spil backup FILE [--keys FILE | --without-keys]')
  const config = readConfig(process.env)
  const file = resolve(given)
  const keyMark = await markOf(keyFolder(config.data))
  if (!keyMark) throw new Refusal(`There is no Spil in ${config.data} yet: start it once, or set SPIL_DATA.`)
  const database = await reach(config)
  try {
    const manifest = await writeBackup({ url: database.url, data: config.data, keyMark, version }, file)
    const rows = Object.values(manifest.rows).reduce((sum, one) => sum + one, 0)
    console.log(`${file}: ${Object.keys(manifest.rows).length} tables, ${rows} rows, ${manifest.files.count} files.`)
  } finally {
    await database.stop()
  }
  if (values['without-keys'])
    console.log(
      `The keys (${keyFolder(config.data)}) are not in it. Keep a copy of them somewhere else: without them nothing that is sealed can be opened.`,
    )
  else {
    const keys = resolve(values.keys ?? `${file}.keys`)
    await writeKeys(keyFolder(config.data), keys)
    console.log(`${keys}: the keys, apart. Keep them in another place than the back-up: together they open everything.`)
  }
  return 0
}

export async function restore(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { keys: { type: 'string' }, undo: { type: 'boolean' }, force: { type: 'boolean' } },
  })
  const config = readConfig(process.env)
  const [given] = positionals
  if (values.undo) return undo(config)
  if (!given) throw new Refusal('Say what: spil restore FILE [--keys FILE], or spil restore --undo')
  const file = resolve(given)
  if (!existsSync(file)) throw new Refusal(`There is no file ${file}.`)
  const archive = await checkBackup(file)
  console.log(`${file} is whole: written by Spil ${archive.contents.version} at ${archive.contents.at}.`)
  const keys = resolve(values.keys ?? `${file}.keys`)
  if (config.databaseUrl) await restoreExternal(config, file, archive, keys)
  else
    await replace(config, async (url) => {
      await prepareRestore(config.data, databaseUrl(url, 'postgres'))
      await load(file, archive, {
        url: databaseUrl(url, restoredDatabase),
        files: await files(join(config.data, 'files')),
        heads: restoredPath(config.data, 'heads.jsonl'),
        known: known(),
      })
      await bringKeys(config.data, archive.contents.keyMark, keys, restoredPath(config.data, 'keys'))
      announceRestore(config.data)
    })
  console.log('The back-up is restored. Check it with: spil verify')
  if (!config.databaseUrl) console.log('What was there before is kept aside; spil restore --undo puts it back.')
  return 0
}

async function undo(config: Config): Promise<number> {
  if (config.databaseUrl) throw new Refusal('Nothing was put aside: with DATABASE_URL a back-up is restored into a new database.')
  await replace(config, async (url) => {
    if (!(await announceUndo(config.data, databaseUrl(url, 'postgres')))) throw new Refusal('No restore put anything aside here.')
  })
  console.log('What the restore put aside is back.')
  return 0
}

/** Prepares on the server that runs, and lets the next start of it take over what was prepared. */
async function replace(config: Config, prepare: (url: string) => Promise<void>): Promise<void> {
  const holder = holderOf(config.data)
  if (holder && holder.command !== 'start')
    throw new Refusal(`Another command (${holder.command}, process ${holder.pid}) is using ${config.data}. Try again when it is done.`)
  const database = await reach(config)
  try {
    await prepare(database.url)
  } finally {
    await database.stop()
  }
  const serving = holderOf(config.data)
  if (!serving) return (await startEmbedded({ data: config.data, log: makeLog('warn') })).stop()
  process.kill(serving.pid, 'SIGUSR2')
  console.log('Spil starts again with it …')
  for (let waited = 0; restorePending(config.data); waited += 100) {
    if (waited > 120_000) throw new Refusal('The back-up is ready, but Spil does not start again with it. Stop and start it.')
    await sleep(100)
  }
  await untilHealthy(config)
}

/** Until Spil answers again; a port of its own choice (0) nobody can know here. */
async function untilHealthy({ host, port }: Config): Promise<void> {
  const url = `http://${host === '0.0.0.0' ? '127.0.0.1' : host}:${port}/api/health`
  for (let tries = 0; port !== 0 && tries < 300; tries++) {
    if (
      await fetch(url, { signal: AbortSignal.timeout(2_000) }).then(
        (reply) => reply.ok,
        () => false,
      )
    )
      return
    await sleep(100)
  }
}

/** The keys of the back-up, unless they are there already. Without them it is restored all the same, and said. */
async function bringKeys(data: string, mark: string, file: string, to: string): Promise<void> {
  if ((await markOf(keyFolder(data))) === mark || readKeys(file, mark, to)) return
  console.error(
    `WARNING: the keys that belong to this back-up are neither in ${keyFolder(data)} nor in ${file}. What is sealed (passwords of mailboxes, second factors, personal content of the logbook) cannot be opened until you put them there and restore again with --keys FILE.`,
  )
}

async function restoreExternal(config: Config, file: string, archive: Awaited<ReturnType<typeof checkBackup>>, keys: string): Promise<void> {
  const url = config.databaseUrl ?? ''
  if (existsSync(headsPath(config.data)))
    throw new Refusal(
      `${config.data} belongs to an installation that is there already. Give a new folder in SPIL_DATA and a new database in DATABASE_URL.`,
    )
  await bringKeys(config.data, archive.contents.keyMark, keys, keyFolder(config.data))
  await load(file, archive, { url, files: await files(join(config.data, 'files')), heads: headsPath(config.data), known: known() })
}
