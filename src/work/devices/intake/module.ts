import { randomUUID } from 'node:crypto'
import { Readable } from 'node:stream'
import { Id } from '#platform/contract.ts'
import { bytesOf } from '#platform/files.ts'
import { Moment, momentOf, pages } from '#platform/paging.ts'
import { type Context, Problem, roomFor } from '#platform/room.ts'
import { freshSecret, hashOf, ownOrganisation } from '#record/people/people.ts'
import { unpack } from './adapters/body.ts'
import { RefusedError } from './adapters/reader.ts'
import { agentDecided, devicesIntake, devicesIntakeGrants, keyChanged } from './contract.ts'
import { answerFirst, processSoon, processWaiting } from './lanes/jobs.ts'
import { withoutNodeKey } from './osquery/module.ts'
import { shownAgents, shownDocuments, shownKey } from './reads.ts'
import { ask, receive } from './receiving/module.ts'
import { keyPrefix } from './receiving/rules.ts'
import * as store from './store.ts'
import { devicesIntakeTexts } from './texts.ts'

const notFound = () => new Problem('platform.notFound', 404)
const may = (ctx: Context, permission: string, organisationId: string | null) =>
  organisationId !== null && (ctx.actor.permissions.get(permission)?.includes(organisationId) ?? false)

/** Agents by when they were last seen, documents by when they were received. */
const receivedBy = pages(Moment, Id)

/** Whoever decides of it: who leads its organisation; of one that nobody knows, who leads ours (the policy lets nobody else see it). */
async function decidable(ctx: Context, id: string): Promise<store.AgentRow> {
  const agent = await store.readAgent(ctx.db as store.Db, id, true)
  if (!agent || (agent.organisationId !== null && !may(ctx, 'devices.configure', agent.organisationId))) throw notFound()
  return agent
}
async function decided(ctx: Context, agent: store.AgentRow) {
  const { id: agentId, dialect, state, organisationId } = agent
  // Of one that is of nobody ours is told, whose leads see it wait.
  const told = organisationId ?? (await ownOrganisation(ctx)).id
  await ctx.emit(agentDecided, { about: `agent/${agentId}`, organisationId: told, data: { agentId, dialect, state } })
  const [shown] = await shownAgents(ctx, [agent])
  return shown ?? Promise.reject(notFound())
}
async function standing(ctx: Context, id: string): Promise<store.DocumentRow> {
  const row = await store.readDocument(ctx.db as store.Db, id, true)
  if (!row || !may(ctx, 'devices.work', row.organisationId)) throw notFound()
  if (row.state !== 'notProcessed') throw new Problem('devices.intake.notStanding', 409)
  return row
}
async function shownDocument(ctx: Context, id: string) {
  const row = await store.readDocument(ctx.db as store.Db, id)
  const [shown] = await shownDocuments(ctx, row ? [row] : [])
  return shown ?? Promise.reject(notFound())
}

