/** What befell devices of the school: one is being prepared, one is wiped, one disposed of, one stolen, and four are lent for some days. */
import type { Actor, App } from '#platform/room.ts'
import { type Item, items } from '#record/items/contract.ts'
import { devicesLifecycle } from '#work/devices/lifecycle/contract.ts'
import { devicesLoans } from '#work/devices/loans/contract.ts'
import { devicesProvisioning } from '#work/devices/provisioning/contract.ts'
import { at } from './acting.ts'
import type { School } from './school.ts'

interface Team {
  lead: Actor
  engineer: Actor
}
const day = 86_400_000
const dayOf = (time: number) => new Date(time).toISOString().slice(0, 10)
const wipeLog = (serial: string) =>
  `nwipe 0.37\nSerial: ${serial}\nMethod: NIST SP 800-88 purge, PRNG stream, verified\nRounds: 1 of 1, errors: 0\nStatus: Erased\n`
const certificate = (serial: string) => `Certificaat van afvoer\nKringloop ICT BV\nOntvangen en gerecycled: laptop ${serial}\n`

/** The laptops that wait in the cupboard, by name: the same ones every time. */
async function inStock(app: App, engineer: Actor, organisationId: string, now: number): Promise<Item[]> {
  const register = at(app, items, engineer, new Date(now))
  const { items: found } = await register.items({ query: { organisationId, kind: ['laptop'], state: ['stock'], limit: 50, sort: 'name' } })
  return Promise.all(found.map(({ id }) => register.item({ params: { id } })))
}

/** Prepared before there were profiles: with one click. */
async function lent(app: App, { lead, engineer }: Team, { people }: School, pool: readonly Item[], now: number): Promise<void> {
  const then = new Date(now - 30 * day)
  const [provisioning, loans] = [at(app, devicesProvisioning, engineer, then), at(app, devicesLoans, lead, then)]
  for (const [n, { id }] of pool.entries()) {
    const begun = await provisioning.begin({ params: { id }, body: { profileId: null } })
    await provisioning.finish({ params: { id: begun.id }, body: {} })
    await loans.lend({ params: { id }, body: { lent: true, wipes: n % 2 === 0 } })
  }
  const borrowers = people.filter(({ role }) => role === 'reporter')
  const wishes = [
    { from: 0, until: 2, purpose: 'Examens Frans' },
    { from: 3, until: 7, purpose: 'Werkweek brugklas' },
  ]
  const of = at(app, devicesLoans, engineer, new Date(now - 3 * day))
  for (const [n, { from, until, purpose }] of wishes.entries())
    await of.reserve({
      body: {
        ...{ itemId: pool[n]?.id ?? '', personId: borrowers[n + 1]?.id ?? '', purpose },
        ...{ from: dayOf(now + from * day), until: dayOf(now + until * day) },
      },
    })
}

/** With the first profile that comes with Spil; what a person must do is done, what an agent must tell nobody has told. */
async function preparing(app: App, { lead, engineer }: Team, { organisationId }: School, laptop: Item, now: number): Promise<void> {
  const profiles = at(app, devicesProvisioning, lead, new Date(now - 20 * day))
  const [shipped] = (await profiles.shippedProfiles()).items
  if (!shipped) throw new Error('no profile comes with Spil')
  const { id: profileId } = await profiles.addProfile({ body: { organisationId, ...shipped } })
  const of = at(app, devicesProvisioning, engineer, new Date(now - day))
  const { id } = await of.begin({ params: { id: laptop.id }, body: { profileId } })
  for (const step of ['installed', 'label']) await of.tick({ params: { id, step }, body: { done: true } })
}

async function wiped(app: App, { engineer }: Team, laptops: readonly Item[], now: number): Promise<void> {
  const of = at(app, devicesLifecycle, engineer, new Date(now - 9 * day))
  const file = (id: string, raw: string, name: string) =>
    of.addEvidence({ params: { id }, raw }, { contentType: 'text/plain', headers: { 'x-file-name': encodeURIComponent(name) } })
  for (const [n, { id, version, attributes }] of laptops.entries()) {
    const params = { id }
    const serial = attributes.find(({ key }) => key === 'serial')?.shown ?? ''
    const log = await file(id, wipeLog(serial), `wissen-${serial}.log`)
    await of.wipe({ params, body: { version, method: 'purge', tool: 'nwipe 0.37', evidenceIds: [log.id] } })
    if (n === 0) continue
    const proof = await file(id, certificate(serial), `afvoer-${serial}.txt`)
    await of.dispose({ params, body: { version: version + 1, how: 'recycled', party: 'Kringloop ICT BV', evidenceIds: [proof.id] } })
  }
}

/** Its case opens by itself, from what is told here. */
async function stolen(app: App, { engineer }: Team, { organisationId }: School, now: number): Promise<void> {
  const register = at(app, items, engineer, new Date(now))
  const { items: found } = await register.items({ query: { organisationId, kind: ['laptop'], state: ['inUse'], limit: 50, sort: 'name' } })
  const id = found[30]?.id ?? ''
  const { version } = await register.item({ params: { id } })
  const told = {
    stolen: true,
    since: dayOf(now - day),
    place: 'Station, kluisjes',
    circumstances: 'De tas is uit de trein meegenomen.',
    report: 'PL1300-2214',
  }
  await at(app, devicesLifecycle, engineer, new Date(now - 5 * 3_600_000)).lose({ params: { id }, body: { version, ...told } })
}

export async function livesOfDevices(app: App, team: Team, school: School, now: number): Promise<void> {
  const [first, clean, gone, ...others] = await inStock(app, team.engineer, school.organisationId, now)
  if (!first || !clean || !gone || others.length < 4) throw new Error('too few laptops in stock')
  await lent(app, team, school, others.slice(0, 4), now)
  await preparing(app, team, school, first, now)
  await wiped(app, team, [clean, gone], now)
  await stolen(app, team, school, now)
}
