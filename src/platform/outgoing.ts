/**
 * The one client for requests to an address that somebody from outside wrote down (a picture in a mail). It reaches the public internet and nothing
 * else: a name is resolved here, every address it has is looked at, and the connection goes to an address that was looked at, so a name that answers
 * differently the second time gains nothing. Each redirect is looked at again. No cookies, no referrer, nothing that tells who asks.
 *
 * It is also the guard of what Spil asks inside: `reached` decides where checks and SNMP may go, private networks among it (decisions 0090, 0110).
 */
import type { LookupAddress } from 'node:dns'
import { lookup as lookUp } from 'node:dns/promises'
import { type IncomingMessage, request as overHttp, type RequestOptions } from 'node:http'
import { request as overHttps } from 'node:https'
import type { LookupFunction } from 'node:net'
import ipaddr from 'ipaddr.js'

export const refusals = ['scheme', 'address', 'unknownHost', 'redirects', 'status', 'tooLarge', 'tooSlow', 'unreachable'] as const
export type Refusal = (typeof refusals)[number]
/** Why it was not fetched. */
export class OutgoingRefused extends Error {
  override name = 'OutgoingRefused'
  readonly why: Refusal
  constructor(why: Refusal) {
    super(`not fetched: ${why}`)
    this.why = why
  }
}
const refuse = (why: Refusal): never => {
  throw new OutgoingRefused(why)
}

const mostRedirects = 3
const publicV6 = ipaddr.parseCIDR('2000::/3')
export const isNetwork = (text: string): boolean => ipaddr.isValidCIDR(text)

/** Where clouds tell machines their secrets: inside what is otherwise a private network, or public. The others of these addresses are of a link. */
const metadata = ['fd00:ec2::254', '168.63.129.16']
const isMetadata = (address: string): boolean => metadata.some((one) => sameAddress(one, address))

/** Whether this address is on the public internet, or in a network that the configuration allows. */
export function mayReach(address: string, allow: readonly string[]): boolean {
  if (!ipaddr.isValid(address)) return false
  const at = ipaddr.parse(address)
  const isPublic = at.range() === 'unicast' && (at.kind() === 'ipv4' || at.match(publicV6)) && !isMetadata(address)
  return isPublic || inside(address, allow)
}
function inside(address: string, networks: readonly string[]): boolean {
  // As IPv4 when it is IPv4 in another dress; that is never public by itself.
  const bare = ipaddr.process(address)
  return networks.map((network) => ipaddr.parseCIDR(network)).some((network) => network[0].kind() === bare.kind() && bare.match(network))
}

/** RFC 1918 and RFC 4193. */
const privateNetworks = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', 'fc00::/7']
/**
 * For what somebody here wrote down: devices and servers are in networks of our own, so private ones may be asked besides the public internet (decision
 * 0090). What is of the server itself, of a link, of everybody or of nobody may not, unless the configuration allows that network.
 */
export const mayAsk = (address: string, allow: readonly string[]): boolean =>
  mayReach(address, isMetadata(address) ? allow : [...allow, ...privateNetworks])

/** What asking may not reach: networks that are allowed besides, and places of our own (the database, the store of samples) that are refused wherever they stand. */
export interface Guard {
  allow: readonly string[]
  own: readonly { address: string; port: number }[]
}
/**
 * What this installation keeps elsewhere: its database (one of our own listens on a socket only) and its store of samples. Names are resolved once; one
 * that nobody knows yet counts as it is written.
 */
export async function ownPlaces({ databaseUrl, metricsStore }: Kept): Promise<Guard['own']> {
  const places = [...databasesIn(databaseUrl), ...storesIn(metricsStore)]
  const found = places.map(async ({ name, port }) => {
    const all = await lookUp(name, { all: true }).catch(() => [{ address: name }])
    return all.map(({ address }) => ({ address, port }))
  })
  return (await Promise.all(found)).flat()
}
interface Kept {
  databaseUrl: string | undefined
  metricsStore: string | undefined
}
interface Place {
  name: string
  port: number
}
const bareName = (host: string): string => host.replace(/^\[(.*)\]$/, '$1').toLowerCase()
/** PostgreSQL takes several hosts, each with a port, and takes them from what follows the `?` as well. */
function databasesIn(databaseUrl = ''): Place[] {
  const [, hosts = '', query = ''] = /^\w+:\/\/(?:[^/?]*@)?([^/?]*)[^?]*\??(.*)$/.exec(databaseUrl) ?? []
  const given = new URLSearchParams(query)
  const ports = given.getAll('port').flatMap((all) => all.split(','))
  const written = [decodeURIComponent(hosts), ...given.getAll('host'), ...given.getAll('hostaddr')].flatMap((all) => all.split(','))
  return written.flatMap((host) => {
    const [, name = '', port] = /^(\[.*\]|[^:]*|[^[\]]*:[^[\]]*:[^[\]]*)(?::(\d+))?$/.exec(host) ?? []
    // A socket is a path.
    if (name === '' || name.startsWith('/')) return []
    return [...new Set([port, ...ports, '5432'])].flatMap((one) => (one ? [{ name: bareName(name), port: Number(one) }] : []))
  })
}
function storesIn(metricsStore = ''): Place[] {
  const url = URL.parse(metricsStore)
  return url?.hostname ? [{ name: bareName(url.hostname), port: Number(url.port || (url.protocol === 'https:' ? 443 : 80)) }] : []
}
/**
 * Every address of the name, to connect to without asking the name again; of one family, when told. Throws OutgoingRefused: 'unknownHost', or 'address'
 * when one of them may not be asked.
 */
