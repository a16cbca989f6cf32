/** What is made beforehand for the walk of every endpoint as every role. */
import { usualClosing } from '#record/cases/closing/contract.ts'
import { deskAftercare } from '#work/desk/aftercare/contract.ts'
import { deskClosing } from '#work/desk/closing/contract.ts'
import { usualSatisfaction } from '#work/desk/satisfaction/contract.ts'
import type { Input, Ours } from './access.inputs.ts'
import type { Member, Spil } from './spil.ts'

/** What stands with a case that is tested and closed. */
export async function closingOf(house: Spil, bea: Member, caseId: string) {
  const { organisationId } = bea
  const params = { id: caseId }
  const closing = house.as(deskClosing, bea.token)
  const aftercare = house.as(deskAftercare, bea.token)
  const { steps } = await closing.addSteps({ params, body: { steps: [{ what: 'Aanzetten' }] } })
  const templates: string[] = []
  for (let n = 0; n < 15; n++)
    templates.push((await closing.addTemplate({ body: { organisationId, name: `Lijst ${n}`, steps: [{ what: 'Aan' }] } })).id)
  const { id: aftercareId } = await aftercare.plan({ params, body: { why: 'Even vragen' } })
  const rule = { when: { lowMark: true }, afterDays: 1, who: 'leads' } as const
  const { id: ruleId } = await aftercare.addRule({ body: { organisationId, name: 'Laag', rule } })
  await house.app.pools.owner.query(
    `insert into satisfaction (case_id, round, person_id, organisation_id, asked_at, mark, given_at, changed_at)
     select id, 1, reporter_id, organisation_id, now(), 1, now(), now() from "case" where id = $1`,
    [caseId],
  )
  return { stepId: steps[0]?.id ?? '', aftercareId, ruleId, templates }
}

const rule = { when: {}, afterDays: 2, who: 'leads' }
const steps = [{ what: 'Aanzetten' }]
/** For the walk: requests about testing, closing, satisfaction and aftercare. */
export const closingInputs: Readonly<Record<string, (ours: Ours) => Input>> = {
  'desk.closing.testing': ({ caseId }) => ({ params: { id: caseId } }),
  'desk.closing.addSteps': ({ caseId }) => ({ params: { id: caseId }, body: { steps } }),
  'desk.closing.changeStep': ({ caseId, closing }) => ({ params: { id: caseId, stepId: closing.stepId }, body: { version: 99, actual: 'Ja' } }),
  'desk.closing.removeStep': ({ caseId, closing }) => ({ params: { id: caseId, stepId: closing.stepId }, query: { version: '99' } }),
  'desk.closing.changeClosing': ({ caseId }) => ({ params: { id: caseId }, body: { version: 99, causeCode: 'device' } }),
  'desk.closing.policy': ({ organisationId }) => ({ query: { organisationId } }),
  'desk.closing.changePolicy': ({ organisationId }) => ({ body: { organisationId, version: 0, policy: usualClosing } }),
  'desk.closing.templates': ({ organisationId }) => ({ query: { organisationId } }),
  'desk.closing.addTemplate': ({ organisationId }) => ({ body: { organisationId, name: 'Printer', steps } }),
  'desk.closing.changeTemplate': ({ closing }) => ({ params: { id: closing.templates[0] ?? '' }, body: { version: 1, name: 'Anders', steps } }),
  'desk.closing.removeTemplate': ({ closing }) => ({ params: { id: closing.templates.pop() ?? '' } }),
  'desk.satisfaction.asked': () => ({ params: { token: 'guessed' } }),
  'desk.satisfaction.rate': () => ({ params: { token: 'guessed' }, body: { mark: 5 } }),
  'desk.satisfaction.ofCase': ({ caseId }) => ({ params: { id: caseId } }),
  'desk.satisfaction.low': ({ organisationId }) => ({ query: { organisationId } }),
  'desk.satisfaction.markSeen': ({ caseId }) => ({ params: { id: caseId, round: '1' } }),
  'desk.satisfaction.figures': ({ organisationId }) => ({ query: { organisationId, since: '2026-01-01', until: '2027-12-31' } }),
  'desk.satisfaction.settings': ({ organisationId }) => ({ query: { organisationId } }),
  'desk.satisfaction.changeSettings': ({ organisationId }) => ({ body: { organisationId, version: 0, settings: usualSatisfaction } }),
  'desk.aftercare.ofCase': ({ caseId }) => ({ params: { id: caseId } }),
  'desk.aftercare.plan': ({ caseId }) => ({ params: { id: caseId }, body: { why: 'Even vragen' } }),
  'desk.aftercare.finish': ({ closing }) => ({ params: { id: closing.aftercareId }, body: { version: 99, result: 'well' } }),
  'desk.aftercare.postpone': ({ closing }) => ({
    params: { id: closing.aftercareId },
    body: { version: 99, until: '2099-01-01T10:00:00Z', reason: 'Vakantie' },
  }),
  'desk.aftercare.give': ({ closing }) => ({ params: { id: closing.aftercareId }, body: { version: 99, forLeads: true } }),
  'desk.aftercare.cancel': ({ closing }) => ({ params: { id: closing.aftercareId }, body: { version: 99, reason: 'Niet nodig' } }),
  'desk.aftercare.rules': ({ organisationId }) => ({ query: { organisationId } }),
  'desk.aftercare.addRule': ({ organisationId }) => ({ body: { organisationId, name: 'Altijd', rule } }),
  'desk.aftercare.changeRule': ({ closing }) => ({ params: { id: closing.ruleId }, body: { version: 99, name: 'Nooit', rule } }),
}

