/** In whatever order documents come, however often, whoever takes them at once and wherever it stops: what is known is what the newest tells. */
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { items } from '#record/items/contract.ts'
import { itemFacts } from '#record/items/facts/contract.ts'
import { jsonOf, type Machine, xmlOf, zlib } from '#test/inventories.ts'
import { type Member, type Spil, spil } from '#test/spil.ts'
import { devicesSoftware } from '../../software/contract.ts'
import { devicesIntake } from '../contract.ts'
import { processWaiting } from './jobs.ts'

vi.setConfig({ testTimeout: 240_000 })

let house: Spil
let lead: Member
let key: string
let made = 0
beforeAll(async () => {
  house = await spil()
  house.clock.set(new Date('2026-11-26T12:00:00Z'))
  lead = await house.member(['lead', 'engineer'])
  key = (await house.as(devicesIntake, lead.token).createKey({ body: { organisationId: lead.organisationId, name: 'x' } })).key
})
afterAll(() => house[Symbol.asyncDispose]())

const post = (body: string) => house.server.inject({ method: 'POST', url: `/inventory/${key}`, payload: zlib(body) })
const never = new AbortController().signal
const take = (lane: number | null, signal = never) => processWaiting.run({ lane }, house.app, signal)
const agent = async (deviceId: string) => (await house.as(devicesIntake, lead.token).agents({ query: { search: deviceId } })).items[0]
async function known(deviceId: string) {
  const { item } = (await agent(deviceId)) ?? {}
  const params = { id: item?.id ?? '' }
  const { items: installed } = await house.as(devicesSoftware, lead.token).software({ params, query: { limit: 200 } })
  const { items: facts } = await house.as(itemFacts, lead.token).facts({ params, query: { limit: 200 } })
  return {
    item: item?.number,
    software: installed.map(({ name, version }) => `${name} ${version}`).sort(),
    firewall: facts.find((one) => one.key === 'firewall.on')?.value,
  }
}
const documents = async (state: 'waiting' | 'processed') =>
  (await house.as(devicesIntake, lead.token).documents({ query: { state, limit: 200 } })).items.length

/** What a device has at some minute: of five products some, in some version. */
const told = fc.record({
  minute: fc.integer({ min: 0, max: 59 }),
  has: fc.array(fc.tuple(fc.constantFrom('vim', 'curl', 'git', 'bash', 'tar'), fc.constantFrom('1.0', '1.1', '2.0')), { maxLength: 4 }),
  firewall: fc.boolean(),
})
const step = fc.record({ which: fc.nat(5), next: fc.constantFrom('wait', 'lane', 'both', 'settle') })

test('whatever the order and the repetition', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.uniqueArray(told, { selector: ({ minute }) => minute, minLength: 2, maxLength: 6 }),
      fc.array(step, { maxLength: 9 }),
      async (all, steps) => {
        const tag = `order-${made++}`
        const body = ({ minute, has, firewall }: (typeof all)[number]) => {
          const software = [...new Map(has.map((one) => [one.join(), one])).values()]
          const at = `2026-11-26 08:${String(minute).padStart(2, '0')}:00`
          return xmlOf({ deviceId: tag, hostName: tag, serial: `SN-${tag}`, software: [['base', '1'], ...software], firewall, at })
        }
        const send = (one: (typeof all)[number] | undefined) => one && post(body(one))
        for (const { which, next } of steps) {
          await send(all[which % all.length])
          if (next === 'lane') await take(which % 2)
          if (next === 'both') await Promise.all([take(0), take(1), take(null)])
          if (next === 'settle') await house.settle()
        }
        for (const one of all) await send(one)
        await house.settle()
        const newest = all.toSorted((one, other) => one.minute - other.minute).at(-1)
        expect(await known(tag)).toEqual({
          item: expect.any(String),
          software: ['base 1', ...new Set(newest?.has.map((one) => one.join(' ')))].sort(),
          firewall: newest?.firewall,
        })
        // Each of them once, and nothing is installed twice.
        const { rows } = await house.app.pools.owner.query(
          `select count(*)::int as n from event where name = 'devices.inventoried' and data->>'agentId' = $1`,
          [(await agent(tag))?.id],
        )
        expect(rows).toEqual([{ n: all.length }])
      },
    ),
    { numRuns: 15, endOnFailure: true },
  )
})

