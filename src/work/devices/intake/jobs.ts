import type { Context } from '#platform/room.ts'
import { observeItems } from '#record/items/items.ts'
import { itemFor } from '../identity/joining/module.ts'
import { type Counts, type Db as SoftwareDb, saveSoftware } from '../software/store.ts'
import type { Read } from './adapters/reader.ts'
import { inventoried, notInventoried } from './contract.ts'
import type { Inventory } from './rules.ts'
import { type AgentRow, changeAgent, changeDocument, type DocumentRow, type Db as IntakeDb, readAgent, readDocument } from './store.ts'

/** Once, whoever comes first: what is no longer waiting stays as it is. */
export async function settle(ctx: Context, documentId: string, read: Read): Promise<void> {
  const db = ctx.db as IntakeDb
  const row = await readDocument(db, documentId, true)
  if (row?.state !== 'waiting') return
  if (!read.ok) return standing(ctx, row, { reason: read.why, given: { ...read.given } })
  const known = row.agentId === null ? undefined : await readAgent(db, row.agentId, true)
  if (!known) return standing(ctx, row, { reason: 'noDeviceId', given: {} })
  // Refused while it waited.
  if (!hasOrganisation(known)) return void (await changeDocument(db, row.id, { state: 'discarded', endedAt: ctx.now }))
  const { inventory } = read
  const { agent, itemId, organisationId, software } = await recorded(ctx, known, inventory)
  await changeDocument(db, row.id, {
    state: 'processed',
    reason: null,
    given: {},
    observedAt: inventory.observedAt,
    partial: inventory.partial,
    endedAt: ctx.now,
    attempts: row.attempts + 1,
  })
  await ctx.emit(inventoried, {
    about: `item/${itemId}`,
    organisationId,
    data: { agentId: agent.id, dialect: agent.dialect, itemId, documentId: row.id, software },
  })
}
/** Writes what an inventory says, of the device that the agent is on: one that is known, or a new item. In the transaction of who asks. */
export async function recorded(ctx: Context, known: AgentRow & { organisationId: string }, inventory: Inventory) {
  const { agent, id: itemId, organisationId } = await itemFor(ctx, known, inventory)
  await observeItems(ctx, [{ itemId, organisationId, source: agent.dialect, facts: inventory.facts }])
  const software = await softwareOf(ctx, agent, itemId, inventory)
  await noteSeen(ctx.db as IntakeDb, agent, inventory)
  return { agent, itemId, organisationId, software }
}
export const hasOrganisation = (agent: AgentRow): agent is AgentRow & { organisationId: string } =>
  agent.state === 'accepted' && agent.organisationId !== null

/** An older document than the one before it says nothing about what is there now. */
const isNewest = (agent: AgentRow, { observedAt }: Inventory) => agent.observedAt === null || new Date(agent.observedAt) <= new Date(observedAt)

async function softwareOf(ctx: Context, agent: AgentRow & { organisationId: string }, itemId: string, { software }: Inventory): Promise<Counts> {
  const none = { installed: 0, changed: 0, removed: 0 }
  // Of its own moment: parts of one inventory come in posts of their own, and each tells of another.
  if (software === null || (agent.softwareSeenAt !== null && new Date(agent.softwareSeenAt) > new Date(software.at))) return none
  const digest = software.digest === null ? null : Buffer.from(software.digest, 'hex')
  const same = digest !== null && agent.itemId === itemId && agent.softwareDigest !== null && digest.equals(agent.softwareDigest)
  const of = { itemId, agentId: agent.id, organisationId: agent.organisationId }
  const counts = same ? none : await saveSoftware(ctx.db as unknown as SoftwareDb, of, software)
  // After a partial one it is not known what the whole list is.
  await changeAgent(ctx.db as IntakeDb, agent.id, { softwareDigest: digest, softwareSeenAt: software.at })
  return counts
}
async function noteSeen(db: IntakeDb, agent: AgentRow, inventory: Inventory): Promise<void> {
  if (!isNewest(agent, inventory)) return
  const { version, observedAt, about } = inventory
  await changeAgent(db, agent.id, { observedAt, ...(version !== '' && { version }), ...(about.name !== '' && { name: about.name }) })
}

export interface Why {
  reason: string
  given: Record<string, string>
}
export async function standing(ctx: Context, row: DocumentRow, { reason, given }: Why): Promise<void> {
  const db = ctx.db as IntakeDb
  const agent = row.agentId === null ? undefined : await readAgent(db, row.agentId)
  await changeDocument(db, row.id, { state: 'notProcessed', reason, given, endedAt: ctx.now, attempts: row.attempts + 1 })
  const data = { agentId: row.agentId, dialect: agent?.dialect ?? null, documentId: row.id, reason }
  await ctx.emit(notInventoried, { about: `document/${row.id}`, organisationId: row.organisationId, data })
}
