import { gunzipSync, inflateSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ProblemError } from '#platform/client.ts'
import { items } from '#record/items/contract.ts'
import { itemFacts } from '#record/items/facts/contract.ts'
import { gzip, jsonOf, type Machine, xmlOf, zlib } from '#test/inventories.ts'
import { type Member, type Spil, spil } from '#test/spil.ts'
import { devicesIdentity } from '../identity/contract.ts'
import { devicesSoftware } from '../software/contract.ts'
import { devicesIntake } from './contract.ts'

let house: Spil
let lead: Member
let engineer: Member
let key: string
beforeAll(async () => {
  house = await spil()
  house.clock.set(new Date('2026-11-26T12:00:00Z'))
  lead = await house.member('lead')
  engineer = await house.member('engineer')
  key = (await of(lead).createKey({ body: { organisationId: lead.organisationId, name: 'Laptops' } })).key
})
afterAll(() => house[Symbol.asyncDispose]())

const of = (who: Member) => house.as(devicesIntake, who.token)
const type = (call: Promise<unknown>): Promise<string> =>
  call.then(
    () => '',
    (error) => (error instanceof ProblemError ? error.problem.type : String(error)),
  )
interface Sent {
  path?: string
  headers?: Record<string, string>
}
const post = (payload: Buffer | string, { path = `/inventory/${key}`, headers = {} }: Sent = {}) =>
  house.server.inject({ method: 'POST', url: path, payload, headers: { 'content-type': 'application/x-compress-zlib', ...headers } })
const send = async (machine: Machine, sent?: Sent) => {
  const reply = await post(zlib(xmlOf(machine)), sent)
  await house.settle()
  return reply
}
const agent = async (deviceId: string) => (await of(lead).agents({ query: { search: deviceId } })).items.find((one) => one.deviceId === deviceId)
const facts = async (itemId: string) =>
  Object.fromEntries(
    (await house.as(itemFacts, engineer.token).facts({ params: { id: itemId }, query: { limit: 200 } })).items.map(({ key, value }) => [key, value]),
  )
const software = async (itemId: string, removed = false) =>
  (await house.as(devicesSoftware, engineer.token).software({ params: { id: itemId }, query: { removed: String(removed) } })).items.map(
    ({ name, version, was }) => [name, version, was],
  )

test('with a key: becomes an item with facts and software; the same again changes nothing, an older one overwrites nothing', async () => {
  const machine: Machine = {
    deviceId: 'lt-1-2026-01-01-00-00-00',
    hostName: 'LT-1',
    serial: '5CG111',
    macs: ['00:1b:21:00:00:01'],
    software: [
      ['vim', '9.0'],
      ['curl', '7.88'],
    ],
    firewall: true,
  }
  const reply = await send(machine)
  expect([reply.statusCode, reply.headers['content-type']]).toEqual([200, 'application/x-compress-zlib'])
  // Agents find zlib by these two bytes.
  expect([...reply.rawPayload.subarray(0, 2)]).toEqual([0x78, 0x9c])
  expect(inflateSync(reply.rawPayload).toString()).toContain('<REPLY>')
  const { item } = (await agent(machine.deviceId)) ?? {}
  expect(item?.name).toBe('LT-1')
  const row = await house.as(items, engineer.token).item({ params: { id: item?.id ?? '' } })
  expect([row.kind.key, row.state.key]).toEqual(['laptop', 'inUse'])
  expect(Object.fromEntries(row.attributes.filter(({ value }) => value !== null).map(({ key, value }) => [key, value]))).toMatchObject({
    serial: '5CG111',
    brand: 'Dell Inc.',
    mac: '00:1b:21:00:00:01',
    memory: 15.6,
  })
  expect(await facts(item?.id ?? '')).toMatchObject({
    'disk.encrypted': true,
    'firewall.on': true,
    'os.version': '12.11',
    'disk.freePercent': 25,
    'memory.size': 15.6,
  })
  expect(await software(item?.id ?? '')).toEqual([
    ['curl', '7.88', null],
    ['vim', '9.0', null],
  ])
  const before = await house.happened()
  await send(machine)
  expect(await house.happened()).toEqual(before)
  await send({
    ...machine,
    at: '2026-11-26 09:00:00',
    software: [
      ['vim', '9.1'],
      ['git', '2.39'],
    ],
    firewall: false,
  })
  expect(await software(item?.id ?? '')).toEqual([
    ['git', '2.39', null],
    ['vim', '9.1', '9.0'],
  ])
  expect((await software(item?.id ?? '', true)).map(([name, version]) => [name, version]).sort()).toEqual([
    ['curl', '7.88'],
    ['vim', '9.0'],
  ])
  // Two hours older, and it comes last.
  await send({ ...machine, at: '2026-11-26 07:00:00', software: [], firewall: true })
  expect((await facts(item?.id ?? ''))['firewall.on']).toBe(false)
  expect(await software(item?.id ?? '')).toHaveLength(2)
  expect((await agent(machine.deviceId))?.item?.id).toBe(item?.id)
})

