/** What the room of people offers to the floor above, and to the doors: who is who, and who acts. */
import { createHash, randomBytes, randomUUID } from 'node:crypto'
import { type Kysely, sql } from 'kysely'
import type { Grants } from '#platform/contract.ts'
import type { Doorkeeper } from '#platform/http/server.ts'
import type { Locale } from '#platform/i18n.ts'
import { type Actor, type App, type Context, mayIn, type Room } from '#platform/room.ts'
import { personCreated, type Role, roleGranted } from './contract.ts'
import { actorFrom, type Granting, type Identity } from './rules.ts'
import { type Db, listTeams, type PeopleTables } from './store.ts'

export interface PersonRef {
  id: string
  name: string
  /** Null where there is none, or where the actor may not see it. */
  email: string | null
  locale: Locale
  timeZone: string
}
export interface OrganisationRef {
  id: string
  name: string
  locale: Locale
  timeZone: string
}

const granting = new WeakMap<readonly Room[], Granting>()
/** What every room grants to roles, and which permissions change something. */
function grantingOf(rooms: readonly Room[]): Granting {
  let known = granting.get(rooms)
  if (!known) {
    const grants: Record<string, readonly string[]> = {}
    for (const room of rooms) for (const [permission, roles] of Object.entries(room.grants)) grants[permission] = roles
    const writes = rooms.flatMap((room) => Object.values(room.contract).filter((endpoint) => endpoint.method !== 'GET'))
    known = { grants: grants as Grants, writes: new Set(writes.map((endpoint) => endpoint.may)) }
    granting.set(rooms, known)
  }
  return known
}

/** Every permission there is. */
export const allPermissions = (app: App): string[] => Object.keys(grantingOf(app.rooms).grants)

const installed = new WeakSet<App>()

/** What opens a door and nobody guesses: 256 bits, 43 characters that may stand in an address. */
export const freshSecret = (prefix = ''): string => prefix + randomBytes(32).toString('base64url')
/** Only the hash of what opens a door is stored. */
export const hashOf = (secret: string): Buffer => createHash('sha256').update(secret).digest()

export const doorkeeper: Doorkeeper = {
  setUp: '/api/setup',
  async installed(app) {
    if (installed.has(app)) return true
    const { rows } = await app.pools.app.query<{ yes: boolean }>({ name: 'installed', text: 'select spil_own_organisation() is not null as yes' })
    if (rows[0]?.yes) installed.add(app)
    return rows[0]?.yes ?? false
  },
  async identify(app, { session, bearer }) {
    const secret = bearer ?? session
    if (secret === undefined) return null
    const kind = bearer === undefined ? 'session' : 'token'
    const now = app.now()
    const { rows } = await app.pools.app.query<{ who: Identity | null }>({
      name: 'identify',
      text: 'select spil_identify($1, $2, $3) as who',
      values: [kind, hashOf(secret), now],
    })
    const who = rows[0]?.who
    return who ? actorFrom(who, grantingOf(app.rooms), { kind, id: who.credentialId ?? '' }, now) : null
  },
}

/** This person as an actor without a credential: for mail, jobs, the CLI and tests. Throws when they may not come in. */
export async function actorOf(from: App | Context, personId: string): Promise<Actor> {
  const app = 'app' in from ? from.app : from
  const read = async (db: Kysely<unknown>) => (await sql<{ who: Identity | null }>`select spil_identity(${personId}) as who`.execute(db)).rows[0]?.who
  const who = 'app' in from ? await read(from.db) : await app.asSystem((ctx) => read(ctx.db))
  if (!who) throw new Error(`person ${personId} does not exist or may not sign in`)
  return actorFrom(who, grantingOf(app.rooms), null, app.now())
}

/** Names (and addresses where the actor may read them) of people; who shares no organisation with the actor is left out. */
export async function peopleByIds(ctx: Context, ids: readonly string[]): Promise<Map<string, PersonRef>> {
  const unique = [...new Set(ids)]
  if (unique.length === 0) return new Map()
  const { rows } = await sql<PersonRef>`select id, name, email, locale, time_zone from spil_people(${unique}::uuid[])`.execute(ctx.db)
  return new Map(rows.map((row) => [row.id, row]))
}

export async function personById(ctx: Context, id: string): Promise<PersonRef | undefined> {
  return (await peopleByIds(ctx, [id])).get(id)
}

