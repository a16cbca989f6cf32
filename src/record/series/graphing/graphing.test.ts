import * as fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { items } from '#record/items/contract.ts'
import { type Member, type Spil, spil } from '#test/spil.ts'
import { appendSamples } from '../series.ts'
import { seriesGraphing } from './contract.ts'
import { gridFor } from './rules.ts'

let house: Spil
let bea: Member
beforeAll(async () => {
  house = await spil()
  bea = await house.administrator()
})
afterAll(() => house[Symbol.asyncDispose]())

test('a grid has whole steps inside its span, and about as many as asked', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 2e12 }),
      fc.integer({ min: 1000, max: 400 * 86_400_000 }),
      fc.integer({ min: 2, max: 2000 }),
      (from, span, points) => {
        const grid = gridFor(from, from + span, points)
        expect(grid.from % grid.step).toBe(0)
        expect(grid.from).toBeGreaterThanOrEqual(from)
        if (grid.count > 1) expect(grid.from + (grid.count - 1) * grid.step).toBeLessThanOrEqual(from + span)
        expect(grid.count).toBeLessThanOrEqual(points + 1)
      },
    ),
  )
})

test('a line an item, with gaps; what is not right is said; other organisations are not in it', async () => {
  const of = house.as(seriesGraphing, bea.token)
  const item = await house.as(items, bea.token).createItem({ body: { kind: 'iot', name: 'DB1', state: 'inUse' } })
  const now = Math.floor(Date.now() / 60_000) * 60_000
  const at = (minutes: number) => now - minutes * 60_000
  const samples = [9, 8, 3, 2, 1].map((minutes) => ({ labels: { __name__: 'load', instance: 'db1:9100' }, at: at(minutes), value: minutes / 2 }))
  await house.app.asSystem((ctx) => appendSamples(ctx, { organisationId: bea.organisationId, name: 'key/x' }, samples))
  const span = { from: new Date(at(10)).toISOString(), to: new Date(at(0)).toISOString() }
  const graph = await of.graph({ query: { query: 'last_over_time(load[30s])', ...span, points: 11 } })
  expect(graph).toMatchObject({ step: 60, count: 11, more: false, lines: [{ item: { id: item.id, number: item.number, name: 'DB1' } }] })
  expect(graph.lines[0]?.values).toEqual([null, 4.5, 4, null, null, null, null, 1.5, 1, 0.5, null])
  expect((await of.ofItem({ params: { id: item.id } })).items).toEqual([{ name: 'load', series: 1, labels: ['instance'] }])
  await expect(of.graph({ query: { query: 'rate(load)', ...span } })).rejects.toMatchObject({ problem: { type: 'series.graph.wrong' } })
  await expect(of.graph({ query: { query: 'load', from: span.to, to: span.from } })).rejects.toMatchObject({ problem: { type: 'series.graph.span' } })
  const reporter = await house.member('reporter')
  await expect(house.as(seriesGraphing, reporter.token).graph({ query: { query: 'load', ...span } })).rejects.toMatchObject({
    problem: { status: 403 },
  })
})

test('a gap is shown as long as it was, whatever PromQL still counts', async () => {
  const of = house.as(seriesGraphing, bea.token)
  const now = Math.floor(Date.now() / 60_000) * 60_000
  const at = (minutes: number) => now - minutes * 60_000
  // Every half minute, away from 20 to 10 minutes ago; another is told once in 4 minutes and was never away.
  const steady = Array.from({ length: 80 }, (_, place) => place / 2).filter((minutes) => minutes < 10 || minutes > 20)
  const samples = [
    ...steady.map((minutes) => ({ labels: { __name__: 'away' }, at: at(minutes), value: 1 })),
    ...Array.from({ length: 10 }, (_, place) => ({ labels: { __name__: 'seldom' }, at: at(place * 4), value: 1 })),
  ]
  await house.app.asSystem((ctx) => appendSamples(ctx, { organisationId: bea.organisationId, name: 'key/x' }, samples))
  const span = { from: new Date(at(30)).toISOString(), to: new Date(now).toISOString(), points: 31 }
  const values = async (query: string) => (await of.graph({ query: { query, ...span } })).lines[0]?.values.map((value) => value === 1)
  const there = await values('away')
  // The grid is at whole minutes: the last before the gap was 20 and a half minutes ago.
  expect(there?.flatMap((one, place) => (one ? [] : 30 - place))).toEqual([19, 18, 17, 16, 15, 14, 13, 12, 11, 10])
  expect(await values('sum(away)')).toEqual(there)
  expect((await values('seldom'))?.every(Boolean)).toBe(true)
})

test('narrowed to an item, a place or a kind: what is of others does not count', async () => {
  const of = house.as(seriesGraphing, bea.token)
  const register = house.as(items, bea.token)
  const room = await register.createItem({ body: { kind: 'location', name: 'Serverruimte' } })
  const inside = await register.createItem({ body: { kind: 'iot', name: 'RACK1', state: 'inUse', locationId: room.id } })
  const outside = await register.createItem({ body: { kind: 'iot', name: 'RACK2', state: 'inUse' } })
  const at = Math.floor(Date.now() / 60_000) * 60_000 - 60_000
  const samples = ['rack1', 'rack2', 'nobody'].map((host, value) => ({ labels: { __name__: 'watts', host }, at, value: value + 1 }))
  await house.app.asSystem((ctx) => appendSamples(ctx, { organisationId: bea.organisationId, name: 'key/x' }, samples))
  const asked = { query: 'sum(watts)', from: new Date(at - 60_000).toISOString(), to: new Date(at).toISOString(), points: 2 }
  const sum = async (narrowed: object) => (await of.graph({ query: { ...asked, ...narrowed } })).lines.map(({ values }) => values.at(-1))
  expect(await sum({})).toEqual([6])
  expect(await sum({ item: outside.id })).toEqual([2])
  expect(await sum({ location: room.id })).toEqual([1])
  expect(await sum({ kind: 'iot' })).toEqual([3])
  expect(await sum({ item: room.id })).toEqual([])
  expect(inside.location?.id).toBe(room.id)
})
