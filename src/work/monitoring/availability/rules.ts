/**
 * How long something was up, down, not known, or in maintenance: sums of stretches of time, to the second. Pure; moments are whole seconds, in
 * milliseconds since 1970.
 */
import { type Hours, openIn } from '#record/cases/clocks/calendars/rules.ts'

/** The better comes first. */
export const conditions = ['up', 'unknown', 'maintenance', 'down'] as const
export type Condition = (typeof conditions)[number]
export interface Span {
  from: number
  until: number
}
export interface Stretch extends Span {
  is: Condition
}
/** What is known of one item by itself. */
export interface History {
  /** Alarms that say that it does not answer; they may overlap. */
  down: readonly Span[]
  /** When nothing was heard of it. */
  unknown: readonly Span[]
}

const second = 1000
const whole = (at: number) => Math.floor(at / second) * second
const rank = (one: Condition) => conditions.indexOf(one)
const worse = (one: Condition, other: Condition) => (rank(one) >= rank(other) ? one : other)

/** Spans in order, cut to whole seconds and to `within`; what overlaps or touches is one. */
export function joined(spans: readonly Span[], within: Span): Span[] {
  const out: Span[] = []
  const cut = spans
    .map(({ from, until }) => ({ from: Math.max(within.from, whole(from)), until: Math.min(within.until, whole(until)) }))
    .filter(({ from, until }) => from < until)
  for (const span of cut.toSorted((a, b) => a.from - b.from)) {
    const last = out.at(-1)
    if (last && span.from <= last.until) last.until = Math.max(last.until, span.until)
    else out.push({ ...span })
  }
  return out
}

/** One line of stretches from several that each cover the span: at each moment `judge` says what it is from what they are. */
export function together(within: Span, lines: readonly (readonly Stretch[])[], judge: (are: readonly Condition[]) => Condition): Stretch[] {
  const cuts = new Set([within.from, within.until])
  for (const line of lines) for (const { from } of line) if (from > within.from && from < within.until) cuts.add(from)
  const moments = [...cuts].sort((a, b) => a - b)
  const places = lines.map(() => 0)
  const out: Stretch[] = []
  for (const [at, from] of moments.entries()) {
    const until = moments[at + 1]
    if (until === undefined) break
    const are = lines.map((line, which) => {
      while ((line[places[which] ?? 0]?.until ?? Number.POSITIVE_INFINITY) <= from) places[which] = (places[which] ?? 0) + 1
      return line[places[which] ?? 0]?.is ?? 'unknown'
    })
    const is = judge(are)
    const last = out.at(-1)
    if (last?.is === is) last.until = until
    else out.push({ from, until, is })
  }
  return out
}

/** A line that is `is` in these spans and `otherwise` between them. */
export function line(within: Span, spans: readonly Span[], is: Condition, otherwise: Condition): Stretch[] {
  const out: Stretch[] = []
  let at = within.from
  for (const span of joined(spans, within)) {
    if (span.from > at) out.push({ from: at, until: span.from, is: otherwise })
    out.push({ ...span, is })
    at = span.until
  }
  if (at < within.until) out.push({ from: at, until: within.until, is: otherwise })
  return out
}

/** By its own checks, windows left out of it: an alarm says more than that nothing was heard. */
export const ownLine = (within: Span, { down, unknown }: History): Stretch[] =>
  together(within, [line(within, down, 'down', 'up'), line(within, unknown, 'unknown', 'up')], (are) =>
    are.includes('down') ? 'down' : are.includes('unknown') ? 'unknown' : 'up',
  )
/** In its windows it is in maintenance, whatever it is then. */
export const withWindows = (within: Span, own: readonly Stretch[], windows: readonly Span[]): Stretch[] =>
  together(within, [own, line(within, windows, 'maintenance', 'up')], ([is = 'unknown', window]) => (window === 'maintenance' ? window : is))
/** For what needs it: maintenance that it answers in hits nobody, and what does not answer in it was planned. */
const asNeeded = (within: Span, own: readonly Stretch[], windows: readonly Span[]): Stretch[] =>
  together(within, [own, line(within, windows, 'maintenance', 'up')], ([is = 'unknown', window]) =>
    window === 'maintenance' && is !== 'up' ? 'maintenance' : is,
  )

/** So many of these must be up. */
export interface Need {
  through: readonly number[]
  needed: number
}
/** Of several of which so many are needed: as good as the last of those that are needed, the best first. */
export const ofNeed = (are: readonly Condition[], needed: number): Condition =>
  are.toSorted((a, b) => rank(a) - rank(b))[Math.min(needed, are.length) - 1] ?? 'up'

export interface Asked {
  within: Span
  needs: ReadonlyMap<number, readonly Need[]>
  /** By number of the item; undefined: nothing was ever heard of it. */
  history: (item: number) => History | undefined
  windows: (item: number) => readonly Span[]
  /** What is nothing by itself but what it needs. */
  isService: (item: number) => boolean
}
/** Everything that these hang on, what is needed first; whether some of it goes in a circle. */
function inOrder(asked: readonly number[], needs: Asked['needs']): { order: number[]; circles: boolean } {
  const [open, done, order] = [new Set<number>(), new Set<number>(), [] as number[]]
  let circles = false
  const visit = (item: number): void => {
    if (open.has(item)) circles = true
    if (open.has(item) || done.has(item)) return
    open.add(item)
    for (const { through } of needs.get(item) ?? []) for (const one of through) visit(one)
    open.delete(item)
    done.add(item)
    order.push(item)
  }
  for (const item of asked) visit(item)
  return { order, circles }
}
const mostRounds = 20
/**
 * Lines of items, each with what it needs taken into account: a service without checks of its own is what it needs; what is not known of an item
 * because what it is reached through is down, is down. What goes in a circle is as bad as what is known of any of it.
 */