/** The person, when they have any role in the organisation and the actor may know them. */
export async function personIn(ctx: Context, id: string, organisationId: string): Promise<PersonRef | undefined> {
  const { rows } = await sql<PersonRef>`select p.id, p.name, p.email, p.locale, p.time_zone from spil_people(array[${id}::uuid]) p
    where exists (select from membership m where m.person_id = p.id and m.organisation_id = ${organisationId})`.execute(ctx.db)
  return rows[0]
}

/** Of these, who have any role in the organisation and may be known to the actor. */
export async function peopleIn(ctx: Context, ids: readonly string[], organisationId: string): Promise<Set<string>> {
  if (ids.length === 0) return new Set()
  const { rows } = await sql<{ id: string }>`select p.id from spil_people(${[...new Set(ids)]}::uuid[]) p
    where exists (select from membership m where m.person_id = p.id and m.organisation_id = ${organisationId})`.execute(ctx.db)
  return new Set(rows.map(({ id }) => id))
}

const ref = ['person.id', 'person.name', 'person.email', 'person.locale', 'person.timeZone'] as const

/** The person with this address, if the actor may read them; upper and lower case are the same. */
export async function findPersonByEmail(ctx: Context, email: string): Promise<PersonRef | undefined> {
  const db: Db = ctx.db
  return db.selectFrom('person').select(ref).where(sql`lower(email)`, '=', email.trim().toLowerCase()).executeTakeFirst()
}

export interface NewReporter {
  email: string
  name: string
  organisationId: string
  locale: Locale
}

/** The person with this address, made when there is none, and a reporter of the organisation when they have no role there. Idempotent. */
export async function ensureReporter(ctx: Context, { email, name, organisationId, locale }: NewReporter): Promise<PersonRef> {
  const zone = (await organisationById(ctx, organisationId))?.timeZone ?? ctx.actor.timeZone
  const { rows } = await sql<{ id: string; created: boolean; joined: boolean }>`
    select * from spil_ensure_reporter(${randomUUID()}, ${email.trim().toLowerCase()}, ${name}, ${organisationId}, ${locale}, ${zone}, ${ctx.now})`.execute(
    ctx.db,
  )
  const made = rows[0]
  if (!made) throw new Error('the reporter was not made')
  const about = `person/${made.id}`
  const seen = ctx.actor.personId ? [ctx.actor.personId] : []
  if (made.created)
    await ctx.emit(personCreated, { about, organisationId, data: { personId: made.id, organisationId }, personal: { name, email }, people: seen })
  if (made.joined) await ctx.emit(roleGranted, { about, organisationId, data: { personId: made.id, organisationId, role: 'reporter' }, people: seen })
  const person = await personById(ctx, made.id)
  if (!person) throw new Error('the reporter cannot be read')
  return person
}

const organisationRef = ['id', 'name', 'locale', 'timeZone'] as const

/** Organisations the actor may see, our own first. */
export async function organisations(ctx: Context): Promise<OrganisationRef[]> {
  const db: Db = ctx.db
  return db.selectFrom('organisation').select(organisationRef).where('active', '=', true).orderBy('own', 'desc').orderBy('name').execute()
}

export async function organisationById(ctx: Context, id: string): Promise<OrganisationRef | undefined> {
  const db: Db = ctx.db
  return db.selectFrom('organisation').select(organisationRef).where('id', '=', id).executeTakeFirst()
}

/** By the domain of the address, or a domain above it (team.linde.example belongs to linde.example). */
export async function organisationForEmail(ctx: Context, email: string): Promise<OrganisationRef | undefined> {
  const db: Db = ctx.db
  const labels = email
    .slice(email.lastIndexOf('@') + 1)
    .toLowerCase()
    .split('.')
    .slice(-8)
  const domains = labels.map((_, index) => labels.slice(index).join('.')).slice(0, -1)
  if (!email.includes('@') || domains.length === 0) return undefined
  return db
    .selectFrom('mailDomain')
    .innerJoin('organisation', 'organisation.id', 'mailDomain.organisationId')
    .select(['organisation.id', 'organisation.name', 'organisation.locale', 'organisation.timeZone'])
    .where('mailDomain.domain', 'in', domains)
    .where('organisation.active', '=', true)
    .orderBy(sql`length(domain)`, 'desc')
    .executeTakeFirst()
}

