/** The SQL of support. */
import { type Kysely, sql } from 'kysely'
import type { Cycle, Standing } from './contract.ts'
import type { Found } from './rules.ts'

export interface SupportTables {
  supportData: { organisationId: string; product: string; cycles: Cycle[]; dated: string; broughtAt: Date | string; broughtBy: string | null }
  supportItem: { itemId: string; organisationId: string; due: boolean }
  supportStanding: Found & { itemId: string; organisationId: string }
}
export type Db = Kysely<SupportTables>
export type DataRow = Pick<SupportTables['supportData'], 'organisationId' | 'product' | 'cycles' | 'dated'>

export async function readData(db: Db, organisationIds: readonly string[]): Promise<DataRow[]> {
  const { rows } = await sql<DataRow>`select organisation_id, product, cycles, to_char(dated, 'YYYY-MM-DD') as dated from support_data
    where organisation_id = any (${[...organisationIds]}::uuid[]) order by product`.execute(db)
  return rows
}
/** Who brings data of a product at the same time waits for the other. */
export async function holdData(db: Db, organisationId: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`support ${organisationId}`}, 0))`.execute(db)
}
export async function writeData(db: Db, rows: readonly DataRow[], by: string | null, now: Date): Promise<void> {
  for (const { organisationId, product, cycles, dated } of rows)
    await sql`insert into support_data (organisation_id, product, cycles, dated, brought_at, brought_by)
      values (${organisationId}, ${product}, ${JSON.stringify(cycles)}::jsonb, ${dated}, ${now}, ${by})
      on conflict (organisation_id, product) do update set cycles = excluded.cycles, dated = excluded.dated,
        brought_at = excluded.brought_at, brought_by = excluded.brought_by`.execute(db)
}
export async function deleteData(db: Db, organisationId: string, product: string): Promise<boolean> {
  const done = await db.deleteFrom('supportData').where('organisationId', '=', organisationId).where('product', '=', product).executeTakeFirst()
  return done.numDeletedRows === 1n
}

/** An item is looked at again, when it is still there. */
export async function markItem(db: Db, itemId: string, organisationId: string): Promise<void> {
  await sql`insert into support_item (item_id, organisation_id) select id, organisation_id from item where id = ${itemId} and organisation_id = ${organisationId}
    on conflict (item_id) do update set due = true where not support_item.due`.execute(db)
}
export async function markOrganisation(db: Db, organisationId: string): Promise<void> {
  await db.updateTable('supportItem').set({ due: true }).where('organisationId', '=', organisationId).where('due', '=', false).execute()
}
export async function markAll(db: Db): Promise<void> {
  await db.updateTable('supportItem').set({ due: true }).where('due', '=', false).execute()
}
export async function takeMarked(db: Db, most: number): Promise<{ id: string; organisationId: string }[]> {
  const { rows } = await sql<{ id: string; organisationId: string }>`update support_item s set due = false
    from (select item_id from support_item where due order by item_id limit ${most} for update skip locked) m where s.item_id = m.item_id
    returning s.item_id as id, s.organisation_id`.execute(db)
  return rows
}

export const standingsOfItems = (db: Db, itemIds: readonly string[]) =>
  db
    .selectFrom('supportStanding')
    .select(['itemId', 'product', 'about'])
    .where('itemId', 'in', [...itemIds])
    .execute()
/** What these items have from now on. */
export async function writeStandings(db: Db, all: readonly { itemId: string; organisationId: string; found: readonly Found[] }[]): Promise<void> {
  const rows = all.flatMap(({ itemId, organisationId, found }) => found.map((one) => ({ itemId, organisationId, ...one })))
  const ids = all.map(({ itemId }) => itemId)
  await sql`with told as (select * from json_to_recordset(${JSON.stringify(rows)}::json) as t ("itemId" uuid, "organisationId" uuid, product text, cycle text,
      about text, label text, found text, until date, "extendedUntil" date)),
    gone as (delete from support_standing s where s.item_id = any (${ids}::uuid[])
      and not exists (select from told t where t."itemId" = s.item_id and t.product = s.product and t.cycle = s.cycle))
    insert into support_standing (item_id, organisation_id, product, cycle, about, label, found, until, extended_until)
      select "itemId", "organisationId", product, cycle, about, label, found, until, "extendedUntil" from told
      on conflict (item_id, product, cycle) do update set about = excluded.about, label = excluded.label, found = excluded.found, until = excluded.until,
        extended_until = excluded.extended_until
      where (support_standing.about, support_standing.label, support_standing.found, support_standing.until, support_standing.extended_until)
        is distinct from (excluded.about, excluded.label, excluded.found, excluded.until, excluded.extended_until)`.execute(db)
}

const day = (column: string) => sql`to_char(${sql.ref(column)}, 'YYYY-MM-DD')`
export async function endingBefore(db: Db, organisationId: string, until: string): Promise<(Standing & { items: number })[]> {
  const { rows } = await sql<Standing & { items: number }>`select product, cycle, min(label) as label, min(about) as about,
      to_char(until, 'YYYY-MM-DD') as until, to_char(min(extended_until), 'YYYY-MM-DD') as extended_until, count(*)::int as items
    from support_standing where organisation_id = ${organisationId} and until <= ${until}
    group by product, cycle, until order by until, product, cycle limit 500`.execute(db)
  return rows
}
export async function countKnown(db: Db, organisationId: string): Promise<number> {
  const { rows } = await sql<{ known: number }>`select count(distinct item_id)::int as known from support_standing
    where organisation_id = ${organisationId} and about = 'os'`.execute(db)
  return rows[0]?.known ?? 0
}
export async function itemsWith(
  db: Db,
  { organisationId, product, cycle, after, limit }: { organisationId: string; product: string; cycle: string; after: number; limit: number },
): Promise<{ id: string; number: number; name: string; found: string }[]> {
  const { rows } = await sql<{ id: string; number: number; name: string; found: string }>`select i.id, i.number, i.name, s.found
    from support_standing s join item i on i.id = s.item_id
    where s.organisation_id = ${organisationId} and s.product = ${product} and s.cycle = ${cycle} and i.number > ${after}
    order by i.number limit ${limit}`.execute(db)
  return rows
}
export async function standingsOf(db: Db, itemId: string): Promise<Found[]> {
  const { rows } = await sql<Found>`select product, cycle, label, about, found, ${day('until')} as until, ${day('extended_until')} as extended_until
    from support_standing where item_id = ${itemId} order by support_standing.until nulls last, product, cycle`.execute(db)
  return rows
}
