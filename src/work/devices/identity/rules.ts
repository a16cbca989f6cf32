/**
 * Which device reported: decided by what tells devices apart, never by what many have in common. Pure. Values are folded (`fold`, `uuidOf`, `macOf`)
 * before they are compared.
 */
export interface Traits {
  serial: string | undefined
  /** Of the system (SMBIOS, DSP0134 7.2.1). */
  uuid: string | undefined
  macs: readonly string[]
  assetTag: string | undefined
  hostName: string | undefined
}
/** What a part of an inventory tells, with what the same agent told before of what it does not. */
export function completed(told: Traits, before: Traits): Traits {
  const { serial, uuid, macs, assetTag, hostName } = told
  return {
    serial: serial ?? before.serial,
    uuid: uuid ?? before.uuid,
    macs: macs.length > 0 ? macs : before.macs,
    assetTag: assetTag ?? before.assetTag,
    hostName: hostName ?? before.hostName,
  }
}
/** What is known of an item: as agents saw it, and as it stands in the register. */
export interface Known {
  itemId: string
  /** Of the item; the lowest decides between equals. */
  number: number
  serials: readonly string[]
  uuids: readonly string[]
  macs: readonly string[]
  assetTags: readonly string[]
  hostNames: readonly string[]
  /** Agents that report it, as dialect and device id. */
  agents: readonly string[]
}
export const reasons = ['serial', 'uuid', 'mac', 'assetTag', 'agent', 'hostName'] as const
export type Reason = (typeof reasons)[number]
export interface Why {
  reason: Reason
  value: string
}
const weights: Readonly<Record<Reason, number>> = { serial: 100, uuid: 60, mac: 40, assetTag: 30, agent: 20, hostName: 10 }

export const fold = (text: string): string => text.normalize('NFKC').trim().toLowerCase().replace(/\s+/g, ' ').slice(0, 200).toWellFormed()

/** What makers leave in a field that they should have filled in. */
const junk = new Set(
  `to be filled by o.e.m.|to be filled by oem|default string|system serial number|base board serial number|chassis serial number|serial number|
  system product name|system manufacturer|system version|asset tag|asset-1234567890|no asset tag|no asset information|none|n/a|na|not applicable|
  not available|not specified|not defined|unknown|unknow|undefined|invalid|empty|oem|o.e.m.|null|nil|test|sernum|virtual|type1 - system serial number|
  0123456789|123456789|1234567890|12345678|1234567|123456|12345|xxxxxxxxxx|mb-1234567890|123456789abcd|please set|type2 - board serial number`
    .split('|')
    .map((one) => one.trim()),
)
/** Says nothing: empty, a phrase of makers, or one sign over and over. */
export function isJunk(folded: string): boolean {
  const signs = folded.replace(/[\s.:_-]/g, '')
  return signs.length < 2 || junk.has(folded) || new Set(signs).size === 1
}

const junkUuids = new Set([
  '03000200-0400-0500-0006-000700080009',
  '00020003-0004-0005-0006-000700080009',
  '12345678-1234-5678-90ab-cddeefaabbcc',
  '01234567-89ab-cdef-0123-456789abcdef',
  'fefefefe-fefe-fefe-fefe-fefefefefefe',
  '4c4c4544-0000-2010-8020-80c04f202020',
])
/** Lower case with dashes; undefined for what is none, or is the same on many boards. */
export function uuidOf(text: string): string | undefined {
  const hex = text.toLowerCase().replace(/[^0-9a-f]/g, '')
  if (hex.length !== 32 || new Set(hex).size < 3) return undefined
  const uuid = hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
  return junkUuids.has(uuid) ? undefined : uuid
}
/** The first three parts the other way round, as some systems read them (SMBIOS before 2.6 did not say which). */
const turned = (uuid: string): string => {
  const round = (part = '') => part.match(/../g)?.reverse().join('') ?? ''
  const [first, second, third, ...rest] = uuid.split('-')
  return [round(first), round(second), round(third), ...rest].join('-')
}
/** Both ways to write it. */
export const uuidForms = (uuid: string): string[] => [...new Set([uuid, turned(uuid)])]

