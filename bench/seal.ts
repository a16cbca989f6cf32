/**
 * What sealing costs: transactions that emit one event, with and without a sealer beside them, and how fast the sealer works off a backlog.
 * `node bench/seal.ts [backlog]`; prints a table of ratios in one run.
 */
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import * as z from 'zod'
import { makeApp } from '#platform/app.ts'
import { clock } from '#platform/clock.ts'
import { readConfig } from '#platform/config.ts'
import { event } from '#platform/contract.ts'
import { startEmbedded } from '#platform/database/embedded.ts'
import { startSealer } from '#platform/events/sealer.ts'
import { verify } from '#platform/events/verify.ts'
import { log as makeLog } from '#platform/log.ts'
import type { App } from '#platform/room.ts'

const backlog = Number(process.argv[2] ?? 50_000)
const seconds = 1.5
const counted = event('bench.counted', z.object({ n: z.int() }))
const what = (n: number) => ({ about: `case/${n}`, organisationId: null, data: { n } })

/** Transactions a second, eight at once. */
async function rate(run: (n: number) => Promise<unknown>): Promise<number> {
  const until = performance.now() + seconds * 1000
  let done = 0
  const one = async () => {
    while (performance.now() < until) await run(done++)
  }
  await Promise.all(Array.from({ length: 8 }, one))
  return done / seconds
}

/** On a pool of the same size as the app's. */
const bare = (pool: pg.Pool) => async (n: number) => {
  const client = await pool.connect()
  try {
    await client.query('begin')
    await client.query(
      `with written as (insert into event (name, about, actor, at, data) values ('bench.bare', $1, 'system', now(), $2) returning id) insert into unsealed select id from written`,
      [`case/${n}`, JSON.stringify({ n })],
    )
    await client.query('commit')
  } finally {
    client.release()
  }
}

const median = (of: number[]) => of.toSorted((a, b) => a - b)[Math.floor(of.length / 2)] ?? 0

async function measure(app: App): Promise<[string, string][]> {
  const rows: [string, string][] = []
  const show = (what: string, value: number, unit: string) => rows.push([what, `${Math.round(value).toLocaleString('en')} ${unit}`])
  const pool = new pg.Pool({ connectionString: app.pools.url, max: app.config.dbPool })
  const plain: number[] = []
  const unsealed: number[] = []
  const sealing: number[] = []
  // In turns, so that what else the machine does falls on all three alike.
  for (let round = 0; round < 5; round++) {
    plain.push(await rate(bare(pool)))
    unsealed.push(await rate((n) => app.asSystem((ctx) => ctx.emit(counted, what(n)))))
    const sealer = await startSealer(app)
    await sealer.flush()
    sealing.push(await rate((n) => app.asSystem((ctx) => ctx.emit(counted, what(n)))))
    await sealer.stop()
  }
  await pool.end()
  const [floor, emitting, beside] = [median(plain), median(unsealed), median(sealing)]
  show('bare transactions with the same insert', floor, '/s')
  show('emit, nobody seals', emitting, '/s')
  show('emit, the sealer beside it', beside, '/s')
  rows.push(['emit with sealer : emit without', (beside / emitting).toFixed(2)], ['emit with sealer : bare', (beside / floor).toFixed(2)])
  await app.pools.owner.query(
    `with written as (insert into event (name, about, actor, at, data)
      select 'bench.bulk', 'case/' || n, 'system', now(), jsonb_build_object('n', n) from generate_series(1, $1::int) n returning id)
     insert into unsealed select id from written`,
    [backlog],
  )
  const began = performance.now()
  const again = await startSealer(app)
  await again.flush()
  const sealed = backlog / ((performance.now() - began) / 1000)
  show(`sealing a backlog of ${backlog}`, sealed, 'events/s')
  rows.push(['sealing : bare transactions', (sealed / floor).toFixed(2)])
  await again.stop()
  show('memory before', process.memoryUsage.rss() / 1024 / 1024, 'MB')
  const checked = performance.now()
  const verdict = await verify(app)
  if (!verdict.ok) throw new Error(`the logbook is wrong: ${verdict.wrong.why}`)
  show(`verifying ${verdict.size}`, verdict.size / ((performance.now() - checked) / 1000), 'events/s')
  show('memory of this process', process.memoryUsage.rss() / 1024 / 1024, 'MB')
  return rows
}

const data = await mkdtemp(join(tmpdir(), 'spil-bench-'))
// As root the database runs as another user, who must be able to come here.
await chmod(data, 0o711)
const log = makeLog('error')
const config = readConfig({ SPIL_DATA: data, SPIL_LOG: 'warn', SPIL_CONFIG: '/nonexistent' })
const embedded = await startEmbedded({ data, log })
try {
  const { app, end } = await makeApp({ config, log, clock: clock(), rooms: [], databaseUrl: embedded.url, migrates: true })
  const rows = await measure(app)
  const width = Math.max(...rows.map(([what]) => what.length))
  for (const [what, value] of rows) console.log(`${what.padEnd(width)}  ${value}`)
  await end()
} finally {
  await embedded.stop()
  await rm(data, { recursive: true, force: true })
}
