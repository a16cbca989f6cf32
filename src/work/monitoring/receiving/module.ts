import { randomUUID } from 'node:crypto'
import { Readable } from 'node:stream'
import { Id } from '#platform/contract.ts'
import { Moment, momentOf, pages } from '#platform/paging.ts'
import { type Context, mayIn, Problem, roomFor } from '#platform/room.ts'
import { freshSecret, hashOf, ownOrganisation } from '#record/people/people.ts'
import { keyChanged, monitoringReceiving, type NewNetwork, networkChanged } from './contract.ts'
import { trimReceived } from './jobs.ts'
import { forgetKeys, keyPrefix } from './keys/module.ts'
import { shownKey, shownNetwork, shownRefused, shownTraps } from './reads.ts'
import { isLarge, networkOf } from './rules.ts'
import * as store from './store.ts'
import { monitoringReceivingTexts } from './texts.ts'
import { zabbixTrapper } from './trapper/module.ts'
import { trapListener } from './traps/module.ts'
import { otlp, tells, write, writes } from './writing/module.ts'

/** Two at once may make one more: it only keeps the list one that a person can read. */
const mostNetworks = 50
const mostKeys = 200
const mayConfigure = (ctx: Context, organisationId: string) => mayIn(ctx, 'monitoring.configure', organisationId)
const heldIn = ({ actor }: Context, may: string): readonly string[] => actor.permissions.get(may) ?? []

const receivedBy = pages(Moment, Id)
const placeOf = ({ receivedAt, id }: { receivedAt: Date | string; id: string }): [string, string] => [momentOf(receivedAt), id]
async function administratesAll(ctx: Context): Promise<boolean> {
  const own = await ownOrganisation(ctx).catch(() => undefined)
  return own !== undefined && ctx.actor.scopes.admin.includes(own.id)
}
async function rowOf(ctx: Context, { organisationId, network, zabbix, traps, user }: NewNetwork): Promise<store.NetworkTable> {
  const place = networkOf(network)
  if (place === undefined) throw new Problem('monitoring.receiving.network', 422)
  if (isLarge(place) && !(await administratesAll(ctx))) throw new Problem('monitoring.receiving.largeNetwork', 403)
  if (!zabbix && !traps) throw new Problem('monitoring.receiving.nothing', 422)
  if (user?.priv && !user.auth) throw new Problem('monitoring.receiving.privWithoutAuth', 422)
  if ((await store.countNetworks(ctx.db as store.Db, organisationId)) >= mostNetworks) throw new Problem('monitoring.receiving.tooManyNetworks', 409)
  const id = randomUUID()
  const secret = { auth: user?.auth?.password, priv: user?.priv?.password }
  return {
    ...{ id, organisationId, network: place, zabbix, traps, createdAt: ctx.now, createdBy: ctx.actor.personId },
    ...{ userName: user?.name ?? '', authProtocol: user?.auth?.protocol ?? null, privProtocol: user?.priv?.protocol ?? null },
    credentials: user ? ctx.app.secrets.seal(`traps ${id}`, JSON.stringify(secret)) : null,
  }
}

