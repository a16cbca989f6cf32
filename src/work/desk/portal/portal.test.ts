/** The reporter's way, through HTTP: reporting in their own words, answering, saying whether it works, with and without signing in. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ProblemError } from '#platform/client.ts'
import { type Member, type Spil, spil } from '#test/spil.ts'
import { desk } from '../contract.ts'
import { deskPortal, type MyCase } from './contract.ts'
import { confirmToken } from './reads.ts'

let app: Spil
let reporter: Member
let other: Member
let engineer: Member
beforeAll(async () => {
  app = await spil()
  reporter = await app.member('reporter', { name: 'Noor Bakker' })
  other = await app.member('reporter', { name: 'Sem Visser' })
  engineer = await app.member('engineer', { name: 'Ilse de Boer' })
})
afterAll(() => app[Symbol.asyncDispose]())

const portal = (who?: Member) => app.as(deskPortal, who?.token, { 'accept-language': 'nl' })
const work = () => app.as(desk, engineer.token)
const codeOf = (run: Promise<unknown>) =>
  run.then(
    () => 'answered',
    (error: unknown) => (error instanceof ProblemError ? error.problem.type : String(error)),
  )
const report = { title: 'Ik kan niet inloggen', text: 'Er staat dat mijn wachtwoord fout is.', howBad: 'cannotWork', howMany: 'few' } as const
const solved = async (): Promise<MyCase> => {
  const { id } = await portal(reporter).report({ body: report })
  await work().solve({ params: { id }, body: { version: 1, done: 'Account ontgrendeld', tested: 'Ingelogd op een leslaptop' } })
  return portal(reporter).myCase({ params: { id } })
}

test('what the reporter says becomes impact and urgency, and only they see it', async () => {
  const made = await portal(reporter).report({ body: { ...report, doing: 'Ik wilde cijfers invoeren' } })
  expect(made.text).toBe('Er staat dat mijn wachtwoord fout is.\n\nWat ik aan het doen was: Ik wilde cijfers invoeren')
  expect((await work().case({ params: { id: made.id } })).case).toMatchObject({
    impact: 'group',
    urgency: 'high',
    priority: 'high',
    channel: 'portal',
  })
  expect((await portal(reporter).myCases({ query: { open: 'true' } })).items.map(({ id }) => id)).toContain(made.id)
  expect((await portal(other).myCases()).items).toEqual([])
  const tries = [
    portal(other).myCase({ params: { id: made.id } }),
    portal(other).answer({ params: { id: made.id }, body: { text: 'Ha' } }),
    portal(other).myCancel({ params: { id: made.id }, body: { reason: 'Ha' } }),
    portal(engineer).myConfirm({ params: { id: made.id }, body: {} }),
  ]
  expect(await Promise.all(tries.map(codeOf))).toEqual(tries.map(() => 'platform.notFound'))
})

test('an answer ends the waiting for that answer, no other waiting', async () => {
  const { id } = await portal(reporter).report({ body: report })
  await work().wait({ params: { id }, body: { version: 1, for: 'reporter', reason: 'Welke laptop is het?' } })
  expect((await portal(reporter).myCase({ params: { id } })).waitingFor).toBe('reporter')
  expect((await portal(reporter).answer({ params: { id }, body: { text: 'Nummer 7' } })).state).toBe('inProgress')
  const { case: one } = await work().case({ params: { id } })
  await work().wait({ params: { id }, body: { version: one.version, for: 'supplier' } })
  expect((await portal(reporter).answer({ params: { id }, body: { text: 'Al nieuws?' } })).state).toBe('waiting')
})

test('a moment comes by itself', async () => {
  const { id } = await portal(reporter).report({ body: report })
  const until = new Date(app.app.now().getTime() + 3_600_000).toISOString()
  expect(await codeOf(work().wait({ params: { id }, body: { version: 1, for: 'moment' } }))).toBe('cases.untilNeeded')
  const { waiting } = await work().wait({ params: { id }, body: { version: 1, for: 'moment', until } })
  // In closed hours the waiting ends at the next opening.
  const comes = new Date(waiting?.until ?? '').getTime()
  expect(comes).toBeGreaterThanOrEqual(Date.parse(until))
  await app.settle()
  expect((await work().case({ params: { id } })).case.state).toBe('waiting')
  app.clock.set(new Date(comes + 100_000))
  await app.settle()
  app.clock.set(undefined)
  expect((await work().case({ params: { id } })).case.state).toBe('inProgress')
})

describe('does it work', () => {
  test('yes closes, no opens again with the words of the reporter', async () => {
    const first = await solved()
    expect(first.may).toEqual({ answer: true, confirm: true, reject: true, reopen: false, cancel: false })
    expect(await codeOf(portal(reporter).myReject({ params: { id: first.id }, body: { text: ' ' } }))).toBe('cases.reasonNeeded')
    const again = await portal(reporter).myReject({ params: { id: first.id }, body: { text: 'Nog steeds fout' } })
    expect(again).toMatchObject({ state: 'reopened' })
    expect(again.entries.at(-1)).toMatchObject({ kind: 'test', text: 'Nog steeds fout', mine: true })
    const second = await solved()
    expect(await portal(reporter).myConfirm({ params: { id: second.id }, body: {} })).toMatchObject({ state: 'closed' })
    expect(await codeOf(portal(reporter).myConfirm({ params: { id: second.id }, body: {} }))).toBe('cases.notFrom')
  })

  test('within ten working days the same case is opened again, after that a new one that is linked', async () => {
    // A Wednesday, so that the weekends in between are the same whenever this is run.
    app.clock.set(new Date('2027-06-02T10:00:00Z'))
    const { id } = await solved()
    await portal(reporter).myConfirm({ params: { id }, body: {} })
    app.clock.set(new Date(app.app.now().getTime() + 13 * 86_400_000))
    expect(await portal(reporter).myReopen({ params: { id }, body: { text: 'Weer' } })).toMatchObject({ id, state: 'reopened' })
    const { case: one } = await work().case({ params: { id } })
    const { version } = await work().solve({ params: { id }, body: { version: one.version, done: 'Nogmaals', tested: 'Ja' } })
    await work().close({ params: { id }, body: { version, reason: 'Geen antwoord' } })
    app.clock.set(new Date(app.app.now().getTime() + 15 * 86_400_000))
    const fresh = await portal(reporter).myReopen({ params: { id }, body: { text: 'Weer' } })
    app.clock.set(undefined)
    expect(fresh.id).not.toBe(id)
    expect(fresh).toMatchObject({ state: 'new', links: [{ id, kind: 'follows', outgoing: true }] })
  })
})

describe('the signed link', () => {
  const tokenFor = (one: { id: string }, round = 1, at = app.app.now()) => confirmToken(app.app, { caseId: one.id, round, personId: reporter.id, at })

  test('works without signing in, once, also for two clicks at the same moment', async () => {
    const one = await solved()
    const params = { token: tokenFor(one) }
    expect(await portal().confirmState({ params })).toMatchObject({ number: one.number, done: 'Account ontgrendeld', answered: false })
    const clicks = await Promise.all([1, 2].map(() => codeOf(portal().confirmByLink({ params, body: { works: true } }))))
    expect(clicks.sort()).toEqual(['answered', 'desk.portal.linkUsed'])
    expect(await portal(reporter).myCase({ params: { id: one.id } })).toMatchObject({ state: 'closed' })
    expect(await codeOf(portal().confirmByLink({ params, body: { works: true } }))).toBe('desk.portal.linkUsed')
  })

  test('no needs words, and stands in the conversation as what the reporter said', async () => {
    const one = await solved()
    const params = { token: tokenFor(one) }
    expect(await codeOf(portal().confirmByLink({ params, body: { works: false } }))).toBe('desk.portal.sayWhat')
    expect(await portal().confirmByLink({ params, body: { works: false, text: 'Werkt niet' } })).toMatchObject({ state: 'reopened' })
    expect((await portal(reporter).myCase({ params: { id: one.id } })).entries.at(-1)).toMatchObject({ text: 'Werkt niet', mine: true })
    await work().case({ params: { id: one.id } })
  })

  test('forged, changed, expired, or of an earlier round: refused', async () => {
    const one = await solved()
    const token = tokenFor(one)
    const [text = '', signature = ''] = token.split('.')
    const changed = `${text.slice(0, -1)}${text.endsWith('A') ? 'B' : 'A'}.${signature}`
    for (const wrong of [changed, `${text}.${'A'.repeat(22)}`, 'nonsense', `${text}.`, encodeURIComponent('../x')])
      expect(await codeOf(portal().confirmState({ params: { token: wrong } }))).toBe('desk.portal.linkWrong')
    const old = tokenFor(one, 1, new Date(app.app.now().getTime() - 31 * 86_400_000))
    expect(await codeOf(portal().confirmByLink({ params: { token: old }, body: { works: true } }))).toBe('desk.portal.linkExpired')
    await portal(reporter).myReject({ params: { id: one.id }, body: { text: 'Nee' } })
    const { case: row } = await work().case({ params: { id: one.id } })
    await work().solve({ params: { id: one.id }, body: { version: row.version, done: 'Opnieuw', tested: 'Opnieuw' } })
    expect(await codeOf(portal().confirmByLink({ params: { token }, body: { works: true } }))).toBe('desk.portal.linkUsed')
    expect(await codeOf(portal().confirmByLink({ params: { token: tokenFor(one, 2) }, body: { works: true } }))).toBe('answered')
  })
})
