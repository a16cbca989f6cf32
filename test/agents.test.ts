/** Inventory agents of Debian, run for real: two on one host, five hosts on a network of their own, with keys and without. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { itemFacts } from '#record/items/facts/contract.ts'
import { devicesIdentity } from '#work/devices/identity/contract.ts'
import { devicesIntake } from '#work/devices/intake/contract.ts'
import { devicesSoftware } from '#work/devices/software/contract.ts'
import { type Network, network } from './peers/agents.ts'
import { type Member, type Spil, spil } from './spil.ts'

// Agents look at the whole machine, several times.
vi.setConfig({ testTimeout: 240_000, hookTimeout: 120_000 })
let house: Spil
let lead: Member
let net: Network
let key: string
const folder = await mkdtemp(join(tmpdir(), 'spil-agents-'))
beforeAll(async () => {
  house = await spil()
  lead = await house.member('lead')
  const socket = join(folder, 'spil.sock')
  await house.server.listen({ path: socket })
  net = await network(socket)
  key = (await house.as(devicesIntake, lead.token).createKey({ body: { organisationId: lead.organisationId, name: 'Alles' } })).key
  for (const at of [1, 2, 3, 4, 5]) await net.add({ name: `host${at}`, mac: `00:16:3e:12:34:5${at}` })
})
afterAll(async () => {
  await net?.[Symbol.asyncDispose]()
  await house[Symbol.asyncDispose]()
  await rm(folder, { recursive: true, force: true })
})
/** OCS takes name and password from its settings in base64. */
const ocsKey = (password: string) => `--user=${btoa('spil')} --password=${btoa(password)} --realm=Spil`
const agents = async () => (await house.as(devicesIntake, lead.token).agents({ query: { limit: 100 } })).items
const of = (host: string) => agents().then((all) => all.filter(({ name, deviceId }) => name === host || deviceId.startsWith(`${host}-`)))
const facts = async (itemId: string) =>
  new Map((await house.as(itemFacts, lead.token).facts({ params: { id: itemId }, query: { limit: 200 } })).items.map((fact) => [fact.key, fact]))

describe('FusionInventory and OCS', () => {
  test('on one host are one device: by name and password, with what is installed', async () => {
    const said = await net.fusioninventory('host1', `--user=spil --password=${key} --tag=klas`)
    expect(said).not.toMatch(/error/i)
    await net.ocs('host1', ocsKey(key))
    await house.settle()
    const both = await of('host1')
    expect(both.map(({ dialect, state, byKey }) => [dialect, state, byKey]).sort()).toEqual([
      ['fusioninventory', 'accepted', true],
      ['ocs', 'accepted', true],
    ])
    const ids = new Set(both.map(({ item }) => item?.id))
    expect(ids.size).toBe(1)
    const itemId = both[0]?.item?.id ?? ''
    const known = await facts(itemId)
    expect(known.get('host.name')?.value).toBe('host1')
    expect(known.get('os.name')?.value).toMatch(/Debian/)
    const name = known.get('host.name')
    expect([name?.source, ...(name?.others.map(({ source }) => source) ?? [])].sort()).toEqual(['fusioninventory', 'ocs'])
    const { items } = await house.as(devicesSoftware, lead.token).software({ params: { id: itemId }, query: { search: 'dpkg' } })
    expect(new Set(items.map(({ source }) => source))).toEqual(new Set(['fusioninventory', 'ocs']))
    const { joinings } = await house.as(devicesIdentity, lead.token).device({ params: { id: itemId } })
    expect(joinings.map(({ how, why }) => [how, why.map(({ reason }) => reason)])).toEqual([
      ['found', ['mac', 'hostName']],
      ['made', []],
    ])
  })
  test('run again they change nothing but when it was seen', async () => {
    const [before] = await of('host1')
    const installed = async () =>
      (await house.as(devicesSoftware, lead.token).software({ params: { id: before?.item?.id ?? '' }, query: { limit: 200 } })).items
    const first = await installed()
    await net.fusioninventory('host1', `--user=spil --password=${key}`)
    await house.settle()
    expect(await installed()).toEqual(first)
    expect((await agents()).filter(({ item }) => item?.id === before?.item?.id)).toHaveLength(2)
  })
  test('five hosts are five devices, by their cards and names alone', async () => {
    for (const host of ['host2', 'host3', 'host4', 'host5']) {
      await net.fusioninventory(host, `--user=spil --password=${key}`)
      await net.ocs(host, ocsKey(key))
    }
    await house.settle()
    const items = new Map<string, Set<string | undefined>>()
    for (const host of ['host1', 'host2', 'host3', 'host4', 'host5']) items.set(host, new Set((await of(host)).map(({ item }) => item?.id)))
    expect([...items.values()].map(({ size }) => size)).toEqual([1, 1, 1, 1, 1])
    expect(new Set([...items.values()].flatMap((ids) => [...ids])).size).toBe(5)
    expect((await house.as(devicesIntake, lead.token).documents({ query: { state: 'notProcessed' } })).items).toEqual([])
  })
  test('without a key waits, and is a device once it is accepted', async () => {
    await net.add({ name: 'host6', mac: '00:16:3e:12:34:56' })
    await net.fusioninventory('host6')
    await house.settle()
    const [waiting] = await of('host6')
    expect(waiting).toMatchObject({ state: 'quarantined', item: null })
    await house.as(devicesIntake, lead.token).acceptAgent({ params: { id: waiting?.id ?? '' }, body: { organisationId: lead.organisationId } })
    await house.settle()
    expect((await of('host6'))[0]?.item?.name).toBe('host6')
  })
})
