import { type Context, Problem, roomFor } from '#platform/room.ts'
import { findItem, forgetFacts } from '#record/items/items.ts'
import { peopleByIds } from '#record/people/people.ts'
import { processSoon } from '../intake/lanes/jobs.ts'
import { shownAgents } from '../intake/reads.ts'
import { type AgentRow, agentsOf, changeDocument, type Db as IntakeDb, lastDocuments, readAgent } from '../intake/store.ts'
import { forgetSoftware, type Db as SoftwareDb } from '../software/store.ts'
import { devicesIdentity, type Joining } from './contract.ts'
import { join, part } from './joining/module.ts'
import { type IdentityTables, type JoiningRow, joiningsOfItem, traitsOf } from './store.ts'
import { devicesIdentityTexts } from './texts.ts'

const notFound = () => new Problem('platform.notFound', 404)
const iso = (at: Date | string) => new Date(at).toISOString()

async function shownJoinings(ctx: Context, rows: readonly JoiningRow[]): Promise<Joining[]> {
  const people = await peopleByIds(
    ctx,
    rows.flatMap(({ byId, partedBy }) => [byId, partedBy]).filter((id) => id !== null),
  )
  const named = (id: string | null) => (id === null ? null : { id, name: people.get(id)?.name ?? ctx.t('cases.someone') })
  const agents = new Map<string, AgentRow | undefined>()
  for (const { agentId } of rows) if (!agents.has(agentId)) agents.set(agentId, await readAgent(ctx.db as IntakeDb, agentId))
  return rows.map((row) => {
    const agent = agents.get(row.agentId)
    const { id, agentId, how, why, note } = row
    return {
      ...{ id, agentId, how, why, note, at: iso(row.at), by: named(row.byId) },
      agent: agent ? `${agent.dialect} ${agent.deviceId}` : '',
      parted: row.partedAt === null ? null : { at: iso(row.partedAt), by: named(row.partedBy), why: wordOf(ctx, row.partedWhy ?? '') },
    }
  })
}
/** What Spil did by itself says why by a key. */
const wordOf = (ctx: Context, why: string) => (why === 'otherDevice' ? ctx.t('devices.identity.otherDevice') : why)

/** The agent, held, for who works in its organisation. */
async function workable(ctx: Context, id: string): Promise<AgentRow & { organisationId: string }> {
  const agent = await readAgent(ctx.db as IntakeDb, id, true)
  const { organisationId } = agent ?? {}
  if (!agent || !organisationId || !ctx.actor.permissions.get('devices.work')?.includes(organisationId)) throw notFound()
  return { ...agent, organisationId }
}
/** What the agent told leaves the item. Others of its kind on it told some of that as well, so they are looked at again. */
async function leave(ctx: Context, agent: AgentRow & { organisationId: string }, why: string): Promise<void> {
  const { itemId, organisationId, dialect } = agent
  if (itemId === null) return
  await part(ctx, agent, { by: ctx.actor.personId, why })
  await forgetFacts(ctx, { itemId, organisationId, source: dialect })
  await forgetSoftware(ctx.db as SoftwareDb, agent.id, itemId)
  for (const other of await agentsOf(ctx.db as IntakeDb, itemId)) if (other.dialect === dialect) await again(ctx, other.id)
}
async function again(ctx: Context, agentId: string): Promise<void> {
  for (const { id } of await lastDocuments(ctx.db as IntakeDb, agentId)) await changeDocument(ctx.db as IntakeDb, id, { state: 'waiting' })
  await processSoon(ctx, agentId)
}
async function shownAgent(ctx: Context, id: string) {
  const agent = await readAgent(ctx.db as IntakeDb, id)
  const [shown] = await shownAgents(ctx, agent ? [agent] : [])
  return shown ?? Promise.reject(notFound())
}

export default roomFor<IdentityTables>()({
  name: 'devices.identity',
  contract: devicesIdentity,
  texts: devicesIdentityTexts,
  grants: {},
  folder: import.meta.dirname,
  handlers: {
    async device({ params }, ctx) {
      const item = await findItem(ctx, params.id)
      if (!item || !ctx.actor.scopes.read.includes(item.organisationId)) return ctx.fail('platform.notFound')
      const traits = new Map<string, { kind: (typeof told)[number]['kind']; value: string; seenAt: string }>()
      const told = await traitsOf(ctx.db, [item.id])
      for (const { kind, value, seenAt } of told) {
        const before = traits.get(`${kind} ${value}`)
        if (!before || before.seenAt < iso(seenAt)) traits.set(`${kind} ${value}`, { kind, value, seenAt: iso(seenAt) })
      }
      return {
        agents: await shownAgents(ctx, await agentsOf(ctx.db as unknown as IntakeDb, item.id)),
        traits: [...traits.values()],
        joinings: await shownJoinings(ctx, await joiningsOfItem(ctx.db, item.id)),
      }
    },
    async partAgent({ params, body }, ctx) {
      const agent = await workable(ctx, params.id)
      if (agent.itemId === null) return ctx.fail('devices.identity.onNone')
      await leave(ctx, agent, body.why)
      await again(ctx, agent.id)
      return shownAgent(ctx, agent.id)
    },
    async joinAgent({ params, body }, ctx) {
      const agent = await workable(ctx, params.id)
      const item = await findItem(ctx, body.item)
      if (!item) return ctx.fail('platform.notFound')
      if (item.organisationId !== agent.organisationId) return ctx.fail('devices.identity.otherOrganisation')
      if (agent.itemId === item.id) return shownAgent(ctx, agent.id)
      await leave(ctx, agent, body.why)
      await join(ctx, agent, item.id, { how: 'person', why: [], note: body.why })
      await again(ctx, agent.id)
      return shownAgent(ctx, agent.id)
    },
  },
})
