/** What a lead arranges at the desk, made anew for each request that changes or removes it. */
import { randomUUID } from 'node:crypto'
import { usualWeek } from '#record/cases/contract.ts'
import { deskAbsence } from '#work/desk/absence/contract.ts'
import { deskAssignment } from '#work/desk/assignment/contract.ts'
import { deskBulk } from '#work/desk/bulk/contract.ts'
import type { ConditionGroup } from '#work/desk/conditions/contract.ts'
import { deskRecurring } from '#work/desk/recurring/contract.ts'
import { deskRuling } from '#work/desk/ruling/contract.ts'
import { deskViews } from '#work/desk/views/contract.ts'
import type { Input, Ours } from './access.inputs.ts'
import type { Member, Spil } from './spil.ts'

/** `caseOf`: a case that nobody else of the walk has to do with. */
export function arrangements(house: Spil, bea: Member, victim: Member, teamId: string, caseOf: () => string) {
  const { organisationId } = bea
  const condition: ConditionGroup = { match: 'all', conditions: [{ field: 'words', op: 'contains', value: ['nooit genoemd'] }], groups: [] }
  let lastBulk: string | undefined
  return {
    makeAbsence: async () => {
      const body = { personId: victim.id, organisationId, from: '2030-07-01T08:00:00Z' }
      return (await house.as(deskAbsence, bea.token).addAbsence({ body })).id
    },
    makeAssignmentRule: async () =>
      (await house.as(deskAssignment, bea.token).addRule({ body: { organisationId, name: 'Geheim', condition, teamId } })).id,
    makeView: async () => {
      const body = { organisationId, name: 'Ons geheim', scope: 'organisation', filter: {} } as const
      return (await house.as(deskViews, bea.token).addView({ body })).id
    },
    makeRule: async () => {
      const body = { organisationId, name: 'Geheim', when: { event: 'opened' }, condition, actions: [{ do: 'resume' }] } as const
      return (await house.as(deskRuling, bea.token).addRule({ body: { ...body, condition, actions: [...body.actions] } })).id
    },
    makeSchedule: async () => {
      const template = { kind: 'task', title: 'Onderhoud' } as const
      return (
        await house.as(deskRecurring, bea.token).addSchedule({ body: { organisationId, name: 'Geheim', template, starts: '2031-01-01T08:00' } })
      ).id
    },
    makeBulk: async () => {
      const { begin, bulk } = house.as(deskBulk, bea.token)
      // One that is done serves until somebody puts it back: to settle for each of them is what takes the time of the walk.
      if (lastBulk && (await bulk({ params: { id: lastBulk } })).state === 'done') return lastBulk
      lastBulk = (await begin({ body: { action: { do: 'assign', assigneeId: null }, ids: [caseOf()] } })).id
      await house.settle()
      return lastBulk
    },
  }
}

