import * as z from 'zod'
import { job, Problem } from '#platform/room.ts'
import { moveCase, waitedLongEnough } from './moves/moves.ts'

/** Once an hour, for what a set-back clock or a lost job left waiting. */
export const resumeWaiting = job({
  name: 'cases.resumeWaiting',
  payload: z.object({}),
  cron: '7 * * * *',
  async run(_, app) {
    const ids = await app.asSystem((ctx) => waitedLongEnough(ctx))
    for (const caseId of ids) {
      try {
        await app.asSystem((ctx) => moveCase(ctx, { caseId, move: 'resume', by: 'system' }))
      } catch (error) {
        if (!(error instanceof Problem)) throw error
      }
    }
  },
})
