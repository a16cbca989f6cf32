/** A problem as the screens show it. */
import type { Context } from '#platform/room.ts'
import type { CaseRow } from '#record/cases/cases.ts'
import { numberOf } from '#record/cases/contract.ts'
import { peopleByIds } from '#record/people/people.ts'
import type { ProblemView, Solving } from './contract.ts'
import { countIncidents, type Db, notSolvedIn, readProblem, readSolving, type SolvingRow, tally } from './store.ts'

export async function viewOfSolving(ctx: Context, row: SolvingRow): Promise<Solving> {
  const db: Db = ctx.db
  const counts = await tally(db, row.id)
  const left = await notSolvedIn(db, row.id)
  const by = (await peopleByIds(ctx, [row.byId])).get(row.byId)
  return {
    id: row.id,
    done: row.done,
    tested: row.tested,
    by: by ? { id: by.id, name: by.name } : null,
    at: new Date(row.at).toISOString(),
    finishedAt: row.finishedAt === null ? null : new Date(row.finishedAt).toISOString(),
    total: Object.values(counts).reduce((sum, one) => sum + one, 0),
    solved: counts.solved,
    leftAlone: left
      .filter(({ outcome }) => outcome === 'leftAlone')
      .slice(0, 100)
      .map(({ id, number, title, state }) => ({ id, number: numberOf(number), title, state })),
    failed: left
      .filter(({ outcome }) => outcome === 'failed')
      .map(({ id, number, title, why }) => ({ id, number: numberOf(number), title, why: ctx.t(why ?? 'platform.broken') })),
  }
}

export async function viewOf(ctx: Context, row: CaseRow): Promise<ProblemView> {
  const db: Db = ctx.db
  const found = await readProblem(db, row.id)
  const solving = await readSolving(db, { caseId: row.id })
  return {
    caseId: row.id,
    number: numberOf(row.number),
    causeKnown: found?.causeKnown ?? false,
    cause: found?.cause ?? null,
    knownError: found?.knownError ?? false,
    knownAs: found?.knownAs ?? null,
    workaround: found?.workaround ?? null,
    forReporters: found?.forReporters ?? false,
    ...(await countIncidents(db, row.id)),
    solving: solving ? await viewOfSolving(ctx, solving) : null,
    version: found?.version ?? 0,
  }
}
