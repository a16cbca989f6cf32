import { sql } from 'kysely'
import * as z from 'zod'
import { job } from '../room.ts'

/** An answer kept for an Idempotency-Key is forgotten after a day. */
export const forgetAnswers = job({
  name: 'platform.forgetAnswers',
  payload: z.object({}),
  cron: '17 3 * * *',
  async run(_payload, app) {
    await app.asSystem((ctx) => sql`delete from kept_answer where at < ${new Date(ctx.now.getTime() - 86_400_000)}`.execute(ctx.db))
  },
})
