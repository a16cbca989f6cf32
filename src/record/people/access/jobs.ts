import * as z from 'zod'
import { job } from '#platform/room.ts'
import { mailLink } from './access.ts'
import { sessionSeconds } from './rules.ts'
import { accountByEmail, removeStale } from './store.ts'

/** Every night: sessions and links that ended, and failures nobody counts any more. */
export const forget = job({
  name: 'people.access.forget',
  payload: z.object({}),
  cron: '17 2 * * *',
  run: (_, app) => app.asSystem((ctx) => removeStale(ctx.db, ctx.now, sessionSeconds.idle)),
})

/** Mails the link for a new password when there is such an account. A job, so that the request takes as long for every address. */
export const mailReset = job({
  name: 'people.access.mailReset',
  payload: z.object({ email: z.string() }),
  run: ({ email }, app) =>
    app.asSystem(async (ctx) => {
      const account = await accountByEmail(ctx.db, email)
      if (account?.active) await mailLink(ctx, account, 'reset')
    }),
})
