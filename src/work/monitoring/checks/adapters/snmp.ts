/** Numbers of a device by SNMP: interfaces with their 64-bit counters, storage, load, sensors, supplies, and what is named by OID. */
import { reached } from '#platform/outgoing.ts'
import { askColumns, type Columns, type Value as Raw, type Row } from '#platform/snmp.ts'
import type { Told, Value, WhatOf } from '../kinds/contract.ts'
import { cut, type Env } from './wire.ts'

const mib = '1.3.6.1.2.1.'
const rows = 512
type Table = WhatOf<'snmp'>['tables'][number]
const first = { upTime: { oid: `${mib}1.3`, rows: 1 } } as const
const columns = {
  interfaces: {
    ifName: { oid: `${mib}31.1.1.1.1`, rows },
    ifDescr: { oid: `${mib}2.2.1.2`, rows },
    ifAlias: { oid: `${mib}31.1.1.1.18`, rows },
    ifAdminStatus: { oid: `${mib}2.2.1.7`, rows },
    ifOperStatus: { oid: `${mib}2.2.1.8`, rows },
    ifHighSpeed: { oid: `${mib}31.1.1.1.15`, rows },
    ifHCInOctets: { oid: `${mib}31.1.1.1.6`, rows },
    ifHCOutOctets: { oid: `${mib}31.1.1.1.10`, rows },
    ifInErrors: { oid: `${mib}2.2.1.14`, rows },
    ifOutErrors: { oid: `${mib}2.2.1.20`, rows },
    ifInDiscards: { oid: `${mib}2.2.1.13`, rows },
    ifOutDiscards: { oid: `${mib}2.2.1.19`, rows },
  },
  storage: {
    hrStorageDescr: { oid: `${mib}25.2.3.1.3`, rows: 256 },
    hrStorageAllocationUnits: { oid: `${mib}25.2.3.1.4`, rows: 256 },
    hrStorageSize: { oid: `${mib}25.2.3.1.5`, rows: 256 },
    hrStorageUsed: { oid: `${mib}25.2.3.1.6`, rows: 256 },
  },
  load: { hrProcessorLoad: { oid: `${mib}25.3.3.1.2`, rows: 256 }, laLoadInt: { oid: '1.3.6.1.4.1.2021.10.1.5', rows: 3 } },
  sensors: {
    entPhysicalName: { oid: `${mib}47.1.1.1.1.7`, rows },
    entPhySensorType: { oid: `${mib}99.1.1.1.1`, rows },
    entPhySensorScale: { oid: `${mib}99.1.1.1.2`, rows },
    entPhySensorPrecision: { oid: `${mib}99.1.1.1.3`, rows },
    entPhySensorValue: { oid: `${mib}99.1.1.1.4`, rows },
    entPhySensorOperStatus: { oid: `${mib}99.1.1.1.5`, rows },
  },
  supplies: {
    supplyName: { oid: `${mib}43.11.1.1.6`, rows: 64 },
    supplyMost: { oid: `${mib}43.11.1.1.8`, rows: 64 },
    supplyLevel: { oid: `${mib}43.11.1.1.9`, rows: 64 },
    pages: { oid: `${mib}43.10.2.1.4`, rows: 16 },
  },
} as const satisfies { [T in Table]: Columns }

/** What was answered, by column and index. */
type Read = (column: string) => ReadonlyMap<string, Raw>
const numberOf = (value: Raw | undefined): number | undefined => (typeof value === 'number' && Number.isFinite(value) ? value : undefined)
const textOf = (value: Raw | undefined): string =>
  value === undefined ? '' : cut(typeof value === 'object' ? Buffer.from(value).toString('utf8') : String(value), 100)

/** A number for each row that has one. */
const each = (read: Read, column: string, labels: (index: string) => Record<string, string>, name = column): Value[] =>
  [...read(column)].flatMap(([index, raw]) => {
    const value = numberOf(raw)
    return value === undefined ? [] : [{ name, labels: labels(index), value }]
  })

