import { randomUUID } from 'node:crypto'
import { fileNameIn } from '#platform/files.ts'
import { type Context, on, Problem, roomFor } from '#platform/room.ts'
import { agreementOf, checklistById, findCase } from '#record/cases/cases.ts'
import { numberOf } from '#record/cases/contract.ts'
import { wordIn } from '#record/cases/priority/rules.ts'
import { colleaguesNamed, rolesOf, teamById } from '#record/people/people.ts'
import { ended } from '../approvals/contract.ts'
import type { deskTexts } from '../texts.ts'
import { ask, decided } from './asking/module.ts'
import { catalogueChanged, type Definition, deskCatalogue, type Item } from './contract.ts'
import { forgetOldUploads } from './jobs.ts'
import { formOf, itemsOf, type OfferedRow, offered, offerOf, servicesOf } from './reads.ts'
import { flaws, foundBy } from './rules.ts'
import * as store from './store.ts'
import { deskCatalogueTexts } from './texts.ts'

const missing = () => new Problem('platform.notFound', 404)
async function offer(ctx: Context, id: string): Promise<OfferedRow> {
  const [row] = await offered(ctx, id)
  if (!row) throw missing()
  return row
}
const configures = (ctx: Context, organisationId: string) => {
  if (!ctx.actor.permissions.get('desk.configure')?.includes(organisationId)) throw missing()
}
/** Only to organisations for which the actor decides too. */
const mayOffer = (ctx: Context, organisationIds: readonly string[] = []) => {
  const own = ctx.actor.permissions.get('desk.configure') ?? []
  if (organisationIds.some((id) => !own.includes(id))) throw new Problem('desk.catalogue.notYours', 403)
}
async function one(ctx: Context, row: store.ItemRow | undefined): Promise<Item> {
  const [item] = row && ctx.actor.scopes.read.includes(row.organisationId) ? await itemsOf(ctx, [row]) : []
  if (!item) throw missing()
  return item
}

/** Whom and what a definition names must be there, in the organisation of the item. */
async function fits(ctx: Context, organisationId: string, definition: Definition): Promise<void> {
  const found = flaws(definition)
  if (found.length > 0) {
    const errors = found.map(({ pointer, code }) => ({ pointer: `/body${pointer}`, code, detail: ctx.t(`desk.catalogue.bad.${code}`) }))
    throw new Problem('desk.catalogue.definitionWrong', 400, undefined, errors)
  }
  const deciders = (definition.approval?.steps ?? []).flatMap((step) => step.deciders)
  const teams = [definition.teamId, ...definition.audience.teamIds, ...deciders.map((one) => (one.kind === 'team' ? one.teamId : null))]
  for (const id of new Set(teams))
    if (id !== null && (await teamById(ctx, id))?.organisationId !== organisationId) throw new Problem('desk.noSuchTeam', 400)
  const people = [definition.ownerId, ...deciders.map((one) => (one.kind === 'person' ? one.personId : null))]
  for (const id of new Set(people))
    if (id !== null && !(await rolesOf(ctx, id)).some((role) => role.organisationId === organisationId)) throw new Problem('desk.noSuchPerson', 400)
  const { checklistId, agreementId } = definition
  if (agreementId !== null && !(await agreementOf(ctx, organisationId)).agreements.some(({ id }) => id === agreementId)) throw missing()
  if (checklistId !== null && (await checklistById(ctx, checklistId))?.organisationId !== organisationId) throw missing()
}

interface Saving {
  id: string
  organisationId: string
  version: number
  definition: Definition
  active: boolean
  offeredTo: string[] | undefined
}
async function save(ctx: Context, { offeredTo, ...wish }: Saving) {
  const row = { ...wish, at: ctx.now, by: ctx.actor.personId }
  const db = ctx.db as store.Db
  if (wish.version === 1) await store.insertItem(db, row)
  else if (!(await store.updateItem(db, row))) throw new Problem('desk.catalogue.changed', 409)
  const { id: itemId, organisationId, version, active } = wish
  if (offeredTo) await store.offerTo(db, itemId, organisationId, offeredTo)
  await ctx.emit(catalogueChanged, { about: `organisation/${organisationId}`, organisationId, data: { organisationId, itemId, version, active } })
  return one(ctx, await store.readItem(db, itemId))
}

