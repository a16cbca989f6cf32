/** Which items a case is about, and what that says about its priority. */
import { type Context, Problem } from '#platform/room.ts'
import { type CaseRow, editCase, toldOf } from '#record/cases/cases.ts'
import type { Service } from '#record/cases/priority/contract.ts'
import { criticalities } from '../contract.ts'
import { impactOf } from '../impact/impact.ts'
import { kindsOfAll, namesIn } from '../kinds/kinds.ts'
import { namesOfRefs } from '../reads.ts'
import { type ItemRow, readItems } from '../store.ts'
import { caseLinked, type LinkedItem } from './contract.ts'
import { addLinks, itemsOfCase, removeLinks } from './store.ts'

/** Kinds of cases that say that something fails: only then it matters what is hit. */
const failures: readonly string[] = ['incident', 'problem']

/** The items with these ids, in that order; refused when the actor may not see one of them. */
export async function itemsFor(ctx: Context, ids: readonly string[]): Promise<ItemRow[]> {
  const unique = [...new Set(ids)]
  const rows = await readItems(ctx.db, unique)
  if (rows.length < unique.length) throw new Problem('items.linking.noSuchItem', 400)
  return unique.flatMap((id) => rows.find((row) => row.id === id) ?? [])
}

/** What a failure of these items means: the most important of what fails and is hit, and how many people use it. */
export async function concernsOf(ctx: Context, kind: string, rows: readonly ItemRow[]): Promise<Service | null> {
  const [first] = rows
  if (!first || !failures.includes(kind)) return null
  const hit = await impactOf(ctx, rows)
  const own = rows.reduce((most, row) => (row.importance > most.importance ? row : most), first)
  const [worst] = hit.items
  const farther = worst && criticalities.indexOf(worst.importance ?? 'low') + 1 > own.importance && worst.importance !== null
  const name = farther ? `${worst.name} (${own.name})` : own.name
  return { id: own.id, name: { nl: name, en: name }, criticality: hit.importance ?? 'normal', people: hit.people }
}

/** Exactly these from now on. With it the proposed priority of what says that something fails. */
export async function linkItems(ctx: Context, row: CaseRow, rows: readonly ItemRow[], fresh = false): Promise<void> {
  const before = fresh ? [] : await itemsOfCase(ctx.db, row.id)
  const ids = rows.map(({ id }) => id)
  const added = ids.filter((id) => !before.includes(id))
  const removed = before.filter((id) => !ids.includes(id))
  if (added.length + removed.length === 0) return
  await removeLinks(ctx.db, row.id, removed)
  await addLinks(ctx.db, row.id, added, ctx.actor.personId, ctx.now)
  await ctx.emit(caseLinked, { ...(await toldOf(ctx, row)), data: { caseId: row.id, added, removed } })
  if (fresh || !failures.includes(row.kind)) return
  const concerns = await concernsOf(ctx, row.kind, rows)
  // What the catalogue said of a service stays when there are no items.
  const stays = concerns === null && !removed.includes(row.concerns?.id ?? '')
  await editCase(ctx, row.id, { version: row.version, concerns: stays ? undefined : concerns })
}

/** The items of a case in words, as far as the actor may see them. */
export async function linkedItems(ctx: Context, caseId: string): Promise<LinkedItem[]> {
  const rows = await readItems(ctx.db, await itemsOfCase(ctx.db, caseId))
  const kinds = await kindsOfAll(
    ctx,
    rows.map(({ organisationId }) => organisationId),
  )
  const names = await namesOfRefs(ctx, rows)
  return rows.map((row, at) => ({
    ...(names[at] as (typeof names)[number]),
    state: namesIn(ctx.locale, kinds.get(row.organisationId)?.get(row.kind), row).state,
    importance: criticalities[row.importance - 1] ?? null,
  }))
}
