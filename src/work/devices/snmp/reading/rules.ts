/** What a device answered by SNMP, in our words. Pure, and total: whatever it answers, this reads what it can and throws nothing. */
import type { Row, Value } from '#platform/snmp.ts'
import type { NewFact } from '#record/items/facts/contract.ts'
import { fold, isJunk, macOf, type Traits } from '../../identity/rules.ts'
import { cut, textOf } from '../../intake/adapters/tree.ts'
import type { About, Inventory } from '../../intake/rules.ts'
import { lowestOf, percentOf, supplyKeys } from './supplies/rules.ts'

const mib = '1.3.6.1.2.1.'
/** What is asked, in this order: the first is what every device has (RFC 1213). `rows`: no more of it are taken. */
export const columns = {
  description: { oid: `${mib}1.1`, rows: 1 },
  objectId: { oid: `${mib}1.2`, rows: 1 },
  name: { oid: `${mib}1.5`, rows: 1 },
  location: { oid: `${mib}1.6`, rows: 1 },
  // Host resources (RFC 2790).
  deviceType: { oid: `${mib}25.3.2.1.2`, rows: 64 },
  deviceDescription: { oid: `${mib}25.3.2.1.3`, rows: 64 },
  printerStatus: { oid: `${mib}25.3.5.1.1`, rows: 8 },
  // Printers (RFC 3805).
  printerSerial: { oid: `${mib}43.5.1.1.17`, rows: 4 },
  pages: { oid: `${mib}43.10.2.1.4`, rows: 16 },
  supplyName: { oid: `${mib}43.11.1.1.6`, rows: 64 },
  supplyUnit: { oid: `${mib}43.11.1.1.7`, rows: 64 },
  supplyMost: { oid: `${mib}43.11.1.1.8`, rows: 64 },
  supplyLevel: { oid: `${mib}43.11.1.1.9`, rows: 64 },
  display: { oid: `${mib}43.16.5.1.2`, rows: 8 },
  // Interfaces (RFC 2863) and who is where (RFC 4293): of those, only the device itself.
  cardType: { oid: `${mib}2.2.1.3`, rows: 64 },
  cardAddress: { oid: `${mib}2.2.1.6`, rows: 64 },
  neighbour: { oid: `${mib}4.22.1.2`, rows: 64 },
  // The box and what is in it (RFC 6933).
  partClass: { oid: `${mib}47.1.1.1.1.5`, rows: 32 },
  partFirmware: { oid: `${mib}47.1.1.1.1.9`, rows: 32 },
  partSoftware: { oid: `${mib}47.1.1.1.1.10`, rows: 32 },
  partSerial: { oid: `${mib}47.1.1.1.1.11`, rows: 32 },
  partMaker: { oid: `${mib}47.1.1.1.1.12`, rows: 32 },
  partModel: { oid: `${mib}47.1.1.1.1.13`, rows: 32 },
} as const
export type Column = keyof typeof columns
export type Answers = Readonly<Partial<Record<Column, readonly Row[]>>>

/** UTF-8 where it is that, else Latin 1: one line, without what cannot be seen. */
export function wordsOf(value: Value | undefined): string {
  if (value === undefined) return ''
  if (typeof value !== 'object') return textOf({ value }, 'value')
  const bytes = Buffer.from(value)
  const text = bytes.toString('utf8')
  return textOf({ value: (text.includes('\ufffd') ? bytes.toString('latin1') : text).toWellFormed() }, 'value')
}
export const countOf = (value: Value | undefined): number | undefined =>
  typeof value === 'number' && Number.isSafeInteger(value) ? value : undefined
function cardOf(value: Value | undefined): string | undefined {
  return typeof value === 'object' && value.length === 6 ? macOf(Buffer.from(value).toString('hex')) : undefined
}
/** The row under this index; of what has one row only, that one. */
const at = (rows: readonly Row[] = [], index?: string): Value | undefined =>
  (index === undefined ? rows[0] : rows.find((row) => row.index === index))?.value
const known = (text: string): string => (isJunk(fold(text)) ? '' : text)

/** hrDevicePrinter. */
const printerType = `${mib}25.3.1.5`
const printerRow = ({ deviceType = [] }: Answers): string | undefined => deviceType.find(({ value }) => value === printerType)?.index
const isPrinter = (told: Answers): boolean =>
  printerRow(told) !== undefined || [told.printerSerial, told.pages, told.supplyLevel].some((rows) => (rows?.length ?? 0) > 0)

/** By what it says it is, and by the number of its maker (IANA, private enterprise numbers). */
const kinds: readonly (readonly [About['kind'], RegExp])[] = [
  ['camera', /\bcamera\b|\bipcam|\baxis\b.*\b[mpq]\d{3,4}|1\.3\.6\.1\.4\.1\.(368|39165|1004849)\./i],
  ['phone', /\b(ip|sip|voip|desk)[ -]?phone\b|\b(yealink|snom|polycom|vvx|mitel)\b|1\.3\.6\.1\.4\.1\.(37459|7526|13885)\./i],
  ['accessPoint', /\baccess ?point\b|\bwireless ap\b|\buap\b|\bairos\b/i],
  ['firewall', /\bfirewall\b|\bforti(gate|os)\b|\bpfsense\b|\bpalo alto\b/i],
  ['switch', /\bswitch\b|\bprocurve\b|\bcatalyst\b|\bjuniper.*\bex\d/i],
  ['router', /\brouter(os)?\b|\bgateway\b/i],
  ['server', /\bwindows\b|\bvmware\b|\besxi\b|\b(x86_64|amd64)\b/i],
]
function kindOf(told: Answers): About['kind'] {
  if (isPrinter(told)) return 'printer'
  const said = `${wordsOf(at(told.description))} ${wordsOf(at(told.objectId))}.`
  return kinds.find(([, pattern]) => pattern.test(said))?.[0] ?? 'iot'
}

