/** What inventory agents send (FusionInventory, OCS, GLPI, osquery), by which key, and what became of it. */
import * as z from 'zod'
import { contract, event, type Grants, Id, Instant, line, Paging, page } from '#platform/contract.ts'

/** `snmp`: no agent at all. What a device says when it is asked (../snmp) is kept as if one had sent it. */
export const dialects = ['fusioninventory', 'ocs', 'glpi', 'osquery', 'snmp'] as const
export const Dialect = z.enum(dialects)
/** Which kind of agent. Also the source of its facts. */
export type Dialect = z.infer<typeof Dialect>

export const Key = z.object({
  id: Id,
  organisationId: Id,
  name: z.string(),
  createdAt: Instant,
  usedAt: Instant.nullable().describe('Last time an agent came with it'),
  revokedAt: Instant.nullable(),
})
export type Key = z.infer<typeof Key>

export const agentStates = ['quarantined', 'accepted', 'refused'] as const
export const Agent = z.object({
  id: Id,
  organisationId: Id.nullable().describe('null: nobody has said whose it is'),
  state: z.enum(agentStates),
  dialect: Dialect,
  deviceId: z.string().describe('As the agent names itself'),
  version: z.string(),
  name: z.string().describe('Host name'),
  address: z.string().describe('Where it last came from'),
  byKey: z.boolean().describe('It has shown a key of the organisation'),
  firstSeenAt: Instant,
  lastSeenAt: Instant,
  item: z.object({ id: Id, number: z.string(), name: z.string() }).nullable(),
})
export type Agent = z.infer<typeof Agent>

export const documentStates = ['waiting', 'quarantined', 'processed', 'notProcessed', 'discarded'] as const
export const Document = z.object({
  id: Id,
  agent: z.object({ id: Id, name: z.string(), dialect: Dialect, deviceId: z.string() }).nullable().describe('null: it could not be read who sent it'),
  organisationId: Id.nullable(),
  state: z.enum(documentStates),
  size: z.number().describe('Bytes over the wire'),
  receivedAt: Instant,
  observedAt: Instant.nullable().describe('As the agent says'),
  reason: z.string().nullable().describe('Why it was not processed, in words'),
  attempts: z.number(),
})
export type Document = z.infer<typeof Document>

const one = z.object({ id: Id })
const gone = { 'platform.notFound': 404 } as const
/** Whatever agents answer to and send: their protocols, not ours. `reply` is a stream in the dialect of who asks. */
const spoken = { may: 'anyone', produces: '*/*', reply: z.unknown() } as const
const posted = { ...spoken, method: 'POST', accepts: '*/*', maxBytes: 32 * 1024 * 1024 } as const
const below = z.object({ rest: z.string().max(500) })