export async function reached(name: string, port: number, { allow, own }: Guard, signal: AbortSignal, family: 0 | 4 | 6 = 0): Promise<Found> {
  const found = await resolved(name, signal, family)
  const ours = ({ address }: Found[number]) =>
    own.some((one) => one.port === port && (sameAddress(one.address, address) || one.address === bareName(name)))
  return found.every((one) => mayAsk(one.address, allow) && !ours(one)) ? found : refuse('address')
}
const sameAddress = (one: string, other: string): boolean =>
  ipaddr.isValid(one) && ipaddr.isValid(other) && ipaddr.process(one).toString() === ipaddr.process(other).toString()

export interface Bounds {
  /** Networks (CIDR) that may be reached besides the public internet: `config.outgoingAllow`. */
  allow: readonly string[]
  maxBytes: number
  /** For all of it: names, redirects and the last byte. */
  timeoutMs: number
  /** Media types that are asked for. */
  accept: string
}

/** Fetches it, or throws OutgoingRefused. What it is, is for the caller to find out: nothing that the server says about it is believed. */
export async function fetchOutside(address: string, bounds: Bounds): Promise<Buffer> {
  const signal = AbortSignal.timeout(bounds.timeoutMs)
  try {
    let url = urlOf(address)
    for (let redirects = 0; ; redirects++) {
      const answer = await answerOf(url, bounds, signal)
      const status = answer.statusCode ?? 0
      if (status >= 200 && status < 300) return await contentOf(answer, bounds.maxBytes)
      answer.destroy()
      const { location } = answer.headers
      if (status < 300 || status >= 400 || location === undefined) return refuse('status')
      if (redirects === mostRedirects) return refuse('redirects')
      url = urlOf(location, url)
    }
  } catch (error) {
    if (error instanceof OutgoingRefused) throw error
    return refuse(signal.aborted ? 'tooSlow' : 'unreachable')
  }
}

function urlOf(address: string, from?: URL): URL {
  const url = URL.parse(address, from) ?? refuse('scheme')
  if ((url.protocol !== 'http:' && url.protocol !== 'https:') || url.username !== '' || url.password !== '') return refuse('scheme')
  return url
}

export type Found = readonly [LookupAddress, ...LookupAddress[]]
/** Every address of the name, of the system's resolver. */
async function resolved(name: string, signal: AbortSignal, family: 0 | 4 | 6 = 0): Promise<Found> {
  const host = name.replace(/^\[(.*)\]$/, '$1')
  // A resolver that does not answer cannot be stopped, only left.
  const late = new Promise<never>((_, reject) => signal.addEventListener('abort', () => reject(signal.reason), { once: true }))
  const [first, ...more] = await Promise.race([lookUp(host, { all: true, family }).catch(() => refuse('unknownHost')), late])
  return first ? [first, ...more] : refuse('unknownHost')
}

async function answerOf(url: URL, { allow, accept }: Bounds, signal: AbortSignal): Promise<IncomingMessage> {
  const found = await resolved(url.hostname, signal)
  if (!found.every((one) => mayReach(one.address, allow))) return refuse('address')
  const options: RequestOptions = {
    // A connection of its own, without what an agent may keep.
    agent: false,
    signal,
    lookup: looked(found),
    headers: { accept, 'accept-encoding': 'identity', 'user-agent': 'Spil' },
  }
  return new Promise((resolve, reject) => {
    const asked = (url.protocol === 'https:' ? overHttps : overHttp)(url, options, resolve)
    asked.on('error', reject)
    asked.end()
  })
}
/** Answers with what was looked at before, whatever the name says now. */
export const looked =
  (found: Found): LookupFunction =>
  (_name, { all }, done) => {
    const [first] = found
    if (all) done(null, [...found])
    else done(null, first.address, first.family)
  }

async function contentOf(answer: IncomingMessage, maxBytes: number): Promise<Buffer> {
  const parts: Buffer[] = []
  let size = 0
  try {
    if (Number(answer.headers['content-length'] ?? 0) > maxBytes) return refuse('tooLarge')
    for await (const part of answer as AsyncIterable<Buffer>) {
      size += part.length
      if (size > maxBytes) return refuse('tooLarge')
      parts.push(part)
    }
  } finally {
    answer.destroy()
  }
  return Buffer.concat(parts)
}
