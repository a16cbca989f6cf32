/** Impact against a brute-force oracle, and through HTTP: redundancy, circles, other organisations. */
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { directory } from '#record/people/directory/contract.ts'
import { type Member, type Spil, spil } from '#test/spil.ts'
import { items } from '../contract.ts'
import { itemRelations } from '../relations/contract.ts'
import { itemImpact } from './contract.ts'
import { type Graph, spread } from './rules.ts'

/** By the definition: again and again, until nothing more is hit. */
function oracle({ edges, size, needed, inert }: Graph, failed: readonly number[]): Set<number> {
  const list = Array.from({ length: edges.length / 3 }, (_, at) => ({
    cause: edges[at * 3] ?? 0,
    hit: edges[at * 3 + 1] ?? 0,
    group: edges[at * 3 + 2] ?? 0,
  }))
  const down = new Set(failed)
  for (;;) {
    const before = down.size
    for (let one = 0; one < size; one++) {
      if (down.has(one) || inert.has(one)) continue
      const into = list.filter(({ hit }) => hit === one)
      const lonely = into.some(({ cause, group }) => group === 0 && down.has(cause))
      const groups = [...new Set(into.map(({ group }) => group))].filter((group) => group !== 0)
      const short = groups.some((group) => {
        const members = into.filter((edge) => edge.group === group)
        const left = members.filter(({ cause }) => !down.has(cause) && !inert.has(cause)).length
        return members.some(({ cause }) => down.has(cause)) && left < (needed.get(group) ?? 1)
      })
      if (lonely || short) down.add(one)
    }
    if (down.size === before) return down
  }
}

const graphs = fc.integer({ min: 2, max: 14 }).chain((size) =>
  fc.record({
    size: fc.constant(size),
    // A group belongs to what it can hit: its number says whose it is.
    edges: fc
      .array(fc.tuple(fc.nat(size - 1), fc.nat(size - 1), fc.nat(2)), { maxLength: 40 })
      .map((all) => Int32Array.from(all.flatMap(([cause, hit, group]) => [cause, hit, group === 0 ? 0 : hit * 10 + group]))),
    needed: fc
      .array(fc.integer({ min: 1, max: 3 }), { minLength: size * 2, maxLength: size * 2 })
      .map((all) => new Map(all.map((needed, at) => [Math.floor(at / 2) * 10 + (at % 2) + 1, needed]))),
    inert: fc.uniqueArray(fc.nat(size - 1), { maxLength: 3 }).map((all) => new Set(all)),
    failed: fc.uniqueArray(fc.nat(size - 1), { minLength: 1, maxLength: 3 }),
  }),
)

describe('spreading', () => {
  test('hits exactly what the definition says, for any graph, with circles and groups', () => {
    fc.assert(
      fc.property(graphs, ({ failed, ...graph }) => {
        expect(new Set(spread(graph, failed).keys())).toEqual(oracle(graph, failed))
      }),
      { numRuns: 2000 },
    )
  })
  test('more that fails hits no less', () => {
    fc.assert(
      fc.property(graphs, fc.nat(1), ({ failed, ...graph }, more) => {
        const one = spread(graph, failed)
        const both = spread(graph, [...new Set([...failed, more])])
        for (const hit of one.keys()) expect(both.has(hit)).toBe(true)
      }),
    )
  })
})

let house: Spil
let engineer: Member
let both: Member
let reporter: Member
let elsewhere: string
const ids = new Map<string, string>()
const id = (name: string) => ids.get(name) ?? ''
const make = async (name: string, kind: string, more: object = {}, who = engineer) => {
  const { id } = await house.as(items, who.token).createItem({ body: { kind, name, ...more } })
  ids.set(name, id)
  return id
}
const relate = (from: string, kind: string, other: string, who = engineer) =>
  house.as(itemRelations, who.token).relate({ params: { id: id(from) }, body: { kind, other: id(other) } })
const impact = (name: string, who = engineer) => house.as(itemImpact, who.token).impact({ params: { id: id(name) } })
const namesOf = (all: { name: string }[]) => all.map(({ name }) => name).sort()

beforeAll(async () => {
  house = await spil()
  engineer = await house.member('engineer')
  reporter = await house.member('reporter', { name: 'Noor Bakker' })
  const bea = await house.administrator()
  elsewhere = (await house.as(directory, bea.token).createOrganisation({ body: { name: 'De Wilg', locale: 'nl', timeZone: 'Europe/Amsterdam' } })).id
  both = await house.member('engineer')
  await house.app.pools.owner.query(`insert into membership (person_id, organisation_id, role, granted_at) values ($1, $2, 'engineer', now())`, [
    both.id,
    elsewhere,
  ])
  const live = { state: 'live' }
  await make('switch-1', 'switch', live)
  await make('switch-2', 'switch', live)
  await make('srv-1', 'server', live)
  await make('db-1', 'database', live)
  await make('Magister', 'application', { ...live, availability: 'critical', userIds: [reporter.id] })
  await make('oud', 'server', { state: 'ended' })
  await relate('srv-1', 'connectsTo', 'switch-1')
  await relate('srv-1', 'connectsTo', 'switch-2')
  await relate('db-1', 'runsOn', 'srv-1')
  await relate('db-1', 'usedBy', 'Magister')
  await relate('oud', 'dependsOn', 'db-1')
})
afterAll(() => house[Symbol.asyncDispose]())

