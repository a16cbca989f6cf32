/** Calendars and agreements that go away: only when nothing uses them, and nothing of the past goes with them. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ProblemError } from '#platform/client.ts'
import { type AgreementBody, type CalendarBody, usualAgreement, usualCalendar } from '#record/cases/clocks/contract.ts'
import { type Member, type Spil, spil } from '#test/spil.ts'
import { desk } from '../../contract.ts'
import { deskClocks } from '../contract.ts'

let app: Spil
let lead: Member
let engineer: Member
beforeAll(async () => {
  app = await spil()
  lead = await app.member(['lead'], { name: 'Lea Lead' })
  engineer = await app.member(['engineer'], { name: 'Ed Engineer' })
})
afterAll(() => app[Symbol.asyncDispose]())

const clocks = (who = lead) => app.as(deskClocks, who.token, { 'accept-language': 'nl' })
const work = () => app.as(desk, engineer.token)
const refusal = (call: Promise<unknown>) =>
  call.then(
    () => undefined,
    (error: unknown) => (error instanceof ProblemError ? error.problem : undefined),
  )
const codeOf = async (call: Promise<unknown>) => (await refusal(call))?.type
const sumOf = async (id: string) => (await clocks().caseClocks({ params: { id } })).clocks

test('a calendar and an agreement are removed when nothing uses them; what still does is named, and retiring is left', async () => {
  const organisation = lead.organisationId
  const evening = await clocks().addCalendar({
    body: { organisationId: organisation, body: { ...usualCalendar('Europe/Amsterdam'), name: 'Avonddienst' } },
  })
  const solution = usualAgreement().targets.filter(({ kind }) => kind === 'solution')
  const changeOnly: AgreementBody = {
    ...usualAgreement(),
    name: 'Avond',
    applies: { ...usualAgreement().applies, kinds: ['change'] },
    targets: solution.map((target) => ({ ...target, calendarId: evening.id })),
  }
  const own = await clocks().addAgreement({ body: { organisationId: organisation, body: changeOnly } })
  const one = await work().createCase({ body: { kind: 'change', title: 'Kabels vervangen', impact: 'group', urgency: 'normal' } })
  const away = (what: 'Calendar' | 'Agreement', id: string, version = 1, who = lead) =>
    clocks(who)[`remove${what}`]({ params: { id }, query: { organisationId: organisation, version } })

  expect(await refusal(away('Calendar', evening.id))).toMatchObject({
    type: 'desk.clocks.inUse',
    title: expect.stringMatching(/afspraak “Avond”, 1 zaak/),
    data: { agreements: [{ id: own.id, name: 'Avond' }], cases: 1 },
  })
  expect(await refusal(away('Agreement', own.id))).toMatchObject({ type: 'desk.clocks.inUse', data: { agreements: [], cases: 1 } })
  expect(await codeOf(away('Calendar', organisation))).toBe('desk.clocks.firstStays')
  expect(await codeOf(away('Agreement', organisation))).toBe('desk.clocks.firstStays')
  expect(await codeOf(away('Agreement', own.id, 1, engineer))).toBe('platform.notAllowed')

  // Retired: who names it keeps it, nobody else can choose it.
  const put = (version: number, body: CalendarBody, id = evening.id) =>
    clocks().changeCalendarOf({ params: { id }, body: { organisationId: organisation, version, body } })
  expect((await put(1, { ...evening.body, active: false })).body.active).toBe(false)
  expect(await codeOf(clocks().addAgreement({ body: { organisationId: organisation, body: { ...changeOnly, name: 'Nog een' } } }))).toBe(
    'desk.clocks.noSuchCalendar',
  )
  const kept = await clocks().changeAgreement({
    params: { id: own.id },
    body: { organisationId: organisation, version: 1, body: { ...changeOnly, name: 'Avonden' } },
  })
  expect(kept.version).toBe(2)
  const firstCalendar = (await clocks().calendars({ query: { organisationId: organisation } })).items[0]
  expect(await codeOf(put(firstCalendar?.version ?? 0, { ...usualCalendar('Europe/Amsterdam'), active: false }, organisation))).toBe(
    'desk.clocks.firstStays',
  )
  await app.settle()

  // The case ends: its clocks keep their sum by what was agreed, also when that is gone.
  const { case: now } = await work().case({ params: { id: one.id } })
  await work().cancel({ params: { id: one.id }, body: { version: now.version, reason: 'Niet meer nodig' } })
  const before = await sumOf(one.id)
  expect(before.map(({ agreement, calendar: by }) => [agreement, by])).toContainEqual(['Avonden', 'Avonddienst'])
  expect(await codeOf(away('Agreement', own.id, 1))).toBe('desk.clocks.changed')
  await away('Agreement', own.id, 2)
  await away('Calendar', evening.id, 2)
  await app.settle()
  expect((await sumOf(one.id)).map(({ agreement, calendar: by }) => [agreement, by])).toEqual(
    before.map(({ agreement, calendar: by }) => [agreement, by]),
  )
  expect((await clocks().calendars({ query: { organisationId: organisation } })).items.map(({ id }) => id)).not.toContain(evening.id)
  expect(await codeOf(away('Calendar', evening.id, 2))).toBe('platform.notFound')
  expect(await app.happened()).toEqual(expect.arrayContaining(['cases.agreementRemoved', 'cases.calendarRemoved']))
})
