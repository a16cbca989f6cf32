/** The SQL of what is installed. */
import { type Generated, type Kysely, type Selectable, sql } from 'kysely'
import type { Dialect } from '../intake/contract.ts'
import { productOf, type Software, type ToldSoftware } from './rules.ts'

type Time = Date | string
export interface TitleTable {
  id: Generated<number>
  organisationId: string
  name: string
  arch: string
  version: string
  publisher: string
  product: string
}
export interface SoftwareTable {
  id: Generated<number>
  itemId: string
  agentId: string
  organisationId: string
  titleId: number
  installedOn: string | null
  firstSeenAt: Time
  removedAt: Time | null
  was: string | null
}
export interface SoftwareTables {
  deviceSoftware: SoftwareTable
  softwareTitle: TitleTable
}
export type Db = Kysely<SoftwareTables>
/** With what it is called. */
export type SoftwareRow = Selectable<SoftwareTable> & Omit<Selectable<TitleTable>, 'id' | 'organisationId'>

export interface Counts {
  installed: number
  changed: number
  removed: number
}

/**
 * The ids of these titles (JSON of Software[]), in their order; null for what nobody told of before. Each is looked up by itself: of a table that has
 * just been filled the database does not know yet that it is not small.
 */
async function titlesOf(db: Db, organisationId: string, software: string): Promise<(number | null)[]> {
  const { rows } = await sql<{ ids: (number | null)[] | null }>`select array_agg(t.id order by w.place) as ids
    from rows from (json_to_recordset(${software}::json) as (name text, arch text, version text)) with ordinality w (name, arch, version, place)
    left join lateral (select t.id from software_title t
      where t.organisation_id = ${organisationId} and t.name = w.name and t.arch = w.arch and t.version = w.version limit 1) t on true`.execute(db)
  return rows[0]?.ids ?? []
}
/** Those, with what is new among them. In a fixed order, so that two who tell of the same things wait for each other instead of ending each other. */
async function titlesFor(db: Db, organisationId: string, software: string): Promise<(number | null)[]> {
  const known = await titlesOf(db, organisationId, software)
  if (!known.includes(null)) return known
  const fresh = (JSON.parse(software) as Software[]).filter((_, at) => known[at] === null)
  const rows = fresh.map((one) => ({ ...one, product: productOf(one.name) }))
  await sql`insert into software_title (organisation_id, name, arch, version, publisher, product)
    select ${organisationId}, name, arch, version, publisher, product
    from json_to_recordset(${JSON.stringify(rows)}::json) as t (name text, arch text, version text, publisher text, product text)
    order by name, arch, version on conflict do nothing`.execute(db)
  return titlesOf(db, organisationId, software)
}

/**
 * What an agent tells that is installed, against what it told before: only differences are written. `partial`: what it does not name is still
 * there. A name of one architecture whose only version went as another came was changed.
 */
export async function saveSoftware(
  db: Db,
  of: { itemId: string; agentId: string; organisationId: string },
  { there: software, days, gone, partial, at }: ToldSoftware,
): Promise<Counts> {
  const titles = await titlesFor(db, of.organisationId, software)
  const away = gone.length === 0 ? [] : (await titlesOf(db, of.organisationId, JSON.stringify(gone))).filter((id) => id !== null)
  const { rows } = await sql<Counts>`
    with held as (
      select id from item where id = ${of.itemId} and organisation_id = ${of.organisationId} for key share
    ), told as (
      select id, max(installed_on) as installed_on
      from rows from (unnest(${titles}::int[]), json_array_elements_text(${days}::json)) t (id, installed_on) where id is not null group by id
    ), there as (
      select id, title_id from device_software where agent_id = ${of.agentId} and item_id = ${of.itemId} and removed_at is null
    ), gone as (
      update device_software s set removed_at = ${at}
      where s.id in (select h.id from there h where not exists (select from told t where t.id = h.title_id)
        and (${!partial} or h.title_id = any (${away}::int[])))
      returning s.title_id
    ), before as (
      select t.id, max(b.version) as version from gone g join software_title b on b.id = g.title_id
      join software_title t on t.organisation_id = b.organisation_id and t.name = b.name and t.arch = b.arch group by t.id
    ), come as (
      insert into device_software (item_id, agent_id, organisation_id, title_id, installed_on, first_seen_at, was)
      select held.id, ${of.agentId}, ${of.organisationId}, t.id, nullif(t.installed_on, '')::date, ${at}, b.version
      from held cross join told t left join before b on b.id = t.id where not exists (select from there h where h.title_id = t.id)
      returning title_id, was
    ), now as (select distinct t.name, t.arch from come c join software_title t on t.id = c.title_id where c.was is not null)
    select (select count(*) from come where was is null)::int as installed, (select count(*) from come where was is not null)::int as changed,
      (select count(*) from gone g join software_title t on t.id = g.title_id
        where not exists (select from now n where n.name = t.name and n.arch = t.arch))::int as removed`.execute(db)
  return rows[0] ?? { installed: 0, changed: 0, removed: 0 }
}
/** What this agent told of this item, as if it never had. */
export async function forgetSoftware(db: Db, agentId: string, itemId: string): Promise<void> {
  await db.deleteFrom('deviceSoftware').where('agentId', '=', agentId).where('itemId', '=', itemId).execute()
}

const titled = sql`s.*, to_char(s.installed_on, 'YYYY-MM-DD') as installed_on, t.name, t.arch, t.version, t.publisher, t.product
  from device_software s join software_title t on t.id = s.title_id`
export type Listed = SoftwareRow & { dialect: Dialect }
/** By name; what went: the last first. */
export async function listSoftware(
  db: Db,
  itemId: string,
  { limit, after, search, removed }: { limit: number; after: number | undefined; search: string | undefined; removed: boolean },
): Promise<Listed[]> {
  const pattern = search ? `%${search.toLowerCase().replace(/[\\%_]/g, '\\$&')}%` : undefined
  const place = removed
    ? sql`and (s.removed_at, s.id) < (select removed_at, id from device_software where id = ${after})`
    : sql`and (t.name, s.id) > (select b.name, p.id from device_software p join software_title b on b.id = p.title_id where p.id = ${after})`
  const { rows } = await sql<Listed>`
    select l.*, a.dialect from (select ${titled}
      where s.item_id = ${itemId} and s.removed_at is ${removed ? sql`not null` : sql`null`}
        ${pattern ? sql`and lower(t.name) like ${pattern}` : sql``} ${after === undefined ? sql`` : place}
      order by ${removed ? sql`s.removed_at desc, s.id desc` : sql`t.name, s.id`} limit ${limit}) l
    join inventory_agent a on a.id = l.agent_id order by ${removed ? sql`l.removed_at desc, l.id desc` : sql`l.name, l.id`}`.execute(db)
  return rows
}
