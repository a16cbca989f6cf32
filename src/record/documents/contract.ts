import * as z from 'zod'
import { contract, event, Id, Instant, Paging, page } from '#platform/contract.ts'
import { CaseRef } from '#record/cases/contract.ts'
import { ItemRef } from '#record/items/contract.ts'
import { Role } from '#record/people/contract.ts'
import {
  Audience,
  Base,
  Day,
  DocumentKind,
  DocumentPage,
  DocumentRow,
  DocumentState,
  Form,
  Note,
  PlaceKind,
  Reading,
  Text,
  Title,
  Version,
  VersionNumber,
  VersionShown,
} from './shapes/contract.ts'

export * from './shapes/contract.ts'

/** Id of what it hangs on, or its number. */
const PlaceRef = z.union([CaseRef, ItemRef])
const ofDocument = z.object({ id: Id })
const ofVersion = z.object({ id: Id, number: VersionNumber })
const notFound = { 'platform.notFound': 404 } as const
const writing = { ...notFound, 'documents.notYours': 403 } as const
const saving = { ...writing, 'documents.changed': 409, 'documents.otherForm': 409, 'documents.tooManyVersions': 409 } as const
const fileFails = { 'documents.emptyFile': 400 } as const
const base = '/api/documents'

export const documents = contract({
  documents: {
    method: 'GET',
    path: base,
    may: 'documents.read',
    summary: 'Documents I may read or write, newest change first; with `search` those in which all the words are, also in the text of files',
    query: Paging.extend({
      kind: DocumentKind.optional(),
      state: DocumentState.optional(),
      organisationId: Id.optional(),
      audience: z
        .union([z.literal('everybody'), Role, Id])
        .optional()
        .describe('For whom: everybody, a role, or the id of a team or person'),
      review: z.enum(['late', 'mine']).optional().describe('late: to be reviewed by now; mine: I am the owner'),
      search: z.string().trim().max(200).optional(),
    }),
    reply: page(DocumentRow),
  },
  attached: {
    method: 'GET',
    path: `${base}/attached`,
    may: 'documents.read',
    summary: 'Documents attached to a case (or an item), as far as I may read them',
    query: z.object({ kind: PlaceKind, id: PlaceRef }),
    reply: z.array(DocumentRow),
    fails: { ...notFound, 'documents.noSuchPlace': 404 },
  },
  reminders: {
    method: 'GET',
    path: `${base}/reminders`,
    may: 'documents.write',
    summary: 'My documents that are to be reviewed soon, newest reminder first',
    reply: z.object({ items: z.array(z.object({ id: Id, title: z.string(), reviewBy: Day, at: Instant, text: z.string() })), unread: z.int() }),
  },
  readReminders: {
    method: 'POST',
    path: `${base}/reminders/read`,
    may: 'documents.write',
    summary: 'I have seen all of them',
    status: 204,
    reply: z.undefined(),
  },
  preview: {
    method: 'POST',
    path: `${base}/preview`,
    may: 'documents.write',
    summary: 'How a page will look: its Markdown as safe HTML',
    body: z.object({ text: Text }),
    reply: z.object({ html: z.string().nullable() }),
    status: 200,
  },
  writePage: {
    method: 'POST',
    path: base,
    may: 'documents.write',
    summary: 'Begins a written page, as a draft that colleagues may write in too',
    body: z.object({ title: Title, kind: DocumentKind.default('instruction'), organisationId: Id.optional(), text: Text.default('') }),
    reply: DocumentPage,
    fails: { 'documents.noOrganisation': 400 },
  },
  addFile: {
    method: 'POST',
    path: `${base}/files`,
    may: 'documents.write',
    summary: 'A draft from a file: the body is the file, its name percent-encoded in the header x-file-name',
    query: z.object({ title: Title.optional(), kind: DocumentKind.default('other'), organisationId: Id.optional() }),
    accepts: '*/*',
    reply: DocumentPage,
    fails: { ...fileFails, 'documents.noOrganisation': 400 },
  },
  document: {
    method: 'GET',
    path: `${base}/{id}`,
    may: 'documents.read',
    summary: 'One document with its versions and what it is attached to',
    params: ofDocument,
    reply: DocumentPage,
    fails: notFound,
  },
  change: {
    method: 'PATCH',
    path: `${base}/{id}`,
    may: 'documents.write',
    summary: 'Changes title, kind, owner, date of review, who reads and who writes',
    params: ofDocument,
    body: z.object({
      version: Version,
      title: Title.optional(),
      kind: DocumentKind.optional(),
      ownerId: Id.optional(),
      reviewBy: Day.nullable().optional(),
      read: Audience.optional(),
      write: Audience.optional(),
    }),
    reply: DocumentPage,
    fails: { ...writing, 'documents.fieldsChanged': 409, 'documents.noSuchAudience': 400, 'documents.noSuchOwner': 400, 'documents.shutOut': 409 },
  },
  saveText: {
    method: 'POST',
    path: `${base}/{id}/versions`,
    may: 'documents.write',
    summary: 'A new version of a page; readers see it when it is published',
    params: ofDocument,
    body: z.object({ base: Base, text: Text, note: Note.default('') }),
    reply: DocumentPage,
    fails: saving,
  },
  saveFile: {
    method: 'POST',
    path: `${base}/{id}/files`,
    may: 'documents.write',
    summary: 'A new version of a file; readers see it when it is published',
    params: ofDocument,
    query: z.object({ base: Base, note: Note.default('') }),
    accepts: '*/*',
    reply: DocumentPage,
    fails: { ...saving, ...fileFails },
  },
  version: {
    method: 'GET',
    path: `${base}/{id}/versions/{number}`,
    may: 'documents.read',
    summary: 'What stood in one version',
    params: ofVersion,
    reply: VersionShown,
    fails: notFound,
  },
  restore: {
    method: 'POST',
    path: `${base}/{id}/versions/{number}/restore`,
    may: 'documents.write',
    summary: 'A new version that is the same as this older one; nothing is taken away',
    params: ofVersion,
    body: z.object({ base: Base }),
    reply: DocumentPage,
    fails: saving,
  },
  publish: {
    method: 'POST',
    path: `${base}/{id}/versions/{number}/publish`,
    may: 'documents.write',
    summary: 'From now on readers see this version',
    params: ofVersion,
    body: z.object({ version: Version }),
    reply: DocumentPage,
    status: 200,
    fails: { ...writing, 'documents.fieldsChanged': 409 },
  },
  withdraw: {
    method: 'POST',
    path: `${base}/{id}/withdraw`,
    may: 'documents.write',
    summary: 'Readers no longer see it; it stays with all its versions',
    params: ofDocument,
    body: z.object({ version: Version }),
    reply: DocumentPage,
    status: 200,
    fails: { ...writing, 'documents.fieldsChanged': 409, 'documents.notPublished': 409 },
  },
  download: {
    method: 'GET',
    path: `${base}/{id}/versions/{number}/file`,
    may: 'documents.read',
    summary: 'The file; pictures, PDF and plain text may be shown, everything else is saved',
    params: ofVersion,
    produces: '*/*',
    reply: z.unknown(),
    fails: notFound,
  },
  readAgain: {
    method: 'POST',
    path: `${base}/{id}/versions/{number}/read`,
    may: 'documents.write',
    summary: 'Tries once more to read the words of a file',
    params: ofVersion,
    reply: DocumentPage,
    status: 202,
    fails: { ...writing, 'documents.notFailed': 409 },
  },
  attach: {
    method: 'POST',
    path: `${base}/{id}/places`,
    may: 'documents.write',
    summary: 'Attaches it to a case (or an item); who may read it stays the same',
    params: ofDocument,
    body: z.object({ kind: PlaceKind, id: PlaceRef }),
    reply: DocumentPage,
    fails: { ...notFound, 'documents.noSuchPlace': 404, 'documents.otherOrganisation': 409 },
  },
  detach: {
    method: 'DELETE',
    path: `${base}/{id}/places/{kind}/{place}`,
    may: 'documents.write',
    summary: 'Takes it off the case (or item); the document stays',
    params: z.object({ id: Id, kind: PlaceKind, place: Id }),
    reply: DocumentPage,
    status: 200,
    fails: { ...notFound, 'documents.noSuchPlace': 404 },
  },
})

