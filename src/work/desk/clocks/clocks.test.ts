/** Calendars and agreements through HTTP, and what a clock does by them. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { ProblemError } from '#platform/client.ts'
import { type AgreementBody, type CalendarBody, type Step, usualAgreement, usualCalendar } from '#record/cases/clocks/contract.ts'
import { priorities } from '#record/cases/contract.ts'
import { directory } from '#record/people/directory/contract.ts'
import { type Member, type Spil, spil } from '#test/spil.ts'
import { desk } from '../contract.ts'
import { deskNotices } from '../notices/contract.ts'
import { deskClocks } from './contract.ts'

let app: Spil
let lead: Member
let engineer: Member
let reporter: Member
beforeAll(async () => {
  app = await spil()
  lead = await app.member(['lead'], { name: 'Lea Lead' })
  engineer = await app.member(['engineer'], { name: 'Ed Engineer' })
  reporter = await app.member(['reporter'], { name: 'Rie Melder' })
})
afterAll(() => app[Symbol.asyncDispose]())
/** A Monday, nine o'clock in Amsterdam; each test a week of its own. */
let week = 0
const monday = (hour = 9, minute = 0) => new Date(Date.UTC(2027, 0, 4 + 7 * week, hour - 1, minute))
beforeEach(() => {
  week += 1
  app.clock.set(monday())
})

/** The clock runs on while a test does: to the minute. */
const whole = (at: string | null | undefined) => (at ? new Date(Math.round(Date.parse(at) / 60_000) * 60_000).toISOString() : at)
const hoursIn = (seconds: number | null | undefined) => Math.round((seconds ?? Number.NaN) / 60) / 60
const clocks = (who = lead) => app.as(deskClocks, who.token)
const work = (who = engineer) => app.as(desk, who.token)
const organisationId = () => lead.organisationId
const codeOf = (call: Promise<unknown>) =>
  call.then(
    () => 'answered',
    (error: unknown) => (error instanceof ProblemError ? error.problem.type : String(error)),
  )
const open = (more: object = {}) =>
  work().createCase({
    body: { kind: 'incident', title: 'Beamer', impact: 'group', urgency: 'normal', reporterId: reporter.id, channel: 'mail', ...more },
  })
const sumOf = async (id: string) => (await clocks(engineer).caseClocks({ params: { id } })).clocks
const calendar = (more: Partial<CalendarBody> = {}): CalendarBody => ({ ...usualCalendar('Europe/Amsterdam'), name: 'Werktijden', ...more })
const minutes = (count: number) => Object.fromEntries(priorities.map((one) => [one, count])) as Record<(typeof priorities)[number], number>
const first = async () => (await clocks().agreements({ query: { organisationId: organisationId() } })).items[0]
/** The first agreement as it came, with something else. */
async function agree(change: (body: AgreementBody) => AgreementBody): Promise<void> {
  const version = (await first())?.version ?? 0
  await clocks().changeAgreement({
    params: { id: organisationId() },
    body: { organisationId: organisationId(), version, body: change(usualAgreement()) },
  })
  await app.settle()
}
const withLadder = (ladder: Step[]) => (body: AgreementBody) => ({
  ...body,
  targets: body.targets.map((target) => (target.kind === 'solution' ? { ...target, ladder } : target)),
})
const step = (key: string, percent: number, more: Partial<Step>): Step => ({
  key,
  when: { by: 'percent', percent },
  action: 'notify',
  to: null,
  teamId: null,
  personId: null,
  ...more,
})

