/** The programs that really send: Debian's prometheus, vmagent, zabbix_sender and net-snmp, each to the whole program over the network. */
import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Matcher } from '#record/series/contract.ts'
import { select } from '#record/series/series.ts'
import { type Member, type Spil, spil } from '#test/spil.ts'
import { monitoringReceiving } from '#work/monitoring/receiving/contract.ts'
import { type Listening, listenZabbix } from '#work/monitoring/receiving/trapper/module.ts'
import { listenTraps } from '#work/monitoring/receiving/traps/module.ts'

const run = promisify(execFile)
let house: Spil
let lead: Member
let key: string
let url: string
let trapper: Listening
let traps: Listening
let folder: string
const running: ChildProcess[] = []
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'spil-senders-'))
  house = await spil()
  lead = await house.member('lead')
  const { organisationId } = lead
  key = (await of().createKey({ body: { organisationId, name: 'Zenders' } })).key
  const user = { name: 'linde', auth: { protocol: 'sha256', password: passwords.auth }, priv: { protocol: 'aes', password: passwords.priv } } as const
  await of().addNetwork({ body: { organisationId, network: '127.0.0.0/16', zabbix: true, traps: true, user } })
  url = await house.server.listen({ port: 0, host: '127.0.0.1' })
  trapper = await listenZabbix(house.app, 0)
  traps = await listenTraps(house.app, 0)
})
afterAll(async () => {
  for (const one of running) one.kill('SIGKILL')
  await trapper.stop()
  await traps.stop()
  await house[Symbol.asyncDispose]()
  rmSync(folder, { recursive: true, force: true })
})

