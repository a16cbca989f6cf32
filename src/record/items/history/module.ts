import * as z from 'zod'
import { pages } from '#platform/paging.ts'
import { roomFor } from '#platform/room.ts'
import { peopleByIds } from '#record/people/people.ts'
import { findItem } from '../items.ts'
import type { ItemTables } from '../store.ts'
import { itemHistory } from './contract.ts'
import { historyOf } from './history.ts'
import { itemHistoryTexts } from './texts.ts'

const versionsBy = pages(z.int32())

export default roomFor<ItemTables>()({
  name: 'items.history',
  contract: itemHistory,
  texts: itemHistoryTexts,
  grants: {},
  folder: import.meta.dirname,
  handlers: {
    async history({ params, query }, ctx) {
      const row = await findItem(ctx, params.id)
      if (!row) return ctx.fail('platform.notFound')
      const [before = 2_147_483_647] = versionsBy.after(query.after) ?? []
      const found = await historyOf(ctx, row, before, query.limit + 1)
      const { rows, next } = versionsBy.of(found.rows, query.limit, ({ version }) => [version])
      const names = await peopleByIds(
        ctx,
        rows.flatMap(({ changedBy }) => changedBy ?? []),
      )
      const items = rows.map(({ version, at, why, changedBy }, place) => ({
        ...{ version, at, why },
        by: changedBy === null ? null : { id: changedBy, name: names.get(changedBy)?.name ?? ctx.t('cases.someone') },
        changes: found.told[place] ?? [],
      }))
      return { items, next }
    },
  },
})
