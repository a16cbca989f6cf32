/** What others send to monitoring, for the walk of every endpoint. */
import { randomUUID } from 'node:crypto'
import { items } from '#record/items/contract.ts'
import { monitoringCollectors } from '#work/monitoring/collectors/contract.ts'
import { monitoringReceiving } from '#work/monitoring/receiving/contract.ts'
import type { Input } from './access.inputs.ts'
import type { Member, Spil } from './spil.ts'

let networks = 0
export function monitoringOf(house: Spil, bea: Member) {
  const { organisationId } = bea
  const of = house.as(monitoringReceiving, bea.token)
  const register = house.as(items, bea.token)
  const makeSite = async () => {
    const locationId = (await register.createItem({ body: { kind: 'location', name: `Plek ${randomUUID()}` } })).id
    return {
      name: 'Collector',
      locationId,
      itemId: (await register.createItem({ body: { kind: 'server', name: 'Collector', state: 'live', locationId } })).id,
    }
  }
  return {
    makeSite,
    makeCollector: async () => (await house.as(monitoringCollectors, bea.token).addCollector({ body: { organisationId, ...(await makeSite()) } })).id,
    makeSenderKey: () => of.createKey({ body: { organisationId, name: 'Zender' } }),
    makeNetwork: async () => (await of.addNetwork({ body: { organisationId, network: nextNetwork(), traps: true } })).id,
    /** Something that was not understood. */
    makeRefused: async () => {
      const { key } = await of.createKey({ body: { organisationId, name: `Zender ${randomUUID()}` } })
      const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' }
      await house.server.inject({ method: 'POST', url: '/v1/metrics', payload: '[', headers })
      return (await of.refused()).items[0]?.id ?? ''
    },
  }
}
export interface OurMonitoring extends ReturnType<typeof monitoringOf> {
  organisationId: string
}
const nextNetwork = () => `10.77.${++networks}.0/24`
/** With no key, which is what all of them lack. */
const sent = (): Input => ({ raw: '{}', contentType: 'application/json' })

const collector = async ({ makeCollector }: OurMonitoring) => ({ params: { id: await makeCollector() } })
const said = { program: '1', knows: null, batch: null, waiting: 0, lost: 0 }
export const monitoringInputs: Readonly<Record<string, (ours: OurMonitoring) => Input | Promise<Input>>> = {
  'monitoring.collectors.addCollector': async ({ organisationId, makeSite }) => ({ body: { organisationId, ...(await makeSite()) } }),
  'monitoring.collectors.changeCollector': async ({ makeCollector, makeSite }) => ({
    params: { id: await makeCollector() },
    body: { ...(await makeSite()), version: 1 },
  }),
  'monitoring.collectors.newCode': collector,
  'monitoring.collectors.removeCollector': collector,
  'monitoring.collectors.enrol': () => ({ body: { code: 'spilc_guessed', program: '1' } }),
  'monitoring.collectors.exchange': () => ({ body: said }),
  'monitoring.receiving.write': sent,
  'monitoring.receiving.otlp': sent,
  'monitoring.receiving.otlpAtRoot': sent,
  'monitoring.receiving.createKey': ({ organisationId }) => ({ body: { organisationId, name: 'Zender' } }),
  'monitoring.receiving.revokeKey': async ({ makeSenderKey }) => ({ params: { id: (await makeSenderKey()).id } }),
  'monitoring.receiving.addNetwork': ({ organisationId }) => ({ body: { organisationId, network: nextNetwork(), zabbix: true } }),
  'monitoring.receiving.removeNetwork': async ({ makeNetwork }) => ({ params: { id: await makeNetwork() } }),
  'monitoring.receiving.refusedRaw': async ({ makeRefused }) => ({ params: { id: await makeRefused() } }),
}

export const monitoringExpectations: Readonly<Record<string, string>> = {
  //                                        rep eng lead sec dba cli aud adm anon stranger
  'monitoring.collectors.collectors': /*   */ '. + + + + + + + . 0',
  'monitoring.collectors.addCollector': /* */ '. . + . . . . + . .',
  'monitoring.collectors.changeCollector': '. . + . . . . + . .',
  'monitoring.collectors.newCode': /*      */ '. . + . . . . + . .',
  'monitoring.collectors.removeCollector': '. . + . . . . + . .',
  // With a code that was guessed, and without a token.
  'monitoring.collectors.enrol': /*        */ '. . . . . . . . . .',
  'monitoring.collectors.exchange': /*     */ '. . . . . . . . . .',
  // Senders are nobody: what counts is the key they show, and a sign-in is none.
  'monitoring.receiving.write': /*         */ '. . . . . . . . . .',
  'monitoring.receiving.otlp': /*          */ '. . . . . . . . . .',
  'monitoring.receiving.otlpAtRoot': /*    */ '. . . . . . . . . .',
  'monitoring.receiving.keys': /*          */ '. . + . . . . + . 0',
  'monitoring.receiving.createKey': /*     */ '. . + . . . . + . .',
  'monitoring.receiving.revokeKey': /*     */ '. . + . . . . + . .',
  'monitoring.receiving.networks': /*      */ '. . + . . . . + . 0',
  'monitoring.receiving.addNetwork': /*    */ '. . + . . . . + . .',
  'monitoring.receiving.removeNetwork': /* */ '. . + . . . . + . .',
  'monitoring.receiving.traps': /*         */ '. + + + + + + + . 0',
  'monitoring.receiving.refused': /*       */ '. + + + + . . + . 0',
  'monitoring.receiving.refusedRaw': /*    */ '. + + + + . . + . .',
}
