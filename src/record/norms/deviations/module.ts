import { roomFor } from '#platform/room.ts'
import { inWords } from '../reads.ts'
import { normsDeviations } from './contract.ts'
import { deviationsUnder } from './reads.ts'
import { standingsOnItem } from './store.ts'
import { deviationsTexts } from './texts.ts'

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
const moment = /^\d{4}-\d\d-\d\dT[\d:.]+Z$/

export default roomFor<Record<never, never>>()({
  name: 'norms.deviations',
  contract: normsDeviations,
  texts: deviationsTexts,
  grants: {},
  folder: import.meta.dirname,
  handlers: {
    async deviations({ query }, ctx) {
      const { limit, after: given, ...filter } = query
      const [at = '', id = ''] = given === undefined ? [] : Buffer.from(given, 'base64url').toString('utf8').split(' ')
      if (given !== undefined && !(moment.test(at) && uuid.test(id))) return ctx.fail('norms.deviations.after')
      const found = await deviationsUnder(ctx, filter, { limit: limit + 1, after: given === undefined ? undefined : [at, id] })
      const items = found.slice(0, limit)
      const last = items.at(-1)
      return { items, next: found.length > limit && last ? Buffer.from(`${last.openedAt} ${last.id}`).toString('base64url') : null }
    },
    async deviation({ params }, ctx) {
      const [one] = await deviationsUnder(ctx, { ids: [params.id] }, { limit: 1 })
      return one ?? ctx.fail('platform.notFound')
    },
    async itemStandings({ params }, ctx) {
      const rows = await standingsOnItem(ctx.db, params.id)
      return {
        items: rows.map(({ expectationId: id, title, severity, counts, verdict, since, lookedAt, evidenceAt, excepted, observed }) => ({
          expectation: { id, title, severity, reads: inWords(ctx, counts.condition), remedy: counts.remedy },
          ...{ verdict, since, lookedAt, evidenceAt, excepted, observed },
        })),
      }
    },
  },
})
