import { randomUUID } from 'node:crypto'
import { fileNameIn } from '#platform/files.ts'
import { type Context, Problem, roomFor } from '#platform/room.ts'
import { safeName } from '#record/cases/cases.ts'
import type { ChangedItem } from '#record/items/contract.ts'
import { cameFrom, changeItem, type ItemRow, itemFor, kindsOf } from '#record/items/items.ts'
import { stateOf } from '#record/items/kinds/kinds.ts'
import { itemPage } from '#record/items/reads.ts'
import { numberOfHandout } from '../handout/contract.ts'
import { holdersOf } from '../handout/reads.ts'
import { devicesLifecycle, type StepTaken, stepTaken } from './contract.ts'
import { onFound, onLost } from './losses/module.ts'
import { evidenceView, stepViews } from './reads.ts'
import {
  type Db,
  type EvidenceRow,
  giveEvidence,
  holdLoose,
  insertEvidence,
  insertStep,
  type LifecycleTables,
  listEvidence,
  listSteps,
  readEvidence,
  type StepRow,
} from './store.ts'
import { devicesLifecycleTexts } from './texts.ts'

const mostFiles = 200
const notFound = () => new Problem('platform.notFound', 404)
type Wish = Pick<ChangedItem, 'version' | 'state' | 'userIds' | 'why'>
/** Moves the device and keeps what proves or tells it, together or not at all. */
async function take(ctx: Context, item: ItemRow, { what, told }: Pick<StepRow, 'what' | 'told'>, wish: Wish, proof: readonly EvidenceRow[]) {
  // The same step again proves nothing new, and would stand beside the first one as if it did.
  if (item.state === wish.state) throw new Problem('items.moveNotAllowed', 409)
  const db = ctx.db as Db
  const { id: itemId, organisationId } = item
  const row: StepRow = { id: randomUUID(), itemId, organisationId, what, told, caseId: null, at: ctx.now, byId: ctx.actor.personId }
  await insertStep(db, row)
  const given = proof.map((one) => ({ ...one, stepId: row.id }))
  await giveEvidence(
    db,
    given.map(({ id }) => id),
    row.id,
  )
  await changeItem(ctx, item.id, { ...wish, ...(wish.why && { why: wish.why.slice(0, 500) }) }, 'proven')
  const sha256 = proof.map(({ hash }) => hash)
  await ctx.emit(stepTaken, { about: `item/${itemId}`, organisationId, data: { stepId: row.id, itemId, what, sha256 } })
  const [view] = await stepViews(ctx, [row], given)
  return view ?? Promise.reject(notFound())
}
/** The files that prove it: at least one, of this device, and each proves one step. */
async function proofOf(ctx: Context, item: ItemRow, ids: readonly string[]): Promise<EvidenceRow[]> {
  const wanted = [...new Set(ids)]
  if (wanted.length === 0) throw new Problem('devices.lifecycle.noProof', 400)
  const found = await holdLoose(ctx.db as Db, item.id, wanted)
  if (found.length < wanted.length) throw new Problem('devices.lifecycle.otherProof', 409)
  return found
}
/** Where what comes back is put: what has a step of its own for that is wiped before anybody gets it. */
const takenIn = async (ctx: Context, { organisationId, kind }: ItemRow) =>
  stateOf((await kindsOf(ctx, organisationId)).get(kind), 'returned') ? 'returned' : 'stock'
/** Whose it still is: who has it by a receipt, or who used it as it went to be repaired. Nobody else gets it by a repair. */
async function stillTheirs(ctx: Context, item: ItemRow): Promise<boolean> {
  const { users } = await itemPage(ctx, item)
  if (users.length === 0) return false
  if ((await holdersOf(ctx, [item.id])).has(item.id)) return true
  const before = await cameFrom(ctx, item)
  return before?.state === 'inUse' && before.sameUsers
}