/** Writing is for who works in the organisation; of one document its audience says who. */
export const documentsGrants = {
  'documents.read': ['reporter', 'engineer', 'lead', 'securityOfficer', 'databaseAdministrator', 'client', 'auditor', 'administrator'],
  'documents.write': ['engineer', 'lead', 'securityOfficer', 'databaseAdministrator', 'administrator'],
} as const

const ofOne = { documentId: Id, kind: DocumentKind }
export const documentCreated = event('documents.created', z.object({ ...ofOne, form: Form }))
/** A new version. `restoredFrom`: the older one it repeats. */
export const documentSaved = event(
  'documents.saved',
  z.object({ ...ofOne, number: z.int(), hash: z.string().nullable(), restoredFrom: z.int().nullable() }),
)
/** Its audience reads this version from now on. */
export const documentPublished = event('documents.published', z.object({ ...ofOne, number: z.int(), before: z.int().nullable() }))
export const documentWithdrawn = event('documents.withdrawn', z.object({ ...ofOne, before: z.int() }))
/** Title, kind, owner, review or audiences: which, without their words. */
export const documentChanged = event('documents.changed', z.object({ ...ofOne, version: z.int(), fields: z.array(z.string()) }))
export const documentRead = event('documents.read', z.object({ ...ofOne, number: z.int(), reading: Reading }))
const placed = z.object({ ...ofOne, place: PlaceKind, placeId: Id })
export const documentAttached = event('documents.attached', placed)
export const documentDetached = event('documents.detached', placed)
/** Soon to be reviewed by its owner. */
export const documentReviewDue = event('documents.reviewDue', z.object({ ...ofOne, ownerId: Id, reviewBy: Day }))
