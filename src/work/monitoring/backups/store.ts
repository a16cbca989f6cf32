/** The SQL of back-ups. */
import { type Kysely, type Selectable, sql } from 'kysely'
import type { BackupKind, BackupState, Counts, comparisons, RunSort } from './contract.ts'
import type { Reason } from './rules.ts'

type Time = Date | string
export interface BackupTable {
  id: string
  organisationId: string
  itemId: string
  name: string
  key: string
  kind: BackupKind
  place: string
  password: string | null
  tokenHash: Buffer
  mostAgeHours: number
  anomalyPercent: number
  everyMinutes: number
  readDays: number
  testDays: number
  testMegabytes: number
  successWords: string
  failureWords: string
  mailFrom: string
  mailSubject: string
  active: boolean
  version: number
  createdAt: Time
  lookAt: Time
  readAt: Time
  testAt: Time | null
  claimedUntil: Time | null
  running: RunSort | null
  found: Partial<Record<RunSort, Reason[]>>
  state: BackupState
  lookedAt: Time | null
  testedAt: Time | null
  testedOk: boolean | null
  restoredAt: Time | null
  readShare: number | null
}
export interface CopyTable {
  backupId: string
  organisationId: string
  copyId: string
  at: Time
  bytes: number | null
  files: number | null
  flaw: Reason['code'] | null
}
export interface PartTable {
  backupId: string
  organisationId: string
  part: string
  weight: number
  sha256: string | null
  readAt: Time | null
  bad: boolean
}
export interface RunTable {
  id: string
  backupId: string
  organisationId: string
  sort: RunSort
  state: 'running' | BackupState | 'crashed'
  holder: string
  startedAt: Time
  endedAt: Time | null
  copy: { id: string; at: string; bytes: number | null; files: number | null } | null
  counts: Counts | null
  whole: boolean | null
  compared: (typeof comparisons)[number] | null
  why: Reason[]
  problems: string[]
  pdfHash: string | null
}
export interface ManifestTable {
  id: string
  backupId: string
  organisationId: string
  at: Time
  sha256: string
  size: number
  files: number
}
export interface BackupTables {
  backup: BackupTable
  backupCopy: CopyTable
  backupPart: PartTable
  backupRun: RunTable
  backupManifest: ManifestTable
}
export type Db = Kysely<BackupTables>
export type BackupRow = Selectable<BackupTable>
export type CopyRow = Selectable<CopyTable>
export type RunRow = Selectable<RunTable>

const within = (organisationIds: readonly string[]) => sql<boolean>`organisation_id = any (${[...organisationIds]}::uuid[])`
export function listBackups(db: Db, organisationIds: readonly string[], itemId?: string): Promise<BackupRow[]> {
  const query = db.selectFrom('backup').selectAll().where(within(organisationIds))
  return (itemId ? query.where('itemId', '=', itemId) : query).orderBy(sql`state = 'good'`).orderBy('name').orderBy('id').limit(5000).execute()
}
export async function readBackup(db: Db, id: string, lock = false): Promise<BackupRow | undefined> {
  const query = db.selectFrom('backup').selectAll().where('id', '=', id)
  return (lock ? query.forUpdate() : query).executeTakeFirst()
}
export const backupByToken = (db: Db, tokenHash: Buffer): Promise<BackupRow | undefined> =>
  db.selectFrom('backup').selectAll().where('tokenHash', '=', tokenHash).executeTakeFirst()
/** Of vendors whose notices come in by mail. */
export const mailedBackups = (db: Db): Promise<BackupRow[]> =>
  db
    .selectFrom('backup')
    .selectAll()
    .where('kind', '=', 'vendor')
    .where('mailFrom', '<>', '')
    .where('active', '=', true)
    .orderBy('id')
    .limit(5000)
    .execute()
