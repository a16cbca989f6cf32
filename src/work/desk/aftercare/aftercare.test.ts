/** The story of aftercare: planned by rule or by hand, in somebody's list, due, late, done; with its result. */
import fc from 'fast-check'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { type ClosingDesk, closingDesk, codeOf, wednesday } from '#test/closing.ts'
import type { Member } from '#test/spil.ts'
import { deskMajor } from '../major/contract.ts'
import { deskNotices } from '../notices/contract.ts'
import { deskSatisfaction } from '../satisfaction/contract.ts'
import { rateToken } from '../satisfaction/reads.ts'
import { type Conditions, deskAftercare, type Rule } from './contract.ts'
import { planFor } from './planning/module.ts'
import { asksFor, type Closed } from './rules.ts'

let on: ClosingDesk
beforeAll(async () => {
  on = await closingDesk()
})
afterAll(() => on.app[Symbol.asyncDispose]())
afterEach(() => on.app.clock.set(undefined))

const care = (who: Member = on.engineer) => on.app.as(deskAftercare, who.token)
const rule = async (when: Partial<Conditions>, more: Partial<Rule> = {}) => {
  const whole = {
    when: { kinds: [], priorities: [], majorIncident: false, reopened: false, lowMark: false, ...when },
    afterDays: 2,
    who: 'assignee' as const,
  }
  const body = { organisationId: on.lead.organisationId, name: `Regel ${JSON.stringify(when)}`.slice(0, 100), rule: { ...whole, ...more } }
  const made = await care(on.lead).addRule({ body })
  return {
    ...made,
    off: () =>
      care(on.lead).changeRule({ params: { id: made.id }, body: { name: made.name, rule: made.rule, version: made.version, active: false } }),
  }
}
const closed = async () => {
  const one = await on.solved()
  await on.portal(on.reporter()).myConfirm({ params: { id: one.id }, body: {} })
  await on.app.settle()
  return one
}
const of = async (id: string) => (await care().ofCase({ params: { id } })).items

describe('by rule', () => {
  test('planned at closing, due two working days later, told to who worked on it, late a day after; done', async () => {
    await on.startAt(wednesday)
    const made = await rule({ kinds: ['incident'], priorities: ['high'] })
    const { id, number } = await closed()
    // However often it is told that the case closed.
    await on.app.app.asSystem((ctx) => planFor(ctx, id, 1))
    const [planned, ...more] = await of(id)
    expect(more).toEqual([])
    expect(planned).toMatchObject({ state: 'planned', due: false, person: { name: 'Ilse de Boer' }, why: made.name, byRule: true, mine: true })
    expect(planned?.dueAt?.slice(0, 10)).toBe('2027-06-04')
    const before = await care().counts()
    on.later(2, 1)
    await on.app.settle()
    expect(await care().counts()).toMatchObject({ mine: before.mine + 1, due: before.due + 1, late: before.late })
    const told = async () => (await on.app.as(deskNotices, on.engineer.token).notices()).items.filter(({ kind }) => kind === 'aftercare')
    expect(await told()).toMatchObject([{ caseId: id }])
    on.later(4)
    await on.app.settle()
    expect(await told()).toHaveLength(1)
    expect((await care().list({ query: { view: 'late' } })).items).toMatchObject([
      { case: { number }, late: true, reporter: { name: 'Noor Bakker' } },
    ])
    const body = { version: planned?.version ?? 0, result: 'well', note: 'Alles werkt nog' } as const
    const done = await care().finish({ params: { id: planned?.id ?? '' }, body })
    expect(done).toMatchObject({ state: 'done', result: 'well', attempts: 1 })
    expect(done.steps.map(({ what, note }) => [what, note])).toEqual([
      ['planned', ''],
      ['well', 'Alles werkt nog'],
    ])
    expect(await codeOf(care().finish({ params: { id: done.id }, body }))).toBe('desk.aftercare.over')
    expect((await care().list({ query: { view: 'ended' } })).items[0]).toMatchObject({ id: done.id })
    await made.off()
  })
  test('a low mark given days after closing starts one for the leads; opening the case again cancels it', async () => {
    const made = await rule({ lowMark: true }, { who: 'leads', afterDays: 0 })
    const { id } = await closed()
    expect(await of(id)).toEqual([])
    const token = rateToken(on.app.app, { caseId: id, round: 1, personId: on.reporter().id, at: on.app.app.now() })
    for (const mark of [2, 1]) await on.app.as(deskSatisfaction).rate({ params: { token }, body: { mark } })
    await on.app.settle()
    expect(await of(id)).toMatchObject([{ forLeads: true, person: null, due: true, mine: false }])
    const { items } = await care(on.lead).list({ query: { view: 'mine' } })
    expect(items.map((one) => one.case.id)).toContain(id)
    await on.portal(on.reporter()).myReopen({ params: { id }, body: { text: 'Terug' } })
    await on.app.settle()
    expect(await of(id)).toMatchObject([{ state: 'cancelled', steps: [{}, { what: 'cancelled', note: 'De zaak is heropend' }] }])
    await made.off()
  })
})

