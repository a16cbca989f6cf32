/** Versions: each is written once and stays; the base decides who was first, and who was not loses nothing. */
import { type Context, Problem } from '#platform/room.ts'
import { clean, headOf, safeName, typeOf } from '#record/cases/cases.ts'
import { personById } from '#record/people/people.ts'
import { documentPublished, documentSaved, documentWithdrawn, type Newer } from '../contract.ts'
import { readFileLater } from '../reading/jobs.ts'
import { claimedType } from '../rules.ts'
import {
  type Db,
  type DocumentRow,
  indexDocument,
  insertVersion,
  type Listed,
  listAudience,
  listVersions,
  readDocument,
  readVersion,
  updateDocument,
  type VersionRow,
} from '../store.ts'

/** What is written in a version: Markdown, or a file that lies in the store already. */
export type Content = { text: string } | { file: { hash: string; size: number; name: string; type: string } }
export type Part = Pick<VersionRow, 'text' | 'hash' | 'name' | 'type' | 'size' | 'inline' | 'macros' | 'words' | 'reading' | 'reason' | 'attempts'>

const most = 10_000
const none = { hash: null, name: null, type: null, size: null, inline: false, macros: false, words: null, reason: null, attempts: 0 }

/** A file is typed by its own first bytes; its words are read afterwards, in a thread of its own. */
export async function partOf(ctx: Context, content: Content): Promise<Part> {
  if ('text' in content) return { ...none, text: clean(content.text), reading: 'read' }
  const { hash, size, name: given, type } = content.file
  const name = safeName(clean(given))
  return { ...none, text: null, hash, size, name, ...typeOf(await headOf(ctx, hash), claimedType(name, type)), reading: 'waiting' }
}

/** Who may know what happened to it: readers of the organisation, or of a document for named writers those alone. */
export async function told(ctx: Context, doc: Pick<DocumentRow, 'id' | 'organisationId' | 'kind' | 'ownerId' | 'writeAll'>) {
  const named = doc.writeAll ? [] : (await listAudience(ctx.db as Db, doc.id)).filter(({ may }) => may === 'write').map(({ personId }) => personId)
  const people = [...new Set([doc.ownerId, ctx.actor.personId, ...named].filter((id) => id !== null))]
  return { about: `document/${doc.id}`, organisationId: doc.organisationId, people, confined: !doc.writeAll }
}

/** Puts the version in its place and lets its words be read. */
export async function addVersion(ctx: Context, doc: DocumentRow, number: number, part: Part, how: { note: string; restoredFrom: number | null }) {
  const { note, restoredFrom } = how
  const db = ctx.db as Db
  const common = { documentId: doc.id, number, organisationId: doc.organisationId, at: ctx.now.toISOString(), byId: ctx.actor.personId }
  await insertVersion(db, { ...common, ...part, note: note.trim() === '' ? null : clean(note), restoredFrom })
  await indexDocument(db, doc.id)
  await ctx.emit(documentSaved, {
    ...(await told(ctx, doc)),
    data: { documentId: doc.id, kind: doc.kind, number, hash: part.hash, restoredFrom },
  })
  if (part.reading === 'waiting') await ctx.enqueue(readFileLater, { documentId: doc.id, number })
}

/** The document, when the actor may write in it. */
export async function toWrite(ctx: Context, id: string): Promise<Listed> {
  const doc = await readDocument(ctx.db as Db, id)
  if (!doc) throw new Problem('platform.notFound', 404)
  if (!doc.mayWrite) throw new Problem('documents.notYours', 403)
  return doc
}

/** A new version after `base`, the newest one when the writing began; 409 with who saved a newer one. */
export async function saveVersion(
  ctx: Context,
  id: string,
  base: number,
  part: Part,
  how: { note?: string; restoredFrom?: number } = {},
): Promise<void> {
  const db = ctx.db as Db
  const doc = await toWrite(ctx, id)
  if ((part.text === null) !== (doc.form === 'file')) throw new Problem('documents.otherForm', 409)
  if (base >= most) throw new Problem('documents.tooManyVersions', 409)
  const first = await updateDocument(db, id, { latest: base + 1, updatedAt: ctx.now.toISOString() }, { latest: base })
  if (!first) throw await newerThan(ctx, id)
  await addVersion(ctx, doc, base + 1, part, { note: how.note ?? '', restoredFrom: how.restoredFrom ?? null })
}

async function newerThan(ctx: Context, id: string): Promise<Problem> {
  const [newest] = await listVersions(ctx.db as Db, id, 1)
  if (!newest) return new Problem('platform.notFound', 404)
  const by = newest.byId === null ? undefined : await personById(ctx, newest.byId)
  const data: Newer = { latest: newest.number, by: by ? { id: by.id, name: by.name } : null, at: newest.at }
  return new Problem('documents.changed', 409, data)
}

/** The same again as a new version: nothing is taken away. */
export async function restoreVersion(ctx: Context, id: string, number: number, base: number): Promise<void> {
  await toWrite(ctx, id)
  const old = await readVersion(ctx.db as Db, id, number)
  if (!old) throw new Problem('platform.notFound', 404)
  const { text, hash, name, type, size, inline, macros, words, reading, reason, attempts } = old
  await saveVersion(ctx, id, base, { text, hash, name, type, size, inline, macros, words, reading, reason, attempts }, { restoredFrom: number })
}

/** Readers see this version from now on. `version`: as the screen showed the document. */
export async function publishVersion(ctx: Context, id: string, number: number, version: number): Promise<void> {
  const db = ctx.db as Db
  const doc = await toWrite(ctx, id)
  if (number > doc.latest) throw new Problem('platform.notFound', 404)
  const at = ctx.now.toISOString()
  const set = { published: number, publishedAt: at, withdrawnAt: null, updatedAt: at, version: version + 1 }
  if (!(await updateDocument(db, id, set, { version }))) throw new Problem('documents.fieldsChanged', 409)
  await indexDocument(db, id)
  await ctx.emit(documentPublished, {
    ...(await told(ctx, doc)),
    data: { documentId: id, kind: doc.kind, number, before: doc.published },
  })
}

export async function withdrawDocument(ctx: Context, id: string, version: number): Promise<void> {
  const db = ctx.db as Db
  const doc = await toWrite(ctx, id)
  if (doc.published === null) throw new Problem('documents.notPublished', 409)
  const at = ctx.now.toISOString()
  const set = { published: null, withdrawnAt: at, updatedAt: at, version: version + 1 }
  if (!(await updateDocument(db, id, set, { version }))) throw new Problem('documents.fieldsChanged', 409)
  await indexDocument(db, id)
  await ctx.emit(documentWithdrawn, { ...(await told(ctx, doc)), data: { documentId: id, kind: doc.kind, before: doc.published } })
}
