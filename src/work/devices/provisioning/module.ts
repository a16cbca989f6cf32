import { randomUUID } from 'node:crypto'
import { type Context, mayIn, on, Problem, roomFor } from '#platform/room.ts'
import { itemMoved } from '#record/items/contract.ts'
import { changeItem, findItem, type ItemRow, itemFor, kindsOf } from '#record/items/items.ts'
import { stateOf } from '#record/items/kinds/kinds.ts'
import { compile } from '#record/norms/conditions/rules.ts'
import { wrongInWords } from '#record/norms/norms.ts'
import { devicesProvisioning, type Preparation, preparationBegun, preparationEnded, profileChanged, type Step, stepTicked } from './contract.ts'
import { preparationViews, profilesFor, profileView } from './reads.ts'
import { conditionsIn, notDoneIn } from './rules.ts'
import { shippedProfiles } from './shipped/rules.ts'
import {
  type Db,
  endPreparation,
  goingOn,
  insertPreparation,
  insertProfile,
  insertTick,
  listPreparations,
  listProfiles,
  lockPreparation,
  type PreparationRow,
  type ProfileRow,
  type ProvisioningTables,
  readProfile,
  removeTick,
  updateProfile,
} from './store.ts'
import { devicesProvisioningTexts } from './texts.ts'

const most = 200
const notFound = () => new Problem('platform.notFound', 404)
/** Conditions compile and kinds are there; otherwise each is named at its place. */
async function demandRight(ctx: Context, organisationId: string, { kinds, steps }: { kinds: readonly string[]; steps: readonly Step[] }) {
  const known = await kindsOf(ctx, organisationId)
  if (!kinds.every((kind) => known.has(kind))) throw new Problem('devices.provisioning.noSuchKind', 400)
  const errors = conditionsIn(steps).flatMap(({ at, condition }) =>
    wrongInWords(ctx, compile(condition).wrong).map(({ code, detail }) => ({ pointer: `/body/steps/${at}/condition`, code, detail })),
  )
  if (errors.length > 0) throw new Problem('devices.provisioning.notRight', 400, undefined, errors)
}
const taken = (error: { code?: string; constraint?: string }) =>
  error.code === '23505' && error.constraint === 'provisioning_profile_name' ? new Problem('devices.provisioning.name', 409) : error
const told = ({ id, organisationId }: ProfileRow) => ({ about: `profile/${id}`, organisationId })

/** The one that goes on, held until this transaction ends, with its device. */
async function going(ctx: Context, id: string): Promise<{ row: PreparationRow; item: ItemRow }> {
  const row = await lockPreparation(ctx.db as Db, id)
  if (!row || !mayIn(ctx, 'devices.work', row.organisationId)) throw notFound()
  if (row.endedAt !== null) throw new Problem('devices.provisioning.notPreparing', 409)
  return { row, item: await itemFor(ctx, row.itemId, 'devices.work') }
}
async function viewOf(ctx: Context, item: ItemRow, row: PreparationRow | undefined): Promise<Preparation> {
  const [view] = await preparationViews(ctx, item, row ? [row] : [])
  return view ?? Promise.reject(notFound())
}
const hasProfiles = async (ctx: Context, { organisationId, kind }: ItemRow): Promise<boolean> =>
  (await listProfiles(ctx.db as Db, organisationId)).some(({ active, kinds }) => active && kinds.includes(kind))
/** From stock; what came back from somebody is wiped first, unless the loan desk says that it need not be (../loans). */
async function begins(ctx: Context, item: ItemRow): Promise<boolean> {
  const state = stateOf((await kindsOf(ctx, item.organisationId)).get(item.kind), item.state)
  return state?.class === 'planned' && state.to.includes('prepared')
}
interface End {
  outcome: 'prepared' | 'overridden' | 'dropped'
  reason: string | null
}
async function ended(ctx: Context, item: ItemRow, row: PreparationRow, { steps }: Preparation, { outcome, reason }: End): Promise<Preparation> {
  const { id: preparationId, itemId, organisationId } = row
  const after = await endPreparation(ctx.db as Db, row.id, { endedAt: ctx.now, endedBy: ctx.actor.personId, outcome, reason, proof: steps })
  await ctx.emit(preparationEnded, { about: `item/${itemId}`, organisationId, data: { preparationId, itemId, outcome, notDone: notDoneIn(steps) } })
  return viewOf(ctx, item, after)
}

/** What leaves stock in another way is not being prepared any more: what was ticked says nothing of how it comes back. */
const onMoved = on(itemMoved, 'devices: preparing ends', async ({ data }, ctx) => {
  const row = data.to === 'prepared' ? undefined : await goingOn(ctx.db as Db, data.itemId)
  const item = row && (await findItem(ctx, data.itemId))
  if (!row || !item || (await begins(ctx, item))) return
  await ended(ctx, item, row, await viewOf(ctx, item, row), { outcome: 'dropped', reason: ctx.t('devices.provisioning.moved') })
})

