/** The commands `spil token` and `spil user`, for whoever has a shell on the machine. Passwords are never given on a command line. */
import { randomUUID } from 'node:crypto'
import { parseArgs } from 'node:util'
import type { App, Command, Context } from '#platform/room.ts'
import { personCreated, personDeactivated, Role, roleGranted } from '../../contract.ts'
import { actorOf, allPermissions, findPersonByEmail, ownOrganisation } from '../../people.ts'
import { addMembership, addPerson, type Db, endAccess, listPersons, setActive } from '../../store.ts'
import { issueToken, makeLink } from '../access.ts'
import { totpOff } from '../contract.ts'
import { type Db as AccessDb, removeTotp } from '../store.ts'

class Refusal extends Error {}

const run = (work: (args: readonly string[], app: App) => Promise<void>): Command['run'] => {
  return async (args, app) => {
    try {
      await work(args, app)
      return 0
    } catch (error) {
      if (!(error instanceof Refusal) && !(error as { code?: string }).code?.startsWith('ERR_PARSE_ARGS')) throw error
      console.error((error as Error).message)
      return 2
    }
  }
}

const need = (value: string | undefined, option: string): string => {
  if (!value) throw new Refusal(`Give ${option}.`)
  return value
}

/** '30m', '12h', '1d' in milliseconds. */
function duration(text: string): number {
  const found = /^(\d{1,5})([mhd])$/.exec(text)
  const unit = { m: 60_000, h: 3_600_000, d: 86_400_000 }[found?.[2] ?? '']
  const length = Number(found?.[1]) * (unit ?? Number.NaN)
  if (!(length > 0) || length > 366 * 86_400_000) throw new Refusal('--expires is a time such as 30m, 12h or 1d, at most 366d.')
  return length
}

async function personOf(ctx: Context, email: string) {
  const person = await findPersonByEmail(ctx, email)
  if (!person) throw new Refusal(`Nobody has the address ${email}.`)
  return person
}

async function tokenCreate(args: readonly string[], app: App): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      email: { type: 'string' },
      expires: { type: 'string', default: '1d' },
      scope: { type: 'string' },
      name: { type: 'string', default: 'CLI' },
    },
  })
  const email = need(values.email, '--email')
  const scope = values.scope?.split(',').map((one) => one.trim()) ?? null
  const unknown = scope?.filter((one) => !allPermissions(app).includes(one)) ?? []
  if (unknown.length > 0) throw new Refusal(`There is no permission ${unknown.join(', ')}. Known are: ${allPermissions(app).sort().join(', ')}`)
  const length = duration(values.expires)
  const token = await app.asSystem(async (ctx) => {
    const person = await personOf(ctx, email)
    await actorOf(ctx, person.id).catch(() => {
      throw new Refusal(`${email} may not sign in (deactivated).`)
    })
    const expiresAt = new Date(ctx.now.getTime() + length)
    return (await issueToken(ctx, { personId: person.id, name: values.name, scope, expiresAt })).token
  })
  console.log(token)
}

async function userCreate(args: readonly string[], app: App): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: { email: { type: 'string' }, name: { type: 'string' }, role: { type: 'string', multiple: true, default: ['reporter'] } },
  })
  const email = need(values.email, '--email').toLowerCase()
  const name = need(values.name, '--name')
  const roles = values.role.map((one) => {
    const role = Role.safeParse(one)
    if (!role.success) throw new Refusal(`There is no role ${one}. Known are: ${Role.options.join(', ')}`)
    return role.data
  })
  const link = await app.asSystem(async (ctx) => {
    const own = await ownOrganisation(ctx)
    const personId = randomUUID()
    const about = `person/${personId}`
    const organisationId = own.id
    const made = await addPerson(ctx.db as Db, { id: personId, name, email, locale: own.locale, timeZone: own.timeZone, createdAt: ctx.now })
    if (!made) throw new Refusal(`Somebody has the address ${email} already.`)
    await ctx.emit(personCreated, { about, organisationId, data: { personId, organisationId }, personal: { name, email } })
    for (const role of roles) {
      await addMembership(ctx.db as Db, { personId, organisationId, role, grantedAt: ctx.now, grantedBy: null })
      await ctx.emit(roleGranted, { about, organisationId, data: { personId, organisationId, role } })
    }
    return makeLink(ctx, personId, 'invitation')
  })
  console.log(`Give this link to ${name}; it works once, for seven days:\n${link}`)
}

async function userList(_: readonly string[], app: App): Promise<void> {
  await app.asSystem(async (ctx) => {
    let after: readonly [string, string] | undefined
    for (;;) {
      const rows = await listPersons(ctx.db as Db, { limit: 200, after }, {})
      for (const one of rows.slice(0, 200))
        console.log(
          [one.email ?? '-', one.name, one.active ? 'active' : 'disabled', [...new Set(one.roles.map((held) => held.role))].join(' ')].join('\t'),
        )
      const last = rows[199]
      if (rows.length <= 200 || !last) return
      after = [last.sort, last.id]
    }
  })
}

const emailOf = (args: readonly string[]) => need(parseArgs({ args: [...args], options: { email: { type: 'string' } } }).values.email, '--email')

async function userDisable(args: readonly string[], app: App): Promise<void> {
  const email = emailOf(args)
  await app.asSystem(async (ctx) => {
    const { id } = await personOf(ctx, email)
    if (!(await setActive(ctx.db as Db, id, false))) throw new Refusal(`${email} is disabled already.`)
    await endAccess(ctx.db as Db, id, ctx.now)
    await ctx.emit(personDeactivated, { about: `person/${id}`, organisationId: null, data: { personId: id }, people: [id] })
  })
  console.log(`${email} can no longer sign in; sessions and tokens have ended.`)
}

async function userReset(args: readonly string[], app: App): Promise<void> {
  const email = emailOf(args)
  const link = await app.asSystem(async (ctx) => makeLink(ctx, (await personOf(ctx, email)).id, 'reset'))
  if (!link) throw new Refusal('Five links were made in the last hour; wait, or use one of those.')
  console.log(`A new password can be chosen here, once, within an hour:\n${link}`)
}

async function userTotpOff(args: readonly string[], app: App): Promise<void> {
  const email = emailOf(args)
  await app.asSystem(async (ctx) => {
    const { id } = await personOf(ctx, email)
    if (!(await removeTotp(ctx.db as AccessDb, id))) throw new Refusal(`${email} does not sign in with two steps.`)
    await ctx.emit(totpOff, { about: `person/${id}`, organisationId: null, data: { personId: id }, people: [id] })
  })
  console.log(`${email} signs in with the password alone until two-step sign-in is set up again.`)
}

/** `spil NAME VERB …`: each verb with what it does. */
function withVerbs(name: string, summary: string, verbs: Readonly<Record<string, (args: readonly string[], app: App) => Promise<void>>>): Command {
  return {
    name,
    summary,
    run: run(async ([verb = '', ...args], app) => {
      const work = Object.hasOwn(verbs, verb) ? verbs[verb] : undefined
      if (!work) throw new Refusal(`spil ${name}: say ${Object.keys(verbs).join(', ')}.`)
      await work(args, app)
    }),
  }
}

export const commands: readonly Command[] = [
  withVerbs('token', 'create --email E [--expires 1d] [--scope a,b]: print a bearer token for the API', { create: tokenCreate }),
  withVerbs('user', 'create --email E --name N [--role R]… | list | disable --email E | reset-password --email E | two-step-off --email E', {
    create: userCreate,
    list: userList,
    disable: userDisable,
    'reset-password': userReset,
    'two-step-off': userTotpOff,
  }),
]
