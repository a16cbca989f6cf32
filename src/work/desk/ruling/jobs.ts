import * as z from 'zod'
import { job } from '#platform/room.ts'
import { follow } from './firing/module.ts'
import { dueSince, forgetCauses } from './firing/store.ts'
import { rulesSince } from './store.ts'

/** Rules that wait for so long since something: every five minutes. Each case in a transaction of its own; the unique row keeps it to once. */
export const lookBack = job({
  name: 'desk.ruling.lookBack',
  payload: z.object({}),
  cron: '*/5 * * * *',
  async run(_, app, signal) {
    const rules = await app.asSystem((ctx) => rulesSince(ctx.db))
    for (const rule of rules) {
      const { of, hours } = rule.occasion
      if (of === undefined || hours === undefined) continue
      const wanted = { id: rule.id, organisationId: rule.organisationId, of, hours, since: new Date(rule.changedAt) }
      const due = await app.asSystem((ctx) => dueSince(ctx.db, wanted, ctx.now))
      for (const { id: caseId, base } of due) {
        if (signal.aborted) return
        const occasion = { event: 'since' as const, key: `since/${new Date(base).toISOString()}` }
        const { organisationId } = rule
        await app.asSystem((ctx) => follow(ctx, { occasion, caseId, organisationId, at: ctx.now, eventId: null }, [rule]))
      }
    }
  },
})

/** What caused what, a month ago. */
export const forgetOldCauses = job({
  name: 'desk.ruling.forgetCauses',
  payload: z.object({}),
  cron: '25 3 * * *',
  run: (_, app) => app.asSystem((ctx) => forgetCauses(ctx.db, new Date(ctx.now.getTime() - 30 * 86_400_000))),
})
