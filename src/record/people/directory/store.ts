/** The SQL that changes organisations, people, roles and teams. A change holds only for the version that was read. */
import { sql } from 'kysely'
import { Problem } from '#platform/room.ts'
import type { Role } from '../contract.ts'
import type { Db, PeopleTables } from '../store.ts'

type Changes<T extends 'organisation' | 'person' | 'team'> = Partial<Omit<PeopleTables[T], 'id' | 'version'>>

/** A unique index refused: the declared failure that belongs to it. */
export async function unlessTaken<T>(codes: Readonly<Record<string, string>>, run: () => Promise<T>): Promise<T> {
  try {
    return await run()
  } catch (error) {
    const { code, constraint = '' } = error as { code?: string; constraint?: string }
    const known = code === '23505' ? codes[constraint] : undefined
    if (known !== undefined) throw new Problem(known, 409)
    throw error
  }
}

/** False when it was changed since this version, or cannot be seen. */
export async function changeRow<T extends 'organisation' | 'person' | 'team'>(
  db: Db,
  table: T,
  id: string,
  version: number,
  changes: Changes<T>,
): Promise<boolean> {
  const { numUpdatedRows } = await (db as Db)
    .updateTable(table as 'person')
    .set((eb) => ({ ...(changes as Changes<'person'>), version: eb('version', '+', 1) }))
    .where('id', '=', id)
    .where('version', '=', version)
    .executeTakeFirst()
  return numUpdatedRows === 1n
}

export async function addOrganisation(db: Db, row: Omit<PeopleTables['organisation'], 'own' | 'active' | 'version'>): Promise<void> {
  await db
    .insertInto('organisation')
    .values({ ...row, own: false, active: true, version: 1 })
    .execute()
}

export async function setDomains(db: Db, organisationId: string, domains: readonly string[]): Promise<void> {
  await db.deleteFrom('mailDomain').where('organisationId', '=', organisationId).execute()
  const unique = [...new Set(domains)]
  if (unique.length === 0) return
  await db
    .insertInto('mailDomain')
    .values(unique.map((domain) => ({ domain, organisationId })))
    .execute()
}

/** May the actor administrate this organisation (as its administrator, or as one of our own organisation)? */
export async function administrates(db: Db, organisationId: string): Promise<boolean> {
  const { rows } = await sql<{ yes: boolean | null }>`select spil_administrates(${organisationId}) as yes`.execute(db)
  return rows[0]?.yes ?? false
}

export async function administratesAll(db: Db): Promise<boolean> {
  const { rows } = await sql<{ yes: boolean }>`select spil_administrates_all() as yes`.execute(db)
  return rows[0]?.yes ?? false
}

/** May the actor change who this person is? */
export async function administratesPerson(db: Db, personId: string): Promise<boolean> {
  const { rows } = await sql<{ yes: boolean }>`select spil_administrates_person(${personId}) as yes`.execute(db)
  return rows[0]?.yes ?? false
}

/** Waits for whoever is changing the administrators of our own organisation, then says whether one is left without this person. */
export async function anotherAdministrator(db: Db, organisationId: string, personId: string): Promise<boolean> {
  await db.selectFrom('organisation').select('id').where('id', '=', organisationId).forUpdate().execute()
  const other = await db
    .selectFrom('membership')
    .innerJoin('person', 'person.id', 'membership.personId')
    .select('person.id')
    .where('membership.organisationId', '=', organisationId)
    .where('membership.role', '=', 'administrator')
    .where('person.active', '=', true)
    .where('person.id', '!=', personId)
    .limit(1)
    .executeTakeFirst()
  return other !== undefined
}

export async function removeMembership(db: Db, personId: string, organisationId: string, role: Role): Promise<boolean> {
  const removed = await db
    .deleteFrom('membership')
    .where('personId', '=', personId)
    .where('organisationId', '=', organisationId)
    .where('role', '=', role)
    .executeTakeFirst()
  return removed.numDeletedRows === 1n
}

/** Who has no role left in an organisation is in none of its teams. */
export async function leaveTeams(db: Db, personId: string, organisationId: string): Promise<void> {
  await sql`delete from team_member where person_id = ${personId} and organisation_id = ${organisationId}
    and not exists (select from membership m where m.person_id = ${personId} and m.organisation_id = ${organisationId})`.execute(db)
}

export async function addTeam(db: Db, row: Pick<PeopleTables['team'], 'id' | 'organisationId' | 'name' | 'createdAt'>): Promise<void> {
  await db
    .insertInto('team')
    .values({ ...row, active: true, version: 1 })
    .execute()
}

/** Adds to the team who has a role in its organisation; returns how many are in it now. */
export async function addMembers(db: Db, teamId: string, organisationId: string, personIds: readonly string[]): Promise<number> {
  await sql`insert into team_member (team_id, organisation_id, person_id)
    select ${teamId}, ${organisationId}, one.id from unnest(${[...new Set(personIds)]}::uuid[]) as one(id)
    where exists (select from membership m where m.person_id = one.id and m.organisation_id = ${organisationId})
    on conflict do nothing`.execute(db)
  const counted = await db.selectFrom('teamMember').select('personId').where('teamId', '=', teamId).execute()
  return counted.length
}

export async function clearMembers(db: Db, teamId: string): Promise<void> {
  await db.deleteFrom('teamMember').where('teamId', '=', teamId).execute()
}

/**
 * Erases who somebody was. The row stays, since cases and the logbook point at it.
 */
export async function erase(db: Db, personId: string, name: string, now: Date): Promise<void> {
  await sql`select spil_forget_access(${personId})`.execute(db)
  await db
    .updateTable('person')
    .set((eb) => ({ name, email: null, managerId: null, active: false, erasedAt: now, version: eb('version', '+', 1) }))
    .where('id', '=', personId)
    .execute()
  await db.updateTable('person').set({ managerId: null }).where('managerId', '=', personId).execute()
  await db.deleteFrom('teamMember').where('personId', '=', personId).execute()
  await db.deleteFrom('membership').where('personId', '=', personId).execute()
}
