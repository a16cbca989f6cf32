/** Everything that hangs together, kept for as long as it is so. */
import type { Context } from '#platform/room.ts'
import type { RelationDb } from '../../relations/store.ts'
import { type Whole, wholeOf } from './rules.ts'
import { readWhole, stateSince } from './store.ts'

interface Kept {
  database: string
  whole: Whole
  snapshot: string
  from: number
  until: number
}
const halfDay = 43_200_000
/** So many sets of organisations; some megabytes each. */
const mostKept = 4
const kept = new Map<string, Kept>()

/** As who asks may see it, and as it is at this moment. */
export async function wholeNow(ctx: Context): Promise<Whole> {
  const db = ctx.db as RelationDb
  const scope = ctx.actor.kind === 'system' ? 'system' : ctx.actor.scopes.read.toSorted().join()
  const known = kept.get(scope)
  const { database, own, changed } = await stateSince(db, known?.snapshot ?? null)
  const at = ctx.now.getTime()
  if (known && known.database === database && !own && !changed && at >= known.from && at < known.until) return known.whole
  const read = await readWhole(db, ctx.now)
  const whole = wholeOf(read)
  if (own) return whole
  const until = Math.min(at + halfDay, read.until === null ? Number.POSITIVE_INFINITY : new Date(read.until).getTime())
  kept.delete(scope)
  kept.set(scope, { database, whole, snapshot: read.snapshot, from: at, until })
  for (const oldest of [...kept.keys()].slice(0, -mostKept)) kept.delete(oldest)
  return whole
}
