/** Reports through HTTP: what is counted, for whom, and that each figure is its cases. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ProblemError } from '#platform/client.ts'
import { csvOf } from '#platform/csv.ts'
import type { Priority } from '#record/cases/contract.ts'
import { directory } from '#record/people/directory/contract.ts'
import { type Member, type Spil, spil } from '#test/spil.ts'
import { desk } from '../contract.ts'
import { deskReports } from './contract.ts'

let app: Spil
let lead: Member
let engineer: Member
let reporter: Member
let teamId: string
beforeAll(async () => {
  app = await spil()
  const boss = await app.administrator()
  lead = await app.member(['lead'], { name: 'Lea Lead' })
  reporter = await app.member('reporter', { name: 'Rie Melder' })
  engineer = await app.member(['engineer'], { name: 'Ed Engineer' })
  teamId = (await app.as(directory, boss.token).createTeam({ body: { name: 'Netwerk', organisationId: lead.organisationId } })).id
})
afterAll(() => app[Symbol.asyncDispose]())

const reports = (who: Member, locale = 'nl') => app.as(deskReports, who.token, { 'accept-language': locale })
const work = () => app.as(desk, engineer.token)
const open = (title: string, more: object = {}) =>
  work().createCase({ body: { kind: 'incident', title, impact: 'group', urgency: 'normal', channel: 'mail', reporterId: reporter.id, ...more } })
const answer = (id: string, text: string) => work().addEntry({ params: { id }, body: { visibility: 'public', text } })
const refused = (call: Promise<unknown>) =>
  call.then(
    () => 'answered',
    (error: unknown) => (error instanceof ProblemError ? error.problem.type : String(error)),
  )
const days = (since: string, until: string) => ({ organisationId: lead.organisationId, since, until })
const csv = async (report: 'clocks' | 'overrides', query: Record<string, string>, who = lead) => {
  const reply = await app.server.inject({
    url: `/api/desk/reports/${report}.csv?${new URLSearchParams(query)}`,
    headers: { authorization: `Bearer ${who.token}`, 'accept-language': 'nl' },
  })
  return { type: reply.headers['content-type'], text: reply.body }
}

describe('clocks', () => {
  test('met and missed stand in the month of the organisation in which they ended; each figure is its cases', async () => {
    // A Monday in January, nine o'clock in Amsterdam: a normal case is answered within four working hours.
    app.clock.set(new Date('2027-01-04T08:00:00Z'))
    const [quick, slow] = [await open('Op tijd', { teamId }), await open('Te laat')]
    app.clock.set(new Date('2027-01-04T09:00:00Z'))
    await answer(quick.id, 'Ik kijk ernaar')
    // Half past midnight on the first of February there, while it is January still in UTC.
    app.clock.set(new Date('2027-01-31T23:30:00Z'))
    await answer(slow.id, 'Sorry, nu pas')

    const { items } = await reports(lead).clocks({ query: days('2027-01-01', '2027-02-28') })
    expect(items.map(({ month, target, met, missed }) => [month, target, met, missed])).toEqual([
      ['2027-02', 'response', 0, 1],
      ['2027-01', 'response', 1, 0],
    ])
    const { agreementId = '', key = '' } = items[0] ?? {}
    const numbers = async (query: object) =>
      (await reports(lead).clockCases({ query: { ...days('2027-01-01', '2027-02-28'), agreementId, key, ...query } })).items.map(
        ({ number }) => number,
      )
    expect(await numbers({ outcome: 'missed' })).toEqual([slow.number])
    expect(await numbers({ outcome: 'met' })).toEqual([quick.number])
    expect(await numbers({ until: '2027-01-31' })).toEqual([quick.number])
    expect(await numbers({ teamId })).toEqual([quick.number])
    expect(await numbers({ key: 'solution' })).toEqual([])
    expect((await reports(lead).clocks({ query: { ...days('2027-01-01', '2027-02-28'), teamId } })).items).toMatchObject([
      { month: '2027-01', met: 1 },
    ])

    expect(await csv('clocks', days('2027-01-01', '2027-02-28'))).toEqual({
      type: 'text/csv; charset=utf-8',
      text: '\uFEFF"Maand";"Afspraak";"Doel";"Gehaald";"Gemist"\r\n"2027-02";"Standaardafspraak";"Eerste reactie";0;1\r\n"2027-01";"Standaardafspraak";"Eerste reactie";1;0\r\n',
    })
  })
  test('a confidential case counts only for who is named on it', async () => {
    app.clock.set(new Date('2027-03-01T08:00:00Z'))
    const secret = await open('Geheim', { confidential: true })
    await answer(secret.id, 'Opgepakt')
    const query = days('2027-03-01', '2027-03-31')
    expect((await reports(engineer).clocks({ query })).items).toMatchObject([{ met: 1 }])
    expect((await reports(lead).clocks({ query })).items).toEqual([])
  })
  test('another organisation, a period that is no period and a reporter are refused', async () => {
    const boss = await app.administrator()
    const elsewhere = await app.as(directory, boss.token).createOrganisation({ body: { name: 'Wilg', timeZone: 'Europe/Amsterdam', locale: 'nl' } })
    const stranger = await app.member('lead', { organisationId: elsewhere.id })
    expect(await refused(reports(stranger).clocks({ query: days('2027-01-01', '2027-01-31') }))).toBe('platform.notFound')
    for (const [since, until] of [
      ['2027-02-01', '2027-01-31'],
      ['2027-01-01', '2028-02-10'],
    ] as const)
      expect(await refused(reports(lead).overrides({ query: days(since, until) }))).toBe('desk.reports.period')
    expect(await refused(reports(lead).clockCases({ query: { ...days('2027-01-01', '2027-01-31'), after: 'x' } }))).toBe('platform.after')
    expect(await refused(reports(lead).overridden({ query: { ...days('2027-01-01', '2027-01-31'), after: 'x' } }))).toBe('platform.after')
    expect(await refused(reports(reporter).clocks({ query: days('2027-01-01', '2027-01-31') }))).toBe('platform.notAllowed')
  })
})

describe('overridden priorities', () => {
  test('from what to what and why; the same reason in other capitals is one; each figure is its cases', async () => {
    app.clock.set(new Date('2027-05-03T08:00:00Z'))
    const chosen = async (title: string, priority: Priority, priorityReason: string, more: object = {}) =>
      (await open(title, { priority, priorityReason, ...more })).number
    await open('Zoals voorgesteld')
    const one = await chosen('Eén', 'critical', 'Examen om 13 uur')
    const two = await chosen('=Twee()', 'critical', 'examen om 13 uur ', { teamId })
    const three = await chosen('Drie', 'low', 'Er is een reserve')
    const query = days('2027-05-03', '2027-05-03')
    const found = await reports(lead).overrides({ query })
    expect(found).toMatchObject({ cases: 4, overridden: 3 })
    expect(found.moves).toEqual([
      { from: 'normal', to: 'critical', count: 2 },
      { from: 'normal', to: 'low', count: 1 },
    ])
    expect(found.reasons.map(({ count }) => count)).toEqual([2, 1])
    const numbers = async (more: object) => (await reports(lead).overridden({ query: { ...query, ...more } })).items.map(({ number }) => number)
    expect(await numbers({ reason: 'EXAMEN om 13 uur' })).toEqual([two, one])
    expect(await numbers({ from: 'normal', to: 'low' })).toEqual([three])
    expect(await numbers({ teamId })).toEqual([two])
    const first = await reports(lead).overridden({ query: { ...query, limit: 2 } })
    expect(first.items.map(({ number }) => number)).toEqual([three, two])
    expect(await numbers({ after: first.next })).toEqual([one])
    // A title that a spreadsheet would compute stays text.
    const { text } = await csv('overrides', query)
    expect(text).toContain(`"${two}";"'=Twee()";"Normaal";"Kritiek";"examen om 13 uur`)
    expect(text.trim().split('\r\n')).toHaveLength(4)
  })
})

test('CSV: quotes are doubled, numbers are numbers, English has commas', () => {
  expect(
    csvOf('en', [
      ['a "b", c', 3],
      ['-1+1', 'x\ny'],
    ]),
  ).toBe('\uFEFF"a ""b"", c",3\r\n"\'-1+1","x\ny"\r\n')
})
