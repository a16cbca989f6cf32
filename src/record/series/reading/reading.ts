/** Series and their samples, from memory and from the database, as if they were in one place. */
import type { Context } from '#platform/room.ts'
import { decode, joined, longest, type Points, within } from '../chunks/rules.ts'
import type { Found, Labels, Matcher, Span } from '../contract.ts'
import { headOf } from '../head/head.ts'
import { type Line, type Named, piecesOf as openPieces } from '../head/lines/rules.ts'
import type { Head } from '../head/rules.ts'
import { outsideOf, placesOutside, samplesOutside } from '../outside/outside.ts'
import { type Budget, usualBudget } from '../promql/evaluating/budget/rules.ts'
import { thatFit } from '../promql/matching/rules.ts'
import { anHour, decodePlaces, fiveMinutes, joinPlaces, type Places, roll, sixHours } from '../rollups/rules.ts'
import { type Db, piecesOf, readRetentions, seriesFitting } from '../store.ts'

/** More series than this are not looked at in one go. */
const mostSeries = 50_000
const day = 86_400_000

/** The newest chunk and what is not in a chunk yet. Without gaps from `from` on. */
function inMemory(line: Line): { from: number; pieces: Points[] } {
  const pieces = [...line.waiting.flatMap(({ chunks }) => chunks.map(({ data }) => decode(data))), ...openPieces(line)]
  return { from: line.kept ? line.kept.from : Number.POSITIVE_INFINITY, pieces: line.kept ? [decode(line.kept.data), ...pieces] : pieces }
}

type Kind = 'samples' | 'minutes' | 'hours'
const sizes = { samples: 0, minutes: fiveMinutes, hours: anHour } as const
/** The finest that the step asks for and that is still kept for the whole span. */
async function kindFor(ctx: Context, { from, step }: Span): Promise<Kind> {
  const age = ctx.now.getTime() - from
  if (step < 2 * fiveMinutes && age < day) return 'samples'
  // The class is of each series; what is asked for at once is read in one form: as the usual class is kept.
  const kept = (await readRetentions(ctx.db as Db)).find(({ retention }) => retention === 'normal')
  if (step >= 2 * anHour || (kept && age > kept.minutes * day)) return 'hours'
  return step >= 2 * fiveMinutes || (kept && age > kept.samples * day) ? 'minutes' : 'samples'
}

/** Series that fit, under the policies of who asks. */
async function fittingSeries(
  ctx: Context,
  matchers: readonly Matcher[],
  of: { organisationId?: string | undefined; itemIds?: readonly string[] | undefined; seenSince?: Date },
  budget: Budget,
): Promise<Named[]> {
  return thatFit(await seriesFitting(ctx.db as Db, matchers, { ...of, limit: mostSeries }), matchers, budget)
}
/** The same from memory alone, for Spil itself about what is recent: a thousand questions a minute that ask the database nothing. */
async function fittingLines(head: Head, matchers: readonly Matcher[], organisationId: string, budget: Budget): Promise<Line[]> {
  const name = matchers.find((one) => one.name === '__name__' && one.op === '=')?.value
  const byName = head.byName.get(organisationId)
  const sets = name === undefined ? [...(byName?.values() ?? [])] : [byName?.get(name) ?? new Set<Line>()]
  // What is there now: while others have their turn, series come and go.
  return thatFit(
    sets.flatMap((lines) => [...lines]),
    matchers,
    budget,
  )
}

/** See `select` in series.ts. */
export async function read(
  ctx: Context,
  matchers: readonly Matcher[],
  span: Span,
  organisationId?: string,
  itemIds?: readonly string[],
  budget = usualBudget(),
): Promise<Found[]> {
  const head = await headOf(ctx.app)
  const recent = ctx.actor.kind === 'system' && organisationId !== undefined && itemIds === undefined && span.from > ctx.now.getTime() - anHour
  const all: readonly Named[] = recent
    ? await fittingLines(head, matchers, organisationId, budget)
    : await fittingSeries(ctx, matchers, { organisationId, itemIds }, budget)
  const kind = await kindFor(ctx, span)
  const found = kind === 'samples' ? await samples(ctx, head, all, span) : await rolled(ctx, head, all, kind, span)
  return found.filter(({ at }) => at.length > 0)
}

