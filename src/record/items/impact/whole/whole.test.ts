/** What is kept in memory is what is in the database, whoever asks and whatever happens at once. */
import fc from 'fast-check'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Context } from '#platform/room.ts'
import { type Member, type Spil, spil } from '#test/spil.ts'
import { items } from '../../contract.ts'
import { itemRelations } from '../../relations/contract.ts'
import { spread } from '../rules.ts'
import { among, type Whole, wholeOf } from './rules.ts'
import { wholeNow } from './whole.ts'

const bytes = (numbers: readonly number[]): Buffer => {
  const out = Buffer.alloc(numbers.length * 4)
  numbers.forEach((number, at) => {
    out.writeInt32BE(number, at * 4)
  })
  return out
}
const organisationId = '00000000-0000-4000-8000-000000000001'

test('what is among the places is what counting one by one gives', () => {
  const item = fc.record({ kind: fc.nat(2), importance: fc.nat(4), users: fc.uniqueArray(fc.nat(5), { maxLength: 3 }) })
  fc.assert(
    fc.property(
      fc.array(item, { minLength: 1, maxLength: 30 }),
      fc.infiniteStream(fc.boolean()),
      fc.integer({ min: 1, max: 9 }),
      (all, hits, most) => {
        const whole = wholeOf({
          ...{ snapshot: '', until: null, edges: bytes([]), groups: [], inert: [] },
          items: bytes(all.flatMap(({ kind, importance }, at) => [1000 + at, kind, importance])),
          kinds: ['a', 'b', 'c'].map((kind) => ({ kind, organisationId })),
          users: bytes(all.flatMap(({ users }, at) => users.flatMap((user) => [1000 + at, user]))),
          persons: ['p0', 'p1', 'p2', 'p3', 'p4', 'p5'],
        })
        const places = all.flatMap((_, at) => (hits.next().value ? [at] : []))
        const found = among(whole, places, [], { items: most, persons: most })
        const hit = places.map((place) => ({ ...all[place], place }))
        const persons = [...new Set(hit.flatMap(({ users }) => users ?? []))].sort()
        expect(found.people).toBe(persons.length)
        expect(found.personIds).toEqual(persons.slice(0, most).map((one) => `p${one}`))
        const order = hit.toSorted((one, other) => (other.importance ?? 0) - (one.importance ?? 0) || one.place - other.place)
        expect(found.first).toEqual(order.slice(0, most).map(({ place }) => 1000 + place))
        expect(found.importance).toBe(order[0]?.importance ?? 0)
        expect(new Map(found.kinds.map(({ kind, count }) => [kind, count]))).toEqual(
          new Map(
            ['a', 'b', 'c'].flatMap((key, kind) => [[key, hit.filter((one) => one.kind === kind).length] as const]).filter(([, count]) => count > 0),
          ),
        )
      },
    ),
  )
})

let house: Spil
let engineer: Member
beforeAll(async () => {
  house = await spil()
  engineer = await house.member('engineer')
})
afterAll(() => house[Symbol.asyncDispose]())

const make = async (name: string, more: object = {}) =>
  (await house.as(items, engineer.token).createItem({ body: { kind: 'server', name, state: 'live', ...more } })).id
const relate = (id: string, other: string) => house.as(itemRelations, engineer.token).relate({ params: { id }, body: { kind: 'dependsOn', other } })
const system = <T>(run: (ctx: Context) => Promise<T>) => house.app.asSystem(run)
const numberOf = async (id: string) => Number((await house.as(items, engineer.token).item({ params: { id } })).number.slice(2))
const hits = (whole: Whole, number: number) =>
  [...spread(whole.graph, [whole.placeOf.get(number) ?? -1]).entries()].filter(([, step]) => step > 0).map(([place]) => whole.numbers[place])

test('the same graph serves until something of it changes, whoever changed it', async () => {
  const [one, two, three] = [await make('een'), await make('twee'), await make('drie')]
  const numbers = { one: await numberOf(one), two: await numberOf(two), three: await numberOf(three) }
  await relate(two, one)
  const first = await system(wholeNow)
  expect(hits(first, numbers.one)).toEqual([numbers.two])
  await house.as(items, engineer.token).changeItem({ params: { id: two }, body: { version: 1, name: 'twee anders' } })
  expect(await system(wholeNow)).toBe(first)

  await relate(three, two)
  const second = await system(wholeNow)
  expect(hits(second, numbers.one)).toEqual([numbers.two, numbers.three])
  expect(await system(wholeNow)).toBe(second)

  await house.as(items, engineer.token).changeItem({ params: { id: three }, body: { version: 1, availability: 'critical' } })
  const third = await system(wholeNow)
  expect(third.importance[third.placeOf.get(numbers.three) ?? -1]).toBe(4)
  await house.as(items, engineer.token).changeItem({ params: { id: two }, body: { version: 2, state: 'maintenance' } })
  expect(hits(await system(wholeNow), numbers.one)).toEqual([])
  await house.as(items, engineer.token).changeItem({ params: { id: two }, body: { version: 3, state: 'live', userIds: [engineer.id] } })
  expect((await system(wholeNow)).persons).toEqual([engineer.id])
})

test('a change that began before it was read counts when it is done; an unfinished one never does', async () => {
  const [one, two] = [await make('vier'), await make('vijf')]
  const [number, other] = [await numberOf(one), await numberOf(two)]
  await relate(two, one)
  const { rows } = await house.app.pools.owner.query<{ id: string }>('select id from item_relation where to_id = $1', [one])
  const writer = await house.app.pools.owner.connect()
  try {
    await writer.query('begin')
    await writer.query('update item_relation set valid_until = valid_from where id = $1', [rows[0]?.id])
    const during = await system(wholeNow)
    expect(hits(during, number)).toEqual([other])
    expect(await system(wholeNow)).toBe(during)
    await writer.query('commit')
    const after = await system(wholeNow)
    expect(after).not.toBe(during)
    expect(after.placeOf.has(number)).toBe(false)
  } finally {
    writer.release()
  }
})

test('who changes something sees it at once, and nobody else sees what is undone', async () => {
  const [one, two] = [await make('zes'), await make('zeven')]
  const [number, other] = [await numberOf(one), await numberOf(two)]
  await relate(two, one)
  const before = await system(wholeNow)
  await expect(
    system(async (ctx) => {
      await sql`update item_relation set valid_until = valid_from where to_id = ${one}`.execute(ctx.db)
      const own = await wholeNow(ctx)
      expect(own.placeOf.has(number)).toBe(false)
      throw new Error('undone')
    }),
  ).rejects.toThrow('undone')
  expect(await system(wholeNow)).toBe(before)
  expect(hits(before, number)).toEqual([other])
})
