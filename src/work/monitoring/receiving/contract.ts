/** Samples and traps that others send us, the keys and networks they come with, and what of it was not understood. */
import * as z from 'zod'
import { contract, event, Id, Instant, line, Paging, page } from '#platform/contract.ts'

export const Key = z.object({
  id: Id,
  organisationId: Id,
  name: z.string(),
  createdAt: Instant,
  usedAt: Instant.nullable().describe('Last time somebody came with it'),
  revokedAt: Instant.nullable(),
})
export type Key = z.infer<typeof Key>

export const authProtocols = ['md5', 'sha', 'sha224', 'sha256', 'sha384', 'sha512'] as const
export const privProtocols = ['aes', 'aes256b', 'aes256r'] as const
const password = z.string().min(8).max(200).describe('At least 8 signs (RFC 3414, 11.2)')
export const NewNetwork = z.object({
  organisationId: Id,
  network: line(60).describe(
    'An address, or a network (CIDR): 10.1.4.0/22. At the most /16, and /48 for IPv6; administrators of our own organisation /8 and /32',
  ),
  zabbix: z.boolean().default(false),
  traps: z.boolean().default(false),
  user: z
    .object({
      name: line(100),
      auth: z.object({ protocol: z.enum(authProtocols), password }).optional(),
      priv: z
        .object({ protocol: z.enum(privProtocols), password })
        .optional()
        .describe('Only with auth'),
    })
    .optional()
    .describe('By whom traps of version 3 are signed. What is secret goes in and never comes out'),
})
export type NewNetwork = z.infer<typeof NewNetwork>
export const Network = z.object({
  id: Id,
  organisationId: Id,
  network: z.string(),
  zabbix: z.boolean(),
  traps: z.boolean(),
  user: z.string().nullable(),
  createdAt: Instant,
})
export type Network = z.infer<typeof Network>

export const ways = ['remoteWrite1', 'remoteWrite2', 'otlp', 'zabbix', 'traps'] as const
export const Way = z.enum(ways)
export type Way = z.infer<typeof Way>
export const Stranger = z.object({ address: z.string(), via: Way, times: z.int(), seenAt: Instant })
export type Stranger = z.infer<typeof Stranger>

const Told = z.object({ oid: z.string(), name: z.string().nullable(), type: z.string(), value: z.string() })
export type Told = z.infer<typeof Told>
export const Trap = z.object({
  id: Id,
  organisationId: Id,
  address: z.string(),
  receivedAt: Instant,
  version: z.string().nullable(),
  oid: z.string().nullable(),
  name: z.string().nullable().describe('Of those that are known; else the OID. null: it is not understood, or not yet'),
  reason: z.string().nullable().describe('Why it is not understood, in words'),
  told: z.array(Told),
  item: z.object({ id: Id, number: z.string(), name: z.string() }).nullable(),
})
export type Trap = z.infer<typeof Trap>

export const Refused = z.object({
  id: Id,
  organisationId: Id,
  key: z.string().nullable().describe('Name of the key it came with'),
  via: Way,
  address: z.string(),
  reason: z.string().describe('In words'),
  contentType: z.string(),
  size: z.int(),
  times: z.int().describe('How often it came since the one before it in this list'),
  receivedAt: Instant,
})
export type Refused = z.infer<typeof Refused>

/** The key that is told here is named in what a sender shows: `Authorization: Bearer`, or HTTP Basic with the key as password. */
const sent = {
  method: 'POST',
  may: 'anyone',
  ownKeys: true,
  accepts: '*/*',
  inMemory: true,
  maxBytes: 16 * 1024 * 1024,
  produces: '*/*',
  reply: z.unknown(),
} as const
const one = z.object({ id: Id })
const gone = { 'platform.notFound': 404 } as const

