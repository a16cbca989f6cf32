/** Handing devices out to a receiver and taking them back; one receipt, however many devices. */
import * as z from 'zod'
import { contract, event, type Grants, Id, Instant, line, Paging, page, prose } from '#platform/contract.ts'
import { Day } from '#record/items/contract.ts'
import { Signature, SignedHow } from './signing/shapes/contract.ts'

const Named = z.object({ id: Id, name: z.string() })
/** Id or number of a hand-out: U-1001, 1001. */
export const HandoutRef = z
  .string()
  .max(40)
  .regex(/^([0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|[uU]-?\d{1,9}|\d{1,9})$/)
export const numberOfHandout = (number: number): string => `U-${number}`

export const Accessory = z.object({ name: line(100), serial: line(100).nullable().default(null) })
export type Accessory = z.infer<typeof Accessory>
const Photos = z.array(Id).max(6).default([]).describe('Uploaded before, by who hands out or takes back')
const once = <T>(of: (one: T) => string) => [(all: readonly T[]) => new Set(all.map(of)).size === all.length, { error: 'twice' }] as const

export const handoutKinds = ['issue', 'loan'] as const
export const NewHandoutItem = z.object({
  itemId: Id,
  accessories: z.array(Accessory).max(30).default([]),
  condition: prose(1000).default('').describe('How it is, in words'),
  photoIds: Photos,
})
export const NewHandout = z
  .object({
    organisationId: Id,
    receiverId: Id,
    kind: z.enum(handoutKinds).default('issue'),
    dueOn: Day.nullable().default(null).describe('The day a loan ends; only of a loan'),
    note: prose(2000).default(''),
    items: z
      .array(NewHandoutItem)
      .min(1)
      .max(100)
      .refine(...once<{ itemId: string }>(({ itemId }) => itemId)),
  })
  .refine(({ kind, dueOn }) => (kind === 'loan') === (dueOn !== null), { path: ['dueOn'] })
export type NewHandout = z.output<typeof NewHandout>

export const HandoutItem = z.object({
  itemId: Id,
  number: z.string(),
  name: z.string(),
  kind: z.string(),
  code: z.string().nullable(),
  serial: z.string().nullable(),
  accessories: z.array(Accessory),
  condition: z.string(),
  photoIds: z.array(Id),
  back: z
    .object({
      how: z.enum(['returned', 'lost']),
      at: Instant,
      by: Named.nullable(),
      condition: z.string(),
      missing: z.array(Accessory),
      note: z.string(),
      photoIds: z.array(Id),
    })
    .nullable(),
})
export type HandoutItem = z.infer<typeof HandoutItem>

export const signings = ['unsigned', 'signed', 'declined'] as const
/** What is signed: the same for who hands out, who receives and the receipt. */
export const Frozen = z.object({
  number: z.string(),
  organisation: z.string(),
  receiver: z.string(),
  issuedBy: z.string(),
  issuedAt: Instant,
  kind: z.enum(handoutKinds),
  dueOn: Day.nullable(),
  note: z.string(),
  terms: z
    .object({ documentId: Id, version: z.int(), title: z.string(), text: z.string(), html: z.string().nullable() })
    .nullable()
    .describe('As they were published at the hand-out; `html` is the same, safe to show'),
  instructions: z.array(z.object({ documentId: Id, version: z.int(), title: z.string() })),
  items: z.array(HandoutItem),
})
export type Frozen = z.infer<typeof Frozen>
export const Handout = z.object({
  id: Id,
  organisationId: Id,
  ...Frozen.shape,
  receiverId: Id,
  state: z.enum(['out', 'returned']).describe('returned: nothing of it is out any more'),
  signing: z.enum(signings),
  signed: z
    .object({
      at: Instant,
      how: SignedHow,
      witness: z.string().nullable().describe('here: who was there; qr: who showed the code'),
      signature: Signature,
    })
    .nullable(),
  declined: z.object({ at: Instant, why: z.string() }).nullable(),
  receipt: z.object({ sha256: z.string(), size: z.int(), at: Instant }).nullable().describe('null: not signed, or being made'),
  reminders: z.array(z.object({ about: z.enum(['unsigned', 'dueSoon', 'overdue']), day: Day })),
  mayWork: z.boolean(),
})
export type Handout = z.infer<typeof Handout>

export const ListedHandout = z.object({
  id: Id,
  number: z.string(),
  organisationId: Id,
  receiver: Named,
  issuedBy: z.string(),
  issuedAt: Instant,
  kind: z.enum(handoutKinds),
  dueOn: Day.nullable(),
  overdue: z.boolean(),
  signing: z.enum(signings),
  items: z.int(),
  out: z.int().describe('How many of them are still with the receiver'),
  missing: z.int().describe('How many accessories did not come back'),
  names: z.array(z.string()).describe('Of the first three devices'),
})
export type ListedHandout = z.infer<typeof ListedHandout>
export const handoutFilters = ['unsigned', 'declined', 'out', 'overdue', 'returned'] as const

/** What there is to know before a device is handed out. */
export const Candidate = z.object({
  itemId: Id,
  number: z.string(),
  name: z.string(),
  kind: z.string(),
  code: z.string().nullable(),
  serial: z.string().nullable(),
  state: z.string(),
  why: z.string().nullable().describe('Why it cannot be handed out now; null: it can'),
  with: z.object({ number: z.string(), receiver: z.string() }).nullable().describe('Who has it, by which receipt'),
  accessories: z.array(z.string()).describe('What usually goes with it'),
})
export type Candidate = z.infer<typeof Candidate>

const Return = z.object({
  itemId: Id,
  condition: prose(1000).default(''),
  missing: z.array(z.int().min(0).max(29)).max(30).default([]).describe('Places, from 0, in the accessories of the receipt'),
  note: prose(1000).default(''),
  photoIds: Photos,
})
export const Returns = z.object({
  items: z
    .array(Return)
    .min(1)
    .max(100)
    .refine(...once<{ itemId: string }>(({ itemId }) => itemId)),
})
export type Returns = z.output<typeof Returns>

const base = '/api/devices/handouts'
const notFound = { 'platform.notFound': 404 } as const
const one = z.object({ id: HandoutRef })
export const photoFails = { 'devices.handout.photo': 409 } as const
export const devicesHandout = contract({
  handouts: {
    method: 'GET',
    path: base,
    may: 'devices.read',
    summary: 'Hand-outs under filters, newest first',
    query: Paging.extend({
      show: z.enum(handoutFilters).optional(),
      organisationId: Id.optional(),
      receiverId: Id.optional(),
      itemId: Id.optional(),
      search: z.string().trim().max(100).optional().describe('In number, receiver, and number, name, code or serial number of a device'),
    }),
    reply: page(ListedHandout),
  },
  candidates: {
    method: 'POST',
    path: `${base}/candidates`,
    may: 'devices.work',
    summary: 'Devices by id, number, inventory number or serial number (what a scanner reads), and whether each can be handed out now',
    body: z.object({ organisationId: Id, codes: z.array(line(200)).min(1).max(100) }),
    reply: z.object({ items: z.array(Candidate), unknown: z.array(z.string()) }),
    status: 200,
    fails: notFound,
  },
  handOut: {
    method: 'POST',
    path: base,
    may: 'devices.work',
    summary: 'Hands devices out to one receiver: all of them, or none. The terms and instructions of this moment are kept word for word',
    body: NewHandout,
    reply: Handout,
    fails: {
      ...notFound,
      ...photoFails,
      'devices.handout.receiver': 422,
      'devices.handout.noSuchDevice': 422,
      'devices.handout.dueOn': 422,
      'devices.handout.notReady': 409,
      'devices.handout.alreadyOut': 409,
      'devices.handout.reserved': 409,
      'devices.handout.notFilledIn': 409,
      'devices.handout.terms': 409,
    },
  },
  handout: {
    method: 'GET',
    path: `${base}/{id}`,
    may: 'devices.receive',
    summary: 'One hand-out, for readers of the organisation and for who received it',
    params: one,
    reply: Handout,
    fails: notFound,
  },
  takeBack: {
    method: 'POST',
    path: `${base}/{id}/returns`,
    may: 'devices.work',
    summary: 'Takes back some or all of it, with what is missing; the receiver is mailed what came back. Also of what was lost and is found again',
    params: one,
    body: Returns,
    reply: Handout,
    status: 200,
    fails: {
      ...notFound,
      ...photoFails,
      'devices.handout.alreadyBack': 409,
      'devices.handout.noAccessory': 422,
      'devices.handout.elsewhere': 409,
      'devices.handout.notFilledIn': 409,
    },
  },
  addPhoto: {
    method: 'POST',
    path: `${base}/photos`,
    may: 'devices.work',
    summary: 'A photo of the condition, before the hand-out or return that names it: the body is a JPEG or PNG of at most 8 MB',
    query: z.object({ organisationId: Id }),
    accepts: '*/*',
    maxBytes: 8 * 1024 * 1024,
    reply: z.object({ id: Id }),
    fails: { ...notFound, 'devices.handout.noPhoto': 422 },
  },
  photo: {
    method: 'GET',
    path: `${base}/photos/{id}`,
    may: 'devices.receive',
    summary: 'A photo, for who may see its hand-out; before that for who uploaded it',
    params: z.object({ id: Id }),
    produces: 'image/*',
    reply: z.unknown(),
    fails: notFound,
  },
  mine: {
    method: 'GET',
    path: '/api/devices/my-handouts',
    may: 'devices.receive',
    summary: 'What I received, newest first; at most 200',
    reply: z.object({ items: z.array(ListedHandout) }),
  },
})

const everybody = ['reporter', 'engineer', 'lead', 'securityOfficer', 'databaseAdministrator', 'client', 'auditor', 'administrator']
export const devicesHandoutGrants = { 'devices.receive': everybody } as const satisfies Grants

const of = { handoutId: Id, number: z.int() }
export const handedOut = event('devices.handedOut', z.object({ ...of, receiverId: Id, kind: z.enum(handoutKinds), itemIds: z.array(Id) }))
/** Some or all of it came back. `all`: nothing of it is out any more. */
export const takenBack = event(
  'devices.takenBack',
  z.object({ ...of, receiverId: Id, itemIds: z.array(Id), missing: z.int().describe('Accessories'), all: z.boolean() }),
)
/** A device is not with its receiver any more, and did not come back. */
export const handoutLost = event('devices.handoutLost', z.object({ ...of, receiverId: Id, itemId: Id }))
