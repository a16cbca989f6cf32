/** The SQL of what people attest. */
import { type Kysely, type Selectable, sql } from 'kysely'
import type { FactValue } from '#record/items/facts/contract.ts'

type Time = Date | string
export interface AttestationTable {
  id: string
  itemId: string
  organisationId: string
  key: string
  value: FactValue
  /** YYYY-MM-DD: the last day that it counts. */
  until: string
  why: string
  at: Time
  byId: string
  endedAt: Time | null
  endedBy: string | null
}
export interface RequirementTables {
  deviceAttestation: AttestationTable
}
export type Db = Kysely<RequirementTables>
export type AttestationRow = Selectable<AttestationTable>

const columns = [
  'id',
  'itemId',
  'organisationId',
  'key',
  'value',
  sql<string>`to_char(until, 'YYYY-MM-DD')`.as('until'),
  'why',
  'at',
  'byId',
  'endedAt',
  'endedBy',
] as const

export async function insertAttestation(db: Db, row: AttestationTable): Promise<void> {
  await db
    .insertInto('deviceAttestation')
    .values({ ...row, value: sql`${JSON.stringify(row.value)}::jsonb` })
    .execute()
}
export const listAttestations = (db: Db, itemId: string): Promise<AttestationRow[]> =>
  db.selectFrom('deviceAttestation').select(columns).where('itemId', '=', itemId).orderBy('at', 'desc').limit(200).execute()
export const readAttestation = (db: Db, id: string): Promise<AttestationRow | undefined> =>
  db.selectFrom('deviceAttestation').select(columns).where('id', '=', id).executeTakeFirst()
/** Those that it ended: at most one. */
export const endAttestation = (
  db: Db,
  which: { id: string } | { itemId: string; key: string },
  ended: { at: Date; by: string | null },
): Promise<AttestationRow[]> => {
  const query = db.updateTable('deviceAttestation').set({ endedAt: ended.at, endedBy: ended.by }).where('endedAt', 'is', null)
  return ('id' in which ? query.where('id', '=', which.id) : query.where('itemId', '=', which.itemId).where('key', '=', which.key))
    .returning(columns)
    .execute()
}
