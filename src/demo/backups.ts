/**
 * Two back-ups of the school. One is real: small files below the data folder of the demo, copied once a day, read and restored as any other. Of the
 * other its program told each night how it went, until four nights ago.
 */
import { createHash } from 'node:crypto'
import { mkdir, readdir, realpath, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { App } from '#platform/room.ts'
import { monitoringBackups } from '#work/monitoring/backups/contract.ts'
import { runOf } from '#work/monitoring/backups/jobs.ts'
import { manifestName } from '#work/monitoring/backups/manifest/rules.ts'
import { monitoringBackupReceiving } from '#work/monitoring/backups/receiving/contract.ts'
import { changeBackup, type Db, readBackup } from '#work/monitoring/backups/store.ts'
import { at } from './acting.ts'
import { day } from './measured.ts'
import { appAt } from './replay.ts'
import { idOf, type Watch } from './watch.ts'

const hour = 3_600_000
const contents: Readonly<Record<string, string>> = {
  'etc/nginx/sites/www.conf': 'server {\n  server_name www.linde.example;\n  root /srv/www;\n}\n',
  'etc/nginx/sites/magister.conf': 'server {\n  server_name magister.linde.example;\n}\n',
  'srv/www/index.html': '<!doctype html><title>Scholengroep De Linde</title><h1>Welkom</h1>\n',
  'srv/www/rooster.css': 'body { font-family: sans-serif }\n',
  'srv/www/open-dag.txt': 'De open dag is op de laatste zaterdag van januari.\n',
}
const vaultOf = (app: App): string => join(app.config.data, 'demo-backups')
/** The folder that the demo made may be read as long as it runs; of others that stays as it was configured. */
export async function allowVault(app: App): Promise<string> {
  const vault = vaultOf(app)
  await mkdir(vault, { recursive: true })
  const real = await realpath(vault)
  if (!app.config.backupRoots.includes(real)) app.config.backupRoots = [...app.config.backupRoots, real]
  return real
}

/** A copy as it was made at that moment, with what was in it. */
async function copyTo(folder: string, made: Date): Promise<string> {
  const day = made.toISOString().slice(0, 10)
  const files = Object.entries({ ...contents, 'srv/www/bezoek.log': `Laatste bezoek vóór ${day}\n`.repeat(400) })
  const lines = files.map(([path, text]) => {
    const bytes = Buffer.from(text)
    return { size: bytes.length, line: `${bytes.length} ${createHash('sha256').update(bytes).digest('hex')}  ${path}` }
  })
  const total = lines.reduce((sum, { size }) => sum + size, 0)
  const manifest = `# spil-manifest 1\n${lines.map(({ line }) => line).join('\n')}\n# files ${files.length} bytes ${total}\n`
  for (const [path, text] of [...files, [manifestName, manifest] as const]) {
    const file = join(folder, day, path)
    await mkdir(join(file, '..'), { recursive: true })
    await writeFile(file, text)
    await utimes(file, made, made)
  }
  return manifest
}
/** Each night at two. */
const nightBefore = (moment: number) => Math.floor((moment - 2 * hour) / day) * day + 2 * hour

/** The copy of last night, where it is not there yet. */
export async function copyOfToday(app: App): Promise<void> {
  const folder = join(await allowVault(app), 'web-01')
  const there = await readdir(folder).catch(() => undefined)
  const night = new Date(nightBefore(app.now().getTime()))
  if (there && !there.includes(night.toISOString().slice(0, 10))) await copyTo(folder, night)
}

async function run(app: App, id: string, sort: 'look' | 'read' | 'test', moment: number): Promise<void> {
  const row = await app.asSystem((ctx) => readBackup(ctx.db as Db, id))
  if (row)
    await runOf(
      appAt(app, () => new Date(moment)),
      { ...row, running: sort },
      AbortSignal.timeout(60_000),
    )
  await hold(app, id, true)
}
/** While the past is told, whoever looks at back-ups leaves these alone. */
const hold = (app: App, id: string, held: boolean) =>
  app.asSystem((ctx) => changeBackup(ctx.db as Db, id, { claimedUntil: held ? new Date(app.now().getTime() + hour) : null }))

async function website(watch: Watch): Promise<string> {
  const { app, desk } = watch
  const { organisationId } = desk.school
  const place = join(await allowVault(app), 'web-01')
  const system = await app.asSystem(async (ctx) => ctx.actor)
  const { backup, token } = await desk
    .by(
      'karel',
      8 * 24,
    )(monitoringBackups)
    .addBackup({
      body: { organisationId, itemId: idOf(watch, 'WEB-01'), kind: 'files', name: 'Websites, elke nacht', place },
    })
  await hold(app, backup.id, true)
  const last = nightBefore(desk.now)
  for (let night = last - 6 * day; night <= last; night += day) {
    const raw = await copyTo(place, new Date(night))
    await at(app, monitoringBackupReceiving, system, new Date(night)).manifest({ params: { id: token }, raw }, { contentType: 'text/plain' })
    await run(app, backup.id, 'look', night + hour)
    await run(app, backup.id, 'read', night + hour)
    if (night === last - 2 * day) await run(app, backup.id, 'test', night + 4 * hour)
  }
  return backup.id
}
async function files(watch: Watch): Promise<string> {
  const { app, desk } = watch
  const { organisationId } = desk.school
  const system = await app.asSystem(async (ctx) => ctx.actor)
  const { backup, token } = await desk
    .by(
      'karel',
      15 * 24,
    )(monitoringBackups)
    .addBackup({
      body: { organisationId, itemId: idOf(watch, 'FILE-01'), kind: 'vendor', name: 'Bestanden (Veeam)' },
    })
  await hold(app, backup.id, true)
  const last = nightBefore(desk.now) - 3 * day
  for (let night = last - 9 * day; night <= last; night += day) {
    const bytes = Math.round(4.2e12 + ((night - last) / day) * 6e9)
    const raw = JSON.stringify({ state: 'success', message: 'Job "FILE-01 nightly" finished: Success', bytes, files: 1_284_112 })
    await at(app, monitoringBackupReceiving, system, new Date(night + 3 * hour)).status({ params: { id: token }, raw })
  }
  return backup.id
}

/** When it was first seen that one is too old, and again: what it is reached through was asked meanwhile. */
export const seenLate = (now: number): readonly number[] => [now - 32 * hour, now - 31 * hour]
/** Told up to now. What is answered lets Spil itself look at them from then on. */
export async function backUp(watch: Watch): Promise<() => Promise<void>> {
  const { app, desk } = watch
  const ids = [await website(watch), await files(watch)]
  for (const moment of seenLate(desk.now)) await run(app, ids[1] ?? '', 'look', moment)
  return async () => {
    for (const id of ids) {
      await run(app, id, 'look', app.now().getTime())
      await hold(app, id, false)
    }
  }
}
