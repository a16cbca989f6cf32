/** The handlers of the views of one list: a list under a name, mine, my team's, the organisation's. */
import { randomUUID } from 'node:crypto'
import type * as z from 'zod'
import type { EventType } from '#platform/contract.ts'
import { type Context, Problem } from '#platform/room.ts'
import { peopleByIds, teamById } from '#record/people/people.ts'
import type { AnyView, viewScopes } from './contract.ts'
import { deleteView, insertView, type Kept, listViews, readChoice, readView, saveChoice, updateView, type ViewRow } from './store.ts'

export type { ViewTables } from './store.ts'

const mostViews = 100

/** As it stands in an address, for what was already checked. */
export const inAddress = (filter: object): Kept =>
  Object.fromEntries(
    Object.entries(filter).flatMap(([key, value]) => (value === undefined ? [] : [[key, Array.isArray(value) ? value.map(String) : String(value)]])),
  )

type Changed = z.ZodObject<{ viewId: z.ZodUUID; what: z.ZodEnum<{ added: 'added'; changed: 'changed'; removed: 'removed' }> }>
interface List<F extends object, S extends string> {
  /** As it stands in the table. */
  list: string
  filter: z.ZodType<F>
  /** The order of who says none. */
  usual: S
  /** How many are under a filter, at most 1000. */
  count(ctx: Context, filter: F): Promise<number>
  changed: EventType<string, Changed>
}
interface Fields<C, S> {
  name: string
  scope: (typeof viewScopes)[number]
  teamId: string | null
  filter: object
  columns: C[] | null
  sort?: S | undefined
}

const mayChange = (ctx: Context, row: Pick<ViewRow, 'ownerId' | 'scope' | 'organisationId'>) =>
  row.ownerId === ctx.actor.personId || (row.scope !== 'mine' && ctx.actor.scopes.lead.includes(row.organisationId))
/** The team is one that the actor is in, or leads. */
async function refuseTeam(ctx: Context, organisationId: string, { scope, teamId }: Pick<ViewRow, 'scope' | 'teamId'>): Promise<void> {
  const team = teamId === null ? undefined : await teamById(ctx, teamId)
  const mine = team?.memberIds.includes(ctx.actor.personId ?? '') || ctx.actor.scopes.lead.includes(organisationId)
  if (scope === 'team' ? team?.organisationId !== organisationId || !mine : teamId !== null) throw new Problem('views.noTeam', 400)
}

async function shown<F extends object, C extends string, S extends string>(ctx: Context, list: List<F, S>, rows: readonly ViewRow[]) {
  const names = await peopleByIds(
    ctx,
    rows.map(({ ownerId }) => ownerId),
  )
  const teams = new Map<string, string>()
  for (const id of new Set(rows.flatMap(({ teamId }) => teamId ?? []))) teams.set(id, (await teamById(ctx, id))?.name ?? '')
  const views: AnyView<C, S>[] = []
  for (const row of rows) {
    const { id, organisationId, name, scope, teamId, ownerId, filter, columns, sort, version } = row
    // What the list no longer takes is left out rather than making the whole list fail.
    const asked = list.filter.safeParse(filter)
    views.push({
      ...{ id, organisationId, name, scope, version },
      // They were checked when the view was kept.
      ...{ columns: columns as C[] | null, sort: sort as S },
      filter: asked.success ? filter : {},
      team: teamId === null ? null : { id: teamId, name: teams.get(teamId) ?? '' },
      owner: { id: ownerId, name: names.get(ownerId)?.name ?? ctx.t('cases.someone') },
      count: asked.success ? await list.count(ctx, asked.data) : 0,
      mayChange: mayChange(ctx, row),
    })
  }
  return views
}

/** `C`: the columns that the contract of this list knows. */
export function viewHandlers<C extends string, F extends object, S extends string>(list: List<F, S>) {
  async function mine(ctx: Context) {
    const { ids, defaultId } = await readChoice(ctx.db, ctx.actor.personId ?? '', list.list)
    const rows = await listViews(ctx.db, list.list)
    const at = (id: string) => (ids.includes(id) ? ids.indexOf(id) : ids.length)
    const items = await shown<F, C, S>(
      ctx,
      list,
      [...rows].sort((one, other) => at(one.id) - at(other.id)),
    )
    return { items, defaultId: rows.some(({ id }) => id === defaultId) ? defaultId : null }
  }
  const found = async (ctx: Context, id: string) => (await readView(ctx.db, list.list, id)) ?? Promise.reject(new Problem('platform.notFound', 404))
  async function toChange(ctx: Context, id: string) {
    const row = await found(ctx, id)
    if (!mayChange(ctx, row)) throw new Problem('views.notYours', 403)
    return row
  }
  const one = async (ctx: Context, id: string) => {
    const [view] = await shown<F, C, S>(ctx, list, [await found(ctx, id)])
    return view ?? Promise.reject(new Problem('platform.notFound', 404))
  }
  const kept = ({ name, scope, teamId, filter, columns, sort = list.usual }: Fields<C, S>) => ({
    ...{ name, scope, teamId, columns, sort },
    filter: inAddress(filter),
  })
  const tell = (ctx: Context, row: Pick<ViewRow, 'id' | 'organisationId' | 'scope'>, what: 'added' | 'changed' | 'removed') =>
    ctx.emit(list.changed, {
      about: `view/${row.id}`,
      organisationId: row.organisationId,
      people: [ctx.actor.personId ?? ''],
      confined: row.scope === 'mine',
      data: { viewId: row.id, what },
    })
  return {
    views: (_: object, ctx: Context) => mine(ctx),
    async addView({ body }: { body: Fields<C, S> & { organisationId?: string | undefined } }, ctx: Context) {
      const { read } = ctx.actor.scopes
      const { organisationId = read[0], ...fields } = body
      if (!organisationId || !read.includes(organisationId)) throw new Problem('platform.notFound', 404)
      await refuseTeam(ctx, organisationId, fields)
      const of = { id: randomUUID(), list: list.list, organisationId, ownerId: ctx.actor.personId ?? '' }
      const row = { ...of, version: 1, madeAt: ctx.now, ...kept(fields) }
      if (!(await insertView(ctx.db, row, mostViews))) throw new Problem('views.tooMany', 409)
      await tell(ctx, row, 'added')
      return one(ctx, row.id)
    },
    async changeView({ params, body }: { params: { id: string }; body: Fields<C, S> & { version: number } }, ctx: Context) {
      const row = await toChange(ctx, params.id)
      const { version, ...fields } = body
      await refuseTeam(ctx, row.organisationId, fields)
      if (!(await updateView(ctx.db, row.id, version, kept(fields)))) throw new Problem('views.changed', 409)
      await tell(ctx, row, 'changed')
      return one(ctx, row.id)
    },
    async removeView({ params }: { params: { id: string } }, ctx: Context): Promise<undefined> {
      const row = await toChange(ctx, params.id)
      await deleteView(ctx.db, row.id)
      await tell(ctx, row, 'removed')
    },
    async chooseViews({ body }: { body: { ids: string[]; defaultId: string | null } }, ctx: Context) {
      const known = (await listViews(ctx.db, list.list)).map(({ id }) => id)
      if (![...body.ids, ...(body.defaultId ? [body.defaultId] : [])].every((id) => known.includes(id))) throw new Problem('platform.notFound', 404)
      await saveChoice(ctx.db, { personId: ctx.actor.personId ?? '', list: list.list, ...body })
      return mine(ctx)
    },
  }
}
