import * as z from 'zod'
import { contract, Id, line } from '#platform/contract.ts'
import { Email, Locale, Organisation, Person, Role, Team, TimeZone } from '../contract.ts'

export const Domain = z
  .string()
  .trim()
  .toLowerCase()
  .max(253)
  .regex(/^([a-z0-9-]{1,63}\.)+[a-z0-9-]{2,63}$/)
  .describe('The part behind the @')
const OrganisationFields = z.object({
  name: line(120),
  locale: Locale,
  timeZone: TimeZone,
  mailDomains: z.array(Domain).max(50).describe('Mail from these domains belongs to this organisation'),
})
const PersonFields = z.object({ name: line(120), email: Email.nullable(), locale: Locale, timeZone: TimeZone, managerId: Id.nullable() })

/** The version that was read: when somebody changed it since, nothing happens and the answer says how it is now. */
const version = z.int().min(1)
const administrate = { may: 'people.administrate' } as const
const found = { 'platform.notFound': 404, 'platform.notAllowed': 403 } as const
const changed = { ...found, 'people.changedMeanwhile': 409 } as const
const ofPerson = { ...found, 'people.administratedElsewhere': 403 } as const
const byId = z.object({ id: Id })
const done = { reply: z.undefined(), status: 204 } as const

export const directory = contract({
  createOrganisation: {
    ...administrate,
    method: 'POST',
    path: '/api/people/organisations',
    summary: 'Adds a customer; for administrators of our own organisation, who become its administrator',
    body: OrganisationFields.extend({ mailDomains: OrganisationFields.shape.mailDomains.default([]) }),
    reply: Organisation,
    status: 201,
    fails: { 'platform.notAllowed': 403, 'people.organisationNameTaken': 409, 'people.domainTaken': 409 },
  },
  changeOrganisation: {
    ...administrate,
    method: 'PATCH',
    path: '/api/people/organisations/{id}',
    summary: 'Changes an organisation; mail domains and closing it are for administrators of our own organisation',
    params: byId,
    body: OrganisationFields.extend({ active: z.boolean() }).partial().extend({ version }),
    reply: Organisation,
    fails: { ...changed, 'people.organisationNameTaken': 409, 'people.domainTaken': 409, 'people.ownStaysOpen': 409 },
  },
  createPerson: {
    ...administrate,
    method: 'POST',
    path: '/api/people/persons',
    summary: 'Adds a person with a role, and mails an invitation when asked',
    body: PersonFields.extend({
      email: Email.nullable().default(null),
      locale: Locale.optional(),
      timeZone: TimeZone.optional(),
      managerId: Id.nullable().default(null),
      organisationId: Id,
      roles: z.array(Role).min(1).max(8).default(['reporter']),
      teamIds: z.array(Id).max(50).default([]),
      invite: z.boolean().default(false),
    }),
    reply: Person,
    status: 201,
    fails: { ...found, 'people.emailTaken': 409, 'people.noEmail': 409, 'people.noSuchManager': 409 },
  },
  changePerson: {
    ...administrate,
    method: 'PATCH',
    path: '/api/people/persons/{id}',
    summary: 'Changes who somebody is',
    params: byId,
    body: PersonFields.partial().extend({ version }),
    reply: Person,
    fails: { ...changed, ...ofPerson, 'people.emailTaken': 409, 'people.noSuchManager': 409 },
  },
  invitePerson: {
    ...administrate,
    ...done,
    method: 'POST',
    path: '/api/people/persons/{id}/invite',
    summary: 'Mails a link to choose a password',
    params: byId,
    fails: { ...ofPerson, 'people.noEmail': 409 },
  },
  deactivatePerson: {
    ...administrate,
    ...done,
    method: 'POST',
    path: '/api/people/persons/{id}/deactivate',
    summary: 'Closes the account: sessions and tokens end, nothing is deleted',
    params: byId,
    fails: { ...ofPerson, 'people.notYourself': 409, 'people.lastAdministrator': 409 },
  },
  activatePerson: {
    ...administrate,
    ...done,
    method: 'POST',
    path: '/api/people/persons/{id}/activate',
    summary: 'Opens the account again',
    params: byId,
    fails: { ...ofPerson, 'people.erased': 409 },
  },
  erasePerson: {
    ...administrate,
    ...done,
    method: 'POST',
    path: '/api/people/persons/{id}/erase',
    summary: 'Erases who somebody was, for good: name, address, roles, and what the logbook knew of them by name',
    params: byId,
    body: z.object({ name: z.string().max(200).describe('The name of the person, typed again') }),
    fails: { ...ofPerson, 'people.notYourself': 409, 'people.lastAdministrator': 409, 'people.nameDiffers': 409 },
  },
  grantRole: {
    ...administrate,
    ...done,
    method: 'PUT',
    path: '/api/people/persons/{id}/roles/{organisationId}/{role}',
    summary: 'Gives a role in an organisation',
    params: z.object({ id: Id, organisationId: Id, role: Role }),
    fails: { ...found, 'people.erased': 409 },
  },
  revokeRole: {
    ...administrate,
    ...done,
    method: 'DELETE',
    path: '/api/people/persons/{id}/roles/{organisationId}/{role}',
    summary: 'Takes a role away; who has none left there leaves its teams',
    params: z.object({ id: Id, organisationId: Id, role: Role }),
    fails: { ...found, 'people.lastAdministrator': 409 },
  },
  createTeam: {
    ...administrate,
    method: 'POST',
    path: '/api/people/teams',
    summary: 'Adds a team',
    body: z.object({ organisationId: Id, name: line(80), memberIds: z.array(Id).max(500).default([]) }),
    reply: Team,
    status: 201,
    fails: { ...found, 'people.teamNameTaken': 409, 'people.notAMember': 409 },
  },
  changeTeam: {
    ...administrate,
    method: 'PATCH',
    path: '/api/people/teams/{id}',
    summary: 'Changes name, members, or whether the team is in use',
    params: byId,
    body: z
      .object({ name: line(80), active: z.boolean(), memberIds: z.array(Id).max(500) })
      .partial()
      .extend({ version }),
    reply: Team,
    fails: { ...changed, 'people.teamNameTaken': 409, 'people.notAMember': 409 },
  },
})
