/** Every open clock of an organisation anew, a piece at a time: each piece is a transaction of its own, and after a crash it goes on where it was. */
import { setImmediate as breathe } from 'node:timers/promises'
import { sql } from 'kysely'
import type { Context } from '#platform/room.ts'
import type { CaseRow } from '../../store.ts'
import { agreementOf } from '../agreements/agreements.ts'
import { momentsFrom, plan } from '../clocks.ts'
import { recalculated } from '../contract.ts'
import { wakeAt } from '../ladder/jobs.ts'
import { type CaseDues, type ClockRow, type NewMoment, readBatch, readClocksOf, writeClocks, writeDues } from '../store.ts'
import { countToDo, progressOf, setProgress } from './store.ts'

/** In JSON, so with the instants as PostgreSQL writes them. */
type Raw = CaseRow & Record<string, unknown>
const inCamel = (row: Record<string, unknown>): Raw =>
  Object.fromEntries(
    Object.entries(row).map(([key, value]) => [
      key.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase()),
      key.endsWith('_at') && typeof value === 'string' ? new Date(value).toISOString() : value,
    ]),
  ) as unknown as Raw

/** Computes up to `limit` cases anew. False when all are done. */
export async function recompute(ctx: Context, organisationId: string, limit: number): Promise<boolean> {
  // What a crash of the database takes along is done again.
  await sql`set local synchronous_commit = off`.execute(ctx.db)
  const progress = await progressOf(ctx.db, organisationId, true)
  if (!progress || progress.endedAt !== null) return false
  const total = progress.total ?? (await countToDo(ctx.db, organisationId))
  const settings = await agreementOf(ctx, organisationId)
  const ids = await readBatch(ctx.db, organisationId, progress.afterNumber, limit)
  const rows = await readClocksOf<Record<string, unknown>>(ctx.db, ids)
  const clocks: ClockRow[] = []
  const dues: (CaseDues & { id: string })[] = []
  const wakes: string[] = []
  for (const [at, one] of rows.entries()) {
    // Pages are answered by the same process.
    if (at % 10 === 9) await breathe()
    const old: NewMoment[] = one.row === null ? [] : momentsFrom(inCamel(one.row)).map((moment, place) => ({ place, moment }))
    const moments = [...one.moments, ...old.map(({ moment }) => moment)]
    const planned = plan(settings, { ...one, moments, organisationId }, [], ctx.now.toISOString())
    if (old.length > 0) await writeClocks(ctx.db, one.id, old, [])
    clocks.push(...planned.clocks)
    dues.push({ id: one.id, ...planned.dues })
    if (planned.wake) wakes.push(planned.wake)
  }
  await writeClocks(ctx.db, null, [], clocks)
  await writeDues(ctx.db, dues)
  await wakeAt(ctx, wakes.sort()[0] ?? null)
  const done = progress.done + rows.length
  const ended = ids.length < limit
  const afterNumber = rows.at(-1)?.number ?? progress.afterNumber
  await setProgress(ctx.db, { organisationId, total: Math.max(total, done), done, afterNumber, endedAt: ended ? ctx.now.toISOString() : null })
  if (ended) await ctx.emit(recalculated, { about: `organisation/${organisationId}`, organisationId, data: { organisationId, cases: done } })
  return !ended
}
