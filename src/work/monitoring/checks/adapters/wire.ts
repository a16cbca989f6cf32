/** What adapters share: a connection to where we may go, bounded in bytes and time, and lines over it. */
import { connect, isIP, type Socket } from 'node:net'
import { connect as secure, type TLSSocket } from 'node:tls'
import { type Guard, looked, reached } from '#platform/outgoing.ts'
import type { Reason, Secret, Why } from '../kinds/contract.ts'

/** What a check may use. It knows no database, so a collector elsewhere runs the same. */
export interface Env {
  guard: Guard
  secret: Secret
  /** Of this check: its time is over, or the program stops. */
  signal: AbortSignal
  timeoutMs: number
  /** Milliseconds since 1970. */
  now(): number
  /** When somebody last called us for it; null: never. */
  beatAt: number | null
  /** Since when it is asked. */
  sinceAt: number
}
/** Ends a check with its reason. */
export class Failed extends Error {
  override name = 'Failed'
  readonly why: Why
  constructor(reason: Reason, given: Readonly<Record<string, string>> = {}) {
    super(reason)
    this.why = { reason, given }
  }
}
export const cut = (text: string, most = 200): string =>
  text
    .replace(/[^\P{C}\n\t]/gu, '·')
    .trim()
    .slice(0, most)
export const familyOf = (family: 'any' | '4' | '6'): 0 | 4 | 6 => (family === 'any' ? 0 : family === '4' ? 4 : 6)

const mostBytes = 1_000_000
/** Whatever reads it, no more than so much comes in: a peer that never ends is left. */
function bound(socket: Socket, most: number): void {
  const looking = setInterval(() => {
    if (socket.bytesRead > most) socket.destroy(new Failed('tooLarge'))
  }, 20)
  socket.once('close', () => clearInterval(looking))
}

export interface Place {
  address: string
  port: number
  family?: 'any' | '4' | '6'
}
export async function connectTo({ address, port, family = 'any' }: Place, env: Env, most = mostBytes): Promise<Socket> {
  const found = await reached(address, port, env.guard, env.signal, familyOf(family))
  env.signal.throwIfAborted()
  const socket = connect({ host: found[0].address, port, lookup: looked(found) })
  const stop = () => socket.destroy(new Failed('tooSlow'))
  env.signal.addEventListener('abort', stop, { once: true })
  socket.once('close', () => env.signal.removeEventListener('abort', stop))
  bound(socket, most)
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  socket.once('connect', resolve)
  // Stays: who throws later must not end the program; whoever reads hears of it by the end of the stream.
  socket.on('error', reject)
  try {
    await promise
  } catch (error) {
    socket.destroy()
    throw error
  }
  return socket
}

/** The same connection over TLS. Who it is, is for the caller to judge: nothing is refused here. */
export async function overTls(socket: Socket, name: string): Promise<TLSSocket> {
  const over = secure({ socket, rejectUnauthorized: false, minVersion: 'TLSv1', ...(isIP(name) === 0 && name !== '' && { servername: name }) })
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  over.once('secureConnect', resolve)
  over.on('error', reject)
  socket.once('close', () => reject(new Failed('closed')))
  try {
    await promise
  } catch (error) {
    socket.destroy()
    if (error instanceof Failed) throw error
    const { code = '', message } = error as Error & { code?: string }
    if (/^E(CONN|PIPE|TIMED)/.test(code)) throw error
    throw new Failed('noTls', { what: cut(message, 120) })
  }
  return over
}

export interface Talk {
  /** The next line without its end; throws Failed when it is too long or none comes any more. */
  line(): Promise<string>
  say(text: string): void
  /** Listens no more; what was not read is lost. */
  release(): void
}
const longestLine = 8192
/** Lines over a connection. */
export function talk(socket: Socket): Talk {
  let read = ''
  let ended: Error | undefined
  let wake: (() => void) | undefined
  const data = (part: Buffer) => {
    read += part.toString('latin1')
    if (read.length > 16 * longestLine) socket.destroy(new Failed('tooLarge'))
    wake?.()
  }
  const end = (error?: Error) => {
    ended ??= error instanceof Error ? error : new Failed('closed')
    wake?.()
  }
  const over = () => end()
  socket.on('data', data).on('error', end).on('end', over).on('close', over)
  return {
    async line() {
      for (;;) {
        const at = read.indexOf('\n')
        if (at >= 0) {
          const line = read.slice(0, at).replace(/\r$/, '')
          read = read.slice(at + 1)
          return line
        }
        if (read.length > longestLine) throw new Failed('tooLarge')
        if (ended) throw ended
        await new Promise<void>((resolve) => {
          wake = resolve
        })
      }
    },
    say: (text) => void socket.write(text),
    release() {
      socket.off('data', data).off('end', over).off('close', over)
    },
  }
}
