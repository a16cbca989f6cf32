/** Time spent, through HTTP. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ProblemError } from '#platform/client.ts'
import { type Member, type Spil, spil } from '#test/spil.ts'
import { desk } from '../contract.ts'
import { deskMerging } from '../merging/contract.ts'
import { deskTime } from './contract.ts'

let app: Spil
let reporter: Member
let engineer: Member
let colleague: Member
beforeAll(async () => {
  app = await spil()
  reporter = await app.member('reporter')
  engineer = await app.member('engineer', { name: 'Ilse de Boer' })
  colleague = await app.member('engineer', { name: 'Daan Smit' })
})
afterAll(() => app[Symbol.asyncDispose]())

const by = (who: Member) => app.as(deskTime, who.token, { 'accept-language': 'nl' })
const opened = (title = 'Tijd') =>
  app.as(desk, engineer.token).createCase({ body: { kind: 'incident', title, impact: 'person', urgency: 'normal', reporterId: reporter.id } })
const problemOf = async (run: Promise<unknown>) => {
  const error = await run.then(
    () => undefined,
    (failure: unknown) => failure,
  )
  if (!(error instanceof ProblemError)) throw new Error(`not refused: ${error}`)
  return error.problem
}

test('written down, corrected by oneself with what it was, summed per person and case; merged cases count together', async () => {
  const [a, b] = [await opened('Een'), await opened('Twee')]
  const spent = await by(engineer).spendTime({
    params: { id: a.id },
    body: { minutes: 30, activity: 'solving', note: 'Kabel', billable: true, at: '2026-03-02T10:00:00Z' },
  })
  await by(colleague).spendTime({ params: { id: a.id }, body: { minutes: 20, activity: 'travel', at: '2026-03-03T10:00:00Z' } })
  await by(engineer).spendTime({ params: { id: b.id }, body: { minutes: 5, activity: 'contact', at: '2026-04-01T10:00:00Z' } })
  expect(await by(engineer).caseTime({ params: { id: a.number } })).toMatchObject({ minutes: 50, billable: 30 })
  expect((await problemOf(by(colleague).correctTime({ params: { id: spent.id }, body: { version: 1, minutes: 1 } }))).type).toBe('cases.timeNotYours')
  const right = await by(engineer).correctTime({ params: { id: spent.id }, body: { version: 1, minutes: 45 } })
  expect(right).toMatchObject({ minutes: 45, corrected: true, note: 'Kabel', version: 2 })
  expect((await problemOf(by(engineer).correctTime({ params: { id: spent.id }, body: { version: 1, minutes: 2 } }))).type).toBe('cases.timeChanged')
  expect(await by(colleague).timeHistory({ params: { id: spent.id } })).toMatchObject([{ was: { minutes: 30, activity: 'solving', billable: true } }])
  const march = { from: '2026-03-01T00:00:00Z', until: '2026-04-01T00:00:00Z' }
  expect(await by(engineer).timeSums({ query: march })).toMatchObject({
    minutes: 65,
    billable: 45,
    people: [
      { person: { name: 'Ilse de Boer' }, minutes: 45 },
      { person: { name: 'Daan Smit' }, minutes: 20 },
    ],
    cases: [{ number: a.number, minutes: 65 }],
  })
  const wide = { from: '2026-01-01T00:00:00Z', until: '2026-12-31T00:00:00Z' }
  await app.as(deskMerging, engineer.token).merge({ params: { id: a.id }, body: { into: b.id } })
  expect(await by(engineer).caseTime({ params: { id: b.id } })).toMatchObject({ minutes: 70 })
  expect((await by(engineer).timeSums({ query: { ...wide, case: b.number } })).cases).toMatchObject([{ number: b.number, minutes: 70 }])
  expect((await problemOf(by(engineer).timeSums({ query: { from: wide.until, until: wide.from } }))).type).toBe('desk.time.period')
  await by(engineer).removeTime({ params: { id: spent.id }, query: { version: 2 } })
  expect(await by(engineer).caseTime({ params: { id: b.id } })).toMatchObject({ minutes: 25, billable: 0 })
})

test('a reporter sees none of it, also not in the history', async () => {
  const one = await opened()
  await by(engineer).spendTime({ params: { id: one.id }, body: { minutes: 12, activity: 'analysis' } })
  expect((await problemOf(by(reporter).caseTime({ params: { id: one.id } }))).status).toBe(403)
  await app.settle()
  const history = (who: Member) => app.as(desk, who.token, { 'accept-language': 'nl' }).history({ params: { id: one.id } })
  expect((await history(engineer)).items.map(({ text }) => text)).toContain('12 minuten besteed')
  expect((await history(reporter)).items.map(({ text }) => text)).not.toContain('12 minuten besteed')
})

test('a timer runs in the database: one at a time, rounded to minutes, thrown away or written down', async () => {
  const [a, b] = [await opened(), await opened()]
  expect(await by(engineer).startTimer({ params: { id: a.id } })).toMatchObject({ timer: { number: a.number } })
  expect((await problemOf(by(engineer).startTimer({ params: { id: b.id } }))).title).toContain(a.number)
  app.clock.set(new Date(app.clock.now().getTime() + 17 * 60_000 + 20_000))
  expect(await by(engineer).timer()).toMatchObject({ timer: { number: a.number } })
  expect(await by(engineer).stopTimer({ body: { activity: 'solving', note: 'Gebeld' } })).toMatchObject({
    spent: { minutes: 17, note: 'Gebeld', caseId: a.id },
  })
  expect(await by(engineer).timer()).toEqual({ timer: null })
  await by(engineer).startTimer({ params: { id: b.id } })
  expect(await by(engineer).stopTimer({ body: { discard: true } })).toEqual({ spent: null })
  expect((await by(engineer).caseTime({ params: { id: b.id } })).items).toEqual([])
  expect((await problemOf(by(engineer).stopTimer({ body: {} }))).type).toBe('cases.timerStands')
})
