/** Kinds are data: an organisation has its own, and cannot take away what items stand on. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ProblemError } from '#platform/client.ts'
import { directory } from '#record/people/directory/contract.ts'
import { type Member, type Spil, spil } from '#test/spil.ts'
import { items } from '../contract.ts'
import { itemKinds, Kind } from './contract.ts'
import { shippedKinds } from './shipped/rules.ts'

let house: Spil
let engineer: Member
let lead: Member
let stranger: Member
beforeAll(async () => {
  house = await spil()
  engineer = await house.member('engineer')
  lead = await house.member('lead')
  const bea = await house.administrator()
  const elsewhere = await house.as(directory, bea.token).createOrganisation({ body: { name: 'De Wilg', locale: 'nl', timeZone: 'Europe/Amsterdam' } })
  stranger = await house.member(['engineer', 'lead'], { organisationId: elsewhere.id })
  await house.as(items, engineer.token).createItem({ body: { kind: 'laptop', name: 'LT', state: 'inUse', attributes: { serial: 'S1' } } })
})
afterAll(() => house[Symbol.asyncDispose]())

const problem = async (promise: Promise<unknown>) => {
  const error = await promise.then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  if (!(error instanceof ProblemError)) throw error ?? new Error('it was not refused')
  return error.problem
}

describe('kinds', () => {
  const of = (who: Member) => house.as(itemKinds, who.token)
  test('what ships is a kind as anybody would make it', () => {
    for (const [key, kind] of Object.entries(shippedKinds)) expect(Kind.safeParse(kind), key).toMatchObject({ success: true })
  })
  test('an organisation adds an attribute and a kind of its own; a state in use stays', async () => {
    const { organisationId } = lead
    const { items: known } = await of(engineer).kinds({ params: { organisationId } })
    expect(known.length).toBeGreaterThanOrEqual(20)
    const { names, plural, states, attributes, active } = known.find(({ key }) => key === 'laptop') ?? shippedKinds.laptop ?? Kind.parse(undefined)
    const more = [...attributes, { key: 'dock', names: { nl: 'Dockingstation', en: 'Dock' }, type: 'item' as const }]
    const params = { organisationId, key: 'laptop' }
    const kind = { names, plural, states, attributes: more, active }
    expect(await of(lead).saveKind({ params, body: { version: 0, kind } })).toMatchObject({ version: 1, shipped: true })
    expect(await problem(of(lead).saveKind({ params, body: { version: 0, kind } }))).toMatchObject({ type: 'items.kinds.changed' })
    const fewer = {
      ...kind,
      states: states.filter(({ key }) => key !== 'inUse').map((one) => ({ ...one, to: one.to.filter((to) => to !== 'inUse') })),
    }
    expect(await problem(of(lead).saveKind({ params, body: { version: 1, kind: fewer } }))).toMatchObject({ type: 'items.kinds.stateInUse' })
    const retyped = { ...kind, attributes: more.map((one) => (one.key === 'serial' ? { ...one, type: 'date' as const } : one)) }
    expect(await problem(of(lead).saveKind({ params, body: { version: 1, kind: retyped } }))).toMatchObject({ type: 'items.kinds.typeChanged' })
    expect(await problem(of(engineer).saveKind({ params, body: { version: 1, kind } }))).toMatchObject({ status: 403 })
    await of(lead).resetKind({ params })
    const own = { ...kind, names: { nl: 'Robot', en: 'Robot' }, attributes: [], states: states.map((one) => ({ ...one, required: [] })) }
    await of(lead).saveKind({ params: { organisationId, key: 'robot' }, body: { version: 0, kind: own } })
    await house.as(items, engineer.token).createItem({ body: { kind: 'robot', name: 'R2' } })
    expect(await problem(of(lead).resetKind({ params: { organisationId, key: 'robot' } }))).toMatchObject({ type: 'items.kinds.inUse' })
    expect(await problem(of(stranger).kinds({ params: { organisationId } }))).toMatchObject({ status: 404 })
  })
  test('a hidden attribute keeps its values and cannot be required; what a state counts as goes along with the items in it', async () => {
    const { organisationId } = lead
    const params = { organisationId, key: 'laptop' }
    const read = async () => (await of(lead).kinds({ params: { organisationId } })).items.find(({ key }) => key === 'laptop') ?? Kind.parse(undefined)
    const { names, plural, states, attributes, active } = await read()
    const hidden = attributes.map((one) => (one.key === 'serial' ? { ...one, hidden: true } : one))
    const save = (kind: object) => of(lead).saveKind({ params, body: { version: 0, kind: { names, plural, active, ...kind } as never } })
    expect(await problem(save({ states, attributes: hidden }))).toMatchObject({ type: 'platform.invalid' })
    const free = states.map((one) => ({ ...one, required: [], ...(one.key === 'inUse' && { class: 'outOfUse' as const }) }))
    expect(await save({ states: free, attributes: hidden })).toMatchObject({ version: 1 })
    const list = async () => (await house.as(items, engineer.token).items({ query: { kind: 'laptop' } })).items
    const [laptop] = await list()
    expect(laptop?.state).toMatchObject({ key: 'inUse', class: 'outOfUse' })
    expect((await house.as(items, engineer.token).item({ params: { id: laptop?.id ?? '' } })).attributes).toContainEqual(
      expect.objectContaining({ key: 'serial', value: 'S1' }),
    )
    await of(lead).resetKind({ params })
    expect((await list())[0]?.state).toMatchObject({ key: 'inUse', class: 'inUse' })
  })
})
