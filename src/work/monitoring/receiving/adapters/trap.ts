/**
 * SNMP traps and informs of versions 1, 2c and 3, as far as a datagram goes: bytes in, what they say out, and the answer that an inform waits for. The
 * library that knows the protocol expects a socket of its own; it gets one that has no network behind it, so that nothing it does can end the program.
 */
import * as snmp from 'net-snmp'
import type { authProtocols, privProtocols, Told } from '../contract.ts'

export interface TrapUser {
  name: string
  authProtocol: (typeof authProtocols)[number] | null
  privProtocol: (typeof privProtocols)[number] | null
  auth?: string | undefined
  priv?: string | undefined
}
export interface Heard {
  version: '1' | '2c' | '3'
  oid: string
  /** The OID itself when it has no name here. */
  name: string
  told: Told[]
}
export interface ReadTrap {
  trap: Heard | undefined
  /** Why not; neither this nor a trap: it only asked who we are, and is answered. */
  why: 'user' | 'nonsense' | 'cut' | undefined
  /** Only once it is safe: whoever informs sends again until then. */
  answer: Buffer | undefined
}
const mostTold = 50
const mostText = 500

interface Pdu {
  type: number
  enterprise?: string
  generic?: number
  specific?: number
  varbinds?: readonly { oid: string; type: number; value: unknown }[]
}
type Listener = (bytes: Buffer, from: { address: string; port: number }) => void

/** `engine`: 17 bytes that are always the same, for whoever informs in version 3. */
export function trapReader(engine: Buffer, user: TrapUser | undefined): (bytes: Uint8Array) => ReadTrap {
  // A community is no secret: the network is what counts. Who signs is held to it: where everybody is let in, the library believes any signature.
  const open = readerOf(engine, undefined)
  const signed = readerOf(engine, user ?? { name: '', authProtocol: null, privProtocol: null })
  return (bytes) => {
    const version = versionOf(bytes)
    return (version === '3' ? signed : open)(bytes, version)
  }
}
/** Without a user: whoever it is. */
function readerOf(engine: Buffer, user: TrapUser | undefined): (bytes: Uint8Array, version: Heard['version']) => ReadTrap {
  const read: ReadTrap = { trap: undefined, why: undefined, answer: undefined }
  let said: Heard['version'] = '2c'
  let listener: Listener = () => undefined
  const socket = {
    on(event: string, given: Listener) {
      if (event === 'message') listener = given
    },
    bind: () => undefined,
    close: () => undefined,
    send(bytes: Buffer) {
      read.answer = Buffer.from(bytes)
    },
  }
  const receiver = snmp.createReceiver(
    { port: 1, engineID: engine, disableAuthorization: user === undefined, dgramModule: { createSocket: () => socket } },
    (error: Error | null, data: { pdu: Pdu } | undefined) => {
      if (error || !data) read.why = /user|digest|authenti|decrypt|privacy/i.test(String(error?.message)) ? 'user' : 'nonsense'
      else {
        const trap = heard(data.pdu, said)
        // A notification that does not say which it is, is none.
        if (trap.oid === '') read.why = 'nonsense'
        else read.trap = trap
      }
    },
  )
  if (user && user.name !== '') receiver.getAuthorizer().addUser(userOf(user))
  return (bytes, version) => {
    Object.assign(read, { trap: undefined, why: undefined, answer: undefined })
    said = version
    try {
      listener(Buffer.from(bytes), { address: '', port: 0 })
    } catch {
      // Well formed, and yet no sense to be made of it.
      return { trap: undefined, why: 'nonsense', answer: undefined }
    }
    return { ...read, ...(!read.trap && !read.answer && !read.why && { why: 'nonsense' as const }) }
  }
}
function userOf({ name, authProtocol, privProtocol, auth, priv }: TrapUser) {
  const level = authProtocol === null ? 'noAuthNoPriv' : privProtocol === null ? 'authNoPriv' : 'authPriv'
  return {
    ...{ name, level: snmp.SecurityLevel[level] },
    ...(authProtocol && { authProtocol: snmp.AuthProtocols[authProtocol], authKey: auth ?? '' }),
    ...(privProtocol && { privProtocol: snmp.PrivProtocols[privProtocol], privKey: priv ?? '' }),
  }
}
/** A sequence that begins with the version: 0, 1 or 3. */
function versionOf(bytes: Uint8Array): Heard['version'] {
  const at = 2 + ((bytes[1] ?? 0) > 0x80 ? (bytes[1] ?? 0) & 0x7f : 0)
  return bytes[at + 2] === 0 ? '1' : bytes[at + 2] === 3 ? '3' : '2c'
}