test('the sum of a clock: what counted, why the rest did not, and the reason of a pause', async () => {
  const { id } = await open()
  const [response, solution] = await sumOf(id)
  expect(response).toMatchObject({ target: 'response', state: 'running', countedSeconds: 0 })
  expect([whole(response?.startedAt), whole(response?.dueAt)]).toEqual([monday().toISOString(), monday(13).toISOString()])
  expect(solution).toMatchObject({ target: 'solution', targetSeconds: 1620 * 60, agreementVersion: 0, calendarVersion: 0, unit: 'working' })
  app.clock.set(monday(10))
  const waits = await work().wait({ params: { id }, body: { version: 1, for: 'supplier', reason: 'Lamp besteld' } })
  app.clock.set(monday(12))
  await work().resume({ params: { id }, body: { version: waits.version } })
  app.clock.set(monday(24 + 9))
  const [, after] = await sumOf(id)
  // One hour on Monday before it waited, five after, one on Tuesday.
  expect([after?.state, hoursIn(after?.countedSeconds), hoursIn(after?.left)]).toEqual(['running', 7, 20])
  expect(after?.pauses.map((one) => ({ ...one, from: whole(one.from), to: whole(one.to) }))).toEqual([
    { from: monday(10).toISOString(), to: monday(12).toISOString(), why: 'supplier', reason: 'Lamp besteld', until: null },
  ])
  expect(after?.spans.map(({ counted, why, seconds }) => [counted, why, hoursIn(seconds)])).toEqual([
    [true, null, 1],
    [false, 'paused', 2],
    [true, null, 5],
    [false, 'closed', 15],
    [true, null, 1],
  ])
})

test('a calendar with holidays, a day off and a file: the newer version computes open clocks anew, pauses kept', async () => {
  const { id } = await open()
  app.clock.set(monday(10))
  const waits = await work().wait({ params: { id }, body: { version: 1, for: 'reporter', reason: 'Welke zaal?' } })
  app.clock.set(monday(11))
  await work().resume({ params: { id }, body: { version: waits.version } })
  const tuesday = new Date(monday().getTime() + 86_400_000).toISOString().slice(0, 10)
  const put = (version: number, body: CalendarBody) =>
    clocks().changeCalendarOf({ params: { id: organisationId() }, body: { organisationId: organisationId(), version, body } })
  const [before] = (await clocks().calendars({ query: { organisationId: organisationId() } })).items
  const version = before?.version ?? 0
  const saved = await put(version, calendar({ holidays: { country: 'NL', region: null, types: ['public'] } }))
  expect(saved.version).toBe(version + 1)
  expect(await codeOf(put(version, calendar()))).toBe('desk.clocks.changed')
  expect(await codeOf(put(version + 1, calendar({ week: usualCalendar('UTC').week.map(() => []) })))).toBe('desk.clocks.neverOpen')
  const ical = [
    'BEGIN:VCALENDAR',
    'BEGIN:VEVENT',
    'UID:a',
    'SUMMARY:Studiedag',
    `DTSTART;VALUE=DATE:${tuesday.replaceAll('-', '')}`,
    'END:VEVENT',
    'END:VCALENDAR',
  ]
  const given = (version: number, raw: string) =>
    clocks().importDays({ params: { id: organisationId() }, query: { organisationId: organisationId(), version }, raw })
  expect(await given(saved.version, ical.join('\r\n'))).toMatchObject({ added: 1, skipped: [] })
  expect(await given(saved.version + 1, ical.join('\r\n'))).toMatchObject({ added: 0, skipped: [{ name: 'Studiedag', why: 'known' }] })
  expect(await codeOf(given(saved.version + 1, 'geen agenda'))).toBe('desk.clocks.noIcal')
  await app.settle()
  expect(await clocks().recalculation({ query: { organisationId: organisationId() } })).toMatchObject({ running: false })
  const [, solution] = await sumOf(id)
  expect(solution).toMatchObject({ calendarVersion: saved.version + 1, pauses: [{ why: 'reporter', reason: 'Welke zaal?' }] })
  // 27 hours: seven on Monday, nine on Wednesday and on Thursday, two on Friday.
  expect(whole(solution?.dueAt)).toBe(monday(4 * 24 + 10).toISOString())
  expect(whole((await work().case({ params: { id } })).case.dueAt)).toBe(monday(14).toISOString())
  app.clock.set(monday(2 * 24 + 9))
  expect((await sumOf(id))[1]?.spans.find(({ why }) => why === 'dayOff')).toMatchObject({ name: 'Studiedag', counted: false })
})

