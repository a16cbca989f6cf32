/** Cases that belong together, through HTTP. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ProblemError } from '#platform/client.ts'
import type { LinkKind } from '#record/cases/contract.ts'
import { type Member, type Spil, spil } from '#test/spil.ts'
import { desk } from '../contract.ts'
import { deskMerging } from '../merging/contract.ts'
import { deskNotices } from '../notices/contract.ts'
import { deskLinking } from './contract.ts'

let app: Spil
let engineer: Member
let colleague: Member
beforeAll(async () => {
  app = await spil()
  engineer = await app.member('engineer')
  colleague = await app.member('engineer')
})
afterAll(() => app[Symbol.asyncDispose]())

const at = (who: Member) => app.as(desk, who.token, { 'accept-language': 'nl' })
const by = (who: Member) => app.as(deskLinking, who.token)
const opened = (title: string, extra: object = {}, who = engineer) =>
  at(who).createCase({ body: { kind: 'incident', title, text: '', impact: 'person', urgency: 'normal', take: true, ...extra } })
const link = (from: { id: string }, to: { id: string }, kind: LinkKind) =>
  at(engineer).link({ params: { id: from.id }, body: { other: to.id, kind } })
const problemOf = async (run: Promise<unknown>) => {
  const error = await run.then(
    () => undefined,
    (failure: unknown) => failure,
  )
  if (!(error instanceof ProblemError)) throw new Error(`not refused: ${error}`)
  return error.problem
}

test('part of and waits for never go in a circle, also when two close it at the same moment; a link goes away again', async () => {
  const [a, b, c] = [await opened('A'), await opened('B'), await opened('C')]
  await link(a, b, 'waitsFor')
  await link(b, c, 'waitsFor')
  expect((await problemOf(link(c, a, 'waitsFor'))).type).toBe('cases.linkCircle')
  expect((await problemOf(link(a, a, 'related'))).type).toBe('cases.linkSame')
  expect((await problemOf(link(a, b, 'related'))).type).toBe('cases.linkThere')
  // Another kind may point back.
  await link(c, a, 'related')
  for (let round = 0; round < 5; round++) {
    const [d, e] = [await opened('D'), await opened('E')]
    const tries = await Promise.allSettled([link(d, e, 'childOf'), link(e, d, 'childOf')])
    expect(tries.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
  }
  expect((await by(engineer).unlink({ params: { id: b.id, other: a.number } })).map(({ number }) => number)).toEqual([c.number])
  expect(await app.happened()).toContain('cases.unlinked')
})

test('who waits for a case is told once it is solved, also when that was merged meanwhile', async () => {
  const waiting = await opened('Wacht', {}, colleague)
  const [one, two] = [await opened('Eerst dit'), await opened('Hetzelfde')]
  await link(waiting, one, 'waitsFor')
  await app.as(deskMerging, engineer.token).merge({ params: { id: one.id }, body: { into: two.id } })
  const solved = await at(engineer).solve({ params: { id: two.id }, body: { version: two.version, done: 'Ja', tested: 'Ja' } })
  await app.settle()
  const kinds = async () =>
    (await app.as(deskNotices, colleague.token).notices({ query: {} })).items.filter(({ caseId }) => caseId === waiting.id).map(({ kind }) => kind)
  expect(await kinds()).toEqual(['unblocked'])
  await at(engineer).confirm({ params: { id: two.id }, body: { version: solved.version } })
  await app.settle()
  expect(await kinds()).toEqual(['unblocked'])
})

test('open cases that look alike are offered, within bounds; not closed or confidential ones', async () => {
  const { organisationId } = engineer
  const like = await opened('Laserprinter lokaal 12 geeft papierstoring')
  await opened('Laserprinter geeft papierstoring', { confidential: true })
  const ended = await opened('Papierstoring laserprinter kelder')
  await at(engineer).cancel({ params: { id: ended.id }, body: { version: ended.version, reason: 'Weg' } })
  const found = await by(engineer).similar({ query: { organisationId, text: 'Papierstoring in de laserprinter op lokaal 12' } })
  expect(found).toMatchObject([{ number: like.number }])
  expect(await by(engineer).similar({ query: { organisationId, text: 'geeft' } })).toMatchObject([{ number: like.number }])
  expect(await by(engineer).similarTo({ params: { id: like.number }, query: {} })).toEqual([])
  expect(await by(engineer).similar({ query: { organisationId, text: 'de het een' } })).toEqual([])
  await app.app.pools.owner.query(
    `insert into "case" (id, organisation_id, kind, title, text, reporter_id, channel, impact, urgency, proposed_priority, priority, opened_at, updated_at, target_response, target_solution)
     select gen_random_uuid(), $1, 'incident', 'Laserprinter ' || n, repeat('papierstoring lokaal kelder woord' || n || ' ', 20), $2, 'portal', 'person', 'low', 'low', 'low', now(), now(), 1, 1
     from generate_series(1, 5000) n`,
    [organisationId, engineer.id],
  )
  const many = await by(engineer).similar({
    query: { organisationId, text: 'laserprinter papierstoring lokaal kelder verdieping beneden gisteren morgen', limit: 5 },
  })
  expect(many).toHaveLength(5)
  // Among the newest two thousand: this one is older.
  expect(await by(engineer).similar({ query: { organisationId, text: 'geeft' } })).toEqual([])
})
