/** What the answers to a query say of one item: the worst of its series counts. Pure. */
import type { Verdict } from '#record/norms/conditions/rules.ts'
import type { Observed } from '#record/norms/contract.ts'
import type { SeenSeries, SeriesCondition } from '#record/norms/series/contract.ts'
import { compares } from '#record/norms/series/rules.ts'
import type { Labels } from '#record/series/contract.ts'

export interface Value {
  labels: Labels
  value: number
}
export interface Judged {
  verdict: Verdict
  observed: Observed
}
/** One series and whether it is wrong; null: not known. */
export interface One {
  seen: SeenSeries
  broken: boolean | null
}
const mostShown = 20
const mostRight = 5
/** What says which item, and by whom it was asked, tells no series of an item from another. */
const common: ReadonlySet<string> = new Set(['__name__', 'item', 'check', 'job', 'instance', 'organisation'])

/** A name for each series of an item: the labels in which they may differ, all of them where that is not enough. */
export function namesOf(all: readonly { labels: Labels }[]): string[] {
  const written = (labels: Labels, leave: ReadonlySet<string>) =>
    Object.keys(labels)
      .filter((name) => !leave.has(name))
      .sort()
      .map((name) => `${name}="${labels[name]}"`)
      .join(', ')
  const short = all.map(({ labels }) => written(labels, common))
  const counts = new Map<string, number>()
  for (const name of short) counts.set(name, (counts.get(name) ?? 0) + 1)
  return short.map((name, at) => (counts.get(name) === 1 ? name : written(all[at]?.labels ?? {}, new Set())))
}

const nothing = { facts: [], missing: [], stale: [], unusable: null }
export const unknown = (series: SeenSeries[] = []): Judged => ({ verdict: 'unknown', observed: { ...nothing, series } })
/** The worst counts: one that is wrong makes the item broken; what is right is met as long as something is known. */
export function together(all: readonly One[]): Judged {
  const broken = all.filter((one) => one.broken)
  const right = all.filter((one) => one.broken === false)
  const verdict = broken.length > 0 ? 'broken' : right.length > 0 ? 'met' : 'unknown'
  const shown = verdict === 'broken' ? broken.slice(0, mostShown) : (verdict === 'met' ? right : all).slice(0, mostRight)
  const more = broken.length - shown.length
  return { verdict, observed: { ...nothing, series: shown.map(({ seen }) => seen), ...(more > 0 && { more }) } }
}

type Of<K extends SeriesCondition['kind']> = Extract<SeriesCondition, { kind: K }>
const unitOf = ({ unit }: Pick<SeriesCondition, 'unit'>) => (unit ? { unit } : {})

/** Series that are 1 when something answers and 0 when not, asked as they are: https://prometheus.io/docs/concepts/jobs_instances/ and ours. */
const answering = /^(?:up|probe_success|collector_up)(?:\{[^{}]*\})?$/
const asksForAnswers = ({ query, op, value: limit }: Of<'threshold'>): boolean => op === '<' && limit === 1 && answering.test(query.trim())

/** `wasBroken`: this series was wrong before, so it is until it is past the value at which that is over. */
export function overThreshold(condition: Of<'threshold'>, values: readonly Value[], wasBroken: (name: string) => boolean): Judged {
  const { op, value: limit, clearAt } = condition
  const names = namesOf(values)
  const answers = asksForAnswers(condition)
  return together(
    values.map(({ value }, at) => {
      const name = names[at] ?? ''
      const said = answers && (value === 0 || value === 1) ? { answers: value === 1 } : {}
      const seen = { name, value: Number.isFinite(value) ? value : null, limit, ...unitOf(condition), ...said }
      if (Number.isNaN(value)) return { seen, broken: null }
      return { seen, broken: compares(op, value, clearAt !== null && wasBroken(name) ? clearAt : limit) }
    }),
  )
}

export function changedBy(condition: Of<'change'>, values: readonly Value[], before: readonly Value[]): Judged {
  const { by, as, direction } = condition
  const [names, namesBefore] = [namesOf(values), namesOf(before)]
  const old = new Map(before.map(({ value }, at) => [namesBefore[at], value]))
  return together(
    values.map(({ value }, at) => {
      const name = names[at] ?? ''
      const was = old.get(name)
      const seen = { name, value: Number.isFinite(value) ? value : null, ...unitOf(condition) }
      if (was === undefined || !Number.isFinite(value) || !Number.isFinite(was)) return { seen, broken: null }
      const change = as === 'absolute' ? value - was : was === 0 ? Math.sign(value) * Number.POSITIVE_INFINITY : ((value - was) / Math.abs(was)) * 100
      const size = direction === 'up' ? change : direction === 'down' ? -change : Math.abs(change)
      // From nothing to nothing is no change.
      return { seen: { ...seen, before: was }, broken: !Number.isNaN(size) && size > by }
    }),
  )
}
