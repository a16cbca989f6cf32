/**
 * `npm run bench:inventory`: 5,000 agents that report within one minute, each a document of 100 to 500 kB, to the real program. Prints how long they
 * waited, what was lost, memory, and documents per CPU-second against only unpacking and parsing them. `node bench/inventory.ts 500 10` for less.
 */
import { readFileSync } from 'node:fs'
import { Agent, request } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { inflateSync } from 'node:zlib'
import { xmlOf, zlib } from '#test/inventories.ts'
import { treeOf } from '#work/devices/intake/adapters/xml.ts'
import { call, percentile, table } from './measure.ts'
import { startProgram } from './program.ts'

const count = Number(process.argv[2] ?? 5000)
const seconds = Number(process.argv[3] ?? 60)
const { url, child, ready, database, stop } = startProgram(7812)

/** 700 to 3,500 packages: what a bare server and a developer's machine have. */
const packages = Array.from({ length: 3500 }, (_, n) => [`package-with-a-name-${n}`, `${n % 9}.${n % 17}.${n % 5}-${n}+deb12u${n % 4}`] as const)
const documentOf = (n: number) =>
  zlib(
    xmlOf({
      deviceId: `host-${n}-2026-11-26-00-00-00`,
      hostName: `host-${n}`,
      serial: `SN-${n}-BENCH`,
      macs: [`00:1b:21:${[n >> 16, (n >> 8) & 255, n & 255].map((part) => part.toString(16).padStart(2, '0')).join(':')}`],
      software: packages.slice(0, 700 + ((n * 37) % 2800)),
    }),
  )

/** Seconds of processor that the program used so far, and its memory in MB. */
function spent(): { cpu: number; memory: number } {
  const stat = readFileSync(`/proc/${child.pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? []
  const resident = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1]
  return { cpu: (Number(stat[11]) + Number(stat[12])) / 100, memory: Number(resident) / 1024 }
}

const agent = new Agent({ keepAlive: true, maxSockets: 256 })
function post(key: string, body: Buffer): Promise<{ ms: number; ok: boolean }> {
  const from = performance.now()
  return new Promise((resolve) => {
    const sent = request(
      `${url}/inventory/${key}`,
      { method: 'POST', agent, headers: { 'content-type': 'application/x-compress-zlib', 'content-length': body.length } },
      (reply) => {
        reply.resume().on('end', () => resolve({ ms: performance.now() - from, ok: reply.statusCode === 200 }))
      },
    )
    sent.on('error', () => resolve({ ms: performance.now() - from, ok: false }))
    sent.end(body)
  })
}

/** As many a CPU-second, when they are only unpacked and parsed. */
function floor(documents: readonly Buffer[]): number {
  const before = process.cpuUsage()
  for (const one of documents) treeOf(inflateSync(one).toString('utf8'))
  const { user, system } = process.cpuUsage(before)
  return documents.length / ((user + system) / 1_000_000)
}

try {
  const token = await ready()
  const { db } = await database()
  const { items } = JSON.parse(await call(`${url}/api/people/organisations`, 'GET', token)) as { items: { id: string }[] }
  const made = await call(`${url}/api/devices/keys`, 'POST', token, { organisationId: items[0]?.id, name: 'Bench' })
  const { key } = JSON.parse(made) as { key: string }
  const documents = Array.from({ length: count }, (_, n) => documentOf(n))
  const bare = floor(documents.slice(0, 200))
  for (const n of [1, 2, 3, 4, 5]) await post(key, documentOf(count + n))
  const before = spent()
  // As in the soak of open lists: heaps have grown to what they need once a fifth of the time is over.
  const memory: number[] = []
  const watching = setInterval(() => memory.push(spent().memory), 500)
  const from = performance.now()
  const answers = await Promise.all(
    documents.map(async (one, n) => {
      await sleep((n * seconds * 1000) / count)
      return post(key, one)
    }),
  )
  const sent = (performance.now() - from) / 1000
  const slowest = Math.max(...answers.map(({ ms }) => ms))
  console.log(`All ${count} were answered within ${Math.round(slowest)} ms each; now what waits is processed`)
  const waiting = async () =>
    Number((await db.query<{ n: string }>(`select count(*) as n from inventory_document where state = 'waiting'`)).rows[0]?.n)
  while ((await waiting()) > 0) await sleep(1000)
  const took = (performance.now() - from) / 1000
  clearInterval(watching)
  const after = spent()
  const fifth = (n: number) => Math.max(...memory.slice(Math.floor((memory.length * n) / 5), Math.ceil((memory.length * (n + 1)) / 5)))
  const [second, last, most] = [fifth(1), fifth(4), Math.max(...memory)]
  const { rows } = await db.query<{ devices: string; processed: string }>(
    `select (select count(distinct item_id) from inventory_agent where name like 'host-%') as devices,
      (select count(*) from inventory_document where state = 'processed') as processed`,
  )
  const waits = answers.map(({ ms }) => ms)
  const perCpu = count / (after.cpu - before.cpu)
  const size = Math.round(documents.reduce((sum, one) => sum + inflateSync(one).length, 0) / count / 1024)
  const lost = count + 5 - Number(rows[0]?.processed)
  console.log(
    table([
      {
        what: `${count} agents within ${Math.round(sent)} s, ${size} kB each: answered, 99th percentile and worst`,
        measured: `${Math.round(percentile(waits, 0.99))} and ${Math.round(slowest)} ms`,
        bound: 'under 2,000 ms',
        holds: slowest < 2000,
      },
      {
        what: 'refused, or lost',
        measured: `${answers.filter(({ ok }) => !ok).length} and ${lost}; ${rows[0]?.devices} devices`,
        bound: 'none',
        holds: answers.every(({ ok }) => ok) && lost === 0,
      },
      { what: 'all of them processed', measured: `${Math.round(took)} s`, bound: '-', holds: true },
      {
        what: 'memory: last fifth of the time against the second, and the most',
        measured: `${(last / second).toFixed(2)} (${Math.round(last)} to ${Math.round(second)} MB); ${Math.round(most)} MB`,
        bound: 'flat: at most 1.1',
        holds: last < second * 1.1,
      },
      {
        what: 'documents per CPU-second; only unpacked and parsed',
        measured: `${perCpu.toFixed(1)}; ${bare.toFixed(1)} (${(bare / perCpu).toFixed(1)}x)`,
        bound: '-',
        holds: true,
      },
    ]),
  )
} finally {
  await stop()
}
