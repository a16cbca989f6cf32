import { randomUUID } from 'node:crypto'
import { type Context, mayIn, Problem, roomFor } from '#platform/room.ts'
import { addEntry, type CaseRow, spendTime } from '#record/cases/cases.ts'
import { type ItemRow, itemFor, linkedItems } from '#record/items/items.ts'
import { caseToWork } from '#work/desk/who/reads.ts'
import { macOf } from '../identity/rules.ts'
import { type Db as IdentityDb, traitsOf } from '../identity/store.ts'
import { type Deed, devicesRemote, handled, templatesChanged } from './contract.ts'
import { giveUp, patienceMs, wakeDevices } from './jobs.ts'
import { parseTemplate, wrongs } from './links/rules.ts'
import { offeredFor, shownDeeds, shownWay, templatesOf, whyNot } from './reads.ts'
import { shippedTemplates } from './shipped/rules.ts'
import * as store from './store.ts'
import { devicesRemoteTexts } from './texts.ts'

const mostTemplates = 100
const mostCards = 16
const notFound = () => new Problem('platform.notFound', 404)
function checkTemplate(url: string): void {
  const parsed = parseTemplate(url)
  const wrong = wrongs.find((one) => one === parsed)
  if (wrong) throw new Problem(`devices.remote.wrong.${wrong}`, 422)
}
async function changedTemplates(ctx: Context, organisationId: string, key: string) {
  await ctx.emit(templatesChanged, { about: `organisation/${organisationId}`, organisationId, data: { organisationId, key } })
  return { items: await templatesOf(ctx, organisationId) }
}
/** The case that it is done for, which is about this item. */
async function caseAbout(ctx: Context, ref: string | undefined, item: ItemRow): Promise<CaseRow | undefined> {
  if (ref === undefined) return undefined
  const row = await caseToWork(ctx, ref)
  if (!(await linkedItems(ctx, row.id)).some(({ id }) => id === item.id)) throw new Problem('devices.remote.notOnCase', 409)
  return row
}

type Wish = Pick<store.DeedTable, 'kind' | 'why'> & Partial<Pick<store.DeedTable, 'way' | 'minutes' | 'state' | 'macs'>>
/** Writes down who does what and why, and says it on the case. Undefined when the device is being woken already. */
async function noted(ctx: Context, item: ItemRow, row: CaseRow | undefined, wish: Wish): Promise<Deed | undefined> {
  const { id: itemId, organisationId } = item
  const usual = { way: null, minutes: null, state: 'done', reason: null, macs: [] } as const
  const by = { byId: ctx.actor.personId ?? '', caseId: row?.id ?? null, at: ctx.now }
  const deed: store.DeedRow = { ...usual, ...by, id: randomUUID(), itemId, organisationId, ...wish, macs: wish.macs ?? [] }
  if (!(await store.insertDeed(ctx.db as store.Db, deed))) return undefined
  if (row) await saidOn(ctx, row, item, deed)
  await ctx.emit(handled, { about: `item/${itemId}`, organisationId, data: { deedId: deed.id, itemId, kind: deed.kind } })
  return (await shownDeeds(ctx, [deed]))[0]
}
async function saidOn(ctx: Context, row: CaseRow, item: ItemRow, { kind, way, why, minutes }: store.DeedRow): Promise<void> {
  const text = ctx.t(`devices.remote.entry.${kind}`, { item: item.name, way: way ?? '', why })
  const channel = ctx.actor.credential?.kind === 'token' ? 'api' : 'portal'
  await addEntry(ctx, { caseId: row.id, authorId: ctx.actor.personId, visibility: 'internal', channel, kind: 'note', text })
  if (minutes !== null) await spendTime(ctx, row, { minutes, activity: 'solving', note: text })
}
/** Network cards that agents told of it, and the one that somebody wrote down. */
async function cardsOf(ctx: Context, item: ItemRow): Promise<string[]> {
  const told = (await traitsOf(ctx.db as IdentityDb, [item.id])).filter(({ kind }) => kind === 'mac').map(({ value }) => value)
  return [...new Set([String(item.attributes.mac ?? ''), ...told].flatMap((mac) => macOf(mac) ?? []))].slice(0, mostCards)
}

