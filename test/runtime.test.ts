/** Spil as a program: started, stopped, killed, refused, backed up and restored, as a process with a data folder of its own. */
import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { afterAll, describe, expect, test } from 'vitest'

/** Not the synchronous one: vitest gives up on a worker that says nothing for a minute. */
const execute = promisify(execFile)
const root = join(import.meta.dirname, '..')
const node = join(root, 'node_modules/.bin/node')
const isRoot = process.getuid?.() === 0

const home = mkdtempSync(join(tmpdir(), 'spil-runtime-'))
chmodSync(home, 0o711)
const started = new Set<ChildProcess>()
afterAll(async () => {
  for (const child of started) if (child.exitCode === null && child.signalCode === null) await stop({ child })
  rmSync(home, { recursive: true, force: true })
})

let folders = 0
const folder = () => join(home, `data${++folders}`)
const environment = (data: string, more: Record<string, string> = {}) => ({
  PATH: process.env.PATH ?? '',
  HOME: process.env.HOME ?? '',
  SPIL_DATA: data,
  SPIL_PORT: '0',
  SPIL_LOG: 'warn',
  SPIL_CONFIG: join(home, 'none.json'),
  ...more,
})

interface Started {
  child: ChildProcess
  url: string
  said: () => string
}

/** Starts `spil start` and answers when it says where it is. */
async function start(data: string, more: Record<string, string> = {}, program = join(root, 'src/cli.ts')): Promise<Started> {
  const child = spawn(node, [program, 'start'], { env: environment(data, more), stdio: ['ignore', 'pipe', 'pipe'] })
  started.add(child)
  let said = ''
  const listen = (chunk: Buffer) => {
    said += chunk
  }
  child.stdout?.on('data', listen)
  child.stderr?.on('data', listen)
  for (let waited = 0; ; waited += 20) {
    const [, url] = /Spil is ready at (http:\S+)/.exec(said) ?? []
    if (url && said.includes('Stop with Ctrl-C')) return { child, url, said: () => said }
    if (child.exitCode !== null || waited > 60_000) throw new Error(`Spil did not start: ${said}`)
    await sleep(20)
  }
}

async function stop({ child }: { child: ChildProcess }, signal: NodeJS.Signals = 'SIGTERM'): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return child.exitCode
  const ended = once(child, 'exit')
  child.kill(signal)
  const [code] = (await ended) as [number | null]
  return code
}

interface Said {
  code: number
  said: string
}
const command = (data: string, ...args: string[]) => commandWith(environment(data), ...args)

async function commandWith(env: NodeJS.ProcessEnv, ...args: string[]): Promise<Said> {
  try {
    const { stdout, stderr } = await execute(node, [join(root, 'src/cli.ts'), ...args], { env })
    return { code: 0, said: stdout + stderr }
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string }
    return { code, said: stdout + stderr }
  }
}

const health = async ({ url }: Started) => (await fetch(`${url}/api/health`)).json() as Promise<{ status: string }>
const clusterOf = (data: string) => (JSON.parse(readFileSync(join(data, 'database.json'), 'utf8')) as { cluster: string }).cluster
const serverOf = (data: string) => Number(readFileSync(join(clusterOf(data), 'postmaster.pid'), 'utf8').split('\n')[0])
const runs = (pid: number) => existsSync(`/proc/${pid}/cwd`) || !existsSync('/proc')

const setUp = ({ url }: Started) =>
  fetch(`${url}/api/setup`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      organisation: 'Lindecollege',
      name: 'Bea Heer',
      email: 'beheer@linde.example',
      password: 'a quiet linchpin 7745',
      locale: 'nl',
      timeZone: 'Europe/Amsterdam',
    }),
  })
const installed = async ({ url }: Started) => ((await (await fetch(`${url}/api/setup`)).json()) as { installed: boolean }).installed

