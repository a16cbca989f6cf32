/** What coming in is made of: guarded attempts, passwords, sessions, tokens. */
import { createHmac, randomUUID } from 'node:crypto'
import { type Locale, translator } from '#platform/i18n.ts'
import { sendMail } from '#platform/mail/mail.ts'
import { type Call, type Context, Problem } from '#platform/room.ts'
import { freshSecret, hashOf } from '../people.ts'
import { type Held, totpRequiredFrom } from '../rules.ts'
import { hashPassword, passwordFits } from './adapters/argon2.ts'
import { stepOf } from './adapters/totp.ts'
import { linkMailed, passwordChanged, recoveryCodeUsed, signedIn, signInHeldUp, tokenIssued } from './contract.ts'
import { type Counted, deviceOf, deviceSeconds, forgetAfter, linkSeconds, networkOf, passwordRefused, sessionSeconds, waitFor } from './rules.ts'
import * as store from './store.ts'

type Ctx = Context<store.AccessTables>
type Calling = Ctx & { call: Call }

interface Count {
  counted: Counted
  key: Buffer
}
const countOf = (ctx: Ctx, counted: Counted, ...about: string[]): Count => ({
  counted,
  key: createHmac('sha256', ctx.app.secrets.derive('sign-in failures'))
    .update([counted, ...about].join(' '))
    .digest(),
})

const tooMany = (retryAfter: number) => new Problem('people.tooManyAttempts', 429, { retryAfter })

/** What failed before under these keys; throws while a wait lasts. */
async function notHeldUp(ctx: Ctx, counts: readonly Count[]): Promise<Map<string, { failures: number; lastAt: Date }>> {
  const known = await store.failuresOf(
    ctx.db,
    counts.map((one) => one.key),
  )
  const wait = Math.max(
    ...counts.map(({ counted, key }) => {
      const before = known.get(key.toString('hex'))
      return before ? waitFor(counted, before.failures, before.lastAt, ctx.now) : 0
    }),
  )
  if (wait > 0) throw tooMany(wait)
  return known
}

/** Counts something that is answered whatever it is, so that it cannot be asked for ever. */
export async function counted(ctx: Calling, what: string): Promise<void> {
  const count = countOf(ctx, 'network', what, networkOf(ctx.call.ip))
  await notHeldUp(ctx, [count])
  await store.countFailure(ctx.db, count.key, forgetAfter('network'), ctx.now)
}

/**
 * Refuses before anything is tried while a wait lasts, one attempt at a time under the first key. A Problem that `attempt` returns is counted:
 * the transaction commits and the refusal is thrown after it, so that a failed attempt is not forgotten with the rollback.
 */
async function guarded<T>(ctx: Ctx, counts: readonly [Count, ...Count[]], personId: string | null, attempt: () => Promise<T | Problem>): Promise<T> {
  if (!(await store.takeTurn(ctx.db, counts[0].key))) throw tooMany(1)
  const known = await notHeldUp(ctx, counts)
  const result = await attempt()
  if (!(result instanceof Problem)) {
    await store.clearFailures(ctx.db, [counts[0].key])
    return result
  }
  for (const { counted, key } of counts) {
    await store.countFailure(ctx.db, key, forgetAfter(counted), ctx.now)
    const failures = (known.get(key.toString('hex'))?.failures ?? 0) + 1
    const seconds = waitFor(counted, failures, ctx.now, ctx.now)
    if (seconds > 0 && counted !== 'network') await heldUp(ctx, personId, seconds)
  }
  ctx.afterCommit(() => {
    throw result
  })
  return undefined as never
}

async function heldUp(ctx: Ctx, personId: string | null, seconds: number): Promise<void> {
  await ctx.emit(signInHeldUp, {
    about: personId ? `person/${personId}` : 'sign-in',
    organisationId: null,
    data: { personId, seconds },
    people: personId ? [personId] : [],
  })
}

