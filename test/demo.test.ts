/** The demo: a school with its cases, the same every time, in an installation that is otherwise as any other. */
import { createHash } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Contract } from '#platform/contract.ts'
import { actorOf } from '#record/people/people.ts'
import { select } from '#record/series/series.ts'
import { at } from '#src/demo/acting.ts'
import { feedOf } from '#src/demo/feed.ts'
import { fillDemo } from '#src/demo.ts'
import { monitoringAlarms } from '#work/monitoring/alarms/contract.ts'
import { monitoringOnCall } from '#work/monitoring/alarms/oncall/contract.ts'
import { monitoringWindows } from '#work/monitoring/alarms/windows/contract.ts'
import { monitoringSupport } from '#work/monitoring/maintenance/support/contract.ts'
import { monitoringReports } from '#work/monitoring/reports/contract.ts'
import { monitoringStatus } from '#work/monitoring/status/contract.ts'
import { type Spil, spil } from './spil.ts'

let app: Spil
let accounts: Awaited<ReturnType<typeof fillDemo>>['accounts']
beforeAll(async () => {
  app = await spil({ setUp: false })
  accounts = (await fillDemo(app.app)).accounts
}, 600_000)
afterAll(() => app[Symbol.asyncDispose]())
const all = async (statement: string) => (await app.app.pools.owner.query(statement)).rows as Record<string, unknown>[]

test('sixty people, five teams, a calendar, three hundred cases in every state, and something on each page of the desk; once', async () => {
  const [counts] = await all(`select (select count(*)::int from person) as people, (select count(*)::int from team) as teams,
    (select count(*)::int from working_calendar) as calendars, (select count(*)::int from "case" where updated_at > now()) as ahead`)
  expect(counts).toMatchObject({ people: 60, teams: 5, calendars: 1, ahead: 0 })
  const cases = await all('select kind, state, title from "case" order by number')
  expect(new Set(cases.map(({ state }) => state)).size).toBe(7)
  // The reports, the changes and the complaints; what was asked for and what goes on besides comes after them.
  const reports = cases.slice(0, 300)
  expect(new Set(reports.map(({ kind }) => kind)).size).toBe(6)
  // The same school on every machine and every day.
  const told = reports.map(({ state, title }) => `${state} ${title}`).sort()
  expect(createHash('sha256').update(told.join('\n')).digest('hex').slice(0, 12)).toBe('fa0dc2ece21d')
  const beside = cases.slice(300).map(({ kind, state, title }) => `${kind} ${state} ${title}`)
  expect(beside).toHaveLength(22)
  expect(beside).toEqual(
    expect.arrayContaining([
      'serviceRequest new Medewerker vertrekt',
      'accessRequest new Toegang tot een applicatie: Hanna Verhoeven',
      'problem inProgress Toegangspunten van de eerste verdieping herstarten vanzelf',
      'change inProgress Nieuwe firmware op de toegangspunten',
      'complaint new Aan de balie weggestuurd',
    ]),
  )
  const [desk] = await all(`select (select count(*)::int from catalogue_item) as items, (select count(*)::int from checklist) as lists,
    (select count(*)::int from schedule) as schedules, (select count(*)::int from problem where known_error) as known,
    (select count(*)::int from change where stage = 'planned' and window_from > now()) as planned, (select count(*)::int from outage) as outages,
    (select count(*)::int from complaint) as complaints, (select count(*)::int from outgoing_mail) as mails`)
  expect(desk).toEqual({ items: 9, lists: 5, schedules: 7, known: 1, planned: 1, outages: 2, complaints: 1, mails: 0 })
  const inState = async (table: string) => (await all(`select distinct state from ${table} order by state`)).map(({ state }) => state)
  expect(await inState('access_grant')).toEqual(['approved', 'asked', 'granted'])
  expect(await inState('approval')).toEqual(['approved', 'refused', 'running'])
  expect(accounts.map(({ role }) => role)).toContain('reporter')
  const [register] = await all(`select (select count(*)::int from item) as items, (select count(*)::int from item_relation) as relations,
    (select count(*)::int from item_fact where source <> 'backup') as facts, (select count(distinct kind)::int from item) as kinds`)
  expect(register).toEqual({ items: 312, relations: 105, facts: 471, kinds: 17 })
  const [devices] = await all(`select (select count(*)::int from snmp_result) as answers, (select count(*)::int from device_deed) as deeds`)
  expect(devices).toEqual({ answers: 5, deeds: 2 })
  // Signed, on loan, back without its charger, and one that waits to be signed.
  const handouts = await all('select signed_at is null as unsigned from handout order by number')
  expect(handouts.map(({ unsigned }) => unsigned)).toEqual([false, false, false, true])
  const [befell] =
    await all(`select (select array_agg(what order by what) from device_step) as steps, (select count(*)::int from loan_item l join item i on i.id = l.item_id where i.state = 'prepared') as lent,
    (select count(*)::int from loan_reservation where until_day >= current_date) as reserved,
    (select count(*)::int from device_evidence where step_id is not null) as proofs,
    (select count(*)::int from device_preparation_tick t join device_preparation p on p.id = t.preparation_id where p.ended_at is null) as ticked,
    (select jsonb_object_agg(state, count) from (select state, count(*) from item where state in ('wiped', 'disposed', 'lost') group by state) s) as states`)
  expect(befell).toEqual({
    ...{ steps: ['disposed', 'lost', 'wiped', 'wiped'], lent: 4, reserved: 2, proofs: 3, ticked: 2 },
    states: { wiped: 1, disposed: 1, lost: 1 },
  })
  expect((await fillDemo(app.app)).accounts).toEqual([])
}, 300_000)

