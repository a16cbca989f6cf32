/** Asks a web server: the answer, what is in it, and where it sends us. */
import { type IncomingMessage, request as overHttp } from 'node:http'
import { request as overHttps } from 'node:https'
import type { TLSSocket } from 'node:tls'
import { looked, reached } from '#platform/outgoing.ts'
import type { Told, Value, WhatOf } from '../kinds/contract.ts'
import { foundIn } from './searching.ts'
import { cut, type Env, Failed, familyOf } from './wire.ts'

export interface Asking {
  url: string
  method: 'GET' | 'HEAD' | 'POST'
  family: 'any' | '4' | '6'
  verify: boolean
  redirects: 'follow' | 'stay'
  mostBytes: number
  accept: string
}
export interface Answered {
  status: number
  body: Buffer
  /** There was more than `mostBytes`. */
  more: boolean
  redirects: number
  /** When the certificate ends, in milliseconds since 1970. */
  certificateUntil: number | undefined
  contentType: string
}
const mostRedirects = 5

export async function asked(asking: Asking, env: Env): Promise<Answered> {
  let url = urlOf(asking.url)
  const { origin } = url
  for (let redirects = 0; ; redirects++) {
    const answer = await answerOf(url, asking, url.origin === origin ? env : { ...env, secret: {} })
    const { statusCode: status = 0, headers } = answer
    const { location } = headers
    if (asking.redirects === 'stay' || status < 300 || status >= 400 || location === undefined) {
      const until = certificateOf(answer)
      return { status, ...(await bodyOf(answer, asking.mostBytes)), redirects, certificateUntil: until, contentType: headers['content-type'] ?? '' }
    }
    answer.destroy()
    if (redirects === mostRedirects) throw new Failed('redirects')
    url = urlOf(location, url)
  }
}
function urlOf(text: string, from?: URL): URL {
  const url = URL.parse(text, from)
  if (!url || !/^https?:$/.test(url.protocol) || url.username !== '' || url.password !== '') throw new Failed('nonsense', { what: cut(text, 100) })
  return url
}

async function answerOf(url: URL, { method, family, verify, accept }: Asking, { guard, signal, secret }: Env): Promise<IncomingMessage> {
  const isSecure = url.protocol === 'https:'
  const port = Number(url.port || (isSecure ? 443 : 80))
  const found = await reached(url.hostname, port, guard, signal, familyOf(family))
  const own = Object.fromEntries((secret.headers ?? []).map(({ name, value }) => [name.toLowerCase(), value]))
  const headers = { accept, 'accept-encoding': 'identity', 'user-agent': 'Spil', ...own }
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>()
  // A connection of its own: a check that finds one open says nothing about whether one can be made.
  const options = { agent: false as const, method, signal, headers, lookup: looked(found), maxHeaderSize: 65_536, insecureHTTPParser: false }
  const request = isSecure ? overHttps(url, { ...options, rejectUnauthorized: verify }, resolve) : overHttp(url, options, resolve)
  request.on('error', (error: NodeJS.ErrnoException) => reject(certificateError(error)))
  request.end()
  return promise
}
/** OpenSSL's names for what is wrong with a certificate. */
function certificateError(error: NodeJS.ErrnoException): Error {
  const { code = '', message } = error
  if (code === 'CERT_HAS_EXPIRED') return new Failed('expired', { days: '0' })
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') return new Failed('otherName', { what: cut(message, 160) })
  if (/^(DEPTH_ZERO|SELF_SIGNED|UNABLE_TO|CERT_)/.test(code)) return new Failed('untrusted', { what: code })
  if (/^(EPROTO|ERR_SSL)/.test(code)) return new Failed('noTls', { what: cut(message, 120) })
  if (/^HPE_/.test(code)) return new Failed(code === 'HPE_HEADER_OVERFLOW' ? 'tooLarge' : 'nonsense', { what: code })
  return error
}
function certificateOf(answer: IncomingMessage): number | undefined {
  const socket = answer.socket as Partial<TLSSocket>
  const until = Date.parse(socket.getPeerCertificate?.().valid_to ?? '')
  return Number.isNaN(until) ? undefined : until
}
async function bodyOf(answer: IncomingMessage, most: number): Promise<{ body: Buffer; more: boolean }> {
  const parts: Buffer[] = []
  let size = 0
  try {
    for await (const part of answer as AsyncIterable<Buffer>) {
      size += part.length
      parts.push(part)
      if (size > most) break
    }
  } finally {
    answer.destroy()
  }
  return { body: Buffer.concat(parts).subarray(0, most), more: size > most }
}

const fits = (status: number, statuses: string): boolean =>
  statuses.split(',').some((part) => {
    const [from = 0, to = from] = part.trim().split('-').map(Number)
    return status >= from && status <= to
  })

export async function http({ kind: _, statuses, contains, matches, ...what }: WhatOf<'http'>, env: Env): Promise<Told> {
  const answer = await asked({ ...what, mostBytes: 1_000_000, accept: '*/*' }, env)
  const { status, body, redirects, certificateUntil } = answer
  const values: Value[] = [
    { name: 'probe_http_status_code', value: status },
    { name: 'probe_http_content_length', value: body.length },
    { name: 'probe_http_redirects', value: redirects },
    ...(certificateUntil === undefined ? [] : [{ name: 'probe_ssl_earliest_cert_expiry', value: certificateUntil / 1000 }]),
  ]
  if (!fits(status, statuses)) return { why: { reason: 'status', given: { status: String(status), expected: statuses } }, values }
  const text = contains !== '' || matches !== '' ? body.toString('utf8') : ''
  if (contains !== '' && !text.includes(contains)) return { why: { reason: 'content', given: { what: cut(contains, 100) } }, values }
  if (matches !== '' && !(await foundIn({ pattern: matches, text })))
    return { why: { reason: 'content', given: { what: cut(matches, 100) } }, values }
  return { why: null, values }
}
