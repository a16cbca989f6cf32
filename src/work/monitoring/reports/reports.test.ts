/** Reports by their story: what is counted, made at its time and once, mailed with its PDF, and proven. */
import { createHash } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { extractText, getDocumentProxy } from 'unpdf'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ProblemError } from '#platform/client.ts'
import { verifyProof } from '#platform/events/proof.ts'
import { itemRelations } from '#record/items/relations/contract.ts'
import { type AlarmsHouse, alarmsHouse, type Thing } from '#test/alarms.ts'
import { monitoringWindows } from '../alarms/windows/contract.ts'
import { monitoringAvailability } from '../availability/contract.ts'
import { monitoringReports } from './contract.ts'
import { makeDueReports } from './jobs.ts'
import { nextDue } from './reads.ts'
import { knowsNothing } from './rules.ts'

let all: AlarmsHouse
let server: Thing
let service: Thing
const reports = () => all.house.as(monitoringReports, all.lead.token)
const problem = (call: Promise<unknown>) =>
  call.then(
    () => '',
    (error) => (error instanceof ProblemError ? error.problem.type : String(error)),
  )
const at = (text: string) => all.house.clock.set(new Date(text))
const sample = async (text: string, value: number) => {
  at(text)
  await all.give('probe_success', server, value)
  await all.round()
}
const due = () => makeDueReports.run({}, all.house.app, new AbortController().signal)

beforeAll(async () => {
  all = await alarmsHouse()
  at('2026-10-05T06:00:00Z')
  server = await all.make('srv-mail', 'post')
  service = await all.make('E-mail', 'dienst', 'service')
  await all.house.as(itemRelations, all.engineer.token).relate({ params: { id: service.id }, body: { kind: 'dependsOn', other: server.id } })
  await all.rule('post', { kind: 'threshold', query: 'probe_success', op: '<', value: 1, means: 'reachable' }, { severity: 'high' })
  // Known from 06:00 until 07:00 UTC, every five minutes; of that down from 06:30:00 until 06:40:00. Maintenance from 06:35 (08:35 on the wall) for 15 minutes.
  await all.house.as(monitoringWindows, all.engineer.token).addWindow({
    body: { organisationId: all.organisationId, name: 'Onderhoud', itemIds: [service.id], starts: '2026-10-05T08:35', minutes: 15 },
  })
  for (let minute = 0; minute <= 60; minute += 5)
    await sample(`2026-10-05T${minute === 60 ? '07:00' : `06:${String(minute).padStart(2, '0')}`}:00Z`, minute === 30 || minute === 35 ? 0 : 1)
}, 120_000)
afterAll(() => all.house[Symbol.asyncDispose]())

const october = 31 * 86_400 + 3600
test('counts items, and services by what they need, with maintenance left out', async () => {
  at('2026-11-02T08:00:00Z')
  const { id } = await reports().addReport({
    body: {
      organisationId: all.organisationId,
      name: 'Beschikbaarheid',
      parts: ['availability', 'capacity'],
      scope: { kinds: ['service', 'server'] },
      target: 90,
    },
  })
  const { availability, capacity, period } = await reports().figures({ params: { id } })
  expect([period.name, period.from, period.until]).toEqual(['2026-10', '2026-09-30T22:00:00.000Z', '2026-10-31T23:00:00.000Z'])
  const row = (number: string) => availability?.rows.find((one) => one.number === number)
  // An hour is known: 10 minutes down, 50 up; all else of October is not.
  expect(row(server.number)).toMatchObject({
    ...{ up: 3000, down: 600, unknown: october - 3600, maintenance: 0, outages: 1, longest: 600, percent: 83.333 },
    verdict: 'unknown',
  })
  // Of the service 15 minutes are maintenance: 5 of them were down, 10 up.
  expect(row(service.number)).toMatchObject({
    up: 2400,
    down: 300,
    unknown: october - 3600,
    maintenance: 900,
    outages: 1,
    longest: 300,
    percent: 88.888,
  })
  expect(availability?.total).toMatchObject({ up: 5400, down: 900, met: 0, missed: 0 })
  expect(capacity).toEqual([])
  // Only alarms that are critical: none was.
  const { version, ...rest } = await reports().report({ params: { id } })
  const strict = { ...rest, version, severities: ['critical' as const] }
  await reports().changeReport({ params: { id }, body: strict })
  expect(await problem(reports().changeReport({ params: { id }, body: strict }))).toBe('monitoring.reports.changed')
  const none = (await reports().figures({ params: { id } })).availability?.rows.find((one) => one.number === server.number)
  expect(none).toMatchObject({ down: 0 })
  expect(await problem(reports().figures({ params: { id }, query: { period: '2026-13' } }))).toBe('monitoring.reports.period')
  expect(await problem(reports().figures({ params: { id }, query: { period: '2027-01' } }))).toBe('monitoring.reports.period')
  const { periods, stretches } = await all.house.as(monitoringAvailability, all.engineer.token).availability({ params: { id: server.number } })
  expect(periods.map(({ name, up, down }) => [name, up, down])).toEqual([
    ['2026-11', 0, 0],
    ['2026-10', 3000, 600],
    ['2026-09', 0, 0],
  ])
  expect(stretches).toEqual([
    { from: '2026-10-05T07:00:00.000Z', until: null, is: 'unknown' },
    { from: '2026-10-05T06:30:00.000Z', until: '2026-10-05T06:40:00.000Z', is: 'down' },
    { from: '2026-08-31T22:00:00.000Z', until: '2026-10-05T06:00:00.000Z', is: 'unknown' },
  ])
})

