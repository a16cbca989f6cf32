/** A baseline: published as a whole, each version kept, versions compared. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { ProblemError } from '#platform/client.ts'
import { directory } from '#record/people/directory/contract.ts'
import { type Member, type Spil, spil } from '#test/spil.ts'
import { norms, type Rule } from '../contract.ts'
import { normsBaselines } from './contract.ts'

let house: Spil
let lead: Member
beforeAll(async () => {
  house = await spil()
  lead = await house.member('lead')
})
afterAll(() => house[Symbol.asyncDispose]())

const code = async (what: Promise<unknown>) => what.then(() => 'done').catch((error: ProblemError) => error.problem.type)
const scopeOf = (tags: string[]) => ({ tags }) as Rule['scope']
const rule = (wish: Partial<Rule> & Pick<Rule, 'condition'>) => ({ title: 'Iets', ...wish, scope: { ...wish.scope, classes: [] } })
const withdraw = async (id: string) => {
  const { version } = await house.as(norms, lead.token).expectation({ params: { id } })
  await house.as(norms, lead.token).withdrawExpectation({ params: { id }, body: { version } })
  await house.settle()
}

test('a baseline is published as a whole, kept, and compared', async () => {
  const { organisationId } = lead
  const of = house.as(normsBaselines, lead.token)
  const baseline = await of.addBaseline({ body: { organisationId, name: 'Werkplek' } })
  expect(await code(of.addBaseline({ body: { organisationId, name: 'werkplek' } }))).toBe('norms.baselines.name')
  const add = (condition: string, title: string) =>
    house.as(norms, lead.token).addExpectation({
      body: { organisationId, baselineId: baseline.id, origin: 'baseline', rule: { ...rule({ condition, scope: scopeOf(['nergens']) }), title } },
    })
  const [first] = [await add('a', 'Een'), await add('b', 'Twee')]
  expect(await code(house.as(norms, lead.token).publishExpectation({ params: { id: first.id }, body: { version: 1 } }))).toBe('norms.inBaseline')
  const params = { id: baseline.id }
  const one = await of.publishBaseline({ params, body: { version: 1, note: 'Eerste' } })
  expect(one).toMatchObject({ published: 1, expectations: 2, drafts: 0 })
  expect(await code(of.publishBaseline({ params, body: { version: one.version } }))).toBe('norms.nothingNew')
  await house.as(norms, lead.token).changeExpectation({
    params: { id: first.id },
    body: { version: 2, rule: { ...rule({ condition: 'a && c', scope: scopeOf(['elders']) }), title: 'Een', severity: 'high' } },
  })
  await add('d', 'Drie')
  await of.publishBaseline({ params, body: { version: one.version } })
  const { differences } = await of.compare({ params, query: { from: 1, to: 2 } })
  expect(differences).toMatchObject([
    { title: 'Drie', what: 'added' },
    { title: 'Een', what: 'changed', fields: [{ field: 'condition' }, { field: 'scope' }, { field: 'severity', from: 'Gewoon', to: 'Hoog' }] },
  ])
  expect((await of.versions({ params })).items).toMatchObject([
    { number: 2, expectations: 3 },
    { number: 1, expectations: 2, note: 'Eerste' },
  ])
  // What is withdrawn leaves the baseline, which has something to publish by that alone.
  await withdraw(first.id)
  const [left] = (await of.baselines({})).items
  expect(left).toMatchObject({ expectations: 2, drafts: 0, changed: true })
  expect((await of.compare({ params, query: { from: 2, to: 'now' } })).differences).toMatchObject([{ title: 'Een', what: 'removed' }])
  expect(await of.publishBaseline({ params, body: { version: left?.version ?? 0 } })).toMatchObject({ published: 3, changed: false })
})

test('what is in a baseline is of the same organisation, whoever may write in both', async () => {
  const bea = await house.administrator()
  const { id: elsewhere } = await house
    .as(directory, bea.token)
    .createOrganisation({ body: { name: 'De Wilg', locale: 'nl', timeZone: 'Europe/Amsterdam' } })
  const params = { id: bea.id, organisationId: elsewhere, role: 'lead' as const }
  await house.as(directory, bea.token).grantRole({ params })
  const { id: baselineId } = await house.as(normsBaselines, bea.token).addBaseline({ body: { organisationId: elsewhere, name: 'Hun werkplek' } })
  const add = (organisationId: string) =>
    house.as(norms, bea.token).addExpectation({ body: { organisationId, baselineId, rule: rule({ condition: 'a' }) } })
  expect(await code(add(bea.organisationId))).toBe('platform.notFound')
  const { id } = await add(elsewhere)
  const moved = house.app.pools.owner.query('update norm_expectation set organisation_id = $1 where id = $2', [bea.organisationId, id])
  await expect(moved).rejects.toMatchObject({ code: '23503' })
})
