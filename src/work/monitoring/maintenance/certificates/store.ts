/** The SQL of certificates. */
import { type Kysely, sql } from 'kysely'
import type { Served } from './rules.ts'

type Known = Served['certificate']
export interface CertificateTables {
  monitoringCertificate: {
    id: string
    organisationId: string
    identity: string
    fingerprint: string | null
    subject: string
    names: string[]
    issuer: string
    validFrom: Date | string | null
    validUntil: Date | string
    key: string
    pem: string | null
    byHand: boolean
    caseId: string | null
  }
  monitoringCertificatePlace: { itemId: string; place: string; certificateId: string; organisationId: string; trusted: boolean | null }
}
export type Db = Kysely<CertificateTables>
export type CertificateRow = CertificateTables['monitoringCertificate']
export type PlaceRow = CertificateTables['monitoringCertificatePlace']

/** The certificate under this identity, as it is known now. Tells whether it is new. */
export async function keepCertificate(
  db: Db,
  { subject, names, issuer, from, until, key, pem, fingerprint }: Known,
  of: { id: string; organisationId: string; identity: string; byHand: boolean },
): Promise<{ id: string; fresh: boolean }> {
  const { rows } = await sql<{ id: string }>`insert into monitoring_certificate
      (id, organisation_id, identity, fingerprint, subject, names, issuer, valid_from, valid_until, key, pem, by_hand)
    values (${of.id}, ${of.organisationId}, ${of.identity}, ${fingerprint}, ${subject}, ${names}, ${issuer}, ${from}, ${until}, ${key}, ${pem}, ${of.byHand})
    on conflict (organisation_id, identity) do update set valid_until = excluded.valid_until, issuer = excluded.issuer,
      by_hand = monitoring_certificate.by_hand or excluded.by_hand returning id`.execute(db)
  const id = rows[0]?.id ?? of.id
  return { id, fresh: id === of.id }
}
export const placesOf = (db: Db, itemId: string): Promise<PlaceRow[]> =>
  db.selectFrom('monitoringCertificatePlace').selectAll().where('itemId', '=', itemId).execute()
export async function writePlace(db: Db, row: PlaceRow): Promise<void> {
  await db
    .insertInto('monitoringCertificatePlace')
    .values(row)
    .onConflict((conflict) => conflict.columns(['itemId', 'place']).doUpdateSet({ certificateId: row.certificateId, trusted: row.trusted }))
    .execute()
}
export async function deletePlaces(db: Db, itemId: string, places: readonly string[]): Promise<void> {
  if (places.length === 0) return
  await db
    .deleteFrom('monitoringCertificatePlace')
    .where('itemId', '=', itemId)
    .where('place', 'in', [...places])
    .execute()
}
/** Those of these that nobody serves any more and that nobody brought. */
export async function deleteUnserved(db: Db, ids: readonly string[]): Promise<CertificateRow[]> {
  if (ids.length === 0) return []
  return db
    .deleteFrom('monitoringCertificate')
    .where('id', 'in', [...ids])
    .where('byHand', '=', false)
    .where(({ not, exists, selectFrom }) =>
      not(exists(selectFrom('monitoringCertificatePlace').select('itemId').whereRef('certificateId', '=', 'monitoringCertificate.id'))),
    )
    .returningAll()
    .execute()
}
export const readCertificateRow = (db: Db, id: string, lock = false): Promise<CertificateRow | undefined> => {
  const query = db.selectFrom('monitoringCertificate').selectAll().where('id', '=', id)
  return (lock ? query.forUpdate() : query).executeTakeFirst()
}
export async function deleteCertificate(db: Db, id: string): Promise<void> {
  await db.deleteFrom('monitoringCertificate').where('id', '=', id).execute()
}
export async function setCase(db: Db, id: string, caseId: string): Promise<void> {
  await db.updateTable('monitoringCertificate').set({ caseId }).where('id', '=', id).execute()
}
export async function listCertificates(
  db: Db,
  { organisationId, before, after, limit }: { organisationId: string; before: Date | undefined; after: [string, string] | undefined; limit: number },
): Promise<CertificateRow[]> {
  const { rows } = await sql<CertificateRow>`select * from monitoring_certificate where organisation_id = ${organisationId}
    ${before ? sql`and valid_until <= ${before}` : sql``} ${after ? sql`and (valid_until, id) > (${after[0]}::timestamptz, ${after[1]}::uuid)` : sql``}
    order by valid_until, id limit ${limit}`.execute(db)
  return rows
}
export async function certificatesOfItem(db: Db, itemId: string): Promise<CertificateRow[]> {
  const { rows } = await sql<CertificateRow>`select * from monitoring_certificate c
    where c.id in (select certificate_id from monitoring_certificate_place where item_id = ${itemId}) order by valid_until, id limit 100`.execute(db)
  return rows
}
export async function placesOfAll(db: Db, ids: readonly string[]): Promise<PlaceRow[]> {
  if (ids.length === 0) return []
  return db
    .selectFrom('monitoringCertificatePlace')
    .selectAll()
    .where('certificateId', 'in', [...ids])
    .orderBy('place')
    .limit(2000)
    .execute()
}
/** When the first of what an item serves ends. */
export async function soonestOf(db: Db, itemId: string): Promise<Date | string | null> {
  const { rows } = await sql<{ until: Date | string | null }>`select min(c.valid_until) as until from monitoring_certificate c
    join monitoring_certificate_place p on p.certificate_id = c.id where p.item_id = ${itemId}`.execute(db)
  return rows[0]?.until ?? null
}
