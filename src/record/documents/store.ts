/** The SQL of documents. */
import { type Kysely, type RawBuilder, sql } from 'kysely'
import type { Audience, PlaceKind, DocumentRow as Shown, VersionRow as VersionShape } from './contract.ts'

export interface DocumentRow {
  id: string
  organisationId: string
  kind: Shown['kind']
  form: Shown['form']
  title: string
  ownerId: string
  readAll: boolean
  writeAll: boolean
  published: number | null
  publishedAt: string | null
  withdrawnAt: string | null
  latest: number
  reviewBy: string | null
  version: number
  createdAt: string
  createdBy: string | null
  updatedAt: string
}
export interface VersionRow {
  documentId: string
  number: number
  organisationId: string
  note: string | null
  text: string | null
  hash: string | null
  name: string | null
  type: string | null
  size: number | null
  inline: boolean
  macros: boolean
  words: string | null
  reading: VersionShape['reading']
  reason: string | null
  attempts: number
  restoredFrom: number | null
  at: string
  byId: string | null
}
/** Without its text and words, which can be long. */
export type VersionHead = Omit<VersionRow, 'text' | 'words'>

interface AudienceRow {
  documentId: string
  organisationId: string
  may: 'read' | 'write'
  teamId: string | null
  role: string | null
  personId: string | null
}
export interface PlaceRow {
  documentId: string
  kind: PlaceKind
  targetId: string
  organisationId: string
  at: string
  addedBy: string | null
}
export interface DocumentTables {
  document: DocumentRow & { reviewToldFor: string | null; reviewToldAt: string | null; reviewSeenAt: string | null }
  documentVersion: VersionRow
  documentAudience: AudienceRow
  documentAttachment: PlaceRow
}
export type Db = Kysely<DocumentTables>
export type Listed = DocumentRow & { mayWrite: boolean }

const columns = sql`d.id, d.organisation_id, d.kind, d.form, d.title, d.owner_id, d.read_all, d.write_all, d.published, d.published_at, d.withdrawn_at,
  d.latest, d.review_by, d.version, d.created_at, d.created_by, d.updated_at, spil_writes_document(d.id) as may_write`

export async function readDocument(db: Db, id: string, lock = false): Promise<Listed | undefined> {
  const { rows } = await sql<Listed>`select ${columns} from document d where d.id = ${id} ${lock ? sql`for update` : sql``}`.execute(db)
  return rows[0]
}

export interface Filter {
  kind?: string | undefined
  state?: Shown['state'] | undefined
  organisationId?: string | undefined
  /** everybody, a role, or the id of a team or person. */
  audience?: string | undefined
  /** To be reviewed on this day or before. */
  reviewUntil?: string | undefined
  ownerId?: string | undefined
  /** Only these: what a search found, or what is attached somewhere. */
  ids?: readonly string[] | undefined
  before?: readonly [at: string, id: string] | undefined
}
const states: Readonly<Record<Shown['state'], RawBuilder<unknown>>> = {
  published: sql`d.published is not null`,
  withdrawn: sql`d.published is null and d.withdrawn_at is not null`,
  draft: sql`d.published is null and d.withdrawn_at is null`,
}
const forWhom = (audience: string): RawBuilder<unknown> =>
  audience === 'everybody'
    ? sql`d.read_all`
    : sql`exists (select from document_audience a where a.document_id = d.id and a.may = 'read'
        and ${/-/.test(audience) ? sql`(a.team_id = ${audience} or a.person_id = ${audience})` : sql`a.role = ${audience}`})`

/** As the actor may see them, the newest change first. */
export async function listDocuments(db: Db, limit: number, f: Filter): Promise<Listed[]> {
  const where = [
    f.kind === undefined ? undefined : sql`d.kind = ${f.kind}`,
    f.state && states[f.state],
    f.organisationId === undefined ? undefined : sql`d.organisation_id = ${f.organisationId}`,
    f.audience === undefined ? undefined : forWhom(f.audience),
    f.reviewUntil === undefined ? undefined : sql`d.review_by <= ${f.reviewUntil}`,
    f.ownerId === undefined ? undefined : sql`d.owner_id = ${f.ownerId}`,
    f.ids && sql`d.id = any (${[...f.ids]}::uuid[])`,
    f.before && sql`(d.updated_at, d.id) < (${f.before[0]}::timestamptz, ${f.before[1]}::uuid)`,
  ].filter((one) => one !== undefined)
  const { rows } = await sql<Listed>`select ${columns} from document d where ${where.length > 0 ? sql.join(where, sql` and `) : sql`true`}
    order by d.updated_at desc, d.id desc limit ${limit}`.execute(db)
  return rows
}

/** Candidates, newest first; what they are is read under row level security afterwards. */
export async function searchDocuments(db: Db, words: readonly string[], limit: number): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`select id from spil_search_documents(${[...words]}::text[], ${limit}) id`.execute(db)
  return rows.map(({ id }) => id)
}
/** For snippets: the words of these versions. */
export async function wordsOfShown(db: Db, rows: readonly Listed[]): Promise<Map<string, string>> {
  if (rows.length === 0) return new Map()
  const found = await sql<{
    documentId: string
    words: string
  }>`select v.document_id, left(coalesce(v.text, v.words, ''), 100000) as words
    from unnest(${rows.map(({ id }) => id)}::uuid[], ${rows.map((row) => (row.mayWrite ? row.latest : row.published))}::int[]) one (id, number)
    join document_version v on v.document_id = one.id and v.number = one.number`.execute(db)
  return new Map(found.rows.map(({ documentId, words }) => [documentId, words]))
}

