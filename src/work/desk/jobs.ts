import * as z from 'zod'
import { job } from '#platform/room.ts'
import { forgetGone } from './store.ts'

/** Who closed the page without saying so. */
export const forgetHere = job({
  name: 'desk.forgetHere',
  payload: z.object({}),
  cron: '17 * * * *',
  run: (_, app) => app.asSystem((ctx) => forgetGone(ctx.db, ctx.now)),
})
