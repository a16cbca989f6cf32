/** The SQL of organisations, people, roles and teams. Row level security decides which rows there are. */
import { type Kysely, sql } from 'kysely'
import type { Organisation, Person, Role, Team } from './contract.ts'

type Instant = string | Date

export interface PeopleTables {
  organisation: {
    id: string
    name: string
    own: boolean
    locale: 'nl' | 'en'
    timeZone: string
    active: boolean
    version: number
    createdAt: Instant
  }
  mailDomain: { domain: string; organisationId: string }
  person: {
    id: string
    name: string
    email: string | null
    locale: 'nl' | 'en'
    theme: 'light' | 'dark' | 'system'
    timeZone: string
    active: boolean
    version: number
    createdAt: Instant
    erasedAt: Instant | null
    managerId: string | null
  }
  membership: { personId: string; organisationId: string; role: Role; grantedAt: Instant; grantedBy: string | null }
  team: { id: string; organisationId: string; name: string; active: boolean; version: number; createdAt: Instant }
  teamMember: { teamId: string; organisationId: string; personId: string }
}
export type Db = Kysely<PeopleTables>

export interface Page {
  limit: number
  after: readonly [string, string] | undefined
}

const like = (search: string) => `%${search.replace(/[\\%_]/g, '\\$&')}%`
/** One more than asked for, so that we know whether there is a next page. */
const tail = (order: ReturnType<typeof sql>, id: ReturnType<typeof sql>, { limit, after }: Page, value = sql`${after?.[0]}`) =>
  sql`${after ? sql`and (${order}, ${id}) > (${value}, ${after[1]}::uuid)` : sql``} order by ${order}, ${id} limit ${limit + 1}`

export interface OrganisationRow extends Organisation {
  sort: string
}

/** Our own first, then by name. */
export async function listOrganisations(
  db: Db,
  page: Page,
  filter: { search?: string | undefined; id?: string | undefined },
): Promise<OrganisationRow[]> {
  const sort = sql`(case when o.own then '0' else '1' end || spil_fold(o.name))`
  const { rows } = await sql<OrganisationRow>`
    select o.id, o.name, o.own, o.locale, o.time_zone, o.active, o.version, ${sort} as sort,
      coalesce((select json_agg(d.domain order by d.domain) from mail_domain d where d.organisation_id = o.id), '[]') as mail_domains
    from organisation o where true
    ${filter.id ? sql`and o.id = ${filter.id}` : sql``}
    ${filter.search ? sql`and spil_fold(o.name) like spil_fold(${like(filter.search)})` : sql``}
    ${tail(sort, sql`o.id`, page)}`.execute(db)
  return rows
}

export interface TeamRow extends Team {
  sort: string
}

export async function listTeams(db: Db, page: Page, filter: { organisationId?: string | undefined; id?: string | undefined }): Promise<TeamRow[]> {
  const sort = sql`spil_fold(t.name)`
  const { rows } = await sql<TeamRow>`
    select t.id, t.organisation_id, t.name, t.active, t.version, ${sort} as sort,
      coalesce((select json_agg(m.person_id order by m.person_id) from team_member m where m.team_id = t.id), '[]') as member_ids
    from team t where true
    ${filter.id ? sql`and t.id = ${filter.id}` : sql``}
    ${filter.organisationId ? sql`and t.organisation_id = ${filter.organisationId}` : sql``}
    ${tail(sort, sql`t.id`, page)}`.execute(db)
  return rows
}

export interface PersonRow extends Person {
  sort: string
}
export interface PersonFilter {
  id?: string | undefined
  organisationId?: string | undefined
  role?: string | undefined
  teamId?: string | undefined
  search?: string | undefined
  active?: boolean | undefined
}

