import * as z from 'zod'
import { type Job, job } from '#platform/room.ts'
import { fallDue } from './planning/module.ts'

export const aftercareFallsDue: Job<z.ZodObject> = job({
  name: 'desk.aftercare.due',
  payload: z.object({}),
  cron: '*/5 * * * *',
  async run(_, app) {
    while ((await app.asSystem((ctx) => fallDue(ctx))) > 0);
  },
})
