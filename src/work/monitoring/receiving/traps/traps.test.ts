import { createSocket } from 'node:dgram'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { items } from '#record/items/contract.ts'
import { itemFacts } from '#record/items/facts/contract.ts'
import { select } from '#record/series/series.ts'
import { type Member, type Spil, spil } from '#test/spil.ts'
import { monitoringReceiving } from '../contract.ts'
import { trimReceived } from '../jobs.ts'
import type { Listening } from '../trapper/module.ts'
import { listenTraps } from './module.ts'

let house: Spil
let lead: Member
let listener: Listening
beforeAll(async () => {
  house = await spil()
  lead = await house.member('lead')
  await of().addNetwork({ body: { organisationId: lead.organisationId, network: '127.0.0.0/24', traps: true } })
  listener = await listenTraps(house.app, 0)
})
afterAll(async () => {
  await listener.stop()
  await house[Symbol.asyncDispose]()
})
const of = () => house.as(monitoringReceiving, lead.token)
const list = async () => (await of().traps()).items
const trap = Buffer.from(
  '304502010104067075626c6963a738020412345678020100020100302a301006082b0601020101030043040001' +
    '86a03016060a2b06010603010104010006082b0601060301010503',
  'hex',
)
/** linkDown of version 2c, as a switch sends it. */
const notification = (...named: number[]) => {
  const tlv = (tag: number, ...parts: Buffer[]) => {
    const body = Buffer.concat(parts)
    return Buffer.concat([Buffer.from([tag, body.length]), body])
  }
  const oid = (...bytes: number[]) => tlv(0x06, Buffer.from(bytes))
  const uptime = tlv(0x30, oid(0x2b, 6, 1, 2, 1, 1, 3, 0), tlv(0x43, Buffer.from([1, 0])))
  const which = tlv(0x30, oid(0x2b, 6, 1, 6, 3, 1, 1, 4, 1, 0), oid(...named))
  const index = tlv(0x30, oid(0x2b, 6, 1, 2, 1, 2, 2, 1, 1, 7), tlv(0x02, Buffer.from([7])))
  const integer = (value: number) => tlv(0x02, Buffer.from([value]))
  return tlv(0x30, integer(1), tlv(0x04, Buffer.from('public')), tlv(0xa7, integer(5), integer(0), integer(0), tlv(0x30, uptime, which, index)))
}
const linkDown = notification(0x2b, 6, 1, 6, 3, 1, 1, 5, 3)
async function send(times: number, bytes: Uint8Array, from = '127.0.0.1'): Promise<void> {
  const socket = createSocket('udp4')
  await new Promise<void>((resolve) => socket.bind(0, from, resolve))
  for (let i = 0; i < times; i++) {
    await new Promise((resolve) => socket.send(bytes, listener.port, '127.0.0.1', resolve))
    if (i % 50 === 49) await sleep(5)
  }
  socket.close()
}
const counted = async (trapName: string) => {
  const span = { from: house.app.now().getTime() - 1_800_000, to: house.app.now().getTime(), step: 0 }
  const found = await house.app.asSystem((ctx) => select(ctx, [{ name: '__name__', op: '=', value: 'snmp_traps_total' }], span, lead.organisationId))
  return found.filter(({ labels }) => labels.trap === trapName)
}