describe('by rule, once more', () => {
  test('it was declared a major incident', async () => {
    const made = await rule({ majorIncident: true })
    const small = await closed()
    const large = await on.report()
    await on.app.as(deskMajor, on.lead.token).declare({ params: { id: large.id }, body: { reason: 'Niemand komt binnen' } })
    await on.solve(large.id)
    await on.portal(on.reporter()).myConfirm({ params: { id: large.id }, body: {} })
    await on.app.settle()
    expect([await of(small.id), await of(large.id)].map((all) => all.length)).toEqual([0, 1])
    await made.off()
  })
  test('opened again before', async () => {
    const made = await rule({ reopened: true })
    const once = await closed()
    expect(await of(once.id)).toEqual([])
    await on.portal(on.reporter()).myReopen({ params: { id: once.id }, body: { text: 'Terug' } })
    await on.solve(once.id)
    await on.portal(on.reporter()).myConfirm({ params: { id: once.id }, body: {} })
    await on.app.settle()
    expect(await of(once.id)).toHaveLength(1)
    await made.off()
  })
})

describe('the conditions of a rule', () => {
  test('every condition that is set must hold, and one that is not matters not', () => {
    const closings: fc.Arbitrary<Closed> = fc.record({
      kind: fc.constantFrom('incident', 'change'),
      priority: fc.constantFrom('low', 'high'),
      majorIncident: fc.boolean(),
      reopened: fc.boolean(),
      lowMark: fc.boolean(),
    })
    const whens: fc.Arbitrary<Conditions> = fc.record({
      kinds: fc.subarray(['incident', 'change'] as const),
      priorities: fc.subarray(['low', 'high'] as const),
      majorIncident: fc.boolean(),
      reopened: fc.boolean(),
      lowMark: fc.boolean(),
    }) as fc.Arbitrary<Conditions>
    fc.assert(
      fc.property(whens, closings, (when, one) => {
        const holds = [
          when.kinds.length === 0 || when.kinds.some((kind) => kind === one.kind),
          when.priorities.length === 0 || when.priorities.some((priority) => priority === one.priority),
          !(when.majorIncident && !one.majorIncident),
          !(when.reopened && !one.reopened),
          !(when.lowMark && !one.lowMark),
        ]
        expect(asksFor(when, one)).toBe(holds.every(Boolean))
      }),
    )
  })
})

