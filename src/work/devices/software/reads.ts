/** What another part may ask of what is installed. */
import { sql } from 'kysely'
import type { Context } from '#platform/room.ts'
import { productOf } from './rules.ts'
import type { Db } from './store.ts'

/** Which of these (as products or as full names) are installed on a device: what was asked, with the name and version that is there. */
export async function installedAmong(
  ctx: Context,
  itemId: string,
  asked: readonly string[],
): Promise<Map<string, { name: string; version: string }>> {
  if (asked.length === 0) return new Map()
  const rows = await (ctx.db as Db)
    .selectFrom('deviceSoftware')
    .innerJoin('softwareTitle', 'softwareTitle.id', 'deviceSoftware.titleId')
    .select(['name', 'version', 'product'])
    .where('itemId', '=', itemId)
    .where('removedAt', 'is', null)
    .where('product', 'in', [...new Set(asked.map(productOf))])
    .orderBy('name')
    .execute()
  return new Map(
    asked.flatMap((one) => {
      const found = rows.find(({ product }) => product === productOf(one))
      return found ? [[one, { name: found.name, version: found.version }] as const] : []
    }),
  )
}

/** What is installed on these devices under a name that begins with one of these, by item. */
export async function installedBeginning(
  ctx: Context,
  itemIds: readonly string[],
  beginnings: readonly string[],
): Promise<Map<string, { name: string; version: string }[]>> {
  if (itemIds.length === 0 || beginnings.length === 0) return new Map()
  const patterns = beginnings.map((one) => `${one.replace(/[\\%_]/g, '\\$&')}%`)
  const rows = await (ctx.db as Db)
    .selectFrom('deviceSoftware')
    .innerJoin('softwareTitle', 'softwareTitle.id', 'deviceSoftware.titleId')
    .select(['itemId', 'name', 'version'])
    .distinct()
    .where('itemId', 'in', [...itemIds])
    .where('removedAt', 'is', null)
    .where(sql<boolean>`software_title.name like any (${patterns}::text[])`)
    .execute()
  return Map.groupBy(rows, ({ itemId }) => itemId)
}
