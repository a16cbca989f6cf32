/** What certificate a server shows: how long it is valid, who vouches for it, and for which name; also after STARTTLS. */
import { isIP } from 'node:net'
import { checkServerIdentity, type TLSSocket } from 'node:tls'
import type { Told, Value, WhatOf, Why } from '../kinds/contract.ts'
import { connectTo, cut, type Env, Failed, overTls, talk } from './wire.ts'

const day = 86_400_000
/** What a certificate is worth at this moment. */
export function judged(over: TLSSocket, name: string, { leastDays, verify }: { leastDays: number; verify: boolean }, now: number): Told {
  const certificate = over.getPeerCertificate()
  const until = Date.parse(certificate.valid_to ?? '')
  if (Number.isNaN(until)) return { why: { reason: 'noTls', given: { what: 'certificate' } }, values: [] }
  const days = (until - now) / day
  const otherName = checkServerIdentity(name, certificate)
  const expired = days < 0
  // Node's name for it; one that is only over time is told as such.
  const error = over.authorized ? '' : String((over.authorizationError as { code?: string } | null)?.code ?? over.authorizationError ?? '')
  const trusted = over.authorized || error === 'CERT_HAS_EXPIRED' || error === 'ERR_TLS_CERT_ALTNAME_INVALID'
  const values: Value[] = [
    { name: 'probe_ssl_earliest_cert_expiry', value: until / 1000 },
    { name: 'probe_ssl_cert_trusted', value: trusted ? 1 : 0 },
    { name: 'probe_ssl_cert_name_matches', value: otherName ? 0 : 1 },
    { name: 'probe_tls_version_info', labels: { version: over.getProtocol() ?? '' }, value: 1 },
  ]
  const whole = certificate.raw?.toString('base64') ?? ''
  const facts = [
    { key: `tls.${name}.validUntil`, value: new Date(until).toISOString() },
    { key: `tls.${name}.issuer`, value: cut(String(certificate.issuer?.O ?? certificate.issuer?.CN ?? ''), 200) },
    { key: `tls.${name}.trusted`, value: trusted },
    // The whole of it, where it fits in a fact.
    ...(whole.length > 0 && whole.length <= 4000 ? [{ key: `tls.${name}.certificate`, value: whole }] : []),
  ]
  const wrong = (): Why | null => {
    if (expired) return { reason: 'expired', given: { days: String(Math.floor(-days)) } }
    if (verify && !trusted) return { reason: 'untrusted', given: { what: cut(error, 100) } }
    if (verify && otherName) return { reason: 'otherName', given: { what: cut(otherName.message, 160) } }
    return days < leastDays ? { reason: 'expiresSoon', given: { days: String(Math.floor(days)) } } : null
  }
  return { why: wrong(), values, facts }
}

/** Until the server says that TLS begins (RFC 3207, RFC 3501). */
async function startTls(lines: ReturnType<typeof talk>, protocol: 'smtp' | 'imap'): Promise<void> {
  const wanted = async (right: RegExp, more: RegExp) => {
    for (let count = 0; count < 100; count++) {
      const line = await lines.line()
      if (right.test(line)) return
      if (!more.test(line)) throw new Failed('greeting', { what: cut(line, 120) })
    }
    throw new Failed('nonsense', { what: protocol })
  }
  if (protocol === 'smtp') {
    await wanted(/^220 /, /^220-/)
    lines.say('EHLO spil\r\n')
    await wanted(/^250 /, /^250-/)
    lines.say('STARTTLS\r\n')
    await wanted(/^220 /, /^220-/)
  } else {
    await wanted(/^\* (OK|PREAUTH)/, /^\* /)
    lines.say('a STARTTLS\r\n')
    await wanted(/^a OK/, /^\* /)
  }
}

export async function tls(what: WhatOf<'tls'>, env: Env): Promise<Told> {
  const socket = await connectTo(what, env)
  try {
    if (what.startTls !== 'none') {
      const lines = talk(socket)
      await startTls(lines, what.startTls)
      lines.release()
    }
    const name = what.name || (isIP(what.address) ? what.address : what.address.toLowerCase())
    return judged(await overTls(socket, name), name, what, env.now())
  } finally {
    socket.destroy()
  }
}
