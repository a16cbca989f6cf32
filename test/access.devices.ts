/** What agents told of devices, for the walk of every endpoint. */
import { randomUUID } from 'node:crypto'
import { items } from '#record/items/contract.ts'
import { desk } from '#work/desk/contract.ts'
import { devicesHandout } from '#work/devices/handout/contract.ts'
import { devicesHandoutSettings } from '#work/devices/handout/settings/contract.ts'
import { devicesSigning } from '#work/devices/handout/signing/contract.ts'
import { devicesIntake } from '#work/devices/intake/contract.ts'
import { devicesRemote } from '#work/devices/remote/contract.ts'
import { devicesRequirements } from '#work/devices/requirements/contract.ts'
import { devicesSnmp } from '#work/devices/snmp/contract.ts'
import type { Input } from './access.inputs.ts'
import { jpeg, preparedLaptops, scribble } from './handouts.ts'
import { jsonOf } from './inventories.ts'
import type { Member, Spil } from './spil.ts'

/** Each request gets what it needs fresh: a key, an agent with a device, one in quarantine, a document that could not be processed. */
export function devicesOf(house: Spil, bea: Member, victim: Member) {
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
  const prepared = async () => (await preparedLaptops(house.app, organisationId, 1))[0] ?? ''
  /** To somebody who asks nothing here: only readers of the organisation see it. */
  const makeHandout = async (signed = false) => {
    const itemId = await prepared()
    const handouts = house.as(devicesHandout, bea.token)
    const { id: photo } = await handouts.addPhoto({ query: { organisationId }, raw: jpeg })
    const made = await handouts.handOut({ body: { organisationId, receiverId: victim.id, items: [{ itemId, photoIds: [photo] }] } })
    const signing = house.as(devicesSigning, bea.token)
    if (signed) await signing.signHere({ params: { id: made.id }, body: { signature: scribble, declared: true } })
    if (signed) await house.settle()
    return { id: made.id, itemId, photo, receiverId: victim.id }
  }
  let signed: ReturnType<typeof makeHandout> | undefined
  /** Reading it changes nothing, so one is enough for all. */
  const signedHandout = () => {
    signed ??= makeHandout(true)
    return signed
  }
  const settingsVersion = async () => (await house.as(devicesHandoutSettings, bea.token).settings({ query: { organisationId } })).version
  return {
    prepared,
    makeHandout,
    signedHandout,
    settingsVersion,
    makeKey,
    makeAgent,
    makeDocument,
    makeAttestation,
    makeTarget,
    ...sleepersOf(house, bea),
  }
}
/** What is opened, woken and worked on: a link without anything missing, and a laptop with a network card and a case about it. */
function sleepersOf(house: Spil, bea: Member) {
  const { organisationId } = bea
  const remote = house.as(devicesRemote, bea.token)
  const makeTemplate = async () => (await remote.addTemplate({ params: { organisationId }, body: wiki })).items.at(-1)?.key ?? ''
  const makeSleeper = async () => {
    const body = { organisationId, kind: 'laptop', name: 'Laptop', attributes: { mac: '3c:52:82:00:00:66' } }
    const { id } = await house.as(items, bea.token).createItem({ body })
    const work = { kind: 'incident', title: 'Start niet', impact: 'person', urgency: 'low' } as const
    return { id, caseId: (await house.as(desk, bea.token).createCase({ body: { ...work, itemIds: [id] } })).id }
  }
  return { makeTemplate, makeSleeper }
}
export interface OurDevices extends ReturnType<typeof devicesOf> {
  organisationId: string
}

const printers = { name: 'Printers', address: '10.66.0.0/24', access: { protocol: '2c', community: 'linde' } } as const
const wiki = { name: 'Wiki', kinds: [], url: 'https://wiki.linde.example/{number}', active: true }
const inventory = () => ({ raw: jsonOf({ deviceId: `agent-${randomUUID()}` }), contentType: 'application/json' })
const handout =
  (body?: unknown) =>
  async ({ makeHandout }: Pick<OurDevices, 'makeHandout'>): Promise<Input> => ({
    params: { id: (await makeHandout()).id },
    ...(body !== undefined && { body }),
  })
