/** From a document that was kept to what is known of a device. What cannot be understood stands on the list, with the reason. */
import * as z from 'zod'
import { databaseAway } from '#platform/database/pool.ts'
import { bytesOf } from '#platform/files.ts'
import { type App, type Context, job, Problem } from '#platform/room.ts'
import { observeItems } from '#record/items/items.ts'
import { itemFor } from '../identity/joining/module.ts'
import { digestOf } from '../software/rules.ts'
import { type Counts, type Db as SoftwareDb, saveSoftware } from '../software/store.ts'
import { type Read, readInventory } from './adapters/reader.ts'
import { inventoried, notInventoried } from './contract.ts'
import type { Inventory } from './rules.ts'
import {
  type AgentRow,
  changeAgent,
  changeDocument,
  type DocumentRow,
  type Db as IntakeDb,
  nextWaiting,
  readAgent,
  readDocument,
  type WaitingRow,
} from './store.ts'

/** What may go well when it is tried again soon: not the document's fault. */
const passing = (error: unknown) => databaseAway(error) || /^(40|55P03|57014)/.test((error as { code?: string }).code ?? '')

/** As many documents are written at once, of agents that have nothing to do with each other; those of one agent always in one lane. */
const lanes = 2
/** Names under which a lane is told that something came: those who tell it at once must not wait for each other's commit. */
const bells = 8
/** Rows that a lane looks up at once; of their bytes it holds two. */
const ahead = 16

/** All that waits in a lane, oldest first, and what comes meanwhile; without a lane all there is. */
export const processWaiting = job({
  name: 'devices.intake.process',
  payload: z.object({ lane: z.int().min(0).nullable().default(null) }),
  maxAttempts: 20,
  async run({ lane }, app, signal) {
    for (;;) {
      const rows = await app.asSystem((ctx) => nextWaiting(ctx.db as IntakeDb, lane === null ? undefined : { lane, lanes }, ahead))
      if (rows.length === 0) return
      let next = reading(app, rows[0])
      for (const [at, row] of rows.entries()) {
        const read = await next
        signal.throwIfAborted()
        // The next is read while this one is written.
        next = reading(app, rows[at + 1])
        await process(app, row, read)
      }
    }
  },
})
/** After the transaction: it is told to the lane of the agent, in which only one document is written at a time. */
export function processSoon(ctx: Context, agentId: string): Promise<void> {
  const byte = Number.parseInt(agentId.slice(-2), 16)
  const [lane, bell] = [byte % lanes, byte % (lanes * bells)]
  return ctx.enqueue(processWaiting, { lane }, { queue: `devices intake ${lane}`, key: `devices intake ${bell}` })
}

/** Never rejects: what went wrong is dealt with when its turn comes. */
const reading = async (app: App, row: WaitingRow | undefined): Promise<PromiseSettledResult<Read> | undefined> =>
  row && (await Promise.allSettled([read(app, row)]))[0]
const read = async (app: App, { hash, encoding, receivedAt, dialect }: WaitingRow): Promise<Read> =>
  readInventory({ bytes: await bytesOf(app.files, hash), encoding, receivedAt: new Date(receivedAt).toISOString(), dialect })

async function process(app: App, row: WaitingRow, read: PromiseSettledResult<Read> | undefined): Promise<void> {
  try {
    if (read?.status !== 'fulfilled') throw read?.reason
    await app.asSystem((ctx) => settle(ctx, row.id, read.value))
  } catch (error) {
    if (passing(error)) throw error
    const why: Why = error instanceof Problem ? { reason: 'notRegistered', given: { code: error.code } } : { reason: 'failed', given: {} }
    app.log.error({ at: 'devices intake', documentId: row.id, error: error instanceof Error ? error.stack : String(error) })
    await app.asSystem((ctx) => standing(ctx, row, why))
  }
}

async function settle(ctx: Context, documentId: string, read: Read): Promise<void> {
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
  const digest = digestOf(software.there)
  const same = !software.partial && agent.itemId === itemId && agent.softwareDigest !== null && digest.equals(agent.softwareDigest)
  const of = { itemId, agentId: agent.id, organisationId: agent.organisationId }
  const counts = same ? none : await saveSoftware(ctx.db as unknown as SoftwareDb, of, software)
  // After a partial one it is not known what the whole list is.
  await changeAgent(ctx.db as IntakeDb, agent.id, { softwareDigest: software.partial ? null : digest, softwareSeenAt: software.at })
  return counts
}
async function noteSeen(db: IntakeDb, agent: AgentRow, inventory: Inventory): Promise<void> {
  if (!isNewest(agent, inventory)) return
  const { version, observedAt, about } = inventory
  await changeAgent(db, agent.id, { observedAt, ...(version !== '' && { version }), ...(about.name !== '' && { name: about.name }) })
}

interface Why {
  reason: string
  given: Record<string, string>
}
async function standing(ctx: Context, row: DocumentRow, { reason, given }: Why): Promise<void> {
  const db = ctx.db as IntakeDb
  const agent = row.agentId === null ? undefined : await readAgent(db, row.agentId)
  await changeDocument(db, row.id, { state: 'notProcessed', reason, given, endedAt: ctx.now, attempts: row.attempts + 1 })
  const data = { agentId: row.agentId, dialect: agent?.dialect ?? null, documentId: row.id, reason }
  await ctx.emit(notInventoried, { about: `document/${row.id}`, organisationId: row.organisationId, data })
}
