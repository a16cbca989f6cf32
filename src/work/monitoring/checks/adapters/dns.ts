/** What a name server answers for a name. */
import { Resolver } from 'node:dns/promises'
import { isIPv6, SocketAddress } from 'node:net'
import { reached } from '#platform/outgoing.ts'
import type { Told, WhatOf } from '../kinds/contract.ts'
import { cut, type Env, Failed } from './wire.ts'

type Type = WhatOf<'dns'>['type']
const said: { [T in Type]: (resolver: Resolver, name: string) => Promise<string[]> } = {
  A: (resolver, name) => resolver.resolve4(name),
  AAAA: (resolver, name) => resolver.resolve6(name),
  NS: (resolver, name) => resolver.resolveNs(name),
  CNAME: (resolver, name) => resolver.resolveCname(name),
  TXT: async (resolver, name) => (await resolver.resolveTxt(name)).map((parts) => parts.join('')),
  MX: async (resolver, name) => (await resolver.resolveMx(name)).map(({ exchange, priority }) => `${priority} ${exchange}`),
  async SOA(resolver, name) {
    const { nsname, hostmaster, serial } = await resolver.resolveSoa(name)
    return [`${nsname} ${hostmaster} ${serial}`]
  },
}
/** What of an answer is right by itself: an MX without its preference, a SOA by any of its parts. */
const partsOf: Partial<Record<Type, (one: string) => string[]>> = { MX: (one) => one.split(' ').slice(1), SOA: (one) => one.split(' ') }
/** How it is compared: names without case and last point, an address as it is written shortest, text as it is. */
function plain(text: string, type: Type): string {
  const bare = text.trim()
  if (type === 'TXT') return bare
  return isIPv6(bare) ? new SocketAddress({ address: bare, family: 'ipv6' }).address : bare.toLowerCase().replace(/\.$/, '')
}

export async function dns({ server, port, name, type, expects }: WhatOf<'dns'>, env: Env): Promise<Told> {
  const [found] = await reached(server, port, env.guard, env.signal)
  env.signal.throwIfAborted()
  const resolver = new Resolver({ timeout: Math.max(200, Math.floor(env.timeoutMs / 3)), tries: 2 })
  resolver.setServers([found.family === 6 ? `[${found.address}]:${port}` : `${found.address}:${port}`])
  const stop = () => resolver.cancel()
  env.signal.addEventListener('abort', stop, { once: true })
  try {
    const answers = await said[type](resolver, name)
    const values = [{ name: 'probe_dns_answer_rrs', value: answers.length }]
    const all = answers.map((one) => plain(one, type))
    const known = (wish: string) => all.some((one) => one === wish || partsOf[type]?.(one).includes(wish))
    const missing = expects.find((wish) => !known(plain(wish, type)))
    if (missing !== undefined) return { why: { reason: 'dnsOther', given: { expected: missing, found: cut(answers.join(', '), 160) } }, values }
    return { why: null, values }
  } catch (error) {
    const { code = '' } = error as { code?: string }
    if (code === 'ENOTFOUND' || code === 'ENODATA')
      return { why: { reason: 'dnsNone', given: {} }, values: [{ name: 'probe_dns_answer_rrs', value: 0 }] }
    if (code === 'ETIMEOUT' || code === 'ECANCELLED') throw new Failed('silent')
    if (code === 'EBADRESP' || code === 'EFORMERR') throw new Failed('nonsense', { what: code })
    if (code === 'EREFUSED' || code === 'ESERVFAIL' || code === 'ENOTIMP') throw new Failed('denied', { what: code })
    throw error
  } finally {
    env.signal.removeEventListener('abort', stop)
  }
}
