import { randomBytes } from 'node:crypto'
import { type Actor, type Context, Problem, roomFor } from '#platform/room.ts'
import { allPermissions, hashOf } from '../people.ts'
import type { peopleTexts } from '../texts.ts'
import { checkFirstCode, checkPassword, counted, issueToken, plainCode, setPassword } from './access.ts'
import { commands } from './adapters/commands.ts'
import { newSecret, uriOf } from './adapters/totp.ts'
import { access, recoveryCodesRenewed, sessionEnded, tokenRevoked, totpOff, totpOn } from './contract.ts'
import { forget, mailReset } from './jobs.ts'
import * as store from './store.ts'
import { accessTexts } from './texts.ts'

type Ctx = Context<store.AccessTables>

/** Who acts, and that they came by signing in: a token may not change how its person comes in. */
function selfBySession({ actor }: { actor: Actor }): string {
  if (actor.personId === null || actor.credential?.kind !== 'session') throw new Problem('people.sessionOnly', 403)
  return actor.personId
}
const selfOf = ({ actor }: { actor: Actor }): string => actor.personId ?? ''
const aboutSelf = (personId: string) => ({ about: `person/${personId}`, organisationId: null, people: [personId] })

/** Ten codes of 80 bits, written as four groups of four; only their hashes stay. */
async function newRecoveryCodes(ctx: Ctx, personId: string): Promise<string[]> {
  const letters = 'abcdefghjkmnpqrstuvwxyz23456789-'.slice(0, 31)
  const code = () => [...randomBytes(17)].slice(0, 16).map((byte) => letters[byte % 31])
  const codes = Array.from({ length: 10 }, () =>
    code()
      .join('')
      .replace(/(.{4})(?!$)/g, '$1-'),
  )
  await store.replaceRecoveryCodes(
    ctx.db,
    personId,
    codes.map((one) => hashOf(plainCode(one))),
  )
  return codes
}

async function endSessions(ctx: Ctx, personId: string, which: { only?: string; except?: string }): Promise<number> {
  const ended = await store.removeSessions(ctx.db, personId, which)
  if (ended.length > 0) await ctx.emit(sessionEnded, { ...aboutSelf(personId), data: { personId, sessionIds: ended } })
  return ended.length
}

export default roomFor<store.AccessTables>()({
  name: 'people.access',
  contract: access,
  // The texts of the whole room: people brings the others.
  texts: accessTexts as typeof accessTexts & typeof peopleTexts,
  grants: {},
  folder: import.meta.dirname,
  commands,
  jobs: [forget, mailReset],
  handlers: {
    async changePassword({ body }, ctx) {
      const personId = selfBySession(ctx)
      if (!(await checkPassword(ctx, personId, body.current))) return undefined
      const me = await store.accountById(ctx.db, personId)
      if (!me) throw new Problem('platform.notFound', 404)
      await setPassword(ctx, me, body.password, 'self')
      await endSessions(ctx, personId, { except: ctx.actor.credential?.id ?? '' })
      return undefined
    },
    async requestReset({ body }, ctx) {
      await counted(ctx, 'reset')
      await ctx.enqueue(mailReset, { email: body.email })
      return undefined
    },
    async choosePassword({ body }, ctx) {
      const personId = await store.spendLink(ctx.db, hashOf(body.token), ctx.now)
      const account = personId === undefined ? undefined : await store.accountById(ctx.db, personId)
      if (!account?.active || account.email === null) return ctx.fail('people.linkExpired')
      await setPassword(ctx, account, body.password, 'link')
      await endSessions(ctx, account.id, {})
      return { personId: account.id, email: account.email }
    },
    async startTotp({ body }, ctx) {
      const personId = selfBySession(ctx)
      if (!(await checkPassword(ctx, personId, body.password))) return undefined as never
      const secret = newSecret()
      const sealedSecret = ctx.app.secrets.seal('totp', secret)
      if (!(await store.beginTotp(ctx.db, { personId, sealedSecret, createdAt: ctx.now }))) return ctx.fail('people.totpOn')
      const me = await store.accountById(ctx.db, personId)
      return { secret, uri: uriOf(secret, me?.email ?? ctx.actor.name) }
    },
    async confirmTotp({ body }, ctx) {
      const personId = selfBySession(ctx)
      const totp = await store.totpOf(ctx.db, personId)
      if (!totp || totp.confirmedAt) return ctx.fail('people.totpNotStarted')
      if (!(await checkFirstCode(ctx, personId, body.code))) return undefined as never
      await store.confirmTotp(ctx.db, personId, ctx.now)
      await ctx.emit(totpOn, { ...aboutSelf(personId), data: { personId } })
      return { recoveryCodes: await newRecoveryCodes(ctx, personId) }
    },
    async renewRecoveryCodes({ body }, ctx) {
      const personId = selfBySession(ctx)
      if (!(await checkPassword(ctx, personId, body.password))) return undefined as never
      if (!(await store.totpOf(ctx.db, personId))?.confirmedAt) return ctx.fail('people.totpNotStarted')
      await ctx.emit(recoveryCodesRenewed, { ...aboutSelf(personId), data: { personId } })
      return { recoveryCodes: await newRecoveryCodes(ctx, personId) }
    },
    async stopTotp({ body }, ctx) {
      const personId = selfBySession(ctx)
      if (!(await checkPassword(ctx, personId, body.password))) return undefined
      if (await store.removeTotp(ctx.db, personId)) await ctx.emit(totpOff, { ...aboutSelf(personId), data: { personId } })
      return undefined
    },
    async sessions(_, ctx) {
      const items = await store.sessionsOf(ctx.db, selfOf(ctx), ctx.now)
      return { items: items.map((one) => ({ ...one, current: one.id === ctx.actor.credential?.id })) }
    },
    async endSession({ params }, ctx) {
      return (await endSessions(ctx, selfOf(ctx), { only: params.id })) > 0 ? undefined : ctx.fail('platform.notFound')
    },
    async endOtherSessions(_, ctx) {
      return { ended: await endSessions(ctx, selfOf(ctx), { except: ctx.actor.credential?.id ?? '' }) }
    },
    async tokens(_, ctx) {
      return { items: await store.tokensOf(ctx.db, selfOf(ctx), ctx.now) }
    },
    async createToken({ body }, ctx) {
      const personId = selfBySession(ctx)
      // Otherwise a token would be the way round the second step.
      if (ctx.actor.blockedBy) return ctx.fail('people.totpRequired')
      const unknown = body.scope?.find((permission) => !allPermissions(ctx.app).includes(permission))
      if (unknown !== undefined) return ctx.fail('people.scopeUnknown', { scope: unknown })
      const expiresAt = new Date(ctx.now.getTime() + body.days * 86_400_000)
      return { ...(await issueToken(ctx, { personId, name: body.name, scope: body.scope, expiresAt })), expiresAt: expiresAt.toISOString() }
    },
    async revokeToken({ params }, ctx) {
      const personId = selfOf(ctx)
      if (!(await store.revokeToken(ctx.db, personId, params.id, ctx.now))) return ctx.fail('platform.notFound')
      await ctx.emit(tokenRevoked, { ...aboutSelf(personId), data: { personId, tokenId: params.id } })
      return undefined
    },
  },
})
