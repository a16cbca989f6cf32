import * as z from 'zod'
import { job } from '#platform/room.ts'
import { type Db, trimTraps } from './store.ts'

const keptDays = 30
export const trimReceived = job({
  name: 'monitoring.receiving.trim',
  payload: z.object({}),
  cron: '*/15 * * * *',
  run: (_, app) => app.asSystem((ctx) => trimTraps(ctx.db as Db, new Date(ctx.now.getTime() - keptDays * 86_400_000))),
})
