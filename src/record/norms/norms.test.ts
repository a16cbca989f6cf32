/** What must hold: written, tried on real items, published; facts break it and put it right; through HTTP. */
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import type { ProblemError } from '#platform/client.ts'
import { directory } from '#record/people/directory/contract.ts'
import { type Member, type Spil, spil } from '#test/spil.ts'
import { items, type NewItem } from '../items/contract.ts'
import { itemFacts } from '../items/facts/contract.ts'
import { norms, Rule } from './contract.ts'
import { normsDeviations } from './deviations/contract.ts'
import { normsExceptions } from './exceptions/contract.ts'
import { tryOut } from './reads.ts'

// Each step waits until everything that follows from it has happened.
vi.setConfig({ testTimeout: 180_000 })

let house: Spil
let engineer: Member
let lead: Member
let otherLead: Member
let reporter: Member
let stranger: Member
const code = async (what: Promise<unknown>) => what.then(() => 'done').catch((error: ProblemError) => error.problem.type)
const make = (wish: Partial<NewItem> = {}) =>
  house.as(items, engineer.token).createItem({ body: { kind: 'server', name: 'Server', ...wish } as NewItem })
const say = (id: string, facts: Record<string, string | number | boolean>) =>
  house
    .as(itemFacts, engineer.token)
    .addFacts({ params: { id }, body: Object.entries(facts).map(([key, value]) => ({ key, value, observedAt: house.clock.now().toISOString() })) })
const rule = (wish: Partial<Rule> & Pick<Rule, 'condition'>) => ({
  title: 'Iets',
  ...wish,
  scope: { ...wish.scope, tags: wish.scope?.tags ?? ['nergens'], classes: [] },
})
/** Written and published at once. */
async function expects(wish: Partial<Rule> & Pick<Rule, 'condition'>) {
  const of = house.as(norms, lead.token)
  const { id, version } = await of.addExpectation({ body: { organisationId: lead.organisationId, rule: rule(wish) } })
  const made = await of.publishExpectation({ params: { id }, body: { version } })
  await house.settle()
  return made
}
const open = async (itemId: string) => (await house.as(normsDeviations, engineer.token).deviations({ query: { itemId, open: 'true' } })).items
const stands = async (itemId: string) => (await house.as(normsDeviations, engineer.token).itemStandings({ params: { id: itemId } })).items
const withdraw = async (id: string) => {
  const { version } = await house.as(norms, lead.token).expectation({ params: { id } })
  await house.as(norms, lead.token).withdrawExpectation({ params: { id }, body: { version } })
  await house.settle()
}
const later = (ms: number) => house.clock.set(new Date(house.clock.now().getTime() + ms))
let tags = 0
/** A tag of its own, so that what one test expects says nothing about the items of another. */
const tagged = () => {
  tags += 1
  return [`t${tags}`]
}
const scopeOf = (tags: string[]) => ({ tags }) as Rule['scope']

beforeAll(async () => {
  house = await spil()
  engineer = await house.member('engineer')
  lead = await house.member('lead')
  otherLead = await house.member('lead')
  reporter = await house.member('reporter')
  const bea = await house.administrator()
  const elsewhere = await house.as(directory, bea.token).createOrganisation({ body: { name: 'De Wilg', locale: 'nl', timeZone: 'Europe/Amsterdam' } })
  stranger = await house.member(['engineer', 'lead'], { organisationId: elsewhere.id })
})
afterAll(() => house[Symbol.asyncDispose]())

