/** The SQL of what is installed. */
import { type Kysely, type Selectable, sql } from 'kysely'
import type { Dialect } from '../intake/contract.ts'
import { productOf, type Software, type ToldSoftware } from './rules.ts'

type Time = Date | string
export interface SoftwareTable {
  id: number
  itemId: string
  agentId: string
  organisationId: string
  name: string
  arch: string
  version: string
  publisher: string
  product: string
  installedOn: string | null
  firstSeenAt: Time
  removedAt: Time | null
  was: string | null
}
export interface SoftwareTables {
  deviceSoftware: SoftwareTable
}
export type Db = Kysely<SoftwareTables>
export type SoftwareRow = Selectable<SoftwareTable>

export interface Counts {
  installed: number
  changed: number
  removed: number
}
/**
 * What an agent tells that is installed, against what it told before: only differences are written. `partial`: what it does not name is still
 * there. A name of one architecture whose only version went as another came was changed.
 */
export async function saveSoftware(
  db: Db,
  of: { itemId: string; agentId: string; organisationId: string },
  { there: software, gone, partial, at }: ToldSoftware,
): Promise<Counts> {
  const column = <K extends keyof Software>(key: K, of = software) => of.map((one) => one[key])
  const { rows } = await sql<Counts>`
    with told as (
      select * from unnest(${column('name')}::text[], ${column('arch')}::text[], ${column('version')}::text[], ${column('publisher')}::text[],
        ${software.map(({ name }) => productOf(name))}::text[], ${column('installedOn')}::text[]) t (name, arch, version, publisher, product, installed_on)
    ), there as (
      select id, name, arch, version from device_software where agent_id = ${of.agentId} and item_id = ${of.itemId} and removed_at is null
    ), away as (
      select * from unnest(${column('name', gone)}::text[], ${column('arch', gone)}::text[], ${column('version', gone)}::text[]) a (name, arch, version)
    ), gone as (
      update device_software s set removed_at = ${at}
      where s.id in (select h.id from there h where not exists (select from told t where t.name = h.name and t.arch = h.arch and t.version = h.version)
        and (${!partial} or exists (select from away a where a.name = h.name and a.arch = h.arch and a.version = h.version)))
      returning s.name, s.arch, s.version
    ), come as (
      insert into device_software (item_id, agent_id, organisation_id, name, arch, version, publisher, product, installed_on, first_seen_at, was)
      select ${of.itemId}, ${of.agentId}, ${of.organisationId}, t.name, t.arch, t.version, t.publisher, t.product, nullif(t.installed_on, '')::date, ${at},
        (select max(g.version) from gone g where g.name = t.name and g.arch = t.arch)
      from told t where not exists (select from there h where h.name = t.name and h.arch = t.arch and h.version = t.version)
      on conflict do nothing returning name, arch, was
    )
    select (select count(*) from come where was is null)::int as installed, (select count(*) from come where was is not null)::int as changed,
      (select count(*) from gone g where not exists (select from come c where c.name = g.name and c.arch = g.arch))::int as removed`.execute(db)
  return rows[0] ?? { installed: 0, changed: 0, removed: 0 }
}
/** What this agent told of this item, as if it never had. */
export async function forgetSoftware(db: Db, agentId: string, itemId: string): Promise<void> {
  await db.deleteFrom('deviceSoftware').where('agentId', '=', agentId).where('itemId', '=', itemId).execute()
}

export type Listed = SoftwareRow & { dialect: Dialect }
/** By name; what went: the last first. */
export async function listSoftware(
  db: Db,
  itemId: string,
  { limit, after, search, removed }: { limit: number; after: number | undefined; search: string | undefined; removed: boolean },
): Promise<Listed[]> {
  const pattern = search ? `%${search.toLowerCase().replace(/[\\%_]/g, '\\$&')}%` : undefined
  const { rows } = await sql<Listed>`
    select s.*, to_char(s.installed_on, 'YYYY-MM-DD') as installed_on, a.dialect from device_software s join inventory_agent a on a.id = s.agent_id
    where s.item_id = ${itemId} and s.removed_at is ${removed ? sql`not null` : sql`null`}
      ${pattern ? sql`and lower(s.name) like ${pattern}` : sql``}
      ${after === undefined ? sql`` : removed ? sql`and (s.removed_at, s.id) < (select removed_at, id from device_software where id = ${after})` : sql`and (s.name, s.id) > (select name, id from device_software where id = ${after})`}
    order by ${removed ? sql`s.removed_at desc, s.id desc` : sql`s.name, s.id`} limit ${limit}`.execute(db)
  return rows
}
/** Rows of one product in these organisations, one a device and version. */
export async function whereIs(
  db: Db,
  organisationIds: readonly string[],
  product: string,
  { limit, after }: { limit: number; after: number | undefined },
): Promise<SoftwareRow[]> {
  const { rows } = await sql<SoftwareRow>`select s.* from device_software s
    where s.organisation_id = any (${[...organisationIds]}::uuid[]) and s.product = ${product.toLowerCase()} and s.removed_at is null
      ${after === undefined ? sql`` : sql`and s.id > ${after}`} order by s.id limit ${limit}`.execute(db)
  return rows
}
export async function versionsOf(db: Db, organisationIds: readonly string[], product: string): Promise<{ version: string; devices: number }[]> {
  const { rows } = await sql<{ version: string; devices: number }>`select version, count(distinct item_id)::int as devices from device_software
    where organisation_id = any (${[...organisationIds]}::uuid[]) and product = ${product.toLowerCase()} and removed_at is null
    group by version order by devices desc, version desc limit 100`.execute(db)
  return rows
}