export default roomFor<store.ReceivingTables>()({
  name: 'monitoring.receiving',
  contract: monitoringReceiving,
  texts: monitoringReceivingTexts,
  grants: {},
  folder: import.meta.dirname,
  jobs: [trimReceived],
  services: [zabbixTrapper, trapListener],
  shows: { write: writes, otlp: tells, otlpAtRoot: tells },
  handlers: {
    write: (_, ctx) => write(ctx),
    otlp: (_, ctx) => otlp(ctx),
    otlpAtRoot: (_, ctx) => otlp(ctx),
    async keys(_, ctx) {
      return { items: (await store.listKeys(ctx.db, heldIn(ctx, 'monitoring.configure'))).map(shownKey) }
    },
    async createKey({ body: { organisationId, name } }, ctx) {
      if (!mayConfigure(ctx, organisationId)) return ctx.fail('platform.notFound')
      if ((await store.countKeys(ctx.db, organisationId)) >= mostKeys) return ctx.fail('monitoring.receiving.tooManyKeys')
      const key = freshSecret(keyPrefix)
      const made = { createdAt: ctx.now, createdBy: ctx.actor.personId, revokedAt: null, usedAt: null }
      const row = { id: randomUUID(), organisationId, name, hash: hashOf(key), ...made }
      await store.insertKey(ctx.db, row)
      await ctx.emit(keyChanged, { about: `monitoringKey/${row.id}`, organisationId, data: { keyId: row.id, state: 'made' } })
      return { ...shownKey(row), key }
    },
    async revokeKey({ params }, ctx) {
      const row = await store.revokeKey(ctx.db, params.id, ctx.now)
      if (!row || !mayConfigure(ctx, row.organisationId)) return ctx.fail('platform.notFound')
      const { id, organisationId } = row
      await ctx.emit(keyChanged, { about: `monitoringKey/${id}`, organisationId, data: { keyId: id, state: 'revoked' } })
      ctx.afterCommit(() => forgetKeys(ctx.app))
      return shownKey(row)
    },
    async networks(_, ctx) {
      const leads = heldIn(ctx, 'monitoring.configure')
      const own = await ownOrganisation(ctx).catch(() => undefined)
      const strangers = own && leads.includes(own.id) ? await store.listStrangers(ctx.db) : []
      const { zabbixPort, trapPort } = ctx.app.config
      return {
        items: (await store.listNetworks(ctx.db, leads)).map(shownNetwork),
        strangers: strangers.map(({ seenAt, ...one }) => ({ ...one, seenAt: new Date(seenAt).toISOString() })),
        ports: { zabbix: zabbixPort ?? null, traps: trapPort ?? null },
      }
    },
    async addNetwork({ body }, ctx) {
      if (!mayConfigure(ctx, body.organisationId)) return ctx.fail('platform.notFound')
      const row = await rowOf(ctx, body)
      if (!(await store.insertNetwork(ctx.db, row))) return ctx.fail('monitoring.receiving.networkThere')
      const { id, organisationId, network, zabbix, traps } = row
      await store.forgetStrangers(ctx.db, network, [...(zabbix ? ['zabbix' as const] : []), ...(traps ? ['traps' as const] : [])])
      await ctx.emit(networkChanged, { about: `monitoringNetwork/${id}`, organisationId, data: { networkId: id, what: 'added' } })
      return shownNetwork(row)
    },
    async removeNetwork({ params }, ctx) {
      const row = await store.readNetwork(ctx.db, params.id)
      if (!row || !mayConfigure(ctx, row.organisationId)) return ctx.fail('platform.notFound')
      await store.removeNetwork(ctx.db, row.id)
      const { id, organisationId } = row
      await ctx.emit(networkChanged, { about: `monitoringNetwork/${id}`, organisationId, data: { networkId: id, what: 'removed' } })
      return undefined
    },
    async traps({ query: { limit, after, itemId, notUnderstood } }, ctx) {
      const asked = { limit: limit + 1, after: receivedBy.after(after), itemId, notUnderstood }
      const { rows, next } = receivedBy.of(await store.listTraps(ctx.db, heldIn(ctx, 'monitoring.read'), asked), limit, placeOf)
      return { items: await shownTraps(ctx, rows), next }
    },
    async refused({ query: { limit, after } }, ctx) {
      const found = await store.listRefused(ctx.db, heldIn(ctx, 'monitoring.work'), limit + 1, receivedBy.after(after))
      const { rows, next } = receivedBy.of(found, limit, placeOf)
      return { items: shownRefused(ctx, rows), next }
    },
    async refusedRaw({ params }, ctx) {
      const row = await store.readRefused(ctx.db, params.id)
      if (!row || !mayIn(ctx, 'monitoring.work', row.organisationId)) return ctx.fail('platform.notFound')
      return { stream: Readable.from([row.body]), type: 'application/octet-stream', name: `${row.id}.bin`, size: row.body.length }
    },
  },
})