describe('from fact to deviation', () => {
  test('published, broken, right again; what is not known is neither', async () => {
    const tags = tagged()
    const { id } = await make({ tags })
    const { id: silent } = await make({ tags })
    const expectation = await expects({ title: 'Schijf versleuteld', condition: 'disk.encrypted == true', scope: scopeOf(tags), severity: 'high' })
    expect(expectation).toMatchObject({ reads: 'disk.encrypted is ja', draft: null, version: 2 })
    await say(id, { 'disk.encrypted': true })
    await house.settle()
    expect(await stands(id)).toMatchObject([{ verdict: 'met' }])
    expect(await stands(silent)).toMatchObject([{ verdict: 'unknown', observed: { missing: ['disk.encrypted'] } }])
    await say(id, { 'disk.encrypted': false })
    await house.settle()
    expect(await open(id)).toMatchObject([
      {
        severity: 'high',
        expected: 'disk.encrypted is ja',
        observed: { facts: [{ key: 'disk.encrypted', value: false }] },
        until: null,
        item: { id },
      },
    ])
    const { standings } = await house.as(norms, engineer.token).expectation({ params: { id: expectation.id } })
    expect(standings).toEqual({ met: 0, broken: 1, unknown: 1, excepted: 0 })
    await say(id, { 'disk.encrypted': true })
    await house.settle()
    expect(await open(id)).toEqual([])
    const [ended] = (await house.as(normsDeviations, engineer.token).deviations({ query: { itemId: id } })).items
    expect(ended).toMatchObject({ ended: 'right', rightAgain: { facts: [{ value: true }] } })
    const happened = await house.happened()
    expect(happened.filter((name) => name === 'norms.deviationOpened')).toHaveLength(1)
    expect(happened.filter((name) => name === 'norms.deviationEnded')).toHaveLength(1)
    await withdraw(expectation.id)
    expect(await stands(id)).toEqual([])
  })
  test('hold-off and recovery pass by themselves; what is too old becomes unknown and, seen again without a change, known', async () => {
    const tags = tagged()
    const { id } = await make({ tags })
    const held = await expects({ condition: 'load < 0.9', scope: scopeOf(tags), holdOff: 5, recovery: 10 })
    const aged = await expects({ condition: 'load >= 0.0', scope: scopeOf(tags), maxAge: 60 })
    const verdict = async () => (await stands(id)).find(({ expectation }) => expectation.id === aged.id)?.verdict
    await say(id, { load: 0.95 })
    await house.settle()
    expect(await open(id)).toEqual([])
    later(6 * 60_000)
    await house.settle()
    const [deviation] = await open(id)
    expect(Date.parse(deviation?.openedAt ?? '') - Date.parse(deviation?.from ?? '')).toBe(5 * 60_000)
    await say(id, { load: 0.5 })
    await house.settle()
    expect(await open(id)).toHaveLength(1)
    later(11 * 60_000)
    await house.settle()
    expect(await open(id)).toEqual([])
    expect(await verdict()).toBe('met')
    later(61 * 60_000)
    await house.settle()
    expect(await verdict()).toBe('unknown')
    await say(id, { load: 0.5 })
    later(16 * 60_000)
    await house.settle()
    expect(await verdict()).toBe('met')
    await withdraw(held.id)
    await withdraw(aged.id)
  })
})

describe('changes of many kinds', () => {
  test('who leaves the scope leaves its deviation; a new item is looked at', async () => {
    const tags = tagged()
    const expectation = await expects({ condition: 'ok', scope: scopeOf(tags) })
    const { id, version } = await make({ tags })
    await say(id, { ok: false })
    await house.settle()
    expect(await open(id)).toHaveLength(1)
    await house.as(items, engineer.token).changeItem({ params: { id }, body: { version, tags: ['anders'] } })
    await house.settle()
    expect(await open(id)).toEqual([])
    expect((await house.as(normsDeviations, engineer.token).deviations({ query: { itemId: id } })).items).toMatchObject([{ ended: 'outOfScope' }])
    await withdraw(expectation.id)
  })
  test('flapping every minute is a few deviations; many changes at once lose none and double none', async () => {
    const tags = tagged()
    const { id } = await make({ tags })
    const expectation = await expects({ condition: 'up', scope: scopeOf(tags) })
    for (let at = 0; at < 9; at++) {
      await say(id, { up: at % 2 === 1 })
      await house.settle()
      later(60_000)
    }
    const { items: all } = await house.as(normsDeviations, engineer.token).deviations({ query: { itemId: id } })
    expect(all).toHaveLength(3)
    expect(all[0]).toMatchObject({ flapping: true, until: null })
    const many = await Promise.all(Array.from({ length: 8 }, () => make({ tags })))
    await Promise.all(many.map(({ id }) => say(id, { up: false })))
    await Promise.all([house.settle(), ...many.map(({ id }) => say(id, { up: false, other: 1 }))])
    await house.settle()
    for (const { id } of many) expect(await open(id)).toHaveLength(1)
    await withdraw(expectation.id)
    expect(await open(many[0]?.id ?? '')).toEqual([])
  })
})

