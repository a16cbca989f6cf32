/** The schedule, against real servers here: what is due is asked, written in batches, and what does not answer holds up nobody else. */
import { createServer, type Server } from 'node:http'
import { type AddressInfo, createServer as createTcp, type Socket } from 'node:net'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import type { App } from '#platform/room.ts'
import { items } from '#record/items/contract.ts'
import { appendSamples, select } from '#record/series/series.ts'
import { type Member, type Spil, spil } from '#test/spil.ts'
import { monitoringChecks } from '../contract.ts'
import { monitoringHeartbeat } from '../heartbeat/contract.ts'
import { asker, type Rooms } from './asking/jobs.ts'
import { askChecks, ofDatabase, toolsOf } from './jobs.ts'
import { line } from './rules.ts'

vi.setConfig({ testTimeout: 60_000 })
let house: Spil
let engineer: Member
let server: Server
let port: number
let answer = 200
let asked = 0
beforeAll(async () => {
  house = await spil({ env: { SPIL_OUTGOING_ALLOW: '127.0.0.0/8' } })
  house.clock.set(new Date('2026-11-26T12:00:00Z'))
  engineer = await house.member('engineer')
  server = createServer((_, reply) => {
    asked += 1
    reply.writeHead(answer).end('goed')
  }).listen(0)
  await new Promise((resolve) => server.once('listening', resolve))
  port = (server.address() as AddressInfo).port
})
afterAll(async () => {
  server.closeAllConnections()
  server.close()
  await house[Symbol.asyncDispose]()
})

type Samples = Parameters<typeof appendSamples>[2][number]
const kept: Samples[] = []
/** Kept for real, and seen here as it went in. */
const append: typeof appendSamples = (ctx, origin, samples) => {
  kept.push(...samples)
  return appendSamples(ctx, origin, samples)
}
const of = () => house.as(monitoringChecks, engineer.token)
const makeItem = async (name: string, ip = '127.0.0.1') =>
  (await house.as(items, engineer.token).createItem({ body: { kind: 'server', state: 'live', name, attributes: { ip } } })).id
const http = (path = '/') => ({ kind: 'http', url: `http://{address}:${port}${path}` }) as const
const later = (seconds: number) => house.clock.set(new Date(house.app.now().getTime() + seconds * 1000))
/** Everything that is due, to its end. */
async function round(app: App = house.app, rooms?: Rooms) {
  const one = asker(ofDatabase(app, append), await toolsOf(app, new AbortController().signal), rooms)
  let found = 0
  for (let more = 1; more > 0; found += more) {
    more = await one.look()
    await one.idle()
  }
  await house.settle()
  return found
}
const one = async (id: string) => (await of().checks({ query: { limit: 200 } })).items.find((check) => check.id === id)

