import { afterAll, beforeAll, expect, test } from 'vitest'
import { ProblemError } from '#platform/client.ts'
import { items } from '#record/items/contract.ts'
import { itemFacts } from '#record/items/facts/contract.ts'
import { normsBaselines } from '#record/norms/baselines/contract.ts'
import { normsDeviations } from '#record/norms/deviations/contract.ts'
import { directory } from '#record/people/directory/contract.ts'
import { xmlOf, zlib } from '#test/inventories.ts'
import { type Member, type Spil, spil } from '#test/spil.ts'
import { devicesIdentity } from '../identity/contract.ts'
import { devicesIntake } from '../intake/contract.ts'
import { devicesRequirements } from '../requirements/contract.ts'
import { devicesProducts, type Judgement } from './contract.ts'

let house: Spil
let lead: Member
let engineer: Member
let key: string
beforeAll(async () => {
  house = await spil()
  house.clock.set(new Date('2026-11-26T12:00:00Z'))
  lead = await house.member('lead')
  engineer = await house.member('engineer')
  key = (await house.as(devicesIntake, lead.token).createKey({ body: { organisationId: lead.organisationId, name: 'x' } })).key
  await report('a', [
    ['Dropbox', '200.1'],
    ['Google Chrome', '141.0.7390.65'],
    ['Éditeur', ''],
  ])
  await report('b', [
    ['Google Chrome', '142.0.7444.60'],
    ['LibreOffice 25.8', '25.8'],
  ])
  await report('c', [
    ['Google Chrome', '142.0.7444.60'],
    ['Zoom', '6.0~beta'],
  ])
})
afterAll(() => house[Symbol.asyncDispose]())

const of = (who: Member) => house.as(devicesProducts, who.token)
const type = (call: Promise<unknown>): Promise<string> =>
  call.then(
    () => '',
    (error) => (error instanceof ProblemError ? error.problem.type : String(error)),
  )
let minute = 0
async function report(name: string, software: readonly (readonly [string, string])[]): Promise<void> {
  house.clock.set(new Date(house.clock.now().getTime() + 60_000))
  const at = new Date(Date.parse('2026-11-26T08:00:00Z') + minute++ * 60_000).toISOString().slice(0, 19).replace('T', ' ')
  await house.server.inject({
    method: 'POST',
    url: `/inventory/${key}`,
    payload: zlib(xmlOf({ deviceId: `pr-${name}`, hostName: `PR-${name}`, serial: `SN-${name}`, software, at, firewall: true })),
  })
  await house.settle()
}
const agent = async (name: string) => (await house.as(devicesIntake, lead.token).agents({ query: { search: `pr-${name}` } })).items[0]
const facts = async (name: string) => {
  const { items: all } = await house
    .as(itemFacts, engineer.token)
    .facts({ params: { id: (await agent(name))?.item?.id ?? '' }, query: { search: 'software.', limit: 200 } })
  return Object.fromEntries(all.map(({ key, value }) => [key.slice('software.'.length), value]))
}
const list = async (query: { search?: string; judged?: 'unwanted' | 'unjudged'; behind?: 'true' }) =>
  (await of(engineer).products({ query })).items.map(({ product, devices, versions, behind }) => [product, devices, versions, behind])
async function judge(product: string, said: Omit<Judgement, 'organisationId' | 'version'>): Promise<void> {
  const known = (await of(lead).product({ params: { product }, query: {} })).said[0]
  house.clock.set(new Date(house.clock.now().getTime() + 60_000))
  await of(lead).judge({ params: { product }, body: { organisationId: lead.organisationId, version: known?.version ?? 0, ...said } })
  await house.settle()
}

