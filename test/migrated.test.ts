/** A database from before clocks were rows, with cases in several states, brought to what the program is now. */
import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Made, makeApp } from '#platform/app.ts'
import { clock as makeClock } from '#platform/clock.ts'
import { readConfig } from '#platform/config.ts'
import { migrate, migrationsOf } from '#platform/database/migrate.ts'
import { runDueJobs } from '#platform/jobs/runner.ts'
import { log } from '#platform/log.ts'
import { hoursFrom } from '#record/cases/clocks/calendars/calendars.ts'
import { afterWorking } from '#record/cases/clocks/calendars/rules.ts'
import { usualCalendar } from '#record/cases/clocks/contract.ts'
import { type Priority, type State, usualTargets, type Week } from '#record/cases/contract.ts'
import { rooms } from '#src/rooms.ts'
import { databaseAt, onServer } from './databases.ts'

/** One changed its calendar, one never did. */
const [ours, theirs, person] = [randomUUID(), randomUUID(), randomUUID()]
const week: Week = [1, 2, 3, 4, 5].map(() => [{ from: '09:00', to: '16:00' }]).concat([[], []]) as Week
const targets = { ...usualTargets, normal: { response: 120, solution: 600 } }
const now = new Date('2038-01-13T12:00:00Z')
const day = (date: number, hour: number, minute = 0) => new Date(Date.UTC(2038, 0, date, hour - 1, minute)).toISOString()

interface Old {
  state: State
  openedAt: string
  organisationId?: string
  priority?: Priority
  respondedAt?: string
  solvedAt?: string
  closedAt?: string
  pauses?: { from: string; to: string | null }[]
}
/** Monday the fourth; times as on the wall. */
const olds = {
  fresh: { state: 'new', openedAt: day(4, 15) },
  answered: { state: 'inProgress', openedAt: day(4, 10), respondedAt: day(4, 11), pauses: [{ from: day(4, 12), to: day(5, 10) }] },
  answeredLate: { state: 'inProgress', openedAt: day(4, 10), respondedAt: day(6, 11) },
  waiting: {
    state: 'waiting',
    openedAt: day(5, 9, 30),
    pauses: [
      { from: day(5, 10, 30), to: day(5, 11) },
      { from: day(5, 13), to: null },
    ],
  },
  toBeTested: { state: 'solved', openedAt: day(4, 10), respondedAt: day(4, 10, 30), solvedAt: day(5, 12), pauses: [{ from: day(5, 12), to: null }] },
  reopened: { state: 'reopened', openedAt: day(4, 10), respondedAt: day(4, 10, 30), pauses: [{ from: day(5, 12), to: day(6, 12) }] },
  closed: { state: 'closed', openedAt: day(4, 10), respondedAt: day(4, 10, 30), solvedAt: day(4, 15), closedAt: day(5, 9) },
  closedLate: { state: 'closed', openedAt: day(4, 10), respondedAt: day(4, 15, 30), solvedAt: day(12, 15), closedAt: day(12, 16) },
  cancelled: { state: 'cancelled', openedAt: day(4, 10), closedAt: day(4, 12) },
  elsewhere: { state: 'new', openedAt: day(4, 15), organisationId: theirs, priority: 'critical' },
} satisfies Record<string, Old>
type Name = keyof typeof olds
const old = (name: Name): Old => olds[name]
const names = Object.keys(olds) as Name[]
const ids = Object.fromEntries(names.map((name) => [name, randomUUID()])) as Record<Name, string>

/** When it is due by the rules alone: the working time of its calendar after the opening, without the pauses that are over. */
function due(name: Name, kind: 'response' | 'solution', share = 1): string | undefined {
  const { organisationId = ours, openedAt, priority = 'normal', pauses = [], respondedAt } = old(name)
  const own = organisationId === ours
  const hours = hoursFrom({ ...usualCalendar('Europe/Amsterdam'), ...(own && { week }) })
  const minutes = (own ? targets : usualTargets)[priority][kind]
  const ended = pauses.filter(({ from, to }) => to !== null && (kind === 'solution' || respondedAt === undefined || from < respondedAt))
  return afterWorking(hours, new Date(openedAt), Math.floor(minutes * 60 * share), ended)?.toISOString()
}

