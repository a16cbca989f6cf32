/** Devices that run no agent (printers, phones, cameras), asked by SNMP: where, with what, how often, and what they answered. */
import * as z from 'zod'
import { contract, event, Id, Instant, line, Paging, page } from '#platform/contract.ts'

export const authProtocols = ['md5', 'sha', 'sha224', 'sha256', 'sha384', 'sha512'] as const
/** AES-128, and AES-256 in the two ways that makers stretch its key: Blumenthal, and Reeder (Cisco). */
export const privProtocols = ['aes', 'aes256b', 'aes256r'] as const
const password = z.string().min(8).max(200).describe('At least 8 signs (RFC 3414, 11.2)')
const community = z.object({ community: z.string().min(1).max(200) })

/** How devices are asked. What is secret goes in and never comes out. */
export const NewAccess = z.discriminatedUnion('protocol', [
  community.extend({ protocol: z.literal('1') }),
  community.extend({ protocol: z.literal('2c') }),
  z.object({
    protocol: z.literal('3'),
    user: line(100),
    auth: z.object({ protocol: z.enum(authProtocols), password }).optional(),
    priv: z
      .object({ protocol: z.enum(privProtocols), password })
      .optional()
      .describe('Only with auth'),
  }),
])
export type NewAccess = z.infer<typeof NewAccess>
const Access = z.object({
  protocol: z.enum(['1', '2c', '3']),
  user: z.string().describe('Of version 3, else empty'),
  auth: z.enum(authProtocols).nullable(),
  priv: z.enum(privProtocols).nullable(),
})

const settings = {
  name: line(100),
  address: line(60).describe('An address, or a network (CIDR) of at most 1024 addresses: 10.1.4.0/22'),
  port: z.int().min(1).max(65_535).default(161),
  locationId: Id.nullable().default(null).describe('An item of the kind location: where devices that are registered from here stand'),
  everyHours: z.int().min(1).max(720).default(12),
  active: z.boolean().default(true),
}
const NewTarget = z.object({ organisationId: Id, ...settings, access: NewAccess })
const ChangedTarget = z.object({
  ...settings,
  access: NewAccess.optional().describe('Left out: as it was; needed when the address or the port changes'),
  version: z.int(),
})
const Ref = z.object({ id: Id, number: z.string(), name: z.string() })
export const Target = z.object({
  id: Id,
  organisationId: Id,
  ...settings,
  access: Access,
  version: z.int(),
  dueAt: Instant.describe('When it is asked next'),
  running: z.boolean(),
  lastRound: z
    .object({
      at: Instant,
      answered: z.int(),
      silent: z.int().describe('Answered before, and not now'),
      failed: z.int(),
      error: z.string().nullable().describe('What went wrong first, in words'),
    })
    .nullable(),
  item: Ref.nullable().describe('At a single address: the device that answered there'),
})
export type Target = z.infer<typeof Target>

export const resultStates = ['answered', 'silent', 'failed'] as const
/** What it told of itself the last time, as it counts now; of what it did not tell, nothing. */
export const Reading = z.object({
  model: z.string().nullable(),
  serial: z.string().nullable(),
  pages: z.number().nullable().describe('Printed in its life'),
  supplies: z
    .array(z.object({ key: z.string(), name: z.string(), percent: z.number(), low: z.boolean() }))
    .describe('How full each is in %, the emptiest first'),
})
export type Reading = z.infer<typeof Reading>
export const Result = z.object({
  targetId: Id,
  organisationId: Id,
  address: z.string(),
  state: z.enum(resultStates),
  reason: z.string().nullable().describe('Why not, or what of it was not understood, in words'),
  askedAt: Instant,
  answeredAt: Instant.nullable(),
  agentId: Id.nullable(),
  item: Ref.nullable(),
  reading: Reading.nullable().describe('Null: nobody knows yet which device is there'),
})
export type Result = z.infer<typeof Result>

const one = z.object({ id: Id })
const gone = { 'platform.notFound': 404 } as const
const wrong = {
  'devices.snmp.address': 422,
  'devices.snmp.notReachable': 422,
  'devices.snmp.privWithoutAuth': 422,
  'devices.snmp.location': 422,
} as const
const configure = { may: 'devices.configure', reply: Target } as const
export const devicesSnmp = contract({
  targets: {
    method: 'GET',
    path: '/api/devices/snmp/targets',
    may: 'devices.configure',
    summary: 'Where devices are asked by SNMP, in the organisations that one leads, with how the last round went',
    reply: z.object({ items: z.array(Target) }),
  },
  addTarget: {
    ...configure,
    method: 'POST',
    path: '/api/devices/snmp/targets',
    summary: 'Asks one more address or network from now on',
    body: NewTarget,
    status: 201,
    fails: { ...gone, ...wrong, 'devices.snmp.tooMany': 409 },
    secret: true,
  },
  changeTarget: {
    ...configure,
    method: 'PUT',
    path: '/api/devices/snmp/targets/{id}',
    summary: 'Changes where, with what or how often; it is asked anew',
    params: one,
    body: ChangedTarget,
    fails: { ...gone, ...wrong, 'devices.snmp.accessNeeded': 422, 'devices.snmp.changed': 409 },
    secret: true,
  },
  removeTarget: {
    method: 'DELETE',
    path: '/api/devices/snmp/targets/{id}',
    may: 'devices.configure',
    summary: 'Asks it no more; devices and what is known of them stay',
    params: one,
    reply: z.undefined(),
    status: 204,
    fails: gone,
  },
  pollTarget: {
    ...configure,
    method: 'POST',
    path: '/api/devices/snmp/targets/{id}/poll',
    summary: 'Asks it now, besides every so many hours',
    params: one,
    status: 202,
    fails: { ...gone, 'devices.snmp.notActive': 409 },
  },
  results: {
    method: 'GET',
    path: '/api/devices/snmp/results',
    may: 'devices.read',
    summary: 'Addresses that answered some time or went wrong, with the device that is there',
    query: Paging.extend({
      targetId: Id.optional(),
      state: z.enum(resultStates).optional(),
      trouble: z.stringbool().optional().describe('Only what does not answer'),
      itemId: Id.optional(),
    }),
    reply: page(Result),
  },
})

export const snmpTargetChanged = event('devices.snmpTargetChanged', z.object({ targetId: Id, what: z.enum(['added', 'changed', 'removed']) }))
/** A round ended. */
export const snmpPolled = event('devices.snmpPolled', z.object({ targetId: Id, answered: z.int(), silent: z.int(), failed: z.int() }))