/** The box itself (class 3); else the first part that has a number. */
function box(told: Answers): string | undefined {
  const chassis = told.partClass?.find(({ value }) => value === 3)
  return (chassis ?? told.partSerial?.find(({ value }) => known(wordsOf(value)) !== ''))?.index
}
const ofBox = (told: Answers, column: Column): string => {
  const index = box(told)
  return index === undefined ? '' : known(wordsOf(at(told[column], index)))
}

/** Ethernet and wireless (ifType 6 and 71); and the device itself, where it stands among its neighbours. */
function cards(told: Answers, address: string): string[] {
  const kept = (told.cardAddress ?? []).flatMap(({ index, value }) => {
    const type = countOf(at(told.cardType, index))
    const mac = cardOf(value)
    return mac !== undefined && (type === undefined || type === 6 || type === 71) ? [mac] : []
  })
  const own = (told.neighbour ?? []).filter(({ index }) => index.endsWith(`.${address}`)).flatMap(({ value }) => cardOf(value) ?? [])
  return [...new Set([...own, ...kept])].slice(0, 50)
}

const statuses: Readonly<Record<number, string>> = { 1: 'other', 3: 'idle', 4: 'printing', 5: 'warmup' }
function printer(told: Answers): Record<string, NewFact['value'] | undefined> {
  if (!isPrinter(told)) return {}
  const names = (told.supplyName ?? []).map(({ index, value }) => ({ index, name: wordsOf(value) }))
  const supplies = (told.supplyLevel ?? []).map(({ index, value }) => ({
    name: names.find((one) => one.index === index)?.name ?? '',
    percent: percentOf(countOf(value), countOf(at(told.supplyMost, index)), countOf(at(told.supplyUnit, index))),
  }))
  const keys = supplyKeys(supplies.map(({ name }) => name))
  const pages = (told.pages ?? []).map(({ value }) => countOf(value) ?? -1).filter((count) => count >= 0)
  const lines = (told.display ?? []).map(({ value }) => wordsOf(value)).filter((line) => line !== '')
  return {
    // Of the marker that did most: others are parts of it.
    'printer.pages': pages.length > 0 ? Math.max(...pages) : undefined,
    'printer.status': statuses[countOf(at(told.printerStatus, printerRow(told)) ?? at(told.printerStatus)) ?? 0],
    'printer.display': cut(lines.join(' / '), 500),
    'printer.supplies.lowest': lowestOf(supplies.map(({ percent }) => percent)),
    ...Object.fromEntries(supplies.map(({ percent }, place) => [`printer.supplies.${keys[place]}`, percent])),
  }
}

/** "Firmware Ver.1.05", "version NR.APS.F368", as makers write it in the description of the system. */
const firmwareIn = (text: string): string =>
  /\b(?:firmware|version|ver|fw)\b[ .:=]*(?:ver(?:sion)?)?[ .:=]*(v?[\w.()-]*\d[\w.()-]*)/i.exec(text)?.[1] ?? ''

function machine(told: Answers) {
  const description = wordsOf(at(told.description))
  const kind = kindOf(told)
  const printed = kind === 'printer' ? known(wordsOf(at(told.deviceDescription, printerRow(told)))) : ''
  const shown = ['printer', 'camera', 'phone'].includes(kind) ? known(cut(description, 120)) : ''
  return {
    kind,
    description,
    brand: ofBox(told, 'partMaker'),
    model: printed || ofBox(told, 'partModel') || shown,
    serial: known(wordsOf(at(told.printerSerial))) || ofBox(told, 'partSerial'),
    firmware: ofBox(told, 'partFirmware') || ofBox(told, 'partSoftware') || firmwareIn(description),
    hostName: wordsOf(at(told.name)),
  }
}

/** An inventory, as if an agent had sent it. `partial`: not everything that was asked could be read. Undefined: it says nothing of itself. */
export function readDevice(
  told: Answers,
  of: { address: string; deviceId: string; version: string; at: Date; partial: boolean },
): Inventory | undefined {
  const { address, deviceId, version, partial } = of
  const { kind, description, brand, model, serial, firmware, hostName } = machine(told)
  const macs = cards(told, address)
  const tag = fold(serial)
  const traits: Traits = {
    ...{ serial: tag === '' ? undefined : tag, uuid: undefined, macs, assetTag: undefined },
    hostName: isJunk(fold(hostName)) ? undefined : fold(hostName).split('.')[0] || undefined,
  }
  if (description === '' && model === '' && hostName === '' && serial === '' && macs.length === 0) return undefined
  const facts: Record<string, NewFact['value'] | undefined> = {
    ...{ 'hardware.brand': brand, 'hardware.model': model, 'hardware.serial': serial, 'firmware.version': firmware },
    ...{ 'host.name': hostName, 'net.addresses': address, 'system.description': description, 'system.location': known(wordsOf(at(told.location))) },
    ...printer(told),
  }
  const observedAt = of.at.toISOString()
  const filled = { brand, model, serial, firmware, mac: macs[0] ?? '', ip: address.includes(':') ? '' : address, hostname: hostName }
  return {
    ...{ deviceId, version, observedAt, partial, traits, software: null },
    about: {
      kind,
      name: cut(hostName || model || address, 200),
      attributes: Object.fromEntries(Object.entries(filled).filter(([, value]) => value !== '')),
    },
    facts: Object.entries(facts).flatMap(([key, value]) =>
      value === undefined || value === '' ? [] : [{ key, value, observedAt, ...(key.startsWith('printer.supplies.') && { unit: '%' }) }],
    ),
  }
}
