/**
 * `npm run bench`: the desk with 100,000 cases and 1,000,000 entries, the real program in a process of its own against the bare SQL of the
 * same work, as ratios in one run. Prints a table; docs/performance.md keeps one. `node bench/bench.ts 20000 10` for a smaller one.
 */
import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { type Loaded, load, queries } from './load.ts'
import { call, type Figure, inTurns, median, milliseconds, percentile, perSecond, table } from './measure.ts'
import { megabytes, startProgram } from './program.ts'

const cases = Number(process.argv[2] ?? 100_000)
const entriesEach = Number(process.argv[3] ?? 10)
const { url, child, ready, database, stop } = startProgram()

/** A statement of the owner, prepared once, without policies: the floor that the doors, the policies and the JSON stand on. */
const bare = (db: pg.Client, name: string, text: string) => (values: unknown[]) => db.query({ name, text, values })

const ofList = `select c.id, c.number, c.title, c.kind, c.state, c.priority, c.impact, c.urgency, c.organisation_id, c.reporter_id, c.assignee_id, c.team_id,
  c.channel, c.confidential, c.waiting_for, c.opened_at, c.updated_at, c.due_at, c.risk_at, c.version, c.priority_rank,
  r.name as reporter_name, a.name as assignee_name, t.name as team_name
  from "case" c join person r on r.id = c.reporter_id left join person a on a.id = c.assignee_id left join team t on t.id = c.team_id
  where c.state in ('new', 'inProgress') and c.priority = 'high' order by c.updated_at desc, c.id desc limit 51`

async function lists(db: pg.Client, token: string): Promise<Figure> {
  const sql = bare(db, 'list', ofList)
  const [ours, floor] = await inTurns(
    200,
    () => call(`${url}/api/desk/cases?state=new,inProgress&priority=high&limit=50`, 'GET', token),
    () => sql([]),
  )
  return ratio('list of 50 under filter, against its bare SQL', ours, floor, 2.5)
}

async function pages(db: pg.Client, token: string, ids: readonly string[]): Promise<Figure> {
  const statements = [
    `select c.*, r.name as reporter_name, a.name as assignee_name from "case" c join person r on r.id = c.reporter_id left join person a on a.id = c.assignee_id where c.id = $1`,
    `select e.id, e.case_id, e.author_id, e.visibility, e.channel, e.kind, e.text, e.html, e.at, p.name from entry e left join person p on p.id = e.author_id where e.case_id = $1 order by e.place desc limit 200`,
    `select p.id, p.name, c.role from case_person c join person p on p.id = c.person_id where c.case_id = $1`,
    `select * from attachment where case_id = $1 order by at`,
    `select o.id, o.number, o.title, o.state, l.kind from case_link l join "case" o on o.id = l.other_id where l.case_id = $1 limit 100`,
    `select k.time_zone, k.week, k.targets, m.matrix from "case" c left join calendar k on k.organisation_id = c.organisation_id left join priority_matrix m on m.organisation_id = c.organisation_id where c.id = $1`,
  ].map((text, at) => bare(db, `page-${at}`, text))
  const idAt = (n: number) => ids[n % ids.length] ?? ''
  const [ours, floor] = await inTurns(
    200,
    (n) => call(`${url}/api/desk/cases/${idAt(n)}`, 'GET', token),
    async (n) => {
      for (const sql of statements) await sql([idAt(n)])
    },
  )
  return ratio('case page, against its bare SQL', ours, floor, 3)
}

function ratio(what: string, ours: number[], floor: number[], bound: number): Figure {
  const value = median(ours) / median(floor)
  const measured = `${value.toFixed(2)} (${median(ours).toFixed(2)} ms to ${median(floor).toFixed(2)} ms)`
  return { what, measured, bound: `at most ${bound}`, holds: value <= bound }
}

/** The inserts of one creation in one transaction, as somebody would write them by hand. */
async function createBare(pool: pg.Pool, { organisationId, reporterId }: Loaded, n: number): Promise<void> {
  const client = await pool.connect()
  const id = randomUUID()
  try {
    await client.query('begin')
    await client.query({
      name: 'bare-case',
      text: `insert into "case" (id, organisation_id, kind, title, text, reporter_id, channel, impact, urgency, proposed_priority, priority, opened_at, updated_at,
        target_response, target_solution, response_due_at, solution_due_at, due_at, risk_at)
        values ($1, $2, 'incident', $3, 'De beamer in lokaal 12 geeft geen beeld.', $4, 'api', 'group', 'normal', 'normal', 'normal', now(), now(), 240, 1620, now(), now(), now(), now())`,
      values: [id, organisationId, `Beamer zonder beeld ${n}`, reporterId],
    })
    await client.query({
      name: 'bare-person',
      text: `insert into case_person (case_id, person_id, organisation_id, confidential, role, added_at) values ($1, $2, $3, false, 'reporter', now())`,
      values: [id, reporterId, organisationId],
    })
    await client.query({
      name: 'bare-event',
      text: `with written as (insert into event (name, about, organisation_id, actor, at, data) values ('cases.opened', $1, $2, 'system', now(), $3) returning id)
        insert into unsealed (event_id) select id from written`,
      values: [
        `case/${id}`,
        organisationId,
        JSON.stringify({ caseId: id, number: n, kind: 'incident', channel: 'api', impact: 'group', urgency: 'normal' }),
      ],
    })
    await client.query('commit')
  } finally {
    client.release()
  }
}

/** In rounds by turns. The bare rows are sealed as well while they come, so the sealer weighs on both. */
async function creation(databaseUrl: string, token: string, loaded: Loaded): Promise<Figure> {
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 8 })
  const body = {
    reporterId: loaded.reporterId,
    kind: 'incident',
    title: 'Beamer zonder beeld',
    text: 'De beamer in lokaal 12 geeft geen beeld.',
    impact: 'group',
    urgency: 'normal',
  }
  const ours: number[] = []
  const floor: number[] = []
  for (let round = 0; round < 6; round += 1) {
    const one = await perSecond(8, 3, () => call(`${url}/api/desk/cases`, 'POST', token, body))
    const other = await perSecond(8, 3, (n) => createBare(pool, loaded, n))
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
  const times: number[] = []
  for (let round = 0; round < 5; round += 1) for (const query of queries) times.push(await milliseconds(() => ask(query)))
  const p99 = percentile(times, 0.99)
  const measured = `${p99.toFixed(0)} ms (median ${median(times).toFixed(0)} ms of ${times.length})`
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
  const { rows } = await db.query<{ id: string }>(`select id from "case" where number % 499 = 0 order by number limit 200`)
  const figures = [
    await lists(db, token),
    await pages(
      db,
      token,
      rows.map(({ id }) => id),
    ),
    await creation(databaseUrl, token, loaded),
    await search(token),
    memory(),
  ]
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
