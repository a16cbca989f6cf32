/** What the desk is held against: the same work by the owner, without policies, as bare prepared statements that somebody would write by hand. */
import { randomUUID } from 'node:crypto'
import type pg from 'pg'
import type { Loaded } from './load.ts'

/** A statement of the owner, prepared once: the floor that the doors, the policies and the JSON stand on. */
const bare = (db: pg.Client, name: string, text: string) => (values: unknown[]) => db.query({ name, text, values })

export const bareList = (db: pg.Client) =>
  bare(
    db,
    'list',
    `select c.id, c.number, c.title, c.kind, c.state, c.priority, c.proposed_priority, c.priority_reason, c.why, c.impact, c.urgency, c.organisation_id,
      c.reporter_id, c.assignee_id, c.team_id, c.channel, c.confidential, c.waiting_for, c.opened_at, c.updated_at, c.due_at, c.risk_at, c.version,
      c.priority_rank, r.name as reporter_name, a.name as assignee_name, t.name as team_name
      from "case" c join person r on r.id = c.reporter_id left join person a on a.id = c.assignee_id left join team t on t.id = c.team_id
      where c.state in ('new', 'inProgress') and c.priority = 'high' order by c.updated_at desc, c.id desc limit 51`,
  )

/** Everything that the page of a case shows; each a look-up by one id. */
const ofPage = [
  `select c.*, r.name as reporter_name, a.name as assignee_name, t.name as team_name from "case" c join person r on r.id = c.reporter_id
    left join person a on a.id = c.assignee_id left join team t on t.id = c.team_id where c.id = $1`,
  `select e.id, e.case_id, e.author_id, e.visibility, e.channel, e.kind, e.text, e.html, e.at, p.name from entry e left join person p on p.id = e.author_id
    where e.case_id = $1 order by e.place desc limit 200`,
  `select p.id, p.name, c.role from case_person c join person p on p.id = c.person_id where c.case_id = $1`,
  `select * from attachment where case_id = $1 order by at`,
  `select o.id, o.number, o.title, o.state, l.kind from case_link l join "case" o on o.id = l.other_id where l.case_id = $1
    union all select o.id, o.number, o.title, o.state, l.kind from case_link l join "case" o on o.id = l.case_id where l.other_id = $1 limit 100`,
  `select c.number, c.title, m.at, m.reason, p.name from case_tree f join "case" c on c.id = f.case_id join case_merge m on m.case_id = f.case_id
    left join person p on p.id = m.by_id where f.root_id = $1 and f.case_id <> $1 and m.undone_at is null`,
  `select * from case_clock where case_id = $1 order by agreement_id, target, round`,
  `select o.time_zone, m.matrix, k.body as calendar, a.body as agreement from "case" c join organisation o on o.id = c.organisation_id
    left join priority_matrix m on m.organisation_id = o.id left join working_calendar k on k.organisation_id = o.id
    left join agreement a on a.organisation_id = o.id where c.id = $1`,
  `select h.person_id, h.writing, h.since, p.name from case_here h join person p on p.id = h.person_id where h.case_id = $1 and h.seen_at >= now() - interval '1 minute'`,
]
export function barePage(db: pg.Client): (id: string) => Promise<void> {
  const statements = ofPage.map((text, at) => bare(db, `page-${at}`, text))
  return async (id) => {
    for (const sql of statements) await sql([id])
  }
}

/** The rows that the program wrote for one case, to be written as bare as they can be. */
export interface Sample {
  moments: { place: number; moment: unknown }[]
  clocks: Record<string, unknown>[]
}
export async function sampleOf(db: pg.Client, caseId: string): Promise<Sample> {
  const moments = await db.query<Sample['moments'][number]>('select place, moment from case_moment where case_id = $1', [caseId])
  const clocks = await db.query<Record<string, unknown>>('select * from case_clock where case_id = $1', [caseId])
  if (moments.rows.length === 0 || clocks.rows.length === 0) throw new Error('a new case has moments and clocks')
  return { moments: moments.rows, clocks: clocks.rows }
}

const inSql = (value: unknown) => (Array.isArray(value) ? JSON.stringify(value) : value)

/** All rows of one creation in one transaction: case, person, moments, clocks, event, its place in the outbox. */
export async function createBare(pool: pg.Pool, { organisationId, reporterId }: Loaded, sample: Sample, n: number): Promise<void> {
  const client = await pool.connect()
  const id = randomUUID()
  const put = (name: string, text: string, values: unknown[]) => client.query({ name: `bare-${name}`, text, values })
  try {
    await client.query('begin')
    await put(
      'case',
      `insert into "case" (id, organisation_id, kind, title, text, reporter_id, channel, impact, urgency, proposed_priority, priority, opened_at, updated_at,
        target_response, target_solution, response_due_at, solution_due_at, due_at, risk_at)
        values ($1, $2, 'incident', $3, 'De beamer in lokaal 12 geeft geen beeld.', $4, 'api', 'group', 'normal', 'normal', 'normal', now(), now(), 240, 1620, now(), now(), now(), now())`,
      [id, organisationId, `Beamer zonder beeld ${n}`, reporterId],
    )
    await put(
      'person',
      `insert into case_person (case_id, person_id, organisation_id, confidential, role, added_at) values ($1, $2, $3, false, 'reporter', now())`,
      [id, reporterId, organisationId],
    )
    for (const { place, moment } of sample.moments)
      await put('moment', `insert into case_moment (case_id, place, moment) values ($1, $2, $3)`, [id, place, JSON.stringify(moment)])
    for (const clock of sample.clocks) {
      const row = { ...clock, id: randomUUID(), case_id: id }
      const places = Object.keys(row).map((_, at) => `$${at + 1}`)
      await put('clock', `insert into case_clock (${Object.keys(row)}) values (${places})`, Object.values(row).map(inSql))
    }
    await put(
      'event',
      `with written as (insert into event (name, about, organisation_id, actor, at, data, people) values ('cases.opened', $1, $2, 'system', now(), $3, $4) returning id)
        insert into unsealed (event_id) select id from written`,
      [
        `case/${id}`,
        organisationId,
        JSON.stringify({ caseId: id, number: n, kind: 'incident', channel: 'api', impact: 'group', urgency: 'normal' }),
        [reporterId],
      ],
    )
    await client.query('commit')
  } finally {
    client.release()
  }
}
