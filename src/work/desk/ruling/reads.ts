/** Rules and firings as the screens show them, and the dry run. */
import { type Kysely, sql } from 'kysely'
import type { Context } from '#platform/room.ts'
import { numberOf } from '#record/cases/contract.ts'
import { before, casesByIds, changesAfter } from '#record/cases/past/past.ts'
import { factsOf, fieldsIn, surroundingsOf, traceOf } from '../conditions/reads.ts'
import type { Firing, Rule, RuleDefinition } from './contract.ts'
import { beganToWait } from './firing/store.ts'
import { consider, type Occasion } from './rules.ts'
import { countFirings, type Db, listFirings, type RuleRow } from './store.ts'

const month = 30 * 86_400_000
const iso = (at: string | Date | null) => (at === null ? null : new Date(at).toISOString())

/** In order. */
export async function shownRules(ctx: Context, rows: readonly RuleRow[]): Promise<Rule[]> {
  const fired = await countFirings(
    ctx.db as Db,
    rows.map(({ id }) => id),
    new Date(ctx.now.getTime() - month),
  )
  const paused = await casesByIds(
    ctx,
    rows.flatMap(({ pausedByCase }) => pausedByCase ?? []),
  )
  return rows.map(({ id, organisationId, name, active, stop, occasion, condition, actions, version, pausedAt, pausedByCase }, at) => {
    const on = paused.find((one) => one.id === pausedByCase)
    return {
      ...{ id, organisationId, name, active, stop, condition, actions, version },
      when: occasion,
      place: at + 1,
      pausedAt: iso(pausedAt),
      pausedByCase: on ? numberOf(on.number) : null,
      fired: fired.get(id)?.count ?? 0,
      lastFiredAt: iso(fired.get(id)?.last ?? null),
    }
  })
}

export async function shownFirings(
  ctx: Context,
  of: { ruleId: string } | { caseId: string },
  limit: number,
  after?: readonly [string, string],
): Promise<Firing[]> {
  const rows = await listFirings(ctx.db as Db, of, limit, after)
  return rows.map(({ id, at, ruleId, ruleName, rulePlace, version, caseId, number, title, depth, held, did }) => ({
    ...{ id, ruleId, ruleName, version, caseId, title, depth, held },
    at: new Date(at).toISOString(),
    ruleNumber: rulePlace,
    number: numberOf(number),
    did: did.map(({ why, state, ...one }) => ({
      ...one,
      why: why === null ? null : ctx.t(why, { state: state ? ctx.t(`cases.state.${state}`) : '' }),
    })),
  }))
}

interface Past {
  id: string
  caseId: string
  at: string
  data: { to?: string; changes?: { field: string }[]; entryId?: string; byReporter?: boolean }
}
const names = {
  opened: 'cases.opened',
  moved: 'cases.moved',
  assigned: 'cases.assigned',
  entryAdded: 'cases.entryAdded',
  changed: 'cases.changed',
  stepFell: 'cases.stepFell',
} as const
const mostPast = 2000

/** What happened in the last days that this rule waits for, the newest first. */
async function pastOf(ctx: Context, organisationId: string, { event, of, hours = 1 }: RuleDefinition['when'], since: Date): Promise<Past[]> {
  const db: Kysely<unknown> = ctx.db
  if (event !== 'since') {
    const { rows } = await sql<Past>`select id, data ->> 'caseId' as case_id, at, data from event
      where name = ${names[event]} and organisation_id = ${organisationId} and at > ${since} order by id desc limit ${mostPast}`.execute(db)
    return rows
  }
  const base = of === 'opened' ? sql`opened_at` : of === 'updated' ? sql`updated_at` : beganToWait
  const moment = sql`${base} + ${hours}::float8 * interval '1 hour'`
  const { rows } = await sql<Past>`select 'since' as id, id as case_id, ${moment} as at, '{}'::jsonb as data from "case" c
    where organisation_id = ${organisationId} and ${moment} > ${since} and ${moment} <= ${ctx.now} and (closed_at is null or closed_at > ${moment})
      ${of === 'waiting' ? sql`and state = 'waiting'` : sql``} order by ${moment} desc limit ${mostPast}`.execute(db)
  return rows
}

async function saidOf(ctx: Context, past: readonly Past[]) {
  const db: Kysely<unknown> = ctx.db
  const ids = past.flatMap(({ data }) => data.entryId ?? [])
  const { rows } = await sql<{ id: string; text: string; visibility: 'public' | 'internal' }>`
    select id, text, visibility from entry where id = any (${ids}::uuid[])`.execute(db)
  return new Map(rows.map((row) => [row.id, row]))
}

/** On what the rule would have fired, on the case as it was then. Nothing is written. */
export async function imagine(ctx: Context, organisationId: string, rule: RuleDefinition, since: Date) {
  const past = await pastOf(ctx, organisationId, rule.when, since)
  const ids = [...new Set(past.map(({ caseId }) => caseId))]
  const cases = new Map((await casesByIds(ctx, ids)).map((row) => [row.id, row]))
  const changes = await changesAfter(ctx, ids, since)
  const said = await saidOf(ctx, past)
  const around = await surroundingsOf(ctx, organisationId, fieldsIn(rule.condition))
  const fired = past.flatMap(({ id, caseId, at, data }) => {
    const row = cases.get(caseId)
    if (!row) return []
    const later = changes.filter((change) => change.caseId === caseId && change.at > at).flatMap((change) => change.changes)
    const was = before(row, later)
    const entry = said.get(data.entryId ?? '')
    const facts = factsOf(was, new Date(at), around, entry && { ...entry, byReporter: data.byReporter ?? false })
    const occasion: Occasion = {
      event: rule.when.event,
      key: id,
      ...(data.to !== undefined && { to: data.to }),
      ...(data.changes && { fields: data.changes.map(({ field }) => field) }),
    }
    if (consider(rule, occasion, facts, 0, 0) !== 'fires') return []
    const { number, title } = row
    return [{ caseId, number: numberOf(number), title, at: new Date(at).toISOString(), held: traceOf(rule.condition, facts), actions: rule.actions }]
  })
  return { looked: past.length, fired: fired.length, cases: new Set(fired.map(({ caseId }) => caseId)).size, items: fired.slice(0, 100) }
}
