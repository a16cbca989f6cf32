import { afterAll, beforeAll, expect, test } from 'vitest'
import { itemFacts } from '#record/items/facts/contract.ts'
import { jsonOf, xmlOf, zlib } from '#test/inventories.ts'
import { type Member, type Spil, spil } from '#test/spil.ts'
import { devicesIntake } from '../contract.ts'

let house: Spil
let lead: Member
let key: string
beforeAll(async () => {
  house = await spil()
  house.clock.set(new Date('2026-11-26T12:00:00Z'))
  lead = await house.member('lead')
  key = (await house.as(devicesIntake, lead.token).createKey({ body: { organisationId: lead.organisationId, name: 'x' } })).key
})
afterAll(() => house[Symbol.asyncDispose]())

/** Its facts, told by a document that must have been processed. */
async function told(deviceId: string, body: string): Promise<Record<string, unknown>> {
  const of = house.as(devicesIntake, lead.token)
  const reply = await house.server.inject({ method: 'POST', url: `/inventory/${key}`, payload: zlib(body) })
  expect(reply.statusCode).toBe(200)
  await house.settle()
  const agent = (await of.agents({ query: { search: deviceId } })).items.find((one) => one.deviceId === deviceId)
  expect((await of.documents({ query: { agentId: agent?.id ?? '' } })).items.map(({ state, reason }) => [state, reason])).toEqual([
    ['processed', null],
  ])
  const { items } = await house.as(itemFacts, lead.token).facts({ params: { id: agent?.item?.id ?? '' }, query: { limit: 200 } })
  return Object.fromEntries(items.map(({ key, value }) => [key, value]))
}
const inside = (deviceId: string, content: string) => xmlOf({ deviceId }).replace('<CONTENT>', `<CONTENT>${content}`)

test('half a sign at a bound, control signs and numbers that are none', async () => {
  const edge = `${'a'.repeat(499)}\u{1f600}`
  const facts = await told('edge', inside('edge', `<REMOTE_MGMT><TYPE>anydesk</TYPE><ID>${edge}</ID></REMOTE_MGMT>`))
  expect(facts['remote.anydesk']).toBe('a'.repeat(499))
  const lines = await told('lines', xmlOf({ deviceId: 'lines', hostName: 'LT&#10;&#1;&#0;&#xD800;X', brand: 'De&#7;ll' }))
  expect(lines['hardware.brand']).toBe('De ll')
  expect(lines['host.name']).toMatch(/^LT [^\p{Cc}]*X$/u)
  const drives = '<DRIVES><TYPE>/</TYPE><TOTAL>1e308</TOTAL><FREE>-5</FREE></DRIVES><HARDWARE><MEMORY>NaN</MEMORY></HARDWARE>'
  expect(await told('numbers', inside('numbers', drives))).not.toHaveProperty('disk.freePercent', Number.NaN)
})

test('JSON with NUL, numbers for words, lists in lists and names of every object', async () => {
  const json = JSON.parse(jsonOf({ deviceId: 'json', serial: '5CGJSON' })) as { content: Record<string, unknown> }
  const content = {
    ...json.content,
    ...{ drives: [[[{ type: '/' }]], null, 5, { type: '/', total: 1e308, free: {} }], remote_mgmt: [{ type: 'constructor', id: 7 }] },
    ...{ operatingsystem: { name: 'Debian\u0000GNU', version: 12, timezone: 'x', boot_time: true }, local_groups: 'x', cpus: { core: [] } },
  }
  const text = JSON.stringify({ ...json, content }).replace('"drives"', '"__proto__":{"hardware":{"name":"x"}},"drives"')
  expect(await told('json', text)).toMatchObject({
    'os.name': 'DebianGNU',
    'os.version': '12',
    'remote.constructor': '7',
    'hardware.serial': '5CGJSON',
  })
})

test('days that do not exist, days with the month first, and clocks that are wrong', async () => {
  const strange = `<BIOS><BDATE>12/18/2023</BDATE></BIOS><OPERATINGSYSTEM><INSTALL_DATE>2026-99-99</INSTALL_DATE></OPERATINGSYSTEM>`
  const facts = await told('days', inside('days', strange))
  expect([facts['bios.date'], facts['os.installedOn']]).toEqual(['2023-12-18', undefined])
  for (const at of ['0000-01-01 00:00:00', '1970-01-01 00:00:00', '9999-12-31 23:59:59', '2026-13-45 99:99:99']) {
    const deviceId = `clock ${at.slice(0, 4)}`
    await told(deviceId, xmlOf({ deviceId, at }))
    const agent = (await house.as(devicesIntake, lead.token).agents({ query: { search: deviceId } })).items[0]
    const [document] = (await house.as(devicesIntake, lead.token).documents({ query: { agentId: agent?.id ?? '' } })).items
    expect(document?.observedAt).toBe(document?.receivedAt)
  }
})

test('no more facts than are of any use', async () => {
  const many = Array.from({ length: 3000 }, (_, n) => `<REMOTE_MGMT><TYPE>t${n}</TYPE><ID>${n}</ID></REMOTE_MGMT>`).join('')
  const facts = await told('many', inside('many', many))
  expect(Object.keys(facts).filter((name) => name.startsWith('remote.')).length).toBe(20)
})
