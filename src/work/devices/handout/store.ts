/** The SQL of hand-outs. Row level security decides which there are for the actor. */
import { type Kysely, type RawBuilder, sql } from 'kysely'
import type { Accessory, handoutFilters, handoutKinds } from './contract.ts'
import type { About } from './rules.ts'
import type { Signature, SignedHow } from './signing/shapes/contract.ts'

export interface Terms {
  documentId: string
  version: number
  title: string
  text: string
}
export interface HandoutRow {
  id: string
  number: number
  organisationId: string
  receiverId: string
  issuedBy: string | null
  issuedAt: string
  kind: (typeof handoutKinds)[number]
  dueOn: string | null
  note: string
  locale: 'nl' | 'en'
  organisationName: string
  receiverName: string
  issuerName: string
  terms: Terms | null
  instructions: Omit<Terms, 'text'>[]
  signedAt: string | null
  signedHow: SignedHow | null
  signature: Signature | null
  witnessId: string | null
  witnessName: string | null
  declinedAt: string | null
  declinedWhy: string | null
  receiptHash: string | null
  receiptSize: number | null
  receiptAt: string | null
  linkMailedAt: string | null
}
export interface HandoutItemRow {
  handoutId: string
  itemId: string
  organisationId: string
  place: number
  number: number
  name: string
  kind: string
  code: string | null
  serial: string | null
  accessories: Accessory[]
  condition: string
  ended: 'returned' | 'lost' | null
  endedAt: string | null
  endedBy: string | null
  conditionBack: string
  missing: Accessory[]
  noteBack: string
}
export interface PhotoRow {
  id: string
  organisationId: string
  uploadedBy: string
  uploadedAt: string | Date
  hash: string
  type: 'image/jpeg' | 'image/png'
  size: number
  handoutId: string | null
  itemId: string | null
  moment: 'out' | 'back' | null
  place: number | null
}
export interface HandoutTables {
  handout: HandoutRow
  handoutItem: HandoutItemRow
  handoutPhoto: PhotoRow
  handoutReminder: { handoutId: string; about: About; day: string }
}
export type Db = Kysely<HandoutTables>

type NewHandoutRow = Omit<
  HandoutRow,
  'number' | 'issuedAt' | `signed${string}` | `signature` | `witness${string}` | `declined${string}` | `receipt${string}` | 'linkMailedAt'
>
export async function insertHandout(db: Db, row: NewHandoutRow, at: Date): Promise<HandoutRow> {
  const { rows } = await sql<HandoutRow>`insert into handout
      (id, organisation_id, receiver_id, issued_by, issued_at, kind, due_on, note, locale, organisation_name, receiver_name, issuer_name, terms, instructions)
    values (${row.id}, ${row.organisationId}, ${row.receiverId}, ${row.issuedBy}, ${at}, ${row.kind}, ${row.dueOn}, ${row.note}, ${row.locale},
      ${row.organisationName}, ${row.receiverName}, ${row.issuerName}, ${row.terms && JSON.stringify(row.terms)}::jsonb, ${JSON.stringify(row.instructions)}::jsonb)
    returning *`.execute(db)
  const [made] = rows
  if (!made) throw new Error('the hand-out was not written')
  return made
}
type NewItemRow = Omit<HandoutItemRow, 'ended' | 'endedAt' | 'endedBy' | 'conditionBack' | 'missing' | 'noteBack'>
/** Those that are written. One that is out already is not: the index decides, also between two at the same moment. */
export async function insertItems(db: Db, rows: readonly NewItemRow[]): Promise<Set<string>> {
  const { rows: made } = await sql<{ itemId: string }>`insert into handout_item
      (handout_id, item_id, organisation_id, place, number, name, kind, code, serial, accessories, condition)
    values ${sql.join(
      rows.map(
        (row) => sql`(${row.handoutId}, ${row.itemId}, ${row.organisationId}, ${row.place}, ${row.number}, ${row.name}, ${row.kind}, ${row.code},
          ${row.serial}, ${JSON.stringify(row.accessories)}::jsonb, ${row.condition})`,
      ),
    )} on conflict (item_id) where ended_at is null do nothing returning item_id`.execute(db)
  return new Set(made.map(({ itemId }) => itemId))
}