const assignmentRule = (teamId: string) => ({
  name: 'Geheim',
  condition: { match: 'all', conditions: [{ field: 'words', op: 'contains', value: ['nooit genoemd'] }] },
  teamId,
})
const rule = {
  name: 'Geheim',
  when: { event: 'opened' },
  condition: { match: 'all', conditions: [{ field: 'words', op: 'contains', value: ['nooit genoemd'] }] },
  actions: [{ do: 'resume' }],
}
const schedule = { name: 'Geheim', template: { kind: 'task', title: 'Onderhoud' }, starts: '2031-01-01T08:00', rrule: 'FREQ=YEARLY' }
const once = () => randomUUID().slice(0, 8)
/** The requests about them. */
export const arrangedInputs: Readonly<Record<string, (ours: Ours) => Input | Promise<Input>>> = {
  'desk.absence.addAbsence': ({ victim, organisationId }) => ({ body: { personId: victim.id, organisationId, from: '2030-07-01T08:00:00Z' } }),
  'desk.absence.changeAbsence': async ({ makeAbsence }) => ({
    params: { id: await makeAbsence() },
    body: { version: 1, from: '2030-07-02T08:00:00Z' },
  }),
  'desk.absence.removeAbsence': async ({ makeAbsence }) => ({ params: { id: await makeAbsence() } }),
  'desk.absence.left': async ({ makeAbsence }) => ({ params: { id: await makeAbsence() } }),
  'desk.absence.hours': ({ victim }) => ({ query: { personId: victim.id } }),
  'desk.absence.changeHours': ({ victim }) => ({ body: { personId: victim.id, version: 0, week: usualWeek } }),
  'desk.assignment.rules': ({ organisationId }) => ({ query: { organisationId } }),
  'desk.assignment.addRule': ({ organisationId, teamId }) => ({ body: { ...assignmentRule(teamId), organisationId } }),
  'desk.assignment.changeRule': async ({ makeAssignmentRule, teamId }) => ({
    params: { id: await makeAssignmentRule() },
    body: { ...assignmentRule(teamId), version: 1 },
  }),
  'desk.assignment.removeRule': async ({ makeAssignmentRule }) => ({ params: { id: await makeAssignmentRule() } }),
  'desk.assignment.orderRules': ({ organisationId }) => ({ body: { organisationId, ids: [] } }),
  'desk.assignment.tryRules': ({ organisationId, teamId }) => ({ body: { organisationId, rule: assignmentRule(teamId) } }),
  'desk.assignment.assignOpen': ({ organisationId }) => ({ body: { organisationId } }),
  'desk.assignment.why': ({ caseId }) => ({ params: { id: caseId } }),
  'desk.views.addView': ({ organisationId }) => ({ body: { organisationId, name: once(), filter: {} } }),
  'desk.views.changeView': async ({ makeView }) => ({
    params: { id: await makeView() },
    body: { version: 1, name: once(), scope: 'organisation', filter: {} },
  }),
  'desk.views.removeView': async ({ makeView }) => ({ params: { id: await makeView() } }),
  'desk.views.chooseViews': () => ({ body: { ids: [], defaultId: null } }),
  'desk.bulk.begin': ({ otherCaseId }) => ({ body: { action: { do: 'assign', assigneeId: null }, ids: [otherCaseId] } }),
  'desk.bulk.bulk': async ({ makeBulk }) => ({ params: { id: await makeBulk() } }),
  'desk.bulk.items': async ({ makeBulk }) => ({ params: { id: await makeBulk() } }),
  'desk.bulk.undo': async ({ makeBulk }) => ({ params: { id: await makeBulk() } }),
  'desk.ruling.rules': ({ organisationId }) => ({ query: { organisationId } }),
  'desk.ruling.addRule': ({ organisationId }) => ({ body: { ...rule, organisationId } }),
  'desk.ruling.changeRule': async ({ makeRule }) => ({ params: { id: await makeRule() }, body: { ...rule, version: 1 } }),
  'desk.ruling.removeRule': async ({ makeRule }) => ({ params: { id: await makeRule() } }),
  'desk.ruling.orderRules': ({ organisationId }) => ({ body: { organisationId, ids: [] } }),
  'desk.ruling.tryRule': ({ organisationId }) => ({ body: { organisationId, rule } }),
  'desk.ruling.firings': async ({ makeRule }) => ({ params: { id: await makeRule() } }),
  'desk.ruling.versions': async ({ makeRule }) => ({ params: { id: await makeRule() } }),
  'desk.ruling.ofCase': ({ caseId }) => ({ params: { id: caseId } }),
  'desk.recurring.schedules': ({ organisationId }) => ({ query: { organisationId } }),
  'desk.recurring.addSchedule': ({ organisationId }) => ({ body: { ...schedule, organisationId } }),
  'desk.recurring.changeSchedule': async ({ makeSchedule }) => ({ params: { id: await makeSchedule() }, body: { ...schedule, version: 1 } }),
  'desk.recurring.removeSchedule': async ({ makeSchedule }) => ({ params: { id: await makeSchedule() } }),
  'desk.recurring.preview': ({ organisationId }) => ({ body: { organisationId, starts: '2031-01-01T08:00' } }),
  'desk.recurring.planned': ({ organisationId }) => ({ query: { organisationId, from: '2031-01-01', until: '2031-01-31' } }),
}
