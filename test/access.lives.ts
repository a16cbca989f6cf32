/** The life of devices, for the walk of every endpoint. */
import { randomUUID } from 'node:crypto'
import { items } from '#record/items/contract.ts'
import { devicesLifecycle } from '#work/devices/lifecycle/contract.ts'
import { devicesLoans } from '#work/devices/loans/contract.ts'
import { devicesProvisioning } from '#work/devices/provisioning/contract.ts'
import type { Input } from './access.inputs.ts'
import type { Member, Spil } from './spil.ts'

const today = () => new Date(Date.now() + 86_400_000).toISOString().slice(0, 10)
/** Each request gets what it needs fresh: a laptop in some state, a preparation that has begun, a file that proves nothing yet. */
export function livesOf(house: Spil, bea: Member) {
  const provisioning = house.as(devicesProvisioning, bea.token)
  const lifecycle = house.as(devicesLifecycle, bea.token)
  const profile = () => ({
    name: `Profiel ${randomUUID()}`,
    kinds: ['laptop'],
    tags: ['profiel'],
    steps: [{ what: 'tick' as const, key: 'a', title: 'A' }],
  })
  const makeLaptop = async (state: string, tags: string[] = []) =>
    (await house.as(items, bea.token).createItem({ body: { kind: 'laptop', name: 'LT', state, tags, attributes: { serial: randomUUID() } } })).id
  const makeProfile = () => provisioning.addProfile({ body: { organisationId: bea.organisationId, ...profile() } })
  const makePreparation = async () => {
    const profileId = (await makeProfile()).id
    return (await provisioning.begin({ params: { id: await makeLaptop('stock', ['profiel']) }, body: { profileId } })).id
  }
  const makeReady = async () => (await provisioning.begin({ params: { id: await makeLaptop('stock') }, body: { profileId: null } })).id
  const makeEvidence = async (id: string) => (await lifecycle.addEvidence({ params: { id }, raw: 'log' }, { contentType: 'text/plain' })).id
  /** A new person with a laptop. */
  const makeHolder = async () => {
    const { id } = await house.member('reporter')
    await house
      .as(items, bea.token)
      .createItem({ body: { kind: 'laptop', name: 'LT', state: 'inUse', userIds: [id], attributes: { serial: randomUUID() } } })
    return id
  }
  const loans = house.as(devicesLoans, bea.token)
  const makeLent = async () => {
    const id = await makeLaptop('prepared')
    await loans.lend({ params: { id }, body: { lent: true } })
    return id
  }
  const makeReservation = async () =>
    (await loans.reserve({ body: { itemId: await makeLent(), personId: bea.id, from: today(), until: today() } })).id
  return { makeLent, makeReservation, makeHolder, person: bea.id, profile, makeLaptop, makeProfile, makePreparation, makeReady, makeEvidence }
}
export interface OurLives extends ReturnType<typeof livesOf> {
  organisationId: string
}
const proven = async ({ makeLaptop, makeEvidence }: OurLives, state: string) => {
  const id = await makeLaptop(state)
  return { params: { id }, evidenceIds: [await makeEvidence(id)] }
}
export const livesInputs: Readonly<Record<string, (ours: OurLives) => Input | Promise<Input>>> = {
  'devices.provisioning.addProfile': ({ organisationId, profile }) => ({ body: { organisationId, ...profile() } }),
  'devices.provisioning.changeProfile': async ({ makeProfile, profile }) => ({
    params: { id: (await makeProfile()).id },
    body: { version: 1, ...profile() },
  }),
  'devices.provisioning.preparations': async ({ makeLaptop }) => ({ params: { id: await makeLaptop('stock') } }),
  'devices.provisioning.begin': async ({ makeLaptop, makeProfile }) => ({
    params: { id: await makeLaptop('stock', ['profiel']) },
    body: { profileId: (await makeProfile()).id },
  }),
  'devices.provisioning.tick': async ({ makePreparation }) => ({ params: { id: await makePreparation(), step: 'a' }, body: { done: true } }),
  'devices.provisioning.finish': async ({ makeReady }) => ({ params: { id: await makeReady() }, body: {} }),
  'devices.provisioning.drop': async ({ makePreparation }) => ({ params: { id: await makePreparation() }, body: { reason: 'Anders' } }),
  'devices.holding.holdings': ({ person }) => ({ params: { id: person } }),
  'devices.holding.leave': async ({ makeHolder, organisationId }) => ({
    params: { id: await makeHolder() },
    body: { organisationId, lastDay: '2027-01-31' },
  }),
  'devices.loans.loanItems': ({ organisationId }) => ({ query: { organisationId } }),
  'devices.loans.lend': async ({ makeLent }) => ({ params: { id: await makeLent() }, body: { lent: true } }),
  'devices.loans.reservations': ({ organisationId }) => ({ query: { organisationId, from: '2027-01-01', until: '2027-02-01' } }),
  'devices.loans.reserve': async ({ makeLent, person }) => ({
    body: { itemId: await makeLent(), personId: person, from: '2027-01-01', until: '2027-01-02' },
  }),
  'devices.loans.cancel': async ({ makeReservation }) => ({ params: { id: await makeReservation() } }),
  'devices.loans.issue': async ({ makeReservation }) => ({ params: { id: await makeReservation() }, body: {} }),
  'devices.lifecycle.life': async ({ makeLaptop }) => ({ params: { id: await makeLaptop('stock') } }),
  'devices.lifecycle.addEvidence': async ({ makeLaptop }) => ({ params: { id: await makeLaptop('stock') }, raw: 'log', contentType: 'text/plain' }),
  'devices.lifecycle.evidence': async ({ makeLaptop, makeEvidence }) => ({ params: { id: await makeEvidence(await makeLaptop('stock')) } }),
  'devices.lifecycle.wipe': async (ours) => {
    const { params, evidenceIds } = await proven(ours, 'returned')
    return { params, body: { version: 1, method: 'purge', tool: 'nwipe', evidenceIds } }
  },
  'devices.lifecycle.dispose': async (ours) => {
    const { params, evidenceIds } = await proven(ours, 'wiped')
    return { params, body: { version: 1, how: 'sold', party: 'Koper', evidenceIds } }
  },
  'devices.lifecycle.lose': async ({ makeLaptop }) => ({
    params: { id: await makeLaptop('stock') },
    body: { version: 1, stolen: false, since: '2026-11-01' },
  }),
  'devices.lifecycle.find': async ({ makeLaptop }) => ({ params: { id: await makeLaptop('lost') }, body: { version: 1, place: 'Kast' } }),
  'devices.lifecycle.takeIn': async ({ makeLaptop }) => ({ params: { id: await makeLaptop('inUse') }, body: { version: 1, condition: 'Goed' } }),
  'devices.lifecycle.repair': async ({ makeLaptop }) => ({ params: { id: await makeLaptop('repair') }, body: { version: 1, done: 'Scherm' } }),
}
export const livesExpectations: Readonly<Record<string, string>> = {
  //                               rep eng lead sec dba cli aud adm anon stranger
  'devices.provisioning.profiles': /*       */ '. + + + + + + + . 0',
  'devices.provisioning.shippedProfiles': /**/ '. . + . . . . + . 0',
  'devices.provisioning.addProfile': /*     */ '. . + . . . . + . .',
  'devices.provisioning.changeProfile': /*  */ '. . + . . . . + . .',
  'devices.provisioning.preparations': /*   */ '. + + + + + + + . .',
  'devices.provisioning.begin': /*          */ '. + + + + . . + . .',
  'devices.provisioning.tick': /*           */ '. + + + + . . + . .',
  'devices.provisioning.finish': /*         */ '. + + + + . . + . .',
  'devices.provisioning.drop': /*           */ '. + + + + . . + . .',
  'devices.holding.holdings': /*            */ '. + + + + + + + . .',
  'devices.holding.leave': /*               */ '. + + + + . . + . .',
  'devices.loans.loanItems': /*             */ '. + + + + + + + . .',
  'devices.loans.lend': /*                  */ '. + + + + . . + . .',
  'devices.loans.reservations': /*          */ '. + + + + + + + . .',
  'devices.loans.reserve': /*               */ '. + + + + . . + . .',
  'devices.loans.cancel': /*                */ '. + + + + . . + . .',
  'devices.loans.issue': /*                 */ '. + + + + . . + . .',
  'devices.lifecycle.life': /*              */ '. + + + + + + + . .',
  'devices.lifecycle.addEvidence': /*       */ '. + + + + . . + . .',
  'devices.lifecycle.evidence': /*          */ '. + + + + . + + . .',
  'devices.lifecycle.wipe': /*              */ '. + + + + . . + . .',
  'devices.lifecycle.dispose': /*           */ '. + + + + . . + . .',
  'devices.lifecycle.lose': /*              */ '. + + + + . . + . .',
  'devices.lifecycle.find': /*              */ '. + + + + . . + . .',
  'devices.lifecycle.takeIn': /*            */ '. + + + + . . + . .',
  'devices.lifecycle.repair': /*            */ '. + + + + . . + . .',
}
