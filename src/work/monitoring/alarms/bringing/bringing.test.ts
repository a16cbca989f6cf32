/** What a template and a collector bring: shown before, counted while they are on, and left as people changed it. */
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { items } from '#record/items/contract.ts'
import { norms } from '#record/norms/contract.ts'
import { parse } from '#record/series/promql/promql.ts'
import { type AlarmsHouse, alarmsHouse } from '#test/alarms.ts'
import { monitoringTemplates, type Template } from '../../checks/templates/contract.ts'
import { shippedTemplates } from '../../checks/templates/shipped/rules.ts'
import { monitoringCollectors } from '../../collectors/contract.ts'
import { lookAtCollectors } from '../../collectors/jobs.ts'
import { usualFor } from './rules.ts'

vi.setConfig({ testTimeout: 120_000 })

let on: AlarmsHouse
beforeAll(async () => {
  on = await alarmsHouse()
})
afterAll(() => on.house[Symbol.asyncDispose]())
const templates = () => on.house.as(monitoringTemplates, on.lead.token)
const brought = async () =>
  (await on.house.as(norms, on.lead.token).expectations({ query: { origin: 'template', limit: 100 } })).items.filter(({ counts }) => counts !== null)

test('everything that is usual is a condition that can be read, under a key of its own', () => {
  for (const { key, checks } of shippedTemplates) {
    const all = usualFor(checks)
    expect(all.length, key).toBeGreaterThan(0)
    expect(new Set(all.map((one) => one.key)).size).toBe(all.length)
    for (const { rule } of all) expect(() => parse(rule.series?.query ?? '')).not.toThrow()
  }
})

const put = (one: Template, set: Partial<Pick<Template, 'scope' | 'enabled'>>) =>
  templates().changeTemplate({
    params: { id: one.id },
    body: {
      name: one.name,
      scope: one.scope,
      enabled: one.enabled,
      ...set,
      version: one.version,
      checks: one.checks.map(({ id, name, what, everySeconds }) => ({ id, name, what, everySeconds })),
    },
  })
let template: Template
test('a template says what it brings, and brings that when it is switched on', async () => {
  const { organisationId } = on
  const offered = (await templates().templates({ query: { organisationId } })).offered.find(({ key }) => key === 'server')
  expect(offered?.conditions).toEqual([
    'Ping antwoordt',
    'SSH antwoordt',
    'Node exporter antwoordt',
    'Schijf loopt niet vol binnen vier dagen',
    'Processor heeft ruimte over',
    'Geheugen heeft ruimte over',
  ])
  if (!offered) throw new Error('servers are offered')
  const { key, name, scope, checks } = offered
  const asks = checks.map((one) => ({ ...one }))
  const made = await templates().addTemplate({ body: { organisationId, key, name, scope, checks: asks, enabled: false } })
  await on.house.settle()
  expect(await brought()).toEqual([])
  template = await put(made, { enabled: true })
  await on.house.settle()
  expect((await brought()).map(({ title }) => title).sort()).toEqual([...offered.conditions].sort())
})

test('a host that is down is one alarm: what else is asked of it is not known because of that', async () => {
  const host = await on.house
    .as(items, on.engineer.token)
    .createItem({ body: { kind: 'server', name: 'WEB-1', state: 'live', attributes: { ip: '192.0.2.1' } } })
  // It is down: one alarm, of what says whether it answers; the rest is not known because of that.
  const down = async (value: number) => {
    for (const [check, check_name] of [
      ['icmp', 'Ping'],
      ['ssh', 'SSH'],
      ['scrape', 'Node exporter'],
    ] as const)
      await on.give('probe_success', host, value, { check, check_name })
  }
  await down(1)
  await on.round()
  for (let at = 0; at < 30; at++) {
    on.later(30)
    await down(0)
    await on.round()
  }
  expect((await on.alarms()).items).toMatchObject([{ expectation: { title: 'Ping antwoordt' }, hides: 0 }])
  on.later(30)
  await down(1)
  await on.round()
  expect((await on.alarms()).items).toEqual([])
})

test('what people changed of it stays, what they withdrew stays away, and it ends with the template', async () => {
  const first = await brought()
  // What a person changed stays when the scope becomes another one.
  const load = first.find(({ title }) => title.startsWith('Processor'))
  if (!load?.counts) throw new Error('it counts')
  const of = on.house.as(norms, on.lead.token)
  const draft = await of.changeExpectation({
    params: { id: load.id },
    body: { version: load.version, rule: { ...load.counts, severity: 'critical' } },
  })
  await of.publishExpectation({ params: { id: load.id }, body: { version: draft.version } })
  const memory = first.find(({ title }) => title.startsWith('Geheugen'))
  await of.withdrawExpectation({ params: { id: memory?.id ?? '' }, body: { version: memory?.version ?? 0 } })
  const wider = await put(template, { scope: { ...template.scope, tags: ['kern'] } })
  await on.house.settle()
  const after = await brought()
  expect(after).toHaveLength(first.length - 1)
  expect(after.every(({ counts }) => counts?.scope.tags[0] === 'kern')).toBe(true)
  expect(after.find(({ id }) => id === load.id)?.severity).toBe('critical')
  await templates().removeTemplate({ params: { id: template.id }, query: { version: wider.version } })
  await on.house.settle()
  expect(await brought()).toEqual([])
})

test('a collector that is silent is one alarm, and what it asks is not known', async () => {
  const { organisationId } = on
  const register = on.house.as(items, on.engineer.token)
  const locationId = (await register.createItem({ body: { kind: 'location', name: 'Dependance' } })).id
  const itemId = (await register.createItem({ body: { kind: 'server', name: 'COL-1', state: 'live', locationId } })).id
  const of = on.house.as(monitoringCollectors, on.lead.token)
  const made = await of.addCollector({ body: { organisationId, name: 'Dependance', itemId, locationId } })
  await on.house.settle()
  expect(await brought()).toEqual([])
  await on.house.as(monitoringCollectors).enrol({ body: { code: made.code, program: 'test' } })
  await on.house.settle()
  expect(await brought()).toMatchObject([{ title: 'Collector Dependance laat van zich horen', counts: { scope: { itemIds: [itemId] } } }])
  const known = new Map<string, string>()
  await lookAtCollectors(on.house.app, known)
  expect(await on.round()).toMatchObject({ opened: 0 })
  on.later(120)
  await lookAtCollectors(on.house.app, known)
  expect(await on.round()).toMatchObject({ opened: 1 })
  await on.house.settle()
  expect((await on.alarms()).items).toMatchObject([{ item: { id: itemId }, severity: 'high', case: { number: expect.any(String) } }])
  await of.removeCollector({ params: { id: made.id } })
  await on.house.settle()
  await on.round()
  expect(await brought()).toEqual([])
  expect((await on.alarms()).items).toEqual([])
})