test('another source counts first: what reads that key is looked at again', async () => {
  const tags = tagged()
  const { id } = await make({ tags })
  const expectation = await expects({ condition: 'os == "Debian"', scope: scopeOf(tags) })
  const by = (source: string, value: string) =>
    house
      .as(itemFacts, engineer.token)
      .addFacts({ params: { id }, query: { source }, body: [{ key: 'os', value, observedAt: house.clock.now().toISOString() }] })
  await by('scan', 'Debian')
  later(1000)
  await by('agent', 'Windows')
  await house.settle()
  expect(await open(id)).toHaveLength(1)
  const params = { organisationId: lead.organisationId }
  await house.as(itemFacts, lead.token).rank({ params, body: { key: 'os', sources: ['scan'], version: 0 } })
  await house.settle()
  expect(await open(id)).toEqual([])
  await house.as(itemFacts, lead.token).rank({ params, body: { key: 'os', sources: [], version: 1 } })
  await house.as(itemFacts, lead.token).rank({ params, body: { key: '*', sources: ['agent'], version: 0 } })
  await house.settle()
  expect(await open(id)).toHaveLength(1)
  await withdraw(expectation.id)
})

describe('writing', () => {
  test('tried on real items, nothing kept; wrong conditions are named at their place', async () => {
    const tags = tagged()
    const [met, broken] = [await make({ tags, name: 'Goed' }), await make({ tags, name: 'Fout' }), await make({ tags, name: 'Stil' })]
    await say(met.id, { memory: 16 })
    await say(broken.id, { memory: 4 })
    const of = house.as(norms, engineer.token)
    const tried = await of.tryRule({ body: { organisationId: lead.organisationId, rule: rule({ condition: 'memory >= 8', scope: scopeOf(tags) }) } })
    expect(tried).toMatchObject({ counts: { met: 1, broken: 1, unknown: 1 }, more: false })
    expect(tried.items.map(({ item, verdict }) => `${item.name} ${verdict}`)).toEqual(['Fout broken', 'Stil unknown', 'Goed met'])
    expect(tried.items.map(({ why }) => why)).toEqual([['memory is minstens 8'], ['memory is minstens 8'], []])
    const hurried = await house.app.asSystem((ctx) =>
      tryOut(ctx, lead.organisationId, Rule.parse(rule({ condition: 'memory >= 8', scope: scopeOf(tags) })), 50, 0),
    )
    expect([hurried.items.length, hurried.more]).toEqual([1, true])
    expect(await stands(met.id)).toEqual([])
    expect(await of.readCondition({ body: { condition: 'memory >= 8 && shout(x)' } })).toMatchObject({ reads: null, wrong: [{ from: 15, to: 23 }] })
    const wrong = house
      .as(norms, lead.token)
      .addExpectation({ body: { organisationId: lead.organisationId, rule: rule({ condition: 'memory >=' }) } })
    await expect(wrong).rejects.toMatchObject({ problem: { type: 'norms.notRight', status: 400, errors: [{ pointer: '/rule/condition' }] } })
    const words = await of.words({ query: { organisationId: lead.organisationId, search: 'mem' } })
    expect(words.keys).toMatchObject([{ key: 'memory', kind: 'number', examples: [4, 16], items: 2 }])
    expect(words.functions.length).toBeGreaterThan(5)
  })
  test('a draft beside what counts; who is too late is refused; what has counted is kept', async () => {
    const of = house.as(norms, lead.token)
    const made = await expects({ condition: 'a', scope: scopeOf(tagged()) })
    const params = { id: made.id }
    const drafted = await of.changeExpectation({ params, body: { version: made.version, rule: rule({ condition: 'a && b' }) } })
    expect(drafted).toMatchObject({ draft: { condition: 'a && b' }, counts: { condition: 'a' } })
    expect(await code(of.changeExpectation({ params, body: { version: made.version, rule: rule({ condition: 'c' }) } }))).toBe('norms.changed')
    expect(await code(of.removeExpectation({ params, query: { version: drafted.version } }))).toBe('norms.hasCounted')
    const published = await of.publishExpectation({ params, body: { version: drafted.version } })
    expect(await code(of.publishExpectation({ params, body: { version: published.version } }))).toBe('norms.nothingNew')
  })
})