export default roomFor<ProvisioningTables>()({
  name: 'devices.provisioning',
  contract: devicesProvisioning,
  texts: devicesProvisioningTexts as typeof devicesProvisioningTexts & Record<'items.changed' | 'items.moveNotAllowed' | 'items.notFilledIn', never>,
  grants: {},
  folder: import.meta.dirname,
  on: [onMoved],
  handlers: {
    async profiles({ query }, ctx) {
      return { items: (await listProfiles(ctx.db, query.organisationId)).map(profileView) }
    },
    async shippedProfiles(_, ctx) {
      const { locale } = ctx
      return {
        items: shippedProfiles.map(({ name, kinds, steps }) => ({
          ...{ name: name[locale], kinds: [...kinds], tags: [], active: true },
          steps: steps.map(({ step, title, help }) => ({ ...step, title: title[locale], help: help[locale] })),
        })),
      }
    },
    async addProfile({ body: { organisationId, ...wish } }, ctx) {
      if (!mayIn(ctx, 'devices.configure', organisationId)) throw notFound()
      await demandRight(ctx, organisationId, wish)
      if ((await listProfiles(ctx.db, organisationId)).length >= most) return ctx.fail('devices.provisioning.tooMany')
      const row: ProfileRow = { id: randomUUID(), organisationId, ...wish, version: 1, changedAt: ctx.now, changedBy: ctx.actor.personId }
      await insertProfile(ctx.db, row).catch((error) => Promise.reject(taken(error)))
      await ctx.emit(profileChanged, { ...told(row), data: { profileId: row.id, version: 1, what: 'added' } })
      return profileView(row)
    },
    async changeProfile({ params, body: { version, ...wish } }, ctx) {
      const before = await readProfile(ctx.db, params.id)
      if (!before || !mayIn(ctx, 'devices.configure', before.organisationId)) throw notFound()
      await demandRight(ctx, before.organisationId, wish)
      const set = { ...wish, changedAt: ctx.now, changedBy: ctx.actor.personId }
      const row = await updateProfile(ctx.db, before.id, version, set).catch((error) => Promise.reject(taken(error)))
      if (!row) return ctx.fail('devices.provisioning.changed')
      await ctx.emit(profileChanged, { ...told(row), data: { profileId: row.id, version: row.version, what: 'changed' } })
      return profileView(row)
    },
    async preparations({ params }, ctx) {
      const item = await itemFor(ctx, params.id, 'devices.read')
      const [rows, fitting, may] = await Promise.all([listPreparations(ctx.db, item.id), profilesFor(ctx, item), begins(ctx, item)])
      return { items: await preparationViews(ctx, item, rows), profiles: fitting.map(({ id, name }) => ({ id, name })), begins: may }
    },
    async begin({ params, body }, ctx) {
      const item = await itemFor(ctx, params.id, 'devices.work')
      if (!(await begins(ctx, item))) return ctx.fail('devices.provisioning.notHere')
      const fitting = await profilesFor(ctx, item)
      const profile = fitting.find(({ id }) => id === body.profileId)
      if (!profile && (body.profileId !== null || fitting.length > 0)) return ctx.fail('devices.provisioning.profile')
      // Tags are soon changed: where its kind has profiles, that none fits is for who decides.
      if (!profile && (await hasProfiles(ctx, item)) && !mayIn(ctx, 'devices.configure', item.organisationId))
        return ctx.fail('devices.provisioning.leadOnly')
      const row = await insertPreparation(ctx.db, {
        ...{ id: randomUUID(), itemId: item.id, organisationId: item.organisationId, profileId: profile?.id ?? null, profile: profile?.name ?? '' },
        ...{ steps: profile?.steps ?? [], begunAt: ctx.now, begunBy: ctx.actor.personId },
        ...{ endedAt: null, endedBy: null, outcome: null, reason: null, proof: null },
      })
      if (!row) return ctx.fail('devices.provisioning.begun')
      const data = { preparationId: row.id, itemId: item.id, profileId: row.profileId }
      await ctx.emit(preparationBegun, { about: `item/${item.id}`, organisationId: item.organisationId, data })
      return viewOf(ctx, item, row)
    },
    async tick({ params, body: { done, note } }, ctx) {
      const { row, item } = await going(ctx, params.id)
      const step = row.steps.find(({ key }) => key === params.step)
      if (!step) throw notFound()
      if (step.what !== 'tick') return ctx.fail('devices.provisioning.notTicked')
      const { organisationId } = row
      if (done) await insertTick(ctx.db, { preparationId: row.id, organisationId, step: step.key, at: ctx.now, byId: ctx.actor.personId ?? '', note })
      else await removeTick(ctx.db, row.id, step.key)
      const data = { preparationId: row.id, itemId: item.id, step: step.key, done }
      await ctx.emit(stepTicked, { about: `item/${item.id}`, organisationId, data })
      return viewOf(ctx, item, row)
    },
    async finish({ params, body: { despite } }, ctx) {
      const { row, item } = await going(ctx, params.id)
      if (!(await begins(ctx, item))) return ctx.fail('devices.provisioning.notHere')
      const view = await viewOf(ctx, item, row)
      if (!view.ready) {
        if (despite === undefined) return ctx.fail('devices.provisioning.notReady', { notDone: notDoneIn(view.steps) })
        if (!mayIn(ctx, 'devices.configure', item.organisationId)) return ctx.fail('devices.provisioning.leadOnly')
      }
      const why = view.ready ? (row.profile ? 'why' : 'whyNone') : 'whyDespite'
      const words = ctx.t(`devices.provisioning.${why}`, { profile: row.profile, reason: despite ?? '' }).slice(0, 500)
      const after = await changeItem(ctx, item.id, { version: item.version, state: 'prepared', why: words }, 'proven')
      return ended(ctx, after, row, view, view.ready ? { outcome: 'prepared', reason: null } : { outcome: 'overridden', reason: despite ?? '' })
    },
    async drop({ params, body }, ctx) {
      const { row, item } = await going(ctx, params.id)
      return ended(ctx, item, row, await viewOf(ctx, item, row), { outcome: 'dropped', reason: body.reason })
    },
  },
})
