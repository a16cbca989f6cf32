/** The SQL of kinds. */
import { type Kysely, sql } from 'kysely'
import type { Kind } from './contract.ts'

export interface KindTables {
  itemKind: { organisationId: string; key: string; kind: Kind; version: number; changedAt: string | Date; changedBy: string | null }
}
export type KindDb = Kysely<KindTables>
export type KindRow = Pick<KindTables['itemKind'], 'organisationId' | 'key' | 'kind' | 'version'>

export async function readKinds(db: KindDb, organisationIds: readonly string[]): Promise<KindRow[]> {
  if (organisationIds.length === 0) return []
  return db
    .selectFrom('itemKind')
    .select(['organisationId', 'key', 'kind', 'version'])
    .where('organisationId', 'in', [...organisationIds])
    .execute()
}
/** False when somebody was first. Version 0: it was not there yet. */
export async function writeKind(db: KindDb, { organisationId, key, kind, version }: KindRow, by: string | null, at: Date): Promise<boolean> {
  const json = JSON.stringify(kind)
  const done =
    version === 0
      ? await sql`insert into item_kind (organisation_id, key, kind, version, changed_at, changed_by)
          values (${organisationId}, ${key}, ${json}::jsonb, 1, ${at}, ${by}) on conflict do nothing`.execute(db)
      : await sql`update item_kind set kind = ${json}::jsonb, version = version + 1, changed_at = ${at}, changed_by = ${by}
          where organisation_id = ${organisationId} and key = ${key} and version = ${version}`.execute(db)
  return done.numAffectedRows === 1n
}
export async function removeKind(db: KindDb, organisationId: string, key: string): Promise<void> {
  await db.deleteFrom('itemKind').where('organisationId', '=', organisationId).where('key', '=', key).execute()
}
/** States that items of this kind are in. */
export async function statesInUse(db: KindDb, organisationId: string, key: string): Promise<string[]> {
  const { rows } = await sql<{ state: string }>`select distinct state from item where organisation_id = ${organisationId} and kind = ${key}`.execute(
    db,
  )
  return rows.map(({ state }) => state)
}
/** What the states of a kind count as stands with its items too; their history and version do not change by it. */
export async function spreadClasses(db: KindDb, organisationId: string, key: string, states: Kind['states']): Promise<void> {
  await sql`update item i set class = s.class
    from unnest(${states.map((one) => one.key)}::text[], ${states.map((one) => one.class)}::text[]) s (state, class)
    where i.organisation_id = ${organisationId} and i.kind = ${key} and i.state = s.state and i.class <> s.class`.execute(db)
}
/** While kinds of an organisation are changed, no item of it gets a kind or state. `alone`: for who changes the kinds. */
export async function holdKinds(db: KindDb, organisationId: string, alone: boolean): Promise<void> {
  await sql`select ${sql.raw(alone ? 'pg_advisory_xact_lock' : 'pg_advisory_xact_lock_shared')}(hashtextextended(${`item kinds ${organisationId}`}, 0))`.execute(
    db,
  )
}