test('is made at its time and once, mailed as PDF with the figures of the screen, and proven without Spil', async () => {
  at('2026-11-02T08:00:00Z')
  const { organisationId } = all
  const schedule = { day: 3, time: '07:30' }
  const body = { organisationId, name: 'Maandrapport', scope: { kinds: ['service'] }, target: 99.5, schedule, recipients: ['klant@linde.example'] }
  expect(await problem(reports().addReport({ body: { ...body, schedule: { ...schedule, timeZone: 'Mars/Olympus' } } }))).toBe(
    'monitoring.reports.zone',
  )
  const report = await reports().addReport({ body })
  expect([report.dueAt, report.duePeriod]).toEqual(['2026-11-03T06:30:00.000Z', '2026-10'])
  await due()
  expect((await reports().made({ query: { reportId: report.id } })).items).toEqual([])
  at('2026-11-03T06:31:00Z')
  await Promise.all([due(), due()])
  await due()
  const [made, ...more] = (await reports().made({ query: { reportId: report.id } })).items
  expect(more).toEqual([])
  const params = { id: made?.id ?? '' }
  expect(await problem(reports().pdf({ params }))).toBe('monitoring.reports.beingMade')
  await all.house.settle()
  const one = await reports().madeOne({ params })
  expect(one).toMatchObject({ period: '2026-10', madeBy: null, recipients: ['klant@linde.example'] })
  const pdf = (await reports().pdf({ params })) as unknown as Uint8Array
  expect(createHash('sha256').update(pdf).digest('hex')).toBe(one.sha256)
  const { text } = await extractText(await getDocumentProxy(new Uint8Array(pdf)), { mergePages: true })
  const words = text.replace(/\s+/g, ' ')
  for (const word of [
    'Maandrapport',
    'Lindecollege',
    '2026-10',
    `E-mail (${service.number})`,
    '88,888%',
    '00:40:00',
    '00:05:00',
    '99,500%',
    'Niet te zeggen',
  ])
    expect(words).toContain(word)
  const { rows } = await all.house.app.pools.owner.query(
    `select recipients->'to'->0->>'address' as "to", content->'attachments'->0->>'hash' as hash from outgoing_mail where about = $1`,
    [`report/${params.id}`],
  )
  expect(rows).toEqual([{ to: 'klant@linde.example', hash: one.sha256 }])
  expect((await reports().report({ params: { id: report.id } })).duePeriod).toBe('2026-11')
  const folder = await mkdtemp(join(tmpdir(), 'spil-report-'))
  await writeFile(join(folder, 'a.pdf'), pdf)
  await writeFile(join(folder, 'a.json'), JSON.stringify(await reports().proof({ params })))
  expect(await verifyProof(join(folder, 'a.pdf'), join(folder, 'a.json'))).toMatchObject({ ok: true, sha256: one.sha256 })
  await rm(folder, { recursive: true })
  // What was missed is made, each period.
  at('2027-01-10T08:00:00Z')
  await due()
  expect((await reports().made({ query: { reportId: report.id } })).items.map(({ period }) => period)).toEqual(['2026-12', '2026-11', '2026-10'])
  await reports().removeReport({ params: { id: report.id } })
  expect((await reports().madeOne({ params })).reportId).toBeNull()
}, 60_000)

test('is due on the clock of its zone, also in a night with an hour too few or too many', () => {
  const zone = 'Europe/Amsterdam'
  const next = (after: string, time: string, length: 'month' | 'week' = 'week') =>
    nextDue({ length, schedule: { day: 7, time, timeZone: null } }, zone, new Date(after))
  // The seventh day after week 12 is Sunday 29 March 2026: 02:30 is not there and becomes 03:30.
  expect(next('2026-03-28T12:00:00Z', '02:30')).toEqual({ period: '2026-W12', at: new Date('2026-03-29T01:30:00Z') })
  // Sunday 25 October: 02:30 comes twice, the first counts.
  expect(next('2026-10-24T12:00:00Z', '02:30')).toEqual({ period: '2026-W42', at: new Date('2026-10-25T00:30:00Z') })
  expect(next('2026-10-25T00:30:00Z', '02:30')).toEqual({ period: '2026-W43', at: new Date('2026-11-01T01:30:00Z') })
  expect(next('2026-11-26T12:00:00Z', '09:00', 'month')).toEqual({ period: '2026-11', at: new Date('2026-12-07T08:00:00Z') })
})

test('says that nothing is known only where nothing was measured at all', () => {
  const row = { up: 0, down: 0, unknown: 60, maintenance: 0, outages: 0, longest: 0, percent: null, number: 'I-1', name: 'x', verdict: null }
  const total = { ...row, met: 0, missed: 0 }
  const known = (rows: (typeof row | (Omit<typeof row, 'percent'> & { percent: number }))[]) =>
    knowsNothing({ availability: { rows: rows as (typeof row)[], total }, capacity: null })
  expect(known([row, row])).toBe(true)
  expect(known([row, { ...row, up: 60, unknown: 0, percent: 100 }])).toBe(false)
  expect(known([{ ...row, maintenance: 60, unknown: 0 }])).toBe(false)
  expect(knowsNothing({ availability: null, capacity: [] })).toBe(true)
})
