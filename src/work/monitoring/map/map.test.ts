import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { items } from '#record/items/contract.ts'
import { itemStates } from '#record/norms/deviations/contract.ts'
import { type AlarmsHouse, alarmsHouse } from '#test/alarms.ts'
import { monitoringMap, type Place } from './contract.ts'
import { noCounts, treeOf, wayTo, worstIn } from './rules.ts'

let all: AlarmsHouse
beforeAll(async () => {
  all = await alarmsHouse()
})
afterAll(() => all.house[Symbol.asyncDispose]())

test('counts what is in a place by how it stands, and adds it up the tree', async () => {
  const as = all.house.as(items, all.engineer.token)
  const place = (name: string, locationId?: string) =>
    as.createItem({ body: { kind: 'location', name, state: 'open', ...(locationId && { locationId }) } })
  const building = await place('Gebouw Noord')
  const room = await place('Serverruimte', building.id)
  const put = async (name: string, tag: string) => {
    const thing = await all.make(name, tag)
    const { version } = await as.item({ params: { id: thing.id } })
    await as.changeItem({ params: { id: thing.id }, body: { version, locationId: room.id } })
    return thing
  }
  const [broken, fine, silent] = [await put('srv-1', 'kaart'), await put('srv-2', 'kaart'), await put('srv-3', 'kaart')]
  await put('srv-4', 'niets')
  await all.rule('kaart', { kind: 'threshold', query: 'probe_success', op: '<', value: 1, means: 'reachable' }, { severity: 'critical' })
  await all.give('probe_success', broken, 0)
  await all.give('probe_success', fine, 1)
  await all.round()
  const { organisationId } = all
  const map = all.house.as(monitoringMap, all.engineer.token)
  const { places, nowhere } = await map.places({ query: { organisationId } })
  expect(places.find(({ id }) => id === room.id)?.counts).toEqual({ ...noCounts(), critical: 1, ok: 1, unknown: 1, unwatched: 1 })
  const [root] = treeOf(places)
  expect([root?.name, root && worstIn(root.all), root?.all.critical, root?.counts.critical]).toEqual(['Gebouw Noord', 'critical', 1, 0])
  expect(wayTo(treeOf(places), room.id).map(({ name }) => name)).toEqual(['Gebouw Noord', 'Serverruimte'])
  expect(nowhere).toEqual(noCounts())
  const at = await map.itemsAt({ query: { organisationId, locationId: room.id } })
  expect(at.items.map(({ name, state }) => [name, state])).toEqual([
    ['srv-1', 'critical'],
    [silent.number && 'srv-3', 'unknown'],
    ['srv-2', 'ok'],
    ['srv-4', 'unwatched'],
  ])
}, 60_000)

test('nothing is lost or counted twice, however places hang together', () => {
  const some = fc.array(
    fc.record({ parent: fc.option(fc.nat(9)), counts: fc.array(fc.nat(3), { minLength: itemStates.length, maxLength: itemStates.length }) }),
    { maxLength: 10 },
  )
  fc.assert(
    fc.property(some, (all) => {
      const places = all.map(
        ({ parent, counts }, at): Place => ({
          ...{ id: String(at), number: `I-${at}`, name: `p${at}`, parentId: parent === null ? null : String(parent) },
          counts: { ...noCounts(), ...Object.fromEntries(itemStates.map((state, place) => [state, counts[place] ?? 0])) },
        }),
      )
      const roots = treeOf(places)
      for (const state of itemStates)
        expect(roots.reduce((sum, { all: counts }) => sum + counts[state], 0)).toBe(places.reduce((sum, { counts }) => sum + counts[state], 0))
    }),
  )
})
