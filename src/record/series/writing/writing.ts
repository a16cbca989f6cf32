/** Samples of one request: read once, safe in the journal when the transaction commits, in the head right after. */
import { createHash } from 'node:crypto'
import type { Context } from '#platform/room.ts'
import { type Labels, type Refusal, refusals, samplesRefused } from '../contract.ts'
import { headOf } from '../head/head.ts'
import type { Line, Named } from '../head/lines/rules.ts'
import { addLine, apply, type Head, namesOf, originKey } from '../head/rules.ts'
import { type Batch, packBatch } from '../journal/rules.ts'
import type { Appended, Incoming, Origin } from '../series.ts'
import { type Db, insertJournal, makeSeries, organisationsHere } from '../store.ts'
import { itemsNamed } from './placing/placing.ts'
import { wrongIn } from './rules.ts'

const minute = 60_000
/** A clock may run ahead this much. */
const mostAhead = 10 * minute
/** What was kept back somewhere (a collector that was cut off) may come this late. */
const mostBehind = 7 * 24 * 60 * minute
/** The share of all series that one origin of an organisation may have; more are refused, so that one sender that goes wild takes nothing from the others. */
const shareOfOrigin = 0.3
/** The share of all series that an organisation may have, where there are others. */
const shareOfOrganisation = 0.5

interface Fresh {
  labels: Labels
  hash: Buffer
  keys: Uint8Array[]
}
interface Reading {
  incoming: Incoming
  /** What each number that was answered stands for; null: refused. */
  targets: (Line | Fresh | null)[]
  fresh: Map<string, Fresh>
  n: number
  of: Int32Array
  at: Float64Array
  value: Float64Array
  refused: Partial<Record<Refusal, number>>
}

export const hashOf = (labels: Labels): Buffer => {
  const sorted = Object.keys(labels).sort()
  const text = sorted.map((name) => `${name}\u0000${labels[name]}\u0000`).join('')
  return createHash('sha256').update(text).digest().subarray(0, 16)
}

/** Whether nothing may be added to so many more series of this origin. */
function isFull(head: Head, { organisationId, name }: Origin, more: number, most: number): boolean {
  const ofOrganisation = head.several.count > 1 ? most * shareOfOrganisation : most
  return (
    (head.origins.get(originKey(organisationId, name)) ?? 0) + more >= most * shareOfOrigin ||
    (head.organisations.get(organisationId) ?? 0) + more >= ofOrganisation ||
    head.lines.size + more >= most
  )
}
/** Others may come at any time, and are seldom there first. */
async function countOrganisations({ db, now }: Context, head: Head): Promise<void> {
  if (now.getTime() - head.several.at < minute && now.getTime() >= head.several.at) return
  head.several = { count: await organisationsHere(db as Db), at: now.getTime() }
}

function begin(head: Head, { organisationId, name: origin }: Origin, { now, app }: Context): Reading {
  const names = namesOf(head, organisationId)
  const most = app.config.metricsMaxSeries
  const latest = now.getTime() + mostAhead
  const oldest = now.getTime() - mostBehind
  const why: (Refusal | undefined)[] = []
  const byBytes = new Map<string, number>()
  const refuse = (reason: Refusal) => {
    reading.refused[reason] = (reading.refused[reason] ?? 0) + 1
  }
  const target = (what: Line | Fresh | null, reason?: Refusal): number => {
    if (reason) why[reading.targets.length] = reason
    return reading.targets.push(what) - 1
  }
  const unknown = (bytes: Uint8Array, from: number, to: number, labels: () => Labels): number => {
    const key = bytes.slice(from, to)
    const text = Buffer.from(key).toString('latin1')
    const before = byBytes.get(text)
    if (before !== undefined) return before
    const made = (): number => {
      const more = reading.fresh.size
      if (isFull(head, { organisationId, name: origin }, more, most)) return target(null, 'tooManySeries')
      const named = labels()
      if (wrongIn(named)) return target(null, 'labels')
      const hash = hashOf(named)
      const id = hash.toString('hex')
      const same = reading.fresh.get(id)
      if (same) same.keys.push(key)
      else reading.fresh.set(id, { labels: named, hash, keys: [key] })
      return target(reading.fresh.get(id) ?? null)
    }
    const number = made()
    byBytes.set(text, number)
    return number
  }
  const reading: Reading = {
    ...{ targets: [], fresh: new Map(), n: 0, of: new Int32Array(1024), at: new Float64Array(1024), value: new Float64Array(1024), refused: {} },
    incoming: {
      series(bytes, from, to, labels) {
        const known = names.find(bytes, from, to)
        return known && !known.gone ? target(known) : unknown(bytes, from, to, labels)
      },
      sample(series, at, value) {
        if (reading.targets[series] == null) return refuse(why[series] ?? 'labels')
        const moment = Math.round(at)
        if (!(moment <= latest)) return refuse('future')
        if (moment < oldest) return refuse('old')
        if (reading.n === reading.of.length) grow(reading)
        reading.of[reading.n] = series
        reading.at[reading.n] = moment
        reading.value[reading.n++] = value
      },
    },
  }
  return reading
}
function grow(reading: Reading): void {
  const size = reading.of.length * 2
  const of = new Int32Array(size)
  of.set(reading.of)
  const at = new Float64Array(size)
  at.set(reading.at)
  const value = new Float64Array(size)
  value.set(reading.value)
  Object.assign(reading, { of, at, value })
}

