/** A deviation opens or joins a case, says so, and lets it close when it is right again. */
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { directory } from '#record/people/directory/contract.ts'
import { type Member, type Spil, spil } from '#test/spil.ts'
import { deskClosing } from '#work/desk/closing/contract.ts'
import { desk } from '#work/desk/contract.ts'
import { items } from '../../items/contract.ts'
import { itemFacts } from '../../items/facts/contract.ts'
import { normsCompliance } from '../compliance/contract.ts'
import { norms, Rule, type Severity } from '../contract.ts'
import { normsDeviations } from '../deviations/contract.ts'
import { deviationsUnder } from '../deviations/reads.ts'
import { bringExpectation, bringNoMore } from '../norms.ts'
import { normsCasework } from './contract.ts'

// Each step waits until everything that follows from it has happened.
vi.setConfig({ testTimeout: 180_000 })

let house: Spil
let engineer: Member
let lead: Member
let users: Member[]
beforeAll(async () => {
  house = await spil()
  engineer = await house.member('engineer')
  lead = await house.member('lead')
  users = await Promise.all(Array.from({ length: 12 }, () => house.member('reporter')))
})
afterAll(() => house[Symbol.asyncDispose]())

const say = async (id: string, ok: boolean) => {
  const body = [{ key: 'service.up', value: ok, observedAt: house.clock.now().toISOString() }]
  await house.as(itemFacts, engineer.token).addFacts({ params: { id }, body })
  await house.settle()
}
const make = (tag: string, wish = {}) =>
  house.as(items, engineer.token).createItem({ body: { kind: 'server', name: 'WEB-01', state: 'live', tags: [tag], ...wish } })
async function expects(tag: string, severity: Severity, by = lead) {
  const of = house.as(norms, by.token)
  const rule = { title: `Dienst ${tag}`, condition: 'service.up', severity, scope: { tags: [tag], classes: [] }, remedy: 'Start hem opnieuw' }
  const { id, version } = await of.addExpectation({ body: { organisationId: lead.organisationId, rule } })
  await of.publishExpectation({ params: { id }, body: { version } })
  await house.settle()
}
const deviationOn = async (itemId: string) => (await house.as(normsDeviations, engineer.token).deviations({ query: { itemId } })).items[0]
const page = async (number: string) => house.as(desk, engineer.token).case({ params: { id: number } })
const notes = async (id: string) => (await page(id)).entries.map(({ text }) => text)

test('a case with its reasons, that does not close while it is broken, and hears that it is right again', async () => {
  const { id } = await make('web', { availability: 'high', userIds: users.map(({ id }) => id) })
  await expects('web', 'high')
  await say(id, false)
  const number = (await deviationOn(id))?.case?.number ?? ''
  const { case: made } = await page(number)
  expect(made).toMatchObject({ title: 'Dienst web: WEB-01', kind: 'incident', channel: 'monitor', priority: 'critical' })
  expect(made.text).toContain('Verwacht: service.up is ja')
  expect(made.text).toContain('service.up: nee')
  expect(made.text).toContain('Start hem opnieuw')
  expect(made.proposal.reasons.join(' ')).toContain('12 personen')
  const on = house.as(desk, engineer.token)
  const solve = async (closing = {}) => {
    const { version } = (await page(number)).case
    return on.solve({ params: { id: number }, body: { version, done: 'Herstart', tested: 'Pagina opent weer', ...closing } })
  }
  await on.take({ params: { id: number }, body: { version: made.version } })
  await expect(solve()).rejects.toMatchObject({ problem: { type: 'cases.closingIncomplete', data: { missing: [{ check: 'deviations' }] } } })
  await say(id, true)
  expect((await notes(number)).at(-1)).toContain('voldoet weer aan')
  expect((await solve()).state).toBe('solved')
  // It breaks again before anybody has tested: the same case goes on.
  await say(id, false)
  expect(await deviationOn(id)).toMatchObject({ until: null, case: { number } })
  expect((await page(number)).case).toMatchObject({ state: 'reopened', version: expect.any(Number) })
  expect((await notes(number)).at(-1)).toContain('de zaak is heropend')
  expect((await house.happened()).filter((name) => name === 'cases.opened')).toHaveLength(1)
  await say(id, true)
  expect((await solve()).state).toBe('solved')
})

test('with a reason it does close', async () => {
  const { id } = await make('later')
  await expects('later', 'critical')
  await say(id, false)
  const number = (await deviationOn(id))?.case?.number ?? ''
  const { version } = (await page(number)).case
  const on = house.as(desk, engineer.token)
  await on.take({ params: { id: number }, body: { version } })
  const testing = await house.as(deskClosing, engineer.token).testing({ params: { id: number } })
  await house
    .as(deskClosing, engineer.token)
    .changeClosing({ params: { id: number }, body: { version: testing.closing.version, despiteDeviations: 'De server gaat weg' } })
  const solve = async () =>
    on.solve({ params: { id: number }, body: { version: (await page(number)).case.version, done: 'Niets', tested: 'Niets te testen' } })
  expect((await solve()).state).toBe('solved')
  // What breaks after that was not meant by it.
  await say(id, true)
  await say(id, false)
  expect((await page(number)).case.state).toBe('reopened')
  const { closing } = await house.as(deskClosing, engineer.token).testing({ params: { id: number } })
  expect(closing.despiteDeviations).toBeNull()
  await expect(solve()).rejects.toMatchObject({ problem: { type: 'cases.closingIncomplete', data: { missing: [{ check: 'deviations' }] } } })
})