export const monitoringReceiving = contract({
  write: {
    ...sent,
    path: '/api/prometheus/api/v1/write',
    summary: 'Prometheus remote-write 1.0 and 2.0, told apart by Content-Type; a key as bearer token, or as password of HTTP Basic',
  },
  otlp: {
    ...sent,
    path: '/api/otlp/v1/metrics',
    summary: 'OpenTelemetry metrics (OTLP/HTTP, protobuf or JSON, with or without gzip), with a key as above',
  },
  otlpAtRoot: { ...sent, path: '/v1/metrics', summary: 'The same, where programs of OpenTelemetry look for it by themselves' },
  keys: {
    method: 'GET',
    path: '/api/monitoring/keys',
    may: 'monitoring.configure',
    summary: 'Keys that senders show, of the organisations that one leads',
    reply: z.object({ items: z.array(Key) }),
  },
  createKey: {
    method: 'POST',
    path: '/api/monitoring/keys',
    may: 'monitoring.configure',
    summary: 'A new key for senders of an organisation. The key is told once, and cannot be read afterwards',
    body: z.object({ organisationId: Id, name: line(100) }),
    reply: Key.extend({ key: z.string() }),
    fails: { ...gone, 'monitoring.receiving.tooManyKeys': 409 },
    secret: true,
  },
  revokeKey: {
    method: 'POST',
    path: '/api/monitoring/keys/{id}/revoke',
    may: 'monitoring.configure',
    summary: 'Who comes with this key is refused within five seconds',
    params: one,
    reply: Key,
    status: 200,
    fails: gone,
  },
  networks: {
    method: 'GET',
    path: '/api/monitoring/networks',
    may: 'monitoring.configure',
    summary: 'From which networks Zabbix senders and SNMP traps are taken; for who leads our own organisation also what came from elsewhere',
    reply: z.object({
      items: z.array(Network),
      strangers: z.array(Stranger),
      ports: z.object({ zabbix: z.int().nullable(), traps: z.int().nullable() }).describe('null: off in the configuration'),
    }),
  },
  addNetwork: {
    method: 'POST',
    path: '/api/monitoring/networks',
    may: 'monitoring.configure',
    summary: 'Takes values of Zabbix senders or SNMP traps from a network, within five seconds. No address may be in two networks',
    body: NewNetwork,
    reply: Network,
    fails: {
      ...gone,
      'monitoring.receiving.largeNetwork': 403,
      'monitoring.receiving.network': 422,
      'monitoring.receiving.networkThere': 409,
      'monitoring.receiving.nothing': 422,
      'monitoring.receiving.privWithoutAuth': 422,
      'monitoring.receiving.tooManyNetworks': 409,
    },
    secret: true,
  },
  removeNetwork: {
    method: 'DELETE',
    path: '/api/monitoring/networks/{id}',
    may: 'monitoring.configure',
    summary: 'Nothing is taken from there any more, within five seconds',
    params: one,
    reply: z.undefined(),
    status: 204,
    fails: gone,
  },
  traps: {
    method: 'GET',
    path: '/api/monitoring/traps',
    may: 'monitoring.read',
    summary: 'SNMP traps of the last 30 days, newest first',
    query: Paging.extend({ itemId: Id.optional(), notUnderstood: z.stringbool().optional() }),
    reply: page(Trap),
  },
  refused: {
    method: 'GET',
    path: '/api/monitoring/not-processed',
    may: 'monitoring.work',
    summary: 'What senders sent and was not understood, newest first: the last 200 of an organisation',
    query: Paging,
    reply: page(Refused),
  },
  refusedRaw: {
    method: 'GET',
    path: '/api/monitoring/not-processed/{id}/raw',
    may: 'monitoring.work',
    summary: 'The first 64 kB of it as it came in',
    params: one,
    produces: 'application/octet-stream',
    reply: z.unknown(),
    fails: gone,
  },
})

export const keyChanged = event('monitoring.keyChanged', z.object({ keyId: Id, state: z.enum(['made', 'revoked']) }))
export const networkChanged = event('monitoring.networkChanged', z.object({ networkId: Id, what: z.enum(['added', 'removed']) }))
/** Something came that was not understood: it stands on the list with the reason. At most once in ten seconds for each sender and reason. */
export const notUnderstood = event('monitoring.notUnderstood', z.object({ refusedId: Id, via: Way, reason: z.string() }))