test('products stand once, with their devices, versions and what is behind; by pages, and as they are searched for', async () => {
  const all = [
    ['dropbox', 1, 1, 0],
    ['google chrome', 3, 2, 1],
    ['libreoffice', 1, 1, 0],
    ['zoom', 1, 1, 0],
    ['éditeur', 1, 1, 0],
  ]
  expect(await list({})).toEqual(all)
  const first = await of(engineer).products({ query: { limit: 2 } })
  const rest = await of(engineer).products({ query: { limit: 2, after: first.next ?? '' } })
  expect([...first.items, ...rest.items].map(({ product }) => product)).toEqual(['dropbox', 'google chrome', 'libreoffice', 'zoom'])
  expect(await list({ search: 'CHROM' })).toEqual([all[1]])
  expect(await list({ search: '%' })).toEqual([])
  expect(await list({ behind: 'true' })).toEqual([all[1]])
  expect(await type(of(engineer).products({ query: { after: 'nowhere' } }))).toBe('platform.after')
  const page = await of(engineer).product({ params: { product: 'Google Chrome' }, query: {} })
  expect(page.versions).toEqual([
    { version: '142.0.7444.60', devices: 2, behind: 0 },
    { version: '141.0.7390.65', devices: 1, behind: 1 },
  ])
  expect(page.items.map(({ item, version, behind, firstSeenAt, lastSeenAt }) => [item.name, version, behind, firstSeenAt === lastSeenAt])).toEqual([
    ['PR-a', '141.0.7390.65', true, true],
    ['PR-b', '142.0.7444.60', false, true],
    ['PR-c', '142.0.7444.60', false, true],
  ])
  await report('a', [
    ['Dropbox', '200.1'],
    ['Google Chrome', '141.0.7390.65'],
    ['Éditeur', ''],
  ])
  const again = await of(engineer).product({ params: { product: 'google chrome' }, query: {} })
  expect(again.items[0]?.lastSeenAt).not.toBe(again.items[0]?.firstSeenAt)
})

test('products that are unwanted are told of the devices that have them, until they are gone or allowed again', async () => {
  expect(await facts('a')).toEqual({ forbidden: 0, forbiddenNames: '', missing: 0, missingNames: '' })
  const body = { organisationId: lead.organisationId, judged: 'unwanted', version: 0 } as const
  const params = { product: 'Dropbox' }
  expect(await type(of(lead).judge({ params, body: { ...body, why: '  ' } }))).toBe('devices.products.why')
  expect(await type(of(engineer).judge({ params, body: { ...body, why: 'x' } }))).toBe('platform.notAllowed')
  await judge('Dropbox', { judged: 'unwanted', why: 'Gegevens buiten de EU', minimum: '1', required: true, kinds: ['laptop'] })
  const [said] = (await of(engineer).product({ params, query: {} })).said
  expect(said).toMatchObject({ judged: 'unwanted', why: 'Gegevens buiten de EU', minimum: null, required: false, kinds: [], version: 1 })
  expect([await facts('a'), await facts('b')]).toEqual([
    { forbidden: 1, forbiddenNames: 'dropbox', missing: 0, missingNames: '' },
    { forbidden: 0, forbiddenNames: '', missing: 0, missingNames: '' },
  ])
  expect([await list({ judged: 'unwanted' }), (await list({ judged: 'unjudged' })).length]).toEqual([[['dropbox', 1, 1, 0]], 4])
  expect(await type(of(lead).judge({ params, body: { ...body, why: 'x' } }))).toBe('devices.products.changed')
  // A device that gets it, and one that it goes from.
  await report('b', [
    ['Google Chrome', '142.0.7444.60'],
    ['Dropbox', '201'],
  ])
  await report('a', [['Google Chrome', '141.0.7390.65']])
  expect([(await facts('a')).forbidden, (await facts('b')).forbidden]).toEqual([0, 1])
  // An older list that comes late changes nothing.
  minute -= 5
  await report('b', [['Google Chrome', '142.0.7444.60']])
  minute += 5
  expect((await facts('b')).forbidden).toBe(1)
  await judge('dropbox', { judged: null })
  expect((await facts('b')).forbidden).toBe(0)
})

