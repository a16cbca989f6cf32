/** Starting a stocktake, taking in what devices scanned, and its outcome. */
import { randomUUID } from 'node:crypto'
import { type Context, Problem } from '#platform/room.ts'
import { observeItems } from '../facts/facts.ts'
import { itemsOfScans } from '../labels/labels.ts'
import { type ListRow, listItems, searchedWhole } from '../lists/lists.ts'
import { type NewScan, type Scanned, type Scope, type StocktakeState, stocktakeMoved, stocktakeStarted } from './contract.ts'
import { type Known, type Outcome, outcomeOf, pathsOf, resultOf, subjectOf } from './rules.ts'
import * as store from './store.ts'

/** More than this is counted in parts. */
const most = 20_000
export const seenKey = 'stocktake.seen'

export async function here(ctx: Context, id: string, lock?: 'share' | 'change'): Promise<store.StocktakeRow> {
  return (await store.readStocktake(ctx.db, id, lock)) ?? Promise.reject(new Problem('platform.notFound', 404))
}
/** As `here`, for who counts or decides in its organisation. */
export async function workedOn(ctx: Context, id: string, lock: 'share' | 'change'): Promise<store.StocktakeRow> {
  // A lock asks for the right to change: who only reads would be told that it is not there.
  const row = await here(ctx, id)
  if (!ctx.actor.scopes.work.includes(row.organisationId)) throw new Problem('platform.notAllowed', 403)
  return (await store.readStocktake(ctx.db, id, lock)) ?? Promise.reject(new Problem('items.stocktake.closed', 409))
}

interface Of {
  stocktakeId: string
  organisationId: string
  locations: readonly store.Location[]
}
function knownRows(
  { stocktakeId, organisationId, locations }: Of,
  rows: readonly ListRow[],
  is: (row: ListRow) => { expected: boolean; inScope: boolean },
) {
  const pathOf = pathsOf(locations)
  const names = new Map(locations.map(({ id, name }) => [id, name]))
  return rows.map((row): store.KnownRow => {
    const path = pathOf(row.locationId)
    const place = path.length === 0 ? null : [...path].reverse().flatMap((id) => names.get(id) ?? [])
    return {
      ...{ stocktakeId, organisationId, itemId: row.id, ...is(row) },
      ...{ number: row.number, code: row.code, name: row.name, kind: row.kind, class: row.class },
      path,
      place: place?.join(' › ') ?? null,
    }
  })
}

export interface Starting {
  name: string
  locationId?: string | undefined
  filter: Scope
}
/** What is in use or planned within the scope is expected from now on. Locations themselves are counted only when they are asked for. */
export async function start(ctx: Context, organisationId: string, { name, locationId, filter }: Starting): Promise<store.StocktakeRow> {
  const locations = await store.readLocations(ctx.db, organisationId)
  const location = locations.find(({ id }) => id === locationId)
  if (locationId !== undefined && !location) throw new Problem('items.stocktake.noLocation', 400)
  const asked = { ...(await searchedWhole(ctx, filter)), organisationId, class: ['planned' as const, 'inUse' as const], location: locationId }
  const { rows, next } = await listItems(ctx, asked, { limit: most, sort: 'name' })
  if (next !== null) throw new Problem('items.stocktake.tooMany', 409, { most })
  const counted = rows.filter(({ kind }) => kind !== 'location' || filter.kind?.includes('location'))
  if (counted.length === 0) throw new Problem('items.stocktake.nothing', 409)
  const row: store.StocktakeRow = {
    ...{ id: randomUUID(), organisationId, name, filter, version: 1, state: 'counting' },
    ...{ locationId: location?.id ?? null, location: location?.name ?? null },
    ...{ startedAt: ctx.now.toISOString(), startedBy: ctx.actor.personId ?? '', countedAt: null, closedAt: null, closedBy: null },
  }
  await store.insertStocktake(ctx.db, row)
  await store.insertKnown(
    ctx.db,
    knownRows({ stocktakeId: row.id, organisationId, locations }, counted, () => ({ expected: true, inScope: true })),
  )
  await ctx.emit(stocktakeStarted, { about: `stocktake/${row.id}`, organisationId, data: { stocktakeId: row.id, expected: counted.length } })
  return row
}

/** Writes down items that were found besides what was expected, as they are recorded now. */
async function learn(ctx: Context, stocktake: store.StocktakeRow, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return
  const { organisationId, filter } = stocktake
  const page = { limit: ids.length, sort: 'created' as const }
  const [all, fitting, locations] = await Promise.all([
    listItems(ctx, { ids, organisationId }, page),
    listItems(ctx, { ...filter, ids, organisationId }, page),
    store.readLocations(ctx.db, organisationId),
  ])
  const inScope = new Set(fitting.rows.map(({ id }) => id))
  const is = ({ id }: ListRow) => ({ expected: false, inScope: inScope.has(id) })
  await store.insertKnown(ctx.db, knownRows({ stocktakeId: stocktake.id, organisationId, locations }, all.rows, is))
}

