import { Afterwards, type Context, roomFor } from '#platform/room.ts'
import { listItems } from '../../items/items.ts'
import { namesOf } from '../../items/reads.ts'
import { answering, longest, readingOf } from '../asking/asking.ts'
import { type Points, QueryError } from '../promql/contract.ts'
import { evaluate, parse } from '../promql/promql.ts'
import { type Db, measuredOf, type SeriesTables } from '../store.ts'
import { type Line, mostLines, seriesGraphing } from './contract.ts'
import { gridFor, onGrid } from './rules.ts'
import { seriesGraphingTexts } from './texts.ts'

type Grid = ReturnType<typeof gridFor>
const mostItems = 2000
interface Narrowed {
  item?: string | undefined
  location?: string | undefined
  kind?: string | undefined
}
/** Which items it is about; undefined: all, and what is of none. */
async function itemsIn(ctx: Context, { item, location, kind }: Narrowed): Promise<readonly string[] | undefined> {
  if (item !== undefined) return [item]
  if (location === undefined && kind === undefined) return undefined
  const filter = { ...(location !== undefined && { location }), ...(kind !== undefined && { kind: [kind] }) }
  return (await listItems(ctx, filter, { limit: mostItems, sort: 'name' })).rows.map(({ id }) => id)
}
/** Throws QueryError. */
async function valuesOf(ctx: Context, query: string, grid: Grid, itemIds: readonly string[] | undefined): Promise<Points[]> {
  const to = grid.from + (grid.count - 1) * grid.step
  const result = await evaluate(parse(query), { ...grid, to, ...readingOf(ctx, longest, itemIds), gaps: true })
  if (result.type !== 'matrix') return []
  return result.series
}
async function linesOf(ctx: Context, all: readonly Points[], grid: Grid): Promise<Line[]> {
  const ids = [...new Set(all.flatMap(({ itemId }) => itemId ?? []))]
  const items = new Map((await namesOf(ctx, ids)).map(({ id, number, name }) => [id, { id, number, name }]))
  return all.map((one) => ({ labels: one.labels, item: items.get(one.itemId ?? '') ?? null, values: onGrid(one, grid) }))
}

export default roomFor<SeriesTables>()({
  name: 'series.graphing',
  contract: seriesGraphing,
  texts: seriesGraphingTexts,
  grants: {},
  folder: import.meta.dirname,
  handlers: {
    async graph({ query: { query, from, to, points, lines, ...narrowed } }, ctx) {
      const [begin, end] = [Date.parse(from), Date.parse(to)]
      if (end <= begin) return ctx.fail('series.graph.span')
      const grid = gridFor(begin, end, points)
      const drawn = async (own: Context) => {
        const all = await valuesOf(own, query, grid, await itemsIn(own, narrowed))
        const shown = await linesOf(own, all.slice(0, Math.min(lines, mostLines)), grid)
        return { from: new Date(grid.from).toISOString(), step: grid.step / 1000, count: grid.count, lines: shown, more: all.length > shown.length }
      }
      const refused = (error: unknown) => {
        if (!(error instanceof QueryError)) throw error
        if (error.code === 'busy') return ctx.fail('series.graph.busy')
        return ctx.fail('series.graph.wrong', { why: ctx.t(`series.promql.${error.code}`, { at: error.at + 1, given: error.given }) })
      }
      return new Afterwards(() => answering(ctx, drawn).catch(refused))
    },
    async ofItem({ params }, ctx) {
      return { items: await measuredOf(ctx.db as Db, params.id) }
    },
  },
})
