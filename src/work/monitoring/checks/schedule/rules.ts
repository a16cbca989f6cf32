/** Who is asked next: as many at a time as there is room for, a few of each host, and not all of one network. Pure. */
import ipaddr from 'ipaddr.js'
import type { What } from '../kinds/contract.ts'
import { instanceOf } from '../rules.ts'

export interface Room {
  most: number
  perHost: number
  perNetwork: number
}
export interface Waiting {
  organisationId: string
  what: What
}
const hostOf = (what: What): string => {
  if ('url' in what) return URL.parse(what.url)?.hostname.replace(/^\[(.*)\]$/, '$1') ?? what.url
  if ('server' in what) return what.server
  return 'address' in what ? what.address : instanceOf(what)
}
/** What goes down together: 256 addresses of IPv4, a /64 of IPv6, a domain. */
function networkOf(host: string): string {
  if (!ipaddr.isValid(host)) return host.toLowerCase().split('.').slice(-2).join('.')
  const at = ipaddr.process(host)
  return at
    .toByteArray()
    .slice(0, at.kind() === 'ipv4' ? 3 : 8)
    .join('.')
}

export interface Line<T> {
  add(all: readonly T[]): void
  /** The first for whom there is room; it counts until `done`. */
  next(): T | undefined
  done(one: T): void
  /** Those who wait behind many of their own host or network: one of which nothing answers must not be all that is waited for. */
  crowd(): T[]
  /** Everybody who waits still. */
  empty(): T[]
  free(): number
  readonly running: number
}
export function line<T extends Waiting>({ most, perHost, perNetwork }: Room): Line<T> {
  let waiting: { one: T; host: string; network: string }[] = []
  const counts = new Map<string, number>()
  const places = new Map<T, readonly [string, string]>()
  const count = (key: string) => counts.get(key) ?? 0
  const step = (key: string, by: number) => (count(key) + by === 0 ? counts.delete(key) : counts.set(key, count(key) + by))
  return {
    add(all) {
      for (const one of all) {
        const host = hostOf(one.what)
        waiting.push({ one, host: `h ${one.organisationId} ${host}`, network: `n ${one.organisationId} ${networkOf(host)}` })
      }
    },
    next() {
      if (places.size >= most) return undefined
      const at = waiting.findIndex(({ host, network }) => count(host) < perHost && count(network) < perNetwork)
      const [found] = at < 0 ? [] : waiting.splice(at, 1)
      if (!found) return undefined
      step(found.host, 1)
      step(found.network, 1)
      places.set(found.one, [found.host, found.network])
      return found.one
    },
    done(one) {
      for (const key of places.get(one) ?? []) step(key, -1)
      places.delete(one)
    },
    crowd() {
      const seen = new Map<string, number>()
      const isFull = (key: string, most: number, waits: number) => {
        const before = seen.get(key) ?? 0
        seen.set(key, before + 1)
        return count(key) >= most && before >= waits
      }
      const gone = new Set(
        waiting.filter(({ host, network }) => [isFull(host, perHost, 8 * perHost), isFull(network, perNetwork, perNetwork)].includes(true)),
      )
      waiting = waiting.filter((one) => !gone.has(one))
      return [...gone].map(({ one }) => one)
    },
    empty() {
      const all = waiting.map(({ one }) => one)
      waiting = []
      return all
    },
    free: () => Math.max(0, most - places.size - waiting.length),
    get running() {
      return places.size
    },
  }
}
