/** What results of osquery say: each query becomes the part of an inventory that it is, in the words of GLPI, and is read as those are. Pure. */
import type { NewFact } from '#record/items/facts/contract.ts'
import { type Software, softwareIn, type ToldSoftware, toldSoftware } from '../../../software/rules.ts'
import { RefusedError } from '../../adapters/reader.ts'
import { dayOf, numberOf, partsOf, type Tree, textOf } from '../../adapters/tree.ts'
import { factsIn } from '../../facts/rules.ts'
import { aboutIn, believed, type Inventory, traitsIn } from '../../rules.ts'

/** An answer of one query at one moment: all of its rows, or what came and went. */
interface Result {
  /** Of the table that it is of. */
  name: string
  at: Date
  whole: boolean
  rows: Tree[]
  removed: Tree[]
}

const platforms = /_(darwin|windows)$/
const known = new Set(
  `system_info os_version osquery_info platform_info interface_details uptime logged_in_users mounts logical_drives disk_encryption bitlocker_info
  local_administrators chassis_info windows_security_center windows_security_products alf patches software`.split(/\s+/),
)
/** Tables of one row: what came is all there is. Of others, a difference does not tell the whole. */
const single = new Set(['system_info', 'os_version', 'osquery_info', 'platform_info', 'uptime', 'windows_security_center', 'alf'])
/** A result of a pack is called pack_<pack>_<query>. */
function nameIn(told: string): string | undefined {
  const name = told.replace(platforms, '')
  if (known.has(name)) return name
  if (!name.startsWith('pack')) return undefined
  return [...known].find((one) => name.endsWith(`_${one}`) || name.endsWith(`/${one}`))
}

const momentOf = (entry: Tree, receivedAt: Date): Date => believed(new Date((numberOf(entry, 'unixTime') ?? 0) * 1000), receivedAt)

function resultsIn(tree: Tree, receivedAt: Date): Result[] {
  const one = (name: string, entry: Tree, of: Omit<Result, 'name' | 'at'>): Result[] => {
    const table = nameIn(name)
    return table === undefined ? [] : [{ name: table, at: momentOf(entry, receivedAt), ...of }]
  }
  const of = (rows: unknown): Tree[] => partsOf({ rows }, 'rows')
  const [details] = partsOf(tree, 'host_details')
  if (details) return Object.keys(details).flatMap((name) => one(name, {}, { whole: true, rows: of(details[name]), removed: [] }))
  const [queries] = partsOf(tree, 'queries')
  const [statuses] = partsOf(tree, 'statuses')
  if (queries)
    return Object.entries(queries).flatMap(([name, rows]) =>
      Array.isArray(rows) && (numberOf(statuses, name) ?? 0) === 0 ? one(name, {}, { whole: true, rows: of(rows), removed: [] }) : [],
    )
  return partsOf(tree, 'data').flatMap((entry) => {
    const name = textOf(entry, 'name')
    if (Array.isArray(entry.snapshot)) return one(name, entry, { whole: true, rows: of(entry.snapshot), removed: [] })
    const [batch] = partsOf(entry, 'diffResults')
    if (batch) return one(name, entry, { whole: false, rows: of(batch.added), removed: of(batch.removed) })
    const columns = partsOf(entry, 'columns')
    return one(name, entry, entry.action === 'removed' ? { whole: false, rows: [], removed: columns } : { whole: false, rows: columns, removed: [] })
  })
}

/** Of each query the last that tells the whole of it. */
function newest(results: readonly Result[]): Result[] {
  const found = new Map<string, Result>()
  for (const result of results) {
    if (result.name === 'software' || result.rows.length === 0 || !(result.whole || single.has(result.name))) continue
    const before = found.get(result.name)
    if (!before || before.at <= result.at) found.set(result.name, result)
  }
  return [...found.values()]
}