export default roomFor<store.RemoteTables>()({
  name: 'devices.remote',
  contract: devicesRemote,
  texts: devicesRemoteTexts,
  grants: {},
  folder: import.meta.dirname,
  jobs: [giveUp],
  services: [wakeDevices],
  handlers: {
    async templates({ params: { organisationId } }, ctx) {
      if (!mayIn(ctx, 'devices.read', organisationId)) return ctx.fail('platform.notFound')
      return { items: await templatesOf(ctx, organisationId) }
    },
    async addTemplate({ params: { organisationId }, body }, ctx) {
      if (!mayIn(ctx, 'devices.configure', organisationId)) return ctx.fail('platform.notFound')
      checkTemplate(body.url)
      if ((await store.listTemplates(ctx.db, organisationId)).length >= mostTemplates) return ctx.fail('devices.remote.tooMany')
      const key = randomUUID()
      await store.writeTemplate(ctx.db, { ...body, organisationId, key, version: 0 })
      return changedTemplates(ctx, organisationId, key)
    },
    async changeTemplate({ params: { organisationId, key }, body }, ctx) {
      if (!mayIn(ctx, 'devices.configure', organisationId)) return ctx.fail('platform.notFound')
      const isThere = (await templatesOf(ctx, organisationId)).some((one) => one.key === key)
      if (!isThere) return ctx.fail('platform.notFound')
      checkTemplate(body.url)
      if (!(await store.writeTemplate(ctx.db, { ...body, organisationId, key }))) return ctx.fail('devices.remote.changed')
      return changedTemplates(ctx, organisationId, key)
    },
    async removeTemplate({ params: { organisationId, key } }, ctx) {
      if (!mayIn(ctx, 'devices.configure', organisationId)) return ctx.fail('platform.notFound')
      const gone = await store.removeTemplate(ctx.db, organisationId, key)
      if (!gone && !Object.hasOwn(shippedTemplates, key)) return ctx.fail('platform.notFound')
      return changedTemplates(ctx, organisationId, key)
    },
    async hands({ params }, ctx) {
      const item = await itemFor(ctx, params.id, 'devices.read')
      const [offered, cards, deeds] = [await offeredFor(ctx, item), await cardsOf(ctx, item), await store.listDeeds(ctx.db, item.id)]
      return {
        ways: offered.map((one) => shownWay(ctx, one)),
        wake: { why: cards.length > 0 ? null : ctx.t('devices.remote.noCard') },
        deeds: await shownDeeds(ctx, deeds),
      }
    },
    async open({ params, body }, ctx) {
      const item = await itemFor(ctx, params.id, 'devices.work')
      const row = await caseAbout(ctx, body.case, item)
      const one = (await offeredFor(ctx, item)).find(({ template }) => template.key === body.template)
      if (!one) return ctx.fail('platform.notFound')
      const { filled, template } = one
      if (!('url' in filled)) return ctx.fail('devices.remote.missing', { why: whyNot(ctx, filled) ?? '' })
      const deed = await noted(ctx, item, row, { kind: 'opened', way: template.name, why: body.why })
      return deed ? { url: filled.url, deed } : Promise.reject(notFound())
    },
    async wake({ params, body }, ctx) {
      const item = await itemFor(ctx, params.id, 'devices.work')
      const row = await caseAbout(ctx, body.case, item)
      const macs = await cardsOf(ctx, item)
      if (macs.length === 0) return ctx.fail('devices.remote.noCard')
      const deed = await noted(ctx, item, row, { kind: 'woken', why: body.why, state: 'waiting', macs })
      if (!deed) return ctx.fail('devices.remote.waking')
      await ctx.enqueue(giveUp, { deedId: deed.id }, { at: new Date(ctx.now.getTime() + patienceMs) })
      return deed
    },
    async work({ params, body: { what, minutes, case: ref } }, ctx) {
      const item = await itemFor(ctx, params.id, 'devices.work')
      const row = await caseAbout(ctx, ref, item)
      return (await noted(ctx, item, row, { kind: 'worked', why: what, minutes: minutes ?? null })) ?? Promise.reject(notFound())
    },
  },
})
