/** The SQL of series and their samples. */
import { type Kysely, sql } from 'kysely'
import type { Kept, Labels, Matcher, Retention } from './contract.ts'
import type { Chunk, Named } from './head/lines/rules.ts'

export type SeriesTables = Record<never, never>
export type Db = Kysely<SeriesTables>

export interface NewSeries {
  hash: Buffer
  labels: Labels
  itemId: string | null
}
interface SeriesRow extends Named {
  hash: Buffer
}
const columns = sql`id, organisation_id, labels, item_id, origin, retention, hash`
/** Series of an organisation under these names, each made where it was not there. In order of hash: two who make the same ones wait for each other in turn. */
export async function makeSeries(
  db: Db,
  all: readonly NewSeries[],
  of: { organisationId: string; origin: string; retention: Retention; now: Date },
): Promise<Map<string, Named>> {
  const fresh = [...all].sort((one, other) => Buffer.compare(one.hash, other.hash))
  const hashes = fresh.map(({ hash }) => hash.toString('hex'))
  const there = await bySeriesHash(db, of.organisationId, hashes)
  const missing = fresh.filter(({ hash }) => !there.has(hash.toString('hex')))
  if (missing.length === 0) return there
  await sql`insert into series (organisation_id, hash, name, labels, item_id, origin, retention, created_at, seen_on)
    select ${of.organisationId}, decode(h, 'hex'), l ->> '__name__', l, i, ${of.origin}, ${of.retention}, ${of.now}, ${of.now}::date
    from unnest(${missing.map(({ hash }) => hash.toString('hex'))}::text[], ${missing.map(({ labels }) => JSON.stringify(labels))}::jsonb[],
      ${missing.map(({ itemId }) => itemId)}::uuid[]) as n (h, l, i)
    on conflict (organisation_id, hash) do nothing`.execute(db)
  return bySeriesHash(db, of.organisationId, hashes)
}
async function bySeriesHash(db: Db, organisationId: string, hashes: readonly string[]): Promise<Map<string, Named>> {
  const { rows } = await sql<SeriesRow>`select ${columns} from series
    where organisation_id = ${organisationId} and hash in (select decode(h, 'hex') from unnest(${[...hashes]}::text[]) h)`.execute(db)
  return new Map(rows.map(({ hash, ...row }) => [hash.toString('hex'), row]))
}
export async function seriesById(db: Db, ids: readonly number[]): Promise<Named[]> {
  const { rows } = await sql<SeriesRow>`select ${columns} from series where id = any (${[...ids]}::int[])`.execute(db)
  return rows.map(({ hash: _, ...row }) => row)
}
/** Series that have these exact labels, of those that who asks may read; others of the matchers are for the caller. At most `limit`. */
export async function seriesFitting(
  db: Db,
  matchers: readonly Matcher[],
  {
    organisationId,
    itemIds,
    seenSince,
    limit,
  }: { organisationId?: string | undefined; itemIds?: readonly string[] | undefined; seenSince?: Date; limit: number },
): Promise<Named[]> {
  const exact = matchers.filter(({ op, value }) => op === '=' && value !== '')
  const names = exact.flatMap(({ name, value }) => (name === '__name__' ? [value] : []))
  const rest = Object.fromEntries(exact.flatMap(({ name, value }) => (name === '__name__' ? [] : [[name, value]])))
  const { rows } = await sql<SeriesRow>`select ${columns} from series
    where ${organisationId === undefined ? sql`true` : sql`organisation_id = ${organisationId}`}
      and ${itemIds === undefined ? sql`true` : sql`item_id = any (${[...itemIds]}::uuid[])`}
      and ${names.length === 0 ? sql`true` : sql`name = ${names[0]}`}
      and ${Object.keys(rest).length === 0 ? sql`true` : sql`labels @> ${JSON.stringify(rest)}::jsonb`}
      and ${seenSince === undefined ? sql`true` : sql`seen_on >= ${seenSince}::date`}
    order by id limit ${limit}`.execute(db)
  return rows.map(({ hash: _, ...row }) => row)
}