export async function countBackups(db: Db, organisationId: string): Promise<number> {
  const { n } = await db
    .selectFrom('backup')
    .select(sql<number>`count(*)::int`.as('n'))
    .where('organisationId', '=', organisationId)
    .executeTakeFirstOrThrow()
  return n
}
type New = Omit<
  BackupTable,
  'version' | 'claimedUntil' | 'running' | 'found' | 'state' | 'lookedAt' | 'testedAt' | 'testedOk' | 'restoredAt' | 'readShare'
>
/** Undefined when the item has one of this name. */
export const insertBackup = (db: Db, row: New): Promise<BackupRow | undefined> =>
  db
    .insertInto('backup')
    .values({
      ...row,
      ...{ version: 1, claimedUntil: null, running: null, found: {}, state: 'unknown' },
      ...{ lookedAt: null, testedAt: null, testedOk: null, restoredAt: null, readShare: null },
    })
    .onConflict((conflict) => conflict.columns(['itemId', 'key']).doNothing())
    .returningAll()
    .executeTakeFirst()
export const changeBackup = (db: Db, id: string, set: Partial<BackupTable>): Promise<BackupRow | undefined> =>
  db.updateTable('backup').set(set).where('id', '=', id).returningAll().executeTakeFirst()
export async function removeBackup(db: Db, id: string): Promise<void> {
  await db.deleteFrom('backup').where('id', '=', id).execute()
}

/** What is due and nobody has, with what it is due for: a look before a test before reading. */
export async function claim(db: Db, now: Date, until: Date, most: number): Promise<(BackupRow & { running: RunSort })[]> {
  const { rows } = await sql<BackupRow & { running: RunSort }>`
    update backup b set claimed_until = ${until}, running =
      case when b.look_at <= ${now} or b.kind = 'vendor' then 'look' when b.test_at <= ${now} then 'test' else 'read' end
    where b.id in (
      select d.id from backup d
      where d.active and (d.look_at <= ${now} or (d.kind <> 'vendor' and (d.read_at <= ${now} or d.test_at <= ${now})))
        and (d.claimed_until is null or d.claimed_until <= ${now})
      order by least(d.look_at, d.read_at, d.test_at) limit ${most} for update of d skip locked
    ) returning b.*`.execute(db)
  return rows
}
export async function insertRun(db: Db, row: Pick<RunTable, 'id' | 'backupId' | 'organisationId' | 'sort' | 'holder' | 'startedAt'>): Promise<void> {
  await db
    .insertInto('backupRun')
    .values({
      ...row,
      ...{ state: 'running', endedAt: null, copy: null, counts: null, whole: null, compared: null, pdfHash: null },
      why: json([]),
      problems: json([]),
    })
    .execute()
}
// An array goes to pg as an array of its own unless it is written out.
const json = <T>(value: T) => sql<T>`${JSON.stringify(value)}::jsonb`
export async function endRun(db: Db, id: string, { why, problems, ...set }: Partial<RunTable>): Promise<void> {
  await db
    .updateTable('backupRun')
    .set({ ...set, ...(why && { why: json(why) }), ...(problems && { problems: json(problems) }) })
    .where('id', '=', id)
    .execute()
}
/** Looks that found nothing new go after a day, all else stays. */
export async function forgetRuns(db: Db, backupId: string, before: Date): Promise<void> {
  await db
    .deleteFrom('backupRun')
    .where('backupId', '=', backupId)
    .where('sort', '=', 'look')
    .where('state', '!=', 'running')
    .where('startedAt', '<', before)
    .execute()
}
export function runningRuns(db: Db, backupId?: string): Promise<Pick<RunRow, 'id' | 'backupId' | 'holder'>[]> {
  const query = db.selectFrom('backupRun').select(['id', 'backupId', 'holder']).where('state', '=', 'running')
  return (backupId ? query.where('backupId', '=', backupId) : query).execute()
}
export const readRun = (db: Db, id: string): Promise<RunRow | undefined> =>
  db.selectFrom('backupRun').selectAll().where('id', '=', id).executeTakeFirst()
