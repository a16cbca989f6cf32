/**
 * The one client for requests to an address that somebody from outside wrote down (a picture in a mail). It reaches the public internet and nothing
 * else: a name is resolved here, every address it has is looked at, and the connection goes to an address that was looked at, so a name that answers
 * differently the second time gains nothing. Each redirect is looked at again. No cookies, no referrer, nothing that tells who asks.
 */
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

/** Whether this address is on the public internet, or in a network that the configuration allows. */
export function mayReach(address: string, allow: readonly string[]): boolean {
  if (!ipaddr.isValid(address)) return false
  const at = ipaddr.parse(address)
  if (at.range() === 'unicast' && (at.kind() === 'ipv4' || at.match(publicV6))) return true
  // As IPv4 when it is IPv4 in another dress; that is never public by itself.
  const bare = ipaddr.process(address)
  return allow.map((network) => ipaddr.parseCIDR(network)).some((network) => network[0].kind() === bare.kind() && bare.match(network))
}

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

type Found = Awaited<ReturnType<typeof resolved>>
/** Every address of the name; refused when one of them may not be reached. */
async function resolved(url: URL, allow: readonly string[], signal: AbortSignal) {
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1')
  // A resolver that does not answer cannot be stopped, only left.
  const late = new Promise<never>((_, reject) => signal.addEventListener('abort', () => reject(signal.reason), { once: true }))
  const found = await Promise.race([lookUp(host, { all: true }).catch(() => refuse('unknownHost')), late])
  return found.length > 0 && found.every((one) => mayReach(one.address, allow)) ? found : refuse('address')
}

async function answerOf(url: URL, { allow, accept }: Bounds, signal: AbortSignal): Promise<IncomingMessage> {
  const found = await resolved(url, allow, signal)
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
const looked =
  (found: Found): LookupFunction =>
  (_name, { all }, done) => {
    const [first] = found
    if (all || !first) done(null, found)
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
