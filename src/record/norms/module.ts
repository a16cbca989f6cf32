import { Id, line } from '#platform/contract.ts'
import { pages } from '#platform/paging.ts'
import { type Context, Problem, roomFor } from '#platform/room.ts'
import { reading } from './conditions/reading/rules.ts'
import { readingTexts } from './conditions/reading/texts.ts'
import { compile } from './conditions/rules.ts'
import { conditionTexts } from './conditions/texts.ts'
import { norms, normsGrants } from './contract.ts'
import { addExpectation, changeDraft, demandRight, lookAfter, lookAtAll, mayIn, publish, tell, withdraw, wrongInWords } from './norms.ts'
import { expectationViews, tryOut } from './reads.ts'
import { wrongInSeries } from './series/checking/checking.ts'
import { seriesReading } from './series/rules.ts'
import { seriesTexts } from './series/texts.ts'
import { type Db, type ExpectationRow, factWords, listExpectations, type NormsTables, readExpectation, removeDraft } from './store.ts'
import { functionsOf, normsTexts, operatorsOf } from './texts.ts'

const expectationsBy = pages(line(200), Id)

async function here(ctx: Context, id: string): Promise<ExpectationRow> {
  const row = await readExpectation(ctx.db as Db, id)
  if (!row || !mayIn(ctx, 'norms.read', row.organisationId)) throw new Problem('platform.notFound', 404)
  return row
}
async function ours(ctx: Context, id: string): Promise<ExpectationRow> {
  const row = await here(ctx, id)
  if (!mayIn(ctx, 'norms.configure', row.organisationId)) throw new Problem('platform.notAllowed', 403)
  return row
}
function ofUs(ctx: Context, may: keyof typeof normsGrants, organisationId: string): void {
  if (!mayIn(ctx, may, organisationId)) throw new Problem('platform.notFound', 404)
}
async function view(ctx: Context, row: ExpectationRow) {
  const [one] = await expectationViews(ctx, [row])
  return one ?? Promise.reject(new Problem('platform.notFound', 404))
}
export default roomFor<NormsTables>()({
  name: 'norms',
  contract: norms,
  texts: { ...normsTexts, ...conditionTexts, ...readingTexts, ...seriesTexts },
  grants: normsGrants,
  folder: import.meta.dirname,
  handlers: {
    async expectations({ query }, ctx) {
      const { limit, after, ...filter } = query
      const found = await listExpectations(ctx.db, filter, expectationsBy.after(after), limit + 1)
      const { rows, next } = expectationsBy.of(found, limit, ({ title, id }) => [title, id])
      return { items: await expectationViews(ctx, rows), next }
    },
    async expectation({ params }, ctx) {
      return view(ctx, await here(ctx, params.id))
    },
    async addExpectation({ body }, ctx) {
      ofUs(ctx, 'norms.configure', body.organisationId)
      return view(ctx, await addExpectation(ctx, body))
    },
    async changeExpectation({ params, body }, ctx) {
      return view(ctx, await changeDraft(ctx, await ours(ctx, params.id), body.version, body.rule))
    },
    async publishExpectation({ params, body }, ctx) {
      const row = await ours(ctx, params.id)
      if (row.baselineId) return ctx.fail('norms.inBaseline')
      const after = await publish(ctx, row, body.version)
      await lookAfter(ctx, row.counts, after)
      return view(ctx, after)
    },
    async withdrawExpectation({ params, body }, ctx) {
      const row = await ours(ctx, params.id)
      const after = await withdraw(ctx, row, body.version)
      await lookAtAll(ctx, row.organisationId)
      return view(ctx, after)
    },
    async removeExpectation({ params, query }, ctx) {
      const row = await ours(ctx, params.id)
      if (row.publishedAt) return ctx.fail('norms.hasCounted')
      if (!(await removeDraft(ctx.db, row.id, query.version))) return ctx.fail('norms.changed')
      await tell(ctx, row, 'removed')
    },
    async readCondition({ body }, ctx) {
      if (body.series) {
        const wrong = wrongInSeries(ctx, body.series)
        return { reads: wrong.length === 0 ? seriesReading(ctx.t, ctx.locale, body.series) : null, keys: [], wrong }
      }
      const { condition, wrong } = compile(body.condition)
      return {
        reads: condition && reading(ctx.t, condition.tree),
        keys: [...(condition?.keys ?? [])],
        wrong: wrongInWords(ctx, wrong),
      }
    },
    async tryRule({ body }, ctx) {
      ofUs(ctx, 'norms.read', body.organisationId)
      demandRight(ctx, body.rule)
      return tryOut(ctx, body.organisationId, body.rule, body.limit)
    },
    async words({ query }, ctx) {
      ofUs(ctx, 'norms.read', query.organisationId)
      return { keys: await factWords(ctx.db, query.organisationId, query.search), operators: operatorsOf(ctx), functions: functionsOf(ctx) }
    },
  },
})
