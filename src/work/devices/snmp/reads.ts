/** Targets and results as the screens show them. */
import type { Context } from '#platform/room.ts'
import type { Fact } from '#record/items/facts/contract.ts'
import { factsOf } from '#record/items/items.ts'
import { namesOf } from '#record/items/reads.ts'
import { agentsByIds, type Db as IntakeDb } from '../intake/store.ts'
import type { Reading, Result, Target } from './contract.ts'
import { suppliesIn } from './reading/supplies/rules.ts'
import type { Reason } from './rules.ts'
import { agentsAt, type Db, type ResultRow, type TargetRow } from './store.ts'

const iso = (at: Date | string) => new Date(at).toISOString()

function wordsOf(ctx: Context, reason: Reason['reason'] | null, { address, ...given }: Readonly<Record<string, string>>): string | null {
  if (reason === null) return null
  const why = ctx.t(`devices.snmp.reason.${reason}`, given)
  return address === undefined ? why : ctx.t('devices.snmp.at', { address, why })
}

/** Which item each agent is on, as far as the actor may see both. */
async function itemsOfAgents(ctx: Context, agentIds: readonly (string | null)[]): Promise<Map<string, NonNullable<Target['item']>>> {
  const agents = await agentsByIds(ctx.db as IntakeDb, [...new Set(agentIds.filter((id) => id !== null))])
  const names = await namesOf(ctx, [...new Set(agents.flatMap(({ itemId }) => itemId ?? []))])
  const items = new Map(names.map(({ id, number, name }) => [id, { id, number, name }]))
  return new Map(
    agents.flatMap(({ id, itemId }) => {
      const item = itemId === null ? undefined : items.get(itemId)
      return item ? [[id, item]] : []
    }),
  )
}

function shown(ctx: Context, row: TargetRow, item: Target['item']): Target {
  const { id, organisationId, name, address, port, locationId, everyHours, active, version, roundAt, answered, silent, failed, claimedUntil } = row
  return {
    ...{ id, organisationId, name, address, port, locationId, everyHours, active, version, dueAt: iso(row.dueAt), item },
    access: { protocol: row.protocol, user: row.userName, auth: row.authProtocol, priv: row.privProtocol },
    running: claimedUntil !== null && new Date(claimedUntil) > ctx.now,
    lastRound: roundAt === null ? null : { at: iso(roundAt), answered, silent, failed, error: wordsOf(ctx, row.reason, row.given) },
  }
}
export async function shownTargets(ctx: Context, rows: readonly TargetRow[]): Promise<Target[]> {
  const agents = await agentsAt(
    ctx.db as Db,
    rows.map(({ id }) => id),
  )
  const items = await itemsOfAgents(ctx, [...agents.values()])
  return rows.map((row) => shown(ctx, row, items.get(agents.get(row.id) ?? '') ?? null))
}
export async function shownTarget(ctx: Context, row: TargetRow): Promise<Target> {
  const [target] = await shownTargets(ctx, [row])
  if (!target) throw new Error('the target was not shown')
  return target
}

function readingOf(facts: ReadonlyMap<string, Fact> | undefined): Reading {
  const text = (key: string) => {
    const value = facts?.get(key)?.value
    return typeof value === 'string' ? value : null
  }
  const pages = facts?.get('printer.pages')?.value
  return {
    model: text('hardware.model'),
    serial: text('hardware.serial'),
    pages: typeof pages === 'number' ? pages : null,
    supplies: suppliesIn(facts?.values() ?? []),
  }
}
export async function shownResults(ctx: Context, rows: readonly ResultRow[]): Promise<Result[]> {
  const items = await itemsOfAgents(
    ctx,
    rows.map(({ agentId }) => agentId),
  )
  const found = rows.flatMap(({ agentId, organisationId }) => {
    const item = items.get(agentId ?? '')
    return item ? [{ id: item.id, organisationId }] : []
  })
  const facts = await factsOf(ctx, found)
  return rows.map(({ targetId, organisationId, address, state, reason, given, agentId, askedAt, answeredAt }) => {
    const item = items.get(agentId ?? '') ?? null
    return {
      ...{ targetId, organisationId, address, state, agentId, item, reason: wordsOf(ctx, reason, given) },
      askedAt: iso(askedAt),
      answeredAt: answeredAt === null ? null : iso(answeredAt),
      reading: item && readingOf(facts.get(item.id)),
    }
  })
}
