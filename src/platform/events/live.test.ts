import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import * as z from 'zod'
import { event } from '#platform/contract.ts'
import { makeServer } from '#platform/http/server.ts'
import type { Actor, App, Emitted } from '#platform/room.ts'
import { type Ground, ground, reader } from '#test/ground.ts'
import { openScreen } from '#test/screen.ts'
import { maySee } from './feed.ts'
import { type Sealer, startSealer } from './sealer.ts'

const id = (n: number) => `0198c0de-0000-7000-8000-00000000000${n}`
const [north, south, ann, bob, cas] = [id(1), id(2), id(3), id(4), id(5)] as [string, string, string, string, string]
const counted = event('test.counted', z.object({ n: z.int() }))
const revoked = event('people.roleRevoked', z.object({}))

/** Bearer token -> who that is now. */
const actors = new Map<string, Actor>([
  ['ann', { ...reader(ann, [north], 'Ann'), credential: { kind: 'token', id: 'ann' } }],
  ['bob', { ...reader(bob, [north], 'Bob'), credential: { kind: 'token', id: 'bob' } }],
  ['cas', { ...reader(cas, [], 'Cas'), credential: { kind: 'token', id: 'cas' } }],
])

let floor: Ground
let sealer: Sealer
let url: string
/** Of a second process on the same database. */
let otherUrl: string
let close: () => Promise<unknown>

beforeAll(async () => {
  floor = await ground()
  sealer = await startSealer(floor.app)
  const other = await floor.beside([])
  const servers = [await serve(floor.app), await serve(other.app)]
  ;[url, otherUrl] = (await Promise.all(servers.map((server) => server.listen({ port: 0, host: '127.0.0.1' })))) as [string, string]
  close = async () => {
    for (const server of servers) await server.close()
    await other.end()
  }
})
const serve = (app: App) =>
  makeServer({
    app,
    clock: floor.clock,
    doorkeeper: { identify: async (_app, { bearer }) => actors.get(bearer ?? '') ?? null, installed: async () => true, setUp: '/api/setup' },
    webFolder: join(floor.data, 'web'),
    version: 'test',
  })
afterAll(async () => {
  await close()
  await sealer.stop()
  await floor[Symbol.asyncDispose]()
})

const emit = async (what: Partial<Emitted<typeof counted.data, z.ZodUndefined>> & { n: number }) => {
  const { n, ...rest } = what
  await floor.app.asSystem((ctx) => ctx.emit(counted, { about: `thing/${n}`, organisationId: north, data: { n }, ...rest }))
  await sealer.flush()
}

const open = (token: string, headers: Record<string, string> = {}, query = '', base = url) => openScreen(`${base}/api/live${query}`, token, headers)

it('the live feed is only for who is signed in', async () => {
  expect((await fetch(`${url}/api/live`)).status).toBe(401)
})

it('each screen gets what its person may see, in order, and nothing else', async () => {
  await using anns = await open('ann')
  await using cass = await open('cas')
  await emit({ n: 1 })
  await emit({ n: 2, organisationId: south })
  await emit({ n: 3, people: [cas] })
  await emit({ n: 4, people: [cas], confined: true })
  await emit({ n: 5, organisationId: null })
  await emit({ n: 6, people: [ann, cas], confined: true })
  await expect.poll(anns.numbers).toEqual([1, 3, 6])
  await expect.poll(cass.numbers).toEqual([3, 4, 6])
  expect(anns.messages.at(-1)?.data).toMatchObject({ name: 'test.counted', about: 'thing/6', seq: Number(anns.last()) })
})

it('the rule in memory is the rule of the database', async () => {
  const rows = (await floor.behind(
    'select id, people::text[] as people, confined, organisation_id as "organisationId" from event order by id',
  )) as (Parameters<typeof maySee>[1] & { id: number })[]
  for (const actor of actors.values()) {
    const seen = await floor.app.as(actor, (ctx) => ctx.db.selectFrom('event').select('id').orderBy('id').execute())
    expect(rows.filter((row) => maySee(actor, row)).map(({ id }) => id)).toEqual(seen.map((row: { id: number }) => row.id))
  }
})

it('a screen that lost its connection gets what it missed, once, and a reset when that is too much', async () => {
  const first = await open('ann')
  await emit({ n: 11 })
  await expect.poll(first.numbers).toEqual([11])
  const last = first.last()
  await first[Symbol.asyncDispose]()
  for (const n of [12, 13]) await emit({ n })
  await using again = await open('ann', { 'last-event-id': last })
  await using byQuery = await open('ann', {}, `?after=${last}`)
  await emit({ n: 14 })
  await expect.poll(again.numbers).toEqual([12, 13, 14])
  await expect.poll(byQuery.numbers).toEqual([12, 13, 14])
  await floor.app.asSystem(async (ctx) => {
    for (let n = 0; n < 1001; n++) await ctx.emit(counted, { about: 'thing/many', organisationId: south, data: { n } })
  })
  await sealer.flush()
  // The feed follows the sealer: a screen that opens before it has caught up would simply get them all.
  const known = async () => {
    await using fresh = await open('ann')
    return Number(fresh.last())
  }
  await expect.poll(known).toBeGreaterThan(Number(last) + 1000)
  await using late = await open('ann', { 'last-event-id': last })
  await using ahead = await open('ann', { 'last-event-id': '999999' })
  await expect.poll(() => ahead.messages.map((message) => message.event)).toContain('reset')
  await expect.poll(() => late.messages.map((message) => message.event)).toContain('reset')
  await emit({ n: 15 })
  await expect.poll(late.numbers).toEqual([15])
})

it('a screen loses at once what its person may no longer see, and closes when the session ends', async () => {
  await using bobs = await open('bob')
  await emit({ n: 21 })
  const before = actors.get('bob') as Actor
  actors.set('bob', { ...before, scopes: { ...before.scopes, read: [] } })
  await floor.app.asSystem(async (ctx) => {
    await ctx.emit(revoked, { about: `person/${bob}`, organisationId: null, data: {}, people: [bob] })
    await ctx.emit(counted, { about: 'thing/22', organisationId: north, data: { n: 22 } })
    await ctx.emit(counted, { about: 'thing/23', organisationId: null, data: { n: 23 }, people: [bob] })
  })
  await expect.poll(bobs.numbers).toEqual([21, 23])
  actors.delete('bob')
  await floor.app.asSystem((ctx) => ctx.emit(revoked, { about: `person/${bob}`, organisationId: null, data: {} }))
  await expect.poll(bobs.ended).toBe(true)
  expect(bobs.messages.at(-1)?.event).toBe('signedOut')
  actors.set('bob', before)
})

it('screens of two processes are one: what happens goes across', async () => {
  await using anns = await open('ann')
  await using bobs = await open('bob', {}, '', otherUrl)
  await emit({ n: 35 })
  await expect.poll(bobs.numbers).toEqual([35])
  await expect.poll(anns.numbers).toEqual([35])
})

it('a screen stays open when the database drops every connection, and catches up', async () => {
  await using anns = await open('ann')
  await emit({ n: 41 })
  await expect.poll(anns.numbers).toEqual([41])
  await floor.behind('select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()')
  await expect
    .poll(() =>
      emit({ n: 42 }).then(
        () => true,
        () => false,
      ),
    )
    .toBe(true)
  await expect.poll(anns.numbers).toContain(42)
  expect(anns.ended()).toBe(false)
})
