import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { itemFacts } from '#record/items/facts/contract.ts'
import { xmlOf, zlib } from '#test/inventories.ts'
import { about, at, change, enrolment, type Host, snapshot } from '#test/osquery.ts'
import { type Member, type Spil, spil } from '#test/spil.ts'
import { devicesIdentity } from '../../identity/contract.ts'
import { devicesSoftware } from '../../software/contract.ts'
import { devicesIntake } from '../contract.ts'

let house: Spil
let lead: Member
let engineer: Member
let key: string
beforeAll(async () => {
  house = await spil()
  house.clock.set(new Date('2026-11-26T12:00:00Z'))
  lead = await house.member('lead')
  engineer = await house.member('engineer')
  key = (await of(lead).createKey({ body: { organisationId: lead.organisationId, name: 'osquery' } })).key
})
afterAll(() => house[Symbol.asyncDispose]())

const of = (who: Member) => house.as(devicesIntake, who.token)
const post = (path: string, body: unknown, headers: Record<string, string> = {}) => {
  const text = typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body)
  const sent = { 'content-type': 'application/json', 'user-agent': 'osquery/5.12.1', ...headers }
  return house.server.inject({ method: 'POST', url: `/inventory/${path}`, payload: text, headers: sent })
}
const agents = async (search: string) => (await of(lead).agents({ query: { search } })).items
const facts = async (itemId: string) =>
  Object.fromEntries(
    (await house.as(itemFacts, engineer.token).facts({ params: { id: itemId }, query: { limit: 200 } })).items.map(({ key, value }) => [key, value]),
  )
const software = async (itemId: string, removed = false) =>
  (await house.as(devicesSoftware, engineer.token).software({ params: { id: itemId }, query: { removed: String(removed) } })).items.map(
    ({ name, version }) => `${name} ${version}`,
  )
const documents = async (agentId: string) => (await of(lead).documents({ query: { agentId, limit: 200 } })).items

const enroll = async (host: Host, secret = key, path = 'api/osquery/enroll') => {
  const reply = (await post(path, enrolment(host, secret))).json() as { node_key?: string; node_invalid: boolean }
  await house.settle()
  return reply
}
const log = async (nodeKey: string | undefined, data: unknown, path = 'api/osquery/log') => {
  const reply = await post(path, { node_key: nodeKey, log_type: 'result', data })
  await house.settle()
  return reply
}
const laptop: Host = { name: 'os-1', serial: '5CGOS1', uuid: '4c4c4544-0042-3010-8050-b7c04f4e4a01' }

test('enrolls with a key of the organisation, is known at once, learns what to look at, and tells it', async () => {
  const { node_key: nodeKey, node_invalid: invalid } = await enroll(laptop)
  expect([invalid, nodeKey?.length]).toEqual([false, 43])
  const [agent] = await agents('os-1')
  expect(agent).toMatchObject({ dialect: 'osquery', deviceId: 'os-1', name: 'os-1', version: 'osquery 5.12.1', byKey: true, item: { name: 'os-1' } })
  const itemId = agent?.item?.id ?? ''
  expect(await facts(itemId)).toMatchObject({
    'hardware.serial': '5CGOS1',
    'cpu.name': 'Intel(R) Core(TM) i7-1165G7 @ 2.80GHz',
    'memory.size': 15.6,
    'os.fullName': 'Ubuntu 22.04.1 LTS (Jammy Jellyfish)',
    'bios.date': '2023-12-18',
  })
  const config = (await post('osquery/config', { node_key: nodeKey })).json()
  expect(config.schedule.software).toMatchObject({ platform: 'linux', snapshot: true, query: expect.stringContaining('deb_packages') })
  // All of a round together, in rounds of a length of its own.
  const intervals = Object.values(config.schedule as Record<string, { interval: number }>).map(({ interval }) => interval)
  const round = Math.min(...intervals)
  expect([round > 3.5 * 3600 - 1, round <= 4 * 3600, intervals.every((interval) => interval % round === 0)]).toEqual([true, true, true])
  expect(config.options.schedule_splay_percent).toBe(0)
  // Everything once, and then nothing.
  const first = (await post('api/distributed/read', { node_key: nodeKey })).json()
  expect(Object.keys(first.queries)).toEqual(Object.keys(config.schedule))
  expect(first.discovery.patches).toContain('platform_mask & 2')
  expect((await post('api/distributed/read', { node_key: nodeKey })).json()).toEqual({ node_invalid: false, queries: {} })
  const written = await post('api/distributed/write', {
    node_key: nodeKey,
    queries: {
      disk_encryption: [{ path: '/', encrypted: '1' }],
      mounts: [{ path: '/', type: 'ext4', size: '536870912000', free: '134217728000' }],
      local_administrators: [{ name: 'bea' }, { name: 'ans' }],
      windows_security_center: '',
      software: [
        { name: 'vim', version: '9.0', arch: 'amd64', publisher: 'Debian' },
        { name: 'curl', version: '7.88', arch: 'amd64', publisher: '' },
      ],
    },
    statuses: { disk_encryption: 0, mounts: '0', local_administrators: 0, windows_security_center: 1, software: 0 },
  })
  expect(written.json()).toEqual({ node_invalid: false })
  await house.settle()
  expect(await facts(itemId)).toMatchObject({
    'disk.encrypted': true,
    'disk.freePercent': 25,
    'localAdministrators.names': 'ans, bea',
    'hardware.serial': '5CGOS1',
  })
  expect(await software(itemId)).toEqual(['curl 7.88', 'vim 9.0'])
})

