/** The calendar: windows, conflicts with names, freezes, standard changes, and the link for calendar programs. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ProblemError } from '#platform/client.ts'
import { directory } from '#record/people/directory/contract.ts'
import { type Member, type Spil, spil } from '#test/spil.ts'
import { deskCatalogue } from '../../catalogue/contract.ts'
import { desk } from '../../contract.ts'
import { deskChanges, type StepName } from '../contract.ts'
import { folded, icalOf } from './adapters/ical.ts'
import { deskChangeCalendar } from './contract.ts'
import { beginOf, dayOf, daysOf, isDay, mondayOf, plusMonths, touches } from './rules.ts'

let app: Spil
let engineer: Member
let lead: Member
let reporter: Member
let teamId: string
const begin = new Date('2027-02-15T09:00:00Z')
beforeAll(async () => {
  app = await spil()
  app.clock.set(begin)
  engineer = await app.member('engineer', { name: 'Ilse de Boer' })
  lead = await app.member('lead', { name: 'Karel Mulder' })
  reporter = await app.member('reporter')
  const boss = await app.administrator()
  const body = { organisationId: boss.organisationId, name: 'Netwerk', memberIds: [engineer.id] }
  teamId = (await app.as(directory, boss.token).createTeam({ body })).id
  for (const serviceKey of ['E-mail', 'Netwerk']) {
    const definition = { name: { nl: serviceKey }, kind: 'serviceRequest' as const, serviceKey }
    await app.as(deskCatalogue, lead.token).addItem({ body: { organisationId: boss.organisationId, definition } })
  }
})
afterAll(() => app[Symbol.asyncDispose]())

const nl = { 'accept-language': 'nl' }
const calendar = (who = engineer) => app.as(deskChangeCalendar, who.token, nl)
const changes = (who = engineer) => app.as(deskChanges, who.token, nl)
const refused = async (run: Promise<unknown>) => {
  const error = await run.then(
    () => undefined,
    (failure: unknown) => failure,
  )
  if (!(error instanceof ProblemError)) throw new Error(`not refused: ${error}`)
  return error.problem
}
const details = { reason: 'r', plan: 'p', backOut: 'b', testPlan: 't' }
const day = (n: number, hour = 20) => new Date(Date.UTC(2027, 2, n, hour)).toISOString()
const open = (title: string, from: string, until: string, more: { teamId?: string; service?: string; templateId?: string } = {}) => {
  const { service = null, templateId, teamId: team } = more
  const change = { ...(templateId ? { templateId } : details), service, window: { from, until } }
  return app.as(desk, engineer.token, nl).createCase({
    body: { kind: 'change', title, impact: 'group', urgency: 'low', change, ...(team && { teamId: team }) },
  })
}
const go = async (id: string, step: StepName, who = engineer) => {
  const { version } = await changes().change({ params: { id } })
  return changes(who).stepChange({ params: { id, step }, body: { version } })
}

test('what a window meets is said with names: the same team, the same service, a freeze', async () => {
  const first = await open('Kern-switch vervangen', day(3), day(3, 22), { teamId })
  const second = await open('Mail verhuizen', day(3, 21), day(3, 23), { service: 'E-mail' })
  const third = await open('Mailfilter', day(3, 21), day(3, 23), { teamId, service: 'E-mail' })
  const elsewhere = await open('Ander team', day(3, 21), day(3, 23))
  const texts = async (id: string) => (await changes().change({ params: { id } })).warnings.map(({ text }) => text)
  // Drafts do not count until they are submitted.
  expect(await texts(third.id)).toEqual([])
  await go(first.id, 'submit')
  await go(second.id, 'submit')
  expect(await texts(third.id)).toEqual([
    `Hetzelfde team doet dan ook ${first.number} “Kern-switch vervangen” (wo 3 mrt, 21:00 – wo 3 mrt, 23:00)`,
    `Dezelfde dienst wordt dan ook gewijzigd in ${second.number} “Mail verhuizen” (wo 3 mrt, 22:00 – do 4 mrt, 00:00)`,
  ])
  expect(await texts(elsewhere.id)).toEqual([])
  const organisationId = lead.organisationId
  const freeze = await calendar(lead).addFreeze({ body: { organisationId, name: 'Centrale examens', from: day(1), until: day(10) } })
  expect(await texts(elsewhere.id)).toEqual([expect.stringContaining('wijzigingsstop “Centrale examens”')])
  await calendar(lead).changeFreeze({ params: { id: freeze.id }, body: { ...freeze, organisationId, teamId, version: 1 } })
  expect(await texts(elsewhere.id)).toEqual([])
  expect(await texts(third.id)).toHaveLength(3)
  expect(
    await refused(calendar(lead).changeFreeze({ params: { id: freeze.id }, body: { ...freeze, organisationId, teamId, version: 1 } })),
  ).toMatchObject({
    type: 'desk.changes.settingChanged',
    data: { version: 2, team: { name: 'Netwerk' } },
  })
  expect(await refused(calendar().addFreeze({ body: { organisationId, name: 'x', from: day(1), until: day(2) } }))).toMatchObject({ status: 403 })
  expect(await refused(calendar(lead).addFreeze({ body: { organisationId, name: 'x', from: day(2), until: day(1) } }))).toMatchObject({
    type: 'platform.invalid',
  })
  const between = { from: day(1, 0), until: day(31, 0) }
  const seen = await calendar().calendar({ query: between })
  expect(seen.changes.map(({ number, team, service, class: of }) => [number, team?.name, service, of])).toEqual([
    [first.number, 'Netwerk', null, 'normal'],
    [second.number, undefined, 'E-mail', 'normal'],
    [third.number, 'Netwerk', 'E-mail', 'normal'],
    [elsewhere.number, undefined, null, 'normal'],
  ])
  expect(seen.freezes).toMatchObject([{ name: 'Centrale examens', mayEdit: false }])
  expect((await calendar().calendar({ query: { ...between, teamId } })).changes.map(({ number }) => number)).toEqual([first.number, third.number])
  expect(await refused(calendar().calendar({ query: { from: day(1), until: '2027-12-01T00:00:00Z' } }))).toMatchObject({
    type: 'desk.changes.tooLong',
  })
  expect(await refused(calendar(reporter).calendar({ query: between }))).toMatchObject({ status: 403 })
  await calendar(lead).removeFreeze({ params: { id: freeze.id } })
  expect((await calendar().calendar({ query: between })).freezes).toEqual([])
})

test('a standard change comes from a template and needs no approval; more risk makes it normal again', async () => {
  const { organisationId } = lead
  const body = {
    ...{ organisationId, name: 'Switch toevoegen', title: 'Switch toevoegen', minutes: 60, teamId, service: 'Netwerk' },
    ...{ reason: 'Nieuwe plekken', plan: 'Volgens draaiboek 12', backOut: 'Kabel terug', testPlan: 'Ping' },
    ...({ risk: 'low', effect: 'medium' } as const),
  }
  expect(await refused(calendar(lead).addTemplate({ body: { ...body, risk: 'high' } }))).toMatchObject({ type: 'desk.changes.templateRisk' })
  expect(await refused(calendar(lead).addTemplate({ body: { ...body, service: 'Netwerken' } }))).toMatchObject({
    ...{ type: 'desk.changes.noSuchService', errors: [{ pointer: '/body/service' }] },
  })
  const template = await calendar(lead).addTemplate({ body })
  expect(await refused(calendar(lead).addTemplate({ body: { ...body, name: 'SWITCH toevoegen' } }))).toMatchObject({
    type: 'desk.changes.templateName',
  })
  expect((await calendar().templates()).items.map(({ name }) => name)).toEqual(['Switch toevoegen'])
  const { id } = await open('Switch in lokaal 5', day(12), day(12, 21), { templateId: template.id })
  expect(await changes().change({ params: { id } })).toMatchObject({
    class: 'standard',
    because: 'Standaard, want gemaakt uit “Switch toevoegen” en risico en gevolg zijn klein',
    plan: 'Volgens draaiboek 12',
    template: { name: 'Switch toevoegen' },
  })
  expect(await go(id, 'submit')).toMatchObject({ stage: 'approved', approval: 'notNeeded' })
  expect(await go(id, 'plan')).toMatchObject({ stage: 'planned' })
  await go(id, 'withdraw')
  await changes().editChange({ params: { id }, body: { version: 4, effect: 'high' } })
  expect(await changes().change({ params: { id } })).toMatchObject({
    class: 'normal',
    because: expect.stringContaining('te groot voor een standaardwijziging'),
  })
  expect(await go(id, 'submit')).toMatchObject({ stage: 'submitted', approval: 'waiting' })
  const { id: templateId, organisationId: _, ...fields } = template
  expect(await calendar(lead).changeTemplate({ params: { id: templateId }, body: { ...fields, active: false } })).toMatchObject({
    active: false,
    version: 2,
  })
  expect(await refused(open('Nog een', day(13), day(13, 21), { templateId }))).toMatchObject({ type: 'desk.changes.noSuchTemplate' })
})

test('the link shows what its person may see now, until it is taken away', async () => {
  const made = await open('Opslag uitbreiden, fase 1; “groot”', day(20), day(20, 22), { teamId })
  expect(await calendar().feed()).toEqual({ url: null, madeAt: null })
  const { url } = await calendar().makeFeed()
  const read = async (address: string | null) => app.server.inject({ url: new URL(address ?? '').pathname })
  app.clock.set(new Date('2027-03-15T09:00:00Z'))
  const reply = await read(url)
  expect(reply.headers['content-type']).toBe('text/calendar; charset=utf-8')
  const text = reply.body.replaceAll('\r\n ', '')
  expect(text).toContain(`SUMMARY:${made.number} Opslag uitbreiden\\, fase 1\\; “groot”`)
  expect(text).toContain('DTSTART:20270320T200000Z')
  expect(text).toContain('DESCRIPTION:Normaal · Concept · Netwerk')
  expect(text).not.toContain('Vertrouwelijk plan')
  expect(reply.body.split('\r\n').every((line) => Buffer.byteLength(line) <= 75)).toBe(true)
  const secret = await app.as(desk, lead.token).createCase({
    body: {
      kind: 'change',
      title: 'Vertrouwelijk plan',
      impact: 'group',
      urgency: 'low',
      confidential: true,
      change: { window: { from: day(21), until: day(22) } },
    },
  })
  expect((await read(url)).body).not.toContain(secret.number)
  expect((await read((await calendar(lead).makeFeed()).url)).body).toContain(secret.number)
  app.clock.set(begin)

  for (const wrong of [`${url}x`, url?.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A')) ?? '', 'http://x/api/desk/changes/feed/guessed'])
    expect((await read(wrong)).statusCode).toBe(404)
  const again = await calendar().makeFeed()
  expect((await read(url)).statusCode).toBe(404)
  expect((await read(again.url)).statusCode).toBe(200)
  expect((await calendar().feed()).url).toBe(again.url)
  await calendar().revokeFeed()
  expect((await read(again.url)).statusCode).toBe(404)
  const last = await calendar().makeFeed()
  const boss = await app.administrator()
  await app.as(directory, boss.token).deactivatePerson({ params: { id: engineer.id } })
  expect((await read(last.url)).statusCode).toBe(404)
  const { rows } = await app.app.pools.owner.query<{ text: string }>(
    `select string_agg(data::text || about, ' ') as text from event where name like 'desk.changes.feed%'`,
  )
  expect(rows[0]?.text).not.toContain(last.url?.split('/').at(-1))
})

test('lines of iCalendar are folded at 75 octets, never within a character, and nothing gets out of its line', () => {
  const line = `SUMMARY:${'é'.repeat(100)}`
  expect(
    folded(line)
      .split('\r\n')
      .every((part) => Buffer.byteLength(part) <= 75),
  ).toBe(true)
  expect(folded(line).replaceAll('\r\n ', '')).toBe(line)
  const at = new Date('2027-03-01T10:00:00Z')
  const evil = { uid: 'x', from: at, until: at, summary: 'a\r\nEND:VCALENDAR', description: 'b\nc\\', status: 'CONFIRMED', changedAt: at } as const
  expect(
    icalOf('Naam', 'Europe/Amsterdam', [evil])
      .split('\r\n')
      .filter((part) => part === 'END:VCALENDAR'),
  ).toHaveLength(1)
})

test('days of a calendar in a time zone, over both daylight-saving changes', () => {
  const zone = 'Europe/Amsterdam'
  expect(daysOf('month', '2027-02-10')).toHaveLength(28)
  expect([daysOf('month', '2027-03-31')[0], daysOf('month', '2027-03-31').at(-1)]).toEqual(['2027-03-01', '2027-04-04'])
  expect(daysOf('week', '2027-03-28')).toEqual(Array.from({ length: 7 }, (_, at) => `2027-03-${22 + at}`))
  expect([mondayOf('2027-03-01'), plusMonths('2027-01-31', 1), plusMonths('2027-03-31', -1)]).toEqual(['2027-03-01', '2027-02-28', '2027-02-28'])
  expect([isDay('2027-02-28'), isDay('2027-2-28'), isDay('x')]).toEqual([true, false, false])
  for (const [day, hours] of [
    ['2027-03-28', 23],
    ['2027-10-31', 25],
    ['2027-06-01', 24],
  ] as const) {
    const from = beginOf(day, zone)
    expect(dayOf(from, zone)).toBe(day)
    expect(dayOf(new Date(from.getTime() - 1), zone)).not.toBe(day)
    expect(dayOf(new Date(from.getTime() + hours * 3_600_000 - 1), zone)).toBe(day)
    expect(dayOf(new Date(from.getTime() + hours * 3_600_000), zone)).not.toBe(day)
  }
  const late = { from: new Date('2027-03-01T22:30:00Z'), until: new Date('2027-03-01T23:00:00Z') }
  expect(['2027-03-01', '2027-03-02'].map((day) => touches(day, late.from, late.until, zone))).toEqual([true, false])
  expect(touches('2027-03-02', late.from, new Date('2027-03-01T23:30:00Z'), zone)).toBe(true)
})
