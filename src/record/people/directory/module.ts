import { randomUUID } from 'node:crypto'
import { erase } from '#platform/erase.ts'
import { type Context, Problem, roomFor } from '#platform/room.ts'
import { mailLink } from '../access/access.ts'
import {
  type Organisation,
  organisationChanged,
  organisationCreated,
  type Person,
  personActivated,
  personChanged,
  personCreated,
  personDeactivated,
  personErased,
  roleGranted,
  roleRevoked,
  type Team,
  teamChanged,
  teamCreated,
} from '../contract.ts'
import { addMembership, addPerson, endAccess, listOrganisations, listPersons, listTeams, type PeopleTables, setActive } from '../store.ts'
import { directory } from './contract.ts'
import * as store from './store.ts'
import { directoryTexts } from './texts.ts'

type Ctx = Context<PeopleTables>

const one = { limit: 1, after: undefined }
const without = <R extends { sort: string }>(row: R | undefined): Omit<R, 'sort'> => {
  if (!row) throw new Problem('platform.notFound', 404)
  const { sort: _, ...rest } = row
  return rest
}
const organisationOf = async (ctx: Ctx, id: string): Promise<Organisation> => without((await listOrganisations(ctx.db, one, { id }))[0])
const personOf = async (ctx: Ctx, id: string): Promise<Person> => without((await listPersons(ctx.db, one, { id }))[0])
const teamOf = async (ctx: Ctx, id: string): Promise<Team> => without((await listTeams(ctx.db, one, { id }))[0])

/** The organisation, if the actor administrates it; otherwise it does not exist for them, or they may only read it. */
async function administrated(ctx: Ctx, organisationId: string): Promise<Organisation> {
  const organisation = await organisationOf(ctx, organisationId)
  if (!(await store.administrates(ctx.db, organisationId))) throw new Problem('platform.notAllowed', 403)
  return organisation
}

/** The person, if the actor administrates every organisation where they have a role. */
async function administratedPerson(ctx: Ctx, id: string): Promise<Person> {
  const person = await personOf(ctx, id)
  if (await store.administratesPerson(ctx.db, id)) return person
  const mine = (await Promise.all(person.roles.map((role) => store.administrates(ctx.db, role.organisationId)))).some(Boolean)
  throw new Problem(mine ? 'people.administratedElsewhere' : 'platform.notAllowed', 403)
}

/** Who acts sees what they did, also where they are no reader. */
const seen = ({ actor }: Ctx) => (actor.personId ? [actor.personId] : [])
const aboutPerson = (ctx: Ctx, id: string, organisationId: string | null = null) => ({
  about: `person/${id}`,
  organisationId,
  people: [...seen(ctx), id],
})

async function grant(ctx: Ctx, personId: string, organisationId: string, role: PeopleTables['membership']['role']): Promise<void> {
  const added = await addMembership(ctx.db, { personId, organisationId, role, grantedAt: ctx.now, grantedBy: ctx.actor.personId })
  if (added) await ctx.emit(roleGranted, { ...aboutPerson(ctx, personId, organisationId), data: { personId, organisationId, role } })
}

/** Our own organisation always has an administrator who can come in. */
async function keepAnAdministrator(ctx: Ctx, person: Person): Promise<void> {
  for (const { organisationId } of person.roles.filter((held) => held.role === 'administrator')) {
    const { own } = await organisationOf(ctx, organisationId)
    if (own && !(await store.anotherAdministrator(ctx.db, organisationId, person.id))) throw new Problem('people.lastAdministrator', 409)
  }
}

/** A manager is somebody else, who has a role in an organisation of the person. */
async function managerFits(ctx: Ctx, id: string, managerId: string | null | undefined, organisationIds: readonly string[]): Promise<void> {
  if (managerId == null) return
  const [manager] = managerId === id ? [] : await listPersons(ctx.db, one, { id: managerId })
  if (!manager?.active || !manager.roles.some((role) => organisationIds.includes(role.organisationId))) throw new Problem('people.noSuchManager', 409)
}

const notYourself = (ctx: Ctx, id: string) => {
  if (ctx.actor.personId === id) throw new Problem('people.notYourself', 409)
}

async function setMembers(ctx: Ctx, team: { id: string; organisationId: string }, memberIds: readonly string[]): Promise<void> {
  await store.clearMembers(ctx.db, team.id)
  if ((await store.addMembers(ctx.db, team.id, team.organisationId, memberIds)) !== new Set(memberIds).size)
    throw new Problem('people.notAMember', 409)
}