const database = `migrated_${randomUUID().slice(0, 8)}`
let data: string
let made: Made
let owner: pg.Pool
const query = async <Row extends pg.QueryResultRow>(text: string, values: unknown[] = []) => (await owner.query<Row>(text, values)).rows

async function fill(): Promise<void> {
  for (const [id, name] of [
    [ours, 'Lindecollege'],
    [theirs, 'Wilg'],
  ])
    await query(`insert into organisation (id, name, own, locale, time_zone, created_at) values ($1, $2, $3, 'nl', 'Europe/Amsterdam', now())`, [
      id,
      name,
      id === ours,
    ])
  await query(`insert into person (id, name, locale, time_zone, created_at) values ($1, 'Rie Melder', 'nl', 'Europe/Amsterdam', now())`, [person])
  await query(
    `insert into calendar (organisation_id, version, time_zone, week, targets, changed_at) values ($1, 3, 'Europe/Amsterdam', $2, $3, '2038-01-01')`,
    [ours, JSON.stringify(week), JSON.stringify(targets)],
  )
  for (const name of names) {
    const { organisationId = ours, priority = 'normal', pauses = [], ...one } = old(name)
    const { response, solution } = (organisationId === ours ? targets : usualTargets)[priority]
    await query(
      `insert into "case" (id, organisation_id, kind, state, title, text, reporter_id, channel, impact, urgency, proposed_priority, priority, waiting_for,
         opened_at, updated_at, responded_at, solved_at, closed_at, pauses, target_response, target_solution, response_due_at, solution_due_at)
       values ($1, $2, 'incident', $3, $4, '', $5, 'mail', 'person', 'normal', $6, $6, $7, $8, $8, $9, $10, $11, $12, $13, $14, $15, $16)`,
      [
        ...[ids[name], organisationId, one.state, name, person, priority, one.state === 'waiting' ? 'supplier' : null, one.openedAt],
        ...[one.respondedAt, one.solvedAt, one.closedAt, JSON.stringify(pauses), response, solution, due(name, 'response'), due(name, 'solution')],
      ],
    )
  }
}

interface Clock {
  name: Name
  target: 'response' | 'solution'
  state: string
  dueAt: string
  doneAt: string | null
  version: number
}
const clocks = async (): Promise<Clock[]> =>
  (
    await query<Omit<Clock, 'dueAt' | 'doneAt'> & { due: string; done: string | null }>(
      `select c.title as name, k.target, k.state, k.due_at as due, k.done_at as done, k.agreement_version as version
       from case_clock k join "case" c on c.id = k.case_id order by c.title, k.target`,
    )
  ).map(({ due: dueAt, done, ...row }) => ({
    ...row,
    dueAt: new Date(dueAt).toISOString(),
    doneAt: done === null ? null : new Date(done).toISOString(),
  }))
/** By what the case was: which clock stands how. */
const states: Record<Name, [response: string, solution: string]> = {
  fresh: ['running', 'running'],
  answered: ['met', 'running'],
  answeredLate: ['missed', 'running'],
  waiting: ['paused', 'paused'],
  toBeTested: ['met', 'met'],
  reopened: ['met', 'running'],
  closed: ['met', 'met'],
  closedLate: ['missed', 'missed'],
  cancelled: ['cancelled', 'cancelled'],
  elsewhere: ['running', 'running'],
}
const expected = [...names].sort().flatMap((name) =>
  (['response', 'solution'] as const).map((target, at) => {
    const { respondedAt, solvedAt, closedAt = null, state } = old(name)
    const doneAt = (target === 'response' ? (respondedAt ?? solvedAt) : solvedAt) ?? (state === 'cancelled' ? closedAt : null)
    return { name, target, state: states[name][at], dueAt: due(name, target), doneAt, version: name === 'elsewhere' ? 0 : 3 }
  }),
)

