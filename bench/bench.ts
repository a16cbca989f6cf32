/**
 * `npm run bench`: the desk with 100,000 cases and 1,000,000 entries, the real program in a process of its own against the bare SQL of the
 * same work, as ratios in one run. Prints a table; docs/performance.md keeps one. `node bench/bench.ts 20000 10` for a smaller one.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { bareList, barePage, createBare, sampleOf } from './floor.ts'
import { type Loaded, load, queries } from './load.ts'
import { call, type Figure, inTurns, median, milliseconds, percentile, perSecond, table } from './measure.ts'
import { megabytes, startProgram } from './program.ts'

const cases = Number(process.argv[2] ?? 100_000)
const entriesEach = Number(process.argv[3] ?? 10)
const { url, child, ready, database, stop } = startProgram()

async function lists(db: pg.Client, token: string): Promise<Figure> {
  const sql = bareList(db)
  const [ours, floor] = await inTurns(
    200,
    () => call(`${url}/api/desk/cases?state=new,inProgress&priority=high&limit=50`, 'GET', token),
    () => sql([]),
  )
  return ratio('list of 50 under filter, against its bare SQL', ours, floor, 2.5)
}

async function pages(db: pg.Client, token: string, ids: readonly string[]): Promise<Figure> {
  const floorOf = barePage(db)
  const idAt = (n: number) => ids[n % ids.length] ?? ''
  const [ours, floor] = await inTurns(
    200,
    (n) => call(`${url}/api/desk/cases/${idAt(n)}`, 'GET', token),
    (n) => floorOf(idAt(n)),
  )
  return ratio('case page, against its bare SQL', ours, floor, 3)
}

function ratio(what: string, ours: number[], floor: number[], bound: number): Figure {
  const value = median(ours) / median(floor)
  const measured = `${value.toFixed(2)} (${median(ours).toFixed(2)} ms to ${median(floor).toFixed(2)} ms)`
  return { what, measured, bound: `at most ${bound}`, holds: value <= bound }
}

/** In rounds by turns. The bare rows are sealed as well while they come, so the sealer weighs on both. */
async function creation(db: pg.Client, databaseUrl: string, token: string, loaded: Loaded): Promise<Figure> {
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 8 })
  const body = {
    reporterId: loaded.reporterId,
    kind: 'incident',
    title: 'Beamer zonder beeld',
    text: 'De beamer in lokaal 12 geeft geen beeld.',
    impact: 'group',
    urgency: 'normal',
  }
  const first = JSON.parse(await call(`${url}/api/desk/cases`, 'POST', token, body)) as { id: string }
  const sample = await sampleOf(db, first.id)
  const ours: number[] = []
  const floor: number[] = []
  for (let round = 0; round < 6; round += 1) {
    const one = await perSecond(8, 3, () => call(`${url}/api/desk/cases`, 'POST', token, body))
    const other = await perSecond(8, 3, (n) => createBare(pool, loaded, sample, n))
    // What the sealer and the subscribers still have to do should not weigh on the next round; a long backlog falls on both alike.
    for (let waited = 0; waited < 10_000; waited += 200) {
      const { rows } = await pool.query<{ open: boolean }>(
        `select exists (select from unsealed) or exists (select from subscription_cursor where seq < (select max(size) - 1 from head)) as open`,
      )
      if (!rows[0]?.open) break
      await sleep(200)
    }
    if (round > 0) {
      ours.push(one)
      floor.push(other)
    }
  }
  await pool.end()
  const value = median(ours) / median(floor)
  const measured = `${value.toFixed(2)} (${Math.round(median(ours))}/s to ${Math.round(median(floor))}/s)`
  return { what: 'creation, against the rate of bare transactions with the same inserts', measured, bound: 'at least 0.3', holds: value >= 0.3 }
}

async function search(token: string): Promise<Figure> {
  const ask = (query: string) => call(`${url}/api/desk/search?q=${encodeURIComponent(query)}&limit=20`, 'GET', token)
  for (const query of queries) await ask(query)
  const times: { query: string; took: number }[] = []
  for (let round = 0; round < 5; round += 1) for (const query of queries) times.push({ query, took: await milliseconds(() => ask(query)) })
  const all = times.map(({ took }) => took)
  const p99 = percentile(all, 0.99)
  const slowest = times.toSorted((a, b) => b.took - a.took)[0]
  const measured = `${p99.toFixed(0)} ms (median ${median(all).toFixed(0)} ms of ${all.length}; slowest ${slowest?.took.toFixed(0)} ms for "${slowest?.query}")`
  return { what: 'search, 99th percentile', measured, bound: 'under 150 ms', holds: p99 < 150 }
}

function memory(): Figure {
  const most = megabytes(child.pid, 'VmHWM')
  const measured = `${most} MB (now ${megabytes(child.pid, 'VmRSS')} MB)`
  return { what: 'resident memory of the Node process, highest', measured, bound: 'under 400 MB', holds: most < 400 }
}

try {
  const token = await ready()
  const { db, databaseUrl } = await database()
  console.log(`Loading ${cases} cases and ${cases * entriesEach} entries …`)
  const loaded = await load(db, cases, entriesEach)
  await db.query('vacuum analyze')
  console.log('Measuring …')
  const { rows } = await db.query<{ id: string }>(`select id from "case" where number % 499 = 0 order by number limit 200`)
  const ids = rows.map(({ id }) => id)
  const figures: Figure[] = []
  // Each is said as soon as it is known: loading takes long, and what comes after may fail.
  for (const measure of [
    () => lists(db, token),
    () => pages(db, token, ids),
    () => creation(db, databaseUrl, token, loaded),
    () => search(token),
    memory,
  ]) {
    const figure = await measure()
    console.log(`${figure.what}: ${figure.measured}`)
    figures.push(figure)
  }
  console.log(`\n${table(figures)}\n`)
  await db.end()
  process.exitCode = figures.every((one) => one.holds) ? 0 : 1
} catch (error) {
  console.error(error)
  process.exitCode = 1
} finally {
  await stop()
}
process.exit()
