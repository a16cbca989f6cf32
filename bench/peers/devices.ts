/** Devices that answer SNMP v2c with the tables of a switch. Rows are encoded once and shared, so that who answers costs little beside who asks. */
import { createSocket } from 'node:dgram'

/** `late`: answers when nobody waits any more. `twice`: says every row two times. `unsorted`: its rows do not come in order. `garbage`: half of an answer. */
export type Manner = 'right' | 'twice' | 'unsorted' | 'garbage' | 'silent' | 'late'
const lateMs = 4000
const mostBytes = 1400

const tlv = (tag: number, ...parts: Uint8Array[]): Buffer => {
  const length = parts.reduce((sum, part) => sum + part.length, 0)
  const size = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 255]
  return Buffer.concat([Buffer.from([tag, ...size]), ...parts])
}
function oidBytes(oid: string): Buffer {
  const [first = 0, second = 0, ...rest] = oid.split('.').map(Number)
  const bytes = rest.flatMap((one) => {
    const groups = [one & 127]
    for (let left = one >>> 7; left > 0; left >>>= 7) groups.unshift((left & 127) | 128)
    return groups
  })
  return Buffer.from([first * 40 + second, ...bytes])
}
const unsigned = (tag: number, value: number): Buffer => {
  const hex = BigInt(value).toString(16)
  const bytes = Buffer.from(hex.padStart(hex.length + (hex.length % 2), '0'), 'hex')
  return tlv(tag, bytes[0] !== undefined && bytes[0] > 127 ? Buffer.concat([Buffer.from([0]), bytes]) : bytes)
}
const [integer, counter, gauge, ticks, counter64] = [0x02, 0x41, 0x42, 0x43, 0x46].map((tag) => (value: number) => unsigned(tag, value))
const text = (value: string) => tlv(0x04, Buffer.from(value))
type Encode = ((value: number) => Buffer) | undefined
const of = (encode: Encode, value: number): Buffer => encode?.(value) ?? Buffer.alloc(0)

/** Columns in the order of their numbers, each with what stands in a row. */
function columnsOf(ports: number): { oid: string; rows: readonly number[]; value: (row: number) => Buffer }[] {
  const mib = '1.3.6.1.2.1.'
  const upTo = (many: number) => Array.from({ length: many }, (_, at) => at + 1)
  const [port, disk, sensor] = [upTo(ports), upTo(4), upTo(8).map((at) => 1000 + at)]
  return [
    { oid: `${mib}1.3`, rows: [0], value: () => of(ticks, 123_456_789) },
    { oid: `${mib}2.2.1.2`, rows: port, value: (at) => text(`GigabitEthernet1/0/${at}`) },
    { oid: `${mib}2.2.1.7`, rows: port, value: () => of(integer, 1) },
    { oid: `${mib}2.2.1.8`, rows: port, value: (at) => of(integer, at % 5 === 0 ? 2 : 1) },
    ...['13', '14', '19', '20'].map((column) => ({ oid: `${mib}2.2.1.${column}`, rows: port, value: (at: number) => of(counter, at * 7) })),
    { oid: `${mib}25.2.3.1.3`, rows: disk, value: (at) => text(`/flash${at}`) },
    ...['4', '5', '6'].map((column) => ({ oid: `${mib}25.2.3.1.${column}`, rows: disk, value: (at: number) => of(integer, at * 4096) })),
    { oid: `${mib}25.3.3.1.2`, rows: upTo(2), value: (at) => of(integer, at * 11) },
    { oid: `${mib}31.1.1.1.1`, rows: port, value: (at) => text(`Gi1/0/${at}`) },
    ...['6', '10'].map((column) => ({ oid: `${mib}31.1.1.1.${column}`, rows: port, value: (at: number) => of(counter64, at * 123_456_789_012) })),
    { oid: `${mib}31.1.1.1.15`, rows: port, value: () => of(gauge, 1000) },
    { oid: `${mib}31.1.1.1.18`, rows: port, value: (at) => text(at % 2 === 0 ? `Lokaal ${at}` : '') },
    { oid: `${mib}47.1.1.1.1.7`, rows: sensor, value: (at) => text(`Sensor ${at}`) },
    ...[8, 9, 0, 41, 1].map((value, at) => ({ oid: `${mib}99.1.1.1.${at + 1}`, rows: sensor, value: () => of(integer, value) })),
    { oid: '1.3.6.1.4.1.9.1', rows: [0], value: () => of(integer, 1) },
  ]
}
/** Of one view: what comes after an OID, by its bytes. */
interface View {
  varbinds: Buffer[]
  after: Map<string, number>
}
function viewOf(ports: number, manner: Manner): View {
  const view: View = { varbinds: [], after: new Map() }
  for (const { oid, rows, value } of columnsOf(ports)) {
    view.after.set(oidBytes(oid).toString('latin1'), view.varbinds.length)
    // Each two rows stand the other way around.
    const inOrder = manner === 'unsorted' ? rows.map((_, at) => rows[at ^ 1] ?? rows[at] ?? 0) : rows
    for (const row of inOrder) {
      const bytes = oidBytes(`${oid}.${row}`)
      const varbind = tlv(0x30, tlv(0x06, bytes), value(row))
      for (let times = manner === 'twice' ? 2 : 1; times > 0; times--) view.varbinds.push(varbind)
      view.after.set(bytes.toString('latin1'), view.varbinds.length)
    }
  }
  return view
}

