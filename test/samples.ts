/** The story of samples, in and out: the same on PostgreSQL alone and with a store outside. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Found, Labels, Matcher, Span } from '#record/series/contract.ts'
import { checkpoint, flush } from '#record/series/flushing/flushing.ts'
import { headOf } from '#record/series/head/head.ts'
import { cutLine } from '#record/series/head/rules.ts'
import { appendSamples, select } from '#record/series/series.ts'
import { type Spil, spil } from './spil.ts'

export interface Stored {
  env: Readonly<Record<string, string>>
  /** Resolves when what was written can be read. */
  visible(): Promise<void>
  /** Whether of two samples at one moment the one that came last counts. */
  lastWord: boolean
}
/** The house of the story, and how it is spoken to. */
function sceneOf(where: () => Stored) {
  const scene = {} as { house: Spil; organisationId: string }
  beforeAll(async () => {
    scene.house = await spil({ env: where().env })
    scene.organisationId = (await scene.house.administrator()).organisationId
  })
  afterAll(() => scene.house?.[Symbol.asyncDispose]())
  const app = () => scene.house.app
  return {
    ...{ scene, where },
    now: () => app().now().getTime(),
    write: async () => {
      const chunks = await flush(app())
      if (chunks > 0) await where().visible()
      return chunks
    },
    give: (labels: Labels, pairs: readonly (readonly [number, number])[]) =>
      app().asSystem((ctx) =>
        appendSamples(
          ctx,
          { organisationId: scene.organisationId, name: 'test', itemId: null },
          pairs.map(([at, value]) => ({ labels, at, value })),
        ),
      ),
    read: (matchers: Matcher[], span: Span): Promise<Found[]> => app().asSystem((ctx) => select(ctx, matchers, span)),
  }
}
type Scene = ReturnType<typeof sceneOf>
const named = (name: string): Matcher[] => [{ name: '__name__', op: '=', value: name }]
const pairsOf = (found: Found | undefined) => [...(found?.at ?? [])].map((at, index) => [at, found?.value[index]])
const everySecond = (begin: number, count: number) => Array.from({ length: count }, (_, i) => [begin + i * 1000, i % 17] as const)

/** `where`: asked when the tests begin. */
export function storyOfSamples(where: () => Stored): void {
  const scene = sceneOf(where)
  comeAndGo(scene)
  whoReads(scene)
  forLong(scene)
}
function comeAndGo({ scene, where, now, write, give, read }: Scene): void {
  describe('samples', () => {
    test('are there as they came, from memory and from chunks alike', async () => {
      const begin = now() - 900_000
      const pairs = everySecond(begin, 500)
      for (let i = 0; i < pairs.length; i += 50) await give({ __name__: 'a_total', job: 'x' }, pairs.slice(i, i + 50))
      const span = { from: begin, to: now(), step: 0 }
      expect(pairsOf((await read(named('a_total'), span))[0])).toEqual(pairs)
      expect(await write()).toBe(4)
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
      await write()
      const found = (await read(named('b'), { from: begin, to: now(), step: 0 }))[0]
      expect(found?.at.length).toBe(201)
      expect([...(found?.at ?? [])]).toEqual([...(found?.at ?? [])].sort((one, other) => one - other))
      if (where().lastWord) expect(found?.value[3]).toBe(-1)
    })
    test('too far ahead, too old, and without a name: refused by reason, and said once an hour', async () => {
      const told = async () => (await scene.house.happened()).filter((name) => name === 'series.samplesRefused').length
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
}
function whoReads({ scene, now, write, give }: Scene): void {
  describe('who', () => {
    test('reads of another organisation: nothing is there', async () => {
      await give({ __name__: 'mine' }, [[now(), 1]])
      await write()
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
        scene.house.app.as({ ...stranger, scopes: { ...scopes, read } } as never, (ctx) => select(ctx, named('mine'), span), true)
      expect(await as([])).toEqual([])
      expect(await as([scene.organisationId])).toHaveLength(1)
    })
  })
}
function forLong({ scene, now, write, give, read }: Scene): void {
  describe('for long', () => {
    test('5 minutes and hours come out of six hours that ended and of what is open, and late samples are counted', async () => {
      const hour = 3_600_000
      const begin = Math.floor((now() - 30 * hour) / (6 * hour)) * 6 * hour
      const labels = { __name__: 'e' }
      const pairs = Array.from({ length: 13 * 60 }, (_, i) => [begin + (i + 1) * 60_000, i % 60] as const)
      await give(labels, pairs)
      await write()
      const hours = async () => (await read(named('e'), { from: begin, to: begin + 13 * hour, step: 4 * hour }))[0]
      const first = await hours()
      expect([...(first?.at ?? [])]).toEqual(Array.from({ length: 13 }, (_, i) => begin + (i + 1) * hour))
      expect([...(first?.rolled?.count ?? [])]).toEqual(Array.from({ length: 13 }, () => 60))
      expect([...(first?.rolled?.sum ?? [])]).toEqual(Array.from({ length: 13 }, () => (59 * 60) / 2))
      const minutes = (await read(named('e'), { from: begin, to: begin + hour, step: 600_000 }))[0]
      expect([...(minutes?.rolled?.max ?? [])]).toEqual([4, 9, 14, 19, 24, 29, 34, 39, 44, 49, 54, 59])
      await give(labels, [[begin + 30_000, 1000]])
      await checkpoint(scene.house.app)
      await give(labels, [[now(), 1]])
      const head = await headOf(scene.house.app)
      for (const line of head.lines.values()) if (line.labels.__name__ === 'e') cutLine(head, line)
      await write()
      expect([(await hours())?.rolled?.max[0], (await hours())?.rolled?.count[0]]).toEqual([1000, 61])
    })
  })
}
