/**
 * `npm run bench:samples`: 50,000 series sent by remote-write as fast as the real program takes them, with 5,000 alarm rules over them; what it costs and takes of
 * the disk; killed with kill -9 and counted again; then the questions people ask. `node bench/samples.ts 20000 30` for fewer series and seconds.
 */
import { readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import type pg from 'pg'
import { call, median, percentile, table } from './measure.ts'
import { megabytes, type Program, startProgram } from './program.ts'
import { cpuOf, type Sent, send } from './stream.ts'

const series = Number(process.argv[2] ?? 50_000)
const seconds = Number(process.argv[3] ?? 90)
const rules = Number(process.argv[4] ?? 5000)
const step = 15_000
const port = 7813

/** Of the program and of every process of its database. */
async function processor(program: Program, db: pg.Client): Promise<number> {
  const { rows } = await db.query<{ pid: number }>(`select pg_backend_pid() as pid`)
  const backend = rows[0]?.pid ?? 0
  const parent = Number(readFileSync(`/proc/${backend}/stat`, 'utf8').split(') ')[1]?.split(' ')[1])
  const reaped = readFileSync(`/proc/${parent}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? []
  return cpuOf(program.child.pid ?? 0) + cpuOf(parent) + (Number(reaped[13]) + Number(reaped[14])) / 100
}

const program = startProgram(port)
const { url, ready, database } = program
async function organisation(token: string): Promise<string> {
  const { items } = JSON.parse(await call(`${url}/api/people/organisations`, 'GET', token)) as { items: { id: string }[] }
  return items[0]?.id ?? ''
}
/** A rule over a series of its own each; none of them is broken. */
async function bringRules(token: string, organisationId: string): Promise<void> {
  for (let n = 0; n < rules; n++) {
    const seriesCondition = { kind: 'threshold', query: `node_bench_${n % 50}_total{series="${n}"}`, op: '>', value: 1e15, clearAt: null }
    const rule = { title: `Regel ${n}`, condition: '', series: seriesCondition, scope: { kinds: ['server'] } }
    const made = JSON.parse(await call(`${url}/api/norms/expectations`, 'POST', token, { organisationId, rule })) as { id: string }
    await call(`${url}/api/norms/expectations/${made.id}/publish`, 'POST', token, { version: 1 })
  }
}
const ask = (token: string, query: string, from: number, to: number) =>
  call(
    `${url}/api/series/graph?${new URLSearchParams({ query, from: new Date(from).toISOString(), to: new Date(to).toISOString(), points: '240' })}`,
    'GET',
    token,
  )
async function timesOf(times: number, run: (n: number) => Promise<unknown>): Promise<number[]> {
  const all: number[] = []
  for (let n = 0; n < times; n++) {
    const from = performance.now()
    await run(n)
    all.push(performance.now() - from)
  }
  return all
}

try {
  const token = await ready()
  const { db } = await database()
  const organisationId = await organisation(token)
  await bringRules(token, organisationId)
  const { key } = JSON.parse(await call(`${url}/api/monitoring/keys`, 'POST', token, { organisationId, name: 'Bench' })) as { key: string }
  const begin = Math.floor((Date.now() - 86_400_000) / step) * step
  const sending = { url: `${url}/api/prometheus/api/v1/write`, headers: { authorization: `Bearer ${key}` }, series, perRequest: 5000, step }
  await send({ ...sending, begin: begin - 2 * step }, { seconds: 60, rounds: 2 })
  let memory = 0
  const watching = setInterval(() => {
    memory = Math.max(memory, megabytes(program.child.pid, 'VmRSS'))
  }, 500)
  const before = await processor(program, db)
  const sent: Sent = await send({ ...sending, begin }, { seconds, rounds: 5000 })
  const spent = (await processor(program, db)) - before
  clearInterval(watching)
  const { samples, rounds } = sent
  const rate = samples / sent.seconds
  await sleep(3000)
  const { rows } = await db.query<{
    bytes: string
    names: string
  }>(`select sum(pg_total_relation_size(c.oid)) as bytes, pg_total_relation_size('series') as names
    from pg_class c where c.relkind = 'r' and c.relname ~ '^sample_(chunk|minutes|hours)'`)
  const chunked = Math.floor((rounds + 2) / 120) * 120 * series
  const perSample = Number(rows[0]?.bytes) / chunked
  const perName = Number(rows[0]?.names) / series
  const end = begin + rounds * step
  const one = await timesOf(60, (n) => ask(token, `node_bench_${n % 50}_total{series="${n * 7}"}`, end - 3_600_000, end))
  const thousand = await timesOf(15, (n) => ask(token, `avg(node_bench_${n}_total)`, end - 3_600_000, end))
  console.log(
    table([
      { what: `samples a second, ${series} series, ${rules} rules`, measured: rate.toFixed(0), bound: 'at least 200,000', holds: rate >= 200_000 },
      { what: 'samples a CPU-second of program and database', measured: (samples / spent).toFixed(0), bound: '', holds: true },
      { what: 'a request of 5,000 waits, 99th percentile', measured: `${percentile(sent.waits, 0.99).toFixed(0)} ms`, bound: '', holds: true },
      { what: 'bytes a sample on disk, with indexes', measured: perSample.toFixed(2), bound: 'at most 4', holds: perSample <= 4 },
      { what: 'bytes a series once, for its name and the ways to find it', measured: perName.toFixed(0), bound: '', holds: true },
      { what: 'memory, highest', measured: `${memory} MB`, bound: 'under 1,000 MB', holds: memory < 1000 },
      {
        what: 'last hour of one series, median',
        measured: `${median(one).toFixed(1)} ms (95 %: ${percentile(one, 0.95).toFixed(1)})`,
        bound: 'under 20 ms',
        holds: median(one) < 20,
      },
      {
        what: 'average over 1,000 series, median',
        measured: `${median(thousand).toFixed(0)} ms`,
        bound: 'under 300 ms',
        holds: median(thousand) < 300,
      },
    ]),
  )
} finally {
  await program.stop()
}
