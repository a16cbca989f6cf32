import { randomUUID } from 'node:crypto'
import { type Context, mayIn, Problem, roomFor } from '#platform/room.ts'
import { numberOfItem } from '#record/items/contract.ts'
import { itemFor } from '#record/items/items.ts'
import { applySoon } from '../applying/jobs.ts'
import { countIn, firstIn, markItem, markTemplate } from '../applying/store.ts'
import { putQuestion } from '../questions/store.ts'
import { type Db as ChecksDb, questionsOf, removeQuestions } from '../store.ts'
import { monitoringTemplates, templateChanged, type Written } from './contract.ts'
import { offeredTo, shownTemplates } from './reads.ts'
import * as store from './store.ts'
import { monitoringTemplatesTexts } from './texts.ts'

const mostTemplates = 200
const checksDb = (ctx: Context) => ctx.db as ChecksDb

async function templateFor(ctx: Context, id: string, may: string, lock = false): Promise<store.TemplateRow> {
  const row = await store.readTemplate(ctx.db as store.Db, id, lock)
  if (!row || !mayIn(ctx, may, row.organisationId)) throw new Problem('platform.notFound', 404)
  return row
}
async function shown(ctx: Context, row: store.TemplateRow) {
  const [template] = await shownTemplates(ctx, [row])
  if (!template) throw new Error('the template was not shown')
  return template
}
const told = (ctx: Context, { id, organisationId, version, enabled }: store.TemplateRow, what: 'added' | 'changed' | 'removed' | 'excepted') =>
  ctx.emit(templateChanged, { about: `monitoringTemplate/${id}`, organisationId, data: { templateId: id, organisationId, version, enabled, what } })

/** What it asks: what is named by its id is changed, what has none is new, what is not named goes. */
async function putQuestions(ctx: Context, { id: templateId, organisationId }: store.TemplateRow, checks: Written['checks']): Promise<void> {
  const before = new Map((await questionsOf(checksDb(ctx), [templateId])).map((row) => [row.id, row]))
  const stays = new Set<string>()
  for (const [place, { id, ...wish }] of checks.entries()) {
    const known = id === undefined || stays.has(id) ? undefined : before.get(id)
    if (id !== undefined && !known) throw new Problem('platform.notFound', 404)
    const of = { id: known?.id ?? randomUUID(), organisationId, templateId, itemId: null, place }
    stays.add((await putQuestion(ctx, of, wish, known)).id)
  }
  await removeQuestions(
    checksDb(ctx),
    [...before.keys()].filter((id) => !stays.has(id)),
  )
}

export default roomFor<store.TemplateTables>()({
  name: 'monitoring.templates',
  contract: monitoringTemplates,
  texts: monitoringTemplatesTexts,
  grants: {},
  folder: import.meta.dirname,
  handlers: {
    async templates({ query: { organisationId } }, ctx) {
      if (!mayIn(ctx, 'monitoring.read', organisationId)) return ctx.fail('platform.notFound')
      const rows = await store.listTemplates(ctx.db, organisationId)
      return { items: await shownTemplates(ctx, rows), offered: await offeredTo(ctx, organisationId, rows) }
    },
    async template({ params }, ctx) {
      return shown(ctx, await templateFor(ctx, params.id, 'monitoring.read'))
    },
    async addTemplate({ body: { organisationId, key = null, name, scope, enabled, checks } }, ctx) {
      if (!mayIn(ctx, 'monitoring.configure', organisationId)) return ctx.fail('platform.notFound')
      if ((await store.listTemplates(ctx.db, organisationId)).length >= mostTemplates) return ctx.fail('monitoring.templates.tooMany')
      const written = { changedAt: ctx.now, changedBy: ctx.actor.personId }
      const row = await store.insertTemplate(ctx.db, { id: randomUUID(), organisationId, key, name, scope, enabled, version: 1, ...written })
      if (!row) return ctx.fail('monitoring.templates.taken')
      await putQuestions(ctx, row, checks)
      await followed(ctx, row)
      await told(ctx, row, 'added')
      return shown(ctx, row)
    },
    async changeTemplate({ params, body: { version, name, scope, enabled, checks } }, ctx) {
      const before = await templateFor(ctx, params.id, 'monitoring.configure', true)
      if (before.version !== version) return ctx.fail('monitoring.templates.changed')
      await putQuestions(ctx, before, checks)
      const written = { version: version + 1, changedAt: ctx.now, changedBy: ctx.actor.personId }
      const row = await store.changeTemplate(ctx.db, before.id, { name, scope, enabled, ...written })
      if (!row) return ctx.fail('platform.notFound')
      await followed(ctx, row)
      await told(ctx, row, 'changed')
      return shown(ctx, row)
    },
    async removeTemplate({ params, query: { version } }, ctx) {
      const row = await templateFor(ctx, params.id, 'monitoring.configure', true)
      if (row.version !== version) return ctx.fail('monitoring.templates.changed')
      await store.removeTemplate(ctx.db, row.id)
      await told(ctx, row, 'removed')
      return undefined
    },
    async scopeItems({ body: { organisationId, scope } }, ctx) {
      if (!mayIn(ctx, 'monitoring.read', organisationId)) return ctx.fail('platform.notFound')
      const first = await firstIn(checksDb(ctx), organisationId, scope, 20)
      return {
        items: await countIn(checksDb(ctx), organisationId, scope),
        first: first.map(({ id, number, name }) => ({ id, number: numberOfItem(number), name })),
      }
    },
    async except({ params, body: { why } }, ctx) {
      const row = await templateFor(ctx, params.id, 'monitoring.configure', true)
      const item = await itemFor(ctx, params.itemId, 'monitoring.configure')
      if (item.organisationId !== row.organisationId) return ctx.fail('platform.notFound')
      const written = { writtenAt: ctx.now, writtenBy: ctx.actor.personId }
      await store.putException(ctx.db, { templateId: row.id, itemId: item.id, organisationId: row.organisationId, why, ...written })
      return itemFollowed(ctx, row, item.id)
    },
    async includeAgain({ params }, ctx) {
      const row = await templateFor(ctx, params.id, 'monitoring.configure', true)
      await store.removeException(ctx.db, row.id, params.itemId)
      return itemFollowed(ctx, row, params.itemId)
    },
  },
})
/** Every item in its scope, now or before, follows. */
async function followed(ctx: Context, row: store.TemplateRow): Promise<void> {
  await markTemplate(checksDb(ctx), row, row.scope)
  await applySoon(ctx)
}
async function itemFollowed(ctx: Context, row: store.TemplateRow, itemId: string) {
  await markItem(checksDb(ctx), itemId)
  await applySoon(ctx)
  await told(ctx, row, 'excepted')
  return shown(ctx, row)
}