/** By id, or by its number. `lock`: until the end of the transaction. */
export async function readHandout(db: Db, ref: string, lock = false): Promise<HandoutRow | undefined> {
  const number = /^(?:u-?)?(\d{1,9})$/i.exec(ref)?.[1]
  if (number !== undefined && Number(number) > 2_147_483_647) return undefined
  const query = db
    .selectFrom('handout')
    .selectAll()
    .where((eb) => (number === undefined ? eb('id', '=', ref) : eb('number', '=', Number(number))))
  return (lock ? query.forNoKeyUpdate() : query).executeTakeFirst()
}
export const itemsOf = (db: Db, ids: readonly string[]): Promise<HandoutItemRow[]> =>
  ids.length === 0 ? Promise.resolve([]) : db.selectFrom('handoutItem').selectAll().where('handoutId', 'in', ids).orderBy('place').execute()
export const remindersOf = (db: Db, ids: readonly string[]): Promise<HandoutTables['handoutReminder'][]> =>
  ids.length === 0 ? Promise.resolve([]) : db.selectFrom('handoutReminder').selectAll().where('handoutId', 'in', ids).orderBy('day').execute()

export interface Holder {
  itemId: string
  handoutId: string
  number: number
  receiverId: string
  receiverName: string
  dueOn: string | null
}
/** By which receipt, and with whom, these devices are now. */
export async function holdersOf(db: Db, itemIds: readonly string[]): Promise<Map<string, Holder>> {
  const { rows } = await sql<Holder>`select i.item_id, h.id as handout_id, h.number, h.receiver_id, h.receiver_name, h.due_on
    from handout_item i join handout h on h.id = i.handout_id where i.item_id = any (${[...itemIds]}::uuid[]) and i.ended_at is null`.execute(db)
  return new Map(rows.map((row) => [row.itemId, row]))
}

export interface Ending {
  how: 'returned' | 'lost'
  at: Date
  by: string | null
  condition: string
  missing: readonly Accessory[]
  note: string
}
/** False when it came back before. What was lost may still come back. */
export async function endItem(db: Db, handoutId: string, itemId: string, { how, at, by, condition, missing, note }: Ending): Promise<boolean> {
  const { numAffectedRows } = await sql`update handout_item set ended = ${how}, ended_at = ${at}, ended_by = ${by}, condition_back = ${condition},
      missing = ${JSON.stringify(missing)}::jsonb, note_back = ${note}
    where handout_id = ${handoutId} and item_id = ${itemId} and (ended_at is null or (ended = 'lost' and ${how} = 'returned'))`.execute(db)
  return numAffectedRows === 1n
}

export interface ListFilter {
  show?: (typeof handoutFilters)[number] | undefined
  organisationIds?: readonly string[]
  receiverId?: string | undefined
  itemId?: string | undefined
  search?: string | undefined
  before?: number | undefined
  /** Where the actor is: from which day a loan is overdue. */
  today: string
}
export interface ListRow
  extends Pick<
    HandoutRow,
    'id' | 'number' | 'organisationId' | 'receiverId' | 'receiverName' | 'issuerName' | 'issuedAt' | 'kind' | 'dueOn' | 'signedAt' | 'declinedAt'
  > {
  items: number
  out: number
  missing: number
  names: string[]
  overdue: boolean
}
const stillOut = sql`exists (select from handout_item i where i.handout_id = h.id and i.ended_at is null)`
const shows = (today: string): Readonly<Record<(typeof handoutFilters)[number], RawBuilder<unknown>>> => ({
  unsigned: sql`h.signed_at is null and h.declined_at is null and ${stillOut}`,
  declined: sql`h.signed_at is null and h.declined_at is not null`,
  out: stillOut,
  overdue: sql`h.due_on < ${today}::date and ${stillOut}`,
  returned: sql`not ${stillOut}`,
})
/** Newest first, each with how many of its devices are out. */
export async function listHandouts(db: Db, limit: number, { today, ...f }: ListFilter): Promise<ListRow[]> {
  const like = `%${(f.search ?? '').replace(/[\\%_]/g, '\\$&')}%`
  const number = /^(?:u-?)?(\d{1,9})$/i.exec(f.search ?? '')?.[1] ?? '0'
  const where = [
    f.show && shows(today)[f.show],
    f.organisationIds && sql`h.organisation_id = any (${[...f.organisationIds]}::uuid[])`,
    f.receiverId && sql`h.receiver_id = ${f.receiverId}`,
    f.itemId && sql`exists (select from handout_item i where i.handout_id = h.id and i.item_id = ${f.itemId})`,
    f.search &&
      sql`(h.number = ${number}::bigint or spil_fold(h.receiver_name) like spil_fold(${like}) or exists (select from handout_item i where i.handout_id = h.id
        and (spil_fold(i.name) like spil_fold(${like}) or spil_fold(i.code) like spil_fold(${like}) or spil_fold(i.serial) like spil_fold(${like})
          or 'i-' || i.number = lower(${f.search}))))`,
    f.before !== undefined && sql`h.number < ${f.before}`,
  ].filter((one) => typeof one === 'object')
  const { rows } = await sql<ListRow>`
    select h.id, h.number, h.organisation_id, h.receiver_id, h.receiver_name, h.issuer_name, h.issued_at, h.kind, h.due_on, h.signed_at, h.declined_at,
      c.items, c.out, c.missing, c.names, coalesce(h.due_on < ${today}::date and c.out > 0, false) as overdue
    from (select * from handout h where ${where.length > 0 ? sql.join(where, sql` and `) : sql`true`} order by h.number desc limit ${limit}) h
    cross join lateral (select count(*)::int as items, (count(*) filter (where i.ended_at is null))::int as out,
      coalesce(sum(jsonb_array_length(i.missing)), 0)::int as missing, coalesce((array_agg(i.name order by i.place))[1:3], '{}') as names
      from handout_item i where i.handout_id = h.id) c
    order by h.number desc`.execute(db)
  return rows
}

