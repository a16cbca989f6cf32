/** 100,000 cases and 1,000,000 entries of a made-up organisation, written by SQL: what a bench of the desk stands on. Deterministic. */
import { randomUUID } from 'node:crypto'
import type pg from 'pg'

export interface Loaded {
  organisationId: string
  reporterId: string
}

const stems = `printer beamer wifi laptop wachtwoord account agenda map schijf netwerk scherm toetsenbord muis telefoon licentie software update
  docent leerling lokaal balie directie rooster cijfer team mail bijlage handtekening certificaat server opslag kabel dock oplader batterij
  geluid camera microfoon verbinding aanvraag installatie toegang groep gast sleutel badge toner papier lade scanner monitor adapter tablet`
  .trim()
  .split(/\s+/)
/** As in people's messages: a few small words everywhere, some dozens often, some thousands seldom (Zipf). */
const words = [...'de het een niet is op en van ik in'.split(' '), ...stems, ...stems.flatMap((first) => stems.map((second) => first + second))]

/** Word number words × u², for a u between 0 and 1 that follows from the row and the place in the sentence. */
const pick = (n: string, prime: number) =>
  `(w.list)[1 + floor(${words.length} * power((((${n})::bigint * ${prime} * 7919 + ${prime}) % 99991) / 99991.0, 2))::int]`
const sentence = (n: string, primes: readonly number[]) => primes.map((prime) => pick(n, prime)).join(` || ' ' || `)

const primes = [31, 37, 41, 43, 47, 53, 59, 61, 67, 71, 73, 79, 83, 89, 97, 101, 103, 107]

