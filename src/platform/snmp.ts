/**
 * Asks one device by SNMP (v1, v2c, v3), several columns at a time. Devices answer whatever they like, so everything is bounded: rows of a column, bytes of a value, tries, and time as a whole.
 * It answers what was read and what went wrong, and throws nothing.
 */
import dgram from 'node:dgram'
import { isIPv6 } from 'node:net'
import * as snmp from 'net-snmp'

export interface Access {
  protocol: '1' | '2c' | '3'
  user: string
  authProtocol: 'md5' | 'sha' | 'sha224' | 'sha256' | 'sha384' | 'sha512' | null
  /** AES-128, and AES-256 in the two ways that makers stretch its key: Blumenthal, and Reeder (Cisco). */
  privProtocol: 'aes' | 'aes256b' | 'aes256r' | null
  community?: string | undefined
  auth?: string | undefined
  priv?: string | undefined
}
export interface Bounds {
  /** Of one try, and of all there is to ask. */
  tryMs: number
  totalMs: number
  tries: number
  signal: AbortSignal
}
export type Value = Uint8Array | number | string
export interface Row {
  /** What stands behind the column: '1.2' of 43.11.1.1.6.1.2. */
  index: string
  value: Value
}
/** What is asked, in this order. `rows`: no more of it are taken. */
export type Columns = Readonly<Record<string, { readonly oid: string; readonly rows: number }>>
export interface Trouble {
  reason: 'silent' | 'nonsense' | 'denied' | 'unreachable' | 'tooSlow'
  given: Readonly<Record<string, string>>
}
export interface Told<C extends Columns = Columns> {
  answers: Partial<Record<keyof C, Row[]>>
  /** Null: everything was read. */
  why: Trouble | null
}
const mostBytes = 512
/** As many columns may go wrong before the rest is left. */
const mostTroubles = 2

/** `address`: looked at already. The first column is one that every device has: who says nothing to it is not there. */
export async function askColumns<C extends Columns>(
  place: { address: string; port: number },
  access: Access,
  columns: C,
  bounds: Bounds,
): Promise<Told<C>> {
  const { address, port } = place
  const answers: Partial<Record<keyof C, Row[]>> = {}
  const failing = Promise.withResolvers<never>()
  // Whoever waits for it is told; when nobody does, nothing happened.
  failing.promise.catch(() => undefined)
  const ends = AbortSignal.any([bounds.signal, AbortSignal.timeout(bounds.totalMs)])
  const late = () => failing.reject(new TooSlowError())
  ends.addEventListener('abort', late, { once: true })
  const heard: Heard = { nonsense: undefined, stop: () => undefined }
  let session: snmp.Session | undefined
  try {
    ends.throwIfAborted()
    session = sessionFor(address, port, access, bounds, heard)
    session.on('error', (error) => {
      heard.nonsense = error.message
    })
    return { answers, why: await readAll({ session, heard, failing: failing.promise }, access, columns, answers) }
  } catch (error) {
    return { answers, why: whyNot(error, heard.nonsense) }
  } finally {
    ends.removeEventListener('abort', late)
    close(session)
  }
}
interface Heard {
  /** What came last of this column, and could not be read. */
  nonsense: string | undefined
  /** Nothing more will come of this column. */
  stop(error: unknown): void
}
class TooSlowError extends Error {
  override name = 'TooSlowError'
}
function close(session: snmp.Session | undefined): void {
  try {
    session?.close()
  } catch {
    // Closed already: its socket went wrong.
  }
}

type Column<C extends Columns> = readonly [name: keyof C, column: Columns[string]]
interface Asking {
  session: snmp.Session
  heard: Heard
  failing: Promise<never>
}
/** What ends everything: asking more would only take longer. */
const ending = ({ reason }: Trouble) => reason === 'denied' || reason === 'tooSlow'

