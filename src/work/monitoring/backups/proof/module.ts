import { Readable } from 'node:stream'
import { proofOf } from '#platform/events/proof.ts'
import { type Context, mayIn, Problem, roomFor } from '#platform/room.ts'
import { type BackupTables, type Db, type RunRow, readRun } from '../store.ts'
import { backupProven, monitoringBackupProof } from './contract.ts'
import { makeProof } from './jobs.ts'
import { monitoringBackupProofTexts } from './texts.ts'

type Failing = Context & { fail(code: 'monitoring.backups.noProof' | 'monitoring.backups.proofBeingMade'): never }
async function found(ctx: Failing, id: string): Promise<RunRow & { pdfHash: string }> {
  const run = await readRun(ctx.db as Db, id)
  if (!run || !mayIn(ctx, 'monitoring.read', run.organisationId)) throw new Problem('platform.notFound', 404)
  if (run.counts === null) return ctx.fail('monitoring.backups.noProof')
  return { ...run, pdfHash: run.pdfHash ?? ctx.fail('monitoring.backups.proofBeingMade') }
}
const named = (run: RunRow) => `restore-${new Date(run.startedAt).toISOString().slice(0, 10)}-${run.id.slice(0, 8)}`

export default roomFor<BackupTables>()({
  name: 'monitoring.backups.proof',
  contract: monitoringBackupProof,
  texts: monitoringBackupProofTexts,
  grants: {},
  folder: import.meta.dirname,
  jobs: [makeProof],
  handlers: {
    async pdf({ params }, ctx) {
      const run = await found(ctx, params.id)
      return { ...(await ctx.app.files.read(run.pdfHash)), type: 'application/pdf', name: `${named(run)}.pdf` }
    },
    async proof({ params }, ctx) {
      const run = await found(ctx, params.id)
      const proof = await proofOf(ctx.app, { name: backupProven.name, about: `backupRun/${run.id}`, sha256: run.pdfHash })
      if (!proof) return ctx.fail('monitoring.backups.proofBeingMade')
      const text = Buffer.from(`${JSON.stringify(proof, null, 1)}\n`)
      return { stream: Readable.from([text]), size: text.length, type: 'application/json', name: `${named(run)}.proof.json` }
    },
  },
})
