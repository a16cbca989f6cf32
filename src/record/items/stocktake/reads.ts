/** Stocktakes as the screens show them: ids become names. */
import type { Context } from '#platform/room.ts'
import { peopleByIds } from '#record/people/people.ts'
import { numberOfItem } from '../contract.ts'
import { kindsOf, namesIn } from '../kinds/kinds.ts'
import type { Difference, Stocktake, StocktakePage } from './contract.ts'
import type { Outcome } from './rules.ts'
import { wholeOf } from './stocktake.ts'
import { readDecisions, type StocktakeRow } from './store.ts'

const iso = (at: string | Date) => new Date(at).toISOString()
export async function stocktakesShown(ctx: Context, rows: readonly StocktakeRow[]): Promise<Stocktake[]> {
  const names = await peopleByIds(
    ctx,
    rows.flatMap(({ startedBy, closedBy }) => [startedBy, ...(closedBy ? [closedBy] : [])]),
  )
  const name = (id: string) => names.get(id)?.name ?? ctx.t('cases.someone')
  return rows.map(({ locationId, location, startedBy, closedBy, ...row }) => ({
    ...row,
    location: locationId === null ? null : { id: locationId, name: location ?? '' },
    startedBy: name(startedBy),
    closedBy: closedBy && name(closedBy),
    mayWork: ctx.actor.scopes.work.includes(row.organisationId) && row.state !== 'closed',
  }))
}

export async function stocktakePage(ctx: Context, row: StocktakeRow): Promise<StocktakePage> {
  const [[shown], { outcome, scans }, decisions] = await Promise.all([stocktakesShown(ctx, [row]), wholeOf(ctx, row), readDecisions(ctx.db, row.id)])
  if (!shown) throw new Error('the stocktake was not shown')
  const decided = new Set(decisions.map(({ subject, difference }) => `${difference} ${subject}`))
  const differences = outcome.flatMap((one) => one.differences.map((difference) => `${difference} ${one.subject}`))
  const expected = outcome.filter(({ known }) => known?.expected)
  const by = Map.groupBy(scans, ({ byId }) => byId)
  const names = await peopleByIds(ctx, [...by.keys()])
  const counters = [...by].map(([id, own]) => {
    const moments = own.map(({ at }) => iso(at)).sort()
    return { name: names.get(id)?.name ?? ctx.t('cases.someone'), scans: own.length, from: moments[0] ?? '', until: moments.at(-1) ?? '' }
  })
  return {
    ...shown,
    counts: {
      expected: expected.length,
      found: expected.filter(({ seen }) => seen).length,
      differences: differences.length,
      undecided: differences.filter((one) => !decided.has(one)).length,
    },
    counters: counters.sort((one, other) => (one.from < other.from ? -1 : 1)),
  }
}

export interface Told extends Omit<Difference, 'difference' | 'decision'> {
  outcome: Outcome
  decisions: ReadonlyMap<string, NonNullable<Difference['decision']>>
}
/** Everything expected and scanned in words, with what was decided about each difference. */
export async function toldOf(ctx: Context, row: StocktakeRow): Promise<Told[]> {
  const [{ known, outcome }, decisions, kinds] = await Promise.all([
    wholeOf(ctx, row),
    readDecisions(ctx.db, row.id),
    kindsOf(ctx, row.organisationId),
  ])
  const names = await peopleByIds(ctx, [...decisions.map(({ byId }) => byId), ...outcome.flatMap(({ seen }) => seen?.last.byId ?? [])])
  const name = (id: string) => names.get(id)?.name ?? ctx.t('cases.someone')
  const decided = new Map(
    decisions.map(({ subject, difference, what, reason, result, byId, at }) => [
      `${difference} ${subject}`,
      { what, reason, result, by: name(byId), at: iso(at) },
    ]),
  )
  const told = outcome.map((one): Told => {
    const item = known.get(one.subject)
    const { seen } = one
    return {
      subject: one.subject,
      outcome: one,
      item: item
        ? {
            ...{ id: item.itemId, number: numberOfItem(item.number), name: item.name, code: item.code },
            kind: namesIn(ctx.locale, kinds.get(item.kind), { kind: item.kind, state: '', class: 'inUse' }).kind.name,
          }
        : null,
      place: item?.place ?? null,
      seen: seen
        ? {
            text: seen.last.text,
            at: iso(seen.last.at),
            by: name(seen.last.byId),
            // As it was called then: what is renamed later changes no report.
            place: seen.last.place ?? row.location,
            times: seen.times,
          }
        : null,
      decisions: new Map(
        one.differences.flatMap((difference) => {
          const decision = decided.get(`${difference} ${one.subject}`)
          return decision ? [[difference as string, decision] as const] : []
        }),
      ),
    }
  })
  const inWords = ({ item, seen, subject }: Told) => item?.name ?? seen?.text ?? subject
  return told.sort((one, other) => inWords(one).localeCompare(inWords(other), ctx.locale, { numeric: true }))
}
export const differencesIn = (told: readonly Told[]): Difference[] =>
  told.flatMap(({ outcome, decisions, ...one }) =>
    outcome.differences.map((difference) => ({ ...one, difference, decision: decisions.get(difference) ?? null })),
  )