test('a part takes nothing away, in whatever lane it is taken at once with the whole', async () => {
  const machine: Machine = {
    deviceId: 'part-1',
    hostName: 'PART-1',
    serial: 'SN-PART-1',
    software: [
      ['vim', '9.0'],
      ['curl', '7.88'],
    ],
  }
  await post(jsonOf(machine))
  await post(jsonOf({ ...machine, software: [['git', '2.0']], at: '2026-11-26 09:00:00' }, true))
  await Promise.all([take(0), take(1), take(null)])
  await house.settle()
  expect((await known('part-1')).software).toEqual(['curl 7.88', 'git 2.0', 'vim 9.0'])
})

test('two agents of one new device, taken at once, make one item, and of twenty devices twenty', async () => {
  const before = (await house.as(items, lead.token).items({ query: { limit: 200 } })).items.length
  const machines = Array.from({ length: 20 }, (_, n): Machine => ({ deviceId: `both-${n}`, hostName: `BOTH-${n}`, serial: `SN-BOTH-${n}` }))
  for (const machine of machines)
    for (const client of ['FusionInventory-Agent_v2.6-3', 'OCS-NG_unified_unix_agent_v2.10.0']) await post(xmlOf({ ...machine, client }))
  await Promise.all([take(0), take(1), take(null), take(1)])
  await house.settle()
  expect(await documents('waiting')).toBe(0)
  expect((await house.as(items, lead.token).items({ query: { limit: 200 } })).items.length).toBe(before + machines.length)
})

test('who is stopped leaves what it had not written, and nothing of it is lost or written twice', async () => {
  const before = await documents('processed')
  for (let n = 0; n < 12; n++) await post(xmlOf({ deviceId: `stop-${n}`, hostName: `STOP-${n}`, serial: `SN-STOP-${n}`, software: [['vim', '9.0']] }))
  const stopping = new AbortController()
  let turns = 0
  // Between one document and the next the taker looks whether it must stop: before the fourth it must.
  vi.spyOn(stopping.signal, 'throwIfAborted').mockImplementation(() => {
    if (++turns === 4) stopping.abort()
    if (stopping.signal.aborted) throw stopping.signal.reason
  })
  await expect(take(null, stopping.signal)).rejects.toThrow()
  expect([await documents('waiting'), await documents('processed')]).toEqual([9, before + 3])
  await house.settle()
  expect([await documents('waiting'), await documents('processed')]).toEqual([0, before + 12])
})

test('of a body that is gone the document stands on the list, and those after it are taken', async () => {
  await post(xmlOf({ deviceId: 'gone-1', serial: 'SN-GONE-1' }))
  await house.app.pools.owner.query(`update inventory_document set hash = repeat('0', 64) where state = 'waiting'`)
  await post(xmlOf({ deviceId: 'gone-2', hostName: 'GONE-2', serial: 'SN-GONE-2' }))
  await house.settle()
  expect(await documents('waiting')).toBe(0)
  expect((await known('gone-2')).item).toBeDefined()
  const { items: standing } = await house.as(devicesIntake, lead.token).documents({ query: { state: 'notProcessed' } })
  expect(standing).toHaveLength(1)
})

test('an item that is removed takes along what was installed', async () => {
  await post(xmlOf({ deviceId: 'leave-1', hostName: 'LEAVE-1', serial: 'SN-LEAVE-1', software: [['vim', '9.0']] }))
  await house.settle()
  const id = (await agent('leave-1'))?.item?.id
  const count = async () =>
    (await house.app.pools.owner.query<{ n: number }>('select count(*)::int as n from device_software where item_id = $1', [id])).rows[0]?.n
  expect(await count()).toBe(1)
  await house.app.pools.owner.query('delete from item where id = $1', [id])
  expect(await count()).toBe(0)
})
