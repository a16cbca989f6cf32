import { randomUUID } from 'node:crypto'
import * as z from 'zod'
import { pages } from '#platform/paging.ts'
import { type Call, type Context, on, Problem, roomFor } from '#platform/room.ts'
import { headOf } from '#record/cases/cases.ts'
import { numberOfItem } from '#record/items/contract.ts'
import { findItem, type ItemRow, itemsCalled, kindsOf } from '#record/items/items.ts'
import { stateOf, wordIn } from '#record/items/kinds/kinds.ts'
import { type Candidate, devicesHandout, devicesHandoutGrants, numberOfHandout, takenBack } from './contract.ts'
import { letter, reminders, send } from './jobs.ts'
import { insertPhoto, readPhoto } from './photos/store.ts'
import { findHandout, handOut, handoutShown, holdersOf, listedHandout, mayWork, takeBack, todayOf, workOn } from './reads.ts'
import { receiptMade } from './receipt/contract.ts'
import { photoType, stateOut } from './rules.ts'
import { handoutSettingsOf } from './settings/reads.ts'
import * as store from './store.ts'
import { devicesHandoutTexts } from './texts.ts'

const notFound = () => new Problem('platform.notFound', 404)

/** A number, an id, or what stands on a label or on the device itself. One code may mean several devices only by mistake: then it means none. */
async function findByCode(ctx: Context, organisationId: string, code: string): Promise<ItemRow | undefined> {
  if (/^([0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|i-?\d{1,9})$/i.test(code)) return findItem(ctx, code.toLowerCase())
  for (const by of ['code', 'serial'] as const) {
    const found = await itemsCalled(ctx, organisationId, by, [code])
    const [only, more] = [...new Set(found.map(({ id }) => id))]
    if (only !== undefined && more === undefined) return findItem(ctx, only)
  }
  return undefined
}

async function candidatesOf(ctx: Context, organisationId: string, rows: readonly ItemRow[]): Promise<Candidate[]> {
  const [kinds, { settings }, holders] = await Promise.all([
    kindsOf(ctx, organisationId),
    handoutSettingsOf(ctx, organisationId),
    holdersOf(
      ctx,
      rows.map(({ id }) => id),
    ),
  ])
  return rows.map((row) => {
    const kind = kinds.get(row.kind)
    const is = stateOf(kind, row.state)
    const state = is ? wordIn(is.names, ctx.locale) : row.state
    const holder = holders.get(row.id)
    const held = holder && { number: numberOfHandout(holder.number), receiver: holder.receiverName }
    const ready = stateOut(kind, row.state) !== undefined
    const why = held ? ctx.t('devices.handout.heldBy', held) : ready ? null : ctx.t('devices.handout.state', { state })
    return {
      ...{ itemId: row.id, number: numberOfItem(row.number), name: row.name, code: row.code, state, why, with: held ?? null },
      kind: kind ? wordIn(kind.names, ctx.locale) : row.kind,
      serial: typeof row.attributes.serial === 'string' ? row.attributes.serial : null,
      accessories: settings.accessories.find((one) => one.kind === row.kind)?.names ?? [],
    }
  })
}

/** By its own first bytes: what a sender calls it says nothing. */
async function photoIn(ctx: Context, { stored }: Call): Promise<{ hash: string; size: number; type: 'image/jpeg' | 'image/png' } | undefined> {
  const type = stored ? photoType(await headOf(ctx, stored.hash)) : undefined
  return stored && type ? { ...stored, type } : undefined
}

const handoutsBy = pages(z.int32())

export default roomFor<store.HandoutTables>()({
  name: 'devices.handout',
  contract: devicesHandout,
  texts: devicesHandoutTexts,
  grants: devicesHandoutGrants,
  folder: import.meta.dirname,
  jobs: [letter, reminders],
  on: [
    on(receiptMade, 'devices.handout.receipt', async ({ data: { handoutId } }, ctx) => send(ctx, { handoutId, what: 'receipt' })),
    on(takenBack, 'devices.handout.back', async ({ data: { handoutId, itemIds } }, ctx) => send(ctx, { handoutId, what: 'back', itemIds })),
  ],
  handlers: {
    async handouts({ query: { limit, after, organisationId, ...filter } }, ctx) {
      const readable = ctx.actor.permissions.get('devices.read') ?? []
      const organisationIds = organisationId === undefined ? readable : readable.filter((id) => id === organisationId)
      const [before] = handoutsBy.after(after) ?? []
      const found = await store.listHandouts(ctx.db, limit + 1, { ...filter, organisationIds, before, today: todayOf(ctx) })
      const { rows, next } = handoutsBy.of(found, limit, ({ number }) => [number])
      return { items: rows.map(listedHandout), next }
    },
    async candidates({ body: { organisationId, codes } }, ctx) {
      if (!mayWork(ctx, organisationId)) return ctx.fail('platform.notFound')
      const found = new Map<string, ItemRow>()
      const unknown: string[] = []
      for (const code of codes) {
        const row = await findByCode(ctx, organisationId, code)
        if (row?.organisationId === organisationId) found.set(row.id, row)
        else unknown.push(code)
      }
      return { items: await candidatesOf(ctx, organisationId, [...found.values()]), unknown }
    },
    async handOut({ body }, ctx) {
      if (!mayWork(ctx, body.organisationId)) return ctx.fail('platform.notFound')
      return handoutShown(ctx, await handOut(ctx, body))
    },
    handout: async ({ params }, ctx) => handoutShown(ctx, await findHandout(ctx, params.id)),
    async takeBack({ params, body }, ctx) {
      const row = await workOn(ctx, params.id)
      await takeBack(ctx, row, body)
      return handoutShown(ctx, row)
    },
    async addPhoto({ query: { organisationId } }, ctx) {
      const by = ctx.actor.personId
      if (!mayWork(ctx, organisationId) || by === null) return ctx.fail('platform.notFound')
      const photo = await photoIn(ctx, ctx.call)
      if (!photo) return ctx.fail('devices.handout.noPhoto')
      const id = randomUUID()
      await insertPhoto(ctx.db, { ...photo, id, organisationId, uploadedBy: by, uploadedAt: ctx.now })
      return { id }
    },
    async photo({ params }, ctx) {
      const row = await readPhoto(ctx.db, params.id)
      if (!row) throw notFound()
      return { ...(await ctx.app.files.read(row.hash)), type: row.type, name: `${row.id}.${row.type === 'image/png' ? 'png' : 'jpg'}`, inline: true }
    },
    async mine(_, ctx) {
      const receiverId = ctx.actor.personId ?? ''
      return { items: (await store.listHandouts(ctx.db, 200, { receiverId, today: todayOf(ctx) })).map(listedHandout) }
    },
  },
})
