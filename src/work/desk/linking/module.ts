import { type Context, Problem, roomFor } from '#platform/room.ts'
import { type CaseRow, findCase, linksOf, similarCases, unlinkCases } from '#record/cases/cases.ts'
import { numberOf } from '#record/cases/contract.ts'
import { caseToWork, worksIn } from '../who/reads.ts'
import { deskLinking } from './contract.ts'
import { deskLinkingTexts } from './texts.ts'

const alike = (ctx: Context, row: CaseRow, limit: number) => similarCases(ctx, row.organisationId, `${row.title} ${row.text}`, row.id, limit)

export default roomFor<Record<never, never>>()({
  name: 'desk.linking',
  contract: deskLinking,
  texts: deskLinkingTexts,
  grants: {},
  folder: import.meta.dirname,
  handlers: {
    async unlink({ params }, ctx) {
      const row = await caseToWork(ctx, params.id)
      const other = await findCase(ctx, params.other)
      if (!other) throw new Problem('platform.notFound', 404)
      await unlinkCases(ctx, row.id, other.id)
      return (await linksOf(ctx, row.id)).map(({ number, ...link }) => ({ ...link, number: numberOf(number) }))
    },
    async similarTo({ params, query }, ctx) {
      return alike(ctx, await caseToWork(ctx, params.id), query.limit)
    },
    async similar({ query }, ctx) {
      if (!worksIn(ctx, query.organisationId)) return ctx.fail('platform.notFound')
      return similarCases(ctx, query.organisationId, query.text, null, query.limit)
    },
  },
})
