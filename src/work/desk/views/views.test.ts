/** A list under a name: mine, my team's, the organisation's. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ProblemError } from '#platform/client.ts'
import { directory } from '#record/people/directory/contract.ts'
import { type Member, type Spil, spil } from '#test/spil.ts'
import { desk } from '../contract.ts'
import { deskViews } from './contract.ts'

let app: Spil
let bea: Member
let anna: Member
let bram: Member
let karel: Member
beforeAll(async () => {
  app = await spil()
  bea = await app.administrator()
  anna = await app.member('engineer', { name: 'Anna' })
  bram = await app.member('engineer', { name: 'Bram' })
  karel = await app.member('lead', { name: 'Karel' })
})
afterAll(() => app[Symbol.asyncDispose]())
const by = (who: Member) => app.as(deskViews, who.token)
const refused = (run: Promise<unknown>) =>
  run.then(
    () => undefined,
    (error: unknown) => (error instanceof ProblemError ? error.problem.type : error),
  )
const names = async (who: Member) => (await by(who).views()).items.map(({ name }) => name)

test('mine is mine, my team sees its own, everybody that of the organisation; each with its count', async () => {
  const team = await app.as(directory, bea.token).createTeam({ body: { organisationId: bea.organisationId, name: 'Noord', memberIds: [anna.id] } })
  for (const [title, urgency] of [
    ['Storing A', 'high'],
    ['Storing B', 'low'],
  ] as const)
    await app.as(desk, anna.token).createCase({ body: { kind: 'incident', title, impact: 'organisation', urgency, take: title === 'Storing A' } })
  const mine = await by(anna).addView({ body: { name: 'Van mij', filter: { assignee: 'me' }, sort: 'due', columns: ['number', 'title', 'due'] } })
  expect(mine).toMatchObject({ count: 1, filter: { assignee: 'me' }, columns: ['number', 'title', 'due'], mayChange: true })
  await by(anna).addView({ body: { name: 'Van Noord', scope: 'team', teamId: team.id, filter: { state: ['new'] } } })
  const all = await by(anna).addView({ body: { name: 'Alles', scope: 'organisation', filter: { kind: ['incident'], late: 'false' } } })
  expect(all).toMatchObject({ count: 2, filter: { kind: ['incident'], late: 'false' } })
  expect(await names(anna)).toEqual(['Alles', 'Van Noord', 'Van mij'])
  expect(await names(bram)).toEqual(['Alles'])
  expect(await names(karel)).toEqual(['Alles', 'Van Noord'])
  // The same filter counts for whoever looks: 'me' is them.
  await by(karel).addView({ body: { name: 'Mijn werk', filter: { assignee: 'me' } } })
  expect((await by(karel).views()).items.find(({ name }) => name === 'Mijn werk')?.count).toBe(0)
})

test('what the list does not take, a view does not take; a team must be mine', async () => {
  expect(await refused(by(anna).addView({ body: { name: 'x', filter: { state: ['broken' as 'new'] } } }))).toBe('platform.invalid')
  expect(await refused(by(anna).addView({ body: { name: 'x', filter: { colour: 'red' } as object } }))).toBe('platform.invalid')
  const team = await app.as(directory, bea.token).createTeam({ body: { organisationId: bea.organisationId, name: 'Zuid', memberIds: [] } })
  expect(await refused(by(anna).addView({ body: { name: 'x', scope: 'team', teamId: team.id, filter: {} } }))).toBe('views.noTeam')
})

test('the owner or a lead changes and removes; who saw an older one is told; order and default are my own', async () => {
  const view = (await by(anna).views()).items.find(({ name }) => name === 'Alles')
  const params = { id: view?.id ?? '' }
  const body = { name: 'Alle storingen', scope: 'organisation' as const, filter: {}, version: 1 }
  expect(await refused(by(bram).changeView({ params, body }))).toBe('views.notYours')
  expect(await by(karel).changeView({ params, body })).toMatchObject({ name: 'Alle storingen', version: 2 })
  expect(await refused(by(anna).changeView({ params, body }))).toBe('views.changed')
  const ids = (await by(anna).views()).items.map(({ id }) => id).reverse()
  const chosen = await by(anna).chooseViews({ body: { ids, defaultId: ids[0] ?? null } })
  expect(chosen.items.map(({ id }) => id)).toEqual(ids)
  expect(chosen.defaultId).toBe(ids[0])
  expect((await by(bram).views()).defaultId).toBeNull()
  // A view of somebody else cannot be mine to open first.
  const theirs = (await by(anna).views()).items.find(({ scope }) => scope === 'mine')?.id ?? ''
  expect(await refused(by(bram).chooseViews({ body: { ids: [], defaultId: theirs } }))).toBe('platform.notFound')
  await by(karel).removeView({ params })
  expect(await names(bram)).toEqual([])
  expect((await by(anna).views()).defaultId).toBe(ids[0] === params.id ? null : ids[0])
})
