/** Remote hands: links to what an engineer works with, waking, and work that was done, each with who, when and why. */
import * as z from 'zod'
import { contract, event, Id, Instant, line } from '#platform/contract.ts'
import { CaseRef } from '#record/cases/contract.ts'
import { ItemRef } from '#record/items/contract.ts'

/** Programs that links may open. Everything else (javascript, data, file) is refused. */
export const schemes = ['https', 'http', 'ssh', 'sftp', 'rdp', 'ms-rd', 'vnc', 'rustdesk', 'anydesk', 'teamviewer10'] as const
/** What may stand between braces, besides attribute:… and fact:…. */
export const placeholders = ['name', 'number', 'code', 'host', 'ip'] as const

const settings = {
  name: line(60),
  kinds: z.array(z.string().max(60)).max(60).describe('Keys of kinds of items; none: all'),
  url: z.string().trim().min(1).max(500).describe('ssh://{host}, https://mesh.example.org/?gotonode={fact:remote.meshcentral}'),
  active: z.boolean(),
}
export const Template = z.object({
  key: z.string(),
  ...settings,
  shipped: z.boolean().describe('Comes with Spil'),
  own: z.boolean().describe('As the organisation wrote it'),
  version: z.int().describe('0: nobody changed it'),
})
export type Template = z.infer<typeof Template>
const Templates = z.object({ items: z.array(Template) })

export const deedKinds = ['opened', 'woken', 'worked'] as const
const Named = z.object({ id: Id, name: z.string() })
export const Deed = z.object({
  id: Id,
  kind: z.enum(deedKinds),
  way: z.string().nullable().describe('By which link'),
  why: z.string().describe('Why; of work: what was done'),
  minutes: z.int().nullable(),
  at: Instant,
  by: Named,
  case: z.object({ id: Id, number: z.string() }).nullable(),
  state: z.enum(['done', 'waiting', 'failed']),
  reason: z.string().nullable().describe('Why it failed, in words'),
})
export type Deed = z.infer<typeof Deed>
export const Way = z.object({
  key: z.string(),
  name: z.string(),
  scheme: z.string(),
  why: z.string().nullable().describe('Why it cannot be used, in words'),
})
export type Way = z.infer<typeof Way>

const ofItem = z.object({ id: ItemRef })
const ofTemplate = z.object({ organisationId: Id, key: z.string().max(60) })
const because = { why: line(300), case: CaseRef.optional().describe('The case it is for; it says so in an internal note') }
const notFound = { 'platform.notFound': 404 } as const
const onCase = { ...notFound, 'devices.remote.notOnCase': 409 } as const
const wrong = {
  'devices.remote.wrong.scheme': 422,
  'devices.remote.wrong.braces': 422,
  'devices.remote.wrong.placeholder': 422,
  'devices.remote.wrong.secret': 422,
  'devices.remote.wrong.signs': 422,
  'devices.remote.wrong.url': 422,
} as const
const configure = { may: 'devices.configure', reply: Templates } as const
export const devicesRemote = contract({
  templates: {
    method: 'GET',
    path: '/api/devices/remote/templates/{organisationId}',
    may: 'devices.read',
    summary: 'By which links an organisation works on its devices: those that come with Spil, and its own',
    params: z.object({ organisationId: Id }),
    reply: Templates,
    fails: notFound,
  },
  addTemplate: {
    ...configure,
    method: 'POST',
    path: '/api/devices/remote/templates/{organisationId}',
    summary: 'One more link; values are filled in encoded, and a link without its value is not offered',
    params: z.object({ organisationId: Id }),
    body: z.object(settings),
    status: 201,
    fails: { ...notFound, ...wrong, 'devices.remote.tooMany': 409 },
  },
  changeTemplate: {
    ...configure,
    method: 'PUT',
    path: '/api/devices/remote/templates/{organisationId}/{key}',
    summary: 'Changes a link, or switches it off; also one that comes with Spil',
    params: ofTemplate,
    body: z.object({ ...settings, version: z.int().min(0) }),
    fails: { ...notFound, ...wrong, 'devices.remote.changed': 409 },
  },
  removeTemplate: {
    ...configure,
    method: 'DELETE',
    path: '/api/devices/remote/templates/{organisationId}/{key}',
    summary: 'Takes a link away; one that comes with Spil is as it came again',
    params: ofTemplate,
    fails: notFound,
  },
  hands: {
    method: 'GET',
    path: '/api/devices/items/{id}/remote',
    may: 'devices.read',
    summary: 'How a device can be worked on from here, and what was done with it, newest first; at most 100',
    params: ofItem,
    reply: z.object({ ways: z.array(Way), wake: z.object({ why: z.string().nullable().describe('Why it cannot be woken') }), deeds: z.array(Deed) }),
    fails: notFound,
  },
  open: {
    method: 'POST',
    path: '/api/devices/items/{id}/remote',
    may: 'devices.work',
    summary: 'Gives the link, after writing down who opens it and why',
    params: ofItem,
    body: z.object({ template: z.string().max(60), ...because }),
    reply: z.object({ url: z.string(), deed: Deed }),
    status: 201,
    fails: { ...onCase, 'devices.remote.missing': 409 },
  },
  wake: {
    method: 'POST',
    path: '/api/devices/items/{id}/wake',
    may: 'devices.work',
    summary: 'Has the collector send a magic packet to every network card that is known of it',
    params: ofItem,
    body: z.object(because),
    reply: Deed,
    status: 202,
    fails: { ...onCase, 'devices.remote.noCard': 409, 'devices.remote.waking': 409 },
  },
  work: {
    method: 'POST',
    path: '/api/devices/items/{id}/work',
    may: 'devices.work',
    summary: 'What was done with a device for a case, in one line: on the case, in its time and with the device',
    params: ofItem,
    body: z.object({ what: line(500), minutes: z.int().min(1).max(1440).optional(), case: CaseRef }),
    reply: Deed,
    status: 201,
    fails: onCase,
  },
})

export const templatesChanged = event('devices.templatesChanged', z.object({ organisationId: Id, key: z.string() }))
/** Somebody opened, woke or worked on a device. Why stands beside it, not in it. */
export const handled = event('devices.handled', z.object({ deedId: Id, itemId: Id, kind: z.enum(deedKinds) }))
/** The collector sent the magic packet, or could not. */
export const wakeEnded = event('devices.wakeEnded', z.object({ deedId: Id, itemId: Id, sent: z.boolean() }))
