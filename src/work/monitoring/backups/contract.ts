/** Back-ups proven: what is backed up where, what was found of it, and what a restore test showed. */
import * as z from 'zod'
import { contract, event, Id, Instant, line, Paging, page } from '#platform/contract.ts'
import { ItemRef } from '#record/items/contract.ts'

export const backupKinds = ['restic', 'borg', 'postgresql', 'mariadb', 'files', 'vendor'] as const
export const BackupKind = z.enum(backupKinds)
export type BackupKind = z.infer<typeof BackupKind>
/** Unknown is never fine: what could not be looked at is not good. */
export const backupStates = ['good', 'wrong', 'unknown'] as const
export const BackupState = z.enum(backupStates)
export type BackupState = z.infer<typeof BackupState>
export const runSorts = ['look', 'read', 'test'] as const
export type RunSort = (typeof runSorts)[number]

const words = z.string().trim().max(200).describe('Words with commas between them; one of them anywhere in the message')
const settings = {
  name: line(100),
  place: z
    .string()
    .trim()
    .max(500)
    .default('')
    .describe('An absolute path on the machine that looks, below SPIL_BACKUP_ROOTS, or sftp:user@host:/path (restic), ssh://user@host/path (borg)'),
  mostAgeHours: z.int().min(1).max(8784).default(26).describe('A copy older than this is wrong'),
  anomalyPercent: z.int().min(1).max(100).default(50).describe('A copy that is so much smaller or larger than the median of the last ten is wrong'),
  everyMinutes: z.int().min(5).max(1440).default(60).describe('How often its copies are looked at'),
  readDays: z.int().min(1).max(90).default(7).describe('In so many days all data is read'),
  testDays: z.int().min(0).max(365).default(7).describe('A restore test every so many days; 0: only by hand'),
  testMegabytes: z.int().min(1).max(1_000_000).default(10_000).describe('A larger copy is tested by a random choice of files of this size together'),
  successWords: words.default('success, successful, ok, geslaagd'),
  failureWords: words.default('fail, failed, error, warning, mislukt, fout').describe('Count before success'),
  mailFrom: words.default('').describe('Addresses, or what stands after their @: notices of these in a mailbox for notices are of this back-up'),
  mailSubject: words.default('').describe('Of those only with one of these words in the subject; empty: all'),
  active: z.boolean().default(true),
}
const password = z.string().min(1).max(1000).describe('Of the repository. Goes in and never comes out')
export const NewBackup = z.object({
  organisationId: Id,
  itemId: ItemRef.describe('What is backed up'),
  kind: BackupKind,
  ...settings,
  password: password.optional(),
})
export type NewBackup = z.output<typeof NewBackup>
export const ChangedBackup = z.object({
  ...settings,
  password: password.optional().describe('Left out: as it was; needed when the place changes and there is one'),
  version: z.int(),
})

export const Why = z.object({ code: z.string(), says: z.string().describe('In words'), unknown: z.boolean().describe('It could not be looked at') })
export type Why = z.infer<typeof Why>
const Copy = z.object({ id: z.string(), at: Instant, bytes: z.number().nullable(), files: z.number().nullable() })
export type Copy = z.infer<typeof Copy>
const Counts = z.object({
  ok: z.int(),
  missing: z.int(),
  different: z.int(),
  extra: z.int().describe('In the copy and not in the manifest: made between the two'),
  bytes: z.number(),
})
export type Counts = z.infer<typeof Counts>
/** How a restore was compared: with the manifest that was sent at back-up time, with one that was only in the copy, or with what the tool lists. */
export const comparisons = ['sent', 'inCopy', 'listing', 'parsed'] as const
export const Run = z.object({
  id: Id,
  backupId: Id,
  sort: z.enum(runSorts),
  state: z.enum(['running', ...backupStates, 'crashed']),
  startedAt: Instant,
  endedAt: Instant.nullable(),
  copy: Copy.nullable(),
  counts: Counts.nullable(),
  whole: z.boolean().nullable().describe('Of a restore test: the whole copy, or a random choice'),
  compared: z.enum(comparisons).nullable(),
  why: z.array(Why),
  problems: z.array(z.string()).describe('The first hundred by name'),
  pdf: z.string().nullable().describe('sha256 of the proof; null while it is being made, and of what is no restore test'),
})
export type Run = z.infer<typeof Run>

