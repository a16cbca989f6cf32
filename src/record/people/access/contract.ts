import * as z from 'zod'
import { contract, event, Id, Instant, line } from '#platform/contract.ts'
import { Email, Password, throttled } from '../contract.ts'

export const Session = z.object({
  id: Id,
  device: z.string().describe('Browser and system, as the browser says'),
  ip: z.string(),
  createdAt: Instant,
  lastSeenAt: Instant,
  expiresAt: Instant,
  current: z.boolean(),
})
export type Session = z.infer<typeof Session>

export const Token = z.object({
  id: Id,
  name: z.string(),
  scope: z.array(z.string()).nullable().describe('Permissions it is limited to; null: everything its person may do'),
  createdAt: Instant,
  expiresAt: Instant,
  lastUsedAt: Instant.nullable(),
})
export type Token = z.infer<typeof Token>

const Code = z.string().trim().min(6).max(30)
const passwordFails = { 'people.passwordTooCommon': 400, 'people.passwordIsYou': 400 } as const
/** A token cannot make itself stronger or longer lived: these need a person who is signed in. */
const sessionOnly = { 'people.sessionOnly': 403 } as const
const confirm = z.object({ password: z.string().min(1).max(200).describe('Your password, once more') })
const wrongPassword = { 'people.passwordWrong': 400, ...throttled } as const

export const access = contract({
  changePassword: {
    method: 'POST',
    secret: true,
    path: '/api/people/password',
    may: 'signedIn',
    summary: 'Changes my password; my other sessions end',
    body: z.object({ current: z.string().min(1).max(200), password: Password }),
    reply: z.undefined(),
    status: 204,
    fails: { ...sessionOnly, ...wrongPassword, ...passwordFails },
  },
  requestReset: {
    method: 'POST',
    path: '/api/people/password/reset-request',
    may: 'anyone',
    summary: 'Mails a link to choose a new password; the answer does not tell whether the address is known',
    body: z.object({ email: Email }),
    reply: z.undefined(),
    status: 204,
    fails: throttled,
  },
  choosePassword: {
    method: 'POST',
    secret: true,
    path: '/api/people/password/reset',
    may: 'anyone',
    summary: 'Sets a password with the link of a reset or invitation mail, once; every session ends',
    body: z.object({ token: z.string().max(100), password: Password }),
    reply: z.object({ personId: Id, email: z.string() }),
    status: 200,
    fails: { 'people.linkExpired': 410, ...passwordFails },
  },
  startTotp: {
    method: 'POST',
    secret: true,
    path: '/api/people/totp',
    may: 'signedIn',
    summary: 'Begins two-step sign-in: a secret for the authenticator app, to be confirmed with a code',
    body: confirm,
    reply: z.object({ secret: z.string(), uri: z.string().describe('otpauth:// address for the QR code') }),
    status: 201,
    fails: { ...sessionOnly, ...wrongPassword, 'people.totpOn': 409 },
  },
  confirmTotp: {
    method: 'POST',
    secret: true,
    path: '/api/people/totp/confirm',
    may: 'signedIn',
    summary: 'Turns two-step sign-in on; answers ten recovery codes, shown once',
    body: z.object({ code: Code }),
    reply: z.object({ recoveryCodes: z.array(z.string()) }),
    status: 200,
    fails: { ...sessionOnly, ...throttled, 'people.totpNotStarted': 409, 'people.codeWrong': 400 },
  },
  renewRecoveryCodes: {
    method: 'POST',
    secret: true,
    path: '/api/people/totp/recovery-codes',
    may: 'signedIn',
    summary: 'Ten new recovery codes, shown once; the old ones no longer work',
    body: confirm,
    reply: z.object({ recoveryCodes: z.array(z.string()) }),
    status: 201,
    fails: { ...sessionOnly, ...wrongPassword, 'people.totpNotStarted': 409 },
  },
  stopTotp: {
    method: 'POST',
    secret: true,
    path: '/api/people/totp/stop',
    may: 'signedIn',
    summary: 'Turns two-step sign-in off',
    body: confirm,
    reply: z.undefined(),
    status: 204,
    fails: { ...sessionOnly, ...wrongPassword },
  },
  sessions: {
    method: 'GET',
    path: '/api/people/sessions',
    may: 'signedIn',
    summary: 'Where I am signed in, last seen first',
    reply: z.object({ items: z.array(Session) }),
  },
  endSession: {
    method: 'DELETE',
    path: '/api/people/sessions/{id}',
    may: 'signedIn',
    summary: 'Ends one of my sessions',
    params: z.object({ id: Id }),
    reply: z.undefined(),
    status: 204,
    fails: { 'platform.notFound': 404 },
  },
  endOtherSessions: {
    method: 'DELETE',
    path: '/api/people/sessions',
    may: 'signedIn',
    summary: 'Ends all my sessions but this one',
    reply: z.object({ ended: z.int() }),
  },
  tokens: {
    method: 'GET',
    path: '/api/people/tokens',
    may: 'signedIn',
    summary: 'My API tokens that are still valid',
    reply: z.object({ items: z.array(Token) }),
  },
  createToken: {
    method: 'POST',
    secret: true,
    path: '/api/people/tokens',
    may: 'signedIn',
    summary: 'A token for the API, shown once',
    body: z.object({
      name: line(80),
      scope: z.array(z.string().max(100)).min(1).max(100).nullable().default(null),
      days: z.int().min(1).max(366).default(90),
    }),
    reply: z.object({ id: Id, token: z.string(), expiresAt: Instant }),
    status: 201,
    fails: { ...sessionOnly, 'people.totpRequired': 403, 'people.scopeUnknown': 400 },
  },
  revokeToken: {
    method: 'DELETE',
    path: '/api/people/tokens/{id}',
    may: 'signedIn',
    summary: 'Revokes one of my tokens',
    params: z.object({ id: Id }),
    reply: z.undefined(),
    status: 204,
    fails: { 'platform.notFound': 404 },
  },
})

const Who = z.object({ personId: Id })
export const signedIn = event('people.signedIn', z.object({ personId: Id, sessionId: Id }), z.object({ ip: z.string(), device: z.string() }))
export const signedOut = event('people.signedOut', z.object({ personId: Id, sessionId: Id }))
export const sessionEnded = event('people.sessionEnded', z.object({ personId: Id, sessionIds: z.array(Id) }))
/** Guessing was held up; `personId` when the account exists. */
export const signInHeldUp = event('people.signInHeldUp', z.object({ personId: Id.nullable(), seconds: z.int() }))
export const passwordChanged = event('people.passwordChanged', z.object({ personId: Id, by: z.enum(['setUp', 'self', 'link', 'operator']) }))
export const linkMailed = event('people.linkMailed', z.object({ personId: Id, purpose: z.enum(['reset', 'invitation']) }))
export const totpOn = event('people.totpOn', Who)
export const totpOff = event('people.totpOff', Who)
export const recoveryCodesRenewed = event('people.recoveryCodesRenewed', Who)
export const recoveryCodeUsed = event('people.recoveryCodeUsed', Who)
export const tokenIssued = event(
  'people.tokenIssued',
  z.object({ personId: Id, tokenId: Id, scope: z.array(z.string()).nullable(), expiresAt: Instant }),
)
export const tokenRevoked = event('people.tokenRevoked', z.object({ personId: Id, tokenId: Id }))
