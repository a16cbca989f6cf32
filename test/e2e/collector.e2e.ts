/**
 * A collector at a remote site, as somebody starts it: it asks hosts that only it can reach, goes on while the link is cut, is killed meanwhile, and tells
 * everything afterwards, in order. Its silence is one alarm.
 */
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { items } from '#record/items/contract.ts'
import { prometheus } from '#record/series/prometheus/contract.ts'
import { type Site, siteOf } from '#test/peers/site.ts'
import { monitoringAlarms } from '#work/monitoring/alarms/contract.ts'
import { monitoringChecks } from '#work/monitoring/checks/contract.ts'
import { Batch, monitoringCollectors } from '#work/monitoring/collectors/contract.ts'
import { type Somebody, theAdministrator } from './cast.ts'
import { type Program, program } from './program.ts'

vi.setConfig({ testTimeout: 60_000 })
let spil: Program
let site: Site
let bea: Somebody
let code: string
let servers: { id: string }[]
let collector: ChildProcess | undefined
let said = ''
const data = mkdtempSync(join(tmpdir(), 'spil-collector-'))
const root = join(import.meta.dirname, '..', '..')
const asked = [{ kind: 'http' as const }, { kind: 'tcp' as const }, { kind: 'icmp' as const }, { kind: 'scrape' as const }]

beforeAll(async () => {
  spil = await program()
  site = await siteOf(Number(new URL(spil.url).port), 3)
  bea = await theAdministrator(spil)
  const { organisationId } = bea
  const register = spil.as(items, bea.session)
  const location = await register.createItem({ body: { organisationId, kind: 'location', name: 'Dependance' } })
  const at = { organisationId, kind: 'server', state: 'live', locationId: location.id } as const
  const runs = await register.createItem({ body: { ...at, name: 'collector-1' } })
  const collectors = spil.as(monitoringCollectors, bea.session)
  code = (await collectors.addCollector({ body: { organisationId, name: 'Dependance', itemId: runs.id, locationId: location.id } })).code
  servers = await Promise.all(
    site.hosts.map(({ address }, n) => register.createItem({ body: { ...at, name: `WEB-${n + 1}`, attributes: { ip: address } } })),
  )
})
afterAll(async () => {
  await ends('SIGTERM')
  await site?.[Symbol.asyncDispose]()
  await spil?.[Symbol.asyncDispose]()
  rmSync(data, { recursive: true, force: true })
})

async function addChecks(): Promise<void> {
  for (const [n, { id: itemId }] of servers.entries())
    for (const what of asked) {
      const told = what.kind === 'http' ? { ...what, url: `http://${site.hosts[n]?.address}/`, contains: 'Welkom' } : what
      const body = { itemId, name: `${what.kind} ${n + 1}`, what: told, everySeconds: 10, timeoutSeconds: 8 }
      await spil.as(monitoringChecks, bea.session).addCheck({ body })
    }
}
/** Starts it there, as the page of collectors tells. */
function starts(...more: string[]): void {
  const command = [join(root, 'node_modules', '.bin', 'node'), 'src/cli.ts', 'start', '--role', 'collector', '--to', site.to, ...more]
  const env = { ...process.env, SPIL_CONFIG: '/nonexistent', SPIL_LOG: 'warn', SPIL_DATA: data }
  collector = site.spawn(command, { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] })
  for (const stream of [collector.stdout, collector.stderr]) stream?.on('data', (part: Buffer) => (said += part))
}
async function ends(signal: NodeJS.Signals): Promise<void> {
  const ending = collector
  collector = undefined
  if (!ending || ending.exitCode !== null) return
  const gone = once(ending, 'exit')
  ending.kill(signal)
  await gone
}
async function until<T>(look: () => Promise<T | undefined | false>, what: string): Promise<T> {
  for (let count = 0; count < 200; count++) {
    const found = await look()
    if (found !== undefined && found !== false) return found
    await sleep(150)
  }
  throw new Error(`it did not happen: ${what}\n${said}\n${spil.output()}`)
}
/** How far the time in Spil has run ahead of ours. */
let ahead = 0
const nowThere = () => Date.now() + ahead
async function passes(ms: number): Promise<void> {
  ahead += ms
  await spil.clock(new Date(nowThere()))
}
/** The same, while time passes faster than it does. */
const hurried = <T>(look: () => Promise<T | undefined | false>, what: string) =>
  until(async () => {
    await passes(5000)
    return look()
  }, what)
const own = async () => (await spil.as(monitoringCollectors, bea.session).collectors({})).items[0]
/** Faster as well, but never so fast that the collector, which speaks in our time, would be silent for it. */
const heard = <T>(look: () => Promise<T | undefined | false>, what: string) =>
  until(async () => {
    if (nowThere() - Date.parse((await own())?.seenAt ?? '') < 20_000) await passes(15_000)
    return look()
  }, what)

