/** The SQL of outages. */
import { type Kysely, sql } from 'kysely'
import type { OutageText } from './contract.ts'

export interface OutageRow {
  id: string
  organisationId: string
  kind: 'outage' | 'maintenance'
  state: 'published' | 'over' | 'withdrawn'
  caseId: string | null
  nl: OutageText | null
  en: OutageText | null
  fromAt: string
  untilAt: string | null
  nextUpdateAt: string | null
  lateToldFor: string | null
  publishedAt: string
  publishedBy: string
  endedAt: string | null
  version: number
}
export interface OutageTables {
  outage: OutageRow
  outageUpdate: { id: string; outageId: string; organisationId: string; nl: string | null; en: string | null; authorId: string; at: string }
  outageJoined: { outageId: string; personId: string; organisationId: string; caseId: string | null; at: string; toldAt: string | null }
  outageSetting: { organisationId: string; public: boolean; slug: string; title: string; changedAt: Date; changedBy: string | null }
}
export type Db = Kysely<OutageTables>

const json = (value: OutageText | null) => (value === null ? null : (sql`${JSON.stringify(value)}::jsonb` as unknown as OutageText))
const plain = <T extends Partial<OutageRow>>(row: T): T => ({
  ...row,
  ...(row.nl !== undefined && { nl: json(row.nl) }),
  ...(row.en !== undefined && { en: json(row.en) }),
})

export const insertOutage = (db: Db, row: OutageRow): Promise<OutageRow> =>
  db.insertInto('outage').values(plain(row)).returningAll().executeTakeFirstOrThrow()
/** With `version`: undefined when somebody was first. */
export async function changeOutage(db: Db, id: string, set: Partial<OutageRow>, version?: number): Promise<OutageRow | undefined> {
  let query = db
    .updateTable('outage')
    .set((eb) => ({ ...plain(set), version: eb('version', '+', 1) }))
    .where('id', '=', id)
  if (version !== undefined) query = query.where('version', '=', version)
  return query.returningAll().executeTakeFirst()
}
/** From one state to another; undefined when it was not in that state. */
export const turnOutage = (db: Db, id: string, from: OutageRow['state'], set: Partial<OutageRow>): Promise<OutageRow | undefined> =>
  db
    .updateTable('outage')
    .set((eb) => ({ ...set, version: eb('version', '+', 1) }))
    .where('id', '=', id)
    .where('state', '=', from)
    .returningAll()
    .executeTakeFirst()
export const readOutage = (db: Db, id: string): Promise<OutageRow | undefined> =>
  db.selectFrom('outage').selectAll().where('id', '=', id).executeTakeFirst()
/** Whose promised word has not come; marks this promise as told. Undefined when the word came, or it was told already. */
export const markLate = (db: Db, id: string, dueAt: string): Promise<OutageRow | undefined> =>
  db
    .updateTable('outage')
    .set({ lateToldFor: dueAt })
    .where('id', '=', id)
    .where('state', '=', 'published')
    .where('nextUpdateAt', '=', dueAt)
    .where(sql<boolean>`late_told_for is distinct from next_update_at`)
    .returningAll()
    .executeTakeFirst()
export const outagesOfCase = (db: Db, caseId: string): Promise<OutageRow[]> =>
  db.selectFrom('outage').selectAll().where('caseId', '=', caseId).execute()

/** What lasts, comes soon, or was over lately; what lasts first. */
export async function currentOutages(
  db: Db,
  organisations: readonly string[],
  now: Date,
  { soon, recent }: { soon: Date; recent: Date },
): Promise<OutageRow[]> {
  const { rows } = await sql<OutageRow>`select * from outage where organisation_id = any (${organisations}::uuid[]) and state <> 'withdrawn'
    and from_at <= ${soon} and (state = 'published' or ended_at > ${recent})
    and (kind = 'outage' or until_at is null or until_at > ${now})
    order by (state = 'published' and from_at <= ${now}) desc, from_at desc limit 50`.execute(db)
  return rows
}
export async function listOutages(
  db: Db,
  organisations: readonly string[],
  limit: number,
  before: readonly [at: string, id: string] | undefined,
): Promise<OutageRow[]> {
  const { rows } = await sql<OutageRow>`select * from outage where organisation_id = any (${organisations}::uuid[])
    ${before ? sql`and (published_at, id) < (${before[0]}::timestamptz, ${before[1]}::uuid)` : sql``}
    order by published_at desc, id desc limit ${limit}`.execute(db)
  return rows
}