test('later logs, packed or not, change what they tell; an older one overwrites nothing', async () => {
  house.clock.set(new Date('2026-11-26T18:00:00Z'))
  const { node_key: nodeKey } = await enroll({ ...laptop, name: 'os-2', serial: '5CGOS2', uuid: laptop.uuid.replace(/1$/, '2') })
  const itemId = (await agents('os-2'))[0]?.item?.id ?? ''
  const packages = (time: string, names: string[]) =>
    snapshot(
      'software',
      time,
      names.map((name) => ({ name, version: '1', arch: 'amd64', publisher: '' })),
    )
  await log(nodeKey, [
    snapshot('interface_details', '08:00', [
      { interface: 'lo', mac: '00:00:00:00:00:00', type: '24', address: '127.0.0.1' },
      { interface: 'eth0', mac: '00:1b:21:00:05:02', type: '1', address: '10.0.0.7' },
      { interface: 'eth0', mac: '00:1b:21:00:05:02', type: '1', address: 'fe80::21b:21ff:fe00:502%eth0' },
    ]),
    packages('08:00', ['vim', 'curl']),
    snapshot('uptime', '08:00', [{ total_seconds: '7201' }]),
  ])
  expect(await facts(itemId)).toMatchObject({ 'net.addresses': '10.0.0.7, fe80::21b:21ff:fe00:502', 'os.bootedAt': '2026-11-26T06:00:00.000Z' })
  const packed = gzipSync(JSON.stringify({ node_key: nodeKey, log_type: 'result', data: [packages('12:00', ['vim', 'git'])] }))
  expect((await post('log', packed, { 'content-encoding': 'gzip' })).json()).toEqual({ node_invalid: false })
  await house.settle()
  expect(await software(itemId)).toEqual(['git 1', 'vim 1'])
  expect(await software(itemId, true)).toEqual(['curl 1'])
  await log(nodeKey, [
    packages('10:00', ['old']),
    snapshot('interface_details', '07:00', [{ interface: 'eth0', mac: '00:1b:21:00:05:02', address: '10.9.9.9' }]),
  ])
  expect(await software(itemId)).toEqual(['git 1', 'vim 1'])
  expect((await facts(itemId))['net.addresses']).toContain('10.0.0.7')
  // As differences, of a pack; the other way to write them too; and an empty list, which is what a failed query gives.
  await log(nodeKey, [
    change('pack_own_software', '13:00', 'added', { name: 'git', version: '2', arch: 'amd64' }),
    change('pack_own_software', '13:00', 'removed', { name: 'git', version: '1', arch: 'amd64' }),
    { ...about, name: 'software', unixTime: String(at('13:05')), diffResults: { added: [{ name: 'jq', version: '1' }], removed: [] } },
    snapshot('software', '13:10', []),
    snapshot('processes', '13:10', [{ pid: '1' }]),
  ])
  expect(await software(itemId)).toEqual(['git 2', 'jq 1', 'vim 1'])
  expect((await agents('os-2'))[0]?.item?.id).toBe(itemId)
})

