/** What the views of one list promise, made of what that list can be narrowed by, shows and is ordered by. */
import * as z from 'zod'
import { contract, Id, line } from '#platform/contract.ts'
import { Named } from '#record/cases/contract.ts'

export const viewScopes = ['mine', 'team', 'organisation'] as const
/** As it stands in an address. */
const Shown = z.record(z.string(), z.union([z.string(), z.array(z.string())]))

export interface ViewList<F extends z.ZodType, C extends readonly string[], S extends readonly string[]> {
  /** Of the endpoints: /api/desk/views. */
  path: `/api/${string}`
  may: string
  /** What stands in the list, for the API page: cases. */
  of: string
  /** The filters of the list, no more and no less. */
  filter: F
  columns: C
  sorts: S
  /** The order of who says none. */
  usual: NoInfer<S[number]>
}
const shapes = <F extends z.ZodType, const C extends readonly string[], const S extends readonly string[]>(list: ViewList<F, C, S>) => {
  const fields = {
    name: line(60),
    scope: z.enum(viewScopes).default('mine').describe('Who sees it: I, my team, or everybody of the organisation'),
    teamId: Id.nullable().default(null).describe('Only with scope team'),
    filter: list.filter,
    columns: z.array(z.enum(list.columns)).min(1).max(20).nullable().default(null).describe('null: as each person has them'),
    sort: z.enum(list.sorts).optional().describe(`Else ${list.usual}`),
  }
  const SavedView = z.object({
    id: Id,
    organisationId: Id,
    name: z.string(),
    scope: z.enum(viewScopes),
    team: Named.nullable(),
    owner: Named,
    filter: Shown,
    columns: z.array(z.enum(list.columns)).nullable(),
    sort: z.enum(list.sorts),
    count: z.int().describe('At most 1000 is counted'),
    version: z.int(),
    mayChange: z.boolean(),
  })
  return {
    SavedView,
    NewView: z.object({ organisationId: Id.optional(), ...fields }),
    ChangedView: z.object({ version: z.int().min(1), ...fields }),
    Views: z.object({ items: z.array(SavedView), defaultId: Id.nullable().describe('Opens by itself when the list is opened') }),
  }
}

const ofOne = z.object({ id: Id })
const fails = { 'platform.notFound': 404, 'views.noTeam': 400, 'views.notYours': 403 } as const
/** The endpoints of the views of one list. */
export function viewEndpoints<F extends z.ZodType, const C extends readonly string[], const S extends readonly string[]>(list: ViewList<F, C, S>) {
  const { path, may, of } = list
  const { SavedView, NewView, ChangedView, Views } = shapes(list)
  return contract({
    views: {
      method: 'GET',
      path,
      may,
      summary: `My views of the list of ${of}, those of my teams and of my organisations, in my order, with how many each has`,
      reply: Views,
    },
    addView: {
      method: 'POST',
      path,
      may,
      summary: `Keeps filters, columns and order of the list of ${of} under a name`,
      body: NewView,
      reply: SavedView,
      status: 201,
      fails: { ...fails, 'views.tooMany': 409 },
    },
    changeView: {
      method: 'PUT',
      path: `${path}/{id}`,
      may,
      summary: 'Changes a view: by who made it, or by a lead what is shared',
      params: ofOne,
      body: ChangedView,
      reply: SavedView,
      fails: { ...fails, 'views.changed': 409 },
    },
    removeView: {
      method: 'DELETE',
      path: `${path}/{id}`,
      may,
      summary: `Removes a view; its ${of} stay`,
      params: ofOne,
      reply: z.undefined(),
      status: 204,
      fails,
    },
    chooseViews: {
      method: 'PUT',
      path: `${path}/mine/order`,
      may,
      summary: 'My order of the views, and which opens by itself',
      body: z.object({ ids: z.array(Id).max(300), defaultId: Id.nullable() }),
      reply: Views,
      fails: { 'platform.notFound': 404 },
    },
  })
}
/** A view as it is answered, of whichever list. */
export interface AnyView<C extends string = string, S extends string = string> {
  id: string
  organisationId: string
  name: string
  scope: (typeof viewScopes)[number]
  team: Named | null
  owner: Named
  filter: Record<string, string | string[]>
  columns: C[] | null
  sort: S
  count: number
  version: number
  mayChange: boolean
}
