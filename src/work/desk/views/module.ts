import { randomUUID } from 'node:crypto'
import type * as z from 'zod'
import { type Context, Problem, roomFor } from '#platform/room.ts'
import { countUnder } from '#record/cases/lists/lists.ts'
import { peopleByIds, teamById } from '#record/people/people.ts'
import { deskViews, type NewView, type SavedView, ViewFilter, viewChanged } from './contract.ts'
import { filterFor, inAddress } from './reads.ts'
import { deleteView, insertView, listViews, readChoice, readView, saveChoice, updateView, type ViewRow, type ViewTables } from './store.ts'
import { deskViewsTexts } from './texts.ts'

const mostViews = 100
const mayChange = (ctx: Context, row: Pick<ViewRow, 'ownerId' | 'scope' | 'organisationId'>) =>
  row.ownerId === ctx.actor.personId || (row.scope !== 'mine' && ctx.actor.scopes.lead.includes(row.organisationId))

async function shown(ctx: Context, rows: readonly ViewRow[]): Promise<SavedView[]> {
  const names = await peopleByIds(
    ctx,
    rows.map(({ ownerId }) => ownerId),
  )
  const teams = new Map<string, string>()
  for (const id of new Set(rows.flatMap(({ teamId }) => teamId ?? []))) teams.set(id, (await teamById(ctx, id))?.name ?? '')
  const views: SavedView[] = []
  for (const row of rows) {
    const { id, organisationId, name, scope, teamId, ownerId, filter, columns, sort, version } = row
    // What the list no longer takes is left out rather than making the whole list fail.
    const asked = ViewFilter.safeParse(filter)
    views.push({
      ...{ id, organisationId, name, scope, columns, sort, version },
      filter: asked.success ? filter : {},
      team: teamId === null ? null : { id: teamId, name: teams.get(teamId) ?? '' },
      owner: { id: ownerId, name: names.get(ownerId)?.name ?? ctx.t('cases.someone') },
      count: asked.success ? await countUnder(ctx, filterFor(ctx, asked.data)) : 0,
      mayChange: mayChange(ctx, row),
    })
  }
  return views
}

async function mine(ctx: Context) {
  const { ids, defaultId } = await readChoice(ctx.db, ctx.actor.personId ?? '')
  const rows = await listViews(ctx.db)
  const at = (id: string) => (ids.includes(id) ? ids.indexOf(id) : ids.length)
  const items = await shown(
    ctx,
    [...rows].sort((one, other) => at(one.id) - at(other.id)),
  )
  return { items, defaultId: rows.some(({ id }) => id === defaultId) ? defaultId : null }
}
const one = async (ctx: Context, id: string): Promise<SavedView> => {
  const row = await readView(ctx.db, id)
  const [found] = row ? await shown(ctx, [row]) : []
  return found ?? Promise.reject(new Problem('platform.notFound', 404))
}

type Fields = Omit<z.output<typeof NewView>, 'organisationId'>
/** The team is one that the actor is in, or leads. */
async function fitsTeam(ctx: Context, organisationId: string, { scope, teamId }: Fields): Promise<boolean> {
  if (scope !== 'team') return teamId === null
  const team = teamId === null ? undefined : await teamById(ctx, teamId)
  if (team?.organisationId !== organisationId) return false
  return team.memberIds.includes(ctx.actor.personId ?? '') || ctx.actor.scopes.lead.includes(organisationId)
}
const fieldsOf = ({ filter, ...fields }: Fields) => ({ ...fields, filter: inAddress(filter) })
const tell = (ctx: Context, row: Pick<ViewRow, 'id' | 'organisationId' | 'scope'>, what: 'added' | 'changed' | 'removed') =>
  ctx.emit(viewChanged, {
    about: `view/${row.id}`,
    organisationId: row.organisationId,
    people: [ctx.actor.personId ?? ''],
    confined: row.scope === 'mine',
    data: { viewId: row.id, what },
  })

export default roomFor<ViewTables>()({
  name: 'desk.views',
  contract: deskViews,
  texts: deskViewsTexts,
  grants: {},
  folder: import.meta.dirname,
  handlers: {
    views: (_, ctx) => mine(ctx),
    async addView({ body }, ctx) {
      const { read } = ctx.actor.scopes
      const { organisationId = read[0], ...fields } = body
      if (!organisationId || !read.includes(organisationId)) return ctx.fail('platform.notFound')
      if (!(await fitsTeam(ctx, organisationId, fields))) return ctx.fail('desk.views.noTeam')
      const row = { id: randomUUID(), organisationId, ownerId: ctx.actor.personId ?? '', version: 1, madeAt: ctx.now, ...fieldsOf(fields) }
      if (!(await insertView(ctx.db, row, mostViews))) return ctx.fail('desk.views.tooMany')
      await tell(ctx, row, 'added')
      return one(ctx, row.id)
    },
    async changeView({ params, body }, ctx) {
      const row = await readView(ctx.db, params.id)
      if (!row) return ctx.fail('platform.notFound')
      if (!mayChange(ctx, row)) return ctx.fail('desk.views.notYours')
      const { version, ...fields } = body
      if (!(await fitsTeam(ctx, row.organisationId, fields))) return ctx.fail('desk.views.noTeam')
      if (!(await updateView(ctx.db, row.id, version, fieldsOf(fields)))) return ctx.fail('desk.views.changed')
      await tell(ctx, row, 'changed')
      return one(ctx, row.id)
    },
    async removeView({ params }, ctx) {
      const row = await readView(ctx.db, params.id)
      if (!row) return ctx.fail('platform.notFound')
      if (!mayChange(ctx, row)) return ctx.fail('desk.views.notYours')
      await deleteView(ctx.db, row.id)
      await tell(ctx, row, 'removed')
    },
    async chooseViews({ body }, ctx) {
      const known = (await listViews(ctx.db)).map(({ id }) => id)
      if (![...body.ids, ...(body.defaultId ? [body.defaultId] : [])].every((id) => known.includes(id))) return ctx.fail('platform.notFound')
      await saveChoice(ctx.db, { personId: ctx.actor.personId ?? '', ...body })
      return mine(ctx)
    },
  },
})
