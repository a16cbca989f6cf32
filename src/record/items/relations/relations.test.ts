/** How items hang together: both ways, with ports, for a time; kinds of our own. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ProblemError } from '#platform/client.ts'
import { type Member, type Spil, spil } from '#test/spil.ts'
import { items } from '../contract.ts'
import { itemRelations } from './contract.ts'

let house: Spil
let engineer: Member
let lead: Member
let reporter: Member
const of = (who: Member) => house.as(itemRelations, who.token)
const make = async (name: string, kind = 'switch') =>
  (await house.as(items, engineer.token).createItem({ body: { kind, name, userIds: [reporter.id] } })).id
const type = async (promise: Promise<unknown>) => {
  const error = await promise.then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  if (!(error instanceof ProblemError)) throw error ?? new Error('it was not refused')
  return error.problem.type
}
beforeAll(async () => {
  house = await spil()
  engineer = await house.member('engineer')
  lead = await house.member('lead')
  reporter = await house.member('reporter')
})
afterAll(() => house[Symbol.asyncDispose]())

describe('a relation', () => {
  test('reads from both sides, with the port of each; a port takes one cable', async () => {
    const [ap, sw, other] = [await make('AP-1', 'accessPoint'), await make('SW-1'), await make('AP-2', 'accessPoint')]
    const made = await of(engineer).relate({ params: { id: ap }, body: { kind: 'connectsTo', other: sw, port: 'eth0', otherPort: 'Gi1/0/12' } })
    expect(made.items).toMatchObject([{ label: 'is aangesloten op', port: 'eth0', otherPort: 'Gi1/0/12', other: { name: 'SW-1' } }])
    const back = await of(engineer).relations({ params: { id: sw } })
    expect(back.items).toMatchObject([{ label: 'sluit aan', port: 'Gi1/0/12', otherPort: 'eth0', other: { name: 'AP-1' } }])
    const again = () => of(engineer).relate({ params: { id: sw }, body: { kind: 'connectsTo', other, direction: 'back', port: 'gi1/0/12' } })
    expect(await type(again())).toBe('items.relations.portTaken')
    await of(engineer).unrelate({ params: { id: sw, relationId: back.items[0]?.id ?? '' } })
    expect((await again()).items).toMatchObject([{ direction: 'back', port: 'gi1/0/12', other: { name: 'AP-2' } }])
    expect((await of(engineer).relations({ params: { id: ap } })).items).toEqual([])
    const past = await of(engineer).relations({ params: { id: ap }, query: { past: 'true' } as never })
    expect(past.items[0]?.validUntil).not.toBeNull()
    expect(await house.happened()).toEqual(expect.arrayContaining(['items.related', 'items.unrelated']))
  })
  test('is there once, also when two say it at the same moment; not with itself', async () => {
    const [a, b] = [await make('A'), await make('B')]
    const say = () => of(engineer).relate({ params: { id: a }, body: { kind: 'dependsOn', other: b } })
    const all = await Promise.allSettled([say(), say(), say()])
    expect(all.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect(await type(say())).toBe('items.relations.thereAlready')
    expect(await type(of(engineer).relate({ params: { id: a }, body: { kind: 'dependsOn', other: a } }))).toBe('items.relations.itself')
    expect(await type(of(engineer).relate({ params: { id: a }, body: { kind: 'loves', other: b } }))).toBe('items.relations.noSuchKind')
  })
  test('ends at a moment: of before, or still to come; till then it holds', async () => {
    const [a, b, c] = [await make('Van', 'server'), await make('Naar'), await make('Later')]
    for (const other of [b, c]) await of(engineer).relate({ params: { id: a }, body: { kind: 'dependsOn', other } })
    const now = house.clock.now().getTime()
    const [before, later] = [new Date(now - 3_600_000).toISOString(), new Date(now + 86_400_000).toISOString()]
    const all = (await of(engineer).relations({ params: { id: a } })).items
    const named = (name: string) => all.find(({ other }) => other.name === name)?.id ?? ''
    await of(engineer).unrelate({ params: { id: a, relationId: named('Naar') }, query: { at: before } })
    const left = await of(engineer).unrelate({ params: { id: a, relationId: named('Later') }, query: { at: later } })
    expect(left.items).toMatchObject([{ other: { name: 'Later' }, validUntil: later }])
    // It began after the moment it was said to end: it never held.
    const past = (await of(engineer).relations({ params: { id: a }, query: { past: 'true' } as never })).items
    const gone = past.find(({ other }) => other.name === 'Naar')
    expect(gone?.validUntil).toBe(gone?.validFrom)
    house.clock.set(new Date(now + 86_400_001))
    expect((await of(engineer).relations({ params: { id: a } })).items).toEqual([])
    house.clock.set(undefined)
  })
  test('holds from a day on', async () => {
    const [a, b] = [await make('C'), await make('D')]
    const later = new Date(house.clock.now().getTime() + 86_400_000)
    await of(engineer).relate({ params: { id: a }, body: { kind: 'dependsOn', other: b, validFrom: later.toISOString() } })
    expect((await of(engineer).relations({ params: { id: a } })).items).toEqual([])
    house.clock.set(new Date(later.getTime() + 60_000))
    expect((await of(engineer).relations({ params: { id: a } })).items).toHaveLength(1)
    house.clock.set(undefined)
  })
  test('a group is of relations by which the item can be hit, and needs no more than it has', async () => {
    const [a, b] = [await make('E'), await make('F')]
    const { items: made } = await of(engineer).relate({ params: { id: a }, body: { kind: 'dependsOn', other: b } })
    const relationIds = made.map(({ id }) => id)
    const group = (id: string, needed: number) => of(engineer).group({ params: { id }, body: { name: 'Twee', needed, relationIds } })
    expect(await type(group(b, 1))).toBe('items.relations.notInGroup')
    expect(await type(group(a, 2))).toBe('items.relations.tooFew')
    expect((await group(a, 1)).groups).toMatchObject([{ name: 'Twee', needed: 1, of: 1 }])
    expect((await group(a, 0)).groups).toEqual([])
  })
  test('who only uses an item does not see what it hangs together with', async () => {
    const a = await make('G')
    expect(await type(of(reporter).relations({ params: { id: a } }))).toBe('platform.notAllowed')
    expect(await type(of(reporter).surroundings({ params: { id: a } }))).toBe('platform.notAllowed')
  })
})

describe('kinds of relations', () => {
  test('an organisation has its own; which way failure goes stays', async () => {
    const params = { organisationId: lead.organisationId, key: 'coolsDown' }
    const kind = { names: { nl: 'wordt gekoeld door', en: 'is cooled by' }, back: { nl: 'koelt', en: 'cools' }, carries: 'back' as const }
    expect(await of(lead).saveRelationKind({ params, body: { version: 0, kind } })).toMatchObject({ version: 1 })
    expect(await type(of(lead).saveRelationKind({ params, body: { version: 1, kind: { ...kind, carries: 'none' } } }))).toBe(
      'items.relations.carriesFixed',
    )
    expect(await type(of(lead).saveRelationKind({ params: { ...params, key: 'runsOn' }, body: { version: 0, kind } }))).toBe(
      'items.relations.kindShipped',
    )
    const [a, b] = [await make('Rek', 'server'), await make('Airco', 'iot')]
    expect((await of(engineer).relate({ params: { id: a }, body: { kind: 'coolsDown', other: b } })).items).toMatchObject([
      { label: 'wordt gekoeld door' },
    ])
    expect((await of(engineer).relationKinds({ params: { organisationId: lead.organisationId } })).items).toHaveLength(7)
  })
})
