import type * as z from 'zod'
import { roomFor } from '#platform/room.ts'
import { countUnder } from '#record/cases/lists/lists.ts'
import type { viewsTexts } from '#record/views/texts.ts'
import { type ViewTables, viewHandlers } from '#record/views/views.ts'
import { deskViews, type SavedView, ViewFilter, viewChanged } from './contract.ts'
import { filterFor } from './reads.ts'

export default roomFor<ViewTables>()({
  name: 'desk.views',
  contract: deskViews,
  // The room of views has them.
  texts: {} as typeof viewsTexts,
  grants: {},
  folder: import.meta.dirname,
  handlers: viewHandlers<NonNullable<SavedView['columns']>[number], z.output<typeof ViewFilter>, SavedView['sort']>({
    list: 'cases',
    filter: ViewFilter,
    usual: 'updated',
    count: (ctx, filter) => countUnder(ctx, filterFor(ctx, filter)),
    changed: viewChanged,
  }),
})
