import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { ProblemError } from '#platform/client.ts'
import { items } from '#record/items/contract.ts'
import { itemFacts } from '#record/items/facts/contract.ts'
import { normsBaselines } from '#record/norms/baselines/contract.ts'
import { normsDeviations } from '#record/norms/deviations/contract.ts'
import { type Agent, answering, freePort, passwords, printerOf, type Supply, snmpd } from '#test/peers/snmpd.ts'
import { type Member, type Spil, spil } from '#test/spil.ts'
import { devicesIdentity } from '../identity/contract.ts'
import { devicesIntake } from '../intake/contract.ts'
import { devicesRequirements } from '../requirements/contract.ts'
import { devicesSnmp, type NewAccess } from './contract.ts'
import { pollDevices, poller } from './jobs.ts'

vi.setConfig({ testTimeout: 60_000 })
let house: Spil
let lead: Member
let engineer: Member
let port: number
let peers: AsyncDisposable[] = []
beforeAll(async () => {
  house = await spil({ env: { SPIL_OUTGOING_ALLOW: '127.0.0.0/8' } })
  house.clock.set(new Date('2026-11-26T12:00:00Z'))
  lead = await house.member('lead')
  engineer = await house.member('engineer')
  port = await freePort()
})
afterAll(async () => {
  await Promise.all(peers.map((peer) => peer[Symbol.asyncDispose]()))
  await house[Symbol.asyncDispose]()
})

const of = (who: Member) => house.as(devicesSnmp, who.token)
const type = (call: Promise<unknown>): Promise<string> =>
  call.then(
    () => '',
    (error) => (error instanceof ProblemError ? error.problem.type : String(error)),
  )
const community = { protocol: '2c', community: 'linde' } as const satisfies NewAccess
const add = (address: string, access: NewAccess = community, locationId: string | null = null) =>
  of(lead).addTarget({ body: { organisationId: lead.organisationId, name: address, address, port, access, locationId } })
const target = async (id: string) => (await of(lead).targets()).items.find((one) => one.id === id)
const results = async (targetId: string) => (await of(engineer).results({ query: { targetId } })).items
/** Every round that is due, to its end. */
async function polled() {
  const { look, idle } = poller(house.app, new AbortController().signal, { tryMs: 1000, tries: 2, totalMs: 15_000, roundMs: 30_000 })
  for (let times = 0; times < 3; times++) {
    await look()
    await idle()
  }
  await house.settle()
}
const facts = async (itemId: string) =>
  Object.fromEntries(
    (await house.as(itemFacts, engineer.token).facts({ params: { id: itemId }, query: { limit: 200 } })).items.map(({ key, value }) => [key, value]),
  )
interface Wish {
  name: string
  serial: string
  mac: string
  supplies?: readonly Supply[]
}
async function printer(address: string, { supplies = [{ name: 'Black Cartridge', most: 100, level: 60 }], ...wish }: Wish): Promise<Agent> {
  const agent = await snmpd(address, port, printerOf({ ...wish, supplies }))
  peers.push(agent)
  return agent
}
async function gone(peer: AsyncDisposable) {
  peers = peers.filter((one) => one !== peer)
  await peer[Symbol.asyncDispose]()
}
const later = (hours: number) => house.clock.set(new Date(house.app.now().getTime() + hours * 3_600_000))

