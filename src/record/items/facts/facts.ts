/** Facts: what was observed of items, and which source counts. */
import { createHash } from 'node:crypto'
import { prose } from '#platform/contract.ts'
import { pages } from '#platform/paging.ts'
import type { App, Context } from '#platform/room.ts'
import { type Fact, factsChanged, type NewFact, type Observed } from './contract.ts'
import { type Report, rankFacts, reportsOf } from './rules.ts'
import { type FactRow, factsOfItems, forgetFactsOf, itemsByAddress, listFacts, observe, readRankings, type Sent, seenAgain } from './store.ts'

type Told = (app: App, itemId: string, keys: readonly string[]) => void
/** Who looks at what came in at once, after the commit and in this process only: a hint, beside the event that comes for certain. */
let told: Told = () => undefined
export function whenObserved(tell: Told): void {
  told = tell
}

export interface Observation {
  itemId: string
  organisationId: string
  source: string
  facts: readonly NewFact[]
}
const digestOf = ({ facts }: Report) =>
  createHash('sha256')
    .update(JSON.stringify(facts.map(({ key, value, unit }) => [key, value, unit])))
    .digest()

/**
 * What sources report about items. What is known already costs one row a report, all in one statement. Answers per observation the keys
 * whose newest value changed; the event says so too.
 */
export async function observeItems(ctx: Context, observations: readonly Observation[]): Promise<string[][]> {
  const sent = observations.flatMap(({ facts, ...of }, place) =>
    reportsOf(facts, ctx.now).map((report) => ({ ...of, ...report, digest: digestOf(report), place })),
  )
  const known = await seenAgain(ctx.db, sent, ctx.now)
  const fresh = sent.filter((_, at) => !known.has(at))
  // In a fixed order, so that two batches about the same items wait for each other instead of ending each other.
  const ordered: (Sent & { place: number })[] = [...fresh].sort((one, other) =>
    one.itemId === other.itemId ? (one.source < other.source ? -1 : one.source > other.source ? 1 : 0) : one.itemId < other.itemId ? -1 : 1,
  )
  const changed = await Promise.all(ordered.map((one) => observe(ctx.db, one, ctx.now)))
  const keys = observations.map((_, place) => [...new Set(ordered.flatMap((one, at) => (one.place === place ? (changed[at] ?? []) : [])))])
  ctx.afterCommit(() => {
    for (const [place, { itemId }] of observations.entries()) if (keys[place]?.length) told(ctx.app, itemId, keys[place])
  })
  await Promise.all(
    observations.map(({ itemId, organisationId, source }, place) => {
      const all = keys[place] ?? []
      return (
        all.length > 0 && ctx.emit(factsChanged, { about: `item/${itemId}`, organisationId, data: { itemId, organisationId, source, keys: all } })
      )
    }),
  )
  return keys
}

/** What a source observed was of another item, or no longer counts: it leaves this one as if it had never been said. `keys`: only these. */
export async function forgetFacts(
  ctx: Context,
  { itemId, organisationId, source, keys: only }: Omit<Observation, 'facts'> & { keys?: readonly string[] },
): Promise<void> {
  const keys = await forgetFactsOf(ctx.db, itemId, source, only)
  if (keys.length === 0) return
  ctx.afterCommit(() => told(ctx.app, itemId, keys))
  await ctx.emit(factsChanged, { about: `item/${itemId}`, organisationId, data: { itemId, organisationId, source, keys } })
}

export type Rankings = ReadonlyMap<string, readonly string[]>
/** The order of sources per key, of one organisation. */
export async function rankingsOf(ctx: Context, organisationId: string): Promise<Rankings> {
  return new Map((await readRankings(ctx.db, [organisationId])).map(({ key, sources }) => [key, sources]))
}

const observedOf = ({ source, value, unit, since, seenAt, receivedAt }: FactRow): Observed => ({ source, value, unit, since, seenAt, receivedAt })
/** Rows of one item to a fact a key, in the order of the rows. */
export function ranked(rows: readonly FactRow[], rankings: Rankings): Fact[] {
  const keys = new Map<string, Observed[]>()
  for (const row of rows) keys.set(row.key, [...(keys.get(row.key) ?? []), observedOf(row)])
  return [...keys].flatMap(([key, observed]) => rankFacts(key, observed, rankings.get(key) ?? rankings.get('*') ?? []) ?? [])
}

export interface Asked {
  limit: number
  after?: string | undefined
  search?: string | undefined
  conflicts?: boolean | undefined
}
const factsBy = pages(prose())
/** The next keys of an item in order. */
export async function factsUnder(ctx: Context, item: { id: string; organisationId: string }, { limit, after, search, conflicts = false }: Asked) {
  const pattern = search ? `%${search.toLowerCase().replace(/[\\%_]/g, '\\$&')}%` : undefined
  const [rows, rankings] = await Promise.all([
    listFacts(ctx.db, item.id, { after: factsBy.after(after)?.[0] ?? '', limit: limit + 1, pattern, conflicts }),
    rankingsOf(ctx, item.organisationId),
  ])
  const page = factsBy.of(ranked(rows, rankings), limit, ({ key }) => [key])
  return { items: page.rows, next: page.next }
}

/** What is known of many items, by item and key: for who must decide something with it. `keys`: only these. */
export async function factsOf(
  ctx: Context,
  items: readonly { id: string; organisationId: string }[],
  keys?: readonly string[],
): Promise<Map<string, Map<string, Fact>>> {
  const [rows, orders] = await Promise.all([
    factsOfItems(
      ctx.db,
      items.map(({ id }) => id),
      keys,
    ),
    readRankings(
      ctx.db,
      items.map(({ organisationId }) => organisationId),
    ),
  ])
  const rankings = new Map<string, Map<string, string[]>>()
  for (const { organisationId, key, sources } of orders) rankings.set(organisationId, (rankings.get(organisationId) ?? new Map()).set(key, sources))
  const byItem = Map.groupBy(rows, ({ itemId }) => itemId)
  return new Map(
    items.map(({ id, organisationId }) => [
      id,
      new Map(ranked(byItem.get(id) ?? [], rankings.get(organisationId) ?? new Map()).map((fact) => [fact.key, fact])),
    ]),
  )
}

/** Items by the address that was observed of them (`net.addresses`); an address that several have says nothing. */
export const itemsAt = (ctx: Context, organisationId: string, addresses: readonly string[]): Promise<Map<string, string>> =>
  itemsByAddress(ctx.db, organisationId, addresses)
