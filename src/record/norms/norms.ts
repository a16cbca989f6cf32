/** What the room of norms offers to other rooms: bring expectations, say what is being written, publish. Reading is in reads.ts. */
import { randomUUID } from 'node:crypto'
import { isDeepStrictEqual } from 'node:util'
import { type Context, Problem } from '#platform/room.ts'
import { compile, type Wrong } from './conditions/rules.ts'
import { expectationChanged, type normsGrants, type Rule, type Scope } from './contract.ts'
import { lookSoon } from './evaluating/jobs.ts'
import { markItem, markOrganisation, markSeries } from './evaluating/store.ts'
import { demandSeries } from './series/checking/checking.ts'
import * as store from './store.ts'

type Row = store.ExpectationRow
/** Whether the actor may in this organisation. */
export const mayIn = (ctx: Context, may: keyof typeof normsGrants, organisationId: string): boolean =>
  ctx.actor.permissions.get(may)?.includes(organisationId) ?? false
const db = (ctx: Context) => ctx.db as store.Db
const most = { facts: 2000, series: 10_000 }
type What = 'added' | 'changed' | 'published' | 'withdrawn' | 'removed'

/** What is wrong with a condition, in words, with the place of each. */
export const wrongInWords = (ctx: Context, wrong: readonly Wrong[]) =>
  wrong.map(({ code, from, to, what }) => ({ code: code as string, from, to, detail: ctx.t(code, { what: what.slice(0, 80) }) }))
/** Keys of the facts it reads. Throws 'norms.notRight' with the places. */
export function demandRight(ctx: Context, { condition, series }: Pick<Rule, 'condition' | 'series'>): string[] {
  if (series) {
    demandSeries(ctx, condition, series)
    return []
  }
  const { condition: right, wrong } = compile(condition)
  if (right) return [...right.keys]
  const said = wrongInWords(ctx, wrong)
  const errors = said.map(({ code, detail }) => ({ pointer: '/rule/condition', code, detail }))
  throw new Problem('norms.notRight', 400, { wrong: said }, errors)
}

export async function tell(ctx: Context, { id, organisationId, version }: Row, what: What) {
  await ctx.emit(expectationChanged, { about: `expectation/${id}`, organisationId, data: { expectationId: id, organisationId, version, what } })
}
/** Everything of the organisation is looked at again, soon. */
export async function lookAtAll(ctx: Context, organisationId: string): Promise<void> {
  await markOrganisation(db(ctx), organisationId, ctx.now)
  await markSeries(db(ctx), organisationId)
  await lookSoon(ctx)
}
/** The same when one expectation counts now, that did or did not before: of one over series no fact says anything. */
export async function lookAfter(ctx: Context, before: Rule | null | undefined, after: Row): Promise<void> {
  if (after.counts?.series && (!before || before.series)) await markSeries(db(ctx), after.organisationId)
  else await lookAtAll(ctx, after.organisationId)
}

/** One item is looked at again, soon. */
export async function lookAtItem(ctx: Context, itemId: string): Promise<void> {
  if (await markItem(db(ctx), itemId, ctx.now)) await lookSoon(ctx)
}

/** Items of an organisation that lie in a scope, as of an expectation. */
export const itemsInScope = (ctx: Context, organisationId: string, scope: Scope, limit: number): Promise<store.ScopedItem[]> =>
  store.itemsIn(db(ctx), organisationId, scope, limit)

export interface Brought {
  organisationId: string
  origin: Row['origin']
  /** What it comes from in the room that brings it: the same again changes what is there. */
  originKey?: string | null
  baselineId?: string | null
  rule: Rule
  /** Where it is there already only its scope follows: what people changed of it stays, and what they withdrew stays withdrawn. */
  keeps?: boolean
}
/** Writes an expectation that does not count yet. Throws 'platform.notFound' for a baseline of another organisation, 'norms.notRight', 'norms.tooMany'. */
export async function addExpectation(ctx: Context, { organisationId, origin, originKey = null, baselineId = null, rule }: Brought): Promise<Row> {
  if (baselineId !== null && !(await store.hasBaseline(db(ctx), organisationId, baselineId))) throw new Problem('platform.notFound', 404)
  demandRight(ctx, rule)
  if ((await store.countExpectations(db(ctx), organisationId, Boolean(rule.series))) >= (rule.series ? most.series : most.facts))
    throw new Problem('norms.tooMany', 409)
  const at = ctx.now.toISOString()
  const row: Row = {
    ...{ id: randomUUID(), organisationId, baselineId, origin, originKey, title: rule.title, draft: rule, counts: null, keys: [] },
    ...{ severity: rule.severity, version: 1, publishedAt: null, publishedBy: null, changedAt: at, changedBy: ctx.actor.personId },
  }
  if (!(await store.insertExpectation(db(ctx), row))) throw new Problem('norms.changed', 409)
  await tell(ctx, row, 'added')
  return row
}

