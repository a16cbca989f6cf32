import * as z from 'zod'
import { translator } from '#platform/i18n.ts'
import { type App, type Job, job, Problem } from '#platform/room.ts'
import { closingPolicyOf, closingsDue, dueOn, moveCase } from '#record/cases/cases.ts'
import { organisationById } from '#record/people/people.ts'

/**
 * What is due, a case at a time, each in a transaction of its own that holds the case: what was done and what follows from it are there
 * together or not at all, so a program that is killed half-way does the rest when it is started again, and nothing twice.
 */
export async function doDue(app: App): Promise<number> {
  let done = 0
  for (;;) {
    const ids = await app.asSystem((ctx) => closingsDue(ctx))
    let moved = 0
    for (const caseId of ids) {
      const did = await oneDue(app, caseId).catch((error: Error) => {
        if (!(error instanceof Problem)) app.log.warn({ at: 'closing', caseId, error: error.message })
        return false
      })
      if (did) moved++
    }
    done += moved
    if (moved === 0) return done
  }
}

const oneDue = (app: App, caseId: string): Promise<boolean> =>
  app.asSystem(async (ctx) => {
    const found = await dueOn(ctx, caseId)
    if (found?.due !== 'close') return found?.due === 'reminded'
    const { row } = found
    const { policy } = await closingPolicyOf(ctx, row.organisationId)
    const locale = (await organisationById(ctx, row.organisationId))?.locale ?? 'nl'
    const days = (policy.remindAfter ?? 0) + (policy.closeAfter ?? 0)
    const reason = translator(ctx.app.texts, locale)('desk.closing.byPolicy', { days })
    await moveCase(ctx, { caseId, move: 'close', by: 'system', reason })
    return true
  })

export const remindAndClose: Job<z.ZodObject> = job({
  name: 'desk.closing.due',
  payload: z.object({}),
  cron: '*/5 * * * *',
  run: async (_, app) => void (await doDue(app)),
})
