/** What agents told of devices, for the walk of every endpoint. */
import { randomUUID } from 'node:crypto'
import { devicesIntake } from '#work/devices/intake/contract.ts'
import { devicesRequirements } from '#work/devices/requirements/contract.ts'
import { devicesSnmp } from '#work/devices/snmp/contract.ts'
import type { Input } from './access.inputs.ts'
import { jsonOf } from './inventories.ts'
import type { Member, Spil } from './spil.ts'

/** Each request gets what it needs fresh: a key, an agent with a device, one in quarantine, a document that could not be processed. */
export function devicesOf(house: Spil, bea: Member) {
  const { organisationId } = bea
  const of = house.as(devicesIntake, bea.token)
  const post = (payload: string, path: string) =>
    house.server.inject({ method: 'POST', url: path, payload, headers: { 'content-type': 'application/json' } })
  const makeKey = () => of.createKey({ body: { organisationId, name: 'Sleutel' } })
  const makeAgent = async (accepted: boolean) => {
    const deviceId = `agent-${randomUUID()}`
    const document = jsonOf({ deviceId, hostName: deviceId, software: [['spil-test', '1']] })
    await post(document, accepted ? `/inventory/${(await makeKey()).key}` : '/inventory')
    if (accepted) await house.settle()
    return (await of.agents({ query: { search: deviceId } })).items[0]?.id ?? ''
  }
  const makeDocument = async () => {
    await post(`{ "half": "${randomUUID()}"`, `/inventory/${(await makeKey()).key}`)
    return (await of.documents({ query: { state: 'notProcessed' } })).items[0]?.id ?? ''
  }
  const attest = house.as(devicesRequirements, bea.token)
  const makeAttestation = async (itemId: string) => {
    const body = { key: `seen.${randomUUID()}`, value: true, until: new Date(Date.now() + 86_400_000).toISOString().slice(0, 10), why: 'Gezien' }
    return (await attest.attest({ params: { id: itemId }, body })).id
  }
  const makeTarget = async () => (await house.as(devicesSnmp, bea.token).addTarget({ body: { organisationId, ...printers } })).id
  return { makeKey, makeAgent, makeDocument, makeAttestation, makeTarget }
}
export interface OurDevices extends ReturnType<typeof devicesOf> {
  organisationId: string
}

const printers = { name: 'Printers', address: '10.66.0.0/24', access: { protocol: '2c', community: 'linde' } } as const
const inventory = () => ({ raw: jsonOf({ deviceId: `agent-${randomUUID()}` }), contentType: 'application/json' })
export const devicesInputs: Readonly<Record<string, (ours: OurDevices & { items: { itemId: string } }) => Input | Promise<Input>>> = {
  'devices.intake.receive': inventory,
  'devices.intake.receiveBelow': async ({ makeKey }) => ({ params: { rest: (await makeKey()).key }, ...inventory() }),
  'devices.intake.askBelow': () => ({ params: { rest: 'any' } }),
  'devices.intake.createKey': ({ organisationId }) => ({ body: { organisationId, name: 'Sleutel' } }),
  'devices.intake.revokeKey': async ({ makeKey }) => ({ params: { id: (await makeKey()).id } }),
  'devices.intake.acceptAgent': async ({ makeAgent, organisationId }) => ({ params: { id: await makeAgent(false) }, body: { organisationId } }),
  'devices.intake.refuseAgent': async ({ makeAgent }) => ({ params: { id: await makeAgent(true) } }),
  'devices.intake.raw': async ({ makeDocument }) => ({ params: { id: await makeDocument() } }),
  'devices.intake.retry': async ({ makeDocument }) => ({ params: { id: await makeDocument() } }),
  'devices.intake.discard': async ({ makeDocument }) => ({ params: { id: await makeDocument() } }),
  'devices.identity.device': ({ items }) => ({ params: { id: items.itemId } }),
  'devices.identity.partAgent': async ({ makeAgent }) => ({ params: { id: await makeAgent(true) }, body: { why: 'Ander apparaat' } }),
  'devices.identity.joinAgent': async ({ makeAgent, items }) => ({
    params: { id: await makeAgent(true) },
    body: { item: items.itemId, why: 'Dit apparaat' },
  }),
  'devices.software.software': ({ items }) => ({ params: { id: items.itemId } }),
  'devices.software.product': () => ({ params: { product: 'spil-test' } }),
  'devices.requirements.takeOver': ({ organisationId }) => ({ params: { key: 'server' }, body: { organisationId } }),
  'devices.requirements.attestations': ({ items }) => ({ params: { id: items.itemId } }),
  'devices.requirements.attest': ({ items }) => ({
    params: { id: items.itemId },
    body: { key: 'screen.locks', value: true, until: new Date(Date.now() + 86_400_000).toISOString().slice(0, 10), why: 'Gezien' },
  }),
  'devices.requirements.withdraw': async ({ makeAttestation, items }) => ({ params: { id: await makeAttestation(items.itemId) } }),
  'devices.snmp.addTarget': ({ organisationId }) => ({ body: { organisationId, ...printers } }),
  'devices.snmp.changeTarget': async ({ makeTarget }) => ({ params: { id: await makeTarget() }, body: { ...printers, everyHours: 6, version: 1 } }),
  'devices.snmp.removeTarget': async ({ makeTarget }) => ({ params: { id: await makeTarget() } }),
  'devices.snmp.pollTarget': async ({ makeTarget }) => ({ params: { id: await makeTarget() } }),
}

