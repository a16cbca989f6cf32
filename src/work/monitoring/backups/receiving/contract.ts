/** What machines and vendors send about their back-ups, with the token of the back-up: manifests, and how it went. */
import * as z from 'zod'
import { contract, event, Id } from '#platform/contract.ts'

// At the place where a back-up has its id, and so under the same name.
const params = z.object({ id: z.string().max(100).describe('The token of the back-up') })
const post = { method: 'POST', may: 'anyone', params, secret: true } as const
const receiving = { 'platform.notFound': 404, 'monitoring.backups.tooOften': 429 } as const
const Taken = z.object({ outcome: z.enum(['success', 'failure', 'notUnderstood']) })
export const monitoringBackupReceiving = contract({
  script: {
    method: 'GET',
    path: '/api/monitoring/backups/script',
    may: 'anyone',
    summary: 'The script that writes a manifest before a back-up runs, and sends a copy of it (POSIX shell)',
    produces: 'text/plain',
    reply: z.unknown(),
  },
  manifest: {
    ...post,
    path: '/api/monitoring/backups/{id}/manifest',
    summary: 'A manifest of what is about to be backed up: size, sha256 and path of each file, or rows of each table',
    accepts: '*/*',
    maxBytes: 128 * 1024 * 1024,
    reply: z.object({ sha256: z.string(), entries: z.int() }),
    status: 200,
    fails: { ...receiving, 'monitoring.backups.manifest': 422 },
  },
  status: {
    ...post,
    path: '/api/monitoring/backups/{id}/status',
    summary: 'How a back-up went. JSON with state (success, failure), message, at, bytes, files; of anything else its words are looked at',
    accepts: '*/*',
    inMemory: true,
    maxBytes: 1024 * 1024,
    reply: Taken,
    status: 200,
    fails: { ...receiving, 'monitoring.backups.notVendor': 409 },
  },
  mail: {
    ...post,
    path: '/api/monitoring/backups/{id}/mail',
    summary: 'The same as a mail, whole as it came; for a mail server that hands mail to a program',
    accepts: 'message/rfc822',
    inMemory: true,
    maxBytes: 4 * 1024 * 1024,
    reply: Taken,
    status: 200,
    fails: { ...receiving, 'monitoring.backups.notVendor': 409 },
  },
})
export const manifestTaken = event('monitoring.backupManifestTaken', z.object({ backupId: Id, sha256: z.string(), entries: z.int() }))
export const statusTaken = event(
  'monitoring.backupStatusTaken',
  z.object({ backupId: Id, outcome: z.enum(['success', 'failure', 'notUnderstood']), how: z.enum(['api', 'mail']), mailId: Id.optional() }),
)
