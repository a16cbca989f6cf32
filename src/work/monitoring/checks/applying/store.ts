/** The SQL of which question is put to which item: many at a time. */
import { type Kysely, sql } from 'kysely'
import type { Scope } from '#record/norms/contract.ts'
import { inScope } from '#record/norms/reads.ts'
import type { What } from '../kinds/contract.ts'
import type { Db as ChecksDb, QuestionRow } from '../store.ts'

type Db = Kysely<Record<never, never>> | ChecksDb
export interface Item {
  id: string
  organisationId: string
  number: number
  name: string
  attributes: Record<string, unknown>
}
/** Items are looked at again, soon. */
export async function markItem(db: Db, itemId: string): Promise<void> {
  await sql`insert into monitoring_stale (item_id, organisation_id) select id, organisation_id from item where id = ${itemId} on conflict do nothing`.execute(
    db,
  )
}
/** When something reads one of these facts of it. */
export async function markReader(db: Db, itemId: string, keys: readonly string[]): Promise<boolean> {
  const done = await sql`insert into monitoring_stale (item_id, organisation_id) select i.id, i.organisation_id from item i where i.id = ${itemId}
    and exists (select from monitoring_check c join monitoring_question q on q.id = c.question_id where c.item_id = i.id and q.facts && ${[...keys]}::text[])
    on conflict do nothing`.execute(db)
  return (done.numAffectedRows ?? 0n) > 0n
}
export async function markOrganisation(db: Db, organisationId: string): Promise<void> {
  await sql`insert into monitoring_stale (item_id, organisation_id) select id, organisation_id from item where organisation_id = ${organisationId}
    order by id on conflict do nothing`.execute(db)
}
/** Everything that is asked of something or may be: so that what was missed is right again within a day. */
export async function markAll(db: Db): Promise<void> {
  await sql`insert into monitoring_stale (item_id, organisation_id) select i.id, i.organisation_id from item i
    where exists (select from monitoring_template t where t.organisation_id = i.organisation_id and t.enabled)
      or exists (select from monitoring_check c where c.item_id = i.id) order by i.id on conflict do nothing`.execute(db)
}
export async function hasPlaces(db: Db, organisationId: string): Promise<boolean> {
  const { rows } = await sql<{ yes: boolean }>`select exists (select from monitoring_template
    where organisation_id = ${organisationId} and enabled and scope #>> '{locationId}' is not null) as yes`.execute(db)
  return rows[0]?.yes ?? false
}
/** Items in the scope of a template, and those that it asks now. */
export async function markTemplate(db: Db, { id, organisationId }: { id: string; organisationId: string }, scope: Scope): Promise<void> {
  await sql`insert into monitoring_stale (item_id, organisation_id) select i.id, i.organisation_id from item i
    where i.organisation_id = ${organisationId} and ((${inScope(scope)})
      or i.id in (select c.item_id from monitoring_check c join monitoring_question q on q.id = c.question_id where q.template_id = ${id}))
    order by i.id on conflict do nothing`.execute(db)
}
export async function countIn(db: Db, organisationId: string, scope: Scope, templateId?: string): Promise<number> {
  const but = templateId ? sql`and not exists (select from monitoring_exception e where e.template_id = ${templateId} and e.item_id = i.id)` : sql``
  const { rows } = await sql<{
    n: number
  }>`select count(*)::int as n from item i where i.organisation_id = ${organisationId} and ${inScope(scope)} ${but}`.execute(db)
  return rows[0]?.n ?? 0
}
/** The first by name. */
export async function firstIn(db: Db, organisationId: string, scope: Scope, limit: number): Promise<{ id: string; number: number; name: string }[]> {
  const { rows } = await sql<{ id: string; number: number; name: string }>`select i.id, i.number, i.name from item i
    where i.organisation_id = ${organisationId} and ${inScope(scope)} order by i.sort_key, i.id limit ${limit}`.execute(db)
  return rows
}

