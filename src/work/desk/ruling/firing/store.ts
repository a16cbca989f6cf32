/** The SQL of firing: once per rule, occasion and case, with its cause carried along. */
import { type Kysely, sql } from 'kysely'
import type { Held } from '../../conditions/contract.ts'
import type { Kept } from '../store.ts'

type Db = Kysely<unknown>

/** How deep in a chain of rules this event is; 0 when no rule caused it. */
export async function depthOf(db: Db, eventId: string): Promise<number> {
  const { rows } = await sql<{ depth: number }>`select depth from ruling_cause where event_id = ${eventId}`.execute(db)
  return rows[0]?.depth ?? 0
}
export async function firedLately(db: Db, ruleId: string, caseId: string, since: Date): Promise<number> {
  const { rows } = await sql<{ count: number }>`select count(*)::int as count from ruling_firing
    where rule_id = ${ruleId} and case_id = ${caseId} and at > ${since}`.execute(db)
  return rows[0]?.count ?? 0
}
interface Beginning {
  id: string
  ruleId: string
  occasion: string
  caseId: string
  organisationId: string
  version: number
  at: Date
  depth: number
  held: readonly Held[]
}
/** False when it fired for this occasion and case already: the database decides. */
export async function beginFiring(db: Db, row: Beginning): Promise<boolean> {
  const done = await sql`insert into ruling_firing (id, rule_id, occasion, case_id, organisation_id, version, at, depth, held, did)
    values (${row.id}, ${row.ruleId}, ${row.occasion}, ${row.caseId}, ${row.organisationId}, ${row.version}, ${row.at}, ${row.depth},
      ${JSON.stringify(row.held)}::jsonb, '[]') on conflict (rule_id, occasion, case_id) do nothing`.execute(db)
  return done.numAffectedRows === 1n
}
export async function endFiring(db: Db, id: string, did: readonly Kept[]): Promise<void> {
  await sql`update ruling_firing set did = ${JSON.stringify(did)}::jsonb where id = ${id}`.execute(db)
}
export async function keepCauses(db: Db, eventIds: readonly string[], firingId: string, depth: number, at: Date): Promise<void> {
  if (eventIds.length === 0) return
  await sql`insert into ruling_cause (event_id, firing_id, depth, at)
    select id, ${firingId}::uuid, ${depth}::smallint, ${at}::timestamptz from unnest(${[...eventIds]}::bigint[]) as e (id) on conflict do nothing`.execute(
    db,
  )
}
/** What caused what is of no use when everybody has followed it. */
export async function forgetCauses(db: Db, before: Date): Promise<void> {
  await sql`delete from ruling_cause where at < ${before}`.execute(db)
}

/** When the case began to wait, by its own changes. */
export const beganToWait = sql.raw(
  `(select max(h.at) from case_change h where h.case_id = c.id and h.changes @> '[{"field": "state", "to": "waiting"}]')`,
)
const bases = { opened: sql.raw('opened_at'), updated: sql.raw('updated_at'), waiting: beganToWait } as const
export interface Due {
  id: string
  base: string
}
/** Open cases for which it is so long since, counted from when the rule was there, and on which it has not fired for that. */
export async function dueSince(
  db: Db,
  rule: { id: string; organisationId: string; of: keyof typeof bases; hours: number; since: Date },
  now: Date,
): Promise<Due[]> {
  const base = bases[rule.of]
  const length = sql`${rule.hours}::float8 * interval '1 hour'`
  const { rows } = await sql<Due>`select id, ${base} as base from "case" c
    where organisation_id = ${rule.organisationId} and state in ('new', 'inProgress', 'waiting', 'solved', 'reopened')
      ${rule.of === 'waiting' ? sql`and state = 'waiting'` : sql``}
      and ${base} + ${length} <= ${now} and ${base} + ${length} >= ${rule.since}
      and not exists (select from ruling_firing f where f.rule_id = ${rule.id} and f.case_id = c.id
        and f.occasion = 'since/' || to_char(${base} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))
    order by ${base} limit 200`.execute(db)
  return rows
}
