/** What a certificate says of itself, by Node's own reading. */
import { X509Certificate } from 'node:crypto'

export interface Read {
  fingerprint: string
  subject: string
  names: string[]
  issuer: string
  from: string
  until: string
  key: string
  pem: string
  authority: boolean
}
const partOf = (name: string, ...wanted: readonly string[]): string => {
  const parts = new Map(name.split('\n').map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]))
  return (wanted.map((one) => parts.get(one)).find(Boolean) ?? name.replaceAll('\n', ', ')).slice(0, 300)
}
/** DNS:www.example.org, IP Address:10.0.0.1; a name with odd signs stands between quotes. */
const namesIn = (alternative: string | undefined): string[] =>
  [...(alternative ?? '').matchAll(/(?:DNS|IP Address|URI|email):(?:"((?:[^"\\]|\\.)*)"|([^,]*))/g)]
    .map(([, quoted, plain]) => (quoted ?? plain ?? '').trim().slice(0, 300))
    .filter((name) => name !== '')
    .slice(0, 100)
function keyOf({ publicKey }: X509Certificate): string {
  const { modulusLength, namedCurve } = publicKey.asymmetricKeyDetails ?? {}
  return [(publicKey.asymmetricKeyType ?? '').toUpperCase(), modulusLength ?? namedCurve].filter(Boolean).join(' ')
}
/** PEM, or DER in base64. Undefined for what is no certificate. */
export function readCertificate(text: string): Read | undefined {
  try {
    const found = new X509Certificate(text.includes('-----BEGIN') ? text : Buffer.from(text, 'base64'))
    const [from, until] = [new Date(found.validFrom), new Date(found.validTo)]
    if (Number.isNaN(from.getTime()) || Number.isNaN(until.getTime())) return undefined
    return {
      fingerprint: found.fingerprint256.replaceAll(':', '').toLowerCase(),
      ...{ subject: partOf(found.subject ?? '', 'CN', 'O'), issuer: partOf(found.issuer ?? '', 'O', 'CN') },
      ...{ names: namesIn(found.subjectAltName), from: from.toISOString(), until: until.toISOString() },
      ...{ key: keyOf(found), pem: found.toString(), authority: found.ca },
    }
  } catch {
    return undefined
  }
}
/** What a file of certificates serves: not those of who vouches, unless it holds nothing else. */
export function readPem(pem: string): Read[] {
  const all = [...pem.matchAll(/-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\s]{1,20000}-----END CERTIFICATE-----/g)]
    .slice(0, 20)
    .flatMap(([block]) => readCertificate(block) ?? [])
  const served = all.filter(({ authority }) => !authority)
  return served.length > 0 ? served : all
}
