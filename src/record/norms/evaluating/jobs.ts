import * as z from 'zod'
import { type App, type Context, job } from '#platform/room.ts'
import { lookAtDue, lookAtOne } from './evaluating.ts'

/** So many items share a transaction: more costs no less, and holds up who waits for one of them. */
export const batch = 200
/** While the database works for one, the other is judged. */
const lanes = 2

/** Looks at every item that is due: facts or scope changed, or time did what no fact does. Each minute too, for moments and for what a lost job left. */
export const lookAtItems = job({
  name: 'norms.lookAtItems',
  payload: z.object({}),
  cron: '* * * * *',
  async run(_, app, signal) {
    const lane = async () => {
      while (!signal.aborted) if ((await app.asSystem((ctx) => lookAtDue(ctx, batch))) === 0) return
    }
    await Promise.all(Array.from({ length: lanes }, lane))
  },
})
/** More than so many at once is a flood: those wait for the events, and are looked at in batches. */
const mostAtOnce = 4
const looking = new WeakMap<App, number>()
/**
 * Facts of one item came in, in this process: it is looked at right after their commit, without waiting for the logbook to be sealed. When this is
 * skipped or fails nothing is lost: the event comes, and with it the job.
 */
export function lookAtOnce(app: App, itemId: string, keys: readonly string[]): void {
  const busy = looking.get(app) ?? 0
  if (busy >= mostAtOnce || app.stopping.aborted) return
  looking.set(app, busy + 1)
  void app
    .asSystem((ctx) => lookAtOne(ctx, itemId, keys))
    .catch((error: Error) => app.log.debug({ at: 'norms', item: itemId, outcome: 'looked at later', error: error.message }))
    .finally(() => looking.set(app, (looking.get(app) ?? 1) - 1))
}
export const lookSoon = (ctx: Context) => ctx.enqueue(lookAtItems, {}, { key: 'norms look' })