const megabytes = (row: Tree | undefined, name: string) => {
  const bytes = numberOf(row, name)
  return bytes === undefined ? undefined : Math.round(bytes / 1024 / 1024)
}
/** The same start is the same moment, though uptime is told in whole seconds and a little later. Nothing runs for ten years. */
const startOf = (at: Date, seconds: number) =>
  seconds < 0 || seconds > 315_360_000 ? '' : new Date(Math.round((at.getTime() / 1000 - seconds) / 300) * 300_000).toISOString()

type Reading = (rows: readonly Tree[], at: Date) => Tree
const readings: Readonly<Record<string, Reading>> = {
  system_info: ([row]) => ({
    bios: { smanufacturer: textOf(row, 'hardware_vendor'), smodel: textOf(row, 'hardware_model'), ssn: textOf(row, 'hardware_serial') },
    hardware: {
      name: textOf(row, 'hostname', 'computer_name').split('.')[0],
      uuid: textOf(row, 'uuid'),
      memory: megabytes(row, 'physical_memory'),
      ...(/^macbook/i.test(textOf(row, 'hardware_model')) && { chassis_type: 'Laptop' }),
    },
    cpus: { name: textOf(row, 'cpu_brand'), core: textOf(row, 'cpu_physical_cores') },
  }),
  os_version: ([row]) => {
    const [name, version] = [textOf(row, 'name'), textOf(row, 'version')]
    const full = version.startsWith(name) ? version : `${name} ${version}`
    return { operatingsystem: { name, version, full_name: full, kernel_version: textOf(row, 'kernel'), arch: textOf(row, 'arch') } }
  },
  platform_info: ([row]) => ({ bios: { bversion: textOf(row, 'version'), bdate: dayOf(textOf(row, 'date'), true) ?? '' } }),
  osquery_info: () => ({}),
  interface_details: (rows) => ({
    networks: rows.map((row) => {
      const name = textOf(row, 'interface')
      const virtual = /^(lo|docker|br-|veth|virbr|tun|tap|utun|awdl|llw|bridge|vmnet|anpi)/i.test(name)
      return { description: name, mac: textOf(row, 'mac'), ipaddress: textOf(row, 'address').replace(/%.*$/, ''), virtualdev: virtual }
    }),
  }),
  uptime: ([row], at) => {
    const seconds = numberOf(row, 'total_seconds')
    return seconds === undefined ? {} : { operatingsystem: { boot_time: startOf(at, seconds) } }
  },
  logged_in_users: ([row]) => ({ hardware: { lastloggeduser: textOf(row, 'user') } }),
  mounts: ([row]) => ({ drives: { type: '/', filesystem: textOf(row, 'type'), total: megabytes(row, 'size'), free: megabytes(row, 'free') } }),
  logical_drives: ([row]) => ({ drives: { letter: textOf(row, 'device_id'), total: megabytes(row, 'size'), free: megabytes(row, 'free_space') } }),
  disk_encryption: (rows) => ({
    drives: rows.map((row) => ({ type: textOf(row, 'path'), encrypt_status: whether(textOf(row, 'encrypted'), /^1$/, /^0$/) })),
  }),
  bitlocker_info: (rows) => ({
    // Protected, and no longer being encrypted.
    drives: rows.map((row) => ({
      letter: textOf(row, 'drive_letter'),
      encrypt_status: whether(textOf(row, 'conversion_status') === '2' ? '0' : textOf(row, 'protection_status'), /^1$/, /^0$/),
    })),
  }),
  local_administrators: (rows) => ({ local_groups: { name: 'Administrators', members: rows.map((row) => textOf(row, 'name')) } }),
  chassis_info: ([row]) => ({ hardware: { chassis_type: textOf(row, 'chassis_types') } }),
  windows_security_center: ([row]) => ({ firewall: { status: whether(textOf(row, 'firewall'), /^good$/i, /^poor$/i) } }),
  windows_security_products: (rows) => ({
    antivirus: rows
      .filter((row) => /^antivirus$/i.test(textOf(row, 'type')))
      .map((row) => ({
        name: textOf(row, 'name'),
        enabled: whether(textOf(row, 'state'), /^on$/i, /^(off|snoozed|expired)$/i),
        uptodate: whether(textOf(row, 'signatures_up_to_date'), /^1$/, /^0$/),
      })),
  }),
  alf: ([row]) => ({ firewall: { status: whether(textOf(row, 'global_state'), /^[12]$/, /^0$/) } }),
  patches: (rows) => ({
    softwares: rows.map((row) => ({ name: textOf(row, 'hotfix_id'), installdate: dayOf(textOf(row, 'installed_on'), true) ?? '' })),
  }),
}
/** Nothing where it is neither: what is not known is not off. */
const whether = (text: string, yes: RegExp, no: RegExp): 'yes' | 'no' | '' => (yes.test(text) ? 'yes' : no.test(text) ? 'no' : '')

