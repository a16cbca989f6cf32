/** Templates through HTTP: what is asked of every item in a scope, decided once, and followed by whatever happens to items. */
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { ProblemError } from '#platform/client.ts'
import { items } from '#record/items/contract.ts'
import { itemFacts } from '#record/items/facts/contract.ts'
import { fillNew, kindsOf, writeItems } from '#record/items/items.ts'
import { type Member, type Spil, spil } from '#test/spil.ts'
import { monitoringChecks } from '../contract.ts'
import { monitoringTemplates, type Template } from './contract.ts'

vi.setConfig({ testTimeout: 60_000 })
let house: Spil
let lead: Member
let engineer: Member
beforeAll(async () => {
  house = await spil()
  house.clock.set(new Date('2026-11-26T12:00:00Z'))
  lead = await house.member('lead')
  engineer = await house.member('engineer')
})
afterAll(() => house[Symbol.asyncDispose]())

const of = (who: Member) => house.as(monitoringTemplates, who.token)
const checksOf = (who: Member) => house.as(monitoringChecks, who.token)
const type = (call: Promise<unknown>): Promise<string> =>
  call.then(
    () => '',
    (error) => (error instanceof ProblemError ? error.problem.type : String(error)),
  )
const counted = async (where = '') =>
  (await house.app.pools.owner.query(`select count(*)::int as n from monitoring_check ${where}`)).rows[0].n as number
const ping = { name: 'Ping', what: { kind: 'icmp' } } as const
const ports = { name: 'Poorten', what: { kind: 'snmp' }, secret: { community: 'linde-geheim' } } as const

/** Switches in our organisation, all in use. */
async function switches(many: number, ip = (at: number) => `10.4.${at >> 8}.${at & 255}`): Promise<string[]> {
  return house.app.asSystem(async (ctx) => {
    const kinds = await kindsOf(ctx, lead.organisationId)
    const wishes = Array.from({ length: many }, (_, at) => ({ kind: 'switch', state: 'live', name: `sw-${at}`, attributes: { ip: ip(at) } }))
    const filled = await fillNew(ctx, lead.organisationId, kinds, wishes)
    return (await writeItems(ctx, filled)).map(({ id }) => id)
  })
}
const change = (template: Template, set: Partial<Template>) => {
  const { id, version, name, scope, enabled, checks } = { ...template, ...set }
  const asked = checks.map(({ hasSecret: _, version: _v, ...check }) => check)
  return of(lead).changeTemplate({ params: { id }, body: { version, name, scope, enabled, checks: asked } })
}
let template: Template
let ids: string[]

test('five hundred switches are one decision, of which is told beforehand how many it is about', async () => {
  ids = await switches(500)
  const { offered } = await of(lead).templates({ query: { organisationId: lead.organisationId } })
  expect(offered.find(({ key }) => key === 'switch')).toMatchObject({ items: 500, scope: { kinds: ['switch', 'router', 'firewall', 'accessPoint'] } })
  expect(offered.map(({ items: n }) => n > 0)).toEqual([false, false, true, false, false, false])
  const body = { organisationId: lead.organisationId, name: 'Switches', scope: { kinds: ['switch'] }, enabled: true, checks: [ping, ports] }
  expect(await type(of(engineer).addTemplate({ body }))).toBe('platform.notAllowed')
  template = await of(lead).addTemplate({ body: { ...body, key: 'switch' } })
  await house.settle()
  expect(template).toMatchObject({ items: 500, enabled: true, version: 1 })
  expect(await counted()).toBe(1000)
  const page = await checksOf(engineer).checks({ query: { limit: 2, itemId: ids[7] ?? '' } })
  expect(page.items.map(({ instance, state, reason }) => [instance, state, reason]).sort()).toEqual([
    ['10.4.0.7', 'unknown', 'notYet'],
    ['10.4.0.7:161', 'unknown', 'notYet'],
  ])
  expect(await type(of(lead).addTemplate({ body: { ...body, key: 'switch' } }))).toBe('monitoring.templates.taken')
})

test('they do not begin all at once: over a minute they are spread evenly', async () => {
  const { rows } = await house.app.pools.owner.query<{ n: number }>(
    `select width_bucket(spread, 0, 1, 10) as bucket, count(*)::int as n from monitoring_check group by 1 order by 1`,
  )
  expect(rows).toHaveLength(10)
  for (const { n } of rows) expect(n).toBeGreaterThan(60)
})

test('what is secret goes in and never comes out, and goes to no other place by itself', async () => {
  const { rows } = await house.app.pools.owner.query(
    'select q.*, w.what as was from monitoring_question q join monitoring_written w on w.question_id = q.id',
  )
  const { rows: events } = await house.app.pools.owner.query('select data from event')
  expect(JSON.stringify([template, rows, events])).not.toContain('linde-geheim')
  const [first, second] = template.checks
  if (second?.what.kind !== 'snmp' || !first) throw new Error('other checks')
  expect(second.hasSecret).toBe(true)
  const elsewhere = { ...second, what: { ...second.what, address: '10.66.66.66' } }
  expect(await type(change(template, { checks: [first, elsewhere] }))).toBe('monitoring.templates.secretNeeded')
  // Another table goes to the same place.
  template = await change(template, { checks: [first, { ...second, what: { ...second.what, tables: ['interfaces', 'load'] } }] })
  expect(template.checks[1]).toMatchObject({ id: second.id, version: 2, hasSecret: true })
  const { items: written } = await checksOf(engineer).written({ params: { id: second.id } })
  expect(written.map(({ version, writtenBy }) => [version, writtenBy?.name])).toEqual([
    [2, lead.name],
    [1, lead.name],
  ])
  expect(await type(change(template, { version: 1 }))).toBe('monitoring.templates.changed')
})

