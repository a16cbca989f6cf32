/** The real program, killed while it restores: at the next start what it restored is gone, the tool it ran too, and the run is shown as ended by that. */
import { randomBytes } from 'node:crypto'
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { items } from '#record/items/contract.ts'
import { people } from '#record/people/contract.ts'
import { monitoringBackups } from '#work/monitoring/backups/contract.ts'
import { program } from './e2e/program.ts'
import { told } from './peers/repositories.ts'
import { administrator } from './spil.ts'

const RESTIC_PASSWORD = 'een stille spil'
async function until(what: () => Promise<boolean>) {
  for (let tries = 0; !(await what()); tries++) {
    if (tries > 600) throw new Error('it did not come')
    await sleep(50)
  }
}

test('kill -9 during a restore test', { timeout: 240_000 }, async () => {
  const root = await mkdtemp(join(tmpdir(), 'spil-killed-'))
  await using spil = await program({ env: { SPIL_BACKUP_ROOTS: root } })
  try {
    const [source, place] = [join(root, 'source'), join(root, 'repository')]
    await mkdir(source)
    for (let n = 0; n < 40; n++) await writeFile(join(source, `${n}.bin`), randomBytes(4_000_000))
    await told('restic', ['--no-cache', '-r', place, 'init'], { RESTIC_PASSWORD })
    await told('restic', ['--no-cache', '-r', place, 'backup', source], { RESTIC_PASSWORD })
    const session = await spil.signIn(administrator.email, administrator.password)
    const organisationId = (await spil.as(people, session).me()).roles[0]?.organisationId ?? ''
    const item = await spil.as(items, session).createItem({ body: { organisationId, kind: 'server', name: 'Server' } })
    const of = spil.as(monitoringBackups, session)
    const body = { organisationId, itemId: item.id, kind: 'restic', name: 'big', place, password: RESTIC_PASSWORD } as const
    const { id } = (await of.addBackup({ body })).backup
    const scratch = join(spil.data, 'scratch', 'backups')
    const restored = async () => {
      const all = await readdir(scratch, { recursive: true }).catch(() => [])
      return all.filter((path) => path.endsWith('.bin')).length
    }
    await until(async () => (await restored()) > 3)
    expect((await stat(join(scratch, (await readdir(scratch))[0] ?? ''))).mode & 0o777).toBe(0o700)
    await spil.kill9()
    expect(await restored()).toBeGreaterThan(3)
    await spil.start()
    await until(async () => (await spil.query<{ n: number }>(`select count(*)::int as n from backup_run where state = 'crashed'`))[0]?.n === 1)
    const [crashed] = (await of.runs({ params: { id }, query: { sort: 'test' } })).items.filter(({ state }) => state === 'crashed')
    expect(crashed?.why.map(({ code }) => code)).toEqual(['crashed'])
    // It is due again at once, and this time it is done.
    await until(async () => (await of.backup({ params: { id } })).testedOk === true)
    await until(async () => (await restored()) === 0)
    expect((await told('pgrep', ['-f', `repo=${place}`])).code).toBe(1)
  } finally {
    await rm(root, { recursive: true, force: true })
  }
})

test('kill -9 while a dump is loaded: the server of the test is ended and its files go', { timeout: 240_000 }, async () => {
  const root = await mkdtemp(join(tmpdir(), 'spil-killed-'))
  await using spil = await program({ env: { SPIL_BACKUP_ROOTS: root } })
  // Where its server keeps its files stands in its scratch folder: other tests have servers too.
  const scratch = join(spil.data, 'scratch', 'backups')
  const home = async () => {
    const [pointer] = (await readdir(scratch, { recursive: true }).catch(() => [])).filter((path) => path.endsWith('/mariadb'))
    return pointer && readFile(join(scratch, pointer), 'utf8').catch(() => undefined)
  }
  try {
    await writeFile(join(root, 'slow.sql'), 'CREATE TABLE t (id int);\nSELECT SLEEP(200);\n-- Dump completed on 2026-11-26\n')
    const session = await spil.signIn(administrator.email, administrator.password)
    const organisationId = (await spil.as(people, session).me()).roles[0]?.organisationId ?? ''
    const item = await spil.as(items, session).createItem({ body: { organisationId, kind: 'database', name: 'Wiki' } })
    const body = { organisationId, itemId: item.id, kind: 'mariadb', name: 'wiki', place: root } as const
    await spil.as(monitoringBackups, session).addBackup({ body })
    const loading = async () => (await told('pgrep', ['-f', `socket=${await home()}.*restored`])).code === 0
    await until(async () => (await home()) !== undefined && (await loading()))
    const first = (await home()) ?? ''
    await spil.kill9()
    expect((await told('pgrep', ['-f', `datadir=${first}`])).code).toBe(0)
    await spil.start()
    await until(() =>
      stat(first).then(
        () => false,
        () => true,
      ),
    )
    expect((await told('pgrep', ['-f', `datadir=${first}`])).code).toBe(1)
  } finally {
    await rm(root, { recursive: true, force: true })
  }
})
