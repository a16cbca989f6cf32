/** Who asks what, when places or collectors change; and collectors that are not heard of. */
import { setTimeout as sleep } from 'node:timers/promises'
import * as z from 'zod'
import { type App, type Context, job, type Service } from '#platform/room.ts'
import { numberOfItem } from '#record/items/contract.ts'
import { namesOf } from '#record/items/reads.ts'
import { appendSamples } from '#record/series/series.ts'
import { collectorChanged } from './contract.ts'
import { stateOf } from './reads.ts'
import { assign, type CollectorRow, type Db, enrolled, readCollector, unknownOf } from './store.ts'

export const assignChecks = job({
  name: 'monitoring.collectors.assign',
  payload: z.object({ organisationId: z.uuid() }),
  async run({ organisationId }, app) {
    await app.asSystem((ctx) => assign(ctx.db as Db, organisationId))
  },
})
export const assignSoon = (ctx: Context, organisationId: string): Promise<void> =>
  ctx.enqueue(assignChecks, { organisationId }, { key: `monitoring.collectors.assign ${organisationId}` })

/** How each stands, as a series of what it runs on; what a silent one asks is unknown. Once, however many processes look. */
export async function lookAtCollectors(app: App, known: Map<string, string>): Promise<void> {
  await app.asSystem(async (ctx) => {
    const rows = await enrolled(ctx.db as Db)
    if (rows.length === 0) return
    const names = new Map(
      (
        await namesOf(
          ctx,
          rows.map(({ itemId }) => itemId),
        )
      ).map(({ id, number }) => [id, number]),
    )
    for (const row of rows) await lookAt(ctx, row, names.get(row.itemId), known)
  })
}
async function lookAt(ctx: Context, found: CollectorRow, number: string | undefined, known: Map<string, string>): Promise<void> {
  // Silent: it may be heard of at this very moment, and then what it says stands.
  const row = stateOf(found, ctx.now) === 'silent' ? await readCollector(ctx.db as Db, 'id', found.id) : found
  if (!row) return
  const state = stateOf(row, ctx.now)
  const { id, organisationId, itemId, name } = row
  const labels = { __name__: 'collector_up', collector: name, item: number ?? numberOfItem(0) }
  await appendSamples(ctx, { organisationId, name: 'collectors', itemId }, [{ labels, at: ctx.now.getTime(), value: state === 'heard' ? 1 : 0 }])
  if (state === 'silent') await unknownOf(ctx.db as Db, id, ctx.now)
  const before = known.get(id)
  known.set(id, state)
  if (before === undefined || before === state || state === 'made') return
  await ctx.emit(collectorChanged, { about: `collector/${id}`, organisationId, data: { collectorId: id, what: state } })
}

const everyMs = 15_000
export const watchCollectors: Service = {
  name: 'monitoring.collectors',
  role: 'worker',
  async start(app) {
    const stopping = new AbortController()
    const known = new Map<string, string>()
    const watching = (async () => {
      while (!stopping.signal.aborted) {
        await lookAtCollectors(app, known).catch((error: Error) => app.log.debug({ at: 'monitoring collectors', error: error.message }))
        await sleep(everyMs, undefined, { signal: stopping.signal }).catch(() => undefined)
      }
    })()
    return {
      async stop() {
        stopping.abort()
        await watching
      },
    }
  },
}
