import * as z from 'zod'
import { dayIn } from '#platform/clock.ts'
import { pages } from '#platform/paging.ts'
import { type Context, mayIn, on, Problem, roomFor } from '#platform/room.ts'
import { numberOfItem } from '#record/items/contract.ts'
import { factsChanged } from '#record/items/facts/contract.ts'
import { itemFor } from '#record/items/items.ts'
import { agentJoined, agentParted } from '#work/devices/identity/contract.ts'
import { inventoried } from '#work/devices/intake/contract.ts'
import { type Cycle, type Data, monitoringSupport, supportBrought } from './contract.ts'
import { followSoon, followSupport, lookAtAll, osKeys } from './jobs.ts'
import { differences } from './rules.ts'
import { shippedOn, shippedSupport } from './shipped/rules.ts'
import {
  countKnown,
  deleteData,
  endingBefore,
  holdData,
  itemsWith,
  markItem,
  markOrganisation,
  readData,
  type SupportTables,
  standingsOf,
  writeData,
} from './store.ts'
import { monitoringSupportTexts } from './texts.ts'

const mostProducts = 500
const demand = (ctx: Context, may: string, organisationId: string) => {
  if (!mayIn(ctx, may, organisationId)) throw new Problem('platform.notFound', 404)
}
const mark = async (ctx: Context, itemId: string, organisationId: string | null) => {
  if (organisationId === null) return
  await markItem(ctx.db, itemId, organisationId)
  await followSoon(ctx)
}
async function dataOf(ctx: Context, organisationId: string): Promise<Data[]> {
  const brought = new Map((await readData(ctx.db, [organisationId])).map((row) => [row.product, row]))
  return [...new Set([...Object.keys(shippedSupport), ...brought.keys()])].sort().map((product) => {
    const [own, shipped] = [brought.get(product), shippedSupport[product]]
    return {
      ...{ product, label: shipped?.label ?? product, page: own ? null : (shipped?.page ?? null), dated: own?.dated ?? shippedOn },
      ...{ brought: own !== undefined, cycles: (own?.cycles ?? shipped?.cycles ?? []).length },
    }
  })
}
const tell = (ctx: Context, organisationId: string, products: string[], what: 'brought' | 'dropped') =>
  ctx.emit(supportBrought, { about: `organisation/${organisationId}`, organisationId, data: { organisationId, products, what } })

const itemsBy = pages(z.int32())

export default roomFor<SupportTables>()({
  name: 'monitoring.support',
  contract: monitoringSupport,
  texts: monitoringSupportTexts,
  grants: {},
  folder: import.meta.dirname,
  jobs: [followSupport, lookAtAll],
  on: [
    on(factsChanged, 'monitoring: support of what runs on an item', async ({ data }, ctx) => {
      if (data.keys.some((key) => (osKeys as readonly string[]).includes(key))) await mark(ctx, data.itemId, data.organisationId)
    }),
    on(inventoried, 'monitoring: support of what is installed', ({ data, organisationId }, ctx) => mark(ctx, data.itemId, organisationId)),
    on(agentJoined, 'monitoring: support of what joined', ({ data, organisationId }, ctx) => mark(ctx, data.itemId, organisationId)),
    on(agentParted, 'monitoring: support of what parted', ({ data, organisationId }, ctx) => mark(ctx, data.itemId, organisationId)),
    on(supportBrought, 'monitoring: support after newer data', async ({ data }, ctx) => {
      await markOrganisation(ctx.db, data.organisationId)
      await followSoon(ctx)
    }),
  ],
  handlers: {
    async ending({ query: { organisationId, days } }, ctx) {
      demand(ctx, 'monitoring.read', organisationId)
      const until = dayIn(ctx.actor.timeZone, new Date(ctx.now.getTime() + days * 86_400_000))
      return { items: await endingBefore(ctx.db, organisationId, until), known: await countKnown(ctx.db, organisationId) }
    },
    async endingItems({ query: { after, limit, ...asked } }, ctx) {
      demand(ctx, 'monitoring.read', asked.organisationId)
      const [place = 0] = itemsBy.after(after) ?? []
      const found = await itemsWith(ctx.db, { ...asked, after: place, limit: limit + 1 })
      const { rows, next } = itemsBy.of(found, limit, ({ number }) => [number])
      return { items: rows.map(({ id, number, name, found }) => ({ item: { id, number: numberOfItem(number), name }, found })), next }
    },
    async itemSupport({ params }, ctx) {
      return { items: await standingsOf(ctx.db, (await itemFor(ctx, params.id, 'monitoring.read')).id) }
    },
    async supportData({ query: { organisationId } }, ctx) {
      demand(ctx, 'monitoring.read', organisationId)
      return { items: await dataOf(ctx, organisationId) }
    },
    async bringSupport({ body: { organisationId, dated, product, file } }, ctx) {
      demand(ctx, 'monitoring.configure', organisationId)
      if (Array.isArray(file) && product === undefined) return ctx.fail('monitoring.support.whichProduct')
      const products: [string, readonly Cycle[]][] = Array.isArray(file) ? [[product ?? '', file]] : Object.entries(file)
      await holdData(ctx.db, organisationId)
      const before = new Map((await readData(ctx.db, [organisationId])).map((row) => [row.product, row]))
      if (new Set([...before.keys(), ...products.map(([name]) => name)]).size > mostProducts) return ctx.fail('monitoring.support.tooMany')
      const newer = products.find(([name]) => (before.get(name)?.dated ?? '') > dated)
      if (newer) return ctx.fail('monitoring.support.older', { product: newer[0] })
      const rows = products.map(([name, cycles]) => ({ organisationId, product: name, cycles: [...cycles], dated }))
      await writeData(ctx.db, rows, ctx.actor.personId, ctx.now)
      await tell(
        ctx,
        organisationId,
        products.map(([name]) => name),
        'brought',
      )
      return { items: products.map(([name, cycles]) => differences(name, before.get(name)?.cycles ?? shippedSupport[name]?.cycles ?? [], cycles)) }
    },
    async dropSupport({ params: { product }, query: { organisationId } }, ctx) {
      demand(ctx, 'monitoring.configure', organisationId)
      if (!(await deleteData(ctx.db, organisationId, product))) return ctx.fail('platform.notFound')
      await tell(ctx, organisationId, [product], 'dropped')
    },
  },
})
