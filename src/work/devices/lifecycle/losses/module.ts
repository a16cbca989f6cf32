/** Whatever moves a device to lost, here, on its page or by a stocktake: one confidential case opens. */
import { randomUUID } from 'node:crypto'
import type * as z from 'zod'
import { dayIn } from '#platform/clock.ts'
import { type Context, on } from '#platform/room.ts'
import { addEntry, addPerson, caseById, openCase } from '#record/cases/cases.ts'
import { itemMoved, numberOfItem } from '#record/items/contract.ts'
import { factsOf } from '#record/items/facts/facts.ts'
import { concernsOf, findItem, type ItemRow, itemsFor, linkItems } from '#record/items/items.ts'
import { itemPage } from '#record/items/reads.ts'
import { membersWith, organisationById } from '#record/people/people.ts'
import { endHandoutOf } from '../../handout/reads.ts'
import { type Found, type Lost, stepTaken } from '../contract.ts'
import { type Db, insertStep, lastStep, readStep, type StepRow, setCase } from '../store.ts'

type Told = z.infer<typeof Lost>
/** Who looks after it: the security officers, else the leads. */
const lookAfter = async (ctx: Context, organisationId: string) => {
  const officers = await membersWith(ctx, 'securityOfficer', organisationId)
  return officers.length > 0 ? officers : membersWith(ctx, 'devices.configure', organisationId)
}

async function words(ctx: Context, item: ItemRow, told: Told) {
  const [facts, page, organisation] = await Promise.all([
    factsOf(ctx, [item], ['disk.encrypted']),
    itemPage(ctx, item),
    organisationById(ctx, item.organisationId),
  ])
  const encrypted = facts.get(item.id)?.get('disk.encrypted')
  const t = (key: 'yes' | 'no' | 'unknown' | 'none') => ctx.t(`devices.lifecycle.case.${key}`)
  const seen = encrypted ? new Date(encrypted.seenAt).toLocaleString(ctx.locale, { timeZone: organisation?.timeZone ?? 'UTC' }) : t('unknown')
  return {
    ...{ since: told.since, place: told.place || 'none', circumstances: told.circumstances, report: told.report || '—', seen },
    holders: page.users.map(({ name }) => name).join(', ') || t('none'),
    encrypted: encrypted ? t(encrypted.value === true ? 'yes' : 'no') : t('unknown'),
  }
}

/** The step that tells of this loss; what was moved there without telling gets one that tells nothing. */
async function lossOf(ctx: Context, item: ItemRow, at: Date, by: string | null): Promise<StepRow | undefined> {
  const known = await lastStep(ctx.db as Db, item.id, 'lost')
  // The event may come again.
  if (known && new Date(known.at) >= at) return known.caseId === null ? known : undefined
  const zone = (await organisationById(ctx, item.organisationId))?.timeZone ?? 'UTC'
  const told = { stolen: false, since: dayIn(zone, at), place: '', circumstances: '', report: '' }
  const { id: itemId, organisationId } = item
  const row: StepRow = { id: randomUUID(), itemId, organisationId, what: 'lost', told, caseId: null, at, byId: by }
  await insertStep(ctx.db as Db, row)
  return row
}

export const onLost = on(itemMoved, 'devices: lost', async ({ data, at, actor }, ctx) => {
  if (data.to !== 'lost') return
  const item = await findItem(ctx, data.itemId, true)
  // It may be back already, and with somebody else.
  if (item?.state !== 'lost') return
  await endHandoutOf(ctx, item.id, 'lost')
  const step = await lossOf(ctx, item, at, /^[0-9a-f-]{36}$/.test(actor) ? actor : null)
  if (!step) return
  const caring = await lookAfter(ctx, item.organisationId)
  const reporterId = step.byId ?? caring[0]?.id
  if (!reporterId) return
  const told = step.told as Told
  const items = await itemsFor(ctx, [item.id])
  const made = await openCase(ctx, {
    ...{ organisationId: item.organisationId, kind: 'incident', impact: 'person', urgency: 'high', channel: 'monitor', confidential: true },
    ...{ reporterId, registeredBy: null, concerns: await concernsOf(ctx, 'incident', items) },
    title: ctx.t('devices.lifecycle.case.title', { name: item.name, number: numberOfItem(item.number), stolen: String(told.stolen) }),
    text: ctx.t('devices.lifecycle.case.text', await words(ctx, item, told)),
  })
  await linkItems(ctx, made, items, true)
  for (const { id } of caring) if (id !== reporterId) await addPerson(ctx, made, id, 'named')
  await setCase(ctx.db as Db, step.id, made.id)
})

/** What was lost is back: its case is told, whoever found it. */
export const onFound = on(stepTaken, 'devices: found', async ({ data, actor }, ctx) => {
  if (data.what !== 'found') return
  const [loss, found] = [await lastStep(ctx.db as Db, data.itemId, 'lost'), await readStep(ctx.db as Db, data.stepId)]
  const row = loss?.caseId ? await caseById(ctx, loss.caseId) : undefined
  if (!row || !found || row.state === 'closed' || row.state === 'cancelled') return
  const { place, note } = found.told as z.infer<typeof Found>
  const text = ctx.t('devices.lifecycle.case.found', { place, note })
  const authorId = found.byId ?? (/^[0-9a-f-]{36}$/.test(actor) ? actor : null)
  await addEntry(ctx, { caseId: row.id, authorId, visibility: 'internal', channel: 'portal', kind: 'note', text })
})