export const devicesExpectations: Readonly<Record<string, string>> = {
  //                               rep eng lead sec dba cli aud adm anon stranger
  // Agents are nobody: what they may is decided by the key they show.
  'devices.intake.receive': /*     */ '+ + + + + + + + + 0',
  'devices.intake.receiveBelow': /**/ '+ + + + + + + + + 0',
  'devices.intake.ask': /*         */ '+ + + + + + + + + 0',
  'devices.intake.askBelow': /*    */ '+ + + + + + + + + 0',
  'devices.intake.keys': /*        */ '. . + . . . . + . 0',
  'devices.intake.createKey': /*   */ '. . + . . . . + . .',
  'devices.intake.revokeKey': /*   */ '. . + . . . . + . .',
  'devices.intake.agents': /*      */ '. + + + + + + + . 0',
  'devices.intake.acceptAgent': /* */ '. . + . . . . + . .',
  'devices.intake.refuseAgent': /* */ '. . + . . . . + . .',
  'devices.intake.documents': /*   */ '. + + + + . . + . 0',
  'devices.intake.raw': /*         */ '. + + + + . . + . .',
  'devices.intake.retry': /*       */ '. + + + + . . + . .',
  'devices.intake.discard': /*     */ '. + + + + . . + . .',
  'devices.identity.device': /*    */ '. + + + + + + + . .',
  'devices.identity.partAgent': /* */ '. + + + + . . + . .',
  'devices.identity.joinAgent': /* */ '. + + + + . . + . .',
  'devices.software.software': /*  */ '. + + + + + + + . .',
  'devices.software.product': /*   */ '. + + + + + + + . 0',
  // What comes with Spil is the same for everybody.
  'devices.requirements.shipped': /* */ '. + + + + + + + . 0',
  'devices.requirements.takeOver': '. . + . . . . + . .',
  'devices.requirements.attestations': '. + + + + + + + . .',
  'devices.requirements.attest': /**/ '. + + + + . . + . .',
  'devices.requirements.withdraw': '. + + + + . . + . .',
  'devices.snmp.targets': /*       */ '. . + . . . . + . 0',
  'devices.snmp.addTarget': /*     */ '. . + . . . . + . .',
  'devices.snmp.changeTarget': /*  */ '. . + . . . . + . .',
  'devices.snmp.removeTarget': /*  */ '. . + . . . . + . .',
  'devices.snmp.pollTarget': /*    */ '. . + . . . . + . .',
  'devices.snmp.results': /*       */ '. + + + + + + + . 0',
}
