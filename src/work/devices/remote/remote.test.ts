/** Remote hands: links with who, when and why on the record; devices that are woken by the collector; work registered from a case in one line. */
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ProblemError } from '#platform/client.ts'
import { items } from '#record/items/contract.ts'
import { itemFacts } from '#record/items/facts/contract.ts'
import { itemLinking } from '#record/items/linking/contract.ts'
import { jsonOf } from '#test/inventories.ts'
import { type Member, type Spil, spil } from '#test/spil.ts'
import { desk } from '#work/desk/contract.ts'
import { deskTime } from '#work/desk/time/contract.ts'
import { devicesIntake } from '../intake/contract.ts'
import { devicesRemote } from './contract.ts'
import { giveUp, wakeDevices, wakeWaiting } from './jobs.ts'

let house: Spil
let lead: Member
let engineer: Member
let laptop: { id: string; number: string }
beforeAll(async () => {
  house = await spil()
  lead = await house.member('lead')
  engineer = await house.member('engineer')
  const { key } = await house.as(devicesIntake, lead.token).createKey({ body: { organisationId: lead.organisationId, name: 'Laptops' } })
  laptop = await make('LT-042', { attributes: { serial: '5CG1234567', ip: '10.20.30.11' }, state: 'inUse' })
  const payload = jsonOf({ deviceId: 'lt-042', hostName: 'lt-042', serial: '5CG1234567', macs: ['3c:52:82:00:00:42', '3c:52:82:00:00:43'] })
  await house.server.inject({ method: 'POST', url: `/inventory/${key}`, payload, headers: { 'content-type': 'application/json' } })
  await house.settle()
})
afterAll(() => house[Symbol.asyncDispose]())

const of = (who: Member) => house.as(devicesRemote, who.token)
const type = (call: Promise<unknown>): Promise<string> =>
  call.then(
    () => '',
    (error) => (error instanceof ProblemError ? error.problem.type : String(error)),
  )
const make = (name: string, more: object = {}) => house.as(items, lead.token).createItem({ body: { kind: 'laptop', name, ...more } })
const caseAbout = async (itemIds: string[], more: object = {}) => {
  const body = { kind: 'incident', title: 'Laptop start niet', impact: 'person', urgency: 'normal', ...more } as const
  const made = await house.as(desk, engineer.token).createCase({ body })
  await house.as(itemLinking, engineer.token).setCaseItems({ params: { caseId: made.id }, body: { itemIds } })
  return made
}
const entries = async (id: string) => (await house.as(desk, engineer.token).case({ params: { id } })).entries
const hands = (who: Member, id = laptop.id) => of(who).hands({ params: { id } })
const ssh = { name: 'SSH', kinds: [], url: 'ssh://{host}', active: true }

describe('links', () => {
  test('are offered with what is known, and say what is not', async () => {
    const { ways } = await hands(engineer)
    expect(ways.map(({ name, scheme, why }) => [name, scheme, why])).toEqual([
      ['Extern bureaublad (RDP)', 'rdp', null],
      ['VNC', 'vnc', null],
      ['RustDesk', 'rustdesk', 'remote.rustdesk is niet bekend'],
    ])
    const body = { template: 'rustdesk', why: 'Helpen' }
    expect(await type(of(engineer).open({ params: { id: laptop.id }, body }))).toBe('devices.remote.missing')
    await house.as(itemFacts, engineer.token).addFacts({ params: { id: laptop.id }, body: [{ key: 'remote.rustdesk', value: '123 456 789' }] })
    expect((await of(engineer).open({ params: { id: laptop.id }, body })).url).toBe('rustdesk://connection/new/123%20456%20789')
  })
  test('are given after who, when and why are on the record, and on the case they are for', async () => {
    const made = await caseAbout([laptop.id])
    const { url, deed } = await of(engineer).open({
      params: { id: laptop.number },
      body: { template: 'rdp', why: 'Kijken wat er staat', case: made.number },
    })
    expect(url).toBe('rdp://lt-042')
    const by = { id: engineer.id, name: engineer.name }
    const noted = { kind: 'opened', way: 'Extern bureaublad (RDP)', why: 'Kijken wat er staat', by, case: { id: made.id, number: made.number } }
    expect(deed).toMatchObject({ ...noted, state: 'done', minutes: null })
    expect((await hands(lead)).deeds[0]).toEqual(deed)
    expect((await entries(made.id)).at(-1)).toMatchObject({
      ...{ visibility: 'internal', author: { id: engineer.id } },
      text: 'LT-042: verbinding geopend met Extern bureaublad (RDP). Kijken wat er staat',
    })
    expect(await house.happened()).toContain('devices.handled')
    const { rows } = await house.app.pools.owner.query(`select data from event where name = 'devices.handled'`)
    expect(JSON.stringify(rows)).not.toContain('Kijken')
  })
  test('for a case are of items that the case is about, and of a case that one works on', async () => {
    const other = await caseAbout([])
    const body = { template: 'rdp', why: 'Kijken' }
    expect(await type(of(engineer).open({ params: { id: laptop.id }, body: { ...body, case: other.id } }))).toBe('devices.remote.notOnCase')
    expect(await type(of(engineer).open({ params: { id: laptop.id }, body: { ...body, case: 'C-999999' } }))).toBe('platform.notFound')
    expect(await type(of(engineer).open({ params: { id: laptop.id }, body: { ...body, template: 'ssh' } }))).toBe('platform.notFound')
    expect((await hands(engineer)).deeds.some(({ why }) => why === 'Kijken')).toBe(false)
  })
  test('of a confidential case are told only to who may see that case', async () => {
    const colleague = await house.member('engineer')
    const secret = await caseAbout([laptop.id], { confidential: true })
    await of(engineer).open({ params: { id: laptop.id }, body: { template: 'vnc', why: 'Onderzoek naar een medewerker', case: secret.id } })
    const seen = async (who: Member) => (await hands(who)).deeds.some(({ why }) => why.startsWith('Onderzoek'))
    expect(await Promise.all([engineer, colleague].map(seen))).toEqual([true, false])
    const client = await house.member('client')
    expect((await hands(client)).deeds).toEqual([])
  })
})