test('several agreements on one case, each with its own targets; one may stand in for the first', async () => {
  const body: AgreementBody = {
    ...usualAgreement(),
    name: 'Wettelijk',
    applies: { kinds: ['informationRequest'], priorities: [], services: [], reporterIds: [], teamIds: [], chosen: false },
    targets: [
      {
        ...(usualAgreement().targets[1] as AgreementBody['targets'][number]),
        key: 'month',
        kind: 'own',
        name: 'Antwoord binnen een maand',
        duration: { unit: 'months', months: 1 },
        pause: [],
      },
    ],
  }
  const made = await clocks().addAgreement({ body: { organisationId: organisationId(), body } })
  const { id } = await open({ kind: 'informationRequest' })
  expect((await sumOf(id)).map(({ target, agreement }) => [target, agreement]).sort()).toEqual([
    ['own', 'Wettelijk'],
    ['response', null],
    ['solution', null],
  ])
  const change = { organisationId: organisationId(), version: made.version, body: { ...body, instead: true } }
  await clocks().changeAgreement({ params: { id: made.id }, body: change })
  expect(await codeOf(clocks().changeAgreement({ params: { id: made.id }, body: change }))).toBe('desk.clocks.changed')
  await app.settle()
  const after = await sumOf(id)
  expect(after.filter(({ state }) => state === 'running').map(({ target }) => target)).toEqual(['own'])
  expect((await work().case({ params: { id } })).clocks.map(({ name }) => name)).toEqual(['Antwoord binnen een maand'])
  // No longer a question: the first one counts again, from the opening.
  await work().edit({ params: { id }, body: { version: 1, kind: 'incident' } })
  expect((await work().case({ params: { id } })).clocks.map(({ target, startedAt }) => [target, whole(startedAt)])).toEqual([
    ['response', monday().toISOString()],
    ['solution', monday().toISOString()],
  ])
})

test('a ladder: told, raised and handed over, each once and at its moment; a clock that stopped lets nothing fall', async () => {
  const bea = await app.administrator()
  const team = await app
    .as(directory, bea.token)
    .createTeam({ body: { organisationId: organisationId(), name: 'Achterwacht', memberIds: [engineer.id] } })
  await agree(
    withLadder([
      step('half', 50, { to: 'lead' }),
      step('three', 75, { action: 'raisePriority' }),
      step('due', 100, { action: 'reassign', teamId: team.id }),
      step('call', 110, { action: 'escalate' }),
    ]),
  )
  const going = await open({ impact: 'organisation', urgency: 'normal' })
  const stopped = await open({ impact: 'organisation', urgency: 'normal' })
  const taken = await work().take({ params: { id: stopped.id }, body: { version: 1 } })
  app.clock.set(monday(10, 30))
  await work().solve({ params: { id: stopped.id }, body: { version: taken.version, done: 'Lamp vervangen', tested: 'Beeld gezien' } })
  await app.settle()
  // High is nine hours: half of it has gone at half past one.
  app.clock.set(monday(13, 31))
  await app.settle()
  const told = async () => (await app.as(deskNotices, lead.token).notices({ query: {} })).items.filter(({ kind }) => kind === 'stepFell')
  expect((await told()).map(({ number }) => number)).toEqual([going.number])
  // Three quarters: it becomes critical, which is four hours, so it was due at one; all that is left falls.
  app.clock.set(monday(15, 46))
  for (let again = 0; again < 3; again++) await app.settle()
  const page = await work().case({ params: { id: going.id } })
  expect(page.case).toMatchObject({
    priority: 'critical',
    priorityReason: 'De klok “Oplossing” liep te ver door',
    team: { id: team.id },
    assignee: null,
    late: true,
  })
  const { rows } = await app.app.pools.owner.query<{ step: string; times: number }>(
    `select data->>'step' as step, count(*)::int as times from event where name = 'cases.stepFell' group by 1 order by 1`,
  )
  expect(rows).toEqual(['call', 'due', 'half', 'three'].map((name) => ({ step: name, times: 1 })))
  const mails = await app.app.pools.owner.query<{ to: string }>(
    `select recipients->'to'->0->>'address' as to from outgoing_mail where content->>'text' like '%klok%'`,
  )
  expect(mails.rows.map(({ to }) => to)).toContain(lead.email)
  const solution = (await sumOf(going.id)).find(({ target }) => target === 'solution')
  expect(solution?.steps.map(({ key, fellAt }) => [key, fellAt !== null])).toEqual([
    ['half', true],
    ['three', true],
    ['due', true],
    ['call', true],
  ])
})

