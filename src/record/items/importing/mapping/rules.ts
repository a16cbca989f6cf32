/** Which column is what: proposed from its name, in Dutch, in English, and as Snipe-IT and GLPI call it. Pure. */
import { createHash } from 'node:crypto'
import type { Kind } from '../../kinds/contract.ts'
import type { RelationKind } from '../../relations/contract.ts'
import type { Field, Target } from '../contract.ts'
import { fold } from '../values/rules.ts'

/** What each field is called besides the names that Spil gives it. */
const called: Readonly<Record<Field, string>> = {
  number: 'nummer, itemnummer, number, item number',
  name: 'naam, name, apparaat, apparaatnaam, asset, asset name, device, device name, item, omschrijving, description',
  code: 'inventarisnummer, inventory number, asset tag, asset_tag, tag number, code, activanummer, asset nummer, barcode, otherserial, inv nr, inventarisnr',
  kind: 'soort, kind, type, categorie, category, itemtype, item type, asset type, apparaattype, computertypes_id, networkequipmenttypes_id, phonetypes_id, printertypes_id',
  state: 'toestand, staat, state, status, status label, status_label, states_id, fase',
  locationId: 'locatie, location, plaats, ruimte, lokaal, kamer, room, place, gebouw, building, locations_id',
  ownerId: 'eigenaar, owner, beheerder, verantwoordelijke, responsible, users_id_tech',
  userIds: 'gebruiker, gebruikers, user, users, in gebruik bij, uitgegeven aan, assigned to, assigned_to, checked out to, users_id, medewerker',
  availability: 'beschikbaarheid, availability',
  integrity: 'integriteit, integrity',
  confidentiality: 'vertrouwelijkheid, confidentiality',
  tags: 'labels, tags, trefwoorden, keywords',
  purchasedOn: 'gekocht op, aankoopdatum, aanschafdatum, datum aanschaf, purchase date, purchase_date, bought on, buy_date, datum aankoop',
  price: 'prijs, aankoopprijs, aanschafprijs, bedrag, kosten, price, cost, purchase cost, purchase_cost, value',
  supplier: 'leverancier, supplier, vendor, suppliers_id',
  contract: 'contract, contractnummer, contract number',
  warrantyUntil:
    'garantie tot en met, garantie tot, garantie, einde garantie, warranty until, warranty, warranty expires, warranty_expires, warranty end',
  depreciationMonths: 'afschrijving in maanden, afschrijving, depreciation in months',
  residualValue: 'restwaarde, residual value',
  note: 'opmerking, opmerkingen, notitie, notities, toelichting, note, notes, comment, comments, remarks',
}
/** Attributes as other programs call them. */
const attributesCalled: Readonly<Record<string, string>> = {
  serial: 'serial, serienr, serial no, s/n, sn, serienummer, serial number',
  brand: 'merk, fabrikant, manufacturer, make, manufacturers_id',
  model: 'model, modelnaam, model name, computermodels_id, networkequipmentmodels_id, phonemodels_id, printermodels_id',
  hostname: 'hostnaam, hostname, host name, computernaam, computer name',
  mac: 'mac, mac adres, mac address, mac-adres, mac_address, _snipeit_mac_address',
  ip: 'ip, ip adres, ip address, ip-adres, ip_address',
  memory: 'ram, geheugen, memory',
  phoneNumber: 'telefoonnummer, phone number, mobiel nummer',
}

