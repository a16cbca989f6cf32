/** Series as machines have them, for our PromQL and Prometheus alike: resets, gaps, no numbers, ends, histograms. The same at every run. */
import type { Found, Labels } from '#record/series/contract.ts'

export const begin = Date.UTC(2024, 2, 30, 20)
export const minutes = 240
const minute = 60_000

/** Numbers between 0 and 1, always the same ones (mulberry32). */
export function chances(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

type Sample = readonly [at: number, value: number | 'end']
/** The mark that a series ended. */
const ended = 0x7ff0000000000002n

export function seriesOf(labels: Labels, samples: readonly Sample[], itemId: string | null = null): Found {
  const found = { labels, itemId, at: new Float64Array(samples.length), value: new Float64Array(samples.length) }
  const bits = new BigUint64Array(found.value.buffer)
  for (const [place, [at, value]] of samples.entries()) {
    found.at[place] = at
    if (value === 'end') bits[place] = ended
    else found.value[place] = value
  }
  return found
}

/** Every `every` ms, perhaps a little beside it; what `of` gives undefined is a gap. */
function regular(every: number, jitter: number, next: () => number, of: (place: number) => number | 'end' | undefined): Sample[] {
  return Array.from({ length: Math.floor((minutes * minute) / every) }, (_, place): Sample[] => {
    const value = of(place)
    return value === undefined ? [] : [[begin + place * every + Math.round(next() * jitter), value]]
  }).flat()
}

type Add = (labels: Labels, samples: readonly Sample[]) => void

function addCounters(add: Add, next: () => number, instance: string, place: number): void {
  for (const [method, code] of [
    ['get', '200'],
    ['get', '500'],
    ['post', '200'],
  ] as const) {
    let total = Math.floor(next() * 1000)
    const labels = { __name__: 'http_requests_total', job: place < 2 ? 'web' : 'api', instance, method, code }
    const samples = regular(15_000, place * 400, next, (at) => {
      total = next() < 0.01 ? Math.floor(next() * 5) : total + Math.floor(next() * 20)
      return next() < 0.02 || (at > 300 && at < 340 && code === '500') ? undefined : total
    })
    add(labels, samples)
  }
}

function addDisks(add: Add, next: () => number, instance: string, place: number): void {
  let used = 0.2 + place * 0.1
  const free = () => {
    used += next() * 0.0005
    return 1e11 * (1 - used)
  }
  for (const mount of ['/', '/srv']) {
    add({ __name__: 'disk_free_bytes', job: 'node', instance, mount }, regular(60_000, 0, next, free))
    add(
      { __name__: 'disk_size_bytes', job: 'node', instance, mount },
      regular(60_000, 0, next, () => 1e11),
    )
  }
}

function addHistogram(add: Add, next: () => number, instance: string): void {
  const buckets = [0.05, 0.1, 0.5, 1, Number.POSITIVE_INFINITY].map((bound) => ({ bound, count: 0, samples: [] as Sample[] }))
  const sums: Sample[] = []
  let sum = 0
  for (const [at] of regular(15_000, 0, next, () => 0)) {
    for (let request = 0; request < 5; request += 1) {
      const took = next() ** 3 * 1.5
      sum += took
      for (const one of buckets) if (took <= one.bound) one.count += 1
    }
    for (const one of buckets) one.samples.push([at, one.count])
    sums.push([at, sum])
  }
  for (const { bound, samples } of buckets)
    add({ __name__: 'request_seconds_bucket', instance, le: bound === Number.POSITIVE_INFINITY ? '+Inf' : String(bound) }, samples)
  add({ __name__: 'request_seconds_sum', instance }, sums)
  add({ __name__: 'request_seconds_count', instance }, buckets.at(-1)?.samples ?? [])
}

/** One version ends when the next begins. */
function addVersions(add: Add, next: () => number, instance: string, change: number): void {
  const old = regular(60_000, 0, next, (at) => (at < change ? 1 : at === change ? 'end' : undefined))
  add({ __name__: 'build_info', instance, version: '1.0' }, old)
  add(
    { __name__: 'build_info', instance, version: '1.1' },
    regular(60_000, 0, next, (at) => (at < change ? undefined : 1)),
  )
}

function addOdd(add: Add, next: () => number): void {
  const every = (interval: number, name: string, kind: string, of: (place: number) => number | 'end' | undefined) =>
    add({ __name__: name, kind }, regular(interval, 0, next, of))
  const rare = [1, Number.POSITIVE_INFINITY, 2, Number.NEGATIVE_INFINITY, Number.NaN]
  every(60_000, 'exact', 'minute', (at) => at % 17)
  every(280_000, 'exact', 'slow', (at) => at)
  every(420_000, 'exact', 'rare', (at) => -at)
  every(60_000, 'odd', 'infinite', (at) => rare[Math.floor(at / 9) % 5])
  every(60_000, 'odd', 'flat', () => 42)
  every(60_000, 'odd', 'huge', (at) => 1e300 * (at % 3))
  every(60_000, 'odd', 'tiny', (at) => 1e-9 * at)
  every(60_000, 'flapping', 'ends', (at) => (at % 10 < 5 ? at : at % 10 === 5 ? 'end' : undefined))
  every(60_000, 'moment', 'seconds', (at) => 1_700_000_000 + at * 86_400 * 3)
}

export function samplesForPeers(): Found[] {
  const next = chances(7)
  const all: Found[] = []
  const add: Add = (labels, samples) => all.push(seriesOf(labels, samples, labels.instance ?? null))
  for (const [place, instance] of ['a', 'b', 'c'].entries()) {
    addCounters(add, next, instance, place)
    const load = regular(30_000, 0, next, (at) => (at > 100 && at < 130 ? undefined : next() < 0.03 ? Number.NaN : next() * 4))
    add({ __name__: 'load1', job: 'node', instance }, load)
    addDisks(add, next, instance, place)
    addHistogram(add, next, instance)
    addVersions(add, next, instance, 100 + place)
  }
  addOdd(add, next)
  return all
}