test('products that are wanted must be on what they are wanted on, in the version that is wanted', async () => {
  await judge('google chrome', { judged: 'wanted', required: true, kinds: ['laptop'], minimum: '142' })
  expect([await facts('a'), await facts('b')]).toMatchObject([{ missing: 1, missingNames: 'google chrome' }, { missing: 0 }])
  expect(await list({ behind: 'true' })).toEqual([['google chrome', 3, 2, 1]])
  await judge('google chrome', { judged: 'wanted', required: true, kinds: ['laptop'], minimum: '141' })
  expect([(await facts('a')).missing, await list({ behind: 'true' })]).toEqual([0, []])
  await judge('bitwarden', { judged: 'wanted', required: true, tags: ['docent'] })
  expect([(await facts('a')).missing, await list({ search: 'bitw' })]).toEqual([0, [['bitwarden', 0, 0, 0]]])
  // The item gets that tag; then the product.
  const { item } = (await agent('a')) ?? {}
  const { version } = await house.as(items, lead.token).item({ params: { id: item?.id ?? '' } })
  await house.as(items, lead.token).changeItem({ params: { id: item?.id ?? '' }, body: { version, tags: ['docent'] } })
  await house.settle()
  expect(await facts('a')).toMatchObject({ missing: 1, missingNames: 'bitwarden' })
  await report('a', [
    ['Google Chrome', '141.0.7390.65'],
    ['Bitwarden', '2026.1'],
  ])
  expect(await facts('a')).toMatchObject({ missing: 0, missingNames: '' })
})

test('products are deviations by the requirements that come with Spil, and of a device of which nobody tells any more unknown', async () => {
  const { organisationId } = lead
  await judge('zoom', { judged: 'unwanted', why: 'Wij gebruiken Teams' })
  const { baselineId } = await house.as(devicesRequirements, lead.token).takeOver({ params: { key: 'laptop' }, body: { organisationId } })
  const baselines = house.as(normsBaselines, lead.token)
  const [baseline] = (await baselines.baselines({ query: { organisationId } })).items
  await baselines.publishBaseline({ params: { id: baselineId }, body: { version: baseline?.version ?? 1, note: '' } })
  await house.settle()
  const { id: agentId = '', item } = (await agent('c')) ?? {}
  const verdicts = async (itemId: string) =>
    Object.fromEntries(
      (await house.as(normsDeviations, engineer.token).itemStandings({ params: { id: itemId } })).items.map(({ expectation, verdict }) => [
        expectation.title,
        verdict,
      ]),
    )
  expect(await verdicts(item?.id ?? '')).toMatchObject({
    'Er staat geen verboden software op': 'broken',
    'De verplichte software staat erop': 'met',
  })
  await report('c', [['Google Chrome', '142.0.7444.60']])
  expect(await verdicts(item?.id ?? '')).toMatchObject({ 'Er staat geen verboden software op': 'met' })
  await house.as(devicesIdentity, engineer.token).partAgent({ params: { id: agentId }, body: { why: 'Ander apparaat' } })
  await house.settle()
  expect(await verdicts(item?.id ?? '')).toMatchObject({ 'Er staat geen verboden software op': 'unknown' })
})

test('products of another organisation are not seen, and nothing is said of them', async () => {
  const administrator = await house.administrator()
  const body = { name: 'Elders', locale: 'nl', timeZone: 'Europe/Amsterdam' } as const
  const { id: organisationId } = await house.as(directory, administrator.token).createOrganisation({ body })
  const stranger = await house.member('lead', { organisationId })
  expect((await of(stranger).products({ query: {} })).items).toEqual([])
  expect(await of(stranger).product({ params: { product: 'dropbox' }, query: {} })).toMatchObject({ said: [], versions: [], items: [] })
  const said = { organisationId: lead.organisationId, judged: 'unwanted', why: 'x', version: 0 } as const
  expect(await type(of(stranger).judge({ params: { product: 'dropbox' }, body: said }))).toBe('platform.notFound')
})
