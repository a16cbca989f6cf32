/**
 * Proves that the logbook is what was sealed, or names the first row that is not. Walks the tree once, in order, in constant memory,
 * and holds three witnesses together: the events, their leaves with the signed heads in the database, and the signed heads outside it.
 */
import type { KeyObject } from 'node:crypto'
import type pg from 'pg'
import type { App } from '../room.ts'
import { headsLength } from './heads-file.ts'
import { type Head, hashOf, headKey, isSigned, publicKey } from './leaf.ts'
import { append, type Hash, rootOf } from './merkle.ts'
import { Broken, type Known, type Verdict } from './verdict.ts'
import { type HeadsInFile, headsInFile } from './verify-file.ts'
import { describe, heads, type LeafRecord, leaves, strayEvent } from './verify-read.ts'

/** Checks the live database against itself and against the file of heads, while work goes on. */
export async function verify(app: App): Promise<Verdict> {
  const key = publicKey(headKey(app.secrets).publicPem)
  // First the length of the file, then the snapshot: what is sealed in between is in neither.
  const length = await headsLength(app.config.data)
  const client = await app.pools.owner.connect()
  const file = headsInFile(app.config.data, length, key)
  try {
    await client.query('begin isolation level repeatable read read only')
    return await walk(client, file, key)
  } catch (error) {
    if (!(error instanceof Broken)) throw error
    const found = error.eventId === null ? undefined : await describe(client, error.eventId)
    return { ok: false, wrong: { seq: error.seq, eventId: error.eventId, about: found ?? null, why: error.message } }
  } finally {
    await file.close()
    await client.query('rollback').catch(() => undefined)
    client.release()
  }
}

async function walk(client: pg.PoolClient, file: HeadsInFile, key: KeyObject): Promise<Verdict> {
  const frontier: Hash[] = []
  const tableHeads = heads(client)
  let next = (await tableHeads.next()).value as (Head & { frontier: Hash[] }) | undefined
  let size = 0
  let covered = 0
  for await (const leaf of leaves(client)) {
    const known = await file.at(size, frontier)
    checkLeaf(leaf, size, known)
    append(frontier, size, leafOf(leaf, known))
    size++
    if (next && next.size < size) throw new Broken(next.size, leaf.eventId, `the signed head of size ${next.size} does not stand where a batch ends`)
    if (next?.size === size) {
      checkHead(next, frontier, covered, key)
      if (file.end() > size && file.begin() < size)
        throw new Broken(size - 1, leaf.eventId, `a signed head of size ${size} was put in; the file of heads has none`)
      covered = size
      next = (await tableHeads.next()).value as typeof next
    } else if (file.end() === size) throw new Broken(size - 1, leaf.eventId, `the signed head of size ${size} was removed from the database`)
  }
  const lost = await file.at(size, frontier)
  if (lost) throw new Broken(size, lost.id, `removed from the end: the database stops here, the signed heads outside it go on to ${file.end()}`)
  if (next) throw new Broken(size, null, `its place was removed: the last signed head in the database counts ${next.size}`)
  if (covered < size) throw new Broken(covered, null, 'it has a place in the logbook that no signed head covers')
  const stray = await strayEvent(client)
  if (stray !== undefined) throw new Broken(size, stray, 'it stands among the events but was never handed to the logbook')
  const warning = file.end() > 0 || size === 0 ? null : 'There is no file of signed heads: what was removed from the end cannot be noticed without it'
  return { ok: true, size, root: rootOf(frontier).toString('hex'), warning }
}

function checkLeaf(leaf: LeafRecord, seq: number, known: Known | undefined): void {
  const id = known?.id ?? leaf.eventId
  if (leaf.seq < seq) throw new Broken(leaf.seq, leaf.eventId, 'it was put in where no event was sealed')
  if (leaf.seq > seq) throw new Broken(seq, known?.id ?? null, 'its place in the logbook was removed')
  if (known && known.id !== leaf.eventId) throw new Broken(seq, known.id, `event ${leaf.eventId} stands in its place: the order was changed`)
  if (!leaf.event) throw new Broken(seq, id, 'the event was removed')
  const hash = hashOf(leaf.event)
  if (known && !hash.equals(known.hash)) throw new Broken(seq, id, 'the event is not what was sealed: it was changed')
  if (!hash.equals(leaf.hash)) throw new Broken(seq, id, known ? 'its leaf was changed' : 'the event does not fit its leaf: one of them was changed')
  if (leaf.event.contentHash === null) return
  if (leaf.contentIs === null) throw new Broken(seq, id, 'its personal content was removed; erasing takes the key away, never the content')
  if (leaf.contentIs !== leaf.event.contentHash) throw new Broken(seq, id, 'its personal content was changed')
}

const leafOf = (leaf: LeafRecord, known: Known | undefined): Hash => known?.hash ?? leaf.hash

function checkHead(head: Head & { frontier: Hash[] }, frontier: readonly Hash[], from: number, key: KeyObject): void {
  const rows = from === head.size - 1 ? 'the row' : `one of the rows ${from}–${head.size - 1}`
  if (rootOf(frontier).toString('hex') !== head.root)
    throw new Broken(
      from,
      null,
      `${rows} was changed together with its leaf, or the head above: they do not give the signed root of size ${head.size}`,
    )
  if (!isSigned('head', head, key)) throw new Broken(head.size - 1, null, `the head of size ${head.size} does not carry our signature`)
  const same = head.frontier.length === frontier.length && head.frontier.every((hash, at) => hash.equals(frontier[at] as Hash))
  if (!same) throw new Broken(head.size - 1, null, `the frontier beside the head of size ${head.size} was changed`)
}
