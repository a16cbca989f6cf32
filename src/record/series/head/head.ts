/**
 * The head is kept by one process: who has the lock of the database. It begins with what was open when the journal was last shortened and what the
 * journal says since then, and is given up with the connection that holds the lock.
 */
import pg from 'pg'
import { type App, type Context, Problem } from '#platform/room.ts'
import { unpackBatch } from '../journal/rules.ts'
import { type Db, type FlushRow, flushesSince, type JournalRow, journalAfter, nextWriter, openBodies, seriesById, shorten } from '../store.ts'
import { openFromBytes, openInBytes } from './open/rules.ts'
import { addLine, apply, emptyHead, give, type Head } from './rules.ts'

const heads = new WeakMap<App, Promise<Head>>()
/** Throws 'series.elsewhere' (503) where another process keeps it, and what the database throws. */
export function headOf(app: App): Promise<Head> {
  const known = heads.get(app)
  if (known) return known
  const begun = begin(app)
  heads.set(app, begun)
  begun.catch(() => heads.delete(app))
  return begun
}
/** The head, where this process keeps one already. */
export const headHere = (app: App): Promise<Head> | undefined => heads.get(app)

async function begin(app: App): Promise<Head> {
  const letGo = await hold(app)
  try {
    const head = emptyHead(app.now())
    await app.asSystem((ctx) => restore(ctx, head))
    return head
  } catch (error) {
    letGo()
    throw error
  }
}

/** Two would write each other's samples twice. */
async function hold(app: App): Promise<() => void> {
  const client = new pg.Client({ connectionString: app.pools.url, application_name: 'spil series', keepAlive: true })
  const letGo = () => {
    heads.delete(app)
    client.end().catch(() => undefined)
  }
  client.on('error', letGo)
  await client.connect()
  const { rows } = await client.query<{ held: boolean }>('select pg_try_advisory_lock(7745, 61) as held')
  if (!rows[0]?.held) {
    await client.end()
    throw new Problem('series.elsewhere', 503)
  }
  app.stopping.addEventListener('abort', letGo, { once: true })
  return letGo
}

const atATime = 50
/** All of it is open again, and what it was made of is no longer needed. */
async function restore(ctx: Context, head: Head): Promise<void> {
  const db = ctx.db as Db
  head.writer = await nextWriter(db)
  const flushed = lastCuts(await flushesSince(db))
  for (const body of await openBodies(db)) await reopen(db, head, body, flushed)
  for (let last = { writer: 0, place: 0 }; ; ) {
    const rows = await journalAfter(db, last.writer, last.place, atATime)
    for (const row of rows) await replay(db, head, row, flushed)
    const end = rows.at(-1)
    if (!end) break
    last = end
  }
  await shorten(db, [...openInBytes(head)], { writer: head.writer, place: 0, flushes: Number.MAX_SAFE_INTEGER })
}
type Flushed = Map<number, { number: number; place: number }>
function lastCuts(rows: readonly FlushRow[]): Flushed {
  const last: Flushed = new Map()
  for (const { series, numbers, places } of rows)
    series.forEach((id, index) => {
      last.set(id, { number: numbers[index] ?? 0, place: places[index] ?? 0 })
    })
  return last
}
async function linesFor(db: Db, head: Head, ids: Iterable<number>): Promise<void> {
  const unknown = [...new Set(ids)].filter((id) => !head.lines.has(id))
  for (let from = 0; from < unknown.length; from += 5000)
    for (const named of await seriesById(db, unknown.slice(from, from + 5000))) addLine(head, named)
}
async function reopen(db: Db, head: Head, body: Uint8Array, flushed: Flushed): Promise<void> {
  const all = openFromBytes(body)
  await linesFor(
    db,
    head,
    all.map(({ id }) => id),
  )
  for (const { id, until, rollFrom, heardAt, pieces } of all) {
    const line = head.lines.get(id)
    if (!line) continue
    Object.assign(line, { until, rollFrom, heardAt, openSince: heardAt })
    for (const { number, points } of pieces)
      if (number > (flushed.get(id)?.number ?? 0)) for (const [index, at] of points.at.entries()) give(head, line, at, points.value[index] ?? 0)
  }
}
async function replay(db: Db, head: Head, { place, body, at }: JournalRow, flushed: Flushed): Promise<void> {
  const batch = unpackBatch(body)
  await linesFor(db, head, batch.series)
  const keep = Uint32Array.from([...batch.series.keys()].filter((i) => place > (flushed.get(batch.series[i] ?? 0)?.place ?? -1)))
  const kept = {
    n: keep.length,
    series: Int32Array.from(keep, (i) => batch.series[i] ?? 0),
    at: Float64Array.from(keep, (i) => batch.at[i] ?? 0),
    value: Float64Array.from(keep, (i) => batch.value[i] ?? 0),
  }
  apply(head, kept, Date.parse(at))
}