test('met and missed are told by the agreement that held then', async () => {
  await agree((body) => body)
  const { id } = await open({ impact: 'organisation', urgency: 'high' })
  app.clock.set(monday(9, 40))
  await work().addEntry({ params: { id }, body: { visibility: 'public', text: 'We kijken ernaar' } })
  app.clock.set(monday(11))
  const one = (await work().case({ params: { id } })).case
  await work().solve({ params: { id }, body: { version: one.version, done: 'Lamp', tested: 'Beeld' } })
  const held = (await first())?.version
  await agree((body) => ({ ...body, targets: body.targets.map((target) => ({ ...target, duration: { unit: 'working', minutes: minutes(1) } })) }))
  const period = { organisationId: organisationId(), from: monday(0).toISOString(), until: monday(24).toISOString() }
  const { items, totals } = await clocks().outcomes({ query: period })
  expect(
    items.map(({ target, outcome, agreementVersion, countedSeconds }) => [target, outcome, agreementVersion, Math.round((countedSeconds ?? 0) / 60)]),
  ).toEqual([
    ['solution', 'met', held, 120],
    ['response', 'missed', held, 40],
  ])
  expect(totals.map(({ target, met, missed }) => [target, met, missed])).toEqual([
    ['response', 0, 1],
    ['solution', 1, 0],
  ])
  expect((await clocks().outcomes({ query: { ...period, outcome: 'missed', limit: 1 } })).items).toHaveLength(1)
  const top = await clocks().outcomes({ query: { ...period, limit: 1 } })
  const rest = await clocks().outcomes({ query: { ...period, limit: 1, after: top.next ?? '' } })
  expect([...top.items, ...rest.items, rest.next]).toEqual([...items, null])
  expect(await codeOf(clocks().outcomes({ query: { ...period, after: 'x' } }))).toBe('platform.after')
})

test('what cannot be: a stranger in a ladder, a calendar that is not there, a first agreement for some', async () => {
  const version = (await first())?.version ?? 0
  const put = (body: AgreementBody) =>
    codeOf(clocks().changeAgreement({ params: { id: organisationId() }, body: { organisationId: organisationId(), version, body } }))
  const stranger = '00000000-0000-4000-8000-000000000000'
  expect(await put(withLadder([step('a', 50, { to: 'person', personId: stranger })])(usualAgreement()))).toBe('desk.clocks.noSuchPerson')
  expect(await put(withLadder([step('a', 50, { action: 'reassign', teamId: stranger })])(usualAgreement()))).toBe('desk.clocks.noSuchTeam')
  const [target] = usualAgreement().targets
  if (target) expect(await put({ ...usualAgreement(), targets: [{ ...target, calendarId: stranger }] })).toBe('desk.clocks.noSuchCalendar')
  expect(await put({ ...usualAgreement(), applies: { ...usualAgreement().applies, kinds: ['incident'] } })).toBe('desk.clocks.firstForAll')
})
