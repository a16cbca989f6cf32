/** A major incident: declared, children under it, one text to all exactly once, a promise that is watched, solved together, looked back upon. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ProblemError } from '#platform/client.ts'
import { usualAgreement } from '#record/cases/clocks/contract.ts'
import { type Member, type Spil, spil } from '#test/spil.ts'
import { deskClocks } from '../clocks/contract.ts'
import { desk } from '../contract.ts'
import { deskEscalation } from '../escalation/contract.ts'
import { deskNotices } from '../notices/contract.ts'
import { deskMajor } from './contract.ts'
import { whyNotChild, whyNotMajor } from './rules.ts'

let app: Spil
let noor: Member
let sem: Member
let ilse: Member
let lead: Member
beforeAll(async () => {
  app = await spil()
  noor = await app.member('reporter', { name: 'Noor Bakker' })
  sem = await app.member('reporter', { name: 'Sem Visser' })
  ilse = await app.member('engineer', { name: 'Ilse de Boer' })
  lead = await app.member('lead', { name: 'Karel Mulder' })
})
afterAll(() => app[Symbol.asyncDispose]())

const at = (who: Member) => app.as(desk, who.token, { 'accept-language': 'nl' })
const majors = (who: Member) => app.as(deskMajor, who.token, { 'accept-language': 'nl' })
const refused = async (run: Promise<unknown>) => {
  const error = await run.then(
    () => undefined,
    (failure: unknown) => failure,
  )
  if (!(error instanceof ProblemError)) throw new Error(`not refused: ${error}`)
  return error.problem.type
}
const report = (who: Member, title = 'Geen internet') =>
  at(who).createCase({ body: { kind: 'incident', title, impact: 'department', urgency: 'high' } })
const noticesOf = async (who: Member) => (await app.as(deskNotices, who.token).notices({})).items.map(({ kind, number }) => `${kind} ${number}`)
const mailsTo = async (who: Member, words: string) => {
  const { rows } = await app.app.pools.owner.query<{ about: string }>(
    `select about from outgoing_mail where recipients->'to'->0->>'address' = $1 and content->>'text' like $2`,
    [who.email, `%${words}%`],
  )
  return rows.length
}

test('the rules', () => {
  const one = { kind: 'incident', state: 'inProgress' } as const
  const standing = { leads: true, engineersDeclare: false, major: false, child: false }
  expect(whyNotMajor(one, standing)).toBeUndefined()
  expect(whyNotMajor(one, { ...standing, leads: false })).toBe('desk.major.onlyLead')
  expect(whyNotMajor(one, { ...standing, leads: false, engineersDeclare: true })).toBeUndefined()
  expect(whyNotMajor({ ...one, kind: 'change' }, standing)).toBe('desk.major.onlyIncident')
  expect(whyNotMajor({ ...one, state: 'solved' }, standing)).toBe('desk.major.caseEnded')
  expect(whyNotMajor(one, { ...standing, major: true })).toBe('desk.major.already')
  expect(whyNotMajor(one, { ...standing, child: true })).toBe('desk.major.isChild')
  const child = { ...one, organisationId: 'a' }
  expect(whyNotChild(child, { organisationId: 'a' }, false)).toBeUndefined()
  expect(whyNotChild(child, { organisationId: 'b' }, false)).toBe('desk.major.elsewhere')
  expect(whyNotChild(child, { organisationId: 'a' }, true)).toBe('desk.major.isMajor')
  expect(whyNotChild({ ...child, state: 'closed' }, { organisationId: 'a' }, false)).toBe('desk.major.childEnded')
})

test('declared by a lead, or by engineers where that is allowed; one parent a case', async () => {
  const parent = await report(noor)
  const params = { id: parent.number }
  expect(await majors(ilse).majorOf({ params })).toMatchObject({ mayDeclare: false, whyNot: expect.stringContaining('teamleider'), major: null })
  expect(await refused(majors(ilse).declare({ params, body: { reason: 'Alles ligt plat' } }))).toBe('desk.major.onlyLead')
  await majors(lead).changeMajorSettings({ body: { organisationId: lead.organisationId, engineersDeclare: true } })
  const major = await majors(ilse).declare({ params, body: { reason: 'Alles ligt plat', communicationId: lead.id } })
  expect(major).toMatchObject({ lead: { id: ilse.id }, communication: { id: lead.id }, children: 0, endedAt: null, reason: 'Alles ligt plat' })
  await majors(lead).changeMajorSettings({ body: { organisationId: lead.organisationId, engineersDeclare: false } })
  await app.settle()
  expect(await noticesOf(lead)).toContain(`majorDeclared ${parent.number}`)
  const [a, b, other] = [await report(sem), await report(sem), await report(noor, 'Ander ding')]
  const cases = [a.number, b.number, parent.number, 'C-999999']
  const added = await majors(ilse).addChildren({ params, body: { cases } })
  expect(added.items.map(({ done, code }) => code ?? done)).toEqual([true, true, 'desk.major.isMajor', 'desk.major.noCase'])
  expect(await majors(ilse).majorOf({ params: { id: a.number } })).toMatchObject({
    parent: { number: parent.number, children: 2 },
    mayDeclare: false,
  })
  await majors(lead).declare({ params: { id: other.number }, body: { reason: 'Ook dit' } })
  const second = await majors(ilse).addChildren({ params: { id: other.number }, body: { cases: [a.number] } })
  expect(second.items[0]).toMatchObject({ done: false, code: 'desk.major.hasParent' })
  // It turned out to be something else.
  expect(await majors(ilse).removeChild({ params: { ...params, childId: b.number } })).toMatchObject({ children: 1 })
  expect(await majors(lead).endMajor({ params: { id: other.number }, body: { reason: 'Viel mee' } })).toMatchObject({ endedAt: expect.any(String) })
  expect((await majors(ilse).ongoing({})).map(({ number }) => number)).toEqual([parent.number])
  const history = (await at(lead).history({ params: { id: b.number } })).items.map(({ text }) => text)
  expect(history).toEqual(expect.arrayContaining([`${b.number} hangt onder ${parent.number}`, `${b.number} hangt niet meer onder ${parent.number}`]))
  await majors(lead).endMajor({ params, body: { reason: 'Klaar met deze proef' } })
})

test('one text to all: an entry on each case, one letter per reporter, the next one promised and missed', async () => {
  const start = new Date('2026-04-01T09:00:00Z')
  app.clock.set(start)
  try {
    const parent = await report(noor)
    const params = { id: parent.number }
    await majors(lead).declare({ params, body: { reason: 'Storing' } })
    const children = [await report(sem), await report(sem), await report(noor)]
    await majors(ilse).addChildren({ params, body: { cases: children.map(({ number }) => number) } })
    const nextUpdateAt = '2026-04-01T12:00:00.000Z'
    expect(await refused(majors(lead).writeUpdate({ params, body: { text: 'x', nextUpdateAt: '2026-04-01T08:00:00Z' } }))).toBe('desk.major.past')
    const written = await majors(lead).writeUpdate({ params, body: { text: 'De leverancier is onderweg.', nextUpdateAt } })
    expect(written).toMatchObject({ nextUpdateAt, late: false, texts: [{ total: 4, done: 0, finishedAt: null }] })
    await app.settle()
    for (const { number } of [parent, ...children]) {
      const entries = (await at(lead).case({ params: { id: number } })).entries
      expect(
        entries.filter(({ text }) => text === 'De leverancier is onderweg.'),
        number,
      ).toHaveLength(1)
    }
    expect([await mailsTo(noor, 'leverancier is onderweg'), await mailsTo(sem, 'leverancier is onderweg')]).toEqual([1, 1])
    expect(await mailsTo(sem, 'volgende bericht komt woensdag 1 april om 14:00')).toBe(1)
    expect((await majors(lead).majorOf({ params })).major?.texts[0]).toMatchObject({ total: 4, done: 4, refused: 0, finishedAt: expect.any(String) })
    app.clock.set(new Date('2026-04-01T12:00:02Z'))
    await app.settle()
    await app.settle()
    expect((await majors(lead).majorOf({ params })).major).toMatchObject({ late: true })
    expect((await noticesOf(lead)).filter((one) => one === `updateLate ${parent.number}`)).toHaveLength(1)
    await majors(lead).writeUpdate({ params, body: { text: 'Bijna klaar.' } })
    expect((await majors(lead).majorOf({ params })).major).toMatchObject({ late: false, nextUpdateAt: null })
    await app.settle()
    await majors(lead).endMajor({ params, body: { reason: 'Proef voorbij' } })
  } finally {
    app.clock.set(undefined)
  }
})

test('solving the parent solves the children when asked; each reporter is asked to test; looked back with a problem', async () => {
  const parent = await report(noor)
  const params = { id: parent.number }
  await majors(lead).declare({ params, body: { reason: 'Storing' } })
  const children = [await report(sem), await report(sem)]
  await majors(lead).addChildren({ params, body: { cases: children.map(({ number }) => number) } })
  const together = { done: 'Router vervangen', tested: 'Overal getest' }
  expect(await refused(majors(lead).solveChildren({ params, body: together }))).toBe('desk.major.parentFirst')
  expect(await refused(majors(lead).reviewMajor({ params, body: { text: 'x' } }))).toBe('desk.major.lasts')
  const { case: now } = await at(ilse).case({ params })
  await at(ilse).solve({ params, body: { version: now.version, ...together } })
  await app.settle()
  // One of them was closed meanwhile.
  const gone = await at(ilse).case({ params: { id: children[1]?.number ?? '' } })
  await at(ilse).cancel({ params: { id: gone.case.number }, body: { version: gone.case.version, reason: 'Dubbel' } })
  expect(await majors(lead).solveChildren({ params, body: together })).toMatchObject({
    endedAt: expect.any(String),
    texts: [{ kind: 'solve', total: 1 }],
  })
  await app.settle()
  expect((await at(sem).case({ params: { id: children[0]?.number ?? '' } })).case).toMatchObject({
    state: 'solved',
    solution: { done: 'Router vervangen' },
  })
  expect(await mailsTo(sem, 'Router vervangen')).toBe(1)
  expect(await refused(majors(lead).solveChildren({ params, body: together }))).toBe('desk.major.noChildren')
  const review = await majors(lead).reviewMajor({ params, body: { text: 'Reserverouter ontbrak.', problem: { title: 'Geen reserverouter' } } })
  const problem = review.review?.problem?.number ?? ''
  expect((await at(lead).case({ params: { id: problem } })).case).toMatchObject({ kind: 'problem', title: 'Geen reserverouter' })
  // The reporter says no: it lasts again.
  await at(ilse).reject({ params, body: { version: (await at(ilse).case({ params })).case.version, text: 'Nog niet' } })
  await app.settle()
  expect((await majors(lead).majorOf({ params })).major).toMatchObject({ endedAt: null })
  expect((await majors(lead).majorOf({ params })).major?.timeline.map(({ text }) => text)).toEqual(
    expect.arrayContaining([
      'Verklaard tot grote storing',
      'De grote storing is voorbij',
      'Teruggekeken',
      'De grote storing duurt weer',
      'Lost één melding op',
    ]),
  )
})

test('a lead who decides so makes it one', async () => {
  const one = await report(sem)
  const params = { id: one.number }
  const asks = (who: Member) => app.as(deskEscalation, who.token)
  const { id } = await asks(ilse).escalate({ params, body: { kind: 'hierarchical', text: 'Het hele gebouw' } })
  await asks(lead).decideEscalation({ params: { id }, body: { decision: 'majorIncident', text: 'Dit raakt iedereen' } })
  await app.settle()
  expect((await majors(ilse).majorOf({ params })).major).toMatchObject({ reason: 'Dit raakt iedereen', declaredBy: { id: lead.id } })
})

test('a step of a ladder asks the lead, and a later one declares: each exactly once, in the language of the organisation', async () => {
  const bea = await app.administrator()
  const clocks = app.as(deskClocks, lead.token)
  const { organisationId } = bea
  const version = (await clocks.agreements({ query: { organisationId } })).items[0]?.version ?? 0
  const step = (key: string, percent: number, action: 'escalate' | 'majorIncident') =>
    ({ key, when: { by: 'percent', percent }, action, to: null, teamId: null, personId: null }) as const
  const ladder = [step('half', 50, 'escalate'), step('late', 100, 'majorIncident')]
  const usual = usualAgreement()
  const targets = usual.targets.map((target) => (target.kind === 'solution' ? { ...target, ladder } : target))
  await clocks.changeAgreement({ params: { id: organisationId }, body: { organisationId, version, body: { ...usual, targets } } })
  await app.settle()
  // In the morning of the second Tuesday of next month, never a holiday; a critical case is to be solved within four hours.
  const now = new Date()
  const eighth = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + 1, 8, 8))
  const later = (minutes: number) => new Date(eighth.getTime() + ((9 - eighth.getUTCDay()) % 7) * 86_400_000 + minutes * 60_000)
  app.clock.set(later(0))
  try {
    const made = await at(noor).createCase({ body: { kind: 'incident', title: 'Alles plat', impact: 'organisation', urgency: 'high' } })
    const params = { id: made.number }
    const asked = () => app.as(deskEscalation, lead.token).escalationsOf({ params })
    await app.settle()
    expect(await asked()).toEqual([])
    app.clock.set(later(121))
    await app.settle()
    await app.settle()
    expect(await asked()).toMatchObject([{ kind: 'hierarchical', by: null, status: 'open', text: expect.stringContaining('de oplossing') }])
    expect(await noticesOf(lead)).toContain(`escalated ${made.number}`)
    expect((await majors(lead).majorOf({ params })).major).toBeNull()
    app.clock.set(later(241))
    await app.settle()
    await app.settle()
    expect((await majors(lead).majorOf({ params })).major).toMatchObject({ declaredBy: null, reason: expect.stringContaining('Stap “late”') })
    const fell = await app.app.pools.owner.query(`select 1 from event where name in ('desk.escalated', 'desk.majorDeclared') and about = $1`, [
      `case/${made.id}`,
    ])
    expect(fell.rowCount).toBe(2)
  } finally {
    app.clock.set(undefined)
  }
})
