/** Certificates in facts of an item. Pure. */
import type { FactValue } from '#record/items/facts/contract.ts'
import { type Read, readCertificate } from './adapters/x509.ts'

/** tls.<name>.validUntil, .issuer; where a check tells more: .certificate (PEM, or DER in base64) and .trusted. */
export const tlsKey = /^tls\.(.+)\.(validUntil|issuer|certificate|trusted)$/
export interface Served {
  place: string
  trusted: boolean | null
  certificate: Omit<Read, 'fingerprint' | 'from' | 'pem' | 'authority'> & { fingerprint: string | null; from: string | null; pem: string | null }
}

/** What an item serves under which name; a name without a day on which it ends is left. */
export function servedIn(facts: ReadonlyMap<string, { value: FactValue }>): Served[] {
  const places = new Set([...facts.keys()].flatMap((key) => tlsKey.exec(key)?.[1] ?? []))
  return [...places].sort().flatMap((place): Served[] => {
    const of = (what: string) => facts.get(`tls.${place}.${what}`)?.value
    const trusted = of('trusted')
    const read = readCertificate(String(of('certificate') ?? ''))
    const until = new Date(String(of('validUntil') ?? ''))
    const known = { place, trusted: typeof trusted === 'boolean' ? trusted : null }
    if (read) {
      const { authority: _, ...certificate } = read
      return [{ ...known, certificate }]
    }
    if (Number.isNaN(until.getTime())) return []
    const dates = { from: null, until: until.toISOString(), key: '', pem: null, fingerprint: null }
    return [{ ...known, certificate: { subject: place, names: [place], issuer: String(of('issuer') ?? ''), ...dates } }]
  })
}
/** Under which it is one and the same: itself where it was seen whole, else where it was seen. */
export const identityOf = (fingerprint: string | null, itemId: string, place: string): string => fingerprint ?? `${itemId} ${place}`
