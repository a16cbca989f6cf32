/** The reporter answers, by link, in the portal or by mail; answers that contradict each other ask again. */
import fc from 'fast-check'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { type ClosingDesk, closingDesk } from '#test/closing.ts'
import { postOffice } from '#test/mail/letters.ts'
import { deskNotices } from '#work/desk/notices/contract.ts'
import { answerTest, asReporter } from '../cases.ts'
import { judge } from '../testing/rules.ts'

let on: ClosingDesk
beforeAll(async () => {
  on = await closingDesk()
})
afterAll(() => on.app[Symbol.asyncDispose]())
afterEach(() => on.app.clock.set(undefined))

describe('contradictions ask again', () => {
  test('button yes, text “still broken”: it stays to be tested, both are visible, one question goes out, the engineer sees it', async () => {
    const { id } = await on.solved()
    await on.mails(id)
    const params = { token: on.token(id) }
    const done = await on.portal().confirmByLink({ params, body: { works: true, text: 'Het werkt nog steeds niet' } })
    expect(done).toMatchObject({ state: 'solved', outcome: 'askedAgain' })
    expect((await on.mails(id)).filter((text) => text.includes('ja of nee?'))).toHaveLength(1)
    const shown = await on.closing().testing({ params: { id } })
    expect(shown.answers).toMatchObject([
      { works: true, text: 'Het werkt nog steeds niet', via: 'link', outcome: 'askedAgain', by: { name: 'Noor Bakker' } },
    ])
    expect(shown.closing).toMatchObject({ contradiction: true, askedAgain: 1 })
    const { entries } = await on.page(id)
    expect(entries.at(-2)).toMatchObject({ author: { name: 'Noor Bakker' }, text: 'Het werkt nog steeds niet', visibility: 'public' })
    expect(entries.at(-1)).toMatchObject({ author: null, visibility: 'internal', text: expect.stringContaining('“Het werkt”') })
    const told = await on.app.as(deskNotices, on.engineer.token).notices()
    expect(told.items[0]).toMatchObject({ kind: 'contradiction', caseId: id })
    expect(await on.portal().confirmState({ params })).toMatchObject({ answered: false, askedAgain: true })
    // The next answer is what counts.
    expect(await on.portal().confirmByLink({ params, body: { works: true, text: 'Ja, nu werkt het' } })).toMatchObject({
      state: 'closed',
      outcome: 'confirmed',
    })
    expect((await on.closing().testing({ params: { id } })).closing.contradiction).toBe(false)
  })
  test('button yes while a step does not work; button no with “it works”', async () => {
    const one = await on.report()
    const { steps } = await on.closing().addSteps({ params: { id: one.id }, body: { steps: [{ what: 'Printen', question: 'Komt er papier uit?' }] } })
    await on.solve(one.id)
    const answered = [{ id: steps[0]?.id ?? '', result: 'doesNotWork', remark: '' } as const]
    expect(await on.portal(on.reporter()).myConfirm({ params: { id: one.id }, body: { steps: answered } })).toMatchObject({
      state: 'solved',
      askedAgain: true,
    })
    const other = await on.solved()
    const body = { works: false, text: 'Ja, het werkt' }
    expect(await on.portal().confirmByLink({ params: { token: on.token(other.id) }, body })).toMatchObject({ state: 'solved', outcome: 'askedAgain' })
  })
  test('mail yes, then button no: it is to be tested again; twice asked is enough', async () => {
    const post = postOffice(on.app, on.engineer.token)
    const at = await post.open({ from: 'wim@linde.example' })
    await post.solve(at.id)
    const [, ask] = await post.sentAbout(at.id)
    const link = /\/confirm\/(\S+)/.exec(ask?.content.text ?? '')?.[1] ?? ''
    await post.send({ text: 'Ja, het werkt', headers: [`In-Reply-To: ${ask?.messageId}`] })
    expect(await on.stateOf(at.id)).toBe('closed')
    const params = { token: link }
    expect(await on.portal().confirmByLink({ params, body: { works: false, text: 'Toch niet goed' } })).toMatchObject({
      state: 'solved',
      outcome: 'askedAgain',
    })
    expect((await on.closing().testing({ params: { id: at.id } })).answers.map(({ via, said }) => [via, said])).toEqual([
      ['mail', 'yes'],
      ['link', 'no'],
    ])
    for (let times = 0; times < 2; times++) {
      await on.portal().confirmByLink({ params, body: { works: true, text: 'still broken' } })
      await on.app.settle()
    }
    const texts = (await post.sentAbout(at.id)).map(({ content }) => content.text).filter((text) => text.includes('ja of nee?'))
    expect(texts).toHaveLength(2)
    expect((await on.page(at.id)).entries.at(-1)?.text).toContain('bel de melder')
    expect(await on.stateOf(at.id)).toBe('solved')
  })
})

describe('what counts as one', () => {
  test('no and then yes, before anybody took it up', async () => {
    const { id } = await on.solved()
    await on.portal(on.reporter()).myReject({ params: { id }, body: { text: 'Het werkt niet' } })
    expect(await on.stateOf(id)).toBe('reopened')
    expect(await on.portal().confirmByLink({ params: { token: on.token(id) }, body: { works: true } })).toMatchObject({
      outcome: 'askedAgain',
      state: 'solved',
    })
  })
  test('an answer of yesterday contradicts nothing: it is back', async () => {
    const { id } = await on.solved()
    const params = { token: on.token(id) }
    await on.portal().confirmByLink({ params, body: { works: true } })
    on.later(2)
    expect(await on.portal().confirmState({ params })).toMatchObject({ answered: true, back: true, reopenUntil: expect.any(String) })
    expect(await on.portal().confirmByLink({ params, body: { works: false, text: 'Het is terug' } })).toMatchObject({
      outcome: 'reopened',
      state: 'reopened',
    })
  })
  test('two answers at the same moment: one counts, or both are asked about; never two moves', async () => {
    const { id } = await on.solved()
    const as = (works: boolean) =>
      on.app.app.asSystem(async (ctx) =>
        answerTest(await asReporter(ctx, on.reporter().id), {
          caseId: id,
          personId: on.reporter().id,
          via: 'link',
          works,
          heard: 'unclear',
          text: 'x',
        }),
      )
    const done = await Promise.all([as(true), as(false)])
    expect(done.map(({ outcome }) => outcome)).toContain('askedAgain')
    expect(await on.stateOf(id)).toBe('solved')
  })
  test('whatever is said in whatever order, a certain yes closes only what nobody contradicted', () => {
    const said = fc.constantFrom('yes', 'no', 'unclear')
    fc.assert(
      fc.property(fc.constantFrom(true, false, null), said, fc.boolean(), fc.constantFrom('yes', 'no', null), (works, heard, stepFails, before) => {
        const judged = judge({ state: 'solved', works, heard: heard as 'yes', stepFails, before: before as 'yes' })
        if (judged.does === 'confirm') {
          expect(works === true || (works === null && heard === 'yes')).toBe(true)
          expect([heard === 'no', stepFails, before === 'no']).toEqual([false, false, false])
        }
        if (judged.does === 'reject') expect([works === true, before === 'yes']).toEqual([false, false])
      }),
    )
  })
})