export default roomFor<PeopleTables>()({
  name: 'people.directory',
  contract: directory,
  texts: directoryTexts,
  grants: {},
  folder: import.meta.dirname,
  handlers: {
    async createOrganisation({ body: { mailDomains, ...fields } }, ctx) {
      if (!(await store.administratesAll(ctx.db))) throw new Problem('platform.notAllowed', 403)
      const id = randomUUID()
      await store.unlessTaken({ organisation_name: 'people.organisationNameTaken', mail_domain_pkey: 'people.domainTaken' }, async () => {
        await store.addOrganisation(ctx.db, { id, ...fields, createdAt: ctx.now })
        await store.setDomains(ctx.db, id, mailDomains)
      })
      const about = { about: `organisation/${id}`, organisationId: id, people: seen(ctx) }
      await ctx.emit(organisationCreated, { ...about, data: { organisationId: id, own: false } })
      if (ctx.actor.personId) await grant(ctx, ctx.actor.personId, id, 'administrator')
      return organisationOf(ctx, id)
    },
    async changeOrganisation({ params: { id }, body: { version, mailDomains, ...fields } }, ctx) {
      const before = await administrated(ctx, id)
      if (before.own && fields.active === false) return ctx.fail('people.ownStaysOpen')
      const changesAll = mailDomains !== undefined || fields.active !== undefined
      if (changesAll && !(await store.administratesAll(ctx.db))) throw new Problem('platform.notAllowed', 403)
      await store.unlessTaken({ organisation_name: 'people.organisationNameTaken', mail_domain_pkey: 'people.domainTaken' }, async () => {
        const changed = await store.changeRow(ctx.db, 'organisation', id, version, fields)
        if (!changed) ctx.fail('people.changedMeanwhile', { current: await organisationOf(ctx, id) })
        if (mailDomains) await store.setDomains(ctx.db, id, mailDomains)
      })
      const names = [...Object.keys(fields), ...(mailDomains ? ['mailDomains'] : [])]
      await ctx.emit(organisationChanged, {
        about: `organisation/${id}`,
        organisationId: id,
        people: seen(ctx),
        data: { organisationId: id, fields: names },
      })
      return organisationOf(ctx, id)
    },
    async createPerson({ body }, ctx) {
      const { organisationId, name, email } = body
      const organisation = await administrated(ctx, organisationId)
      if (body.invite && email === null) return ctx.fail('people.noEmail')
      const id = randomUUID()
      const { managerId } = body
      await managerFits(ctx, id, managerId, [organisationId])
      const { locale = organisation.locale, timeZone = organisation.timeZone } = body
      if (!(await addPerson(ctx.db, { id, name, email, locale, timeZone, managerId, createdAt: ctx.now }))) return ctx.fail('people.emailTaken')
      await ctx.emit(personCreated, { ...aboutPerson(ctx, id, organisationId), data: { personId: id, organisationId }, personal: { name, email } })
      for (const role of new Set(body.roles)) await grant(ctx, id, organisationId, role)
      for (const teamId of new Set(body.teamIds)) {
        const team = await teamOf(ctx, teamId)
        if (team.organisationId !== organisationId) throw new Problem('platform.notFound', 404)
        await store.addMembers(ctx.db, teamId, organisationId, [id])
        await ctx.emit(teamChanged, {
          about: `team/${teamId}`,
          organisationId,
          people: seen(ctx),
          data: { teamId, organisationId, fields: ['memberIds'] },
        })
      }
      if (body.invite && email !== null) await mailLink(ctx, { id, name, email, locale }, 'invitation')
      return personOf(ctx, id)
    },
    async changePerson({ params: { id }, body: { version, ...fields } }, ctx) {
      const { roles } = await administratedPerson(ctx, id)
      await managerFits(
        ctx,
        id,
        fields.managerId,
        roles.map((role) => role.organisationId),
      )
      const changed = await store.unlessTaken({ person_email: 'people.emailTaken' }, () => store.changeRow(ctx.db, 'person', id, version, fields))
      if (!changed) return ctx.fail('people.changedMeanwhile', { current: await personOf(ctx, id) })
      const { name, email } = fields
      const personal =
        name === undefined && email === undefined ? undefined : { ...(name !== undefined && { name }), ...(email !== undefined && { email }) }
      await ctx.emit(personChanged, { ...aboutPerson(ctx, id), data: { personId: id, fields: Object.keys(fields) }, personal })
      return personOf(ctx, id)
    },
    async invitePerson({ params: { id } }, ctx) {
      const { name, email, locale } = await administratedPerson(ctx, id)
      if (email === null) return ctx.fail('people.noEmail')
      await mailLink(ctx, { id, name, email, locale }, 'invitation')
      return undefined
    },
    async deactivatePerson({ params: { id } }, ctx) {
      notYourself(ctx, id)
      const person = await administratedPerson(ctx, id)
      await keepAnAdministrator(ctx, person)
      if (await setActive(ctx.db, id, false)) await ctx.emit(personDeactivated, { ...aboutPerson(ctx, id), data: { personId: id } })
      await endAccess(ctx.db, id, ctx.now)
      return undefined
    },
    async activatePerson({ params: { id } }, ctx) {
      await administratedPerson(ctx, id)
      await refuseErased(ctx, id)
      if (await setActive(ctx.db, id, true)) await ctx.emit(personActivated, { ...aboutPerson(ctx, id), data: { personId: id } })
      return undefined
    },
    async erasePerson({ params: { id }, body }, ctx) {
      notYourself(ctx, id)
      const person = await administratedPerson(ctx, id)
      if (body.name.trim() !== person.name) return ctx.fail('people.nameDiffers')
      await keepAnAdministrator(ctx, person)
      await store.erase(ctx.db, id, ctx.t('people.erasedName'), ctx.now)
      // What the logbook holds about them by name cannot be read any more; its proof stays whole.
      await erase(ctx, `person/${id}`)
      await ctx.emit(personErased, { ...aboutPerson(ctx, id), data: { personId: id } })
      return undefined
    },
    async grantRole({ params: { id, organisationId, role } }, ctx) {
      await administrated(ctx, organisationId)
      await personOf(ctx, id)
      await refuseErased(ctx, id)
      await grant(ctx, id, organisationId, role)
      return undefined
    },
    async revokeRole({ params: { id, organisationId, role } }, ctx) {
      const { own } = await administrated(ctx, organisationId)
      if (role === 'administrator' && own && !(await store.anotherAdministrator(ctx.db, organisationId, id)))
        return ctx.fail('people.lastAdministrator')
      const event = { ...aboutPerson(ctx, id, organisationId), data: { personId: id, organisationId, role } }
      if (!(await store.removeMembership(ctx.db, id, organisationId, role))) return ctx.fail('platform.notFound')
      await store.leaveTeams(ctx.db, id, organisationId)
      await ctx.emit(roleRevoked, event)
      return undefined
    },
    async createTeam({ body: { organisationId, name, memberIds } }, ctx) {
      await administrated(ctx, organisationId)
      const id = randomUUID()
      await store.unlessTaken({ team_name: 'people.teamNameTaken' }, () => store.addTeam(ctx.db, { id, organisationId, name, createdAt: ctx.now }))
      await setMembers(ctx, { id, organisationId }, memberIds)
      await ctx.emit(teamCreated, { about: `team/${id}`, organisationId, people: seen(ctx), data: { teamId: id, organisationId } })
      return teamOf(ctx, id)
    },
    async changeTeam({ params: { id }, body: { version, memberIds, ...fields } }, ctx) {
      const { organisationId } = await teamOf(ctx, id)
      await administrated(ctx, organisationId)
      const changed = await store.unlessTaken({ team_name: 'people.teamNameTaken' }, () => store.changeRow(ctx.db, 'team', id, version, fields))
      if (!changed) return ctx.fail('people.changedMeanwhile', { current: await teamOf(ctx, id) })
      if (memberIds) await setMembers(ctx, { id, organisationId }, memberIds)
      const names = [...Object.keys(fields), ...(memberIds ? ['memberIds'] : [])]
      await ctx.emit(teamChanged, { about: `team/${id}`, organisationId, people: seen(ctx), data: { teamId: id, organisationId, fields: names } })
      return teamOf(ctx, id)
    },
  },
})

async function refuseErased(ctx: Ctx, id: string): Promise<void> {
  const row = await ctx.db.selectFrom('person').select('erasedAt').where('id', '=', id).executeTakeFirst()
  if (row?.erasedAt) throw new Problem('people.erased', 409)
}
