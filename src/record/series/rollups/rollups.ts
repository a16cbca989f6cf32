/** Six hours of a series, made of its chunks: the same however often it is done, so whatever came late is counted by doing it again. */
import type { App } from '#platform/room.ts'
import { decode, joined, longest, type Points, within } from '../chunks/rules.ts'
import type { Line } from '../head/lines/rules.ts'
import type { Head } from '../head/rules.ts'
import { type Db, piecesOf, writePlaces } from '../store.ts'
import { anHour, encodePlaces, fiveMinutes, roll, sixHours } from './rules.ts'

export interface Due {
  line: Line
  period: number
}
const atATime = 500

export async function rollUp(app: App, head: Head, due: readonly Due[]): Promise<void> {
  const byPeriod = new Map<number, Set<number>>()
  for (const { line, period } of due) if (!Number.isNaN(period)) byPeriod.set(period, (byPeriod.get(period) ?? new Set()).add(line.id))
  for (const [period, ids] of byPeriod) {
    const all = [...ids]
    for (let from = 0; from < all.length; from += atATime) await rollPeriod(app, head, period, all.slice(from, from + atATime))
  }
}
async function rollPeriod(app: App, head: Head, period: number, ids: readonly number[]): Promise<void> {
  const begins = period * sixHours
  const ends = begins + sixHours
  const found = await app.asSystem((ctx) => piecesOf(ctx.db as Db, 'samples', ids, begins - longest, ends))
  const pieces = new Map<number, Points[]>()
  for (const { seriesId, data } of found) pieces.set(seriesId, [...(pieces.get(seriesId) ?? []), decode(data)])
  const rows = [...pieces].flatMap(([seriesId, all]) => {
    const points = within(joined([...all, ...openOf(head, seriesId)]), begins + 1, ends)
    return points.at.length === 0 ? [] : [{ seriesId, points }]
  })
  if (rows.length === 0) return
  const of = (size: number) => rows.map(({ seriesId, points }) => ({ seriesId, fromAt: begins, data: encodePlaces(roll(points, size)) }))
  const [minutes, hours] = [of(fiveMinutes), of(anHour)]
  await app.asSystem(async (ctx) => {
    await writePlaces(ctx.db as Db, 'minutes', minutes)
    await writePlaces(ctx.db as Db, 'hours', hours)
  })
}
/** What was cut since and waits belongs to it too. */
const openOf = ({ lines }: Head, id: number): Points[] =>
  (lines.get(id)?.waiting ?? []).flatMap(({ chunks }) => chunks.map(({ data }) => decode(data)))
