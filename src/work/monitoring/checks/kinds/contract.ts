/** The kinds of check: what each is told, and what comes out of it. Text may hold {address}, {name}, {fact:key} and {attribute:key} of the item. */
import * as z from 'zod'
import { Id, line } from '#platform/contract.ts'

const address = line(300).default('{address}').describe('A name or an IP address')
const port = (usual: number) => z.int().min(1).max(65_535).default(usual)
const family = z.enum(['any', '4', '6']).default('any').describe('Over IPv4, IPv6, or what there is')
const url = line(2000).describe('http or https')
const verify = z.boolean().default(true).describe('The certificate must be trusted and have the right name')
const user = z.string().trim().max(200).default('')

const icmp = z.object({
  kind: z.literal('icmp'),
  address,
  family,
  count: z.int().min(1).max(20).default(3),
  mostLoss: z.int().min(0).max(99).default(66).describe('Percent of packets that may be lost'),
})
const tcp = z.object({ kind: z.literal('tcp'), address, family, port: port(80) })
const http = z.object({
  kind: z.literal('http'),
  url: url.default('https://{address}/'),
  method: z.enum(['GET', 'HEAD', 'POST']).default('GET'),
  family,
  verify,
  statuses: z
    .string()
    .trim()
    .max(100)
    .regex(/^\d{3}(-\d{3})?(\s*,\s*\d{3}(-\d{3})?)*$/)
    .default('200-299')
    .describe('Which answers are right: 200-299, 401'),
  redirects: z.enum(['follow', 'stay']).default('follow').describe('stay: the redirect itself is the answer'),
  contains: z.string().max(500).default('').describe('Must be in the first megabyte'),
  matches: z.string().max(500).default('').describe('A regular expression (RE2, of at most 2,000 steps) that must be found in it'),
})
const tls = z.object({
  kind: z.literal('tls'),
  address,
  family,
  port: port(443),
  name: z.string().trim().max(300).default('').describe('Name that the certificate must have; empty: that of the address'),
  startTls: z.enum(['none', 'smtp', 'imap']).default('none'),
  verify,
  leastDays: z.int().min(0).max(365).default(14).describe('Days that it must be valid still'),
})
const dns = z.object({
  kind: z.literal('dns'),
  server: address.describe('The name server that is asked'),
  port: port(53),
  name: line(253),
  type: z.enum(['A', 'AAAA', 'MX', 'TXT', 'SOA', 'NS', 'CNAME']).default('A'),
  expects: z.array(line(300)).max(20).default([]).describe('Each of these must be in the answer; none: there must be one'),
})
const smtp = z.object({
  kind: z.literal('smtp'),
  address,
  family,
  port: port(25),
  banner: z.string().max(200).default('').describe('Must be in the greeting'),
})
const imap = z.object({ kind: z.literal('imap'), address, family, port: port(143), secure: z.boolean().default(false), verify })
const ssh = z.object({
  kind: z.literal('ssh'),
  address,
  family,
  port: port(22),
  hostKey: z
    .string()
    .trim()
    .regex(/^(SHA256:[A-Za-z0-9+/]{43})?$/)
    .default('')
    .describe('Fingerprint of the host key, as ssh-keygen -l writes it; empty: any key is right'),
})
const ntp = z.object({
  kind: z.literal('ntp'),
  address,
  family,
  port: port(123),
  mostOffsetMs: z.int().min(1).max(3_600_000).default(1000),
  mostStratum: z.int().min(1).max(15).default(15),
})
const ldap = z.object({
  kind: z.literal('ldap'),
  address,
  port: port(389),
  secure: z.boolean().default(false),
  verify,
  user: user.describe('DN to bind as; empty: nobody'),
  base: z.string().trim().max(500).default('').describe('DN that must be found; empty: the root'),
})
const database = z.object({
  kind: z.literal('database'),
  engine: z.enum(['postgresql', 'mariadb']).default('postgresql'),
  address,
  port: port(5432),
  secure: z.boolean().default(false),
  verify,
  user,
  database: z.string().trim().max(200).default(''),
  query: z.string().trim().max(2000).default('').describe('One that gives one number, in a transaction that cannot write; empty: select 1'),
})
const Oid = z
  .string()
  .trim()
  .max(200)
  .regex(/^1\.[0-3](\.\d{1,10}){2,60}$/)
