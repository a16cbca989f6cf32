/** What a person has, as screens and the case show it. */
import type { Context } from '#platform/room.ts'
import { caseById } from '#record/cases/cases.ts'
import { numberOf } from '#record/cases/contract.ts'
import { ItemFilter } from '#record/items/contract.ts'
import { listItems } from '#record/items/items.ts'
import { listedItems } from '#record/items/reads.ts'
import { peopleByIds } from '#record/people/people.ts'
import type { Held, Holdings } from './contract.ts'
import { type Db, listLeavings } from './store.ts'

const most = 500
/** What they use or answer for, as far as the actor may see it. What was disposed of or cancelled nobody has. */
export async function heldBy(ctx: Context, personId: string, organisationId?: string): Promise<{ items: Held[]; more: boolean }> {
  const filter = (part: object) => ItemFilter.parse({ ...part, organisationId })
  const page = { limit: most, sort: 'name' as const }
  const [used, owned] = [await listItems(ctx, filter({ user: personId }), page), await listItems(ctx, filter({ owner: personId }), page)]
  const [uses, owns] = [used, owned].map(({ rows }) => new Set(rows.map(({ id }) => id)))
  const all = [...new Map([...used.rows, ...owned.rows].map((row) => [row.id, row])).values()]
  const there = all.filter(({ state }) => state !== 'disposed' && state !== 'cancelled').sort((one, other) => (one.sortKey < other.sortKey ? -1 : 1))
  const items = (await listedItems(ctx, there.slice(0, most))).map(({ id, number, code, name, kind, state, organisationId }) => ({
    ...{ id, number, code, name, kind, state, organisationId, uses: uses?.has(id) ?? false, owns: owns?.has(id) ?? false },
  }))
  return { items, more: there.length > most || used.next !== null || owned.next !== null }
}

export async function holdingsOf(ctx: Context, person: { id: string; name: string }): Promise<Holdings> {
  const [held, leavings] = [await heldBy(ctx, person.id), await listLeavings(ctx.db as Db, person.id)]
  const people = await peopleByIds(
    ctx,
    leavings.flatMap(({ byId }) => byId ?? []),
  )
  const shown = leavings.map(async ({ organisationId, lastDay, at, byId, caseId, items, back }) => {
    const row = await caseById(ctx, caseId)
    const by = byId === null ? null : { id: byId, name: people.get(byId)?.name ?? ctx.t('cases.someone') }
    return { organisationId, lastDay, at: new Date(at).toISOString(), by, case: row ? numberOf(row.number) : null, items, back }
  })
  return { person: { id: person.id, name: person.name }, ...held, leavings: await Promise.all(shown) }
}
