import { Id } from '#platform/contract.ts'
import { Moment, pages } from '#platform/paging.ts'
import { roomFor } from '#platform/room.ts'
import { asksInWords } from '../reads.ts'
import type { normsTexts } from '../texts.ts'
import { normsDeviations } from './contract.ts'
import { deviationsUnder } from './reads.ts'
import { repeatsOn, standingsOnItem } from './store.ts'

const deviationsBy = pages(Moment, Id)

const mostOnCase = 50
export default roomFor<Record<never, never>>()({
  name: 'norms.deviations',
  contract: normsDeviations,
  texts: {} as typeof normsTexts,
  grants: {},
  folder: import.meta.dirname,
  handlers: {
    async deviations({ query }, ctx) {
      const { limit, after, ...filter } = query
      const found = await deviationsUnder(ctx, filter, { limit: limit + 1, after: deviationsBy.after(after) })
      const { rows, next } = deviationsBy.of(found, limit, ({ openedAt, id }) => [openedAt, id])
      return { items: rows, next }
    },
    async deviation({ params }, ctx) {
      const [one] = await deviationsUnder(ctx, { ids: [params.id] }, { limit: 1 })
      return one ?? ctx.fail('platform.notFound')
    },
    async onCase({ params }, ctx) {
      const found = await repeatsOn(ctx.db, params.id)
      const shown = found.slice(0, mostOnCase)
      const latest = await deviationsUnder(ctx, { ids: shown.map(({ latestId }) => latestId) }, { limit: mostOnCase })
      const byId = new Map(shown.map((one) => [one.latestId, one]))
      return {
        items: latest.map((one) => ({ latest: one, times: byId.get(one.id)?.times ?? 1, firstAt: byId.get(one.id)?.firstAt ?? one.openedAt })),
        more: found.length - shown.length,
      }
    },
    async itemStandings({ params }, ctx) {
      const rows = await standingsOnItem(ctx.db, params.id)
      return {
        items: rows.map(({ expectationId: id, title, severity, counts, verdict, since, lookedAt, evidenceAt, excepted, observed }) => ({
          expectation: { id, title, severity, reads: asksInWords(ctx, counts), remedy: counts.remedy },
          ...{ verdict, since, lookedAt, evidenceAt, excepted, observed },
        })),
      }
    },
  },
})
