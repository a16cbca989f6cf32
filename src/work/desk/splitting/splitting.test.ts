/** Two questions in one report, through HTTP. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ProblemError } from '#platform/client.ts'
import { type Member, type Spil, spil } from '#test/spil.ts'
import { desk } from '../contract.ts'
import { deskPortal } from '../portal/contract.ts'
import { deskSplitting } from './contract.ts'

let app: Spil
let noor: Member
let sem: Member
let engineer: Member
beforeAll(async () => {
  app = await spil()
  noor = await app.member('reporter', { name: 'Noor Bakker' })
  sem = await app.member('reporter', { name: 'Sem Visser' })
  engineer = await app.member('engineer', { name: 'Ilse de Boer' })
})
afterAll(() => app[Symbol.asyncDispose]())

const at = (who: Member) => app.as(desk, who.token, { 'accept-language': 'nl' })
const by = (who: Member) => app.as(deskSplitting, who.token, { 'accept-language': 'nl' })
const problemOf = async (run: Promise<unknown>) => {
  const error = await run.then(
    () => undefined,
    (failure: unknown) => failure,
  )
  if (!(error instanceof ProblemError)) throw new Error(`not refused: ${error}`)
  return error.problem
}
/** A case on which the reporter said two more things, the last with a file. */
async function talk() {
  const one = await at(noor).createCase({
    body: { kind: 'incident', title: 'Laptop traag', text: 'Sinds gisteren', impact: 'person', urgency: 'low' },
  })
  const params = { id: one.id }
  await app.as(deskPortal, noor.token).answer({ params, body: { text: 'En Sem kan niet inloggen' } })
  const file = await at(noor).attach({ params, raw: 'schermafdruk' }, { contentType: 'text/plain', headers: { 'x-file-name': 'melding.txt' } })
  await app.as(deskPortal, noor.token).answer({ params, body: { text: 'Zie de afdruk', attachmentIds: [file.id] } })
  const { entries } = await at(engineer).case({ params })
  return { one, entryIds: entries.map(({ id }) => id) }
}

test('entries with their files become a case of somebody else; they stay readable at both places, with a mark', async () => {
  const { one, entryIds } = await talk()
  const { number } = await by(engineer).split({ params: { id: one.id }, body: { entryIds, title: 'Sem kan niet inloggen', reporterId: sem.id } })
  const fresh = await at(engineer).case({ params: { id: number } })
  expect(fresh.case).toMatchObject({
    title: 'Sem kan niet inloggen',
    text: 'En Sem kan niet inloggen',
    reporter: { name: 'Sem Visser' },
    state: 'new',
  })
  expect(fresh.entries.map(({ text, author }) => [text, author?.name])).toEqual([['Zie de afdruk', 'Noor Bakker']])
  expect(fresh.attachments.map(({ name, entryId }) => [name, entryId])).toEqual([['melding.txt', fresh.entries[0]?.id]])
  expect(fresh.links).toMatchObject([{ number: one.number, kind: 'follows', outgoing: true }])
  const old = await at(engineer).case({ params: { id: one.id } })
  expect(old.entries.map(({ text }) => text)).toEqual(['En Sem kan niet inloggen', 'Zie de afdruk'])
  expect(old.attachments).toHaveLength(1)
  const marks = await by(engineer).splits({ params: { id: one.id } })
  expect(marks).toMatchObject([{ into: { number }, from: { number: one.number }, mayUndo: true }])
  expect([...(marks[0]?.entryIds ?? [])].sort()).toEqual([...entryIds].sort())
  expect(await at(sem).download({ params: { id: fresh.attachments[0]?.id ?? '' } })).toBeDefined()
  expect((await problemOf(at(sem).case({ params: { id: one.id } }))).status).toBe(404)
})

test('undone while nothing happened on the new case; refused after', async () => {
  const { one, entryIds } = await talk()
  const body = { entryIds: entryIds.slice(0, 1), title: 'Inloggen' }
  const first = await by(engineer).split({ params: { id: one.id }, body })
  const [mark] = await by(engineer).splits({ params: { id: first.number } })
  expect(await by(engineer).undoSplit({ params: { id: mark?.id ?? '' } })).toEqual({ number: first.number })
  expect((await at(engineer).case({ params: { id: first.number } })).case).toMatchObject({
    state: 'cancelled',
    endReason: `Afsplitsing ongedaan gemaakt: het hoort bij ${one.number}`,
  })
  expect(await by(engineer).splits({ params: { id: one.id } })).toEqual([])
  expect((await problemOf(by(engineer).undoSplit({ params: { id: mark?.id ?? '' } }))).type).toBe('cases.splitUndone')
  const second = await by(engineer).split({ params: { id: one.id }, body })
  await at(engineer).addEntry({ params: { id: second.number }, body: { visibility: 'internal', text: 'Ik kijk' } })
  const [used] = await by(engineer).splits({ params: { id: second.number } })
  expect(used?.mayUndo).toBe(false)
  expect((await problemOf(by(engineer).undoSplit({ params: { id: used?.id ?? '' } }))).type).toBe('cases.splitUsed')
})

test('entries of another case, or a reporter from elsewhere, are refused', async () => {
  const [one, two] = [await talk(), await talk()]
  const body = { entryIds: [...one.entryIds, ...two.entryIds], title: 'Door elkaar' }
  expect((await problemOf(by(engineer).split({ params: { id: one.one.id }, body }))).type).toBe('cases.noSuchEntry')
  const wrong = { entryIds: one.entryIds, title: 'Wie', reporterId: '00000000-0000-4000-8000-000000000000' }
  expect((await problemOf(by(engineer).split({ params: { id: one.one.id }, body: wrong }))).type).toBe('desk.splitting.reporter')
})
