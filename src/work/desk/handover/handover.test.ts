/** Work changes hands: with a note where one is asked, accepted or sent back, one by one or a whole shift. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ProblemError } from '#platform/client.ts'
import { changesHands, countsFor, requiredBy } from '#record/cases/handover/rules.ts'
import { directory } from '#record/people/directory/contract.ts'
import { type Member, type Spil, spil } from '#test/spil.ts'
import { desk } from '../contract.ts'
import { deskHandover } from './contract.ts'
import { closingToday } from './rules.ts'

let app: Spil
let reporter: Member
let ilse: Member
let daan: Member
let lead: Member
let teamId: string
beforeAll(async () => {
  app = await spil()
  reporter = await app.member('reporter', { name: 'Noor Bakker' })
  ilse = await app.member('engineer', { name: 'Ilse de Boer' })
  daan = await app.member('engineer', { name: 'Daan Smit' })
  lead = await app.member('lead', { name: 'Karel Mulder' })
  const bea = await app.administrator()
  const body = { organisationId: bea.organisationId, name: 'Avonddienst', memberIds: [daan.id] }
  teamId = (await app.as(directory, bea.token).createTeam({ body })).id
})
afterAll(() => app[Symbol.asyncDispose]())

const at = (who: Member) => app.as(desk, who.token, { 'accept-language': 'nl' })
const hands = (who: Member) => app.as(deskHandover, who.token, { 'accept-language': 'nl' })
const note = {
  situation: 'De switch is vervangen',
  done: 'Poorten 1–12 overgezet',
  next: 'Poorten 13–24',
  risk: 'De telefoons vallen een minuut weg',
}
const refused = async (run: Promise<unknown>) => {
  const error = await run.then(
    () => undefined,
    (failure: unknown) => failure,
  )
  if (!(error instanceof ProblemError)) throw new Error(`not refused: ${error}`)
  return error.problem
}
const inWork = async (who: Member) => {
  const made = await at(reporter).createCase({ body: { kind: 'incident', title: 'Netwerk weg', impact: 'group', urgency: 'normal' } })
  return at(who).take({ params: { id: made.number }, body: { version: made.version } })
}
const ask = (required: boolean | null, team?: string) =>
  hands(lead).changeHandoverSettings({ body: { organisationId: lead.organisationId, required, ...(team && { teamId: team }) } })

describe('the rule', () => {
  test('only work that is somebody’s changes hands', () => {
    expect(changesHands({ state: 'new', assigneeId: null }, 'a')).toBe(false)
    expect(changesHands({ state: 'new', assigneeId: 'a' }, 'b')).toBe(false)
    expect(changesHands({ state: 'inProgress', assigneeId: 'a' }, 'a')).toBe(false)
    expect(changesHands({ state: 'inProgress', assigneeId: 'a' }, 'b')).toBe(true)
    expect(changesHands({ state: 'waiting', assigneeId: 'a' }, null)).toBe(true)
    expect(changesHands({ state: 'solved', assigneeId: 'a' }, 'b')).toBe(false)
  })
  test('a team goes before its organisation', () => {
    const rules = [
      { teamId: null, required: true },
      { teamId: 't', required: false },
    ]
    expect([requiredBy(rules, 't'), requiredBy(rules, 'u'), requiredBy(rules, null), requiredBy([], 't')]).toEqual([false, true, true, false])
  })
  test('a note of another, or of yesterday, does not count', () => {
    const now = new Date('2026-03-10T12:00:00Z')
    const written = { status: 'written', fromId: 'a', toId: null, writtenAt: '2026-03-10T08:00:00Z' }
    expect(countsFor(written, 'a', now)).toBe(true)
    expect(countsFor(written, 'b', now)).toBe(false)
    expect(countsFor({ ...written, writtenAt: '2026-03-09T11:59:00Z' }, 'a', now)).toBe(false)
    expect(countsFor({ ...written, status: 'offered', toId: 'b' }, 'b', now)).toBe(true)
    expect(countsFor({ ...written, status: 'sentBack', toId: 'b' }, 'b', now)).toBe(false)
  })
  test('closing time holds on the day the clocks change', () => {
    const office = [{ from: '08:00', to: '17:00' }]
    const hours = { timeZone: 'Europe/Amsterdam', week: [office, office, office, office, office, office, office] }
    expect(closingToday(hours, new Date('2026-03-29T00:30:00Z'))?.toISOString()).toBe('2026-03-29T15:00:00.000Z')
    expect(closingToday(hours, new Date('2026-10-25T00:30:00Z'))?.toISOString()).toBe('2026-10-25T16:00:00.000Z')
    expect(closingToday({ ...hours, week: [[], [], [], [], [], [], []] }, new Date('2026-03-10T08:00:00Z'))).toBeNull()
  })
})

test('without one it is refused: assigning, taking, in bulk; with one it goes, and is accepted', async () => {
  await ask(true)
  const one = await inWork(ilse)
  const params = { id: one.number }
  const no = await refused(at(ilse).assign({ params, body: { version: one.version, assigneeId: daan.id } }))
  expect(no).toMatchObject({
    type: 'cases.handoverNeeded',
    status: 409,
    data: { number: one.number, needs: ['situation', 'done', 'next', 'risk'] },
  })
  expect((await refused(at(daan).take({ params, body: { version: one.version } }))).type).toBe('cases.handoverNeeded')
  const many = await hands(ilse).handOver({ body: { toId: daan.id, items: [{ case: one.number, version: one.version }] } })
  expect(many).toMatchObject({ done: 0, items: [{ done: false, code: 'cases.handoverNeeded' }] })
  expect((await at(ilse).case({ params })).case.version).toBe(one.version)

  const given = await hands(ilse).handOverOne({ params, body: { version: one.version, toId: daan.id, note } })
  expect(given.assignee?.id).toBe(daan.id)
  const shift = await hands(daan).shift({ query: {} })
  expect(shift.toMe).toMatchObject([{ case: { number: one.number }, note: { ...note, status: 'offered', from: { id: ilse.id }, mayAnswer: true } }])
  expect((await hands(ilse).shift({ query: {} })).byMe).toMatchObject([{ case: { number: one.number }, note: { mayAnswer: false } }])
  const id = shift.toMe[0]?.note?.id ?? ''
  expect((await refused(hands(ilse).acceptHandover({ params: { id } }))).type).toBe('desk.handover.notYou')
  expect(await hands(daan).acceptHandover({ params: { id } })).toMatchObject({ status: 'accepted' })
  expect((await refused(hands(daan).acceptHandover({ params: { id } }))).type).toBe('desk.handover.ended')
  const history = await at(lead).history({ params })
  expect(history.items.map(({ text }) => text)).toEqual(expect.arrayContaining(['Overgedragen aan Daan Smit', 'Overgenomen van Ilse de Boer']))
  const seen = (await app.happened()).filter((name) => name.includes('hand'))
  expect(seen).toEqual(['cases.handoverWritten', 'cases.handedOver', 'cases.handoverAccepted'])
})
test('sent back with a question: it is the giver’s again, without a note', async () => {
  await ask(true)
  const one = await inWork(ilse)
  const params = { id: one.number }
  await hands(ilse).handOverOne({ params, body: { version: one.version, toId: daan.id, note } })
  const id = (await hands(daan).handovers({ params })).items[0]?.id ?? ''
  await hands(daan).returnHandover({ params: { id }, body: { question: 'Welke switch is het?' } })
  const page = await at(ilse).case({ params })
  expect(page.case.assignee?.id).toBe(ilse.id)
  expect(page.entries.at(-1)).toMatchObject({ visibility: 'internal', text: 'Overdracht teruggestuurd. Vraag: Welke switch is het?' })
  expect((await hands(ilse).shift({ query: {} })).byMe).toMatchObject([{ note: { status: 'sentBack', question: 'Welke switch is het?' } }])
  expect((await at(reporter).case({ params })).entries).toEqual([])
})
test('a note that was written ahead goes along with a plain assignment; to a team whoever is there takes it', async () => {
  await ask(true)
  const one = await inWork(ilse)
  const params = { id: one.number }
  await hands(ilse).writeNote({ params, body: note })
  await at(ilse).assign({ params, body: { version: one.version, assigneeId: null, teamId } })
  const shift = await hands(daan).shift({ query: { teamId } })
  const mine = shift.toMe.find((item) => item.case.number === one.number)
  expect(mine).toMatchObject({ note: { to: null, team: { name: 'Avonddienst' }, mayAnswer: true } })
  await hands(daan).acceptHandover({ params: { id: mine?.note?.id ?? '' } })
  expect((await at(daan).case({ params })).case.assignee?.id).toBe(daan.id)
})
test('a team may do without, and nobody asks where nobody said so', async () => {
  await ask(true)
  await ask(false, teamId)
  const one = await inWork(ilse)
  const params = { id: one.number }
  const inTeam = await at(ilse).assign({ params, body: { version: one.version, teamId } })
  expect(await at(ilse).assign({ params, body: { version: inTeam.version, assigneeId: daan.id } })).toMatchObject({ assignee: { id: daan.id } })
  await ask(null, teamId)
  expect(await hands(lead).handoverSettings({ query: { organisationId: lead.organisationId } })).toMatchObject({
    required: true,
    teams: [{ team: { id: teamId }, required: null }],
  })
  await ask(false)
  const other = await inWork(ilse)
  expect(await at(ilse).assign({ params: { id: other.id }, body: { version: other.version, assigneeId: daan.id } })).toMatchObject({
    state: 'inProgress',
  })
})

test('a whole shift at once: one shared note, one of its own, one that somebody changed meanwhile', async () => {
  await ask(true)
  const now = new Date('2026-03-11T15:30:00Z')
  app.clock.set(now)
  try {
    const all = [await inWork(ilse), await inWork(ilse), await inWork(ilse)]
    const numbers = all.map(({ number }) => number)
    await hands(ilse).writeNote({ params: { id: numbers[0] ?? '' }, body: note })
    const before = (await hands(ilse).shift({ query: {} })).ending.filter((item) => numbers.includes(item.case.number))
    // At closing time, 17:00 in Amsterdam, and what has no note first.
    expect(before.map((item) => [item.note !== null, item.endsAt])).toEqual([
      [false, '2026-03-11T16:00:00.000Z'],
      [false, '2026-03-11T16:00:00.000Z'],
      [true, '2026-03-11T16:00:00.000Z'],
    ])
    expect(await hands(ilse).myShift({ body: { endsAt: '2026-03-11T22:00:00Z' } })).toEqual({ endsAt: '2026-03-11T22:00:00.000Z', own: true })
    expect((await hands(ilse).shift({ query: {} })).ending).toEqual([])
    await hands(ilse).myShift({ body: { endsAt: null } })
    const items = all.map((one, n) => ({
      case: one.number,
      version: n === 2 ? 99 : one.version,
      ...(n === 1 && { note: { ...note, next: 'Eigen stap' } }),
    }))
    const result = await hands(ilse).handOver({ body: { toId: daan.id, note: { ...note, next: 'Gedeelde stap' }, items } })
    expect(result).toMatchObject({ done: 2, items: [{ done: true }, { done: true }, { done: false, code: 'cases.changed' }] })
    const next = async (number = '') => (await hands(daan).handovers({ params: { id: number } })).items[0]?.next
    expect([await next(numbers[0]), await next(numbers[1]), await next(numbers[2])]).toEqual([note.next, 'Eigen stap', undefined])
    const last = await inWork(ilse)
    const shared = { toId: daan.id, note: { ...note, next: 'Gedeelde stap' }, items: [{ case: last.number, version: last.version }] }
    expect(await hands(ilse).handOver({ body: shared })).toMatchObject({ done: 1 })
    expect(await next(last.number)).toBe('Gedeelde stap')
  } finally {
    app.clock.set(undefined)
  }
})
