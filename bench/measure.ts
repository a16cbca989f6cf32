/** Clocks and tables for the benches: everything in turns within one run, medians and ratios, so that a noisy machine falls on both sides alike. */
import { Agent, type IncomingMessage, request } from 'node:http'

export const percentile = (of: readonly number[], share: number): number =>
  of.toSorted((a, b) => a - b)[Math.min(of.length - 1, Math.floor(of.length * share))] ?? Number.NaN
export const median = (of: readonly number[]): number => percentile(of, 0.5)

export async function milliseconds(run: () => Promise<unknown>): Promise<number> {
  const from = performance.now()
  await run()
  return performance.now() - from
}

/** `a` and `b` in turns, `times` each after a tenth to warm up; milliseconds of each. */
export async function inTurns(times: number, a: (n: number) => Promise<unknown>, b: (n: number) => Promise<unknown>): Promise<[number[], number[]]> {
  const warm = Math.ceil(times / 10)
  const first: number[] = []
  const second: number[] = []
  for (let n = 0; n < times + warm; n += 1) {
    const [one, other] = [await milliseconds(() => a(n)), await milliseconds(() => b(n))]
    if (n < warm) continue
    first.push(one)
    second.push(other)
  }
  return [first, second]
}

/** How many a second, `lanes` at once, for so many seconds. */
export async function perSecond(lanes: number, seconds: number, run: (n: number) => Promise<unknown>): Promise<number> {
  const from = performance.now()
  const until = from + seconds * 1000
  let done = 0
  const lane = async () => {
    while (performance.now() < until) await run(done++)
  }
  await Promise.all(Array.from({ length: lanes }, lane))
  return (done * 1000) / (performance.now() - from)
}

const agent = new Agent({ keepAlive: true, maxSockets: 64 })

/** A lean client: the bench shares two cores with what it measures. Answers the body; throws for a status of 400 and above. */
export function call(url: string, method: string, token: string, body?: unknown): Promise<string> {
  const payload = body === undefined ? undefined : JSON.stringify(body)
  return new Promise((resolve, reject) => {
    const headers = {
      authorization: `Bearer ${token}`,
      ...(payload && { 'content-type': 'application/json', 'content-length': Buffer.byteLength(payload) }),
    }
    const sent = request(url, { method, agent, headers }, (reply: IncomingMessage) => {
      const pieces: Buffer[] = []
      reply.on('data', (piece: Buffer) => pieces.push(piece))
      reply.on('end', () => {
        const text = Buffer.concat(pieces).toString()
        if ((reply.statusCode ?? 500) < 400) resolve(text)
        else reject(new Error(`${method} ${url}: ${reply.statusCode} ${text.slice(0, 300)}`))
      })
    })
    sent.on('error', reject)
    sent.end(payload)
  })
}

export interface Figure {
  what: string
  measured: string
  bound: string
  holds: boolean
}

/** As a table in Markdown, to print and to keep. */
export function table(figures: readonly Figure[]): string {
  const rows = figures.map(({ what, measured, bound, holds }) => `| ${what} | ${measured} | ${bound} | ${holds ? 'yes' : '**no**'} |`)
  return ['| what | measured | bound | holds |', '|---|---|---|---|', ...rows].join('\n')
}
