/** What must hold, for the walk of every endpoint. */
import { randomUUID } from 'node:crypto'
import { normsBaselines } from '#record/norms/baselines/contract.ts'
import { usualPolicy } from '#record/norms/casework/contract.ts'
import { norms } from '#record/norms/contract.ts'
import { normsExceptions } from '#record/norms/exceptions/contract.ts'
import type { Input } from './access.inputs.ts'
import type { Member, Spil } from './spil.ts'

const rule = { title: 'Schijf versleuteld', condition: 'disk.encrypted', scope: { tags: ['nergens'] } }
/** Each request gets what it needs fresh: a draft, a baseline with a draft, an exception that was asked for. */
export function normsOf(house: Spil, bea: Member) {
  const { organisationId } = bea
  const of = house.as(norms, bea.token)
  const makeExpectation = async (baselineId: string | null = null) => (await of.addExpectation({ body: { organisationId, baselineId, rule } })).id
  const makeBaseline = async () => {
    const { id } = await house.as(normsBaselines, bea.token).addBaseline({ body: { organisationId, name: randomUUID() } })
    await makeExpectation(id)
    return id
  }
  const makeCounting = async () => (await of.publishExpectation({ params: { id: await makeExpectation() }, body: { version: 1 } })).id
  const makeException = async () => {
    const body = { expectationId: await makeCounting(), reason: 'Even niet', until: '2099-01-01' }
    return (await house.as(normsExceptions, bea.token).askException({ body })).id
  }
  return { makeExpectation, makeCounting, makeBaseline, makeException }
}
export interface OurNorms extends ReturnType<typeof normsOf> {
  organisationId: string
}

export const normsInputs: Readonly<Record<string, (ours: OurNorms & { items: { itemId: string } }) => Input | Promise<Input>>> = {
  'norms.expectations': () => ({ query: { search: 'Schijf' } }),
  'norms.expectation': async ({ makeExpectation }) => ({ params: { id: await makeExpectation() } }),
  'norms.addExpectation': ({ organisationId }) => ({ body: { organisationId, rule } }),
  'norms.changeExpectation': async ({ makeExpectation }) => ({ params: { id: await makeExpectation() }, body: { version: 1, rule } }),
  'norms.publishExpectation': async ({ makeExpectation }) => ({ params: { id: await makeExpectation() }, body: { version: 1 } }),
  'norms.withdrawExpectation': async ({ makeExpectation }) => ({ params: { id: await makeExpectation() }, body: { version: 1 } }),
  'norms.removeExpectation': async ({ makeExpectation }) => ({ params: { id: await makeExpectation() }, query: { version: '1' } }),
  'norms.readCondition': () => ({ body: { condition: 'disk.encrypted' } }),
  'norms.tryRule': ({ organisationId }) => ({ body: { organisationId, rule } }),
  'norms.words': ({ organisationId }) => ({ query: { organisationId } }),
  'norms.deviations.deviations': () => ({ query: { open: 'true' } }),
  'norms.deviations.deviation': () => ({ params: { id: randomUUID() } }),
  'norms.deviations.onCase': () => ({ params: { id: randomUUID() } }),
  'norms.deviations.itemStandings': ({ items }) => ({ params: { id: items.itemId } }),
  'norms.exceptions.exceptions': () => ({}),
  'norms.exceptions.askException': async ({ makeCounting }) => ({
    body: { expectationId: await makeCounting(), reason: 'Even niet', until: '2099-01-01' },
  }),
  'norms.exceptions.decideException': async ({ makeException }) => ({ params: { id: await makeException() }, body: { approve: true } }),
  'norms.exceptions.withdrawException': async ({ makeException }) => ({ params: { id: await makeException() } }),
  'norms.baselines.baselines': () => ({}),
  'norms.baselines.addBaseline': ({ organisationId }) => ({ body: { organisationId, name: randomUUID() } }),
  'norms.baselines.changeBaseline': async ({ makeBaseline }) => ({ params: { id: await makeBaseline() }, body: { version: 1, name: randomUUID() } }),
  'norms.baselines.publishBaseline': async ({ makeBaseline }) => ({ params: { id: await makeBaseline() }, body: { version: 1 } }),
  'norms.baselines.versions': async ({ makeBaseline }) => ({ params: { id: await makeBaseline() } }),
  'norms.baselines.compare': async ({ makeBaseline }) => ({ params: { id: await makeBaseline() }, query: { from: '0', to: 'now' } }),
  'norms.casework.policy': ({ organisationId }) => ({ params: { organisationId } }),
  'norms.casework.changePolicy': ({ organisationId }) => ({ params: { organisationId }, body: { version: 0, policy: usualPolicy } }),
  'norms.compliance.compliance': () => ({}),
  'norms.compliance.complianceItems': () => ({}),
  'norms.compliance.complianceGroups': () => ({ query: { by: 'baseline' } }),
  'norms.compliance.complianceExport': () => ({}),
}
//  rep eng lead sec dba cli aud adm anon stranger
const reads = '. + + + + + + + . .'
const lists = '. + + + + + + + . 0'
const decides = '. . + . . . . + . .'
const asks = '. + + + + . . + . .'
export const normsExpectations: Readonly<Record<string, string>> = {
  'norms.expectations': lists,
  'norms.expectation': reads,
  'norms.addExpectation': decides,
  'norms.changeExpectation': decides,
  'norms.publishExpectation': decides,
  'norms.withdrawExpectation': decides,
  'norms.removeExpectation': decides,
  'norms.readCondition': lists,
  'norms.tryRule': reads,
  'norms.words': reads,
  'norms.deviations.deviations': lists,
  // One that is not there.
  'norms.deviations.deviation': '. . . . . . . . . .',
  'norms.deviations.onCase': lists,
  'norms.deviations.itemStandings': lists,
  'norms.exceptions.exceptions': lists,
  'norms.exceptions.askException': asks,
  'norms.exceptions.decideException': decides,
  'norms.exceptions.withdrawException': decides,
  'norms.baselines.baselines': lists,
  'norms.baselines.addBaseline': decides,
  'norms.baselines.changeBaseline': decides,
  'norms.baselines.publishBaseline': decides,
  'norms.baselines.versions': reads,
  'norms.baselines.compare': reads,
  'norms.casework.policy': reads,
  'norms.casework.changePolicy': decides,
  'norms.compliance.compliance': lists,
  'norms.compliance.complianceItems': lists,
  'norms.compliance.complianceGroups': lists,
  'norms.compliance.complianceExport': lists,
}