describe('when it fails', () => {
  test('everything along the relations is hit, with the people who use it; what is out of use is not', async () => {
    const found = await impact('srv-1')
    expect(found.items.map(({ name, steps, importance }) => [name, steps, importance])).toEqual([
      ['Magister', 2, 'critical'],
      ['db-1', 1, null],
    ])
    expect(found).toMatchObject({ total: 2, people: 1, persons: [{ name: 'Noor Bakker' }], importance: 'critical' })
    expect(found.kinds).toEqual(expect.arrayContaining([{ key: 'database', name: 'Databases', count: 1 }]))
  })
  test('one of two is enough: only both together hit; one that goes out of use leaves no spare', async () => {
    const relations = house.as(itemRelations, engineer.token)
    const { items: all } = await relations.relations({ params: { id: id('srv-1') } })
    const relationIds = all.filter(({ kind }) => kind === 'connectsTo').map((one) => one.id)
    const { groups } = await relations.group({ params: { id: id('srv-1') }, body: { name: 'Uplink', needed: 1, relationIds } })
    expect(groups).toMatchObject([{ name: 'Uplink', needed: 1, of: 2 }])
    expect((await impact('switch-1')).total).toBe(0)
    const together = await house.as(itemImpact, engineer.token).impact({ params: { id: id('switch-1') }, query: { also: id('switch-2') } })
    expect(namesOf(together.items)).toEqual(['Magister', 'db-1', 'srv-1'])
    await house.as(items, engineer.token).changeItem({ params: { id: id('switch-2') }, body: { version: 1, state: 'maintenance' } })
    expect(namesOf((await impact('switch-1')).items)).toEqual(['Magister', 'db-1', 'srv-1'])
    await house.as(items, engineer.token).changeItem({ params: { id: id('switch-2') }, body: { version: 2, state: 'live' } })
    expect((await impact('switch-1')).total).toBe(0)
  })
  test('a circle ends', async () => {
    await relate('srv-1', 'dependsOn', 'Magister')
    expect(namesOf((await impact('Magister')).items)).toEqual(['db-1', 'srv-1'])
  })
  test('what could explain it: nearest first, and what two failures have in common before that', async () => {
    const causes = house.as(itemImpact, engineer.token)
    const one = await causes.causes({ params: { id: id('Magister') } })
    expect(one.items.map(({ name, steps }) => [name, steps])).toEqual([
      ['Magister', 0],
      ['db-1', 1],
      ['srv-1', 2],
    ])
    await make('site', 'application', { state: 'live' })
    await relate('site', 'runsOn', 'srv-1')
    const shared = await causes.causes({ params: { id: id('Magister') }, query: { also: id('site') } })
    expect(
      shared.items
        .filter(({ explains }) => explains === 2)
        .map(({ name }) => name)
        .sort(),
    ).toEqual(['Magister', 'db-1', 'srv-1'])
  })
})

describe('an item of another organisation', () => {
  test('does not show through a relation, a drawing, a count, an impact or a cause', async () => {
    await make('Wilg-app', 'application', { state: 'live', organisationId: elsewhere, availability: 'critical' }, both)
    await make('Wilg-stroom', 'server', { state: 'live', organisationId: elsewhere }, both)
    await relate('Wilg-app', 'dependsOn', 'srv-1', both)
    await relate('srv-1', 'dependsOn', 'Wilg-stroom', both)
    expect(namesOf((await impact('srv-1', both)).items)).toContain('Wilg-app')
    const seen = {
      impact: await impact('srv-1'),
      causes: await house.as(itemImpact, engineer.token).causes({ params: { id: id('db-1') } }),
      relations: await house.as(itemRelations, engineer.token).relations({ params: { id: id('srv-1') } }),
      surroundings: await house.as(itemRelations, engineer.token).surroundings({ params: { id: id('srv-1') } }),
    }
    expect(JSON.stringify(seen)).not.toMatch(/Wilg/)
    expect(seen.surroundings.nodes.find(({ name }) => name === 'srv-1')?.more).toBe(0)
    expect(seen.impact.kinds.find(({ key }) => key === 'application')?.count).toBe(2)
    await expect(relate('srv-1', 'dependsOn', 'Wilg-app')).rejects.toThrow()
  })
})
