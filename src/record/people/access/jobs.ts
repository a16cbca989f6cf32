import * as z from 'zod'
import { job } from '#platform/room.ts'
import { sessionSeconds } from './rules.ts'
import { removeStale } from './store.ts'

/** Every night: sessions and links that ended, and failures nobody counts any more. */
export const forget = job({
  name: 'people.access.forget',
  payload: z.object({}),
  cron: '17 2 * * *',
  run: (_, app) => app.asSystem((ctx) => removeStale(ctx.db, ctx.now, sessionSeconds.idle)),
})
