import { roomFor } from '#platform/room.ts'
import { splitCase, splitsOf, undoSplit } from '#record/cases/cases.ts'
import { numberOf } from '#record/cases/contract.ts'
import type { splittingTexts } from '#record/cases/splitting/texts.ts'
import type { casesTexts } from '#record/cases/texts.ts'
import { rolesOf } from '#record/people/people.ts'
import { caseInside, caseToWork } from '../who/reads.ts'
import { deskSplitting } from './contract.ts'
import { deskSplittingTexts } from './texts.ts'

export default roomFor<Record<never, never>>()({
  name: 'desk.splitting',
  contract: deskSplitting,
  texts: deskSplittingTexts as typeof deskSplittingTexts & typeof casesTexts & typeof splittingTexts,
  grants: {},
  folder: import.meta.dirname,
  handlers: {
    async splits({ params }, ctx) {
      return splitsOf(ctx, await caseInside(ctx, params.id))
    },
    async split({ params, body }, ctx) {
      const row = await caseToWork(ctx, params.id)
      const { reporterId = row.reporterId, entryIds, title } = body
      const belongs = (await rolesOf(ctx, reporterId)).some(({ organisationId }) => organisationId === row.organisationId)
      if (!belongs) return ctx.fail('desk.splitting.reporter')
      return { number: numberOf((await splitCase(ctx, row, { entryIds, title, reporterId })).number) }
    },
    async undoSplit({ params }, ctx) {
      return { number: numberOf((await undoSplit(ctx, params.id)).number) }
    },
  },
})