test('with a key: by name and password, in plain or gzip; a wrong or revoked key is refused', async () => {
  const basic = (password: string) => ({ authorization: `Basic ${Buffer.from(`agent:${password}`).toString('base64')}` })
  const plain = await post(xmlOf({ deviceId: 'lt-2', hostName: 'LT-2', serial: '5CG222' }), { path: '/inventory', headers: basic(key) })
  expect([plain.statusCode, plain.headers['content-type']]).toEqual([200, 'application/xml'])
  const packed = await post(gzip(xmlOf({ deviceId: 'lt-2b', hostName: 'LT-2B', serial: '5CG223' })), {
    path: '/inventory/ocs/any',
    headers: basic(key),
  })
  expect(gunzipSync(packed.rawPayload).toString()).toContain('no_account_update')
  for (const wrong of [basic('inv_wrong'), basic('')]) {
    const refused = await post(zlib(xmlOf({ deviceId: 'lt-2' })), { path: '/inventory', headers: wrong })
    expect([refused.statusCode, refused.headers['www-authenticate']]).toEqual([401, expect.stringContaining('Basic')])
  }
  const other = await of(lead).createKey({ body: { organisationId: lead.organisationId, name: 'Oud' } })
  await of(lead).revokeKey({ params: { id: other.id } })
  expect((await post(zlib(xmlOf({ deviceId: 'lt-2' })), { path: `/inventory/${other.key}` })).statusCode).toBe(401)
  const { items: keys } = await of(lead).keys()
  expect(keys.find(({ name }) => name === 'Laptops')?.usedAt).not.toBeNull()
  expect(JSON.stringify(keys)).not.toContain(key)
})

test('with a key: two agents of one host are one device, which says why; taken apart they stay apart', async () => {
  const machine: Machine = {
    deviceId: 'pc-3-fi',
    hostName: 'PC-3',
    macs: ['00:1b:21:00:00:03'],
    serial: 'To be filled by O.E.M.',
    software: [['vim', '9.0']],
  }
  await send(machine)
  await send({ ...machine, deviceId: 'pc-3-ocs', client: 'OCS-NG_unified_unix_agent_v2.10.0' })
  const [first, second] = [await agent('pc-3-fi'), await agent('pc-3-ocs')]
  expect(second?.item?.id).toBe(first?.item?.id)
  const identity = house.as(devicesIdentity, engineer.token)
  const device = await identity.device({ params: { id: first?.item?.id ?? '' } })
  expect(device.joinings.map(({ how, why }) => [how, why.map(({ reason }) => reason)])).toEqual([
    ['found', ['mac', 'hostName']],
    ['made', []],
  ])
  const parted = await identity.partAgent({ params: { id: second?.id ?? '' }, body: { why: 'Het is de pc ernaast' } })
  expect(parted.item).toBeNull()
  await house.settle()
  const apart = await agent('pc-3-ocs')
  expect([apart?.item === null, apart?.item?.id === first?.item?.id]).toEqual([false, false])
  expect((await identity.device({ params: { id: first?.item?.id ?? '' } })).agents.map(({ deviceId }) => deviceId)).toEqual(['pc-3-fi'])
  await send({ ...machine, deviceId: 'pc-3-ocs', client: 'OCS-NG_unified_unix_agent_v2.10.0', at: '2026-11-26 09:00:00' })
  expect((await agent('pc-3-ocs'))?.item?.id).toBe(apart?.item?.id)
  // And back, by a person.
  await identity.joinAgent({ params: { id: second?.id ?? '' }, body: { item: first?.item?.id ?? '', why: 'Toch niet' } })
  await house.settle()
  expect((await agent('pc-3-ocs'))?.item?.id).toBe(first?.item?.id)
  expect(await software(first?.item?.id ?? '')).toHaveLength(2)
  expect(await software(apart?.item?.id ?? '')).toEqual([])
})

