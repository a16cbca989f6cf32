/** What a deviation does on cases: opens one with its priority, joins one, and says on it when it is right again. */

import type { Context } from '#platform/room.ts'
import { addEntry, type CaseRow, caseById, closingRowOf, moveCase, openCase, writeClosing } from '#record/cases/cases.ts'
import type { Impact, Urgency } from '#record/cases/contract.ts'
import { membersWith } from '#record/people/people.ts'
import { numberOfItem } from '../../items/contract.ts'
import { concernsOf, itemsFor, linkItems } from '../../items/linking/linking.ts'
import { itemsOfCase } from '../../items/linking/store.ts'
import type { Observed, Severity } from '../contract.ts'
import type { DeviationRow } from '../deviations/store.ts'
import { inWords } from '../reads.ts'
import { usualPolicy } from './contract.ts'
import { caseToJoin, countOpen, holdDeviation, readPolicy, setCase } from './store.ts'

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
function observedInWords(ctx: Context, { facts, missing, stale }: Observed): string {
  const value = (one: unknown) => (typeof one === 'boolean' ? ctx.t(one ? 'norms.read.true' : 'norms.read.false') : String(one))
  const known = facts.map((fact) => `${fact.key}: ${value(fact.value)}${fact.unit ? ` ${fact.unit}` : ''}${fact.source ? ` (${fact.source})` : ''}`)
  return [...known, ...[...missing, ...stale].map((key) => `${key}: ${ctx.t('norms.casework.unknown')}`)].join('\n')
}
function words(ctx: Context, row: DeviationRow) {
  return {
    ...{ title: row.title, item: `${row.itemName} (${numberOfItem(row.itemNumber)})`, expected: inWords(ctx, row.condition) },
    ...{ observed: observedInWords(ctx, row.observed), remedy: row.remedy.trim() || 'none' },
  }
}

/** Once per deviation, however often its event comes: the row is held and remembers its case. */
export async function takeUp(ctx: Context, deviationId: string, of: { organisationId: string; severity: Severity }): Promise<void> {
  // Most that deviates may ask for no case: then nothing is held, and many go together.
  if ((await policyOf(ctx, of.organisationId)).policy[of.severity] === 'none') return
  const row = await holdDeviation(ctx.db, deviationId)
  if (!row || row.caseId !== null || row.untilAt !== null || row.itemId === null) return
  const deed = (await policyOf(ctx, row.organisationId)).policy[row.severity]
  if (deed === 'none') return
  const id = await caseToJoin(ctx.db, row, joins[deed])
  const joined = id ? await caseById(ctx, id) : undefined
  // It may have been merged into one that has ended.
  if (joined && joined.state !== 'closed' && joined.state !== 'cancelled') {
    await setCase(ctx.db, row.id, joined.id)
    const again = joined.state === 'solved'
    // Why it might close although something was open was not said of this.
    if ((await closingRowOf(ctx, joined)).despiteDeviations !== null) await writeClosing(ctx, joined, { despiteDeviations: null })
    await note(ctx, joined, ctx.t(again ? 'norms.casework.again' : 'norms.casework.joined', words(ctx, row)))
    // What was to be tested is shown not to hold: work goes on.
    if (again) await moveCase(ctx, { caseId: joined.id, move: 'reject', by: 'system', text: ctx.t('norms.casework.notHeld', words(ctx, row)) })
    await aboutToo(ctx, joined, row.itemId)
    return
  }
  const made = await open(ctx, row, row.itemId)
  if (made) await setCase(ctx.db, row.id, made.id)
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
  const said = words(ctx, row)
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
async function aboutToo(ctx: Context, row: CaseRow, itemId: string): Promise<void> {
  const ids = await itemsOfCase(ctx.db, row.id)
  if (ids.includes(itemId) || ids.length >= mostItems) return
  await linkItems(ctx, (await caseById(ctx, row.id)) ?? row, await itemsFor(ctx, [...ids, itemId]))
}

/** The case hears that it is right again, and when nothing on it is broken any more. */
export async function rightAgain(ctx: Context, deviationId: string): Promise<void> {
  const row = await holdDeviation(ctx.db, deviationId)
  const found = row?.caseId ? await caseById(ctx, row.caseId) : undefined
  if (!row || !found) return
  const left = await countOpen(ctx.db, found.id)
  const observed = row.rightAgain ? observedInWords(ctx, row.rightAgain) : ''
  await note(ctx, found, ctx.t(`norms.casework.${row.ended ?? 'right'}`, { ...words(ctx, row), observed, left }))
}
