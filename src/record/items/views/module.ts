import type * as z from 'zod'
import { roomFor } from '#platform/room.ts'
import type { viewsTexts } from '#record/views/texts.ts'
import { type ViewTables, viewHandlers } from '#record/views/views.ts'
import { countItems } from '../lists/lists.ts'
import { type ItemView, ItemViewFilter, itemViewChanged, itemViews } from './contract.ts'

export default roomFor<ViewTables>()({
  name: 'items.views',
  contract: itemViews,
  // The room of views has them.
  texts: {} as typeof viewsTexts,
  grants: {},
  folder: import.meta.dirname,
  handlers: viewHandlers<NonNullable<ItemView['columns']>[number], z.output<typeof ItemViewFilter>, ItemView['sort']>({
    list: 'items',
    filter: ItemViewFilter,
    usual: 'name',
    count: countItems,
    changed: itemViewChanged,
  }),
})
