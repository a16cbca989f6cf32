import { randomUUID } from 'node:crypto'
import { locales, translate } from '#platform/i18n.ts'
import { type Context, Problem, roomFor } from '#platform/room.ts'
import { mailLink } from '../access/access.ts'
import { imported, personChanged, personCreated, type Role, roleGranted, teamChanged } from '../contract.ts'
import { addMembership, addPerson, type PeopleTables } from '../store.ts'
import { readCsv } from './adapters/csv.ts'
import { imports, maxRows, type Outcome } from './contract.ts'
import * as rules from './rules.ts'
import * as store from './store.ts'
import { importsTexts } from './texts.ts'

type Ctx = Context<PeopleTables>
type Defaults = Map<string, { locale: 'nl' | 'en'; timeZone: string }>

function rowsOf(csv: string): { header: string[]; rows: { row: number; cells: string[] }[] } {
  try {
    const [header, ...rows] = readCsv(csv)
    if (rows.length > maxRows) throw new Problem('people.import.tooMany', 400, { most: maxRows })
    return { header: header?.cells ?? [], rows }
  } catch (error) {
    if (error instanceof Problem) throw error
    throw new Problem('people.import.unreadable', 400, { reason: error instanceof Error ? error.message : '' })
  }
}

/** What names in the file mean to this actor: only what they administrate. */
async function knownTo(ctx: Ctx, defaultOrganisationId: string): Promise<rules.Known & { defaults: Defaults }> {
  const organisations = await store.administratedOrganisations(ctx.db)
  if (!organisations.some((one) => one.id === defaultOrganisationId)) throw new Problem('platform.notFound', 404)
  const teams = await store.teamsIn(
    ctx.db,
    organisations.map((one) => one.id),
  )
  const inOne = Map.groupBy(teams, (team) => team.organisationId)
  return {
    defaultOrganisationId,
    organisations: new Map(organisations.map((one) => [rules.fold(one.name), one.id])),
    teams: new Map([...inOne].map(([id, list]) => [id, new Map(list.map((team) => [rules.fold(team.name), team.id]))])),
    roles: rules.rolesByName((role) => locales.map((locale) => translate(ctx.app.texts, locale, `people.role.${role}`))),
    defaults: new Map(organisations.map((one) => [one.id, one])),
  }
}

const seen = (ctx: Ctx, id?: string) => [ctx.actor.personId, id].filter((one) => typeof one === 'string')

/** Makes or changes the person of one row; says which, or that they are somebody else's. */
async function apply(
  ctx: Ctx,
  said: rules.Said,
  known: Map<string, store.KnownPerson>,
  defaults: Defaults,
): Promise<'created' | 'updated' | 'same' | 'foreign'> {
  const { email, name, organisationId } = said
  const { locale = 'nl', timeZone = 'Europe/Amsterdam' } = defaults.get(organisationId) ?? {}
  const before = known.get(email)
  const id = before?.id ?? randomUUID()
  const event = { about: `person/${id}`, organisationId, people: seen(ctx, id) }
  let changed = false
  if (!before) {
    const added = { id, name, email, locale: said.locale ?? locale, timeZone }
    // Somebody outside the actor's sight has this address, or was made at this very moment.
    if (!(await addPerson(ctx.db, { ...added, createdAt: ctx.now }))) return 'foreign'
    known.set(email, { ...added, mine: true })
    await ctx.emit(personCreated, { ...event, data: { personId: id, organisationId }, personal: { name, email } })
  } else if (before.name !== name || (said.locale !== null && before.locale !== said.locale)) {
    if (!before.mine) return 'foreign'
    const changes = { ...(before.name !== name && { name }), ...(said.locale !== null && { locale: said.locale }) }
    await store.rename(ctx.db, id, changes)
    known.set(email, { ...before, ...changes })
    await ctx.emit(personChanged, { ...event, data: { personId: id, fields: Object.keys(changes) }, personal: { name } })
    changed = true
  }
  // Without a role in the row: reporter for who has none there yet.
  const roles: Role[] = said.roles.length > 0 ? said.roles : (await store.hasNoRole(ctx.db, id, organisationId)) ? ['reporter'] : []
  for (const role of roles)
    if (await addMembership(ctx.db, { personId: id, organisationId, role, grantedAt: ctx.now, grantedBy: ctx.actor.personId })) {
      await ctx.emit(roleGranted, { ...event, data: { personId: id, organisationId, role } })
      changed = true
    }
  const teamId = said.teamId
  if (teamId !== null && (await store.joinTeam(ctx.db, { teamId, organisationId, personId: id }))) {
    await ctx.emit(teamChanged, {
      about: `team/${teamId}`,
      organisationId,
      people: seen(ctx),
      data: { teamId, organisationId, fields: ['memberIds'] },
    })
    changed = true
  }
  return before ? (changed ? 'updated' : 'same') : 'created'
}

