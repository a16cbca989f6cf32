/** The SQL of everything that hangs together: one statement, so one snapshot. */
import { sql } from 'kysely'
import { holds, type RelationDb } from '../../relations/store.ts'

export interface State {
  /** Which database this is, since it began. */
  database: string
  /** This transaction changed something itself. */
  own: boolean
  /** Since the snapshot that was given. */
  changed: boolean
}
export async function stateSince(db: RelationDb, snapshot: string | null): Promise<State> {
  const { rows } = await sql<State>`select current_database() || ' ' || pg_postmaster_start_time() as database, own, changed
    from spil_graph_since(${snapshot}::pg_snapshot)`.execute(db)
  if (!rows[0]) throw new Error('a database has a state')
  return rows[0]
}

export interface Read {
  snapshot: string
  /** When the first relation begins or ends after this moment. */
  until: string | null
  /** Cause, hit and group of each relation, as four bytes each. */
  edges: Buffer
  groups: { id: number; needed: number }[]
  inert: number[]
  /** Number, place in `kinds` and importance of each item, as four bytes each. */
  items: Buffer
  kinds: { kind: string; organisationId: string }[]
  /** Number of an item and place in `persons` of who uses it, as four bytes each. */
  users: Buffer
  persons: string[]
}
export async function readWhole(db: RelationDb, now: Date): Promise<Read> {
  const { rows } = await sql<Read>`
    with r as materialized (select r.cause, r.hit, r.group_id, r.cause_live from item_relation r where r.cause is not null and r.hit_live and ${holds(now)}),
    mine as materialized (select i.id, i.number, i.kind, i.organisation_id, i.importance from item i
      where i.number in (select cause from r union select hit from r)),
    k as materialized (select kind, organisation_id, (row_number() over (order by organisation_id, kind) - 1)::int as at
      from (select distinct kind, organisation_id from mine) k),
    u as materialized (select m.number, u.person_id from mine m join item_user u on u.item_id = m.id),
    p as materialized (select person_id, (row_number() over (order by person_id) - 1)::int as at from (select distinct person_id from u) p)
    select pg_current_snapshot()::text as snapshot,
      (select min(least(case when valid_from > ${now} then valid_from end, case when valid_until > ${now} then valid_until end)) from item_relation
        where cause is not null and (valid_from > ${now} or valid_until > ${now})) as until,
      coalesce((select string_agg(int4send(cause) || int4send(hit) || int4send(coalesce(group_id, 0)), ''::bytea) from r), '') as edges,
      coalesce((select json_agg(json_build_object('id', id, 'needed', needed)) from item_group), '[]') as groups,
      coalesce((select array_agg(distinct cause) from r where not cause_live), '{}') as inert,
      coalesce((select string_agg(int4send(m.number) || int4send(k.at) || int4send(m.importance::int), ''::bytea) from mine m
        join k on k.kind = m.kind and k.organisation_id = m.organisation_id), '') as items,
      coalesce((select json_agg(json_build_object('kind', kind, 'organisationId', organisation_id) order by at) from k), '[]') as kinds,
      coalesce((select string_agg(int4send(u.number) || int4send(p.at), ''::bytea) from u join p on p.person_id = u.person_id), '') as users,
      coalesce((select array_agg(person_id::text order by at) from p), '{}') as persons`.execute(db)
  if (!rows[0]) throw new Error('what hangs together is read')
  return rows[0]
}
/** A graph is kept for half a day at most. */
export async function forgetChanges(db: RelationDb): Promise<void> {
  await sql`delete from item_graph_change where at < clock_timestamp() - interval '1 day'`.execute(db)
}
