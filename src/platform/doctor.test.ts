import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, inject, test } from 'vitest'
import { type Config, readConfig, settings } from './config.ts'
import { clockFindings, databaseCheck, databaseFindings, diskFindings, examine, folderCheck, keysCheck, portCheck } from './doctor.ts'

const home = mkdtempSync(join(tmpdir(), 'spil-doctor-'))
afterAll(() => rmSync(home, { recursive: true, force: true }))

const config = (more: Partial<Config> = {}): Config => ({
  ...readConfig({ SPIL_DATA: join(home, 'data'), SPIL_PORT: '0', SPIL_CONFIG: join(home, 'none') }),
  ...more,
})

test('nothing is wrong with a new installation', async () => {
  expect(await examine(config())).toEqual([])
})

test('a port that another program has', async () => {
  const other = createServer((socket) => socket.destroy())
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve))
  const { port } = other.address() as { port: number }
  expect(await portCheck(config({ port }))).toMatchObject([
    { check: 'port', wrong: expect.stringContaining(`${port}`), mend: expect.stringContaining('SPIL_PORT') },
  ])
  await new Promise((resolve) => other.close(resolve))
  expect(await portCheck(config({ port }))).toEqual([])
})

test('an address that this machine does not have', async () => {
  expect(await portCheck(config({ port: 1, host: '203.0.113.7' }))).toMatchObject([{ check: 'port', mend: expect.stringContaining('SPIL_HOST') }])
})

test('a data folder that cannot be written', async () => {
  writeFileSync(join(home, 'file'), '')
  expect(await folderCheck(config({ data: join(home, 'file', 'data') }))).toMatchObject([
    { check: 'folder', mend: expect.stringContaining('SPIL_DATA') },
  ])
})

test('a disk that is nearly full, in bytes and in files', () => {
  expect(diskFindings('/data', { free: 500 * 1024 ** 2, inodes: 1000, inodesFree: 500 })).toMatchObject([
    { check: 'disk', wrong: expect.stringContaining('500 MB') },
  ])
  expect(diskFindings('/data', { free: 1024 ** 4, inodes: 1000, inodesFree: 5 })).toHaveLength(1)
  expect(diskFindings('/data', { free: 1024 ** 4, inodes: 0, inodesFree: 0 })).toEqual([])
})

test('a database that is away; the address is told without its password', async () => {
  const away = await databaseCheck(config({ databaseUrl: 'postgres://spil:geheim@127.0.0.1:1/spil' }))
  expect(away).toMatchObject([{ check: 'database', mend: expect.stringContaining('DATABASE_URL') }])
  expect(JSON.stringify(away)).not.toContain('geheim')
  expect(await databaseCheck(config({ databaseUrl: inject('databaseUrl') }))).toEqual([])
})

test('a database that is too old, or whose clock is another', () => {
  expect(databaseFindings({ number: 140_012, version: '14.12', apart: 0 })).toMatchObject([{ wrong: expect.stringContaining('14.12') }])
  expect(databaseFindings({ number: 150_000, version: '15.0', apart: -60_000 })).toMatchObject([
    { check: 'clock', wrong: expect.stringContaining('60 s') },
  ])
})

test('a clock that cannot be right', () => {
  const now = Date.UTC(2026, 10, 23)
  expect(clockFindings(Date.UTC(1970, 0, 1), 0)).toHaveLength(1)
  expect(clockFindings(now, now + 3_600_000)).toHaveLength(1)
  expect(clockFindings(now, now)).toEqual([])
})

test('keys that others can read', async () => {
  const keys = join(home, 'data', 'keys')
  mkdirSync(keys, { recursive: true, mode: 0o700 })
  writeFileSync(join(keys, 'spil.key'), 'x', { mode: 0o600 })
  expect(await keysCheck(config())).toEqual([])
  chmodSync(join(keys, 'spil.key'), 0o644)
  expect(await keysCheck(config())).toMatchObject([
    { check: 'keys', wrong: expect.stringContaining('spil.key'), mend: expect.stringContaining('chmod') },
  ])
})

test('the table in docs/configuration.md is what the program reads', () => {
  const table = readFileSync(join(import.meta.dirname, '../../docs/configuration.md'), 'utf8')
  const rows = [...table.matchAll(/^\| `([A-Z_]+)` \| (?:`([^`]*)`)? ?\| (.*) \|$/gm)].map(([, name, value, what]) => ({ name, value, what }))
  const real = Object.entries(settings).map(([name, one]) => {
    const parsed = one.safeParse(undefined)
    return { name, value: parsed.success && parsed.data !== undefined ? String(parsed.data) : undefined, what: one.description }
  })
  expect(rows).toEqual(real)
})
