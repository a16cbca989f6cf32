/** An SNMP agent of Debian, run for real as a process of its own on a loopback address, answering as the printer it is told to be. */
import { type ChildProcess, spawn } from 'node:child_process'
import { createSocket, type Socket } from 'node:dgram'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export interface Printer {
  name: string
  /** As `override` of snmpd.conf takes them: OID behind 1.3.6.1.2.1., type, value. */
  values: readonly (readonly [oid: string, type: 'octet_str' | 'integer' | 'uinteger' | 'counter' | 'object_id', value: string | number])[]
  description?: string
}
export interface Supply {
  name: string
  most: number
  level: number
}
export const printerOf = ({
  name,
  serial,
  mac,
  supplies,
  pages = 12_345,
  model = 'HP LaserJet 400 M401dn',
}: {
  name: string
  serial: string
  mac: string
  supplies: readonly Supply[]
  pages?: number
  model?: string
}): Printer => ({
  name,
  values: [
    ['2.2.1.3.1', 'integer', 6],
    ['2.2.1.6.1', 'octet_str', `0x${mac.replaceAll(':', '')}`],
    ['25.3.2.1.2.1', 'object_id', '1.3.6.1.2.1.25.3.1.5'],
    ['25.3.2.1.3.1', 'octet_str', `"${model}"`],
    ['25.3.5.1.1.1', 'integer', 3],
    ['43.5.1.1.17.1', 'octet_str', `"${serial}"`],
    ['43.10.2.1.4.1.1', 'uinteger', pages],
    ...supplies.flatMap((supply, at) => [
      [`43.11.1.1.6.1.${at + 1}`, 'octet_str', `"${supply.name}"`] as const,
      [`43.11.1.1.7.1.${at + 1}`, 'integer', 19] as const,
      [`43.11.1.1.8.1.${at + 1}`, 'integer', supply.most] as const,
      [`43.11.1.1.9.1.${at + 1}`, 'integer', supply.level] as const,
    ]),
    ['43.16.5.1.2.1.1', 'octet_str', '"Ready"'],
  ],
})

/** What users of version 3 show. */
export const passwords = { auth: 'een stil wachtwoord', priv: 'nog een wachtwoord' }
export interface Agent extends AsyncDisposable {
  port: number
}
/** Starts it at an address of the loopback network; it knows the community `linde`, and a user for each way to sign in. */
export async function snmpd(address: string, port: number, printer: Printer): Promise<Agent> {
  const folder = mkdtempSync(join(tmpdir(), 'spil-snmpd-'))
  const state = join(folder, 'state')
  mkdirSync(state)
  const users = ['MD5', 'SHA', 'SHA-256', 'SHA-512'].map((hash) => [`user${hash.replace('-', '').toLowerCase()}`, hash] as const)
  const lines = [
    `agentAddress udp:${address}:${port}`,
    'rocommunity linde',
    `sysName ${printer.name}`,
    `sysDescr ${printer.description ?? 'HP ETHERNET MULTI-ENVIRONMENT, Firmware Ver.1.05'}`,
    ...users.flatMap(([name, hash]) => [`createUser ${name} ${hash} "${passwords.auth}" AES "${passwords.priv}"`, `rouser ${name} auth`]),
    ...printer.values.map(([oid, type, value]) => `override 1.3.6.1.2.1.${oid} ${type} ${value}`),
  ]
  const file = join(folder, 'snmpd.conf')
  writeFileSync(file, `${lines.join('\n')}\n`, { mode: 0o600 })
  // What the machine itself would tell (cards, devices, storage) stays out: only what is written above.
  const own = '-ifTable,ifXTable,hr_device,hr_print,hr_disk,hr_storage,hr_system,hr_filesys,hr_swrun,hr_swinst,ipNetToMediaTable,at,interface,ifmib'
  const env = { ...process.env, SNMP_PERSISTENT_DIR: state, MIBS: '', MIBDIRS: state }
  const process_: ChildProcess = spawn('/usr/sbin/snmpd', ['-f', '-Lo', '-C', '-c', file, '-I', own], { env, stdio: ['ignore', 'pipe', 'inherit'] })
  const ended = once(process_, 'exit')
  let said = ''
  const ready = new Promise<void>((resolve, reject) => {
    process_.stdout?.on('data', (part) => {
      said += part
      if (said.includes('NET-SNMP version')) resolve()
    })
    void ended.then(() => reject(new Error(`snmpd ended: ${said}`)))
  })
  await ready
  return {
    port,
    async [Symbol.asyncDispose]() {
      process_.kill()
      await ended
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** A port that is free at every loopback address now. */
export async function freePort(): Promise<number> {
  const socket = createSocket('udp4')
  socket.bind(0, '0.0.0.0')
  await once(socket, 'listening')
  const { port } = socket.address()
  await new Promise<void>((resolve) => socket.close(() => resolve()))
  return port
}
/** Something at that address that answers each datagram with these; none: it never answers. */
export async function answering(
  address: string,
  port: number,
  answers: (asked: Buffer) => readonly Uint8Array[],
): Promise<AsyncDisposable & { asked(): number }> {
  const socket: Socket = createSocket('udp4')
  let count = 0
  socket.on('message', (asked, from) => {
    count += 1
    for (const answer of answers(asked)) socket.send(answer, from.port, from.address)
  })
  socket.bind(port, address)
  await once(socket, 'listening')
  return { asked: () => count, [Symbol.asyncDispose]: () => new Promise((resolve) => socket.close(() => resolve())) }
}