/** `db` is the owner. Takes some minutes: a million entries are also indexed for search. */
export async function load(db: pg.Client, cases: number, entriesEach: number): Promise<Loaded> {
  const { rows } = await db.query<{ id: string }>('select id from organisation where own')
  const organisationId = rows[0]?.id
  if (!organisationId) throw new Error('set up first')
  await db.query(`set statement_timeout = 0; set synchronous_commit = off; set maintenance_work_mem = '256MB'`)
  // Built anew at the end, which takes a fraction of keeping them up with a million rows.
  const { rows: indexes } = await db.query<{ name: string; definition: string }>(
    `select indexname as name, indexdef as definition from pg_indexes where tablename in ('case', 'entry') and indexname like '%\\_search'`,
  )
  for (const { name } of indexes) await db.query(`drop index ${name}`)
  await db.query(`create temporary table people as select gen_random_uuid() as id, n from generate_series(0, 499) n`)
  await db.query(
    `insert into person (id, name, email, locale, time_zone, created_at)
     select id, 'Persoon ' || n, 'bench' || n || '@linde.example', 'nl', 'Europe/Amsterdam', now() from people`,
  )
  await db.query(
    `insert into membership (person_id, organisation_id, role, granted_at) select id, $1, case when n < 20 then 'engineer' else 'reporter' end, now() from people`,
    [organisationId],
  )
  const list = `'{${words.join(',')}}'::text[]`
  await db.query(
    `insert into "case" (id, organisation_id, kind, state, title, text, reporter_id, channel, impact, urgency, proposed_priority, priority,
       assignee_id, waiting_for, opened_at, updated_at, target_response, target_solution, response_due_at, solution_due_at, due_at, risk_at)
     select gen_random_uuid(), $1, (array['incident','incident','serviceRequest','informationRequest'])[1 + g.n % 4], s.state,
       ${sentence('g.n', primes.slice(0, 4))} || ' ' || (g.n % 997), ${sentence('g.n', primes.slice(4, 16))},
       r.id, 'portal', 'person', 'normal', p.priority, p.priority, case when g.n % 3 > 0 then a.id end,
       case when s.state = 'waiting' then 'reporter' end, t.at, t.at + interval '1 day', 240, 1620, t.at + interval '4 hours', t.at + interval '3 days',
       case when s.state in ('new', 'inProgress', 'reopened') then t.at + interval '3 days' end, t.at + interval '2 days'
     from generate_series(1, $2::int) g(n)
     cross join (select ${list} as list) w
     cross join lateral (select (array['closed','closed','closed','closed','closed','closed','closed','closed','closed','closed','closed','closed',
       'closed','closed','new','inProgress','inProgress','waiting','solved','cancelled'])[1 + g.n % 20] as state) s
     cross join lateral (select (array['low','normal','normal','high','critical'])[1 + g.n % 5] as priority) p
     cross join lateral (select now() - make_interval(mins => ($2::int - g.n) * 5) as at) t
     join people r on r.n = 20 + g.n % 480 join people a on a.n = g.n % 20`,
    [organisationId, cases],
  )
  await db.query(
    `insert into case_person (case_id, person_id, organisation_id, confidential, role, added_at)
     select id, reporter_id, organisation_id, false, 'reporter', opened_at from "case"`,
  )
  // The clocks that the agreement every organisation begins with gives: to answer and to solve.
  await db.query(`insert into case_moment (case_id, place, moment)
     select id, 0, jsonb_build_object('on', 'opened', 'at', opened_at, 'kind', kind, 'state', 'new',
       'teamId', null, 'service', null, 'priority', priority, 'assigneeId', null, 'reporterId', reporter_id, 'waitingFor', null) from "case"`)
  await db.query(
    `insert into case_clock (id, case_id, organisation_id, agreement_id, agreement_version, calendar_id, calendar_version, target, kind, round, state,
       started_at, start_place, attached_place, done_at, due_at, risk_at, target_seconds, counted)
     select gen_random_uuid(), c.id, c.organisation_id, c.organisation_id, 0, c.organisation_id, 0, k.target, k.target, 1, s.state,
       c.opened_at, 0, 0, case when s.state = 'met' then c.opened_at + interval '2 hours' end, c.opened_at + interval '3 days', c.opened_at + interval '2 days',
       k.seconds, case when s.state = 'met' then 7200 end
     from "case" c cross join (values ('response', 14400), ('solution', 97200)) k(target, seconds)
     cross join lateral (select case when c.state in ('new', 'inProgress', 'waiting') then 'running' else 'met' end as state) s`,
  )
  await db.query(
    `insert into entry (id, case_id, organisation_id, confidential, author_id, visibility, channel, kind, text, at)
     select gen_random_uuid(), c.id, c.organisation_id, false, case when k % 2 = 0 then c.reporter_id else c.assignee_id end,
       case when k % 4 = 3 then 'internal' else 'public' end, 'portal', 'message',
       ${sentence('c.number * 13 + k', primes)} || ' ' || (c.number % 4999), c.opened_at + make_interval(mins => k * 30)
     from "case" c cross join generate_series(1, $1::int) k cross join (select ${list} as list) w`,
    [entriesEach],
  )
  for (const { definition } of indexes) await db.query(definition)
  await db.query(`analyze`)
  // Without an address nobody is mailed: the bare transactions it is held against insert no mail either.
  await db.query('update person set email = null where id = (select id from people where n = 30)')
  const reporter = await db.query<{ id: string }>('select id from people where n = 30')
  return { organisationId, reporterId: reporter.rows[0]?.id ?? randomUUID() }
}

/** What people type: one word, two, the beginning of one, a number; common ones and rare ones. */
export const queries: readonly string[] = [
  ...stems.slice(0, 30),
  ...stems.slice(0, 30).map((word, at) => `${word} ${stems[(at * 7 + 3) % stems.length]}`),
  ...stems.slice(0, 10).map((word, at) => `${word}${stems[at + 11]}`),
  ...stems.slice(10, 30).map((word) => word.slice(0, 4)),
  ...Array.from({ length: 10 }, (_, at) => `${1001 + at * 997}`),
  ...Array.from({ length: 10 }, (_, at) => `C-${1001 + at * 4999}`),
]
