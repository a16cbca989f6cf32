/** When, if, do: the story through HTTP. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ProblemError } from '#platform/client.ts'
import { type Member, type Spil, spil } from '#test/spil.ts'
import type { ConditionGroup } from '../conditions/contract.ts'
import { desk } from '../contract.ts'
import { deskNotices } from '../notices/contract.ts'
import { deskPortal } from '../portal/contract.ts'
import { deskRuling } from './contract.ts'
import { mostAnHour } from './rules.ts'

let app: Spil
let bea: Member
let anna: Member
let noor: Member
beforeAll(async () => {
  app = await spil()
  bea = await app.administrator()
  anna = await app.member('engineer', { name: 'Anna' })
  noor = await app.member('reporter', { name: 'Noor Bakker' })
})
afterAll(() => app[Symbol.asyncDispose]())
const nl = { 'accept-language': 'nl' }
const by = (who: Member) => app.as(deskRuling, who.token, nl)
const at = (who: Member) => app.as(desk, who.token, nl)
const refused = (promise: Promise<unknown>) =>
  promise.then(
    () => undefined,
    (error: unknown) => (error instanceof ProblemError ? error.problem.type : error),
  )
const open = (title: string) => at(noor).createCase({ body: { kind: 'incident', title, impact: 'person', urgency: 'normal' } })
const says = (...words: string[]): ConditionGroup => ({ match: 'all', conditions: [{ field: 'words', op: 'contains', value: words }], groups: [] })
const seen = async (id: string) => at(bea).case({ params: { id } })
const organisationId = () => bea.organisationId

test('a dry run shows what it would have done; it fires once, does it, and explains itself on the case', async () => {
  const before = await open('Server in lokaal 3 rookt')
  await app.settle()
  const rule = {
    name: 'brand',
    when: { event: 'opened' as const },
    condition: says('rookt', 'brand'),
    actions: [
      { do: 'priority' as const, priority: 'critical' as const, reason: 'Brandgevaar' },
      { do: 'entry' as const, visibility: 'internal' as const, text: 'Bel eerst de conciërge over {number} van {reporter}.' },
      { do: 'tasks' as const, titles: ['Stroom eraf', 'Conciërge gebeld'] },
      { do: 'notify' as const, whom: anna.id },
    ],
  }
  const tried = await by(bea).tryRule({ body: { organisationId: organisationId(), days: 7, rule } })
  expect(tried).toMatchObject({ fired: 1, cases: 1, items: [{ caseId: before.id, held: [{ held: true }] }] })
  expect((await seen(before.id)).case.priority).not.toBe('critical')
  const added = await by(bea).addRule({ body: { organisationId: organisationId(), ...rule } })
  const made = await open('Brandlucht bij de kopieerder')
  const other = await open('Muis kwijt')
  await app.settle()
  const page = await seen(made.id)
  expect(page.case).toMatchObject({ priority: 'critical', priorityReason: 'Brandgevaar' })
  expect(page.entries.map(({ text, author }) => [text, author])).toEqual([[`Bel eerst de conciërge over ${made.number} van Noor Bakker.`, null]])
  const { items } = await by(anna).ofCase({ params: { id: made.number } })
  expect(items).toMatchObject([
    {
      ruleId: added.id,
      ruleNumber: 1,
      version: 1,
      depth: 0,
      held: [{ held: true }],
      did: [{ done: true }, { done: true }, { done: true }, { done: true }],
    },
  ])
  expect((await at(bea).history({ params: { id: made.id } })).items.map(({ text }) => text)).toContain('Regel 1 werkte: brand (versie 1)')
  expect((await app.as(deskNotices, anna.token, nl).notices({})).items.map(({ text }) => text)).toEqual([
    `Een regel vraagt uw aandacht voor ${made.number}`,
  ])
  expect((await by(anna).ofCase({ params: { id: other.id } })).items).toEqual([])
  expect((await by(anna).rules({ query: { organisationId: organisationId() } })).items).toMatchObject([{ name: 'brand', fired: 1, version: 1 }])
  expect((await by(anna).firings({ params: { id: added.id } })).items.map(({ number }) => number)).toEqual([made.number])
  await by(bea).changeRule({ params: { id: added.id }, body: { ...rule, active: false, version: 1 } })
  expect(await refused(by(bea).changeRule({ params: { id: added.id }, body: { ...rule, version: 1 } }))).toBe('desk.ruling.changed')
  expect((await by(anna).versions({ params: { id: added.id } })).items.map(({ version, definition }) => [version, definition.active])).toEqual([
    [2, false],
    [1, true],
  ])
})

test('in order, each on what the one before left; one that stops ends it; what is refused is told and the rest goes on', async () => {
  const { id: first } = await by(bea).addRule({
    body: {
      organisationId: organisationId(),
      name: 'eerst',
      when: { event: 'entryAdded' },
      condition: {
        match: 'all',
        conditions: [
          { field: 'entryByReporter', op: 'is', value: true },
          { field: 'entryWords', op: 'contains', value: ['spoed'] },
        ],
        groups: [],
      },
      actions: [{ do: 'resume' }, { do: 'priority', priority: 'high', reason: 'Melder vraagt spoed' }],
    },
  })
  const { id: second } = await by(bea).addRule({
    body: {
      organisationId: organisationId(),
      name: 'dan',
      stop: true,
      when: { event: 'entryAdded' },
      condition: {
        match: 'all',
        conditions: [
          { field: 'priority', op: 'is', value: ['high'] },
          { field: 'entryByReporter', op: 'is', value: true },
        ],
        groups: [],
      },
      actions: [{ do: 'assign', personId: anna.id }],
    },
  })
  const { id: third } = await by(bea).addRule({
    body: {
      organisationId: organisationId(),
      name: 'nooit',
      when: { event: 'entryAdded' },
      condition: { match: 'all', conditions: [], groups: [] },
      actions: [{ do: 'entry', visibility: 'internal', text: 'Dit komt er niet.' }],
    },
  })
  const made = await open('Toetsenbord')
  await app.as(deskPortal, noor.token).answer({ params: { id: made.id }, body: { text: 'Het is spoed, graag vandaag.' } })
  await app.settle()
  const page = await seen(made.id)
  expect(page.case).toMatchObject({ priority: 'high', assignee: { id: anna.id } })
  const { items } = await by(anna).ofCase({ params: { id: made.id } })
  expect(items.map(({ ruleName }) => ruleName).sort()).toEqual(['dan', 'eerst'])
  expect(items.find(({ ruleName }) => ruleName === 'eerst')?.did).toMatchObject([
    { done: false, why: 'Dit kan niet zolang de zaak “Nieuw” is' },
    { done: true, why: null },
  ])
  for (const id of [first, second, third]) await by(bea).removeRule({ params: { id } })
  expect((await by(anna).ofCase({ params: { id: made.id } })).items).toMatchObject([{ ruleNumber: null }, { ruleNumber: null }])
})

test('two rules that answer each other stop by themselves: paused, and the leads are told', async () => {
  const flip = (from: 'low' | 'high', to: 'low' | 'high') => ({
    organisationId: organisationId(),
    name: `${from} wordt ${to}`,
    when: { event: 'changed' as const, fields: ['priority' as const] },
    condition: { match: 'all' as const, conditions: [{ field: 'priority' as const, op: 'is' as const, value: [from] }], groups: [] },
    actions: [{ do: 'priority' as const, priority: to, reason: 'Regel' }],
  })
  await by(bea).addRule({ body: flip('low', 'high') })
  await by(bea).addRule({ body: flip('high', 'low') })
  const made = await open('Heen en weer')
  await at(anna).edit({ params: { id: made.id }, body: { version: made.version, priority: 'high', priorityReason: 'Begin' } })
  await app.settle()
  const { items } = await by(anna).ofCase({ params: { id: made.id } })
  expect(Math.max(...items.map(({ depth }) => depth))).toBe(4)
  expect(items.length).toBeLessThanOrEqual(2 * mostAnHour)
  const rules = (await by(bea).rules({ query: { organisationId: organisationId() } })).items
  const paused = rules.filter(({ pausedAt }) => pausedAt !== null)
  expect(new Set(paused.map(({ pausedByCase }) => pausedByCase))).toEqual(new Set([made.number]))
  expect((await app.as(deskNotices, bea.token, nl).notices({})).items.map(({ text }) => text)).toContain(
    `Een regel is gestopt: hij werkte te vaak op ${made.number}`,
  )
  // A new version goes on.
  const one = paused[0]
  if (!one) throw new Error('none')
  const { id, version, name, when: on, condition: so, actions } = one
  expect(await by(bea).changeRule({ params: { id }, body: { version, name, when: on, condition: so, actions, active: false } })).toMatchObject({
    pausedAt: null,
  })
  for (const rule of rules) await by(bea).removeRule({ params: { id: rule.id } })
})

test('an event that comes twice fires nothing twice; so long since something fires once', async () => {
  const made = await open('Stil')
  await app.settle()
  const { id } = await by(bea).addRule({
    body: {
      organisationId: organisationId(),
      name: 'stil',
      when: { event: 'since', of: 'opened', hours: 24 },
      condition: says('stil'),
      actions: [{ do: 'entry', visibility: 'internal', text: 'Een dag oud.' }],
    },
  })
  const waits = await open('Wacht al lang')
  await at(anna).wait({ params: { id: waits.id }, body: { version: waits.version, for: 'supplier' } })
  const { id: waiting } = await by(bea).addRule({
    body: {
      organisationId: organisationId(),
      name: 'wacht',
      when: { event: 'since', of: 'waiting', hours: 12 },
      condition: says('wacht'),
      actions: [{ do: 'resume' }],
    },
  })
  const now = app.clock.now()
  app.clock.set(new Date(now.getTime() + 25 * 3_600_000))
  await app.settle()
  app.clock.set(new Date(now.getTime() + 49 * 3_600_000))
  await app.settle()
  expect((await seen(made.id)).entries.map(({ text }) => text)).toEqual(['Een dag oud.'])
  await app.app.pools.owner.query(`update subscription_cursor set seq = -1 where name like 'desk.ruling.%' or name = 'desk.assignment.opened'`)
  const before = (await app.app.pools.owner.query<{ n: string }>('select count(*) as n from ruling_firing')).rows[0]?.n
  await app.settle()
  expect((await app.app.pools.owner.query<{ n: string }>('select count(*) as n from ruling_firing')).rows[0]?.n).toBe(before)
  expect((await seen(waits.id)).case.state).toBe('inProgress')
  expect(
    (
      await by(bea).tryRule({
        body: {
          organisationId: organisationId(),
          days: 7,
          rule: { name: 'x', when: { event: 'since', of: 'opened', hours: 24 }, condition: says('stil'), actions: [{ do: 'resume' }] },
        },
      })
    ).fired,
  ).toBe(1)
  for (const one of [id, waiting]) await by(bea).removeRule({ params: { id: one } })
})

test('what does not belong to the organisation, or does not fit, is refused', async () => {
  const rule = { organisationId: organisationId(), name: 'x', when: { event: 'opened' as const }, condition: says('x') }
  expect(await refused(by(bea).addRule({ body: { ...rule, actions: [{ do: 'assign', personId: noor.id }] } }))).toBe('desk.ruling.noSuchPerson')
  expect(await refused(by(bea).addRule({ body: { ...rule, when: { event: 'since' }, actions: [{ do: 'resume' }] } }))).toBe('platform.invalid')
  expect(await refused(by(anna).addRule({ body: { ...rule, actions: [{ do: 'resume' }] } }))).toBe('platform.notAllowed')
})
