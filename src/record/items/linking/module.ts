import { type Context, Problem, roomFor } from '#platform/room.ts'
import { type CaseRow, findCase } from '#record/cases/cases.ts'
import { numberOf } from '#record/cases/contract.ts'
import { findItem } from '../items.ts'
import { itemLinking } from './contract.ts'
import { itemsFor, linkedItems, linkItems } from './linking.ts'
import { casesOfItem } from './store.ts'
import { itemLinkingTexts } from './texts.ts'

async function here(ctx: Context, ref: string, lock = false): Promise<CaseRow> {
  return (await findCase(ctx, ref, lock)) ?? Promise.reject(new Problem('platform.notFound', 404))
}

export default roomFor<Record<never, never>>()({
  name: 'items.linking',
  contract: itemLinking,
  texts: itemLinkingTexts,
  grants: {},
  folder: import.meta.dirname,
  handlers: {
    async caseItems({ params }, ctx) {
      return { items: await linkedItems(ctx, (await here(ctx, params.caseId)).id) }
    },
    async setCaseItems({ params, body }, ctx) {
      const { organisationId } = await here(ctx, params.caseId)
      if (!ctx.actor.scopes.work.includes(organisationId)) throw new Problem('platform.notAllowed', 403)
      const row = await here(ctx, params.caseId, true)
      await linkItems(ctx, row, await itemsFor(ctx, body.itemIds))
      return { items: await linkedItems(ctx, row.id) }
    },
    async itemCases({ params }, ctx) {
      const item = await findItem(ctx, params.id)
      if (!item) return ctx.fail('platform.notFound')
      const rows = await casesOfItem(ctx.db, item.id, 100)
      return { items: rows.map(({ number, ...row }) => ({ ...row, number: numberOf(number) })) }
    },
  },
})