describe('start and stop', { timeout: 180_000 }, () => {
  const data = folder()

  test('a new data folder: answers, says where, keeps everything to itself; Ctrl-C stops it and its database', async () => {
    const spil = await start(data)
    expect(await health(spil)).toMatchObject({ status: 'ok' })
    expect(spil.said()).toContain(data)
    expect(statSync(data).mode & 0o066).toBe(0)
    expect(statSync(join(data, 'keys/spil.key')).mode & 0o077).toBe(0)
    const server = serverOf(data)
    expect(await stop(spil, 'SIGINT')).toBe(0)
    expect(runs(server)).toBe(false)
    expect(existsSync(join(data, 'spil.lock'))).toBe(false)
  })

  test('it runs on the Node of the packages, whatever the machine has', async () => {
    expect((await execute(node, ['--version'])).stdout).toMatch(/^v24\./)
  })

  test('a second Spil on the same folder is refused and told why; the first one stays', async () => {
    const spil = await start(data)
    const second = await command(data, 'start')
    expect(second).toMatchObject({ code: 1, said: expect.stringContaining(`already running on ${data} (process ${spil.child.pid}`) })
    expect(await health(spil)).toMatchObject({ status: 'ok' })
    await stop(spil)
  })

  test('kill -9: the next start takes over the database that was left, with what was in it', async () => {
    const spil = await start(data)
    expect((await setUp(spil)).status).toBeLessThan(300)
    const server = serverOf(data)
    await stop(spil, 'SIGKILL')
    const next = await start(data)
    expect(await installed(next)).toBe(true)
    expect(serverOf(data)).not.toBe(server)
    // And when the database was killed along, as when the machine stops.
    const last = serverOf(data)
    await stop(next, 'SIGKILL')
    process.kill(last, 'SIGKILL')
    const again = await start(data)
    expect(await installed(again)).toBe(true)
    await stop(again)
  })

  test('a database that is killed under a running Spil is started again', async () => {
    const spil = await start(data, { SPIL_LOG: 'info' })
    process.kill(serverOf(data), 'SIGKILL')
    const well = async () => (await fetch(`${spil.url}/api/health`)).status
    await expect.poll(well, { timeout: 20_000, interval: 100 }).toBe(200)
    await expect.poll(() => spil.said(), { timeout: 20_000 }).toContain('runs again')
    await expect.poll(well, { timeout: 20_000, interval: 100 }).toBe(200)
    expect(await stop(spil)).toBe(0)
  })
})

describe('places', { timeout: 180_000 }, () => {
  test('a path too long for a socket, with spaces and accents', async () => {
    const data = join(home, 'één map', 'x'.repeat(60), 'y'.repeat(60))
    const spil = await start(data)
    expect(await health(spil)).toMatchObject({ status: 'ok' })
    await stop(spil)
  })

  test('root with a folder that nobody else may enter: the database stands where its user can come, and it is said', async () => {
    const closed = join(home, 'closed')
    mkdirSync(closed, { mode: 0o700 })
    const data = join(closed, 'data')
    const spil = await start(data)
    const cluster = clusterOf(data)
    if (isRoot) {
      expect(cluster).not.toContain(closed)
      expect(spil.said()).toContain(cluster)
      expect(statSync(cluster).uid).not.toBe(0)
    } else expect(cluster).toBe(join(data, 'postgres'))
    await setUp(spil)
    await stop(spil)
    const again = await start(data)
    expect(await installed(again)).toBe(true)
    await stop(again)
    if (isRoot) rmSync(join(cluster, '..'), { recursive: true })
  })

  test('root with a whole clone in such a folder: the binaries are copied too', async () => {
    const clone = join(home, 'clone')
    mkdirSync(clone, { mode: 0o700 })
    for (const part of ['src', 'package.json']) cpSync(join(root, part), join(clone, part), { recursive: true })
    // Hard links: a copy of the packages without their weight.
    await execute('cp', ['-al', join(root, 'node_modules'), join(clone, 'node_modules')])
    const spil = await start(join(clone, 'data'), {}, join(clone, 'src/cli.ts'))
    expect(await health(spil)).toMatchObject({ status: 'ok' })
    const cluster = clusterOf(join(clone, 'data'))
    await stop(spil)
    if (isRoot) rmSync(join(cluster, '..'), { recursive: true })
  })
})