const of = () => house.as(monitoringReceiving, lead.token)
const passwords = { auth: 'een stil wachtwoord', priv: 'nog een wachtwoord' }
/** What a sender says goes into the message of a test that fails. */
let said = ''
function start(program: string, ...args: string[]): ChildProcess {
  const made = spawn(program, args, { stdio: ['ignore', 'ignore', 'pipe'], cwd: folder })
  made.stderr?.on('data', (part) => {
    said = `${said}${part}`.slice(-2000)
  })
  running.push(made)
  return made
}
const read = (labels: Readonly<Record<string, string>>) => {
  const now = house.app.now().getTime()
  const matchers = Object.entries(labels).map(([name, value]): Matcher => ({ name, op: '=', value }))
  return house.app.asSystem((ctx) => select(ctx, matchers, { from: now - 1_800_000, to: now, step: 0 }, lead.organisationId))
}
const points = async (labels: Readonly<Record<string, string>>) => (await read(labels)).reduce((sum, { at }) => sum + at.length, 0)
const freePort = async () => {
  const { createServer } = await import('node:net')
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

describe('remote-write', () => {
  test('prometheus sends what it scrapes of itself, with the key as bearer token', async () => {
    const port = await freePort()
    const file = join(folder, 'prometheus.yml')
    writeFileSync(
      file,
      `global: { scrape_interval: 1s }
scrape_configs: [{ job_name: zelf, static_configs: [{ targets: ['127.0.0.1:${port}'] }] }]
remote_write:
  - url: ${url}/api/prometheus/api/v1/write
    authorization: { credentials: ${key} }
    queue_config: { batch_send_deadline: 1s }
`,
    )
    start('/usr/bin/prometheus', `--config.file=${file}`, `--storage.tsdb.path=${join(folder, 'tsdb')}`, `--web.listen-address=127.0.0.1:${port}`)
    await expect.poll(() => points({ __name__: 'up', job: 'zelf' }), { timeout: 40_000, interval: 500, message: said }).toBeGreaterThan(2)
    expect((await read({ job: 'zelf' })).length).toBeGreaterThan(300)
    expect((await of().refused()).items).toEqual([])
  }, 60_000)
  test('vmagent, with the key as password', async () => {
    const file = join(folder, 'vmagent.yml')
    const port = await freePort()
    writeFileSync(file, `scrape_configs: [{ job_name: vm, scrape_interval: 1s, static_configs: [{ targets: ['127.0.0.1:${port}'] }] }]\n`)
    start(
      '/usr/bin/vmagent',
      ...[`-promscrape.config=${file}`, `-httpListenAddr=127.0.0.1:${port}`, `-remoteWrite.url=${url}/api/prometheus/api/v1/write`],
      ...['-remoteWrite.basicAuth.username=vmagent', `-remoteWrite.basicAuth.password=${key}`, '-remoteWrite.flushInterval=1s'],
      `-remoteWrite.tmpDataPath=${join(folder, 'vm')}`,
    )
    await expect.poll(() => points({ __name__: 'up', job: 'vm' }), { timeout: 40_000, interval: 500, message: said }).toBeGreaterThan(2)
    expect((await of().refused()).items).toEqual([])
  }, 60_000)
})

test('zabbix_sender: one value, and a file of them', async () => {
  const sender = (...args: string[]) => run('/usr/bin/zabbix_sender', ['-z', '127.0.0.1', '-p', String(trapper.port), ...args])
  const { stdout } = await sender('-s', 'srv1', '-k', 'app.users', '-o', '12')
  expect(stdout).toContain('processed: 1; failed: 0; total: 1')
  const now = Math.floor(house.app.now().getTime() / 1000)
  const lines = Array.from({ length: 600 }, (_, index) => `srv1 "app.many[${index % 3}]" ${now - 600 + index} ${index}`)
  writeFileSync(join(folder, 'values'), `${lines.join('\n')}\nsrv1 app.text ${now} geen\n`)
  const many = await sender('-T', '-i', join(folder, 'values')).catch((error: { stdout: string }) => error)
  expect(many.stdout).toContain('processed: 100; failed: 1; total: 101')
  expect(await points({ __name__: 'zabbix_app_many', key: 'app.many[2]' })).toBe(200)
})

describe('snmptrap', () => {
  const trap = (program: 'snmptrap' | 'snmpinform', ...args: string[]) => {
    const state = join(folder, 'snmp')
    mkdirSync(state, { recursive: true })
    const env = { ...process.env, SNMP_PERSISTENT_DIR: state, MIBS: '', MIBDIRS: state }
    return run(`/usr/bin/${program}`, ['-r', '1', '-t', '3', ...args], { env })
  }
  const to = () => `127.0.0.1:${traps.port}`
  const linkDown = ['1.3.6.1.6.3.1.1.5.3', '1.3.6.1.2.1.2.2.1.1.7', 'i', '7']
  const secret = ['-v3', '-u', 'linde', '-l', 'authPriv', '-a', 'SHA-256', '-A', passwords.auth, '-x', 'AES', '-X', passwords.priv]
  const last = async () => (await of().traps()).items[0]
  test.each([
    ['1', () => trap('snmptrap', '-v1', '-c', 'public', to(), '1.3.6.1.4.1.9999', '127.0.0.1', '2', '0', '100')],
    ['2c', () => trap('snmptrap', '-v2c', '-c', 'public', to(), '100', ...linkDown)],
    ['3', () => trap('snmptrap', '-e', '0x8000000001020304', ...secret, to(), '100', ...linkDown)],
    ['2c', () => trap('snmpinform', '-v2c', '-c', 'public', to(), '100', ...linkDown)],
    ['3', () => trap('snmpinform', ...secret, to(), '100', ...linkDown)],
  ])('version %s', async (version, send) => {
    const before = (await of().traps()).items.length
    // An inform that nobody answers ends with an error.
    await send()
    await expect.poll(async () => (await of().traps()).items.length).toBe(before + 1)
    await expect.poll(last).toMatchObject({ version, name: 'linkDown', reason: null })
  })
  test.each([
    ['a wrong password', secret.map((one) => (one === passwords.auth ? 'een ander wachtwoord' : one))],
    ['a wrong password to read it', secret.map((one) => (one === passwords.priv ? 'een ander wachtwoord' : one))],
    ['another user', secret.map((one) => (one === 'linde' ? 'wilg' : one))],
    ['the user without a signature', ['-v3', '-u', 'linde', '-l', 'noAuthNoPriv']],
  ])('%s: kept, and said why', async (_what, wrong) => {
    await house.app.pools.owner.query('delete from monitoring_trap')
    await trap('snmptrap', '-e', '0x8000000001020304', ...wrong, to(), '100', ...linkDown)
    await expect.poll(last).toMatchObject({ name: null, reason: expect.stringContaining('versie 3') })
  })
})
