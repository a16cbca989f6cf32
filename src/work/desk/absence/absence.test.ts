/** Who is away and who stands in: the pure rule for any tangle of absences, and its story through HTTP. */
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ProblemError } from '#platform/client.ts'
import { directory } from '#record/people/directory/contract.ts'
import { type Member, type Spil, spil } from '#test/spil.ts'
import { desk } from '../contract.ts'
import { deskNotices } from '../notices/contract.ts'
import { deskPortal } from '../portal/contract.ts'
import { deskAbsence } from './contract.ts'
import { substitutesOf } from './reads.ts'
import { type Absent, absentAt, awayUntil, standsInFor } from './rules.ts'

describe('the rule, for any tangle of overlaps, chains and circles', () => {
  const person = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f')
  const absent: fc.Arbitrary<Absent> = fc
    .record({
      id: fc.uuid(),
      personId: person,
      from: fc.integer({ min: 0, max: 20 }),
      until: fc.option(fc.integer({ min: 21, max: 40 })),
      substituteId: fc.option(person),
      substituteTeam: fc.uniqueArray(person, { maxLength: 4 }),
    })
    .map((one) => (one.substituteId === null ? one : { ...one, substituteTeam: [] }))
  const tangle = fc.array(absent, { maxLength: 25 })

  test('who stands in is there, is not who is away, and stands there once; whatever the order of the rows', () => {
    fc.assert(
      fc.property(tangle, person, fc.integer({ min: 0, max: 45 }), fc.integer(), (all, who, at, seed) => {
        const found = standsInFor(all, who, at)
        expect(new Set(found).size).toBe(found.length)
        for (const one of found) {
          expect(one).not.toBe(who)
          expect(absentAt(all, one, at)).toBeUndefined()
        }
        if (!absentAt(all, who, at)) expect(found).toEqual([])
        const shuffled = all.map((one, index) => ({ one, key: ((index + 1) * (seed | 1)) % 97 })).sort((x, y) => x.key - y.key)
        expect(
          standsInFor(
            shuffled.map(({ one }) => one),
            who,
            at,
          ),
        ).toEqual(found)
      }),
      { numRuns: 500 },
    )
  })
  test('the end of an absence is the first moment at which nothing covers', () => {
    fc.assert(
      fc.property(tangle, person, fc.integer({ min: 0, max: 45 }), (all, who, at) => {
        const until = awayUntil(all, who, at)
        let now = at
        while (now < 100 && absentAt(all, who, now)) now++
        expect(until).toBe(now === at ? undefined : now === 100 ? null : now)
      }),
      { numRuns: 500 },
    )
  })
  test('a circle ends with nobody, a chain with its last link', () => {
    const away = (personId: string, substituteId: string): Absent => ({
      id: personId,
      personId,
      from: 0,
      until: null,
      substituteId,
      substituteTeam: [],
    })
    expect(standsInFor([away('a', 'b'), away('b', 'c')], 'a', 1)).toEqual(['c'])
    expect(standsInFor([away('a', 'b'), away('b', 'a')], 'a', 1)).toEqual([])
  })
})

let app: Spil
let bea: Member
let daan: Member
let ilse: Member
let karel: Member
let noor: Member
beforeAll(async () => {
  app = await spil()
  bea = await app.administrator()
  daan = await app.member('engineer', { name: 'Daan Smit' })
  ilse = await app.member('engineer', { name: 'Ilse de Boer' })
  karel = await app.member('lead', { name: 'Karel Mulder' })
  noor = await app.member('reporter', { name: 'Noor Bakker' })
})
afterAll(() => app[Symbol.asyncDispose]())
const by = (who: Member) => app.as(deskAbsence, who.token, { 'accept-language': 'nl' })
const refused = (run: Promise<unknown>) =>
  run.then(
    () => undefined,
    (error: unknown) => (error instanceof ProblemError ? error.problem.type : error),
  )
const day = (n: number) => new Date(app.clock.now().getTime() + n * 86_400_000).toISOString()