/** Reads one part: where it begins and ends. */
function part(from: Buffer, at: number): { begin: number; end: number } {
  const first = from[at + 1] ?? 0
  const many = first > 127 ? first & 127 : 0
  const begin = at + 2 + many
  return { begin, end: begin + (many > 0 ? from.readUIntBE(at + 2, many) : first) }
}
interface Asked {
  version: Buffer
  community: Buffer
  id: Buffer
  repeat: number
  oids: Buffer[]
}
function read(message: Buffer): Asked {
  let { begin: at } = part(message, 0)
  const next = () => {
    const from = at
    at = part(message, at).end
    return message.subarray(from, at)
  }
  const [version, community] = [next(), next()]
  const isBulk = message[at] === 0xa5
  at = part(message, at).begin
  const [id, , most] = [next(), next(), next()]
  const { begin, end } = part(message, at)
  const oids: Buffer[] = []
  for (at = begin; at < end; at = part(message, at).end) {
    const oid = part(message, part(message, at).begin)
    oids.push(message.subarray(oid.begin, oid.end))
  }
  return { version, community, id, repeat: isBulk ? most.readUIntBE(2, most.length - 2) : 1, oids }
}
/** As many rows as fit in a packet, as agents do. */
function answerTo(message: Buffer, { varbinds, after }: View): Buffer {
  const { version, community, id, repeat, oids } = read(message)
  const at = oids.map((oid) => after.get(oid.toString('latin1')) ?? varbinds.length)
  const found: Buffer[] = []
  let bytes = 0
  for (let row = 0; row < repeat; row++)
    for (const [column, oid] of oids.entries()) {
      const one = varbinds[(at[column] ?? 0) + row] ?? tlv(0x30, tlv(0x06, oid), Buffer.from([0x82, 0]))
      bytes += one.length
      if (bytes > mostBytes && found.length > 0) {
        row = repeat
        break
      }
      found.push(one)
    }
  const none = Buffer.from([0x02, 1, 0])
  return tlv(0x30, version, community, tlv(0xa2, id, none, none, tlv(0x30, ...found)))
}

/** One at each address. */
export async function devicesAt(port: number, all: readonly { address: string; ports: number; manner: Manner }[]): Promise<void> {
  const views = new Map<string, View>()
  for (const { address, ports, manner } of all) {
    const name = `${ports} ${manner}`
    const view = views.get(name) ?? viewOf(ports, manner)
    views.set(name, view)
    const socket = createSocket('udp4')
    socket.on('message', (asked, from) => {
      if (manner === 'silent') return
      const answer = answerTo(asked, view)
      const send = () => socket.send(manner === 'garbage' ? answer.subarray(0, answer.length / 2) : answer, from.port, from.address)
      if (manner === 'late') setTimeout(send, lateMs)
      else send()
    })
    await new Promise<void>((resolve) => socket.bind(port, address, resolve))
  }
}
