/** Runs one check, whatever its kind. It knows no database, ends within its time, and throws nothing: what goes wrong is its result. */
import type { Guard } from '#platform/outgoing.ts'
import { OutgoingRefused } from '#platform/outgoing.ts'
import { type Kind, ours, type Result, type Secret, type Told, type What, type WhatOf, type Why } from '../kinds/contract.ts'
import { database } from './database.ts'
import { dns } from './dns.ts'
import { heartbeat } from './heartbeat.ts'
import { http } from './http.ts'
import { icmp } from './icmp.ts'
import { imap } from './imap.ts'
import { ldap } from './ldap.ts'
import { ntp } from './ntp.ts'
import { scrape } from './scrape.ts'
import { script } from './script.ts'
import { smtp } from './smtp.ts'
import { snmp } from './snmp.ts'
import { ssh } from './ssh.ts'
import { tcp } from './tcp.ts'
import { tls } from './tls.ts'
import { cut, type Env, Failed } from './wire.ts'

/** What every check of a process uses. */
export interface Tools {
  guard: Guard
  now(): number
  /** The program stops. */
  signal: AbortSignal
}
/** One check, with what was to be filled in filled in. */
export interface ToRun {
  what: What
  secret: Secret
  timeoutMs: number
  beatAt: number | null
  sinceAt: number
}
const adapters: { [K in Kind]: (what: WhatOf<K>, env: Env) => Promise<Told> } = {
  ...{ icmp, tcp, http, tls, dns, smtp, imap, ssh, ntp, ldap, database, snmp, scrape, script, heartbeat },
}
/** After its time a check gets so much to tidy up; then it is left. */
const tidyMs = 500

export async function runCheck({ what, secret, timeoutMs, beatAt, sinceAt }: ToRun, { guard, now, signal }: Tools): Promise<Result> {
  const began = performance.now()
  const ends = new AbortController()
  const stop = () => ends.abort()
  signal.addEventListener('abort', stop, { once: true })
  const timer = setTimeout(stop, timeoutMs)
  const left = Promise.withResolvers<Told>()
  const leaving = setTimeout(() => left.resolve({ why: { reason: 'tooSlow', given: {} }, values: [] }), timeoutMs + tidyMs)
  const env: Env = { guard, secret, timeoutMs, now, beatAt, sinceAt, signal: ends.signal }
  const adapter = adapters[what.kind] as (what: What, env: Env) => Promise<Told>
  const asked = (async () => adapter(what, env))().catch((error: unknown): Told => ({ why: whyNot(error, ends.signal.aborted), values: [] }))
  const told = await Promise.race([asked, left.promise])
  clearTimeout(timer)
  clearTimeout(leaving)
  signal.removeEventListener('abort', stop)
  // Whatever is open still is closed.
  ends.abort()
  return { ...told, why: told.why && withoutSecrets(told.why, secret), ok: told.why === null, durationMs: performance.now() - began }
}

/** Shorter ones are in any text. */
const shortestSecret = 4
/** Whatever a server or a library says back, a reason is read by many: what is secret is not in it. */
function withoutSecrets({ reason, given }: Why, { headers = [], ...others }: Secret): Why {
  const all = [...headers.map(({ value }) => value), ...Object.values(others)].filter((one) => one.length >= shortestSecret)
  const hidden = (text: string) => all.reduce((left, one) => left.replaceAll(one, '•••'), text)
  return { reason, given: Object.fromEntries(Object.entries(given).map(([key, text]) => [key, hidden(text)])) }
}

const byCode: Readonly<Record<string, Why['reason']>> = { ECONNREFUSED: 'refused', ECONNRESET: 'closed', EPIPE: 'closed', ENOTFOUND: 'unknownHost' }
function whyNot(error: unknown, late: boolean): Why {
  if (error instanceof Failed) return error.why
  if (error instanceof OutgoingRefused)
    return { reason: error.why === 'unknownHost' ? 'unknownHost' : error.why === 'address' ? 'notReachable' : 'nonsense', given: {} }
  if (late) return { reason: 'tooSlow', given: {} }
  const { code, message } = (error instanceof Error ? error : new Error(String(error))) as Error & { code?: unknown }
  if (typeof code === 'string' && /^E[A-Z]+$/.test(code)) return { reason: byCode[code] ?? 'unreachable', given: { what: code } }
  return { reason: 'nonsense', given: { what: cut(message, 120) } }
}
/** Whether it says something about what was asked, or only about us. */
export const stateOf = ({ why }: Pick<Told, 'why'>): 'ok' | 'failed' | 'unknown' =>
  why === null ? 'ok' : (ours as readonly string[]).includes(why.reason) ? 'unknown' : 'failed'
