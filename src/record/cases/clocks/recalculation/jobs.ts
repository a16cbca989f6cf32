import { setTimeout as sleep } from 'node:timers/promises'
import * as z from 'zod'
import { type App, job } from '#platform/room.ts'
import { recompute } from './recalculation.ts'
import { unfinished } from './store.ts'

const batch = 250
async function all(app: App, organisationId: string, signal: AbortSignal): Promise<void> {
  while (await app.asSystem((ctx) => recompute(ctx, organisationId, batch))) {
    if (signal.aborted) throw new Error('stopped; it goes on where it was')
    // Leaves room for pages and changes in between.
    await sleep(1)
  }
}

/** What was agreed has changed: every open clock of the organisation anew. Each minute too, for what a crash or an upgrade left. */
export const recomputeClocks = job({
  name: 'cases.recomputeClocks',
  payload: z.object({ organisationId: z.uuid().optional() }),
  cron: '* * * * *',
  async run({ organisationId }, app, signal) {
    const organisations = organisationId === undefined ? await app.asSystem((ctx) => unfinished(ctx.db)) : [organisationId]
    for (const one of organisations) await all(app, one, signal)
  },
})
