/** Documents as the contract promises them. */
import type { Context } from '#platform/room.ts'
import { snippet, wordsOf } from '#record/cases/cases.ts'
import { peopleByIds, teamById } from '#record/people/people.ts'
import type { AudienceShown, DocumentPage, DocumentRow, Place, VersionRow, VersionShown } from '../contract.ts'
import { audienceOf, findPlace } from '../documents.ts'
import { drawPage } from '../reading/adapters/reader.ts'
import { stateOf } from '../rules.ts'
import * as store from '../store.ts'

const mostVersions = 200
const longestWords = 100_000

type Named = { id: string; name: string }
/** Names of people; who cannot be known is somebody. */
async function naming(ctx: Context, ids: readonly (string | null)[]): Promise<(id: string) => Named> {
  const people = await peopleByIds(
    ctx,
    ids.filter((id) => id !== null),
  )
  return (id) => ({ id, name: people.get(id)?.name ?? ctx.t('documents.someone') })
}

function rowOf(row: store.Listed, name: (id: string) => Named, found: string | null): DocumentRow {
  const { id, title, kind, form, organisationId, published, publishedAt, reviewBy, updatedAt, mayWrite } = row
  return {
    id,
    title,
    kind,
    form,
    state: stateOf(row),
    organisationId,
    owner: name(row.ownerId),
    published,
    publishedAt,
    // Who only reads does not hear that there is a newer draft.
    latest: mayWrite ? row.latest : (published ?? row.latest),
    reviewBy,
    updatedAt: mayWrite ? updatedAt : (publishedAt ?? updatedAt),
    mayWrite,
    snippet: found,
  }
}

/** A page without the signs of Markdown. */
const readable = ({ form }: store.Listed, words: string) => (form === 'page' ? words.replace(/[#*_>|~`]+/g, ' ') : words)

/** With `search` each with the words around what was found. */
export async function rowsOf(ctx: Context, rows: readonly store.Listed[], search?: string): Promise<DocumentRow[]> {
  const name = await naming(
    ctx,
    rows.map(({ ownerId }) => ownerId),
  )
  const words = wordsOf(search ?? '')
  const texts = words.length > 0 ? await store.wordsOfShown(ctx.db as store.Db, rows) : undefined
  return rows.map((row) => rowOf(row, name, texts ? snippet(readable(row, texts.get(row.id) ?? ''), words) : null))
}

function versionOf(ctx: Context, row: store.VersionHead, name: (id: string) => Named): VersionRow {
  const { number, note, at, byId, restoredFrom, hash, name: file, type, size, inline, macros, reading, reason } = row
  return {
    number,
    note,
    at,
    by: byId === null ? null : name(byId),
    restoredFrom,
    file: hash === null ? null : { hash, name: file ?? 'file', type: type ?? 'application/octet-stream', size: size ?? 0, inline, macros },
    reading,
    reason: reason === null ? null : ctx.t(`documents.why.${reason}`),
  }
}

export async function versionShown(ctx: Context, row: store.VersionRow): Promise<VersionShown> {
  const { text, words, ...head } = row
  const html = text === null ? null : await drawPage(text)
  return { ...versionOf(ctx, head, await naming(ctx, [row.byId])), text, html, words: words?.slice(0, longestWords) ?? null }
}

async function audiencesOf(ctx: Context, doc: store.Listed): Promise<{ read: AudienceShown | null; write: AudienceShown | null }> {
  if (!doc.mayWrite) return { read: null, write: null }
  const { read, write } = await audienceOf(ctx, doc)
  const name = await naming(ctx, [...read.personIds, ...write.personIds])
  const shown = async ({ everybody, teamIds, roles, personIds }: typeof read): Promise<AudienceShown> => ({
    everybody,
    teams: await Promise.all(teamIds.map(async (id) => ({ id, name: (await teamById(ctx, id))?.name ?? ctx.t('documents.someone') }))),
    roles,
    people: personIds.map(name),
  })
  return { read: await shown(read), write: await shown(write) }
}

async function placesOf(ctx: Context, documentId: string): Promise<Place[]> {
  const places: Place[] = []
  for (const { kind, targetId } of await store.listPlaces(ctx.db as store.Db, { documentId })) {
    const found = await findPlace(ctx, kind, targetId)
    if (found) places.push({ kind, id: found.id, number: found.number, title: found.title })
  }
  return places
}

/** Undefined when it is not there, or not for this actor. */
export async function pageOf(ctx: Context, id: string): Promise<DocumentPage | undefined> {
  const db = ctx.db as store.Db
  const doc = await store.readDocument(db, id)
  if (!doc) return undefined
  const current = await store.readVersion(db, id, doc.mayWrite ? doc.latest : (doc.published ?? 0))
  if (!current) return undefined
  const versions = await store.listVersions(db, id, mostVersions)
  const name = await naming(ctx, [doc.ownerId, ...versions.map(({ byId }) => byId)])
  return {
    ...rowOf(doc, name, null),
    version: doc.version,
    createdAt: doc.createdAt,
    ...(await audiencesOf(ctx, doc)),
    versions: versions.map((one) => versionOf(ctx, one, name)),
    shown: await versionShown(ctx, current),
    // Reports of others are no business of who only reads: policies leave those out.
    places: await placesOf(ctx, id),
  }
}
