/** Agents and documents as the screens show them. */
import type { Context } from '#platform/room.ts'
import { namesOf } from '#record/items/reads.ts'
import type { Agent, Document, Key } from './contract.ts'
import { type AgentRow, type DocumentRow, type Db as IntakeDb, type KeyRow, readAgent } from './store.ts'

const iso = (at: Date | string) => new Date(at).toISOString()
const perhaps = (at: Date | string | null) => (at === null ? null : iso(at))

export const shownKey = ({ id, organisationId, name, createdAt, usedAt, revokedAt }: KeyRow): Key => ({
  ...{ id, organisationId, name, createdAt: iso(createdAt), usedAt: perhaps(usedAt), revokedAt: perhaps(revokedAt) },
})

export async function shownAgents(ctx: Context, rows: readonly AgentRow[]): Promise<Agent[]> {
  const names = await namesOf(ctx, [...new Set(rows.flatMap(({ itemId }) => itemId ?? []))])
  const items = new Map(names.map(({ id, number, name }) => [id, { id, number, name }]))
  return rows.map(({ id, organisationId, state, dialect, deviceId, version, name, address, keyId, firstSeenAt, lastSeenAt, itemId }) => ({
    ...{ id, organisationId, state, dialect, deviceId, version, name, address, byKey: keyId !== null },
    firstSeenAt: iso(firstSeenAt),
    lastSeenAt: iso(lastSeenAt),
    item: (itemId !== null && items.get(itemId)) || null,
  }))
}

export async function shownDocuments(ctx: Context, rows: readonly DocumentRow[]): Promise<Document[]> {
  const agents = new Map<string, AgentRow | undefined>()
  for (const { agentId } of rows) if (agentId !== null && !agents.has(agentId)) agents.set(agentId, await readAgent(ctx.db as IntakeDb, agentId))
  return rows.map((row) => {
    const agent = row.agentId === null ? undefined : agents.get(row.agentId)
    const { id, organisationId, state, size, attempts } = row
    return {
      ...{ id, organisationId, state, size: Number(size), attempts },
      agent: agent ? { id: agent.id, name: agent.name, dialect: agent.dialect, deviceId: agent.deviceId } : null,
      receivedAt: iso(row.receivedAt),
      observedAt: perhaps(row.observedAt),
      reason: row.reason === null ? null : ctx.t(`devices.intake.reason.${row.reason}`, row.given),
    }
  })
}
