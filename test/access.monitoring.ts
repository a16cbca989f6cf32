/** What others send to monitoring, for the walk of every endpoint. */
import { randomUUID } from 'node:crypto'
import { monitoringReceiving } from '#work/monitoring/receiving/contract.ts'
import type { Input } from './access.inputs.ts'
import type { Member, Spil } from './spil.ts'

let networks = 0
export function monitoringOf(house: Spil, bea: Member) {
  const { organisationId } = bea
  const of = house.as(monitoringReceiving, bea.token)
  return {
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

export const monitoringInputs: Readonly<Record<string, (ours: OurMonitoring) => Input | Promise<Input>>> = {
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
