import * as z from 'zod'
import { event, Id } from '#platform/contract.ts'
import { viewEndpoints } from '#record/views/contract.ts'
import { ItemFilter, itemSorts } from '../contract.ts'

/** The filters of the list, no more and no less. */
export const ItemViewFilter = ItemFilter.strict()
export const itemViewColumns = [
  ...(['number', 'name', 'kind', 'state', 'owner', 'location', 'importance'] as const),
  ...(['tags', 'code', 'organisation', 'warranty', 'updated', 'created'] as const),
] as const

export const itemViews = viewEndpoints({
  path: '/api/items/views',
  may: 'items.read',
  of: 'items',
  filter: ItemViewFilter,
  columns: itemViewColumns,
  sorts: itemSorts,
  usual: 'name',
})
export type ItemView = z.infer<typeof itemViews.addView.reply>
export const itemViewChanged = event('items.views.changed', z.object({ viewId: Id, what: z.enum(['added', 'changed', 'removed']) }))