test('a trap is kept, named, put with its device, and counted from zero', async () => {
  const made = await house.as(items, lead.token).createItem({ body: { organisationId: lead.organisationId, kind: 'switch', name: 'sw-noord' } })
  const facts = [{ key: 'net.addresses', value: '10.0.0.9, 127.0.0.1' }]
  await house.as(itemFacts, lead.token).addFacts({ params: { id: made.id }, query: { source: 'test' }, body: facts })
  await send(1, linkDown)
  await expect.poll(list).toMatchObject([
    {
      ...{ address: '127.0.0.1', version: '2c', oid: '1.3.6.1.6.3.1.1.5.3', name: 'linkDown', reason: null },
      item: { name: 'sw-noord' },
      told: [
        { name: 'sysUpTime.0', type: 'TimeTicks', value: '256' },
        { name: 'ifIndex.7', type: 'Integer', value: '7' },
      ],
    },
  ])
  const [series] = await counted('linkDown')
  expect([series?.itemId, [...(series?.value ?? [])]]).toEqual([made.id, [0, 1]])
  expect((await of().traps({ query: { itemId: made.id } })).items).toHaveLength(1)
})
test('what is no trap is kept whole with the reason, and the next is heard', async () => {
  await send(1, Buffer.from('this is no trap'))
  await send(1, trap.subarray(0, 30))
  await send(1, Buffer.alloc(0))
  await send(1, linkDown)
  await expect.poll(async () => (await list()).length).toBe(5)
  await expect.poll(async () => (await of().traps({ query: { notUnderstood: 'true' } })).items.length).toBe(3)
  const { rows } = await house.app.pools.owner.query<{ raw: Buffer }>(`select raw from monitoring_trap where reason is not null order by length(raw)`)
  expect(rows.map(({ raw }) => raw.toString('latin1')).slice(0, 2)).toEqual(['', 'this is no trap'])
})
test('of one that is large the beginning is kept; traps without a name are counted together', async () => {
  await send(1, Buffer.alloc(6000, 0x41))
  for (const last of [1, 2, 3]) await send(1, notification(0x2b, 6, 1, 4, 1, 99, last))
  await expect.poll(async () => (await list()).filter(({ oid }) => oid?.startsWith('1.3.6.1.4.1.99.')).length).toBe(3)
  const { rows } = await house.app.pools.owner.query<{ size: number }>('select max(length(raw)) as size from monitoring_trap')
  expect(rows[0]?.size).toBe(4096)
  await expect.poll(async () => (await counted('other'))[0]?.value.at(-1)).toBe(3)
  expect(await counted('1.3.6.1.4.1.99.1')).toEqual([])
})
test('who stands in no network is counted and not kept', async () => {
  const before = (await list()).length
  await send(3, linkDown, '127.0.9.1')
  // It comes after them: once it is kept they were heard.
  await send(1, linkDown)
  await expect.poll(async () => (await list()).length).toBeGreaterThan(before)
  await listener.stop()
  expect((await list()).map(({ address }) => address)).toEqual(Array(before + 1).fill('127.0.0.1'))
  expect((await of().networks()).strangers).toMatchObject([{ address: '127.0.9.1', via: 'traps', times: 3 }])
  listener = await listenTraps(house.app, 0)
})
test('of a device that shouts so many are kept, and the rest is counted', async () => {
  const begun = performance.now()
  await send(2000, linkDown, '127.0.0.7')
  const kept = async () =>
    (await house.app.pools.owner.query<{ n: number }>(`select count(*)::int as n from monitoring_trap where address = '127.0.0.7' and understood`))
      .rows[0]?.n ?? 0
  await expect.poll(kept, { timeout: 30_000 }).toBeGreaterThanOrEqual(300)
  // At once three hundred, and ten a second since then: however long it took.
  expect(await kept()).toBeLessThanOrEqual(301 + ((performance.now() - begun) / 1000) * 10)
  const rest = async () => {
    // The count is written with the next that is kept.
    await send(1, linkDown, '127.0.0.7')
    return (await counted('tooMany'))[0]?.value.at(-1) ?? 0
  }
  await expect.poll(rest, { timeout: 30_000 }).toBeGreaterThan(0)
}, 120_000)
test('of a network that shouts from many addresses so many are kept, and the rest is counted as one', async () => {
  const begun = performance.now()
  for (let one = 0; one < 10; one++) await send(250, linkDown, `127.0.0.${100 + one}`)
  const rest = async () => {
    // The count is written with the next that is kept.
    await send(1, linkDown, '127.0.0.99')
    return (await counted('tooMany')).find(({ labels }) => labels.instance === '127.0.0.0/24')?.value.at(-1) ?? 0
  }
  await expect.poll(rest, { timeout: 30_000 }).toBeGreaterThan(0)
  const { rows } = await house.app.pools.owner.query<{ n: number }>(`select count(*)::int as n from monitoring_trap where address like '127.0.0.10_'`)
  // At once a thousand, and fifty a second since then.
  expect(rows[0]?.n).toBeLessThanOrEqual(1001 + ((performance.now() - begun) / 1000) * 50)
}, 120_000)
test('while they come, those beyond the newest fifty thousand go', async () => {
  await house.app.pools.owner.query(
    `insert into monitoring_trap (id, organisation_id, address, raw, received_at, understood)
     select gen_random_uuid(), $1, '10.0.0.1', '', now() - interval '1 day', true from generate_series(1, 50100)`,
    [lead.organisationId],
  )
  await listener.stop()
  listener = await listenTraps(house.app, 0)
  await send(1, linkDown, '127.0.0.9')
  const there = async () => (await house.app.pools.owner.query<{ n: number }>('select count(*)::int as n from monitoring_trap')).rows[0]?.n
  await expect.poll(there, { timeout: 10_000 }).toBe(50_000)
  await house.app.pools.owner.query(`delete from monitoring_trap where address = '10.0.0.1'`)
}, 30_000)
test('what was kept and not looked at is understood when it begins again; what is old goes', async () => {
  await house.app.pools.owner.query(
    `insert into monitoring_trap (id, organisation_id, address, raw, received_at) values (gen_random_uuid(), $1, '127.0.0.8', $2, now() - interval '5 minutes'),
      (gen_random_uuid(), $1, '127.0.0.8', $2, now() - interval '31 days'), (gen_random_uuid(), $1, '127.0.0.6', $3, now() - interval '5 minutes')`,
    [lead.organisationId, linkDown, Buffer.alloc(4096, 0x41)],
  )
  await listener.stop()
  listener = await listenTraps(house.app, 0)
  const of8 = async () =>
    (
      await house.app.pools.owner.query<{ name: string }>(`select name from monitoring_trap where address = '127.0.0.8' order by received_at`)
    ).rows.map(({ name }) => name)
  await expect.poll(of8).toEqual(['linkDown', 'linkDown'])
  const { items: odd } = await of().traps({ query: { notUnderstood: 'true' } })
  expect(odd.find(({ address }) => address === '127.0.0.6')?.reason).toContain('4 kB')
  await trimReceived.run({}, house.app, AbortSignal.timeout(5000))
  expect(await of8()).toEqual(['linkDown'])
})
