import { setTimeout as sleep } from 'node:timers/promises'
import { expect, it } from 'vitest'
import * as z from 'zod'
import { event } from '#platform/contract.ts'
import { on, onMany } from '#platform/room.ts'
import { ground, reader, room } from '#test/ground.ts'
import { failingSubscriptions } from './failing.ts'
import { startSealer } from './sealer.ts'
import { drain, startSubscriptions } from './subscriptions.ts'

const counted = event('test.counted', z.object({ n: z.int() }))
const other = event('test.other', z.object({}))
const answered = event('test.answered', z.object({ n: z.int() }))
const about = (n: number) => ({ about: `thing/${n}`, organisationId: null, data: { n } })

it('subscriptions get each event of theirs once, in order, and may emit in their turn', async () => {
  const seen: number[] = []
  await using floor = await ground([
    room({
      on: [
        on(counted, 'test.answer', async (happened, ctx) => {
          seen.push(happened.data.n)
          await ctx.emit(answered, about(happened.data.n))
        }),
      ],
    }),
  ])
  const { app, behind } = floor
  for (const n of [1, 2, 3])
    await app.asSystem(async (ctx) => {
      await ctx.emit(other, { about: 'x/1', organisationId: null, data: {} })
      await ctx.emit(counted, about(n))
    })
  expect(await drain(app)).toBe(3)
  expect(await drain(app)).toBe(0)
  expect(seen).toEqual([1, 2, 3])
  expect(await behind(`select data from event where name = 'test.answered' order by id`)).toEqual([
    { data: { n: 1 } },
    { data: { n: 2 } },
    { data: { n: 3 } },
  ])
})

it('subscriptions hand an event out again when the work on it was rolled back, and hold up nobody else meanwhile', async () => {
  let crashes = 1
  const good: number[] = []
  const bad: number[] = []
  await using floor = await ground([
    room({
      on: [
        on(counted, 'test.bad', async (happened, ctx) => {
          bad.push(happened.data.n)
          await ctx.emit(answered, about(happened.data.n))
          if (happened.data.n === 2 && crashes-- > 0) throw new Error('crashed halfway')
        }),
        on(counted, 'test.good', async (happened) => {
          good.push(happened.data.n)
        }),
      ],
    }),
  ])
  const { app, behind } = floor
  for (const n of [1, 2, 3]) await app.asSystem((ctx) => ctx.emit(counted, about(n)))
  await expect(drain(app)).rejects.toThrow('crashed halfway')
  expect(good).toEqual([1, 2, 3])
  expect(await behind(`select failures, error from subscription_cursor where name = 'test.bad'`)).toEqual([
    { failures: 1, error: expect.stringContaining('crashed halfway') },
  ])
  await drain(app)
  expect(bad).toEqual([1, 2, 2, 3])
  expect(await behind(`select data->'n' as n from event where name = 'test.answered' order by id`)).toEqual([{ n: 1 }, { n: 2 }, { n: 3 }])
  expect(await behind(`select failures, error from subscription_cursor where name = 'test.bad'`)).toEqual([{ failures: 0, error: null }])
})

it('subscriptions are shared by two processes: each event is handled by one of them', async () => {
  const seen: number[] = []
  const rooms = [
    room({
      on: [
        on(counted, 'test.seen', async (happened) => {
          seen.push(happened.data.n)
        }),
        on(other, 'test.quiet', async () => {
          throw new Error('nobody emitted this')
        }),
      ],
    }),
  ]
  await using floor = await ground(rooms)
  const second = await floor.beside(rooms)
  const sealer = await startSealer(floor.app)
  const running = [await startSubscriptions(floor.app), await startSubscriptions(second.app)]
  for (let n = 0; n < 60; n++) await (n % 2 ? floor : second).app.asSystem((ctx) => ctx.emit(counted, about(n)))
  await sealer.flush()
  await expect.poll(() => floor.behind('select distinct seq from subscription_cursor')).toEqual([{ seq: 59 }])
  const places = (await floor.behind(`select (data->>'n')::int as n from event join leaf on event_id = id order by seq`)) as { n: number }[]
  expect(seen).toEqual(places.map((place) => place.n))
  for (const one of [...running, sealer]) await one.stop()
  await second.end()
})

