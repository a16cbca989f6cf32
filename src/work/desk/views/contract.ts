import * as z from 'zod'
import { event, Id } from '#platform/contract.ts'
import { viewEndpoints } from '#record/views/contract.ts'
import { CaseQuery, sorts } from '../contract.ts'

/** The filters of the list, no more and no less. */
export const ViewFilter = CaseQuery.omit({ limit: true, after: true, sort: true }).strict()
export const viewColumns = [
  'number',
  'title',
  'state',
  'priority',
  'reporter',
  'assignee',
  'team',
  'organisation',
  'due',
  'updated',
  'created',
] as const

export const deskViews = viewEndpoints({
  path: '/api/desk/views',
  may: 'desk.read',
  of: 'cases',
  filter: ViewFilter,
  columns: viewColumns,
  sorts,
  usual: 'updated',
})
export type SavedView = z.infer<typeof deskViews.addView.reply>
export const viewChanged = event('desk.views.changed', z.object({ viewId: Id, what: z.enum(['added', 'changed', 'removed']) }))
