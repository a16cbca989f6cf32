import * as z from 'zod'
import { type App, type Context, job } from '#platform/room.ts'
import { documentRead } from '../contract.ts'
import { type Db, indexDocument, readDocument, readVersion, updateVersion, type VersionRow } from '../store.ts'
import { type FileRead, largestRead, readFile } from './adapters/reader.ts'

async function bytesOf(app: App, hash: string): Promise<Buffer | undefined> {
  const { stream, size } = await app.files.read(hash)
  if (size > largestRead) {
    stream.destroy()
    return undefined
  }
  const parts: Buffer[] = []
  for await (const part of stream as AsyncIterable<Buffer>) parts.push(part)
  return Buffer.concat(parts)
}

type Outcome = Pick<VersionRow, 'words' | 'reading' | 'reason' | 'macros'>
const outcomeOf = (read: FileRead): Outcome =>
  read.ok
    ? { words: read.words, reading: read.words === null ? 'none' : 'read', reason: null, macros: read.macros }
    : { words: null, reading: 'failed', reason: read.why, macros: false }

/** The words of one file, read outside any transaction. Done twice it does the same. */
export const readFileLater = job({
  name: 'documents.readFile',
  payload: z.object({ documentId: z.uuid(), number: z.int() }),
  async run({ documentId, number }, app) {
    const version = await app.asSystem((ctx) => readVersion(ctx.db as Db, documentId, number))
    if (!version?.hash || version.reading !== 'waiting') return
    const bytes = await bytesOf(app, version.hash)
    const outcome: Outcome = bytes ? outcomeOf(await readFile(bytes)) : { words: null, reading: 'failed', reason: 'tooLarge', macros: false }
    await app.asSystem((ctx) => keep(ctx, version, outcome))
  },
})

async function keep(ctx: Context, { documentId, number, attempts }: VersionRow, outcome: Outcome): Promise<void> {
  const db = ctx.db as Db
  await updateVersion(db, documentId, number, { ...outcome, attempts: attempts + 1 })
  await indexDocument(db, documentId)
  const doc = await readDocument(db, documentId)
  if (!doc) return
  await ctx.emit(documentRead, {
    about: `document/${documentId}`,
    organisationId: doc.organisationId,
    people: [doc.ownerId],
    confined: !doc.writeAll,
    data: { documentId, kind: doc.kind, number, reading: outcome.reading },
  })
}
