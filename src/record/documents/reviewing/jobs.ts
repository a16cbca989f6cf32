import * as z from 'zod'
import { job } from '#platform/room.ts'
import { documentReviewDue } from '../contract.ts'
import { dayAfter, reminderDays } from '../rules.ts'
import type { Db } from '../store.ts'
import { tellDue } from './store.ts'

/** Each morning: owners hear once of what they are to review soon. A later date asks again when it comes near. */
export const remindOwners = job({
  name: 'documents.remindOwners',
  payload: z.object({}),
  cron: '20 5 * * *',
  run: (_, app) =>
    app.asSystem(async (ctx) => {
      for (const { id, organisationId, kind, ownerId, reviewBy } of await tellDue(ctx.db as Db, dayAfter(ctx.now, reminderDays), ctx.now))
        if (reviewBy !== null)
          await ctx.emit(documentReviewDue, {
            about: `document/${id}`,
            organisationId,
            people: [ownerId],
            confined: true,
            data: { documentId: id, kind, ownerId, reviewBy },
          })
    }),
})