describe('templates', () => {
  const params = () => ({ organisationId: lead.organisationId })
  test.each([
    ['javascript:alert(document.cookie)//{name}', 'scheme'],
    ['data:text/html;base64,{name}', 'scheme'],
    ['{attribute:url}', 'scheme'],
    ['ssh://{host', 'braces'],
    ['ssh://{secret}', 'placeholder'],
    ['vnc://:geheim@{host}', 'secret'],
    ['https://x/ {name}', 'signs'],
    ['rdp://full%20address=s:{host}', 'url'],
  ])('%s is refused with the reason', async (url, wrong) => {
    const before = (await of(lead).templates({ params: params() })).items.length
    expect(await type(of(lead).addTemplate({ params: params(), body: { ...ssh, url } }))).toBe(`devices.remote.wrong.${wrong}`)
    expect(await type(of(lead).changeTemplate({ params: { ...params(), key: 'ssh' }, body: { ...ssh, url, version: 0 } }))).toMatch(/wrong/)
    expect((await of(lead).templates({ params: params() })).items.length).toBe(before)
  })
  test('hostile words of an item go into a link as words, or not at all', async () => {
    const named = await make(`"><script>alert(1)</script>`, { attributes: { hostname: '-oProxyCommand=reboot' } })
    const { items: all } = await of(lead).addTemplate({
      params: params(),
      body: { ...ssh, name: 'Wiki', url: 'https://wiki.linde.example/?q={name}' },
    })
    const key = all.find(({ name }) => name === 'Wiki')?.key ?? ''
    const { url } = await of(engineer).open({ params: { id: named.id }, body: { template: key, why: 'Lezen' } })
    expect(url).toBe('https://wiki.linde.example/?q=%22%3E%3Cscript%3Ealert%281%29%3C%2Fscript%3E')
    const rdp = (await hands(engineer, named.id)).ways.find(({ key }) => key === 'rdp')
    expect(rdp?.why).toBe('De computernaam of het IP-adres past niet in een link')
    expect(await type(of(engineer).open({ params: { id: named.id }, body: { template: 'rdp', why: 'Kijken' } }))).toBe('devices.remote.missing')
    await of(lead).removeTemplate({ params: { ...params(), key } })
  })
  test('that come with Spil are changed, switched off, and as they came again', async () => {
    const one = async () => (await of(engineer).templates({ params: params() })).items.find(({ key }) => key === 'vnc')
    expect(await one()).toMatchObject({ shipped: true, own: false, version: 0, active: true })
    const body = { name: 'VNC via poort', kinds: ['laptop'], url: 'vnc://{host}:5901', active: true }
    await of(lead).changeTemplate({ params: { ...params(), key: 'vnc' }, body: { ...body, version: 0 } })
    expect(await one()).toMatchObject({ ...body, shipped: true, own: true, version: 1 })
    expect(await type(of(lead).changeTemplate({ params: { ...params(), key: 'vnc' }, body: { ...body, version: 0 } }))).toBe('devices.remote.changed')
    expect((await of(engineer).open({ params: { id: laptop.id }, body: { template: 'vnc', why: 'Kijken' } })).url).toBe('vnc://lt-042:5901')
    await of(lead).changeTemplate({ params: { ...params(), key: 'vnc' }, body: { ...body, active: false, version: 1 } })
    expect((await hands(engineer)).ways.map(({ key }) => key)).not.toContain('vnc')
    await of(lead).removeTemplate({ params: { ...params(), key: 'vnc' } })
    expect(await one()).toMatchObject({ name: 'VNC', own: false, version: 0, active: true })
    expect(await type(of(lead).removeTemplate({ params: { ...params(), key: 'nergens' } }))).toBe('platform.notFound')
    const { items: all } = await of(lead).addTemplate({ params: params(), body: ssh })
    const own = all.find(({ shipped }) => !shipped)
    const gone = await of(lead).removeTemplate({ params: { ...params(), key: own?.key ?? '' } })
    expect(gone.items.every(({ shipped }) => shipped)).toBe(true)
  })
})

