/** What follows from what is installed and what is said of it: which versions are behind, and what each device has that it must not, or lacks. */
import * as z from 'zod'
import { type Context, job } from '#platform/room.ts'
import { forgetFacts, observeItems } from '#record/items/items.ts'
import { type Db, saveOrder, standingOf, takeMarked, titlesOfProducts, unordered } from './store.ts'
import { isBehind, newestOf } from './versions/rules.ts'

export const source = 'spil'
const keys = ['software.forbidden', 'software.forbiddenNames', 'software.missing', 'software.missingNames'] as const
/** So many items, or products, share a transaction. */
const batch = 200

export const follow = job({
  name: 'devices.products.follow',
  payload: z.object({}),
  cron: '*/5 * * * *',
  async run(_, app, signal) {
    while (!signal.aborted) {
      const ordered = await app.asSystem((ctx) => putInOrder(ctx))
      // What is lacking depends on which versions are behind.
      if (ordered === 0 && (await app.asSystem((ctx) => followMarked(ctx))) === 0) return
    }
  },
})
/** One after another: two who look at a device at once could leave what the first saw. */
export const followSoon = (ctx: Context) => ctx.enqueue(follow, {}, { key: 'devices products', queue: 'devices products' })

/** Of products with a version that is new, or of which something else is wanted: which of their versions are behind. Answers how many products. */
async function putInOrder(ctx: Context): Promise<number> {
  const db = ctx.db as Db
  const products = await unordered(db, batch)
  const titles = Map.groupBy(await titlesOfProducts(db, products), ({ organisationId, product }) => `${organisationId} ${product}`)
  const orders = products.map(({ organisationId, product }) => {
    const of = titles.get(`${organisationId} ${product}`) ?? []
    const newest = newestOf(of.map(({ version }) => version))
    const behind = of.filter(({ version, minimum }) => isBehind(version, { newest, minimum })).map(({ id }) => id)
    return { organisationId, product, newest, behind, ids: of.map(({ id }) => id) }
  })
  await saveOrder(db, orders)
  return products.length
}

const listed = (names: readonly string[]): string => {
  const all = names.join(', ')
  return all.length > 1000 ? `${all.slice(0, 999).replace(/[\ud800-\udbff]$/, '')}…` : all
}
/** Answers how many items. */
async function followMarked(ctx: Context): Promise<number> {
  const db = ctx.db as Db
  const ids = await takeMarked(db, batch)
  const standings = await standingOf(db, ids)
  await observeItems(
    ctx,
    standings
      .filter(({ known }) => known)
      .map(({ itemId, organisationId, forbidden, missing }) => ({
        ...{ itemId, organisationId, source },
        facts: [
          { key: 'software.forbidden', value: forbidden.length },
          { key: 'software.forbiddenNames', value: listed(forbidden) },
          { key: 'software.missing', value: missing.length },
          { key: 'software.missingNames', value: listed(missing) },
        ],
      })),
  )
  // No agent tells its software any more: then nobody knows.
  for (const { itemId, organisationId, known } of standings) if (!known) await forgetFacts(ctx, { itemId, organisationId, source, keys })
  return ids.length
}
