/** Outages as reporters, staff and everybody see them. */
import type { Context } from '#platform/room.ts'
import { caseById } from '#record/cases/cases.ts'
import { numberOf } from '#record/cases/contract.ts'
import type { ManagedOutage, Outage, Published } from './contract.ts'
import { shownFrom } from './rules.ts'
import { currentOutages, type Db, joinedOf, type OutageRow, updatesOf } from './store.ts'

const iso = (at: string | null) => (at === null ? null : new Date(at).toISOString())

/** Exactly what was published, and nothing else. */
const published = (row: OutageRow, words: readonly { outageId: string; nl: string | null; en: string | null; at: string }[]): Published => ({
  kind: row.kind,
  nl: row.nl,
  en: row.en,
  from: new Date(row.fromAt).toISOString(),
  until: iso(row.untilAt),
  nextUpdateAt: iso(row.nextUpdateAt),
  endedAt: iso(row.endedAt),
  updates: words.filter(({ outageId }) => outageId === row.id).map(({ at, nl, en }) => ({ at: new Date(at).toISOString(), nl, en })),
})
const idsOf = (rows: readonly OutageRow[]) => rows.map(({ id }) => id)

export async function outagesShown(ctx: Context, rows: readonly OutageRow[]): Promise<Outage[]> {
  if (rows.length === 0) return []
  const db = ctx.db as Db
  const words = await updatesOf(db, idsOf(rows))
  const joined = await joinedOf(db, idsOf(rows), ctx.actor.personId)
  return rows.map((row) => {
    const mine = joined.get(row.id)
    const { id, organisationId, state } = row
    const myCase = mine?.number == null ? null : numberOf(mine.number)
    return { ...published(row, words), id, organisationId, state, joined: mine?.mine ?? false, myCase, count: mine?.count ?? 0 }
  })
}

export async function managed(ctx: Context, rows: readonly OutageRow[]): Promise<ManagedOutage[]> {
  const shown = await outagesShown(ctx, rows)
  const all: ManagedOutage[] = []
  for (const [at, one] of shown.entries()) {
    const row = rows[at]
    const of = row?.caseId ? await caseById(ctx, row.caseId) : undefined
    if (row) all.push({ ...one, case: of ? numberOf(of.number) : null, publishedAt: new Date(row.publishedAt).toISOString(), version: row.version })
  }
  return all
}

export const current = (ctx: Context, organisations: readonly string[]): Promise<OutageRow[]> =>
  currentOutages(ctx.db as Db, organisations, ctx.now, shownFrom(ctx.now))

/** For who has not signed in: the words, and no id of anything. */
export async function publicOf(ctx: Context, organisationId: string): Promise<Published[]> {
  const rows = await current(ctx, [organisationId])
  const words = rows.length === 0 ? [] : await updatesOf(ctx.db as Db, idsOf(rows))
  return rows.map((row) => published(row, words))
}