export function linesOf(items: readonly number[], asked: Asked): Map<number, Stretch[]> {
  const { within, needs, history, windows, isService } = asked
  const { order, circles } = inOrder(items, needs)
  const heard = new Set<number>()
  const known = new Map<number, Stretch[]>()
  const nothing: Stretch[] = [{ ...within, is: 'unknown' }]
  const best: Stretch[] = [{ ...within, is: 'up' }]
  const around = (item: number): Stretch[] | undefined => {
    const lines = (needs.get(item) ?? []).map(({ through, needed }) =>
      together(
        within,
        through.map((one) => asNeeded(within, known.get(one) ?? best, windows(one))),
        (are) => ofNeed(are, needed),
      ),
    )
    return lines.length === 0 ? undefined : together(within, lines, (are) => are.reduce(worse, 'up'))
  }
  const made = (item: number): Stretch[] => {
    const own = history(item)
    const way = around(item)
    if (own || needs.get(item)?.some(({ through }) => through.some((one) => heard.has(one)))) heard.add(item)
    if (!heard.has(item)) return nothing
    if (!own && isService(item)) return way ?? nothing
    const line = own ? ownLine(within, own) : nothing
    return way ? together(within, [line, way], ([is = 'unknown', by]) => (is === 'unknown' && by === 'down' ? 'down' : is)) : line
  }
  for (let round = 0; round < (circles ? mostRounds : 1); round++) {
    let changed = false
    for (const item of order) {
      const line = made(item)
      changed ||= JSON.stringify(known.get(item)) !== JSON.stringify(line)
      known.set(item, line)
    }
    if (!changed) break
  }
  return new Map(items.map((item) => [item, withWindows(within, known.get(item) ?? nothing, windows(item))]))
}

export interface Sums {
  up: number
  down: number
  unknown: number
  maintenance: number
  /** How often it went down, and for how long at most, in seconds. */
  outages: number
  longest: number
}
/** Half open, in order, of service hours; undefined: always. */
export function openSpans(hours: Hours, within: Span): Span[] {
  const day = 86_400_000
  const spans: Span[] = []
  for (let number = Math.floor(within.from / day); number * day < within.until; number++)
    for (const [from, until] of openIn(hours, number)) spans.push({ from, until })
  return joined(spans, within)
}
/** Seconds of each within `open`. An outage counts once, however often the service closes while it lasts. */
export function sumsOf(stretches: readonly Stretch[], open?: readonly Span[]): Sums {
  const sums: Sums = { up: 0, down: 0, unknown: 0, maintenance: 0, outages: 0, longest: 0 }
  let place = 0
  for (const { from, until, is } of stretches) {
    let length = open ? 0 : until - from
    if (open) {
      while ((open[place]?.until ?? Number.POSITIVE_INFINITY) <= from) place++
      for (let at = place; at < open.length && (open[at]?.from ?? 0) < until; at++)
        length += Math.min(until, open[at]?.until ?? 0) - Math.max(from, open[at]?.from ?? 0)
    }
    const seconds = length / second
    sums[is] += seconds
    if (is === 'down' && seconds > 0) {
      sums.outages++
      sums.longest = Math.max(sums.longest, seconds)
    }
  }
  return sums
}
/** In hundredths of a thousandth (99.995 % is 99 995), cut off and never rounded up; null: nothing is known. */
const thousandths = (up: number, of: number): number | null => (of === 0 ? null : Math.floor((up * 100_000) / of))
/** Percent of the time that is known, maintenance left out. */
export function percentOf({ up, down }: Pick<Sums, 'up' | 'down'>): number | null {
  const parts = thousandths(up, up + down)
  return parts === null ? null : parts / 1000
}
export type Verdict = 'met' | 'missed' | 'unknown'
/** Whether a target in percent was met, whatever what is not known was: met when it would be with all of that down, missed when not with all of it up. */
export function verdictOf({ up, down, unknown }: Pick<Sums, 'up' | 'down' | 'unknown'>, target: number): Verdict {
  const all = up + down + unknown
  if (all === 0) return 'unknown'
  if (up * 100 >= target * all) return 'met'
  return (up + unknown) * 100 < target * all ? 'missed' : 'unknown'
}
export const added = (all: readonly Sums[]): Sums =>
  all.reduce(
    (sum, one) => ({
      ...{ up: sum.up + one.up, down: sum.down + one.down, unknown: sum.unknown + one.unknown, maintenance: sum.maintenance + one.maintenance },
      ...{ outages: sum.outages + one.outages, longest: Math.max(sum.longest, one.longest) },
    }),
    { up: 0, down: 0, unknown: 0, maintenance: 0, outages: 0, longest: 0 },
  )

/** Longer than this without a sign of life says nothing any more. */
const patience = 600_000
/**
 * When nothing was heard of an item: between two signs of life that lie further apart than ten minutes, from the one until the other. `coarse`: how far
 * apart signs may lie because no more was kept of them. Undefined: there was no sign at all.
 */
export function silences(signs: readonly number[], within: Span, coarse = 0): Span[] | undefined {
  if (signs.length === 0) return undefined
  const most = Math.max(patience, 2 * coarse)
  const out: Span[] = []
  let last = Number.NEGATIVE_INFINITY
  for (const at of [...signs, Number.POSITIVE_INFINITY]) {
    if (Math.min(at, within.until) - Math.max(last, within.from) > 0 && Math.min(at, within.until) - last > most)
      out.push({ from: Math.max(last, within.from), until: Math.min(at, within.until) })
    last = at
  }
  return joined(out, within)
}