test('a case is opened in the name of who published it, as long as they decide there', async () => {
  const leaver = await house.member('lead', { name: 'Zita' })
  const reporterOf = async (tag: string, before: () => Promise<unknown>) => {
    const { id } = await make(tag)
    await expects(tag, 'critical', leaver)
    await before()
    await say(id, false)
    return (await page((await deviationOn(id))?.case?.number ?? '')).case.reporter.id
  }
  expect(await reporterOf('zita', async () => undefined)).toBe(leaver.id)
  const bea = await house.administrator()
  const params = { id: leaver.id, organisationId: leaver.organisationId }
  const demote = async () => {
    await house.as(directory, bea.token).grantRole({ params: { ...params, role: 'engineer' } })
    await house.as(directory, bea.token).revokeRole({ params: { ...params, role: 'lead' } })
  }
  expect(await reporterOf('zita weg', demote)).toBe(lead.id)
})

test('many items join one case; flapping makes no second; nothing for what is low', async () => {
  const [one, other, flap, low] = [await make('vele'), await make('vele'), await make('flap'), await make('laag')]
  await expects('vele', 'normal')
  await expects('flap', 'critical')
  await expects('laag', 'low')
  await say(one.id, false)
  await say(other.id, false)
  const first = (await deviationOn(one.id))?.case?.number
  expect(first).toBeDefined()
  expect((await deviationOn(other.id))?.case?.number).toBe(first)
  expect((await notes(first ?? '')).at(-1)).toContain('Ook WEB-01')
  for (let at = 0; at < 6; at++) {
    await say(flap.id, at % 2 === 1)
    house.clock.set(new Date(house.clock.now().getTime() + 60_000))
  }
  const { items: all } = await house.as(normsDeviations, engineer.token).deviations({ query: { itemId: flap.id } })
  expect(new Set(all.map((deviation) => deviation.case?.number)).size).toBe(1)
  await say(low.id, false)
  expect(await deviationOn(low.id)).toMatchObject({ until: null, case: null })
})

test('compliance counts it all, unknown apart, and exports it', async () => {
  await make('vele', { name: '=1+1' })
  await house.settle()
  const of = house.as(normsCompliance, engineer.token)
  const { counts, expectations, trend } = await of.compliance({ query: { organisationId: lead.organisationId } })
  expect(counts).toMatchObject({ unknown: 1, excepted: 0 })
  expect(expectations.find(({ title }) => title === 'Dienst vele')?.counts).toEqual({ met: 0, broken: 2, unknown: 1, excepted: 0 })
  expect(trend.at(-1)?.counts).toEqual(counts)
  const groups = (await of.complianceGroups({ query: { by: 'organisation' } })).items
  expect(groups).toMatchObject([{ id: lead.organisationId, counts }])
  expect((await of.complianceGroups({ query: { by: 'location' } })).items).toMatchObject([{ id: null, name: null, counts }])
  const { ages } = await of.compliance({})
  expect(Object.values(ages).reduce((sum, one) => sum + one)).toBe(counts.met + counts.broken + counts.unknown + counts.excepted)
  expect(ages.none).toBe(1)
  expect((await of.complianceItems({ query: { verdict: 'unknown' } })).items).toMatchObject([{ item: { name: '=1+1' }, verdict: 'unknown' }])
  const file = await house.server.inject({ url: '/api/norms/compliance/export', headers: { authorization: `Bearer ${engineer.token}` } })
  expect(file.headers['content-type']).toContain('text/csv')
  expect(file.body).toContain("'=1+1")
  expect(file.body.trim().split('\r\n')).toHaveLength(1 + counts.met + counts.broken + counts.unknown)
})

test('the policy is changed by who decides, one at a time', async () => {
  const params = { organisationId: lead.organisationId }
  const of = house.as(normsCasework, lead.token)
  const { policy, version } = await of.policy({ params })
  const changed = await of.changePolicy({ params, body: { version, policy: { ...policy, low: 'joinItem' } } })
  expect(changed.policy.low).toBe('joinItem')
  await expect(of.changePolicy({ params, body: { version, policy } })).rejects.toMatchObject({ problem: { type: 'norms.casework.changed' } })
})

test('another room brings an expectation, changes it under its own key, and reads what deviates', async () => {
  const { id } = await make('poort')
  const { organisationId } = lead
  const bring = (vlan: number) =>
    house.app.asSystem((ctx) => {
      const rule = Rule.parse({ title: 'Poort 12', condition: `fact["port 12/vlan"] == ${vlan}`, scope: { tags: ['poort'], classes: [] } })
      return bringExpectation(ctx, { organisationId, origin: 'design', originKey: 'port/12', rule })
    })
  const first = await bring(30)
  const version = async () => (await house.as(norms, lead.token).expectation({ params: { id: first } })).version
  const made = await version()
  expect(await bring(30)).toBe(first)
  expect(await version()).toBe(made)
  await house
    .as(itemFacts, engineer.token)
    .addFacts({ params: { id }, body: [{ key: 'port 12/vlan', value: 40, observedAt: house.clock.now().toISOString() }] })
  await house.settle()
  const open = () => house.app.asSystem((ctx) => deviationsUnder(ctx, { open: true, itemId: id }, { limit: 10 }))
  expect(await open()).toMatchObject([{ expectation: { id: first, title: 'Poort 12' }, observed: { facts: [{ key: 'port 12/vlan', value: 40 }] } }])
  expect(await bring(40)).toBe(first)
  await house.settle()
  expect(await open()).toEqual([])
  await house.app.asSystem((ctx) => bringNoMore(ctx, organisationId, 'design', 'port/12'))
  await house.settle()
  expect((await house.as(normsDeviations, engineer.token).itemStandings({ params: { id } })).items).toEqual([])
})