describe('a printer', () => {
  const supplies = [
    { name: 'Black Cartridge', most: 2000, level: 1500 },
    { name: 'Cyan Cartridge', most: 100, level: 40 },
    { name: 'Waste', most: -2, level: -3 },
    { name: 'Fuser', most: 0, level: 0 },
  ]
  beforeAll(() => printer('127.0.3.1', { name: 'prn-kantine', serial: 'CNB3001', mac: '00:1b:21:00:30:01', supplies }))

  test('asked over version 1, 2c and 3 is one device, with model, serial number, pages and supplies', async () => {
    const accesses: NewAccess[] = [
      { protocol: '1', community: 'linde' },
      community,
      {
        protocol: '3',
        user: 'usersha256',
        auth: { protocol: 'sha256', password: passwords.auth },
        priv: { protocol: 'aes', password: passwords.priv },
      },
    ]
    const ids = await Promise.all(accesses.map(async (access) => (await add('127.0.3.1', access)).id))
    await polled()
    const found = (await Promise.all(ids.map(results))).flat()
    expect(found.map(({ state, reason }) => `${state} ${reason}`)).toEqual(Array(3).fill('answered null'))
    const [itemId = '', ...others] = new Set(found.map(({ item }) => item?.id))
    expect(others).toEqual([])
    const row = await house.as(items, engineer.token).item({ params: { id: itemId } })
    expect([row.kind.key, row.name]).toEqual(['printer', 'prn-kantine'])
    expect(Object.fromEntries(row.attributes.map(({ key, value }) => [key, value]))).toMatchObject({
      serial: 'CNB3001',
      model: 'HP LaserJet 400 M401dn',
      mac: '00:1b:21:00:30:01',
      ip: '127.0.3.1',
    })
    const known = await facts(itemId)
    expect(known).toMatchObject({
      'printer.pages': 12_345,
      'printer.status': 'idle',
      'printer.supplies.lowest': 40,
      'printer.supplies.blackCartridge': 75,
      'hardware.serial': 'CNB3001',
      'firmware.version': '1.05',
    })
    expect(Object.keys(known).filter((key) => /waste|fuser/i.test(key))).toEqual([])
    const stands = { running: false, lastRound: { answered: 1, silent: 0, failed: 0, error: null }, item: { name: 'prn-kantine' } }
    expect(await target(ids[0] ?? '')).toMatchObject(stands)
    // The same, as a page of that item shows it.
    const onItem = (await of(engineer).results({ query: { itemId } })).items
    expect(onItem.map(({ targetId }) => targetId).sort()).toEqual([...ids].sort())
    const { supplies: read, ...told } = onItem[0]?.reading ?? {}
    expect(told).toEqual({ model: 'HP LaserJet 400 M401dn', serial: 'CNB3001', pages: 12_345 })
    expect(read?.map(({ name, percent }) => `${name} ${percent}`)).toEqual(['Cyan cartridge 40', 'Black cartridge 75'])
    const other = await house.as(items, engineer.token).createItem({ body: { organisationId: lead.organisationId, kind: 'printer', name: 'Zonder' } })
    expect((await of(engineer).results({ query: { itemId: other.id } })).items).toEqual([])
    for (const id of ids) await of(lead).removeTarget({ params: { id } })
  })

  test('is the item that somebody registered by hand, by its serial number', async () => {
    await printer('127.0.3.2', { name: 'prn-2', serial: 'CNB3002', mac: '00:1b:21:00:30:02' })
    const body = { organisationId: lead.organisationId, kind: 'printer', name: 'Printer lokaal 2', attributes: { serial: 'CNB3002' } }
    const byHand = await house.as(items, engineer.token).createItem({ body })
    const { id } = await add('127.0.3.2')
    await polled()
    expect((await results(id)).map(({ item }) => item?.id)).toEqual([byHand.id])
    const { joinings, agents } = await house.as(devicesIdentity, engineer.token).device({ params: { id: byHand.id } })
    expect(joinings.map(({ how, why }) => [how, why.map(({ reason }) => reason)])).toEqual([['found', ['serial']]])
    expect(agents.map(({ dialect, deviceId, version }) => [dialect, deviceId, version])).toEqual([['snmp', `127.0.3.2:${port}`, 'SNMP 2c']])
    // Taken off that item it is asked again at once, and goes to an item of its own.
    await house.as(devicesIdentity, engineer.token).partAgent({ params: { id: agents[0]?.id ?? '' }, body: { why: 'Is een andere' } })
    await house.settle()
    await polled()
    const [after] = await results(id)
    expect([after?.state, after?.item?.id === byHand.id, after?.item?.name]).toEqual(['answered', false, 'prn-2'])
    await of(lead).removeTarget({ params: { id } })
  })
})

