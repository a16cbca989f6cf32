/** The proof of a restore test: a PDF that says what was restored and compared, and that it stood in the logbook. */
import * as z from 'zod'
import { contract, event, Id } from '#platform/contract.ts'

const one = { params: z.object({ id: Id }), reply: z.unknown(), may: 'monitoring.read', method: 'GET' } as const
const fails = { 'platform.notFound': 404, 'monitoring.backups.noProof': 409, 'monitoring.backups.proofBeingMade': 409 } as const
export const monitoringBackupProof = contract({
  pdf: {
    ...one,
    path: '/api/monitoring/backup-runs/{id}/pdf',
    summary: 'A restore test as PDF: always the same bytes, with the sha256 that the run names',
    produces: 'application/pdf',
    fails,
  },
  proof: {
    ...one,
    path: '/api/monitoring/backup-runs/{id}/proof',
    summary: 'The proof that goes with it: `spil verify --file test.pdf --proof test.proof.json` needs neither server nor database',
    produces: 'application/json',
    fails,
  },
})
/** From now on the logbook proves this file. */
export const backupProven = event(
  'monitoring.backupProven',
  z.object({ backupId: Id, runId: Id, state: z.enum(['good', 'wrong', 'unknown']), sha256: z.string() }),
)
