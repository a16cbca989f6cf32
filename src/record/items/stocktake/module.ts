import { Readable } from 'node:stream'
import { Id } from '#platform/contract.ts'
import { csvOf } from '#platform/csv.ts'
import { Moment, momentOf, pages } from '#platform/paging.ts'
import { type Context, roomFor } from '#platform/room.ts'
import { numberOfItem } from '../contract.ts'
import type { itemsTexts } from '../texts.ts'
import { itemStocktakes } from './contract.ts'
import { decide } from './deciding/deciding.ts'
import { differencesIn, stocktakePage, stocktakesShown, type Told, toldOf } from './reads.ts'
import { here, move, start, takeIn, workedOn } from './stocktake.ts'
import { listStocktakes, readKnown, readLocations, type StocktakeTables } from './store.ts'
import { itemStocktakeTexts } from './texts.ts'

const stocktakesBy = pages(Moment, Id)

/** A line for everything found as it should be, and one for each difference. */
function reportRows(ctx: Context, told: readonly Told[]): string[][] {
  const heads = ['outcome', 'number', 'recorded', 'seenPlace', 'seenAt', 'seenBy', 'times', 'decision', 'result', 'reason', 'decidedBy'] as const
  const [outcome = '', number = '', ...others] = heads.map((head) => ctx.t(`items.stocktake.csv.${head}`))
  const top = [outcome, number, ctx.t('items.field.name'), ctx.t('items.field.code'), ctx.t('items.field.kind'), ...others]
  const rows = told.flatMap(({ outcome: { differences }, decisions, item, subject, place, seen }) =>
    (differences.length > 0 ? differences : [undefined]).map((difference) => {
      const decision = difference && decisions.get(difference)
      return [
        ctx.t(difference ? `items.stocktake.difference.${difference}` : 'items.stocktake.csv.found'),
        ...[item?.number ?? '', item?.name ?? seen?.text ?? subject, item?.code ?? '', item?.kind ?? '', place ?? ''],
        ...[seen?.place ?? '', seen?.at ?? '', seen?.by ?? '', String(seen?.times ?? 0)],
        ...[decision ? ctx.t(`items.stocktake.what.${decision.what}`) : '', decision?.result ?? '', decision?.reason ?? '', decision?.by ?? ''],
      ]
    }),
  )
  return [top, ...rows]
}

export default roomFor<StocktakeTables>()({
  name: 'items.stocktake',
  contract: itemStocktakes,
  texts: itemStocktakeTexts as typeof itemStocktakeTexts & typeof itemsTexts,
  grants: {},
  folder: import.meta.dirname,
  handlers: {
    async stocktakes({ query: { limit, after } }, ctx) {
      const found = await listStocktakes(ctx.db, stocktakesBy.after(after), limit + 1)
      const { rows, next } = stocktakesBy.of(found, limit, ({ startedAt, id }) => [momentOf(startedAt), id])
      return { items: await stocktakesShown(ctx, rows), next }
    },
    async startStocktake({ body }, ctx) {
      const { organisationId: asked, ...wish } = body
      const { work } = ctx.actor.scopes
      const organisationId = asked ?? work[0]
      if (!organisationId || !work.includes(organisationId)) return ctx.fail('items.noOrganisation')
      return stocktakePage(ctx, await start(ctx, organisationId, wish))
    },
    async stocktake({ params }, ctx) {
      return stocktakePage(ctx, await here(ctx, params.id))
    },
    async expected({ params }, ctx) {
      const { id, organisationId } = await here(ctx, params.id)
      const [known, locations] = await Promise.all([readKnown(ctx.db, id), readLocations(ctx.db, organisationId)])
      return {
        items: known
          .filter(({ expected }) => expected)
          .map(({ itemId, number, code, name, place, path }) => ({ id: itemId, number: numberOfItem(number), code, name, place, path })),
        locations: locations.map(({ id, name }) => ({ id, name })),
      }
    },
    async scan({ params, body }, ctx) {
      const row = await workedOn(ctx, params.id, 'share')
      if (row.state === 'closed') return ctx.fail('items.stocktake.closed')
      return { scans: await takeIn(ctx, row, body.scans) }
    },
    async moveStocktake({ params, body }, ctx) {
      const row = await workedOn(ctx, params.id, 'change')
      if (row.state !== 'closed' && row.version !== body.version) return ctx.fail('items.stocktake.changed')
      await move(ctx, row, body.state)
      return stocktakePage(ctx, await here(ctx, params.id))
    },
    async differences({ params }, ctx) {
      return { items: differencesIn(await toldOf(ctx, await here(ctx, params.id))) }
    },
    async decide({ params, body }, ctx) {
      const row = await workedOn(ctx, params.id, 'change')
      if (row.state === 'closed') return ctx.fail('items.stocktake.closed')
      if (row.state === 'counting') return ctx.fail('items.stocktake.stillCounting')
      return decide(ctx, row, body)
    },
    async report({ params }, ctx) {
      const row = await here(ctx, params.id)
      const csv = csvOf(ctx.locale, reportRows(ctx, await toldOf(ctx, row)))
      return { stream: Readable.from([Buffer.from(csv)]), type: 'text/csv; charset=utf-8', name: `${row.name}.csv` }
    },
  },
})