const snmp = z.object({
  kind: z.literal('snmp'),
  address,
  port: port(161),
  protocol: z.enum(['1', '2c', '3']).default('2c'),
  user: user.describe('Of version 3'),
  auth: z.enum(['md5', 'sha', 'sha224', 'sha256', 'sha384', 'sha512']).nullable().default(null),
  priv: z.enum(['aes', 'aes256b', 'aes256r']).nullable().default(null),
  tables: z
    .array(z.enum(['interfaces', 'storage', 'load', 'sensors', 'supplies']))
    .max(5)
    .default(['interfaces']),
  oids: z
    .array(z.object({ name: z.string().regex(/^[a-zA-Z_][a-zA-Z0-9_]{0,99}$/), oid: Oid }))
    .max(50)
    .default([])
    .describe('More numbers, each with the name that its series gets'),
})
const scrape = z.object({ kind: z.literal('scrape'), url: url.default('http://{address}:9100/metrics'), family, verify })
const script = z.object({
  kind: z.literal('script'),
  address,
  port: port(22),
  user: line(200).default('spil'),
  hostKey: z
    .string()
    .trim()
    .regex(/^SHA256:[A-Za-z0-9+/]{43}$/)
    .describe('The host must show this key, else nothing is sent to it'),
  command: z.string().trim().min(1).max(20_000).describe('Exit code 0 is right; each line “name number” becomes a value'),
})
const heartbeat = z.object({
  kind: z.literal('heartbeat'),
  everyMinutes: z.int().min(1).max(44_640).default(60),
  graceMinutes: z.int().min(0).max(10_080).default(5),
})

export const What = z.discriminatedUnion('kind', [
  ...([icmp, tcp, http, tls, dns, smtp, imap, ssh, ntp, ldap, database, snmp, scrape, script, heartbeat] as const),
])
export type What = z.output<typeof What>
export type Kind = What['kind']
export type WhatOf<K extends Kind> = Extract<What, { kind: K }>
export const kinds = What.options.map(({ shape }) => shape.kind.value) as readonly Kind[]
export const KindName = z.enum(kinds as [Kind, ...Kind[]])

/** What goes in and never comes out: which of it a kind uses stands in its adapter. */
export const Secret = z.object({
  headers: z
    .array(
      z.object({
        name: z.string().regex(/^[A-Za-z0-9-]{1,100}$/),
        value: z
          .string()
          .max(4000)
          .regex(/^[\t\x20-\x7e\x80-\xff]*$/),
      }),
    )
    .max(20)
    .optional()
    .describe('Of http and scrape'),
  password: z.string().max(1000).optional(),
  privateKey: z.string().max(20_000).optional().describe('Of script: OpenSSH or PEM'),
  community: z.string().min(1).max(200).optional().describe('Of SNMP 1 and 2c'),
  auth: z.string().min(8).max(200).optional().describe('Of SNMP 3'),
  priv: z.string().min(8).max(200).optional().describe('Of SNMP 3'),
})
export type Secret = z.infer<typeof Secret>

/** What went wrong. Those of `ours` say nothing about what was asked: the check is unknown, not failed. */
export const ours = ['noAddress', 'notReachable', 'noProgram', 'sealed', 'failed', 'notYet', 'collector'] as const
export const reasons = [
  ...ours,
  ...(['tooSlow', 'unknownHost', 'unreachable', 'refused', 'closed', 'tooLarge', 'nonsense', 'denied', 'silent', 'loss', 'status'] as const),
  ...(['content', 'redirects', 'expired', 'expiresSoon', 'untrusted', 'otherName', 'noTls', 'dnsNone', 'dnsOther', 'greeting', 'hostKey'] as const),
  ...(['offset', 'stratum', 'noNumber', 'exitCode', 'late'] as const),
] as const
export const Reason = z.enum(reasons)
export type Reason = z.infer<typeof Reason>
export interface Why {
  reason: Reason
  given: Readonly<Record<string, string>>
}
export const states = ['ok', 'failed', 'unknown'] as const
export const State = z.enum(states)
export type State = z.infer<typeof State>

/** A number that was seen; its series gets the labels of the check besides. */
export interface Value {
  name: string
  labels?: Readonly<Record<string, string>>
  value: number
  /** Milliseconds since 1970, where it says so itself; else when it was seen. */
  at?: number
}
export interface Told {
  why: Why | null
  values: Value[]
  /** Facts about the item. */
  facts?: { key: string; value: string | number | boolean }[]
}
export interface Result extends Told {
  ok: boolean
  durationMs: number
}

/** One thing that is asked, of a template or of one item. */
const asked = {
  name: line(100),
  what: What,
  everySeconds: z.int().min(10).max(86_400).default(60),
  timeoutSeconds: z.int().min(1).max(60).default(10),
}
export const NewQuestion = z.object({ ...asked, secret: Secret.optional().describe('Left out: as it was; needed again when it goes elsewhere') })
export type NewQuestion = z.output<typeof NewQuestion>
export const Question = z.object({
  id: Id,
  ...asked,
  // What is kept may be older than what is asked of somebody who writes it now.
  hasSecret: z.boolean(),
  version: z.int(),
})
export type Question = z.infer<typeof Question>
