/** What the room of documents offers to the floor above: make a document, change who reads it, attach it to something. */
import { randomUUID } from 'node:crypto'
import { type Context, Problem } from '#platform/room.ts'
import { findCase } from '#record/cases/cases.ts'
import { CaseRef } from '#record/cases/contract.ts'
import { ItemRef, numberOfItem } from '#record/items/contract.ts'
import { findItem } from '#record/items/items.ts'
import { membersWith, personIn, rolesOf, teamById, teamsOf } from '#record/people/people.ts'
import { type Audience, type DocumentRow, documentAttached, documentChanged, documentCreated, documentDetached, type PlaceKind } from './contract.ts'
import { stillWrites } from './rules.ts'
import * as store from './store.ts'
import { addVersion, type Content, partOf, saveVersion, told, toWrite } from './versions/versions.ts'

export { drawPage } from './reading/adapters/reader.ts'
export { type Content, publishVersion, restoreVersion, withdrawDocument } from './versions/versions.ts'

export interface NewDocument {
  organisationId: string
  kind: DocumentRow['kind']
  title: string
  content: Content
  /** What the first version is; empty says nothing. */
  note?: string
}
/** A draft of the actor, that colleagues may write in and nobody reads yet. Its file is in the store already. */
export async function createDocument(ctx: Context, wish: NewDocument): Promise<string> {
  const { organisationId, kind, title, content, note = '' } = wish
  const db = ctx.db as store.Db
  const me = ctx.actor.personId
  if (me === null) throw new Error('a document is made by somebody')
  const part = await partOf(ctx, content)
  const at = ctx.now.toISOString()
  const id = randomUUID()
  const form = part.text === null ? ('file' as const) : ('page' as const)
  const dates = { published: null, publishedAt: null, withdrawnAt: null, reviewBy: null, createdAt: at, createdBy: me, updatedAt: at }
  const row = { id, organisationId, kind, form, title, ownerId: me, readAll: false, writeAll: true, latest: 1, version: 1, ...dates }
  await store.insertDocument(db, row)
  await ctx.emit(documentCreated, { ...(await told(ctx, row)), data: { documentId: id, kind, form } })
  await addVersion(ctx, row, 1, part, { note, restoredFrom: null })
  return id
}

/** A new version of a page after `base`, with what changed. */
export const saveText = async (ctx: Context, id: string, base: number, text: string, note: string): Promise<void> =>
  saveVersion(ctx, id, base, await partOf(ctx, { text }), { note })
/** A new version of a file that lies in the store. */
export const saveFile = async (
  ctx: Context,
  id: string,
  base: number,
  file: { hash: string; size: number; name: string; type: string },
  note: string,
) => saveVersion(ctx, id, base, await partOf(ctx, { file }), { note })

export interface Changes {
  title?: string | undefined
  kind?: DocumentRow['kind'] | undefined
  ownerId?: string | undefined
  reviewBy?: string | null | undefined
  read?: Audience | undefined
  write?: Audience | undefined
}
/** Changes what is said about a document. `version`: as the screen showed it. */
export async function changeDocument(ctx: Context, id: string, version: number, changes: Changes): Promise<void> {
  const db = ctx.db as store.Db
  const doc = await toWrite(ctx, id)
  const { read, write, ...fields } = changes
  for (const audience of [read, write]) if (audience) await known(ctx, audience, doc.organisationId)
  if (fields.ownerId !== undefined && !(await membersWith(ctx, 'documents.write', doc.organisationId)).some((one) => one.id === fields.ownerId))
    throw new Problem('documents.noSuchOwner', 400)
  if (!(await stays(ctx, doc, fields.ownerId ?? doc.ownerId, write))) throw new Problem('documents.shutOut', 409)
  if (read) await store.writeAudience(db, doc, 'read', read)
  if (write) await store.writeAudience(db, doc, 'write', write)
  const all = { ...(read && { readAll: read.everybody }), ...(write && { writeAll: write.everybody }) }
  const given = Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined))
  const set = { ...given, ...all, version: version + 1, updatedAt: ctx.now.toISOString() }
  if (!(await store.updateDocument(db, id, set, { version }))) throw new Problem('documents.fieldsChanged', 409)
  if (fields.title !== undefined) await store.indexDocument(db, id)
  const names = Object.keys(changes).filter((key) => changes[key as keyof Changes] !== undefined)
  await ctx.emit(documentChanged, {
    ...(await told(ctx, { ...doc, ...set })),
    data: { documentId: id, kind: fields.kind ?? doc.kind, version: version + 1, fields: names },
  })
}

/** Everybody named belongs to the organisation. */
async function known(ctx: Context, { teamIds, personIds }: Audience, organisationId: string): Promise<void> {
  for (const id of teamIds) if ((await teamById(ctx, id))?.organisationId !== organisationId) throw new Problem('documents.noSuchAudience', 400)
  for (const id of personIds) if (!(await personIn(ctx, id, organisationId))) throw new Problem('documents.noSuchAudience', 400)
}