export async function organisationsHere(db: Db): Promise<number> {
  const { rows } = await sql<{ count: number }>`select count(*)::int as count from organisation where active`.execute(db)
  return rows[0]?.count ?? 0
}
export async function nextWriter(db: Db): Promise<number> {
  const { rows } = await sql<{ writer: number }>`select nextval('sample_writer')::int as writer`.execute(db)
  return rows[0]?.writer ?? 0
}
export async function insertJournal(db: Db, row: { writer: number; place: number; at: Date; body: Uint8Array }): Promise<void> {
  await sql`insert into sample_journal (writer, place, at, body) values (${row.writer}, ${row.place}, ${row.at}, ${Buffer.from(row.body)})`.execute(
    db,
  )
}
export interface JournalRow {
  writer: number
  place: number
  at: string
  body: Buffer
}
export async function journalAfter(db: Db, writer: number, place: number, limit: number): Promise<JournalRow[]> {
  const { rows } = await sql<JournalRow>`select writer, place, at, body from sample_journal
    where (writer, place) > (${writer}, ${place}) order by writer, place limit ${limit}`.execute(db)
  return rows
}
export async function openBodies(db: Db): Promise<Buffer[]> {
  const { rows } = await sql<{ body: Buffer }>`select body from sample_open order by id`.execute(db)
  return rows.map(({ body }) => body)
}
export interface FlushRow {
  series: number[]
  numbers: number[]
  places: number[]
}
export async function flushesSince(db: Db): Promise<FlushRow[]> {
  const { rows } = await sql<FlushRow>`select series, numbers, places from sample_flush order by id`.execute(db)
  return rows.map((row) => ({ ...row, places: row.places.map(Number) }))
}

/** Byte strings one after the other, and where each is, as SQL's substring counts. */
function asOnePiece(all: readonly { data: Uint8Array }[]) {
  const lengths = all.map(({ data }) => data.length)
  let next = 1
  const starts = lengths.map((length) => {
    next += length
    return next - length
  })
  return { bytes: Buffer.concat(all.map(({ data }) => data)), starts, lengths }
}
/** Chunks of series. Their bytes go over as one piece: an array of byte strings would be written as text. */
export async function insertChunks(db: Db, all: readonly (Chunk & { seriesId: number; retention: Retention })[]): Promise<void> {
  const { bytes, starts, lengths } = asOnePiece(all)
  await sql`insert into sample_chunk (from_at, series_id, retention, data)
    select f, s, r::"char", substring(${bytes}::bytea from o for l)
    from unnest(${all.map(({ from }) => from)}::bigint[], ${all.map(({ seriesId }) => seriesId)}::int[], ${all.map(({ retention }) => retention[0])}::text[],
      ${starts}::int[], ${lengths}::int[]) as n (f, s, r, o, l)`.execute(db)
}
/** What of the journal is in chunks by now. */
export async function insertFlush(db: Db, flushed: FlushRow): Promise<void> {
  await sql`insert into sample_flush (series, numbers, places) values (${flushed.series}::int[], ${flushed.numbers}::int[], ${flushed.places}::bigint[])`.execute(
    db,
  )
}
export async function makeDays(db: Db, days: readonly string[]): Promise<void> {
  await sql`select spil_sample_days(${[...days]}::date[])`.execute(db)
}
/** They have samples on these days. */
export async function seenOn(db: Db, ids: readonly number[], day: string): Promise<void> {
  await sql`update series set seen_on = ${day}::date where id = any (${[...ids]}::int[]) and seen_on < ${day}::date`.execute(db)
}
/** What is open now takes the place of what was, and the journal before it is no longer needed. `writers`: of those before, nothing is. */
export async function shorten(
  db: Db,
  bodies: readonly Uint8Array[],
  { writer, place, flushes }: { writer: number; place: number; flushes: number },
): Promise<void> {
  await sql`delete from sample_open`.execute(db)
  for (const body of bodies) await sql`insert into sample_open (body) values (${Buffer.from(body)})`.execute(db)
  await sql`delete from sample_journal where writer < ${writer} or (writer = ${writer} and place <= ${place})`.execute(db)
  await sql`delete from sample_flush where id <= ${flushes}`.execute(db)
}
export async function lastFlush(db: Db): Promise<number> {
  const { rows } = await sql<{ id: number | null }>`select max(id) as id from sample_flush`.execute(db)
  return rows[0]?.id ?? 0
}

