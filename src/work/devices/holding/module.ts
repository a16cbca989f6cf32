import { randomUUID } from 'node:crypto'
import { type Context, mayIn, on, Problem, roomFor } from '#platform/room.ts'
import { addEntry, type CaseRow, caseById, openCase } from '#record/cases/cases.ts'
import { itemChanged, itemMoved, numberOfItem } from '#record/items/contract.ts'
import { findItem, itemsFor, linkItems } from '#record/items/items.ts'
import { itemPage } from '#record/items/reads.ts'
import { personDeactivated } from '#record/people/contract.ts'
import { membersWith, personById, personIn } from '#record/people/people.ts'
import { devicesHolding, type Held, leavingBegun } from './contract.ts'
import { heldBy, holdingsOf } from './reads.ts'
import { awaitedBy, type Db, type HoldingTables, holdPerson, insertLeaving, listLeavings, setBack } from './store.ts'
import { devicesHoldingTexts } from './texts.ts'

const notFound = () => new Problem('platform.notFound', 404)
const ended = ({ state }: CaseRow) => state === 'closed' || state === 'cancelled'
interface Leaver {
  person: { id: string; name: string }
  organisationId: string
  lastDay: string | null
  note: string
}
function textOf(ctx: Context, { person: { name }, lastDay, note }: Leaver, items: readonly Held[]): string {
  const line = ({ name: item, number, kind }: Held) => `- ${item} (${number}, ${kind.name})`
  const part = (head: 'uses' | 'owns', of: readonly Held[]) =>
    of.length > 0 ? [`${ctx.t(`devices.holding.case.${head}`)}\n${of.map(line).join('\n')}`] : []
  const [uses, owns] = [items.filter((one) => one.uses), items.filter((one) => !one.uses)]
  const first = lastDay === null ? ctx.t('devices.holding.case.gone', { name }) : ctx.t('devices.holding.case.lastDay', { name, day: lastDay })
  return [[first, note].filter(Boolean).join('\n'), ...part('uses', uses), ...part('owns', owns)].join('\n\n')
}
/** Opens the case, unless one is open already ('devices.holding.leaving') or there is nothing ('devices.holding.nothing'). */
async function begin(ctx: Context, leaver: Leaver, reporterId: string): Promise<void> {
  const { person, organisationId, lastDay } = leaver
  const db = ctx.db as Db
  await holdPerson(db, person.id)
  for (const { caseId, organisationId: where } of await listLeavings(db, person.id)) {
    const row = where === organisationId ? await caseById(ctx, caseId) : undefined
    if (row && !ended(row)) throw new Problem('devices.holding.leaving', 409)
  }
  const { items } = await heldBy(ctx, person.id, organisationId)
  if (items.length === 0) throw new Problem('devices.holding.nothing', 409)
  const made = await openCase(ctx, {
    ...{ organisationId, kind: 'task', impact: 'person', urgency: 'normal', channel: 'portal', reporterId, registeredBy: ctx.actor.personId },
    title: ctx.t('devices.holding.case.title', { name: person.name, count: items.length }),
    text: textOf(ctx, leaver, items),
  })
  const itemIds = items.map(({ id }) => id)
  await linkItems(ctx, made, await itemsFor(ctx, itemIds), true)
  const row = { id: randomUUID(), personId: person.id, organisationId, caseId: made.id, lastDay, at: ctx.now, byId: ctx.actor.personId }
  await insertLeaving(db, row, itemIds)
  const data = { leavingId: row.id, personId: person.id, caseId: made.id, itemIds }
  await ctx.emit(leavingBegun, { about: `person/${person.id}`, organisationId, data })
}

const expected = (error: unknown) =>
  error instanceof Problem && (error.code === 'devices.holding.nothing' || error.code === 'devices.holding.leaving')
/** Who closed the account when they work there, else who decides there. */
async function reporterFor(ctx: Context, organisationId: string, actor: string): Promise<string | undefined> {
  const working = await membersWith(ctx, 'devices.work', organisationId)
  return working.find(({ id }) => id === actor)?.id ?? (await membersWith(ctx, 'devices.configure', organisationId))[0]?.id ?? working[0]?.id
}
async function closed(ctx: Context, personId: string, actor: string): Promise<void> {
  const person = await personById(ctx, personId)
  if (!person) return
  const where = new Set((await heldBy(ctx, personId)).items.map(({ organisationId }) => organisationId))
  for (const organisationId of where) {
    const reporterId = await reporterFor(ctx, organisationId, actor)
    if (reporterId === undefined) continue
    await begin(ctx, { person, organisationId, lastDay: null, note: '' }, reporterId).catch((error) => {
      if (!expected(error)) throw error
    })
  }
}
/** Nobody of whom it is waited for has it any more: that is told on the case. */
async function perhapsBack(ctx: Context, itemId: string): Promise<void> {
  const waiting = await awaitedBy(ctx.db as Db, itemId)
  const item = waiting.length > 0 ? await findItem(ctx, itemId) : undefined
  if (!item) return
  const { users, owner } = await itemPage(ctx, item)
  for (const { leavingId, caseId, personId } of waiting) {
    if (owner?.id === personId || users.some(({ id }) => id === personId)) continue
    const left = await setBack(ctx.db as Db, leavingId, itemId, ctx.now)
    const row = left === undefined ? undefined : await caseById(ctx, caseId)
    if (!row || ended(row)) continue
    const text = ctx.t('devices.holding.back', { item: `${item.name} (${numberOfItem(item.number)})`, left: left ?? 0 })
    await addEntry(ctx, { caseId: row.id, authorId: null, visibility: 'internal', channel: 'monitor', kind: 'note', text })
  }
}

export default roomFor<HoldingTables>()({
  name: 'devices.holding',
  contract: devicesHolding,
  texts: devicesHoldingTexts,
  grants: {},
  folder: import.meta.dirname,
  on: [
    on(personDeactivated, 'devices: person left', ({ data, actor }, ctx) => closed(ctx, data.personId, actor)),
    on(itemMoved, 'devices: item moved', ({ data }, ctx) => perhapsBack(ctx, data.itemId)),
    on(itemChanged, 'devices: item changed', ({ data }, ctx) =>
      data.fields.includes('userIds') || data.fields.includes('ownerId') ? perhapsBack(ctx, data.itemId) : Promise.resolve(),
    ),
  ],
  handlers: {
    async holdings({ params }, ctx) {
      const person = await personById(ctx, params.id)
      if (!person) throw notFound()
      return holdingsOf(ctx, person)
    },
    async leave({ params, body: { organisationId, lastDay, note } }, ctx) {
      if (!mayIn(ctx, 'devices.work', organisationId)) throw notFound()
      const person = await personIn(ctx, params.id, organisationId)
      if (!person) throw notFound()
      await begin(ctx, { person, organisationId, lastDay, note }, ctx.actor.personId ?? '')
      return holdingsOf(ctx, person)
    },
  },
})