interface Applied {
  created: Map<string, rules.Said>
  updated: Set<string>
  faults: rules.Fault[]
}

async function applyAll(ctx: Ctx, all: readonly rules.Said[], defaults: Defaults): Promise<Applied> {
  const known = await store.knownPeople(
    ctx.db,
    all.map((said) => said.email),
  )
  const done: Applied = { created: new Map(), updated: new Set(), faults: [] }
  for (const said of all) {
    const what = await apply(ctx, said, known, defaults)
    if (what === 'foreign') done.faults.push({ row: said.row, column: 'email', code: 'people.import.foreign' })
    else if (what === 'created') done.created.set(said.email, said)
    else if (what === 'updated' && !done.created.has(said.email)) done.updated.add(said.email)
  }
  return done
}

async function inviteAll(ctx: Ctx, all: Iterable<rules.Said>): Promise<void> {
  const people = [...all]
  const known = await store.knownPeople(
    ctx.db,
    people.map((said) => said.email),
  )
  for (const person of known.values()) await mailLink(ctx, person, 'invitation')
}

export default roomFor<PeopleTables>()({
  name: 'people.imports',
  contract: imports,
  texts: importsTexts,
  grants: {},
  folder: import.meta.dirname,
  handlers: {
    async importPeople({ body: { csv, organisationId, dryRun, invite } }, ctx): Promise<Outcome> {
      const { header, rows } = rowsOf(csv)
      const { defaults, ...known } = await knownTo(ctx, organisationId)
      const { places, faults } = rules.columnsOf(header)
      const read = faults.length > 0 ? [] : rows.map(({ row, cells }) => rules.readRow(row, cells, places, known))
      const all = read.map(({ said }) => said).filter((said) => said !== null)
      const wrong = [...faults, ...read.flatMap((one) => one.faults), ...rules.namedTwice(all)]
      const outcome = (done: Pick<Applied, 'faults'> & { created?: number; updated?: number }): Outcome => ({
        rows: rows.length,
        created: done.created ?? 0,
        updated: done.updated ?? 0,
        errors: done.faults.slice(0, 500).map(({ row, column, code, values }) => ({ row, column, code, detail: ctx.t(code, values) })),
      })
      if (wrong.length > 0) return outcome({ faults: wrong })
      const done = await store.attempt(
        ctx.db,
        () => applyAll(ctx, all, defaults),
        ({ faults }) => !dryRun && faults.length === 0,
      )
      if (done.faults.length > 0) return outcome({ faults: done.faults })
      const counts = { created: done.created.size, updated: done.updated.size }
      if (!dryRun) {
        if (invite) await inviteAll(ctx, done.created.values())
        await ctx.emit(imported, {
          about: 'people/import',
          organisationId,
          people: seen(ctx),
          data: { organisationId, rows: rows.length, ...counts },
        })
      }
      return outcome({ faults: [], ...counts })
    },
  },
})
