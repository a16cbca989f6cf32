/** A switch with what hangs on it: one alarm, its return is one, in whatever process. */
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { items } from '#record/items/contract.ts'
import { itemRelations } from '#record/items/relations/contract.ts'
import { normsDeviations } from '#record/norms/deviations/contract.ts'
import { type AlarmsHouse, alarmsHouse, type Thing } from '#test/alarms.ts'
import { monitoringAlarms } from '../contract.ts'

vi.setConfig({ testTimeout: 120_000 })

let on: AlarmsHouse
afterAll(() => on.house[Symbol.asyncDispose]())
const size = 40
let core: Thing
let hosts: Thing[]
beforeAll(async () => {
  on = await alarmsHouse()
  core = await on.make('SW-1', 'net', 'switch')
  hosts = await Promise.all(Array.from({ length: size }, (_, at) => on.make(`H-${at}`, 'net')))
  const of = on.house.as(itemRelations, on.engineer.token)
  for (const { id } of hosts) await of.relate({ params: { id }, body: { kind: 'connectsTo', other: core.id } })
  for (const one of [core, ...hosts]) await on.give('probe_success', one, 1)
  await on.rule('net', { kind: 'threshold', query: 'probe_success', op: '<', value: 1, means: 'reachable' }, { severity: 'critical' })
  await on.house.settle()
  await on.round()
})
const open = async () => (await on.alarms({ severity: 'critical' })).items
test('falls silent: one alarm, whoever is seen first; its return is one, and nothing speaks before it is seen again', async () => {
  on.later(60)
  for (const host of hosts) await on.give('probe_success', host, 0)
  // Hosts were seen first, and wait for what they hang on.
  expect(await on.round()).toMatchObject({ opened: 0 })
  on.later(30)
  await on.give('probe_success', core, 0)
  expect(await on.round()).toMatchObject({ opened: 1 })
  on.later(600)
  for (const one of [core, ...hosts]) await on.give('probe_success', one, 0)
  expect(await on.round()).toMatchObject({ opened: 0 })
  await on.house.settle()
  const [alarm, ...others] = await open()
  expect(others).toEqual([])
  expect(alarm).toMatchObject({ item: { name: 'SW-1' }, hides: size })
  const { items: hidden } = await on.house.as(monitoringAlarms, on.engineer.token).hides({ params: { id: alarm?.id ?? '' } })
  expect(hidden).toHaveLength(size)
  // By the place where it stands; somewhere else there is nothing.
  const place = await on.house.as(items, on.engineer.token).createItem({ body: { kind: 'location', name: 'Kelder' } })
  expect((await on.alarms({ locationId: place.id })).items).toEqual([])
  const { version } = await on.house.as(items, on.engineer.token).item({ params: { id: core.id } })
  await on.house.as(items, on.engineer.token).changeItem({ params: { id: core.id }, body: { version, locationId: place.id } })
  expect((await on.alarms({ locationId: place.id })).items.map(({ item }) => item.name)).toEqual(['SW-1'])
  const facts = await on.house.as(normsDeviations, on.engineer.token).deviations({ query: { overSeries: 'false' } })
  expect(facts.items).toEqual([])
  const [host] = hosts
  expect(host && (await on.standing(host))).toMatchObject({ verdict: 'unknown', observed: { because: { number: core.number, rightAt: null } } })
  // It is right again; the hosts were not asked since.
  on.later(30)
  await on.give('probe_success', core, 1)
  expect(await on.round()).toMatchObject({ ended: 1, opened: 0 })
  expect(host && (await on.standing(host))?.observed.because?.rightAt).toEqual(expect.any(String))
  on.later(30)
  for (const one of hosts.slice(1)) await on.give('probe_success', one, 1)
  on.later(1)
  if (host) await on.give('probe_success', host, 0)
  await on.round()
  expect(await open()).toEqual([])
  // One did not come back, and says so after a while, by itself.
  on.later(180)
  if (host) await on.give('probe_success', host, 0)
  for (const one of [core, ...hosts.slice(1)]) await on.give('probe_success', one, 1)
  expect(await on.round()).toMatchObject({ opened: 1 })
  expect((await open()).map(({ item }) => item.name)).toEqual(['H-0'])
  if (host) await on.give('probe_success', host, 1)
  on.later(1)
  await on.round()
})
test('another process that begins halfway goes on from there', async () => {
  on.later(60)
  for (const one of [core, ...hosts]) await on.give('probe_success', one, 0)
  await on.round()
  on.restart()
  on.later(300)
  for (const one of [core, ...hosts]) await on.give('probe_success', one, 0)
  await on.round()
  expect((await open()).map(({ item }) => item.name)).toEqual(['SW-1'])
  on.later(30)
  await on.give('probe_success', core, 1)
  on.restart()
  expect(await on.round()).toMatchObject({ opened: 0, ended: 1 })
  on.later(30)
  for (const one of hosts) await on.give('probe_success', one, 1)
  on.later(1)
  expect(await on.round()).toMatchObject({ opened: 0 })
  expect(await open()).toEqual([])
})
