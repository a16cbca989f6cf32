/** The SQL of impact: relations by which a failure goes, as numbers. */
import { type RawBuilder, sql } from 'kysely'
import { holds, type RelationDb } from '../relations/store.ts'
import type { Ref } from '../store.ts'

/** Numbers of items that a failure of these may reach (`down`), or by which these may be hit (`up`); nearest first, at most `most` + 1. */
export async function reach(db: RelationDb, from: readonly number[], way: 'down' | 'up', now: Date, most: number): Promise<number[]> {
  const step =
    way === 'down'
      ? sql`select r.hit from reach join item_relation r on r.cause = reach.number and r.hit_live and ${holds(now)}`
      : sql`select r.cause from reach join item_relation r on r.hit = reach.number and ${holds(now)}`
  const { rows } = await sql<{ number: number }>`with recursive reach (number) as (
    select * from unnest(${[...from]}::int[]) union ${step}) select number from reach limit ${most + 1}`.execute(db)
  return rows.map(({ number }) => number)
}

export interface Packed {
  /** Cause, hit and group of each relation, as four bytes each. */
  edges: Int32Array
  needed: Map<number, number>
  /** Numbers of causes that are not in use. */
  inert: number[]
}
async function packed(db: RelationDb, where: RawBuilder<unknown>): Promise<Packed> {
  const { rows } = await sql<{ edges: Buffer | null; inert: number[] | null }>`
    select string_agg(int4send(r.cause) || int4send(r.hit) || int4send(coalesce(r.group_id, 0)), ''::bytea) as edges,
      array_agg(distinct r.cause) filter (where not r.cause_live) as inert
    from item_relation r where ${where}`.execute(db)
  const bytes = rows[0]?.edges ?? Buffer.alloc(0)
  const edges = new Int32Array(bytes.length / 4)
  for (let at = 0; at < edges.length; at++) edges[at] = bytes.readInt32BE(at * 4)
  const groups = new Set<number>()
  for (let at = 2; at < edges.length; at += 3) if (edges[at] !== 0) groups.add(edges[at] ?? 0)
  const { rows: known } = groups.size
    ? await sql<{ id: number; needed: number }>`select id, needed from item_group where id = any (${[...groups]}::int[])`.execute(db)
    : { rows: [] }
  return { edges, needed: new Map(known.map(({ id, needed }) => [id, needed])), inert: rows[0]?.inert ?? [] }
}
/** Every relation by which one of these can be hit. */
export const relationsInto = (db: RelationDb, hits: readonly number[], now: Date): Promise<Packed> =>
  packed(db, sql`r.hit = any (${[...hits]}::int[]) and r.hit_live and ${holds(now)}`)
export interface Known extends Ref {
  importance: number
}
export async function readNumbers(db: RelationDb, numbers: readonly number[]): Promise<Map<number, Known>> {
  const { rows } = await sql<Known>`select id, number, name, kind, class, state, organisation_id, importance from item
    where number = any (${[...numbers]}::int[])`.execute(db)
  return new Map(rows.map((row) => [row.number, row]))
}
export interface Sums {
  kinds: { kind: string; organisationId: string; count: number }[]
  /** Numbers of the most important ones. */
  first: number[]
  importance: number
}
/** What there is among these: how many of each kind, and which matter most. In the order given where they matter the same. */
export async function sumUp(db: RelationDb, numbers: readonly number[], most: number): Promise<Sums> {
  const { rows } = await sql<Sums>`
    with here as materialized (
      select i.number, i.kind, i.organisation_id, i.importance, n.place
      from unnest(${[...numbers]}::int[]) with ordinality n (number, place) join item i on i.number = n.number)
    select (select coalesce(json_agg(json_build_object('kind', kind, 'organisationId', organisation_id, 'count', count) order by count desc), '[]')
        from (select kind, organisation_id, count(*) as count from here group by kind, organisation_id) k) as kinds,
      coalesce((select array_agg(number) from (select number from here order by importance desc, place limit ${most}) f), '{}') as first,
      coalesce((select max(importance) from here), 0) as importance`.execute(db)
  return rows[0] ?? { kinds: [], first: [], importance: 0 }
}
/** Who use any of these, and some of them. */
export async function usersOf(db: RelationDb, numbers: readonly number[], most: number): Promise<{ count: number; ids: string[] }> {
  const { rows } = await sql<{ count: number; ids: string[] }>`
    with who as materialized (select distinct u.person_id from item i join item_user u on u.item_id = i.id where i.number = any (${[...numbers]}::int[]))
    select (select count(*)::int from who) as count, coalesce((select array_agg(person_id) from (select person_id from who order by 1 limit ${most}) f), '{}') as ids`.execute(
    db,
  )
  return rows[0] ?? { count: 0, ids: [] }
}
