/** The status page and the wall board by their story. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ProblemError } from '#platform/client.ts'
import { itemRelations } from '#record/items/relations/contract.ts'
import { type AlarmsHouse, alarmsHouse, type Thing } from '#test/alarms.ts'
import type { Member } from '#test/spil.ts'
import { deskOutages } from '#work/desk/outages/contract.ts'
import { monitoringAlarms } from '../alarms/contract.ts'
import { monitoringWindows } from '../alarms/windows/contract.ts'
import { monitoringWall } from '../wall/contract.ts'
import { monitoringStatus } from './contract.ts'
import { dayOf, lastDays, stateNow, stateOfPage, worstOf } from './rules.ts'

let all: AlarmsHouse
let reporter: Member
let service: Thing
let servers: Thing[]
const lead = () => all.house.as(monitoringStatus, all.lead.token)
const problem = (call: Promise<unknown>) =>
  call.then(
    () => '',
    (error) => (error instanceof ProblemError ? error.problem.type : String(error)),
  )
const page = async () => {
  all.later(31)
  return (await all.house.as(monitoringStatus, reporter.token).status({}))[0]
}
beforeAll(async () => {
  all = await alarmsHouse()
  reporter = await all.house.member('reporter')
  service = await all.make('Mailomgeving', 'dienst', 'service')
  servers = [await all.make('srv-geheim-1', 'post'), await all.make('srv-geheim-2', 'post')]
  const relations = all.house.as(itemRelations, all.engineer.token)
  for (const { id } of servers) await relations.relate({ params: { id: service.id }, body: { kind: 'dependsOn', other: id } })
  const { items } = await relations.relations({ params: { id: service.id } })
  await relations.group({ params: { id: service.id }, body: { name: 'paar', needed: 1, relationIds: items.map(({ id }) => id) } })
  await all.rule(
    'post',
    { kind: 'threshold', query: 'probe_success', op: '<', value: 1, means: 'reachable' },
    { severity: 'critical', title: 'Geheime regel' },
  )
}, 60_000)
afterAll(() => all.house[Symbol.asyncDispose]())
const probe = async (first: number, second: number) => {
  all.later(60)
  for (const [at, value] of [first, second].entries()) await all.give('probe_success', servers[at] as Thing, value)
  await all.round()
}
const settings = { nl: 'E-mail', en: 'Email' }

test('shows chosen services in plain words, with no name of a machine', async () => {
  const { organisationId } = all
  expect(await page()).toBeUndefined()
  const body = { organisationId, title: 'Diensten', services: [{ itemId: service.id, ...settings }], public: false, version: 0 }
  const set = await lead().changeStatusSettings({ body })
  expect([set.version, set.url]).toEqual([1, null])
  expect(await problem(lead().changeStatusSettings({ body }))).toBe('monitoring.status.changed')
  expect(await problem(lead().changeStatusSettings({ body: { ...body, version: 1, services: [{ itemId: organisationId, ...settings }] } }))).toBe(
    'monitoring.status.item',
  )
  expect((await page())?.services[0]).toMatchObject({ name: settings, state: 'unknown', percent: null })
  await probe(1, 1)
  const works = await page()
  expect(works).toMatchObject({ title: 'Diensten', state: 'works', services: [{ state: 'works', percent: 100 }] })
  expect(works?.services[0]?.days).toHaveLength(90)
  // One of two is enough: it works, with troubles.
  await probe(0, 1)
  expect((await page())?.state).toBe('troubles')
  await probe(0, 0)
  const down = await page()
  expect([down?.state, down?.services[0]?.days.at(-1)?.state]).toEqual(['down', 'down'])
  expect(JSON.stringify(down)).not.toMatch(/geheim|Geheim|Mailomgeving|I-\d/)
}, 60_000)

test('has what the desk published and what is planned', async () => {
  const { organisationId } = all
  await all.house.as(deskOutages, all.engineer.token).publish({
    body: { organisationId, kind: 'outage', nl: { title: 'E-mail werkt niet', hit: 'U kunt niet mailen' }, en: null },
  })
  const starts = new Date(all.house.clock.now().getTime() + 3 * 86_400_000).toISOString().slice(0, 11)
  await all.house
    .as(monitoringWindows, all.engineer.token)
    .addWindow({ body: { organisationId, name: 'Geheim venster', itemIds: [service.id], starts: `${starts}20:00`, minutes: 60 } })
  const shown = await page()
  expect(shown?.outages[0]?.nl?.title).toBe('E-mail werkt niet')
  expect(shown?.planned).toHaveLength(1)
  expect(shown?.planned[0]?.name).toEqual(settings)
  expect(JSON.stringify(shown)).not.toContain('Geheim')
})

test('is public only when a lead says so, at an address that nobody guesses and that can be another one', async () => {
  const { organisationId } = all
  const body = { organisationId, title: 'Diensten', services: [{ itemId: service.id, ...settings }], public: true }
  const open = await lead().changeStatusSettings({ body: { ...body, version: 1 } })
  const token = open.url?.split('/').at(-1) ?? ''
  expect(token.length).toBeGreaterThanOrEqual(32)
  const anyone = all.house.as(monitoringStatus)
  const seen = await Promise.all(Array.from({ length: 20 }, () => anyone.publicStatus({ params: { token } })))
  expect(new Set(seen.map(({ at }) => at)).size).toBe(1)
  expect(await problem(anyone.publicStatus({ params: { token: `${token}x` } }))).toBe('platform.notFound')
  const renewed = await lead().changeStatusSettings({ body: { ...body, renew: true, version: 2 } })
  expect(renewed.url).not.toBe(open.url)
  const fresh = renewed.url?.split('/').at(-1) ?? ''
  expect((await anyone.publicStatus({ params: { token: fresh } })).title).toBe('Diensten')
  await lead().changeStatusSettings({ body: { ...body, public: false, version: 3 } })
  expect(await lead().statusSettings({ query: { organisationId } })).toMatchObject({ public: false, url: null, version: 4 })
})

test('the wall board says what is wrong by cause, for who reads and for a screen with a code until it is taken back', async () => {
  const { organisationId } = all
  const wall = await all.house.as(monitoringWall, all.engineer.token).wall({ query: { organisationId } })
  expect(wall).toMatchObject({ organisation: 'Lindecollege', open: { critical: 2 }, unacknowledged: 2, services: [{ state: 'down' }] })
  expect(wall.causes.map(({ item, title }) => [item, title]).sort()).toEqual([
    ['srv-geheim-1', 'Geheime regel'],
    ['srv-geheim-2', 'Geheime regel'],
  ])
  expect(wall.oldest?.item).toBe('srv-geheim-1')
  const screens = all.house.as(monitoringWall, all.lead.token)
  const screen = await screens.addScreen({ body: { organisationId, name: 'Gang' } })
  const code = screen.url.split('/').at(-1) ?? ''
  const anyone = all.house.as(monitoringWall)
  const { items } = await all.house.as(monitoringAlarms, all.engineer.token).alarms({ query: {} })
  const first = items.find(({ item }) => item.name === 'srv-geheim-1')
  await all.house.as(monitoringAlarms, all.engineer.token).acknowledge({ body: { ids: [first?.id ?? ''] } })
  const seen = await anyone.wallByCode({ params: { code } })
  expect([seen.unacknowledged, seen.oldest?.item]).toEqual([1, 'srv-geheim-2'])
  expect(seen.causes.find(({ item }) => item === 'srv-geheim-1')?.acknowledgedBy).toBe(all.engineer.name)
  expect((await screens.screens({ query: { organisationId } })).items[0]?.seenAt).not.toBeNull()
  await screens.removeScreen({ params: { id: screen.id } })
  expect(await problem(anyone.wallByCode({ params: { code } }))).toBe('platform.notFound')
})

test('more at once than there are connections, of nobody: each is answered before anybody waits for a connection in vain', async () => {
  const { house, organisationId } = all
  const open = { organisationId, title: 'Diensten', services: [{ itemId: service.id, ...settings }], public: true }
  const { url } = await lead().changeStatusSettings({ body: { ...open, version: 4 } })
  const screen = await house.as(monitoringWall, all.lead.token).addScreen({ body: { organisationId, name: 'Hal' } })
  const last = (address: string | null | undefined) => address?.split('/').at(-1) ?? ''
  const many = async (make: (at: number) => string, token?: string) => {
    const headers = token === undefined ? {} : { authorization: `Bearer ${token}` }
    const answers = await Promise.all(Array.from({ length: house.app.config.dbPool * 3 }, (_, at) => house.server.inject({ url: make(at), headers })))
    return [...new Set(answers.map(({ statusCode }) => statusCode))]
  }
  expect(await many((at) => `/api/monitoring/heartbeat/${String(at).padStart(24, 'x')}`)).toEqual([404])
  expect(await many((at) => `/api/monitoring/public-status/${String(at).padStart(24, 'x')}`)).toEqual([404])
  expect(await many(() => `/api/monitoring/public-status/${last(url)}`)).toEqual([200])
  expect(await many(() => `/api/monitoring/wall/${last(screen.url)}`)).toEqual([200])
  expect(await many(() => `/api/monitoring/wall?organisationId=${organisationId}`, all.engineer.token)).toEqual([200])
  all.later(31)
  expect(await many(() => '/api/monitoring/status', reporter.token)).toEqual([200])
})

test('how it does now and how a day was', () => {
  expect([stateNow('up', false), stateNow('up', true), stateNow('down', true), stateNow('unknown', true)]).toEqual([
    'works',
    'troubles',
    'down',
    'unknown',
  ])
  expect(worstOf([])).toBe('works')
  const now = new Date('2026-11-20T12:00:00Z')
  const outage = { kind: 'outage', from: '2026-11-20T11:00:00Z', endedAt: null } as const
  expect(stateOfPage(['works'], [outage], now)).toBe('troubles')
  expect(stateOfPage(['works', 'down'], [outage], now)).toBe('down')
  expect(stateOfPage(['works'], [{ ...outage, kind: 'maintenance' }], now)).toBe('maintenance')
  expect(stateOfPage(['works'], [{ ...outage, endedAt: '2026-11-20T11:30:00Z' }], now)).toBe('works')
  expect(stateOfPage(['works'], [{ ...outage, from: '2026-11-20T13:00:00Z' }], now)).toBe('works')
  expect(worstOf(['works', 'unknown', 'maintenance'])).toBe('maintenance')
  const day = { day: '2026-11-26', from: 0, until: 100_000 }
  expect(
    dayOf(
      [
        { from: -5000, until: 99_000, is: 'up' },
        { from: 99_000, until: 300_000, is: 'down' },
      ],
      day,
    ),
  ).toEqual({ day: day.day, state: 'down', down: 1 })
  expect(
    dayOf(
      [
        { from: 0, until: 60_000, is: 'unknown' },
        { from: 60_000, until: 100_000, is: 'up' },
      ],
      day,
    ).state,
  ).toBe('unknown')
  expect(
    dayOf(
      [
        { from: 0, until: 40_000, is: 'unknown' },
        { from: 40_000, until: 100_000, is: 'up' },
      ],
      day,
    ).state,
  ).toBe('up')
})

test('has its ninety days at any hour, also late in the evening after summer time ended, and the first of them is whole', () => {
  for (const [now, zone, first, last] of [
    ['2026-11-26T22:30:00Z', 'Europe/Amsterdam', '2026-08-29', '2026-11-26'],
    ['2026-11-26T23:30:00Z', 'Europe/Amsterdam', '2026-08-30', '2026-11-27'],
    ['2027-04-20T22:30:00Z', 'Europe/Amsterdam', '2027-01-22', '2027-04-21'],
    ['2027-04-20T00:30:00Z', 'America/St_Johns', '2027-01-20', '2027-04-19'],
  ] as const) {
    const days = lastDays(Date.parse(now), zone, 90)
    expect([days.length, days[0]?.day, days.at(-1)?.day]).toEqual([90, first, last])
    expect((days[0]?.until ?? 0) - (days[0]?.from ?? 0)).toBe(86_400_000)
    expect(days.at(-1)?.until).toBe(Date.parse(now))
  }
})
