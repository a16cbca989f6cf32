import { deflateSync, inflateSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ProblemError } from '#platform/client.ts'
import { itemFacts } from '#record/items/facts/contract.ts'
import { directory } from '#record/people/directory/contract.ts'
import { type Machine, xmlOf, zlib } from '#test/inventories.ts'
import { type Member, type Spil, spil } from '#test/spil.ts'
import { devicesIdentity } from '../../identity/contract.ts'
import { devicesProducts } from '../../products/contract.ts'
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

describe('what must not get in', () => {
  const refusals: [string, () => Buffer | string, number, string][] = [
    ['a deflate bomb', () => deflateSync(Buffer.alloc(64 * 1024 * 1024)), 400, '32 MB'],
    [
      'entities of its own',
      () =>
        '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa">]><REQUEST><DEVICEID>d</DEVICEID><QUERY>INVENTORY</QUERY><CONTENT>&a;</CONTENT></REQUEST>',
      200,
      '',
    ],
    [
      'another character set than it says',
      () => Buffer.concat([Buffer.from('<?xml version="1.0" encoding="UTF-8"?><REQUEST><DEVICEID>d</DEVICEID>'), Buffer.from([0xff, 0xfe, 0xfa])]),
      400,
      'UTF-8',
    ],
    ['a character set that is none', () => '<?xml version="1.0" encoding="klingon"?><REQUEST/>', 400, 'klingon'],
    ['a name that no agent has', () => zlib(xmlOf({ deviceId: '../../etc/passwd' })), 400, 'tekens'],
    ['no name', () => '<?xml version="1.0"?><REQUEST><QUERY>INVENTORY</QUERY></REQUEST>', 400, 'agent'],
    ['nothing that is known', () => 'hello', 400, 'XML'],
    ['half of it', () => zlib(xmlOf({ deviceId: 'half' })).subarray(0, 100), 400, 'uit te pakken'],
    ['nothing', () => '', 400, 'leeg'],
  ]
  test.each(refusals)('%s', async (_, body, status, words) => {
    const reply = await post(body())
    expect(reply.statusCode).toBe(status)
    const packed = reply.headers['content-type'] === 'application/x-compress-zlib' ? inflateSync(reply.rawPayload).toString() : reply.payload
    expect(packed).toContain(words)
    await house.settle()
  })
  test('a body of more than the bound', async () => {
    expect((await post(Buffer.alloc(33 * 1024 * 1024))).statusCode).toBe(413)
  })
  test('what is of an organisation stands on the list with its reason, whole, to try again or put away; of a stranger nothing is kept', async () => {
    const { items: listed } = await of(engineer).documents({ query: { state: 'notProcessed', limit: 100 } })
    expect(listed.map(({ reason }) => reason)).toEqual(
      expect.arrayContaining([expect.stringContaining('documenttype'), expect.stringContaining('klingon')]),
    )
    const strange = listed.find(({ reason }) => reason?.includes('klingon'))
    const params = { id: strange?.id ?? '' }
    const raw = await house.server.inject({
      method: 'GET',
      url: `/api/devices/documents/${params.id}/raw`,
      headers: { authorization: `Bearer ${engineer.token}` },
    })
    expect(raw.payload).toContain('klingon')
    expect((await of(engineer).retry({ params })).state).toBe('waiting')
    await house.settle()
    expect((await of(engineer).documents({ query: { state: 'notProcessed', limit: 100 } })).items.find(({ id }) => id === params.id)?.attempts).toBe(
      2,
    )
    expect((await of(engineer).discard({ params })).state).toBe('discarded')
    expect(await type(of(engineer).retry({ params }))).toBe('devices.intake.notStanding')
    const many = (await of(lead).documents({ query: { limit: 200 } })).items.length
    expect((await post('hello', { path: '/inventory' })).statusCode).toBe(400)
    expect((await of(lead).documents({ query: { limit: 200 } })).items.length).toBe(many)
  })
})

