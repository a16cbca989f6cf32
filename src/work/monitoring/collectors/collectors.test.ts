/** A collector at another site: enrolled once, asks what stands there, keeps what it sees while it is cut off, and is missed when it is silent. */
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readConfig } from '#platform/config.ts'
import { log } from '#platform/log.ts'
import { items } from '#record/items/contract.ts'
import { select } from '#record/series/series.ts'
import { type Member, type Spil, spil } from '#test/spil.ts'
import { monitoringChecks } from '../checks/contract.ts'
import type { Done } from '../checks/schedule/writing/jobs.ts'
import { Batch, monitoringCollectors } from './contract.ts'
import { lookAtCollectors } from './jobs.ts'
import { startCollecting } from './remote/jobs.ts'
import { inBatches, outcomeOf } from './remote/outcomes/rules.ts'
import { openSpool } from './remote/spool/store.ts'

let house: Spil
let bea: Member
let site: { locationId: string; itemId: string; web: string }
beforeAll(async () => {
  house = await spil({ env: { SPIL_OUTGOING_ALLOW: '127.0.0.0/8' } })
  bea = await house.administrator()
  const make = async (body: Record<string, unknown>) => (await house.as(items, bea.token).createItem({ body: body as never })).id
  const locationId = await make({ kind: 'location', name: 'Dependance' })
  const roomId = await make({ kind: 'location', name: 'Serverruimte', locationId })
  site = {
    locationId,
    itemId: await make({ kind: 'server', name: 'collector-1', state: 'live', locationId }),
    web: await make({ kind: 'server', name: 'web-9', state: 'live', locationId: roomId, attributes: { ip: '127.0.0.1' } }),
  }
})
afterAll(() => house[Symbol.asyncDispose]())

const of = () => house.as(monitoringCollectors, bea.token)
const nobody = (token?: string) => house.as(monitoringCollectors, undefined, token ? { authorization: `Bearer ${token}` } : {})
const place = () => ({ organisationId: bea.organisationId, name: 'Dependance', itemId: site.itemId, locationId: site.locationId })
const quiet = { program: 'test', batch: null, waiting: 0, lost: 0 }
const up = async (name: string) => {
  const now = house.app.now().getTime()
  const found = await house.app.asSystem((ctx) =>
    select(ctx, [{ name: '__name__', op: '=', value: name }], { from: now - 3_600_000, to: now + 60_000, step: 0 }),
  )
  return found.flatMap(({ labels, value }) => [...value].map((one) => [labels.item, one]))
}
/** What is tried is asked from here all the same, and says so. */
const tried = () => house.as(monitoringChecks, bea.token).tryOut({ body: { itemId: site.web, what: { kind: 'tcp', port: 81 } } })

