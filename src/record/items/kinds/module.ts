import { type Context, roomFor } from '#platform/room.ts'
import { itemKinds, type Kind, type KnownKind, kindChanged } from './contract.ts'
import { kindsOf } from './kinds.ts'
import { shippedKinds } from './shipped/rules.ts'
import { holdKinds, type KindTables, removeKind, spreadClasses, statesInUse, writeKind } from './store.ts'
import { itemKindsTexts } from './texts.ts'

const mostKinds = 200

/** States that items are in and that the kind would not have. */
async function statesLost(ctx: Context, organisationId: string, key: string, states: Kind['states']): Promise<string[]> {
  const used = await statesInUse(ctx.db, organisationId, key)
  return used.filter((state) => !states.some((one) => one.key === state))
}
/** Attributes whose values would no longer fit. */
const typesChanged = (before: Kind | undefined, after: Kind) =>
  after.attributes.filter(({ key, type }) => before?.attributes.some((one) => one.key === key && one.type !== type)).map(({ key }) => key)

const tell = (
  ctx: Context,
  { organisationId, key, version }: Pick<KnownKind, 'organisationId' | 'key' | 'version'>,
  what: 'added' | 'changed' | 'removed',
) => ctx.emit(kindChanged, { about: `itemKind/${organisationId}/${key}`, organisationId, data: { organisationId, kind: key, version, what } })

export default roomFor<KindTables>()({
  name: 'items.kinds',
  contract: itemKinds,
  texts: itemKindsTexts,
  grants: {},
  folder: import.meta.dirname,
  handlers: {
    async kinds({ params }, ctx) {
      if (!ctx.actor.scopes.member.includes(params.organisationId)) return ctx.fail('platform.notFound')
      return { items: [...(await kindsOf(ctx, params.organisationId)).values()] }
    },
    async saveKind({ params, body }, ctx) {
      const { organisationId, key } = params
      if (!ctx.actor.scopes.lead.includes(organisationId)) return ctx.fail('platform.notFound')
      await holdKinds(ctx.db, organisationId, true)
      const kinds = await kindsOf(ctx, organisationId)
      const before = kinds.get(key)
      if (!before && kinds.size >= mostKinds) return ctx.fail('items.kinds.tooMany')
      const changed = typesChanged(before, body.kind)
      if (changed.length > 0) return ctx.fail('items.kinds.typeChanged', { attributes: changed.join(', ') })
      const lost = await statesLost(ctx, organisationId, key, body.kind.states)
      if (lost.length > 0) return ctx.fail('items.kinds.stateInUse', { states: lost.join(', ') })
      if (!(await writeKind(ctx.db, { organisationId, key, ...body }, ctx.actor.personId, ctx.now))) return ctx.fail('items.kinds.changed')
      await spreadClasses(ctx.db, organisationId, key, body.kind.states)
      const version = body.version + 1
      await tell(ctx, { organisationId, key, version }, before ? 'changed' : 'added')
      return { ...body.kind, key, organisationId, shipped: key in shippedKinds, version }
    },
    async resetKind({ params }, ctx) {
      const { organisationId, key } = params
      if (!ctx.actor.scopes.lead.includes(organisationId)) return ctx.fail('platform.notFound')
      await holdKinds(ctx.db, organisationId, true)
      const known = (await kindsOf(ctx, organisationId)).get(key)
      if (!known || known.version === 0) return ctx.fail('platform.notFound')
      const lost = await statesLost(ctx, organisationId, key, shippedKinds[key]?.states ?? [])
      if (lost.length > 0) return known.shipped ? ctx.fail('items.kinds.stateInUse', { states: lost.join(', ') }) : ctx.fail('items.kinds.inUse')
      await removeKind(ctx.db, organisationId, key)
      await spreadClasses(ctx.db, organisationId, key, shippedKinds[key]?.states ?? [])
      await tell(ctx, known, 'removed')
    },
  },
})