export const insertUpdate = async (db: Db, row: OutageTables['outageUpdate']): Promise<void> => {
  await db.insertInto('outageUpdate').values(row).execute()
}
export const updatesOf = (db: Db, ids: readonly string[]): Promise<OutageTables['outageUpdate'][]> =>
  db.selectFrom('outageUpdate').selectAll().where('outageId', '=', sql<string>`any (${ids}::uuid[])`).orderBy('at', 'desc').limit(500).execute()

/** How many said that it concerns them, and whether this person did. */
export async function joinedOf(
  db: Db,
  ids: readonly string[],
  personId: string | null,
): Promise<Map<string, { count: number; mine: boolean; number: number | null }>> {
  const { rows } = await sql<{ id: string; count: number; mine: boolean; number: number | null }>`
    select one.id, spil_outage_count(one.id) as count, j.person_id is not null as mine, c.number
    from unnest(${ids}::uuid[]) as one (id)
    left join outage_joined j on j.outage_id = one.id and j.person_id = ${personId} left join "case" c on c.id = j.case_id`.execute(db)
  return new Map(rows.map((row) => [row.id, row]))
}
/** False when they had said so already. */
export async function insertJoined(db: Db, row: OutageTables['outageJoined']): Promise<boolean> {
  const done = await db
    .insertInto('outageJoined')
    .values(row)
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst()
  return done.numInsertedOrUpdatedRows === 1n
}
/** The report they made of it; false when they had made one already. */
export async function setReport(db: Db, outageId: string, personId: string, caseId: string): Promise<void> {
  await db.updateTable('outageJoined').set({ caseId }).where('outageId', '=', outageId).where('personId', '=', personId).execute()
}
export const myJoined = (db: Db, outageId: string, personId: string): Promise<OutageTables['outageJoined'] | undefined> =>
  db.selectFrom('outageJoined').selectAll().where('outageId', '=', outageId).where('personId', '=', personId).forUpdate().executeTakeFirst()

/** The next who were not told; who made a report hears of it there. Held until the end of the transaction. */
export async function untold(db: Db, outageId: string, limit: number): Promise<string[]> {
  const { rows } = await sql<{ personId: string }>`select person_id from outage_joined
    where outage_id = ${outageId} and told_at is null and case_id is null order by person_id limit ${limit} for update skip locked`.execute(db)
  return rows.map(({ personId }) => personId)
}
export async function markTold(db: Db, outageId: string, people: readonly string[], now: Date): Promise<void> {
  await db
    .updateTable('outageJoined')
    .set({ toldAt: now.toISOString() })
    .where('outageId', '=', outageId)
    .where('personId', '=', sql<string>`any (${people}::uuid[])`)
    .execute()
}
/** It lasts again: who was told is told again when it is over. */
export async function forgetTold(db: Db, outageId: string): Promise<void> {
  await db.updateTable('outageJoined').set({ toldAt: null }).where('outageId', '=', outageId).execute()
}

export const readSetting = (db: Db, organisationId: string): Promise<OutageTables['outageSetting'] | undefined> =>
  db.selectFrom('outageSetting').selectAll().where('organisationId', '=', organisationId).executeTakeFirst()
export const settingBySlug = (db: Db, slug: string): Promise<OutageTables['outageSetting'] | undefined> =>
  db.selectFrom('outageSetting').selectAll().where('slug', '=', slug).where('public', '=', true).executeTakeFirst()
/** False when the address belongs to another. */
export async function saveSetting(db: Db, row: OutageTables['outageSetting']): Promise<boolean> {
  const { rows } = await sql<{ one: number }>`insert into outage_setting (organisation_id, public, slug, title, changed_at, changed_by)
    select ${row.organisationId}, ${row.public}, ${row.slug}, ${row.title}, ${row.changedAt}, ${row.changedBy}
    where not spil_slug_taken(${row.slug}, ${row.organisationId})
    on conflict (organisation_id) do update set public = excluded.public, slug = excluded.slug, title = excluded.title,
      changed_at = excluded.changed_at, changed_by = excluded.changed_by
    returning 1 as one`.execute(db)
  return rows.length === 1
}
