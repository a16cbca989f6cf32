import * as z from 'zod'
import { Id, prose } from '#platform/contract.ts'
import { pages } from '#platform/paging.ts'
import { type Context, on, roomFor } from '#platform/room.ts'
import { itemChanged } from '#record/items/contract.ts'
import { namesOf } from '#record/items/reads.ts'
import { agentJoined, agentParted } from '../identity/contract.ts'
import { inventoried } from '../intake/contract.ts'
import { devicesProducts, type Judgement, type Product, productJudged } from './contract.ts'
import { follow, followSoon } from './jobs.ts'
import {
  listProducts,
  markDevice,
  markProduct,
  type ProductRow,
  type ProductTables,
  productIn,
  versionsOf,
  whereIs,
  writeJudgement,
} from './store.ts'
import { devicesProductsTexts } from './texts.ts'
import { compareVersions, isBehind } from './versions/rules.ts'

const iso = (at: Date | string) => new Date(at).toISOString()
const productsBy = pages(prose(), Id)
const placesBy = pages(z.int())
const shown = ({ organisationId, product, newest, minimum, judged, why, required, kinds, tags, version }: ProductRow): Product => ({
  ...{ organisationId, product, newest, minimum, judged, why, required, kinds, tags, version },
})
/** Each version once, the newest first, with on how many devices it is and is behind. */
function versionsIn(rows: Awaited<ReturnType<typeof versionsOf>>, behindIn: (row: { organisationId: string; version: string }) => boolean) {
  return [...Map.groupBy(rows, ({ version }) => version)]
    .map(([version, all]) => ({
      version,
      devices: all.reduce((sum, { devices }) => sum + devices, 0),
      behind: all.reduce((sum, one) => sum + (behindIn(one) ? one.devices : 0), 0),
    }))
    .sort((one, other) => compareVersions(other.version, one.version) || other.devices - one.devices)
}
/** What does not go with what is said is not kept. */
function judgementOf({ judged, why = '', minimum = null, required = false, kinds = [], tags = [] }: Judgement) {
  const wanted = judged === 'wanted'
  const must = wanted && required
  return {
    judged,
    why: judged === null ? '' : why.trim(),
    minimum: judged === 'unwanted' ? null : minimum,
    required: must,
    kinds: must ? kinds : [],
    tags: must ? tags : [],
  }
}
const mark = async (ctx: Context, itemId: string, organisationId: string | null) => {
  if (organisationId === null) return
  await markDevice(ctx.db, itemId, organisationId, ctx.now)
  await followSoon(ctx)
}

export default roomFor<ProductTables>()({
  name: 'devices.products',
  contract: devicesProducts,
  texts: devicesProductsTexts,
  grants: {},
  folder: import.meta.dirname,
  jobs: [follow],
  on: [
    on(inventoried, 'devices: products of an inventory', ({ data, organisationId }, ctx) => mark(ctx, data.itemId, organisationId)),
    on(agentJoined, 'devices: products of who joined', ({ data, organisationId }, ctx) => mark(ctx, data.itemId, organisationId)),
    on(agentParted, 'devices: products of who parted', ({ data, organisationId }, ctx) => mark(ctx, data.itemId, organisationId)),
    // Another kind or other tags: something else must be on it.
    on(itemChanged, 'devices: products of an item that changed', async ({ data, organisationId }, ctx) => {
      if (data.fields.some((field) => field === 'kind' || field === 'tags')) await mark(ctx, data.itemId, organisationId)
    }),
    on(productJudged, 'devices: products that were judged', async ({ data: { organisationId, product } }, ctx) => {
      await markProduct(ctx.db, organisationId, product, ctx.now)
      await followSoon(ctx)
    }),
  ],
  handlers: {
    async products({ query: { limit, after, search, judged, behind } }, ctx) {
      const organisationIds = ctx.actor.permissions.get('devices.read') ?? []
      const asked = { limit: limit + 1, after: productsBy.after(after), search, judged, behind }
      const found = await listProducts(ctx.db, organisationIds, asked)
      const { rows, next } = productsBy.of(found, limit, ({ product, organisationId }) => [product, organisationId])
      return { items: rows.map((row) => ({ ...shown(row), devices: row.devices, versions: row.versions, behind: row.behind })), next }
    },
    async product({ params, query: { limit, after } }, ctx) {
      const product = params.product.toLowerCase()
      const organisationIds = ctx.actor.permissions.get('devices.read') ?? []
      const said = await productIn(ctx.db, organisationIds, product)
      const behindIn = ({ organisationId, version }: { organisationId: string; version: string }) => {
        const of = said.find((one) => one.organisationId === organisationId)
        return of !== undefined && isBehind(version, of)
      }
      const found = await whereIs(ctx.db, organisationIds, product, { limit: limit + 1, after: placesBy.after(after)?.[0] })
      const { rows: page, next } = placesBy.of(found, limit, ({ id }) => [Number(id)])
      const names = await namesOf(ctx, [...new Set(page.map(({ itemId }) => itemId))])
      const items = new Map(names.map(({ id, number, name }) => [id, { id, number, name }]))
      return {
        said: said.map(shown),
        versions: versionsIn(await versionsOf(ctx.db, organisationIds, product), behindIn),
        items: page.flatMap((row) => {
          const { itemId, organisationId, name, version, firstSeenAt, lastSeenAt } = row
          const item = items.get(itemId)
          const seen = { firstSeenAt: iso(firstSeenAt), lastSeenAt: iso(lastSeenAt) }
          return item ? [{ item, organisationId, name, version, behind: behindIn(row), ...seen }] : []
        }),
        next,
      }
    },
    async judge({ params, body }, ctx) {
      const { organisationId, version } = body
      if (!ctx.actor.permissions.get('devices.configure')?.includes(organisationId)) return ctx.fail('platform.notFound')
      const said = judgementOf(body)
      if (said.judged === 'unwanted' && said.why === '') return ctx.fail('devices.products.why')
      const product = params.product.toLowerCase()
      const of = { organisationId, product, ...said, version, changedAt: ctx.now, changedBy: ctx.actor.personId }
      const row = await writeJudgement(ctx.db, of)
      if (!row) return ctx.fail('devices.products.changed')
      const data = { organisationId, product, judged: said.judged }
      await ctx.emit(productJudged, { about: `organisation/${organisationId}`, organisationId, data })
      return shown(row)
    },
  },
})