/** Of adapters that every machine with that program has, and of none. */
const junkMacs = new Set(
  `00:00:00:00:00:00 ff:ff:ff:ff:ff:ff 00:50:56:c0:00:01 00:50:56:c0:00:08 0a:00:27:00:00:00 00:53:45:00:00:00 33:50:6f:45:30:30 50:50:54:50:30:30
  20:41:53:59:4e:ff 00:09:0f:fe:00:01 00:09:0f:aa:00:01 00:1c:42:00:00:08 00:1c:42:00:00:09 02:80:37:ec:02:00 00:05:9a:3c:7a:00 00:ff:00:00:00:00`.split(
    /\s+/,
  ),
)
/** aa:bb:cc:dd:ee:ff; undefined for what is none, or says nothing. */
export function macOf(text: string): string | undefined {
  const hex = text.toLowerCase().replace(/[^0-9a-f]/g, '')
  if (hex.length !== 12 || !/^[0-9a-f:.\s-]+$/i.test(text)) return undefined
  const mac = hex.replace(/(..)(?=.)/g, '$1:')
  return junkMacs.has(mac) || new Set(hex).size === 1 ? undefined : mac
}
/** Given by a program, not by a maker (IEEE 802, the second bit of the first octet): random for privacy, of a bridge, of a container. */
export const isLocal = (mac: string): boolean => (Number.parseInt(mac.slice(0, 2), 16) & 2) !== 0

export interface Compared {
  same: Why[]
  /** Both have one, and they are not the same. */
  differ: Reason[]
}
/** `agent`: of who reports now. */
export function compare(seen: Traits, agent: string, known: Known): Compared {
  const same: Why[] = []
  const differ: Reason[] = []
  const one = (reason: Reason, value: string | undefined, others: readonly string[]) => {
    if (value === undefined || others.length === 0) return
    if (others.includes(value)) same.push({ reason, value })
    else differ.push(reason)
  }
  one('serial', seen.serial, known.serials)
  one('uuid', seen.uuid, known.uuids.flatMap(uuidForms))
  const card = [...seen.macs].sort().find((mac) => !isLocal(mac) && known.macs.includes(mac))
  if (card) same.push({ reason: 'mac', value: card })
  one('assetTag', seen.assetTag, known.assetTags)
  if (known.agents.includes(agent)) same.push({ reason: 'agent', value: agent })
  one('hostName', seen.hostName, known.hostNames)
  return { same, differ }
}

/** Whether they are one device, and why: the reasons; empty when they are not. */
export function joins(seen: Traits, agent: string, known: Known): Why[] {
  const { same, differ } = compare(seen, agent, known)
  const has = (reason: Reason) => same.some((why) => why.reason === reason)
  const local = seen.macs.some((mac) => isLocal(mac) && known.macs.includes(mac))
  const isOne = () => {
    // Another serial number is another device, unless it is a virtual machine that was moved: its own number and its card stayed.
    if (differ.includes('serial')) return has('uuid') && has('mac')
    // Another number of the board: mended under the same serial number, and then something else of it is the same.
    if (differ.includes('uuid')) return has('serial') && (has('mac') || has('hostName') || has('assetTag') || has('agent'))
    if (has('serial') || has('uuid') || has('mac') || has('assetTag')) return true
    // Copies of one installation have the same agent: that counts together with something of the machine.
    if (has('agent')) return has('hostName') || local
    if (!has('hostName')) return false
    // A name alone: when the card is the same too, or when nothing at all tells what it is.
    return local || (known.serials.length + known.uuids.length + known.macs.length + known.agents.length === 0 && !differ.includes('assetTag'))
  }
  return isOne() ? same : []
}

export interface Decided {
  itemId: string
  why: Why[]
}
/** The item that this is; undefined when it is none of them. The order of the candidates does not matter. */
export function decide(seen: Traits, agent: string, candidates: readonly Known[]): Decided | undefined {
  const weight = (why: readonly Why[]) => why.reduce((sum, { reason }) => sum + weights[reason], 0)
  const found = candidates
    .map((known) => ({ known, why: joins(seen, agent, known) }))
    .filter(({ why }) => why.length > 0)
    .sort((one, other) => weight(other.why) - weight(one.why) || one.known.number - other.known.number)
  const [first] = found
  // Two that only the name points at: a name is no proof for either.
  if (first && weight(first.why) === weights.hostName && found.length > 1) return undefined
  return first && { itemId: first.known.itemId, why: first.why }
}