describe('a check', () => {
  test('is asked when it is due, and written with its samples, its state and what turned', async () => {
    const itemId = await makeItem('web-1')
    const { id, item } = await of().addCheck({ body: { itemId, name: 'Site', what: http(), everySeconds: 60 } })
    later(61)
    kept.length = 0
    expect(await round()).toBe(1)
    const stands = await one(id)
    expect(stands).toMatchObject({ state: 'ok', reason: null })
    expect(stands?.since).toBe(stands?.lastAt)
    const labels = { item: item.number, check: 'http', check_name: 'Site', instance: `http://127.0.0.1:${port}/` }
    expect(kept.find((sample) => sample.labels.__name__ === 'probe_success')).toEqual({
      labels: { ...labels, __name__: 'probe_success' },
      at: Date.parse(stands?.lastAt ?? ''),
      value: 1,
    })
    const span = { from: Date.parse(stands?.lastAt ?? '') - 1000, to: Date.parse(stands?.lastAt ?? '') + 1000, step: 0 }
    const name = { name: '__name__', op: '=', value: 'probe_success' } as const
    const [series] = await house.app.asSystem((ctx) => select(ctx, [name], span))
    expect([series?.itemId, [...(series?.value ?? [])]]).toEqual([itemId, [1]])
    expect(kept.map((sample) => sample.labels.__name__)).toEqual(expect.arrayContaining(['probe_duration_seconds', 'probe_http_status_code']))
    // Not yet again.
    expect(await round()).toBe(0)
    answer = 503
    later(61)
    await round()
    expect(await one(id)).toMatchObject({ state: 'failed', reason: 'status', why: 'De webserver antwoordt met 503, verwacht was 200-299' })
    expect(kept.at(-1) && kept.filter((sample) => sample.labels.__name__ === 'probe_success').map(({ value }) => value)).toEqual([1, 0])
    answer = 200
    const turned = (await house.happened()).filter((name) => name === 'monitoring.checkTurned')
    expect(turned).toHaveLength(2)
    await of().removeCheck({ params: { id } })
  })

  test('that was changed while it was asked keeps nothing of what came of it', async () => {
    const itemId = await makeItem('web-2')
    const held: Socket[] = []
    const slow = createTcp((socket) => held.push(socket)).listen(0, '127.0.0.1')
    await new Promise((resolve) => slow.once('listening', resolve))
    const url = `http://127.0.0.1:${(slow.address() as AddressInfo).port}/`
    const { id } = await of().addCheck({ body: { itemId, name: 'Traag', what: { kind: 'http', url }, timeoutSeconds: 20 } })
    later(61)
    const asking = asker(ofDatabase(house.app, append), await toolsOf(house.app, new AbortController().signal))
    expect(await asking.look()).toBe(1)
    await of().changeCheck({ params: { id }, body: { name: 'Snel', what: http(), version: 1 } })
    await expect.poll(() => held.length).toBe(1)
    for (const socket of held) socket.destroy()
    await asking.idle()
    expect(await one(id)).toMatchObject({ state: 'unknown', reason: 'notYet', name: 'Snel' })
    await of().removeCheck({ params: { id } })
    slow.close()
  })

  test('that says only something about us is unknown, and tells nothing about the item', async () => {
    const itemId = await makeItem('self', '169.254.169.254')
    const { id } = await of().addCheck({ body: { itemId, name: 'Meta', what: { kind: 'http', url: 'http://{address}/latest/meta-data/' } } })
    later(61)
    kept.length = 0
    await round()
    expect(await one(id)).toMatchObject({ state: 'unknown', reason: 'notReachable' })
    expect(kept).toEqual([])
    await of().removeCheck({ params: { id } })
  })
})
describe('a check that is due', () => {
  test('is taken by one process only, and again when that one is gone', async () => {
    const itemId = await makeItem('web-3')
    const { id } = await of().addCheck({ body: { itemId, name: 'Site', what: http(), everySeconds: 10 } })
    later(61)
    asked = 0
    const both = await Promise.all([round(), round()])
    expect([both[0] + both[1], asked]).toEqual([1, 1])
    // A process that ended halfway.
    await house.app.pools.owner.query(`update monitoring_check set claimed_until = $1 where id = $2`, [
      new Date(house.app.now().getTime() + 180_000),
      id,
    ])
    later(100)
    expect(await round()).toBe(0)
    later(100)
    expect(await round()).toBe(1)
    await of().removeCheck({ params: { id } })
  })
})

test('a heartbeat is late when nobody called, and right as soon as somebody does', async () => {
  const itemId = await makeItem('back-up')
  const { id, hasToken } = await of().addCheck({ body: { itemId, name: 'Nacht', what: { kind: 'heartbeat', everyMinutes: 60, graceMinutes: 5 } } })
  expect(hasToken).toBe(false)
  const { url } = await house.as(monitoringHeartbeat, engineer.token).newToken({ params: { id } })
  later(61)
  await round()
  expect(await one(id)).toMatchObject({ state: 'unknown', reason: 'notYet', hasToken: true })
  later(66 * 60)
  await round()
  expect(await one(id)).toMatchObject({ state: 'failed', reason: 'late' })
  const call = (method: 'GET' | 'POST', address = url) => house.server.inject({ method, url: new URL(address).pathname })
  expect((await call('GET')).statusCode).toBe(204)
  await round()
  const { state, beatAt } = (await one(id)) ?? {}
  expect([state, house.app.now().getTime() - Date.parse(beatAt ?? '') < 10_000]).toEqual(['ok', true])
  later(50 * 60)
  expect((await call('POST')).statusCode).toBe(204)
  later(50 * 60)
  await round()
  expect((await one(id))?.state).toBe('ok')
  expect((await call('POST', url.replace(/.{5}$/, 'aaaaa'))).statusCode).toBe(404)
  const { rows } = await house.app.pools.owner.query('select * from monitoring_check')
  expect(JSON.stringify(rows)).not.toContain(url.split('/').at(-1))
  await of().removeCheck({ params: { id } })
})