describe('who may', () => {
  test('another organisation sees and decides nothing of it', async () => {
    const administrator = await house.administrator()
    const { id: elsewhere } = await house
      .as(directory, administrator.token)
      .createOrganisation({ body: { name: 'Elders', locale: 'nl', timeZone: 'Europe/Amsterdam' } })
    const stranger = await house.member('lead', { organisationId: elsewhere })
    await send({ deviceId: 'lt-2', hostName: 'LT-2', serial: '5CG222', software: [['vim', '9.0']] })
    const mine = await agent('lt-2')
    const document = (await of(lead).documents({ query: { agentId: mine?.id ?? '' } })).items[0]
    expect((await of(stranger).agents()).items).toEqual([])
    expect((await of(stranger).documents()).items).toEqual([])
    expect((await of(stranger).keys()).items).toEqual([])
    expect(await type(of(stranger).refuseAgent({ params: { id: mine?.id ?? '' } }))).toBe('platform.notFound')
    expect(await type(of(stranger).retry({ params: { id: document?.id ?? '' } }))).toBe('platform.notFound')
    expect(await type(of(stranger).createKey({ body: { organisationId: lead.organisationId, name: 'x' } }))).toBe('platform.notFound')
    expect(await type(house.as(devicesIdentity, stranger.token).device({ params: { id: mine?.item?.id ?? '' } }))).toBe('platform.notFound')
    expect(await type(house.as(devicesSoftware, stranger.token).software({ params: { id: mine?.item?.id ?? '' } }))).toBe('platform.notFound')
    expect(await type(house.as(devicesIdentity, stranger.token).partAgent({ params: { id: mine?.id ?? '' }, body: { why: 'x' } }))).toBe(
      'platform.notFound',
    )
    expect((await house.as(devicesProducts, stranger.token).product({ params: { product: 'vim' } })).items).toEqual([])
    expect(await type(of(engineer).createKey({ body: { organisationId: lead.organisationId, name: 'x' } }))).toBe('platform.notAllowed')
    // The same name with a key of theirs is an agent of theirs.
    const { key: theirs } = await of(stranger).createKey({ body: { organisationId: elsewhere, name: 'Van hen' } })
    await send({ deviceId: 'lt-2', hostName: 'LT-2', serial: '5CG222', at: '2026-11-26 11:00:00', firewall: false }, { path: `/inventory/${theirs}` })
    expect((await of(stranger).agents()).items.map(({ item }) => item?.id)).not.toContain(mine?.item?.id)
    expect((await facts(mine?.item?.id ?? ''))['firewall.on']).toBeUndefined()
  })
})

const status = (reply: { statusCode: number }) => reply.statusCode
const elsewhere = async (name: string) => {
  const administrator = await house.administrator()
  const of = house.as(directory, administrator.token)
  const { id } = await of.createOrganisation({ body: { name, locale: 'nl', timeZone: 'Europe/Amsterdam' } })
  return { id, close: async () => of.changeOrganisation({ params: { id }, body: { active: false, version: 1 } }) }
}

describe('an agent of a name that another organisation has too', () => {
  test('is heard as before: what others do with their key is not its concern', async () => {
    const { id } = await elsewhere('Naamgenoot')
    const stranger = await house.member('lead', { organisationId: id })
    const { key: theirs } = await of(stranger).createKey({ body: { organisationId: id, name: 'x' } })
    const twin: Machine = { deviceId: 'twin', hostName: 'TWIN', serial: '5CGT1' }
    const path = '/inventory'
    await send(twin, { path })
    const [ours] = (await of(lead).agents({ query: { search: 'twin' } })).items
    const headers = { 'user-agent': 'FusionInventory-Agent_v2.6-3' }
    expect(status(await send({ deviceId: 'asked', hostName: 'ASKED' }, { path, headers }))).toBe(401)
    // While both wait, somebody elsewhere reports under the same names.
    for (const deviceId of ['twin', 'asked']) {
      const payload = zlib(xmlOf({ deviceId, hostName: 'TWIN', serial: '5CGT2' }))
      await house.server.inject({ method: 'POST', url: `/inventory/${theirs}`, payload, remoteAddress: '10.9.8.7' })
    }
    await house.settle()
    expect((await of(lead).agents({ query: { search: 'asked', state: 'quarantined' } })).items).toHaveLength(1)
    expect(status(await send({ ...twin, at: '2026-11-26 09:00:00' }, { path }))).toBe(200)
    await of(lead).acceptAgent({ params: { id: ours?.id ?? '' }, body: { organisationId: lead.organisationId } })
    expect(status(await send({ ...twin, at: '2026-11-26 10:00:00', firewall: true }, { path }))).toBe(200)
    const mine = (await of(lead).agents({ query: { search: 'twin' } })).items.find(({ id }) => id === ours?.id)
    expect((await facts(mine?.item?.id ?? ''))['firewall.on']).toBe(true)
  })
  test('that was refused is not accepted into another one; what agents sent is for who works in that organisation', async () => {
    const { id } = await elsewhere('Overname')
    const administrator = await house.administrator()
    // Leads there, and only reads here; and one who leads both.
    const auditor = await house.member('auditor')
    const both = await house.member('lead')
    for (const { id: personId } of [auditor, both])
      await house.as(directory, administrator.token).grantRole({ params: { id: personId, organisationId: id, role: 'lead' } })
    await send({ deviceId: 'moved', hostName: 'MOVED', serial: '5CGM1' })
    const params = { id: (await agent('moved'))?.id ?? '' }
    await of(lead).refuseAgent({ params })
    expect(await type(of(both).acceptAgent({ params, body: { organisationId: id } }))).toBe('devices.intake.ofAnother')
    expect((await of(both).acceptAgent({ params, body: { organisationId: lead.organisationId } })).state).toBe('accepted')
    const [document] = (await of(both).documents({ query: { agentId: params.id } })).items
    expect((await of(auditor).agents({ query: { search: 'moved' } })).items).toHaveLength(1)
    expect((await of(auditor).documents()).items).toEqual([])
    const headers = { authorization: `Bearer ${auditor.token}` }
    expect(status(await house.server.inject({ method: 'GET', url: `/api/devices/documents/${document?.id}/raw`, headers }))).toBe(404)
  })
})

