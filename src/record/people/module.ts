import { randomUUID } from 'node:crypto'
import * as z from 'zod'
import { Id, type Next, prose } from '#platform/contract.ts'
import { pages } from '#platform/paging.ts'
import { type Context, Problem, roomFor } from '#platform/room.ts'
import { checkSignIn, setPassword, startSession, totpState } from './access/access.ts'
import { signedOut } from './access/contract.ts'
import { type AccessTables, removeSessions } from './access/store.ts'
import { type Me, organisationCreated, people, peopleGrants, personChanged, personCreated, roleGranted } from './contract.ts'
import { doorkeeper } from './people.ts'
import * as store from './store.ts'
import { peopleTexts } from './texts.ts'

const namesBy = pages(prose(), Id)
/** A person's is folded for sorting, in hexadecimal. */
const personsBy = pages(z.string().regex(/^([0-9a-f]{2})*$/), Id)
/** At most `limit` rows without their sort value, and where the next page begins. */
function paged<R extends { sort: string; id: string }>(
  by: typeof namesBy,
  found: R[],
  limit: number,
): { items: Omit<R, 'sort'>[]; next: Next | null } {
  const { rows, next } = by.of(found, limit, ({ sort, id }) => [sort, id])
  return { items: rows.map(({ sort: _, ...item }) => item), next }
}

async function me(ctx: Context<AccessTables>): Promise<Me> {
  const row = await store.readMe(ctx.db as never, ctx.actor.personId ?? '')
  if (!row) throw new Problem('platform.signIn', 401)
  return {
    ...row,
    roles: row.roles.map(({ grantedAt: _, ...role }) => role),
    permissions: [...ctx.actor.permissions].map(([permission, organisationIds]) => ({ permission, organisationIds: [...organisationIds] })),
    totp: await totpState(ctx, row.id, row.roles),
  }
}

export default roomFor<AccessTables>()({
  name: 'people',
  contract: people,
  texts: peopleTexts,
  grants: peopleGrants,
  folder: import.meta.dirname,
  handlers: {
    async setUpState(_, { app }) {
      return { installed: await doorkeeper.installed(app) }
    },
    async setUp({ body }, ctx) {
      const { db, now, emit, fail } = ctx
      const { locale, timeZone } = body
      const organisationId = randomUUID()
      const personId = randomUUID()
      if (!(await store.addOwnOrganisation(db as never, { id: organisationId, name: body.organisation, locale, timeZone, createdAt: now })))
        return fail('people.alreadySetUp')
      await store.addPerson(db as never, { id: personId, name: body.name, email: body.email, locale, timeZone, createdAt: now })
      await store.addMembership(db as never, { personId, organisationId, role: 'administrator', grantedAt: now, grantedBy: null })
      const about = `person/${personId}`
      await emit(organisationCreated, { about: `organisation/${organisationId}`, organisationId, data: { organisationId, own: true } })
      await emit(personCreated, { about, organisationId, data: { personId, organisationId }, personal: { name: body.name, email: body.email } })
      await emit(roleGranted, { about, organisationId, data: { personId, organisationId, role: 'administrator' } })
      await setPassword(ctx, { id: personId, name: body.name, email: body.email }, body.password, 'setUp')
      await startSession(ctx, personId)
      return { organisationId, personId }
    },
    async signIn({ body }, ctx) {
      const account = await checkSignIn(ctx, body)
      // Refused after the commit, where the failed attempt has been counted.
      if (!account) return undefined as never
      await startSession(ctx, account.id)
      const row = await store.readMe(ctx.db as never, account.id)
      return { personId: account.id, totp: await totpState(ctx, account.id, row?.roles ?? []) }
    },
    async signOut(_, { db, actor, call, emit }) {
      const { personId, credential } = actor
      call.setCookie('spil_session', null)
      if (personId === null || credential?.kind !== 'session') return undefined
      await removeSessions(db, personId, { only: credential.id })
      await emit(signedOut, { about: `person/${personId}`, organisationId: null, data: { personId, sessionId: credential.id }, people: [personId] })
      return undefined
    },
    me: (_, ctx) => me(ctx),
    async updateMe({ body }, ctx) {
      const personId = ctx.actor.personId ?? ''
      const fields = Object.keys(body)
      if (fields.length > 0) {
        await ctx.db
          .updateTable('person')
          .set((eb) => ({ ...body, version: eb('version', '+', 1) }))
          .where('id', '=', personId)
          .execute()
        const personal = body.name === undefined ? undefined : { name: body.name }
        await ctx.emit(personChanged, { about: `person/${personId}`, organisationId: null, data: { personId, fields }, personal, people: [personId] })
      }
      return me(ctx)
    },
    async organisations({ query }, { db }) {
      const page = { limit: query.limit, after: namesBy.after(query.after) }
      return paged(namesBy, await store.listOrganisations(db as never, page, { search: query.search }), query.limit)
    },
    async teams({ query }, { db }) {
      const page = { limit: query.limit, after: namesBy.after(query.after) }
      return paged(namesBy, await store.listTeams(db as never, page, { organisationId: query.organisationId }), query.limit)
    },
    async persons({ query }, { db }) {
      const page = { limit: query.limit, after: personsBy.after(query.after) }
      return paged(personsBy, await store.listPersons(db as never, page, query), query.limit)
    },
    async person({ params }, { db, fail }) {
      const [row] = await store.listPersons(db as never, { limit: 1, after: undefined }, { id: params.id })
      if (!row) return fail('platform.notFound')
      const { sort: _, ...person } = row
      return person
    },
  },
})
