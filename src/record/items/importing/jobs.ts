/** Reading, trying, importing and undoing. Each ends in one transaction: after a kill -9 it is done, or begins again from nothing. */
import { buffer } from 'node:stream/consumers'
import * as z from 'zod'
import { type App, type Context, job } from '#platform/room.ts'
import { actorOf } from '#record/people/people.ts'
import { kindsOf } from '../kinds/kinds.ts'
import { relationKindsOf } from '../relations/relations.ts'
import { type Db, holdLocations } from '../store.ts'
import { type Busy, busy, type Counts, importChecked, imported, importRead, importUndone, type Mapping, type State } from './contract.ts'
import { saveFaults } from './faults/faults.ts'
import { columnsOf, headersKey, monthFirstIn, proposed } from './mapping/mapping.ts'
import { readSheet, type Sheet } from './reading/adapters/reader.ts'
import { changeImport, holdImports, type ImportRow, readImport, readMapping } from './store.ts'
import type { Understood } from './understanding/rules.ts'
import { understand } from './understanding/understanding.ts'
import { undoImport } from './undoing/undoing.ts'
import { RefusedError, writeUnderstood } from './writing/writing.ts'

/** Somebody stopped it, or it was done already. */
class StoppedError extends Error {
  override name = 'StoppedError'
}

const about = ({ id, organisationId }: ImportRow) => ({ about: `items-import/${id}`, organisationId })

/** Says how far it is, in a transaction of its own; stops when it is no longer in this state. At most a few times a second. */
function tickerOf(app: App, id: string, state: State, signal: AbortSignal): (done: number, total: number) => Promise<void> {
  let last = 0
  return async (done, total) => {
    if (signal.aborted) throw new Error('the program stops; it begins again')
    const now = performance.now()
    if (now - last < 300) return
    last = now
    if (!(await app.asSystem((ctx) => changeImport(ctx.db, id, [state], { done, total })))) throw new StoppedError('stopped')
  }
}
/** The last step of what is in this state, in the transaction of the work itself. */
async function end(ctx: Context, row: ImportRow, set: Parameters<typeof changeImport>[3]): Promise<void> {
  if (!(await changeImport(ctx.db, row.id, [row.state], set))) throw new StoppedError('stopped')
}

async function sheetOf(app: App, { hash }: ImportRow) {
  const { stream } = await app.files.read(hash)
  return readSheet(new Uint8Array(await buffer(stream)))
}
/** It was read before, so it can be read. */
async function sheetAgain(app: App, row: ImportRow): Promise<Sheet> {
  const read = await sheetOf(app, row)
  if (!read.ok) throw new Error(`import ${row.id} cannot be read any more: ${read.why}`)
  return read.sheet
}

async function read(app: App, row: ImportRow, personId: string): Promise<void> {
  const found = await sheetOf(app, row)
  await app.as(await actorOf(app, personId), async (ctx) => {
    if (!found.ok) return end(ctx, row, { state: 'unreadable', why: found.why, given: found.given })
    const { sheet } = found
    const [kinds, relations] = [await kindsOf(ctx, row.organisationId), await relationKindsOf(ctx, [row.organisationId])]
    const remembered = await readMapping(ctx.db, row.organisationId, headersKey(sheet.columns))
    const columns = columnsOf(sheet, kinds)
    const fresh = proposed(sheet.columns, { kinds: [...kinds.values()].filter(({ active }) => active), relations: relations.values() })
    const mapping: Mapping = {
      ...{ kind: null, kinds: {}, states: {}, existing: 'skip', monthFirst: monthFirstIn(sheet), columns: fresh },
      unknown: sheet.format === 'csv' || sheet.format === 'xlsx' ? 'error' : 'leave',
      ...remembered,
      // In this file a column may be written in another way.
      ...(remembered && { columns: { ...fresh, ...remembered.columns } }),
    }
    const { format, notes, rows } = sheet
    await end(ctx, row, { state: 'ready', format, notes, rows: rows.length, columns, mapping, remembered: remembered !== undefined })
    await ctx.emit(importRead, { ...about(row), data: { importId: row.id, organisationId: row.organisationId, rows: rows.length } })
  })
}

const countsOf = ({ make, change, same, skip, leftOut, relate, faults }: Understood): Counts => ({
  ...{ make: make.length, change: change.length, same, skip, leftOut, relate: relate.length, stays: 0 },
  errors: faults.count('error'),
  warnings: faults.count('warning'),
})
async function checked(ctx: Context, row: ImportRow, understood: Understood): Promise<void> {
  const counts = countsOf(understood)
  await end(ctx, row, { state: 'checked', counts })
  await saveFaults(ctx, row.id, understood.faults.list())
  const data = { importId: row.id, organisationId: row.organisationId, errors: counts.errors, warnings: counts.warnings }
  await ctx.emit(importChecked, { ...about(row), data })
}