/** False when it is signed already: one signature, also of two in the same moment. */
export async function sign(
  db: Db,
  id: string,
  { at, how, signature, witness }: { at: Date; how: SignedHow; signature: Signature; witness: { id: string; name: string } | null },
): Promise<boolean> {
  const { numAffectedRows } = await sql`update handout set signed_at = ${at}, signed_how = ${how}, signature = ${JSON.stringify(signature)}::jsonb,
      witness_id = ${witness?.id ?? null}, witness_name = ${witness?.name ?? null} where id = ${id} and signed_at is null`.execute(db)
  return numAffectedRows === 1n
}
/** False when it was signed or declined already. */
export async function decline(db: Db, id: string, why: string, at: Date): Promise<boolean> {
  const { numAffectedRows } = await sql`update handout set declined_at = ${at}, declined_why = ${why}
    where id = ${id} and signed_at is null and declined_at is null`.execute(db)
  return numAffectedRows === 1n
}
/** False when one was mailed after that moment: of two who ask at once, one does. */
export async function linkMailed(db: Db, id: string, at: Date, after: Date): Promise<boolean> {
  const { numAffectedRows } = await sql`update handout set link_mailed_at = ${at}
    where id = ${id} and (link_mailed_at is null or link_mailed_at <= ${after})`.execute(db)
  return numAffectedRows === 1n
}
/** False when it has a receipt already. */
export async function keepReceipt(db: Db, id: string, { hash, size, at }: { hash: string; size: number; at: Date }): Promise<boolean> {
  const { numAffectedRows } = await sql`update handout set receipt_hash = ${hash}, receipt_size = ${size}, receipt_at = ${at}
    where id = ${id} and signed_at is not null and receipt_hash is null`.execute(db)
  return numAffectedRows === 1n
}
/** Signed, and so long without a receipt that something went wrong. */
export async function withoutReceipt(db: Db, before: Date): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`select id from handout
    where signed_at < ${before} and receipt_hash is null order by signed_at limit 500`.execute(db)
  return rows.map(({ id }) => id)
}

/** What is out and unsigned, or has to come back: everything somebody could be reminded of. */
export async function toRemind(db: Db, after: number, limit: number): Promise<HandoutRow[]> {
  const { rows } = await sql<HandoutRow>`select h.* from handout h where h.number > ${after} and ${stillOut}
    and (h.due_on is not null or (h.signed_at is null and h.declined_at is null)) order by h.number limit ${limit}`.execute(db)
  return rows
}
/** False when that was done on this day. */
export async function insertReminder(db: Db, handoutId: string, about: About, day: string): Promise<boolean> {
  const { numAffectedRows } = await sql`insert into handout_reminder (handout_id, about, day) values (${handoutId}, ${about}, ${day})
    on conflict do nothing`.execute(db)
  return numAffectedRows === 1n
}

/** Numbers by id. */
export async function numbersOf(db: Db, ids: readonly string[]): Promise<Map<string, number>> {
  if (ids.length === 0) return new Map()
  const rows = await db
    .selectFrom('handout')
    .select(['id', 'number'])
    .where('id', 'in', [...ids])
    .execute()
  return new Map(rows.map(({ id, number }) => [id, number]))
}
