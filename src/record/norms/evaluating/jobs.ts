import * as z from 'zod'
import { type Context, job } from '#platform/room.ts'
import { lookAtDue } from './evaluating.ts'

/** So many items share a transaction: more costs no less, and holds up who waits for one of them. */
export const batch = 200

/** Looks at every item that is due: facts or scope changed, or time did what no fact does. Each minute too, for moments and for what a lost job left. */
export const lookAtItems = job({
  name: 'norms.lookAtItems',
  payload: z.object({}),
  cron: '* * * * *',
  async run(_, app, signal) {
    while (!signal.aborted) if ((await app.asSystem((ctx) => lookAtDue(ctx, batch))) === 0) return
  },
})
export const lookSoon = (ctx: Context) => ctx.enqueue(lookAtItems, {}, { key: 'norms look' })
