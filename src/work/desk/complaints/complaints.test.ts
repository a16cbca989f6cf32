/** A complaint: to a lead, never to nor before the eyes of whom it is about, through every door there is. */
import { afterAll, describe, expect, test } from 'vitest'
import { complaining, refused } from '#test/complaining.ts'
import { choose, termsFrom, unheard, usualPolicy } from './rules.ts'

const { app, noor, karel, mira, engineer, work, complaints, portal, complain } = await complaining()
afterAll(() => app[Symbol.asyncDispose]())

describe('who handles it (pure)', () => {
  const one = (id: string, lastAt: string | null = null) => ({ id, name: id, lastAt })
  test('the chosen handler, else in turn, else an administrator of ours, else nobody', () => {
    const leads = [one('anna', '2026-02-01'), one('bo', '2026-01-01'), one('cas', '2026-03-01')]
    expect(choose({ handlerId: 'cas', leads, administrators: [] })).toEqual({ personId: 'cas', by: 'handler' })
    expect(choose({ handlerId: 'zoe', leads, administrators: [] })).toEqual({ personId: 'bo', by: 'rotation' })
    expect(choose({ handlerId: null, leads: [...leads, one('dee')], administrators: [] })).toEqual({ personId: 'dee', by: 'rotation' })
    expect(choose({ handlerId: 'anna', leads: [], administrators: [one('fay'), one('eva')] })).toEqual({ personId: 'eva', by: 'ownAdministrator' })
    expect(choose({ handlerId: 'anna', leads: [], administrators: [] })).toEqual({ personId: null, by: 'nobody' })
  })
  test('terms and sides', () => {
    const { acknowledgeBy, answerBy } = termsFrom(usualPolicy, new Date('2026-03-01T09:00:00Z'))
    expect([acknowledgeBy.toISOString(), answerBy.toISOString()]).toEqual(['2026-03-06T09:00:00.000Z', '2026-04-12T09:00:00.000Z'])
    expect(unheard(true, ['complainant'])).toEqual(['other'])
    expect(unheard(false, ['complainant'])).toEqual([])
    expect(unheard(true, [])).toEqual(['complainant', 'other'])
  })
})

test('heard, judged, answered, improved; each step by version and in order', async () => {
  const made = await complain({ personId: engineer.id })
  const params = { id: made.id }
  const lead = made.assignee?.id === karel.id ? karel : mira
  const call = complaints(lead)
  let view = await call.complaint({ params })
  expect(view).toMatchObject({ about: { person: { name: 'Ilse de Boer' } }, mayHandle: true, acknowledgedAt: null })
  expect(Date.parse(view.answerBy) - Date.parse(view.acknowledgeBy)).toBe(37 * 86_400_000)
  expect(await refused(call.answer({ params, body: { version: view.version, text: 'Zo' } }))).toMatchObject({ type: 'desk.judgeFirst' })
  view = await call.acknowledge({ params, body: { version: view.version, text: 'Uw klacht is bij mij' } })
  expect((await portal(noor).myCase({ params })).entries.at(-1)).toMatchObject({ text: 'Uw klacht is bij mij', by: { id: lead.id } })
  expect(await refused(call.hear({ params, body: { version: 1, side: 'other', text: 'Oud' } }))).toMatchObject({
    type: 'desk.complaints.changed',
    data: { version: view.version },
  })
  view = await call.hear({ params, body: { version: view.version, side: 'complainant', text: 'Er werd gesnauwd' } })
  const judgement = { judgement: 'partly', reason: 'De toon was niet goed, de uitleg wel', measure: 'Gesprek gevoerd' } as const
  expect(await refused(call.judge({ params, body: { version: view.version, ...judgement } }))).toMatchObject({ type: 'desk.complaints.hearFirst' })
  view = await call.hear({ params, body: { version: view.version, side: 'other', text: 'Het was druk' } })
  expect(view.hearings.map(({ side, text, by }) => [side, text, by.id])).toEqual([
    ['complainant', 'Er werd gesnauwd', lead.id],
    ['other', 'Het was druk', lead.id],
  ])
  view = await call.judge({ params, body: { version: view.version, ...judgement } })
  expect(await complaints(noor).myComplaint({ params })).toMatchObject({ judgement: null, about: 'Ilse de Boer' })
  view = await call.answer({ params, body: { version: view.version, text: 'Het spijt ons van de toon' } })
  expect(await complaints(noor).myComplaint({ params })).toMatchObject({ judgement: 'partly' })
  const mine = await portal(noor).myCase({ params })
  expect(mine).toMatchObject({ state: 'solved', solution: { tested: 'Uw klacht is deels gegrond' } })
  expect(JSON.stringify(mine)).not.toContain('Het was druk')
  expect(await refused(call.answer({ params, body: { version: view.version, text: 'Nog eens' } }))).toMatchObject({
    type: 'desk.complaints.answered',
  })

  // Not settled: it is judged and answered anew.
  await portal(noor).myReject({ params, body: { text: 'U vergeet de uitleg' } })
  view = await call.judge({ params, body: { version: view.version, judgement: 'founded', reason: 'Ook de uitleg ontbrak' } })
  view = await call.answer({ params, body: { version: view.version, text: 'U hebt helemaal gelijk' } })
  const followUp = { kind: 'task', title: 'Training omgangsvormen', impact: 'group', urgency: 'low' } as const
  view = await call.improve({ params, body: { version: view.version, improvement: 'Iedereen volgt een training', followUp } })
  expect(view).toMatchObject({ judgement: 'founded', improvement: 'Iedereen volgt een training', followUp: { title: 'Training omgangsvormen' } })
  const follow = await work(engineer).case({ params: { id: view.followUp?.id ?? '' } })
  expect([follow.links, follow.case.kind]).toEqual([[], 'task'])
  expect(JSON.stringify(await work(engineer).history({ params: { id: follow.case.id } }))).not.toContain(made.id)
  expect(await refused(call.improve({ params, body: { version: view.version, improvement: 'Nog een', followUp } }))).toMatchObject({
    type: 'desk.complaints.followed',
  })
  await portal(noor).myConfirm({ params, body: {} })
  const steps = (await app.happened()).filter((name) => name === 'desk.complaints.stepped')
  expect(steps.length).toBeGreaterThanOrEqual(8)
})

test('a side that cannot be heard: judged with the reason; the handler is reminded once of a term', async () => {
  const made = await complain({ personId: engineer.id }, 'Laat de termijn niet verlopen')
  const params = { id: made.id }
  const lead = made.assignee?.id === karel.id ? karel : mira
  const letters = async () =>
    Number(
      (
        await app.app.pools.owner.query<{ n: string }>(
          `select count(*) as n from outgoing_mail where about = $1 and content::text like '%termijn van klacht%'`,
          [`case/${made.id}`],
        )
      ).rows[0]?.n,
    )
  await app.settle()
  app.clock.set(new Date(app.app.now().getTime() + 4.5 * 86_400_000))
  await app.settle()
  app.clock.set(new Date(app.app.now().getTime() + 3 * 3_600_000))
  await app.settle()
  app.clock.set(undefined)
  expect(await letters()).toBe(1)
  const { version } = await complaints(lead).complaint({ params })
  const body = { judgement: 'unfounded', reason: 'Niet gebleken', notHeard: 'Noor is niet bereikbaar' } as const
  expect(await complaints(lead).judge({ params, body: { version, ...body } })).toMatchObject({ notHeard: 'Noor is niet bereikbaar' })
})