describe('what a printer tells', () => {
  test('that is nearly out of something deviates, and no longer when it was replaced', async () => {
    const { organisationId } = lead
    const { baselineId } = await house.as(devicesRequirements, lead.token).takeOver({ params: { key: 'printer' }, body: { organisationId } })
    const baselines = house.as(normsBaselines, lead.token)
    const [baseline] = (await baselines.baselines({ query: { organisationId } })).items
    await baselines.publishBaseline({ params: { id: baselineId }, body: { version: baseline?.version ?? 1, note: '' } })
    const wish = { name: 'prn-4', serial: 'CNB3004', mac: '00:1b:21:00:30:04' }
    const low = await printer('127.0.3.4', { ...wish, supplies: [{ name: 'Black', most: 100, level: 10 }] })
    const room = await house.as(items, engineer.token).createItem({ body: { organisationId, kind: 'location', name: 'Kopieerhoek', attributes: {} } })
    const { id } = await add('127.0.3.4', community, room.id)
    await polled()
    const itemId = (await results(id))[0]?.item?.id ?? ''
    const stands = async () =>
      (await house.as(normsDeviations, engineer.token).itemStandings({ params: { id: itemId } })).items.find(({ expectation }) =>
        expectation.title.startsWith('Toner'),
      )?.verdict
    // What is registered stands where its target says, and is in use: so it counts.
    const row = await house.as(items, engineer.token).item({ params: { id: itemId } })
    expect([row.state.key, row.location?.id]).toEqual(['inUse', room.id])
    expect(await stands()).toBe('broken')
    await gone(low)
    const full = await printer('127.0.3.4', { ...wish, supplies: [{ name: 'Black XL', most: 100, level: 11 }] })
    later(13)
    await polled()
    expect(await stands()).toBe('met')
    expect(Object.keys(await facts(itemId)).filter((key) => key.startsWith('printer.supplies'))).toEqual([
      'printer.supplies.blackXl',
      'printer.supplies.lowest',
    ])
    await gone(full)
    await printer('127.0.3.4', { ...wish, supplies: [{ name: 'Black', most: -2, level: -3 }] })
    later(13)
    await polled()
    expect(await stands()).toBe('unknown')
    await of(lead).removeTarget({ params: { id } })
  })

  test('that was refused on the list of agents is left alone', async () => {
    await printer('127.0.3.5', { name: 'prn-5', serial: 'CNB3005', mac: '00:1b:21:00:30:05' })
    const { id } = await add('127.0.3.5')
    await polled()
    const { agentId } = (await results(id))[0] ?? {}
    await house.as(devicesIntake, lead.token).refuseAgent({ params: { id: agentId ?? '' } })
    await of(lead).pollTarget({ params: { id } })
    await polled()
    expect((await results(id)).map(({ state, reason }) => [state, reason])).toEqual([['failed', 'Dit apparaat is geweigerd op de lijst van agents']])
    await of(lead).removeTarget({ params: { id } })
  })
})

describe('a round', () => {
  test('of a network goes on past who answers nonsense and who never answers; silence counts where somebody was before', async () => {
    const first = await printer('127.0.4.1', { name: 'prn-a', serial: 'CNB4001', mac: '00:1b:21:00:40:01' })
    await printer('127.0.4.5', { name: 'prn-b', serial: 'CNB4005', mac: '00:1b:21:00:40:05' })
    const nonsense = await answering('127.0.4.2', port, () => [Buffer.from('geen SNMP')])
    const mute = await answering('127.0.4.3', port, () => [])
    peers.push(nonsense, mute)
    const { id } = await add('127.0.4.0/29')
    await polled()
    const states = async () => (await results(id)).map(({ address, state }) => [address, state])
    expect(await states()).toEqual([
      ['127.0.4.1', 'answered'],
      ['127.0.4.2', 'failed'],
      ['127.0.4.5', 'answered'],
    ])
    const round = (await target(id))?.lastRound
    expect(round).toMatchObject({ answered: 2, silent: 0, failed: 1 })
    expect(round?.error).toMatch(/^127\.0\.4\.2: Het antwoord is niet te begrijpen/)
    expect([nonsense.asked(), mute.asked()].every((count) => count > 0)).toBe(true)
    const [before] = await results(id)
    await gone(first)
    later(13)
    await polled()
    expect((await target(id))?.lastRound).toMatchObject({ answered: 1, silent: 1, failed: 1 })
    const silent = (await results(id))[0]
    expect((await of(engineer).results({ query: { trouble: 'true' } })).items.map(({ state }) => state)).toEqual(['silent', 'failed'])
    // Who was there stays known.
    expect([silent?.state, silent?.item?.name, silent?.answeredAt]).toEqual(['silent', 'prn-a', before?.answeredAt])
    expect(await house.happened()).toEqual(expect.arrayContaining(['devices.snmpTargetChanged', 'devices.snmpPolled', 'devices.agentSeen']))
    await of(lead).removeTarget({ params: { id } })
  })
  test('says in words why a single device told nothing', async () => {
    const wrong = { protocol: '3', user: 'usersha', auth: { protocol: 'sha', password: 'dit is het niet' } } as const
    const ids = [(await add('127.0.3.1', wrong)).id, (await add('127.0.4.3')).id]
    await polled()
    const errors = await Promise.all(ids.map(async (id) => (await target(id))?.lastRound?.error))
    expect(errors[0]).toMatch(/^Het apparaat wijst gebruiker, wachtwoord of versleuteling af/)
    expect(errors[1]).toMatch(/^Geeft geen antwoord/)
    for (const id of ids) await of(lead).removeTarget({ params: { id } })
  })
  test('that was changed or stopped meanwhile writes nothing of before, and is run again', async () => {
    const { id } = await add('127.0.4.3')
    const slow = { tryMs: 1500, tries: 2, totalMs: 10_000, roundMs: 30_000 }
    const stopping = new AbortController()
    const halfway = poller(house.app, stopping.signal, { ...slow, tryMs: 60_000, totalMs: 120_000 })
    await halfway.look()
    expect((await target(id))?.running).toBe(true)
    // Nobody else takes it meanwhile.
    await polled()
    stopping.abort()
    await halfway.idle()
    expect(await target(id)).toMatchObject({ running: false, lastRound: null })
    const again = poller(house.app, new AbortController().signal, slow)
    await again.look()
    const body = { name: 'Ander', address: '127.0.4.7', port, access: community, everyHours: 6, version: 1 }
    await of(lead).changeTarget({ params: { id }, body })
    await again.idle()
    expect([await results(id), (await target(id))?.lastRound]).toEqual([[], null])
    await polled()
    expect((await target(id))?.lastRound).toMatchObject({ silent: 1 })
    await of(lead).removeTarget({ params: { id } })
  })
})

