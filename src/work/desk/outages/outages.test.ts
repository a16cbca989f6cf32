/** What reporters see of outages: published in plain words, joined with one press, told when it is over; public only where somebody said so. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ProblemError } from '#platform/client.ts'
import { directory } from '#record/people/directory/contract.ts'
import { type Member, type Spil, spil } from '#test/spil.ts'
import { desk } from '../contract.ts'
import { deskMajor } from '../major/contract.ts'
import { deskNotices } from '../notices/contract.ts'
import { deskOutages } from './contract.ts'
import { inLanguage, wrongIn } from './rules.ts'

let app: Spil
let noor: Member
let sem: Member
let ilse: Member
let lead: Member
let elsewhere: Member
beforeAll(async () => {
  app = await spil()
  noor = await app.member('reporter', { name: 'Noor Bakker' })
  sem = await app.member('reporter', { name: 'Sem Visser' })
  ilse = await app.member('engineer', { name: 'Ilse de Boer' })
  lead = await app.member('lead', { name: 'Karel Mulder' })
  const bea = await app.administrator()
  const other = await app.as(directory, bea.token).createOrganisation({ body: { name: 'De Wilg', locale: 'nl', timeZone: 'Europe/Amsterdam' } })
  elsewhere = await app.member(['reporter', 'lead'], { organisationId: other.id })
})
afterAll(() => app[Symbol.asyncDispose]())

const at = (who: Member) => app.as(desk, who.token, { 'accept-language': 'nl' })
const outages = (who?: Member) => app.as(deskOutages, who?.token, { 'accept-language': 'nl' })
const refused = async (run: Promise<unknown>) => {
  const error = await run.then(
    () => undefined,
    (failure: unknown) => failure,
  )
  if (!(error instanceof ProblemError)) throw new Error(`not refused: ${error}`)
  return error.problem.type
}
const nl = { title: 'Geen wifi in gebouw B', hit: 'U kunt in gebouw B niet op het draadloze net.', advice: 'Gebruik de vaste computers.' }
const en = { title: 'No wifi in building B', hit: 'You cannot use the wireless network in building B.', advice: 'Use the fixed computers.' }
const inDays = (days: number, hour = 18) => new Date(Math.floor(Date.now() / 86_400_000 + days) * 86_400_000 + hour * 3_600_000)
const publish = (body: object = {}) =>
  outages(ilse).publish({ body: { organisationId: ilse.organisationId, kind: 'outage', nl, en, ...body } as never })
const mailsTo = async (who: Member) => {
  const { rows } = await app.app.pools.owner.query<{ subject: string; text: string }>(
    `select subject, content->>'text' as text from outgoing_mail where recipients->'to'->0->>'address' = $1 and about like 'outage/%' order by created_at`,
    [who.email],
  )
  return rows
}

test('the rules: one language is enough, maintenance ends, an end comes after its beginning', () => {
  const one = { kind: 'outage', nl, en: null, from: '2026-03-10T08:00:00Z', until: null } as const
  expect(wrongIn(one)).toBeUndefined()
  expect(wrongIn({ ...one, nl: null })).toBe('desk.outages.textNeeded')
  expect(wrongIn({ ...one, kind: 'maintenance' })).toBe('desk.outages.untilNeeded')
  expect(wrongIn({ ...one, until: '2026-03-10T07:00:00Z' })).toBe('desk.outages.order')
  expect([inLanguage({ nl, en }, 'en'), inLanguage({ nl, en: null }, 'en'), inLanguage({ nl: null, en: null }, 'nl')]).toEqual([en, nl, null])
})

test('published, with history, seen by whom it is for and by nobody else; withdrawn it is gone', async () => {
  const one = await publish({ nextUpdateAt: inDays(2).toISOString() })
  await outages(ilse).addWord({ params: { id: one.id }, body: { nl: 'De leverancier is onderweg.' } })
  expect(await outages(noor).outages()).toMatchObject([
    { nl, en, nextUpdateAt: null, endedAt: null, joined: false, count: 0, updates: [{ nl: 'De leverancier is onderweg.', en: null }] },
  ])
  expect(await outages(elsewhere).outages()).toEqual([])
  expect(await refused(outages(elsewhere).join({ params: { id: one.id }, body: {} }))).toBe('platform.notFound')
  expect(await refused(outages(elsewhere).outage({ params: { id: one.id } }))).toBe('platform.notFound')
  const changed = await outages(ilse).outage({ params: { id: one.id } })
  const body = { version: changed.version, nl: { ...nl, title: 'Geen wifi' } }
  await outages(ilse).changeOutage({ params: { id: one.id }, body })
  expect(await refused(outages(lead).changeOutage({ params: { id: one.id }, body }))).toBe('desk.outages.changed')
  await outages(ilse).withdrawOutage({ params: { id: one.id } })
  expect(await outages(noor).outages()).toEqual([])
  expect((await outages(ilse).manage({})).items).toMatchObject([{ id: one.id, state: 'withdrawn', nl: { title: 'Geen wifi' } }])
  const planned = await publish({ kind: 'maintenance', from: inDays(60).toISOString(), until: inDays(60, 20).toISOString() })
  // Too far away to bother anybody.
  expect(await outages(noor).outages()).toEqual([])
  app.clock.set(inDays(50))
  expect((await outages(noor).outages()).map(({ id }) => id)).toEqual([planned.id])
  app.clock.set(inDays(60, 20.1))
  expect(await outages(noor).outages()).toEqual([])
  app.clock.set(undefined)
  await outages(ilse).withdrawOutage({ params: { id: planned.id } })
})

test('this concerns me too: counted once, or a report under the major incident; told once when it is over', async () => {
  const parent = await at(ilse).createCase({ body: { kind: 'incident', title: 'INTERN: AP-controller stuk', impact: 'department', urgency: 'high' } })
  const majors = app.as(deskMajor, lead.token)
  await majors.declare({ params: { id: parent.number }, body: { reason: 'Hele gebouw' } })
  const one = await publish({ case: parent.number })
  const params = { id: one.id }
  await Promise.all([1, 2, 3].map(() => outages(noor).join({ params, body: {} })))
  expect(await outages(noor).join({ params, body: {} })).toMatchObject({ joined: true, count: 1, myCase: null })
  const reports = await Promise.all([1, 2].map(() => outages(sem).join({ params, body: { text: 'Ook het digibord doet niets.' } })))
  expect(new Set(reports.map(({ myCase }) => myCase)).size).toBe(1)
  const mine = reports[0]?.myCase ?? ''
  expect((await majors.majorOf({ params: { id: parent.number } })).major?.childList).toMatchObject([{ number: mine, how: 'joined', title: nl.title }])
  expect(JSON.stringify(await outages(noor).outages())).not.toContain('INTERN')
  const { case: now } = await at(ilse).case({ params: { id: parent.number } })
  await at(ilse).solve({ params: { id: parent.number }, body: { version: now.version, done: 'Vervangen', tested: 'Gemeten' } })
  await app.settle()
  await app.settle()
  expect(await outages(noor).outages()).toMatchObject([{ state: 'over', endedAt: expect.any(String) }])
  expect(await mailsTo(noor)).toMatchObject([{ subject: `Voorbij: ${nl.title}`, text: expect.stringContaining('Beste Noor Bakker') }])
  // Who made a report is asked to test there.
  expect(await mailsTo(sem)).toEqual([])
  expect(await refused(outages(sem).join({ params, body: {} }))).toBe('desk.outages.over')
  const solved = await at(ilse).case({ params: { id: parent.number } })
  await at(ilse).reject({ params: { id: parent.number }, body: { version: solved.case.version, text: 'Toch niet' } })
  await app.settle()
  expect(await outages(noor).outages()).toMatchObject([{ state: 'published', endedAt: null }])
  await outages(ilse).endOutage({ params })
  await app.settle()
  expect(await mailsTo(noor)).toHaveLength(2)
})

test('a promised word that does not come: who published and who wrote last are told, once per promise', async () => {
  const now = app.app.now().getTime()
  const inMinutes = (minutes: number) => new Date(now + minutes * 60_000).toISOString()
  const toldTo = async (who: Member) => {
    await app.settle()
    return (await app.as(deskNotices, who.token, { 'accept-language': 'nl' }).notices({})).items.filter(({ kind }) => kind === 'outageLate')
  }
  const one = await publish({ nextUpdateAt: inMinutes(30) })
  const params = { id: one.id }
  const kept = await publish({ nextUpdateAt: inMinutes(30) })
  await outages(lead).addWord({ params, body: { nl: 'De leverancier zoekt.', nextUpdateAt: inMinutes(60) } })
  await outages(ilse).addWord({ params: { id: kept.id }, body: { nl: 'Het komt goed.' } })
  app.clock.set(new Date(now + 40 * 60_000))
  expect(await toldTo(ilse)).toEqual([])
  app.clock.set(new Date(now + 61 * 60_000))
  const told = { title: nl.title, page: `/desk/outages/${one.id}`, caseId: null, number: null, read: false }
  expect(await toldTo(ilse)).toMatchObject([{ ...told, text: 'Het beloofde bericht over een storing is te laat' }])
  expect(await toldTo(lead)).toHaveLength(1)
  expect(await toldTo(noor)).toEqual([])
  app.clock.set(new Date(now + 90 * 60_000))
  expect(await toldTo(ilse)).toHaveLength(1)
  const { version } = await outages(ilse).outage({ params })
  await outages(ilse).changeOutage({ params, body: { version, nextUpdateAt: inMinutes(100) } })
  app.clock.set(new Date(now + 101 * 60_000))
  expect(await toldTo(ilse)).toHaveLength(2)
  await outages(ilse).endOutage({ params })
  await outages(ilse).endOutage({ params: { id: kept.id } })
  app.clock.set(undefined)
})

test('public only where the organisation says so, and nothing but the published text', async () => {
  expect(await refused(outages().publicOutages({ params: { slug: 'lindecollege' } }))).toBe('platform.notFound')
  const setting = { organisationId: lead.organisationId, public: true, slug: 'lindecollege', title: 'Storingen op school' }
  expect(await outages(lead).changeOutageSettings({ body: setting })).toMatchObject({ url: expect.stringMatching(/\/outages\/lindecollege$/) })
  const theirs = { ...setting, organisationId: elsewhere.organisationId }
  expect(await refused(outages(elsewhere).changeOutageSettings({ body: theirs }))).toBe('desk.outages.slugTaken')
  await publish({ en: null })
  const reply = await app.server.inject({ url: '/api/desk/public-outages/lindecollege' })
  expect(reply.headers['cache-control']).toBe('public, max-age=10')
  const body = reply.json<{ title: string; outages: object[] }>()
  expect(body.title).toBe('Storingen op school')
  const keys = ['en', 'endedAt', 'from', 'kind', 'nextUpdateAt', 'nl', 'until', 'updates']
  for (const one of body.outages) expect(Object.keys(one).sort()).toEqual(keys)
  for (const secret of [ilse.id, ilse.name, lead.organisationId, 'INTERN', 'C-1']) expect(reply.body).not.toContain(secret)
})

test('everybody opens it at once: the database is asked once', async () => {
  const { rows: before } = await app.app.pools.owner.query<{ n: number }>(
    `select xact_commit::int as n from pg_stat_database where datname = current_database()`,
  )
  const replies = await Promise.all(Array.from({ length: 1000 }, () => app.server.inject({ url: '/api/desk/public-outages/lindecollege' })))
  expect(new Set(replies.map((reply) => reply.statusCode))).toEqual(new Set([200]))
  await app.app.pools.owner.query('select pg_stat_force_next_flush()')
  // Connections that idled count what they did before the requests only now: some hundreds at most. A question per request would be 1,000.
  const { rows: after } = await app.app.pools.owner.query<{ n: number }>(
    `select xact_commit::int as n from pg_stat_database where datname = current_database()`,
  )
  expect((after[0]?.n ?? 0) - (before[0]?.n ?? 0)).toBeLessThan(500)
})
