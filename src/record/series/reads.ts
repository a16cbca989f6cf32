/** How the store of series does. */
import type * as z from 'zod'
import { type Context, mayIn, Problem } from '#platform/room.ts'
import { ownOrganisation } from '../people/people.ts'
import type { series } from './contract.ts'
import { headOf } from './head/head.ts'
import { type Db, journalLength, readRetentions, sizeOnDisk } from './store.ts'

export async function standingOf(ctx: Context): Promise<z.output<typeof series.standing.reply>> {
  // Of this installation as a whole.
  if (!mayIn(ctx, 'series.configure', (await ctx.app.asSystem(ownOrganisation)).id)) throw new Problem('platform.notFound', 404)
  const head = await headOf(ctx.app)
  return {
    ...{ series: head.lines.size, mostSeries: ctx.app.config.metricsMaxSeries, samples: head.taken, refused: head.refused },
    ...{
      waiting: await ctx.app.asSystem(({ db }) => journalLength(db as Db)),
      bytes: await sizeOnDisk(ctx.db as Db),
      since: head.since.toISOString(),
    },
  }
}

/** Since when each sample is still kept of series of the usual class, in milliseconds since 1970; before that only what they were rolled up to. */
export async function wholeSince(ctx: Context): Promise<number> {
  const kept = (await readRetentions(ctx.db as Db)).find(({ retention }) => retention === 'normal')
  return kept ? ctx.now.getTime() - kept.samples * 86_400_000 : Number.NEGATIVE_INFINITY
}
