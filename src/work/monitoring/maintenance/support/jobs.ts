/** Says of items until when what they run is supported: after what was observed or brought, and each night for all. */
import * as z from 'zod'
import { type Context, job } from '#platform/room.ts'
import type { Fact } from '#record/items/facts/contract.ts'
import { factsOf, forgetFacts, observeItems } from '#record/items/items.ts'
import { installedBeginning } from '#work/devices/software/reads.ts'
import { type Catalogue, factsOfSupport, installers, keysOf, type Os, supportOf } from './rules.ts'
import { shippedSupport } from './shipped/rules.ts'
import { type Db, markAll, readData, standingsOfItems, takeMarked, writeStandings } from './store.ts'

export const source = 'support'
export const osKeys = ['os.name', 'os.version', 'os.fullName'] as const
const batch = 100

/** What came with Spil, with in its place what the organisation brought. */
export async function cataloguesOf(ctx: Context, organisationIds: readonly string[]): Promise<Map<string, Catalogue>> {
  const brought = Map.groupBy(await readData(ctx.db as Db, organisationIds), ({ organisationId }) => organisationId)
  const shipped = Object.entries(shippedSupport).map(([product, { cycles }]) => [product, cycles] as const)
  return new Map(
    organisationIds.map((id) => [id, new Map([...shipped, ...(brought.get(id) ?? []).map(({ product, cycles }) => [product, cycles] as const)])]),
  )
}

const textOf = (fact: Fact | undefined): string => (fact === undefined ? '' : String(fact.value))
function osIn(facts: ReadonlyMap<string, Fact> | undefined): Os | undefined {
  const os = { name: textOf(facts?.get('os.name')), version: textOf(facts?.get('os.version')), fullName: textOf(facts?.get('os.fullName')) }
  return os.name === '' && os.fullName === '' ? undefined : os
}

/** Answers how many items. */
async function followMarked(ctx: Context): Promise<number> {
  const items = await takeMarked(ctx.db as Db, batch)
  if (items.length === 0) return 0
  const ids = items.map(({ id }) => id)
  const [facts, software, catalogues] = await Promise.all([
    factsOf(ctx, items, osKeys),
    installedBeginning(
      ctx,
      ids,
      installers.map(([, begins]) => begins),
    ),
    cataloguesOf(ctx, [...new Set(items.map(({ organisationId }) => organisationId))]),
  ])
  const all = items.map(({ id, organisationId }) => ({
    ...{ itemId: id, organisationId },
    found: supportOf(osIn(facts.get(id)), software.get(id) ?? [], catalogues.get(organisationId) ?? new Map()),
  }))
  const before = Map.groupBy(await standingsOfItems(ctx.db as Db, ids), ({ itemId }) => itemId)
  await writeStandings(ctx.db as Db, all)
  const told = all.map(({ found, ...of }) => ({ ...of, source, facts: factsOfSupport(found) }))
  await observeItems(
    ctx,
    told.filter((one) => one.facts.length > 0),
  )
  // What it no longer has is not known of it any more.
  for (const { itemId, organisationId, facts: now } of told) {
    const keys = keysOf(before.get(itemId) ?? []).filter((key) => !now.some((fact) => fact.key === key))
    if (keys.length > 0) await forgetFacts(ctx, { itemId, organisationId, source, keys })
  }
  return items.length
}

export const followSupport = job({
  name: 'monitoring.support.follow',
  payload: z.object({}),
  async run(_, app, signal) {
    while (!signal.aborted && (await app.asSystem(followMarked)) > 0) {
      // Each batch in a transaction of its own.
    }
  },
})
/** One after another: two who look at an item at once could leave what the first saw. */
export const followSoon = (ctx: Context) => ctx.enqueue(followSupport, {}, { key: 'monitoring support', queue: 'monitoring support' })

export const lookAtAll = job({
  name: 'monitoring.support.all',
  payload: z.object({}),
  cron: '40 3 * * *',
  async run(_, app) {
    await app.asSystem(async (ctx) => {
      await markAll(ctx.db as Db)
      await followSoon(ctx)
    })
  },
})
