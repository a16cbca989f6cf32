/** Deciding about differences: each by itself, what is refused named with why. */
import { type Kysely, sql } from 'kysely'
import { type Context, Problem } from '#platform/room.ts'
import { openCase } from '#record/cases/cases.ts'
import { changeItem, createItem, findItem, linkItems } from '../../items.ts'
import { readItems } from '../../store.ts'
import type { Decide, Difference } from '../contract.ts'
import { differencesIn, toldOf } from '../reads.ts'
import { choices } from '../rules.ts'
import { wholeOf } from '../stocktake.ts'
import { insertDecision, type StocktakeRow } from '../store.ts'

export interface Decided {
  done: number
  caseNumber: string | null
  refused: { subject: string; name: string; why: string }[]
}
/** A case for what was asked. */
interface Opened {
  caseNumber: string
  itemIds: ReadonlySet<string>
}
interface Doing {
  stocktake: StocktakeRow
  wish: Decide
  why: string
  /** Where each was seen last. */
  placeOf: (subject: string) => string | null
}

export async function decide(ctx: Context, stocktake: StocktakeRow, wish: Decide): Promise<Decided> {
  if ((wish.what === 'state' && !wish.state) || (wish.what === 'make' && !wish.kind)) throw new Problem('items.stocktake.incomplete', 400)
  const [told, { outcome }] = await Promise.all([toldOf(ctx, stocktake), wholeOf(ctx, stocktake)])
  const places = new Map(outcome.map(({ subject, seen }) => [subject, seen?.locationId ?? null]))
  const doing: Doing = {
    stocktake,
    wish,
    why: ctx.t('items.stocktake.why', { name: stocktake.name, reason: wish.reason }).slice(0, 500),
    placeOf: (subject) => places.get(subject) ?? null,
  }
  const all = new Map(differencesIn(told).map((one) => [`${one.difference} ${one.subject}`, one]))
  const asked = [...new Set(wish.differences.map(({ subject, difference }) => `${difference} ${subject}`))].sort()
  const chosen = asked.flatMap((key) => all.get(key) ?? [])
  const opened = wish.what === 'case' ? await caseFor(ctx, doing, chosen.filter(open)) : undefined
  const refused: Decided['refused'] = asked
    .filter((key) => !all.has(key))
    .map((key) => ({ subject: key.slice(key.indexOf(' ') + 1), name: key.slice(key.indexOf(' ') + 1), why: ctx.t('items.stocktake.gone') }))
  let done = 0
  for (const one of chosen) {
    const why = await attempt(ctx, () => settle(ctx, doing, one, opened))
    if (why === undefined) done += 1
    else refused.push({ subject: one.subject, name: one.item?.name ?? one.seen?.text ?? one.subject, why })
  }
  return { done, caseNumber: opened?.caseNumber ?? null, refused }
}
const open = ({ decision, difference, item }: Difference) => decision === null && item !== null && choices[difference].includes('case')

/** Why it was refused and rolled back, or undefined. */
async function attempt(ctx: Context, run: () => Promise<void>): Promise<string | undefined> {
  const db: Kysely<unknown> = ctx.db
  await sql`savepoint one_decision`.execute(db)
  try {
    await run()
    await sql`release savepoint one_decision`.execute(db)
    return undefined
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    await sql`rollback to savepoint one_decision`.execute(db)
    return error.errors?.[0]?.detail ?? ctx.t(error.code, (error.data ?? {}) as Record<string, string>)
  }
}

async function settle(ctx: Context, doing: Doing, one: Difference, opened: Opened | undefined): Promise<void> {
  const { stocktake, wish } = doing
  if (one.decision) throw new Problem('items.stocktake.decided', 409)
  if (!choices[one.difference].includes(wish.what)) throw new Problem('items.stocktake.notForThis', 409)
  const result = await act(ctx, doing, one, opened)
  await insertDecision(ctx.db, {
    ...{ stocktakeId: stocktake.id, organisationId: stocktake.organisationId, subject: one.subject, difference: one.difference },
    ...{ what: wish.what, reason: wish.reason, result, byId: ctx.actor.personId ?? '', at: ctx.now.toISOString() },
  })
}

/** Does it; what came of it, for the report. */
async function act(ctx: Context, { stocktake, wish, why, placeOf }: Doing, one: Difference, opened: Opened | undefined): Promise<string | null> {
  if (wish.what === 'leave') return null
  if (wish.what === 'case') {
    if (!opened?.itemIds.has(one.subject)) throw new Problem('platform.notFound', 404)
    return opened.caseNumber
  }
  const place = placeOf(one.subject)
  if (wish.what === 'make') {
    const text = one.seen?.text ?? one.subject
    // A longer text is no inventory number.
    const code = text.length <= 60 ? text : null
    const row = await createItem(ctx, stocktake.organisationId, { kind: wish.kind ?? '', name: wish.name ?? text, code, locationId: place })
    return `I-${row.number}`
  }
  const row = await findItem(ctx, one.subject, true)
  if (!row) throw new Problem('platform.notFound', 404)
  if (wish.what === 'move') {
    if (place === null) throw new Problem('items.stocktake.noPlace', 409)
    await changeItem(ctx, row.id, { version: row.version, locationId: place, why })
    return one.seen?.place ?? null
  }
  await changeItem(ctx, row.id, { version: row.version, state: wish.state, why })
  return wish.state ?? null
}
/** One case for all of them; what was removed since is not in it. */
async function caseFor(ctx: Context, { stocktake, wish }: Doing, chosen: readonly Difference[]): Promise<Opened | undefined> {
  const me = ctx.actor.personId ?? ''
  const subjects = chosen.map(({ subject }) => subject)
  const there = new Map((await readItems(ctx.db, subjects)).map((row) => [row.id, row]))
  const about = chosen.filter(({ subject }) => there.has(subject))
  if (about.length === 0) return undefined
  const list = about.map(({ item, place }) => `- ${item?.name} (${item?.number})${place ? `, ${place}` : ''}`).join('\n')
  const row = await openCase(ctx, {
    organisationId: stocktake.organisationId,
    kind: 'incident',
    title: ctx.t('items.stocktake.caseTitle', { name: stocktake.name, count: about.length }),
    text: `${wish.reason}\n\n${list}`,
    ...{ reporterId: me, registeredBy: me, impact: 'person', urgency: 'low', channel: 'portal' },
  })
  await linkItems(
    ctx,
    row,
    subjects.flatMap((id) => there.get(id) ?? []),
    true,
  )
  return { caseNumber: `C-${row.number}`, itemIds: new Set(there.keys()) }
}