it('subscriptions that fail are tried again by themselves, seen by administrators, and no burden to others', async () => {
  let broken = true
  const good: number[] = []
  const bad: number[] = []
  const organisation = '0198c0de-0000-7000-8000-000000000001'
  await using floor = await ground([
    room({
      on: [
        on(counted, 'test.bad', async (happened) => {
          if (broken) throw new Error('not now')
          bad.push(happened.data.n)
        }),
        on(counted, 'test.good', async (happened) => {
          good.push(happened.data.n)
        }),
      ],
    }),
  ])
  const { app } = floor
  const sealer = await startSealer(app)
  const running = await startSubscriptions(app)
  for (const n of [1, 2]) await app.asSystem((ctx) => ctx.emit(counted, about(n)))
  await expect.poll(() => good).toEqual([1, 2])
  const anyone = reader('0198c0de-0000-7000-8000-000000000002', [organisation])
  const administrator = { ...anyone, scopes: { ...anyone.scopes, admin: [organisation] } }
  await expect
    .poll(() => app.as(administrator, failingSubscriptions))
    .toMatchObject([{ name: 'test.bad', error: expect.stringContaining('not now') }])
  expect(await app.as(anyone, failingSubscriptions)).toEqual([])
  broken = false
  await expect.poll(() => bad).toEqual([1, 2])
  // What the handler did is seen here before its transaction ends.
  await expect.poll(() => app.as(administrator, failingSubscriptions)).toEqual([])
  await running.stop()
  await sealer.stop()
})

it('subscriptions with a long way to go hold up nobody: what happens meanwhile reaches the others', async () => {
  let slow = 0
  const quick: number[] = []
  await using floor = await ground([
    room({
      on: [
        on(counted, 'test.slow', async (_, ctx) => {
          await sleep(10)
          // What writes ends its transaction, so each is one.
          await ctx.emit(answered, about(0))
          slow++
        }),
        on(other, 'test.quick', async () => {
          quick.push(slow)
        }),
      ],
    }),
  ])
  const { app } = floor
  const sealer = await startSealer(app)
  await app.asSystem((ctx) =>
    ctx.emitMany(
      counted,
      Array.from({ length: 200 }, (_, n) => about(n)),
    ),
  )
  await sealer.flush()
  const running = await startSubscriptions(app)
  await expect.poll(() => slow).toBeGreaterThan(0)
  await app.asSystem((ctx) => ctx.emit(other, { about: 'x/1', organisationId: null, data: {} }))
  await expect.poll(() => quick.length, { timeout: 10_000 }).toBe(1)
  expect(quick[0]).toBeLessThan(200)
  await running.stop()
  await sealer.stop()
})

it('many events in one statement keep their order, and who is not meant sees none', async () => {
  await using floor = await ground()
  const { app, behind } = floor
  const people = ['0198c0de-0000-7000-8000-000000000003', '0198c0de-0000-7000-8000-000000000004']
  await app.asSystem((ctx) => ctx.emitMany(counted, [about(3), { ...about(1), people, confined: true }, about(2)]))
  await app.asSystem((ctx) => ctx.emitMany(counted, []))
  expect(await drain(app)).toBe(0)
  expect(await behind('select about, people, confined from event join leaf on event_id = id order by seq')).toEqual([
    { about: 'thing/3', people: [], confined: false },
    { about: 'thing/1', people, confined: true },
    { about: 'thing/2', people: [], confined: false },
  ])
})

it('subscriptions to many get those that wait together, go on from what they say is done, and leave out only the one that fails', async () => {
  const given: number[][] = []
  let crashes = 1
  await using floor = await ground([
    room({
      on: [
        onMany(counted, 'test.many', async (all, ctx) => {
          const numbers = all.map(({ data }) => data.n)
          given.push(numbers)
          await ctx.emitMany(answered, numbers.map(about))
          if (numbers.includes(7) && crashes > 0) throw new Error('crashed halfway')
          // At most five a transaction.
          await ctx.emit(other, { about: 'x/1', organisationId: null, data: {} })
          return 5
        }),
      ],
    }),
  ])
  const { app, behind } = floor
  await app.asSystem((ctx) =>
    ctx.emitMany(
      counted,
      Array.from({ length: 8 }, (_, n) => about(n)),
    ),
  )
  await expect(drain(app)).rejects.toThrow('crashed halfway')
  expect(await behind('select failures::int from subscription_cursor')).toEqual([{ failures: 1 }])
  crashes = 0
  given.length = 0
  await drain(app)
  expect(given).toEqual([[7]])
  const { rows } = { rows: await behind(`select (data ->> 'n')::int as n from event where name = 'test.answered' order by id`) }
  // What was given and not said to be done was given again; nothing was left out.
  expect([...new Set(rows.map((row) => (row as { n: number }).n))]).toEqual([0, 1, 2, 3, 4, 5, 6, 7])
})