async function check(app: App, row: ImportRow, personId: string, signal: AbortSignal): Promise<void> {
  const sheet = await sheetAgain(app, row)
  const actor = await actorOf(app, personId)
  const tick = tickerOf(app, row.id, 'checking', signal)
  const { organisationId, mapping } = row
  const work = (ctx: Context) => understand(ctx, { organisationId, sheet, mapping, lock: false, tick: (done) => tick(done, sheet.rows.length) })
  // PostgreSQL itself refuses every write of a dry run.
  const understood = await app.as(actor, work, true)
  await app.as(actor, (ctx) => checked(ctx, row, understood))
}

async function run(app: App, row: ImportRow, personId: string, signal: AbortSignal): Promise<void> {
  const sheet = await sheetAgain(app, row)
  const actor = await actorOf(app, personId)
  const tick = tickerOf(app, row.id, 'running', signal)
  const { id: importId, organisationId, mapping } = row
  const total = sheet.rows.length * 2
  try {
    await app.as(actor, async (ctx) => {
      await holdImports(ctx.db, organisationId)
      await holdLocations(ctx.db as Db, organisationId)
      const understood = await understand(ctx, { organisationId, sheet, mapping, lock: true, tick: (done) => tick(done, total) })
      if (understood.faults.count('error') > 0) throw new RefusedError(understood)
      const why = row.runWhy ?? ctx.t('items.importing.why', { name: row.name })
      const written = await writeUnderstood(ctx, { importId, organisationId, why }, understood, (done) => tick(sheet.rows.length + done, total))
      const counts = { ...countsOf(understood), ...written }
      await end(ctx, row, { state: 'done', counts, ranAt: ctx.now.toISOString(), done: total, total })
      await saveFaults(ctx, row.id, understood.faults.list())
      const data = { importId, organisationId, made: written.make, changed: written.change, related: written.relate }
      await ctx.emit(imported, { ...about(row), data })
    })
  } catch (error) {
    if (!(error instanceof RefusedError)) throw error
    await app.as(actor, (ctx) => checked(ctx, row, error.understood))
  }
}

async function undo(app: App, row: ImportRow, personId: string, signal: AbortSignal): Promise<void> {
  const actor = await actorOf(app, personId)
  const tick = tickerOf(app, row.id, 'undoing', signal)
  const { id: importId, organisationId } = row
  await app.as(actor, async (ctx) => {
    await holdImports(ctx.db, organisationId)
    const why = row.undoWhy ?? ctx.t('items.importing.back', { name: row.name })
    const { removed, restored, faults } = await undoImport(ctx, { importId, organisationId, why, tick })
    const counts = { ...row.counts, stays: faults.count('stays') }
    await end(ctx, row, { state: 'undone', counts, undoneBy: personId, undoneAt: ctx.now.toISOString() })
    await saveFaults(ctx, importId, faults.list())
    await ctx.emit(importUndone, { ...about(row), data: { importId, organisationId, removed, restored, stayed: faults.count('stays') } })
  })
}

/** What it is when its work does not come to an end; nothing of that work is left. An undo that is stopped leaves it as it was: done. */
export const backFrom = (state: Busy): State => (state === 'undoing' ? 'done' : state === 'reading' ? 'unreadable' : 'ready')
const steps = { reading: read, checking: check, running: run, undoing: undo } as const
/** `personId`: as whom; what they may do at that moment decides. */
export const work = job({
  name: 'items.importing.work',
  payload: z.object({ importId: z.uuid(), personId: z.uuid(), state: z.enum(busy) }),
  maxAttempts: 5,
  async run({ importId, personId, state }, app, signal) {
    const row = await app.asSystem((ctx) => readImport(ctx.db, importId))
    if (row?.state !== state) return
    try {
      await steps[state](app, row, personId, signal)
    } catch (error) {
      if (error instanceof StoppedError) return
      // Whoever stops the program finds it begun again; everything else would fail again, so it is told. When the database is away this throws too.
      if (signal.aborted) throw error
      app.log.error({ at: 'items import', importId, state, error: error instanceof Error ? error.message : String(error) })
      await app.asSystem((ctx) => changeImport(ctx.db, importId, [state], { state: backFrom(state), why: 'failed', given: {} }))
    }
  },
})
/** One after another within an organisation: each waits for what the one before wrote, and those that wait hold no worker. */
export const workSoon = (ctx: Context, { id, organisationId }: Pick<ImportRow, 'id' | 'organisationId'>, state: Busy) =>
  ctx.enqueue(work, { importId: id, personId: ctx.actor.personId ?? '', state }, { queue: `items import ${organisationId}` })
