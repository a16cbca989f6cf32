import * as z from 'zod'
import { pages } from '#platform/paging.ts'
import { type Context, mayIn, on, Problem, roomFor } from '#platform/room.ts'
import { numberOfItem } from '#record/items/contract.ts'
import { type Fact, factsChanged } from '#record/items/facts/contract.ts'
import { factsOf, findItem, forgetFacts, itemFor, observeItems } from '#record/items/items.ts'
import { script } from './adapters/script.ts'
import { type HostUpdates, monitoringUpdates } from './contract.ts'
import { derivedOf, type Host, hostAfter, keys, nothingKnown, orderOf } from './rules.ts'
import { countHosts, deleteHost, listHosts, readHost, type UpdateTables, writeHost } from './store.ts'

const source = 'updates'
const told = [...keys] as string[]
/** These alone say that a host is one of which updates are known: that something was once installed does not. */
const telling = ['updates.waiting', 'updates.security', 'reboot.pending']

async function follow(ctx: Context, itemId: string, organisationId: string): Promise<void> {
  const item = await findItem(ctx, itemId)
  if (!item) return
  const of = { itemId, organisationId }
  const [before, facts] = [await readHost(ctx.db, itemId, true), (await factsOf(ctx, [{ id: itemId, organisationId }], keys)).get(itemId)]
  const known = facts ?? new Map<string, Fact>()
  const there = telling.some((key) => known.has(key))
  const host = there ? hostAfter(before ?? nothingKnown, known, ctx.now.toISOString()) : nothingKnown
  if (there) await writeHost(ctx.db, { ...of, ...host, changedAt: ctx.now, place: orderOf(host, item.number) })
  else await deleteHost(ctx.db, itemId)
  const derived = derivedOf(host)
  const now = derived.flatMap(({ key, value }) => (value === null ? [] : [{ key, value }]))
  if (now.length > 0) await observeItems(ctx, [{ ...of, source, facts: now }])
  const gone = derived.flatMap(({ key, value }) => (value === null ? [key] : []))
  if (before && gone.length > 0) await forgetFacts(ctx, { ...of, source, keys: gone })
}

const shown = (item: { id: string; number: number; name: string }, host: Host, seenAt: string): HostUpdates => {
  const { packages: _, ...rest } = host
  const { waiting, security, reboot, why, updatedOn, waitingSince, securitySince, rebootSince } = rest
  return {
    item: { id: item.id, number: numberOfItem(item.number), name: item.name },
    ...{ waiting, security, reboot, why, updatedOn, waitingSince, securitySince, rebootSince, seenAt },
  }
}
/** The last time that any of it was told, also when it was the same. */
const seenOf = (facts: ReadonlyMap<string, Fact> | undefined, otherwise: string): string =>
  [...(facts?.values() ?? [])]
    .map(({ seenAt }) => new Date(seenAt).toISOString())
    .sort()
    .at(-1) ?? otherwise

/** As `orderOf` writes it. */
const hostsBy = pages(z.string().regex(/^[1-4] \S* \d{10}$/))

export default roomFor<UpdateTables>()({
  name: 'monitoring.updates',
  contract: monitoringUpdates,
  texts: {},
  grants: {},
  folder: import.meta.dirname,
  on: [
    on(factsChanged, 'monitoring: updates that wait', async ({ data: { itemId, organisationId, keys: changed, source: by } }, ctx) => {
      if (by !== source && changed.some((key) => told.includes(key))) await follow(ctx, itemId, organisationId)
    }),
  ],
  handlers: {
    async hosts({ query: { organisationId, after, limit, all } }, ctx) {
      if (!mayIn(ctx, 'monitoring.read', organisationId)) throw new Problem('platform.notFound', 404)
      const [from = ''] = hostsBy.after(after) ?? []
      const found = await listHosts(ctx.db, { organisationId, after: from, all, limit: limit + 1 })
      const { rows: page, next } = hostsBy.of(found, limit, ({ place }) => [place])
      const facts = await factsOf(
        ctx,
        page.map(({ itemId }) => ({ id: itemId, organisationId })),
        telling,
      )
      return {
        items: page.map((row) => shown({ id: row.itemId, number: row.number, name: row.name }, row, seenOf(facts.get(row.itemId), row.changedAt))),
        next,
        counts: await countHosts(ctx.db, organisationId),
      }
    },
    async itemUpdates({ params }, ctx) {
      const item = await itemFor(ctx, params.id, 'monitoring.read')
      const host = await readHost(ctx.db, item.id)
      if (!host) return { host: null, packages: [] }
      const facts = (await factsOf(ctx, [item], telling)).get(item.id)
      return { host: shown(item, host, seenOf(facts, ctx.now.toISOString())), packages: host.packages }
    },
    async updatesScript() {
      return { text: script }
    },
  },
})
