/** Pure decisions: from roles to what somebody may do, and when the second step is required. */
import type { Grants } from '#platform/contract.ts'
import type { Actor, Scopes } from '#platform/room.ts'
import type { Role } from './contract.ts'

export interface Held {
  organisationId: string
  role: Role
  /** ISO 8601. */
  grantedAt: string
}

/** As the database tells it: spil_identity and spil_identify. */
export interface Identity {
  id: string
  name: string
  locale: 'nl' | 'en'
  timeZone: string
  memberships: Held[]
  credentialId?: string
  scope?: string[] | null
  totp?: boolean
}

const workers: readonly Role[] = ['engineer', 'lead', 'securityOfficer', 'databaseAdministrator', 'administrator']
/** Who must use a second step, because of what they can reach. */
const guarded: readonly Role[] = ['administrator', 'securityOfficer']
const graceDays = 7

/** The organisations in which each kind of thing may be done; row level security reads exactly these. */
export function scopesOf(held: readonly Held[]): Scopes {
  const where = (may: (role: Role) => boolean) => [...new Set(held.filter((one) => may(one.role)).map((one) => one.organisationId))]
  return {
    member: where(() => true),
    read: where((role) => role !== 'reporter'),
    inside: where((role) => role !== 'reporter' && role !== 'client'),
    work: where((role) => workers.includes(role)),
    lead: where((role) => role === 'lead' || role === 'administrator'),
    admin: where((role) => role === 'administrator'),
  }
}

/** Permission -> organisations, from what every room grants to roles. `scope` (of a token) narrows it. */
export function permissionsOf(held: readonly Held[], grants: Grants, scope: readonly string[] | null = null): Map<string, string[]> {
  const permissions = new Map<string, string[]>()
  for (const [permission, roles] of Object.entries(grants)) {
    if (scope && !scope.includes(permission)) continue
    const where = [...new Set(held.filter((one) => roles.includes(one.role)).map((one) => one.organisationId))]
    if (where.length > 0) permissions.set(permission, where)
  }
  return permissions
}

/** From when on nothing works without a second step; null when no role asks for it. */
export function totpRequiredFrom(held: readonly Held[]): Date | null {
  const since = held.filter((one) => guarded.includes(one.role)).map((one) => Date.parse(one.grantedAt))
  return since.length === 0 ? null : new Date(Math.min(...since) + graceDays * 86_400_000)
}

export interface Granting {
  grants: Grants
  /** Permissions with which something can be changed. */
  writes: ReadonlySet<string>
}

/**
 * Who acts. A token that can change nothing reads only: its scopes to work, lead and administrate are empty. Who must first set up a second step
 * reaches nothing but their own.
 */
export function actorFrom(who: Identity, { grants, writes }: Granting, credential: Actor['credential'], now: Date): Actor {
  const scopes = scopesOf(who.memberships)
  const readsOnly = Boolean(who.scope) && !who.scope?.some((permission) => writes.has(permission))
  const requiredFrom = totpRequiredFrom(who.memberships)
  const late = credential?.kind === 'session' && !who.totp && requiredFrom !== null && requiredFrom <= now
  return {
    kind: 'person',
    personId: who.id,
    name: who.name,
    locale: who.locale,
    timeZone: who.timeZone,
    permissions: permissionsOf(who.memberships, grants, who.scope),
    scopes:
      readsOnly || late
        ? { member: scopes.member, read: late ? [] : scopes.read, inside: late ? [] : scopes.inside, work: [], lead: [], admin: [] }
        : scopes,
    credential,
    blockedBy: late ? 'people.totpRequired' : null,
  }
}
