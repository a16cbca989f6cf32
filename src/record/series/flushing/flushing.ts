/** What was cut goes to the database, what ended is rolled up, and the journal is shortened. One at a time, whoever asks. */
import { setImmediate } from 'node:timers/promises'
import type { App } from '#platform/room.ts'
import { longest } from '../chunks/rules.ts'
import { headHere, headOf } from '../head/head.ts'
import type { Cut, Line } from '../head/lines/rules.ts'
import { openInBytes } from '../head/open/rules.ts'
import { cutLine, type Head, namesOf, placeApplied, removeLine } from '../head/rules.ts'
import { outsideOf, sendCuts } from '../outside/outside.ts'
import { type Due, rollUp } from '../rollups/rollups.ts'
import { periodOf } from '../rollups/rules.ts'
import { type Db, insertChunks, insertFlush, lastFlush, makeDays, seenOn, shorten } from '../store.ts'

const atATime = 2000
const day = 86_400_000
const dayOf = (at: number): string => new Date(Math.floor(at / day) * day).toISOString().slice(0, 10)

const turns = new WeakMap<Head, Promise<unknown>>()
/** After whoever was before. */
async function inTurn<T>(head: Head, run: () => Promise<T>): Promise<T> {
  const before = turns.get(head) ?? Promise.resolve()
  const turn = before.catch(() => undefined).then(run)
  turns.set(head, turn)
  return turn
}

/** Writes all that is cut. Answers how many chunks. */
export async function flush(app: App): Promise<number> {
  const head = await headOf(app)
  return inTurn(head, async () => {
    let chunks = 0
    while (head.queue.length > 0) {
      const cuts = head.queue.slice(0, atATime)
      chunks += await write(app, head, cuts)
      head.queue.splice(0, cuts.length)
      const due = dueOf(cuts)
      if (!outsideOf(app)) await rollUp(app, head, due)
    }
    return chunks
  })
}
async function write(app: App, head: Head, cuts: readonly Cut[]): Promise<number> {
  const store = outsideOf(app)
  if (store) await sendCuts(store, cuts)
  const all = cuts.flatMap(({ line, chunks }) => chunks.map((chunk) => ({ ...chunk, seriesId: line.id, retention: line.retention })))
  const days = store ? [] : [...new Set(all.map(({ from }) => dayOf(from)))]
  const missing = days.filter((one) => !head.days.has(one))
  if (missing.length > 0) {
    // By itself: it holds up everybody who reads chunks.
    await app.asSystem((ctx) => makeDays(ctx.db as Db, missing))
    for (const one of missing) head.days.add(one)
  }
  const flushed = { series: cuts.map(({ line }) => line.id), numbers: cuts.map(({ number }) => number), places: cuts.map(({ place }) => place) }
  await app.asSystem(async (ctx) => {
    if (!store) await insertChunks(ctx.db as Db, all)
    await insertFlush(ctx.db as Db, flushed)
    for (const [seen, ids] of newDays(cuts)) await seenOn(ctx.db as Db, ids, seen)
  })
  for (const { line, chunks, inOrder } of cuts) {
    line.waiting.shift()
    // Only where nothing of that time is in another chunk: then memory has all there is from its beginning on.
    line.kept = chunks.length === 1 && inOrder ? (chunks[0] ?? null) : null
    line.seenOn = dayOf(line.until)
  }
  return all.length
}
function newDays(cuts: readonly Cut[]): Map<string, number[]> {
  const byDay = new Map<string, number[]>()
  for (const { line } of cuts) {
    const seen = dayOf(line.until)
    if (line.seenOn !== seen) byDay.set(seen, [...(byDay.get(seen) ?? []), line.id])
  }
  return byDay
}
/** Six hours that ended, and those in which something came late. */
function dueOf(cuts: readonly Cut[]): Due[] {
  const due: Due[] = []
  for (const { line, chunks } of cuts) {
    const late = new Set(chunks.map(({ from }) => periodOf(from)).filter((period) => period < line.rollFrom))
    for (const period of late) due.push({ line, period })
    const now = periodOf(line.until)
    for (let period = line.rollFrom; period < now; period++) due.push({ line, period })
    line.rollFrom = Math.max(line.rollFrom, now)
  }
  return due
}

/** A series of which nothing came for so long is no longer in memory. */
const silent = 3 * 3_600_000
/** Cuts what has been open for long, and lets go of what is silent. */
export async function sweep(app: App): Promise<void> {
  const head = await headOf(app)
  const now = app.now().getTime()
  const gone: Line[] = []
  for (const line of head.lines.values()) {
    const left = line.heardAt < now - silent
    if (left || line.openSince < now - longest) cutLine(head, line)
    if (left) gone.push(line)
  }
  await flush(app)
  const quiet = gone.filter((line) => line.n === 0 && !line.late && line.waiting.length === 0)
  const due = quiet.map((line) => ({ line, period: line.rollFrom }))
  if (!outsideOf(app)) await inTurn(head, () => rollUp(app, head, due))
  for (const line of quiet) removeLine(head, line)
  if (quiet.length > 0) for (const organisationId of head.names.keys()) namesOf(head, organisationId).keepOnly((line) => !line.gone)
}

/** What is open is kept as a whole, so that the journal before it can go. */
export async function checkpoint(app: App): Promise<void> {
  const head = await headOf(app)
  await inTurn(head, async () => {
    const place = placeApplied(head)
    const flushes = await app.asSystem((ctx) => lastFlush(ctx.db as Db))
    const bodies: Uint8Array[] = []
    for (const body of openInBytes(head)) {
      bodies.push(body)
      await setImmediate()
    }
    await app.asSystem((ctx) => shorten(ctx.db as Db, bodies, { writer: head.writer, place, flushes }))
  })
}
/** Before the program stops: what is open is written down, so that the next start is quick. */
export async function rest(app: App): Promise<void> {
  if (!(await headHere(app)?.catch(() => undefined))) return
  await flush(app)
  await checkpoint(app)
}
