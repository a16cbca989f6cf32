import * as z from 'zod'
import { contract, event, type Grants, Id, Instant, line, Paging, page } from '#platform/contract.ts'
import { locales } from '#platform/i18n.ts'

/** What a person may be in an organisation. */
export const roles = ['reporter', 'engineer', 'lead', 'securityOfficer', 'databaseAdministrator', 'client', 'auditor', 'administrator'] as const
export const Role = z.enum(roles)
export type Role = z.infer<typeof Role>

export const Locale = z.enum(locales)
export const Theme = z.enum(['light', 'dark', 'system'])
export const Email = z.string().trim().toLowerCase().max(254).pipe(z.email()).describe('E-mail address')
/** At least 12 characters, nothing more is asked of its composition (NIST SP 800-63B); what is too well known is refused. */
export const Password = z.string().min(12).max(200)
export const TimeZone = z.string().max(60).refine(isTimeZone).describe('IANA time zone, such as Europe/Amsterdam')

function isTimeZone(name: string): boolean {
  try {
    return Boolean(new Intl.DateTimeFormat('en', { timeZone: name }))
  } catch {
    return false
  }
}

const SetUp = z.object({
  organisation: line(120),
  name: line(120),
  email: Email,
  password: Password,
  locale: Locale.default('nl'),
  timeZone: TimeZone.default('Europe/Amsterdam'),
})

export const Membership = z.object({ organisationId: Id, organisationName: z.string(), role: Role })

export const Me = z.object({
  id: Id,
  name: z.string(),
  email: z.string().nullable(),
  locale: Locale,
  theme: Theme,
  timeZone: z.string(),
  roles: z.array(Membership),
  permissions: z.array(z.object({ permission: z.string(), organisationIds: z.array(Id) })),
  totp: z.object({ enabled: z.boolean(), requiredFrom: Instant.nullable().describe('From then on nothing works without it') }),
})
export type Me = z.infer<typeof Me>

export const Organisation = z.object({
  id: Id,
  name: z.string(),
  own: z.boolean().describe('Our own organisation; the others are customers'),
  locale: Locale,
  timeZone: z.string(),
  active: z.boolean(),
  version: z.int(),
  mailDomains: z.array(z.string()).describe('Empty for who may not read the organisation'),
})
export type Organisation = z.infer<typeof Organisation>

export const Team = z.object({
  id: Id,
  organisationId: Id,
  name: z.string(),
  active: z.boolean(),
  version: z.int(),
  memberIds: z.array(Id).describe('Empty for who may not read the organisation'),
})
export type Team = z.infer<typeof Team>

export const Person = z.object({
  id: Id,
  name: z.string(),
  email: z.string().nullable(),
  locale: Locale,
  timeZone: z.string(),
  active: z.boolean(),
  version: z.int(),
  managerId: Id.nullable().describe('To whom they report: who approves what they ask'),
  roles: z.array(z.object({ organisationId: Id, role: Role })),
  teamIds: z.array(Id),
})
export type Person = z.infer<typeof Person>

const notFound = { 'platform.notFound': 404 } as const
export const throttled = { 'people.tooManyAttempts': 429 } as const