beforeAll(async () => {
  await onServer(`create database ${database}`)
  owner = new pg.Pool({ connectionString: databaseAt(database), max: 2 })
  // A connection may still be on its way out when its database goes.
  owner.on('error', () => undefined)
  const all = [
    ...migrationsOf('platform', join(import.meta.dirname, '../src/platform')),
    ...rooms.flatMap((room) => migrationsOf(room.name, room.folder)),
  ]
  // What was there before the clocks: the people, and the cases up to that file.
  const clocksAt = all.findIndex(({ room, name }) => room === 'cases' && name === 'clocks')
  expect(clocksAt).toBeGreaterThan(0)
  await migrate(owner, all.slice(0, clocksAt))
  await fill()
  data = await mkdtemp(join(tmpdir(), 'spil-migrated-'))
  const config = readConfig(
    { SPIL_DATA: data, SPIL_LOG: 'error', SPIL_PORT: '0', SPIL_DB_POOL: '4', SPIL_CONFIG: '/nonexistent' },
    { testClock: true },
  )
  const clock = makeClock()
  clock.set(now)
  made = await makeApp({ config, log: log('error'), clock, rooms, databaseUrl: databaseAt(database), migrates: true })
})
afterAll(async () => {
  await made?.end()
  await owner.end()
  await onServer(`drop database ${database} with (force)`)
  await rm(data, { recursive: true, force: true })
})

describe('clocks from before they were rows', () => {
  test('the one calendar became the first calendar and the first agreement, with its version', async () => {
    const [calendar] = await query<{ version: number; body: object }>('select version, body from working_calendar')
    expect(calendar).toMatchObject({ version: 3, body: { timeZone: 'Europe/Amsterdam', week, active: true } })
    const [agreement] = await query<{ version: number; body: { targets: object[] } }>('select version, body from agreement')
    expect(agreement?.version).toBe(3)
    const minutes = (kind: 'response' | 'solution') => Object.fromEntries(Object.entries(targets).map(([priority, of]) => [priority, of[kind]]))
    expect(agreement?.body.targets).toMatchObject([
      { key: 'response', duration: { unit: 'working', minutes: minutes('response') } },
      { key: 'solution', duration: { unit: 'working', minutes: minutes('solution') } },
    ])
    expect(await query(`select to_regclass('calendar') as gone`)).toEqual([{ gone: null }])
  })
  test('every case has both clocks as its fields told, due when the rules say', async () => {
    expect(await clocks()).toEqual(expected)
  })
  test('computing all of them anew changes nothing of that, and gives each open case its moments and what it is due', async () => {
    // What was kept wrongly before comes right.
    await query(`update "case" set due_at = '2020-01-01', solution_due_at = '2020-01-01' where state <> 'closed' and state <> 'cancelled'`)
    await query(`update case_clock set due_at = '2020-01-01' where state = 'running'`)
    while ((await runDueJobs(made.app, now)) > 0);
    expect(await clocks()).toEqual(expected)
    const rows = await query<{ title: Name; dueAt: Date | null; riskAt: Date | null; solutionDueAt: Date; moments: number }>(
      `select title, due_at as "dueAt", risk_at as "riskAt", solution_due_at as "solutionDueAt",
         (select count(*)::int from case_moment m where m.case_id = c.id) as moments from "case" c where state not in ('closed', 'cancelled') order by title`,
    )
    const open = [...names].sort().filter((name) => !['closed', 'closedLate', 'cancelled'].includes(name))
    expect(rows.map(({ title }) => title)).toEqual(open)
    for (const { title, dueAt, riskAt, solutionDueAt, moments } of rows) {
      const runs = (['response', 'solution'] as const).filter((_, at) => states[title][at] === 'running')
      const [first] = runs.sort((one, other) => ((due(title, one) ?? '') < (due(title, other) ?? '') ? -1 : 1))
      expect([title, dueAt?.toISOString()]).toEqual([title, first && due(title, first)])
      expect([title, riskAt?.toISOString()]).toEqual([title, first && due(title, first, 0.8)])
      expect([title, solutionDueAt.toISOString()]).toEqual([title, due(title, 'solution')])
      expect(moments).toBeGreaterThan(0)
    }
    expect(await query('select distinct ended_at is not null as ended from clock_recalculation')).toEqual([{ ended: true }])
  })
})
