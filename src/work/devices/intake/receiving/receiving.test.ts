import { deflateSync, inflateSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ProblemError } from '#platform/client.ts'
import { itemFacts } from '#record/items/facts/contract.ts'
import { directory } from '#record/people/directory/contract.ts'
import { type Machine, xmlOf, zlib } from '#test/inventories.ts'
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
    expect((await house.as(devicesSoftware, stranger.token).product({ params: { product: 'vim' } })).items).toEqual([])
    expect(await type(of(engineer).createKey({ body: { organisationId: lead.organisationId, name: 'x' } }))).toBe('platform.notAllowed')
    // The same name with a key of theirs is an agent of theirs.
    const { key: theirs } = await of(stranger).createKey({ body: { organisationId: elsewhere, name: 'Van hen' } })
    await send({ deviceId: 'lt-2', hostName: 'LT-2', serial: '5CG222', at: '2026-11-26 11:00:00', firewall: false }, { path: `/inventory/${theirs}` })
    expect((await of(stranger).agents()).items.map(({ item }) => item?.id)).not.toContain(mine?.item?.id)
    expect((await facts(mine?.item?.id ?? ''))['firewall.on']).toBeUndefined()
  })
})