/** Takes in what a device scanned; what it sent before is answered again and changes nothing. Reads only what these are of. */
export async function takeIn(ctx: Context, stocktake: store.StocktakeRow, sent: readonly NewScan[]): Promise<Scanned[]> {
  const { id: stocktakeId, organisationId } = stocktake
  const byId = ctx.actor.personId ?? ''
  const [means, places] = await Promise.all([
    itemsOfScans(ctx, organisationId, [...new Set(sent.map(({ text }) => text))]),
    placesOf(ctx, organisationId, sent),
  ])
  const ids = [...new Set(means.values())]
  const had = new Set((await store.readKnown(ctx.db, stocktakeId, ids)).map(({ itemId }) => itemId))
  await learn(
    ctx,
    stocktake,
    ids.filter((id) => !had.has(id)),
  )
  const rows = sent.map(({ id, text, at, locationId = '' }): store.ScanRow => {
    const itemId = means.get(text) ?? null
    const place = places.get(locationId) ?? null
    return {
      ...{ id, text, itemId, stocktakeId, organisationId, byId, receivedAt: ctx.now.toISOString(), subject: subjectOf({ itemId, text }) },
      // Somewhere else than in this organisation is no place, nor is one that is gone: what was seen is kept all the same.
      ...{ place, locationId: place === null ? null : locationId },
      at: new Date(Math.min(Date.parse(at), ctx.now.getTime())).toISOString(),
    }
  })
  const fresh = await store.insertScans(ctx.db, rows)
  await tellSeen(
    ctx,
    stocktake,
    rows.filter(({ id }) => fresh.has(id)),
  )
  return answers(ctx, stocktake, sent)
}
const placesOf = async (ctx: Context, organisationId: string, sent: readonly NewScan[]) => {
  const ids = new Set(sent.flatMap(({ locationId }) => locationId ?? []))
  return new Map((await store.readLocations(ctx.db, organisationId, [...ids])).map(({ id, name }) => [id, name]))
}

/** That it was seen, and where, is a fact about the item. */
async function tellSeen(ctx: Context, { organisationId, location }: store.StocktakeRow, rows: readonly store.ScanRow[]): Promise<void> {
  const observations = rows.flatMap(({ itemId, place, at }) => {
    const facts = [{ key: seenKey, value: place ?? location ?? true, observedAt: at }]
    return itemId === null ? [] : [{ itemId, organisationId, source: 'stocktake', facts }]
  })
  if (observations.length > 0) await observeItems(ctx, observations)
}

async function answers(ctx: Context, { id: stocktakeId, locationId: scope }: store.StocktakeRow, sent: readonly NewScan[]): Promise<Scanned[]> {
  // As kept: what was sent again may have been something else then.
  const own = await store.readScans(ctx.db, stocktakeId, { byId: ctx.actor.personId ?? '', ids: sent.map(({ id }) => id) })
  const [known, scans] = await Promise.all([
    store.readKnown(
      ctx.db,
      stocktakeId,
      own.flatMap(({ itemId }) => itemId ?? []),
    ),
    store.readScans(ctx.db, stocktakeId, { subjects: [...new Set(own.map(({ subject }) => subject))] }),
  ])
  const items = new Map(known.map((row) => [row.itemId, row]))
  const kept = new Map(own.map((scan) => [scan.id, scan]))
  const firsts = new Map<string, store.ScanRow>()
  for (const scan of scans) if (!firsts.has(scan.subject)) firsts.set(scan.subject, scan)
  return sent.flatMap(({ id }) => {
    const scan = kept.get(id)
    if (!scan) return []
    const item = items.get(scan.itemId ?? '')
    const first = firsts.get(scan.subject)
    return {
      id,
      result: resultOf(item, scan.locationId ?? scope),
      again: first?.id !== id || first.byId !== scan.byId,
      name: item?.name ?? null,
      number: item ? `I-${item.number}` : null,
      place: item?.place ?? null,
    }
  })
}

export interface Whole {
  known: ReadonlyMap<string, store.KnownRow>
  scans: readonly store.ScanRow[]
  outcome: readonly Outcome[]
}
const knownOf = ({ itemId, expected, inScope, path, class: of }: store.KnownRow): Known => ({
  itemId,
  expected,
  inScope,
  path,
  outOfUse: of === 'outOfUse',
})
/** Everything that is known of one now. */
export async function wholeOf(ctx: Context, { id, locationId }: store.StocktakeRow): Promise<Whole> {
  const [known, scans] = await Promise.all([store.readKnown(ctx.db, id), store.readScans(ctx.db, id)])
  return { known: new Map(known.map((row) => [row.itemId, row])), scans, outcome: outcomeOf(known.map(knownOf), scans, locationId) }
}

/** Counting is done, goes on, or it is closed. */
export async function move(ctx: Context, row: store.StocktakeRow, to: StocktakeState): Promise<void> {
  if (row.state === 'closed') throw new Problem('items.stocktake.closed', 409)
  if (row.state === to) return
  const at = ctx.now.toISOString()
  await store.updateStocktake(ctx.db, row.id, {
    state: to,
    countedAt: to === 'counting' ? null : (row.countedAt ?? at),
    ...(to === 'closed' && { closedAt: at, closedBy: ctx.actor.personId }),
  })
  const data = { stocktakeId: row.id, from: row.state, to }
  await ctx.emit(stocktakeMoved, { about: `stocktake/${row.id}`, organisationId: row.organisationId, data })
}
