import * as z from 'zod'
import { job } from '#platform/room.ts'
import { forgetRead } from './store.ts'

/** What was read a quarter of a year ago. */
export const forgetNotices = job({
  name: 'desk.notices.forget',
  payload: z.object({}),
  cron: '40 2 * * *',
  run: (_, app) => app.asSystem((ctx) => forgetRead(ctx.db, new Date(ctx.now.getTime() - 90 * 86_400_000))),
})
