/** The SQL of the import: who is known already, and a point to go back to. */
import { sql } from 'kysely'
import type { Db } from '../store.ts'

export interface KnownPerson {
  id: string
  email: string
  name: string
  locale: 'nl' | 'en'
  /** The actor administrates every organisation where they have a role. */
  mine: boolean
}

export async function knownPeople(db: Db, emails: readonly string[]): Promise<Map<string, KnownPerson>> {
  const { rows } = await sql<KnownPerson>`select id, lower(email) as email, name, locale, spil_administrates_person(id) as mine
    from person where lower(email) = any (${emails}::text[])`.execute(db)
  return new Map(rows.map((row) => [row.email, row]))
}

export async function administratedOrganisations(db: Db): Promise<{ id: string; name: string; locale: 'nl' | 'en'; timeZone: string }[]> {
  return db
    .selectFrom('organisation')
    .select(['id', 'name', 'locale', 'timeZone'])
    .where('active', '=', true)
    .where(sql<boolean>`spil_administrates(id)`)
    .execute()
}

export async function teamsIn(db: Db, organisationIds: readonly string[]): Promise<{ id: string; name: string; organisationId: string }[]> {
  if (organisationIds.length === 0) return []
  return db
    .selectFrom('team')
    .select(['id', 'name', 'organisationId'])
    .where('organisationId', 'in', organisationIds)
    .where('active', '=', true)
    .execute()
}

export async function rename(db: Db, id: string, changes: { name?: string; locale?: 'nl' | 'en' }): Promise<void> {
  await db
    .updateTable('person')
    .set((eb) => ({ ...changes, version: eb('version', '+', 1) }))
    .where('id', '=', id)
    .execute()
}

/** Whether they had no role there yet. */
export async function hasNoRole(db: Db, personId: string, organisationId: string): Promise<boolean> {
  const held = await db
    .selectFrom('membership')
    .select('role')
    .where('personId', '=', personId)
    .where('organisationId', '=', organisationId)
    .limit(1)
    .executeTakeFirst()
  return held === undefined
}

/** False when they were in it already. */
export async function joinTeam(db: Db, row: { teamId: string; organisationId: string; personId: string }): Promise<boolean> {
  const joined = await db
    .insertInto('teamMember')
    .values(row)
    .onConflict((c) => c.doNothing())
    .executeTakeFirst()
  return joined.numInsertedOrUpdatedRows === 1n
}

/** Runs, and takes everything back unless `keep` says otherwise. */
export async function attempt<T>(db: Db, run: () => Promise<T>, keep: (result: T) => boolean): Promise<T> {
  await sql`savepoint attempt`.execute(db)
  const result = await run()
  if (keep(result)) await sql`release savepoint attempt`.execute(db)
  else await sql`rollback to savepoint attempt`.execute(db)
  return result
}