export function listRuns(
  db: Db,
  backupId: string,
  { limit, after, sort }: { limit: number; after?: readonly [at: string, id: string]; sort?: RunSort },
): Promise<RunRow[]> {
  let query = db.selectFrom('backupRun').selectAll().where('backupId', '=', backupId)
  if (sort) query = query.where('sort', '=', sort)
  if (after) query = query.where(sql<boolean>`(started_at, id) < (${after[0]}::timestamptz, ${after[1]}::uuid)`)
  return query.orderBy('startedAt', 'desc').orderBy('id', 'desc').limit(limit).execute()
}

/** The newest of each, the newest first. */
export async function copiesOf(db: Db, backupIds: readonly string[], most: number): Promise<Map<string, CopyRow[]>> {
  const { rows } = await sql<CopyRow>`
    select c.* from unnest(${[...backupIds]}::uuid[]) as b (id)
    cross join lateral (select * from backup_copy where backup_id = b.id order by at desc, copy_id limit ${most}) c`.execute(db)
  const all = new Map<string, CopyRow[]>()
  for (const row of rows) all.set(row.backupId, [...(all.get(row.backupId) ?? []), row])
  return all
}
export async function keepCopy(db: Db, row: CopyTable): Promise<void> {
  await db
    .insertInto('backupCopy')
    .values(row)
    .onConflict((conflict) =>
      conflict.columns(['backupId', 'copyId']).doUpdateSet({ at: row.at, bytes: row.bytes, files: row.files, flaw: row.flaw }),
    )
    .execute()
}
export async function forgetCopies(db: Db, backupId: string, keep: number): Promise<void> {
  await sql`delete from backup_copy where backup_id = ${backupId} and copy_id in (
    select copy_id from backup_copy where backup_id = ${backupId} order by at desc, copy_id offset ${keep})`.execute(db)
}

export const partsOf = (db: Db, backupId: string): Promise<Selectable<PartTable>[]> =>
  db.selectFrom('backupPart').selectAll().where('backupId', '=', backupId).execute()
/** These parts and no others. */
export async function keepParts(
  db: Db,
  of: Pick<BackupRow, 'id' | 'organisationId'>,
  parts: readonly { part: string; weight: number }[],
): Promise<void> {
  const names = parts.map(({ part }) => part)
  await sql`delete from backup_part where backup_id = ${of.id} and part <> all (${names}::text[])`.execute(db)
  await sql`insert into backup_part (backup_id, organisation_id, part, weight)
    select ${of.id}, ${of.organisationId}, part, weight from unnest(${names}::text[], ${parts.map(({ weight }) => weight)}::double precision[]) as p (part, weight)
    on conflict (backup_id, part) do update set weight = excluded.weight where backup_part.weight <> excluded.weight`.execute(db)
}
export async function partRead(db: Db, backupId: string, part: string, read: { sha256: string | null; bad: boolean; at: Date }): Promise<void> {
  await sql`update backup_part set read_at = ${read.at}, bad = ${read.bad}, sha256 = coalesce(sha256, ${read.sha256})
    where backup_id = ${backupId} and part = ${part}`.execute(db)
}

export const manifestsOf = (db: Db, backupId: string, most: number): Promise<Selectable<ManifestTable>[]> =>
  db.selectFrom('backupManifest').selectAll().where('backupId', '=', backupId).orderBy('at', 'desc').limit(most).execute()
export async function newestManifests(db: Db, backupIds: readonly string[]): Promise<Map<string, Time>> {
  const { rows } = await sql<{ backupId: string; at: Time }>`
    select backup_id, max(at) as at from backup_manifest where backup_id = any (${[...backupIds]}::uuid[]) group by backup_id`.execute(db)
  return new Map(rows.map(({ backupId, at }) => [backupId, at]))
}
export async function insertManifest(db: Db, row: ManifestTable, keep: number): Promise<void> {
  await db.insertInto('backupManifest').values(row).execute()
  await sql`delete from backup_manifest where backup_id = ${row.backupId} and id in (
    select id from backup_manifest where backup_id = ${row.backupId} order by at desc offset ${keep})`.execute(db)
}
