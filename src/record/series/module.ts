import { type Context, Problem, roomFor } from '#platform/room.ts'
import { ownWhere } from '../people/people.ts'
import { retentionChanged, series, seriesGrants } from './contract.ts'
import { forgetOld, keepSeries } from './jobs.ts'
import { standingOf } from './reads.ts'
import { type Db, readRetentions, type SeriesTables, writeRetention } from './store.ts'
import { seriesTexts } from './texts.ts'

/** Of this installation as a whole: for who may in our own organisation. Answers which that is. */
async function ofWhole(ctx: Context, may: string): Promise<string> {
  const id = await ownWhere(ctx, may)
  if (id === undefined) throw new Problem('platform.notFound', 404)
  return id
}

export default roomFor<SeriesTables>()({
  name: 'series',
  contract: series,
  texts: seriesTexts,
  grants: seriesGrants,
  folder: import.meta.dirname,
  jobs: [forgetOld],
  services: [keepSeries],
  handlers: {
    standing: (_, ctx) => standingOf(ctx),
    async retention(_, ctx) {
      await ofWhole(ctx, 'series.configure')
      return { items: await readRetentions(ctx.db as Db) }
    },
    async changeRetention({ params: { retention }, body: { before, ...after } }, ctx) {
      const organisationId = await ofWhole(ctx, 'series.keep')
      if (after.samples > after.minutes || after.minutes > after.hours) return ctx.fail('series.retention.order')
      if (!(await writeRetention(ctx.db as Db, retention, before, after))) return ctx.fail('series.retention.changed')
      await ctx.emit(retentionChanged, { about: `organisation/${organisationId}`, organisationId, data: { retention, before, ...after } })
      return { retention, ...after }
    },
  },
})
