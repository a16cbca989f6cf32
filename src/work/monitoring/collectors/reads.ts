/** Collectors as screens show them. */
import type { Context } from '#platform/room.ts'
import { Problem } from '#platform/room.ts'
import { namesOf } from '#record/items/reads.ts'
import type { Collector } from './contract.ts'
import { type CollectorRow, countsOf, type Db, readCollector } from './store.ts'

/** Not heard of for so long, it is silent; it speaks every few seconds. */
export const silentMs = 60_000
const iso = (at: Date | string | null) => (at === null ? null : new Date(at).toISOString())

export function stateOf({ enrolledAt, seenAt }: Pick<CollectorRow, 'enrolledAt' | 'seenAt'>, now: Date): Collector['state'] {
  if (enrolledAt === null || seenAt === null) return 'made'
  return now.getTime() - new Date(seenAt).getTime() > silentMs ? 'silent' : 'heard'
}
export async function shownCollectors(ctx: Context, rows: readonly CollectorRow[]): Promise<Collector[]> {
  const [names, counts] = await Promise.all([
    namesOf(ctx, [...new Set(rows.flatMap(({ itemId, locationId }) => [itemId, locationId]))]),
    countsOf(
      ctx.db as Db,
      rows.map(({ id }) => id),
    ),
  ])
  const items = new Map(names.map(({ id, number, name }) => [id, { id, number, name }]))
  return rows.flatMap((row) => {
    const [item, location] = [items.get(row.itemId), items.get(row.locationId)]
    if (!item || !location) return []
    const { id, organisationId, name, address, program, waiting, lost, version } = row
    const times = { codeUntil: row.codeHash ? iso(row.codeUntil) : null, enrolledAt: iso(row.enrolledAt), seenAt: iso(row.seenAt) }
    return [
      {
        ...{ id, organisationId, name, item, location, state: stateOf(row, ctx.now), ...times, address, program },
        ...{ checks: counts.get(id) ?? 0, waiting, lost: Number(lost), version },
      },
    ]
  })
}
export async function shownCollector(ctx: Context, row: CollectorRow): Promise<Collector> {
  const [shown] = await shownCollectors(ctx, [row])
  return shown ?? Promise.reject(new Problem('platform.notFound', 404))
}
/** What other wings ask of one; undefined: there is none any more. */
export async function collectorOf(ctx: Context, id: string): Promise<{ name: string; itemId: string; enrolled: boolean } | undefined> {
  const row = await readCollector(ctx.db as Db, 'id', id)
  return row && { name: row.name, itemId: row.itemId, enrolled: row.enrolledAt !== null }
}
