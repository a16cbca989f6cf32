/** Scratch folders: below the data folder, for us alone, gone when the run has ended; what a killed process left goes at the next start. */
import { randomUUID } from 'node:crypto'
import { mkdir, readdir, readFile, rm } from 'node:fs/promises'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { beganAt } from '#platform/database/embedded-lock.ts'
import { endGroup } from '../../adapters/tool.ts'
import { removeDatabase } from './database.ts'
import { removeMariadb } from './mariadb.ts'

const folderOf = (data: string) => join(data, 'scratch', 'backups')
const mine = `${process.pid}-${Buffer.from(beganAt(process.pid) ?? '').toString('base64url')}`
/** Who does a run: this process of this machine, and no other that gets its number later. */
export const holder = `${hostname()}/${mine}`
/** It was of this machine, and is no more. Of other machines nothing is known here. */
export const isGone = (name: string): boolean => name.startsWith(`${hostname()}/`) && !isAlive(name.slice(hostname().length + 1))
const isAlive = (name: string): boolean => {
  const [pid = '', began = ''] = name.split(/-(.*)/s)
  return beganAt(Number(pid)) === Buffer.from(began, 'base64url').toString()
}

/** Runs with an empty folder, and removes it whatever happens. */
export async function withScratch<T>(data: string, run: (scratch: string) => Promise<T>): Promise<T> {
  const scratch = join(folderOf(data), mine, randomUUID())
  await mkdir(join(scratch, 'restored'), { recursive: true, mode: 0o700 })
  try {
    return await run(scratch)
  } finally {
    await removeScratch(scratch)
  }
}
async function removeScratch(scratch: string): Promise<void> {
  await removeDatabase(scratch).catch(() => undefined)
  await removeMariadb(scratch).catch(() => undefined)
  // What was restored may say that nobody may write in it; a tool that was just ended may still be writing.
  await rm(scratch, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 })
}

/** Ends what a killed Spil left running, and removes what it left on disk. */
export async function sweep(data: string): Promise<void> {
  const folder = folderOf(data)
  for (const name of await readdir(folder).catch(() => [])) {
    if (isAlive(name)) continue
    for (const run of await readdir(join(folder, name)).catch(() => [])) {
      const scratch = join(folder, name, run)
      const processes = await readFile(join(scratch, '.processes'), 'utf8').catch(() => '')
      for (const line of processes.split('\n')) {
        const [pid = '', ...began] = line.split(' ')
        if (pid !== '' && beganAt(Number(pid)) === began.join(' ')) endGroup(Number(pid))
      }
      await removeScratch(scratch)
    }
    await rm(join(folder, name), { recursive: true, force: true })
  }
}
