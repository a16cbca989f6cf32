/** What a deviation does on cases: opens one with its priority, joins one, and says on it when it is right again. */

import { momentIn } from '#platform/i18n.ts'
import type { Context } from '#platform/room.ts'
import { addEntry, type CaseRow, caseById, closingRowOf, moveCase, openCase, writeClosing } from '#record/cases/cases.ts'
import type { Impact, Urgency } from '#record/cases/contract.ts'
import { membersWith, organisationById } from '#record/people/people.ts'
import { numberOfItem } from '../../items/contract.ts'
import { impactOf } from '../../items/impact/impact.ts'
import { concernsOf, itemsFor, linkItems } from '../../items/linking/linking.ts'
import { itemsOfCase } from '../../items/linking/store.ts'
import { type Observed, type Severity, severities } from '../contract.ts'
import type { DeviationRow } from '../deviations/store.ts'
import { asksInWords } from '../reads.ts'
import { becauseInWords, seenInWords } from '../series/rules.ts'
import { usualPolicy } from './contract.ts'
import {
  caseToJoin,
  countLately,
  countOn,
  countOpen,
  countsOf,
  type EndedOn,
  endedOf,
  holdDeviation,
  onlySeries,
  othersWaiting,
  readPolicy,
  setCase,
  waitingOf,
} from './store.ts'

/** Where it begins; who and what is hit raises it further. */
const begins: Readonly<Record<Severity, { impact: Impact; urgency: Urgency }>> = {
  low: { impact: 'person', urgency: 'low' },
  normal: { impact: 'person', urgency: 'normal' },
  high: { impact: 'person', urgency: 'high' },
  critical: { impact: 'group', urgency: 'high' },
}
const mostItems = 20
const joins = { joinExpectation: 'expectation', joinItem: 'item', open: null, none: null } as const

export async function policyOf(ctx: Context, organisationId: string) {
  return (await readPolicy(ctx.db, organisationId)) ?? { policy: usualPolicy, version: 0 }
}

/** What was observed, in words. */
export function observedInWords(ctx: Context, { facts, missing, stale, series = [], more = 0, because }: Observed, timeZone: string): string {
  const value = (one: unknown) => (typeof one === 'boolean' ? ctx.t(one ? 'norms.read.true' : 'norms.read.false') : String(one))
  const known = facts.map((fact) => `${fact.key}: ${value(fact.value)}${fact.unit ? ` ${fact.unit}` : ''}${fact.source ? ` (${fact.source})` : ''}`)
  const unknown = [...missing, ...stale].map((key) => `${key}: ${ctx.t('norms.casework.unknown')}`)
  const seen = series.map((one) => seenInWords(ctx.t, ctx.locale, one, momentIn(ctx.locale, timeZone)))
  const rest = more > 0 ? [ctx.t('norms.casework.more', { more })] : []
  return [...known, ...unknown, ...seen, ...rest, ...(because ? [becauseInWords(ctx.t, because)] : [])].join('\n')
}
const zoneOf = async (ctx: Context, organisationId: string) => (await organisationById(ctx, organisationId))?.timeZone ?? 'UTC'
async function words(ctx: Context, row: DeviationRow) {
  const zone = await zoneOf(ctx, row.organisationId)
  return {
    ...{ title: row.title, item: `${row.itemName} (${numberOfItem(row.itemNumber)})`, expected: asksInWords(ctx, row) },
    ...{ observed: observedInWords(ctx, row.observed, zone), remedy: row.remedy.trim() || 'none', since: momentIn(ctx.locale, zone)(row.fromAt) },
  }
}

interface Deviating {
  deviationId: string
  organisationId: string
  severity: Severity
}
/**
 * What opened gets its case: answers how many, from the first, have one now or need none. Most do: no case is asked for, or another of a storm
 * took them along. The first that needs work ends it: one case a transaction.
 */