export default roomFor<store.IntakeTables>()({
  name: 'devices.intake',
  contract: devicesIntake,
  texts: devicesIntakeTexts,
  grants: devicesIntakeGrants,
  folder: import.meta.dirname,
  jobs: [processWaiting],
  handlers: {
    receive: (_, ctx) => answerFirst(ctx.app, () => receive(ctx, '')),
    receiveBelow: ({ params }, ctx) => answerFirst(ctx.app, () => receive(ctx, params.rest)),
    ask: (_, ctx) => ask(ctx),
    askBelow: (_, ctx) => ask(ctx),
    async keys(_, ctx) {
      return { items: (await store.listKeys(ctx.db, ctx.actor.permissions.get('devices.configure') ?? [])).map(shownKey) }
    },
    async createKey({ body: { organisationId, name } }, ctx) {
      if (!may(ctx, 'devices.configure', organisationId)) return ctx.fail('platform.notFound')
      const key = freshSecret(keyPrefix)
      const row = {
        id: randomUUID(),
        organisationId,
        name,
        hash: hashOf(key),
        createdAt: ctx.now,
        createdBy: ctx.actor.personId,
        revokedAt: null,
        usedAt: null,
      }
      await store.insertKey(ctx.db, row)
      await ctx.emit(keyChanged, { about: `inventoryKey/${row.id}`, organisationId, data: { keyId: row.id, state: 'made' } })
      return { ...shownKey(row), key }
    },
    async revokeKey({ params }, ctx) {
      const row = await store.revokeKey(ctx.db, params.id, ctx.now)
      if (!row) return ctx.fail('platform.notFound')
      await ctx.emit(keyChanged, { about: `inventoryKey/${row.id}`, organisationId: row.organisationId, data: { keyId: row.id, state: 'revoked' } })
      return shownKey(row)
    },
    async agents({ query: { limit, after, state, search } }, ctx) {
      const found = await store.listAgents(ctx.db, { limit: limit + 1, after: receivedBy.after(after), state, search })
      const { rows, next } = receivedBy.of(found, limit, ({ lastSeenAt, id }) => [momentOf(lastSeenAt), id])
      return { items: await shownAgents(ctx, rows), next }
    },
    async acceptAgent({ params, body: { organisationId } }, ctx) {
      const agent = await decidable(ctx, params.id)
      if (!may(ctx, 'devices.configure', organisationId)) return ctx.fail('platform.notFound')
      if (agent.state === 'accepted') return ctx.fail('devices.intake.notQuarantined')
      if (agent.organisationId !== null && agent.organisationId !== organisationId) return ctx.fail('devices.intake.ofAnother')
      const there = await store.agentsNamed(ctx.db, agent.dialect, agent.deviceId)
      if (there.some((one) => one.id !== agent.id && one.organisationId === organisationId)) return ctx.fail('devices.intake.agentThere')
      const accepted = await store.changeAgent(ctx.db, agent.id, { organisationId, state: 'accepted' })
      if (!accepted) return ctx.fail('platform.notFound')
      const documents = await store.moveDocuments(ctx.db, agent.id, ['quarantined', 'discarded'], { state: 'waiting', organisationId })
      if (documents.length > 0) await processSoon(ctx, agent.id)
      return decided(ctx, accepted)
    },
    async refuseAgent({ params }, ctx) {
      const agent = await decidable(ctx, params.id)
      const refused = await store.changeAgent(ctx.db, agent.id, { state: 'refused' })
      if (!refused) return ctx.fail('platform.notFound')
      await store.moveDocuments(ctx.db, agent.id, ['quarantined', 'waiting'], { state: 'discarded' })
      return decided(ctx, refused)
    },
    async documents({ query: { limit, after, state, agentId } }, ctx) {
      const asked = { limit: limit + 1, after: receivedBy.after(after), state, agentId }
      const found = await store.listDocuments(ctx.db, ctx.actor.permissions.get('devices.work') ?? [], asked)
      const { rows, next } = receivedBy.of(found, limit, ({ receivedAt, id }) => [momentOf(receivedAt), id])
      return { items: await shownDocuments(ctx, rows), next }
    },
    async raw({ params }, ctx) {
      const row = await store.readDocument(ctx.db, params.id)
      if (!row || (row.organisationId !== null && !may(ctx, 'devices.work', row.organisationId))) return ctx.fail('platform.notFound')
      const bytes = await bytesOf(ctx.app.files, row.hash)
      const plain = await unpack(bytes, row.encoding).catch((error: unknown) => {
        if (error instanceof RefusedError) return bytes
        throw error
      })
      const json = plain[0] === 0x7b
      const shown = json ? withoutNodeKey(plain) : Buffer.from(plain)
      return {
        stream: Readable.from([shown]),
        type: 'application/octet-stream',
        name: `${row.id}.${json ? 'json' : 'xml'}`,
        size: shown.length,
      }
    },
    async retry({ params }, ctx) {
      const row = await standing(ctx, params.id)
      await store.changeDocument(ctx.db, row.id, { state: 'waiting', reason: null, given: {} })
      await processSoon(ctx, row.agentId ?? row.id)
      return shownDocument(ctx, row.id)
    },
    async discard({ params }, ctx) {
      const row = await standing(ctx, params.id)
      await store.changeDocument(ctx.db, row.id, { state: 'discarded', endedAt: ctx.now })
      return shownDocument(ctx, row.id)
    },
  },
})
