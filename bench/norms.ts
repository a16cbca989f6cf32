/**
 * `npm run bench:norms`: 20 expectations on 10,000 items from cold, in the real program, from publishing until everything has been looked at;
 * and from the new facts of one item until how it stands has changed. `node bench/norms.ts 1000` for fewer items.
 */
import { readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import type pg from 'pg'
import { call, type Figure, median, milliseconds, percentile, table } from './measure.ts'
import { startProgram } from './program.ts'

const items = Number(process.argv[2] ?? 10_000)
const expectations = 20
const { url, child, ready, database, stop } = startProgram(7797)

/** Processor time of a process until now, as Linux counts it. */
const cpuSeconds = (pid: number | undefined): number =>
  readFileSync(`/proc/${pid}/stat`, 'utf8')
    .split(') ')[1]
    ?.split(' ')
    .slice(11, 13)
    .reduce((sum, ticks) => sum + Number(ticks) / 100, 0) ?? Number.NaN
/** The same rows written by the database alone, into a table of the same shape: what no program can be faster than. */
async function bare(db: pg.Client): Promise<number> {
  await db.query('create table bare (like norm_standing including indexes)')
  const seconds = (await milliseconds(() => db.query('insert into bare select * from norm_standing'))) / 1000
  await db.query('drop table bare')
  return seconds
}

/** Items with twenty facts each, as an agent leaves them. */
async function load(db: pg.Client, organisationId: string): Promise<void> {
  await db.query('set statement_timeout = 0; set synchronous_commit = off')
  await db.query(
    `insert into item (id, organisation_id, kind, state, class, name, created_at, updated_at)
     select gen_random_uuid(), $1, 'laptop', 'inUse', 'inUse', 'LT-' || n, now(), now() from generate_series(1, $2::int) n`,
    [organisationId, items],
  )
  await db.query(
    `insert into item_fact (item_id, key, source, organisation_id, value, since, seen_at, received_at)
     select i.id, 'check.n' || k, 'agent', i.organisation_id, to_jsonb((i.number + k) % 10), now(), now(), now() from item i cross join generate_series(1, $1::int) k`,
    [expectations],
  )
  await db.query('analyze')
}

/** Written in one baseline, so that one round of looking serves all. */
async function write(token: string, organisationId: string): Promise<{ id: string; version: number }> {
  const baseline: { id: string; version: number } = JSON.parse(
    await call(`${url}/api/norms/baselines`, 'POST', token, { organisationId, name: 'Twintig' }),
  )
  for (let n = 1; n <= expectations; n++) {
    const rule = { title: `Verwachting ${n}`, condition: `check.n${n} > 0 && check.n${n} < 20`, severity: 'low', maxAge: 1440 }
    await call(`${url}/api/norms/expectations`, 'POST', token, { organisationId, baselineId: baseline.id, origin: 'baseline', rule })
  }
  return baseline
}

async function allTakenUp(db: pg.Client): Promise<void> {
  for (let quiet = 0; quiet < 3; ) {
    await sleep(1000)
    const { rows } = await db.query<{ left: boolean }>(
      `select exists (select from subscription_cursor where seq < (select max(size) - 1 from head)) or exists (select from unsealed) as left`,
    )
    quiet = rows[0]?.left ? 0 : quiet + 1
  }
}

async function measure(db: pg.Client, token: string): Promise<Figure[]> {
  const organisationId = (await db.query<{ id: string }>('select id from organisation where own')).rows[0]?.id ?? ''
  await load(db, organisationId)
  const { id, version } = await write(token, organisationId)
  const before = cpuSeconds(child.pid)
  const began = performance.now()
  await call(`${url}/api/norms/baselines/${id}/publish`, 'POST', token, { version })
  for (;;) {
    const { rows } = await db.query<{ left: boolean }>('select exists (select from norm_watch where due_at <= now()) as left')
    if (!rows[0]?.left) break
    await sleep(50)
  }
  const cold = (performance.now() - began) / 1000
  const spentByUs = cpuSeconds(child.pid) - before
  const { rows: standing } = await db.query<{ count: number }>('select count(*)::int as count from norm_standing')
  if (standing[0]?.count !== items * expectations) throw new Error(`not everything was looked at: ${standing[0]?.count}`)
  const least = await bare(db)
  // What everything broke at once is taken up first, so that one item is measured alone.
  await allTakenUp(db)
  const times: number[] = []
  const { rows: some } = await db.query<{ id: string }>('select id from item order by random() limit 30')
  for (const one of some) {
    await sleep(300)
    const at = performance.now()
    await call(`${url}/api/items/${one.id}/facts`, 'POST', token, [{ key: 'check.n1', value: 'text' }])
    for (;;) {
      const { rows } = await db.query(`select from norm_standing where item_id = $1 and verdict = 'unknown'`, [one.id])
      if (rows.length > 0) break
      await sleep(2)
    }
    times.push(performance.now() - at)
  }
  const spent = median(times)
  return [
    {
      what: `${(items * expectations).toLocaleString('en')} standings from cold`,
      measured: `${cold.toFixed(1)} s, ${spentByUs.toFixed(1)} s of processor in Spil; ${(cold / least).toFixed(1)} times the bare insert`,
      bound: 'under 20 s',
      holds: cold < 20,
    },
    {
      what: 'new facts of one item until it stands otherwise, from the request',
      measured: `${spent.toFixed(0)} ms (95 %: ${percentile(times, 0.95).toFixed(0)} ms)`,
      bound: 'under 50 ms',
      holds: spent < 50,
    },
  ]
}

try {
  const token = await ready()
  const { db } = await database()
  const figures = await measure(db, token)
  console.log(table(figures))
  process.exitCode = figures.every((one) => one.holds) ? 0 : 1
} finally {
  await stop()
}
process.exit()
