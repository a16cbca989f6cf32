/** What a collector sends, written as if it had been asked here; and what it is to ask. */
import { createHash } from 'node:crypto'
import type { Context } from '#platform/room.ts'
import { secretOf } from '../../checks/questions/store.ts'
import { claimOf } from '../../checks/schedule/store.ts'
import { type Done, writeIn } from '../../checks/schedule/writing/jobs.ts'
import type { Assigned, Batch, Outcome } from '../contract.ts'
import { assignedTo, type CollectorRow, type Db } from '../store.ts'

/** Each check at most once a turn, in the order of time: of two results of one check the later stands. */
function turnsOf(outcomes: readonly Outcome[]): Outcome[][] {
  const turns: Map<string, Outcome>[] = []
  const next = new Map<string, number>()
  for (const one of outcomes) {
    const turn = next.get(one.checkId) ?? 0
    next.set(one.checkId, turn + 1)
    turns[turn] ??= new Map()
    turns[turn].set(one.checkId, one)
  }
  return turns.map((turn) => [...turn.values()])
}
/** In the transaction of the exchange: taken and numbered together, or not at all. What it no longer asks is left out. */
export async function take(ctx: Context, { id }: CollectorRow, { outcomes }: Batch): Promise<void> {
  const latest = ctx.now.getTime()
  for (const turn of turnsOf(outcomes)) {
    const dues = await claimOf(ctx.db, { collectorId: id, ids: turn.map(({ checkId }) => checkId), until: ctx.now })
    const byId = new Map(dues.map((due) => [due.id, due]))
    const done = turn.flatMap(({ checkId, at, state, slow, durationMs, why, values, facts }): Done[] => {
      const due = byId.get(checkId)
      if (!due) return []
      const told = values.map(({ value, labels, at: moment, name }) => ({
        name,
        value: value ?? Number.NaN,
        ...(labels && { labels }),
        ...(moment !== undefined && { at: moment }),
      }))
      const result = { ok: why === null, why, values: told, durationMs, ...(facts && { facts }) }
      return [{ due, result, state, slow, at: new Date(Math.min(Date.parse(at), latest)) }]
    })
    await writeIn(ctx, done)
  }
}

/** What it asks, with the secrets that it needs. The mark is of all of it. */
export async function asksOf(ctx: Context, collectorId: string): Promise<{ mark: string; checks: Assigned[] }> {
  const rows = await assignedTo(ctx.db as Db, collectorId)
  const mark = createHash('sha256').update(JSON.stringify(rows)).digest('base64url')
  const checks = rows.flatMap(({ id, questionId, what, secret, everySeconds, timeoutSeconds, spread, askedSince }): Assigned[] => {
    const opened = secretOf(ctx.app, questionId, secret)
    return opened ? [{ id, what, secret: opened, everySeconds, timeoutSeconds, spread, askedSince: new Date(askedSince).toISOString() }] : []
  })
  return { mark, checks }
}
