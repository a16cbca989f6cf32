import { randomUUID } from 'node:crypto'
import { Id, line } from '#platform/contract.ts'
import { mayAsk } from '#platform/outgoing.ts'
import { pages } from '#platform/paging.ts'
import { type Context, mayIn, on, Problem, roomFor } from '#platform/room.ts'
import { findItem } from '#record/items/items.ts'
import { agentJoined, agentParted } from '../identity/contract.ts'
import { agentsOf, type Db as IntakeDb } from '../intake/store.ts'
import { devicesSnmp, type NewAccess, snmpTargetChanged } from './contract.ts'
import { pollDevices } from './jobs.ts'
import { addressesIn, networkIn } from './places/rules.ts'
import { shownResults, shownTarget, shownTargets } from './reads.ts'
import { accessParts } from './rules.ts'
import * as store from './store.ts'
import { devicesSnmpTexts } from './texts.ts'

/** Two at once may make one more: it only keeps a round from becoming endless. */
const mostTargets = 500
const notFound = () => new Problem('platform.notFound', 404)
const mayConfigure = (ctx: Context, organisationId: string) => mayIn(ctx, 'devices.configure', organisationId)

/** The network as it is kept; refused when nothing in it may be asked. */
function placeOf(ctx: Context, text: string): string {
  const network = networkIn(text)
  if (network === undefined) throw new Problem('devices.snmp.address', 422)
  if (!addressesIn(network).some((address) => mayAsk(address, ctx.app.config.outgoingAllow))) throw new Problem('devices.snmp.notReachable', 422)
  return network
}
function sealed(ctx: Context, id: string, access: NewAccess) {
  if (access.protocol === '3' && access.priv && !access.auth) throw new Problem('devices.snmp.privWithoutAuth', 422)
  const { columns, secret } = accessParts(access)
  return { ...columns, credentials: ctx.app.secrets.seal(`snmp ${id}`, JSON.stringify(secret)) }
}
async function checkLocation(ctx: Context, organisationId: string, id: string | null): Promise<void> {
  if (id === null) return
  const item = await findItem(ctx, id)
  if (item?.kind !== 'location' || item.organisationId !== organisationId) throw new Problem('devices.snmp.location', 422)
}
/** Held, for who configures devices in its organisation. */
async function mine(ctx: Context, id: string): Promise<store.TargetRow> {
  const row = await store.readTarget(ctx.db as store.Db, id, true)
  if (!row || !mayConfigure(ctx, row.organisationId)) throw notFound()
  return row
}
const told = (ctx: Context, { id, organisationId }: store.TargetRow, what: 'added' | 'changed' | 'removed') =>
  ctx.emit(snmpTargetChanged, { about: `snmpTarget/${id}`, organisationId, data: { targetId: id, what } })

const resultsBy = pages(Id, line(60))

export default roomFor<store.SnmpTables>()({
  name: 'devices.snmp',
  contract: devicesSnmp,
  texts: devicesSnmpTexts,
  grants: {},
  folder: import.meta.dirname,
  services: [pollDevices],
  // Somebody said which device it is: what it tells belongs there at once, and there is nothing kept to process again.
  on: [
    on(agentParted, 'devices.snmp.parted', async ({ data: { agentId, byPerson } }, ctx) => {
      if (byPerson) await store.dueForAgent(ctx.db as store.Db, agentId, ctx.now)
    }),
    on(agentJoined, 'devices.snmp.joined', async ({ data: { agentId, how } }, ctx) => {
      if (how === 'person') await store.dueForAgent(ctx.db as store.Db, agentId, ctx.now)
    }),
  ],
  handlers: {
    async targets(_, ctx) {
      const rows = await store.listTargets(ctx.db, ctx.actor.permissions.get('devices.configure') ?? [])
      return { items: await shownTargets(ctx, rows) }
    },
    async addTarget({ body: { access, address, ...settings } }, ctx) {
      if (!mayConfigure(ctx, settings.organisationId)) return ctx.fail('platform.notFound')
      if ((await store.countTargets(ctx.db, settings.organisationId)) >= mostTargets) return ctx.fail('devices.snmp.tooMany')
      await checkLocation(ctx, settings.organisationId, settings.locationId)
      const id = randomUUID()
      const row = await store.insertTarget(ctx.db, {
        ...{ ...settings, id, address: placeOf(ctx, address), ...sealed(ctx, id, access) },
        ...{ createdAt: ctx.now, dueAt: ctx.now },
      })
      await told(ctx, row, 'added')
      return shownTarget(ctx, row)
    },
    async changeTarget({ params, body: { access, address, version, ...settings } }, ctx) {
      const before = await mine(ctx, params.id)
      if (before.version !== version) return ctx.fail('devices.snmp.changed')
      await checkLocation(ctx, before.organisationId, settings.locationId)
      const place = placeOf(ctx, address)
      const moved = place !== before.address || settings.port !== before.port
      // Otherwise who may not know a password could have it sent to an address of their own.
      if (moved && !access) return ctx.fail('devices.snmp.accessNeeded')
      const row = await store.changeTarget(ctx.db, before.id, {
        ...{ ...settings, address: place, ...(access && sealed(ctx, before.id, access)) },
        ...{ version: version + 1, dueAt: ctx.now, claimedUntil: null },
      })
      if (!row) return ctx.fail('platform.notFound')
      if (moved) await store.forgetResults(ctx.db, row.id)
      await told(ctx, row, 'changed')
      return shownTarget(ctx, row)
    },
    async removeTarget({ params }, ctx) {
      const row = await mine(ctx, params.id)
      await store.removeTarget(ctx.db, row.id)
      await told(ctx, row, 'removed')
      return undefined
    },
    async pollTarget({ params }, ctx) {
      const row = await mine(ctx, params.id)
      if (!row.active) return ctx.fail('devices.snmp.notActive')
      return shownTarget(ctx, (await store.changeTarget(ctx.db, row.id, { dueAt: ctx.now })) ?? row)
    },
    async results({ query: { limit, after, targetId, state, trouble, itemId } }, ctx) {
      const agentIds = itemId === undefined ? undefined : (await agentsOf(ctx.db as unknown as IntakeDb, itemId)).map(({ id }) => id)
      const asked = { limit: limit + 1, after: resultsBy.after(after), targetId, state, trouble, agentIds }
      const found = await store.listResults(ctx.db, ctx.actor.permissions.get('devices.read') ?? [], asked)
      const { rows, next } = resultsBy.of(found, limit, ({ targetId, address }) => [targetId, address])
      return { items: await shownResults(ctx, rows), next }
    },
  },
})