export const Backup = z.object({
  id: Id,
  organisationId: Id,
  item: z.object({ id: Id, number: z.string(), name: z.string() }).nullable(),
  key: z.string().describe('In the names of its facts: backup.<key>.age.hours'),
  kind: BackupKind,
  ...settings,
  hasPassword: z.boolean(),
  version: z.int(),
  state: BackupState,
  why: z.array(Why),
  running: z.enum(runSorts).nullable(),
  newest: Copy.nullable(),
  sizes: z.array(z.number().nullable()).describe('Of the last ten copies, the oldest first'),
  lookedAt: Instant.nullable(),
  testedAt: Instant.nullable().describe('When a restore test last ended'),
  restoredAt: Instant.nullable().describe('When a restore was last proven'),
  testedOk: z.boolean().nullable(),
  readShare: z.number().nullable().describe('0 to 1: of all data, read within the last readDays; null where there is nothing to read'),
  manifestAt: Instant.nullable().describe('When the last manifest came in'),
})
export type Backup = z.infer<typeof Backup>
const WithToken = z.object({ backup: Backup, token: z.string().describe('For manifests and status; shown this once') })

const one = z.object({ id: Id })
const gone = { 'platform.notFound': 404 } as const
const wrong = { 'monitoring.backups.place': 422, 'monitoring.backups.outside': 422 } as const
const soon = { may: 'monitoring.work', params: one, reply: Backup, status: 202, fails: { ...gone, 'monitoring.backups.notActive': 409 } } as const
export const monitoringBackups = contract({
  backups: {
    method: 'GET',
    path: '/api/monitoring/backups',
    may: 'monitoring.read',
    summary: 'Back-ups with their newest copy, last restore test and share of the data that was read; what is wrong first',
    query: z.object({ itemId: Id.optional() }),
    reply: z.object({ items: z.array(Backup) }),
  },
  backup: {
    method: 'GET',
    path: '/api/monitoring/backups/{id}',
    may: 'monitoring.read',
    summary: 'One back-up',
    params: one,
    reply: Backup,
    fails: gone,
  },
  addBackup: {
    method: 'POST',
    path: '/api/monitoring/backups',
    may: 'monitoring.configure',
    summary: 'Looks at a back-up from now on. Answers a token with which manifests and status are sent, once',
    body: NewBackup,
    reply: WithToken,
    status: 201,
    fails: { ...gone, ...wrong, 'monitoring.backups.tooMany': 409, 'monitoring.backups.name': 409 },
    secret: true,
  },
  changeBackup: {
    method: 'PUT',
    path: '/api/monitoring/backups/{id}',
    may: 'monitoring.configure',
    summary: 'Changes where, how often and what is expected',
    params: one,
    body: ChangedBackup,
    reply: Backup,
    fails: { ...gone, ...wrong, 'monitoring.backups.changed': 409, 'monitoring.backups.passwordNeeded': 422 },
    secret: true,
  },
  removeBackup: {
    method: 'DELETE',
    path: '/api/monitoring/backups/{id}',
    may: 'monitoring.configure',
    summary: 'Looks at it no more; runs and proofs of it go. The back-up itself is not touched',
    params: one,
    reply: z.undefined(),
    status: 204,
    fails: gone,
  },
  renewToken: {
    method: 'POST',
    path: '/api/monitoring/backups/{id}/token',
    may: 'monitoring.configure',
    summary: 'Answers a new token; the one before no longer works',
    params: one,
    reply: WithToken,
    status: 200,
    fails: gone,
    secret: true,
  },
  lookNow: { ...soon, method: 'POST', path: '/api/monitoring/backups/{id}/look', summary: 'Looks at its copies now' },
  testNow: {
    ...soon,
    method: 'POST',
    path: '/api/monitoring/backups/{id}/test',
    summary: 'Restores from the newest copy into a scratch place now, and compares',
    fails: { ...soon.fails, 'monitoring.backups.vendor': 409 },
  },
  runs: {
    method: 'GET',
    path: '/api/monitoring/backups/{id}/runs',
    may: 'monitoring.read',
    summary: 'What was found, the newest first',
    params: one,
    query: Paging.extend({ sort: z.enum(runSorts).optional() }),
    reply: page(Run),
    fails: gone,
  },
  takeOver: {
    method: 'POST',
    path: '/api/monitoring/backups/norms',
    may: 'norms.configure',
    summary: 'Writes what must hold of back-ups as a baseline of the organisation. Nothing counts until it is published',
    body: z.object({ organisationId: Id }),
    reply: z.object({ baselineId: Id }),
    fails: { ...gone, 'norms.baselines.name': 409, 'norms.baselines.tooMany': 409, 'norms.tooMany': 409 },
  },
})

export const backupChanged = event(
  'monitoring.backupChanged',
  z.object({ backupId: Id, what: z.enum(['added', 'changed', 'removed', 'tokenRenewed']) }),
)
/** A restore test ended. */
export const backupTested = event(
  'monitoring.backupTested',
  z.object({ backupId: Id, runId: Id, state: BackupState, ok: z.int(), missing: z.int(), different: z.int() }),
)
/** It reads differently than before. */
export const backupMoved = event('monitoring.backupMoved', z.object({ backupId: Id, from: BackupState, to: BackupState }))
