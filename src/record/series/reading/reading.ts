/** Series and their samples, from memory and from the database, as if they were in one place. */
import type { Context } from '#platform/room.ts'
import { decode, joined, longest, type Points, within } from '../chunks/rules.ts'
import type { Found, Labels, Matcher, Span } from '../contract.ts'
import { headOf } from '../head/head.ts'
import { type Line, type Named, piecesOf as openPieces } from '../head/lines/rules.ts'
import { getOrMake, type Head } from '../head/rules.ts'
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
  const counting = counted(budget, all.length)
  const found = kind === 'samples' ? await samples(ctx, head, all, span, counting) : await rolled(ctx, head, all, kind, span, counting)
  return found.filter(({ at }) => at.length > 0)
}

async function samples(ctx: Context, head: Head, all: readonly Named[], { from, to }: Span, counting: Counting): Promise<Found[]> {
  const memory = new Map<number, ReturnType<typeof inMemory>>()
  for (const { id } of all) {
    const line = head.lines.get(id)
    if (!line) continue
    const { from: since, pieces } = inMemory(line)
    memory.set(id, { from: since, pieces: pieces.map((piece) => within(piece, from, to)) })
    await counting.more(memory.get(id)?.pieces ?? [])
  }
  const missing = all.filter(({ id }) => (memory.get(id)?.from ?? Number.POSITIVE_INFINITY) > from)
  const stored = await storedPieces(
    ctx,
    missing.map(({ id }) => id),
    { from, to },
    counting,
  )
  return all.map(({ id, labels, itemId }) => ({
    ...{ labels, itemId },
    ...within(joined([...(stored.get(id) ?? []), ...(memory.get(id)?.pieces ?? [])]), from, to),
  }))
}

/** Adds up what is read while it is read, so that what is too much is refused before all of it is there. */
function counted(budget: Budget, series: number) {
  let n = 0
  budget.foresee(series, 0)
  return {
    async more(pieces: readonly { at: Float64Array }[]): Promise<void> {
      let samples = 0
      for (const { at } of pieces) samples += at.length
      n += samples
      budget.foresee(series, n)
      if (budget.look(samples + 50)) await budget.breathe()
    },
  }
}
type Counting = ReturnType<typeof counted>

/** Of one series for so many days, or of many for a part of one: what is fetched at once stays small. */
const daysAtATime = 500
const mostAtATime = 500
function* pagesOf(ids: readonly number[], { from, to }: Pick<Span, 'from' | 'to'>, places = 1): Generator<readonly number[]> {
  const size = Math.min(mostAtATime, Math.max(1, Math.floor((daysAtATime * places) / Math.max(1, (to - from) / day))))
  for (let first = 0; first < ids.length; first += size) yield ids.slice(first, first + size)
}

async function storedPieces(
  ctx: Context,
  ids: readonly number[],
  span: Pick<Span, 'from' | 'to'>,
  counting: Counting,
): Promise<Map<number, Points[]>> {
  const { from, to } = span
  const pieces = new Map<number, Points[]>()
  const add = async (id: number, points: Points) => {
    getOrMake(pieces, id, () => []).push(points)
    await counting.more([points])
  }
  const store = outsideOf(ctx.app)
  for (const page of pagesOf(ids, span)) {
    if (store) for (const [id, points] of await samplesOutside(store, page, from, to)) await add(id, points)
    else
      for (const { seriesId, data } of await piecesOf(ctx.db as Db, 'samples', page, from - longest, to))
        await add(seriesId, within(decode(data), from, to))
  }
  return pieces
}

/** Of places there are so much fewer than there may be samples, or more, that so many times as many days are fetched at once. */
const placesOfADay = 20
/** What is kept for long, by series. */
async function storedPlaces(
  ctx: Context,
  ids: readonly number[],
  kind: 'minutes' | 'hours',
  span: Pick<Span, 'from' | 'to'>,
  counting: Counting,
): Promise<Map<number, Places[]>> {
  const { from, to } = span
  const kept = new Map<number, Places[]>()
  const add = async (id: number, places: Places) => {
    getOrMake(kept, id, () => []).push(places)
    await counting.more([places])
  }
  const store = outsideOf(ctx.app)
  for (const page of pagesOf(ids, span, placesOfADay)) {
    if (store) for (const [id, places] of await placesOutside(store, page, sizes[kind], from, to)) await add(id, places)
    else for (const { seriesId, data } of await piecesOf(ctx.db as Db, kind, page, from - sixHours, to)) await add(seriesId, decodePlaces(data))
  }
  return kept
}
/** Up to when all that is known of a line is kept for long. */
function keptUntil(ctx: Context, line: Line | undefined, size: number): number {
  if (!line) return Number.POSITIVE_INFINITY
  return outsideOf(ctx.app) ? Math.floor(line.until / size) * size : line.rollFrom * sixHours
}
/** What is kept for long, and at its end what is not yet: rolled up while it is read. */
async function rolled(
  ctx: Context,
  head: Head,
  all: readonly Named[],
  kind: 'minutes' | 'hours',
  { from, to }: Span,
  counting: Counting,
): Promise<Found[]> {
  const size = sizes[kind]
  // First: what is rolled up while the rest is read lies behind it, and is among the samples still.
  const lines = all.filter(({ id }) => head.lines.has(id))
  const ends = new Map(all.map(({ id }) => [id, keptUntil(ctx, head.lines.get(id), size)]))
  const kept = await storedPlaces(
    ctx,
    all.map(({ id }) => id),
    kind,
    { from, to },
    counting,
  )
  const first = Math.min(...lines.map(({ id }) => ends.get(id) ?? 0))
  const tail = new Map(
    (await samples(ctx, head, lines, { from: Math.max(from, first) + 1, to, step: 0 }, counting)).map((one, index) => [lines[index]?.id, one]),
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