export async function insertDocument(db: Db, row: DocumentRow): Promise<void> {
  await db
    .insertInto('document')
    .values({ ...row, reviewToldFor: null, reviewToldAt: null, reviewSeenAt: null })
    .execute()
}
/** False when somebody saved, or changed, since: the base decides. */
export async function updateDocument(db: Db, id: string, set: Partial<DocumentRow>, as: { latest: number } | { version: number }): Promise<boolean> {
  let query = db.updateTable('document').set(set).where('id', '=', id)
  query = 'latest' in as ? query.where('latest', '=', as.latest) : query.where('version', '=', as.version)
  return ((await query.executeTakeFirst()).numUpdatedRows ?? 0n) > 0n
}
/** The words that a search finds it by, after title, text, words or what is published changed. */
export async function indexDocument(db: Db, id: string): Promise<void> {
  const vector = (number: 'latest' | 'published') => sql`(select spil_document_words(d.organisation_id, d.title, coalesce(v.text, v.words, ''))
    from document_version v where v.document_id = d.id and v.number = d.${sql.ref(number)})`
  await sql`update document d set search_latest = ${vector('latest')}, search_published = ${vector('published')} where d.id = ${id}`.execute(db)
}

export async function insertVersion(db: Db, row: VersionRow): Promise<void> {
  await db.insertInto('documentVersion').values(row).execute()
}
const heads = [
  'documentId',
  'number',
  'organisationId',
  'note',
  'hash',
  'name',
  'type',
  'size',
  'inline',
  'macros',
  'reading',
  'reason',
  'attempts',
  'restoredFrom',
  'at',
  'byId',
] as const
export async function listVersions(db: Db, documentId: string, limit: number): Promise<VersionHead[]> {
  return db.selectFrom('documentVersion').select(heads).where('documentId', '=', documentId).orderBy('number', 'desc').limit(limit).execute()
}
export async function readVersion(db: Db, documentId: string, number: number): Promise<VersionRow | undefined> {
  return db.selectFrom('documentVersion').selectAll().where('documentId', '=', documentId).where('number', '=', number).executeTakeFirst()
}
export async function updateVersion(db: Db, documentId: string, number: number, set: Partial<VersionRow>): Promise<void> {
  await db.updateTable('documentVersion').set(set).where('documentId', '=', documentId).where('number', '=', number).execute()
}

export async function listAudience(db: Db, documentId: string): Promise<AudienceRow[]> {
  return db.selectFrom('documentAudience').selectAll().where('documentId', '=', documentId).limit(1000).execute()
}
/** First who comes, then who goes: whoever changes this needs to be in it meanwhile. */
export async function writeAudience(db: Db, doc: Pick<DocumentRow, 'id' | 'organisationId'>, may: 'read' | 'write', audience: Audience) {
  const common = { documentId: doc.id, organisationId: doc.organisationId, may }
  const wanted: AudienceRow[] = [
    ...[...new Set(audience.teamIds)].map((teamId) => ({ ...common, teamId, role: null, personId: null })),
    ...[...new Set(audience.roles)].map((role) => ({ ...common, teamId: null, role, personId: null })),
    ...[...new Set(audience.personIds)].map((personId) => ({ ...common, teamId: null, role: null, personId })),
  ]
  if (wanted.length > 0)
    await db
      .insertInto('documentAudience')
      .values(wanted)
      .onConflict((conflict) => conflict.doNothing())
      .execute()
  await sql`delete from document_audience where document_id = ${doc.id} and may = ${may}
    and not (coalesce(team_id = any (${[...audience.teamIds]}::uuid[]), false) or coalesce(role = any (${[...audience.roles]}::text[]), false)
      or coalesce(person_id = any (${[...audience.personIds]}::uuid[]), false))`.execute(db)
}

/** False when it was there already. */
export async function insertPlace(db: Db, row: PlaceRow): Promise<boolean> {
  const made = await db
    .insertInto('documentAttachment')
    .values(row)
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst()
  return (made.numInsertedOrUpdatedRows ?? 0n) > 0n
}
/** False when it was not there. */
export async function removePlace(db: Db, documentId: string, kind: PlaceKind, targetId: string): Promise<boolean> {
  const gone = await db
    .deleteFrom('documentAttachment')
    .where('documentId', '=', documentId)
    .where('kind', '=', kind)
    .where('targetId', '=', targetId)
    .executeTakeFirst()
  return gone.numDeletedRows > 0n
}
export async function listPlaces(db: Db, by: { documentId: string } | { kind: PlaceKind; targetId: string }): Promise<PlaceRow[]> {
  let query = db.selectFrom('documentAttachment').selectAll().orderBy('at', 'desc').limit(200)
  query = 'documentId' in by ? query.where('documentId', '=', by.documentId) : query.where('kind', '=', by.kind).where('targetId', '=', by.targetId)
  return query.execute()
}