const standard = '1.3.6.1.6.3.1.1.5'
const trapOid = '1.3.6.1.6.3.1.1.4.1.0'
/** That of version 1 becomes the OID it has in the others (RFC 3584, 3.1). */
function heard(pdu: Pdu, version: Heard['version']): Heard {
  const varbinds = pdu.varbinds ?? []
  const { generic = 6, specific = 0, enterprise = '0.0' } = pdu
  const given = varbinds.find(({ oid }) => oid === trapOid)?.value
  const oid =
    pdu.type === snmp.PduType.Trap
      ? generic < 6
        ? `${standard}.${generic + 1}`
        : `${enterprise}.0.${specific}`
      : typeof given === 'string'
        ? given
        : ''
  return {
    version,
    oid: oid.slice(0, mostText),
    name: traps[oid] ?? oid.slice(0, mostText),
    told: varbinds
      .filter((one) => one.oid !== trapOid)
      .slice(0, mostTold)
      .map(told),
  }
}
function told({ oid, type, value }: { oid: string; type: number; value: unknown }): Told {
  const known = Object.keys(names).find((one) => oid === one || oid.startsWith(`${one}.`))
  const name = known === undefined ? null : `${names[known]}${oid.slice(known.length)}`
  return {
    oid: String(oid).slice(0, mostText),
    name: name?.slice(0, mostText) ?? null,
    type: String(snmp.ObjectType[type] ?? type),
    value: textOf(type, value),
  }
}
function textOf(type: number, value: unknown): string {
  if (!Buffer.isBuffer(value))
    return String(value ?? '')
      .replaceAll('\u0000', '')
      .slice(0, mostText)
  if (type === snmp.ObjectType.Counter64) return String(BigInt(`0x0${value.subarray(0, 9).toString('hex')}`))
  const text = value.toString('utf8')
  const plain = !text.includes('\ufffd') && !/[\p{Cc}]/u.test(text.replace(/[\r\n\t]/g, ''))
  return (plain ? text : `0x${value.toString('hex')}`).slice(0, mostText)
}

const traps: Readonly<Record<string, string>> = {
  [`${standard}.1`]: 'coldStart',
  [`${standard}.2`]: 'warmStart',
  [`${standard}.3`]: 'linkDown',
  [`${standard}.4`]: 'linkUp',
  [`${standard}.5`]: 'authenticationFailure',
  [`${standard}.6`]: 'egpNeighborLoss',
  '1.3.6.1.2.1.17.0.1': 'newRoot',
  '1.3.6.1.2.1.17.0.2': 'topologyChange',
  '1.3.6.1.2.1.47.2.0.1': 'entConfigChange',
  '1.3.6.1.2.1.33.2.0.1': 'upsTrapOnBattery',
  '1.3.6.1.2.1.33.2.0.3': 'upsTrapAlarmEntryAdded',
  '1.3.6.1.2.1.33.2.0.4': 'upsTrapAlarmEntryRemoved',
  '1.3.6.1.2.1.43.18.2.0.1': 'printerV2Alert',
  '1.3.6.1.2.1.15.7.1': 'bgpEstablished',
  '1.3.6.1.2.1.15.7.2': 'bgpBackwardTransition',
  '1.3.6.1.4.1.8072.4.0.2': 'nsNotifyShutdown',
  '1.3.6.1.4.1.8072.4.0.3': 'nsNotifyRestart',
}
const names: Readonly<Record<string, string>> = {
  '1.3.6.1.2.1.1.3': 'sysUpTime',
  '1.3.6.1.2.1.1.5': 'sysName',
  '1.3.6.1.2.1.2.2.1.1': 'ifIndex',
  '1.3.6.1.2.1.2.2.1.2': 'ifDescr',
  '1.3.6.1.2.1.2.2.1.7': 'ifAdminStatus',
  '1.3.6.1.2.1.2.2.1.8': 'ifOperStatus',
  '1.3.6.1.2.1.31.1.1.1.1': 'ifName',
  '1.3.6.1.2.1.31.1.1.1.18': 'ifAlias',
  '1.3.6.1.6.3.1.1.4.3': 'snmpTrapEnterprise',
  '1.3.6.1.6.3.18.1.3': 'snmpTrapAddress',
  '1.3.6.1.6.3.18.1.4': 'snmpTrapCommunity',
}