/** In the order of `who`: rep eng lead sec dba cli aud adm anon stranger. */
export const closingExpectations: Readonly<Record<string, string>> = {
  'desk.closing.testing': '. + + + + . + + . .',
  'desk.closing.addSteps': '. + + + + . . + . .',
  'desk.closing.changeStep': '. + + + + . . + . .',
  'desk.closing.removeStep': '. + + + + . . + . .',
  'desk.closing.changeClosing': '. + + + + . . + . .',
  'desk.closing.policy': '. + + + + . + + . .',
  'desk.closing.changePolicy': '. . + . . . . + . .',
  'desk.closing.templates': '. + + + + . + + . .',
  'desk.closing.addTemplate': '. . + . . . . + . .',
  'desk.closing.changeTemplate': '. . + . . . . + . .',
  'desk.closing.removeTemplate': '. . + . . . . + . .',
  // With a link that was guessed.
  'desk.satisfaction.asked': '. . . . . . . . . .',
  'desk.satisfaction.rate': '. . . . . . . . . .',
  'desk.satisfaction.ofCase': '. + + + + . + + . .',
  'desk.satisfaction.low': '. . + . . . . + . .',
  'desk.satisfaction.markSeen': '. . + . . . . + . .',
  'desk.satisfaction.figures': '. + + + + . + + . .',
  'desk.satisfaction.settings': '. + + + + . + + . .',
  'desk.satisfaction.changeSettings': '. . + . . . . + . .',
  'desk.aftercare.list': '. + + + + + + + . 0',
  'desk.aftercare.counts': '. + + + + + + + . 0',
  'desk.aftercare.ofCase': '. + + + + . + + . .',
  'desk.aftercare.plan': '. + + + + . . + . .',
  'desk.aftercare.finish': '. + + + + . . + . .',
  'desk.aftercare.postpone': '. + + + + . . + . .',
  'desk.aftercare.give': '. + + + + . . + . .',
  'desk.aftercare.cancel': '. + + + + . . + . .',
  'desk.aftercare.rules': '. + + + + . + + . .',
  'desk.aftercare.addRule': '. . + . . . . + . .',
  'desk.aftercare.changeRule': '. . + . . . . + . .',
}
