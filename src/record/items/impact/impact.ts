/** What and who is hit when items fail, and what could explain that they do. */
import type { Context } from '#platform/room.ts'
import { peopleByIds } from '#record/people/people.ts'
import { criticalities, numberOfItem } from '../contract.ts'
import { kindsOfAll, namesIn, wordIn } from '../kinds/kinds.ts'
import type { ItemRow } from '../store.ts'
import type { Causes, Impact } from './contract.ts'
import { type Graph, spread } from './rules.ts'
import { type Known, type Packed, reach, readNumbers, relationsInto, type Sums, sumUp, usersOf } from './store.ts'
import { among } from './whole/rules.ts'
import { wholeNow } from './whole/whole.ts'

/** More than this, and reading all relations at once is faster than finding them one by one. */
const few = 3000
const mostShown = 100
const mostPersons = 20
const mostCauses = 1500

/** Numbers of items as places in a graph. */
function graphOf(
  { edges, needed, inert }: Packed,
  more: readonly number[],
): { graph: Graph; placeOf: (number: number) => number; numberAt: (place: number) => number } {
  const places = new Map<number, number>()
  const numbers: number[] = []
  const place = (number: number) => {
    let at = places.get(number)
    if (at === undefined) {
      at = numbers.length
      places.set(number, at)
      numbers.push(number)
    }
    return at
  }
  const placed = new Int32Array(edges.length)
  for (let at = 0; at < edges.length; at++) placed[at] = at % 3 === 2 ? (edges[at] ?? 0) : place(edges[at] ?? 0)
  for (const number of more) place(number)
  return {
    graph: { edges: placed, size: numbers.length, needed, inert: new Set(inert.map(place)) },
    placeOf: (number) => places.get(number) ?? -1,
    numberAt: (at) => numbers[at] ?? 0,
  }
}

interface Found {
  /** Numbers of what is hit with the steps to it, nearest first; without what failed itself. */
  steps: ReadonlyMap<number, number>
  sums: Sums
  people: number
  personIds: readonly string[]
}
async function nearby(ctx: Context, failed: readonly number[], near: readonly number[]): Promise<Found> {
  const { graph, placeOf, numberAt } = graphOf(await relationsInto(ctx.db, near, ctx.now), failed)
  const steps = new Map<number, number>()
  for (const [place, step] of spread(graph, failed.map(placeOf))) if (step > 0) steps.set(numberAt(place), step)
  const all = [...steps.keys()]
  const [sums, users] = await Promise.all([sumUp(ctx.db, all, mostShown), usersOf(ctx.db, [...failed, ...all], mostPersons)])
  return { steps, sums, people: users.count, personIds: users.ids }
}
async function far(ctx: Context, failed: readonly number[]): Promise<Found> {
  const whole = await wholeNow(ctx)
  const places = failed.flatMap((number) => whole.placeOf.get(number) ?? [])
  // What fails too but hangs on nothing has users that the whole does not know.
  if (places.length < failed.length) return nearby(ctx, failed, await reach(ctx.db, failed, 'down', ctx.now, 2_000_000))
  const spreading = [...spread(whole.graph, places)]
  const hit = spreading.filter(([, step]) => step > 0)
  const { people, personIds, ...sums } = among(
    whole,
    hit.map(([place]) => place),
    places,
    { items: mostShown, persons: mostPersons },
  )
  return { steps: new Map(hit.map(([place, step]) => [whole.numbers[place] ?? 0, step])), sums, people, personIds }
}

/** What fails is named by items that the actor may see; so is everything in the answer. */
export async function impactOf(ctx: Context, failed: readonly ItemRow[]): Promise<Impact> {
  const numbers = failed.map(({ number }) => number)
  const near = await reach(ctx.db, numbers, 'down', ctx.now, few)
  const { steps, sums, ...users } = await (near.length > few ? far(ctx, numbers) : nearby(ctx, numbers, near))
  const [known, people, kinds] = await Promise.all([
    readNumbers(ctx.db, sums.first),
    peopleByIds(ctx, users.personIds),
    kindsOfAll(
      ctx,
      [...sums.kinds, ...failed].map(({ organisationId }) => organisationId),
    ),
  ])
  const counts = new Map<string, { key: string; name: string; count: number }>()
  for (const { kind, organisationId, count } of sums.kinds) {
    const names = kinds.get(organisationId)?.get(kind)
    const name = names ? wordIn(names.plural ?? names.names, ctx.locale) : kind
    counts.set(kind, { key: kind, name, count: (counts.get(kind)?.count ?? 0) + count })
  }
  return {
    total: sums.kinds.reduce((sum, { count }) => sum + count, 0),
    items: sums.first.flatMap((number) => {
      const row = known.get(number)
      return row ? [{ ...named(ctx, row, kinds), importance: criticalities[row.importance - 1] ?? null, steps: steps.get(number) ?? 0 }] : []
    }),
    kinds: [...counts.values()].sort((one, other) => other.count - one.count),
    people: users.people,
    persons: users.personIds.map((id) => ({ id, name: people.get(id)?.name ?? ctx.t('cases.someone') })),
    importance: criticalities[Math.max(sums.importance, ...failed.map(({ importance }) => importance)) - 1] ?? null,
  }
}

const named = (ctx: Context, row: Known, kinds: Awaited<ReturnType<typeof kindsOfAll>>) => ({
  ...{ id: row.id, number: numberOfItem(row.number), name: row.name, class: row.class },
  ...namesIn(ctx.locale, kinds.get(row.organisationId)?.get(row.kind), row),
})

/** Of each item by its number: words for what already points at it. */
export type Signs = (ctx: Context, rows: readonly Known[]) => Promise<ReadonlyMap<number, string[]>>

/** Every item by which these can be hit, tried one by one: how many of them would be hit when only it failed. */
export async function causesOf(ctx: Context, asked: readonly ItemRow[], signs: Signs): Promise<Causes> {
  const numbers = asked.map(({ number }) => number)
  const near = await reach(ctx.db, numbers, 'up', ctx.now, mostCauses)
  const packed = await relationsInto(ctx.db, near.slice(0, mostCauses), ctx.now)
  const { graph, placeOf } = graphOf(packed, numbers)
  const places = numbers.map(placeOf)
  const candidates = near.slice(0, mostCauses).map((number, nearness) => {
    const steps = spread(graph, [placeOf(number)])
    const hit = places.flatMap((place) => steps.get(place) ?? [])
    return { number, nearness, explains: hit.length, steps: Math.min(...hit) }
  })
  const known = await readNumbers(
    ctx.db,
    candidates.filter(({ explains }) => explains > 0).map(({ number }) => number),
  )
  const pointing = await signs(ctx, [...known.values()])
  const found = candidates.flatMap((one) => {
    const row = known.get(one.number)
    return row ? [{ ...one, row, signs: pointing.get(one.number) ?? [] }] : []
  })
  found.sort(
    (a, b) => b.explains - a.explains || Number(b.signs.length > 0) - Number(a.signs.length > 0) || a.steps - b.steps || a.nearness - b.nearness,
  )
  const kinds = await kindsOfAll(
    ctx,
    found.map(({ row }) => row.organisationId),
  )
  return {
    asked: asked.length,
    items: found.slice(0, 50).map(({ row, steps, explains, signs }) => ({ ...named(ctx, row, kinds), steps, explains, signs })),
    more: near.length > mostCauses || found.length > 50,
  }
}
