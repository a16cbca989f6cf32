/**
 * `npm run bench:alarms`: 5,000 expectations over 5,000 series in the real program: how long bringing one takes, and the processor time of a round in which
 * nothing changes; then 10,000 alarms of one expectation at once, until all have their case, and how fast two pages answer meanwhile.
 */
import { readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import type pg from 'pg'
import { snappy, write1 } from '#test/writers.ts'
import { call, type Figure, median, milliseconds, percentile, table } from './measure.ts'
import { startProgram } from './program.ts'

const { url, child, ready, database, stop } = startProgram(7799)
const [rules, storm] = [5000, 10_000]
const every = 30

/** Processor time of a process until now, as Linux counts it. */
const cpuSeconds = (pid: number | undefined): number =>
  readFileSync(`/proc/${pid}/stat`, 'utf8')
    .split(') ')[1]
    ?.split(' ')
    .slice(11, 13)
    .reduce((sum, ticks) => sum + Number(ticks) / 100, 0) ?? Number.NaN
const one = async (db: pg.Client, text: string): Promise<number> => Number((await db.query<{ n: string }>(`select (${text})::text as n`)).rows[0]?.n)
async function until(db: pg.Client, holds: string, seconds: number): Promise<number> {
  const began = performance.now()
  for (;;) {
    if ((await one(db, `case when ${holds} then 1 else 0 end`)) === 1) return (performance.now() - began) / 1000
    if (performance.now() - began > seconds * 1000) throw new Error(`not within ${seconds} s: ${holds}`)
    await sleep(200)
  }
}
async function makeItems(db: pg.Client, organisationId: string, tag: string, many: number): Promise<string[]> {
  const { rows } = await db.query<{ number: number }>(
    `insert into item (id, organisation_id, kind, state, class, name, tags, created_at, updated_at)
     select gen_random_uuid(), $1, 'server', 'live', 'inUse', $2 || n, array[$2], now(), now() from generate_series(1, $3::int) n returning number`,
    [organisationId, tag, many],
  )
  return rows.map(({ number }) => `I-${number}`)
}
async function give(key: string, name: string, items: readonly string[], value: number): Promise<void> {
  const at = Date.now()
  const body = snappy(write1(items.map((item) => ({ labels: { __name__: name, item }, samples: [[at, value] as const] }))))
  const headers = { 'content-type': 'application/x-protobuf', 'content-encoding': 'snappy', authorization: `Bearer ${key}` }
  const answer = await fetch(`${url}/api/prometheus/api/v1/write`, { method: 'POST', headers, body: new Uint8Array(body) })
  if (answer.status !== 204) throw new Error(`${answer.status} ${await answer.text()}`)
}
/** Written and published by itself, as a person does. */
async function bring(token: string, organisationId: string, tag: string, rule: object): Promise<void> {
  const scope = { tags: [tag] }
  const made = await call(`${url}/api/norms/expectations`, 'POST', token, { organisationId, rule: { title: tag, scope, ...rule } })
  const { id, version } = JSON.parse(made) as { id: string; version: number }
  await call(`${url}/api/norms/expectations/${id}/publish`, 'POST', token, { version })
}

async function quiet(db: pg.Client, token: string, key: string, organisationId: string): Promise<Figure[]> {
  const items = await makeItems(db, organisationId, 'quiet', rules)
  await give(key, 'quiet', items, 1)
  const times: number[] = []
  const { rows: made } = await db.query<{ id: string; number: number }>(`select id, number from item where tags @> '{quiet}'`)
  for (const { id, number } of made) {
    const series = { kind: 'threshold', query: `quiet{item="I-${number}"}`, op: '>', value: 5, every }
    times.push(await milliseconds(() => bring(token, organisationId, 'quiet', { series, severity: 'low', scope: { itemIds: [id] } })))
  }
  await until(db, `(select count(*) from norm_standing) >= ${rules}`, 300)
  await sleep(every * 2000)
  const written = `select sum(n_tup_ins + n_tup_upd) from pg_stat_user_tables where relname in ('norm_standing', 'norm_deviation', 'event')`
  const [before, cpu] = [await one(db, written), cpuSeconds(child.pid)]
  for (let round = 0; round < 3; round++) {
    await give(key, 'quiet', items, 1 + round)
    await sleep(every * 1000)
  }
  const [spent, rows] = [(cpuSeconds(child.pid) - cpu) / 3, (await one(db, written)) - before]
  const [early, late] = [median(times.slice(0, 500)), median(times.slice(-500))]
  return [
    {
      what: `bringing one of ${rules.toLocaleString('en')} expectations over series: written and published, the last against the first`,
      measured: `${late.toFixed(1)} ms, ${(late / early).toFixed(1)} times`,
      bound: 'under 3 times',
      holds: late < early * 3,
    },
    {
      what: `a quiet round of ${rules.toLocaleString('en')} expectations over as many series, each ${every} s`,
      measured: `${spent.toFixed(1)} s of processor, ${rows} rows written`,
      bound: `under ${every / 3} s, none`,
      holds: spent < every / 3 && rows === 0,
    },
  ]
}
async function stormy(db: pg.Client, token: string, key: string, organisationId: string): Promise<Figure[]> {
  const items = await makeItems(db, organisationId, 'storm', storm)
  await give(key, 'storm', items, 0)
  await bring(token, organisationId, 'storm', { series: { kind: 'threshold', query: 'storm', op: '>', value: 0, every: 10 }, severity: 'critical' })
  await until(db, `(select count(*) from norm_standing s join norm_expectation e on e.id = s.expectation_id where e.title = 'storm') = ${storm}`, 120)
  const pages = ['/api/monitoring/alarms?limit=50', '/api/desk/cases?limit=50']
  const times: number[] = []
  let over = false
  const looking = (async () => {
    while (!over) {
      for (const page of pages) times.push(await milliseconds(() => call(`${url}${page}`, 'GET', token)))
      await sleep(100)
    }
  })()
  await give(key, 'storm', items, 1)
  const seconds = await until(db, `(select count(*) from norm_deviation where case_id is not null) = ${storm}`, 600)
  over = true
  await looking
  const cases = await one(db, 'select count(distinct case_id) from norm_deviation')
  return [
    {
      what: `${storm.toLocaleString('en')} alarms at once until all have their case`,
      measured: `${seconds.toFixed(1)} s, ${cases} case`,
      bound: 'under 60 s, 1 case',
      holds: seconds < 60 && cases === 1,
    },
    {
      what: 'two pages meanwhile',
      measured: `${median(times).toFixed(0)} ms (95 %: ${percentile(times, 0.95).toFixed(0)} ms, of ${times.length})`,
      bound: '95 % under 1000 ms',
      holds: percentile(times, 0.95) < 1000,
    },
  ]
}

try {
  const token = await ready()
  const { db } = await database()
  const organisationId = (await db.query<{ id: string }>('select id from organisation where own')).rows[0]?.id ?? ''
  const { key } = JSON.parse(await call(`${url}/api/monitoring/keys`, 'POST', token, { organisationId, name: 'bench' })) as { key: string }
  const only = process.argv[2]
  const figures = [
    ...(only === 'quiet' ? [] : await stormy(db, token, key, organisationId)),
    ...(only === 'storm' ? [] : await quiet(db, token, key, organisationId)),
  ]
  console.log(table(figures))
  process.exitCode = figures.every((figure) => figure.holds) ? 0 : 1
} finally {
  await stop()
}
process.exit()