/** Together where the protocol can, and column after column where that goes wrong. The first trouble of all; what was read stays read. */
async function readAll<C extends Columns>(
  asking: Asking,
  { protocol }: Access,
  columns: C,
  answers: Partial<Record<keyof C, Row[]>>,
): Promise<Trouble | null> {
  const [first, ...others] = Object.entries(columns) as unknown as Column<C>[]
  // A device that says nothing to the first question is not there.
  const gone = first && (await readOne(asking, first, answers))
  if (gone) return gone
  const together = protocol === '1' ? { left: others, why: null } : await readTogether(asking, others, answers)
  if (together.why && ending(together.why)) return together.why
  const troubles: Trouble[] = []
  for (const column of together.left) {
    const why = await readOne(asking, column, answers)
    if (why) troubles.push(why)
    if ((why && ending(why)) || troubles.length > mostTroubles) break
  }
  return troubles[0] ?? null
}
async function readOne<C extends Columns>(
  { session, heard, failing }: Asking,
  [name, { oid, rows }]: Column<C>,
  answers: Partial<Record<keyof C, Row[]>>,
): Promise<Trouble | null> {
  heard.nonsense = undefined
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  heard.stop = reject
  const kept = keeping(oid, rows)
  answers[name] = kept.read
  // The types know only "true" and nothing; the program takes whatever is true.
  const take = (varbinds: snmp.Varbind[]): boolean => {
    for (const varbind of varbinds) kept.take(varbind)
    return kept.full()
  }
  session.subtree(oid, Math.min(rows + 1, 16), take as snmp.FeedCallback, (error) => (error ? reject(error) : resolve()))
  return Promise.race([promise, failing]).then(
    () => null,
    (error: unknown) => whyNot(error, heard.nonsense),
  )
}

/** Columns in one question, and values in one answer: about as many as fit in a packet. */
const mostTogether = 12
const mostInAnswer = 72
/** Some rows of several columns at once; whatever ends makes room for the next. Answers what is left where that goes wrong: it is to be asked by itself. */
async function readTogether<C extends Columns>(
  { session, heard, failing }: Asking,
  columns: readonly Column<C>[],
  answers: Partial<Record<keyof C, Row[]>>,
): Promise<{ left: readonly Column<C>[]; why: Trouble | null }> {
  heard.nonsense = undefined
  let open = columns.map((column) => ({ column, next: column[1].oid, kept: keeping(column[1].oid, column[1].rows) }))
  for (const { column, kept } of open) answers[column[0]] = kept.read
  try {
    while (open.length > 0) {
      const now = open.slice(0, mostTogether)
      const { promise, resolve, reject } = Promise.withResolvers<readonly (snmp.Varbind | snmp.Varbind[])[]>()
      heard.stop = reject
      const each = Math.floor(mostInAnswer / now.length)
      session.getBulk(
        now.map(({ next }) => next),
        0,
        Math.min(each, 16),
        (error, varbinds = []) => (error ? reject(error) : resolve(varbinds)),
      )
      const came = await Promise.race([promise, failing])
      const ended = new Set<unknown>()
      let moved = false
      for (const [at, one] of now.entries())
        for (const varbind of [came[at] ?? []].flat()) {
          moved = true
          one.next = String(varbind.oid)
          if (!one.kept.take(varbind) || one.kept.full()) ended.add(one)
        }
      if (!moved) throw new Error('an answer without anything')
      open = open.filter((one) => !ended.has(one))
    }
    return { left: [], why: null }
  } catch (error) {
    return { left: open.map(({ column }) => column), why: whyNot(error, heard.nonsense) }
  }
}

/** Keeps rows of a column, whatever a device says. */
function keeping(oid: string, rows: number) {
  const read: Row[] = []
  const seen = new Set<string>()
  let came = 0
  return {
    read,
    /** Whether it is of this column. */
    take(varbind: snmp.Varbind): boolean {
      came += 1
      if (!String(varbind.oid).startsWith(`${oid}.`)) return false
      const index = String(varbind.oid).slice(oid.length + 1)
      const isError = snmp.isVarbindError(varbind)
      const value = isError ? undefined : valueIn(varbind)
      // Some answer the same row again and again.
      if (value !== undefined && !seen.has(index)) {
        seen.add(index)
        if (read.length < rows) read.push({ index, value })
      }
      return !isError
    },
    full: () => came >= rows,
  }
}
function valueIn({ value, type }: snmp.Varbind): Value | undefined {
  if (typeof value === 'number' || typeof value === 'string') return typeof value === 'string' ? value.slice(0, mostBytes) : value
  if (!Buffer.isBuffer(value)) return undefined
  if (type === snmp.ObjectType.Counter64) return Number(BigInt(`0x0${value.subarray(0, 9).toString('hex')}`))
  return Uint8Array.from(value.subarray(0, mostBytes))
}