export async function takeUp(ctx: Context, all: readonly Deviating[]): Promise<number> {
  const none = new Set<string>()
  for (const organisationId of new Set(all.map((one) => one.organisationId))) {
    const { policy } = await policyOf(ctx, organisationId)
    for (const severity of severities) if (policy[severity] === 'none') none.add(`${organisationId} ${severity}`)
  }
  const asking = all.filter(({ organisationId, severity }) => !none.has(`${organisationId} ${severity}`)).map(({ deviationId }) => deviationId)
  const [first] = asking.length === 0 ? [] : await waitingOf(ctx.db, asking)
  if (first === undefined) return all.length
  await takeUpOne(ctx, first)
  return all.findIndex(({ deviationId }) => deviationId === first) + 1
}
/** Once per deviation, however often its event comes: the row is held and remembers its case. */
async function takeUpOne(ctx: Context, deviationId: string): Promise<void> {
  const row = await holdDeviation(ctx.db, deviationId)
  if (!row || row.caseId !== null || row.untilAt !== null || row.itemId === null) return
  const deed = (await policyOf(ctx, row.organisationId)).policy[row.severity]
  if (deed === 'none') return
  // What breaks on many items within minutes has one cause, whatever the policy says of each.
  const storm = deed !== 'joinExpectation' && (await countLately(ctx.db, row.expectationId, new Date(ctx.now.getTime() - lately))) > many
  const id = await caseToJoin(ctx.db, row, storm ? 'expectation' : joins[deed])
  const joined = id ? await caseById(ctx, id) : undefined
  // It may have been merged into one that has ended.
  if (joined && joined.state !== 'closed' && joined.state !== 'cancelled')
    return join(ctx, { ...row, itemId: row.itemId }, joined, storm || deed === 'joinExpectation')
  const made = await open(ctx, row, row.itemId)
  if (made) await setCase(ctx.db, [row.id], made.id)
}
/** More than so many of one expectation within so long is a storm. */
const many = 20
const lately = 300_000
/** Of what comes again and again, and of many items together, the first few are said on the case, then at 10, 100, 1000. */
const isSaid = (count: number, first: number) => count <= first || Number.isInteger(Math.log10(count))

async function join(ctx: Context, row: DeviationRow & { itemId: string }, joined: CaseRow, together: boolean): Promise<void> {
  const before = await countOn(ctx.db, joined.id, row)
  // The rest of a storm goes along, as if each had come by itself.
  const others = together ? await othersWaiting(ctx.db, row) : []
  await setCase(ctx.db, [row.id, ...others.map(({ id }) => id)], joined.id)
  const again = joined.state === 'solved'
  // Why it might close although something was open was not said of this.
  if ((await closingRowOf(ctx, joined)).despiteDeviations !== null) await writeClosing(ctx, joined, { despiteDeviations: null })
  const said = { ...(await words(ctx, row)), count: before.same, more: others.length }
  if (again) await note(ctx, joined, ctx.t('norms.casework.again', said))
  else if (before.same > 0 && isSaid(before.same, 1)) await note(ctx, joined, ctx.t('norms.casework.repeated', said))
  else if (before.same === 0 && (others.length > 0 || isSaid(before.all + 1, 5))) await note(ctx, joined, ctx.t('norms.casework.joined', said))
  // What was to be tested is shown not to hold: work goes on.
  if (again) await moveCase(ctx, { caseId: joined.id, move: 'reject', by: 'system', text: ctx.t('norms.casework.notHeld', said) })
  await aboutToo(ctx, joined, [row.itemId, ...others.map(({ itemId }) => itemId)])
}
const note = (ctx: Context, row: CaseRow, text: string) =>
  addEntry(ctx, { caseId: row.id, authorId: null, visibility: 'internal', channel: 'monitor', kind: 'note', text })