test('an engineer goes away; answers on their case reach the substitute; the lead sees what was left', async () => {
  const made = await app.as(desk, noor.token).createCase({ body: { kind: 'incident', title: 'Beamer', impact: 'person', urgency: 'normal' } })
  await app.as(desk, daan.token).take({ params: { id: made.id }, body: { version: 1 } })
  const absence = await by(daan).addAbsence({ body: { from: day(-0.01), until: day(7), substituteId: ilse.id, note: 'Verlof' } })
  expect(absence).toMatchObject({ person: { name: 'Daan Smit' }, standsIn: [{ name: 'Ilse de Boer' }], open: 1, mine: true })
  await app.settle()
  expect(await app.happened()).toContain('desk.absence.began')
  const left = await by(karel).left({ params: { id: absence.id } })
  expect(left.items.map(({ number }) => number)).toEqual([made.number])
  expect((await by(ilse).away()).items).toMatchObject([{ person: { id: daan.id }, standsIn: [{ id: ilse.id }] }])
  await app.as(deskPortal, noor.token).answer({ params: { id: made.id }, body: { text: 'Hij doet het nog niet.' } })
  await app.settle()
  const notices = await app.as(deskNotices, ilse.token, { 'accept-language': 'nl' }).notices({})
  expect(notices.items.map(({ text }) => text)).toEqual([
    `Noor Bakker antwoordde op ${made.number}; u vervangt Daan Smit`,
    'Daan Smit is afwezig en u vervangt',
  ])
  expect(notices.items[1]).toMatchObject({ kind: 'standsIn', caseId: null, title: '1 open zaak', page: '/desk/absence', by: { id: daan.id } })
  expect(notices.unread).toBe(2)
  // A note is for who is away and their lead.
  expect((await by(ilse).absences({})).items[0]?.note).toBeNull()
  expect((await by(karel).absences({})).items[0]?.note).toBe('Verlof')
})
test('only a lead for somebody else; not for oneself as substitute; not ending before it begins; who is too late is told', async () => {
  expect(await refused(by(ilse).addAbsence({ body: { personId: daan.id, from: day(10) } }))).toBe('desk.absence.notYou')
  expect(await refused(by(ilse).addAbsence({ body: { from: day(10), substituteId: ilse.id } }))).toBe('desk.absence.self')
  expect(await refused(by(ilse).addAbsence({ body: { from: day(10), until: day(9) } }))).toBe('desk.absence.order')
  const planned = await by(karel).addAbsence({ body: { personId: ilse.id, from: day(20), until: day(25) } })
  await by(karel).changeAbsence({ params: { id: planned.id }, body: { version: 1, from: day(21), until: day(25) } })
  expect(await refused(by(ilse).changeAbsence({ params: { id: planned.id }, body: { version: 1, from: day(22) } }))).toBe('desk.absence.changed')
  expect((await by(noor).absences({})).items).toEqual([])
  expect((await by(ilse).absences({ query: { when: 'coming' } })).items.map(({ id }) => id)).toEqual([planned.id])
  await by(ilse).removeAbsence({ params: { id: planned.id } })
})
test('a team stands in with who is there; the chain goes on when the substitute leaves too', async () => {
  const team = await app
    .as(directory, bea.token)
    .createTeam({ body: { organisationId: bea.organisationId, name: 'Noord', memberIds: [ilse.id, karel.id] } })
  await by(ilse).addAbsence({ body: { from: day(-0.01), until: day(1), substituteTeamId: team.id } })
  const standing = await app.app.asSystem((ctx) => substitutesOf(ctx, [daan.id, ilse.id, karel.id], ctx.now))
  expect(standing.get(daan.id)?.people).toEqual([karel.id])
  expect(standing.get(karel.id)).toEqual({ away: false, until: null, people: [] })
})
test('my own hours', async () => {
  const mine = await by(daan).hours({})
  expect(mine).toMatchObject({ week: null, version: 0 })
  const morning = [{ from: '08:00', to: '12:00' }]
  const week = [morning, morning, morning, [], [], [], []]
  expect(await by(daan).changeHours({ body: { version: 0, week } })).toMatchObject({ week, version: 1 })
  expect(await refused(by(daan).changeHours({ body: { version: 0, week } }))).toBe('desk.absence.changed')
  expect(await by(karel).changeHours({ body: { personId: daan.id, version: 1, week: null } })).toMatchObject({ week: null, version: 0 })
})