/** Parts of several answers as one inventory; a part that two tell of has what each tells. */
function together(parts: readonly Tree[]): Tree {
  const whole: Tree = {}
  for (const part of parts)
    for (const [name, value] of Object.entries(part)) {
      const before = whole[name]
      const both = typeof before === 'object' && typeof value === 'object' && !Array.isArray(before) && !Array.isArray(value)
      whole[name] = both ? { ...before, ...value } : value
    }
  return whole
}

/** The last whole list, with what came and went since; or only that. */
function softwareOf(results: readonly Result[]): ToldSoftware | null {
  const told = results.filter(({ name, whole, rows }) => name === 'software' && (!whole || rows.length > 0)).sort((one, other) => +one.at - +other.at)
  const from = told.findLastIndex(({ whole }) => whole)
  const [there, gone] = [new Map<string, Software>(), new Map<string, Software>()]
  const each = (rows: readonly Tree[], see: (key: string, one: Software) => void) => {
    for (const one of softwareIn({ softwares: rows }) ?? []) see(JSON.stringify([one.name, one.arch, one.version]), one)
  }
  for (const { rows, removed } of told.slice(Math.max(from, 0))) {
    each(removed, (key, one) => {
      there.delete(key)
      gone.set(key, one)
    })
    each(rows, (key, one) => {
      gone.delete(key)
      there.set(key, one)
    })
  }
  const last = told.at(-1)
  const partial = from < 0
  return last ? toldSoftware([...there.values()], partial ? [...gone.values()] : [], { partial, at: last.at.toISOString() }) : null
}

/** A post of results, or what a host tells of itself when it enrolls. Throws RefusedError where none of it is known. */
export function understoodResults(tree: Tree, receivedAt: Date): Inventory {
  const results = resultsIn(tree, receivedAt)
  const told = newest(results).flatMap((result) => {
    const content = readings[result.name]?.(result.rows, result.at)
    return content ? [{ ...result, content }] : []
  })
  const software = softwareOf(results)
  if (told.length === 0 && software === null) throw new RefusedError('noInventory', { what: 'osquery' })
  const version = textOf(told.find(({ name }) => name === 'osquery_info')?.rows[0], 'version')
  const client = version && `osquery ${version.slice(0, 90)}`
  const content = together(told.map((one) => one.content))
  const facts = told.flatMap(({ name, at, content: part }): NewFact[] =>
    factsIn(part, name === 'osquery_info' ? client : '').map((fact) => ({ ...fact, observedAt: at.toISOString() })),
  )
  const moments = [...told.map(({ at }) => at.toISOString()), ...(software ? [software.at] : [])]
  return {
    deviceId: '',
    version: client,
    observedAt: moments.sort().at(-1) ?? receivedAt.toISOString(),
    partial: true,
    traits: traitsIn(content),
    about: aboutIn(content, ''),
    facts,
    software,
  }
}