/** Whether the actor still writes afterwards: nobody loses a document by a slip. */
async function stays(ctx: Context, doc: store.DocumentRow, ownerId: string, write: Audience | undefined): Promise<boolean> {
  if (ctx.actor.kind === 'system') return true
  const me = ctx.actor.personId ?? ''
  const teams = (await teamsOf(ctx, doc.organisationId)).filter(({ memberIds }) => memberIds.includes(me))
  const roles = (await rolesOf(ctx, me)).filter(({ organisationId }) => organisationId === doc.organisationId)
  const who = {
    personId: me,
    teamIds: teams.map(({ id }) => id),
    roles: roles.map(({ role }) => role),
    leads: ctx.actor.scopes.lead.includes(doc.organisationId),
  }
  return stillWrites(who, ownerId, write ?? (await audienceOf(ctx, doc)).write)
}

/** Who reads and who writes it; for who may write. */
export async function audienceOf(ctx: Context, doc: store.DocumentRow): Promise<{ read: Audience; write: Audience }> {
  const rows = await store.listAudience(ctx.db as store.Db, doc.id)
  const of = (may: 'read' | 'write', everybody: boolean): Audience => {
    const mine = rows.filter((row) => row.may === may)
    return {
      everybody,
      teamIds: mine.flatMap(({ teamId }) => teamId ?? []),
      roles: mine.flatMap(({ role }) => (role ?? []) as Audience['roles']),
      personIds: mine.flatMap(({ personId }) => personId ?? []),
    }
  }
  return { read: of('read', doc.readAll), write: of('write', doc.writeAll) }
}

export interface PlaceFound {
  id: string
  organisationId: string
  number: string
  title: string
  /** Only some may know of it. */
  confined: boolean
}
/** How each kind of place is found by its id or number, as the actor may see it. */
const finders: Readonly<Record<PlaceKind, (ctx: Context, ref: string) => Promise<PlaceFound | undefined>>> = {
  async case(ctx, ref) {
    const row = CaseRef.safeParse(ref).success ? await findCase(ctx, ref) : undefined
    return row && { id: row.id, organisationId: row.organisationId, number: `C-${row.number}`, title: row.title, confined: row.confidential }
  },
  async item(ctx, ref) {
    const row = ItemRef.safeParse(ref).success ? await findItem(ctx, ref) : undefined
    return row && { id: row.id, organisationId: row.organisationId, number: numberOfItem(row.number), title: row.name, confined: false }
  },
}
export const findPlace = async (ctx: Context, kind: PlaceKind, ref: string): Promise<PlaceFound | undefined> => finders[kind](ctx, ref)

/** Hangs the document on a case or item of its own organisation. Who may read it stays the same. Idempotent. */
export async function attachDocument(ctx: Context, id: string, kind: PlaceKind, ref: string): Promise<void> {
  const doc = await store.readDocument(ctx.db as store.Db, id)
  if (!doc) throw new Problem('platform.notFound', 404)
  const place = await findPlace(ctx, kind, ref)
  if (!place || !ctx.actor.scopes.work.includes(place.organisationId)) throw new Problem('documents.noSuchPlace', 404)
  if (place.organisationId !== doc.organisationId) throw new Problem('documents.otherOrganisation', 409)
  const { organisationId } = doc
  const row = { documentId: id, kind, targetId: place.id, organisationId, at: ctx.now.toISOString(), addedBy: ctx.actor.personId }
  if (!(await store.insertPlace(ctx.db as store.Db, row))) return
  await ctx.emit(documentAttached, { ...(await toldOf(ctx, doc, place)), data: { documentId: id, kind: doc.kind, place: kind, placeId: place.id } })
}
const toldOf = async (ctx: Context, doc: store.DocumentRow, place: PlaceFound | undefined) => {
  const all = await told(ctx, doc)
  return { ...all, confined: all.confined || (place?.confined ?? true) }
}
export async function detachDocument(ctx: Context, id: string, kind: PlaceKind, placeId: string): Promise<void> {
  const doc = await store.readDocument(ctx.db as store.Db, id)
  if (!doc) throw new Problem('platform.notFound', 404)
  const place = await findPlace(ctx, kind, placeId)
  if (!(await store.removePlace(ctx.db as store.Db, id, kind, placeId))) throw new Problem('documents.noSuchPlace', 404)
  await ctx.emit(documentDetached, { ...(await toldOf(ctx, doc, place)), data: { documentId: id, kind: doc.kind, place: kind, placeId } })
}

export interface Published {
  id: string
  organisationId: string
  title: string
  /** The version that its readers see. */
  number: number
  /** Markdown; null of a file. */
  text: string | null
}
/** Of these documents, those that are published and that the actor may read, with the words of the published version. */
export async function publishedOf(ctx: Context, ids: readonly string[]): Promise<Map<string, Published>> {
  const rows = await store.listDocuments(ctx.db as store.Db, 1000, { ids: [...new Set(ids)], state: 'published' })
  const all = await Promise.all(
    rows.map(async ({ id, organisationId, title, published }) => {
      const version = published === null ? undefined : await store.readVersion(ctx.db as store.Db, id, published)
      return version ? [{ id, organisationId, title, number: version.number, text: version.text }] : []
    }),
  )
  return new Map(all.flat().map((one) => [one.id, one]))
}
