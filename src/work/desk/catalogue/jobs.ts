import * as z from 'zod'
import { job } from '#platform/room.ts'
import { type Db, forgetUploads } from './store.ts'

/** Files of requests that were never sent. */
export const forgetOldUploads = job({
  name: 'desk.catalogue.forgetUploads',
  payload: z.object({}),
  cron: '41 * * * *',
  run: (_, app) => app.asSystem((ctx) => forgetUploads(ctx.db as Db, { before: new Date(ctx.now.getTime() - 86_400_000) })),
})
