import * as z from 'zod'
import { type Context, job } from '#platform/room.ts'
import { caseById } from '#record/cases/cases.ts'
import { personById } from '#record/people/people.ts'
import { writeTo } from '../mail/letters/module.ts'
import { type Db, type DueRow, dueComplaints, noteReminded } from './store.ts'

/** Who handles a complaint is told a day before it must be acknowledged and three days before it must be answered. */
export const remindHandlers = job({
  name: 'desk.complaints.remind',
  payload: z.object({}),
  cron: '25 * * * *',
  async run(_, app) {
    const due = await app.asSystem((ctx) => dueComplaints(ctx.db as Db, ctx.now, 500))
    for (const one of due) await app.asSystem((ctx) => remind(ctx, one))
  },
})

async function remind(ctx: Context, { caseId, acknowledgeBy, answerBy }: DueRow): Promise<void> {
  // Of two that look at the same moment, one says it.
  if (!(await noteReminded(ctx.db as Db, caseId, ctx.now, new Date(ctx.now.getTime() - 3_600_000)))) return
  const at = await caseById(ctx, caseId)
  const to = at?.assigneeId ? await personById(ctx, at.assigneeId) : undefined
  if (!at || !to) return
  const day = (moment: string) => new Intl.DateTimeFormat(to.locale, { dateStyle: 'long', timeZone: to.timeZone }).format(new Date(moment))
  await writeTo(ctx, {
    at,
    to,
    letter: 'desk.letter.complaintTerm',
    values: { acknowledgeBy: day(acknowledgeBy), answerBy: day(answerBy) },
    internal: true,
    page: 'desk',
  })
}