/** Takes so many that are stale; what changes of them meanwhile makes them stale again. */
export async function takeStale(db: Db, most: number): Promise<Item[]> {
  const { rows } = await sql<Item>`with taken as (delete from monitoring_stale where item_id in (
      select item_id from monitoring_stale order by item_id limit ${most} for update skip locked) returning item_id)
    select i.id, i.organisation_id, i.number, i.name, i.attributes from taken join item i on i.id = taken.item_id order by i.id for key share of i`.execute(
    db,
  )
  return rows
}
export interface Template {
  id: string
  organisationId: string
  scope: Scope
}
export async function enabledIn(db: Db, organisationIds: readonly string[]): Promise<Template[]> {
  const { rows } = await sql<Template>`select id, organisation_id, scope from monitoring_template
    where enabled and organisation_id = any (${[...organisationIds]}::uuid[]) order by id`.execute(db)
  return rows
}
/** Which of these items each template asks. */
export async function scoped(db: Db, templates: readonly Template[], itemIds: readonly string[]): Promise<{ templateId: string; itemId: string }[]> {
  if (templates.length === 0) return []
  const branches = templates.map(
    ({ id, organisationId, scope }) => sql`select ${id}::uuid as template_id, i.id as item_id from mine i where i.organisation_id = ${organisationId}
      and ${inScope(scope)} and not exists (select from monitoring_exception e where e.template_id = ${id} and e.item_id = i.id)`,
  )
  const { rows } = await sql<{ templateId: string; itemId: string }>`with mine as materialized (
      select id, organisation_id, kind, class, state, tags, location_id, importance, supplier, search from item where id = any (${[...itemIds]}::uuid[]))
    ${sql.join(branches, sql` union all `)}`.execute(db)
  return rows
}
export async function directOf(db: Db, itemIds: readonly string[]): Promise<QuestionRow[]> {
  const { rows } = await sql<QuestionRow>`select * from monitoring_question where item_id = any (${[...itemIds]}::uuid[])`.execute(db)
  return rows
}

export interface Wanted {
  id: string
  question: QuestionRow
  itemId: string
  filled: What | null
  missing: string | null
  spread: number
}
/**
 * What these items are asked, and nothing else: what is new is put in, what is asked otherwise is changed (and asked soon, when it could not be asked
 * before or is another question now), what is wanted no more goes. What is as it was is not written.
 */
export async function putChecks(db: Db, itemIds: readonly string[], wanted: readonly Wanted[], now: Date): Promise<void> {
  await sql`with wanted as materialized (select * from unnest(${wanted.map((one) => one.question.id)}::uuid[], ${wanted.map((one) => one.itemId)}::uuid[]) g (q, i))
    delete from monitoring_check c where c.item_id = any (${[...itemIds]}::uuid[])
      and not exists (select from wanted where wanted.q = c.question_id and wanted.i = c.item_id)`.execute(db)
  if (wanted.length === 0) return
  const of = (value: (one: Wanted) => unknown) => wanted.map(value)
  await sql`insert into monitoring_check as c (id, organisation_id, question_id, item_id, kind, name, every_seconds, filled, missing, spread, due_at, reason, since, asked_since)
    select id, organisation_id, question_id, item_id, kind, name, every_seconds, filled, missing, spread,
      ${now}::timestamptz + make_interval(secs => spread * least(every_seconds, 60)), case when filled is null then 'noAddress' else 'notYet' end, ${now}, ${now}
    from unnest(${of((one) => one.id)}::uuid[], ${of((one) => one.question.organisationId)}::uuid[], ${of((one) => one.question.id)}::uuid[],
      ${of((one) => one.itemId)}::uuid[], ${of((one) => one.question.kind)}::text[], ${of((one) => one.question.name)}::text[],
      ${of((one) => one.question.everySeconds)}::int[], ${of((one) => one.filled && JSON.stringify(one.filled))}::jsonb[], ${of((one) => one.missing)}::text[],
      ${of((one) => one.spread)}::float8[]) g (id, organisation_id, question_id, item_id, kind, name, every_seconds, filled, missing, spread)
    on conflict (question_id, item_id) do update set kind = excluded.kind, name = excluded.name, every_seconds = excluded.every_seconds,
      filled = excluded.filled, missing = excluded.missing,
      claimed_until = case when excluded.filled is distinct from c.filled then null else c.claimed_until end, due_at = least(c.due_at, excluded.due_at),
      state = case when excluded.filled is distinct from c.filled then 'unknown' else c.state end,
      reason = case when excluded.filled is null then 'noAddress' when excluded.filled is distinct from c.filled then 'notYet' else c.reason end,
      given = case when excluded.filled is distinct from c.filled then '{}' else c.given end,
      since = case when excluded.filled is distinct from c.filled and c.state <> 'unknown' then ${now} else c.since end
    where (c.kind, c.name, c.every_seconds, c.missing) is distinct from (excluded.kind, excluded.name, excluded.every_seconds, excluded.missing)
      or c.filled is distinct from excluded.filled`.execute(db)
}