describe('what is refused, in words', { timeout: 180_000 }, () => {
  test('settings that are wrong are named, their values are not', async () => {
    const { code, said } = await commandWith({ ...environment(folder()), SPIL_PORT: 'secret-7' }, 'start')
    expect(code).toBe(1)
    expect(said).toContain('SPIL_PORT')
    expect(said).not.toContain('secret-7')
    writeFileSync(join(home, 'own.json'), '{"SPIL_PROT": 1}')
    expect(await commandWith({ ...environment(folder()), SPIL_CONFIG: join(home, 'own.json') }, 'start')).toMatchObject({
      code: 1,
      said: expect.stringContaining('unknown setting SPIL_PROT'),
    })
  })

  test('a taken port ends the start with the remedy, and leaves no database behind', async () => {
    const first = await start(folder())
    const data = folder()
    const { code, said } = await commandWith(environment(data, { SPIL_PORT: new URL(first.url).port }), 'start')
    expect(code).toBe(1)
    expect(said).toContain('is taken by another program')
    expect(existsSync(join(clusterOf(data), 'postmaster.pid'))).toBe(false)
    await stop(first)
  })

  test('an unknown command, an unknown option', async () => {
    expect(await command(folder(), 'strat')).toMatchObject({ code: 2, said: expect.stringContaining('spil <command>') })
    expect(await command(folder(), 'start', '--prot', '1')).toMatchObject({ code: 1, said: expect.stringContaining("'--prot'") })
  })
})

describe('back-up', { timeout: 180_000 }, () => {
  test('a running Spil is backed up, changed and restored; the logbook is whole, and the restore can be undone', async () => {
    const data = folder()
    const file = join(home, 'backup.tgz')
    const spil = await start(data)
    expect((await command(data, 'backup', file)).code).toBe(0)
    expect(statSync(file).mode & 0o077).toBe(0)
    await setUp(spil)
    expect(await installed(spil)).toBe(true)
    const later = join(home, 'later.tgz')
    expect((await command(data, 'backup', later)).code).toBe(0)
    expect(await command(data, 'restore', file)).toMatchObject({ code: 0 })
    await expect.poll(() => spil.said().match(/Spil is ready/g)?.length, { timeout: 20_000 }).toBe(2)
    await stop(spil)
    expect((await command(data, 'verify')).code).toBe(0)
    expect((await command(data, 'restore', '--undo')).code).toBe(0)
    expect((await command(data, 'verify')).code).toBe(0)
    const back = await start(data)
    expect(await installed(back)).toBe(true)
    await stop(back)

    const elsewhere = folder()
    expect((await command(elsewhere, 'restore', later)).code).toBe(0)
    expect((await command(elsewhere, 'verify')).code).toBe(0)
    expect(readFileSync(join(elsewhere, 'keys/spil.key'), 'utf8')).toBe(readFileSync(join(data, 'keys/spil.key'), 'utf8'))
    const other = await start(elsewhere)
    expect(await installed(other)).toBe(true)
    await stop(other)
  })

  test('a damaged or cut archive is refused before anything is touched', async () => {
    const data = folder()
    const bytes = readFileSync(join(home, 'later.tgz'))
    const cut = join(home, 'cut.tgz')
    writeFileSync(cut, bytes.subarray(0, bytes.length / 2))
    expect(await command(data, 'restore', cut)).toMatchObject({ code: 1, said: expect.stringContaining('not a whole back-up') })
    const flipped = Buffer.from(bytes)
    flipped[flipped.length >> 1] = (flipped[flipped.length >> 1] ?? 0) ^ 1
    writeFileSync(cut, flipped)
    expect((await command(data, 'restore', cut)).code).toBe(1)
    expect(existsSync(data)).toBe(false)
  })
})