test('a network of which nothing answers holds up nobody else', async () => {
  const sockets: Socket[] = []
  const dead = createTcp((socket) => sockets.push(socket)).listen(0)
  await new Promise((resolve) => dead.once('listening', resolve))
  const deadPort = (dead.address() as AddressInfo).port
  for (let at = 0; at < 30; at++) {
    const itemId = await makeItem(`dood-${at}`, `127.7.7.${at + 1}`)
    await of().addCheck({
      body: { itemId, name: 'Dood', what: { kind: 'http', url: `http://{address}:${deadPort}/` }, timeoutSeconds: 6, everySeconds: 10 },
    })
  }
  const alive: string[] = []
  for (let at = 0; at < 10; at++) {
    const itemId = await makeItem(`leeft-${at}`, `127.8.8.${at + 1}`)
    alive.push((await of().addCheck({ body: { itemId, name: 'Leeft', what: http(), everySeconds: 10 } })).id)
  }
  const rooms: Rooms = { quick: { most: 12, perHost: 2, perNetwork: 4 }, slow: { most: 4, perHost: 2, perNetwork: 4 } }
  const signal = new AbortController()
  const asking = asker(ofDatabase(house.app, append), await toolsOf(house.app, signal.signal), rooms)
  later(61)
  const began = performance.now()
  const states = async () => (await of().checks({ query: { limit: 200, state: 'ok' } })).items.filter(({ id }) => alive.includes(id)).length
  while ((await states()) < 10 && performance.now() - began < 20_000) {
    await asking.look()
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  expect(await states()).toBe(10)
  // Thirty of which four are asked at a time: most of them have not had their turn.
  const { rows: answered } = await house.app.pools.owner.query(
    `select count(*)::int as n from monitoring_check where last_at is not null and name = 'Dood'`,
  )
  expect(answered[0].n).toBeLessThan(15)
  // The program stops: what was begun or waits is due at once, for whoever looks next.
  signal.abort()
  await asking.stop()
  const { rows } = await house.app.pools.owner.query('select count(*)::int as n from monitoring_check where claimed_until is not null')
  expect(rows[0].n).toBe(0)
  for (const socket of sockets) socket.destroy()
  dead.close()
  await house.app.pools.owner.query('delete from monitoring_question')
})

test('of a host and of a network only so many are asked at a time; the others wait their turn', () => {
  const web = (ip: string) => ({ organisationId: 'a', what: { kind: 'tcp', address: ip, family: 'any', port: 80 } as const })
  const own = line<ReturnType<typeof web>>({ most: 5, perHost: 1, perNetwork: 2 })
  own.add([web('10.0.0.1'), web('10.0.0.1'), web('10.0.0.2'), web('10.0.0.3'), web('10.0.1.1'), web('2001:db8::1'), web('2001:db8:0:1::1')])
  const begun = Array.from({ length: 7 }, () => own.next()).flatMap((found) => found ?? [])
  expect(begun.map(({ what }) => what.address)).toEqual(['10.0.0.1', '10.0.0.2', '10.0.1.1', '2001:db8::1', '2001:db8:0:1::1'])
  expect([own.running, own.free()]).toEqual([5, 0])
  if (begun[0]) own.done(begun[0])
  expect(own.next()?.what.address).toBe('10.0.0.1')
})

test('the service belongs to the process that collects, and ends with the program', async () => {
  const service = await askChecks.start(house.app)
  await service.stop()
  expect(askChecks.role).toBe('collector')
})
