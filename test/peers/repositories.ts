/** Back-ups of real tools (restic, borg, pg_dump, mariadb-dump) for tests, and Spil looking at them as its collector does. */
import { execFile } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { chmod, mkdir, mkdtemp, open, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { items } from '#record/items/contract.ts'
import type { Bounds } from '#work/monitoring/backups/adapters/kind.ts'
import { monitoringBackups, type NewBackup, type RunSort } from '#work/monitoring/backups/contract.ts'
import { looker, usualBounds } from '#work/monitoring/backups/jobs.ts'
import { script } from '#work/monitoring/backups/receiving/adapters/script.ts'
import { type Member, type Spil, spil } from '../spil.ts'

const run = promisify(execFile)
/** What a tool says and exits with, whatever that is. */
export const told = (program: string, args: readonly string[], env: Readonly<Record<string, string>> = {}, cwd?: string) =>
  run(program, args, { env: { ...process.env, ...env }, maxBuffer: 64 * 1024 * 1024, ...(cwd && { cwd }) }).then(
    ({ stdout, stderr }) => ({ code: 0, out: stdout, error: stderr }),
    (thrown: { code: number; stdout: string; stderr: string }) => ({ code: thrown.code, out: thrown.stdout, error: thrown.stderr }),
  )

export interface Yard extends AsyncDisposable {
  house: Spil
  bea: Member
  /** Below which back-ups may be read. */
  root: string
  /** Where Spil listens, for the script. */
  url: string
  make(wish: Partial<NewBackup> & Pick<NewBackup, 'kind' | 'name'>, by?: Member): Promise<{ id: string; itemId: string; token: string }>
  of: ReturnType<typeof clientOf>
  /** The collector does what is due, until nothing is. */
  collect(bounds?: Partial<Bounds>): Promise<void>
  /** The newest run of a sort. */
  last(id: string, sort: RunSort): Promise<Awaited<ReturnType<ReturnType<typeof clientOf>['runs']>>['items'][number]>
  testNow(id: string): Promise<Awaited<ReturnType<Yard['last']>>>
  lookNow(id: string): Promise<Awaited<ReturnType<ReturnType<typeof clientOf>['backup']>>>
  /** The script that we ship, as a machine runs it. */
  manifest(token: string, args: readonly string[], env?: Readonly<Record<string, string>>): Promise<Awaited<ReturnType<typeof told>>>
}
const clientOf = (house: Spil, bea: Member) => house.as(monitoringBackups, bea.token)

export async function yard(): Promise<Yard> {
  const root = await mkdtemp(join(tmpdir(), 'spil-backups-'))
  const house = await spil({ env: { SPIL_BACKUP_ROOTS: root } })
  const bea = await house.member(['lead', 'administrator'])
  const of = clientOf(house, bea)
  const url = await house.server.listen({ port: 0, host: '127.0.0.1' })
  await writeFile(join(root, 'spil-manifest.sh'), script, { mode: 0o755 })
  await chmod(root, 0o755)
  const collect = async (bounds: Partial<Bounds> = {}) => {
    const { look, idle } = looker(house.app, new AbortController().signal, { ...usualBounds, ...bounds })
    for (let turn = 0; turn < 6; turn++) {
      await look()
      await idle()
    }
  }
  const last: Yard['last'] = async (id, sort) => {
    const [newest] = (await of.runs({ params: { id }, query: { sort, limit: 1 } })).items
    if (!newest) throw new Error(`there is no ${sort} yet`)
    return newest
  }
  return {
    ...{ house, bea, root, url, of, collect, last },
    async make({ name, ...wish }, by = bea) {
      const { organisationId } = by
      const item = await house
        .as(items, by.token)
        .createItem({ body: { organisationId, kind: 'server', state: 'live', name: `Server ${randomUUID().slice(0, 6)}` } })
      const { backup, token } = await clientOf(house, by).addBackup({ body: { organisationId, itemId: item.id, name, testDays: 0, ...wish } })
      return { id: backup.id, itemId: item.id, token }
    },
    async testNow(id) {
      await of.testNow({ params: { id } })
      await collect()
      return last(id, 'test')
    },
    async lookNow(id) {
      await of.lookNow({ params: { id } })
      await collect()
      return of.backup({ params: { id } })
    },
    manifest: (token, args, env = {}) => told('sh', [join(root, 'spil-manifest.sh'), ...args], { SPIL_URL: url, SPIL_TOKEN: token, ...env }),
    async [Symbol.asyncDispose]() {
      await house[Symbol.asyncDispose]()
      await rm(root, { recursive: true, force: true })
    },
  }
}

/** A folder with files of all sorts of names, 1 MB that does not pack among them. */
export async function sourceIn(root: string, name: string): Promise<string> {
  const folder = join(root, name)
  await mkdir(join(folder, 'docs', 'old [1]'), { recursive: true })
  const { randomBytes } = await import('node:crypto')
  await writeFile(join(folder, 'big.bin'), randomBytes(1_000_000))
  for (let n = 0; n < 20; n++) await writeFile(join(folder, 'docs', `note ${n}.txt`), `note ${n}\n`.repeat(n + 1))
  await writeFile(join(folder, 'docs', 'old [1]', 'a*b?.txt'), 'pattern')
  await writeFile(join(folder, 'docs', 'line\nbreak \\ é.txt'), 'newline')
  return folder
}

/** Changes some bytes in the middle of the largest file below a folder, as a disk that goes bad does. */
export async function rot(folder: string): Promise<string> {
  let largest = { path: '', size: 0 }
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue
    const path = join(entry.parentPath, entry.name)
    const { size } = await stat(path)
    if (size > largest.size) largest = { path, size }
  }
  await chmod(largest.path, 0o600)
  const file = await open(largest.path, 'r+')
  await file.write(Buffer.from('ROTTEN!!'), 0, 8, Math.floor(largest.size / 2))
  await file.close()
  return largest.path
}
