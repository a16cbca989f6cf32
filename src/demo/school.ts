/** The school of the demo: three locations, sixty people, five teams, a calendar. */
import { randomUUID } from 'node:crypto'
import type { Context } from '#platform/room.ts'
import { saveCalendar } from '#record/cases/cases.ts'
import { usualTargets, type Week } from '#record/cases/contract.ts'
import { setPassword } from '#record/people/access/access.ts'
import { organisationCreated, personCreated, type Role, roleGranted, teamCreated } from '#record/people/contract.ts'
import { addMembers, addTeam } from '#record/people/directory/store.ts'
import { addMembership, addOwnOrganisation, addPerson } from '#record/people/store.ts'
import type { Chance } from './chance.ts'
import { firstNames, lastNames } from './stories.ts'

export const password = 'welkom bij spil 7745'
const domain = 'linde.example'
export const schoolName = 'Scholengroep De Linde'

export interface Someone {
  id: string
  name: string
  email: string
  role: Role
}
export interface School {
  organisationId: string
  people: Someone[]
  teams: { id: string; name: string; members: Someone[] }[]
}

/** Who can be tried by name; the others are reporters. */
const known: readonly [name: string, login: string, role: Role][] = [
  ['Bea Heer', 'beheer', 'administrator'],
  ['Karel Mulder', 'karel', 'lead'],
  ['Ilse de Boer', 'ilse', 'engineer'],
  ['Daan Smit', 'daan', 'engineer'],
  ['Fatima El Amrani', 'fatima', 'engineer'],
  ['Joris Peeters', 'joris', 'engineer'],
  ['Lieke Hoekstra', 'lieke', 'engineer'],
  ['Thijs Dekker', 'thijs', 'engineer'],
  ['Yasmin Özdemir', 'yasmin', 'securityOfficer'],
  ['Wouter Postma', 'wouter', 'databaseAdministrator'],
  ['Hanna Verhoeven', 'hanna', 'client'],
  ['Pieter Prins', 'pieter', 'auditor'],
  ['Noor Bakker', 'noor', 'reporter'],
]
const size = 60
const teams = ['Servicedesk', 'Werkplekken', 'Netwerk en servers', 'Applicaties', 'Informatiebeveiliging']

export async function openSchool(ctx: Context, dice: Chance): Promise<School | undefined> {
  const organisationId = randomUUID()
  const row = { id: organisationId, name: schoolName, locale: 'nl' as const, timeZone: 'Europe/Amsterdam', createdAt: ctx.now }
  if (!(await addOwnOrganisation(ctx.db, row))) return undefined
  await ctx.emit(organisationCreated, { about: `organisation/${organisationId}`, organisationId, data: { organisationId, own: true } })
  const people: Someone[] = []
  for (const [name, login, role] of known) people.push(await join(ctx, organisationId, { name, login, role }))
  const taken = new Set(people.map(({ name }) => name))
  while (people.length < size) {
    const name = `${dice.of(firstNames)} ${dice.of(lastNames)}`
    if (taken.has(name)) continue
    taken.add(name)
    const login = name
      .normalize('NFD')
      .replace(/\p{M}/gu, '')
      .replaceAll('ı', 'i')
      .toLowerCase()
      .replace(/[^a-z]+/g, '.')
    people.push(await join(ctx, organisationId, { name, login, role: 'reporter' }))
  }
  for (const one of people.slice(0, known.length)) await setPassword(ctx, one, password, 'setUp')
  const office = [
    { from: '07:30', to: '12:30' },
    { from: '13:00', to: '17:00' },
  ]
  const week: Week = [office, office, office, office, [{ from: '07:30', to: '16:00' }], [], []]
  await saveCalendar(ctx, organisationId, 0, { timeZone: 'Europe/Amsterdam', week, targets: usualTargets })
  return { organisationId, people, teams: await formTeams(ctx, organisationId, people) }
}

async function join(ctx: Context, organisationId: string, { name, login, role }: { name: string; login: string; role: Role }): Promise<Someone> {
  const id = randomUUID()
  const email = `${login}@${domain}`
  const about = `person/${id}`
  await addPerson(ctx.db, { id, name, email, locale: 'nl', timeZone: 'Europe/Amsterdam', createdAt: ctx.now })
  // Granted now: who must use a second factor gets the usual time to set it up.
  await addMembership(ctx.db, { personId: id, organisationId, role, grantedAt: ctx.app.now(), grantedBy: null })
  await ctx.emit(personCreated, { about, organisationId, data: { personId: id, organisationId }, personal: { name, email } })
  await ctx.emit(roleGranted, { about, organisationId, data: { personId: id, organisationId, role } })
  return { id, name, email, role }
}

async function formTeams(ctx: Context, organisationId: string, people: readonly Someone[]): Promise<School['teams']> {
  const engineers = people.filter(({ role }) => role === 'engineer')
  const formed: School['teams'] = []
  for (const [index, name] of teams.entries()) {
    const id = randomUUID()
    const special = people.filter(({ role }) => (index === 4 && role === 'securityOfficer') || (index === 3 && role === 'databaseAdministrator'))
    const members = [...engineers.filter((_, place) => place % 4 === index || index === 0), ...special]
    await addTeam(ctx.db, { id, organisationId, name, createdAt: ctx.now })
    await addMembers(
      ctx.db,
      id,
      organisationId,
      members.map((one) => one.id),
    )
    await ctx.emit(teamCreated, { about: `team/${id}`, organisationId, data: { teamId: id, organisationId } })
    formed.push({ id, name, members })
  }
  return formed
}
