/** Certificates: what was seen where, until when it is valid, and renewing it in time. */
import * as z from 'zod'
import { contract, event, Id, Instant, Paging, page } from '#platform/contract.ts'
import { ItemRef } from '#record/items/contract.ts'

const Item = z.object({ id: Id, number: z.string(), name: z.string() })
export const Certificate = z.object({
  id: Id,
  organisationId: Id,
  subject: z.string(),
  names: z.array(z.string()).describe('For which names it is; at most 100'),
  issuer: z.string(),
  from: Instant.nullable(),
  until: Instant,
  key: z.string().describe('RSA 2048, EC prime256v1; empty: not known'),
  fingerprint: z.string().nullable().describe('SHA-256; null: only its dates were seen'),
  byHand: z.boolean().describe('Brought as a file'),
  places: z.array(
    z.object({
      item: Item,
      place: z.string().describe('The name under which it was served; empty: brought as a file'),
      trusted: z.boolean().nullable().describe('Whether its chain was verified; null: not told'),
    }),
  ),
  case: z.object({ id: Id, number: z.string(), open: z.boolean() }).nullable().describe('In which it is renewed'),
})
export type Certificate = z.infer<typeof Certificate>

const notFound = { 'platform.notFound': 404 } as const
const one = z.object({ id: Id })
export const monitoringCertificates = contract({
  certificates: {
    method: 'GET',
    path: '/api/monitoring/certificates',
    may: 'monitoring.read',
    summary: 'Certificates that were seen or brought, what ends first in front',
    query: Paging.extend({
      organisationId: Id,
      days: z.coerce.number().int().min(0).max(3660).optional().describe('Only those that end within so many days'),
    }),
    reply: page(Certificate),
    fails: notFound,
  },
  itemCertificates: {
    method: 'GET',
    path: '/api/monitoring/items/{id}/certificates',
    may: 'monitoring.read',
    summary: 'Certificates that an item serves; at most 100',
    params: z.object({ id: ItemRef }),
    reply: z.object({ items: z.array(Certificate) }),
    fails: notFound,
  },
  bringCertificate: {
    method: 'POST',
    path: '/api/monitoring/certificates',
    may: 'monitoring.work',
    summary: 'Brings certificates that no check sees, as PEM; of a chain only what is served. Never a private key',
    body: z.object({ itemId: Id.describe('Where it is'), pem: z.string().max(100_000) }),
    reply: z.object({ items: z.array(Certificate) }),
    status: 200,
    fails: { ...notFound, 'monitoring.certificates.privateKey': 400, 'monitoring.certificates.none': 400 },
  },
  removeCertificate: {
    method: 'DELETE',
    path: '/api/monitoring/certificates/{id}',
    may: 'monitoring.work',
    summary: 'Takes away what was brought by hand; what a check sees comes back by itself',
    params: one,
    reply: z.undefined(),
    status: 204,
    fails: { ...notFound, 'monitoring.certificates.seen': 409 },
  },
  renewCertificate: {
    method: 'POST',
    path: '/api/monitoring/certificates/{id}/renew',
    may: 'monitoring.work',
    summary: 'Opens the case in which it is renewed, with its checklist; while that one is open it is given again',
    params: one,
    reply: z.object({ id: Id, number: z.string() }),
    status: 200,
    fails: notFound,
  },
})
export const certificateChanged = event(
  'monitoring.certificateChanged',
  z.object({ certificateId: Id, organisationId: Id, what: z.enum(['seen', 'brought', 'removed', 'replaced', 'renewing']) }),
)
