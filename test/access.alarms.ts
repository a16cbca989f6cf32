/** Alarms, maintenance windows and who is on call, for the walk of every endpoint. */
import { randomUUID } from 'node:crypto'
import { monitoringOnCall } from '#work/monitoring/alarms/oncall/contract.ts'
import { monitoringWindows } from '#work/monitoring/alarms/windows/contract.ts'
import type { Input } from './access.inputs.ts'
import type { Member, Spil } from './spil.ts'

const rotation = { starts: '2026-01-05', at: '08:00' }
const period = { from: '2099-01-01T08:00:00.000Z', until: '2099-01-02T08:00:00.000Z' }
const window = { name: 'Onderhoud', starts: '2099-01-01T08:00', minutes: 60 }
/** Each request gets what it needs fresh. */
export function alarmsOf(house: Spil, bea: Member) {
  const { organisationId } = bea
  const onCall = house.as(monitoringOnCall, bea.token)
  const schedule = { name: 'Piket', rotations: [{ ...rotation, personIds: [bea.id] }] }
  const makeOnCall = async () => (await onCall.addSchedule({ body: { ...schedule, organisationId } })).id
  return {
    onCallBody: schedule,
    workerId: bea.id,
    makeOnCall,
    makeWindow: async () => (await house.as(monitoringWindows, bea.token).addWindow({ body: { ...window, organisationId } })).id,
    makeOverride: async () => {
      const id = await makeOnCall()
      const { overrides } = await onCall.takeOver({ params: { id }, body: { personId: bea.id, ...period } })
      return { id, overrideId: overrides[0]?.id ?? '' }
    },
  }
}
export interface OurAlarms extends ReturnType<typeof alarmsOf> {
  organisationId: string
  changeId: string
}
const nowhere = { ids: [randomUUID()] }
const days = { samples: 1, minutes: 2, hours: 3 }

export const alarmsInputs: Readonly<Record<string, (ours: OurAlarms) => Input | Promise<Input>>> = {
  'series.changeRetention': () => ({ params: { retention: 'short' }, body: { ...days, before: { ...days, hours: 999 } } }),
  'monitoring.alarms.hides': () => ({ params: { id: randomUUID() } }),
  'monitoring.alarms.acknowledge': () => ({ body: nowhere }),
  'monitoring.alarms.silence': () => ({ body: { ...nowhere, until: null } }),
  'monitoring.alarms.linkState': () => ({ params: { token: 'guessed' } }),
  'monitoring.alarms.acknowledgeByLink': () => ({ params: { token: 'guessed' }, body: {} }),
  'monitoring.windows.turnsOnItem': () => ({
    params: { id: randomUUID() },
    query: { from: '2026-01-01T00:00:00.000Z', to: '2026-01-02T00:00:00.000Z' },
  }),
  'monitoring.windows.addWindow': ({ organisationId }) => ({ body: { ...window, organisationId } }),
  'monitoring.windows.takeOverWindow': ({ changeId }) => ({ body: { change: changeId } }),
  'monitoring.windows.changeWindow': async ({ makeWindow }) => ({ params: { id: await makeWindow() }, body: { ...window, version: 1 } }),
  'monitoring.windows.removeWindow': async ({ makeWindow }) => ({ params: { id: await makeWindow() } }),
  'monitoring.oncall.addSchedule': ({ organisationId, onCallBody }) => ({ body: { ...onCallBody, organisationId } }),
  'monitoring.oncall.changeSchedule': async ({ makeOnCall, onCallBody }) => ({
    params: { id: await makeOnCall() },
    body: { ...onCallBody, version: 1 },
  }),
  'monitoring.oncall.removeSchedule': async ({ makeOnCall }) => ({ params: { id: await makeOnCall() } }),
  'monitoring.oncall.whoIs': async ({ makeOnCall }) => ({ params: { id: await makeOnCall() } }),
  'monitoring.oncall.takeOver': async ({ makeOnCall, workerId }) => ({ params: { id: await makeOnCall() }, body: { personId: workerId, ...period } }),
  'monitoring.oncall.giveBack': async ({ makeOverride }) => ({ params: await makeOverride() }),
  'monitoring.oncall.escalation': ({ organisationId }) => ({ params: { organisationId } }),
  'monitoring.oncall.changeEscalation': ({ organisationId }) => ({
    params: { organisationId },
    body: { version: 0, policy: { low: [], normal: [], high: [], critical: [] } },
  }),
}
//  rep eng lead sec dba cli aud adm anon stranger
const reads = '. + + + + + + + . .'
const lists = '. + + + + + + + . 0'
const works = '. + + + + . . + . .'
const decides = '. . + . . . . + . .'
export const alarmsExpectations: Readonly<Record<string, string>> = {
  'monitoring.alarms.alarms': lists,
  'monitoring.alarms.counts': lists,
  // One that is not there.
  'monitoring.alarms.hides': '. . . . . . . . . .',
  'monitoring.alarms.acknowledge': '. + + + + . . + . 0',
  'monitoring.alarms.silence': '. + + + + . . + . 0',
  // Only by the link in a mail.
  'monitoring.alarms.linkState': '. . . . . . . . . .',
  'monitoring.alarms.acknowledgeByLink': '. . . . . . . . . .',
  'monitoring.windows.windows': lists,
  // One that is not there.
  'monitoring.windows.turnsOnItem': '. . . . . . . . . .',
  'monitoring.windows.addWindow': works,
  'monitoring.windows.takeOverWindow': works,
  'monitoring.windows.changeWindow': works,
  'monitoring.windows.removeWindow': works,
  'monitoring.oncall.schedules': lists,
  'monitoring.oncall.addSchedule': decides,
  'monitoring.oncall.changeSchedule': decides,
  'monitoring.oncall.removeSchedule': decides,
  'monitoring.oncall.whoIs': reads,
  'monitoring.oncall.takeOver': works,
  'monitoring.oncall.giveBack': works,
  'monitoring.oncall.escalation': reads,
  'monitoring.oncall.changeEscalation': decides,
}