export interface Piece {
  seriesId: number
  fromAt: number
  data: Buffer
}
const kinds = { samples: sql`spil_samples`, minutes: sql`spil_minutes`, hours: sql`spil_hours` } as const
/** Chunks (or rows of six hours) that begin in the span. */
export async function piecesOf(db: Db, kind: keyof typeof kinds, ids: readonly number[], from: number, to: number): Promise<Piece[]> {
  if (ids.length === 0) return []
  const { rows } =
    await sql<Piece>`select series_id, from_at, data from ${kinds[kind]}(${[...ids]}::int[], ${Math.floor(from)}, ${Math.ceil(to)})`.execute(db)
  return rows
}
export async function writePlaces(
  db: Db,
  kind: 'minutes' | 'hours',
  all: readonly { seriesId: number; fromAt: number; data: Uint8Array }[],
): Promise<void> {
  const table = kind === 'minutes' ? sql`sample_minutes` : sql`sample_hours`
  const { bytes, starts, lengths } = asOnePiece(all)
  await sql`insert into ${table} (from_at, series_id, data)
    select f, s, substring(${bytes}::bytea from o for l)
    from unnest(${all.map(({ fromAt }) => fromAt)}::bigint[], ${all.map(({ seriesId }) => seriesId)}::int[], ${starts}::int[], ${lengths}::int[]) as n (f, s, o, l)
    on conflict (series_id, from_at) do update set data = excluded.data`.execute(db)
}
export interface RetentionRow {
  retention: Retention
  samples: number
  minutes: number
  hours: number
}
export async function readRetentions(db: Db): Promise<RetentionRow[]> {
  const { rows } = await sql<RetentionRow>`select retention, samples, minutes, hours from sample_retention order by samples`.execute(db)
  return rows
}
/** False when it was another meanwhile, or may not be changed. */
export async function writeRetention(db: Db, retention: Retention, before: Kept, after: Kept): Promise<boolean> {
  const done = await sql`update sample_retention set samples = ${after.samples}, minutes = ${after.minutes}, hours = ${after.hours}
    where retention = ${retention} and samples = ${before.samples} and minutes = ${before.minutes} and hours = ${before.hours}`.execute(db)
  return done.numAffectedRows === 1n
}
/** Bytes of chunks and of what is kept for long, with their indexes. */
export async function sizeOnDisk(db: Db): Promise<number> {
  const { rows } = await sql<{ bytes: number }>`select coalesce(sum(pg_total_relation_size(c.oid)), 0)::bigint as bytes from pg_class c
    where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and c.relname ~ '^sample_(chunk|minutes|hours)'`.execute(db)
  return rows[0]?.bytes ?? 0
}
export async function journalLength(db: Db): Promise<number> {
  const { rows } = await sql<{ count: number }>`select count(*)::int as count from sample_journal`.execute(db)
  return rows[0]?.count ?? 0
}
export async function forgetChunks(db: Db, now: Date): Promise<void> {
  await sql`select spil_sample_forget(${now})`.execute(db)
}
/** Some of what is kept no longer of 5 minutes and hours; how many rows. */
export async function forgetPlaces(db: Db, now: Date): Promise<number> {
  let gone = 0n
  for (const kind of ['minutes', 'hours'] as const) {
    const table = sql.raw(`sample_${kind}`)
    const done = await sql`delete from ${table} where ctid = any (array(
      select p.ctid from ${table} p join series s on s.id = p.series_id join sample_retention r on r.retention = s.retention
      where p.from_at < (extract(epoch from ${now}::timestamptz - make_interval(days => r.${sql.raw(kind)})) * 1000)::bigint limit 10000))`.execute(
      db,
    )
    gone += done.numAffectedRows ?? 0n
  }
  return Number(gone)
}
/** Series of which nothing is kept any more. */
export async function forgetSeries(db: Db, now: Date): Promise<void> {
  await sql`delete from series s using sample_retention r where r.retention = s.retention
    and s.seen_on < (${now}::timestamptz - make_interval(days => greatest(r.samples, r.minutes, r.hours) + 2))::date`.execute(db)
}
/** What is measured of an item, under the policies of who asks. */
export async function measuredOf(db: Db, itemId: string): Promise<{ name: string; series: number; labels: string[] }[]> {
  const { rows } = await sql<{ name: string; series: number; labels: string[] }>`
    select name, count(*)::int as series, array(select distinct k from series x, jsonb_object_keys(x.labels) k
      where x.item_id = ${itemId} and x.name = s.name and k <> '__name__' order by k) as labels
    from series s where item_id = ${itemId} group by name order by name limit 1000`.execute(db)
  return rows
}