/** Password and, where it is on, a code; returns who it is. Unknown accounts take as long and read the same. */
export async function checkSignIn(ctx: Calling, given: { email: string; password: string; code?: string | undefined }): Promise<store.Account> {
  const account = await store.accountByEmail(ctx.db, given.email)
  const network = networkOf(ctx.call.ip)
  const device = account && knownDevice(ctx, account.id)
  const counts: [Count, ...Count[]] = device
    ? [countOf(ctx, 'device', given.email, device)]
    : [countOf(ctx, 'accountFromNetwork', given.email, network), countOf(ctx, 'account', given.email), countOf(ctx, 'network', network)]
  return guarded(ctx, counts, account?.id ?? null, async () => {
    const fits = await passwordFits(account?.active ? (account.passwordHash ?? undefined) : undefined, given.password)
    if (!account || !fits) return new Problem('people.signInWrong', 401)
    const totp = await store.totpOf(ctx.db, account.id)
    if (!totp?.confirmedAt) return account
    // Not counted: the password was right and nothing was guessed.
    if (!given.code) throw new Problem('people.codeRequired', 401)
    const codes = countOf(ctx, 'code', account.id)
    await notHeldUp(ctx, [codes])
    if (await codeFits(ctx, account.id, given.code)) {
      await store.clearFailures(ctx.db, [codes.key])
      return account
    }
    await store.countFailure(ctx.db, codes.key, forgetAfter('code'), ctx.now)
    return new Problem('people.codeWrong', 401)
  })
}

/** A code of the authenticator or a recovery code; each works once. */
async function codeFits(ctx: Ctx, personId: string, code: string): Promise<boolean> {
  const totp = await store.totpOf(ctx.db, personId)
  if (!totp) return false
  const step = await stepOf(ctx.app.secrets.open('totp', totp.sealedSecret), code.replace(/\s/g, ''), ctx.now, totp.lastStep)
  if (step !== null) return store.spendStep(ctx.db, personId, step)
  if (!(await store.spendRecoveryCode(ctx.db, personId, hashOf(plainCode(code)), ctx.now))) return false
  await ctx.emit(recoveryCodeUsed, { about: `person/${personId}`, organisationId: null, data: { personId }, people: [personId] })
  return true
}

/** As typed: without dashes and spaces, upper and lower case alike. */
export const plainCode = (code: string): string => code.replace(/[\s-]/g, '').toLowerCase()

/** The code that turns two-step sign-in on; guessing is held up. */
export async function checkFirstCode(ctx: Ctx, personId: string, code: string): Promise<boolean> {
  return guarded(ctx, [countOf(ctx, 'device', 'code', personId)], personId, async () =>
    (await codeFits(ctx, personId, code)) ? true : new Problem('people.codeWrong', 400),
  )
}

/** The person's password once more, before something that matters. */
export async function checkPassword(ctx: Ctx, personId: string, password: string): Promise<boolean> {
  return guarded(ctx, [countOf(ctx, 'device', 'password', personId)], personId, async () => {
    const mine = await ctx.db.selectFrom('credential').select('passwordHash').where('personId', '=', personId).executeTakeFirst()
    return (await passwordFits(mine?.passwordHash, password)) ? true : new Problem('people.passwordWrong', 400)
  })
}

/** Throws when the password is too well known or says who it belongs to. */
export async function setPassword(
  ctx: Ctx,
  person: { id: string; name: string; email: string | null },
  password: string,
  by: 'setUp' | 'self' | 'link' | 'operator',
): Promise<void> {
  const refused = passwordRefused(password, person)
  if (refused) throw new Problem(refused, 400, undefined, [{ pointer: '/body/password', code: refused, detail: ctx.t(refused) }])
  await store.savePassword(ctx.db, person.id, await hashPassword(password), ctx.now)
  await ctx.emit(passwordChanged, { about: `person/${person.id}`, organisationId: null, data: { personId: person.id, by }, people: [person.id] })
}

const deviceCookie = 'spil_device'

/** The id of this browser when it has signed in to this account before. */
function knownDevice(ctx: Calling, personId: string): string | undefined {
  const [id = '', signature = ''] = (ctx.call.cookie(deviceCookie) ?? '').split('.')
  return ctx.app.secrets.checks('device', `${personId} ${id}`, signature) ? id : undefined
}