export default roomFor<store.CatalogueTables>()({
  name: 'desk.catalogue',
  contract: deskCatalogue,
  texts: deskCatalogueTexts as typeof deskCatalogueTexts & typeof deskTexts,
  grants: {},
  folder: import.meta.dirname,
  jobs: [forgetOldUploads],
  on: [
    on(ended, 'desk.catalogue.decided', async ({ data }, ctx) => {
      if (data.purpose === 'request') await decided(ctx, data)
    }),
  ],
  handlers: {
    async offers({ query }, ctx) {
      const rows = (await offered(ctx)).filter(({ definition }) => foundBy(definition, query.search ?? ''))
      return { items: rows.map((row) => offerOf(ctx, row)) }
    },
    form: async ({ params }, ctx) => formOf(ctx, await offer(ctx, params.id)),
    async colleagues({ params, query }, ctx) {
      const { askedIn } = await offer(ctx, params.id)
      return { items: await colleaguesNamed(ctx, askedIn, query.search) }
    },
    async upload({ params }, ctx) {
      await offer(ctx, params.id)
      const { stored, contentType, headers } = ctx.call
      if (!stored || stored.size === 0) return ctx.fail('desk.emptyFile')
      const personId = ctx.actor.personId ?? ''
      if ((await store.uploadsOf(ctx.db, personId)).length >= 100) return ctx.fail('desk.tooManyFiles')
      const name = fileNameIn(headers).replaceAll('\u0000', '').slice(0, 200)
      const row = { ...stored, id: randomUUID(), personId, name, type: contentType.slice(0, 200), at: ctx.now.toISOString() }
      const { id, hash, size, type, at } = row
      await store.insertUpload(ctx.db, { id, personId, hash, size, name, type, at })
      return { id, name, size }
    },
    async request({ params, body }, ctx) {
      const item = await offer(ctx, params.id)
      if (item.version !== body.version) return ctx.fail('desk.catalogue.formChanged', { version: item.version })
      const row = await ask(ctx, item, body)
      return { id: row.id, number: numberOf(row.number) }
    },
    async answers({ params }, ctx) {
      const row = await findCase(ctx, params.id)
      if (!row) return ctx.fail('platform.notFound')
      const asked = await store.readAnswers(ctx.db, row.id)
      const item = asked && (await store.readItem(ctx.db, asked.itemId, asked.version))
      if (!asked) return { asked: null }
      const { itemId, version, answers } = asked
      const lines = asked.lines.map(({ label, text }) => ({ label: wordIn(label, ctx.locale), text: wordIn(text, ctx.locale) }))
      return { asked: { itemId, version, answers, lines, name: item ? wordIn(item.definition.name, ctx.locale) : row.title } }
    },
    async services({ query }, ctx) {
      if (!ctx.actor.scopes.read.includes(query.organisationId)) throw missing()
      return { items: await servicesOf(ctx, query.organisationId) }
    },
    async items({ query }, ctx) {
      const { organisationId } = query
      return { items: ctx.actor.scopes.read.includes(organisationId) ? await itemsOf(ctx, await store.listItems(ctx.db, { organisationId })) : [] }
    },
    item: async ({ params, query }, ctx) => one(ctx, await store.readItem(ctx.db, params.id, query.version)),
    async addItem({ body: { organisationId, definition, active, offeredTo } }, ctx) {
      configures(ctx, organisationId)
      mayOffer(ctx, offeredTo)
      await fits(ctx, organisationId, definition)
      return save(ctx, { id: randomUUID(), organisationId, version: 1, definition, active, offeredTo })
    },
    async changeItem({ params, body: { version, definition, active, offeredTo } }, ctx) {
      const row = await store.readItem(ctx.db, params.id)
      if (!row) return ctx.fail('platform.notFound')
      configures(ctx, row.organisationId)
      if (row.version !== version) return ctx.fail('desk.catalogue.changed', { current: await one(ctx, row) })
      mayOffer(
        ctx,
        offeredTo?.filter((id) => !row.offeredTo.includes(id)),
      )
      await fits(ctx, row.organisationId, definition)
      return save(ctx, { id: row.id, organisationId: row.organisationId, version: version + 1, definition, active, offeredTo })
    },
    async orderItems({ body: { organisationId, ids } }, ctx) {
      configures(ctx, organisationId)
      await store.placeItems(ctx.db, organisationId, ids)
      return { items: await itemsOf(ctx, await store.listItems(ctx.db, { organisationId })) }
    },
  },
})
