/** Samples in and out, on a real PostgreSQL: nothing that was accepted is lost, whatever happens in between. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Spil, spil } from '#test/spil.ts'
import type { Found, Labels, Matcher, Span } from './contract.ts'
import { checkpoint, flush } from './flushing/flushing.ts'
import { appendSamples, select } from './series.ts'

let house: Spil
let organisationId: string
beforeAll(async () => {
  house = await spil()
  organisationId = (await house.administrator()).organisationId
})
afterAll(() => house[Symbol.asyncDispose]())

const named = (name: string): Matcher[] => [{ name: '__name__', op: '=', value: name }]
const give = (labels: Labels, pairs: readonly (readonly [number, number])[], of: Partial<{ name: string; itemId: string | null }> = {}) =>
  house.app.asSystem((ctx) =>
    appendSamples(
      ctx,
      { organisationId, name: 'test', ...of },
      pairs.map(([at, value]) => ({ labels, at, value })),
    ),
  )
const read = (matchers: Matcher[], span: Span): Promise<Found[]> => house.app.asSystem((ctx) => select(ctx, matchers, span))
const pairsOf = (found: Found | undefined) => [...(found?.at ?? [])].map((at, index) => [at, found?.value[index]])
const now = () => house.app.now().getTime()
const everySecond = (begin: number, count: number) => Array.from({ length: count }, (_, i) => [begin + i * 1000, i % 17] as const)

describe('samples', () => {
  test('are there as they came, from memory and from chunks alike', async () => {
    const begin = now() - 900_000
    const pairs = everySecond(begin, 500)
    for (let i = 0; i < pairs.length; i += 50) await give({ __name__: 'a_total', job: 'x' }, pairs.slice(i, i + 50))
    const span = { from: begin, to: now(), step: 0 }
    expect(pairsOf((await read(named('a_total'), span))[0])).toEqual(pairs)
    expect(await flush(house.app)).toBe(4)
    expect(pairsOf((await read(named('a_total'), span))[0])).toEqual(pairs)
    expect(pairsOf((await read(named('a_total'), { from: begin + 130_000, to: begin + 250_500, step: 0 }))[0])).toEqual(pairs.slice(130, 251))
  })
  test('out of order and twice: each moment once, the last word counts', async () => {
    const begin = now() - 900_000
    const labels = { __name__: 'b' }
    await give(labels, everySecond(begin, 200))
    await give(labels, [
      [begin + 150_500, 5],
      [begin + 3000, 99],
    ])
    await give(
      labels,
      everySecond(begin, 100).map(([at]) => [at, -1]),
    )
    await flush(house.app)
    const found = (await read(named('b'), { from: begin, to: now(), step: 0 }))[0]
    expect(found?.at.length).toBe(201)
    expect([...(found?.at ?? [])]).toEqual([...(found?.at ?? [])].sort((one, other) => one - other))
    expect(found?.value[3]).toBe(-1)
  })
  test('too far ahead, too old, and without a name: refused by reason, and said once an hour', async () => {
    const told = async () => (await house.happened()).filter((name) => name === 'series.samplesRefused').length
    const before = await told()
    const at = now()
    expect(
      await give({ __name__: 'c' }, [
        [at + 3_600_000, 1],
        [at - 8 * 86_400_000, 1],
        [at, 1],
      ]),
    ).toEqual({ accepted: 1, refused: { future: 1, old: 1 } })
    expect(await give({ job: 'x' }, [[at, 1]])).toEqual({ accepted: 0, refused: { labels: 1 } })
    expect(await give({ __name__: 'c', 'no-label': 'x' }, [[at, 1]])).toEqual({ accepted: 0, refused: { labels: 1 } })
    expect((await told()) - before).toBe(3)
  })
  test('are found by every kind of matcher', async () => {
    const at = now()
    for (const host of ['db1', 'db2', 'web1']) await give({ __name__: 'd', host }, [[at, 1]])
    const hosts = async (matcher: Omit<Matcher, 'name'>) =>
      (await read([...named('d'), { name: 'host', ...matcher }], { from: at - 1000, to: at, step: 0 })).map(({ labels }) => labels.host).sort()
    expect(await hosts({ op: '=', value: 'db1' })).toEqual(['db1'])
    expect(await hosts({ op: '!=', value: 'db1' })).toEqual(['db2', 'web1'])
    expect(await hosts({ op: '=~', value: 'db.' })).toEqual(['db1', 'db2'])
    expect(await hosts({ op: '!~', value: 'd' })).toEqual(['db1', 'db2', 'web1'])
    expect(await hosts({ op: '=', value: '' })).toEqual([])
  })
})

describe('who', () => {
  test('reads of another organisation: nothing is there', async () => {
    await give({ __name__: 'mine' }, [[now(), 1]])
    await flush(house.app)
    const span = { from: now() - 1000, to: now() + 1000, step: 0 }
    const scopes = { member: [], read: [], inside: [], work: [], lead: [], admin: [] }
    const stranger = {
      kind: 'person' as const,
      personId: null,
      name: '',
      locale: 'nl' as const,
      timeZone: 'UTC',
      permissions: new Map(),
      credential: null,
      blockedBy: null,
    }
    const as = (read: string[]) =>
      house.app.as({ ...stranger, scopes: { ...scopes, read } } as never, (ctx) => select(ctx, named('mine'), span), true)
    expect(await as([])).toEqual([])
    expect(await as([organisationId])).toHaveLength(1)
  })
})

describe('for long', () => {
  test('5 minutes and hours come out of six hours that ended and of what is open, and late samples are counted', async () => {
    const hour = 3_600_000
    const begin = Math.floor((now() - 30 * hour) / (6 * hour)) * 6 * hour
    const labels = { __name__: 'e' }
    const pairs = Array.from({ length: 13 * 60 }, (_, i) => [begin + (i + 1) * 60_000, i % 60] as const)
    await give(labels, pairs)
    await flush(house.app)
    const hours = async () => (await read(named('e'), { from: begin, to: begin + 13 * hour, step: 4 * hour }))[0]
    const first = await hours()
    expect([...(first?.at ?? [])]).toEqual(Array.from({ length: 13 }, (_, i) => begin + (i + 1) * hour))
    expect([...(first?.rolled?.count ?? [])]).toEqual(Array.from({ length: 13 }, () => 60))
    expect([...(first?.rolled?.sum ?? [])]).toEqual(Array.from({ length: 13 }, () => (59 * 60) / 2))
    const minutes = (await read(named('e'), { from: begin, to: begin + hour, step: 600_000 }))[0]
    expect([...(minutes?.rolled?.max ?? [])]).toEqual([4, 9, 14, 19, 24, 29, 34, 39, 44, 49, 54, 59])
    await give(labels, [[begin + 30_000, 1000]])
    await checkpoint(house.app)
    await give(labels, [[now(), 1]])
    const { cutLine } = await import('./head/rules.ts')
    const { headOf } = await import('./head/head.ts')
    const head = await headOf(house.app)
    for (const line of head.lines.values()) if (line.labels.__name__ === 'e') cutLine(head, line)
    await flush(house.app)
    expect([(await hours())?.rolled?.max[0], (await hours())?.rolled?.count[0]]).toEqual([1000, 61])
  })
})