/** Batches that were on its disk at some moment, by number. */
const kept = new Map<number, string>()
const batches = () => readdirSync(join(data, 'spool')).filter((name) => name.endsWith('.json'))
/** Undefined when it has just gone: what came over before the link was cut goes once its answer is read. */
function textOf(batch: string): string | undefined {
  try {
    return readFileSync(join(data, 'spool', batch), 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}
const spooled = () => {
  const there: string[] = []
  for (const name of batches()) {
    const text = textOf(name)
    if (text === undefined) continue
    there.push(name)
    const { number } = Batch.parse(JSON.parse(text))
    // What is on disk stays as it was: also after it was killed.
    expect(kept.get(number) ?? text).toBe(text)
    kept.set(number, text)
  }
  return there
}
/** What is in them, oldest first. */
const outcomes = () => [...kept].sort(([a], [b]) => a - b).flatMap(([, text]) => Batch.parse(JSON.parse(text)).outcomes)
const alarms = async () => (await spil.as(monitoringAlarms, bea.session).alarms({ query: {} })).items
const checks = async () => (await spil.as(monitoringChecks, bea.session).checks({ query: { limit: 100 } })).items
/** From where Spil stands. Some gateways let anybody connect to anything: what counts is who answers. */
const answersHere = (address: string) =>
  fetch(`http://${address}/`, { signal: AbortSignal.timeout(1000) }).then(
    async (answer) => (await answer.text()).includes('Welkom'),
    () => false,
  )
let cutAt = 0

test('it is enrolled, and asks what nobody else can reach', async () => {
  expect(await Promise.all(site.hosts.map(({ address }) => answersHere(address)))).toEqual([false, false, false])
  starts('--code', code)
  await until(async () => (await own())?.state === 'heard', 'it is heard')
  await addChecks()
  await until(async () => (await checks()).filter(({ state }) => state === 'ok').length > 6, 'checks succeed')
  expect((await checks()).filter(({ state }) => state === 'failed')).toEqual([])
  expect(await own()).toMatchObject({ state: 'heard', checks: 12, lost: 0 })
  expect(await alarms()).toEqual([])
})

test('the link is cut: it goes on, also after it was killed, and its silence is one alarm', async () => {
  await site.cut()
  cutAt = Date.now()
  const [first] = site.hosts
  await first?.stop('web')
  const failed = () => spooled().length > 0 && outcomes().some(({ state }) => state === 'failed')
  await until(async () => failed(), 'it sees a web server stop')
  await ends('SIGKILL')
  const waiting = spooled()
  expect(waiting.length).toBeGreaterThan(0)
  // It needs no code and nobody to tell it what to ask.
  starts()
  first?.start('web')
  const before = outcomes().length
  await until(async () => spooled() && outcomes().length > before + 5, 'it goes on asking')
  expect(readdirSync(join(data, 'spool'))).toEqual(expect.arrayContaining(waiting))
  const alarm = await hurried(async () => (await alarms())[0], 'an alarm')
  expect(alarm).toMatchObject({ item: { name: 'collector-1' }, severity: 'high' })
  await hurried(async () => (await checks()).every(({ state, reason }) => state === 'unknown' && reason === 'collector'), 'what it asks is unknown')
  expect(await alarms()).toHaveLength(1)
})

test('the link is back: everything comes in order, nothing is lost and nothing counts twice, and the alarm ends', async () => {
  spooled()
  await site.mend()
  await until(async () => batches().length === 0, 'it has sent everything')
  await heard(async () => (await alarms()).length === 0, 'the alarm ends')
  await heard(async () => (await checks()).every(({ state }) => state === 'ok'), 'everything is right')
  expect(await own()).toMatchObject({ state: 'heard', lost: 0 })
  const mine = outcomes().filter(({ at }) => Date.parse(at) > cutAt)
  const last = Math.max(...mine.map(({ at }) => Date.parse(at)))
  expect(mine.length).toBeGreaterThan(6)
  expect(mine.some(({ state }) => state === 'failed')).toBe(true)
  for (const { id, name } of await checks()) {
    const its = mine.filter(({ checkId }) => checkId === id)
    const stored = (await samplesOf(name)).filter(([at]) => at > cutAt && at <= last)
    expect(stored).toEqual(its.map(({ at, state }) => [Date.parse(at), state === 'ok' ? 1 : 0]))
    expect(await turnsOf(id)).toEqual(turnsIn([...its.map(({ state }) => state), 'ok']))
  }
  // Over the link they went one by one; one may go twice, when the answer to the first was lost.
  const numbers = [...site.sent().matchAll(/"batch":\{"number":(\d+)/g)].map(([, number]) => Number(number))
  expect(numbers).toEqual([...numbers].sort((a, b) => a - b))
  expect(new Set(numbers).size).toBe(numbers.at(-1))
  expect(said).not.toContain('refused')
})

async function samplesOf(name: string): Promise<(readonly [at: number, value: number])[]> {
  const query = `probe_success{check_name="${name}"}[1h]`
  const answer = await spil.as(prometheus, bea.session).query({ query: { query, time: String(nowThere() / 1000 + 1) } })
  const { data: found } = answer as { data: { result: { values: [number, string][] }[] } }
  return found.result.flatMap(({ values }) => values.map(([at, value]) => [Math.round(at * 1000), Number(value)] as const))
}
/** As what came of it tells: whatever stood before, it is unknown when the first comes. */
const turnsIn = (states: readonly string[]) => states.filter((state, at) => state !== (states[at - 1] ?? 'unknown'))
/** What was told of it to everybody since it was silent. */
async function turnsOf(checkId: string): Promise<string[]> {
  const rows = await spil.query<{ to: string; from: string }>(
    `select data->>'to' as to, data->>'from' as from from event where name = 'monitoring.checkTurned' and data->>'checkId' = $1 order by id`,
    [checkId],
  )
  const silent = rows.findLastIndex(({ from }) => from === 'unknown')
  return rows.slice(silent).map(({ to }) => to)
}
