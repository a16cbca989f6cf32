/** What must not bring it down: a sender that names a new series with every sample, and clocks that jump. */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Member, type Spil, spil } from '#test/spil.ts'
import { type Labels, type Matcher, series } from '../contract.ts'
import { flush, sweep } from '../flushing/flushing.ts'
import { Budget } from '../promql/evaluating/budget/rules.ts'
import { appendSamples, select } from '../series.ts'
import { wordsIn } from './placing/placing.ts'

let house: Spil
let bea: Member
beforeAll(async () => {
  house = await spil({ env: { SPIL_METRICS_MAX_SERIES: '10000' } })
  bea = await house.administrator()
})
afterAll(() => house[Symbol.asyncDispose]())

const give = (name: string, samples: { labels: Labels; at: number; value: number }[], organisationId = bea.organisationId) =>
  house.app.asSystem((ctx) => appendSamples(ctx, { organisationId, name, itemId: null }, samples))
const fits = (name: string): Matcher[] => [{ name: '__name__', op: '=', value: name }]
const standing = () => house.as(series, bea.token).standing({})

test('100,000 new series from one sender: as many as it may have, the rest is refused and told once, and others go on', async () => {
  const at = house.app.now().getTime()
  const wild = (from: number) => Array.from({ length: 10_000 }, (_, i) => ({ labels: { __name__: 'wild', id: String(from + i) }, at, value: 1 }))
  let [accepted, refused] = [0, 0]
  for (let from = 0; from < 100_000; from += 10_000) {
    const done = await give('key/wild', wild(from))
    accepted += done.accepted
    refused += done.refused.tooManySeries ?? 0
  }
  expect([accepted, refused]).toEqual([3000, 97_000])
  expect(await give('key/calm', [{ labels: { __name__: 'calm' }, at, value: 1 }])).toEqual({ accepted: 1, refused: {} })
  // What it had before goes on too.
  expect((await give('key/wild', [{ labels: { __name__: 'wild', id: '0' }, at: at + 1, value: 2 }])).accepted).toBe(1)
  expect((await house.happened()).filter((name) => name === 'series.samplesRefused')).toHaveLength(1)
  expect(await standing()).toMatchObject({ series: 3001, mostSeries: 10_000, refused: { tooManySeries: 97_000 } })
})

describe('a clock that jumps', () => {
  const found = async (name: string) => {
    const now = house.app.now().getTime()
    const all = await house.app.asSystem((ctx) => select(ctx, fits(name), { from: now - 8 * 86_400_000, to: now + 86_400_000, step: 1 }))
    return all.flatMap(({ at }) => [...at])
  }
  test('back an hour: what would be from the future is refused, nothing is lost, and it goes on where the clock is', async () => {
    const real = Date.now()
    const labels = { __name__: 'back' }
    await give('key/a', [{ labels, at: real, value: 1 }])
    house.clock.set(new Date(real - 3_600_000))
    expect(await give('key/a', [{ labels, at: real + 1000, value: 2 }])).toEqual({ accepted: 0, refused: { future: 1 } })
    expect((await give('key/a', [{ labels, at: real - 3_600_000, value: 3 }])).accepted).toBe(1)
    house.clock.set(undefined)
    expect((await give('key/a', [{ labels, at: real + 2000, value: 4 }])).accepted).toBe(1)
    expect(await found('back')).toEqual([real - 3_600_000, real, real + 2000])
  })
  test('ahead a day and back: what came meanwhile stays, and what is asked for is what was then', async () => {
    const real = Date.now()
    const labels = { __name__: 'ahead' }
    await give('key/a', [{ labels, at: real, value: 1 }])
    house.clock.set(new Date(real + 86_400_000))
    await give('key/a', [{ labels, at: real + 86_400_000 - 1, value: 2 }])
    await sweep(house.app)
    await flush(house.app)
    house.clock.set(undefined)
    await give('key/a', [{ labels, at: real + 5000, value: 3 }])
    expect(await found('ahead')).toEqual([real, real + 5000, real + 86_400_000 - 1])
  })
})

test('a series nobody hears of any more leaves memory, and comes back with what it had', async () => {
  const real = Date.now()
  const labels = { __name__: 'silent' }
  await give('key/a', [{ labels, at: real, value: 1 }])
  const before = (await standing()).series
  house.clock.set(new Date(real + 4 * 3_600_000))
  await sweep(house.app)
  expect((await standing()).series).toBeLessThan(before)
  await give('key/a', [{ labels, at: real + 4 * 3_600_000, value: 2 }])
  const all = await house.app.asSystem((ctx) => select(ctx, fits('silent'), { from: real - 1, to: real + 5 * 3_600_000, step: 0 }))
  expect(all.map(({ value }) => [...value])).toEqual([[1, 2]])
  house.clock.set(undefined)
})

test('what is more than a question may cost is refused while it is read, from memory and from the database', async () => {
  const from = house.app.now().getTime() - 600_000
  const samples = Array.from({ length: 2000 }, (_, i) => ({ labels: { __name__: 'many', id: String(i % 100) }, at: from + i, value: i }))
  await give('key/many', samples)
  const asked = (mostSamples: number, mostSeries = 100) => {
    const budget = new Budget({ mostSamples, mostSeries, deadline: performance.now() + 30_000 })
    return house.app.asSystem((ctx) => select(ctx, fits('many'), { from, to: from + 3000, step: 0 }, undefined, undefined, budget))
  }
  for (const place of ['memory', 'database']) {
    expect([place, (await asked(2000)).length]).toEqual([place, 100])
    await expect(asked(1999)).rejects.toMatchObject({ code: 'tooManySamples' })
    await expect(asked(2000, 99)).rejects.toMatchObject({ code: 'tooManySeries' })
    house.clock.set(new Date(Date.now() + 5 * 3_600_000))
    await sweep(house.app)
    await flush(house.app)
  }
  house.clock.set(undefined)
})

test('an origin of one organisation takes nothing from the same of another, and of several none takes more than half', async () => {
  const other = randomUUID()
  await house.app.pools.owner.query(
    `insert into organisation (id, name, locale, time_zone, created_at) values ($1, 'Wilg', 'nl', 'Europe/Amsterdam', now())`,
    [other],
  )
  house.clock.set(new Date(Date.now() + 10 * 3_600_000))
  await sweep(house.app)
  const at = house.app.now().getTime()
  const wild = (name: string, organisationId: string) =>
    give(
      name,
      Array.from({ length: 4000 }, (_, id) => ({ labels: { __name__: 'share', name, id: String(id) }, at, value: 1 })),
      organisationId,
    )
  expect((await wild('checks', bea.organisationId)).accepted).toBe(3000)
  expect((await wild('checks', other)).accepted).toBe(3000)
  const { series: both } = await standing()
  expect((await wild('traps', bea.organisationId)).accepted).toBe(5000 - (both - 3000))
  expect((await wild('traps', other)).accepted).toBe(2000)
  // Each is told once: of 'key/wild' before, and of both origins of both.
  await wild('checks', other)
  expect((await house.happened()).filter((name) => name === 'series.samplesRefused')).toHaveLength(2 + 4)
  house.clock.set(undefined)
})

test('by what labels call it', () => {
  expect(wordsIn('db1.example.org:9100')).toEqual(['db1.example.org', 'db1'])
  expect(wordsIn('https://www.example.org/path')).toEqual(['www.example.org', 'www'])
  expect(wordsIn('10.0.0.4:161')).toEqual(['10.0.0.4'])
  expect(wordsIn('[2001:db8::1]:9100')).toEqual(['2001:db8::1'])
  expect(wordsIn('localhost:9090')).toEqual([])
})