/** A new session, whatever cookie came in: nobody can prepare one for somebody else. The one before it in this browser ends. */
export async function startSession(ctx: Calling, personId: string): Promise<string> {
  const { db, call, now } = ctx
  const before = call.cookie('spil_session')
  if (before !== undefined) await db.deleteFrom('session').where('hash', '=', hashOf(before)).execute()
  const token = freshSecret()
  const id = randomUUID()
  const device = deviceOf(call.userAgent)
  await store.addSession(db, {
    id,
    personId,
    hash: hashOf(token),
    createdAt: now,
    lastSeenAt: now,
    expiresAt: new Date(now.getTime() + sessionSeconds.absolute * 1000),
    ip: call.ip,
    device,
  })
  await ctx.emit(signedIn, {
    about: `person/${personId}`,
    organisationId: null,
    data: { personId, sessionId: id },
    personal: { ip: call.ip, device },
    people: [personId],
  })
  call.setCookie('spil_session', token, sessionSeconds.absolute)
  const known = knownDevice(ctx, personId) ?? randomUUID()
  call.setCookie(deviceCookie, `${known}.${ctx.app.secrets.sign('device', `${personId} ${known}`)}`, deviceSeconds)
  return id
}

export interface NewToken {
  personId: string
  name: string
  /** Permissions it is limited to; null: everything the person may do. */
  scope: readonly string[] | null
  expiresAt: Date
}

/** A bearer token; this is the only moment it can be read. */
export async function issueToken(ctx: Context, { personId, name, scope, expiresAt }: NewToken): Promise<{ id: string; token: string }> {
  const token = freshSecret('spil_')
  const id = randomUUID()
  await store.addToken((ctx as Ctx).db, { id, personId, name, hash: hashOf(token), scope: scope && [...scope], createdAt: ctx.now, expiresAt })
  await ctx.emit(tokenIssued, {
    about: `person/${personId}`,
    organisationId: null,
    data: { personId, tokenId: id, scope: scope && [...scope], expiresAt: expiresAt.toISOString() },
    people: [personId],
  })
  return { id, token }
}

/** Whether two-step sign-in is on, and from when on the person's roles require it. */
export async function totpState(ctx: Ctx, personId: string, held: readonly Held[]): Promise<{ enabled: boolean; requiredFrom: string | null }> {
  const totp = await store.totpOf(ctx.db, personId)
  return { enabled: Boolean(totp?.confirmedAt), requiredFrom: totpRequiredFrom(held)?.toISOString() ?? null }
}

/** A single-use link for somebody to choose a password. The secret stands behind the #, so it is in no server's log. */
export async function makeLink(ctx: Context, personId: string, purpose: 'reset' | 'invitation'): Promise<string | undefined> {
  const { db, now } = ctx as Ctx
  const token = freshSecret()
  const link = { hash: hashOf(token), personId, purpose, createdAt: now, expiresAt: new Date(now.getTime() + linkSeconds[purpose] * 1000) }
  if (!(await store.addLink(db, link))) return undefined
  await ctx.emit(linkMailed, { about: `person/${personId}`, organisationId: null, data: { personId, purpose }, people: seenBy(ctx, personId) })
  return `${ctx.app.config.url}/${purpose === 'reset' ? 'reset' : 'invitation'}#${token}`
}

const seenBy = ({ actor }: Context, personId: string) => [...new Set([personId, ...(actor.personId ? [actor.personId] : [])])]

/** Mails the link, in the person's own language. Too many in an hour: none, silently. */
export async function mailLink(
  ctx: Context,
  person: { id: string; name: string; email: string; locale: Locale },
  purpose: 'reset' | 'invitation',
): Promise<void> {
  const link = await makeLink(ctx, person.id, purpose)
  if (link === undefined) return
  const t = translator(ctx.app.texts, person.locale)
  await sendMail(ctx, {
    to: [{ name: person.name, address: person.email }],
    subject: t(`people.mail.${purpose}.subject`),
    text: t(`people.mail.${purpose}.text`, { name: person.name, link }),
    about: `person/${person.id}`,
    secret: true,
  })
}
