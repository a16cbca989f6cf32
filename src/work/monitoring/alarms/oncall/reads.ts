/** Who is on call now, and who a step of an escalation tells. */
import type { Context } from '#platform/room.ts'
import type { Step } from './contract.ts'
import { type Duty, onCallAt } from './rules.ts'
import { type Db, listOnCall, listOverrides, type OnCallRow, type OverrideRow } from './store.ts'

export const dutiesOf = ({ timeZone, rotations }: OnCallRow, overrides: readonly OverrideRow[], at: number): Duty[] =>
  onCallAt(
    {
      timeZone,
      rotations,
      overrides: overrides.map(({ personId, fromAt, untilAt, madeAt }) => ({
        ...{ personId, from: Date.parse(fromAt), until: Date.parse(untilAt), madeAt: Date.parse(madeAt) },
      })),
    },
    at,
  )

/** By id of the schedule, first who is asked first. */
export async function onCallNow(ctx: Context, ids: readonly string[]): Promise<Map<string, Duty[]>> {
  const rows = await listOnCall(ctx.db as Db, { ids })
  const overrides = Map.groupBy(await listOverrides(ctx.db as Db, ids, ctx.now), ({ oncallId }) => oncallId)
  return new Map(rows.map((row) => [row.id, dutiesOf(row, overrides.get(row.id) ?? [], ctx.now.getTime())]))
}
/** Where fewer are on call than the place says, the last of them. */
export function toldBy(step: Step, duties: ReadonlyMap<string, readonly Duty[]>): string | undefined {
  if (step.to.kind === 'person') return step.to.id
  const all = duties.get(step.to.id) ?? []
  return (all[step.to.place - 1] ?? all.at(-1))?.personId
}
