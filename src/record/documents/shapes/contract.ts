/** What a document is, as it is sent and shown. */
import * as z from 'zod'
import { Id, Instant, line, prose } from '#platform/contract.ts'
import { Named } from '#record/cases/contract.ts'
import { Role } from '#record/people/contract.ts'

export const documentKinds = ['instruction', 'policy', 'design', 'contract', 'manual', 'receipt', 'other'] as const
export const DocumentKind = z.enum(documentKinds)
export const documentStates = ['draft', 'published', 'withdrawn'] as const
export const DocumentState = z.enum(documentStates).describe('draft: never published; published: its audience reads it; withdrawn: no longer')
/** A written page, in Markdown, or a file. */
export const Form = z.enum(['page', 'file'])
/** What a document can hang on. */
export const PlaceKind = z.enum(['case', 'item'])
export type PlaceKind = z.infer<typeof PlaceKind>
/** Whether the words of a file were read. `none`: files of this kind hold none. */
export const Reading = z.enum(['waiting', 'read', 'failed', 'none'])

/** Who: everybody of the organisation (to write: who works for it), or these teams, roles and people. */
export const Audience = z.object({
  everybody: z.boolean(),
  teamIds: z.array(Id).max(50).default([]),
  roles: z.array(Role).max(8).default([]),
  personIds: z.array(Id).max(200).default([]),
})
export type Audience = z.infer<typeof Audience>
export const nobody: Audience = { everybody: false, teamIds: [], roles: [], personIds: [] }
export const AudienceShown = z.object({ everybody: z.boolean(), teams: z.array(Named), roles: z.array(Role), people: z.array(Named) })
export type AudienceShown = z.infer<typeof AudienceShown>

export const longestPage = 100_000
export const Day = z.iso.date()
export const Title = line(200)
export const Note = z.string().trim().max(500).describe('What changed, in a sentence')
export const Text = prose(longestPage).describe('Markdown; HTML in it is shown as text')
export const VersionNumber = z.coerce.number().int().min(1).max(1_000_000)
export const Version = z.int().min(1).describe('As it was when it was read; when somebody changed it since, nothing is written')
export const Base = VersionNumber.describe(
  'The newest version when the writing began; when there is a newer one, nothing is written and 409 tells which',
)

export const DocumentRow = z.object({
  id: Id,
  title: z.string(),
  kind: DocumentKind,
  form: Form,
  state: DocumentState,
  organisationId: Id,
  owner: Named,
  published: z.int().nullable().describe('The version that readers see'),
  publishedAt: Instant.nullable(),
  latest: z.int().describe('The newest version; for who only reads the published one'),
  reviewBy: Day.nullable(),
  updatedAt: Instant,
  mayWrite: z.boolean(),
  snippet: z.string().nullable().describe('When searching: plain text, what matched between \u2068 and \u2069'),
})
export type DocumentRow = z.infer<typeof DocumentRow>

export const DocumentFile = z.object({
  name: z.string(),
  type: z.string(),
  size: z.int(),
  hash: z.string().describe('SHA-256 of the content'),
  inline: z.boolean().describe('It may be shown in a page: a picture, a PDF or plain text'),
  macros: z.boolean().describe('There is a program in it'),
})
export const VersionRow = z.object({
  number: z.int(),
  note: z.string().nullable(),
  at: Instant,
  by: Named.nullable(),
  restoredFrom: z.int().nullable(),
  file: DocumentFile.nullable(),
  reading: Reading,
  reason: z.string().nullable().describe('Why its words could not be read, as a sentence'),
})
export type VersionRow = z.infer<typeof VersionRow>
export const VersionShown = VersionRow.extend({
  text: z.string().nullable().describe('Of a page: its Markdown'),
  html: z.string().nullable().describe('Of a page: safe HTML; null when it is too complex to be drawn'),
  words: z.string().nullable().describe('Of a file: the words read in it, at most 100,000 characters'),
})
export type VersionShown = z.infer<typeof VersionShown>

export const Place = z.object({ kind: PlaceKind, id: Id, number: z.string(), title: z.string() })
export type Place = z.infer<typeof Place>
export const DocumentPage = DocumentRow.extend({
  version: z.int(),
  createdAt: Instant,
  read: AudienceShown.nullable().describe('null for who may not write'),
  write: AudienceShown.nullable(),
  versions: z.array(VersionRow).describe('Newest first, at most 200; for who only reads the published one'),
  shown: VersionShown.describe('The newest version for who writes, the published one for others'),
  places: z.array(Place).describe('What it is attached to, as far as one may see that'),
})
export type DocumentPage = z.infer<typeof DocumentPage>

/** Who saved before you, and what: with 409 documents.changed. */
export const Newer = z.object({ latest: z.int(), by: Named.nullable(), at: Instant })
export type Newer = z.infer<typeof Newer>
