/** What another part may ask of what is installed. */
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