test('a new item is asked, one that goes out of use is not, one whose address changes is asked there', async () => {
  const [fresh = ''] = await switches(1, () => '10.9.9.9')
  await house.settle()
  expect(await counted(`where item_id = '${fresh}'`)).toBe(2)
  const work = house.as(items, engineer.token)
  await work.changeItem({ params: { id: fresh }, body: { version: 1, attributes: { ip: '10.9.9.10' } } })
  await house.settle()
  expect((await checksOf(engineer).checks({ query: { itemId: fresh } })).items.map(({ instance }) => instance)).toEqual(
    expect.arrayContaining(['10.9.9.10', '10.9.9.10:161']),
  )
  await work.changeItem({ params: { id: fresh }, body: { version: 2, state: 'ended' } })
  await house.settle()
  expect(await counted(`where item_id = '${fresh}'`)).toBe(0)
})

test('of an item without an address it is unknown what to ask, until it is seen', async () => {
  const bare = await house.as(items, engineer.token).createItem({ body: { kind: 'switch', state: 'live', name: 'sw-bare' } })
  await house.settle()
  const { items: unknown } = await checksOf(engineer).checks({ query: { itemId: bare.id, state: 'unknown' } })
  expect(unknown.map(({ reason, nextAt }) => [reason, nextAt])).toEqual([
    ['noAddress', null],
    ['noAddress', null],
  ])
  const facts = house.as(itemFacts, engineer.token)
  await facts.addFacts({ params: { id: bare.id }, body: [{ key: 'net.addresses', value: 'fe80::1, 10.8.8.8' }] })
  await house.settle()
  expect((await checksOf(engineer).checks({ query: { itemId: bare.id } })).items.map(({ instance }) => instance).sort()).toEqual([
    '10.8.8.8',
    '10.8.8.8:161',
  ])
})

test('an item may be excepted, and included again', async () => {
  const itemId = ids[3] ?? ''
  const { exceptions, items: asked } = await of(lead).except({ params: { id: template.id, itemId }, body: { why: 'Wordt vervangen' } })
  expect([exceptions.map(({ why }) => why), asked]).toEqual([['Wordt vervangen'], 500])
  await house.settle()
  expect(await counted(`where item_id = '${itemId}'`)).toBe(0)
  await of(lead).includeAgain({ params: { id: template.id, itemId } })
  await house.settle()
  expect(await counted(`where item_id = '${itemId}'`)).toBe(2)
})

test('something more may be asked of one item; only that is changed there', async () => {
  const itemId = ids[5] ?? ''
  const own = await checksOf(engineer).addCheck({ body: { itemId, name: 'Beheerpagina', what: { kind: 'http', url: 'https://{address}/' } } })
  expect(own).toMatchObject({ instance: 'https://10.4.0.5/', template: null, state: 'unknown' })
  const ofTemplate = (await checksOf(engineer).checks({ query: { itemId } })).items.find((one) => one.template)
  expect(await type(checksOf(engineer).removeCheck({ params: { id: ofTemplate?.id ?? '' } }))).toBe('monitoring.ofTemplate')
  const body = { name: 'Beheer', what: { kind: 'http', url: 'http://{address}:8080/', matches: '(' } } as const
  expect(await type(checksOf(engineer).changeCheck({ params: { id: own.id }, body: { ...body, version: 1 } }))).toBe('monitoring.regex')
  const large = { ...body, what: { ...body.what, matches: '(.{0,1000}){18}!' } }
  expect(await type(checksOf(engineer).changeCheck({ params: { id: own.id }, body: { ...large, version: 1 } }))).toBe('monitoring.regex')
  const changed = await checksOf(engineer).changeCheck({ params: { id: own.id }, body: { ...body, what: { ...body.what, matches: '' }, version: 1 } })
  expect(changed).toMatchObject({ id: own.id, name: 'Beheer', instance: 'http://10.4.0.5:8080/', question: { version: 2 } })
  expect(await checksOf(engineer).pauseCheck({ params: { id: own.id }, body: { paused: true } })).toMatchObject({ paused: true, nextAt: null })
  expect(await type(checksOf(engineer).askNow({ params: { id: own.id } }))).toBe('monitoring.paused')
  await checksOf(engineer).removeCheck({ params: { id: own.id } })
  expect(await counted(`where item_id = '${itemId}'`)).toBe(2)
})

test('switched off it asks nothing; what comes with Spil is offered again once it is removed', async () => {
  template = await change((await of(lead).template({ params: { id: template.id } })) as Template, { enabled: false })
  await house.settle()
  expect(await counted()).toBe(0)
  await of(lead).removeTemplate({ params: { id: template.id }, query: { version: template.version } })
  const { items: left, offered } = await of(engineer).templates({ query: { organisationId: lead.organisationId } })
  expect([left, offered.some(({ key }) => key === 'switch')]).toEqual([[], true])
  expect(await house.happened()).toEqual(expect.arrayContaining(['monitoring.templateChanged', 'monitoring.checkChanged']))
})