const whole: Partial<Machine> = { serial: '5CG441', uuid: '4c4c4544-0042-3010-8050-b7c04f4e4a41', macs: ['00:1b:21:00:00:41'] }
const other: Partial<Machine> = { serial: '5CG442', uuid: '4c4c4544-0042-3010-8050-b7c04f4e4a42', macs: ['00:1b:21:00:00:42'] }
test.each([
  ['copied', whole, other],
  ['cloned', { uuid: '4c4c4544-0042-3010-8050-b7c04f4e4a51' }, { uuid: '4c4c4544-0042-3010-8050-b7c04f4e4a52' }],
] as const)('with a key: a copy of an installation is another device each time it reports: %s', async (deviceId, one, another) => {
  const machine: Machine = { deviceId, hostName: `KLAS-${deviceId}`, ...one }
  const copy: Machine = { ...machine, ...another }
  await send(machine)
  const first = (await agent(deviceId))?.item?.id
  await send({ ...copy, at: '2026-11-26 08:30:00' })
  const second = (await agent(deviceId))?.item?.id
  expect(second).not.toBe(first)
  await send({ ...machine, at: '2026-11-26 09:00:00' })
  expect((await agent(deviceId))?.item?.id).toBe(first)
  await send({ ...copy, at: '2026-11-26 09:30:00' })
  expect((await agent(deviceId))?.item?.id).toBe(second)
})

describe('an agent without a key', () => {
  test('waits in quarantine until somebody says whose it is', async () => {
    expect((await send({ deviceId: 'q-1', hostName: 'Q-1', serial: '5CGQ1' }, { path: '/inventory' })).statusCode).toBe(200)
    const waiting = await agent('q-1')
    expect(waiting).toMatchObject({ state: 'quarantined', organisationId: null, item: null })
    expect((await of(engineer).agents({ query: { search: 'q-1' } })).items).toEqual([])
    // Told to ours, of which the leads decide.
    const told = await house.app.pools.owner.query('select organisation_id from event where about = $1', [`agent/${waiting?.id}`])
    expect(told.rows).toEqual([{ organisation_id: lead.organisationId }])
    const accepted = await of(lead).acceptAgent({ params: { id: waiting?.id ?? '' }, body: { organisationId: lead.organisationId } })
    expect(accepted.state).toBe('accepted')
    await house.settle()
    expect((await agent('q-1'))?.item?.name).toBe('Q-1')
    expect(await type(of(lead).acceptAgent({ params: { id: waiting?.id ?? '' }, body: { organisationId: lead.organisationId } }))).toBe(
      'devices.intake.notQuarantined',
    )
    // From now on it is known.
    await send({ deviceId: 'q-1', hostName: 'Q-1', serial: '5CGQ1', at: '2026-11-26 10:00:00', firewall: true }, { path: '/inventory' })
    expect(await facts((await agent('q-1'))?.item?.id ?? '')).toMatchObject({ 'firewall.on': true })
    await of(lead).refuseAgent({ params: { id: waiting?.id ?? '' } })
    expect((await send({ deviceId: 'q-1' }, { path: '/inventory' })).statusCode).toBe(403)
  })
  test('that has one is asked for it, and loses nothing when it has none; who showed a key once shows it each time', async () => {
    const headers = { 'user-agent': 'FusionInventory-Agent_v2.6-3' }
    const prolog = zlib('<?xml version="1.0" encoding="UTF-8" ?><REQUEST><DEVICEID>q-2</DEVICEID><QUERY>PROLOG</QUERY></REQUEST>')
    expect(inflateSync((await post(prolog, { path: '/inventory', headers })).rawPayload).toString()).toContain('<RESPONSE>SEND</RESPONSE>')
    const machine: Machine = { deviceId: 'q-2', hostName: 'Q-2', serial: '5CGQ2' }
    expect((await send(machine, { path: '/inventory', headers })).statusCode).toBe(401)
    expect(await agent('q-2')).toMatchObject({ state: 'quarantined' })
    const basic = `Basic ${Buffer.from(`x:${key}`).toString('base64')}`
    expect((await send(machine, { path: '/inventory', headers: { ...headers, authorization: basic } })).statusCode).toBe(200)
    expect((await of(lead).agents({ query: { search: 'q-2' } })).items).toMatchObject([{ state: 'accepted', byKey: true, item: { name: 'Q-2' } }])
    expect((await send(machine, { path: '/inventory', headers })).statusCode).toBe(401)
    expect((await post(prolog, { path: '/inventory', headers })).statusCode).toBe(401)
    // One that has none is asked for two minutes, as its library does not remember that it was.
    const without: Machine = { deviceId: 'q-3', hostName: 'Q-3' }
    expect((await send(without, { path: '/inventory', headers })).statusCode).toBe(401)
    expect((await send(without, { path: '/inventory', headers })).statusCode).toBe(401)
    house.clock.set(new Date('2026-11-26T12:03:00Z'))
    expect((await send({ ...without, at: '2026-11-26 10:00:00' }, { path: '/inventory', headers })).statusCode).toBe(200)
    expect((await of(lead).documents({ query: { agentId: (await agent('q-3'))?.id ?? '' } })).items.map(({ state }) => state)).toEqual([
      'quarantined',
      'quarantined',
    ])
  })
})

