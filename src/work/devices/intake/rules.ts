/** What an inventory says, whatever dialect it is in. Pure; the moment it came in is an argument. */
import type { NewFact } from '#record/items/facts/contract.ts'
import { fold, isJunk, type Traits, uuidOf } from '../identity/rules.ts'
import { softwareIn, type ToldSoftware, toldSoftware } from '../software/rules.ts'
import { RefusedError } from './adapters/reader.ts'
import { cut, numberOf, partsOf, type Tree, textOf } from './adapters/tree.ts'
import type { Dialect } from './contract.ts'
import { cardsIn, factsIn } from './facts/rules.ts'

/** What is filled in of an item that is registered because an agent reported it. */
export interface About {
  kind: 'laptop' | 'pc' | 'server' | 'printer' | 'phone' | 'camera' | 'switch' | 'router' | 'firewall' | 'accessPoint' | 'iot'
  /** '' when a part does not say. */
  name: string
  attributes: Readonly<Record<string, string | number>>
  /** Where it stands, when that is known of whoever told: an item of the kind location. */
  locationId?: string | null
}
export interface Inventory {
  deviceId: string
  /** Of the agent, as the document says; '' when it does not. */
  version: string
  /** ISO 8601; when it came in, if it does not say. Never later than that. */
  observedAt: string
  /** It holds only what changed: what it does not name is still there. */
  partial: boolean
  traits: Traits
  about: About
  facts: NewFact[]
  /** null: it says nothing about software. */
  software: ToldSoftware | null
}

/** An agent names itself by host and moment, or by any other name; signs that no agent uses are no name. */
export const deviceIdShape = /^[\p{L}\p{N}][\p{L}\p{N} ._:@+()-]{0,199}$/u
/** FusionInventory-Agent_v2.6-3, OCS-NG_unified_unix_agent_v2.10.0, GLPI-Agent_v1.12. */
export function dialectOf(client: string): Dialect {
  return /^glpi/i.test(client) ? 'glpi' : /^fusion/i.test(client) ? 'fusioninventory' : 'ocs'
}

interface Document {
  deviceId: string
  client: string
  partial: boolean
  content: Tree
}
/** XML has a REQUEST around it, JSON an action. Throws RefusedError. */
function documentIn(tree: Tree): Document {
  const [request] = partsOf(tree, 'request')
  const whole = request ?? tree
  const [content] = partsOf(whole, 'content')
  const what = textOf(whole, 'query', 'action')
  if (!content || !/^inventory$/i.test(what)) throw new RefusedError('noInventory', { what: what.slice(0, 60) })
  const deviceId = textOf(whole, 'deviceid')
  if (deviceId === '') throw new RefusedError('noDeviceId')
  if (!deviceIdShape.test(deviceId)) throw new RefusedError('strangeDeviceId')
  const client = textOf(content, 'versionclient') || textOf(partsOf(content, 'versionprovider')[0], 'name')
  return { deviceId, client, partial: whole.partial === true || textOf(whole, 'partial') === '1', content }
}

/** Throws RefusedError where it is no inventory. */
export function understood(tree: Tree, receivedAt: Date): Inventory {
  const { deviceId, client, partial, content } = documentIn(tree)
  const observedAt = momentIn(content, receivedAt).toISOString()
  const there = softwareIn(content)
  return {
    deviceId,
    version: cut(client, 100),
    observedAt,
    partial,
    traits: traitsIn(content),
    about: aboutIn(content, partial ? '' : deviceId),
    facts: factsIn(content, client).map((fact) => ({ ...fact, observedAt })),
    software: there && toldSoftware(there, [], { partial, at: observedAt }),
  }
}

/** A clock that is ahead, or stands where clocks begin (1970, 1980), is wrong: then it is when it came in. */
export const believed = (at: Date, receivedAt: Date): Date => (at > new Date('2000-01-01') && at <= receivedAt ? at : receivedAt)

