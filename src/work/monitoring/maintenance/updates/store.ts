/** The SQL of updates. */
import { type Kysely, sql } from 'kysely'
import type { Host } from './rules.ts'

export interface UpdateTables {
  updateHost: Host & { itemId: string; organisationId: string; changedAt: Date | string; place: string }
}
export type Db = Kysely<UpdateTables>
export type HostRow = Host & { itemId: string; number: number; name: string; place: string; changedAt: string }

const moment = (column: string) => sql`to_char(${sql.ref(`h.${column}`)} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`
const columns = sql`h.item_id, h.waiting, h.security, h.reboot, h.why, h.updated_on, h.packages, h.place, ${moment('waiting_since')} as waiting_since,
  ${moment('security_since')} as security_since, ${moment('reboot_since')} as reboot_since, ${moment('changed_at')} as changed_at`

/** Held until the end of the transaction: of two reports that come at once the second sees what the first left. */
export async function readHost(db: Db, itemId: string, lock = false): Promise<Host | undefined> {
  const { rows } = await sql<Host>`select ${columns} from update_host h where h.item_id = ${itemId} ${lock ? sql`for update` : sql``}`.execute(db)
  return rows[0]
}
export async function writeHost(db: Db, row: UpdateTables['updateHost']): Promise<void> {
  const { packages, ...rest } = row
  const values = { ...rest, packages: sql<Host['packages']>`${JSON.stringify(packages)}::jsonb` }
  const { itemId: _, ...set } = values
  await db
    .insertInto('updateHost')
    .values(values)
    .onConflict((conflict) => conflict.column('itemId').doUpdateSet(set))
    .execute()
}
export async function deleteHost(db: Db, itemId: string): Promise<void> {
  await db.deleteFrom('updateHost').where('itemId', '=', itemId).execute()
}
export async function listHosts(
  db: Db,
  { organisationId, after, all, limit }: { organisationId: string; after: string; all: boolean; limit: number },
): Promise<HostRow[]> {
  const { rows } = await sql<HostRow>`select ${columns}, i.number, i.name from update_host h join item i on i.id = h.item_id
    where h.organisation_id = ${organisationId} and h.place > ${after} ${all ? sql`` : sql`and h.place < '4'`} order by h.place limit ${limit}`.execute(
    db,
  )
  return rows
}
export async function countHosts(db: Db, organisationId: string) {
  const { rows } = await sql<{ hosts: number; security: number; reboot: number; waiting: number }>`select count(*)::int as hosts,
    count(*) filter (where security > 0)::int as security, count(*) filter (where reboot)::int as reboot, count(*) filter (where waiting > 0)::int as waiting
    from update_host where organisation_id = ${organisationId}`.execute(db)
  return rows[0] ?? { hosts: 0, security: 0, reboot: 0, waiting: 0 }
}