async function open(ctx: Context, row: DeviationRow & { publishedBy: string | null }, itemId: string): Promise<CaseRow | undefined> {
  const { organisationId } = row
  // Who published it, as long as they still decide here; else a lead before an administrator.
  const deciders = await membersWith(ctx, 'norms.configure', organisationId)
  const decides = deciders.find(({ id }) => id === row.publishedBy) ?? (await membersWith(ctx, 'lead', organisationId))[0] ?? deciders[0]
  if (!decides) return undefined
  const items = await itemsFor(ctx, [itemId])
  const said = { ...(await words(ctx, row)), hits: await hitsOf(ctx, items) }
  const made = await openCase(ctx, {
    ...{ organisationId, kind: 'incident', reporterId: decides.id, registeredBy: null, channel: 'monitor' },
    ...begins[row.severity],
    title: `${row.title}: ${row.itemName}`,
    text: ctx.t('norms.casework.opened', said),
    concerns: await concernsOf(ctx, 'incident', items),
  })
  await linkItems(ctx, made, items, true)
  return made
}
async function aboutToo(ctx: Context, row: CaseRow, itemIds: readonly string[]): Promise<void> {
  const before = await itemsOfCase(ctx.db, row.id)
  const after = [...new Set([...before, ...itemIds])].slice(0, Math.max(mostItems, before.length))
  if (after.length > before.length) await linkItems(ctx, (await caseById(ctx, row.id)) ?? row, await itemsFor(ctx, after))
}

/** What and who is hit, in words; 'none' when nothing is known to be. */
async function hitsOf(ctx: Context, items: Awaited<ReturnType<typeof itemsFor>>): Promise<string> {
  const { total, people, items: hit, importance } = await impactOf(ctx, items)
  if (total === 0 && people === 0) return 'none'
  const first = hit.slice(0, 5).map(({ name, number }) => `${name} (${number})`)
  const names = first.length === 0 ? 'none' : `${first.join(', ')}${total > first.length ? ', …' : ''}`
  return ctx.t('norms.casework.hits', { total, people, names, importance: importance ? ctx.t(`norms.casework.importance.${importance}`) : 'none' })
}

/**
 * The case hears that it is right again, and when nothing on it is broken any more. Of what comes again and again, and of many together, it hears as
 * often as of their coming. Answers how many, from the first, were told: those on one case, in one go.
 */
export async function rightAgain(ctx: Context, deviationIds: readonly string[]): Promise<number> {
  const ended = await endedOf(ctx.db, deviationIds)
  const caseId = ended[0]?.caseId
  if (caseId === undefined) return deviationIds.length
  const other = ended.find((row) => row.caseId !== caseId)
  const mine = ended.slice(0, other ? ended.indexOf(other) : undefined)
  const found = await caseById(ctx, caseId)
  if (found) await tellRight(ctx, found, mine)
  return other ? deviationIds.indexOf(other.id) : deviationIds.length
}
async function tellRight(ctx: Context, found: CaseRow, ended: readonly EndedOn[]): Promise<void> {
  const { open: left, ended: all } = await countsOf(ctx.db, found.id)
  for (const row of ended) {
    // Of all that went wrong on it the last one to come right says so.
    const last = left === 0 && row.all === all && all > row.same
    if (!last && !row.flapping && !(isSaid(Math.max(1, row.same - 1), 1) && isSaid(row.all - row.same + 1, 5))) continue
    const observed = row.rightAgain ? observedInWords(ctx, row.rightAgain, await zoneOf(ctx, row.organisationId)) : ''
    await note(ctx, found, ctx.t(`norms.casework.${row.ended ?? 'right'}`, { ...(await words(ctx, row)), observed, left }))
  }
  if (left === 0) await closeTogether(ctx, found)
}

/**
 * What the monitor reported closes when the engineer says that it is solved and the monitor shows it: nobody else is asked. Where somebody reports
 * it too, they are asked as always.
 */
export async function closeTogether(ctx: Context, row: CaseRow): Promise<void> {
  if (row.state !== 'solved' || row.channel !== 'monitor' || (await countOpen(ctx.db, row.id)) > 0 || !(await onlySeries(ctx.db, row.id))) return
  const standsIn = await membersWith(ctx, 'norms.configure', row.organisationId)
  if (!standsIn.some(({ id }) => id === row.reporterId)) return
  await moveCase(ctx, { caseId: row.id, move: 'close', by: 'system', reason: ctx.t('norms.casework.bothAgree') })
}
