/** The SQL of the loan desk. */
import { type Kysely, type Selectable, sql } from 'kysely'
import type { reservationStates } from './contract.ts'

type Time = Date | string
interface LoanItemTable {
  itemId: string
  organisationId: string
  wipes: boolean
  addedAt: Time
  addedBy: string | null
}
export interface ReservationTable {
  id: string
  organisationId: string
  itemId: string
  personId: string
  /** YYYY-MM-DD */
  fromDay: string
  untilDay: string
  purpose: string
  state: (typeof reservationStates)[number]
  handoutId: string | null
  madeAt: Time
  madeBy: string | null
}
export interface LoanTables {
  loanItem: LoanItemTable
  loanReservation: ReservationTable
}
export type Db = Kysely<LoanTables>
export type ReservationRow = Selectable<ReservationTable>
const columns = [
  ...(['id', 'organisationId', 'itemId', 'personId', 'purpose', 'state', 'handoutId', 'madeAt', 'madeBy'] as const),
  sql<string>`to_char(from_day, 'YYYY-MM-DD')`.as('fromDay'),
  sql<string>`to_char(until_day, 'YYYY-MM-DD')`.as('untilDay'),
] as const
const standing = ['reserved', 'issued'] as const
interface Days {
  from: string
  until: string
}

/** `free`: only what is not reserved or issued on any of these days. */
export async function listLent(db: Db, organisationId: string, free: Days | undefined): Promise<Selectable<LoanItemTable>[]> {
  const all = db.selectFrom('loanItem').selectAll().where('organisationId', '=', organisationId).limit(2000)
  if (!free) return all.execute()
  const taken = db
    .selectFrom('loanReservation')
    .select('itemId')
    .where('state', 'in', standing)
    .where('fromDay', '<=', free.until)
    .where('untilDay', '>=', free.from)
  return all.where('itemId', 'not in', taken).execute()
}
export const lentItem = (db: Db, itemId: string) => db.selectFrom('loanItem').selectAll().where('itemId', '=', itemId).executeTakeFirst()
export async function saveLent(db: Db, row: LoanItemTable): Promise<void> {
  await db
    .insertInto('loanItem')
    .values(row)
    .onConflict((on) => on.column('itemId').doUpdateSet({ wipes: row.wipes }))
    .execute()
}
export async function removeLent(db: Db, itemId: string): Promise<void> {
  await db.deleteFrom('loanItem').where('itemId', '=', itemId).execute()
}

export const listReservations = (db: Db, organisationId: string, { from, until }: Days, all: boolean): Promise<ReservationRow[]> => {
  const query = db
    .selectFrom('loanReservation')
    .select(columns)
    .where('organisationId', '=', organisationId)
    .where('fromDay', '<=', until)
    .where('untilDay', '>=', from)
    .orderBy('fromDay')
    .orderBy('id')
    .limit(1000)
  return (all ? query : query.where('state', 'in', standing)).execute()
}
export const readReservation = (db: Db, id: string): Promise<ReservationRow | undefined> =>
  db.selectFrom('loanReservation').select(columns).where('id', '=', id).forUpdate().executeTakeFirst()
/** Throws 23P01 where another reservation touches these days. */
export async function insertReservation(db: Db, row: ReservationRow): Promise<void> {
  await db.insertInto('loanReservation').values(row).execute()
}
export function firstReserved(db: Db, itemIds: readonly string[], { from, until }: { from: string; until: string | null }, except?: string) {
  // What is issued is out: handing out refuses that by itself.
  const query = db.selectFrom('loanReservation').select(columns).where('itemId', 'in', itemIds).where('state', '=', 'reserved')
  const touching = query.where('untilDay', '>=', from).$if(until !== null, (some) => some.where('fromDay', '<=', until ?? from))
  const others = except === undefined ? touching : touching.where('id', '!=', except)
  return others.orderBy('loanReservation.fromDay').orderBy('id').executeTakeFirst()
}
export async function isReserved(db: Db, itemId: string): Promise<boolean> {
  return (
    (await db.selectFrom('loanReservation').select('id').where('itemId', '=', itemId).where('state', 'in', standing).executeTakeFirst()) !== undefined
  )
}
export async function setState(
  db: Db,
  id: string,
  set: Partial<Pick<ReservationRow, 'state' | 'handoutId' | 'fromDay' | 'untilDay'>>,
): Promise<void> {
  await db.updateTable('loanReservation').set(set).where('id', '=', id).execute()
}
export const issuedWith = (db: Db, handoutId: string): Promise<ReservationRow[]> =>
  db.selectFrom('loanReservation').select(columns).where('handoutId', '=', handoutId).where('state', '=', 'issued').execute()
