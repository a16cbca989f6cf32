import { Id } from '#platform/contract.ts'
import { fileNameIn } from '#platform/files.ts'
import { Moment, momentOf, pages } from '#platform/paging.ts'
import { type Context, Problem, roomFor } from '#platform/room.ts'
import { wordsOf } from '#record/cases/cases.ts'
import { type DocumentPage, documents, documentsGrants, type VersionShown } from './contract.ts'
import {
  attachDocument,
  changeDocument,
  createDocument,
  detachDocument,
  findPlace,
  publishVersion,
  restoreVersion,
  saveFile,
  saveText,
  withdrawDocument,
} from './documents.ts'
import { drawPage } from './reading/adapters/reader.ts'
import { readFileLater } from './reading/jobs.ts'
import { remindOwners } from './reviewing/jobs.ts'
import { listReminders, seeReminders } from './reviewing/store.ts'
import { dayAfter, titleOf } from './rules.ts'
import { pageOf, rowsOf, versionShown } from './showing/showing.ts'
import { type Db, type DocumentTables, listDocuments, listPlaces, readVersion, searchDocuments, updateVersion } from './store.ts'
import { documentsTexts } from './texts.ts'
import { toWrite } from './versions/versions.ts'

const notFound = () => new Problem('platform.notFound', 404)

async function shown(ctx: Context, id: string): Promise<DocumentPage> {
  return (await pageOf(ctx, id)) ?? Promise.reject(notFound())
}
/** The document as it is when this has been done. */
async function afterwards(ctx: Context, id: string, run: Promise<void>): Promise<DocumentPage> {
  await run
  return shown(ctx, id)
}

/** Where it belongs: as chosen, else where the actor works. */
const organisationFor = ({ actor }: Context, asked: string | undefined): string | undefined => {
  const { work } = actor.scopes
  return asked === undefined ? work[0] : work.find((id) => id === asked)
}

/** The file of this request, which lies in the store. */
function fileOf(ctx: Context & { call: { stored: { hash: string; size: number } | null; contentType: string; headers: Record<string, unknown> } }) {
  const { stored, contentType, headers } = ctx.call
  return stored && stored.size > 0 ? { ...stored, name: fileNameIn(headers), type: contentType } : undefined
}

async function version(ctx: Context, id: string, number: number): Promise<VersionShown> {
  const row = await readVersion(ctx.db as Db, id, number)
  return row ? versionShown(ctx, row) : Promise.reject(notFound())
}

const documentsBy = pages(Moment, Id)

type Asked = (typeof documents)['documents']['query']['_output']
async function list(ctx: Context, query: Asked) {
  const { limit, after, search, review, ...filter } = query
  const before = documentsBy.after(after)
  const db = ctx.db as Db
  const words = wordsOf(search ?? '')
  const found = await listDocuments(db, limit + 1, {
    ...filter,
    ...(search ? { ids: words.length > 0 ? await searchDocuments(db, words, 1000) : [] } : {}),
    ...(review === 'late' && { reviewUntil: dayAfter(ctx.now, 0) }),
    ...(review === 'mine' && { ownerId: ctx.actor.personId ?? '' }),
    before,
  })
  const { rows, next } = documentsBy.of(found, limit, ({ updatedAt, id }) => [momentOf(updatedAt), id])
  return { items: await rowsOf(ctx, rows, search), next }
}

export default roomFor<DocumentTables>()({
  name: 'documents',
  contract: documents,
  texts: documentsTexts,
  grants: documentsGrants,
  folder: import.meta.dirname,
  jobs: [readFileLater, remindOwners],
  handlers: {
    documents: ({ query }, ctx) => list(ctx, query),
    async attached({ query }, ctx) {
      const place = await findPlace(ctx, query.kind, query.id)
      if (!place) return ctx.fail('documents.noSuchPlace')
      const ids = (await listPlaces(ctx.db, { kind: query.kind, targetId: place.id })).map(({ documentId }) => documentId)
      return rowsOf(ctx, await listDocuments(ctx.db, 200, { ids }))
    },
    async reminders(_input, ctx) {
      const rows = await listReminders(ctx.db, ctx.actor.personId ?? '')
      return {
        items: rows.map(({ seen: _, ...one }) => ({ ...one, text: ctx.t('documents.due', { title: one.title }) })),
        unread: rows.filter(({ seen }) => !seen).length,
      }
    },
    readReminders: (_input, ctx) => seeReminders(ctx.db, ctx.actor.personId ?? '', ctx.now) as Promise<undefined>,
    async preview({ body }) {
      return { html: await drawPage(body.text) }
    },
    async writePage({ body }, ctx) {
      const organisationId = organisationFor(ctx, body.organisationId)
      if (!organisationId) return ctx.fail('documents.noOrganisation')
      const { title, kind, text } = body
      return shown(ctx, await createDocument(ctx, { organisationId, kind, title, content: { text } }))
    },
    async addFile({ query }, ctx) {
      const organisationId = organisationFor(ctx, query.organisationId)
      if (!organisationId) return ctx.fail('documents.noOrganisation')
      const file = fileOf(ctx)
      if (!file) return ctx.fail('documents.emptyFile')
      const title = query.title ?? titleOf(file.name).slice(-200)
      return shown(ctx, await createDocument(ctx, { organisationId, kind: query.kind, title, content: { file } }))
    },
    document: ({ params }, ctx) => shown(ctx, params.id),
    change: ({ params, body: { version: was, ...changes } }, ctx) => afterwards(ctx, params.id, changeDocument(ctx, params.id, was, changes)),
    saveText: ({ params: { id }, body }, ctx) => afterwards(ctx, id, saveText(ctx, id, body.base, body.text, body.note)),
    async saveFile({ params, query }, ctx) {
      const file = fileOf(ctx)
      if (!file) return ctx.fail('documents.emptyFile')
      return afterwards(ctx, params.id, saveFile(ctx, params.id, query.base, file, query.note))
    },
    version: ({ params }, ctx) => version(ctx, params.id, params.number),
    restore: ({ params, body }, ctx) => afterwards(ctx, params.id, restoreVersion(ctx, params.id, params.number, body.base)),
    publish: ({ params, body }, ctx) => afterwards(ctx, params.id, publishVersion(ctx, params.id, params.number, body.version)),
    withdraw: ({ params, body }, ctx) => afterwards(ctx, params.id, withdrawDocument(ctx, params.id, body.version)),
    async download({ params }, ctx) {
      const found = await readVersion(ctx.db, params.id, params.number)
      if (!found?.hash) return ctx.fail('platform.notFound')
      const { stream, size } = await ctx.app.files.read(found.hash)
      return { stream, size, type: found.type ?? 'application/octet-stream', name: found.name ?? 'file', inline: found.inline }
    },
    async readAgain({ params }, ctx) {
      await toWrite(ctx, params.id)
      const found = await readVersion(ctx.db, params.id, params.number)
      if (!found) return ctx.fail('platform.notFound')
      if (found.reading !== 'failed') return ctx.fail('documents.notFailed')
      await updateVersion(ctx.db, params.id, params.number, { reading: 'waiting', reason: null })
      await ctx.enqueue(readFileLater, { documentId: params.id, number: params.number })
      return shown(ctx, params.id)
    },
    attach: ({ params, body }, ctx) => afterwards(ctx, params.id, attachDocument(ctx, params.id, body.kind, body.id)),
    detach: ({ params }, ctx) => afterwards(ctx, params.id, detachDocument(ctx, params.id, params.kind, params.place)),
  },
})