function sessionFor(address: string, port: number, access: Access, bounds: Bounds, heard: Heard): snmp.Session {
  const options = {
    ...{ port, retries: bounds.tries - 1, timeout: bounds.tryMs, idBitsSize: 32 },
    transport: isIPv6(address) ? ('udp6' as const) : ('udp4' as const),
    dgramModule: { createSocket: (type: dgram.SocketType) => socketFor(address, type, heard) },
  }
  if (access.protocol !== '3') {
    const version = access.protocol === '1' ? snmp.Version1 : snmp.Version2c
    return snmp.createSession(address, access.community ?? '', { ...options, version })
  }
  const { user: name, authProtocol, privProtocol, auth, priv } = access
  const level = authProtocol === null ? 'noAuthNoPriv' : privProtocol === null ? 'authNoPriv' : 'authPriv'
  const user = {
    ...{ name, level: snmp.SecurityLevel[level] },
    ...(authProtocol && { authProtocol: snmp.AuthProtocols[authProtocol], authKey: auth ?? '' }),
    ...(privProtocol && { privProtocol: snmp.PrivProtocols[privProtocol], privKey: priv ?? '' }),
  }
  return snmp.createV3Session(address, user, { ...options, version: snmp.Version3 } as snmp.SessionOptionsV3)
}

/**
 * A socket that hears only who was asked, and whose listener cannot end the program: what it throws on an answer that is well formed and yet makes no
 * sense would come up in the event loop, where nobody catches it.
 */
function socketFor(address: string, type: dgram.SocketType, heard: Heard): dgram.Socket {
  const socket = dgram.createSocket(type)
  const on = socket.on.bind(socket) as (event: string, listener: (...given: never[]) => void) => dgram.Socket
  const hearing =
    (listener: (message: Buffer, from: dgram.RemoteInfo) => void) =>
    (message: Buffer, from: dgram.RemoteInfo): void => {
      if (from.address !== address) return
      try {
        listener(message, from)
      } catch (error) {
        heard.stop(error)
      }
    }
  socket.on = ((event: string, listener: (...given: never[]) => void) =>
    on(event, event === 'message' ? hearing(listener as Parameters<typeof hearing>[0]) : listener)) as typeof socket.on
  return socket
}

/** `nonsense`: what came last and could not be read, so that who answers it is not called silent. */
function whyNot(error: unknown, nonsense: string | undefined): Trouble {
  const { name, message, code } = (error instanceof Error ? error : new Error(String(error))) as Error & { code?: string | number }
  const what = (text: string) => ({ what: text.slice(0, 120) })
  if (name === 'TooSlowError') return nonsense === undefined ? { reason: 'tooSlow', given: {} } : { reason: 'nonsense', given: what(nonsense) }
  if (name === 'RequestTimedOutError') return nonsense === undefined ? { reason: 'silent', given: {} } : { reason: 'nonsense', given: what(nonsense) }
  if (typeof code === 'string' && /^E[A-Z]+$/.test(code)) return { reason: 'unreachable', given: { what: code } }
  // The message has both communities in it: what we show is a secret.
  if (code === snmp.ResponseInvalidCode.ECommunityNoMatch) return { reason: 'nonsense', given: { what: 'another community' } }
  const denied = code === snmp.ResponseInvalidCode.EAuthFailure || code === snmp.ResponseInvalidCode.ECouldNotDecrypt
  if (denied || /authorization|noaccess/i.test(message)) return { reason: 'denied', given: what(message) }
  return { reason: 'nonsense', given: what(message) }
}