export default roomFor<LifecycleTables>()({
  name: 'devices.lifecycle',
  contract: devicesLifecycle,
  texts: devicesLifecycleTexts as typeof devicesLifecycleTexts & Record<'items.changed' | 'items.moveNotAllowed' | 'items.notFilledIn', never>,
  grants: {},
  folder: import.meta.dirname,
  on: [onLost, onFound],
  handlers: {
    async life({ params }, ctx) {
      const item = await itemFor(ctx, params.id, 'devices.read')
      const [rows, evidence] = await Promise.all([listSteps(ctx.db, item.id), listEvidence(ctx.db, item.id)])
      const holder = (await holdersOf(ctx, [item.id])).get(item.id)
      const receipt = holder ? numberOfHandout(holder.number) : null
      return { receipt, items: await stepViews(ctx, rows, evidence), loose: evidence.filter(({ stepId }) => stepId === null).map(evidenceView) }
    },
    async addEvidence({ params }, ctx) {
      const item = await itemFor(ctx, params.id, 'devices.work')
      const { stored, contentType, headers } = ctx.call
      if (!stored || stored.size === 0) return ctx.fail('devices.lifecycle.emptyFile')
      if ((await listEvidence(ctx.db, item.id)).length >= mostFiles) return ctx.fail('devices.lifecycle.tooMany')
      const { id: itemId, organisationId } = item
      const row: EvidenceRow = {
        ...{ id: randomUUID(), itemId, organisationId, stepId: null, hash: stored.hash, size: stored.size },
        ...{ name: safeName(fileNameIn(headers)), type: contentType.slice(0, 200), at: ctx.now, byId: ctx.actor.personId ?? '' },
      }
      await insertEvidence(ctx.db, row)
      return evidenceView(row)
    },
    async evidence({ params }, ctx) {
      const row = await readEvidence(ctx.db, params.id)
      if (!row) throw notFound()
      const { stream, size } = await ctx.app.files.read(row.hash)
      // Whatever it says that it is: it is downloaded, never shown.
      return { stream, size, type: 'application/octet-stream', name: row.name }
    },
    async wipe({ params, body: { version, evidenceIds, ...told } }, ctx) {
      const item = await itemFor(ctx, params.id, 'devices.work')
      const proof = await proofOf(ctx, item, evidenceIds)
      const why = ctx.t('devices.lifecycle.why.wiped', { method: ctx.t(`devices.lifecycle.method.${told.method}`), tool: told.tool })
      return take(ctx, item, { what: 'wiped', told }, { version, state: 'wiped', why }, proof)
    },
    async dispose({ params, body: { version, evidenceIds, ...told } }, ctx) {
      const item = await itemFor(ctx, params.id, 'devices.work')
      if ((item.state === 'lost') !== (told.how === 'writtenOff')) return ctx.fail('devices.lifecycle.writtenOff')
      const proof = await proofOf(ctx, item, evidenceIds)
      const why = ctx.t('devices.lifecycle.why.disposed', { how: ctx.t(`devices.lifecycle.how.${told.how}`), party: told.party })
      return take(ctx, item, { what: 'disposed', told }, { version, state: 'disposed', userIds: [], why }, proof)
    },
    async lose({ params, body: { version, ...told } }, ctx) {
      const item = await itemFor(ctx, params.id, 'devices.work')
      const why = ctx.t(`devices.lifecycle.why.${told.stolen ? 'stolen' : 'lost'}`)
      return take(ctx, item, { what: 'lost', told }, { version, state: 'lost', why }, [])
    },
    async find({ params, body: { version, ...told } }, ctx): Promise<StepTaken> {
      const item = await itemFor(ctx, params.id, 'devices.work')
      if (item.state !== 'lost') return ctx.fail('devices.lifecycle.notLost')
      const why = ctx.t('devices.lifecycle.why.found', { place: told.place })
      return take(ctx, item, { what: 'found', told }, { version, state: await takenIn(ctx, item), userIds: [], why }, [])
    },
    async takeIn({ params, body: { version, ...told } }, ctx) {
      const item = await itemFor(ctx, params.id, 'devices.work')
      // What was lost is found, so that its case hears of it.
      if (item.state === 'lost') return ctx.fail('items.moveNotAllowed')
      if ((await holdersOf(ctx, [item.id])).has(item.id)) return ctx.fail('devices.lifecycle.byReceipt')
      const why = ctx.t('devices.lifecycle.why.takenIn')
      return take(ctx, item, { what: 'takenIn', told }, { version, state: await takenIn(ctx, item), userIds: [], why }, [])
    },
    async repair({ params, body: { version, ...told } }, ctx) {
      const item = await itemFor(ctx, params.id, 'devices.work')
      if (item.state !== 'repair') return ctx.fail('devices.lifecycle.notInRepair')
      const state = (await stillTheirs(ctx, item)) ? 'inUse' : await takenIn(ctx, item)
      return take(ctx, item, { what: 'repaired', told }, { version, state, why: ctx.t('devices.lifecycle.why.repaired', { done: told.done }) }, [])
    },
  },
})