test('the service asks by itself what is due, and ends with the program', async () => {
  const { id } = await add('127.0.3.1')
  const service = await pollDevices.start(house.app)
  await vi.waitFor(async () => expect((await target(id))?.lastRound?.answered).toBe(1), { timeout: 20_000, interval: 200 })
  await service.stop()
  expect(pollDevices.role).toBe('collector')
  await of(lead).removeTarget({ params: { id } })
})

test('credentials are told to nobody, and go to no other address by themselves', async () => {
  const access = {
    protocol: '3',
    user: 'beheer',
    auth: { protocol: 'sha', password: 'GEHEIM-een' },
    priv: { protocol: 'aes', password: 'GEHEIM-twee' },
  } as const
  const { id, organisationId, ...rest } = await add('10.1.0.0/22', access)
  expect(rest.access).toEqual({ protocol: '3', user: 'beheer', auth: 'sha', priv: 'aes' })
  const { rows } = await house.app.pools.owner.query('select * from snmp_target')
  const { rows: kept } = await house.app.pools.owner.query('select data from event')
  expect(JSON.stringify([rest, (await of(lead).targets()).items, rows, kept])).not.toContain('GEHEIM')
})

test('a target is changed by who saw how it is, to where and in a way that devices can be asked', async () => {
  const { id, access } = await add('10.1.0.0/22')
  const body = { name: 'Kantoor', address: '10.1.0.0/22', port, everyHours: 6, active: false, version: 1 }
  expect(await type(of(lead).changeTarget({ params: { id }, body: { ...body, address: '10.1.4.0/22' } }))).toBe('devices.snmp.accessNeeded')
  expect(await type(of(lead).changeTarget({ params: { id }, body: { ...body, port: 9161 } }))).toBe('devices.snmp.accessNeeded')
  expect(await of(lead).changeTarget({ params: { id }, body })).toMatchObject({ name: 'Kantoor', everyHours: 6, version: 2, access })
  expect(await type(of(lead).changeTarget({ params: { id }, body }))).toBe('devices.snmp.changed')
  expect(await type(of(lead).pollTarget({ params: { id } }))).toBe('devices.snmp.notActive')
  expect(await type(of(lead).changeTarget({ params: { id }, body: { ...body, version: 2, locationId: id } }))).toBe('devices.snmp.location')
  const half = { protocol: '3', user: 'x', priv: { protocol: 'aes', password: passwords.priv } } as const
  expect(await type(add('10.1.0.1', half))).toBe('devices.snmp.privWithoutAuth')
})
