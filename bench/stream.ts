/**
 * A stream of samples as machines send them, in remote-write 1.0: the same bytes for Spil and for whom it is compared with. Of ten series three stand still, four
 * count up, two go up and down with two decimals, and one is any double. The labels are those of a node exporter, 230 bytes a series.
 */
import { readFileSync } from 'node:fs'
import { Agent, request } from 'node:http'
import { compress } from 'snappy'

const modes = ['idle', 'user', 'system', 'iowait', 'irq', 'nice', 'softirq', 'steal'] as const
/** What series `n` is called. */
export const labelsOf = (n: number): [string, string][] => [
  ['__name__', `node_bench_${n % 50}_total`],
  ['cluster', 'production-ams'],
  ['cpu', String(n % 64)],
  ['datacenter', `ams-${n % 4}`],
  ['instance', `host-${Math.floor(n / 100)}.servers.example.org:9100`],
  ['job', 'node-exporter'],
  ['mode', modes[n % modes.length] ?? 'idle'],
  ['series', String(n)],
]

const varint = (value: number): number[] => (value < 128 ? [value] : [(value % 128) | 128, ...varint(Math.floor(value / 128))])
const field = (number: number, content: Uint8Array) => Buffer.concat([Buffer.from([(number << 3) | 2, ...varint(content.length)]), content])
const textField = (number: number, text: string) => field(number, Buffer.from(text))

/** A request of some series of which only moment and value are filled in each time. */
interface Form {
  bytes: Buffer
  /** Where the value of each series is; its moment (six bytes of varint from 2004 to 2109) follows. */
  places: number[]
  first: number
}
function formOf(first: number, count: number): Form {
  const parts: Buffer[] = []
  const places: number[] = []
  let at = 0
  for (let n = first; n < first + count; n++) {
    const labels = Buffer.concat(labelsOf(n).map(([name, value]) => field(1, Buffer.concat([textField(1, name), textField(2, value)]))))
    const sample = field(2, Buffer.concat([Buffer.from([9]), Buffer.alloc(8), Buffer.from([16]), Buffer.alloc(6)]))
    const series = field(1, Buffer.concat([labels, sample]))
    parts.push(series)
    at += series.length
    places.push(at - 15)
  }
  return { bytes: Buffer.concat(parts), places, first }
}
function fill({ bytes, places, first }: Form, values: Float64Array, moment: number): void {
  const time = varint(moment)
  for (const [index, place] of places.entries()) {
    bytes.writeDoubleLE(values[first + index] ?? 0, place)
    for (let i = 0; i < 6; i++) bytes[place + 9 + i] = time[i] ?? 0
  }
}
/** A small generator that gives the same numbers every time (mulberry32). */
function numbers(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
}
function next(values: Float64Array, random: () => number): void {
  for (let n = 0; n < values.length; n++) {
    const kind = n % 10
    if (kind < 3) values[n] = n
    else if (kind < 7) values[n] = (values[n] ?? 0) + Math.floor(random() * 1500)
    else if (kind < 9) values[n] = Math.round(((values[n] ?? 0) + random() - 0.5) * 100) / 100
    else values[n] = random() * 1e6
  }
}

export interface Sending {
  url: string
  headers: Readonly<Record<string, string>>
  series: number
  /** Series in one request. */
  perRequest: number
  /** Milliseconds since 1970 of the first round, and between two. */
  begin: number
  step: number
}
/** Makes a request of the series from `first` on, outside of what is timed, and gives what sends it. */
export type Writing = (first: number, values: Float64Array, moment: number) => Promise<() => Promise<void>>
export type Shape = Pick<Sending, 'series' | 'perRequest'>
export interface Sent {
  samples: number
  seconds: number
  /** Milliseconds that each request waited for its answer. */
  waits: number[]
  rounds: number
}
const agent = new Agent({ keepAlive: true, maxSockets: 8 })
function post(url: string, headers: Readonly<Record<string, string>>, body: Buffer): Promise<void> {
  return new Promise((resolve, reject) => {
    const all = {
      ...headers,
      ...{ 'content-type': 'application/x-protobuf', 'content-encoding': 'snappy', 'x-prometheus-remote-write-version': '0.1.0' },
      'content-length': body.length,
    }
    const sent = request(url, { method: 'POST', agent, headers: all }, (reply) => {
      const said: Buffer[] = []
      reply.on('data', (part: Buffer) => said.push(part))
      reply.on('end', () =>
        (reply.statusCode ?? 500) < 300
          ? resolve()
          : reject(new Error(`answered ${reply.statusCode}: ${Buffer.concat(said).toString().slice(0, 300)}`)),
      )
    })
    sent.on('error', reject)
    sent.end(body)
  })
}
export function remoteWrite({ url, headers, series, perRequest }: Omit<Sending, 'begin' | 'step'>): Writing {
  const forms = new Map(startsOf({ series, perRequest }).map((first) => [first, formOf(first, Math.min(perRequest, series - first))]))
  return async (first, values, moment) => {
    const form = forms.get(first)
    if (!form) throw new Error(`no request begins at ${first}`)
    fill(form, values, moment)
    const body = await compress(form.bytes)
    return () => post(url, headers, body)
  }
}
const startsOf = ({ series, perRequest }: Shape): number[] => Array.from({ length: Math.ceil(series / perRequest) }, (_, i) => i * perRequest)
/** As fast as it is taken, for so many seconds (or rounds); whole rounds, eight requests under way at a time. */
export async function send(sending: Sending, until: { seconds: number; rounds: number }): Promise<Sent> {
  return sendBy(remoteWrite(sending), sending, until)
}
export async function sendBy(
  write: Writing,
  { series, perRequest, begin, step }: Omit<Sending, 'url' | 'headers'>,
  until: { seconds: number; rounds: number },
): Promise<Sent> {
  const starts = startsOf({ series, perRequest })
  const values = new Float64Array(series)
  const random = numbers(7745)
  const waits: number[] = []
  const from = performance.now()
  const under = new Set<Promise<void>>()
  const last = new Map<number, Promise<void>>()
  let rounds = 0
  for (; rounds < until.rounds && performance.now() - from < until.seconds * 1000; rounds++) {
    next(values, random)
    for (const first of starts) {
      const go = await write(first, values, begin + rounds * step)
      // As a sender keeps them: of one series in order.
      await last.get(first)
      const began = performance.now()
      const one = go().then(() => {
        waits.push(performance.now() - began)
        under.delete(one)
      })
      under.add(one)
      last.set(first, one)
      if (under.size >= 8) await Promise.race(under)
    }
  }
  await Promise.all(under)
  return { samples: rounds * series, seconds: (performance.now() - from) / 1000, waits, rounds }
}

const childrenOf = (pid: number): number[] => readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').filter(Boolean).map(Number)
/** Seconds of processor of a process and all that it started. */
export function cpuOf(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? []
  const own = (Number(fields[11]) + Number(fields[12])) / 100
  return childrenOf(pid).reduce((sum, child) => sum + cpuOf(child), own)
}
/** Megabytes of a process and all that it started; what they share counts once. */
export function memoryOf(pid: number): number {
  const kilobytes = Number(/^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1] ?? 0)
  return childrenOf(pid).reduce((sum, child) => sum + memoryOf(child), Math.round(kilobytes / 1024))
}
