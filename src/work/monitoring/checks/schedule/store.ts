/** The SQL of asking: what is due is taken in batches, and what came of it is written in batches. */
import { type Kysely, sql } from 'kysely'
import type { Kind, Reason, State, What } from '../kinds/contract.ts'
import type { Db as ChecksDb } from '../store.ts'

type Db = Kysely<Record<never, never>> | ChecksDb
export interface Due {
  id: string
  organisationId: string
  itemId: string
  itemNumber: number
  questionId: string
  kind: Kind
  name: string
  what: What
  secret: string | null
  timeoutSeconds: number
  state: State
  slow: boolean
  beatAt: string | null
  askedSince: string
  claimedUntil: string
}
/**
 * Takes what is due, for one process only. Of each organisation in turn, so that one with much to ask does not keep others waiting. Each has its own
 * place in its interval, so the next time is known at once, and a process that ends here costs one turn at most.
 */
export async function claimDue(db: Db, { now, slow, most, until }: { now: Date; slow: boolean; most: number; until: Date }): Promise<Due[]> {
  const { rows } = await sql<Due>`with found as materialized (
      select f.id, row_number() over (partition by f.organisation_id order by f.due_at) as turn, f.due_at from organisation o cross join lateral (
        select c.id, c.organisation_id, c.due_at from monitoring_check c
        where c.organisation_id = o.id and c.slow = ${slow} and c.filled is not null and c.collector_id is null and not c.paused and c.due_at <= ${now}
          and (c.claimed_until is null or c.claimed_until <= ${now})
        order by c.due_at limit ${most} for update of c skip locked) f where o.active),
    mine as (select id from found order by turn, due_at limit ${most})
    update monitoring_check c set claimed_until = ${until}, due_at = to_timestamp(
        (floor(extract(epoch from ${now}::timestamptz) / c.every_seconds - c.spread) + 1 + c.spread) * c.every_seconds)
    from mine, monitoring_question q, item i where c.id = mine.id and q.id = c.question_id and i.id = c.item_id
    returning c.id, c.organisation_id, c.item_id, i.number as item_number, c.question_id, c.kind, c.name, c.filled as what, q.secret, q.timeout_seconds,
      c.state, c.slow, c.beat_at, c.asked_since, c.claimed_until`.execute(db)
  return rows
}

/** Takes these, as far as this collector asks them: what it says of them is written as if they had been asked here. */
export async function claimOf(db: Db, { collectorId, ids, until }: { collectorId: string; ids: readonly string[]; until: Date }): Promise<Due[]> {
  const { rows } = await sql<Due>`update monitoring_check c set claimed_until = ${until} from monitoring_question q, item i
    where c.id = any (${[...ids]}::uuid[]) and c.collector_id = ${collectorId} and q.id = c.question_id and i.id = c.item_id
    returning c.id, c.organisation_id, c.item_id, i.number as item_number, c.question_id, c.kind, c.name, c.filled as what, q.secret, q.timeout_seconds,
      c.state, c.slow, c.beat_at, c.asked_since, c.claimed_until`.execute(db)
  return rows
}

export interface Outcome {
  due: Due
  state: State
  reason: Reason | null
  given: Readonly<Record<string, string>>
  slow: boolean
  durationMs: number
  at: Date
}
/** Writes what came of these, as far as they are still asked as they were. Answers them with the state they had. */
export async function writeOutcomes(db: Db, all: readonly Outcome[]): Promise<Map<string, State>> {
  const of = (value: (one: Outcome) => unknown) => all.map(value)
  const { rows } = await sql<{ id: string; before: State }>`with held as materialized (
      select c.id, c.state from monitoring_check c join unnest(${of(({ due }) => due.id)}::uuid[], ${of(({ due }) => due.claimedUntil)}::timestamptz[]) g (id, until)
        on g.id = c.id and g.until = c.claimed_until order by c.id for update of c)
    update monitoring_check c set claimed_until = null, state = g.state, reason = g.reason, given = g.given, slow = g.slow, duration_ms = g.ms, last_at = g.at,
      since = case when c.state = g.state then c.since else g.at end
    from held, unnest(${of(({ due }) => due.id)}::uuid[], ${of(({ state }) => state)}::text[], ${of(({ reason }) => reason)}::text[],
      ${of(({ given }) => JSON.stringify(given))}::jsonb[], ${of(({ slow }) => slow)}::boolean[], ${of(({ durationMs }) => durationMs)}::real[],
      ${of(({ at }) => at)}::timestamptz[]) g (id, state, reason, given, slow, ms, at)
    where c.id = held.id and g.id = held.id returning c.id, held.state as before`.execute(db)
  return new Map(rows.map(({ id, before }) => [id, before]))
}
/** Not asked after all: due at once, for whoever looks next. `slow`: where it holds up nobody. */
export async function giveBack(db: Db, ids: readonly string[], now: Date, slow?: boolean): Promise<void> {
  if (ids.length === 0) return
  const lane = slow === undefined ? sql`` : sql`, slow = ${slow}`
  await sql`update monitoring_check set claimed_until = null, due_at = ${now} ${lane} where id = any (${[...ids]}::uuid[])`.execute(db)
}