describe('a collector', () => {
  test('is enrolled by a code that counts once, asks what stands at its place, and what it sends is written once', async () => {
    const { id: checkId } = await house
      .as(monitoringChecks, bea.token)
      .addCheck({ body: { itemId: site.web, name: 'Site', what: { kind: 'tcp', port: 81 } } })
    const made = await of().addCollector({ body: place() })
    expect(made).toMatchObject({ state: 'made', checks: 0 })
    await expect(of().addCollector({ body: place() })).rejects.toMatchObject({ problem: { type: 'monitoring.collectors.taken' } })
    await expect(nobody().enrol({ body: { code: 'spilc_guessed', program: 'test' } })).rejects.toMatchObject({
      problem: { type: 'monitoring.collectors.code' },
    })
    const { token } = await nobody().enrol({ body: { code: made.code, program: 'test' } })
    await expect(nobody().enrol({ body: { code: made.code, program: 'test' } })).rejects.toMatchObject({
      problem: { type: 'monitoring.collectors.code' },
    })
    await house.settle()
    await expect(nobody('spilt_guessed').exchange({ body: { ...quiet, knows: null } })).rejects.toMatchObject({ problem: { status: 401 } })
    const first = await nobody(token).exchange({ body: { ...quiet, knows: null } })
    expect(first.asks?.checks).toMatchObject([{ id: checkId, what: { kind: 'tcp', address: '127.0.0.1', port: 81 } }])
    const again = await nobody(token).exchange({ body: { ...quiet, knows: first.asks?.mark ?? '' } })
    expect(again.asks).toBeNull()
    expect(await tried()).toMatchObject({ state: 'failed', elsewhere: 'Dependance' })

    const at = (ago: number) => new Date(house.app.now().getTime() - ago).toISOString()
    const outcome = (ago: number, ok: boolean) => ({
      ...{ checkId, at: at(ago), state: ok ? ('ok' as const) : ('failed' as const), slow: false, durationMs: 12, values: [] },
      why: ok ? null : { reason: 'refused' as const, given: {} },
    })
    const batch = { number: 1, outcomes: [outcome(3000, true), outcome(2000, false), outcome(1000, true), { ...outcome(0, true), checkId: made.id }] }
    for (const _ of [1, 2]) expect((await nobody(token).exchange({ body: { ...quiet, knows: first.asks?.mark ?? '', batch } })).received).toBe(1)
    expect((await up('probe_success')).map(([, value]) => value)).toEqual([1, 0, 1])
    const check = (await house.as(monitoringChecks, bea.token).checks({ query: {} })).items.find(({ id }) => id === checkId)
    expect(check).toMatchObject({ state: 'ok' })
    await house.settle()
    expect((await house.happened()).filter((name) => name === 'monitoring.checkTurned')).toHaveLength(3)
    expect((await of().collectors({})).items).toMatchObject([{ state: 'heard', checks: 1, program: 'test' }])
  })

  test('of which the token is wrong: what it sends is not read', async () => {
    const send = { method: 'POST', url: '/api/monitoring/collectors/exchange', payload: '{ this is no JSON' } as const
    const headers = { 'content-type': 'application/json' }
    const codes = [
      await house.server.inject({ ...send, headers: { ...headers, authorization: 'Bearer spilt_guessed' } }),
      await house.server.inject({ ...send, headers }),
      await house.server.inject({ ...send, headers, payload: Buffer.alloc(17 * 1024 * 1024, ' ') }),
    ].map(({ statusCode }) => statusCode)
    expect(codes).toEqual([401, 401, 401])
  })

  test('that is silent: what it asks is unknown, and its own series says so', async () => {
    const known = new Map<string, string>()
    await lookAtCollectors(house.app, known)
    house.clock.set(new Date(Date.now() + 120_000))
    await lookAtCollectors(house.app, known)
    expect((await up('collector_up')).map(([, value]) => value)).toEqual([1, 0])
    expect((await of().collectors({})).items).toMatchObject([{ state: 'silent' }])
    expect((await house.as(monitoringChecks, bea.token).checks({ query: {} })).items).toMatchObject([{ state: 'unknown', reason: 'collector' }])
    expect((await house.happened()).at(-1)).toBe('monitoring.collectorChanged')
    house.clock.set(undefined)
  })

  test('that is removed is not listened to, and its checks are asked from here', async () => {
    const [one] = (await of().collectors({})).items
    const { code } = await of().newCode({ params: { id: one?.id ?? '' } })
    const { token } = await nobody().enrol({ body: { code, program: 'test' } })
    await of().removeCollector({ params: { id: one?.id ?? '' } })
    await house.settle()
    await expect(nobody(token).exchange({ body: { ...quiet, knows: null } })).rejects.toMatchObject({ problem: { status: 401 } })
    expect(
      await house.app.asSystem(async (ctx) => (await ctx.db.selectFrom('monitoringCheck').select('collectorId').execute()) as unknown[]),
    ).toEqual([{ collectorId: null }])
  })
})

test('the process itself: asks, is cut off, keeps what it sees, begins anew, and sends it in order', async () => {
  // Only what is counted here is asked.
  const checks = house.as(monitoringChecks, bea.token)
  for (const { id } of (await checks.checks({ query: {} })).items) await checks.removeCheck({ params: { id } })
  const target = createServer((_, reply) => reply.end('ok')).listen(0, '127.0.0.1')
  await new Promise((resolve) => target.once('listening', resolve))
  const { port } = target.address() as AddressInfo
  const check = { itemId: site.web, name: 'Web', what: { kind: 'http' as const, url: `http://127.0.0.1:${port}/` }, everySeconds: 10 }
  await checks.addCheck({ body: check })
  const { code } = await of().addCollector({ body: place() })
  const listening = await house.server.listen({ port: 0, host: '127.0.0.1' })
  const data = await mkdtemp(join(tmpdir(), 'spil-collector-'))
  const config = readConfig({
    SPIL_DATA: data,
    SPIL_LOG: 'silent',
    SPIL_ROLE: 'collector',
    SPIL_OUTGOING_ALLOW: '127.0.0.0/8',
    SPIL_CONFIG: '/nonexistent',
  })
  // What stands between them, and can be taken away.
  const gate = gateTo(listening)
  const to = await gate.open()
  const start = (given?: string) => startCollecting({ to, code: given, config, log: log('silent'), version: 'test' })
  const waiting = async () => (await readdir(join(data, 'spool'))).length
  const taken = async () => (await up('probe_success')).length
  const ended = new AbortController()
  const settling = settles(ended.signal)
  try {
    const before = await taken()
    let running = await start(code)
    await expect.poll(taken, { timeout: 40_000, interval: 200 }).toBeGreaterThan(before)
    await gate.close()
    await expect.poll(waiting, { timeout: 40_000, interval: 200 }).toBeGreaterThan(0)
    await running.stop()
    const kept = await waiting()
    expect(kept).toBeGreaterThan(0)
    running = await start()
    await gate.open()
    await expect.poll(waiting, { timeout: 60_000, interval: 200 }).toBe(0)
    const times = await house.app.asSystem((ctx) =>
      select(
        ctx,
        [
          { name: 'check_name', op: '=', value: 'Web' },
          { name: '__name__', op: '=', value: 'probe_success' },
        ],
        { from: Date.now() - 3_600_000, to: Date.now() + 60_000, step: 0 },
      ),
    )
    expect(times[0]?.at.length).toBeGreaterThan(kept)
    await running.stop()
    expect(await start().then((one) => one.stop())).toBeUndefined()
  } finally {
    ended.abort()
    await settling
    await gate.close()
    target.close()
    await rm(data, { recursive: true, force: true })
  }
}, 200_000)

