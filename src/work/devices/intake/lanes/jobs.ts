/** What waits, in lanes: the table is the queue, a job only tells that something came. */
import { setTimeout as sleep } from 'node:timers/promises'
import * as z from 'zod'
import { databaseAway } from '#platform/database/pool.ts'
import { bytesOf } from '#platform/files.ts'
import { type App, type Context, job, Problem } from '#platform/room.ts'
import { type Read, readInventory } from '../adapters/reader.ts'
import { settle, standing, type Why } from '../jobs.ts'
import { type Db, nextWaiting, type WaitingRow } from '../store.ts'

/** What may go well when it is tried again soon: not the document's fault. */
const passing = (error: unknown) => databaseAway(error) || /^(40|55P03|57014)/.test((error as { code?: string }).code ?? '')

/** As many documents are written at once, of agents that have nothing to do with each other; those of one agent always in one lane. */
const lanes = 2
/** Names under which a lane is told that something came: those who tell it at once must not wait for each other's commit. */
const bells = 8
/** Rows that a lane looks up at once; of their bytes it holds two. */
const ahead = 16

/** How many agents are being answered by this process. */
const answering = new WeakMap<App, number>()
/** With more of them than this at the door, what waits waits: at most so many milliseconds a document, so that it goes on in any case. */
const busy = 6
const longest = 2000

/** Agents that stand at the door go first: an answer is soon there, what they brought is not lost. */
export async function answerFirst<T>(app: App, answer: () => Promise<T>): Promise<T> {
  answering.set(app, (answering.get(app) ?? 0) + 1)
  try {
    return await answer()
  } finally {
    answering.set(app, (answering.get(app) ?? 1) - 1)
  }
}
async function whenQuiet(app: App, signal: AbortSignal): Promise<void> {
  for (let waited = 0; waited < longest && (answering.get(app) ?? 0) > busy && !signal.aborted; waited += 50) await sleep(50)
}

/** All that waits in a lane, oldest first, and what comes meanwhile; without a lane all there is. */
export const processWaiting = job({
  name: 'devices.intake.process',
  payload: z.object({ lane: z.int().min(0).nullable().default(null) }),
  maxAttempts: 20,
  async run({ lane }, app, signal) {
    for (;;) {
      const rows = await app.asSystem((ctx) => nextWaiting(ctx.db as Db, lane === null ? undefined : { lane, lanes }, ahead))
      if (rows.length === 0) return
      let next = reading(app, rows[0])
      for (const [at, row] of rows.entries()) {
        const read = await next
        await whenQuiet(app, signal)
        signal.throwIfAborted()
        // The next is read while this one is written.
        next = reading(app, rows[at + 1])
        await process(app, row, read)
      }
    }
  },
})
/** After the transaction: it is told to the lane of the agent, in which only one document is written at a time. */
export function processSoon(ctx: Context, agentId: string): Promise<void> {
  const byte = Number.parseInt(agentId.slice(-2), 16)
  const [lane, bell] = [byte % lanes, byte % (lanes * bells)]
  return ctx.enqueue(processWaiting, { lane }, { queue: `devices intake ${lane}`, key: `devices intake ${bell}` })
}

/** Never rejects: what went wrong is dealt with when its turn comes. */
const reading = async (app: App, row: WaitingRow | undefined): Promise<PromiseSettledResult<Read> | undefined> =>
  row && (await Promise.allSettled([read(app, row)]))[0]
const read = async (app: App, { hash, encoding, receivedAt, dialect }: WaitingRow): Promise<Read> =>
  readInventory({ bytes: await bytesOf(app.files, hash), encoding, receivedAt: new Date(receivedAt).toISOString(), dialect })

async function process(app: App, row: WaitingRow, read: PromiseSettledResult<Read> | undefined): Promise<void> {
  try {
    if (read?.status !== 'fulfilled') throw read?.reason
    await app.asSystem((ctx) => settle(ctx, row.id, read.value))
  } catch (error) {
    if (passing(error)) throw error
    const why: Why = error instanceof Problem ? { reason: 'notRegistered', given: { code: error.code } } : { reason: 'failed', given: {} }
    app.log.error({ at: 'devices intake', documentId: row.id, error: error instanceof Error ? error.stack : String(error) })
    await app.asSystem((ctx) => standing(ctx, row, why))
  }
}
