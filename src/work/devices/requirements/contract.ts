/** Security requirements that come with Spil, and what a person attests because no agent tells it. */
import * as z from 'zod'
import { contract, event, Id, Instant, line } from '#platform/contract.ts'
import { Day, ItemRef } from '#record/items/contract.ts'
import { FactKey, FactValue } from '#record/items/facts/contract.ts'
import { Severity } from '#record/norms/contract.ts'

export const Shipped = z.object({
  key: z.string(),
  name: z.string(),
  kinds: z.array(z.string()),
  tag: z.string().nullable().describe('Only items with this tag'),
  requirements: z.array(
    z.object({
      title: z.string(),
      reads: z.string().describe('The condition as a sentence'),
      condition: z.string(),
      severity: Severity,
      maxAge: z.int().nullable().describe('Minutes that what was observed is good for'),
      remedy: z.string(),
      attested: FactKey.nullable().describe('The fact it reads, when no agent tells that: a person attests it'),
    }),
  ),
})
export type Shipped = z.infer<typeof Shipped>
export const Attestation = z.object({
  id: Id,
  key: z.string(),
  value: FactValue,
  until: Day,
  why: z.string(),
  at: Instant,
  by: z.object({ id: Id, name: z.string() }),
  ended: z
    .object({ at: Instant, by: z.object({ id: Id, name: z.string() }).nullable() })
    .nullable()
    .describe('null: it counts'),
})
export type Attestation = z.infer<typeof Attestation>

const notFound = { 'platform.notFound': 404 } as const
const ofItem = z.object({ id: ItemRef })
export const devicesRequirements = contract({
  shipped: {
    method: 'GET',
    path: '/api/devices/requirements',
    may: 'norms.read',
    summary: 'Security requirements that come with Spil, per sort of device, each with its reading and what to do',
    reply: z.object({ items: z.array(Shipped) }),
  },
  takeOver: {
    method: 'POST',
    path: '/api/devices/requirements/{key}/take-over',
    may: 'norms.configure',
    summary: 'Writes them as a baseline of the organisation. Nothing counts yet: it is tried on real items, changed, and published as any baseline',
    params: z.object({ key: z.string().max(40) }),
    body: z.object({ organisationId: Id }),
    reply: z.object({ baselineId: Id }),
    fails: { ...notFound, 'norms.baselines.name': 409, 'norms.baselines.tooMany': 409, 'norms.tooMany': 409 },
  },
  attestations: {
    method: 'GET',
    path: '/api/devices/items/{id}/attestations',
    may: 'devices.read',
    summary: 'What people attested of a device, newest first; at most 200',
    params: ofItem,
    reply: z.object({ items: z.array(Attestation) }),
    fails: notFound,
  },
  attest: {
    method: 'POST',
    path: '/api/devices/items/{id}/attestations',
    may: 'devices.work',
    summary: 'Somebody saw that it is so. It is a fact until the end date, and unknown after that; one about the same ends the one before',
    params: ofItem,
    body: z.object({ key: FactKey, value: FactValue, until: Day, why: line(500) }),
    reply: Attestation,
    fails: { ...notFound, 'devices.requirements.until': 400 },
  },
  withdraw: {
    method: 'POST',
    path: '/api/devices/attestations/{id}/withdraw',
    may: 'devices.work',
    summary: 'It is no longer so, or never was: the fact goes',
    params: z.object({ id: Id }),
    reply: Attestation,
    status: 200,
    fails: { ...notFound, 'devices.requirements.ended': 409 },
  },
})
export const attested = event(
  'devices.attested',
  z.object({ attestationId: Id, itemId: Id, key: z.string(), what: z.enum(['attested', 'withdrawn', 'ended']) }),
)