const receipt = async ({ signedHandout }: Pick<OurDevices, 'signedHandout'>): Promise<Input> => ({ params: { id: (await signedHandout()).id } })
const guessed =
  (more: object = {}, body?: unknown) =>
  (): Input => ({ params: { token: 'guessed', ...more }, ...(body !== undefined && { body }) })
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
  'devices.products.product': () => ({ params: { product: 'spil-test' } }),
  'devices.products.judge': ({ organisationId }) => ({
    params: { product: `product-${randomUUID()}` },
    body: { organisationId, judged: 'unwanted', why: 'Niet veilig', version: 0 },
  }),
  'devices.requirements.takeOver': ({ organisationId }) => ({ params: { key: 'server' }, body: { organisationId } }),
  'devices.requirements.attestations': ({ items }) => ({ params: { id: items.itemId } }),
  'devices.requirements.attest': ({ items }) => ({
    params: { id: items.itemId },
    body: { key: 'screen.locks', value: true, until: new Date(Date.now() + 86_400_000).toISOString().slice(0, 10), why: 'Gezien' },
  }),
  'devices.requirements.withdraw': async ({ makeAttestation, items }) => ({ params: { id: await makeAttestation(items.itemId) } }),
  'devices.handout.candidates': ({ organisationId }) => ({ body: { organisationId, codes: ['I-1001'] } }),
  'devices.handout.handOut': async ({ organisationId, prepared, makeHandout }) => {
    const { receiverId } = await makeHandout()
    return { body: { organisationId, receiverId, items: [{ itemId: await prepared() }] } }
  },
  'devices.handout.handout': handout(),
  'devices.handout.takeBack': async ({ makeHandout }) => {
    const { id, itemId } = await makeHandout()
    return { params: { id }, body: { items: [{ itemId }] } }
  },
  'devices.handout.addPhoto': ({ organisationId }) => ({ query: { organisationId }, raw: jpeg, contentType: 'image/jpeg' }),
  'devices.handout.photo': async ({ makeHandout }) => ({ params: { id: (await makeHandout()).photo } }),
  'devices.handoutSettings.settings': ({ organisationId }) => ({ query: { organisationId } }),
  'devices.handoutSettings.changeSettings': async ({ organisationId, settingsVersion }) => ({
    body: { organisationId, version: await settingsVersion(), settings: {} },
  }),
  'devices.signing.link': handout(),
  'devices.signing.mailLink': handout(),
  'devices.signing.signHere': handout({ signature: scribble, declared: true }),
  'devices.signing.asked': guessed(),
  'devices.signing.askedPhoto': guessed({ id: randomUUID() }),
  'devices.signing.sign': guessed({}, { signature: scribble, declared: true }),
  'devices.signing.decline': guessed({}, { why: 'Nee' }),
  'devices.receipt.receipt': receipt,
  'devices.receipt.draft': handout(),
  'devices.receipt.proof': receipt,
  'devices.snmp.addTarget': ({ organisationId }) => ({ body: { organisationId, ...printers } }),
  'devices.snmp.changeTarget': async ({ makeTarget }) => ({ params: { id: await makeTarget() }, body: { ...printers, everyHours: 6, version: 1 } }),
  'devices.snmp.removeTarget': async ({ makeTarget }) => ({ params: { id: await makeTarget() } }),
  'devices.snmp.pollTarget': async ({ makeTarget }) => ({ params: { id: await makeTarget() } }),
  'devices.remote.templates': ({ organisationId }) => ({ params: { organisationId } }),
  'devices.remote.addTemplate': ({ organisationId }) => ({ params: { organisationId }, body: wiki }),
  'devices.remote.changeTemplate': async ({ organisationId, makeTemplate }) => ({
    params: { organisationId, key: await makeTemplate() },
    body: { ...wiki, name: 'Handboek', version: 1 },
  }),
  'devices.remote.removeTemplate': async ({ organisationId, makeTemplate }) => ({ params: { organisationId, key: await makeTemplate() } }),
  'devices.remote.hands': ({ items: { itemId } }) => ({ params: { id: itemId } }),
  'devices.remote.open': async ({ makeSleeper, makeTemplate }) => ({
    params: { id: (await makeSleeper()).id },
    body: { template: await makeTemplate(), why: 'Kijken' },
  }),
  'devices.remote.wake': async ({ makeSleeper }) => ({ params: { id: (await makeSleeper()).id }, body: { why: 'Aan' } }),
  'devices.remote.work': async ({ makeSleeper }) => {
    const { id, caseId } = await makeSleeper()
    return { params: { id }, body: { what: 'Gedaan', case: caseId } }
  },
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
  'devices.products.products': /*  */ '. + + + + + + + . 0',
  'devices.products.product': /*   */ '. + + + + + + + . 0',
  'devices.products.judge': /*     */ '. . + . . . . + . .',
  // What comes with Spil is the same for everybody.
  'devices.requirements.shipped': /* */ '. + + + + + + + . 0',
  'devices.requirements.takeOver': '. . + . . . . + . .',
  'devices.requirements.attestations': '. + + + + + + + . .',
  'devices.requirements.attest': /**/ '. + + + + . . + . .',
  'devices.requirements.withdraw': '. + + + + . . + . .',
  //                               rep eng lead sec dba cli aud adm anon stranger
  'devices.handout.handouts': /*   */ '. + + + + + + + . 0',
  'devices.handout.candidates': /* */ '. + + + + . . + . .',
  'devices.handout.handOut': /*    */ '. + + + + . . + . .',
  // Besides readers: who received it (handout.test.ts).
  'devices.handout.handout': /*    */ '. + + + + + + + . .',
  'devices.handout.takeBack': /*   */ '. + + + + . . + . .',
  'devices.handout.addPhoto': /*   */ '. + + + + . . + . .',
  'devices.handout.photo': /*      */ '. + + + + + + + . .',
  'devices.handout.mine': /*       */ '+ + + + + + + + . 0',
  'devices.handoutSettings.settings': '. + + + + + + + . .',
  'devices.handoutSettings.changeSettings': '. . + . . . . + . .',
  'devices.signing.link': /*       */ '. + + + + . . + . .',
  'devices.signing.mailLink': /*   */ '. + + + + . . + . .',
  'devices.signing.signHere': /*   */ '. + + + + . . + . .',
  // The signature of the link is what opens these (signing.test.ts).
  'devices.signing.asked': /*      */ '. . . . . . . . . .',
  'devices.signing.askedPhoto': /* */ '. . . . . . . . . .',
  'devices.signing.sign': /*       */ '. . . . . . . . . .',
  'devices.signing.decline': /*    */ '. . . . . . . . . .',
  'devices.receipt.receipt': /*    */ '. + + + + + + + . .',
  'devices.receipt.draft': /*      */ '. + + + + + + + . .',
  'devices.receipt.proof': /*      */ '. + + + + + + + . .',
  'devices.snmp.targets': /*       */ '. . + . . . . + . 0',
  'devices.snmp.addTarget': /*     */ '. . + . . . . + . .',
  'devices.snmp.changeTarget': /*  */ '. . + . . . . + . .',
  'devices.snmp.removeTarget': /*  */ '. . + . . . . + . .',
  'devices.snmp.pollTarget': /*    */ '. . + . . . . + . .',
  'devices.snmp.results': /*       */ '. + + + + + + + . 0',
  'devices.remote.templates': /*   */ '. + + + + + + + . .',
  'devices.remote.addTemplate': /* */ '. . + . . . . + . .',
  'devices.remote.changeTemplate': '. . + . . . . + . .',
  'devices.remote.removeTemplate': '. . + . . . . + . .',
  'devices.remote.hands': /*       */ '. + + + + + + + . .',
  'devices.remote.open': /*        */ '. + + + + . . + . .',
  'devices.remote.wake': /*        */ '. + + + + . . + . .',
  'devices.remote.work': /*        */ '. + + + + . . + . .',
}
