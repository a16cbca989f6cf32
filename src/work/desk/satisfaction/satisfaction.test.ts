/** The story of satisfaction: asked by a signed link, recorded only when it is saved, shown to leads, counted per team and month. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { type ClosingDesk, closingDesk, codeOf, wednesday } from '#test/closing.ts'
import type { Member } from '#test/spil.ts'
import { deskNotices } from '../notices/contract.ts'
import { deskSatisfaction, usualSatisfaction } from './contract.ts'
import { rateToken } from './reads.ts'
import { figureOf, none } from './rules.ts'

let on: ClosingDesk
let auditor: Member
beforeAll(async () => {
  on = await closingDesk()
  auditor = await on.app.member('auditor')
})
afterAll(() => on.app[Symbol.asyncDispose]())
afterEach(() => on.app.clock.set(undefined))

const rating = (who?: Member) => on.app.as(deskSatisfaction, who?.token, { 'accept-language': 'nl' })
const tokenFor = (id: string, round = 1) => rateToken(on.app.app, { caseId: id, round, personId: on.reporter().id, at: on.app.app.now() })
const closed = async () => {
  const one = await on.solved()
  await on.portal().confirmByLink({ params: { token: on.token(one.id) }, body: { works: true } })
  return { ...one, params: { token: tokenFor(one.id) } }
}
const rowsOf = async (id: string) =>
  (await on.app.app.pools.owner.query('select round, mark from satisfaction where case_id = $1 order by round', [id])).rows

describe('by the link', () => {
  test('opening it records nothing, however often and with whatever mark; saving does, once, changeable for fourteen days', async () => {
    await on.startAt(wednesday)
    const { id, params } = await closed()
    await on.app.settle()
    for (let times = 0; times < 3; times++) {
      await on.app.server.inject({ method: 'GET', url: `/api/desk/rate/${params.token}?mark=1` })
      await on.app.server.inject({ method: 'HEAD', url: `/api/desk/rate/${params.token}?mark=1` })
      await on.app.server.inject({ method: 'GET', url: `/satisfaction/${params.token}?mark=1` })
    }
    expect(await rating().asked({ params })).toMatchObject({ mark: null, open: true })
    expect(await rowsOf(id)).toEqual([{ round: 1, mark: null }])
    expect(await rating().rate({ params, body: { mark: 4, word: 'Snel geholpen' } })).toMatchObject({ mark: 4, word: 'Snel geholpen' })
    on.later(13)
    expect(await rating().rate({ params, body: { mark: 5 } })).toMatchObject({ mark: 5 })
    on.later(2)
    expect(await rating().asked({ params })).toMatchObject({ mark: 5, open: false })
    expect(await codeOf(rating().rate({ params, body: { mark: 1 } }))).toBe('desk.satisfaction.over')
    expect(await rowsOf(id)).toEqual([{ round: 1, mark: 5 }])
  })
  test('each round of closing is asked about by itself', async () => {
    const { id, params } = await closed()
    await rating().rate({ params, body: { mark: 2 } })
    await on.portal(on.reporter()).myReopen({ params: { id }, body: { text: 'Terug' } })
    await on.solve(id)
    await on.portal(on.reporter()).myConfirm({ params: { id }, body: {} })
    await rating().rate({ params: { token: tokenFor(id, 2) }, body: { mark: 5 } })
    expect(await rowsOf(id)).toEqual([
      { round: 1, mark: 2 },
      { round: 2, mark: 5 },
    ])
  })
  test('forged, changed, of a round to come, or made for another purpose: there is no such link', async () => {
    const { id, params } = await closed()
    const [text = '', signature = ''] = params.token.split('.')
    const other = await on.app.member('reporter')
    const wrong = [
      ...[`${text}.${'A'.repeat(22)}`, `${text.slice(0, -2)}AA.${signature}`, 'guessed', on.token(id), tokenFor(id, 2), tokenFor(id, 9)],
      rateToken(on.app.app, { caseId: id, round: 1, personId: other.id, at: on.app.app.now() }),
    ]
    for (const token of wrong) {
      expect(await codeOf(rating().asked({ params: { token } }))).toBe('desk.satisfaction.linkWrong')
      expect(await codeOf(rating().rate({ params: { token }, body: { mark: 1 } }))).toBe('desk.satisfaction.linkWrong')
    }
    expect(await codeOf(on.portal().confirmState({ params }))).toBe('desk.portal.linkWrong')
    on.later(91)
    expect(await codeOf(rating().asked({ params }))).toBe('desk.satisfaction.linkExpired')
  })
  test('ten at the same moment: one row', async () => {
    const { id, params } = await closed()
    await Promise.all(Array.from({ length: 10 }, (_, n) => rating().rate({ params, body: { mark: (n % 5) + 1 } })))
    expect(await rowsOf(id)).toHaveLength(1)
  })
})

describe('who sees it', () => {
  const settings = async (change: object) => {
    const { organisationId } = on.lead
    const { version } = await rating(on.lead).settings({ query: { organisationId } })
    await rating(on.lead).changeSettings({ body: { organisationId, version, settings: { ...usualSatisfaction, ...change } } })
  }
  const query = () => ({ organisationId: on.lead.organisationId })
  test('a low mark is told to the lead, who marks it as seen; the logbook holds no mark', async () => {
    const { id, params } = await closed()
    await rating().rate({ params, body: { mark: 1, word: 'Het duurde drie weken' } })
    await on.app.settle()
    const { items } = await rating(on.lead).low({ query: { ...query(), seen: 'false' } })
    expect(items[0]).toMatchObject({ caseId: id, mark: 1, word: 'Het duurde drie weken', by: { name: 'Noor Bakker' }, seen: null })
    expect((await on.app.as(deskNotices, on.lead.token).notices()).items[0]).toMatchObject({ kind: 'lowMark', caseId: id })
    await rating(on.lead).markSeen({ params: { id, round: '1' } })
    expect((await rating(on.lead).low({ query: { ...query(), seen: 'true' } })).items[0]).toMatchObject({
      caseId: id,
      seen: { by: { name: 'Ans Leid' } },
    })
    const { rows } = await on.app.app.pools.owner.query(`select data from event where name = 'desk.satisfaction.given'`)
    expect(JSON.stringify(rows)).not.toContain('mark')
    expect(await rating(on.engineer).ofCase({ params: { id } })).toMatchObject({ items: [{ mark: 1, by: { name: 'Noor Bakker' } }], hidden: false })
  })
  test('anonymous: colleagues see totals only, and none of fewer than five; the lead sees it without a name', async () => {
    await settings({ anonymous: true })
    // A month in which nothing else of these stories closes.
    const now = new Date()
    const then = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + 8, 5, 9))
    const month = then.toISOString().slice(0, 7)
    const period = { since: `${month}-01`, until: `${month}-28` }
    on.app.clock.set(then)
    const figures = (who: Member) => rating(who).figures({ query: { ...query(), ...period } })
    const ids: string[] = []
    for (const mark of [1, 3, 4, 5, 5]) {
      const { id, params } = await closed()
      ids.push(id)
      await rating().rate({ params, body: { mark, word: 'Mijn woord' } })
      await on.app.settle()
      if (mark === 4) {
        expect((await figures(on.engineer)).total).toMatchObject({ asked: 3, answered: 3, tooFew: true, mean: null, marks: [0, 0, 0, 0, 0] })
        expect((await figures(on.lead)).total).toMatchObject({ tooFew: false, marks: [1, 0, 1, 1, 0] })
      }
    }
    await closed()
    await on.app.settle()
    expect((await figures(on.engineer)).total).toMatchObject({ asked: 6, answered: 5, tooFew: false, mean: 3.6, marks: [1, 0, 1, 1, 2] })
    for (const who of [on.engineer, auditor]) expect(await rating(who).ofCase({ params: { id: ids[0] ?? '' } })).toEqual({ items: [], hidden: true })
    expect(await rating(on.lead).ofCase({ params: { id: ids[0] ?? '' } })).toMatchObject({ items: [{ mark: 1, by: null }], hidden: false })
    expect((await rating(on.lead).low({ query: query() })).items[0]).toMatchObject({ mark: 1, by: null, assignee: null })
    const months = await rating(on.lead).figures({ query: { ...query(), ...period, by: 'month' } })
    expect(months.items).toMatchObject([{ key: month, asked: 6 }])
    await settings({})
  })
  test('not asked at all, where the organisation does not want it', async () => {
    await settings({ active: false })
    const { id, params } = await closed()
    expect(await codeOf(rating().rate({ params, body: { mark: 5 } }))).toBe('desk.satisfaction.over')
    expect((await on.mails(id)).join()).not.toContain('/satisfaction/')
    expect(await rowsOf(id)).toEqual([])
    await settings({})
  })
})

test('figures: mean of what was given, share of what was asked, nothing of too few', () => {
  const counts = { asked: 10, answered: 4, marks: [1, 0, 0, 1, 2], hidden: 0 }
  expect(figureOf('a', 'A', counts, false)).toMatchObject({ mean: 3.75, tooFew: false })
  expect(figureOf('a', 'A', { ...counts, hidden: 1 }, false)).toMatchObject({ mean: null, tooFew: true, marks: [0, 0, 0, 0, 0] })
  expect(figureOf('a', 'A', none, false)).toMatchObject({ mean: null, asked: 0 })
})