describe('exceptions', () => {
  test('an exception is decided by another, ends the deviation, and ends itself', async () => {
    const tags = tagged()
    const { id: itemId } = await make({ tags })
    const expectation = await expects({ condition: 'ok', scope: scopeOf(tags) })
    await say(itemId, { ok: false })
    await house.settle()
    expect(await open(itemId)).toHaveLength(1)
    const until = new Date(house.clock.now().getTime() + 3 * 86_400_000).toISOString().slice(0, 10)
    const of = house.as(normsExceptions, lead.token)
    const draft = await house.as(norms, lead.token).addExpectation({ body: { organisationId: lead.organisationId, rule: rule({ condition: 'a' }) } })
    const early = of.askException({ body: { expectationId: draft.id, reason: 'Alvast', until } })
    await expect(early).rejects.toMatchObject({ problem: { type: 'norms.exceptions.notCounting', status: 409 } })
    const { id } = await of.askException({ body: { expectationId: expectation.id, itemId, reason: 'Wordt vervangen', until } })
    expect(await code(of.decideException({ params: { id }, body: { approve: true } }))).toBe('norms.exceptions.own')
    const listed = async (state: 'undecided' | 'holding' | 'ending' | 'over') =>
      (await of.exceptions({ query: { itemId, state } })).items.map((one) => one.id)
    expect([await listed('undecided'), await listed('ending')]).toEqual([[id], []])
    await house.as(normsExceptions, otherLead.token).decideException({ params: { id }, body: { approve: true } })
    expect([await listed('undecided'), await listed('holding'), await listed('ending'), await listed('over')]).toEqual([[], [id], [id], []])
    await house.settle()
    expect(await open(itemId)).toEqual([])
    expect(await stands(itemId)).toMatchObject([{ verdict: 'broken', excepted: true }])
    later(4 * 86_400_000)
    await house.settle()
    expect(await open(itemId)).toHaveLength(1)
    await withdraw(expectation.id)
  })
})

test('of another organisation nothing is seen, and reporters see none of it', async () => {
  const tags = tagged()
  const { id } = await make({ tags, userIds: [reporter.id] })
  const expectation = await expects({ condition: 'ok', scope: scopeOf(tags) })
  await say(id, { ok: false })
  await house.settle()
  const [deviation] = await open(id)
  const theirs = house.as(normsDeviations, stranger.token)
  expect((await theirs.deviations({ query: { open: 'true' } })).items).toEqual([])
  expect((await theirs.itemStandings({ params: { id } })).items).toEqual([])
  expect(await code(theirs.deviation({ params: { id: deviation?.id ?? '' } }))).toBe('platform.notFound')
  expect((await house.as(norms, stranger.token).expectations({})).items).toEqual([])
  expect(await code(house.as(norms, stranger.token).expectation({ params: { id: expectation.id } }))).toBe('platform.notFound')
  expect(
    await code(house.as(norms, stranger.token).tryRule({ body: { organisationId: lead.organisationId, rule: rule({ condition: 'ok' }) } })),
  ).toBe('platform.notFound')
  expect(await code(house.as(normsDeviations, reporter.token).deviations({}))).toBe('platform.notAllowed')
  expect(
    await code(house.as(norms, engineer.token).addExpectation({ body: { organisationId: lead.organisationId, rule: rule({ condition: 'ok' }) } })),
  ).toBe('platform.notAllowed')
  await withdraw(expectation.id)
})