describe('waking', () => {
  test('sends a magic packet to every card that is known, once, and says who and why', async () => {
    const ear = createSocket('udp4')
    const heard: string[] = []
    ear.on('message', (packet) => heard.push(packet.toString('hex')))
    ear.bind(0, '0.0.0.0')
    await once(ear, 'listening')
    const reach = { port: ear.address().port, addresses: () => ['127.255.255.255'] }
    const made = await caseAbout([laptop.id])
    const body = { why: 'Updates vannacht', case: made.id }
    const asked = await of(engineer).wake({ params: { id: laptop.id }, body })
    expect(asked).toMatchObject({ kind: 'woken', state: 'waiting', why: 'Updates vannacht', by: { id: engineer.id } })
    expect(await type(of(lead).wake({ params: { id: laptop.id }, body: { why: 'Ook' } }))).toBe('devices.remote.waking')
    expect((await entries(made.id)).at(-1)?.text).toBe('LT-042: gewekt. Updates vannacht')
    await Promise.all([wakeWaiting(house.app, reach), wakeWaiting(house.app, reach)])
    const packet = (mac: string) => 'ff'.repeat(6) + mac.repeat(16)
    await expect.poll(() => heard.length).toBe(2)
    expect(heard.sort()).toEqual([packet('3c5282000042'), packet('3c5282000043')])
    expect((await hands(lead)).deeds.find(({ id }) => id === asked.id)).toMatchObject({ state: 'done', reason: null })
    ear.close()
  })
  test('of what has no known card, or that nobody picks up in time, says so', async () => {
    const bare = await make('Zonder kaart')
    expect((await hands(engineer, bare.id)).wake.why).toBe('Van dit apparaat is geen MAC-adres bekend')
    expect(await type(of(engineer).wake({ params: { id: bare.id }, body: { why: 'Aan' } }))).toBe('devices.remote.noCard')
    const { id } = await of(engineer).wake({ params: { id: laptop.id }, body: { why: 'Te laat' } })
    house.clock.set(new Date(house.app.now().getTime() + 6 * 60_000))
    await wakeWaiting(house.app, { port: 9, addresses: () => [] })
    const late = (await hands(engineer)).deeds.find((one) => one.id === id)
    expect(late).toMatchObject({ state: 'failed', reason: 'Geen proces met de rol collector pakte het binnen 5 minuten op' })
    const { id: nobody } = await of(engineer).wake({ params: { id: laptop.id }, body: { why: 'Niemand luistert' } })
    await giveUp.run({ deedId: nobody }, house.app, new AbortController().signal)
    // What has ended is not ended again.
    await giveUp.run({ deedId: id }, house.app, new AbortController().signal)
    expect((await hands(engineer)).deeds.find((one) => one.id === nobody)).toMatchObject({ state: 'failed', reason: late?.reason })
    const { id: again } = await of(engineer).wake({ params: { id: laptop.id }, body: { why: 'Nergens heen' } })
    await wakeWaiting(house.app, { port: 9, addresses: () => [] })
    expect((await hands(engineer)).deeds.find((one) => one.id === again)).toMatchObject({
      state: 'failed',
      reason: expect.stringMatching(/^Het pakket/),
    })
  })
  test('is done by itself in the process that collects', async () => {
    expect(wakeDevices.role).toBe('collector')
    const own = await make('LT-077', { attributes: { mac: '3c:52:82:00:00:77' } })
    const { id } = await of(engineer).wake({ params: { id: own.id }, body: { why: 'Aan' } })
    const service = await wakeDevices.start(house.app)
    await expect.poll(async () => (await hands(engineer, own.id)).deeds.find((one) => one.id === id)?.state).not.toBe('waiting')
    await service.stop()
    expect(await house.happened()).toContain('devices.wakeEnded')
  })
})

test('work from a case is one line: on the case, in its time and with the device', async () => {
  const made = await caseAbout([laptop.id])
  const body = { what: 'Geheugen vervangen', minutes: 25, case: made.number }
  const deed = await of(engineer).work({ params: { id: laptop.id }, body })
  expect(deed).toMatchObject({ kind: 'worked', why: 'Geheugen vervangen', minutes: 25, case: { number: made.number } })
  expect((await entries(made.id)).at(-1)).toMatchObject({ text: 'LT-042: Geheugen vervangen', visibility: 'internal' })
  const { minutes, items: spent } = await house.as(deskTime, engineer.token).caseTime({ params: { id: made.id } })
  expect([minutes, spent[0]?.note]).toEqual([25, 'LT-042: Geheugen vervangen'])
  await of(engineer).work({ params: { id: laptop.id }, body: { what: 'Nagekeken', case: made.number } })
  expect((await house.as(deskTime, engineer.token).caseTime({ params: { id: made.id } })).minutes).toBe(25)
  expect((await hands(engineer)).deeds.slice(0, 2).map(({ why }) => why)).toEqual(expect.arrayContaining(['Geheugen vervangen', 'Nagekeken']))
  const elsewhere = await caseAbout([])
  expect(await type(of(engineer).work({ params: { id: laptop.id }, body: { ...body, case: elsewhere.id } }))).toBe('devices.remote.notOnCase')
})
