/** The demo: a school with its cases, the same every time, in an installation that is otherwise as any other. */
import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { fillDemo } from '#src/demo.ts'
import { spil } from './spil.ts'

test('sixty people, five teams, a calendar, three hundred cases in every state, and something on each page of the desk; once', async () => {
  await using app = await spil({ setUp: false })
  const { accounts } = await fillDemo(app.app)
  const all = async (statement: string) => (await app.app.pools.owner.query(statement)).rows as Record<string, unknown>[]
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
  expect(beside).toHaveLength(17)
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
  expect(desk).toEqual({ items: 9, lists: 3, schedules: 5, known: 1, planned: 1, outages: 2, complaints: 1, mails: 0 })
  const inState = async (table: string) => (await all(`select distinct state from ${table} order by state`)).map(({ state }) => state)
  expect(await inState('access_grant')).toEqual(['approved', 'asked', 'granted'])
  expect(await inState('approval')).toEqual(['approved', 'refused', 'running'])
  expect(accounts.map(({ role }) => role)).toContain('reporter')
  const [register] = await all(`select (select count(*)::int from item) as items, (select count(*)::int from item_relation) as relations,
    (select count(*)::int from item_fact) as facts, (select count(distinct kind)::int from item) as kinds`)
  expect(register).toEqual({ items: 312, relations: 105, facts: 454, kinds: 17 })
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
