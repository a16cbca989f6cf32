import { randomUUID } from 'node:crypto'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { type App, type Context, on, Problem, roomFor } from '#platform/room.ts'
import { hashOf, ownOrganisation } from '#record/people/people.ts'
import { mailReceived, noticeReason } from '#work/desk/mail/contract.ts'
import { readManifest } from '../manifest/jobs.ts'
import { ManifestError } from '../manifest/rules.ts'
import { holder } from '../restoring/adapters/scratch.ts'
import {
  type BackupRow,
  type BackupTables,
  backupByToken,
  changeBackup,
  type Db,
  endRun,
  insertManifest,
  insertRun,
  keepCopy,
  mailedBackups,
} from '../store.ts'
import { type MailSaid, wordsOf } from './adapters/mail.ts'
import { script } from './adapters/script.ts'
import { manifestTaken, monitoringBackupReceiving, statusTaken } from './contract.ts'
import { isOf, type Report, reportIn, textReport } from './rules.ts'
import { monitoringBackupReceivingTexts } from './texts.ts'

const keptManifests = 40
async function theirs(ctx: Context, token: string): Promise<BackupRow> {
  const row = await backupByToken(ctx.db as Db, hashOf(token))
  if (!row?.active) throw new Problem('platform.notFound', 404)
  return row
}
/** Each is kept as it came, a manifest may be 128 MB: a script that goes round must not fill the disk. Of a process; before the body is read. */
const mostAnHour = 120
const hour = 3_600_000
const heard = new WeakMap<App, Map<string, { since: number; count: number }>>()
async function knock({ params }: { params: { id: string } }, ctx: Context): Promise<void> {
  const { id } = await theirs(ctx, params.id)
  const [all, now] = [heard.get(ctx.app) ?? new Map<string, { since: number; count: number }>(), ctx.now.getTime()]
  heard.set(ctx.app, all)
  const before = all.get(id)
  const one = before && now >= before.since && now < before.since + hour ? before : { since: now, count: 0 }
  if (one.count >= mostAnHour) throw new Problem('monitoring.backups.tooOften', 429, { retryAfter: Math.ceil((one.since + hour - now) / 1000) })
  one.count++
  all.set(id, one)
}
const about = (row: BackupRow) => ({ about: `backup/${row.id}`, organisationId: row.organisationId })
type Failing = Context & { fail(code: 'monitoring.backups.notVendor'): never }
async function vendors(ctx: Failing, token: string): Promise<BackupRow> {
  const row = await theirs(ctx, token)
  return row.kind === 'vendor' ? row : ctx.fail('monitoring.backups.notVendor')
}

/** Kept as a run, so that it can be seen what was said; what it comes to is decided at once by whoever looks. */
async function take(ctx: Context, row: BackupRow, how: { how: 'api' | 'mail'; mailId?: string }, { outcome, says, at, bytes, files }: Report) {
  const db = ctx.db as Db
  const { id: backupId, organisationId } = row
  const why = {
    success: [],
    failure: [{ code: 'vendorFailed' as const, given: { what: says } }],
    notUnderstood: [{ code: 'notUnderstood' as const }],
  }[outcome]
  const copy = { id: `${at.toISOString()} ${randomUUID().slice(0, 8)}`, at: at.toISOString(), bytes, files }
  const runId = randomUUID()
  await insertRun(db, { id: runId, backupId, organisationId, sort: 'look', holder, startedAt: ctx.now })
  await endRun(db, runId, {
    state: outcome === 'success' ? 'good' : outcome === 'failure' ? 'wrong' : 'unknown',
    endedAt: ctx.now,
    why,
    problems: [says],
    ...(outcome === 'success' && { copy }),
  })
  if (outcome === 'success') await keepCopy(db, { backupId, organisationId, copyId: copy.id, at, bytes, files, flaw: null })
  await changeBackup(db, backupId, { found: { ...row.found, look: why }, lookedAt: ctx.now, lookAt: ctx.now })
  await ctx.emit(statusTaken, { ...about(row), data: { backupId, outcome, ...how } })
  return { outcome }
}

const nothingSaid: MailSaid = { from: '', subject: '', text: '', attached: null }
function takeMail(ctx: Context, row: BackupRow, { subject, text, attached }: MailSaid, mailId?: string) {
  const report = textReport(text, row, ctx.now, subject)
  return take(ctx, row, { how: 'mail', ...(mailId && { mailId }) }, { ...report, bytes: report.bytes ?? attached })
}
/** A larger one is no notice. */
const mostMail = 4 * 1024 * 1024
/** A mail in a mailbox for notices, kept and known by then. Of which back-up it is, who wrote it and its subject say; of none it stays on the list there. */
const noticed = on(mailReceived, 'monitoring.backups.noticed', async ({ organisationId, data: { mailId, hash, reason } }, ctx) => {
  if (reason !== noticeReason) return
  const { stream, size } = await ctx.app.files.read(hash)
  if (size > mostMail) return void stream.destroy()
  const said = await wordsOf(await buffer(stream)).catch(() => nothingSaid)
  // Our own mailbox may serve all, each by a word of its subject; that of a customer serves itself. What would be of two organisations is of neither.
  const ours = (await ownOrganisation(ctx)).id === organisationId
  const fitting = (await mailedBackups(ctx.db as Db)).filter(
    (row) => (row.organisationId === organisationId || (ours && row.mailSubject.trim() !== '')) && isOf(row, said.from, said.subject),
  )
  if (new Set(fitting.map((row) => row.organisationId)).size > 1) return
  for (const row of fitting) await takeMail(ctx, row, said, mailId)
})

export default roomFor<BackupTables>()({
  name: 'monitoring.backups.receiving',
  contract: monitoringBackupReceiving,
  texts: monitoringBackupReceivingTexts,
  grants: {},
  folder: import.meta.dirname,
  knocks: { manifest: knock, status: knock, mail: knock },
  on: [noticed as never],
  handlers: {
    async script() {
      const text = Buffer.from(script)
      return { stream: Readable.from([text]), size: text.length, type: 'text/plain', name: 'spil-manifest.sh' }
    },
    async manifest({ params }, ctx) {
      const row = await theirs(ctx, params.id)
      const { hash: sha256 = '', size = 0 } = ctx.call.stored ?? {}
      let entries: number
      try {
        const { manifest } = await readManifest((await ctx.app.files.read(sha256)).stream)
        entries = manifest.files.size + manifest.counts.size
      } catch (error) {
        if (error instanceof ManifestError) return ctx.fail('monitoring.backups.manifest', { line: error.line })
        throw error
      }
      const { id: backupId, organisationId } = row
      await insertManifest(ctx.db, { id: randomUUID(), backupId, organisationId, at: ctx.now, sha256, size, files: entries }, keptManifests)
      await ctx.emit(manifestTaken, { ...about(row), data: { backupId, sha256, entries } })
      return { sha256, entries }
    },
    async status({ params }, ctx) {
      const row = await vendors(ctx, params.id)
      return take(ctx, row, { how: 'api' }, reportIn(ctx.call.bytes.toString('utf8'), row, ctx.now))
    },
    async mail({ params }, ctx) {
      const row = await vendors(ctx, params.id)
      return takeMail(ctx, row, await wordsOf(ctx.call.bytes).catch(() => nothingSaid))
    },
  },
})
