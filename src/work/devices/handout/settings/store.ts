/** The SQL of the settings. */
import { type Kysely, sql } from 'kysely'
import type { HandoutSettings } from './contract.ts'

export interface SettingsTables {
  handoutSettings: { organisationId: string; settings: HandoutSettings; version: number; changedAt: string | Date; changedBy: string | null }
}
type Db = Kysely<SettingsTables>

export async function readSettings(db: Db, organisationId: string): Promise<{ settings: HandoutSettings; version: number } | undefined> {
  return db.selectFrom('handoutSettings').select(['settings', 'version']).where('organisationId', '=', organisationId).executeTakeFirst()
}
/** False when somebody else changed them since `version`. */
export async function writeSettings(
  db: Db,
  { organisationId, version, settings, at, by }: { organisationId: string; version: number; settings: HandoutSettings; at: Date; by: string | null },
): Promise<boolean> {
  const { numAffectedRows } = await sql`
    insert into handout_settings as s (organisation_id, settings, version, changed_at, changed_by)
    select ${organisationId}::uuid, ${JSON.stringify(settings)}::jsonb, 1, ${at}::timestamptz, ${by}::uuid
    where ${version}::int = 0 or exists (select from handout_settings where organisation_id = ${organisationId})
    on conflict (organisation_id) do update set settings = excluded.settings, version = s.version + 1, changed_at = excluded.changed_at,
      changed_by = excluded.changed_by where s.version = ${version}::int`.execute(db)
  return numAffectedRows === 1n
}
