/** One thing with many cases, and back again. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ProblemError } from '#platform/client.ts'
import { type Member, type Spil, spil } from '#test/spil.ts'
import { desk } from '../contract.ts'
import { deskWatching } from '../watching/contract.ts'
import { type BulkAction, deskBulk } from './contract.ts'

let app: Spil
let anna: Member
let bram: Member
let noor: Member
beforeAll(async () => {
  app = await spil()
  anna = await app.member('engineer', { name: 'Anna' })
  bram = await app.member('engineer', { name: 'Bram' })
  noor = await app.member('reporter', { name: 'Noor' })
})
afterAll(() => app[Symbol.asyncDispose]())
const nl = { 'accept-language': 'nl' }
const by = (who: Member) => app.as(deskBulk, who.token, nl)
const at = (who: Member) => app.as(desk, who.token, nl)
const refused = (run: Promise<unknown>) =>
  run.then(
    () => undefined,
    (error: unknown) => (error instanceof ProblemError ? error.problem.type : error),
  )
const make = async (count: number, title: string) => {
  const ids: string[] = []
  for (let n = 0; n < count; n++)
    ids.push((await at(noor).createCase({ body: { kind: 'incident', title: `${title} ${n}`, impact: 'group', urgency: 'normal' } })).id)
  return ids
}
const seen = async (id: string) => (await at(anna).case({ params: { id } })).case
async function through(action: BulkAction, ids: readonly string[]) {
  const begun = await by(anna).begin({ body: { action, ids: [...ids] } })
  expect(begun).toMatchObject({ state: 'running', total: ids.length, pending: ids.length })
  await app.settle()
  return by(anna).bulk({ params: { id: begun.id } })
}
async function back(id: string) {
  await by(anna).undo({ params: { id } })
  await app.settle()
  return by(anna).bulk({ params: { id } })
}
/** All that an action changes. */
const essence = ({ version: _v, updatedAt: _u, dueAt, ...rest }: Awaited<ReturnType<typeof seen>>) => ({
  ...rest,
  // While it waited the clock stood still, for as long as this test took.
  due: dueAt === null ? null : Math.round(Date.parse(dueAt) / 600_000),
})

test('assigned in one go, told on each case, undone: every case is what it was; once more is refused', async () => {
  const ids = await make(45, 'Muis')
  const before = await Promise.all(ids.map(seen))
  const done = await through({ do: 'assign', assigneeId: bram.id }, ids)
  expect(done).toMatchObject({ state: 'done', done: 45, refused: 0, mayUndo: true, what: 'Toegewezen' })
  expect(new Set((await Promise.all(ids.map(seen))).map(({ assignee }) => assignee?.id))).toEqual(new Set([bram.id]))
  const history = await at(anna).history({ params: { id: ids[7] ?? '' } })
  expect(history.items.map(({ text }) => text)).toContain('Gedaan met 45 zaken tegelijk')
  expect(await back(done.id)).toMatchObject({ state: 'undone', undone: 45, left: 0, mayUndo: false })
  expect((await Promise.all(ids.map(seen))).map(essence)).toEqual(before.map(essence))
  expect(await refused(by(anna).undo({ params: { id: done.id } }))).toBe('desk.bulk.undone')
})

test('undo leaves alone, by name, what somebody changed since', async () => {
  const ids = await make(3, 'Scherm')
  const done = await through({ do: 'priority', priority: 'critical', reason: 'Open dag' }, ids)
  const one = await seen(ids[1] ?? '')
  expect(one).toMatchObject({ priority: 'critical', priorityReason: 'Open dag' })
  await at(bram).edit({ params: { id: one.id }, body: { version: one.version, title: 'Scherm in de aula' } })
  expect(await back(done.id)).toMatchObject({ undone: 2, left: 1 })
  const { items } = await by(anna).items({ params: { id: done.id }, query: { state: 'left' } })
  expect(items).toMatchObject([{ id: one.id, why: 'Iemand heeft deze zaak daarna gewijzigd' }])
  expect(await seen(one.id)).toMatchObject({ priority: 'critical' })
  expect(await seen(ids[0] ?? '')).toMatchObject({ priority: 'normal', priorityReason: null })
})

test('moves go where the state machine lets them; the refused are named with the reason; a move is undone with its clocks', async () => {
  const ids = await make(3, 'Kabel')
  const first = await seen(ids[0] ?? '')
  await at(anna).cancel({ params: { id: first.id }, body: { version: first.version, reason: 'Dubbel' } })
  const before = await Promise.all(ids.map(seen))
  const done = await through({ do: 'move', move: 'wait', for: 'supplier', reason: 'Besteld' }, ids)
  expect(done).toMatchObject({ done: 2, refused: 1 })
  const { items } = await by(anna).items({ params: { id: done.id }, query: { state: 'refused' } })
  expect(items).toMatchObject([{ id: first.id, why: 'Dit kan niet zolang de zaak “Geannuleerd” is' }])
  expect(await seen(ids[2] ?? '')).toMatchObject({ state: 'waiting', dueAt: null })
  await back(done.id)
  expect((await Promise.all(ids.map(seen))).map(essence)).toEqual(before.map(essence))
})

test('all under a filter; an entry cannot be unsaid; somebody and a link come off again', async () => {
  const ids = await make(4, 'Zoekwoord7')
  const begun = await by(anna).begin({ body: { action: { do: 'entry', visibility: 'internal', text: 'Bekend' }, filter: { search: 'Zoekwoord7' } } })
  await app.settle()
  expect(await by(anna).bulk({ params: { id: begun.id } })).toMatchObject({
    done: 4,
    mayUndo: false,
    whyNot: 'Een bericht dat geschreven is, kan niet worden teruggenomen',
  })
  expect(await refused(by(anna).undo({ params: { id: begun.id } }))).toBe('desk.bulk.said')
  const [target = '', ...others] = ids
  const person = await through({ do: 'person', personId: bram.id }, others)
  const watch = await through({ do: 'watch', personId: bram.id }, others)
  const watching = async () => (await app.as(deskWatching, anna.token).watchers({ params: { id: others[0] ?? '' } })).map(({ person }) => person?.id)
  expect(await watching()).toContain(bram.id)
  const link = await through({ do: 'link', other: target, kind: 'related' }, others)
  expect((await at(anna).case({ params: { id: target } })).links).toHaveLength(3)
  await back(link.id)
  await back(person.id)
  await back(watch.id)
  expect(await watching()).not.toContain(bram.id)
  const page = await at(anna).case({ params: { id: others[0] ?? '' } })
  expect(page.links).toEqual([])
  expect(page.people.map((part) => part.person.id)).toEqual([noor.id])
})

test('more than 5,000, none, or nothing to do is refused; others see nothing of it', async () => {
  expect(await refused(by(anna).begin({ body: { action: { do: 'assign' }, filter: {} } }))).toBe('desk.bulk.nothing')
  expect(await refused(by(anna).begin({ body: { action: { do: 'assign', assigneeId: null }, filter: { search: 'nergens te vinden' } } }))).toBe(
    'desk.bulk.none',
  )
  const mine = (await by(anna).bulks({})).items
  expect(mine.length).toBeGreaterThan(4)
  expect((await by(bram).bulks({})).items).toEqual([])
  expect(await refused(by(bram).bulk({ params: { id: mine[0]?.id ?? '' } }))).toBe('platform.notFound')
})
