/** What a kind of case does besides what every case does: when it is opened, before it moves, and who it may be given to. */
import { type Context, Problem } from '#platform/room.ts'
import type { CaseRow } from '#record/cases/cases.ts'
import { findCase } from '#record/cases/cases.ts'
import type { Move } from '#record/cases/contract.ts'
import type { ChangeDetails } from '../changes/contract.ts'
import { openAsChange } from '../changes/opening/module.ts'
import { executedFirst } from '../changes/reads.ts'
import type { About } from '../complaints/contract.ts'
import { openAsComplaint } from '../complaints/opening/module.ts'
import { answeredFirst, mayHandle } from '../complaints/reads.ts'

interface Asked {
  complaint?: About | undefined
  change?: ChangeDetails | undefined
}
/** In the transaction that opens the case. Undefined: nothing changed on the row. */
export async function openAsKind(ctx: Context, row: CaseRow, { complaint, change }: Asked): Promise<CaseRow | undefined> {
  if (row.kind === 'change') await openAsChange(ctx, row, change)
  if (row.kind !== 'complaint') return undefined
  await openAsComplaint(ctx, row, complaint)
  return findCase(ctx, row.id)
}

/** Throws when this actor may not handle a case of this kind, or when its own path comes first. */
export async function kindAllows(ctx: Context, row: CaseRow, move?: Move): Promise<void> {
  if (row.kind === 'change' && move === 'solve' && !(await executedFirst(ctx, row))) throw new Problem('desk.executeFirst', 409)
  if (row.kind !== 'complaint') return
  if (!mayHandle(ctx, row)) throw new Problem('cases.notYou', 403)
  if (move === 'solve' && !(await answeredFirst(ctx, row))) throw new Problem('desk.judgeFirst', 409)
}

/** The permission of who it may be assigned to: a complaint goes to who leads. */
export const handledWith = (row: Pick<CaseRow, 'kind'>) => (row.kind === 'complaint' ? 'desk.decide' : 'desk.work')
