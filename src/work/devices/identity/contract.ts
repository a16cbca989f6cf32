/** Which agents belong to a device, and why. */
import * as z from 'zod'
import { contract, event, Id, Instant, line } from '#platform/contract.ts'
import { ItemRef } from '#record/items/contract.ts'
import { Agent } from '../intake/contract.ts'
import { reasons } from './rules.ts'

export const Joining = z.object({
  id: Id,
  agentId: Id,
  agent: z.string().describe('Dialect and what the agent calls itself'),
  how: z.enum(['found', 'made', 'person']).describe('found: it was known already. made: registered because of the agent. person: put there by hand'),
  why: z.array(z.object({ reason: z.enum(reasons), value: z.string() })).describe('What was the same'),
  note: z.string(),
  at: Instant,
  by: z.object({ id: Id, name: z.string() }).nullable(),
  parted: z
    .object({ at: Instant, by: z.object({ id: Id, name: z.string() }).nullable(), why: z.string() })
    .nullable()
    .describe('null: it is there now'),
})
export type Joining = z.infer<typeof Joining>
export const Device = z.object({
  agents: z.array(Agent),
  traits: z.array(z.object({ kind: z.enum(['serial', 'uuid', 'mac', 'assetTag', 'hostName']), value: z.string(), seenAt: Instant })),
  joinings: z.array(Joining).describe('Newest first'),
})
export type Device = z.infer<typeof Device>

const notFound = { 'platform.notFound': 404 } as const
const ofAgent = z.object({ id: Id })
export const devicesIdentity = contract({
  device: {
    method: 'GET',
    path: '/api/devices/items/{id}',
    may: 'devices.read',
    summary: 'Which agents report a device, by what it is known, and why each was put with it',
    params: z.object({ id: ItemRef }),
    reply: Device,
    fails: notFound,
  },
  partAgent: {
    method: 'POST',
    path: '/api/devices/agents/{id}/part',
    may: 'devices.work',
    summary:
      'This agent is on another device: what it told leaves the item, and what it sent last goes to an item of its own. It does not come back by itself',
    params: ofAgent,
    body: z.object({ why: line(500) }),
    reply: Agent,
    status: 200,
    fails: { ...notFound, 'devices.identity.onNone': 409 },
  },
  joinAgent: {
    method: 'POST',
    path: '/api/devices/agents/{id}/join',
    may: 'devices.work',
    summary: 'This agent is on this device: what it sent last goes there',
    params: ofAgent,
    body: z.object({ item: ItemRef, why: line(500) }),
    reply: Agent,
    status: 200,
    fails: { ...notFound, 'devices.identity.otherOrganisation': 409 },
  },
})
export const agentJoined = event(
  'devices.agentJoined',
  z.object({ agentId: Id, itemId: Id, how: z.enum(['found', 'made', 'person']), reasons: z.array(z.enum(reasons)) }),
)
export const agentParted = event('devices.agentParted', z.object({ agentId: Id, itemId: Id, byPerson: z.boolean() }))
