/** What is done by the link is done by the reporter; and when nobody answers: a reminder, then closing by policy. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { closingsDue } from '#record/cases/cases.ts'
import { usualClosing } from '#record/cases/closing/contract.ts'
import { type ClosingDesk, closingDesk, codeOf, wednesday } from '#test/closing.ts'
import { postOffice } from '#test/mail/letters.ts'
import { doDue } from '../jobs.ts'

let on: ClosingDesk
beforeAll(async () => {
  on = await closingDesk()
})
afterAll(() => on.app[Symbol.asyncDispose]())
afterEach(() => on.app.clock.set(undefined))

describe('what is done by the link is done by the reporter', () => {
  test('author and history say so, and a short mail tells that it closed', async () => {
    const { id } = await on.solved()
    const before = (await on.mails(id)).length
    await on.portal().confirmByLink({ params: { token: on.token(id) }, body: { works: true, text: 'Prima, werkt' } })
    const { items } = await on.work().history({ params: { id } })
    expect(items.find(({ text }) => text === 'Status van Opgelost, te testen naar Gesloten')?.by).toMatchObject({
      id: on.reporter().id,
      name: 'Noor Bakker',
    })
    expect(items.find(({ name }) => name === 'cases.testAnswered')).toMatchObject({
      by: { id: on.reporter().id },
      text: 'Antwoord op de test met de link: het werkt',
    })
    expect((await on.page(id)).entries.at(-1)).toMatchObject({ author: { id: on.reporter().id }, text: 'Prima, werkt' })
    const sent = await on.mails(id)
    expect(sent).toHaveLength(before + 1)
    expect(sent.at(-1)).toContain('Dank u. Uw melding')
    expect(sent.at(-1)).toMatch(/Heel tevreden:\n\S+\/satisfaction\/\S+\?mark=5/)
  })
  test('and by mail likewise; a word of thanks afterwards opens nothing', async () => {
    const post = postOffice(on.app, on.engineer.token)
    const at = await post.open({ from: 'Piet <piet7@linde.example>' })
    await post.solve(at.id)
    const ask = (await post.sentAbout(at.id)).at(-1)
    await post.send({ text: 'Werkt weer, bedankt', headers: [`In-Reply-To: ${ask?.messageId}`] })
    const { items } = await on.work().history({ params: { id: at.id } })
    expect(items.find(({ text }) => text.endsWith('naar Gesloten'))?.by).toMatchObject({ name: 'Piet' })
    await post.send({ text: 'Bedankt voor de snelle hulp!', headers: [`In-Reply-To: ${ask?.messageId}`] })
    expect(await on.stateOf(at.id)).toBe('closed')
    await post.send({ text: 'Kunnen jullie ook de gang doen?', headers: [`In-Reply-To: ${ask?.messageId}`] })
    expect(await on.stateOf(at.id)).toBe('reopened')
  })
})

describe('no answer', () => {
  test('a reminder after three working days, closing five working days later, said as such, each once', async () => {
    await on.startAt(wednesday)
    const { id } = await on.solved()
    const { closing: at } = await on.closing().testing({ params: { id } })
    // Wednesday + 3 working days = Monday; + 5 = the Monday after.
    expect([at.remindAt?.slice(0, 10), at.closeAt?.slice(0, 10)]).toEqual(['2027-06-07', '2027-06-14'])
    const sent = (await on.mails(id)).length
    on.later(4)
    await on.app.settle()
    expect((await on.mails(id)).length).toBe(sent)
    on.later(1, 1)
    await on.app.settle()
    const reminder = (await on.mails(id)).at(-1)
    expect(reminder).toContain('nog niets van u gehoord')
    expect(reminder).toContain('maandag 14 juni 2027')
    on.later(7)
    await Promise.all([doDue(on.app.app), doDue(on.app.app), doDue(on.app.app)])
    await on.app.settle()
    const { case: one, allowed } = await on.page(id)
    expect(one).toMatchObject({ state: 'closed', confirmed: false, endReason: 'Geen antwoord in 8 werkdagen. Gesloten volgens afspraak.' })
    expect(allowed.find(({ move }) => move === 'reopen')?.allowed).toBe(true)
    expect((await on.closing().testing({ params: { id } })).closing.byPolicy).toBe(true)
    const texts = await on.mails(id)
    expect(texts).toHaveLength(sent + 2)
    expect(texts.at(-1)).toContain('Wij hebben niets van u gehoord')
    expect(texts.at(-1)).toContain('Antwoord dan op deze e-mail, of kies “Het probleem is terug”')
    const { items } = await on.work().history({ params: { id } })
    expect(items.filter(({ name }) => name === 'cases.reminded')).toHaveLength(1)
    expect(items.filter(({ text }) => text.endsWith('Gesloten volgens afspraak: er kwam geen antwoord'))).toHaveLength(1)
  })
  test('what the reporter wrote and a person must read is not closed over their head', async () => {
    await on.startAt(wednesday)
    const { id } = await on.solved()
    await on.portal(on.reporter()).answer({ params: { id }, body: { text: 'Ik ga het maandag testen' } })
    expect((await on.closing().testing({ params: { id } })).closing).toMatchObject({ remindAt: null, closeAt: null })
    on.later(40)
    await on.app.settle()
    expect(await on.stateOf(id)).toBe('solved')
  })
})

describe('after it closed', () => {
  test('reopening keeps the clock: by link, by mail, in the portal; later a new case follows', async () => {
    await on.startAt(wednesday)
    const { id } = await on.report()
    on.later(0, 2)
    await on.solve(id)
    const left = async () => (await on.page(id)).clocks.find(({ target }) => target === 'solution')
    on.later(13)
    await on.app.settle()
    expect(await on.stateOf(id)).toBe('closed')
    expect(await on.portal().confirmByLink({ params: { token: on.token(id) }, body: { works: false, text: 'Terug' } })).toMatchObject({
      state: 'reopened',
    })
    const target = (await left())?.targetMinutes ?? 0
    // Two working hours were used before it was solved; the days in which it was solved and closed count for nothing.
    expect((await left())?.left).toBeGreaterThan(target * 60 - 2 * 3600 - 30)
    expect((await left())?.left).toBeLessThanOrEqual(target * 60 - 2 * 3600)
    await on.solve(id)
    on.later(13)
    await on.app.settle()
    const until = (await on.portal(on.reporter()).myCase({ params: { id } })).reopenUntil ?? ''
    on.app.clock.set(new Date(Date.parse(until) + 1000))
    const fresh = await on.portal(on.reporter()).myReopen({ params: { id }, body: { text: 'Weer' } })
    expect(fresh).toMatchObject({ state: 'new', links: [{ id, kind: 'follows', outgoing: true }] })
    expect(await on.stateOf(id)).toBe('closed')
  })
  test('off for a kind: neither reminded nor closed', async () => {
    const { policy, version } = await on.closing(on.lead).policy({ query: { organisationId: on.lead.organisationId } })
    const body = { organisationId: on.lead.organisationId, version, policy: { ...policy, notFor: ['incident' as const] } }
    const changed = await on.closing(on.lead).changePolicy({ body })
    expect(await codeOf(on.closing(on.lead).changePolicy({ body }))).toBe('desk.closing.changed')
    const { id } = await on.solved()
    expect((await on.closing().testing({ params: { id } })).closing).toMatchObject({ remindAt: null, closeAt: null })
    await on.closing(on.lead).changePolicy({ body: { ...changed, policy: usualClosing } })
    expect(await on.app.app.asSystem((ctx) => closingsDue(ctx))).toEqual([])
  })
})