/** Changes what is being written. Throws 'norms.changed' for who was too late. */
export async function changeDraft(ctx: Context, { id }: Pick<Row, 'id'>, version: number, rule: Rule): Promise<Row> {
  demandRight(ctx, rule)
  const row = await store.updateExpectation(db(ctx), id, version, {
    ...{ draft: rule, changedAt: ctx.now.toISOString(), changedBy: ctx.actor.personId },
  })
  if (!row) throw new Problem('norms.changed', 409)
  await tell(ctx, row, 'changed')
  return row
}

/** What was written counts from now on. The caller has everything looked at (lookAtAll), once for all it publishes. */
export async function publish(ctx: Context, row: Row, version: number): Promise<Row> {
  const { draft } = row
  if (!draft) throw new Problem('norms.nothingNew', 409)
  const keys = demandRight(ctx, draft)
  const at = ctx.now.toISOString()
  const set = { counts: draft, draft: null, keys, title: draft.title, severity: draft.severity, publishedAt: at, publishedBy: ctx.actor.personId }
  const after = await store.updateExpectation(db(ctx), row.id, version, { ...set, changedAt: at, changedBy: ctx.actor.personId })
  if (!after) throw new Problem('norms.changed', 409)
  await tell(ctx, after, 'published')
  return after
}
/** It counts no longer and leaves its baseline, which would bring it back with its next version; what it asked for stays as a draft. */
export async function withdraw(ctx: Context, row: Row, version: number): Promise<Row> {
  const set = {
    draft: row.draft ?? row.counts,
    counts: null,
    keys: [],
    baselineId: null,
    changedAt: ctx.now.toISOString(),
    changedBy: ctx.actor.personId,
  }
  const after = await store.updateExpectation(db(ctx), row.id, version, set)
  if (!after) throw new Problem('norms.changed', 409)
  await tell(ctx, after, 'withdrawn')
  return after
}

/**
 * A room's own expectation (a design, a licence, a norm) counts as it says, whatever counted before under the same key. Answers its id.
 * Throws 'norms.notRight' when the condition is not right. A room that no longer wants it calls `bringNoMore`.
 */
export async function bringExpectation(ctx: Context, wish: Brought & { originKey: string }): Promise<string> {
  const before = await store.readByOrigin(db(ctx), wish.organisationId, wish.origin, wish.originKey)
  if (wish.keeps && before && !before.counts && before.changedBy !== null) return before.id
  const kept = wish.keeps ? (before?.counts ?? before?.draft) : null
  const rule = kept ? { ...kept, series: kept.series ?? null, scope: wish.rule.scope } : wish.rule
  if (before?.counts && isDeepStrictEqual({ ...before.counts, series: before.counts.series ?? null }, rule)) return before.id
  const row = before ? await changeDraft(ctx, before, before.version, rule) : await addExpectation(ctx, wish)
  await lookAfter(ctx, before?.counts, await publish(ctx, row, row.version))
  return row.id
}
/** Keys of what was brought and counts, that begin so. */
export const broughtUnder = (ctx: Context, organisationId: string, origin: Row['origin'], prefix: string): Promise<string[]> =>
  store.keysUnder(db(ctx), organisationId, origin, prefix)
export async function bringNoMore(ctx: Context, organisationId: string, origin: Row['origin'], originKey: string): Promise<void> {
  const row = await store.readByOrigin(db(ctx), organisationId, origin, originKey)
  if (!row?.counts) return
  await withdraw(ctx, row, row.version)
  await lookAtAll(ctx, organisationId)
}