export const people = contract({
  setUpState: {
    method: 'GET',
    path: '/api/setup',
    may: 'anyone',
    summary: 'Whether this installation has been set up',
    reply: z.object({ installed: z.boolean() }),
  },
  setUp: {
    method: 'POST',
    secret: true,
    path: '/api/setup',
    may: 'anyone',
    summary: 'Sets up an empty installation, once: our organisation and its first administrator, who is signed in',
    body: SetUp,
    reply: z.object({ organisationId: Id, personId: Id }),
    status: 201,
    fails: { 'people.alreadySetUp': 409, 'people.passwordTooCommon': 400, 'people.passwordIsYou': 400 },
  },
  signIn: {
    method: 'POST',
    secret: true,
    path: '/api/people/sign-in',
    may: 'anyone',
    summary: 'Signs in with password and, where it is on, a code; sets the session cookie',
    body: z.object({
      email: Email,
      password: z.string().min(1).max(200),
      code: z.string().trim().max(30).optional().describe('Six digits of the authenticator, or a recovery code'),
    }),
    reply: z.object({ personId: Id, totp: Me.shape.totp }),
    status: 200,
    fails: { 'people.signInWrong': 401, 'people.codeRequired': 401, 'people.codeWrong': 401, ...throttled },
  },
  signOut: {
    method: 'POST',
    path: '/api/people/sign-out',
    may: 'signedIn',
    summary: 'Ends this session',
    reply: z.undefined(),
    status: 204,
  },
  me: { method: 'GET', path: '/api/people/me', may: 'signedIn', summary: 'Who I am, and what I may do where', reply: Me },
  updateMe: {
    method: 'PATCH',
    path: '/api/people/me',
    may: 'signedIn',
    summary: 'Changes my name, language, theme or time zone',
    body: z.object({ name: line(120), locale: Locale, theme: Theme, timeZone: TimeZone }).partial(),
    reply: Me,
  },
  organisations: {
    method: 'GET',
    path: '/api/people/organisations',
    may: 'signedIn',
    summary: 'The organisations I have a role in, our own first; for administrators of our own organisation all of them',
    query: Paging.extend({ search: line(100).optional() }),
    reply: page(Organisation),
  },
  teams: {
    method: 'GET',
    path: '/api/people/teams',
    may: 'signedIn',
    summary: 'Teams, by name',
    query: Paging.extend({ organisationId: Id.optional() }),
    reply: page(Team),
  },
  persons: {
    method: 'GET',
    path: '/api/people/persons',
    may: 'people.read',
    summary: 'People of my organisations, by name; search in name and e-mail address, accents do not matter',
    query: Paging.extend({
      organisationId: Id.optional(),
      role: Role.optional(),
      teamId: Id.optional(),
      search: line(100).optional(),
      active: z.stringbool().optional().describe('Only who may, or may not, sign in'),
    }),
    reply: page(Person),
  },
  person: {
    method: 'GET',
    path: '/api/people/persons/{id}',
    may: 'people.read',
    summary: 'One person',
    params: z.object({ id: Id }),
    reply: Person,
    fails: notFound,
  },
})

/** Who may what, in the organisation where they have the role. */
export const peopleGrants = {
  'people.read': ['engineer', 'lead', 'securityOfficer', 'databaseAdministrator', 'client', 'auditor', 'administrator'],
  'people.administrate': ['administrator'],
} as const satisfies Grants

const Personal = z.object({ name: z.string(), email: z.string().nullable() })

export const organisationCreated = event('people.organisationCreated', z.object({ organisationId: Id, own: z.boolean() }))
export const organisationChanged = event('people.organisationChanged', z.object({ organisationId: Id, fields: z.array(z.string()) }))
export const personCreated = event('people.personCreated', z.object({ personId: Id, organisationId: Id.nullable() }), Personal)
export const personChanged = event('people.personChanged', z.object({ personId: Id, fields: z.array(z.string()) }), Personal.partial())
export const personDeactivated = event('people.personDeactivated', z.object({ personId: Id }))
export const personActivated = event('people.personActivated', z.object({ personId: Id }))
export const personErased = event('people.personErased', z.object({ personId: Id }))
export const roleGranted = event('people.roleGranted', z.object({ personId: Id, organisationId: Id, role: Role }))
export const roleRevoked = event('people.roleRevoked', z.object({ personId: Id, organisationId: Id, role: Role }))
export const teamCreated = event('people.teamCreated', z.object({ teamId: Id, organisationId: Id }))
export const teamChanged = event('people.teamChanged', z.object({ teamId: Id, organisationId: Id, fields: z.array(z.string()) }))
export const imported = event('people.imported', z.object({ organisationId: Id.nullable(), rows: z.int(), created: z.int(), updated: z.int() }))
