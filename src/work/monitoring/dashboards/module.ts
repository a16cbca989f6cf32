import { randomUUID } from 'node:crypto'
import { type Context, mayIn, Problem, roomFor } from '#platform/room.ts'
import { drawPage } from '#record/documents/documents.ts'
import { peopleByIds, teamById } from '#record/people/people.ts'
import { type Dashboard, type Definition, dashboardChanged, type dashboardScopes, type ListedDashboard, monitoringDashboards } from './contract.ts'
import { readFile } from './importing/rules.ts'
import { isShipped, shippedDashboard, shippedKeys } from './shipped/rules.ts'
import * as store from './store.ts'
import { monitoringDashboardsTexts } from './texts.ts'

const mostDashboards = 200
const mostListed = 500
const largestFile = 1_000_000
const notFound = () => new Problem('platform.notFound', 404)
const isId = (id: string) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(id)
interface Sharing {
  scope: (typeof dashboardScopes)[number]
  teamId: string | null
}

const mayChange = (ctx: Context, row: Pick<store.DashboardRow, 'ownerId' | 'scope' | 'organisationId'>) =>
  mayIn(ctx, 'monitoring.work', row.organisationId) &&
  (row.ownerId === ctx.actor.personId || (row.scope !== 'mine' && ctx.actor.scopes.lead.includes(row.organisationId)))
const maySee = (ctx: Context, row: Pick<store.DashboardRow, 'organisationId'>) => mayIn(ctx, 'monitoring.read', row.organisationId)
async function refuseTeam(ctx: Context, organisationId: string, { scope, teamId }: Sharing): Promise<void> {
  const team = teamId === null ? undefined : await teamById(ctx, teamId)
  const mine = team?.memberIds.includes(ctx.actor.personId ?? '') || ctx.actor.scopes.lead.includes(organisationId)
  if (scope === 'team' ? team?.organisationId !== organisationId || !mine : teamId !== null) throw new Problem('monitoring.dashboards.noTeam', 400)
}

async function listed(ctx: Context, rows: readonly store.ListedRow[]): Promise<ListedDashboard[]> {
  const owners = await peopleByIds(ctx, [...new Set(rows.map(({ ownerId }) => ownerId))])
  const teams = new Map<string, string>()
  for (const id of new Set(rows.flatMap(({ teamId }) => teamId ?? []))) teams.set(id, (await teamById(ctx, id))?.name ?? '')
  return rows.map(({ id, organisationId, title, scope, teamId, ownerId, panels, changedAt }) => ({
    ...{ id, organisationId, title, scope, panels },
    team: teamId === null ? null : { id: teamId, name: teams.get(teamId) ?? '' },
    owner: { id: ownerId, name: owners.get(ownerId)?.name ?? ctx.t('cases.someone') },
    changedAt: new Date(changedAt).toISOString(),
  }))
}
/** Of each panel of text its HTML, made safe each time anew. */
const drawn = (definition: Definition) =>
  Promise.all(definition.panels.map((panel) => (panel.kind === 'text' ? drawPage(panel.text) : Promise.resolve(null))))
const shippedAs = (ctx: Context, key: (typeof shippedKeys)[number]): ListedDashboard & { definition: Definition } => {
  const definition = shippedDashboard(key, (text) => ctx.t(text as keyof typeof monitoringDashboardsTexts))
  const none = { organisationId: null, team: null, owner: null, changedAt: null }
  return { id: key, title: definition.title, scope: 'shipped', panels: definition.panels.length, ...none, definition }
}
async function shown(ctx: Context, row: store.DashboardRow): Promise<Dashboard> {
  const { definition, version } = row
  const [head] = await listed(ctx, [{ ...row, panels: definition.panels.length }])
  if (!head) throw notFound()
  return { ...head, definition, texts: await drawn(definition), version, mayChange: mayChange(ctx, row) }
}
async function rowFor(ctx: Context, id: string): Promise<store.DashboardRow> {
  const row = isId(id) ? await store.readDashboard(ctx.db as store.Db, id) : undefined
  if (!row || !maySee(ctx, row)) throw notFound()
  return row
}
async function rowToChange(ctx: Context, id: string): Promise<store.DashboardRow> {
  const row = await rowFor(ctx, id)
  if (!mayChange(ctx, row)) throw new Problem('monitoring.dashboards.notYours', 403)
  return row
}
const definitionOf = async (ctx: Context, id: string): Promise<Definition> =>
  isShipped(id) ? shippedAs(ctx, id).definition : (await rowFor(ctx, id)).definition

