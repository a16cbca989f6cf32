/** An agent with its device, one that waits, and a document that cannot be read. Gives the device and the product on it. */
async function agentsTold(spil: Program, { organisationId, session }: Somebody, hostile: string) {
  const intake = spil.as(devicesIntake, session)
  const { key } = await intake.createKey({ body: { organisationId, name: hostile.slice(0, 100) } })
  const post = (body: string, path: string) =>
    fetch(`${spil.url}/inventory/${path}`, { method: 'POST', body, headers: { 'content-type': 'application/json' } })
  await post(jsonOf({ deviceId: 'known', hostName: hostile, serial: hostile, software: [[`a/b ${hostile}`, hostile.slice(0, 90)]] }), key)
  await post(jsonOf({ deviceId: 'unknown', hostName: hostile }), '')
  await post('{ "half":', key)
  const item = await vi.waitFor(
    async () => (await intake.agents({ query: { search: 'known', state: 'accepted' } })).items[0]?.item ?? Promise.reject(new Error('no device yet')),
    { timeout: 30_000, interval: 200 },
  )
  const { items: installed } = await spil.as(devicesSoftware, session).software({ params: { id: item.id } })
  return { device: item.number, product: installed[0]?.product ?? '' }
}

/** Two things handed out: one is signed and back without its charger, one waits to be signed. */
async function handedOut(spil: Program, { id: receiverId, organisationId, session }: Somebody, hostile: string) {
  const handouts = spil.as(devicesHandout, session)
  const give = async () => {
    const { id: itemId } = await spil.as(items, session).createItem({ body: { organisationId, kind: 'iot', name: hostile, state: 'stock' } })
    const accessories = [{ name: hostile.slice(0, 100), serial: hostile.slice(0, 100) }]
    const photo = await handouts.addPhoto({ query: { organisationId }, raw: jpeg })
    const all = [{ itemId, accessories, condition: hostile, photoIds: [photo.id] }]
    return { itemId, made: await handouts.handOut({ body: { organisationId, receiverId, note: hostile, items: all } }) }
  }
  const [{ itemId, made }, other] = [await give(), await give()]
  const signing = spil.as(devicesSigning, session)
  await signing.signHere({ params: { id: made.id }, body: { signature: scribble, declared: true } })
  await handouts.takeBack({ params: { id: made.id }, body: { items: [{ itemId, condition: hostile, missing: [0], note: hostile }] } })
  const { url } = await signing.link({ params: { id: other.made.id } })
  return { handout: made.number, token: url.split('/sign/')[1] ?? '' }
}

/** A register for who walks all pages: items that hang together, what must hold of them and does not, an import, a stocktake; in hostile words. */
import { vi } from 'vitest'
import { items } from '#record/items/contract.ts'
import { itemFacts } from '#record/items/facts/contract.ts'
import { itemImports } from '#record/items/importing/contract.ts'
import { itemRelations } from '#record/items/relations/contract.ts'
import { itemStocktakes } from '#record/items/stocktake/contract.ts'
import { normsBaselines } from '#record/norms/baselines/contract.ts'
import { norms } from '#record/norms/contract.ts'
import { normsDeviations } from '#record/norms/deviations/contract.ts'
import { jpeg, scribble } from '#test/handouts.ts'
import { jsonOf } from '#test/inventories.ts'
import { devicesHandout } from '#work/devices/handout/contract.ts'
import { devicesSigning } from '#work/devices/handout/signing/contract.ts'
import { devicesIntake } from '#work/devices/intake/contract.ts'
import { devicesProvisioning } from '#work/devices/provisioning/contract.ts'
import { devicesSoftware } from '#work/devices/software/contract.ts'
import type { Somebody } from './cast.ts'
import type { Program } from './program.ts'

/** What stands for a parameter, by the path of the page. Who signs in administers. */
export async function registered(spil: Program, who: Somebody, hostile: string): Promise<Record<string, string[]>> {
  const { organisationId, session } = who
  const make = (name: string) =>
    spil.as(items, session).createItem({ body: { organisationId, kind: 'server', name, note: hostile, tags: ['rek'], state: 'live' } })
  const [one, other] = [await make(`Eén ${hostile}`), await make(`Twee ${hostile}`)]
  await spil.as(itemRelations, session).relate({ params: { id: one.id }, body: { kind: 'dependsOn', other: other.id } })
  await spil.as(itemFacts, session).addFacts({ params: { id: one.id }, body: [{ key: 'os.name', value: hostile }] })

  const { id: baseline } = await spil.as(normsBaselines, session).addBaseline({ body: { organisationId, name: hostile, note: hostile } })
  const of = spil.as(norms, session)
  const rule = { title: hostile, condition: 'disk.encrypted == true', remedy: hostile }
  const { id: expectation } = await of.addExpectation({ body: { organisationId, baselineId: baseline, rule } })
  const counting = { title: hostile, condition: 'os.name == "Debian"', remedy: hostile }
  const { id, version } = await of.addExpectation({ body: { organisationId, rule: counting } })
  await of.publishExpectation({ params: { id }, body: { version } })
  const deviation = await vi.waitFor(
    async () => {
      const [first] = (await spil.as(normsDeviations, session).deviations({ query: { open: 'true' } })).items
      return first?.id ?? Promise.reject(new Error('nothing deviates'))
    },
    { timeout: 30_000, interval: 200 },
  )
  const { id: stocktake } = await spil
    .as(itemStocktakes, session)
    .startStocktake({ body: { organisationId, name: hostile.slice(0, 100), filter: { tag: 'rek' } } })
  const { id: imported } = await spil
    .as(itemImports, session)
    .addImport({ query: { organisationId }, raw: `naam,soort\n"${hostile.replaceAll('"', '""')}",pc` })
  const { device, product } = await agentsTold(spil, who, hostile)
  const { handout, token } = await handedOut(spil, who, hostile)
  const steps = [{ what: 'tick' as const, key: 'a', title: hostile, help: hostile }]
  const profile = await spil.as(devicesProvisioning, session).addProfile({ body: { organisationId, name: hostile, kinds: ['laptop'], steps } })
  return {
    '/devices/profiles/$id': [profile.id, 'new', 'nergens'],
    '/devices/products/$product': [product, 'nergens'],
    '/devices/handouts/$number': [handout, 'U-999999'],
    '/sign/$token': [token, 'wrong'],
    '/items/$number': [one.number, device, 'I-999999'],
    '/items/$number/edit': [one.number],
    '/items/$number/surroundings': [one.number],
    '/i/$number': [one.number],
    '/items/kinds/$key': ['laptop', 'new', 'nergens'],
    '/items/import/$id': [imported],
    '/items/stocktakes/$id': [stocktake],
    '/items/stocktakes/$id/count': [stocktake],
    '/norms/expectations/$id': [expectation],
    '/norms/baselines/$id': [baseline],
    '/norms/deviations/$id': [deviation],
  }
}