function interfaces(read: Read): Value[] {
  const [names, descriptions, aliases] = [read('ifName'), read('ifDescr'), read('ifAlias')]
  const labels = (index: string) => ({
    ifIndex: index,
    ifName: textOf(names.get(index)) || textOf(descriptions.get(index)),
    ifAlias: textOf(aliases.get(index)),
  })
  const plain = ['ifAdminStatus', 'ifOperStatus', 'ifHCInOctets', 'ifHCOutOctets', 'ifInErrors', 'ifOutErrors', 'ifInDiscards', 'ifOutDiscards']
  return [...plain, 'ifHighSpeed'].flatMap((column) => each(read, column, labels))
}
function storage(read: Read): Value[] {
  const [names, units] = [read('hrStorageDescr'), read('hrStorageAllocationUnits')]
  return ['hrStorageSize', 'hrStorageUsed'].flatMap((column) =>
    each(read, column, (index) => ({ index, descr: textOf(names.get(index)) }), `${column}Bytes`).flatMap((one) => {
      const unit = numberOf(units.get(one.labels?.index ?? ''))
      // Counted in 32 bits with a sign: what is large enough comes out below zero.
      return unit === undefined ? [] : [{ ...one, value: (one.value < 0 ? one.value + 2 ** 32 : one.value) * unit }]
    }),
  )
}
const load = (read: Read): Value[] => [
  ...each(read, 'hrProcessorLoad', (index) => ({ index })),
  ...each(read, 'laLoadInt', (index) => ({ minutes: { '1': '1', '2': '5', '3': '15' }[index] ?? index }), 'laLoad').map((one) => ({
    ...one,
    value: one.value / 100,
  })),
]
/** RFC 3433: 9 is units, each step three powers of ten; then so many digits behind the point. */
function sensors(read: Read): Value[] {
  const [names, types, scales, precisions, states] = [
    'entPhysicalName',
    'entPhySensorType',
    'entPhySensorScale',
    'entPhySensorPrecision',
    'entPhySensorOperStatus',
  ].map(read)
  const kinds: Readonly<Record<number, string>> = {
    3: 'volt',
    4: 'volt',
    5: 'ampere',
    6: 'watt',
    7: 'hertz',
    8: 'celsius',
    9: 'percentRH',
    10: 'rpm',
    12: 'truth',
  }
  return each(read, 'entPhySensorValue', (index) => ({
    ...{ index, name: textOf(names?.get(index)), unit: kinds[numberOf(types?.get(index)) ?? 0] ?? 'other' },
  })).flatMap((one) => {
    const index = one.labels?.index ?? ''
    if ((numberOf(states?.get(index)) ?? 1) !== 1) return []
    const power = 3 * ((numberOf(scales?.get(index)) ?? 9) - 9) - (numberOf(precisions?.get(index)) ?? 0)
    return [{ ...one, value: Number((one.value * 10 ** Math.min(Math.max(power, -30), 30)).toPrecision(12)) }]
  })
}
function supplies(read: Read): Value[] {
  const [names, most] = [read('supplyName'), read('supplyMost')]
  const levels = each(read, 'supplyLevel', (index) => ({ index, name: textOf(names.get(index)) }), 'printer_supply_ratio').flatMap((one) => {
    const whole = numberOf(most.get(one.labels?.index ?? '')) ?? 0
    // Below nothing: unknown, or some left.
    return whole > 0 && one.value >= 0 ? [{ ...one, value: Math.min(one.value / whole, 1) }] : []
  })
  return [...levels, ...each(read, 'pages', (index) => ({ index }), 'printer_pages_total')]
}
const readers: { [T in Table]: (read: Read) => Value[] } = { interfaces, storage, load, sensors, supplies }

export async function snmp(what: WhatOf<'snmp'>, env: Env): Promise<Told> {
  const { address, port, protocol, user, auth, priv, tables, oids } = what
  const [found] = await reached(address, port, env.guard, env.signal)
  const named = oids.map(({ oid }, at) => [`oid ${at}`, { oid: oid.replace(/\.0$/, ''), rows: 64 }] as const)
  const asked: Columns = { ...first, ...Object.assign({}, ...tables.map((table) => columns[table])), ...Object.fromEntries(named) }
  const access = {
    protocol,
    user,
    authProtocol: auth,
    privProtocol: priv,
    community: env.secret.community,
    auth: env.secret.auth,
    priv: env.secret.priv,
  }
  const bounds = { tryMs: Math.max(200, Math.floor(env.timeoutMs / 4)), totalMs: env.timeoutMs, tries: 2, signal: env.signal }
  const { answers, why } = await askColumns({ address: found.address, port }, access, asked, bounds)
  const maps = new Map(
    Object.entries(answers).map(([column, all = []]) => [column, new Map((all as Row[]).map(({ index, value }) => [index, value]))]),
  )
  const read: Read = (column) => maps.get(column) ?? new Map()
  const upTime = numberOf(read('upTime').get('0'))
  const more = oids.flatMap(({ name }, at) => each(read, `oid ${at}`, (index): Record<string, string> => (index === '0' ? {} : { index }), name))
  const values = [
    ...(upTime === undefined ? [] : [{ name: 'sysUpTimeSeconds', value: upTime / 100 }]),
    ...tables.flatMap((table) => readers[table](read)),
    ...more,
  ]
  return { why, values }
}
