import { roomFor } from '#platform/room.ts'
import { itemFor } from '#record/items/items.ts'
import { severities } from '#record/norms/contract.ts'
import { organisationById } from '#record/people/people.ts'
import { monitoringAvailability } from './contract.ts'
import { periodAt } from './periods/rules.ts'
import { stretchesOf } from './reads.ts'
import { percentOf, type Span, type Stretch, sumsOf } from './rules.ts'
import { availabilityTexts } from './texts.ts'

const mostShown = 100
const cut = (stretches: readonly Stretch[], { from, until }: Span): Stretch[] =>
  stretches.flatMap((one) =>
    one.until > from && one.from < until ? [{ ...one, from: Math.max(from, one.from), until: Math.min(until, one.until) }] : [],
  )
const iso = (at: number) => new Date(at).toISOString()

export default roomFor<Record<never, never>>()({
  name: 'monitoring.availability',
  contract: monitoringAvailability,
  texts: availabilityTexts,
  grants: {},
  folder: import.meta.dirname,
  handlers: {
    async availability({ params, query }, ctx) {
      const { id, number, organisationId } = await itemFor(ctx, params.id, 'monitoring.read')
      const timeZone = (await organisationById(ctx, organisationId))?.timeZone ?? 'UTC'
      const now = Math.floor(ctx.now.getTime() / 1000) * 1000
      const periods = Array.from({ length: query.periods }, (_, back) => {
        const period = periodAt(ctx.now, query.length, timeZone, back)
        return { ...period, until: Math.min(period.until, now) }
      })
      const within = { from: Math.min(...periods.map(({ from }) => from)), until: now }
      const all = (await stretchesOf(ctx, { organisationId, items: [{ id, number }], within, severities })).get(number) ?? []
      return {
        ...{ itemId: id, timeZone },
        periods: periods.map((period) => {
          const sums = sumsOf(cut(all, period))
          return { ...period, from: iso(period.from), until: iso(period.until), ...sums, percent: percentOf(sums) }
        }),
        stretches: all
          .flatMap(({ from, until, is }) => (is === 'up' ? [] : [{ from: iso(from), until: until === now ? null : iso(until), is }]))
          .slice(-mostShown)
          .reverse(),
      }
    },
  },
})