export async function listPersons(db: Db, page: Page, filter: PersonFilter): Promise<PersonRow[]> {
  const { rows } = await sql<PersonRow>`
    select p.id, p.name, p.email, p.locale, p.time_zone, p.active, p.version, p.manager_id, encode(p.sort_key, 'hex') as sort,
      coalesce((select json_agg(json_build_object('organisationId', m.organisation_id, 'role', m.role) order by m.organisation_id, m.role)
        from membership m where m.person_id = p.id), '[]') as roles,
      coalesce((select json_agg(t.team_id order by t.team_id) from team_member t where t.person_id = p.id), '[]') as team_ids
    from person p where true
    ${filter.id ? sql`and p.id = ${filter.id}` : sql``}
    ${filter.active === undefined ? sql`` : sql`and p.active = ${filter.active}`}
    ${filter.search ? sql`and p.id in (select spil_search_people(spil_fold(${like(filter.search)})))` : sql``}
    ${
      filter.organisationId || filter.role
        ? sql`and exists (select from membership m where m.person_id = p.id
            ${filter.organisationId ? sql`and m.organisation_id = ${filter.organisationId}` : sql``}
            ${filter.role ? sql`and m.role = ${filter.role}` : sql``})`
        : sql``
    }
    ${filter.teamId ? sql`and exists (select from team_member t where t.person_id = p.id and t.team_id = ${filter.teamId})` : sql``}
    ${tail(sql`p.sort_key`, sql`p.id`, page, sql`decode(${page.after?.[0] ?? ''}, 'hex')`)}`.execute(db)
  return rows
}

export interface MyRow {
  id: string
  name: string
  email: string | null
  locale: 'nl' | 'en'
  theme: 'light' | 'dark' | 'system'
  timeZone: string
  roles: { organisationId: string; organisationName: string; role: Role; grantedAt: string }[]
}

/** What somebody sees of themselves. */
export async function readMe(db: Db, personId: string): Promise<MyRow | undefined> {
  const { rows } = await sql<MyRow>`
    select p.id, p.name, p.email, p.locale, p.theme, p.time_zone, coalesce((
      select json_agg(json_build_object('organisationId', m.organisation_id, 'organisationName', o.name, 'role', m.role, 'grantedAt', m.granted_at)
        order by o.own desc, o.name, m.role)
      from membership m join organisation o on o.id = m.organisation_id where m.person_id = p.id and o.active), '[]') as roles
    from person p where p.id = ${personId}`.execute(db)
  return rows[0]
}

/** Null when our own organisation exists already: its unique index decides, also between two at the same moment. */
export async function addOwnOrganisation(db: Db, row: Omit<PeopleTables['organisation'], 'own' | 'active' | 'version'>): Promise<boolean> {
  const made = await db
    .insertInto('organisation')
    .values({ ...row, own: true, active: true, version: 1 })
    .onConflict((c) => c.doNothing())
    .executeTakeFirst()
  return made.numInsertedOrUpdatedRows === 1n
}

export interface NewPerson {
  id: string
  name: string
  email: string | null
  locale: 'nl' | 'en'
  timeZone: string
  managerId?: string | null
  createdAt: Date
}

/** False when somebody has this address already. */
export async function addPerson(db: Db, row: NewPerson): Promise<boolean> {
  const made = await db
    .insertInto('person')
    .values({ ...row, theme: 'system', active: true, version: 1, erasedAt: null, managerId: row.managerId ?? null })
    .onConflict((c) => c.doNothing())
    .executeTakeFirst()
  return made.numInsertedOrUpdatedRows === 1n
}

/** False when they have it already. */
export async function addMembership(db: Db, row: PeopleTables['membership']): Promise<boolean> {
  const made = await db
    .insertInto('membership')
    .values(row)
    .onConflict((c) => c.doNothing())
    .executeTakeFirst()
  return made.numInsertedOrUpdatedRows === 1n
}

/** False when it was so already. */
export async function setActive(db: Db, personId: string, active: boolean): Promise<boolean> {
  const changed = await db
    .updateTable('person')
    .set((eb) => ({ active, version: eb('version', '+', 1) }))
    .where('id', '=', personId)
    .where('active', '!=', active)
    .executeTakeFirst()
  return changed.numUpdatedRows === 1n
}

/** Every session, token and mailed link of this person. */
export async function endAccess(db: Db, personId: string, now: Date): Promise<void> {
  await sql`select spil_end_access(${personId}, ${now})`.execute(db)
}