const tell = (
  ctx: Context,
  { id, organisationId, scope }: Pick<store.DashboardRow, 'id' | 'organisationId' | 'scope'>,
  what: 'added' | 'changed' | 'removed',
) =>
  ctx.emit(dashboardChanged, {
    about: `dashboard/${id}`,
    organisationId,
    people: [ctx.actor.personId ?? ''],
    confined: scope === 'mine',
    data: { dashboardId: id, what },
  })
async function add(ctx: Context, organisation: string | undefined, definition: Definition, sharing: Sharing): Promise<Dashboard> {
  const organisationId = organisation ?? ctx.actor.scopes.work.find((id) => mayIn(ctx, 'monitoring.work', id))
  if (!organisationId || !mayIn(ctx, 'monitoring.work', organisationId)) throw notFound()
  await refuseTeam(ctx, organisationId, sharing)
  const row: store.DashboardRow = {
    ...{ id: randomUUID(), organisationId, ownerId: ctx.actor.personId ?? '', ...sharing, title: definition.title, definition, version: 1 },
    ...{ madeAt: ctx.now, changedAt: ctx.now },
  }
  if (!(await store.insertDashboard(ctx.db as store.Db, row, mostDashboards))) throw new Problem('monitoring.dashboards.tooMany', 409)
  await tell(ctx, row, 'added')
  return shown(ctx, row)
}
const mine: Sharing = { scope: 'mine', teamId: null }

export default roomFor<store.DashboardTables>()({
  name: 'monitoring.dashboards',
  contract: monitoringDashboards,
  texts: monitoringDashboardsTexts,
  grants: {},
  folder: import.meta.dirname,
  handlers: {
    async dashboards(_, ctx) {
      const rows = (await store.listDashboards(ctx.db, mostListed)).filter((row) => maySee(ctx, row))
      const shipped = shippedKeys.map((key) => {
        const { definition: _definition, ...head } = shippedAs(ctx, key)
        return head
      })
      return { items: [...(await listed(ctx, rows)), ...shipped] }
    },
    async dashboard({ params: { id } }, ctx) {
      if (!isShipped(id)) return shown(ctx, await rowFor(ctx, id))
      return { ...shippedAs(ctx, id), texts: [], version: 1, mayChange: false }
    },
    addDashboard: ({ body: { organisationId, definition, ...sharing } }, ctx) => add(ctx, organisationId, definition, sharing),
    async changeDashboard({ params, body: { version, definition, ...sharing } }, ctx) {
      const row = await rowToChange(ctx, params.id)
      await refuseTeam(ctx, row.organisationId, sharing)
      const set = { ...sharing, title: definition.title, definition, changedAt: ctx.now }
      if (!(await store.updateDashboard(ctx.db, row.id, version, set))) return ctx.fail('monitoring.dashboards.changed')
      await tell(ctx, { ...row, ...sharing }, 'changed')
      return shown(ctx, { ...row, ...set, version: version + 1 })
    },
    async removeDashboard({ params }, ctx) {
      const row = await rowToChange(ctx, params.id)
      await store.deleteDashboard(ctx.db, row.id)
      await tell(ctx, row, 'removed')
      return undefined
    },
    async copyDashboard({ params, body: { organisationId, title } }, ctx) {
      return add(ctx, organisationId, { ...(await definitionOf(ctx, params.id)), title }, mine)
    },
    async exportDashboard({ params }, ctx) {
      return { spil: 'dashboard/1' as const, definition: await definitionOf(ctx, params.id) }
    },
    async importDashboard({ body: { organisationId, file } }, ctx) {
      const wrong = (why: 'shape' | 'large') => ctx.fail('monitoring.dashboards.notOne', { why: ctx.t(`monitoring.dashboards.notOne.${why}`) })
      if ((JSON.stringify(file) ?? '').length > largestFile) return wrong('large')
      const read = readFile(file)
      if (!read) return wrong('shape')
      const dashboard = await add(ctx, organisationId, read.definition, mine)
      return {
        dashboard,
        left: read.left.map(({ what, reason, given }) => ({ what, why: ctx.t(`monitoring.dashboards.left.${reason}`, { given }) })),
      }
    },
  },
})
