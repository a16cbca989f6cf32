/** Until when things are supported: the story from an inventory to a deviation, and of newer data. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ProblemError } from '#platform/client.ts'
import { items } from '#record/items/contract.ts'
import { itemFacts } from '#record/items/facts/contract.ts'
import { normsDeviations } from '#record/norms/deviations/contract.ts'
import { jsonOf } from '#test/inventories.ts'
import { type Member, type Spil, spil } from '#test/spil.ts'
import { devicesIntake } from '#work/devices/intake/contract.ts'
import { monitoringExpecting } from '../expecting/contract.ts'
import { monitoringSupport } from './contract.ts'

let house: Spil
let lead: Member
let engineer: Member
beforeAll(async () => {
  house = await spil()
  house.clock.set(new Date('2026-11-26T12:00:00Z'))
  ;[lead, engineer] = [await house.member('lead'), await house.member('engineer')]
})
afterAll(() => house[Symbol.asyncDispose]())
const refused = (call: Promise<unknown>) =>
  call.then(
    () => '',
    (error) => (error instanceof ProblemError ? error.problem.type : String(error)),
  )

const by = (who: Member) => house.as(monitoringSupport, who.token)
const until = async (id: string) =>
  Object.fromEntries(
    (await house.as(itemFacts, engineer.token).facts({ params: { id }, query: { search: 'support.', limit: 50 } })).items.map(({ key, value }) => [
      key,
      value,
    ]),
  )
let pc = ''
let key = ''
const send = async (software: [string, string][]) => {
  const payload = jsonOf({ deviceId: 'pc-1', hostName: 'PC-1', software })
  await house.server.inject({ method: 'POST', url: `/inventory/${key}`, payload, headers: { 'content-type': 'application/json' } })
  await house.settle()
}
test('an inventory tells what runs; what ends is listed, counted and judged', async () => {
  const { organisationId } = lead
  key = (await house.as(devicesIntake, lead.token).createKey({ body: { organisationId, name: 'Alles' } })).key
  await send([
    ['Node.js', '18.17.1'],
    ['Python 3.13.1 (64-bit)', '3.13.1'],
  ])
  pc = (await house.as(devicesIntake, lead.token).agents({ query: { search: 'pc-1' } })).items[0]?.item?.id ?? ''
  const server = await house.as(items, engineer.token).createItem({ body: { kind: 'server', name: 'DB-01', state: 'live' } })
  const says = (fullName: string) =>
    house
      .as(itemFacts, engineer.token)
      .addFacts({ params: { id: server.id }, body: [{ key: 'os.fullName', value: fullName }] })
      .then(() => house.settle())
  await says('Microsoft Windows Server 2012 R2 Standard')
  expect(await until(server.id)).toEqual({
    'support.os.until': '2023-10-10',
    'support.until': '2023-10-10',
    'support.soonest': 'Windows Server 2012-r2',
  })
  expect(await until(pc)).toMatchObject({
    'support.nodejs.until': '2025-04-30',
    'support.python.until': '2029-10-31',
    'support.until': '2025-04-30',
  })
  const list = await by(engineer).ending({ query: { organisationId, days: 30 } })
  expect(list.items.map(({ label, until: day, items: count }) => [label, day, count])).toEqual([
    ['Windows Server 2012-r2', '2023-10-10', 1],
    ['Node.js 18', '2025-04-30', 1],
  ])
  const page = await by(engineer).endingItems({ query: { organisationId, product: 'nodejs', cycle: '18' } })
  expect(page.items).toMatchObject([{ item: { id: pc }, found: 'Node.js 18.17.1' }])

  const norms = house.as(monitoringExpecting, lead.token)
  const set = { organisationId, counts: true, days: 90, severity: 'high' as const, version: 0 }
  const on = await norms.setMaintenanceNorm({ params: { name: 'support' }, body: set })
  expect(on).toMatchObject({ expectationId: expect.any(String), severity: 'high' })
  expect(await refused(norms.setMaintenanceNorm({ params: { name: 'support' }, body: set }))).toBe('monitoring.expecting.changed')
  await house.settle()
  const broken = async () =>
    (await house.as(normsDeviations, engineer.token).deviations({ query: { open: 'true' } })).items.map(({ item }) => item.name).sort()
  expect(await broken()).toContain('DB-01')

  // Moved to a newer one: it is right again, and what no longer runs is not known any more.
  await says('Microsoft Windows Server 2022 Standard')
  expect(await broken()).not.toContain('DB-01')
  await send([['Python 3.13.1 (64-bit)', '3.13.1']])
  expect(Object.keys(await until(pc))).not.toContain('support.nodejs.until')
  const off = await norms.setMaintenanceNorm({ params: { name: 'support' }, body: { ...set, counts: false, version: on.version } })
  expect(off.expectationId).toBeNull()
})
test('newer data changes it, is never replaced by older, and can be taken back', async () => {
  const { organisationId } = lead
  const file = { python: [{ cycle: '3.13', eol: '2026-12-01', latest: '3.13.9' }], alpine: [{ cycle: 3.19, eol: true }] }
  expect(await refused(by(engineer).bringSupport({ body: { organisationId, dated: '2026-11-01', file } }))).toBe('platform.notAllowed')
  expect(await refused(by(lead).bringSupport({ body: { organisationId, dated: '2026-11-01', file: file.python } }))).toBe(
    'monitoring.support.whichProduct',
  )
  const brought = await by(lead).bringSupport({ body: { organisationId, dated: '2026-11-01', file } })
  expect(brought.items[0]).toMatchObject({ product: 'python', added: [], changed: [{ cycle: '3.13', was: '2029-10-31', now: '2026-12-01' }] })
  expect(brought.items[0]?.removed).toContain('3.8')
  expect(await refused(by(lead).bringSupport({ body: { organisationId, dated: '2026-10-01', product: 'python', file: file.python } }))).toBe(
    'monitoring.support.older',
  )
  await house.settle()
  expect(await until(pc)).toMatchObject({ 'support.python.until': '2026-12-01' })
  const data = async () => (await by(engineer).supportData({ query: { organisationId } })).items.find(({ product }) => product === 'python')
  expect(await data()).toMatchObject({ brought: true, dated: '2026-11-01', cycles: 1, page: null })
  await by(lead).dropSupport({ params: { product: 'python' }, query: { organisationId } })
  await house.settle()
  expect([await data(), await until(pc)]).toMatchObject([
    { brought: false, page: expect.stringContaining('python.org') },
    { 'support.python.until': '2029-10-31' },
  ])
  expect(await house.happened()).toEqual(expect.arrayContaining(['monitoring.supportBrought', 'monitoring.maintenanceNormSet']))
})
test('a file that is not of that shape is refused with the place of what is wrong', async () => {
  const bad = { dated: '2026-11-01', organisationId: lead.organisationId, file: { python: [{ cycle: '3.13', eol: 'soon' }] } }
  expect(await refused(by(lead).bringSupport({ body: bad }))).toBe('platform.invalid')
})
