import * as z from 'zod'
import { contract, event, Id, line } from '#platform/contract.ts'
import { Named } from '#record/cases/contract.ts'
import { CaseQuery, sorts } from '../contract.ts'

/** The filters of the list, no more and no less. */
export const ViewFilter = CaseQuery.omit({ limit: true, after: true, sort: true }).strict()
/** As it stands in an address. */
const Shown = z.record(z.string(), z.union([z.string(), z.array(z.string())]))
export const viewScopes = ['mine', 'team', 'organisation'] as const
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

const fields = {
  name: line(60),
  scope: z.enum(viewScopes).default('mine').describe('Who sees it: I, my team, or everybody of the organisation'),
  teamId: Id.nullable().default(null).describe('Only with scope team'),
  filter: ViewFilter,
  columns: z.array(z.enum(viewColumns)).min(1).max(20).nullable().default(null).describe('null: as each person has them'),
  sort: z.enum(sorts).default('updated'),
}
export const NewView = z.object({ organisationId: Id.optional(), ...fields })
export const ChangedView = z.object({ version: z.int().min(1), ...fields })
export const SavedView = z.object({
  id: Id,
  organisationId: Id,
  name: z.string(),
  scope: z.enum(viewScopes),
  team: Named.nullable(),
  owner: Named,
  filter: Shown,
  columns: z.array(z.enum(viewColumns)).nullable(),
  sort: z.enum(sorts),
  count: z.int().describe('At most 1000 is counted'),
  version: z.int(),
  mayChange: z.boolean(),
})
export type SavedView = z.infer<typeof SavedView>
const Views = z.object({ items: z.array(SavedView), defaultId: Id.nullable().describe('Opens by itself when the desk is opened') })

const ofOne = z.object({ id: Id })
const fails = { 'platform.notFound': 404, 'desk.views.noTeam': 400, 'desk.views.notYours': 403 } as const

export const deskViews = contract({
  views: {
    method: 'GET',
    path: '/api/desk/views',
    may: 'desk.read',
    summary: 'My views, those of my teams and of my organisations, in my order, with how many cases each has',
    reply: Views,
  },
  addView: {
    method: 'POST',
    path: '/api/desk/views',
    may: 'desk.read',
    summary: 'Keeps filters, columns and order of the list under a name',
    body: NewView,
    reply: SavedView,
    status: 201,
    fails: { ...fails, 'desk.views.tooMany': 409 },
  },
  changeView: {
    method: 'PUT',
    path: '/api/desk/views/{id}',
    may: 'desk.read',
    summary: 'Changes a view: by who made it, or by a lead what is shared',
    params: ofOne,
    body: ChangedView,
    reply: SavedView,
    fails: { ...fails, 'desk.views.changed': 409 },
  },
  removeView: {
    method: 'DELETE',
    path: '/api/desk/views/{id}',
    may: 'desk.read',
    summary: 'Removes a view; its cases stay',
    params: ofOne,
    reply: z.undefined(),
    status: 204,
    fails,
  },
  chooseViews: {
    method: 'PUT',
    path: '/api/desk/views/mine/order',
    may: 'desk.read',
    summary: 'My order of the views, and which opens by itself',
    body: z.object({ ids: z.array(Id).max(300), defaultId: Id.nullable() }),
    reply: Views,
    fails: { 'platform.notFound': 404 },
  },
})
export const viewChanged = event('desk.views.changed', z.object({ viewId: Id, what: z.enum(['added', 'changed', 'removed']) }))
