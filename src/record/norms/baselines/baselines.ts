/** What other rooms may do with baselines: begin one. */
import { randomUUID } from 'node:crypto'
import { type Context, Problem } from '#platform/room.ts'
import { baselineChanged } from './contract.ts'
import { type BaselineRow, insertBaseline, listBaselines } from './store.ts'

const most = 200

export async function tell(
  ctx: Context,
  { id, organisationId, version, published }: BaselineRow,
  what: 'added' | 'changed' | 'published',
): Promise<void> {
  await ctx.emit(baselineChanged, { about: `baseline/${id}`, organisationId, data: { baselineId: id, organisationId, version, what, published } })
}
export const set = (ctx: Context, row: Pick<BaselineRow, 'name' | 'note' | 'published'>) => ({
  ...{ name: row.name, note: row.note, published: row.published, changedAt: ctx.now, changedBy: ctx.actor.personId },
})

/** A baseline without expectations. Throws 'norms.baselines.tooMany', and 'norms.baselines.name' where there is one of this name. */
export async function addBaseline(
  ctx: Context,
  { organisationId, ...named }: Pick<BaselineRow, 'organisationId' | 'name' | 'note'>,
): Promise<BaselineRow> {
  if ((await listBaselines(ctx.db, organisationId)).length >= most) throw new Problem('norms.baselines.tooMany', 409)
  const row: BaselineRow = { id: randomUUID(), organisationId, version: 1, ...set(ctx, { ...named, published: 0 }) }
  if (!(await insertBaseline(ctx.db, row))) throw new Problem('norms.baselines.name', 409)
  await tell(ctx, row, 'added')
  return row
}
