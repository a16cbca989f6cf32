import { on, onMany, roomFor } from '#platform/room.ts'
import { caseById, countDeviationsWith } from '#record/cases/cases.ts'
import { moved } from '#record/cases/contract.ts'
import { deviationEnded, deviationOpened } from '../contract.ts'
import { mayIn } from '../norms.ts'
import { closeTogether, policyOf, rightAgain, takeUp } from './casework.ts'
import { normsCasework, policyChanged } from './contract.ts'
import { countOpen, writePolicy } from './store.ts'
import { caseworkTexts } from './texts.ts'

countDeviationsWith((ctx, caseId) => countOpen(ctx.db, caseId))

export default roomFor<Record<never, never>>()({
  name: 'norms.casework',
  contract: normsCasework,
  texts: caseworkTexts,
  grants: {},
  folder: import.meta.dirname,
  on: [
    onMany(deviationOpened, 'norms: deviation to case', (all, ctx) =>
      takeUp(
        ctx,
        all.map(({ data }) => data),
      ),
    ),
    onMany(deviationEnded, 'norms: right again to case', (all, ctx) =>
      rightAgain(
        ctx,
        all.map(({ data }) => data.deviationId),
      ),
    ),
    on(moved, 'norms: solved and right again', async ({ data }, ctx) => {
      const found = data.to === 'solved' ? await caseById(ctx, data.caseId) : undefined
      if (found) await closeTogether(ctx, found)
    }),
  ],
  handlers: {
    async policy({ params: { organisationId } }, ctx) {
      if (!mayIn(ctx, 'norms.read', organisationId)) return ctx.fail('platform.notFound')
      return { organisationId, ...(await policyOf(ctx, organisationId)) }
    },
    async changePolicy({ params: { organisationId }, body: { version, policy } }, ctx) {
      if (!mayIn(ctx, 'norms.configure', organisationId)) return ctx.fail('platform.notFound')
      if (!(await writePolicy(ctx.db, organisationId, version, policy))) return ctx.fail('norms.casework.changed')
      const data = { organisationId, version: version + 1 }
      await ctx.emit(policyChanged, { about: `organisation/${organisationId}`, organisationId, data })
      return { organisationId, policy, version: version + 1 }
    },
  },
})
