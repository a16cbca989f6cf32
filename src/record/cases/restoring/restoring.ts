/** Putting a case back as it was, when nobody changed it since; and taking a link away again. */
import { type Kysely, sql } from 'kysely'
import { type Context, Problem } from '#platform/room.ts'
import { applyChange, caseToChange, forLogbook, toldOf } from '../changes/changes.ts'
import { planChange, writePlan } from '../clocks/clocks.ts'
import { assigned, changed } from '../contract.ts'
import type { CaseRow } from '../store.ts'

const kept = [
  'state',
  'assigneeId',
  'teamId',
  'priority',
  'priorityReason',
  'waitingFor',
  'waitingUntil',
  'waitingReason',
  'done',
  'tested',
  'round',
  'endReason',
  'confirmed',
  'respondedAt',
  'solvedAt',
  'closedAt',
  'pauses',
] as const satisfies readonly (keyof CaseRow)[]
/** What of a case an action at the desk can change. */
export type Snapshot = Pick<CaseRow, (typeof kept)[number]>
export const snapshotOf = (row: CaseRow): Snapshot => Object.fromEntries(kept.map((field) => [field, row[field]])) as unknown as Snapshot

/**
 * Puts the case back as it was; 409 'cases.changed' when it no longer has this version. What was said on it stays said. Nobody is told of a move:
 * it was never made. The clocks keep to what really happened: where they stood still in between, that time does not count.
 */
export async function restoreCase(ctx: Context, ref: string, version: number, was: Snapshot): Promise<CaseRow> {
  const row = await caseToChange(ctx, ref, version)
  const planned = await planChange(ctx, row, was, was.state !== row.state ? 'moved' : was.assigneeId !== row.assigneeId ? 'assigned' : 'changed')
  const { row: after, changes } = await applyChange(ctx, row, { ...was, ...planned.dues })
  await writePlan(ctx, row.id, planned)
  const told = await toldOf(ctx, after)
  const { id: caseId, number } = row
  const { assigneeId, teamId } = after
  if (assigneeId !== row.assigneeId || teamId !== row.teamId)
    await ctx.emit(assigned, { ...told, data: { caseId, number, assigneeId, teamId, before: { assigneeId: row.assigneeId, teamId: row.teamId } } })
  const rest = changes.filter(({ field }) => field !== 'assigneeId' && field !== 'teamId')
  if (rest.length > 0) await ctx.emit(changed, { ...told, data: { caseId, number, version: after.version, changes: forLogbook(rest) } })
  return after
}

/** Takes the link between two cases away, whichever way it points. */
export async function unlinkCases(ctx: Context, caseId: string, otherId: string): Promise<void> {
  const db: Kysely<unknown> = ctx.db
  const done =
    await sql`delete from case_link where (case_id = ${caseId} and other_id = ${otherId}) or (case_id = ${otherId} and other_id = ${caseId})`.execute(
      db,
    )
  if (done.numAffectedRows === 0n) throw new Problem('platform.notFound', 404)
}