test('what is measured, expected and wrong at the school', async () => {
  const [school] = await all(`select (select id from organisation where own) as id, (select id from person where email like 'karel@%') as lead`)
  const organisationId = String(school?.id)
  const lead = await actorOf(app.app, String(school?.lead))
  const asked = <C extends Contract>(contract: C) => at(app.app, contract, lead, app.clock.now())

  // One alarm of each kind of story, each with its case; what is behind the switch is not known because of it, what is in maintenance is quiet.
  const { items: alarms } = await asked(monitoringAlarms).alarms({ query: {} })
  expect(alarms.map(({ item, hides, acknowledged }) => [item.name, hides, acknowledged?.by.name ?? null]).sort()).toEqual([
    ['FILE-01', 0, null],
    ['SW-P1', 4, null],
    ['WEB-01', 0, 'Joris Peeters'],
  ])
  expect(alarms.every((one) => one.case !== null)).toBe(true)
  const told = `select d.item_name as name, c.state, c.solved_at < now() - interval '5 days' as long_ago from norm_deviation d join "case" c on c.id = d.case_id where d.until_at is not null`
  expect(await all(`${told} order by d.from_at`)).toEqual([
    { name: 'PRINT-01', state: 'closed', long_ago: true },
    { name: 'SW-N0', state: 'closed', long_ago: true },
  ])
  const standing = (verdict: string) =>
    all(`select i.name, s.observed ? 'maintenance' as maintained, s.observed -> 'because' ->> 'name' as because
      from norm_standing s join item i on i.id = s.item_id join norm_expectation e on e.id = s.expectation_id
      where s.verdict = '${verdict}' and e.counts -> 'series' ->> 'means' = 'reachable' order by i.name`)
  expect(await standing('broken')).toEqual([
    { name: 'SW-P1', maintained: false, because: null },
    { name: 'TEST-01', maintained: true, because: null },
  ])
  expect(await standing('unknown')).toEqual(['AP-P05', 'AP-P06', 'AP-P07', 'AP-P08'].map((name) => ({ name, maintained: false, because: 'SW-P1' })))

  const within = { from: app.clock.now().getTime() - 14 * 86_400_000, to: app.clock.now().getTime() }
  const counted = async (step: number) =>
    (await app.app.asSystem((ctx) => select(ctx, [{ name: '__name__', op: '=', value: 'node_load1' }], { ...within, step }))).map(
      ({ at }) => at.length,
    )
  expect((await counted(0)).every((count) => count > 3900)).toBe(true)
  expect((await counted(3_600_000)).every((count) => count > 300)).toBe(true)

  await app.settle()
  const backups = await all(
    `select b.name, b.state, (select count(*)::int from backup_run r where r.backup_id = b.id and r.pdf_hash is not null) as proofs from backup b order by 1`,
  )
  expect(backups).toEqual([
    { name: 'Bestanden (Veeam)', state: 'wrong', proofs: 0 },
    { name: 'Websites, elke nacht', state: 'good', proofs: 1 },
  ])
  const [page] = await asked(monitoringStatus).status()
  expect(page?.services.map(({ name, state, percent }) => [name.nl, state, (percent ?? 0) > 99])).toEqual([
    ['Aanmelden met uw schoolaccount', 'works', true],
    ['Internet en wifi', 'works', true],
    ['Printen', 'works', true],
  ])
  const { items: made } = await asked(monitoringReports).made({ query: { limit: 5 } })
  expect(made.map(({ name, sha256 }) => [name, sha256 !== null])).toEqual([['Beschikbaarheid per week', true]])
  const [onCall] = (await asked(monitoringOnCall).schedules({ query: {} })).items
  expect([onCall?.people.length, onCall?.now.length]).toEqual([4, 2])
  const { items: windows } = await asked(monitoringWindows).windows({ query: {} })
  expect(windows.map(({ name, holdsUntil, next }) => [name, holdsUntil !== null, next !== null])).toEqual([
    ['Testserver opnieuw opbouwen', true, false],
    ['Firmware van firewall en core-switches', false, true],
    ['Updates van servers', false, true],
  ])
  const { items: ends } = await asked(monitoringSupport).ending({ query: { organisationId } })
  expect(ends.map(({ label }) => label)).toContain('Debian 11')
  expect(await all(`select last_error from graphile_worker.jobs where last_error is not null`)).toEqual([])
}, 300_000)

test('what is measured goes on while the demo runs, and after it was started again', async () => {
  const feed = await feedOf(app.app)
  app.clock.set(new Date(app.clock.now().getTime() + 3 * 60_000))
  expect(await feed?.send()).toBeGreaterThan(200)
  expect(await feed?.send()).toBe(0)
  // A program that was started again finds it by its key.
  const again = await feedOf({ ...app.app })
  expect(again?.began).toBe(feed?.began)
  await app.app.pools.owner.query('update monitoring_key set revoked_at = now()')
  expect(await feed?.send()).toBe(0)
}, 300_000)
