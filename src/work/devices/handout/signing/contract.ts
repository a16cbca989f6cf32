/** Signing for what was received: at the desk, by a code on the own phone, or by the link in a mail. */
import * as z from 'zod'
import { contract, event, Id, Instant, line } from '#platform/contract.ts'
import { Frozen, Handout, HandoutRef, signings } from '../contract.ts'
import { Signature, SignedHow } from './shapes/contract.ts'

export { pathOf, Signature, type Strokes, signatureBox } from './shapes/contract.ts'

const one = z.object({ id: HandoutRef })
const token = z.object({ token: z.string().max(100) })
const notFound = { 'platform.notFound': 404 } as const
const wrong = { 'devices.signing.linkWrong': 404, 'devices.signing.linkExpired': 410 } as const
/** over: everything came back before it was signed for. */
const signing = { 'devices.signing.alreadySigned': 409, 'devices.signing.over': 409 } as const
const declared = z.literal(true).describe('The declaration was ticked')
const Said = z.object({ number: z.string(), signing: z.enum(signings) })

export const devicesSigning = contract({
  link: {
    method: 'POST',
    path: '/api/devices/handouts/{id}/link',
    may: 'devices.receive',
    summary: 'A link to sign with, that works for an hour: for the code on the screen of who hands out, or for the receiver who is signed in',
    params: one,
    reply: z.object({ url: z.string(), expiresAt: Instant }),
    fails: { ...notFound, ...signing },
    secret: true,
  },
  mailLink: {
    method: 'POST',
    path: '/api/devices/handouts/{id}/mail',
    may: 'devices.work',
    summary: 'Mails the receiver a link to sign with, in their language; asked again within five minutes it is not sent twice',
    params: one,
    reply: z.undefined(),
    status: 204,
    fails: { ...notFound, ...signing, 'devices.signing.noAddress': 409 },
  },
  signHere: {
    method: 'POST',
    path: '/api/devices/handouts/{id}/signature',
    may: 'devices.work',
    summary: 'The receiver signs on this screen, with the one who is signed in as witness. It counts once and stays',
    params: one,
    body: z.object({ signature: Signature, declared }),
    reply: Handout,
    fails: { ...notFound, ...signing },
  },
  asked: {
    method: 'GET',
    path: '/api/devices/sign/{token}',
    may: 'anyone',
    summary: 'What the link asks to sign for; without sign-in. Looking signs nothing',
    params: token,
    reply: z.object({ ...Frozen.shape, locale: z.enum(['nl', 'en']), signing: z.enum(signings), over: z.boolean() }),
    fails: wrong,
  },
  askedPhoto: {
    method: 'GET',
    path: '/api/devices/sign/{token}/photos/{id}',
    may: 'anyone',
    summary: 'A photo of what the link asks to sign for',
    params: token.extend({ id: Id }),
    produces: 'image/*',
    reply: z.unknown(),
    fails: { ...wrong, ...notFound },
  },
  sign: {
    method: 'POST',
    path: '/api/devices/sign/{token}',
    may: 'anyone',
    summary: 'Signs by the link; counts once',
    params: token,
    body: z.object({ signature: Signature, declared }),
    reply: Said,
    status: 200,
    fails: { ...wrong, ...signing },
  },
  decline: {
    method: 'POST',
    path: '/api/devices/sign/{token}/decline',
    may: 'anyone',
    summary: 'Says why one does not sign; who handed out is told. One may still sign later',
    params: token,
    body: z.object({ why: line(1000) }),
    reply: Said,
    status: 200,
    fails: { ...wrong, ...signing, 'devices.signing.alreadyDeclined': 409 },
  },
})

const of = { handoutId: Id, number: z.int(), receiverId: Id }
export const handoutSigned = event('devices.handoutSigned', z.object({ ...of, how: SignedHow }))
/** Somebody made a link to sign with: the code on their screen, their own, or in a mail. */
export const signingLinkMade = event('devices.signingLinkMade', z.object({ handoutId: Id, how: SignedHow }))
export const handoutDeclined = event('devices.handoutDeclined', z.object(of))