export const devicesIntake = contract({
  receive: {
    ...posted,
    path: '/inventory',
    summary: 'Where inventory agents post: OCS, FusionInventory, GLPI and osquery. A key by HTTP Basic as password',
  },
  receiveBelow: { ...posted, path: '/inventory/{+rest}', params: below, summary: 'The same; a path may begin with a key' },
  ask: {
    ...spoken,
    method: 'GET',
    path: '/inventory',

    summary: 'What agents ask without a body: more tasks (none), or whether it may go on',
  },
  askBelow: { ...spoken, method: 'GET', path: '/inventory/{+rest}', params: below, summary: 'The same' },
  keys: {
    method: 'GET',
    path: '/api/devices/keys',
    may: 'devices.configure',
    summary: 'Keys that agents present, of the organisations that one leads',
    reply: z.object({ items: z.array(Key) }),
  },
  createKey: {
    method: 'POST',
    path: '/api/devices/keys',
    may: 'devices.configure',
    summary: 'A new key for agents of an organisation. The key is told once, and cannot be read afterwards',
    body: z.object({ organisationId: Id, name: line(100) }),
    reply: Key.extend({ key: z.string() }),
    fails: gone,
    secret: true,
  },
  revokeKey: {
    method: 'POST',
    path: '/api/devices/keys/{id}/revoke',
    may: 'devices.configure',
    summary: 'Agents that come with this key are refused from now on',
    params: one,
    reply: Key,
    status: 200,
    fails: gone,
  },
  agents: {
    method: 'GET',
    path: '/api/devices/agents',
    may: 'devices.read',
    summary: 'Agents, those that came last first. Who leads our own organisation also sees those of which nobody has said whose they are',
    query: Paging.extend({
      state: z.enum(agentStates).optional(),
      search: z.string().trim().max(100).optional().describe('Part of the host name or of what the agent calls itself'),
    }),
    reply: page(Agent),
  },
  acceptAgent: {
    method: 'POST',
    path: '/api/devices/agents/{id}/accept',
    may: 'devices.configure',
    summary: 'Says whose the agent is; what it sent so far is processed',
    params: one,
    body: z.object({ organisationId: Id }),
    reply: Agent,
    status: 200,
    fails: { ...gone, 'devices.intake.notQuarantined': 409, 'devices.intake.ofAnother': 409, 'devices.intake.agentThere': 409 },
  },
  refuseAgent: {
    method: 'POST',
    path: '/api/devices/agents/{id}/refuse',
    may: 'devices.configure',
    summary: 'What it sent, and sends from now on, is put aside',
    params: one,
    reply: Agent,
    status: 200,
    fails: gone,
  },
  documents: {
    method: 'GET',
    path: '/api/devices/documents',
    may: 'devices.work',
    summary: 'What agents sent, newest first; those that were not processed carry the reason',
    query: Paging.extend({ state: z.enum(documentStates).optional(), agentId: Id.optional() }),
    reply: page(Document),
  },
  raw: {
    method: 'GET',
    path: '/api/devices/documents/{id}/raw',
    may: 'devices.work',
    summary: 'The document as it came in, unpacked',
    params: one,
    produces: 'application/octet-stream',
    reply: z.unknown(),
    fails: gone,
  },
  retry: {
    method: 'POST',
    path: '/api/devices/documents/{id}/retry',
    may: 'devices.work',
    summary: 'Tries it again',
    params: one,
    reply: Document,
    status: 200,
    fails: { ...gone, 'devices.intake.notStanding': 409 },
  },
  discard: {
    method: 'POST',
    path: '/api/devices/documents/{id}/discard',
    may: 'devices.work',
    summary: 'Takes it off the list; the document itself stays',
    params: one,
    reply: Document,
    status: 200,
    fails: { ...gone, 'devices.intake.notStanding': 409 },
  },
})

export const devicesIntakeGrants = {
  'devices.read': ['engineer', 'lead', 'securityOfficer', 'databaseAdministrator', 'client', 'auditor', 'administrator'],
  'devices.work': ['engineer', 'lead', 'securityOfficer', 'databaseAdministrator', 'administrator'],
  'devices.configure': ['lead', 'administrator'],
} as const satisfies Grants

const about = z.object({ agentId: Id, dialect: Dialect })
const perhaps = z.object({ agentId: Id.nullable(), dialect: Dialect.nullable() })
export const agentSeen = event('devices.agentSeen', about.extend({ state: z.enum(agentStates) }))
export const agentDecided = event('devices.agentDecided', about.extend({ state: z.enum(agentStates) }))
export const keyChanged = event('devices.keyChanged', z.object({ keyId: Id, state: z.enum(['made', 'revoked']) }))
/** A document was processed: what is known of the item may be new. */
export const inventoried = event(
  'devices.inventoried',
  about.extend({ itemId: Id, documentId: Id, software: z.object({ installed: z.int(), changed: z.int(), removed: z.int() }) }),
)
/** It could not be: it stands on the list with the reason. */
export const notInventoried = event('devices.notInventoried', perhaps.extend({ documentId: Id, reason: z.string() }))