/** The agent's clock tells local time, and beside it how far that is from UTC. */
function momentIn(content: Tree, receivedAt: Date): Date {
  const told = /^(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d:\d\d)/.exec(textOf(partsOf(content, 'accesslog')[0], 'logdate'))
  if (!told) return receivedAt
  const zone = textOf(partsOf(partsOf(content, 'operatingsystem')[0], 'timezone')[0], 'offset')
  const offset = /^([+-]\d\d):?(\d\d)$/.exec(zone)
  return believed(new Date(`${told[1]}T${told[2]}${offset ? `${offset[1]}:${offset[2]}` : 'Z'}`), receivedAt)
}

export function traitsIn(content: Tree): Traits {
  const [bios] = partsOf(content, 'bios')
  const [hardware] = partsOf(content, 'hardware')
  const serial = fold(textOf(bios, 'ssn') || textOf(bios, 'mssn'))
  const tag = fold(textOf(bios, 'assettag'))
  return {
    serial: isJunk(serial) ? undefined : serial,
    uuid: uuidOf(textOf(hardware, 'uuid')),
    macs: [...new Set(cardsIn(content).map(({ mac }) => mac))].slice(0, 50),
    assetTag: isJunk(tag) ? undefined : tag,
    hostName: fold(textOf(hardware, 'name') || textOf(partsOf(content, 'operatingsystem')[0], 'fqdn')).split('.')[0] || undefined,
  }
}

/** Chassis as SMBIOS names them (DSP0134, 7.4.1), and what hypervisors leave. */
function kindIn(content: Tree): About['kind'] {
  const [hardware] = partsOf(content, 'hardware')
  const chassis = textOf(hardware, 'chassis_type') || textOf(partsOf(content, 'bios')[0], 'type')
  const system = textOf(partsOf(content, 'operatingsystem')[0], 'full_name', 'name') || textOf(hardware, 'osname')
  if (/laptop|notebook|portable|convertible|detachable|tablet/i.test(chassis)) return 'laptop'
  if (/server|rack|blade|main system/i.test(chassis) || /\bserver\b/i.test(system)) return 'server'
  const virtual = textOf(hardware, 'vmsystem')
  return virtual !== '' && !/^physical$/i.test(virtual) && !/windows (7|8|10|11)|mac ?os/i.test(system) ? 'server' : 'pc'
}

const systems: readonly (readonly [RegExp, string])[] = [
  [/windows/i, 'windows'],
  [/mac ?os|os x/i, 'macos'],
  [/chrome/i, 'chromeos'],
  [/linux|debian|ubuntu|fedora|centos|red hat|suse/i, 'linux'],
]
export function aboutIn(content: Tree, deviceId: string): About {
  const [bios] = partsOf(content, 'bios')
  const [hardware] = partsOf(content, 'hardware')
  const system = textOf(partsOf(content, 'operatingsystem')[0], 'full_name') || textOf(hardware, 'osname')
  const card = cardsIn(content)[0]
  const memory = numberOf(hardware, 'memory')
  const known = (text: string) => (isJunk(fold(text)) ? '' : text)
  const told: Record<string, string | number | undefined> = {
    brand: known(textOf(bios, 'smanufacturer')),
    model: known(textOf(bios, 'smodel')),
    serial: known(textOf(bios, 'ssn')),
    hostname: textOf(hardware, 'name'),
    os: systems.find(([pattern]) => pattern.test(system))?.[1],
    processor: textOf(partsOf(content, 'cpus')[0], 'name', 'type'),
    memory: memory && Math.round(memory / 102.4) / 10,
    mac: card?.mac,
    ip: card && /^[\d.]{7,15}$/.test(card.ip) ? card.ip : undefined,
  }
  return {
    kind: kindIn(content),
    name: cut(textOf(hardware, 'name') || deviceId, 200),
    attributes: Object.fromEntries(Object.entries(told).filter((one): one is [string, string | number] => one[1] !== undefined && one[1] !== '')),
  }
}