describe('the agent of GLPI', () => {
  test('learns that it may speak JSON, sends all, then only a part, which deletes nothing', async () => {
    const headers = { 'user-agent': 'GLPI-Agent_v1.11', 'glpi-agent-id': '6f1f4a7e-0000-4000-8000-000000000001', 'content-type': 'application/json' }
    const prolog = await post('<?xml version="1.0" encoding="UTF-8" ?><REQUEST><DEVICEID>glpi-1</DEVICEID><QUERY>PROLOG</QUERY></REQUEST>', {
      headers: { ...headers, 'content-type': 'application/xml' },
    })
    expect(prolog.json()).toEqual({ status: 'ok', expiration: 24 })
    const contact = await post(
      JSON.stringify({ action: 'contact', deviceid: 'glpi-1', name: 'GLPI-Agent', version: '1.11', 'installed-tasks': ['inventory'] }),
      { headers },
    )
    expect(contact.json()).toMatchObject({ status: 'ok', tasks: { inventory: { server: 'spil' } } })
    const machine: Machine = { deviceId: 'glpi-1', hostName: 'GL-1', serial: '5CGG1', software: [['vim', '9.0']] }
    expect((await post(zlib(jsonOf(machine)), { headers })).json()).toEqual({ status: 'ok', expiration: 24 })
    await house.settle()
    const { item } = (await agent('glpi-1')) ?? {}
    expect(await facts(item?.id ?? '')).toMatchObject({ 'antivirus.active': true, 'antivirus.current': false, 'hardware.serial': '5CGG1' })
    await post(jsonOf({ ...machine, at: '2026-11-26 09:00:00', software: [['git', '2.39']] }, true), { headers })
    await house.settle()
    expect(await software(item?.id ?? '')).toEqual([
      ['git', '2.39', null],
      ['vim', '9.0', null],
    ])
    expect((await facts(item?.id ?? ''))['hardware.serial']).toBe('5CGG1')
    expect((await house.server.inject({ method: 'GET', url: `/inventory/${key}?action=getConfig&machineid=glpi-1&task[Deploy]=3` })).json()).toEqual(
      {},
    )
  })
})
