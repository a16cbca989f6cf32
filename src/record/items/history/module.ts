import { roomFor } from '#platform/room.ts'
import { peopleByIds } from '#record/people/people.ts'
import { findItem } from '../items.ts'
import type { ItemTables } from '../store.ts'
import type { itemsTexts } from '../texts.ts'
import { itemHistory } from './contract.ts'
import { historyOf } from './history.ts'
import { itemHistoryTexts } from './texts.ts'

export default roomFor<ItemTables>()({
  name: 'items.history',
  contract: itemHistory,
  texts: itemHistoryTexts as typeof itemHistoryTexts & typeof itemsTexts,
  grants: {},
  folder: import.meta.dirname,
  handlers: {
    async history({ params, query }, ctx) {
      const row = await findItem(ctx, params.id)
      if (!row) return ctx.fail('platform.notFound')
      if (query.after !== undefined && !/^\d{1,9}$/.test(query.after)) return ctx.fail('items.after')
      const { rows, told } = await historyOf(ctx, row, Number(query.after ?? 2_147_483_647), query.limit + 1)
      const names = await peopleByIds(
        ctx,
        rows.flatMap(({ changedBy }) => changedBy ?? []),
      )
      const items = rows.slice(0, query.limit).map(({ version, at, why, changedBy }, place) => ({
        ...{ version, at, why },
        by: changedBy === null ? null : { id: changedBy, name: names.get(changedBy)?.name ?? ctx.t('cases.someone') },
        changes: told[place] ?? [],
      }))
      return { items, next: rows.length > query.limit ? String(items.at(-1)?.version) : null }
    },
  },
})
