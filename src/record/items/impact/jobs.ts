import * as z from 'zod'
import { job } from '#platform/room.ts'
import { forgetChanges } from './whole/store.ts'

export const forgetGraphChanges = job({
  name: 'items.forgetGraphChanges',
  payload: z.object({}),
  cron: '17 3 * * *',
  async run(_, app) {
    await app.asSystem((ctx) => forgetChanges(ctx.db))
  },
})
