import * as z from 'zod'
import { type App, type Context, job, Problem } from '#platform/room.ts'
import { addEntry, caseById, findCase, moveCase } from '#record/cases/cases.ts'
import { actorOf } from '#record/people/people.ts'
import { solvingMoved } from './contract.ts'
import { type Db, finishSolving, readSolving, type SolvingRow, tally, tick, waitingIn } from './store.ts'

/** What may still be solved; everything else happened in the meantime and is left alone. */
const stillOpen: readonly string[] = ['new', 'inProgress', 'waiting', 'reopened']
const batch = 20

/** As the engineer who said it; as Spil when they may no longer come in. */
async function actorFor(app: App, personId: string) {
  const who = await actorOf(app, personId).catch(() => undefined)
  return <T>(run: (ctx: Context) => Promise<T>) => (who ? app.as(who, run) : app.asSystem(run))
}

async function solveOne(ctx: Context, solving: SolvingRow, caseId: string): Promise<void> {
  const row = await findCase(ctx, caseId, true)
  if (!row) throw new Problem('platform.notFound', 404)
  const open = stillOpen.includes(row.state)
  // The tick decides: who finds it ticked off does nothing more.
  if (!(await tick(ctx.db as Db, solving.id, caseId, open ? 'solved' : 'leftAlone')) || !open) return
  const { done, tested, byId } = solving
  await moveCase(ctx, { caseId, move: 'solve', by: 'engineer', done, tested, authorId: byId })
}

async function tell(ctx: Context, solving: SolvingRow, finished: boolean): Promise<void> {
  const problem = await caseById(ctx, solving.caseId)
  if (!problem) return
  const { waiting, ...counts } = await tally(ctx.db as Db, solving.id)
  const total = waiting + counts.solved + counts.leftAlone + counts.failed
  await ctx.emit(solvingMoved, {
    about: `case/${problem.id}`,
    organisationId: problem.organisationId,
    confined: problem.confidential,
    people: [solving.byId],
    data: { caseId: problem.id, number: problem.number, solvingId: solving.id, total, ...counts, finished },
  })
}

/** One solution to all: one transaction each, so that what was done stays done and is done once. */
export const solveAll = job({
  name: 'desk.problems.solveAll',
  payload: z.object({ solvingId: z.uuid() }),
  async run({ solvingId }, app, signal) {
    const solving = await app.asSystem((ctx) => readSolving(ctx.db as Db, { id: solvingId }))
    if (!solving) return
    const as = await actorFor(app, solving.byId)
    for (;;) {
      if (signal.aborted) throw new Error('interrupted; the rest follows')
      const ids = await app.asSystem((ctx) => waitingIn(ctx.db as Db, solvingId, batch))
      if (ids.length === 0) break
      for (const caseId of ids) {
        if (signal.aborted) break
        await as((ctx) => solveOne(ctx, solving, caseId)).catch(async (error: unknown) => {
          if (!(error instanceof Problem)) throw error
          await app.asSystem((ctx) => tick(ctx.db as Db, solvingId, caseId, 'failed', error.code))
        })
      }
      await app.asSystem((ctx) => tell(ctx, solving, false))
    }
    await app.asSystem((ctx) => finish(ctx, solving))
  },
})

/** The problem says what became of its incidents, once. */
async function finish(ctx: Context, solving: SolvingRow): Promise<void> {
  if (!(await finishSolving(ctx.db as Db, solving.id, ctx.now))) return
  const { solved, leftAlone, failed } = await tally(ctx.db as Db, solving.id)
  const text = ctx.t('desk.problems.solvedAll', { solved: String(solved), leftAlone: String(leftAlone), failed: String(failed) })
  await addEntry(ctx, { caseId: solving.caseId, authorId: null, visibility: 'internal', channel: 'portal', kind: 'system', text })
  await tell(ctx, solving, true)
}