/** Names that were never heard of here get their series: what is known in the database, or a new one. */
async function named(ctx: Context, origin: Origin, fresh: readonly Fresh[]): Promise<Map<Fresh, Named>> {
  if (fresh.length === 0) return new Map()
  const { organisationId, name, retention = 'normal' } = origin
  const items =
    origin.itemId === undefined
      ? await itemsNamed(
          ctx,
          organisationId,
          fresh.map(({ labels }) => labels),
        )
      : new Map<Labels, string>()
  const wishes = fresh.map(({ labels, hash }) => ({ labels, hash, itemId: origin.itemId ?? items.get(labels) ?? null }))
  const made = await makeSeries(ctx.db as Db, wishes, { organisationId, origin: name, retention, now: ctx.now })
  return new Map(
    fresh.flatMap((one) => {
      const row = made.get(one.hash.toString('hex'))
      return row ? [[one, row] as const] : []
    }),
  )
}

/** See `append` in series.ts. */
export async function write(ctx: Context, origin: Origin, fill: (incoming: Incoming) => void): Promise<Appended> {
  const head = await headOf(ctx.app)
  await countOrganisations(ctx, head)
  const reading = begin(head, origin, ctx)
  fill(reading.incoming)
  const known = await named(ctx, origin, [...reading.fresh.values()])
  const idOf = reading.targets.map((target) => (target === null ? 0 : 'keys' in target ? (known.get(target)?.id ?? 0) : target.id))
  const { n } = reading
  const batch: Batch = { n, series: reading.of.subarray(0, n).map((target) => idOf[target] ?? 0), at: reading.at, value: reading.value }
  if (n > 0) {
    head.place++
    const { place } = head
    head.applying.set(place, performance.now())
    await insertJournal(ctx.db as Db, { writer: head.writer, place, at: ctx.now, body: await packBatch(batch) })
    ctx.afterCommit(() => {
      register(head, origin.organisationId, known)
      apply(head, batch, ctx.now.getTime())
      head.applying.delete(place)
    })
  }
  await tellRefused(ctx, head, origin, reading.refused)
  return { accepted: n, refused: reading.refused }
}
function register(head: Head, organisationId: string, known: ReadonlyMap<Fresh, Named>): void {
  const names = namesOf(head, organisationId)
  for (const [{ keys }, row] of known) {
    const line = addLine(head, row)
    for (const key of keys) {
      const there = names.find(key, 0, key.length)
      if (!there || there.gone) names.add(key, 0, key.length, line)
    }
  }
}
const anHour = 3_600_000
async function tellRefused(ctx: Context, head: Head, { organisationId, name }: Origin, refused: Appended['refused']): Promise<void> {
  for (const reason of refusals) {
    const count = refused[reason] ?? 0
    if (count === 0) continue
    head.refused[reason] += count
    const key = `${originKey(organisationId, name)} ${reason}`
    if ((head.told.get(key) ?? Number.NEGATIVE_INFINITY) > ctx.now.getTime() - anHour) continue
    head.told.set(key, ctx.now.getTime())
    await ctx.emit(samplesRefused, { about: `series/${name}`, organisationId, data: { organisationId, origin: name, reason, count } })
  }
}