async function samples(ctx: Context, head: Head, all: readonly Named[], { from, to }: Span): Promise<Found[]> {
  const memory = new Map(
    all.flatMap(({ id }) => {
      const line = head.lines.get(id)
      return line ? [[id, inMemory(line)] as const] : []
    }),
  )
  const missing = all.filter(({ id }) => (memory.get(id)?.from ?? Number.POSITIVE_INFINITY) > from)
  const stored = await storedPieces(ctx, missing, from, to)
  return all.map(({ id, labels, itemId }) => ({
    ...{ labels, itemId },
    ...within(joined([...(stored.get(id) ?? []), ...(memory.get(id)?.pieces ?? [])]), from, to),
  }))
}
async function storedPieces(ctx: Context, all: readonly Named[], from: number, to: number): Promise<Map<number, Points[]>> {
  const ids = all.map(({ id }) => id)
  const pieces = new Map<number, Points[]>()
  const store = outsideOf(ctx.app)
  if (store) {
    for (const [id, points] of await samplesOutside(store, ids, from, to)) pieces.set(id, [points])
    return pieces
  }
  for (const { seriesId, data } of await piecesOf(ctx.db as Db, 'samples', ids, from - longest, to)) {
    const known = pieces.get(seriesId)
    if (known) known.push(decode(data))
    else pieces.set(seriesId, [decode(data)])
  }
  return pieces
}

/** What is kept for long, by series. */
async function storedPlaces(
  ctx: Context,
  ids: readonly number[],
  kind: 'minutes' | 'hours',
  from: number,
  to: number,
): Promise<Map<number, Places[]>> {
  const store = outsideOf(ctx.app)
  const kept = new Map<number, Places[]>()
  if (store) {
    for (const [id, places] of await placesOutside(store, ids, sizes[kind], from, to)) kept.set(id, [places])
    return kept
  }
  for (const { seriesId, data } of await piecesOf(ctx.db as Db, kind, ids, from - sixHours, to)) {
    const known = kept.get(seriesId)
    if (known) known.push(decodePlaces(data))
    else kept.set(seriesId, [decodePlaces(data)])
  }
  return kept
}
/** Up to when all that is known of a line is kept for long. */
function keptUntil(ctx: Context, line: Line | undefined, size: number): number {
  if (!line) return Number.POSITIVE_INFINITY
  return outsideOf(ctx.app) ? Math.floor(line.until / size) * size : line.rollFrom * sixHours
}
/** What is kept for long, and at its end what is not yet: rolled up while it is read. */
async function rolled(ctx: Context, head: Head, all: readonly Named[], kind: 'minutes' | 'hours', { from, to }: Span): Promise<Found[]> {
  const size = sizes[kind]
  const kept = await storedPlaces(
    ctx,
    all.map(({ id }) => id),
    kind,
    from,
    to,
  )
  const lines = all.filter(({ id }) => head.lines.has(id))
  const ends = new Map(all.map(({ id }) => [id, keptUntil(ctx, head.lines.get(id), size)]))
  const first = Math.min(...lines.map(({ id }) => ends.get(id) ?? 0))
  const tail = new Map(
    (await samples(ctx, head, lines, { from: Math.max(from, first) + 1, to, step: 0 })).map((one, index) => [lines[index]?.id, one]),
  )
  return all.map(({ id, labels, itemId }) => {
    const end = ends.get(id) ?? Number.POSITIVE_INFINITY
    const fresh = tail.get(id)
    const done = (kept.get(id) ?? []).map((places) => joinPlaces([places], 0, end))
    const open = fresh ? [roll(within(fresh, end + 1, to), size)] : []
    return { labels, itemId, ...joinPlaces([...done, ...open], from, to) }
  })
}

/** See `labelsOf` in series.ts. */
export async function readLabels(ctx: Context, all: readonly (readonly Matcher[])[], { from }: Span, limit: number): Promise<Labels[]> {
  const found = new Map<number, Labels>()
  const budget = usualBudget()
  for (const matchers of all.length > 0 ? all : [[]])
    for (const { id, labels } of await fittingSeries(ctx, matchers, { seenSince: new Date(from) }, budget))
      if (found.size < limit) found.set(id, labels)
  return [...found.values()]
}