/** Our own organisation; there is one as soon as Spil has been set up. */
export async function ownOrganisation(ctx: Context): Promise<OrganisationRef> {
  const db: Db = ctx.db
  const own = await db.selectFrom('organisation').select(organisationRef).where('own', '=', true).executeTakeFirst()
  if (!own) throw new Error('our own organisation cannot be read by this actor')
  return own
}
/** Our own organisation for who holds this permission in it: undefined for who works for a customer alone. */
export async function ownWhere(ctx: Context, may: string): Promise<string | undefined> {
  const db: Db = ctx.db
  const own = await db.selectFrom('organisation').select('id').where('own', '=', true).executeTakeFirst()
  return own && mayIn(ctx, may, own.id) ? own.id : undefined
}

export interface TeamRef {
  id: string
  organisationId: string
  name: string
  memberIds: string[]
}
const teamRef = ({ id, organisationId, name, memberIds }: TeamRef): TeamRef => ({ id, organisationId, name, memberIds })

/** Active teams by name; at most 200. */
export async function teamsOf(ctx: Context, organisationId: string): Promise<TeamRef[]> {
  const rows = await listTeams(ctx.db as Db, { limit: 200, after: undefined }, { organisationId })
  return rows.filter((team) => team.active).map(teamRef)
}

export async function teamById(ctx: Context, id: string): Promise<TeamRef | undefined> {
  const [team] = await listTeams(ctx.db as Db, { limit: 1, after: undefined }, { id })
  return team && teamRef(team)
}

/** Who may sign in and has this role, or a role with this permission, in the organisation. */
export async function membersWith(ctx: Context, permissionOrRole: string, organisationId: string): Promise<PersonRef[]> {
  const db: Db = ctx.db
  const wanted = (grantingOf(ctx.app.rooms).grants[permissionOrRole] ?? [permissionOrRole]) as Role[]
  return db
    .selectFrom('person')
    .innerJoin('membership', 'membership.personId', 'person.id')
    .select(ref)
    .distinct()
    .where('membership.organisationId', '=', organisationId)
    .where('membership.role', 'in', wanted)
    .where('person.active', '=', true)
    .orderBy('person.name')
    .execute()
}

/** Everybody with a role in the organisation whom the actor may read, also who may not sign in any more: to find who a file means. */
export async function everybodyIn(ctx: Context, organisationId: string): Promise<PersonRef[]> {
  const db: Db = ctx.db
  return db
    .selectFrom('person')
    .innerJoin('membership', 'membership.personId', 'person.id')
    .select(ref)
    .distinct()
    .where('membership.organisationId', '=', organisationId)
    .execute()
}

/** Names of colleagues with this in their name, for a form; at most 20. Also for who may not read the organisation's people. */
export async function colleaguesNamed(ctx: Context, organisationId: string, search: string): Promise<Pick<PersonRef, 'id' | 'name'>[]> {
  const { rows } = await sql<Pick<PersonRef, 'id' | 'name'>>`select id, name from spil_search_colleagues(${organisationId},
    '%' || replace(replace(replace(spil_fold(${search}), '\\', '\\\\'), '%', '\\%'), '_', '\\_') || '%', 20)`.execute(ctx.db)
  return rows
}

/** To whom this person reports, while that person may sign in. For the system: others may not read it. */
export async function managerOf(ctx: Context, personId: string): Promise<string | null> {
  const db: Db = ctx.db
  const row = await db
    .selectFrom('person')
    .innerJoin('person as manager', 'manager.id', 'person.managerId')
    .select('manager.id')
    .where('person.id', '=', personId)
    .where('manager.active', '=', true)
    .executeTakeFirst()
  return row?.id ?? null
}

/** Of these, in their order, who may sign in. */
export async function activeAmong(ctx: Context, ids: readonly string[]): Promise<string[]> {
  if (ids.length === 0) return []
  const db: Db = ctx.db
  const rows = await db.selectFrom('person').select('id').where('id', 'in', ids).where('active', '=', true).execute()
  return ids.filter((id) => rows.some((row) => row.id === id))
}

export async function rolesOf(ctx: Context, personId: string): Promise<Pick<PeopleTables['membership'], 'organisationId' | 'role'>[]> {
  const db: Db = ctx.db
  return db
    .selectFrom('membership')
    .select(['organisationId', 'role'])
    .where('personId', '=', personId)
    .orderBy('organisationId')
    .orderBy('role')
    .execute()
}