describe('a host', () => {
  test('that enrolls again is the same agent; its key before that no longer counts', async () => {
    const first = await enroll(laptop)
    const [agent] = await agents('os-1')
    const second = await enroll(laptop, key, `${key}/enroll`)
    expect((await agents('os-1')).map(({ id }) => id)).toEqual([agent?.id])
    expect((await agents('os-1'))[0]?.item?.id).toBe(agent?.item?.id)
    expect((await post('config', { node_key: first.node_key })).json()).toEqual({ node_invalid: true })
    expect((await post('config', { node_key: second.node_key })).json().node_invalid).toBe(false)
  })
  test('with a wrong key, or none, is no agent and is not listened to', async () => {
    const stranger = { ...laptop, name: 'os-stranger' }
    for (const secret of ['inv_wrong', '', 'x'.repeat(5000)]) expect(await enroll(stranger, secret)).toEqual({ node_invalid: true })
    expect(await agents('os-stranger')).toEqual([])
    const listed = (await of(lead).documents({ query: { limit: 200 } })).items.length
    for (const nodeKey of ['', 'x', key, undefined, null, 5, { $ne: 1 }]) {
      const reply = await log(nodeKey as string, [snapshot('uptime', '08:00', [{ total_seconds: '1' }])])
      expect([reply.statusCode, reply.json().node_invalid ?? true]).toEqual([typeof nodeKey === 'string' ? 200 : 400, true])
    }
    expect((await of(lead).documents({ query: { limit: 200 } })).items.length).toBe(listed)
  })
  test('is out when the key it enrolled with is revoked, or when it is refused', async () => {
    const temporary = await of(lead).createKey({ body: { organisationId: lead.organisationId, name: 'Tijdelijk' } })
    const host = { ...laptop, name: 'os-3', serial: '5CGOS3', uuid: laptop.uuid.replace(/1$/, '3') }
    const { node_key: nodeKey } = await enroll(host, temporary.key)
    expect((await post('config', { node_key: nodeKey })).json().node_invalid).toBe(false)
    await of(lead).revokeKey({ params: { id: temporary.id } })
    for (const path of ['config', 'log', 'distributed/read', 'distributed/write'])
      expect((await post(path, { node_key: nodeKey, ...(path === 'log' && { log_type: 'status', data: [] }) })).json()).toEqual({
        node_invalid: true,
      })
    expect(await enroll(host, temporary.key)).toEqual({ node_invalid: true })
    const again = await enroll(host)
    const [agent] = await agents('os-3')
    await of(lead).refuseAgent({ params: { id: agent?.id ?? '' } })
    expect((await post('config', { node_key: again.node_key })).json()).toEqual({ node_invalid: true })
    expect(await enroll(host)).toEqual({ node_invalid: true })
  })
})

describe('its device', () => {
  test('is one with that which another agent reports; apart from it, what it told goes along', async () => {
    const host = { ...laptop, name: 'os-4', serial: '5CGOS4', uuid: laptop.uuid.replace(/1$/, '4') }
    await house.server.inject({
      method: 'POST',
      url: `/inventory/${key}`,
      payload: zlib(xmlOf({ deviceId: 'fi-4', hostName: 'os-4', serial: '5CGOS4', uuid: host.uuid, software: [['vim', '9.0']] })),
    })
    await house.settle()
    const { node_key: nodeKey } = await enroll(host)
    await log(nodeKey, [snapshot('software', '09:00', [{ name: 'htop', version: '3' }]), snapshot('alf', '09:00', [{ global_state: '1' }])])
    await log(nodeKey, [snapshot('uptime', '10:00', [{ total_seconds: '60' }])])
    const [one, other] = [(await agents('fi-4'))[0], (await agents('os-4')).find(({ dialect }) => dialect === 'osquery')]
    expect(other?.item?.id).toBe(one?.item?.id)
    const identity = house.as(devicesIdentity, engineer.token)
    await identity.partAgent({ params: { id: other?.id ?? '' }, body: { why: 'Het is de pc ernaast' } })
    await house.settle()
    const apart = (await agents('os-4')).find(({ dialect }) => dialect === 'osquery')?.item?.id ?? ''
    expect(apart).not.toBe(one?.item?.id)
    expect(await facts(apart)).toMatchObject({ 'hardware.serial': '5CGOS4', 'firewall.on': true })
    expect(await software(apart)).toEqual(['htop 3'])
    expect(await software(one?.item?.id ?? '')).toEqual(['vim 9.0'])
  })
  test('stays when it gets another card, tells little, or told nothing at first', async () => {
    const bare = (await post('enroll', { enroll_secret: key, host_identifier: 'os-5' })).json() as { node_key: string }
    await log(bare.node_key, [snapshot('uptime', '08:00', [{ total_seconds: '60' }])])
    const itemId = (await agents('os-5'))[0]?.item?.id
    const card = (mac: string, time: string) => snapshot('interface_details', time, [{ interface: 'eth0', mac, address: '' }])
    await log(bare.node_key, [card('00:1b:21:00:05:51', '08:01')])
    await log(bare.node_key, [snapshot('system_info', '08:02', [{ hostname: 'os-5-renamed', hardware_serial: '5CGOS5', uuid: '' }])])
    await log(bare.node_key, [card('00:1b:21:00:05:52', '08:03')])
    const [agent] = await agents('os-5')
    expect([agent?.item?.id, agent?.name]).toEqual([itemId, 'os-5-renamed'])
    const { traits } = await house.as(devicesIdentity, engineer.token).device({ params: { id: itemId ?? '' } })
    expect(traits.map(({ value }) => value).sort()).toEqual(['00:1b:21:00:05:52', '5cgos5', 'os-5-renamed'])
  })
})

