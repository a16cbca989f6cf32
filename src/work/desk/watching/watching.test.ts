/** Following and calling by name, through HTTP. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ProblemError } from '#platform/client.ts'
import { directory } from '#record/people/directory/contract.ts'
import { type Member, type Spil, spil } from '#test/spil.ts'
import { desk } from '../contract.ts'
import { deskNotices } from '../notices/contract.ts'
import { deskWatching } from './contract.ts'

let app: Spil
let reporter: Member
let engineer: Member
let colleague: Member
let other: Member
beforeAll(async () => {
  app = await spil()
  reporter = await app.member('reporter', { name: 'Noor Bakker' })
  engineer = await app.member('engineer', { name: 'Ilse de Boer' })
  colleague = await app.member('engineer', { name: 'Daan Smit' })
  other = await app.member('engineer', { name: 'Wil Maas' })
})
afterAll(() => app[Symbol.asyncDispose]())

const by = (who: Member) => app.as(deskWatching, who.token, { 'accept-language': 'nl' })
const at = (who: Member) => app.as(desk, who.token, { 'accept-language': 'nl' })
const opened = (extra: object = {}) =>
  at(engineer).createCase({
    body: { kind: 'incident', title: 'Beamer', text: '', impact: 'person', urgency: 'normal', reporterId: reporter.id, take: true, ...extra },
  })
/** What this person was told of the case, newest first. */
const told = async (who: Member, caseId: string) => {
  await app.settle()
  const { items } = await app.as(deskNotices, who.token, { 'accept-language': 'nl' }).notices({ query: { limit: 100 } })
  return items.filter((one) => one.caseId === caseId).map(({ kind }) => kind)
}
const problemOf = async (run: Promise<unknown>) => {
  const error = await run.then(
    () => undefined,
    (failure: unknown) => failure,
  )
  if (!(error instanceof ProblemError)) throw new Error(`not refused: ${error}`)
  return error.problem
}

test('who follows hears of what they chose, never of what they did themselves', async () => {
  const one = await opened()
  const params = { id: one.id }
  await by(colleague).watch({ params, body: { what: 'moves' } })
  expect(await by(other).watch({ params, body: {} })).toMatchObject([
    { person: { name: 'Daan Smit' }, what: 'moves', me: false },
    { what: 'everything', me: true },
  ])
  await at(engineer).addEntry({ params, body: { visibility: 'internal', text: 'Lamp stuk' } })
  await at(other).addEntry({ params, body: { visibility: 'internal', text: 'Dat dacht ik ook' } })
  expect(await told(colleague, one.id)).toEqual([])
  expect(await told(other, one.id)).toEqual(['watched'])
  await by(other).watch({ params, body: { what: 'public' } })
  await at(engineer).addEntry({ params, body: { visibility: 'internal', text: 'Nog iets' } })
  expect(await told(other, one.id)).toEqual(['watched'])
  await at(engineer).wait({ params, body: { version: one.version, for: 'supplier' } })
  expect(await told(colleague, one.id)).toEqual(['watched'])
  expect(await told(other, one.id)).toEqual(['watched', 'watched'])
  expect(await by(colleague).unwatch({ params })).toHaveLength(1)
  await at(engineer).resume({ params, body: { version: one.version + 1 } })
  expect(await told(colleague, one.id)).toEqual(['watched'])
  expect(await told(engineer, one.id)).toEqual([])
})

test('a team follows: everybody in it who may see the case', async () => {
  const bea = await app.administrator()
  const body = { organisationId: bea.organisationId, name: 'Beeld en geluid', memberIds: [colleague.id, other.id] }
  const team = await app.as(directory, bea.token).createTeam({ body })
  const one = await opened({ confidential: true })
  await at(engineer).addPerson({ params: { id: one.id }, body: { personId: colleague.id, role: 'named' } })
  expect(await by(engineer).addWatcher({ params: { id: one.id }, body: { teamId: team.id } })).toMatchObject([{ team: { name: 'Beeld en geluid' } }])
  await at(engineer).addEntry({ params: { id: one.id }, body: { visibility: 'internal', text: 'Stil' } })
  expect(await told(colleague, one.id)).toEqual(['watched'])
  expect(await told(other, one.id)).toEqual([])
  const rows = await app.app.pools.owner.query('select 1 from notice where case_id = $1 and person_id = $2', [one.id, other.id])
  expect(rows.rowCount).toBe(0)
  expect(await by(engineer).removeWatcher({ params: { id: one.id, watcher: team.id } })).toEqual([])
})

test('who is called by name hears of it and follows; who may not see it is refused with the name, and nothing is said', async () => {
  const one = await opened()
  const params = { id: one.number }
  expect((await by(engineer).colleagues({ params })).map(({ name }) => name)).toEqual(['Bea Heer', 'Daan Smit', 'Ilse de Boer', 'Wil Maas'])
  await at(engineer).addEntry({ params, body: { visibility: 'internal', text: 'Kijk jij even @Daan Smit?', mentions: [colleague.id] } })
  expect(await told(colleague, one.id)).toEqual(['mentioned'])
  expect((await by(colleague).watchers({ params })).map(({ person, me }) => [person?.name, me])).toEqual([['Daan Smit', true]])
  for (const [row, who] of [
    [one, reporter],
    [await opened({ confidential: true }), colleague],
  ] as const) {
    const wish = { visibility: 'internal' as const, text: `@${who.name}`, mentions: [who.id] }
    const problem = await problemOf(at(engineer).addEntry({ params: { id: row.id }, body: wish }))
    expect(problem).toMatchObject({ type: 'cases.mayNotSee', title: `${who.name} mag deze zaak niet zien` })
    expect((await at(engineer).case({ params: { id: row.id } })).entries.some(({ text }) => text === wish.text)).toBe(false)
    expect((await problemOf(by(engineer).addWatcher({ params: { id: row.id }, body: { personId: who.id } }))).type).toBe('cases.mayNotSee')
  }
})