describe('what nobody is to be left with', () => {
  test('a closed organisation takes nothing any more', async () => {
    const { id, close } = await elsewhere('Gestopt')
    const theirs = await house.member('lead', { organisationId: id })
    const { key: old } = await of(theirs).createKey({ body: { organisationId: id, name: 'x' } })
    expect(status(await send({ deviceId: 'stopped', serial: '5CGS1' }, { path: `/inventory/${old}` }))).toBe(200)
    const osquery = async (path: string, payload: object) =>
      (await house.server.inject({ method: 'POST', url: `/inventory/${path}`, payload })).json() as { node_key?: string }
    const enroll = () => osquery('enroll', { enroll_secret: old, host_identifier: 'stopped-os' })
    const { node_key: nodeKey } = await enroll()
    await close()
    expect(status(await send({ deviceId: 'stopped', at: '2026-11-26 09:00:00' }, { path: `/inventory/${old}` }))).toBe(401)
    expect(await enroll()).toEqual({ node_invalid: true })
    expect(await osquery('config', { node_key: nodeKey })).toEqual({ node_invalid: true })
  })
  test('a document of nobody that is tried again, or of who was refused meanwhile, does not wait for ever', async () => {
    const strange = JSON.stringify({ action: 'inventory', deviceid: 77123, content: { hardware: { name: 'x' } } })
    expect(status(await post(strange))).toBe(400)
    const params = { id: (await of(engineer).documents({ query: { state: 'notProcessed' } })).items[0]?.id ?? '' }
    await of(engineer).retry({ params })
    await house.settle()
    expect((await of(engineer).documents({ query: { limit: 200 } })).items.find(({ id }) => id === params.id)?.state).toBe('notProcessed')
    await post(zlib(xmlOf({ deviceId: 'late', serial: '5CGL1' })))
    const late = (await agent('late'))?.id ?? ''
    await of(lead).refuseAgent({ params: { id: late } })
    await house.settle()
    expect((await of(engineer).documents({ query: { agentId: late } })).items.map(({ state }) => state)).toEqual(['discarded'])
  })
  test('two at once are one: documents of a new agent, decisions about it, and taking it apart while one waits', async () => {
    const path = '/inventory'
    const body = (at: string) => zlib(xmlOf({ deviceId: 'race', hostName: 'RACE', serial: '5CGR1', at: `2026-11-26 ${at}` }))
    expect((await Promise.all(['08:00:01', '08:00:02', '08:00:03'].map((at) => post(body(at), { path })))).map(status)).toEqual([200, 200, 200])
    const found = (await of(lead).agents({ query: { search: 'race' } })).items
    expect(found).toHaveLength(1)
    const params = { id: found[0]?.id ?? '' }
    const accept = () => type(of(lead).acceptAgent({ params, body: { organisationId: lead.organisationId } }))
    expect((await Promise.all([accept(), accept()])).sort()).toEqual(['', 'devices.intake.notQuarantined'])
    await house.settle()
    expect(status(await post(body('09:00:00'), { path }))).toBe(200)
    const part = () => type(house.as(devicesIdentity, engineer.token).partAgent({ params, body: { why: 'x' } }))
    expect((await Promise.all([part(), house.settle()]))[0]).toBe('')
    await house.settle()
    const documents = (await of(engineer).documents({ query: { agentId: params.id } })).items
    expect(documents.map(({ state }) => state)).toEqual(['processed', 'processed', 'processed', 'processed'])
    expect((await agent('race'))?.item?.name).toBe('RACE')
  })
})