/** What the program does beside the requests. */
async function settles(signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await house.settle()
    await sleep(300)
  }
}
/** A door in front of an address, at a port of its own that stays the same. */
function gateTo(address: string) {
  let port = 0
  let server: Server | undefined
  return {
    async open(): Promise<string> {
      server = createServer((request, reply) => {
        const parts: Buffer[] = []
        request.on('data', (part: Buffer) => parts.push(part))
        request.on('end', () => {
          fetch(address + request.url, { method: 'POST', headers: request.headers as Record<string, string>, body: Buffer.concat(parts) }).then(
            async (answer) => reply.writeHead(answer.status, { 'content-type': 'application/json' }).end(await answer.text()),
            () => reply.writeHead(502).end(),
          )
        })
      }).listen(port, '127.0.0.1')
      await new Promise((resolve) => server?.once('listening', resolve))
      port = (server.address() as AddressInfo).port
      return `http://127.0.0.1:${port}`
    },
    async close(): Promise<void> {
      server?.closeAllConnections()
      await new Promise((resolve) => (server?.listening ? server.close(resolve) : resolve(undefined)))
    },
  }
}

describe('the spool', () => {
  const outcome = (n: number) => ({
    checkId: '00000000-0000-4000-8000-000000000001',
    at: new Date(n).toISOString(),
    state: 'ok' as const,
    slow: false,
    durationMs: n,
    why: null,
    values: [],
  })
  test('keeps batches over a restart, in order, and drops the oldest when there is no room', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'spil-spool-'))
    const spool = await openSpool(folder, 1500, 0)
    for (let n = 1; n <= 20; n++) await spool.add([outcome(n)])
    expect(spool.lost()).toBeGreaterThan(0)
    const first = (await spool.oldest())?.number ?? 0
    expect(first).toBe(20 - spool.waiting() + 1)
    await writeFile(join(folder, '0000000000000099.json.partial'), '{"half')
    const again = await openSpool(folder, 1500, 0)
    expect([again.waiting(), (await again.oldest())?.number]).toEqual([spool.waiting(), first])
    await again.taken(first)
    expect((await again.oldest())?.number).toBe(first + 1)
    await writeFile(join(folder, `${String(first + 1).padStart(16, '0')}-1.json`), 'no batch')
    expect((await again.oldest())?.number).toBe(first + 2)
    expect(again.lost()).toBe(1)
    await rm(folder, { recursive: true, force: true })
  })
  test('gets batches that are small enough to be taken there, with everything in its order', () => {
    const sizes = [0, 1, 19_999, 1, 50_000, 3, 20_000]
    const all = sizes.map((size, n) => ({ ...outcome(n + 1), values: Array.from({ length: size }, () => ({ name: 'x', value: 1 })) }))
    const batches = inBatches(all)
    expect(batches.flat()).toEqual(all)
    expect(batches.map((batch) => batch.map(({ values }) => values.length))).toEqual([[0, 1, 19_999], [1], [50_000], [3], [20_000]])
    expect(inBatches([])).toEqual([])
    expect(inBatches(Array.from({ length: 2500 }, (_, n) => outcome(n))).map((batch) => batch.length)).toEqual([1000, 1000, 500])
    const large = { ...outcome(1), facts: [{ key: 'x', value: 'x'.repeat(3_000_000) }] }
    expect(inBatches([large, large, outcome(2)]).map((batch) => batch.length)).toEqual([1, 2])
  })
  test('gets nothing that would not be taken there, and a whole certificate', () => {
    const due = { id: outcome(1).checkId } as Done['due']
    const done = (result: Partial<Done['result']>): Done => ({
      ...{ due, state: 'ok', slow: false, at: new Date(0), result: { ok: true, why: null, values: [], durationMs: 1, ...result } },
    })
    const facts = [{ key: 'tls.a.certificate', value: 'x'.repeat(4000) }]
    expect(outcomeOf(done({ facts }))).toMatchObject({ state: 'ok', facts })
    expect(outcomeOf(done({ facts: [{ key: 'x', value: 'x'.repeat(5000) }] }))).toMatchObject({ state: 'ok', values: [], facts: [] })
    const all = [outcomeOf(done({ values: [{ name: 'x'.repeat(300), value: 1 }] })), outcomeOf(done({ facts }))]
    expect(Batch.safeParse({ number: 1, outcomes: all }).success).toBe(true)
  })
})
