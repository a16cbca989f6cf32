import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { effort } from '#test/effort.ts'
import { jsonOf, type Machine, xmlOf, zlib } from '#test/inventories.ts'
import { type Member, type Spil, spil } from '#test/spil.ts'
import { devicesIntake } from '../intake/contract.ts'
import { devicesSoftware } from './contract.ts'
import { productOf } from './rules.ts'

describe('the name of a product', () => {
  test.each([
    ['Mozilla Firefox 128.0.3', 'mozilla firefox'],
    ['7-Zip 24.08 (x64)', '7-zip'],
    ['Python 3.12.1 (64-bit)', 'python'],
    ['12.0', '12.0'],
    ['Notepad++ (64-bit x64)', 'notepad++'],
    ['Microsoft 365 Apps for business - en-us', 'microsoft 365 apps for business'],
  ])('%s', (name, product) => expect(productOf(name)).toBe(product))
  test('of any signs takes no time, and fits an index', () => {
    const spent = effort()
    for (const sign of ['-', '- ', '\ufdfa', '1.', '\u0130'])
      for (let n = 0; n < 4000; n++) expect(Buffer.byteLength(productOf(`${sign.repeat(290).slice(0, 290)}x${n}`))).toBeLessThan(1300)
    expect(spent()).toBeLessThan(2500)
  })
})

describe('what is installed', () => {
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

  /** Names and days of what is installed, after this document. */
  async function told(deviceId: string, body: string) {
    const of = house.as(devicesIntake, lead.token)
    await house.server.inject({ method: 'POST', url: `/inventory/${key}`, payload: zlib(body) })
    await house.settle()
    const agent = (await of.agents({ query: { search: deviceId } })).items.find((one) => one.deviceId === deviceId)
    expect((await of.documents({ query: { agentId: agent?.id ?? '' } })).items.filter(({ state }) => state !== 'processed')).toEqual([])
    const { items } = await house.as(devicesSoftware, lead.token).software({ params: { id: agent?.item?.id ?? '' }, query: { limit: 200 } })
    return items.map(({ name, installedOn }) => [name, installedOn])
  }
  const machine: Machine = { deviceId: 'sw-1', serial: '5CGSW1', software: [['vim', '9.0']] }

  test('stays when the agent could not fill the part: an empty element, or nothing', async () => {
    expect(await told('sw-1', xmlOf(machine))).toEqual([['vim', null]])
    const empty = xmlOf({ ...machine, software: [], at: '2026-11-26 09:00:00' }).replace('<VERSIONCLIENT>', '<SOFTWARES /><VERSIONCLIENT>')
    expect(await told('sw-1', empty)).toEqual([['vim', null]])
    const glpi = { ...machine, deviceId: 'sw-glpi', serial: '5CGSWG' }
    expect(await told('sw-glpi', jsonOf(glpi))).toEqual([['vim', null]])
    const json = JSON.parse(jsonOf({ ...glpi, at: '2026-11-26 09:00:00' })) as { content: object }
    expect(await told('sw-glpi', JSON.stringify({ ...json, content: { ...json.content, softwares: null } }))).toEqual([['vim', null]])
    // A list without a row is a list.
    expect(await told('sw-glpi', JSON.stringify({ ...json, content: { ...json.content, softwares: [] } }))).toEqual([])
  })
  test('with days that do not exist, half signs and names of any length', async () => {
    const days = ['2026-99-99', '2026-02-30', '31/12/2025', '20251231', '0000-00-00', '2025-12-31 10:00:00']
    const parts = days.map((day, n) => `<SOFTWARES><NAME>day ${n}</NAME><INSTALLDATE>${day}</INSTALLDATE></SOFTWARES>`).join('')
    const long = `<SOFTWARES><NAME>${'\u{1f600}'.repeat(5000)}</NAME><VERSION>${'\ufdfa'.repeat(5000)}</VERSION></SOFTWARES>`
    const body = xmlOf({ deviceId: 'sw-2', serial: '5CGSW2' }).replace('<VERSIONCLIENT>', `${parts}${long}<VERSIONCLIENT>`)
    expect((await told('sw-2', body)).slice(0, 6)).toEqual(
      [null, null, '2025-12-31', '2025-12-31', null, '2025-12-31'].map((day, n) => [`day ${n}`, day]),
    )
  })
  test('twenty thousand at most, and the rest does not matter', async () => {
    const software = Array.from({ length: 21_000 }, (_, n) => [`package-${n}`, '1'] as const)
    expect(await told('sw-3', xmlOf({ deviceId: 'sw-3', serial: '5CGSW3', software }))).toHaveLength(200)
  })
})
