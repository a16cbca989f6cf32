/** The SQL of remote hands. */
import { type Kysely, type Selectable, sql } from 'kysely'
import type { Deed, deedKinds } from './contract.ts'

type Time = Date | string
export interface TemplateTable {
  organisationId: string
  key: string
  name: string
  kinds: string[]
  url: string
  active: boolean
  version: number
}
export interface DeedTable {
  id: string
  itemId: string
  organisationId: string
  caseId: string | null
  kind: (typeof deedKinds)[number]
  way: string | null
  why: string
  minutes: number | null
  at: Time
  byId: string
  state: Deed['state']
  reason: string | null
  macs: string[]
}
export interface RemoteTables {
  remoteTemplate: TemplateTable
  deviceDeed: DeedTable
}
export type Db = Kysely<RemoteTables>
export type DeedRow = Selectable<DeedTable>

export const listTemplates = (db: Db, organisationId: string): Promise<TemplateTable[]> =>
  db.selectFrom('remoteTemplate').selectAll().where('organisationId', '=', organisationId).orderBy('name').orderBy('key').limit(200).execute()
/** False when it is of another version by now: 0 is one that nobody wrote yet. */
export async function writeTemplate(db: Db, { version, ...row }: TemplateTable): Promise<boolean> {
  const { rows } = await sql`
    insert into remote_template as t (organisation_id, key, name, kinds, url, active, version)
    values (${row.organisationId}, ${row.key}, ${row.name}, ${row.kinds}, ${row.url}, ${row.active}, 1)
    on conflict (organisation_id, key) do update set name = excluded.name, kinds = excluded.kinds, url = excluded.url, active = excluded.active,
      version = t.version + 1 where t.version = ${version}
    returning 1`.execute(db)
  return rows.length === 1
}
export async function removeTemplate(db: Db, organisationId: string, key: string): Promise<boolean> {
  const gone = await db.deleteFrom('remoteTemplate').where('organisationId', '=', organisationId).where('key', '=', key).executeTakeFirst()
  return gone.numDeletedRows > 0n
}

/** False when it is being woken already. */
export async function insertDeed(db: Db, row: DeedTable): Promise<boolean> {
  const done = await db
    .insertInto('deviceDeed')
    .values(row)
    .onConflict((on) => on.doNothing())
    .executeTakeFirst()
  return (done.numInsertedOrUpdatedRows ?? 0n) > 0n
}
export const listDeeds = (db: Db, itemId: string): Promise<DeedRow[]> =>
  db.selectFrom('deviceDeed').selectAll().where('itemId', '=', itemId).orderBy('at', 'desc').orderBy('id').limit(100).execute()

/** Those that wait to be woken, held until the transaction ends: each is sent by one process. */
export async function heldWaiting(db: Db, most: number): Promise<DeedRow[]> {
  const { rows } = await sql<DeedRow>`
    select * from device_deed where state = 'waiting' order by at limit ${most} for update skip locked`.execute(db)
  return rows
}
/** Undefined when it does not wait any more. */
export const endDeed = (db: Db, id: string, set: Pick<DeedTable, 'state' | 'reason'>): Promise<DeedRow | undefined> =>
  db.updateTable('deviceDeed').set(set).where('id', '=', id).where('state', '=', 'waiting').returningAll().executeTakeFirst()
