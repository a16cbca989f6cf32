/** The story of testing, through HTTP: steps by staff and by the reporter, and what closing needs. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { usualClosing } from '#record/cases/closing/contract.ts'
import { type ClosingDesk, closingDesk, codeOf } from '#test/closing.ts'
import { deskTime } from '../time/contract.ts'

let on: ClosingDesk
beforeAll(async () => {
  on = await closingDesk()
})
afterAll(() => on.app[Symbol.asyncDispose]())
afterEach(() => on.app.clock.set(undefined))

describe('test steps', () => {
  test('are written, done, kept per round; the reporter is asked in plain words and answers per step', async () => {
    const { id } = await on.report()
    const params = { id }
    const first = await on.closing().addSteps({
      params,
      body: { steps: [{ what: 'Aanmelden', expected: 'Het bureaublad', question: 'Meld u aan. Lukt dat?' }, { what: 'Opnieuw starten' }] },
    })
    expect(first.check.find(({ check }) => check === 'test')).toMatchObject({ needed: true, done: false })
    const [sign, restart] = first.steps
    const passed = await on.closing().changeStep({
      params: { id, stepId: restart?.id ?? '' },
      body: { version: 1, result: 'passed', actual: 'Start in een minuut' },
    })
    expect(passed.steps[1]).toMatchObject({ result: 'passed', testedBy: { name: 'Ilse de Boer' }, testedAt: expect.any(String), round: 1 })
    expect(await codeOf(on.closing().changeStep({ params: { id, stepId: restart?.id ?? '' }, body: { version: 1, actual: 'x' } }))).toBe(
      'cases.stepChanged',
    )
    // A step that passed is how it was tested.
    expect(await on.solve(id, {})).toMatchObject({ state: 'solved', solution: { tested: 'Opnieuw starten: Start in een minuut' } })
    const mine = await on.portal(on.reporter()).myCase({ params })
    expect(mine.questions).toEqual([{ id: sign?.id, question: 'Meld u aan. Lukt dat?', result: null, remark: '' }])
    expect((await on.mails(id)).at(-1)).toContain('1. Meld u aan. Lukt dat?')
    const steps = [{ id: sign?.id ?? '', result: 'doesNotWork', remark: 'Zwart scherm' } as const]
    expect(await on.portal(on.reporter()).myReject({ params, body: { steps } })).toMatchObject({ state: 'reopened' })
    const after = await on.closing().testing({ params })
    expect(after.round).toBe(2)
    expect(after.steps[0]?.reporter).toMatchObject({ result: 'doesNotWork', remark: 'Zwart scherm', by: { name: 'Noor Bakker' } })
    expect(await codeOf(on.closing().changeStep({ params: { id, stepId: sign?.id ?? '' }, body: { version: 2, actual: 'x' } }))).toBe(
      'cases.stepOver',
    )
    const second = await on.closing().addSteps({ params, body: { template: 'incident' } })
    expect(second.steps.filter(({ round }) => round === 2).map(({ what }) => what)).toEqual([
      'Dezelfde handeling als de melder deed',
      'Afmelden, opnieuw starten en nog eens proberen',
    ])
    expect(await codeOf(on.closing().removeStep({ params: { id, stepId: sign?.id ?? '' }, query: { version: 2 } }))).toBe('cases.stepOver')
  })
  test('solving asks for a step that passed or the reason why not; a step that failed holds it up', async () => {
    const { id } = await on.report()
    expect(await codeOf(on.solve(id, {}))).toBe('cases.testedNeeded')
    const added = await on.closing().addSteps({ params: { id }, body: { steps: [{ what: 'Printen', result: 'failed', actual: 'Blijft wit' }] } })
    expect(await codeOf(on.solve(id))).toBe('cases.closingIncomplete')
    await on.closing().removeStep({ params: { id, stepId: added.steps[0]?.id ?? '' }, query: { version: 1 } })
    const done = await on.solve(id, { closing: { notTestable: 'De zaal is dicht tot september' } })
    expect(done.solution?.tested).toBe('Niet te testen: De zaal is dicht tot september')
  })
  test('templates of our own come first, and only for their kind', async () => {
    const body = { organisationId: on.lead.organisationId, name: 'Klacht', kind: 'complaint' as const, steps: [{ what: 'Bellen' }] }
    const { id } = await on.closing(on.lead).addTemplate({ body })
    const names = async (kind: 'complaint' | 'incident') =>
      (await on.closing().templates({ query: { organisationId: on.lead.organisationId, kind } })).items.map(({ name }) => name)
    expect((await names('complaint'))[0]).toBe('Klacht')
    expect(await names('incident')).toEqual(['Storing verholpen'])
    expect(await codeOf(on.closing(on.lead).changeTemplate({ params: { id }, body: { ...body, version: 9 } }))).toBe('cases.templateChanged')
    await on.closing(on.lead).removeTemplate({ params: { id } })
    expect(await names('complaint')).toEqual([])
  })
})

describe('what closing needs', () => {
  test('per kind by policy: the check says what is missing and why, and solving is refused until it is there', async () => {
    const { organisationId } = on.lead
    const { version } = await on.closing(on.lead).policy({ query: { organisationId } })
    const policy = { ...usualClosing, testing: 'steps' as const, needs: { incident: ['solution' as const, 'code' as const, 'cause' as const] } }
    const saved = await on.closing(on.lead).changePolicy({ body: { organisationId, version, policy } })
    const { id } = await on.report()
    const missing = (check: { check: string; needed: boolean; done: boolean; why: string }[]) =>
      check.filter(({ needed, done }) => needed && !done).map(({ why }) => why)
    expect(missing((await on.closing().testing({ params: { id } })).check)).toEqual([
      'Schrijf op wat er is gedaan',
      'Schrijf minstens één teststap op die gelukt is, of waarom testen niet kan',
      'Kies hoe het is opgelost',
      'Kies de oorzaak',
    ])
    // A description alone is not enough here.
    expect(await codeOf(on.solve(id))).toBe('cases.closingIncomplete')
    await on.closing().addSteps({ params: { id }, body: { steps: [{ what: 'Inloggen', result: 'passed' }] } })
    expect(await codeOf(on.solve(id, { closing: { causeCode: 'nonsense' } }))).toBe('cases.noSuchCode')
    expect(await on.solve(id, { closing: { causeCode: 'access', solutionCode: 'repaired' } })).toMatchObject({ state: 'solved' })
    expect(missing((await on.closing().testing({ params: { id } })).check)).toEqual([])
    // The reporter is not bothered with what staff forgot.
    expect(await on.portal().confirmByLink({ params: { token: on.token(id) }, body: { works: true } })).toMatchObject({ state: 'closed' })
    await on.closing(on.lead).changePolicy({ body: { ...saved, policy: usualClosing } })
  })
  test('time spent, as it is written: what was taken away does not count', async () => {
    const { organisationId } = on.lead
    const { version } = await on.closing(on.lead).policy({ query: { organisationId } })
    const saved = await on
      .closing(on.lead)
      .changePolicy({ body: { organisationId, version, policy: { ...usualClosing, needs: { incident: ['time'] } } } })
    const { id } = await on.report()
    expect(await codeOf(on.solve(id))).toBe('cases.closingIncomplete')
    const time = on.app.as(deskTime, on.engineer.token)
    const wrong = await time.spendTime({ params: { id }, body: { minutes: 300, activity: 'travel' } })
    await time.removeTime({ params: { id: wrong.id }, query: { version: 1 } })
    expect(await codeOf(on.solve(id))).toBe('cases.closingIncomplete')
    for (const minutes of [10, 15]) await time.spendTime({ params: { id }, body: { minutes, activity: 'solving' } })
    const { check } = await on.closing().testing({ params: { id } })
    expect(check.at(-1)).toMatchObject({ check: 'time', done: true, why: '25 minuten geschreven' })
    expect(await on.solve(id)).toMatchObject({ state: 'solved' })
    await on.closing(on.lead).changePolicy({ body: { ...saved, policy: usualClosing } })
  })
  test('two who write it down: the second is told', async () => {
    const { id } = await on.report()
    await on.closing().changeClosing({ params: { id }, body: { version: 0, causeCode: 'device' } })
    expect(await codeOf(on.closing(on.lead).changeClosing({ params: { id }, body: { version: 0, causeCode: 'network' } }))).toBe(
      'cases.closingChanged',
    )
    expect((await on.closing().testing({ params: { id } })).closing).toMatchObject({ causeCode: 'device', version: 1 })
  })
})