describe('what comes in', () => {
  test('of status is answered and not kept; what nobody can use stands on the list, without the key of the host', async () => {
    const { node_key: nodeKey } = await enroll({ ...laptop, name: 'os-6', serial: '5CGOS6', uuid: laptop.uuid.replace(/1$/, '6') })
    const agentId = (await agents('os-6'))[0]?.id ?? ''
    const status = [{ hostIdentifier: 'os-6', severity: '0', filename: 'tls.cpp', line: '253', message: 'TLS/HTTPS POST', version: '5.12.1' }]
    expect((await post('log', { node_key: nodeKey, log_type: 'status', data: status })).json()).toEqual({ node_invalid: false })
    for (const data of [[], {}, null, 'x']) expect((await log(nodeKey, data)).json()).toEqual({ node_invalid: false })
    expect((await documents(agentId)).length).toBe(1)
    await log(nodeKey, [snapshot('processes', '08:00', [{ pid: '1' }])])
    const [listed] = await documents(agentId)
    expect(listed).toMatchObject({ state: 'notProcessed', reason: expect.any(String) })
    const raw = await house.server.inject({
      method: 'GET',
      url: `/api/devices/documents/${listed?.id}/raw`,
      headers: { authorization: `Bearer ${engineer.token}` },
    })
    expect(raw.payload).toContain('processes')
    expect(raw.payload).not.toContain(nodeKey)
    for (const { id } of await documents(agentId)) {
      const kept = await house.server.inject({
        method: 'GET',
        url: `/api/devices/documents/${id}/raw`,
        headers: { authorization: `Bearer ${engineer.token}` },
      })
      expect(kept.payload).not.toContain(key)
    }
  })
  test('may be anything: it is understood as far as it goes, and never fails', async () => {
    const { node_key: nodeKey } = await enroll({ ...laptop, name: 'os-7', serial: '5CGOS7', uuid: laptop.uuid.replace(/1$/, '7') })
    const long = `${'a'.repeat(499)}\u{1f600}${'b'.repeat(9000)}`
    const hostile: unknown[] = [
      [null, 5, 'x', [], { name: 5 }, { name: '__proto__', snapshot: [{ a: 1 }] }, snapshot('alf', '08:00', [{ global_state: '1' }])],
      [{ ...snapshot('os_version', '08:00', [{ name: long, version: '\u0000\ud800x', kernel: '\u0000' }]), unixTime: 1e308 }],
      [{ ...snapshot('uptime', '08:00', [{ total_seconds: '999999999999999' }]), unixTime: '-5' }],
      [{ ...snapshot('uptime', '08:00', [{ total_seconds: 'NaN' }, []]), unixTime: {} }],
      [
        snapshot('patches', '08:00', [
          { hotfix_id: 'KB1', installed_on: '99/99/2026' },
          { hotfix_id: 'KB2', installed_on: '2/3/2026' },
        ]),
      ],
      [
        snapshot(
          'software',
          '08:00',
          Array.from({ length: 21_000 }, (_, n) => ({ name: `${long.slice(0, 280)}${n}`, version: long.slice(0, 501), install_date: '20261399' })),
        ),
      ],
      [snapshot('software', '08:01', [{ name: 'constructor', version: { toString: 1 }, arch: ['x'] }, { name: '\ud83d' }])],
    ]
    for (const data of hostile) expect((await log(nodeKey, data)).json()).toEqual({ node_invalid: false })
    const strange = JSON.parse('{ "__proto__": [{ "a": 1 }], "alf": [{ "global_state": {} }] }') as object
    for (const queries of [strange, { alf: 'x', software: [[[]]] }])
      expect((await post('distributed/write', { node_key: nodeKey, queries, statuses: [] })).statusCode).toBe(200)
    await house.settle()
    const [agent] = await agents('os-7')
    const failed = (await documents(agent?.id ?? '')).filter(({ state }) => state !== 'processed').map(({ reason }) => reason)
    expect(new Set(failed)).toEqual(new Set(['Het is geen inventaris']))
    expect(await facts(agent?.item?.id ?? '')).toMatchObject({ 'firewall.on': true, 'updates.last': '2026-02-03', 'hardware.serial': '5CGOS7' })
  })
})