describe('by hand', () => {
  test('on an open case it waits for the closing; postponed with a reason; not reached, up to the limit', async () => {
    await on.startAt(wednesday)
    const { id } = await on.solved()
    const wished = await care().plan({ params: { id }, body: { why: 'Nieuwe medewerker, even nabellen', afterDays: 1 } })
    expect(wished).toMatchObject({ state: 'wished', dueAt: null })
    await on.portal(on.reporter()).myConfirm({ params: { id }, body: {} })
    await on.app.settle()
    const [planned] = await of(id)
    expect(planned).toMatchObject({ id: wished.id, state: 'planned', dueAt: expect.stringMatching(/^2027-06-03/) })
    const params = { id: wished.id }
    let { version } = planned ?? wished
    expect(await codeOf(care().postpone({ params, body: { version, until: '2027-01-01T10:00:00Z', reason: 'x' } }))).toBe('desk.aftercare.past')
    const until = '2027-06-10T09:00:00.000Z'
    const later = await care().postpone({ params, body: { version, until, reason: 'Op schoolkamp' } })
    expect(later).toMatchObject({ dueAt: until, steps: [{}, { what: 'postponed', note: 'Op schoolkamp', until, by: { name: 'Ilse de Boer' } }] })
    expect(await codeOf(care().cancel({ params, body: { version, reason: 'x' } }))).toBe('desk.aftercare.changed')
    version = later.version
    const given = await care().give({ params, body: { version, personId: on.lead.id } })
    expect(given).toMatchObject({ person: { name: 'Ans Leid' }, mine: false })
    version = given.version
    for (let attempt = 1; attempt <= 3; attempt++) {
      const tried = await care(on.lead).finish({ params, body: { version, result: 'notReached', note: 'Voicemail' } })
      expect(tried).toMatchObject({ attempts: attempt, state: attempt < 3 ? 'planned' : 'done', result: attempt < 3 ? null : 'notReached' })
      version = tried.version
    }
  })
  test('back again: the case opens again, or a new one follows it when it is too late for that', async () => {
    await on.startAt(wednesday)
    const soon = await closed()
    const one = await care().plan({ params: { id: soon.id }, body: { why: 'Vragen', afterDays: 0 } })
    expect(await codeOf(care().finish({ params: { id: one.id }, body: { version: 1, result: 'back' } }))).toBe('desk.aftercare.noteNeeded')
    const body = { version: 1, result: 'back', note: 'Scherm weer zwart' } as const
    expect(await care().finish({ params: { id: one.id }, body })).toMatchObject({ result: 'back', next: { id: soon.id } })
    expect(await on.stateOf(soon.id)).toBe('reopened')
    const old = await closed()
    const other = await care().plan({ params: { id: old.id }, body: { why: 'Vragen', afterDays: 0 } })
    on.later(30)
    const { next } = await care().finish({ params: { id: other.id }, body })
    expect(next?.id).not.toBe(old.id)
    const page = await on.page(next?.id ?? '')
    expect(page.case).toMatchObject({ state: 'new', channel: 'phone', reporter: { name: 'Noor Bakker' } })
    expect(page.links).toMatchObject([{ id: old.id, kind: 'follows' }])
  })
  test('two who finish it at the same moment: one does', async () => {
    const { id } = await closed()
    const made = await care().plan({ params: { id }, body: { why: 'Vragen', afterDays: 0 } })
    const finish = () => codeOf(care().finish({ params: { id: made.id }, body: { version: 1, result: 'well' } }))
    expect((await Promise.all([finish(), finish(), finish()])).sort()).toEqual(['answered', 'desk.aftercare.over', 'desk.aftercare.over'])
  })
  test('the list goes on by its cursor, soonest first', async () => {
    const { id } = await closed()
    for (const afterDays of [5, 1, 3]) await care().plan({ params: { id }, body: { why: `Na ${afterDays}`, afterDays } })
    const seen: string[] = []
    for (let after: string | undefined; ; ) {
      const { items, next } = await care().list({ query: { view: 'planned', limit: 2, ...(after && { after }) } })
      seen.push(...items.filter((one) => one.case.id === id).map(({ why }) => why))
      if (!next) break
      after = next
    }
    expect(seen).toEqual(['Na 1', 'Na 3', 'Na 5'])
    expect(await codeOf(care().list({ query: { after: 'x' } }))).toBe('platform.after')
  })
})