const bare = (header: string) =>
  fold(header)
    .replace(/[_\-.:*]+/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
const names = (list: string) => list.split(', ').map(bare)

export interface Proposing {
  kinds: Iterable<Pick<Kind, 'attributes'>>
  relations: Iterable<RelationKind & { key: string }>
}
/** Name of a column -> what it is. Names of attributes that more kinds have stand for the first. */
function known({ kinds, relations }: Proposing): Map<string, Target> {
  const targets = new Map<string, Target>()
  const add = (name: string, target: Target) => {
    if (name !== '' && !targets.has(name)) targets.set(name, target)
  }
  for (const [field, list] of Object.entries(called)) for (const name of names(list)) add(name, field as Field)
  const attributes = [...kinds].flatMap((kind) => kind.attributes)
  const keys = new Set(attributes.map(({ key }) => key))
  for (const [key, list] of Object.entries(attributesCalled)) if (keys.has(key)) for (const name of names(list)) add(name, `attributes.${key}`)
  for (const { key, names: called } of attributes)
    for (const name of [called.nl, called.en, key]) {
      add(bare(name), `attributes.${key}`)
      // Where its name is also that of a field, an export writes its key behind it.
      add(bare(`${name} (${key})`), `attributes.${key}`)
    }
  for (const { key, names: forward, back } of relations) {
    for (const name of [forward.nl, forward.en]) add(bare(name), `relations.${key}.forward`)
    for (const name of [back.nl, back.en]) add(bare(name), `relations.${key}.back`)
  }
  return targets
}

/** What each column probably is; no two are the same. */
export function proposed(columns: readonly string[], given: Proposing): Record<string, Target | null> {
  const targets = known(given)
  const taken = new Set<Target>()
  return Object.fromEntries(
    columns.map((column) => {
      const target = targets.get(bare(column))
      if (!target || taken.has(target)) return [column, null]
      taken.add(target)
      return [column, target]
    }),
  )
}

/** The same set of columns, in whatever order, is remembered as one. */
export const headersKey = (columns: readonly string[]): string =>
  createHash('sha256')
    .update(JSON.stringify([...new Set(columns.map(bare))].sort()))
    .digest('hex')

/** Kinds and states as people and other programs call them; the first that is there. */
const kindsCalled: Readonly<Record<string, string>> = {
  laptop: 'notebook, laptops, chromebook, macbook, portable, thin client laptop',
  pc: 'desktop, desktops, computer, computers, pc, werkstation, workstation, all in one',
  phone: 'mobiel, mobile, mobile phone, mobile phones, smartphone, iphone, telefoon',
  tablet: 'ipad, tablets',
  printer: 'printers, mfp, multifunctional',
  server: 'servers',
  switch: 'switches, networkequipment, network switch',
  accessPoint: 'ap, access point, wifi access point, wireless access point',
  application: 'software, app, applicatie',
  licence: 'license, licenses, softwarelicense, licentie',
  location: 'locations, lokaal, ruimte, gebouw, room, building',
  av: 'projector, beamer, monitor, display, digibord, monitors',
}
const statesCalled: Readonly<Record<string, string>> = {
  stock: 'ready to deploy, deployable, in stock, voorraad, magazijn, beschikbaar, available, reserve',
  inUse: 'deployed, actief, active, uitgegeven, in productie, in use',
  live: 'in productie, production, actief, active, deployed, in use, in gebruik',
  ordered: 'pending, in bestelling, besteld',
  repair: 'out for repair, defect, stuk, broken, maintenance, in onderhoud, out for diagnostics',
  lost: 'lost/stolen, gestolen, vermist, stolen, missing',
  disposed: 'archived, afgeschreven, gerecycled, retired, un-deployable, undeployable, verwijderd',
  ended: 'archived, retired, uit dienst, buiten gebruik',
}
const wordsFor = (lists: Readonly<Record<string, string>>, said: string) =>
  Object.entries(lists).flatMap(([key, list]) => (names(list).includes(bare(said)) ? [key] : []))

/** The key of a kind that goes by this name. */
export function kindCalled(said: string, kinds: ReadonlyMap<string, Kind>): string | undefined {
  const word = bare(said)
  for (const [key, { names: one, plural }] of kinds)
    if ([key, one.nl, one.en, plural?.nl ?? '', plural?.en ?? ''].some((name) => bare(name) === word)) return key
  return wordsFor(kindsCalled, said).find((key) => kinds.has(key))
}
/** The key of a state of this kind that goes by this name. */
export function stateCalled(said: string, { states }: Pick<Kind, 'states'>): string | undefined {
  const word = bare(said)
  const found = states.find(({ key, names: one }) => [key, one.nl, one.en].some((name) => bare(name) === word))
  return found?.key ?? wordsFor(statesCalled, said).find((key) => states.some((state) => state.key === key))
}
